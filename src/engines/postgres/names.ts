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
  PrimaryKeySpec,
  Statement,
  TableName,
} from '../../schema/index.ts';
import { LIMITS } from './limits.ts';

const LIMIT = LIMITS.identifierBytes.value;

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

const encoder = new TextEncoder();

/** The longest beginning that has at most `bytes` bytes and ends between characters: pg_mbcliplen. */
export function clip(text: string, bytes: number): string {
  // no character takes more than three bytes for each of its code units
  if (3 * text.length <= bytes || byteLength(text) <= bytes) return text;
  return text.slice(0, encoder.encodeInto(text, new Uint8Array(bytes)).read);
}

/** The name that is kept: truncate_identifier in src/backend/parser/scansup.c. */
export function kept(name: string): string {
  return clip(name, LIMIT);
}

/** The same for the quoted names in an expression. */
function keptText(expression: string): string {
  return expression.replace(/'(?:[^']|'')*'|"((?:[^"]|"")*)"/g, (whole, quoted: string | undefined) =>
    quoted === undefined ? whole : `"${kept(quoted.replaceAll('""', '"')).replaceAll('"', '""')}"`,
  );
}

/** makeObjectName in src/backend/commands/indexcmds.c: the longer of the two names gives way. */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const end = `_${label}`;
  if (second === undefined) return clip(first, LIMIT - byteLength(end)) + end;
  const room = LIMIT - byteLength(end) - 1;
  let a = byteLength(first);
  let b = byteLength(second);
  while (a + b > room) {
    if (a > b) a--;
    else b--;
  }
  return `${clip(first, a)}_${clip(second, b)}${end}`;
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
    const name = this.define('column', spec.name, table, spec.origin);
    if (name === spec.name && spec.check === undefined && generated === undefined) return spec;
    return {
      ...spec,
      name,
      ...(spec.check === undefined ? {} : { check: keptText(spec.check) }),
      ...(generated === undefined
        ? {}
        : { generated: { ...generated, expression: keptText(generated.expression) } }),
    };
  }

  index(spec: IndexSpec, table: string): IndexSpec {
    const object = spec.kind === 'unique' ? 'unique' : 'index';
    return {
      ...this.named(object, spec, table),
      parts: this.parts(spec.parts),
      ...(spec.where === undefined ? {} : { where: keptText(spec.where) }),
    };
  }

  foreignKey(spec: ForeignKeySpec, table: string): ForeignKeySpec {
    return {
      ...this.named('foreignKey', spec, table),
      columns: spec.columns.map(kept),
      parent: keptTable(spec.parent),
      parentColumns: spec.parentColumns.map(kept),
    };
  }

  primaryKey(spec: PrimaryKeySpec, table: string): PrimaryKeySpec {
    return { ...this.named('primaryKey', spec, table), parts: this.parts(spec.parts) };
  }

  check(spec: CheckSpec, table: string): CheckSpec {
    return { ...this.named('constraint', spec, table), expression: keptText(spec.expression) };
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
      case 'addPrimaryKey':
        return { ...action, primaryKey: this.primaryKey(action.primaryKey, table) };
      case 'addForeignKey':
        return { ...action, foreignKey: this.foreignKey(action.foreignKey, table) };
      case 'addCheck':
        return { ...action, check: this.check(action.check, table) };
      case 'addKeyFromIndex':
        return {
          ...action,
          from: kept(action.from),
          ...(action.name === undefined
            ? {}
            : { name: this.define('constraint', action.name, table, action.origin) }),
        };
      case 'renameConstraint':
        return {
          ...action,
          from: kept(action.from),
          to: this.define('constraint', action.to, table, action.origin),
        };
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
        const { primaryKey } = statement;
        const { name } = statement.table;
        return {
          ...statement,
          table: { ...keptTable(statement.table), name: this.define('table', name, name, origin) },
          columns: statement.columns.map((column) => this.column(column, name)),
          indexes: statement.indexes.map((index) => this.index(index, name)),
          foreignKeys: statement.foreignKeys.map((foreignKey) => this.foreignKey(foreignKey, name)),
          checks: statement.checks.map((check) => this.check(check, name)),
          ...(primaryKey === undefined ? {} : { primaryKey: this.primaryKey(primaryKey, name) }),
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
      case 'dropSequence':
        return { ...statement, sequences: statement.sequences.map(keptTable) };
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
          ...(statement.reads === undefined ? {} : { reads: statement.reads.map(keptTable) }),
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
  if (table.schema === undefined && name === table.name) return table;
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
