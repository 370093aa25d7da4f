/** What PostgreSQL makes of a statement. */
import {
  Catalog,
  type ColumnType,
  compareVersions,
  definedColumns,
  type Judge,
  type KeyPart,
  type Origin,
  type Statement,
  type StatementOf,
  type Target,
  type Transaction,
} from '../../schema/index.ts';
import {
  afterFrameworkRefusal,
  afterNotUnderstood,
  afterRows,
  Docket,
  openAnywhere,
  plainPart,
  qualifierOfTarget,
} from '../docket.ts';
import { foreignFunction } from '../foreign-functions.ts';
import { catalogMeant, syntaxFact, wordAt } from '../foreign-syntax.ts';
import { alterTable, renameTable } from './alter-table.ts';
import { checkExpression } from './columns.ts';
import {
  type Context,
  checkRelationFree,
  column,
  lookUpColumn,
  lookUpTable,
  refuseExisting,
  relation,
  syntaxError,
} from './context.ts';
import { createTable } from './create-table.ts';
import { dropIndex, dropTable } from './drops.ts';
import { enumType } from './enum-types.ts';
import { indexAsTable, indexColumnNames } from './index-columns.ts';
import { makeIndex } from './keys.ts';
import { LIMITS, SINCE } from './limits.ts';
import { looseValue } from './loose-values.ts';
import { byteLength, cutNames, kept } from './names.ts';
import { dropSequence } from './sequences.ts';
import { tableWork } from './table-work.ts';
import { createView, dropView } from './views.ts';

function run(context: Context, statement: Statement): void {
  const { docket } = context;
  checkGrammar(context, statement);
  switch (statement.kind) {
    case 'createTable':
      createTable(context, statement);
      return;
    case 'dropTable':
      dropTable(context, statement);
      return;
    case 'renameTable': {
      // ALTER TABLE … RENAME takes indexes and sequences as well.
      const holder = relation(context.catalog, statement.from.name, statement.from.schema);
      if (holder !== undefined && holder.kind !== 'table') {
        renameRelation(context, statement.from.name, statement.to.name, statement.origin);
        return;
      }
      const table = lookUpTable(context, statement.from, 'relation', statement.origin);
      if (table !== undefined) renameTable(context, table, statement.to, statement.origin);
      return;
    }
    case 'alterTable':
      alterTable(context, statement);
      return;
    case 'createIndex':
      createIndex(context, statement);
      return;
    case 'dropIndex':
      dropIndex(context, statement);
      return;
    case 'createView':
      createView(context, statement);
      return;
    case 'dropView':
      dropView(context, statement);
      return;
    case 'renameIndex':
      renameRelation(context, statement.from, statement.to, statement.origin);
      return;
    case 'dropSequence':
      dropSequence(context, statement);
      return;
    case 'enumType':
      enumType(context, statement);
      return;
    case 'comment':
      comment(context, statement);
      return;
    case 'data':
      data(context, statement);
      return;
    case 'foreignSyntax': {
      const { code, message } = foreignSyntax(statement);
      docket.refuse(code, syntaxFact(statement), message, statement.origin);
      context.catalog = catalogMeant(context.catalog, statement, (before, meant) =>
        postgresJudge.judge(before, meant, context.target),
      );
      return;
    }
    case 'notUnderstood':
      docket.unsure(statement.reason);
      context.catalog =
        statement.onlyNew === true
          ? context.catalog.withOpen(statement.reason)
          : afterNotUnderstood(context.catalog, statement.reason, statement.tables, statement.takesAway);
      return;
    case 'frameworkRefuses':
      docket.refuse(null, { kind: 'framework-refuses' }, statement.message, statement.origin);
      context.catalog = afterFrameworkRefusal(context.catalog, statement);
      return;
    case 'noSchemaChange':
      if (statement.unsure !== undefined) docket.unsure(statement.unsure);
      return;
    case 'transaction':
    case 'foreignKeyChecks':
      return;
  }
}

/** What the grammar refuses (gram.y: opt_float, GENERATED … STORED), before anything is looked up. */
function checkGrammar(context: Context, statement: Statement): void {
  const { docket } = context;
  for (const { generated, origin } of definedColumns(statement)) {
    if (generated === undefined) continue;
    const since = generated.stored ? SINCE.storedColumns : SINCE.virtualColumns;
    if (compareVersions(context.target.version, since.version) < 0) {
      syntaxError(context, generated.stored ? 'stored' : 'virtual', origin);
    }
  }
  const types: { readonly type: ColumnType; readonly origin?: Origin | undefined }[] = [
    ...definedColumns(statement),
    ...(statement.kind === 'alterTable'
      ? statement.actions.filter((action) => action.kind === 'alterColumnType')
      : []),
  ];
  for (const { type, origin } of types) {
    const digits = /^float\s*\(\s*(\d+)\s*\)/i.exec(type.text.trim())?.[1];
    if (digits === undefined || (Number(digits) >= 1 && Number(digits) <= 53)) continue;
    const message =
      Number(digits) < 1
        ? 'precision for type float must be at least 1 bit'
        : 'precision for type float must be less than 54 bits';
    docket.refuse('22023', { kind: 'other' }, message, origin);
  }
}

