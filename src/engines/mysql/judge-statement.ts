/** One judge for both engines; a dialect says in what they differ. */
import { Catalog, type Judge, type Statement, type Target, type Verdict } from '../../schema/index.ts';
import { afterFrameworkRefusal } from '../docket.ts';
import { alterTable, createIndex, dropIndex } from './alter-table.ts';
import { type Context, contextOf } from './context.ts';
import { createTable } from './create-table.ts';
import type { Dialect } from './dialect.ts';
import { foreignSyntax } from './foreign-syntax.ts';
import { keyLimits, keySize } from './key-length.ts';
import { tableWork } from './online-ddl.ts';
import { data } from './rows.ts';
import { dropTable, notUnderstood, renameTable } from './tables.ts';
import { createView, dropView } from './views.ts';
import { syntaxError } from './words.ts';

export function makeJudge(dialect: Dialect): Judge {
  return {
    // Table names compare exactly where lower_case_table_names is 0, which is what servers on Linux have.
    initial: (target) => Catalog.empty('exact', target.settings.foreignKeyChecks, { relations: false }),
    judge: (catalog, statement, target) => judgeStatement(catalog, statement, target, dialect),
    lastTimestamp: (target) => contextOf(Catalog.empty('exact'), target, dialect).limit('timestampSeconds'),
    keyLimit: (target, table) => keyLimits(contextOf(Catalog.empty('exact'), target, dialect), table).format,
    tableWork: (target, statement, before, after) =>
      tableWork(dialect.onlineDdl(target.version), statement, before, after),
    keySize: (target, table, parts) =>
      keySize(contextOf(Catalog.empty('exact'), target, dialect), table, parts),
  };
}

function judgeStatement(catalog: Catalog, statement: Statement, target: Target, dialect: Dialect): Verdict {
  const context = contextOf(catalog, target, dialect);
  const { findings } = context;
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
      return renameTable(context, statement);
    case 'alterTable':
      return alterTable(context, statement);
    case 'createIndex':
      return createIndex(context, statement);
    case 'dropIndex':
      return dropIndex(context, statement);
    case 'data':
      return data(context, statement);
    case 'foreignSyntax':
      return foreignSyntax(context, statement, (before, meant) =>
        judgeStatement(before, meant, target, dialect),
      );
    case 'notUnderstood':
      return notUnderstood(context, statement);
    case 'foreignKeyChecks':
      return findings.verdict(catalog, catalog.withForeignKeyChecks(statement.enabled));
    case 'noSchemaChange':
      if (statement.unsure !== undefined) findings.uncertain(statement.unsure);
      return findings.verdict(catalog, catalog);
    case 'transaction':
      return findings.verdict(catalog, catalog);
    case 'renameIndex':
    case 'dropSequence':
    case 'enumType':
    case 'comment':
      // PostgreSQL's statements.
      return foreign(context, statement);
    case 'frameworkRefuses':
      findings.refuse(
        'parse',
        { kind: 'framework-refuses' },
        { code: null, message: statement.message },
        statement.origin,
      );
      return findings.verdict(catalog, afterFrameworkRefusal(catalog, statement));
  }
}

function foreign(context: Context, statement: Statement): Verdict {
  context.findings.refuse(
    'parse',
    { kind: 'foreign-syntax' },
    syntaxError(context.dialect.title, statement.sql),
    statement.origin,
  );
  return context.findings.verdict(context.catalog, context.catalog);
}
