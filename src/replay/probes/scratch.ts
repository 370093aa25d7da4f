/** Probes of sessions: they work on a table of their own, which they remove. */
import type { RealDatabase } from '../../schema/index.ts';
import type { Bench } from './bench.ts';
import { NotMade } from './probe.ts';

export const SCRATCH = 'dialint_probe';

/** Seconds after which waiting counts as waiting. */
const PATIENCE = 1;

/** Codes of a wait that has come to its end: ER_LOCK_WAIT_TIMEOUT, lock_not_available (lock_timeout). */
const WAITED = new Set(['1205', '55P03']);

/** One session holds a row, another selects it with this clause. Throws NotMade and EngineFault. */
export async function secondLock(bench: Bench, clause: string): Promise<string> {
  if (bench.engine === 'sqlite') {
    const refusal = await bench.execute(`select 1 from sqlite_master ${clause}`);
    return refusal === null ? 'is taken' : `refused ${refusal.code}`;
  }
  return await withTwo(bench, async (other) => {
    await bench.demand(`select id from ${SCRATCH} where id = 1 for update`);
    const sql = `select id from ${SCRATCH} where id = 1 ${clause}`;
    const refusal = await other.execute(sql, []);
    if (refusal !== null)
      return clause === 'for update' && WAITED.has(refusal.code) ? 'waits' : `refused ${refusal.code}`;
    return (await other.query(sql)).length === 0 ? 'passes it over' : 'reads it';
  });
}

/** One session has written a row and not committed, another upserts it. Throws NotMade and EngineFault. */
export async function upsertByTwo(bench: Bench): Promise<string> {
  return await withTwo(bench, async (other) => {
    await bench.demand(`insert into ${SCRATCH} (id, n) values (2, 1)`);
    const clause =
      bench.engine === 'postgres' ? 'on conflict (id) do update set n = 2' : 'on duplicate key update n = 2';
    const refusal = await other.execute(`insert into ${SCRATCH} (id, n) values (2, 2) ${clause}`, []);
    if (refusal === null) return 'does not wait';
    return WAITED.has(refusal.code) ? 'waits' : `refused ${refusal.code}`;
  });
}

async function withTwo(bench: Bench, ask: (other: RealDatabase) => Promise<string>): Promise<string> {
  const { other } = bench;
  if (other === undefined) throw new NotMade('there can be no second session');
  await bench.demand(`create table ${SCRATCH} (id integer primary key, n integer)`);
  try {
    await bench.demand(`insert into ${SCRATCH} (id, n) values (1, 1)`);
    await other.execute(
      bench.engine === 'postgres'
        ? `set lock_timeout = '${PATIENCE}s'`
        : `set session innodb_lock_wait_timeout = ${PATIENCE}`,
      [],
    );
    await bench.demand('begin');
    await other.execute('begin', []);
    return await ask(other);
  } finally {
    await other.execute('rollback', []);
    await bench.execute('rollback');
    await bench.execute(`drop table ${SCRATCH}`);
  }
}