function createIndex(context: Context, statement: StatementOf<'createIndex'>): void {
  const { catalog, docket } = context;
  const index = { ...statement.index, parts: statement.index.parts.map(plainPart) };
  if (statement.concurrently === true && catalog.transaction !== null) {
    const message = 'CREATE INDEX CONCURRENTLY cannot run inside a transaction block';
    docket.refuse('25001', { kind: 'other' }, message, index.origin ?? statement.origin);
  }
  const other = relation(catalog, statement.table.name, statement.table.schema);
  // transformIndexStmt reads predicate and expressions before DefineIndex looks at what it is.
  const row =
    other?.kind === 'index' && other.owner ? indexAsTable(other.owner, statement.table.name) : undefined;
  // A column in parentheses is an expression, too.
  for (const sql of row === undefined ? [] : [index.where, ...expressionsOf(statement.index.parts)]) {
    if (row !== undefined && sql !== undefined) checkExpression(context, row, sql, index.origin);
  }
  const table = lookUpTable(context, statement.table, 'relation', index.origin ?? statement.origin);
  if (table === undefined) return;
  if (table.view === true && table.materialized !== true) {
    const message = `cannot create index on relation "${table.name}"`;
    docket.refuse('42809', { kind: 'other' }, message, index.origin ?? statement.origin);
    return;
  }
  const holder = index.name === undefined ? undefined : relation(catalog, index.name, table.schema);
  if (statement.ifNotExists && holder !== undefined) {
    // The columns are looked up all the same; the index stays the old one.
    const trial: Context = { ...context };
    makeIndex(trial, table, withoutName(index), false);
    return;
  }
  makeIndex(context, table, index, false);
}

function expressionsOf(parts: readonly KeyPart[]): string[] {
  return parts.flatMap((part) => ('expression' in part ? [part.expression] : []));
}

function withoutName<T extends { readonly name?: string }>(spec: T): Omit<T, 'name'> {
  const { name: _name, ...rest } = spec;
  return rest;
}

/** ALTER INDEX renames whatever relation bears the name. */
function renameRelation(context: Context, from: string, to: string, origin: Origin): void {
  const holder = relation(context.catalog, from, undefined);
  const owner = holder?.owner;
  if (holder === undefined || owner === undefined) {
    const open = openAnywhere(context.catalog);
    if (open !== null) context.docket.unsure(open);
    else {
      const fact = { kind: 'object-missing', object: 'index', name: from, table: '' } as const;
      context.docket.refuse('42P01', fact, `relation "${from}" does not exist`, origin);
    }
    return;
  }
  if (owner.maybe !== undefined) context.docket.unsure(owner.maybe);
  if (holder.kind === 'table') {
    renameTable(context, owner, { name: to }, origin);
    return;
  }
  checkRelationFree(context, 'index', to, owner, origin);
  const isConstraint = owner.indexes.some((index) => index.name === from && index.constraint === true);
  const taken = owner.checks.some((check) => check.name === to);
  if (isConstraint && taken) {
    const message = `constraint "${to}" for relation "${owner.name}" already exists`;
    refuseExisting(context, '42710', 'constraint', to, owner.name, owner.name, message, origin);
  }
  context.catalog = context.catalog.withTable({
    ...owner,
    ...(owner.primaryKey?.name === from ? { primaryKey: { ...owner.primaryKey, name: to } } : {}),
    indexes: owner.indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
    columns: owner.columns.map((column) => (column.sequence === from ? { ...column, sequence: to } : column)),
  });
}

