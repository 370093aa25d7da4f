/** Sequelize migrations on the real engines: what the real library sends, and a replay of what dialint says of it. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import { engineUrl } from '../support/engine-url.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');

const servers = [engineUrl('MYSQL'), engineUrl('MARIADB'), engineUrl('POSTGRES')];
const missing = noSqlite !== undefined || servers.includes(undefined);
const HARBOURLOG = path.join(ROOT, 'fixtures/harbourlog');

describe.skipIf(missing)('the fixture harbourlog', () => {
  it('is sent by the real Sequelize as dialint says, statement by statement', { timeout: 120_000 }, () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [path.join(ROOT, 'test/corpus/sequelize.mjs'), '--engine', 'sqlite,mysql,mariadb,postgres'],
      { encoding: 'utf8' },
    );
    const figures = stdout
      .split('\n')
      .filter((line) => line.startsWith('harbourlog'))
      .map((line) =>
        /^harbourlog (\w+): (\d+) runs of 5 migrations, (\d+) of (\d+) statements equal(?=$|; )/.exec(line),
      );
    expect([status, figures.map((found) => found?.[1])], stdout + stderr).toEqual([
      0,
      ['sqlite', 'mysql', 'mariadb', 'postgres'],
    ]);
    for (const [, , runs, equal, all] of figures as RegExpExecArray[]) {
      // where the last migration is refused, nothing of it is compared
      expect(Number(runs)).toBeGreaterThanOrEqual(8);
      expect(Number(all)).toBeGreaterThan(50);
      expect(equal).toBe(all);
    }
  });

  it('is replayed as predicted, and refused by MySQL and MariaDB with 1059', {
    timeout: 120_000,
  }, async () => {
    const result = await replayProject(HARBOURLOG, {
      engines: ['sqlite', ...servers.map((url) => url ?? '')],
    });
    expect(result.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    const outcomes = result.migrations.map(({ up }) =>
      Object.values(up).map(({ outcome, code, message }) => code ?? message ?? outcome),
    );
    expect(outcomes).toEqual([
      ...Array(4).fill(Array(4).fill('accepts')),
      ['accepts', '1059', '1059', 'accepts'],
    ]);
    expect(result.predictions.disagree).toEqual([]);
    expect(result.predictions.agree).toBeGreaterThan(500);
  });
});
