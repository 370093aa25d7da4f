/** MySQL's own words, where MariaDB's differ. */
import type { ForeignKeyFault, Traits, Wording, Words } from './dialect.ts';

const say = (code: string, message: string): Wording => ({ code, message });

function foreignKey(fault: ForeignKeyFault, name: string, table: string, traits: Traits): Wording {
  if (fault.kind === 'set-null' && traits.foreignKeyWording === 'own') {
    return say(
      '1830',
      `Column '${fault.column}' cannot be NOT NULL: needed in a foreign key constraint '${name}' SET NULL`,
    );
  }
  if (traits.foreignKeyWording === '1215') {
    return fault.kind === 'duplicate-name'
      ? say('1022', `Can't write; duplicate key in table '${table}'`)
      : say('1215', 'Cannot add foreign key constraint');
  }
  switch (fault.kind) {
    case 'parent-missing':
      return say('1824', `Failed to open the referenced table '${fault.parent}'`);
    case 'parent-column-missing':
      return say(
        '3734',
        `Failed to add the foreign key constraint. Missing column '${fault.column}' for constraint '${name}' in the referenced table '${fault.parent}'`,
      );
    case 'type-mismatch':
      return say(
        '3780',
        `Referencing column '${fault.column}' and referenced column '${fault.parentColumn}' in foreign key constraint '${name}' are incompatible.`,
      );
    case 'not-indexed':
      return say(
        '1822',
        `Failed to add the foreign key constraint. Missing index for constraint '${name}' in the referenced table '${fault.parent}'`,
      );
    case 'not-unique':
      return say(
        '6125',
        `Failed to add the foreign key constraint. Missing unique key for constraint '${name}' in the referenced table '${fault.parent}'`,
      );
    case 'duplicate-name':
      return say('1826', `Duplicate foreign key constraint name '${name}'`);
    // Older servers' 1215 has gone out above.
    case 'set-null':
      return say('1215', 'Cannot add foreign key constraint');
    case 'virtual-column':
      return say(
        '3733',
        `Foreign key '${name}' uses virtual column '${fault.column}' which is not supported.`,
      );
  }
}

export const MYSQL_WORDS: Words = {
  tableNameTooLong: (name) => say('1059', `Identifier name '${name}' is too long`),
  cannotDrop: (what, name) =>
    what === 'constraint'
      ? say('3940', `Constraint '${name}' does not exist.`)
      : say('1091', `Can't DROP '${name}'; check that column/key exists`),
  foreignKey,
  dropReferencedTable: (table, by, traits) =>
    traits.foreignKeyWording === 'own'
      ? say(
          '3730',
          `Cannot drop table '${table}' referenced by a foreign key constraint '${by.name}' on table '${by.table}'.`,
        )
      : say('1217', 'Cannot delete or update a parent row: a foreign key constraint fails'),
  dropColumnOfKey: (column, key, child) =>
    child === null
      ? say('1828', `Cannot drop column '${column}': needed in a foreign key constraint '${key}'`)
      : say(
          '1829',
          `Cannot drop column '${column}': needed in a foreign key constraint '${key}' of table '${child}'`,
        ),
  changeColumnOfKey: (column, key, child) =>
    child === null
      ? say('1832', `Cannot change column '${column}': used in a foreign key constraint '${key}'`)
      : say(
          '1833',
          `Cannot change column '${column}': used in a foreign key constraint '${key}' of table '${child}'`,
        ),
  dropNeededIndex: (index, table, copies, traits) =>
    copies && traits.foreignKeyWording !== 'own'
      ? say(
          '1025',
          `Error on rename of './#sql' to './${table}' (errno: 150 - Foreign key constraint is incorrectly formed)`,
        )
      : say('1553', `Cannot drop index '${index}': needed in a foreign key constraint`),
  tooManyColumns: () => say('1117', 'Too many columns'),
  literalDefault: (column) =>
    say('1101', `BLOB, TEXT, GEOMETRY or JSON column '${column}' can't have a default value`),
  precision: (column, precision, limit) =>
    say('1426', `Too-big precision ${precision} specified for '${column}'. Maximum is ${limit}.`),
  duplicateCheck: (name) => say('3822', `Duplicate check constraint name '${name}'.`),
  unknownType: (type) => syntaxError('MySQL', type),
  generatedDependency: (column) => say('3108', `Column '${column}' has a generated column dependency.`),
  dropView: (table) => say('1051', `Unknown table '${table}'`),
  notView: (table) => say('1347', `'${table}' is not VIEW`),
  unknownView: (view) => say('1051', `Unknown table '${view}'`),
  dropNoView: (table) => say('1347', `'${table}' is not VIEW`),
  notBaseTable: (table) => say('1347', `'${table}' is not BASE TABLE`),
  unknownColumnIn: (column) => say('1054', `Unknown column '${column}' in 'field list'`),
  spatialParts: () => say('1070', 'Too many key parts specified; max 1 parts allowed'),
  spatialType: () => say('1687', 'A SPATIAL index may only contain a geometrical type column'),
};

export const WRONG_PREFIX = say(
  '1089',
  "Incorrect prefix key; the used key part isn't a string, the used length is longer than the key part, or the storage engine doesn't support unique prefix keys",
);

/** MariaDB's. */
export const illegalMix = ({
  left,
  right,
  operator,
}: {
  readonly left: string;
  readonly right: string;
  readonly operator: string;
}): Wording =>
  say(
    '1267',
    `Illegal mix of collations (${left},IMPLICIT) and (${right},IMPLICIT) for operation '${operator}'`,
  );

export const illegalOperands = ({
  left,
  right,
  operator,
}: {
  readonly left: string;
  readonly right: string;
  readonly operator: string;
}): Wording => say('4078', `Illegal parameter data types ${left} and ${right} for operation '${operator}'`);

export function syntaxError(title: string, near: string): Wording {
  return {
    code: '1064',
    message: `You have an error in your SQL syntax; check the manual that corresponds to your ${title} server version for the right syntax to use near '${near}'`,
  };
}