function comment(context: Context, statement: StatementOf<'comment'>): void {
  // An index has columns too, and is no table only once the column is found.
  const holder = relation(context.catalog, statement.table.name, statement.table.schema);
  const index =
    holder?.kind === 'index'
      ? [holder.owner?.primaryKey, ...(holder.owner?.indexes ?? [])].find(
          (one) => one?.name === kept(statement.table.name),
        )
      : undefined;
  if (statement.column !== undefined && index !== undefined) {
    const names = indexColumnNames(index);
    if (names.includes(undefined)) context.docket.unsure(`the columns of ${index.name} are not known`);
    else if (!names.includes(statement.column)) {
      const fact = {
        kind: 'object-missing',
        object: 'column',
        name: statement.column,
        table: statement.table.name,
      } as const;
      const message = `column "${statement.column}" of relation "${index.name}" does not exist`;
      context.docket.refuse('42703', fact, message, statement.origin);
      return;
    }
  }
  const table = lookUpTable(context, statement.table, 'relation', statement.origin);
  if (table === undefined) return;
  const text = statement.comment;
  if (statement.column === undefined) {
    const { comment: _comment, ...rest } = table;
    context.catalog = context.catalog.withTable(text === null ? rest : { ...rest, comment: text });
    return;
  }
  const missing = `column "${statement.column}" of relation "${table.name}" does not exist`;
  const column = lookUpColumn(context, table, statement.column, missing, statement.origin);
  if (column === undefined) return;
  const { comment: _comment, ...rest } = column;
  context.catalog = context.catalog.withTable({
    ...table,
    columns: table.columns.map((other) =>
      other === column ? (text === null ? rest : { ...rest, comment: text }) : other,
    ),
  });
}

function data(context: Context, statement: StatementOf<'data'>): void {
  const { docket, catalog } = context;
  if (statement.table === null) {
    checkReads(context, statement);
    return;
  }
  if (/^(?:pg_|sql_)/.test(statement.table.name) || statement.table.schema === 'information_schema') return;
  const table = lookUpTable(context, statement.table, 'relation', statement.origin);
  if (table === undefined) return;
  // SET a.b is the field b of a column a
  const qualifier = statement.verb === 'update' ? qualifierOfTarget(statement.sql) : undefined;
  if (qualifier !== undefined) {
    const missing = `column "${qualifier}" of relation "${table.name}" does not exist`;
    const isTable = column(table, qualifier) === undefined && table.open === undefined;
    // MySQL's way to name the table of the column: whoever wrote it knows of no such field.
    if (isTable) docket.refuse('42703', { kind: 'foreign-syntax' }, missing, statement.origin);
    else lookUpColumn(context, table, qualifier, missing, statement.origin);
  }
  if (statement.verb === 'insert' || statement.verb === 'update') {
    for (const name of statement.columns ?? []) {
      const missing = `column "${name}" of relation "${table.name}" does not exist`;
      lookUpColumn(context, table, name, missing, statement.origin);
    }
  }
  checkReads(context, statement);
  if (statement.verb === 'truncate' && !/\bcascade\b/i.test(statement.sql)) {
    for (const { child, foreignKey } of catalog.referencesTo(table)) {
      if (child === table) continue;
      const by = `constraint ${foreignKey.name ?? ''} on table ${child.name}`;
      docket.refuse(
        '0A000',
        { kind: 'object-in-use', object: 'table', name: table.name, table: table.name, by },
        'cannot truncate a table referenced in a foreign key constraint',
        statement.origin,
      );
      break;
    }
  }
  const loose = looseValue(statement, table);
  if (loose !== undefined)
    docket.refuse(loose.code, { kind: 'foreign-syntax' }, loose.message, statement.origin);
  const missing = foreignFunction(statement, 'postgres');
  if (missing !== undefined) {
    if (catalog.openTypes !== null) docket.unsure(catalog.openTypes);
    else
      docket.refuse(
        '42883',
        { kind: 'foreign-syntax' },
        `function ${missing.toLowerCase()}(…) does not exist`,
        statement.origin,
      );
  }
  context.catalog = afterRows(context.catalog, statement, statement.table);
}

function checkReads(context: Context, { reads = [], origin }: StatementOf<'data'>): void {
  for (const read of reads) {
    // rows are also read from a sequence
    if (
      context.catalog.table(read) !== undefined ||
      relation(context.catalog, read.name, read.schema) === undefined
    )
      lookUpTable(context, read, 'relation', origin);
  }
}

function foreignSyntax(statement: StatementOf<'foreignSyntax'>): {
  readonly code: string;
  readonly message: string;
} {
  const word = wordAt(statement);
  if (statement.fault === 'setting') {
    return { code: '42704', message: `unrecognized configuration parameter "${word.toLowerCase()}"` };
  }
  if (statement.fault === 'several') {
    return { code: '42601', message: 'cannot insert multiple commands into a prepared statement' };
  }
  return {
    code: '42601',
    message:
      word === ''
        ? 'syntax error at end of input'
        : `syntax error at or near "${word.replace(/^"(.*)"$/s, '$1')}"`,
  };
}

