/** What is found out about a project that Knex migrates. */
import { describe, expect, it } from 'vitest';
import { knownFrameworks } from '../../src/frameworks.ts';
import { discoverProject, NO_CONFIG } from '../../src/project/index.ts';
import { knexProject } from '../frontends/knex/project.ts';

const UP = 'exports.up = async (knex) => {};\n';
const discover = (files: Readonly<Record<string, string>>) =>
  discoverProject(knexProject(files), NO_CONFIG, { frameworks: knownFrameworks() });

describe('migrations', () => {
  it('lie where the knexfile says, in order of their names across folders', () => {
    const { migrations } = discover({
      'knexfile.js': "module.exports = { client: 'pg', migrations: { directory: ['./db/a', './db/b'] } };",
      'db/a/2_two.js': UP,
      'db/b/1_one.ts': 'export const up = async () => {};',
      'db/b/3_types.d.ts': 'export const up: unknown;',
      'migrations/0_other.js': UP,
    });
    expect(migrations.map(({ file, set, name }) => [file, set, name])).toEqual([
      ['db/b/1_one.ts', 'default', '1_one'],
      ['db/a/2_two.js', 'default', '2_two'],
    ]);
  });

  it('are histories of their own where nothing puts their folders together; what is built of them is passed over', () => {
    const { migrations, notices } = discover({
      'packages/a/migrations/1_a.js': UP,
      'packages/b/migrations/1_b.js': UP,
      'packages/b/migrations/helpers.js': 'exports.name = 1;',
      'packages/b/dist/migrations/1_b.js': UP,
      'node_modules/c/migrations/1_c.js': UP,
    });
    expect(migrations.map(({ file, set }) => [file, set])).toEqual([
      ['packages/a/migrations/1_a.js', 'packages/a/migrations'],
      ['packages/b/migrations/1_b.js', 'packages/b/migrations'],
    ]);
    expect(notices).toEqual([
      {
        message: 'it exports no up(knex), and is taken for no migration',
        file: 'packages/b/migrations/helpers.js',
      },
    ]);
  });

  it('lie where the knexfile says that a script of package.json names, from its folder', () => {
    const { migrations, productionEngines, withoutTransaction } = discover({
      'package.json': JSON.stringify({
        scripts: { migrate: 'knex migrate:latest --knexfile ./src/knexfile.ts' },
        dependencies: { knex: '3', mysql2: '3', pg: '8' },
      }),
      'src/knexfile.ts': "export default { client: 'pg', migrations: { directory: './db' } };",
      'src/db/1_a.ts': 'export const up = async () => {};',
      'src/app.ts': 'export const port = 1;',
    });
    expect(migrations.map(({ file }) => file)).toEqual(['src/db/1_a.ts']);
    expect(productionEngines.map(({ engine, from }) => [engine, from.file])).toEqual([
      ['postgres', 'src/knexfile.ts'],
    ]);
    // knex's own command puts each migration into a transaction
    expect(withoutTransaction).toBeUndefined();
  });

  it('may speak of other tools in their comments', () => {
    const { migrations } = discover({
      'migrations/1_a.js': `// was: queryInterface.addColumn()\n/* see 'Kysely' */\n${UP}`,
    });
    expect(migrations.map(({ file }) => file)).toEqual(['migrations/1_a.js']);
  });

  it('of other tools are none', () => {
    const { framework, migrations } = discover({
      'migrations/1_a.ts': 'export class A implements MigrationInterface { async up(queryRunner) {} }',
    });
    expect([framework, migrations]).toEqual([null, []]);
  });
});

describe('engines', () => {
  it('are those of the knexfile, the tests’ apart', () => {
    const { testEngine, productionEngines } = discover({
      'knexfile.ts': `export default {\n  test: { client: 'sqlite3' },\n  production: { client: 'postgresql' },\n};`,
      'docker-compose.yml': 'services:\n  db:\n    image: postgres:15\n',
      'migrations/1_a.js': UP,
    });
    expect(testEngine).toMatchObject({ engine: 'sqlite', from: { file: 'knexfile.ts', line: 2 } });
    expect(productionEngines).toMatchObject([
      { engine: 'postgres', version: '15', from: { file: 'knexfile.ts', line: 3 } },
    ]);
  });

  it('else those of the drivers among the packages', () => {
    const { testEngine, productionEngines } = discover({ 'migrations/1_a.js': UP });
    expect(testEngine).toMatchObject({ engine: 'sqlite', from: { file: 'package.json' } });
    expect(productionEngines.map(({ engine }) => engine)).toEqual(['mysql']);
  });
});

describe('what is not in the migrations', () => {
  it('is a script that makes tables, but for one that migrations import', () => {
    const make = "exports.make = (knex) => knex.schema\n  .createTable('a', () => {});\n";
    expect(discover({ 'migrations/1_a.js': UP, 'db/setup.js': make }).tablesElsewhere).toEqual({
      file: 'db/setup.js',
      line: 1,
    });
    const importing = `const { make } = require('../db/setup');\n${UP}`;
    expect(discover({ 'migrations/1_a.js': importing, 'db/setup.js': make }).tablesElsewhere).toBeUndefined();
  });

  it('is whether they run in a transaction', () => {
    const of = (files: Readonly<Record<string, string>>) =>
      discover({ 'migrations/1_a.js': UP, ...files }).withoutTransaction;
    expect(of({})).toBeUndefined();
    expect(of({ 'app.js': 'await knex.migrate.latest();' })).toBeUndefined();
    expect(of({ 'app.js': 'for (const one of all) await require(one).up(knex);' })).toBe(
      'the project runs its migrations itself, not through knex.migrate',
    );
    expect(of({ 'knexfile.js': 'module.exports = {\n  migrations: { disableTransactions: true } };' })).toBe(
      'knexfile.js:2 turns transactions off',
    );
  });
});
