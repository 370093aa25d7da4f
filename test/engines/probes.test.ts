/**
 * Boundary values on real engines: what each answers is held against what its manual says, on the schemas that the seed
 * projects make.
 */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBES } from '../../src/replay/probes/index.ts';
import { replayProject } from '../../src/replay.ts';
import type { ProbeResult, ReplayResult } from '../../src/schema/index.ts';
import { engineUrl } from '../support/engine-url.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');

const servers = [engineUrl('MYSQL'), engineUrl('MARIADB'), engineUrl('POSTGRES')];
const missing = noSqlite ?? (servers.includes(undefined) ? 'not all DIALINT_TEST_… are set' : undefined);
const ALL = ['sqlite', ...servers.map((url) => url ?? '')];

const NAMES = ['sqlite', 'mysql', 'mariadb', 'postgres'];

/** By the engine's name. */
function answers(result: ReplayResult, probe: string, table: string, object: string | null) {
  const found = result.probes?.find(
    (one) => one.probe === probe && one.table === table && one.object === object,
  );
  return Object.fromEntries(
    Object.entries(found?.results ?? {}).map(([id, answer]) => [id.split('@')[0], answer]),
  );
}

const unexpected = ({ unexpected: engines, probe, table, object, results }: ProbeResult) =>
  engines.map((id) => `${probe} ${table}.${object} ${id}: ${results[id]}`);

describe.skipIf(missing !== undefined)('probes of the seed projects', () => {
  const asked = new Set<string>();

  it.each(['medipro', 'mediastream', 'wintertrace'])(
    '%s: every answer is one that the engine’s manual explains, and nothing stays',
    async (fixture) => {
      const root = path.join(ROOT, 'fixtures', fixture);
      const result = await replayProject(root, { engines: ALL, probe: true });
      expect(result.probes?.flatMap(unexpected)).toEqual([]);
      // What is not asked says why: SQLite in memory has one session, and what an engine has refused it does not have.
      for (const { notMade } of result.probes ?? [])
        for (const [id, reason] of Object.entries(notMade))
          expect(`${id.split('@')[0]}: ${reason}`).toMatch(
            /^(sqlite: there can be no second session|(mysql|mariadb): the engine does not have the table)$/,
          );
      // Down and up again meet the schema as the ups have left it.
      if (fixture !== 'wintertrace') expect(result.residues).toEqual([]);
      expect(result.predictions.disagree).toEqual([]);
      for (const { probe } of result.probes ?? []) asked.add(probe);
      expect(answers(result, 'string-too-long', 'users', 'name')).toEqual({
        sqlite: 'kept',
        mysql: 'refused 1406',
        mariadb: 'refused 1406',
        postgres: 'refused 22001',
      });
      expect(answers(result, 'unique-other-case', 'users', 'users_email_unique')).toEqual({
        sqlite: 'keeps both',
        mysql: 'refused 1062',
        mariadb: 'refused 1062',
        postgres: 'keeps both',
      });
      const [first] = result.probes ?? [];
      expect(answers(result, 'ddl-in-transaction', first?.table ?? '', null)).toEqual({
        sqlite: 'is gone',
        mysql: 'stays',
        mariadb: 'stays',
        postgres: 'is gone',
      });
      expect(answers(result, 'lock-waits', first?.table ?? '', null)).toEqual({
        sqlite: 'refused SQLITE_ERROR',
        mysql: 'waits',
        mariadb: 'waits',
        postgres: 'waits',
      });
    },
    180_000,
  );

  it('are of many kinds', () => {
    expect(asked.size).toBeGreaterThanOrEqual(60);
  });
});

describe('each probe', () => {
  it('says what it asks, what to do, and where its answers are written', () => {
    expect(new Set(PROBES.map(({ id }) => id)).size).toBe(PROBES.length);
    for (const { id, asks, advice, sources, expected } of PROBES) {
      expect(id, id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(asks, id).not.toMatch(/\.$/);
      expect(advice, id).toMatch(/\.$/);
      expect(Object.keys(expected), id).toEqual(expect.arrayContaining(NAMES));
      for (const [engine, source] of Object.entries(sources))
        expect(source, `${id} ${engine}`).toMatch(/^https:/);
    }
  });
});
