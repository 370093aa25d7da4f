/** Rows whose columns only a run can tell: what is said of them, and what is not. */
import { describe, expect, it } from 'vitest';
import { checked, up } from './project.ts';

const TABLE = `
await queryInterface.createTable('stations', {
  id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
  name: { type: Sequelize.STRING, allowNull: false },
});
await queryInterface.bulkInsert('stations', [{ name: 'Pier' }]);
const [rows] = await queryInterface.sequelize.query('SELECT * FROM stations');
`;

describe('rows that are not known', () => {
  it.each([
    "await queryInterface.bulkInsert('stations', rows);",
    "await queryInterface.bulkInsert('stations', rows.map(({ name }) => ({ name })));",
    "await queryInterface.bulkInsert('stations', [rows[0], { name: 'Quay' }]);",
    "await queryInterface.bulkUpdate('stations', rows[0], { id: 1 });",
    "await queryInterface.bulkUpdate('stations', { name: 'Quay' }, rows[0]);",
    "await queryInterface.bulkDelete('stations', rows[0]);",
  ])('%s', async (write) => {
    const { diagnostics, verdicts, coverage } = await checked(up(`${TABLE}${write}`));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(coverage.unknown).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'refuses')).toEqual([]);
  });

  it('are still written into the table that is named', async () => {
    const { diagnostics } = await checked(up(`${TABLE}await queryInterface.bulkInsert('statoins', rows);`));
    expect(diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/PostgreSQL refuses .*relation "statoins" does not exist \(SQLSTATE 42P01\)/),
    );
  });
});

describe('databases of one project', () => {
  const MIGRATION = (body: string) =>
    `module.exports = { up: async (queryInterface, Sequelize) => { ${body} } };`;

  it('are not told that another makes the table later', async () => {
    const { diagnostics } = await checked({
      'foods/migrations/20240101000000-a.js': MIGRATION(
        "await queryInterface.createTable('foods', { id: { type: Sequelize.INTEGER, primaryKey: true }, localeId: { type: Sequelize.INTEGER, references: { model: 'locales', key: 'id' } } });",
      ),
      'system/migrations/20240102000000-b.js': MIGRATION(
        "await queryInterface.createTable('locales', { id: { type: Sequelize.INTEGER, primaryKey: true } });",
      ),
    });
    const found = diagnostics.filter(({ rule }) => rule === 'foreign-key-parent-missing');
    expect(found).not.toEqual([]);
    for (const { message, help } of found) {
      expect(message).not.toContain('20240102000000-b');
      expect(help).toContain('no migration makes a table "locales" before this one');
    }
  });

  it('have the migrations whose comments speak of other tools', async () => {
    const { project } = await checked({
      'migrations/20240101000000-a.js': `// the names that Kysely expects\n${MIGRATION('')}`,
    });
    expect(project.migrations.map(({ file }) => file)).toEqual(['migrations/20240101000000-a.js']);
    expect(project.notices).toEqual([]);
  });
});
