/** ALTER TABLE, and CREATE INDEX and DROP INDEX, which the server turns into one. */
import {
  type AlterAction,
  type Catalog,
  type ForeignKeySpec,
  findColumn,
  findIndex,
  type IndexSpec,
  keyColumns,
  type Origin,
  type PrimaryKeySpec,
  type StatementOf,
  type Table,
  type TableName,
  type Verdict,
  type Writable,
} from '../../schema/index.ts';
import { withoutPrimaryKey } from '../catalog-edits.ts';
import { type ColumnEdits, editColumns } from './alter-columns.ts';
import { editKeys } from './alter-keys.ts';
import { assemble } from './assemble.ts';
import {
  checksOf,
  judgeActions,
  judgeChecks,
  judgeOldChecks,
  keptAsTables,
  type NewCheck,
  namedChecks,
  renamedChecks,
} from './checks.ts';
import { judgeZeroDates, keptExpressions } from './compared-dates.ts';
import { type Context, lookUp } from './context.ts';
import { converted } from './convert-charset.ts';
import { columnsThatSayNull, judgeVisible, judgeWaitingForName, keysOfColumns } from './create-table.ts';
import { judgeDefaultExpressions, judgeGeneratedExpressions, judgeGeneratedValues } from './generated.ts';
import { judgeHeld, needsCopy } from './guards.ts';
import { judgeName } from './names.ts';
import { judgeOptions, judgeRowFormat, splitEngine, tableCharacterSet } from './options.ts';
import { isInnodb } from './row-size.ts';
import { judgeRenamedChecks, judgeTarget, perhaps, renamed, unseen } from './tables.ts';
import { judgeZeroDefaults } from './timestamps.ts';
import { keyPartBytes } from './types.ts';
import { syntaxError } from './words.ts';

export interface Alteration {
  readonly table: TableName;
  readonly actions: readonly AlterAction[];
  readonly ifExists?: boolean;
  readonly origin: Origin;
}

export function alterTable(context: Context, statement: Alteration): Verdict {
  const { catalog, findings } = context;
  const { origin } = statement;
  judgeName(context, 'table', statement.table.name, statement.table.name, origin);
  judgeSyntax(context, statement);
  const found = lookUp(context, statement.table);
  if (found.kind === 'missing') {
    if (statement.ifExists === true) return findings.verdict(catalog, catalog);
    findings.refuse(
      'open',
      { kind: 'object-missing', object: 'table', name: statement.table.name, table: statement.table.name },
      { code: '1146', message: `Table '${statement.table.name}' doesn't exist` },
      origin,
    );
    // What cannot stand in any table is said too.
    applyActions(context, unseen(statement.table, 'the table does not exist'), statement);
    return findings.verdict(catalog, catalog);
  }
  if (found.kind === 'unknown') findings.uncertain(found.reason);
  const before = found.kind === 'table' ? found.table : perhaps(statement.table, found.reason);
  if (before.view === true) {
    findings.refuse('open', { kind: 'other' }, context.dialect.words.notBaseTable(before.name), origin);
    return findings.verdict(catalog, catalog);
  }
  const after = applyActions(context, before, statement);
  return findings.verdict(catalog, after);
}

