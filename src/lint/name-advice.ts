/** How a name that is too long can be made short: the proposal, the words for it, and the edit. */
import {
  type Fix,
  type Location,
  noteName,
  type ObjectKind,
  type Target,
  type TextEdit,
} from '../schema/index.ts';
import {
  abbreviationsInUse,
  isShared,
  type NamePlace,
  namePlaces,
  sharedSlots,
  takenNames,
} from './existing-names.ts';
import { placeKey } from './groups.ts';
import { keysMadeBy, namesUsedBy } from './keys.ts';
import { orAsMigration, renamedIndex } from './new-migration.ts';
import type { ProblemHit } from './problems.ts';
import type { MigrationView, RuleContext } from './rule.ts';
import { abbreviate, moduleAbbreviations, proposeName, type Suffix, wordsOf } from './short-name.ts';
import { withoutPrefix } from './table-prefix.ts';

/** A call that makes or names a key. */
export type NamingCall = Pick<ProblemHit, 'target' | 'step' | 'origin'>;

export interface NameAdvice {
  readonly proposal: string;
  readonly help: string;
  readonly fix?: Fix;
  readonly related: readonly (Location & { readonly message: string })[];
}

function suffixOf(object: ObjectKind, hit: NamingCall, name: string): Suffix {
  switch (object) {
    case 'unique':
      return 'unq';
    case 'foreignKey':
      return 'fk';
    case 'primaryKey':
      return 'pk';
    case 'constraint':
      return 'chk';
    default: {
      // Of PostgreSQL's indexes, only those that are constraints are told apart.
      const key = keysMadeBy(hit.step.statement).find((candidate) => candidate.name === name);
      return key?.kind === 'unique' ? 'unq' : 'idx';
    }
  }
}

function columnsOf(hit: NamingCall, name: string, table: string): string[] {
  const made = keysMadeBy(hit.step.statement);
  // A name that the statement does not give is the engine's own.
  const key = made.find((one) => one.name === name) ?? made.find((one) => one.name === undefined);
  // A rename says nothing of columns: the index, or the key, is in the catalog already, by its old name.
  const old = namesUsedBy(hit.step.statement).find(({ newName }) => newName === name)?.name;
  const parts =
    key?.parts ?? hit.step.before.table(table)?.indexes.find((index) => index.name === old)?.parts ?? [];
  return parts.flatMap((part) => ('column' in part ? [part.column] : []));
}

/** Proposes names; no name is proposed twice, and none that exists. */
export class NameAdvisor {
  readonly #context: RuleContext;
  #abbreviations: ReadonlyMap<string, string> | undefined;
  readonly #proposals = new Map<string, string>();
  readonly #shared = new Map<MigrationView, ReadonlySet<string>>();
  #taken: Set<string> | undefined;
  #named: Map<string, NamePlace[]> | undefined;

  constructor(context: RuleContext) {
    this.#context = context;
  }

