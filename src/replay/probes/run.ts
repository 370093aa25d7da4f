/**
 * Puts a schema's probes to one engine. All but those that need a transaction of their own run in one that is rolled back,
 * each in a savepoint, so that nothing of them stays.
 */

import type { Snapshot } from '../../comparison/snapshot.ts';
import { EngineFault, type RealDatabase, type Table, type Target } from '../../schema/index.ts';
import { insertionOf, type ParentValues, parentsFirst, quoted, rowOf } from '../rows.ts';
import { Bench, type Ground } from './bench.ts';
import { keyOf, type PlannedProbe } from './plan.ts';
import { NotMade } from './probe.ts';

/** Answers by `keyOf`; a probe that could not be made has its reason instead. */
export interface Probed {
  readonly answers: Map<string, string>;
  readonly notMade: Map<string, string>;
}

/**
 * Rows of parents, and the two rows of a probe: numbers that `--rows` does not use. With three parents the first row of a
 * probe points to one that no other parent's row points to.
 */
const PARENTS = [5, 6, 9];
const [FIRST, SECOND] = [7, 8];
/** Above so many rows nothing but a growing key tells new ones apart. */
const MAX_OLD_ROWS = 50;

export async function probe(
  database: RealDatabase,
  target: Target,
  snapshot: Snapshot,
  plan: readonly PlannedProbe[],
): Promise<Probed> {
  const probed: Probed = { answers: new Map(), notMade: new Map() };
  const isAlone = ({ probe: { alone } }: PlannedProbe): boolean => alone === true;
  try {
    await inTransaction(database, target, async (run) => {
      await fillParents(run, snapshot);
      await askEach(
        run,
        snapshot,
        plan.filter((one) => !isAlone(one)),
        probed,
      );
    });
    await askAlone(database, target, snapshot, plan.filter(isAlone), probed);
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    for (const one of plan)
      if (!probed.answers.has(keyOf(one)) && !probed.notMade.has(keyOf(one)))
        probed.notMade.set(keyOf(one), error.message);
  }
  return probed;
}

/** A database within a transaction. */
interface Run {
  readonly database: RealDatabase;
  readonly target: Target;
  /** Throws EngineFault where it is refused. */
  readonly must: (sql: string) => Promise<void>;
}

async function inTransaction(
  database: RealDatabase,
  target: Target,
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const must = async (sql: string): Promise<void> => {
    const refusal = await database.execute(sql, []);
    if (refusal !== null) throw new EngineFault(`${sql}: ${refusal.message} (${refusal.code})`);
  };
  await must('begin');
  try {
    await work({ database, target, must });
  } finally {
    await database.execute('rollback', []).catch(() => null);
  }
}

/** Rows for each table that others point to. What cannot be filled tells itself when a child is probed. */
async function fillParents({ database, target, must }: Run, snapshot: Snapshot): Promise<void> {
  const tables = [...snapshot.tables.values()].filter((table) => table.view !== true);
  const pointedTo = new Set(
    tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ parent }) => parent.name)),
  );
  for (const table of parentsFirst(tables.filter(({ name }) => pointedTo.has(name)))) {
    if (isWithoutTransactions(table)) continue;
    for (const n of PARENTS) {
      const row = await rowOf(target.engine, table, n, parentsOf(database, target));
      if (row === null) break;
      await must('savepoint parent');
      const refusal = await database.execute(insertionOf(target.engine, table.name, row), []);
      await must(refusal === null ? 'release savepoint parent' : 'rollback to savepoint parent');
    }
  }
}

function parentsOf(database: RealDatabase, { engine }: Target): ParentValues {
  const known = new Map<string, readonly unknown[]>();
  return async (table, column) => {
    const name = quoted(engine, column);
    const sql = `select ${name} as v from ${quoted(engine, table)} order by ${name} limit 10`;
    const values = known.get(sql) ?? (await database.query(sql)).map(({ v }) => v);
    known.set(sql, values);
    return values;
  };
}

async function askEach(
  run: Run,
  snapshot: Snapshot,
  plan: readonly PlannedProbe[],
  { answers, notMade }: Probed,
): Promise<void> {
  const benches = new Map<string, Bench | string>();
  // What is put in beside them is taken back, so they stay as they are.
  const parents = parentsOf(run.database, run.target);
  for (const one of plan) {
    const table = snapshot.tables.get(one.table.name);
    if (table === undefined) {
      notMade.set(keyOf(one), 'the engine does not have the table');
      continue;
    }
    const lacking = lackingIn(table, one);
    if (lacking !== undefined) {
      notMade.set(keyOf(one), lacking);
      continue;
    }
    let bench = benches.get(table.name);
    if (bench === undefined) {
      bench = await benchFor(run, table, parents);
      benches.set(table.name, bench);
      // Going back to a savepoint leaves it there.
      await run.must('savepoint probe');
    }
    if (typeof bench === 'string') {
      notMade.set(keyOf(one), bench);
      continue;
    }
    try {
      answers.set(keyOf(one), await one.probe.ask(bench, one.place));
    } catch (error) {
      if (!(error instanceof NotMade)) throw error;
      notMade.set(keyOf(one), error.message);
    }
    await run.must('rollback to savepoint probe');
  }
}

