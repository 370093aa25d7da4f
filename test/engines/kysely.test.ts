/** What `dialint sql` says of Kysely's migrations, held against what the real Kysely sends to real engines, and replay. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFrameworks } from '../../src/frameworks.ts';
import { replayProject } from '../../src/replay.ts';
import { sqlOfProject } from '../../src/sql.ts';
import { engineUrl } from '../support/engine-url.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');
const FIXTURE = path.join(ROOT, 'test/frontends/kysely/fixture');

interface Sent {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Comparison {
  really(
    engine: string,
    files: readonly string[],
  ): Promise<{ readonly log: ReadonlyMap<string, readonly Sent[]>; readonly fault: string | null }>;
  isCompared(query: { readonly sql: string }): boolean;
  statementsOf(query: { readonly sql: string }): string[];
}

const comparison = (await import('../corpus/kysely-run.mjs' as string)) as Comparison;

const ENGINES = [
  ['sqlite', noSqlite === undefined ? 'sqlite' : undefined],
  ['mysql', engineUrl('MYSQL')],
  ['postgres', engineUrl('POSTGRES')],
] as const;

describe.each(ENGINES)('on %s', (engine, address) => {
  it.skipIf(address === undefined).each(['common', engine])(
    'the SQL and the values of the migrations in %s are those that Kysely sends, there and back',
    async (folder) => {
      const root = path.join(FIXTURE, folder);
      await loadFrameworks(root);
      const [ours] = sqlOfProject(root, { engines: [engine] }).engines;
      const files = ours!.migrations.map(({ file }) => path.join(root, file));
      const { log, fault } = await comparison.really(engine, files);
      expect(fault).toBeNull();
      expect(ours!.migrations.flatMap(({ unknown }) => unknown)).toEqual([]);
      let count = 0;
      for (const migration of ours!.migrations) {
        for (const direction of ['up', 'down'] as const) {
          const real = log
            .get(`${direction} ${path.basename(migration.file)}`)!
            .filter(comparison.isCompared);
          const said = migration[direction].filter(comparison.isCompared);
          expect(said.flatMap(comparison.statementsOf)).toEqual(real.flatMap(comparison.statementsOf));
          expect(said.flatMap(({ bindings }) => bindings ?? [])).toEqual(
            real.flatMap((one) => one.parameters),
          );
          count += real.length;
        }
      }
      expect(count).toBeGreaterThan(7);
    },
    60_000,
  );

  it.skipIf(address === undefined)(
    'the engine takes and refuses what is foretold',
    async () => {
      for (const folder of ['common', engine]) {
        const result = await replayProject(path.join(FIXTURE, folder), { engines: [address!] });
        expect(
          result.migrations.flatMap(({ up }) => Object.values(up).map(({ outcome }) => outcome)),
        ).toEqual(result.migrations.map(() => 'accepts'));
        expect(result.predictions.disagree).toEqual([]);
      }
    },
    60_000,
  );
});
