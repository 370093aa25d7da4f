/** Histories that begin on a database that is there already. */
import { describe, expect, it } from 'vitest';
import { checked } from './project.ts';

const migration = (up: string, down = ''): string =>
  `module.exports = { up: async (queryInterface, Sequelize) => { ${up} }, down: async (queryInterface) => { ${down} } };`;
const errorsOf = async (first: string, second: string, engines = ['postgres', 'mysql']) => {
  const { diagnostics } = await checked(
    { 'migrations/20240101000000-a.js': first, 'migrations/20240102000000-b.js': second },
    engines,
  );
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ file, message }) => `${file.slice(-4)} ${message}`);
};

const RENAMES = migration(
  "await queryInterface.renameTable('foods_local', 'food_locals'); await queryInterface.createTable('foods', { id: { type: Sequelize.INTEGER, primaryKey: true } });",
  "await queryInterface.renameTable('food_locals', 'foods_local');",
);
const ADDS = (table: string) =>
  migration(`await queryInterface.addColumn('${table}', 'x', Sequelize.INTEGER);`);

describe('a history whose first migration changes a table that none makes', () => {
  it('is refused nothing for tables that are not known', async () => {
    expect(await errorsOf(RENAMES, ADDS('categories'))).toEqual([]);
  });

  it('is still refused what it makes itself twice', async () => {
    const again = migration("await queryInterface.addColumn('foods', 'id', Sequelize.INTEGER);");
    expect(await errorsOf(RENAMES, again, ['postgres'])).toEqual([
      expect.stringMatching(/^b\.js PostgreSQL refuses .*column "id" of relation "foods" already exists/),
    ]);
  });

  it('gets rid of a key together with its column', async () => {
    const key = migration(
      "await queryInterface.renameTable('v1_ports', 'ports'); await queryInterface.createTable('harbours', { id: { type: Sequelize.INTEGER, primaryKey: true } }); await queryInterface.addConstraint('ports', { fields: ['harbour_id'], type: 'foreign key', name: 'ports_fk', references: { table: 'harbours', field: 'id' } });",
    );
    const drop = migration(
      "await queryInterface.removeColumn('ports', 'harbour_id'); await queryInterface.dropTable('harbours');",
    );
    expect(await errorsOf(key, drop, ['postgres'])).toEqual([]);
  });

  it.each([
    [
      'makes it later',
      ADDS('ports'),
      migration("await queryInterface.createTable('ports', { id: Sequelize.INTEGER });"),
    ],
    [
      'makes another before',
      migration(
        "await queryInterface.createTable('ports', { id: Sequelize.INTEGER }); await queryInterface.addColumn('prots', 'x', Sequelize.INTEGER);",
      ),
      migration(''),
    ],
  ])('is another than one that %s, which is in the wrong order or misspelt', async (_what, first, second) => {
    expect(await errorsOf(first, second, ['postgres'])).toEqual([
      expect.stringMatching(/^a\.js PostgreSQL refuses .*does not exist \(SQLSTATE 42P01\)/),
    ]);
  });
});
