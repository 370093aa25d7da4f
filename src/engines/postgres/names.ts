/** Names: what PostgreSQL cuts, and the names that it makes by itself. */
import type {
  AlterAction,
  CheckSpec,
  ColumnSpec,
  ForeignKeySpec,
  IndexSpec,
  KeyPart,
  ObjectKind,
  Origin,
  Statement,
  TableName,
} from '../../schema/index.ts';
import { LIMITS } from './limits.ts';

const LIMIT = LIMITS.identifierBytes.value;

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The longest beginning that has at most `bytes` bytes and ends between characters: pg_mbcliplen. */
export function clip(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || byteLength(text) <= bytes) return text;
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += byteLength(character);
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The name that is kept: truncate_identifier in src/backend/parser/scansup.c. */
export function kept(name: string): string {
  return clip(name, LIMIT);
}

/** The same for the quoted names in an expression. */
function keptText(expression: string): string {
  if (expression.length <= LIMIT / 4) return expression;
  return expression.replace(/'(?:[^']|'')*'|"((?:[^"]|"")*)"/g, (whole, quoted: string | undefined) =>
    quoted === undefined ? whole : `"${kept(quoted.replaceAll('""', '"')).replaceAll('"', '""')}"`,
  );
}

/** makeObjectName in src/backend/commands/indexcmds.c: the longer of the two names gives way. */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const overhead = byteLength(label) + 1 + (second === undefined ? 0 : 1);
  const room = LIMIT - overhead;
  let a = byteLength(first);
  let b = second === undefined ? 0 : byteLength(second);
  while (a + b > room) {
    if (a > b) a--;
    else b--;
  }
  const head = clip(first, a);
  return second === undefined ? `${head}_${label}` : `${head}_${clip(second, b)}_${label}`;
}

/** ChooseRelationName, ChooseConstraintName: the first of label, label1, label2 … that is free. */
export function chooseName(
  first: string,
  second: string | undefined,
  label: string,
  taken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(first, second, pass === 0 ? label : `${label}${pass}`);
    if (!taken(name)) return name;
  }
}

/** ChooseIndexNameAddition: the columns' names, put together until they pass the limit. */
export function joinedColumns(columns: readonly string[]): string {
  let joined = '';
  for (const column of columns) {
    joined += joined === '' ? column : `_${column}`;
    if (byteLength(joined) > LIMIT) break;
  }
  return joined;
}

/** A name that was written in full and is kept cut. */
export interface Cut {
  readonly object: ObjectKind;
  readonly name: string;
  readonly kept: string;
  readonly table: string;
  readonly origin?: Origin;
}

class Cutter {
  readonly cuts: Cut[] = [];

  define(object: ObjectKind, name: string, table: string, origin: Origin | undefined): string {
    const short = kept(name);
    if (short !== name) {
      this.cuts.push({ object, name, kept: short, table, ...(origin === undefined ? {} : { origin }) });
    }
    return short;
  }

  parts(parts: readonly KeyPart[]): KeyPart[] {
    return parts.map((part) =>
      'column' in part ? { ...part, column: kept(part.column) } : { expression: keptText(part.expression) },
    );
  }

  column(spec: ColumnSpec, table: string): ColumnSpec {
    const { generated } = spec;
    return {
      ...spec,
      name: this.define('column', spec.name, table, spec.origin),
      ...(spec.check === undefined ? {} : { check: keptText(spec.check) }),
      ...(generated === undefined
        ? {}
        : { generated: { ...generated, expression: keptText(generated.expression) } }),
    };
  }

  index(spec: IndexSpec, table: string): IndexSpec {
    const object = spec.kind === 'unique' ? 'unique' : 'index';
    return {
      ...spec,
      parts: this.parts(spec.parts),
      ...(spec.where === undefined ? {} : { where: keptText(spec.where) }),
      ...(spec.name === undefined ? {} : { name: this.define(object, spec.name, table, spec.origin) }),
    };
  }

  foreignKey(spec: ForeignKeySpec, table: string): ForeignKeySpec {
    return {
      ...spec,
      columns: spec.columns.map(kept),
      parent: keptTable(spec.parent),
      parentColumns: spec.parentColumns.map(kept),
      ...(spec.name === undefined ? {} : { name: this.define('foreignKey', spec.name, table, spec.origin) }),
    };
  }

  check(spec: CheckSpec, table: string): CheckSpec {
    const named = this.named('constraint', spec, table);
    return { ...named, expression: keptText(named.expression) };
  }

  named<T extends { readonly name?: string; readonly origin?: Origin }>(
    object: ObjectKind,
    spec: T,
    table: string,
  ): T {
    return spec.name === undefined
      ? spec
      : { ...spec, name: this.define(object, spec.name, table, spec.origin) };
  }