function judgeSyntax(context: Context, statement: Alteration): void {
  const { traits, findings, dialect } = context;
  const refuse = (near: string, origin?: Origin) =>
    findings.refuse(
      'parse',
      { kind: 'foreign-syntax' },
      syntaxError(dialect.title, near),
      origin ?? statement.origin,
    );
  if (statement.ifExists === true && !traits.ifExistsInAlter) refuse(`if exists ${statement.table.name}`);
  for (const action of statement.actions) {
    switch (action.kind) {
      case 'renameColumn':
        if (!traits.renameColumn) refuse(`column \`${action.from}\` to \`${action.to}\``, action.origin);
        break;
      case 'renameIndex':
        if (!traits.renameIndex) refuse(`index \`${action.from}\` to \`${action.to}\``, action.origin);
        break;
      case 'dropConstraint':
        if (!traits.dropConstraint) refuse(`constraint \`${action.name}\``);
        else if (action.ifExists === true && !traits.ifExistsInAlter) refuse(`if exists \`${action.name}\``);
        break;
      case 'dropColumn':
        if (action.ifExists === true && !traits.ifExistsInAlter) refuse(`if exists \`${action.column}\``);
        break;
      case 'dropIndex':
      case 'dropForeignKey':
        if (action.ifExists === true && !traits.ifExistsInAlter) refuse(`if exists \`${action.name}\``);
        break;
      case 'addColumn':
        if (action.ifNotExists === true && !traits.ifExistsInAlter) {
          refuse(`if not exists \`${action.column.name}\``, action.column.origin);
        }
        break;
      case 'addIndex':
        if (action.ifNotExists === true && !traits.ifExistsInAlter) {
          refuse(`if not exists \`${action.index.name ?? ''}\``, action.index.origin);
        }
        break;
      case 'alterColumnType':
        refuse(`type ${action.type.text}`, action.origin);
        break;
      case 'alterColumnNull':
        refuse(action.nullable ? 'drop not null' : 'set not null');
        break;
      case 'dropColumnExpression':
        refuse('drop expression');
        break;
      case 'addIdentity':
        refuse('add generated');
        break;
      default:
    }
  }
}

function setPlaces({ findings, dialect }: Context, table: Table, actions: readonly AlterAction[]): void {
  if (actions.length < 2) return;
  const positionOf = (name: string) =>
    table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  actions.forEach((action, inText) => {
    const part =
      action.kind === 'addColumn' || action.kind === 'modifyColumn'
        ? action.column
        : action.kind === 'addForeignKey'
          ? action.foreignKey
          : action.kind === 'addCheck'
            ? action.check
            : action.kind === 'addIndex'
              ? action.index
              : action;
    const there =
      action.kind === 'modifyColumn' || action.kind === 'renameColumn'
        ? positionOf(action.from)
        : action.kind === 'alterColumnDefault'
          ? positionOf(action.column)
          : -1;
    // New columns follow those that are there.
    // Of tables' names MySQL's parser itself takes care.
    const early = action.kind === 'renameTo' && dialect.engine === 'mysql';
    findings.setPlace(part, {
      inText: early ? -1 : inText,
      ofColumn: there < 0 ? inText : there - table.columns.length,
    });
  });
}