/** What the engine does not have: it has refused a migration, or the migrations ask for the engine. */
function lackingIn(table: Table, { place: { columns } }: PlannedProbe): string | undefined {
  const column = columns.find((name) => !table.columns.some((one) => one.name === name));
  return column === undefined ? undefined : `the engine does not have the column ${column}`;
}

/** A table ready to be probed, or a sentence why it cannot be. */
async function benchFor(
  { database, target, must }: Run,
  table: Table,
  parents: ParentValues,
): Promise<Bench | string> {
  if (isWithoutTransactions(table)) return `${table.engine} has no transactions, so rows would stay`;
  const row = await rowOf(target.engine, table, FIRST, parents);
  if (row === null)
    return 'a row would have to point to one that is not there, or needs a value that is not known';
  const second = await rowOf(target.engine, table, SECOND, parents);
  await must('savepoint ground');
  const refusal = await database.execute(insertionOf(target.engine, table.name, row), []);
  const beside =
    refusal === null && second !== null
      ? await database.execute(insertionOf(target.engine, table.name, second), [])
      : refusal;
  await must('rollback to savepoint ground');
  if (refusal !== null) return `no row fits: ${refusal.message} (${refusal.code})`;
  const ground: Ground = {
    row,
    second: beside === null ? (second ?? undefined) : undefined,
    isNew: await newRowsCondition(database, target, table),
  };
  return new Bench(database, target, table, ground);
}

async function newRowsCondition(
  database: RealDatabase,
  { engine }: Target,
  table: Table,
): Promise<string | undefined> {
  const name = quoted(engine, table.name);
  const [first] = await database.query(`select count(*) as n from ${name}`);
  const there = Number(first?.n);
  if (there === 0) return '';
  const keys = (table.primaryKey?.parts ?? []).flatMap((part) => ('column' in part ? [part.column] : []));
  if (keys.length === 0 || there > MAX_OLD_ROWS) return await above(database, engine, table, name);
  const columns = keys.map((key) => quoted(engine, key));
  const rows = await database.query(
    `select ${columns.map((column, i) => `${column} as k${i}`).join(', ')} from ${name}`,
  );
  const old = rows.map((row) => {
    const parts = columns.map((column, i) => {
      const value = row[`k${i}`];
      return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
        ? `${column} = '${String(value).replaceAll("'", "''")}'`
        : undefined;
    });
    return parts.includes(undefined) ? undefined : parts.join(' and ');
  });
  return old.includes(undefined) ? undefined : `not (${old.map((one) => `(${one})`).join(' or ')})`;
}

/** A key that grows by itself tells old rows from new ones, however many there are. */
async function above(
  database: RealDatabase,
  engine: Target['engine'],
  table: Table,
  name: string,
): Promise<string | undefined> {
  const counted = table.columns.find(({ autoIncrement }) => autoIncrement);
  if (counted === undefined) return undefined;
  const column = quoted(engine, counted.name);
  const [highest] = await database.query(`select max(${column}) as n from ${name}`);
  return `${column} > ${String(highest?.n ?? 0)}`;
}

function isWithoutTransactions({ engine }: Table): boolean {
  return engine !== undefined && engine !== 'innodb';
}

/** Probes that begin and end transactions themselves, or need a second session; each removes what it makes. */
async function askAlone(
  database: RealDatabase,
  target: Target,
  snapshot: Snapshot,
  plan: readonly PlannedProbe[],
  { answers, notMade }: Probed,
): Promise<void> {
  for (const one of plan) {
    const table = snapshot.tables.get(one.table.name);
    if (table === undefined) {
      notMade.set(keyOf(one), 'the engine does not have the table');
      continue;
    }
    const other = await database.session?.();
    try {
      const bench = new Bench(
        database,
        target,
        table,
        { row: new Map(), second: undefined, isNew: '' },
        other,
      );
      answers.set(keyOf(one), await one.probe.ask(bench, one.place));
    } catch (error) {
      if (!(error instanceof NotMade)) throw error;
      notMade.set(keyOf(one), error.message);
    } finally {
      await other?.leave();
    }
  }
}
