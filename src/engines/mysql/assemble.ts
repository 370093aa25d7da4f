/**
 * Makes a whole table of columns, keys and foreign keys: what the server does for CREATE TABLE and for the new
 * definition that an ALTER TABLE comes to (mysql_prepare_create_table() serves both). Keys that were there before and
 * that the statement does not touch are taken as they are.
 */
import {
  type ForeignKey,
  type ForeignKeySpec,
  findColumn,
  type ReferentialAction,
  type Table,
} from '../../schema/index.ts';
import type { Additions } from './additions.ts';
import type { Context } from './context.ts';
import type { Wording } from './dialect.ts';
import type { Stage } from './findings.ts';
import {
  DEFAULT_ACTION,
  hasIndexFor,
  highestAutomaticNumber,
  judgeForeignKey,
  judgeOwnKeys,
} from './foreign-keys.ts';
import { addIndexes, judgeAutoIncrement } from './indexes.ts';
import { judgeInnodbNames, judgeTemporary } from './innodb-names.ts';
import { characters, judgeName } from './names.ts';
import { addPrimaryKey } from './primary-key.ts';
import { isInnodb, judgeRow, rowFits } from './row-size.ts';

export function assemble(context: Context, base: Table, additions: Additions): Table {
  let table = base;
  // What neither brings a primary key nor touches a column, as most of an ALTER TABLE's do, leaves it as it is.
  const judgesPrimaryKey = additions.primaryKeys.length + additions.touched.size > 0;
  const ofPrimaryKey = judgesPrimaryKey
    ? context.findings.capture(() => {
        table = addPrimaryKey(context, base, additions);
      })
    : () => {};
  const foreignKeys = namedForeignKeys(context, table, additions.foreignKeys, additions.before === undefined);
  table = addIndexes(context, table, additions, foreignKeys, ofPrimaryKey);
  ofPrimaryKey();
  judgeReplacedIndexes(context, table, additions);
  judgeAutoIncrement(context, table, additions);
  table = addForeignKeys(context, table, foreignKeys, additions);
  const { before } = additions;
  judgeInnodbNames(context, table, before, additions.origin);
  judgeTemporary(context, table, additions.origin);
  // What was too large before is not reported again.
  const widened = before === undefined || (additions.touched.size > 0 && rowFits(context, before));
  if (widened && table.open === undefined) judgeRow(context, table, additions.origin);
  return table;
}

function namedForeignKeys(
  context: Context,
  table: Table,
  specs: readonly ForeignKeySpec[],
  creating: boolean,
): { foreignKey: ForeignKey; given: string | undefined }[] {
  const named: { foreignKey: ForeignKey; given: string | undefined }[] = [];
  if (specs.length === 0) return named;
  // Names that this very statement gives are not looked at, and may collide.
  let number = highestAutomaticNumber(table.name, table.foreignKeys);
  for (const spec of specs) {
    context.findings.during(spec, () => {
      judgeParentName(context, table.name, spec, creating);
      if (context.dialect.engine === 'mariadb') {
        judgeChildColumns(context, table, spec, creating);
        judgeCount(context, spec, 'nameLengths');
      }
      if (spec.name !== undefined)
        judgeName(
          context,
          'foreignKey',
          spec.name,
          table.name,
          spec.origin,
          context.traits.stages.foreignKeyName,
        );
    });
    if (spec.name === undefined) number++;
    named.push({
      given: spec.name,
      foreignKey: {
        name: spec.name ?? `${table.name}_ibfk_${number}`,
        columns: spec.columns,
        parent: spec.parent,
        parentColumns: spec.parentColumns,
        onDelete: keptAction(context, spec.onDelete),
        onUpdate: keptAction(context, spec.onUpdate),
        ...(spec.origin === undefined ? {} : { origin: spec.origin }),
      },
    });
  }
  return named;
}

