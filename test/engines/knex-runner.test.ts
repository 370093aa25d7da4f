/**
 * `replay --runner knex`: a project's own Knex runs its migrations, on the real engines and on nothing else. The built
 * command is run where what it prints and ends with matters.
 */
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import type { ReplayResult } from '../../src/schema/index.ts';
import { knexProject } from '../frontends/knex/project.ts';
import {
  canaryDatabase,
  dialint,
  isMissing,
  ROOT,
  mysqlServer as server,
  servers,
  withPackages,
} from './support/library-runner.ts';

const withKnex = (root: string) => withPackages(root, 'knex');

/** Knex runs no migration without a down(). */
function up(body: string): Readonly<Record<string, string>> {
  return {
    'migrations/1_one.js': `exports.up = async (knex) => {\n${body}\n};\nexports.down = async () => {};\n`,
  };
}

async function replayed(
  files: Readonly<Record<string, string>>,
  engines: readonly string[],
): Promise<ReplayResult> {
  return await replayProject(withKnex(knexProject(files)), { engines, runner: 'knex' });
}

describe.skipIf(isMissing)('a name of 98 characters', () => {
  let project = '';
  beforeAll(() => {
    project = withKnex(knexProject({}));
    cpSync(path.join(ROOT, 'fixtures/tidewatch'), project, { recursive: true });
  });
  const long = 'migrations/20240108090000_corrections.ts';

  it('is refused on MySQL with 1059 in check', () => {
    const { status, result } = dialint('check', project, '--engine', 'sqlite,mysql', '--verdicts');
    const { verdicts } = result as {
      verdicts: { file: string; direction: string; engine: string; outcome: string; code: string | null }[];
    };
    expect(status).toBe(1);
    expect(
      verdicts
        .filter(({ file, direction }) => file === long && direction === 'up')
        .map(({ engine, outcome, code }) => [engine.split('@')[0], outcome, code]),
    ).toEqual([
      ['sqlite', 'accepts', null],
      ['mysql', 'refuses', '1059'],
    ]);
  });

  it.each(['sql', 'knex'])(
    'is refused on MySQL with 1059 in replay --runner %s',
    { timeout: 120_000 },
    (runner) => {
      const { status, result } = dialint(
        'replay',
        project,
        '--runner',
        runner,
        '--engine',
        `sqlite,${server}`,
      );
      const { migrations, engines } = result as {
        engines: { fault?: string }[];
        migrations: {
          file: string;
          up: Record<string, { outcome: string; code: string | null; line: number | null }>;
        }[];
      };
      expect(engines.map(({ fault }) => fault ?? null)).toEqual([null, null]);
      expect(status).toBe(1);
      const outcomes = Object.entries(migrations.find(({ file }) => file === long)!.up).map(
        ([engine, one]) => [engine.split('@')[0], one.outcome, one.code],
      );
      expect(outcomes).toEqual([
        ['sqlite', 'accepts', null],
        ['mysql', 'refuses', '1059'],
      ]);
    },
  );
});

