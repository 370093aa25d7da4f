import type { Probe } from '../probe.ts';
import { SCRATCH } from '../scratch.ts';

export const ddlInTransaction: Probe = {
  id: 'ddl-in-transaction',
  asks: 'a table that is made in a transaction which is rolled back',
  bite: 5,
  advice:
    'Split migrations so that each changes one thing on MySQL and MariaDB; DatabaseTransactions in tests cannot undo a change of schema there.',
  once: true,
  alone: true,
  expected: {
    sqlite: 'is gone',
    mysql: 'stays',
    mariadb: 'stays',
    postgres: 'is gone',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/lang_transaction.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html',
    mariadb: 'https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/',
    postgres: 'https://wiki.postgresql.org/wiki/Transactional_DDL_in_PostgreSQL:_A_Competitive_Analysis',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    const table = bench.quoted(SCRATCH);
    await bench.demand('begin');
    await bench.demand(`create table ${table} (id integer)`);
    await bench.execute('rollback');
    const there = (await bench.execute(`select * from ${table}`)) === null;
    if (there) await bench.demand(`drop table ${table}`);
    return there ? 'stays' : 'is gone';
  },
};
