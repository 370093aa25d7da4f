/** DROP TABLE, RENAME TABLE and the statements that change nothing or cannot be read. */
import type { Catalog, CheckSpec, StatementOf, Table, TableName, Verdict } from '../../schema/index.ts';
import { afterUnknownChange } from '../catalog-edits.ts';
import { renamedChecks } from './checks.ts';
import { type Context, lookUp } from './context.ts';
import { judgeWaitingForName } from './create-table.ts';
import { renamedForeignKeys } from './foreign-keys.ts';
import { characters, judgeName } from './names.ts';

export function dropTable(context: Context, statement: StatementOf<'dropTable'>): Verdict {
  const { catalog, findings, dialect, traits } = context;
  const { origin } = statement;
  let after = catalog;
  let left = catalog;
  const dropped = new Set(statement.tables.map((name) => catalog.key(name)));
  for (const name of statement.tables) judgeName(context, 'table', name.name, name.name, origin);
  // Names are looked at before anything is dropped.
  const nothing = traits.atomicDrop || findings.refused;
  for (const name of statement.tables) {
    const table = catalog.table(name);
    if (table === undefined) {
      if (statement.ifExists) continue;
      const found = lookUp(context, name);
      if (found.kind === 'unknown') findings.uncertain(found.reason);
      else {
        findings.refuse(
          'alterDrops',
          { kind: 'object-missing', object: 'table', name: name.name, table: name.name },
          { code: '1051', message: `Unknown table '${name.name}'` },
          origin,
        );
      }
      continue;
    }
    if (table.maybe !== undefined && !statement.ifExists) findings.uncertain(table.maybe);
    if (table.view === true) {
      if (!statement.ifExists) {
        findings.refuse(
          'alterDrops',
          { kind: 'object-missing', object: 'table', name: name.name, table: name.name },
          dialect.words.dropView(name.name),
          origin,
        );
      }
      continue;
    }
    const held = catalog.foreignKeyChecks && judgeReferences(context, table, dropped, statement);
    after = after.withoutTable(name);
    if (!held) left = left.withoutTable(name);
  }
  // Servers without atomic DDL drop what they can before they complain.
  return findings.verdict(catalog, after, nothing ? catalog : left);
}

function judgeReferences(
  context: Context,
  table: Table,
  dropped: ReadonlySet<string>,
  statement: StatementOf<'dropTable'>,
): boolean {
  const { catalog, findings, dialect, traits } = context;
  for (const { child, foreignKey } of catalog.referencesTo(table)) {
    const key = catalog.key(child);
    if (key === catalog.key(table)) continue;
    // MySQL 8 takes the statement as a whole; before it, and on MariaDB, the order of the tables counts.
    const before = statement.tables.findIndex((name) => catalog.key(name) === key);
    const own = statement.tables.findIndex((name) => catalog.key(name) === catalog.key(table));
    if (dropped.has(key) && (traits.atomicDrop || before < own)) continue;
    if (child.maybe !== undefined) {
      findings.uncertain(child.maybe);
      continue;
    }
    findings.refuse(
      'engine',
      {
        kind: 'object-in-use',
        object: 'table',
        name: table.name,
        table: table.name,
        by: `${child.name}.${foreignKey.name ?? ''}`,
      },
      dialect.words.dropReferencedTable(
        table.name,
        { name: foreignKey.name ?? '', table: child.name },
        traits,
      ),
      statement.origin,
    );
    return true;
  }
  return false;
}

/** The catalog with the table under its new name; automatic names of foreign keys and checks follow. */
export function renamed(context: Context, catalog: Catalog, table: Table, to: TableName): Catalog {
  const withNames = catalog.withTable({
    ...table,
    foreignKeys: renamedForeignKeys(table, to.name),
    checks: renamedChecks(context, table, to.name),
  });
  return withNames.withRenamed(table, to);
}

