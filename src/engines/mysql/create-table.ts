/** CREATE TABLE. */
import {
  type Catalog,
  type ColumnSpec,
  type IndexSpec,
  keyColumns,
  type Origin,
  type PrimaryKeySpec,
  type StatementOf,
  type Table,
  type Verdict,
  type Writable,
} from '../../schema/index.ts';
import { assemble } from './assemble.ts';
import { checksOf, judgeActions, judgeChecks, keptAsTables, namedChecks } from './checks.ts';
import { judgeColumn, resolveColumn } from './columns.ts';
import type { Context } from './context.ts';
import { judgeEnds } from './foreign-keys.ts';
import { judgeDefaultExpressions, judgeGeneratedExpressions, judgeGeneratedValues } from './generated.ts';
import { judgeName } from './names.ts';
import { judgeOptions, judgeRowFormat, splitEngine, tableCharacterSet } from './options.ts';
import { isInnodb } from './row-size.ts';
import { promoteTimestamps } from './timestamps.ts';

export function createTable(context: Context, statement: StatementOf<'createTable'>): Verdict {
  const { catalog, findings } = context;
  const { table: name, origin } = statement;
  judgeName(context, 'table', name.name, name.name, origin);
  const existing = catalog.table(name);
  if (existing !== undefined && !statement.temporary) {
    if (existing.maybe !== undefined) findings.uncertain(existing.maybe);
    else if (!statement.ifNotExists) {
      findings.refuse(
        context.traits.stages.existingTable,
        { kind: 'object-exists', object: 'table', name: name.name, table: name.name },
        { code: '1050', message: `Table '${name.name}' already exists` },
        origin,
      );
    }
  }
  const around = tableCharacterSet(context, statement.options);
  const { engine, rowFormat } = splitEngine(statement.options);
  const seen = new Set<string>();
  const columns = statement.columns.map((spec) => {
    const column = resolveColumn(context, spec, around);
    judgeDuplicate(context, name.name, spec, seen);
    judgeColumn(context, name.name, spec, column);
    return column;
  });
  const touched = new Map(columns.map((column) => [folded(column), column.origin]));
  const checks = namedChecks(context, name.name, checksOf(statement.columns, statement.checks), []);
  const base: Writable<Table> = {
    ...name,
    columns: promoteTimestamps(context, name.name, columns, touched),
    indexes: [],
    foreignKeys: [],
    checks: keptAsTables(context, checks),
    temporary: statement.temporary,
    charset: around.charset,
    origin,
  };
  if (around.collation !== undefined) base.collation = around.collation;
  if (engine !== undefined) base.engine = engine;
  if (rowFormat !== undefined) base.rowFormat = rowFormat;
  if (statement.options.comment !== undefined) base.comment = statement.options.comment;
  const { primaryKeys, indexes } = keysOfColumns(context, statement.columns);
  if (columns.length === 0) {
    findings.refuse(
      'columns',
      { kind: 'other' },
      { code: '1113', message: 'A table must have at least 1 column' },
      origin,
    );
  }
  const inPrimaryKey = keyColumns(statement.primaryKey?.parts ?? []).map((column) => column.toLowerCase());
  judgeVisible(context, base, statement.columns, origin, new Set(inPrimaryKey));
  const table = assemble(context, base, {
    primaryKeys: [...primaryKeys, ...(statement.primaryKey === undefined ? [] : [statement.primaryKey])],
    indexes: [...indexes, ...statement.indexes],
    hadPrimaryKey: false,
    keysBeforePrimary:
      statement.primaryKey === undefined
        ? keysBefore(context, statement.columns)
        : indexes.length + Math.max(0, statement.keysAsWritten?.indexOf(statement.primaryKey) ?? 0),
    foreignKeys: statement.foreignKeys,
    indexesBeforeForeign: statement.foreignKeys.map((key) => indexes.length + indexesBefore(statement, key)),
    touched,
    saysNull: columnsThatSayNull(statement.columns),
    origin,
    copies: false,
    before: undefined,
  });
  judgeOptions(context, table.name, statement.options, origin);
  judgeRowFormat(context, table, true, origin);
  judgeDefaultExpressions(context, table, undefined);
  judgeGeneratedExpressions(context, table, touched);
  judgeChecks(context, table, checks, undefined);
  judgeActions(context, table, checks, statement.foreignKeys);
  judgeGeneratedValues(context, table, touched);
  if (
    existing !== undefined &&
    existing.maybe === undefined &&
    statement.ifNotExists &&
    !statement.temporary
  ) {
    findings.endsAt(context.traits.stages.existingTable);
    return findings.verdict(catalog, catalog);
  }
  judgeWaitingChildren(context, table);
  return findings.verdict(catalog, catalog.withTable(table));
}

const folded = (column: { readonly name: string }) => column.name.toLowerCase();

/** PRIMARY KEY and UNIQUE in a column's own definition; of both MariaDB makes but the first. */
export function keysOfColumns(
  { dialect }: Context,
  specs: readonly ColumnSpec[],
): {
  primaryKeys: PrimaryKeySpec[];
  indexes: IndexSpec[];
} {
  const primaryKeys: PrimaryKeySpec[] = [];
  const indexes: IndexSpec[] = [];
  for (const spec of specs) {
    const parts = [{ column: spec.name }];
    const origin = spec.origin === undefined ? {} : { origin: spec.origin };
    if (spec.primaryKey === true) primaryKeys.push({ parts, ...origin });
    if (spec.primaryKey === true && dialect.engine === 'mariadb') continue;
    if (spec.unique === true || spec.type.name.toLowerCase() === 'serial') {
      indexes.push({ kind: 'unique', parts, ...origin });
    }
  }
  return { primaryKeys, indexes };
}