function applyActions(context: Context, before: Table, statement: Alteration): Catalog {
  const { actions, origin } = statement;
  setPlaces(context, before, actions);
  const columns = editColumns(context, before, actions, origin);
  const keys = editKeys(context, before, columns, actions, origin);
  const kept = keys.primaryKey === undefined ? withoutPrimaryKey(before) : before;
  const edited: Writable<Table> = {
    ...kept,
    columns: columns.columns,
    indexes: keys.indexes,
    foreignKeys: keys.foreignKeys,
    checks: keys.checks,
  };
  if (keys.primaryKey !== undefined) edited.primaryKey = keys.primaryKey;
  const draft = withOptions(context, before, edited, columns, actions, origin);
  // Most statements leave the columns as they are.
  if (draft.columns !== before.columns) {
    const parts = [
      ...(keys.primaryKey?.parts ?? []),
      ...actions.flatMap((action) => (action.kind === 'addPrimaryKey' ? action.primaryKey.parts : [])),
    ];
    const inPrimaryKey = new Set(keyColumns(parts).map((name) => name.toLowerCase()));
    judgeVisible(context, draft, columns.specs, origin, inPrimaryKey);
  }

  const primaryKeys: PrimaryKeySpec[] = [];
  const indexes: IndexSpec[] = [];
  const foreignKeys: ForeignKeySpec[] = [];
  const indexesBeforeForeign: number[] = [];
  const checks: NewCheck[] = [];
  let keysBeforePrimary = 0;
  for (const action of actions) {
    if (action.kind === 'addColumn' || action.kind === 'modifyColumn') {
      const own = keysOfColumns(context, [action.column]);
      if (!columns.specs.includes(action.column)) {
        // MariaDB leaves out a column that is there, but not the key that its definition asks for.
        const left = action.kind === 'addColumn' && action.ifNotExists === true;
        if (left && findIndex(before, action.column.name) === undefined) indexes.push(...own.indexes);
        continue;
      }
      checks.push(...checksOf([action.column], []));
      if (own.primaryKeys.length > 0) keysBeforePrimary = indexes.length + foreignKeys.length;
      primaryKeys.push(...own.primaryKeys);
      indexes.push(...own.indexes);
    } else if (action.kind === 'addPrimaryKey') {
      primaryKeys.push(action.primaryKey);
      keysBeforePrimary = indexes.length + foreignKeys.length;
    } else if (action.kind === 'addForeignKey') {
      indexesBeforeForeign.push(indexes.length);
      foreignKeys.push(action.foreignKey);
    } else if (action.kind === 'addCheck') checks.push({ check: action.check });
    else if (action.kind === 'addIndex') {
      const { name } = action.index;
      if (action.ifNotExists === true && name !== undefined && findIndex(before, name) !== undefined)
        continue;
      indexes.push(action.index);
    }
  }
  const after = assemble(context, draft, {
    primaryKeys,
    indexes,
    hadPrimaryKey: keys.primaryKey !== undefined,
    keysBeforePrimary,
    foreignKeys,
    indexesBeforeForeign,
    touched: allTouched(actions, draft, columns.touched),
    saysNull: columnsThatSayNull(columns.specs),
    copies: foreignKeys.length > 0 && copiesTable(before, actions, columns),
    origin,
    before,
  });
  const added = namedChecks(context, before.name, checks, before.checks);
  judgeDefaultExpressions(context, after, before);
  judgeGeneratedExpressions(context, after, columns.touched);
  judgeChecks(context, after, added, before);
  judgeOldChecks(context, before, after, columns.touched);
  judgeGeneratedValues(context, after, columns.touched);
  if (actions.some(({ kind }) => kind !== 'renameTo')) {
    judgeZeroDates(context, before, after, keptExpressions(before, after), origin);
    judgeZeroDefaults(context, after, columns.touched, origin);
  }
  judgeHeld(
    context,
    before,
    after,
    columns,
    keys,
    () => copiesRows(context, before, columns, actions),
    origin,
  );
  const whole: Table =
    added.length === 0 ? after : { ...after, checks: [...after.checks, ...keptAsTables(context, added)] };
  judgeActions(context, whole, added, foreignKeys);
  return placed(context, before, whole, columns, actions, origin);
}

/**
 * What makes an ALTER TABLE with a new foreign key a copy of the table on MariaDB, while keys are not checked: other
 * types, generated columns and checks that come; columns that go or move past virtual ones. Measured on 10.11.19.
 */
function copiesTable(before: Table, actions: readonly AlterAction[], columns: ColumnEdits): boolean {
  const isVirtual = before.columns.some(({ generated }) => generated?.stored === false);
  return (
    columns.changed.some(({ from, to }) => needsCopy(from, to)) ||
    columns.specs.some(({ generated, check }) => generated !== undefined || check !== undefined) ||
    (isVirtual &&
      (columns.dropped.size > 0 || columns.specs.some(({ position }) => position !== undefined))) ||
    actions.some(({ kind }) => kind === 'addCheck')
  );
}