  action(action: AlterAction, table: string): AlterAction {
    switch (action.kind) {
      case 'addColumn':
        return { ...action, column: this.column(action.column, table) };
      case 'alterColumnType':
      case 'alterColumnDefault':
      case 'alterColumnNull':
      case 'dropColumnExpression':
      case 'addIdentity':
      case 'dropColumn':
        return { ...action, column: kept(action.column) };
      case 'renameColumn':
        return {
          ...action,
          from: kept(action.from),
          to: this.define('column', action.to, table, action.origin),
        };
      case 'addIndex':
        return { ...action, index: this.index(action.index, table) };
      case 'addPrimaryKey': {
        const primaryKey = this.named('primaryKey', action.primaryKey, table);
        return { ...action, primaryKey: { ...primaryKey, parts: this.parts(primaryKey.parts) } };
      }
      case 'addForeignKey':
        return { ...action, foreignKey: this.foreignKey(action.foreignKey, table) };
      case 'addCheck':
        return { ...action, check: this.check(action.check, table) };
      case 'dropForeignKey':
      case 'dropConstraint':
      case 'dropIndex':
        return { ...action, name: kept(action.name) };
      case 'renameTo':
        return {
          ...action,
          to: { ...keptTable(action.to), name: this.define('table', action.to.name, table, action.origin) },
        };
      default:
        return action;
    }
  }

  statement(statement: Statement): Statement {
    const { origin } = statement;
    switch (statement.kind) {
      case 'createTable': {
        const { name } = statement.table;
        const primaryKey = statement.primaryKey && this.named('primaryKey', statement.primaryKey, name);
        return {
          ...statement,
          table: { ...keptTable(statement.table), name: this.define('table', name, name, origin) },
          columns: statement.columns.map((column) => this.column(column, name)),
          indexes: statement.indexes.map((index) => this.index(index, name)),
          foreignKeys: statement.foreignKeys.map((foreignKey) => this.foreignKey(foreignKey, name)),
          checks: statement.checks.map((check) => this.check(check, name)),
          ...(primaryKey === undefined
            ? {}
            : { primaryKey: { ...primaryKey, parts: this.parts(primaryKey.parts) } }),
        };
      }
      case 'dropTable':
        return { ...statement, tables: statement.tables.map(keptTable) };
      case 'renameTable':
        return {
          ...statement,
          from: keptTable(statement.from),
          to: {
            ...keptTable(statement.to),
            name: this.define('table', statement.to.name, statement.from.name, origin),
          },
        };
      case 'alterTable':
        return {
          ...statement,
          table: keptTable(statement.table),
          actions: statement.actions.map((action) => this.action(action, statement.table.name)),
        };
      case 'createView':
        return {
          ...statement,
          view: {
            ...keptTable(statement.view),
            name: this.define('table', statement.view.name, statement.view.name, origin),
          },
          reads: statement.reads.map(keptTable),
        };
      case 'dropView':
        return { ...statement, views: statement.views.map(keptTable) };
      case 'createIndex':
        return {
          ...statement,
          table: keptTable(statement.table),
          index: this.index(
            statement.index.origin === undefined ? { ...statement.index, origin } : statement.index,
            statement.table.name,
          ),
        };
      case 'dropIndex':
        return { ...statement, name: kept(statement.name) };
      case 'renameIndex':
        return {
          ...statement,
          from: kept(statement.from),
          to: this.define('index', statement.to, statement.from, origin),
        };
      case 'comment':
        return {
          ...statement,
          table: keptTable(statement.table),
          ...(statement.column === undefined ? {} : { column: kept(statement.column) }),
        };
      case 'data':
        return {
          ...statement,
          table: statement.table && keptTable(statement.table),
          ...(statement.columns === undefined ? {} : { columns: statement.columns.map(kept) }),
        };
      case 'foreignSyntax':
      case 'notUnderstood':
        return statement.tables === undefined
          ? statement
          : { ...statement, tables: statement.tables.map(keptTable) };
      default:
        return statement;
    }
  }
}

/** `public` is where names without a schema go. */
export function keptTable(table: TableName): TableName {
  const name = kept(table.name);
  if (table.schema === undefined || table.schema === 'public') return { name };
  return { name, schema: kept(table.schema) };
}

/** The statement as PostgreSQL reads it, and the names that it cut in objects that the statement makes. */
export function cutNames(statement: Statement): {
  readonly statement: Statement;
  readonly cuts: readonly Cut[];
} {
  const cutter = new Cutter();
  return { statement: cutter.statement(statement), cuts: cutter.cuts };
}