export function renameTable(context: Context, statement: StatementOf<'renameTable'>): Verdict {
  const { catalog, findings } = context;
  const { from, to, origin } = statement;
  judgeName(context, 'table', from.name, from.name, origin);
  judgeName(context, 'table', to.name, to.name, origin);
  const found = lookUp(context, from);
  judgeTarget(context, to, found.kind === 'missing', origin);
  if (found.kind === 'unknown') {
    findings.uncertain(found.reason);
    return findings.verdict(catalog, catalog.withTable(perhaps(to, found.reason)));
  }
  if (found.kind === 'missing') {
    findings.refuse(
      'alterColumns',
      { kind: 'object-missing', object: 'table', name: from.name, table: from.name },
      context.traits.renameMissingTable === '1146'
        ? { code: '1146', message: `Table '${from.name}' doesn't exist` }
        : {
            code: '1017',
            message: `Can't find file: './${from.name}.frm' (errno: 2 - No such file or directory)`,
          },
      origin,
    );
    return findings.verdict(catalog, catalog);
  }
  judgeRenamedChecks(context, found.table, to, origin);
  const after = renamed(context, catalog, found.table, to);
  const moved = after.table(to);
  if (moved !== undefined) judgeWaitingForName({ ...context, catalog: after }, moved, catalog, found.table);
  return findings.verdict(catalog, after);
}

/**
 * The automatic names of its checks may be too long under the table's new name (MySQL). `besides`: the checks that were
 * there before an ALTER TABLE that does more than to rename; of those the data dictionary complains. Measured on 9.7.4.
 */
export function judgeRenamedChecks(
  context: Context,
  table: Table,
  to: TableName,
  origin: StatementOf<'renameTable'>['origin'],
  besides: readonly CheckSpec[] = [],
): void {
  renamedChecks(context, table, to.name).forEach(({ name = '' }, i) => {
    const old = table.checks[i]?.name;
    if (name === old || characters(name) <= context.limit('identifier')) return;
    if (!besides.some((check) => check.name === old)) {
      judgeName(context, 'constraint', name, to.name, origin, 'engineForeignKeys');
      return;
    }
    context.findings.refuse(
      'engineForeignKeys',
      { kind: 'other' },
      { code: '3507', message: 'Failed to update check_constraints dictionary object.' },
      origin,
    );
  });
}

/** Is there a table already where one is to be renamed to? */
export function judgeTarget(
  context: Context,
  to: TableName,
  /** Is there no table to be renamed? MariaDB says so first. */
  missing: boolean,
  origin: StatementOf<'renameTable'>['origin'] | undefined,
): void {
  const { catalog, findings } = context;
  const target = catalog.table(to);
  if (target === undefined) return;
  if (target.maybe !== undefined) {
    findings.uncertain(target.maybe);
    return;
  }
  findings.refuse(
    missing && context.dialect.engine === 'mariadb' ? 'columns' : 'open',
    { kind: 'object-exists', object: 'table', name: to.name, table: to.name },
    { code: '1050', message: `Table '${to.name}' already exists` },
    origin,
  );
}

/** A table of which only the name is known. */
export function unseen(name: TableName, reason: string): Table {
  return { ...name, columns: [], indexes: [], foreignKeys: [], checks: [], temporary: false, open: reason };
}

/** A table that nothing read here makes, and that may not be there: a later CREATE TABLE of it is no certain refusal. */
export function perhaps(name: TableName, reason: string): Table {
  return { ...unseen(name, reason), maybe: reason };
}

export function notUnderstood(context: Context, statement: StatementOf<'notUnderstood'>): Verdict {
  const { catalog, findings } = context;
  findings.uncertain(statement.reason);
  let after = catalog;
  if (statement.onlyNew === true) after = after.withOpen(statement.reason);
  else if (statement.tables === undefined) {
    for (const table of catalog.tables('irregular'))
      after = after.withTable(afterUnknownChange(table, statement.reason, statement.takesAway));
    after = after.withOpen(statement.reason);
  } else {
    for (const name of statement.tables) {
      const table = catalog.table(name);
      // It may make the table, or drop it.
      const known =
        table === undefined
          ? perhaps(name, statement.reason)
          : afterUnknownChange(table, statement.reason, statement.takesAway);
      after = after.withTable(known);
    }
  }
  return findings.verdict(catalog, after);
}