/** Statements outside this vocabulary that make types or functions: later ones may not be missing any. */
function typesMade(statement: Statement): string | undefined {
  if (statement.kind !== 'notUnderstood' && statement.kind !== 'noSchemaChange') return undefined;
  const made = /\bcreate\s+(?:or\s+replace\s+)?(extension|type|domain|function|collation)\b/i.exec(
    statement.sql,
  );
  if (made?.[1] !== undefined) return `an earlier statement makes a ${made[1].toLowerCase()}`;
  return statement.kind === 'notUnderstood' && statement.tables === undefined ? statement.reason : undefined;
}

const SAVEPOINT = /\b(?:savepoint|rollback\s+to|release)\s+(?:savepoint\s+)?"?(\w+)/i;

function outermost(transaction: Transaction): Catalog {
  let { start } = transaction;
  while (start.transaction !== null) start = start.transaction.start;
  return start;
}

function refuseAborted(docket: Docket, statement: Statement): void {
  const message = 'current transaction is aborted, commands ignored until end of transaction block';
  docket.refuse('25P02', { kind: 'transaction-aborted' }, message, statement.origin);
}

/** BEGIN, COMMIT, ROLLBACK and savepoints. A second BEGIN, or an end without a beginning, is only warned of. */
function transaction(catalog: Catalog, statement: StatementOf<'transaction'>, docket: Docket): Catalog {
  const open = catalog.transaction;
  const savepoint = SAVEPOINT.exec(statement.sql)?.[1];
  if (savepoint === undefined) {
    if (statement.action === 'begin') {
      if (open?.failed === true) refuseAborted(docket, statement);
      return open === null ? catalog.withTransaction({ start: catalog, failed: false }) : catalog;
    }
    if (open === null) return catalog;
    // COMMIT of a transaction that failed is a ROLLBACK.
    return statement.action === 'commit' && !open.failed ? catalog.withTransaction(null) : outermost(open);
  }
  if (open === null) {
    const word = statement.action === 'rollback' ? 'ROLLBACK TO SAVEPOINT' : 'SAVEPOINT';
    const message = `${word} can only be used in transaction blocks`;
    docket.refuse('25P01', { kind: 'other' }, message, statement.origin);
    return catalog;
  }
  if (open.failed && statement.action !== 'rollback') {
    refuseAborted(docket, statement);
    return catalog;
  }
  if (statement.action === 'begin') {
    return catalog.withTransaction({ start: catalog, savepoint, failed: false });
  }
  for (let level: Transaction | null = open; level !== null; level = level.start.transaction) {
    if (level.savepoint !== savepoint) continue;
    return statement.action === 'commit'
      ? catalog.withTransaction(level.start.transaction)
      : level.start.withTransaction({ ...level, failed: false });
  }
  docket.refuse('3B001', { kind: 'other' }, `savepoint "${savepoint}" does not exist`, statement.origin);
  return catalog;
}

export const postgresJudge: Judge = {
  initial: (_target: Target) => Catalog.empty('exact', true, { constraints: true }),
  judge(catalog, given, target) {
    const docket = new Docket();
    if (given.kind === 'transaction') {
      const after = transaction(catalog, given, docket);
      return docket.verdict(catalog, after);
    }
    const { statement, cuts } = cutNames(given);
    const context: Context = { catalog, statement, target, docket, cuts };
    if (catalog.transaction?.failed === true && statement.kind !== 'frameworkRefuses') {
      refuseAborted(docket, statement);
    }
    run(context, statement);
    const limit = LIMITS.identifierBytes.value;
    for (const cut of cuts) {
      docket.change(
        {
          kind: 'identifier-too-long',
          object: cut.object,
          name: cut.name,
          table: kept(cut.table),
          length: byteLength(cut.name),
          limit,
          unit: 'bytes',
          kept: cut.kept,
        },
        `identifier "${cut.name}" will be truncated to "${cut.kept}"`,
        cut.origin,
      );
    }
    const made = typesMade(statement);
    const after = made === undefined ? context.catalog : context.catalog.withOpenTypes(made);
    const verdict = docket.verdict(catalog, after);
    if (verdict.outcome !== 'refuses' || catalog.transaction === null || given.kind === 'frameworkRefuses') {
      return verdict;
    }
    // Nothing else is done until the transaction is rolled back.
    return { ...verdict, left: catalog.withTransaction({ ...catalog.transaction, failed: true }) };
  },
  tableWork: (target, statement, before, after) => tableWork(target, statement, before, after),
};
