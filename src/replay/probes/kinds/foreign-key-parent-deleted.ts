import { actionOf, foreignKeys } from '../foreign-keys.ts';
import { NotMade, type Probe } from '../probe.ts';

/** What the constraint says must come out: the child goes, loses its parent, or holds the parent. */
export const foreignKeyParentDeleted: Probe = {
  id: 'foreign-key-parent-deleted',
  asks: 'a row whose parent is deleted',
  bite: 4,
  advice:
    'Say with each key what becomes of the rows (cascadeOnDelete(), nullOnDelete(), restrictOnDelete()), and switch foreign keys on for SQLite.',
  expected: {
    sqlite: actionOf('SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT_TRIGGER'),
    mysql: actionOf('1451'),
    mariadb: actionOf('1451'),
    postgres: actionOf('23503', '23001'),
  },
  sources: {
    sqlite: 'https://www.sqlite.org/foreignkeys.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    mariadb: 'https://mariadb.com/kb/en/foreign-keys/',
    postgres: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  },
  places: (table) => foreignKeys(table),
  ask: async (bench, { columns: [column = ''], object }) => {
    const key = bench.table.foreignKeys.find((one) => one.columns.length === 1 && one.columns[0] === column);
    if (key === undefined) throw new NotMade(`the engine has no foreign key ${object}`);
    if (key.parent.name === bench.table.name) throw new NotMade('the table points to itself');
    if (bench.table.foreignKeys.filter((one) => one.parent.name === key.parent.name).length > 1)
      throw new NotMade('another key of the table points to the same row');
    await bench.mustInsert();
    const parent = bench.quoted(key.parent.name);
    const parentKey = bench.quoted(key.parentColumns[0] ?? 'id');
    const child = bench.quoted(column);
    const [row] = await bench.must(`select ${child} as v from ${bench.name}${bench.newRows()}`);
    if (row?.v === null || row?.v === undefined) throw new NotMade('the row points to nothing');
    const value = `'${String(row.v).replaceAll("'", "''")}'`;
    const refusal = await bench.execute(`delete from ${parent} where ${parentKey} = ${value}`);
    if (refusal !== null) {
      if (key.onDelete === 'cascade' || key.onDelete === 'set null')
        throw new NotMade('rows of other tables hold the parent too');
      return `refused ${refusal.code}`;
    }
    const late = await bench.endsWell();
    if (late !== undefined) return late;
    const left = await bench.must(`select ${child} as v from ${bench.name}${bench.newRows()}`);
    if (left.length === 0) return 'the row goes too';
    return left[0]!.v === null ? 'the row points to nothing' : 'the row stays as it is';
  },
};
