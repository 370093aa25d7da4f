/** What becomes of the rows that refer to a table which SQLite makes anew, as sqlite-rebuild-cascades says. */
import { describe, expect, it } from 'vitest';
import { open, unavailable } from '../support/sqlite.ts';

const TABLES = `create table customers (id integer primary key, name varchar);
  create table orders (id integer primary key, customer_id integer not null references customers (id) on delete cascade);
  insert into customers values (1, 'x'); insert into orders values (1, 1);`;
const REBUILD = `create table __temp__customers (id integer primary key, name varchar not null);
  insert into __temp__customers select id, name from customers;
  drop table customers;
  alter table __temp__customers rename to customers;`;

function rowsLeft(around: (rebuild: string) => string): number {
  const database = open();
  try {
    database.exec(TABLES);
    database.exec(around(REBUILD));
    return database.prepare('select count(*) from orders').pluck().get() as number;
  } finally {
    database.close();
  }
}

describe.skipIf(unavailable !== undefined)('a table made anew', () => {
  it('takes the rows of its children along while foreign keys are on', () => {
    expect(rowsLeft((rebuild) => rebuild)).toBe(0);
  });
  it('spares them where foreign keys are off', () => {
    expect(rowsLeft((rebuild) => `pragma foreign_keys = 0; ${rebuild} pragma foreign_keys = 1;`)).toBe(1);
  });
  it('takes them along in a transaction, in which they cannot be switched off', () => {
    const inside = (rebuild: string) =>
      `begin; pragma foreign_keys = 0; ${rebuild} pragma foreign_keys = 1; commit;`;
    expect(rowsLeft(inside)).toBe(0);
  });
});
