/** Statements that read and write rows: only the names in them are judged. */
import {
  findColumn,
  type Origin,
  type StatementOf,
  type TableName,
  type Verdict,
} from '../../schema/index.ts';
import { foreignFunction } from '../foreign-functions.ts';
import { type Context, type Found, lookUp } from './context.ts';
import { judgeName } from './names.ts';

/** https://dev.mysql.com/doc/refman/8.4/en/system-schema.html: there on every server. */
const SYSTEM_SCHEMAS = /^(?:information_schema|performance_schema|mysql|sys)$/i;

export function data(context: Context, statement: StatementOf<'data'>): Verdict {
  const { catalog, findings, dialect } = context;
  const { table: name, origin } = statement;
  if (name === null) {
    for (const read of statement.reads ?? []) opened(context, read, origin);
    return findings.verdict(catalog, catalog);
  }
  if (SYSTEM_SCHEMAS.test(name.schema ?? '')) return findings.verdict(catalog, catalog);
  judgeName(context, 'table', name.name, name.name, origin);
  const found = opened(context, name, origin);
  for (const read of statement.reads ?? []) opened(context, read, origin);
  if (found.kind === 'table') {
    const { table } = found;
    for (const column of statement.columns ?? []) {
      if (findColumn(table, column) !== undefined) continue;
      if (table.open !== undefined || table.view === true) {
        findings.uncertain(table.open ?? `the columns of view ${table.name} are not known`);
        continue;
      }
      findings.refuse(
        'columns',
        { kind: 'object-missing', object: 'column', name: column, table: table.name },
        dialect.words.unknownColumnIn(column, statement.verb),
        origin,
      );
    }
    const missing = foreignFunction(statement, dialect.engine);
    if (missing !== undefined)
      findings.refuse(
        'columns',
        { kind: 'foreign-syntax' },
        { code: '1305', message: `FUNCTION ${missing} does not exist` },
        origin,
      );
    if (statement.verb === 'truncate' && catalog.foreignKeyChecks)
      judgeTruncate(context, statement, table.name);
  }
  return findings.verdict(catalog, catalog);
}

function opened(context: Context, name: TableName, origin: Origin): Found {
  const { findings } = context;
  const found = lookUp(context, name);
  if (found.kind === 'unknown') findings.uncertain(found.reason);
  else if (found.kind === 'missing')
    findings.refuse(
      'open',
      { kind: 'object-missing', object: 'table', name: name.name, table: name.name },
      { code: '1146', message: `Table '${name.name}' doesn't exist` },
      origin,
    );
  return found;
}

function judgeTruncate(context: Context, statement: StatementOf<'data'>, table: string): void {
  const { catalog, findings } = context;
  for (const { child, foreignKey } of catalog.referencesTo({ name: table })) {
    if (catalog.key(child) === catalog.key({ name: table })) continue;
    findings.refuse(
      'engine',
      {
        kind: 'object-in-use',
        object: 'table',
        name: table,
        table,
        by: `${child.name}.${foreignKey.name ?? ''}`,
      },
      {
        code: '1701',
        message: `Cannot truncate a table referenced in a foreign key constraint (\`${child.name}\`, CONSTRAINT \`${foreignKey.name ?? ''}\`)`,
      },
      statement.origin,
    );
    return;
  }
}
