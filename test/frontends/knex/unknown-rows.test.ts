/** Rows whose columns only a run can tell: what is said of them, and what is not. */
import { describe, expect, it } from 'vitest';
import { checked, up } from './project.ts';

const TABLE = `
await knex.schema.createTable('stations', (table) => {
  table.increments('id');
  table.string('name').notNullable();
});
await knex('stations').insert({ name: 'Pier' });
const rows = await knex('stations').select();
`;

const WRITES = [
  "await knex('stations').insert(rows);",
  "await knex('stations').insert(rows[0]);",
  "await knex('stations').insert(rows.map(({ name }) => ({ name })));",
  "await knex('stations').insert([rows[0], { name: 'Quay' }]);",
  "await knex('stations').insert({ ...rows[0], name: 'Quay' });",
  "await knex('stations').insert({ name: 'Quay' }).onConflict('id').merge(rows[0]);",
  "await knex('stations').where('id', 1).update(rows[0]);",
  "await knex('stations').where(rows[0]).del();",
  "await knex.insert(rows).into('stations');",
  "await knex.batchInsert('stations', rows, 30);",
];

describe('rows that are not known', () => {
  it.each(WRITES)('%s', async (write) => {
    const files = up(`${TABLE}${write}`);
    const { diagnostics, verdicts, coverage } = await checked(files);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(coverage.unknown).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'refuses')).toEqual([]);
  });

  it('are still written into the table that is named', async () => {
    const { diagnostics } = await checked(up(`${TABLE}await knex('statoins').insert(rows);`));
    expect(diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/PostgreSQL refuses .*relation "statoins" does not exist \(SQLSTATE 42P01\)/),
    );
  });
});