/** How many indexes are written before a foreign key; where nothing is said about it, all. */
function indexesBefore(
  { indexes, keysAsWritten }: StatementOf<'createTable'>,
  key: StatementOf<'createTable'>['foreignKeys'][number],
): number {
  const place = keysAsWritten?.indexOf(key);
  if (keysAsWritten === undefined || place === undefined) return indexes.length;
  return indexes.filter((index) => keysAsWritten.indexOf(index) < place).length;
}

/** How many UNIQUE columns are written before the one that is the primary key. */
function keysBefore(context: Context, specs: readonly ColumnSpec[]): number {
  const primary = specs.findLastIndex((spec) => spec.primaryKey === true);
  return keysOfColumns(context, specs.slice(0, Math.max(0, primary))).indexes.length;
}

/** NULL, or DEFAULT NULL, was written; on MySQL the two count alike. */
export function columnsThatSayNull(specs: readonly ColumnSpec[]): Set<string> {
  const says = (spec: ColumnSpec) =>
    spec.nullable === true ||
    ((spec.nullable === undefined || spec.autoIncrement === true) &&
      spec.default?.kind === 'literal' &&
      spec.default.value === null);
  return new Set(specs.filter(says).map(folded));
}

function judgeDuplicate(context: Context, table: string, spec: ColumnSpec, seen: Set<string>): void {
  const before = seen.size;
  seen.add(folded(spec));
  if (seen.size === before) {
    context.findings.refuse(
      context.traits.stages.duplicateColumn,
      { kind: 'object-exists', object: 'column', name: spec.name, table },
      { code: '1060', message: `Duplicate column name '${spec.name}'` },
      spec.origin,
    );
  }
}

/** An invisible column must be able to do without a value on MariaDB; one column must be seen. */
export function judgeVisible(
  context: Context,
  table: Table,
  specs: readonly ColumnSpec[],
  origin: Origin | undefined,
  /** Folded names of the columns that the primary key will have. */
  inPrimaryKey: ReadonlySet<string>,
): void {
  const { findings, dialect } = context;
  const mysql = dialect.engine === 'mysql';
  const { columns, open } = table;
  if (columns.length > 0 && open === undefined && columns.every(({ invisible }) => invisible === true)) {
    findings.refuse(
      'columns',
      { kind: 'other' },
      mysql
        ? { code: '4028', message: 'A table must have at least one visible column.' }
        : { code: '1113', message: 'A table must have at least 1 column' },
      origin,
    );
  }
  if (!mysql) for (const spec of specs) judgeInvisible(context, spec, inPrimaryKey);
}

/** MariaDB, knowledge base page invisible-columns. */
function judgeInvisible(context: Context, spec: ColumnSpec, inPrimaryKey: ReadonlySet<string>): void {
  const must = spec.nullable === false || spec.primaryKey === true || inPrimaryKey.has(folded(spec));
  if (spec.invisible !== true || !must || spec.default !== undefined || spec.autoIncrement === true) return;
  context.findings.refuse(
    'duplicateColumns',
    { kind: 'other' },
    { code: '4108', message: `Invisible column \`${spec.name}\` must have a default value` },
    spec.origin,
  );
}

/** Children that were made while foreign key checks were off wait for this table; it must suit them. */
export function judgeWaitingChildren(context: Context, table: Table): void {
  const { catalog, traits } = context;
  const { foreignKeyChecks } = catalog;
  if (!isInnodb(table)) return;
  // MariaDB leaves them waiting for as long as keys are not checked.
  if (!foreignKeyChecks && !traits.checksTypesAlways && traits.foreignKeyWording === '1005') return;
  for (const { child, foreignKey } of catalog.referencesTo(table)) {
    if (catalog.key(child) === catalog.key(table)) continue;
    const compares = foreignKeyChecks || traits.checksTypesAlways || traits.foreignKeyWording === '1215';
    const manner = foreignKeyChecks ? 'late' : undefined;
    judgeEnds(context, child, table, foreignKey, table.origin, compares, manner);
  }
}

/**
 * The same of a table that gets its name by renaming; its own keys may have waited for that name. Measured on 5.6.24,
 * 9.7.4 and 10.11.19. `context`: after it; `before`: the catalog before it.
 */
export function judgeWaitingForName(context: Context, table: Table, before: Catalog, was: Table): void {
  const { catalog, traits } = context;
  if (!isInnodb(table)) return;
  const byInnodb = traits.foreignKeyWording !== 'own';
  const waited = was.foreignKeys.map(({ parent }) => before.key(parent) === catalog.key(table));
  for (const { child, foreignKey } of catalog.referencesTo(table)) {
    const own = catalog.key(child) === catalog.key(table);
    if (own && waited[table.foreignKeys.indexOf(foreignKey)] !== true) continue;
    const compares = own || byInnodb || catalog.foreignKeyChecks || traits.checksTypesAlways;
    const manner = byInnodb || (!own && catalog.foreignKeyChecks) ? 'renamed' : undefined;
    judgeEnds(context, child, table, foreignKey, table.origin, compares, manner);
  }
}
