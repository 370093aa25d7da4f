/**
 * Puts a schema's probes to one engine. All but those that need a transaction of their own run in one that is rolled back,
 * each in a savepoint, so that nothing of them stays.
 */

import type { Snapshot } from '../../comparison/snapshot.ts';
import { isLockWait } from '../../engines/server-faults.ts';
import { EngineFault, LockWaited, type RealDatabase, type Table, type Target } from '../../schema/index.ts';
import { insertionOf, type ParentValues, parentsFirst, quoted, rowOf } from '../rows.ts';
import { Bench, type Ground } from './bench.ts';
import { keyOf, type PlannedProbe } from './plan.ts';
import { NotMade } from './probe.ts';

/** Answers by `keyOf`; a probe that could not be made has its reason instead. */
export interface Probed {
  readonly answers: Map<string, string>;
  readonly notMade: Map<string, string>;
  /** Of those that were not made: what the engine was asked, or would have been, and did not answer. */
  readonly unanswered: Set<string>;
  /** Why the engine could not be asked further; undefined: it was asked everything. */
  readonly fault?: string;
}

/** How many of a plan's questions are through, and the table that is asked about next. */
export type Told = (done: number, of: number, table: string) => void;

/** Seconds after which a lock that another session holds ends a probe. */
const LOCK_PATIENCE = 5;
/** So many waits on one table, and it is asked nothing more. */
const MAX_WAITS = 2;

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
  told: Told = () => {},
): Promise<Probed> {
  const probed: Probed = { answers: new Map(), notMade: new Map(), unanswered: new Set() };
  const isAlone = ({ probe: { alone } }: PlannedProbe): boolean => alone === true;
  let setBack: (() => Promise<void>) | undefined;
  try {
    // The application's own connection knows nothing of what migrations have set on theirs.
    setBack = await database.settle?.();
    await withLockTimeout(database, target, async () => {
      await inTransaction(database, target, async (run) => {
        await fillParents(run, snapshot);
        await askEach(
          run,
          snapshot,
          plan.filter((one) => !isAlone(one)),
          probed,
          told,
        );
      });
      await askAlone(database, target, snapshot, plan.filter(isAlone), probed);
    });
    await setBack?.();
    told(plan.length, plan.length, '');
    return probed;
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    for (const one of plan) if (!isThrough(one, probed)) leaveUnanswered(one, error.message, probed);
    await setBack?.().catch(() => {});
    return { ...probed, fault: error.message };
  }
}

function isThrough(one: PlannedProbe, { answers, notMade }: Probed): boolean {
  return answers.has(keyOf(one)) || notMade.has(keyOf(one));
}

export function leaveUnanswered(one: PlannedProbe, reason: string, { notMade, unanswered }: Probed): void {
  notMade.set(keyOf(one), reason);
  unanswered.add(keyOf(one));
}

/** What ends one probe, and neither the others nor the run. Throws everything else. */
function notAnswered(one: PlannedProbe, error: unknown, probed: Probed): void {
  if (error instanceof LockWaited) leaveUnanswered(one, waitedFor(error), probed);
  else if (error instanceof NotMade) probed.notMade.set(keyOf(one), error.message);
  else throw error;
}

function waitedFor({ message }: LockWaited): string {
  return `another session holds a lock for more than ${LOCK_PATIENCE} s: ${message}`;
}

/** SQLite in memory has one session, and a file's other readers are waited for by its driver. */
async function withLockTimeout(
  database: RealDatabase,
  { engine }: Target,
  work: () => Promise<void>,
): Promise<void> {
  if (engine === 'sqlite') return await work();
  const postgres = engine === 'postgres';
  const set = postgres
    ? [`set lock_timeout = '${LOCK_PATIENCE}s'`]
    : [
        `set session innodb_lock_wait_timeout = ${LOCK_PATIENCE}`,
        `set session lock_wait_timeout = ${LOCK_PATIENCE}`,
      ];
  const reset = postgres
    ? ['reset lock_timeout']
    : ['set session innodb_lock_wait_timeout = default', 'set session lock_wait_timeout = default'];
  for (const sql of set) await database.execute(sql, []);
  try {
    await work();
  } finally {
    for (const sql of reset) await database.execute(sql, []).catch(() => null);
  }
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
      await must('savepoint parent');
      const refused = await insertParent(database, target, table, n);
      await must(refused ? 'rollback to savepoint parent' : 'release savepoint parent');
      if (refused) break;
    }
  }
}