/** Is a table of InnoDB's, or one that becomes so, written anew row by row? Measured on 9.7.4 and 10.11.19. */
function copiesRows(
  { dialect, catalog, limit }: Context,
  before: Table,
  columns: ColumnEdits,
  actions: readonly AlterAction[],
): boolean {
  const mysql = dialect.engine === 'mysql';
  const has = (kind: AlterAction['kind']) => actions.some((action) => action.kind === kind);
  const after = { ...before, columns: columns.columns };
  /** A UNIQUE that MariaDB makes a hash, over a generated column. */
  const isHashed = ({ kind, parts }: IndexSpec) =>
    kind === 'unique' &&
    parts.some((part) => {
      const column = 'column' in part ? findColumn(after, part.column) : undefined;
      if (column === undefined || !('column' in part)) return false;
      return (keyPartBytes(column, part.length) ?? Number.POSITIVE_INFINITY) > limit('keyPartBytes');
    });
  return (
    !isInnodb(before) ||
    before.indexes.some(({ method }) => method === 'hash') ||
    columns.changed.some(({ from, to }) =>
      // MariaDB stops to count in place.
      needsCopy(mysql || to.autoIncrement ? from : { ...from, autoIncrement: false }, to),
    ) ||
    (!mysql && actions.some((action) => action.kind === 'addIndex' && isHashed(action.index))) ||
    (has('dropPrimaryKey') && !has('addPrimaryKey')) ||
    columns.specs.some(
      ({ generated, check, default: value }) =>
        generated !== undefined ||
        (mysql && check !== undefined) ||
        (!mysql && value?.kind === 'expression' && /\buuid(?:_short)?\s*\(/i.test(value.sql)),
    ) ||
    actions.some(({ kind }) => kind === 'addCheck' || (kind === 'addForeignKey' && catalog.foreignKeyChecks))
  );
}

/** Another storage engine or row format has other limits: every key is looked at anew. */
function allTouched(
  actions: readonly AlterAction[],
  table: Table,
  touched: ReadonlyMap<string, Origin | undefined>,
): ReadonlyMap<string, Origin | undefined> {
  const rebuilt = actions.some(
    (action) =>
      action.kind === 'setOptions' &&
      (action.options.engine !== undefined ||
        action.options.rowFormat !== undefined ||
        action.options.convert === true),
  );
  if (!rebuilt) return touched;
  return new Map([
    ...table.columns.map((column) => [column.name.toLowerCase(), undefined] as const),
    ...touched,
  ]);
}

function withOptions(
  context: Context,
  before: Table,
  draft: Table,
  columns: ColumnEdits,
  actions: readonly AlterAction[],
  origin: Origin,
): Table {
  let table = draft;
  for (const action of actions) {
    if (action.kind !== 'setOptions') continue;
    const { options } = action;
    context.findings.during(action, () => judgeOptions(context, table.name, options, origin));
    const { engine, rowFormat } = splitEngine(options);
    const characters =
      options.charset === undefined && options.collation === undefined
        ? undefined
        : tableCharacterSet(context, options);
    table = {
      ...table,
      ...(characters ?? {}),
      ...(engine === undefined ? {} : { engine }),
      ...(rowFormat === undefined ? {} : { rowFormat }),
      ...(options.comment === undefined ? {} : { comment: options.comment }),
    };
    if (options.convert === true && characters !== undefined) table = converted(context, table, characters);
    const converts = engine !== undefined && engine !== (before.engine ?? 'innodb');
    const copies = converts || copiesRows(context, before, columns, actions);
    if (rowFormat !== undefined || copies) judgeRowFormat(context, table, copies, origin);
    if (converts) judgeEngineChange(context, before, origin);
  }
  return table;
}

/** A table with foreign keys, or with others' pointing to it, stays with InnoDB. */
function judgeEngineChange(context: Context, table: Table, origin: Origin): void {
  const { catalog, findings, traits } = context;
  const [reference] = catalog.referencesTo(table);
  const own = table.foreignKeys[0];
  if (own === undefined && reference === undefined) return;
  if (traits.foreignKeyWording !== 'own' && !catalog.foreignKeyChecks) return;
  findings.refuse(
    'alterEngine',
    {
      kind: 'object-in-use',
      object: 'table',
      name: table.name,
      table: table.name,
      by: own?.name ?? `${reference?.child.name}.${reference?.foreignKey.name}`,
    },
    traits.foreignKeyWording === 'own'
      ? {
          code: '3776',
          message:
            "Cannot change table's storage engine because the table participates in a foreign key constraint.",
        }
      : { code: '1217', message: 'Cannot delete or update a parent row: a foreign key constraint fails' },
    origin,
  );
}

/** Puts the table back; keys that point to renamed columns, and to a renamed table, follow. */
function placed(
  context: Context,
  before: Table,
  after: Table,
  columns: ColumnEdits,
  actions: readonly AlterAction[],
  origin: Origin,
): Catalog {
  const { catalog } = context;
  let next = catalog.withTable(after);
  if (columns.renamed.size > 0) {
    const key = catalog.key(before);
    for (const { child } of [...next.referencesTo(after)]) {
      next = next.withTable({
        ...child,
        foreignKeys: child.foreignKeys.map((foreignKey) =>
          catalog.key(foreignKey.parent) === key
            ? {
                ...foreignKey,
                parentColumns: foreignKey.parentColumns.map(
                  (name) => columns.renamed.get(name.toLowerCase()) ?? name,
                ),
              }
            : foreignKey,
        ),
      });
    }
  }
  // Of several the last counts.
  const last = actions.findLast(({ kind }) => kind === 'renameTo');
  for (const action of actions) {
    if (action.kind !== 'renameTo') continue;
    context.findings.during(action, () =>
      judgeName(context, 'table', action.to.name, action.to.name, action.origin ?? origin),
    );
    if (action !== last) continue;
    // To its own name is nothing to do.
    if (catalog.key(before) !== catalog.key(action.to))
      judgeTarget(context, action.to, false, action.origin ?? origin);
    const table = next.table(after);
    if (table !== undefined) {
      judgeTakenChecks(context, table, action.to, actions, action.origin ?? origin);
      const besides = actions.every(({ kind }) => kind === 'renameTo') ? [] : before.checks;
      judgeRenamedChecks(context, table, action.to, action.origin ?? origin, besides);
      next = renamed(context, next, table, action.to);
      next = withOldParents(context, next, before, action.to);
      const moved = next.table(action.to);
      if (moved !== undefined) judgeWaitingForName({ ...context, catalog: next }, moved, catalog, table);
    }
  }
  return next;
}

/** MySQL: beside other steps the automatic names of checks must be free under the new name, the table's own old ones as well. */
function judgeTakenChecks(
  context: Context,
  table: Table,
  to: TableName,
  actions: readonly AlterAction[],
  origin: Origin,
): void {
  const { catalog, traits, findings, dialect } = context;
  if (traits.checks !== 'schema' || actions.every(({ kind }) => kind === 'renameTo')) return;
  const taken = new Set(
    [...catalog.filter(({ checks }) => checks.length > 0, 'irregular')].flatMap(({ checks }) =>
      checks.map(({ name }) => name?.toLowerCase()),
    ),
  );
  const renamed = renamedChecks(context, table, to.name);
  const clash = renamed.find(
    ({ name }, i) => name !== table.checks[i]?.name && taken.has(name?.toLowerCase()),
  );
  if (clash?.name === undefined) return;
  const fact = { kind: 'object-exists', object: 'constraint', name: clash.name, table: table.name } as const;
  findings.refuse('alterChecks', fact, dialect.words.duplicateCheck(clash.name), origin);
}

/** MariaDB: a new key that refers to its own table by the name that the same statement takes from it keeps that name. */
function withOldParents(context: Context, catalog: Catalog, before: Table, to: TableName): Catalog {
  const moved = catalog.table(to);
  if (context.dialect.engine !== 'mariadb' || moved === undefined) return catalog;
  const old = new Set(before.foreignKeys.map(({ name }) => name?.toLowerCase()));
  const isNew = ({ name, parent }: Table['foreignKeys'][number]) =>
    !old.has(name?.toLowerCase()) && catalog.key(parent) === catalog.key(moved);
  if (catalog.key(before) === catalog.key(moved) || !moved.foreignKeys.some(isNew)) return catalog;
  const foreignKeys = moved.foreignKeys.map((key) =>
    isNew(key) ? { ...key, parent: { name: before.name } } : key,
  );
  return catalog.withTable({ ...moved, foreignKeys });
}

export function createIndex(context: Context, statement: StatementOf<'createIndex'>): Verdict {
  const { table, index, ifNotExists, origin } = statement;
  return alterTable(context, {
    table,
    origin,
    actions: [{ kind: 'addIndex', index, ...(ifNotExists ? { ifNotExists } : {}) }],
  });
}

export function dropIndex(context: Context, statement: StatementOf<'dropIndex'>): Verdict {
  const { table, name, ifExists, origin } = statement;
  if (table === undefined) {
    context.findings.refuse(
      'parse',
      { kind: 'foreign-syntax' },
      syntaxError(context.dialect.title, ''),
      origin,
    );
    return context.findings.verdict(context.catalog, context.catalog);
  }
  return alterTable(context, {
    table,
    origin,
    actions: [{ kind: 'dropIndex', name, ...(ifExists ? { ifExists } : {}) }],
  });
}
