/** The budget against the servers themselves: a prefix of that length is taken, one more is refused. */
import { describe, expect, it } from 'vitest';
import { prefixBudget } from '../../src/prefix-budget.ts';
import { replayProject } from '../../src/replay.ts';
import { APP, project } from '../project/support.ts';
import { engineUrl } from '../support/engine-url.ts';
import { databaseConfig, PROJECTS } from '../support/prefixed.ts';

function made(files: Readonly<Record<string, string>>, prefix: string, prefixIndexes: boolean): string {
  return project({ ...APP, ...files, 'config/database.php': databaseConfig(prefix, prefixIndexes) });
}

const SERVERS = [
  ['mysql@9.7', engineUrl('MYSQL'), '1059'],
  ['mariadb@10.11', engineUrl('MARIADB')?.replace(/^mysql:/, 'mariadb:'), /^1(059|103)$/],
  ['postgres@15', engineUrl('POSTGRES'), /^(42P07|42710)$/],
] as const;

describe.each(SERVERS)('on %s', (engine, url, code) => {
  describe.skipIf(url === undefined).each(PROJECTS)('$title', ({ files }) => {
    it.each([true, false])('prefix_indexes %s', { timeout: 60_000 }, async (prefixIndexes) => {
      const [target] = prefixBudget(made(files, '', prefixIndexes), { engines: [engine] }).targets;
      const longest = (prefixIndexes ? target?.withIndexes : target?.withoutIndexes)?.longest ?? -1;
      expect(longest).toBeGreaterThan(0);
      const outcomes = async (length: number) => {
        const root = made(files, 'p'.repeat(length), prefixIndexes);
        const { migrations, engines } = await replayProject(root, { engines: [url!] });
        expect(engines.map(({ fault }) => fault ?? null)).toEqual([null]);
        return migrations.flatMap(({ up, down }) => [...Object.values(up), ...Object.values(down)]);
      };
      expect((await outcomes(longest)).map(({ outcome }) => outcome)).not.toContain('refuses');
      const refused = (await outcomes(longest + 1)).filter(({ outcome }) => outcome === 'refuses');
      expect(refused.map((one) => one.code)).toEqual([
        expect.stringMatching(code),
        ...refused.slice(1).map(() => expect.anything()),
      ]);
    });
  });
});