describe.skipIf(isMissing)("a project's own Knex", () => {
  it('runs what only the rows decide, up, down and up again, on four engines', {
    timeout: 120_000,
  }, async () => {
    const result = await replayed(
      {
        'knexfile.js': `module.exports = { client: 'mysql2', connection: { host: 'production', database: 'real' } };`,
        'migrations/1_rates.js': `
          exports.up = async (knex) => {
            await knex.schema.createTable('rates', (t) => { t.increments('id'); t.string('code', 3); });
            await knex('rates').insert([{ code: 'EUR' }, { code: 'USD' }]);
            const rows = await knex('rates').select('code');
            if (rows.length === 2) await knex.schema.alterTable('rates', (t) => t.unique(['code']));
          };
          exports.down = (knex) => knex.schema.dropTable('rates');`,
      },
      ['sqlite', ...servers.map((url) => url ?? '')],
    );
    expect(result.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    const [only, ...others] = result.migrations;
    expect(others).toEqual([]);
    for (const phase of ['up', 'down', 'again'] as const)
      expect(Object.values(only![phase]).map(({ outcome, message }) => message ?? outcome)).toEqual(
        Array(4).fill('accepts'),
      );
    expect(Object.values(only!.up).map(({ statements }) => statements)).toEqual(
      Array(4).fill(expect.any(Number)),
    );
    expect(result.residues).toEqual([]);
    // Knex's own tables are nobody's business; the index is there on each.
    expect(result.differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
  });

  it("tells an engine's refusal as the engine says it, with the migration's line", {
    timeout: 60_000,
  }, async () => {
    const { migrations, engines } = await replayed(
      {
        'migrations/1_twice.js': `exports.up = async (knex) => {
  await knex.schema.createTable('a', (t) => t.increments());
  await knex.schema.createTable('a', (t) => t.increments());
};
exports.down = (knex) => knex.schema.dropTable('a');`,
      },
      ['sqlite', server!],
    );
    const outcomes = engines.map(({ target }) => migrations[0]!.up[target!.id]);
    expect(outcomes).toMatchObject([
      { outcome: 'refuses', code: 'SQLITE_ERROR', message: 'table `a` already exists', line: 3 },
      {
        outcome: 'refuses',
        code: '1050',
        message: "Table 'a' already exists",
        line: 3,
        sql: 'create table `a` (`id` int unsigned not null auto_increment primary key)',
        leftBehind: ['the table a is there'],
      },
    ]);
  });

  it('says what Knex itself refuses', async () => {
    const { migrations } = await replayed({ 'migrations/1_one_way.js': 'exports.up = async () => {};' }, [
      'sqlite',
    ]);
    expect(Object.values(migrations[0]!.up)[0]).toMatchObject({
      outcome: 'refuses',
      code: null,
      message: 'Invalid migration: 1_one_way.js must have both an up and down function',
    });
  });

  describe('does not reach what is not the replay’s', () => {
    const { name: canary, hostname, port, username, tables } = canaryDatabase();
    const other = `require('knex')({ client: 'mysql2', connection: { host: '${hostname}', port: ${port}, user: '${username}', database: '${canary}' } })`;

    it.each(['sqlite', server ?? ''])(
      'through a connection of Knex, on %s',
      async (engine) => {
        const { engines } = await replayed(
          up(`await ${other}.schema.createTable('bird', (t) => t.increments());`),
          [engine],
        );
        expect(engines[0]?.fault).toContain(`${hostname}:${port}/${canary} (mysql2)`);
        expect(await tables()).toEqual([]);
      },
      60_000,
    );

    it('through another SQLite file', async () => {
      const file = path.join(path.dirname(knexProject({})), `dialint-${canary}.sqlite`);
      const { engines } = await replayed(
        up(`try {
          await require('knex')({ client: 'better-sqlite3', connection: { filename: ${JSON.stringify(file)} } }).raw('create table bird (id int)');
        } catch {}`),
        ['sqlite'],
      );
      expect(engines[0]?.fault).toContain(`the file ${file}`);
      expect(existsSync(file)).toBe(false);
    }, 60_000);

    it('over HTTP', async () => {
      const { engines } = await replayed(up(`await fetch('http://127.0.0.1:59999/rates');`), ['sqlite']);
      expect(engines[0]?.fault).toContain('127.0.0.1:59999');
    }, 60_000);
  });

  describe('is told where it cannot be run', () => {
    const faultOf = async (files: Readonly<Record<string, string>>) =>
      (await replayed(files, ['sqlite'])).engines[0]?.fault;

    it('without node_modules: exit code 3', () => {
      const { status, result } = dialint(
        'replay',
        knexProject(up('')),
        '--runner',
        'knex',
        '--engine',
        'sqlite',
      );
      expect(status).toBe(3);
      expect((result as { engines: { fault?: string }[] }).engines[0]?.fault).toBe(
        'the application cannot be started: it has no node_modules/knex: run npm install',
      );
    }, 60_000);

    it('with a migration that does not load', async () => {
      expect(
        await faultOf({ 'migrations/1_a.js': `const a = require('nowhere'); exports.up = async () => {};` }),
      ).toMatch(/^migrations\/1_a\.js cannot be loaded: Cannot find module 'nowhere'/);
    });

    it('with a knexfile that does not load', async () => {
      expect(await faultOf({ ...up(''), 'knexfile.js': `throw new Error('DATABASE_URL is not set');` })).toBe(
        'the application cannot be started: knexfile.js cannot be loaded: DATABASE_URL is not set',
      );
    });

    it('with migrations of Lucid', async () => {
      const files = {
        'migrations/1_a.ts': `import { BaseSchema } from '../base.ts';
          export default class extends BaseSchema { async up() { this.schema.createTable('a', () => {}); } async down() {} }`,
        'base.ts': 'export class BaseSchema { schema: any; }',
      };
      expect(await faultOf(files)).toContain('exports a class, which AdonisJS Lucid runs and Knex does not');
    });

    it('for a project of another framework: exit code 2', () => {
      const { status, stderr } = dialint(
        'replay',
        path.join(ROOT, 'fixtures/wintertrace'),
        '--runner',
        'knex',
      );
      expect(status).toBe(2);
      expect(stderr).toContain("--runner knex runs migrations of Knex, and these are Laravel's");
    });
  });

  it('leaves nothing in the project', async () => {
    const root = withKnex(knexProject(up(`await knex.schema.createTable('a', (t) => t.increments());`)));
    writeFileSync(
      path.join(root, 'knexfile.ts'),
      `export default { client: 'better-sqlite3', migrations: {} };`,
    );
    const before = readdirSync(root);
    await replayProject(root, { engines: ['sqlite'], runner: 'knex' });
    expect(readdirSync(root)).toEqual(before);
    expect(readdirSync(path.join(root, 'node_modules'))).toEqual(['knex']);
    rmSync(path.join(root, 'node_modules'), { recursive: true });
  });
});
