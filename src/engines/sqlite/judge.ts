/** What SQLite makes of a statement. */
import { Catalog, type Judge, type Statement, type StatementOf, type Target } from '../../schema/index.ts';
import { afterFrameworkRefusal, afterNotUnderstood, Docket, rowsCopied } from '../docket.ts';
import { catalogMeant, wordAt } from '../foreign-syntax.ts';
import { alterTable, renameTable } from './alter-table.ts';
import { type Context, isSystemTable, lookUpTable, normalize, syntaxError } from './context.ts';
import { createTable } from './create-table.ts';
import { checkActions, data } from './data.ts';
import { createIndex, dropIndex } from './indexes.ts';
import { createView, dropView } from './views.ts';

/** Judges the statement, notes what is wrong, and gives the catalog as if it had succeeded. */
function run(context: Context, statement: Statement): Catalog {
  const { catalog, docket } = context;
  switch (statement.kind) {
    case 'createTable':
      return createTable(context, statement);
    case 'dropTable':
      return dropTable(context, statement);
    case 'createView':
      return createView(context, statement);
    case 'dropView':
      return dropView(context, statement);
    case 'renameTable':
      return renameTable(context, normalize(statement.from), normalize(statement.to));
    case 'alterTable':
      return alterTable(context, statement);
    case 'createIndex':
      return createIndex(context, statement);
    case 'dropIndex':
      return dropIndex(context, statement);
    case 'renameIndex':
      syntaxError(context, 'index', statement.origin);
      return catalog;
    case 'enumType':
      syntaxError(context, 'type', statement.origin);
      return catalog;
    case 'dropSequence':
      syntaxError(context, 'sequence', statement.origin);
      return catalog;
    case 'comment':
      syntaxError(context, 'comment', statement.origin);
      return catalog;
    case 'foreignKeyChecks':
      // https://www.sqlite.org/pragma.html#pragma_foreign_keys: "a no-op within a transaction".
      return catalog.transaction === null ? catalog.withForeignKeyChecks(statement.enabled) : catalog;
    case 'transaction':
      return transaction(context, statement);
    case 'data':
      return data(context, statement);
    case 'noSchemaChange':
      if (statement.unsure !== undefined) docket.unsure(statement.unsure);
      return afterTemporaryCopy(catalog, statement.sql);
    case 'foreignSyntax': {
      const word = wordAt(statement);
      const message =
        word === ''
          ? 'incomplete input'
          : statement.fault === 'token'
            ? `unrecognized token: "${word}"`
            : `near "${word}": syntax error`;
      docket.refuse('SQLITE_ERROR', { kind: 'foreign-syntax' }, message, statement.origin);
      return catalogMeant(catalog, statement, (before, meant) =>
        sqliteJudge.judge(before, meant, context.target),
      );
    }
    case 'notUnderstood':
      docket.unsure(statement.reason);
      if (statement.onlyNew === true) return catalog.withOpen(statement.reason);
      return afterNotUnderstood(
        catalog,
        statement.reason,
        statement.tables?.map(normalize),
        statement.takesAway,
      );
    case 'frameworkRefuses':
      docket.refuse(null, { kind: 'framework-refuses' }, statement.message, statement.origin);
      return afterFrameworkRefusal(catalog, statement, normalize);
  }
}

/** A framework's temporary copy is no table of the catalog, but the rows are on their way through it. */
function afterTemporaryCopy(catalog: Catalog, sql: string): Catalog {
  const match = /^\s*(create\s+temporary|drop)\s+table\s+["`[]?([\w$]+)/i.exec(sql);
  if (match?.[2] === undefined) return catalog;
  const copied = /^drop$/i.test(match[1] ?? '') ? undefined : rowsCopied(catalog, sql);
  return catalog.withRows({ name: match[2] }, copied);
}

/**
 * DROP TABLE deletes the rows first, and that fails where rows of another table need them; a fresh database has none.
 */
function dropTable(context: Context, statement: StatementOf<'dropTable'>): Catalog {
  const { docket } = context;
  const [first, second] = statement.tables;
  if (second !== undefined) syntaxError(context, ',', statement.origin);
  else if (statement.cascade) syntaxError(context, 'cascade', statement.origin);
  if (docket.refused || first === undefined) return context.catalog;
  const name = normalize(first);
  if (isSystemTable(name.name)) {
    docket.refuse(
      'SQLITE_ERROR',
      { kind: 'other' },
      `table ${name.name} may not be dropped`,
      statement.origin,
    );
    return context.catalog;
  }
  const known = context.catalog.table(name);
  if (known?.view === true) {
    const message = `use DROP VIEW to delete view ${name.name}`;
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, statement.origin);
  }
  if (!statement.ifExists) lookUpTable(context, name, name.name, statement.origin);
  if (known !== undefined && context.catalog.foreignKeyChecks && !docket.refused)
    checkActions(context, known);
  return context.catalog.withoutTable(name);
}

function transaction(context: Context, statement: StatementOf<'transaction'>): Catalog {
  const { catalog, docket } = context;
  const open = catalog.transaction;
  const savepoint = /\b(?:savepoint|rollback\s+to|release)\s+(?:savepoint\s+)?["`]?(\w+)/i.exec(
    statement.sql,
  )?.[1];
  const refuse = (message: string) =>
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, statement.origin);
  if (savepoint === undefined) {
    if (statement.action === 'begin') {
      if (open !== null) refuse('cannot start a transaction within a transaction');
      return open === null ? catalog.withTransaction({ start: catalog, failed: false }) : catalog;
    }
    if (open === null) {
      refuse(`cannot ${statement.action} - no transaction is active`);
      return catalog;
    }
    let { start } = open;
    while (start.transaction !== null) start = start.transaction.start;
    return statement.action === 'commit' ? catalog.withTransaction(null) : start;
  }
  if (statement.action === 'begin')
    return catalog.withTransaction({ start: catalog, savepoint, failed: false });
  for (let level = open; level !== null; level = level.start.transaction) {
    if (level.savepoint?.toLowerCase() !== savepoint.toLowerCase()) continue;
    return statement.action === 'commit'
      ? catalog.withTransaction(level.start.transaction)
      : level.start.withTransaction(level);
  }
  refuse(`no such savepoint: ${savepoint}`);
  return catalog;
}

export const sqliteJudge: Judge = {
  initial: (target: Target) => Catalog.empty('ignore-case', target.settings.foreignKeyChecks),
  judge(catalog, statement, target) {
    const docket = new Docket();
    const after = run({ catalog, statement, target, docket }, statement);
    return docket.verdict(catalog, after);
  },
};
