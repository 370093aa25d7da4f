/** `check` on Knex projects: findings, their places, suppressions, and what a project is found to be. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { prefixBudget } from '../../../src/prefix-budget.ts';
import { findProjectRoots } from '../../../src/project/index.ts';
import { checked, knexProject, up } from './project.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const TIDEWATCH = path.join(ROOT, 'fixtures/tidewatch');
const MAIN = path.join(ROOT, 'dist/src/cli/main.js');

describe('the fixture tidewatch', () => {
  it('has a name of 98 characters, which MySQL refuses with 1059', async () => {
    const { diagnostics, verdicts, coverage } = await checkProject(TIDEWATCH, {
      engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    });
    const found = diagnostics.filter(({ rule }) => rule === 'identifier-too-long');
    expect(found).toMatchObject([
      {
        severity: 'error',
        file: 'migrations/20240108090000_corrections.ts',
        span: { start: { line: 12, column: 5 } },
        engines: ['mysql@8.4', 'mariadb@10.11', 'postgres@16'],
      },
    ]);
    const name =
      'harbour_station_measurement_corrections_harbour_station_measurement_id_correction_valid_day_unique';
    expect(name).toHaveLength(98);
    expect(found[0]?.message).toContain(`"${name}" has 98 characters`);
    expect(found[0]?.help).toMatch(
      /table\.unique\(\['harbour_station_measurement_id', 'correction_valid_day'\], '[a-z_]+'\)/,
    );
    // the way out is an edit behind the columns
    expect(found[0]?.fix?.edits).toMatchObject([
      { file: 'migrations/20240108090000_corrections.ts', text: expect.stringMatching(/^, '[a-z_]{1,63}'$/) },
    ]);
    const refused = verdicts.filter(({ outcome, direction }) => outcome === 'refuses' && direction === 'up');
    expect(refused.map(({ engine, code, line }) => [engine, code, line])).toEqual([
      ['mysql@8.4', '1059', 12],
      ['mariadb@10.11', '1059', 12],
    ]);
    expect(coverage.unknown).toEqual([]);
    expect(coverage.statements).toBeGreaterThan(20);
  });

  it('is a Knex project on the engines of its knexfile', async () => {
    const { project, targets } = await checkProject(TIDEWATCH);
    expect(project.framework).toMatchObject({ value: 'knex', from: { file: 'package.json', line: 6 } });
    expect(project.frameworkVersion.value).toBe('3.3.0');
    expect(targets.map(({ id }) => id)).toEqual(['sqlite@3.45', 'mysql@8.4']);
    expect(project.migrations.map(({ file }) => path.basename(file))).toEqual([
      '20240101090000_stations.ts',
      '20240108090000_corrections.ts',
      '20240115090000_notes.js',
    ]);
  });
});

describe('findings', () => {
  it('stand where the author’s call stands, and in a helper at the call that leads there', async () => {
    const { diagnostics } = await checked(
      {
        'lib/more.js': "exports.more = (table) => table.specificType('x', 'frob');\n",
        ...up(
          "await knex.schema.createTable('t', (table) => {\n  table.integer('a');\n  more(table);\n});",
          "const { more } = require('../lib/more');",
        ),
      },
      ['postgres'],
    );
    const [finding] = diagnostics.filter(({ severity }) => severity === 'error');
    expect(finding).toMatchObject({
      file: 'migrations/20240101000000_one.js',
      span: { start: { line: 5 } },
    });
    expect(finding?.message).toContain('frob');
  });

  it('are suppressed by comments, with a reason', async () => {
    const long = 'a'.repeat(70);
    const { diagnostics } = await checked(
      up(`await knex.schema.createTable('t', (table) => {
  const text = \`// dialint-disable-file \${table}\`;
  table.integer('a');
  // dialint-disable-next-line identifier-too-long -- nobody runs it on MySQL
  table.index(['a'], '${long}');
  table.unique(['a'], '${long}u'); // dialint-disable-line identifier-too-long
  table.index(['a'], '${long}i');
});`),
      ['mysql'],
    );
    const long98 = diagnostics.filter(({ rule }) => rule === 'identifier-too-long');
    expect(long98.map(({ span, suppressed }) => [span.start.line, suppressed?.reason])).toEqual([
      [7, 'nobody runs it on MySQL'],
      [8, null],
      [9, undefined],
    ]);
  });

  it('speak of Knex’s own calls', async () => {
    const { diagnostics } = await checked(
      up(
        "await knex.schema.createTable('t', (table) => { table.increments(); table.text('settings_json'); });",
      ),
    );
    const json = diagnostics.find(({ rule }) => rule === 'text-instead-of-json');
    expect(json?.help).toBe("Use .json('settings_json').");
    for (const { message, help } of diagnostics)
      expect(`${message} ${help}`).not.toMatch(/->|Schema::|Laravel/);
  });

  it('tell what knex itself refuses', async () => {
    const { diagnostics } = await checked(
      up("await knex.schema.createTable('t', (table) => { table.integer('a'); table.charset('utf8'); });"),
      ['mysql', 'postgres'],
    );
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toContainEqual(
      expect.stringMatching(
        /^engine-rejects: table\.charset\(\) throws Error for PostgreSQL: Knex only supports charset statement with mysql\./,
      ),
    );
  });

  it('a refusal that the migration catches is none', async () => {
    const table = "knex.schema.createTable('t', (t) => { t.integer('a'); })";
    const caught = await checked(up(`await ${table}; try { await ${table}; } catch (error) {}`), ['mysql']);
    expect(caught.verdicts.map(({ outcome }) => outcome)).toEqual(['accepts']);
    const chained = await checked(up(`await ${table}; await ${table}.catch(() => undefined);`), ['mysql']);
    expect(chained.verdicts.map(({ outcome }) => outcome)).toEqual(['accepts']);
    const thrown = await checked(
      up(`await ${table}; try { await ${table}; } catch (error) { throw error; }`),
      ['mysql'],
    );
    expect(thrown.verdicts.map(({ outcome, code }) => [outcome, code])).toEqual([['refuses', '1050']]);
  });

  it('a syntax error has its place', async () => {
    const { diagnostics } = await checked(
      { 'migrations/1_a.js': 'exports.up = async (knex) => {\n  await knex(;\n};\n' },
      ['mysql'],
    );
    expect(diagnostics.find(({ rule }) => rule === 'syntax-error')).toMatchObject({
      file: 'migrations/1_a.js',
      span: { start: { line: 2, column: 14 } },
    });
  });
});

describe('a project', () => {
  it('has no prefix to budget', () => {
    expect(() => prefixBudget(TIDEWATCH)).toThrow('Knex has no table prefix');
  });

  it('is found from a folder within it', () => {
    const root = knexProject(up(''));
    expect(findProjectRoots(['migrations'], root)).toEqual([
      { root, paths: [path.join(root, 'migrations')] },
    ]);
  });

  it('of Laravel that has Knex among its packages stays one of Laravel', async () => {
    const { project } = await checked({ artisan: '', ...up('') });
    expect(project.framework?.value).toBe('laravel');
  });
});

describe('remedies', () => {
  const helps = async (body: string): Promise<string> =>
    (await checked(up(body))).diagnostics.map(({ help }) => help).join('\n');

  it('are written in words of Knex', async () => {
    const all = await helps(`
      await knex.schema.createTable('a', (table) => { table.increments('id'); table.enu('role', ['x', 'y']); });
      await knex('a').insert({ role: 'x' });
      await knex('a').insert({ role: 'y' });
      await knex.schema.alterTable('a', (table) => { table.index('role'); });
      await knex.schema.renameTable('a', 'b');
      await knex.raw('SET FOREIGN_KEY_CHECKS = 0');
    `);
    expect(all).toContain('knex.transaction(async (trx) => { … })');
    expect(all).toContain('knex.client.config.client');
    expect(all).not.toMatch(/DB::|Schema::|\$\w|->|PHP|Laravel/);
  });
});

describe.skipIf(!existsSync(MAIN) && process.env.CI !== 'true')('what is loaded', () => {
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } });
  /** Tells on standard error which of the packages are in memory at the end. */
  const preload = `data:text/javascript,${encodeURIComponent(
    "import Module from 'node:module'; process.on('exit', () => { const files = Object.keys(Module._cache); " +
      "for (const name of ['ts-morph', 'knex']) if (files.some((file) => file.includes('/node_modules/' + name + '/'))) process.stderr.write('LOADED ' + name + '\\n'); });",
  )}`;
  const loaded = (project: string) =>
    run(['--import', preload, MAIN, 'check', project, '--fail-on', 'never', '--no-cache'])
      .stderr.split('\n')
      .filter((line) => line.startsWith('LOADED'));

  it('is neither ts-morph nor knex for Laravel, and both for Knex', () => {
    expect(loaded('fixtures/wintertrace')).toEqual([]);
    expect(loaded('fixtures/tidewatch')).toEqual(['LOADED ts-morph', 'LOADED knex']);
  });
});
