/** TypeORM's migrations on the real engines: what is predicted, and what TypeORM itself sends. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import '../frontends/typeorm/project.ts';
import { engineUrl } from '../support/engine-url.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');
const LIGHTHOUSE = path.join(ROOT, 'fixtures/lighthouse');

const servers = [engineUrl('MYSQL'), engineUrl('MARIADB'), engineUrl('POSTGRES')];
const missing = noSqlite !== undefined || servers.includes(undefined);

describe.skipIf(missing)('the fixture lighthouse on the real engines', () => {
  it('is accepted by all of them, as predicted', { timeout: 120_000 }, async () => {
    const engines = ['sqlite', ...servers.map((url) => url ?? '')];
    const result = await replayProject(LIGHTHOUSE, { engines });
    expect(result.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    const outcomes = result.migrations.flatMap(({ up, down }) =>
      [up, down].flatMap((one) => Object.values(one).map(({ outcome }) => outcome)),
    );
    expect(new Set(outcomes)).toEqual(new Set(['accepts']));
    expect(result.predictions.disagree).toEqual([]);
  });
});

describe.skipIf(missing || !existsSync(path.join(ROOT, 'dist/src/cli/main.js')))(
  'what is said to be sent',
  () => {
    it('is what the real TypeORM sends, statement by statement', { timeout: 120_000 }, () => {
      const args = [
        path.join(ROOT, 'test/corpus/typeorm.mjs'),
        '--engine',
        'sqlite,mysql,mariadb,postgres',
        LIGHTHOUSE,
      ];
      const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(stdout.split('\n').filter(Boolean)).toEqual(
        ['sqlite', 'mysql', 'mariadb', 'postgres'].map((engine) =>
          expect.stringMatching(
            new RegExp(`^lighthouse ${engine}: 6 runs of 3 migrations, (\\d+) of \\1 statements equal$`),
          ),
        ),
      );
      expect(status).toBe(0);
    });
  },
);
