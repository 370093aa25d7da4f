/** A project that keeps a file for each dialect: what each of them has made of the schema, step by step. */
import {
  type Catalog,
  type Difference,
  type EngineName,
  type Location,
  type MigrationRun,
  type Origin,
  type Statement,
  type Step,
  type Table,
  type Target,
  variantOf,
} from '../schema/index.ts';
import type { MigrationView } from './rule.ts';

/** What engines hold, and how they differ; see `compareEngines`. */
export type CompareSchemas = (
  held: readonly { readonly target: Target; readonly tables: ReadonlyMap<string, Table> }[],
) => readonly Difference[];

/** One version: the files of all dialects that bear its number. */
interface PairStep {
  readonly views: readonly MigrationView[];
  /** By target, in the order of the targets: what is there after it. */
  readonly after: readonly Catalog[];
}

interface Pairs {
  /** One for each engine that has files of its own. */
  readonly targets: readonly Target[];
  readonly steps: readonly PairStep[];
}

/** One for each set of migrations that is kept in several dialects, of which at least two are judged. */
function dialectPairs(views: readonly MigrationView[], targets: readonly Target[]): Pairs[] {
  const sets = new Map<string, MigrationView[]>();
  for (const view of views) {
    const { set } = view.migration;
    if (variantOf(view.migration) !== undefined) sets.set(set, [...(sets.get(set) ?? []), view]);
  }
  return [...sets.values()].flatMap((own) => pairsOf(own, targets) ?? []);
}

function pairsOf(views: readonly MigrationView[], all: readonly Target[]): Pairs | undefined {
  // an engine that is sent another's files has nothing of its own to compare
  const engines = new Set<EngineName>();
  for (const { migration } of views) {
    const variant = variantOf(migration);
    const [engine] = variant?.engines ?? [];
    if (variant?.dialect !== undefined && engine !== undefined) engines.add(engine);
  }
  const targets = all.filter(
    ({ engine }, at) => engines.has(engine) && all.findIndex((one) => one.engine === engine) === at,
  );
  if (targets.length < 2) return undefined;
  const steps: PairStep[] = [];
  const versions = new Map<string, MigrationView[]>();
  for (const view of views) {
    const version = variantOf(view.migration)?.version ?? '';
    versions.set(version, [...(versions.get(version) ?? []), view]);
  }
  let held: readonly (Catalog | undefined)[] = targets.map(() => undefined);
  for (const group of versions.values()) {
    held = targets.map((target, at) => {
      const runs = group.flatMap((view) => upOn(view, target) ?? []);
      return runs.at(-1)?.after ?? held[at];
    });
    if (held.every((catalog) => catalog !== undefined)) steps.push({ views: group, after: held });
  }
  return { targets, steps };
}

function upOn(view: MigrationView, target: Target): MigrationRun | undefined {
  return view.runs.find((run) => run.direction === 'up' && run.target.id === target.id);
}

export interface PairDifference {
  readonly difference: Difference;
  /** Those that were compared. */
  readonly targets: readonly Target[];
  /** Where the author speaks of it, in the files of the version in which it came to be; those that do not are left out. */
  readonly places: readonly { readonly target: Target; readonly at: Location; readonly reported: boolean }[];
}

/** What the dialects differ in at the end, and that no known difference between their engines explains. */
export function pairDifferences(
  views: readonly MigrationView[],
  targets: readonly Target[],
  compare: CompareSchemas,
): PairDifference[] {
  return dialectPairs(views, targets).flatMap((pairs) => differencesIn(pairs, compare));
}

