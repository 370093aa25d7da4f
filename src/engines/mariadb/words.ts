/** MariaDB's own words, where MySQL's differ. */
import type { Wording, Words } from '../mysql/dialect.ts';
import { syntaxError } from '../mysql/words.ts';

const say = (code: string, message: string): Wording => ({ code, message });

const DROPPED = { column: 'COLUMN', index: 'INDEX', foreignKey: 'FOREIGN KEY', constraint: 'CONSTRAINT' };
const VERBS: Readonly<Record<string, string>> = { insert: 'INSERT INTO', update: 'SET', select: 'SELECT' };

export const MARIADB_WORDS: Words = {
  tableNameTooLong: (name) => say('1103', `Incorrect table name '${name}'`),
  cannotDrop: (what, name) => say('1091', `Can't DROP ${DROPPED[what]} \`${name}\`; check that it exists`),
  // The reason stands only in SHOW WARNINGS and in InnoDB's status.
  foreignKey: (fault, _name, table) =>
    fault.kind === 'duplicate-name'
      ? say('1005', `Can't create table \`${table}\` (errno: 121 "Duplicate key on write or update")`)
      : say(
          '1005',
          `Can't create table \`${table}\` (errno: 150 "Foreign key constraint is incorrectly formed")`,
        ),
  dropReferencedTable: () =>
    say('1451', 'Cannot delete or update a parent row: a foreign key constraint fails'),
  dropColumnOfKey: (column, key, child) =>
    child === null
      ? say('1828', `Cannot drop column '${column}': needed in a foreign key constraint '${key}'`)
      : say(
          '1829',
          `Cannot drop column '${column}': needed in a foreign key constraint '${key}' of table \`${child}\``,
        ),
  changeColumnOfKey: (column, key, child) =>
    child === null
      ? say('1832', `Cannot change column '${column}': used in a foreign key constraint '${key}'`)
      : say(
          '1833',
          `Cannot change column '${column}': used in a foreign key constraint '${key}' of table '${child}'`,
        ),
  // Where the table is copied, it is the renaming of the copy that fails.
  dropNeededIndex: (index, table, copies) =>
    copies
      ? say(
          '1025',
          `Error on rename of './#sql-alter' to './${table}' (errno: 150 "Foreign key constraint is incorrectly formed")`,
        )
      : say('1553', `Cannot drop index '${index}': needed in a foreign key constraint`),
  tooManyColumns: (table, count, server) =>
    server
      ? say('1117', count > 4096 ? 'Too many columns' : 'Table definition is too large')
      : say('1005', `Can't create table \`${table}\` (errno: 185 "Too many columns")`),
  literalDefault: (column) => say('1101', `BLOB/TEXT column '${column}' can't have a default value`),
  precision: (column, _precision, limit) =>
    say('1426', `Too big precision specified for '${column}'. Maximum is ${limit}`),
  duplicateCheck: (name) => say('1826', `Duplicate CHECK constraint name '${name}'`),
  unknownType: (type) => say('4161', `Unknown data type: '${type}'`),
  generatedDependency: (column) => say('1054', `Unknown column '${column}' in 'GENERATED ALWAYS AS'`),
  dropView: (table) => say('1965', `'${table}' is a view`),
  notView: (table) => say('1347', `'${table}' is not of type 'VIEW'`),
  unknownView: (view) => say('4092', `Unknown VIEW: '${view}'`),
  dropNoView: (table) => say('4092', `Unknown VIEW: '${table}'`),
  notBaseTable: (table) => say('1347', `'${table}' is not of type 'BASE TABLE'`),
  unknownColumnIn: (column, verb) =>
    say('1054', `Unknown column '${column}' in '${VERBS[verb] ?? 'field list'}'`),
  spatialParts: (traits) =>
    traits.spatialIndexSyntax
      ? syntaxError('MariaDB', ', ')
      : say('1210', 'Incorrect arguments to SPATIAL INDEX'),
  spatialType: () => say('1210', 'Incorrect arguments to SPATIAL INDEX'),
};