/** MariaDB looks for them before any other key: Foreign_key::validate() in sql/sql_class.cc. */
function judgeChildColumns(
  { findings }: Context,
  table: Table,
  { columns, origin }: ForeignKeySpec,
  creating: boolean,
): void {
  const missing = columns.find((name) => findColumn(table, name) === undefined);
  if (missing === undefined || table.open !== undefined) return;
  findings.refuse(
    creating ? 'nameLengths' : 'reservedIndexNames',
    { kind: 'object-missing', object: 'column', name: missing, table: table.name },
    { code: '1072', message: `Key column '${missing}' doesn't exist in table` },
    origin,
  );
}

/** As many columns on one side as on the other. */
function judgeCount(
  context: Context,
  spec: Pick<ForeignKeySpec, 'name' | 'columns' | 'parentColumns' | 'origin'>,
  stage: Stage,
): void {
  if (spec.parentColumns.length === 0 || spec.columns.length === spec.parentColumns.length) return;
  context.findings.refuse(
    stage,
    { kind: 'other' },
    {
      code: '1239',
      message: `Incorrect foreign key definition for '${spec.name ?? 'foreign key without name'}': Key reference and table reference don't match`,
    },
    spec.origin,
  );
}

/** InnoDB has no SET DEFAULT; MariaDB keeps RESTRICT in its place (knowledge base page foreign-keys; measured). */
function keptAction(context: Context, action: ReferentialAction | undefined): ReferentialAction {
  if (action === undefined) return DEFAULT_ACTION;
  return action === 'set default' && context.dialect.engine === 'mariadb' ? 'restrict' : action;
}

/** Of the table that is referred to; a wrong one has no error of its own for its length. Measured. */
function judgeParentName(
  context: Context,
  table: string,
  { parent, origin }: ForeignKeySpec,
  creating: boolean,
): void {
  const length = characters(parent.name);
  const limit = context.limit('identifier');
  if (length <= limit && parent.name !== '' && !parent.name.endsWith(' ')) return;
  context.findings.refuse(
    context.dialect.engine === 'mysql' ? 'parse' : creating ? 'newChecks' : 'alterEngine',
    length > limit
      ? {
          kind: 'identifier-too-long',
          object: 'table',
          name: parent.name,
          table,
          length,
          limit,
          unit: 'characters',
        }
      : { kind: 'other' },
    { code: '1103', message: `Incorrect table name '${parent.name}'` },
    origin,
  );
}

function addForeignKeys(
  context: Context,
  table: Table,
  named: readonly { foreignKey: ForeignKey; given: string | undefined }[],
  { before, copies }: Additions,
): Table {
  if (named.length === 0) return table;
  const { catalog, findings } = context;
  if (!isInnodb(table)) {
    for (const { foreignKey } of named) {
      findings.change(
        'foreignKeys',
        {
          kind: 'foreign-key',
          name: foreignKey.name ?? null,
          table: table.name,
          parent: foreignKey.parent.name,
          reason: 'storage-engine',
          detail: table.engine ?? '',
        },
        {
          code: null,
          message: `storage engine ${table.engine} has no foreign keys: the constraint is not made`,
        },
        foreignKey.origin,
      );
    }
    return table;
  }
  let next = table;
  for (const { foreignKey, given } of named) {
    const name = foreignKey.name ?? '';
    const folded = name.toLowerCase();
    // A name that the same statement drops is not free yet.
    const here = [...next.foreignKeys, ...(before?.foreignKeys ?? [])].some(
      (other) => other.name?.toLowerCase() === folded,
    );
    const owner = catalog.named('foreignKey', name);
    const elsewhere = owner !== undefined && owner.table !== catalog.key(table);
    if (here || elsewhere) {
      const ownerTable = here
        ? table.name
        : (catalog.table(owner?.table ?? '')?.name ?? owner?.table ?? table.name);
      findings.refuse(
        before === undefined
          ? here && context.traits.foreignKeyWording === 'own'
            ? 'foreignKeys'
            : context.traits.stages.duplicateForeignKey
          : elsewhere && context.traits.foreignKeyWording === 'own'
            ? 'takenForeignKeys'
            : context.traits.stages.foreignKey,
        { kind: 'object-exists', object: 'foreignKey', name, table: table.name, owner: ownerTable },
        duplicateWording(context, name, table.name, before, here),
        foreignKey.origin,
      );
    }
    if (context.dialect.engine === 'mysql') judgeCount(context, foreignKey, 'neededIndexes');
    if (given === undefined) judgeAutomaticName(context, table, foreignKey, before === undefined);
    judgeForeignKey(context, next, foreignKey, before, copies);
    next = { ...next, foreignKeys: [...next.foreignKeys, foreignKey] };
  }
  if (before !== undefined && (copies || catalog.foreignKeyChecks)) {
    const added = named.map(({ foreignKey }) => foreignKey);
    judgeOwnKeys(context, next, added);
  }
  return next;
}

