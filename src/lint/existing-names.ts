/** The names that are taken in a project, and the places that speak of them. */
import type { Location, MigrationRun, NameSlot, Origin } from '../schema/index.ts';
import { placeKey } from './groups.ts';
import { keysMadeBy, namesUsedBy } from './keys.ts';
import { authorsTable } from './ownership.ts';
import { allSteps } from './reach.ts';
import type { MigrationView } from './rule.ts';
import { withoutPrefix } from './table-prefix.ts';

/** Names of tables, indexes and keys at the end of the history and in every statement, in lower case. */
export function takenNames(views: readonly MigrationView[]): Set<string> {
  const names = new Set<string>();
  const last = new Map<string, MigrationRun>();
  for (const view of views) {
    for (const run of view.runs)
      if (run.direction === 'up') last.set(`${view.migration.set} ${run.target.id}`, run);
    for (const { steps } of allSteps(view)) {
      for (const step of steps) {
        for (const key of keysMadeBy(step.statement))
          if (key.name !== undefined) names.add(key.name.toLowerCase());
      }
    }
  }
  for (const run of last.values()) {
    // whoever uses the list notes each name that is looked for
    for (const table of run.after.tables('irregular')) {
      names.add(table.name.toLowerCase());
      for (const index of table.indexes) names.add(index.name.toLowerCase());
      for (const key of table.foreignKeys) if (key.name !== undefined) names.add(key.name.toLowerCase());
      if (table.primaryKey?.name !== undefined) names.add(table.primaryKey.name.toLowerCase());
    }
  }
  return names;
}

/** A call that makes, drops or renames something by a name. */
export interface NamePlace {
  readonly origin: Origin;
  /** Where the name stands there, or can be written. */
  readonly slot: NameSlot | undefined;
  readonly migration: string;
  /** The tables to which that belongs, without the connection's prefix; empty where no statement says it. */
  readonly tables: ReadonlySet<string>;
  /** Does it make it? */
  readonly makes: boolean;
}

type OpenPlace = NamePlace & { readonly tables: Set<string> };

/**
 * Where each name (in lower case) is given, dropped or renamed, each place once. What an engine does besides, to change
 * a table by making it anew, is no place of its own.
 */
export function namePlaces(views: readonly MigrationView[]): Map<string, NamePlace[]> {
  const places = new Map<string, Map<string, OpenPlace>>();
  const add = (
    name: string,
    origin: Origin,
    migration: string,
    table: string | undefined,
    makes: boolean,
  ): void => {
    const slot = makes ? origin.nameSlot : origin.oldNameSlot;
    const known = places.get(name.toLowerCase()) ?? new Map<string, OpenPlace>();
    places.set(name.toLowerCase(), known);
    const key = placeKey(origin);
    const place = known.get(key) ?? { origin, slot, migration, tables: new Set(), makes };
    known.set(key, place);
    if (table !== undefined) place.tables.add(table);
  };
  for (const { migration, runs, unreached } of views) {
    const { file } = migration;
    for (const { target, steps } of allSteps({ migration, runs, ...(unreached && { unreached }) })) {
      for (const { statement } of steps) {
        for (const use of namesUsedBy(statement)) {
          if (use.origin.oldNameSlot === undefined && !NAMING.test(use.origin.call)) continue;
          const full = 'table' in statement ? statement.table?.name : undefined;
          const table = full === undefined ? undefined : withoutPrefix(full, target);
          add(use.name, use.origin, file, table, false);
          if (use.newName !== undefined && use.origin.nameSlot !== undefined) {
            add(use.newName, use.origin, file, table, true);
          }
        }
        for (const { name, origin, table } of keysMadeBy(statement)) {
          if (name === undefined || origin.nameSlot === undefined) continue;
          add(name, origin, file, authorsTable(table.name, target), true);
        }
      }
    }
  }
  return new Map([...places].map(([name, known]) => [name, [...known.values()]]));
}

/** Calls that speak of a key by its name. */
const NAMING = /drop|rename|statement|unprepared|raw|exec|query/i;

function slotKey(file: string, location: Location['span']): string {
  return placeKey({ file, span: location });
}

/**
 * The name slots of a migration that serve several keys at once: a call in a loop, or in a function that is called
 * more than once. One text there cannot name them all.
 */
export function sharedSlots(view: MigrationView): Set<string> {
  const shared = new Set<string>();
  const keys = new Map<string, string>();
  for (const { direction, target, steps } of allSteps(view)) {
    for (const step of steps) {
      const named = [
        ...keysMadeBy(step.statement).map(({ origin, table, name }) => ({
          file: origin.file,
          slot: origin.nameSlot,
          identity: `${authorsTable(table.name, target)} ${name ?? ''}`,
        })),
        ...namesUsedBy(step.statement).map(({ origin, name }) => ({
          file: origin.file,
          slot: origin.oldNameSlot,
          identity: name,
        })),
      ];
      for (const { file, slot, identity } of named) {
        if (slot === undefined) continue;
        const place = slotKey(file, slot.span);
        const here = `${direction} ${target.id} ${place}`;
        const known = keys.get(here);
        if (known !== undefined && known !== identity) shared.add(place);
        else keys.set(here, identity);
      }
    }
  }
  return shared;
}

export function isShared(shared: ReadonlySet<string>, file: string, slot: NameSlot | undefined): boolean {
  return slot !== undefined && shared.has(slotKey(file, slot.span));
}

/** `tg_rules_event_idx`: a name made to the convention, and the abbreviation it begins with. */
const CONVENTION = /^([a-z][a-z0-9]{0,9})_[a-z0-9_]+_(?:idx|unq|fk)$/;

/** The abbreviation that the authors of a module use in the names that they gave; the most frequent one. */
export function abbreviationsInUse(views: readonly MigrationView[]): Map<string, string> {
  const counts = new Map<string, Map<string, Set<string>>>();
  for (const view of views) {
    const { owner } = view.migration;
    if (owner.kind !== 'module') continue;
    for (const run of view.runs) {
      for (const step of run.steps) {
        for (const key of keysMadeBy(step.statement)) {
          const { name, origin } = key;
          if (name === undefined || origin.nameGiven === false) continue;
          const abbreviation = CONVENTION.exec(name)?.[1];
          if (abbreviation === undefined || abbreviation === 'mod') continue;
          const bySlug = counts.get(owner.slug) ?? new Map<string, Set<string>>();
          counts.set(owner.slug, bySlug);
          bySlug.set(abbreviation, (bySlug.get(abbreviation) ?? new Set()).add(name));
        }
      }
    }
  }
  const result = new Map<string, string>();
  for (const [slug, bySlug] of counts) {
    const [best] = [...bySlug].sort(([a, m], [b, n]) => n.size - m.size || (a < b ? -1 : 1));
    result.set(slug, best![0]);
  }
  return result;
}