function differencesIn({ targets, steps }: Pairs, compare: CompareSchemas): PairDifference[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const known = new Map<string, ReadonlyMap<string, Difference>>();
  /** Of one table after one step; a table that nothing changed differs as before. */
  const of = (name: string, { after }: PairStep): ReadonlyMap<string, Difference> => {
    const tables = after.map((catalog) => catalog.table({ name }));
    const key = JSON.stringify(tables.map((table) => (table === undefined ? null : identify(table))));
    const found = known.get(`${name}\0${key}`) ?? differencesOf(name, after, tables, targets, compare);
    known.set(`${name}\0${key}`, found);
    return found;
  };
  const names = new Set(
    last.after.flatMap((catalog) =>
      catalog
        .tables('irregular')
        .filter(({ temporary, external }) => !temporary && external !== true)
        .map(({ name }) => name),
    ),
  );
  return [...names].sort().flatMap((name) =>
    [...of(name, last)].map(([key, difference]): PairDifference => {
      let first = steps.length - 1;
      while (first > 0 && of(name, steps[first - 1]!).has(key)) first -= 1;
      const placesAt = (step: PairStep) =>
        targets.flatMap((target) => placeIn(step, target, difference) ?? []);
      let places = placesAt(steps[first]!);
      // a version that one dialect has later than the others is there, gone with the next, and there again
      while (places.length === 0 && first > 0) {
        first -= 1;
        places = placesAt(steps[first]!);
      }
      return { difference, targets, places };
    }),
  );
}

/** Tables are immutable: one that is the same object is the same. */
const identities = new WeakMap<Table, number>();
let next = 0;

function identify(table: Table): number {
  const known = identities.get(table);
  if (known !== undefined) return known;
  next += 1;
  identities.set(table, next);
  return next;
}

function differencesOf(
  name: string,
  after: readonly Catalog[],
  tables: readonly (Table | undefined)[],
  targets: readonly Target[],
  compare: CompareSchemas,
): ReadonlyMap<string, Difference> {
  // what is not certain of one of them is not compared
  const certain = tables.every((table, at) =>
    table === undefined ? after[at]?.open == null : table.open === undefined && table.maybe === undefined,
  );
  if (!certain) return new Map();
  const held = targets.map((target, at) => {
    const table = tables[at];
    return { target, tables: new Map(table === undefined ? [] : [[name, table]]) };
  });
  return new Map(
    compare(held)
      .filter((difference) => difference.class === 'unexplained')
      .map((difference) => [`${difference.kind}\0${difference.object ?? ''}`, difference]),
  );
}

/** The author's place in a dialect's file of this step; undefined: the dialect has none, or it says nothing of the table. */
function placeIn(
  step: PairStep,
  target: Target,
  { table, object }: Difference,
): PairDifference['places'][number] | undefined {
  for (const view of step.views) {
    const places = (upOn(view, target)?.steps ?? []).flatMap((one) => placesOf(one, table, object) ?? []);
    const found = (places.findLast(({ part }) => part !== undefined) ?? places.at(-1))?.origin;
    if (found === undefined) continue;
    return { target, at: { file: found.file, span: found.span }, reported: view.migration.reported };
  }
  return undefined;
}

/** `part`: the statement speaks of the object itself. */
function placesOf(
  { statement, verdict, before }: Step,
  table: string,
  object: string | null,
): { readonly origin: Origin; readonly part: Origin | undefined } | undefined {
  if (verdict.after === before || verdict.after.table({ name: table }) === before.table({ name: table }))
    return undefined;
  const part = partOf(statement, object);
  return { origin: part ?? statement.origin, part };
}

function partOf(statement: Statement, object: string | null): Origin | undefined {
  if (object === null) return undefined;
  if (statement.kind === 'createTable')
    return [...statement.columns, ...statement.indexes].find(({ name }) => name === object)?.origin;
  if (statement.kind === 'createIndex')
    return statement.index.name === object ? statement.index.origin : undefined;
  if (statement.kind !== 'alterTable') return undefined;
  for (const action of statement.actions) {
    if (action.kind === 'addColumn' && action.column.name === object) return action.column.origin;
    if (action.kind === 'modifyColumn' && action.column.name === object) return action.column.origin;
    if (action.kind === 'addIndex' && action.index.name === object) return action.index.origin;
  }
  return undefined;
}