/** MySQL: a new FULLTEXT index takes the place of one that a foreign key has made, and that it needs. */
function judgeReplacedIndexes(context: Context, table: Table, { before, origin }: Additions): void {
  if (context.dialect.engine !== 'mysql' || before === undefined) return;
  if (table.indexes.every(({ kind }) => kind !== 'fulltext')) return;
  for (const index of before.indexes) {
    if (index.implicit !== true || table.indexes.some(({ name }) => name === index.name)) continue;
    const needs = table.foreignKeys.find(
      ({ columns }) => hasIndexFor(before, columns) && !hasIndexFor(table, columns),
    );
    if (needs === undefined) continue;
    context.findings.refuse(
      context.traits.stages.neededIndex,
      {
        kind: 'object-in-use',
        object: 'index',
        name: index.name,
        table: table.name,
        by: needs.name ?? '',
        byKind: 'foreignKey',
      },
      context.dialect.words.dropNeededIndex(index.name, table.name, false, context.traits),
      origin,
    );
    return;
  }
}

/** With checks off an ALTER TABLE is done in place, and InnoDB finds the name itself. */
function duplicateWording(
  context: Context,
  name: string,
  table: string,
  before: Table | undefined,
  /** Does another of the table's own keys bear it? */
  here: boolean,
): Wording {
  const { traits, dialect, catalog } = context;
  if (traits.foreignKeyWording !== 'own' && before !== undefined && !catalog.foreignKeyChecks) {
    // Names of the table are compared to the letter; others are met where the key is written down.
    const own = before.foreignKeys.some((foreignKey) => foreignKey.name === name);
    return own || traits.foreignKeyWording === '1215'
      ? { code: '1826', message: `Duplicate FOREIGN KEY constraint name '${name}'` }
      : { code: '1823', message: `Failed to add the foreign key constraint '${name}' to system tables` };
  }
  // InnoDB before 8.0 has no words of its own for two keys of one name in a new table.
  if (here && before === undefined && traits.foreignKeyWording === '1215')
    return { code: '1215', message: 'Cannot add foreign key constraint' };
  return dialect.words.foreignKey({ kind: 'duplicate-name' }, name, table, traits);
}

/**
 * A long table's `<table>_ibfk_1` may itself be too long. MySQL 8 keeps to 64 characters; older servers, and MariaDB,
 * look only in CREATE TABLE (ALTER TABLE works on a table of another name), and take one byte less, where the table's name
 * has no more than 64 bytes. Measured.
 */
function judgeAutomaticName(context: Context, table: Table, foreignKey: ForeignKey, creating: boolean): void {
  const name = foreignKey.name ?? '';
  const own = context.traits.foreignKeyWording === 'own';
  const length = own ? characters(name) : Buffer.byteLength(name);
  const limit = own ? context.limit('identifier') : context.limit('identifier') - 1;
  if (length <= limit || (!own && !creating)) return;
  if (!own && Buffer.byteLength(table.name) > context.limit('identifier')) return;
  context.findings.refuse(
    context.traits.stages.foreignKey,
    {
      kind: 'identifier-too-long',
      object: 'foreignKey',
      name,
      table: table.name,
      length,
      limit,
      unit: own ? 'characters' : 'bytes',
    },
    { code: '1059', message: `Identifier name '${name}' is too long` },
    foreignKey.origin,
  );
}