  #abbreviation(module: string): string {
    this.#abbreviations ??= new Map([
      ...moduleAbbreviations(this.#context.project.modules.map((one) => one.slug)),
      ...abbreviationsInUse(this.#context.views),
    ]);
    return this.#abbreviations.get(module) ?? abbreviate(module);
  }

  /** The module whose prefix the table bears, else the one that the migration belongs to. */
  #module(view: MigrationView, table: string): string | null {
    const words = wordsOf(table).join('_');
    const slugs = this.#context.project.modules.map((module) => module.slug);
    const named = slugs
      .filter((slug) => words.startsWith(`mod_${wordsOf(slug).join('_')}_`))
      .sort((a, b) => b.length - a.length)[0];
    const { owner } = view.migration;
    return named ?? (owner.kind === 'module' ? owner.slug : null);
  }

  #propose(view: MigrationView, hit: NamingCall, object: ObjectKind, name: string, table: string): string {
    // The same call keeps its proposal on each target, also where connection prefixes make the names differ.
    const bare = withoutPrefix(table, hit.target);
    const columns = columnsOf(hit, name, table);
    const key = `${placeKey(hit.origin)} ${object} ${bare} ${columns.join()}`;
    const known = this.#proposals.get(key);
    if (known !== undefined) return known;
    this.#taken ??= takenNames(this.#context.relevant);
    const taken = this.#taken;
    const module = this.#module(view, bare);
    const proposal = proposeName(
      { table: bare, module, columns, suffix: suffixOf(object, hit, name) },
      module === null ? null : this.#abbreviation(module),
      (candidate) => {
        noteName(candidate);
        return taken.has(candidate);
      },
    );
    taken.add(proposal);
    this.#proposals.set(key, proposal);
    return proposal;
  }

  /** The places that speak of it by the old name, or make it anew: they must change with it. */
  #places(name: string, table: string, target: Target): readonly NamePlace[] {
    noteName(name);
    this.#named ??= namePlaces(this.#context.relevant);
    const bare = withoutPrefix(table, target);
    return (this.#named.get(name.toLowerCase()) ?? []).filter(
      // Where only the index is named (SQLite, PostgreSQL), its name is that of one table alone.
      ({ tables }) => tables.size === 0 || tables.has(bare),
    );
  }

  #isShared({ origin, slot, migration }: NamePlace): boolean {
    const view = this.#context.relevant.find((one) => one.migration.file === migration);
    return view !== undefined && isShared(this.#sharedIn(view), origin.file, slot);
  }

  #sharedIn(view: MigrationView): ReadonlySet<string> {
    const shared = this.#shared.get(view) ?? sharedSlots(view);
    this.#shared.set(view, shared);
    return shared;
  }

  /** Every place that names the key, with the new name; undefined: one of them cannot be changed. */
  #edits(places: readonly NamePlace[], oldName: string, newName: string): TextEdit[] | undefined {
    const edits: TextEdit[] = [];
    for (const place of places) {
      const { slot } = place;
      if (slot === undefined || this.#isShared(place)) return undefined;
      edits.push({
        file: place.origin.file,
        span: slot.span,
        text: `${slot.before}${newName}${slot.after}`,
      });
    }
    // Somebody asks whether it is there, or has the name in a variable.
    const elsewhere = this.#context.editor?.stringsInMigrations(oldName) ?? [];
    // Another key of that name has its own places.
    const known = (this.#named?.get(oldName.toLowerCase()) ?? []).flatMap(({ origin, slot }) =>
      slot === undefined ? [] : [{ file: origin.file, span: slot.span }],
    );
    const covered = (at: Location): boolean =>
      known.some(
        ({ file, span }) =>
          file === at.file && span.startOffset <= at.span.startOffset && at.span.endOffset <= span.endOffset,
      );
    return elsewhere.every(covered) ? edits : undefined;
  }

  /** Advice for the key that the hit is about. */
  advise(
    view: MigrationView,
    hit: NamingCall,
    key: {
      readonly object: ObjectKind;
      readonly name: string;
      readonly table: string;
      /** Another key bears the name as well: what else makes one of that name does not make this one. */
      readonly taken?: boolean;
      /** An engine refuses the name: where it stands in a migration that has run, it has not run there. */
      readonly refused?: boolean;
    },
  ): NameAdvice {
    const proposal = this.#propose(view, hit, key.object, key.name, key.table);
    const slot = hit.origin.nameSlot;
    if (slot === undefined) {
      return { proposal, help: `Give it a short name of your own, such as '${proposal}'.`, related: [] };
    }
    const call = `${slot.exampleBefore}${proposal}${slot.exampleAfter}`;
    if (isShared(this.#sharedIn(view), hit.origin.file, slot)) {
      return {
        proposal,
        help: `Name it: ${call}. This call makes several keys, so build a different short name for each.`,
        related: [],
      };
    }
    const here = placeKey(hit.origin);
    const places = this.#places(key.name, key.table, hit.target);
    const own = places.find(({ origin }) => placeKey(origin) === here);
    const others = places.filter((place) => place !== own && !(key.taken === true && place.makes));
    const edits =
      own === undefined || !own.makes ? undefined : this.#edits([own, ...others], key.name, proposal);
    return {
      proposal,
      help: `Name it: ${call}${others.length === 0 ? '' : ', and use that name where it is dropped or renamed'}`,
      ...(edits === undefined
        ? {}
        : {
            fix: orAsMigration(
              { title: `Name it '${proposal}'`, safety: 'safe', edits },
              key.taken === true || key.refused === true
                ? undefined
                : renamedIndex(
                    this.#context.relevant,
                    view.migration.set,
                    withoutPrefix(key.table, hit.target),
                    key.name,
                    proposal,
                  ),
            ),
          }),
      related: others
        .filter(({ makes }) => !makes)
        .map(({ origin }) => ({
          file: origin.file,
          span: origin.span,
          message: `${origin.call} speaks of it by its old name`,
        })),
    };
  }
}
