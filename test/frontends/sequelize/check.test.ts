/** `check` on Sequelize projects: findings, their places and words, suppressions, and what a project is found to be. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { prefixBudget } from '../../../src/prefix-budget.ts';
import { findProjectRoots } from '../../../src/project/index.ts';
import { checked, sequelizeProject, up } from './project.ts';

const HARBOURLOG = path.resolve(import.meta.dirname, '../../../fixtures/harbourlog');

describe('the fixture harbourlog', () => {
  it('has an automatic name of 91 characters, which MySQL refuses with 1059', async () => {
    const { diagnostics, verdicts, coverage } = await checkProject(HARBOURLOG, {
      engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    });
    const [found, ...others] = diagnostics.filter(({ rule }) => rule === 'identifier-too-long');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      severity: 'error',
      file: 'migrations/20240105090000-long-name.ts',
      span: { start: { line: 11, column: 9 } },
      engines: ['mysql@8.4', 'mariadb@10.11', 'postgres@16'],
    });
    const name =
      'harbour_station_measurement_corrections_harbour_station_measurement_id_correction_valid_day';
    expect(name).toHaveLength(91);
    expect(found?.message).toContain(`"${name}" has 91 characters`);
    expect(found?.fix?.edits).toMatchObject([
      {
        file: 'migrations/20240105090000-long-name.ts',
        text: expect.stringMatching(/^, \{ name: '[a-z_]{1,63}' \}$/),
      },
    ]);
    expect(
      verdicts
        .filter(({ outcome, direction }) => outcome === 'refuses' && direction === 'up')
        .map(({ engine, code, line }) => [engine, code, line]),
    ).toEqual([
      ['mysql@8.4', '1059', 11],
      ['mariadb@10.11', '1059', 11],
    ]);
    expect(coverage.unknown).toEqual([]);
    expect(coverage.statements).toBeGreaterThan(40);
  });

  it('is a Sequelize project on the engines of its configuration', async () => {
    const { project, targets } = await checkProject(HARBOURLOG);
    expect(project.framework).toMatchObject({ value: 'sequelize', from: { file: 'package.json', line: 10 } });
    expect(project.frameworkVersion.value).toBe('6.37.0');
    expect(targets.map(({ id }) => id)).toEqual(['sqlite@3.45', 'mysql@8.4']);
    expect(project.migrations.map(({ file }) => path.basename(file))).toEqual([
      '20240101090000-harbours.js',
      '20240102090000-keys.js',
      '20240103090000-columns.js',
      '20240104090000-rows.js',
      '20240105090000-long-name.ts',
    ]);
  });
});

describe('findings', () => {
  it('stand at the attribute, and at the call', async () => {
    const { diagnostics } = await checked(
      up(`await queryInterface.createTable('ships', {
  id: { type: Sequelize.INTEGER, primaryKey: true },
  'flag': { type: Sequelize.TINYINT },
});`),
      ['mysql', 'postgres'],
    );
    expect(diagnostics.find(({ rule }) => rule === 'unsupported-type')).toMatchObject({
      span: { start: { line: 5, column: 3 } },
      message: expect.stringContaining('column "flag" of table "ships"'),
    });
  });

  it('speak Sequelize', async () => {
    const { diagnostics } = await checked(
      {
        ...up(`await queryInterface.createTable('ships', { id: { type: Sequelize.INTEGER, primaryKey: true }, name: Sequelize.STRING });
          await queryInterface.bulkInsert('ships', [{ id: 1 }]);`),
        'migrations/20240102000000-two.js': `module.exports = { up: async (queryInterface) => {
          await queryInterface.renameTable('ships', 'boats');
          await queryInterface.addIndex('boats', ['name']);
        }, down: async () => {} };`,
      },
      ['postgres'],
    );
    const words = diagnostics.map(({ message, help }) => `${message} ${help}`).join('\n');
    expect(words).toContain("(tableName: 'ships')");
    expect(words).toContain('addIndex() has the option concurrently');
    expect(words).not.toMatch(/Schema::|DB::|->\w+\(|\$table|withinTransaction|PHP/);
  });

  it('can be suppressed in a comment', async () => {
    const long = 'a'.repeat(70);
    const { diagnostics } = await checked(
      up(`await queryInterface.createTable('ships', { id: { type: Sequelize.INTEGER, primaryKey: true } });
      // dialint-disable-next-line identifier-too-long -- PostgreSQL only
      await queryInterface.addIndex('ships', ['id'], { name: '${long}' });`),
      ['mysql'],
    );
    expect(diagnostics.filter(({ rule }) => rule === 'identifier-too-long')).toMatchObject([
      { suppressed: { reason: 'PostgreSQL only' } },
    ]);
  });

  it('tell that SQLite’s rebuilt tables lose what Sequelize does not read back', async () => {
    const { diagnostics } = await checked(
      {
        ...up(`await queryInterface.createTable('a', { id: { type: Sequelize.INTEGER, primaryKey: true } });
          await queryInterface.createTable('b', {
            id: { type: Sequelize.INTEGER, primaryKey: true },
            a_id: { type: Sequelize.INTEGER, references: { model: 'a', key: 'id' }, onDelete: 'CASCADE' },
          });`),
        'migrations/20240102000000-two.js': `module.exports = {
          up: (queryInterface, { STRING }) => queryInterface.addColumn('b', 'name', STRING),
          down: (queryInterface) => queryInterface.removeColumn('b', 'name'),
        };`,
      },
      ['sqlite'],
    );
    expect(diagnostics.find(({ rule }) => rule === 'down-leaves-residue')?.message).toContain('foreign key');
  });

  it('an exception of a migration stands where it is thrown', async () => {
    const { verdicts } = await checked(up(`if (true) {\n  throw new Error('not here');\n}`), ['mysql']);
    expect(verdicts.find(({ direction }) => direction === 'up')).toMatchObject({
      outcome: 'refuses',
      code: null,
      line: 4,
      message: 'not here',
    });
  });
});

describe('what is taken for a project of Sequelize', () => {
  const MIGRATION = `module.exports = { up: (queryInterface) => queryInterface.dropTable('a') };`;

  it.each([
    [`module.exports = { 'migrations-path': require('path').resolve('server', 'changes') };`],
    [
      `const path = require('path'); module.exports = { "migrations-path": path.join(__dirname, './server/changes/') };`,
    ],
    [`exports['migrations-path'] = 0; module.exports = { 'migrations-path': 'server/changes' };`],
  ])('with the folder of .sequelizerc: %s', async (settings) => {
    const { project } = await checked({
      '.sequelizerc': settings,
      'server/changes/2-b.js': MIGRATION,
      'server/changes/1-a.js': MIGRATION,
      'server/changes/helper.js': 'module.exports = 1;',
      'migrations/old.js': MIGRATION,
    });
    expect(project.migrations.map(({ file }) => file)).toEqual([
      'server/changes/1-a.js',
      'server/changes/2-b.js',
    ]);
    expect(project.notices.map(({ file }) => file)).toEqual(['server/changes/helper.js']);
  });

  it('without it, folders of migrations with its words in them; what is built of them is passed over', async () => {
    const { project } = await checked({
      'package.json': JSON.stringify({ dependencies: { sequelize: '^6.37.0', umzug: '^3.0.0' } }),
      'src/db/migrations/1.ts': `import type { QueryInterface } from 'sequelize'; export const up = async ({ context }: any) => {};`,
      'src/db/migrations/2.ts': 'export async function up(knex) {}',
      'dist/db/migrations/1.js': MIGRATION,
    });
    expect(project.migrations.map(({ file }) => file)).toEqual(['src/db/migrations/1.ts']);
  });

  it('engines of config/config.json, one for the tests', async () => {
    const root = sequelizeProject({
      ...up(''),
      'config/config.json': JSON.stringify({
        development: { dialect: 'mariadb' },
        test: { dialect: 'sqlite' },
        production: { dialect: 'postgres' },
      }),
    });
    const { targets } = await checkProject(root);
    expect(targets.map(({ engine, driver }) => [engine, driver])).toEqual([
      ['sqlite', 'sqlite'],
      ['mariadb', 'mariadb'],
      ['postgres', 'pgsql'],
    ]);
  });

  it('its folder is found as a root', () => {
    const root = sequelizeProject({
      'api/package.json': JSON.stringify({ dependencies: { sequelize: '6' } }),
    });
    expect(findProjectRoots(['api'], root)).toMatchObject([{ root: path.join(root, 'api') }]);
  });

  it('tables that models make are not to be seen', async () => {
    const { verdicts } = await checked(
      {
        ...up(`await queryInterface.addColumn('ships', 'flag', Sequelize.STRING);`),
        'src/start.js': `const { sequelize } = require('./models'); sequelize.sync();`,
      },
      ['mysql'],
    );
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  it('another major version is told', async () => {
    const { targetNotes } = await checked({
      ...up(''),
      'package.json': JSON.stringify({ dependencies: { sequelize: '^5.21.0', 'sequelize-cli': '5' } }),
    });
    expect(targetNotes.join()).toMatch(
      /The SQL is what Sequelize 6\.\d+\.\d+ makes of the migrations; the project names Sequelize 5\.21\.0/,
    );
  });

  it('has no table prefix', () => {
    expect(() => prefixBudget(sequelizeProject(up('')))).toThrow('Sequelize has no table prefix');
  });
});