/** true: there is no such row, or it is refused. */
async function insertParent(
  database: RealDatabase,
  target: Target,
  table: Table,
  n: number,
): Promise<boolean> {
  try {
    const row = await rowOf(target.engine, table, n, parentsOf(database, target));
    return row === null || (await database.execute(insertionOf(target.engine, table.name, row), [])) !== null;
  } catch (error) {
    if (!(error instanceof LockWaited)) throw error;
    return true;
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
  probed: Probed,
  told: Told,
): Promise<void> {
  const { answers, notMade } = probed;
  const benches = new Map<string, Bench | Error>();
  const waits = new Map<string, number>();
  // What is put in beside them is taken back, so they stay as they are.
  const parents = parentsOf(run.database, run.target);
  for (const [at, one] of plan.entries()) {
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
      told(at, plan.length, table.name);
      bench = await benchFor(run, table, parents).catch(async (error: unknown) => {
        if (!(error instanceof LockWaited)) throw error;
        await run.must('rollback to savepoint ground');
        return error;
      });
      benches.set(table.name, bench);
      // Going back to a savepoint leaves it there.
      await run.must('savepoint probe');
    }
    if (bench instanceof Error) {
      notAnswered(one, bench, probed);
      continue;
    }
    let ended = true;
    try {
      answers.set(keyOf(one), await one.probe.ask(bench, one.place));
    } catch (error) {
      ended = false;
      notAnswered(one, error, probed);
      if (error instanceof LockWaited) {
        const waited = (waits.get(table.name) ?? 0) + 1;
        waits.set(table.name, waited);
        if (waited >= MAX_WAITS) benches.set(table.name, error);
      }
    }
    // Most of what is refused leaves nothing to take back, and each word with a server counts.
    if (bench.touched || !ended) await run.must('rollback to savepoint probe');
    bench.settle();
  }
}

/** What the engine does not have: it has refused a migration, or the migrations ask for the engine. */
function lackingIn(table: Table, { place: { columns } }: PlannedProbe): string | undefined {
  const column = columns.find((name) => !table.columns.some((one) => one.name === name));
  return column === undefined ? undefined : `the engine does not have the column ${column}`;
}

/** A table ready to be probed, or NotMade or LockWaited as the reason why it cannot be. */
async function benchFor(
  { database, target, must }: Run,
  table: Table,
  parents: ParentValues,
): Promise<Bench | Error> {
  if (isWithoutTransactions(table))
    return new NotMade(`${table.engine} has no transactions, so rows would stay`);
  await must('savepoint ground');
  const row = await rowOf(target.engine, table, FIRST, parents);
  if (row === null)
    return new NotMade(
      'a row would have to point to one that is not there, or needs a value that is not known',
    );
  const second = await rowOf(target.engine, table, SECOND, parents);
  const refusal = await database.execute(insertionOf(target.engine, table.name, row), []);
  const beside =
    refusal === null && second !== null
      ? await database.execute(insertionOf(target.engine, table.name, second), [])
      : refusal;
  await must('rollback to savepoint ground');
  if (refusal !== null && isLockWait(refusal.code)) return new LockWaited(refusal.message);
  if (refusal !== null) return new NotMade(`no row fits: ${refusal.message} (${refusal.code})`);
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
  probed: Probed,
): Promise<void> {
  for (const one of plan) {
    const table = snapshot.tables.get(one.table.name);
    if (table === undefined) {
      probed.notMade.set(keyOf(one), 'the engine does not have the table');
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
      probed.answers.set(keyOf(one), await one.probe.ask(bench, one.place));
    } catch (error) {
      notAnswered(one, error, probed);
    } finally {
      await other?.leave();
    }
  }
}
