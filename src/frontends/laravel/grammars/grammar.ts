/**
 * What the schema grammars share (Illuminate\Database\Grammar and Illuminate\Database\Schema\Grammars\Grammar,
 * Laravel 8 to 13). A compile function gives the structured statement and its SQL text at once.
 */
import { toBool } from '../../../php/operators.ts';
import { PhpArray, type PhpValue, Unknown } from '../../../php/values.ts';
import {
  type AlterAction,
  type ColumnSpec,
  type ColumnType,
  type DefaultValue,
  type ForeignKeySpec,
  type IndexKind,
  type IndexSpec,
  type Origin,
  originWith,
  type PrimaryKeySpec,
  type ReferentialAction,
  type Statement,
  type StatementOf,
  type Writable,
} from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { enumValue, isEnumCase } from '../enum-value.ts';
import { arrayCast, isExpression } from '../expression.ts';
import { type ColumnDefinition, type Fluent, textOf } from '../fluent.ts';
import { FrameworkError } from '../framework-error.ts';
import { upperFirstAscii } from '../str.ts';
import { columnType, defaultFromSql, rawDefinition } from './column-type.ts';
import { Names } from './names.ts';

export type Compile = (blueprint: Blueprint, command: Fluent) => Statement[];

/** A column being put together; the modifiers add to it. */
export type Draft = Writable<ColumnSpec>;

/** A column's type: the SQL text, and what the text says. */
export interface TypeSql {
  readonly sql: string;
  readonly type: ColumnType;
  /** What else stands in the type's text. */
  readonly more?: Partial<Draft>;
}

export interface ColumnSql {
  readonly sql: string;
  /** undefined: its name or its type is not known. */
  readonly spec: ColumnSpec | undefined;
}

export type TypeOf = (column: ColumnDefinition) => TypeSql;

/** Adds to the draft and gives the SQL. */
export type Modifier = (draft: Draft, column: ColumnDefinition, blueprint: Blueprint) => string;

export function plainType(sql: string, members?: readonly string[]): TypeSql {
  return { sql, type: columnType(sql, members) };
}

const SERIALS = new Set(['bigInteger', 'integer', 'mediumInteger', 'smallInteger', 'tinyInteger']);

const ACTIONS = new Set<string>(['cascade', 'restrict', 'set null', 'set default', 'no action']);

export abstract class Grammar extends Names {
  /** For messages: `SQLiteGrammar`. */
  protected abstract readonly shortName: string;
  readonly fluentCommands: readonly string[] = [];
  /** MySQL and MariaDB. */
  readonly mysqlFamily: boolean = false;
  /** Compile functions by command, names in lower case (PHP's methods do not care). */
  protected abstract readonly commands: Readonly<Record<string, Compile>>;
  /** Type functions by type, names in lower case. */
  protected abstract readonly types: Readonly<Record<string, TypeOf>>;
  protected abstract readonly modifiers: readonly Modifier[];
  /** Modifiers of columns that others have and that this grammar does not look at, as they are called. */
  protected abstract readonly unsent: readonly string[];

  command(name: string): Compile | undefined {
    const key = name.toLowerCase();
    return Object.hasOwn(this.commands, key) ? this.commands[key] : undefined;
  }

  /** Commands that rebuild the table (SQLite). */
  alterCommands(): readonly string[] {
    return [];
  }

  ensureCommandsAreValid(_blueprint: Blueprint): void {}

  /** Algorithm and operator class of a vector index (Blueprint::vectorIndex, 12.47; for MariaDB 13.13). */
  vectorIndexAttributes(): Readonly<Record<string, PhpValue>> {
    return { algorithm: 'hnsw', operatorClass: 'vector_cosine_ops' };
  }

  /** `->index('x')` on a foreign key names the key. */
  protected nameOrigin(command: Fluent): Origin {
    return command.attributes.get('index')?.origin === undefined
      ? command.origin
      : originWith(command.origin, { nameGiven: true });
  }

  // ---- Columns

  protected type(column: ColumnDefinition): TypeSql {
    const raw = column.get('type');
    if (raw instanceof Unknown) return { sql: '?', type: { name: '?', text: '?' } };
    const name = textOf(raw);
    const key = name.toLowerCase();
    if (key === 'raw' && this.can.rawType) {
      const sql = column.text('definition');
      const { type, ...more } = rawDefinition(sql);
      return { sql, type, more };
    }
    const found = Object.hasOwn(this.types, key) ? this.types[key] : undefined;
    if (found === undefined) {
      throw new FrameworkError(
        `Method Illuminate\\Database\\Schema\\Grammars\\${this.shortName}::type${upperFirstAscii(name)} does not exist.`,
      );
    }
    return found(column);
  }

  /** Grammar::getColumn. `typeText` replaces the type's text (a rebuilt column keeps its own). */
  protected column(blueprint: Blueprint, column: ColumnDefinition, typeText?: string): ColumnSql {
    const { sql: typeSql, type, more } = typeText === undefined ? this.type(column) : plainType(typeText);
    const redefined = typeText === undefined && blueprint.nativeChanges && column.is('change');
    const origin = redefined ? column.redefinition() : column.origin;
    const draft: Draft = { name: '', type, ...more, origin };
    let sql = `${this.wrap(column.get('name'))} ${typeSql}`;
    for (const modifier of this.modifiers) sql += modifier(draft, column, blueprint);
    const unsent = typeText === undefined ? this.unsent.filter((name) => column.hasWritten(name)) : [];
    if (unsent.length > 0) draft.unsent = unsent;
    const name = this.nameOf(column.get('name'));
    return { sql, spec: name === undefined || !column.isKnown() ? undefined : { ...draft, name } };
  }

  /** The column alone, as it would be made. */
  columnSpec(blueprint: Blueprint, column: ColumnDefinition): ColumnSpec | undefined {
    return this.column(blueprint, column).spec;
  }

  protected addedColumns(blueprint: Blueprint): ColumnSql[] {
    return blueprint.addedColumns().map((column) => this.column(blueprint, column));
  }

  protected isSerial(column: Fluent): boolean {
    const type = column.get('type');
    return typeof type === 'string' && SERIALS.has(type);
  }

  /** Until Laravel 9 by name: of two columns of one name the last (Blueprint::autoIncrementingStartingValues). */
  protected startingColumns(blueprint: Blueprint): ColumnDefinition[] {
    if (this.can.commandPerColumn) return [];
    const byName = new Map(blueprint.addedColumns().map((column) => [column.text('name'), column]));
    return [...byName.values()].filter((column) => column.get('autoIncrement') === true);
  }

  /** Is the column neither virtual nor stored? */
  protected notGenerated(column: Fluent): boolean {
    if (column.isset('virtualAs') || column.isset('storedAs')) return false;
    return !this.can.jsonSelectors || !(column.isset('virtualAsJson') || column.isset('storedAsJson'));
  }

  /** `virtualAs` and `storedAs` with their JSON forms: the expression, or undefined. */
  protected generatedAs(column: Fluent, attribute: 'virtualAs' | 'storedAs'): string | undefined {
    const json = this.can.jsonSelectors ? column.get(`${attribute}Json`) : null;
    if (json !== null) {
      const text = textOf(json);
      return text.includes('->') ? this.wrapJsonSelector(text) : text;
    }
    const value = column.get(attribute);
    if (value === null) return undefined;
    return isExpression(value) ? textOf(value.value) : textOf(value);
  }

  /** Grammar::getDefaultValue. */
  protected defaultValue(value: PhpValue): DefaultValue {
    if (value instanceof Unknown) return { kind: 'unknown', sql: '?' };
    if (isExpression(value)) {
      if (value.value instanceof Unknown) return { kind: 'unknown', sql: '?' };
      return defaultFromSql(textOf(value.value));
    }
    let scalar: PhpValue = value;
    if (isEnumCase(value)) {
      if (value.value !== undefined && this.can.backedEnumDefaults) scalar = value.value;
      else if (this.can.unitEnumDefaults) scalar = enumValue(value);
    }
    if (scalar instanceof Unknown) return { kind: 'unknown', sql: '?' };
    const text = typeof scalar === 'boolean' ? (scalar ? '1' : '0') : textOf(scalar);
    const written = this.can.quotesEscaped ? text.replaceAll("'", "''") : text;
    return { kind: 'literal', value: text, sql: `'${written}'` };
  }

  /** `default …`, where the attribute is set. */
  protected readonly modifyDefault: Modifier = (draft, column) => {
    const value = column.get('default');
    if (value === null) return '';
    const found = this.defaultValue(value);
    draft.default = found;
    return ` default ${found.sql}`;
  };

  protected quoted(values: PhpValue): string {
    return arrayCast(values)
      .map((value) => `'${textOf(value)}'`)
      .join(', ');
  }

  /** The members of an enum or set; undefined where one is not known. */
  protected members(values: PhpValue): string[] | undefined {
    if (!(values instanceof PhpArray)) return undefined;
    const list = values.values();
    return list.some((value) => value instanceof Unknown) ? undefined : list.map(textOf);
  }

  protected truthy(value: PhpValue): boolean {
    return toBool(value) === true;
  }

  // ---- Statements

  protected alter(
    blueprint: Blueprint,
    command: Fluent,
    sql: string,
    actions: readonly (AlterAction | undefined)[],
  ): Statement[] {
    const known = actions.filter((action) => action !== undefined);
    // What is not known is left out; the table is then opened as a whole.
    if (known.length === 0) return [];
    return [
      {
        kind: 'alterTable',
        sql,
        origin: command.origin,
        table: this.tableName(blueprint.table),
        actions: known,
      },
    ];
  }

  protected index(command: Fluent, kind: IndexKind, more: Partial<IndexSpec> = {}): IndexSpec | undefined {
    const parts = this.keyParts(command.get('columns'));
    if (parts === undefined || !command.isKnown()) return undefined;
    const name = this.nameOf(command.get('index'));
    const algorithm = command.get('algorithm');
    return {
      kind,
      parts,
      ...(name === undefined ? {} : { name }),
      ...(this.truthy(algorithm) ? { method: textOf(algorithm).toLowerCase() } : {}),
      ...more,
      origin: command.origin,
    };
  }

  protected primaryKey(command: Fluent): PrimaryKeySpec | undefined {
    const parts = this.keyParts(command.get('columns'));
    return parts === undefined ? undefined : { parts, origin: command.origin };
  }

  protected foreignKey(command: Fluent, withName: boolean): ForeignKeySpec | undefined {
    const columns = this.columnNames(command.get('columns'));
    const parentColumns = this.columnNames(command.get('references'));
    const on = command.get('on');
    if (columns === undefined || parentColumns === undefined || on instanceof Unknown || !command.isKnown()) {
      return undefined;
    }
    const name = withName ? this.nameOf(command.get('index')) : undefined;
    const onDelete = this.action(command.get('onDelete'));
    const onUpdate = this.action(command.get('onUpdate'));
    return {
      columns,
      parent: this.tableName(on),
      parentColumns,
      ...(name === undefined ? {} : { name }),
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
      origin: this.nameOrigin(command),
    };
  }

  protected action(value: PhpValue): ReferentialAction | undefined {
    if (value === null || value instanceof Unknown) return undefined;
    const text = textOf(value).trim().toLowerCase().replace(/\s+/g, ' ');
    return ACTIONS.has(text) ? (text as ReferentialAction) : undefined;
  }

  /** ` on delete … on update …`. */
  protected actionsSql(command: Fluent): string {
    let sql = '';
    if (command.isset('onDelete')) sql += ` on delete ${command.text('onDelete')}`;
    if (command.isset('onUpdate')) sql += ` on update ${command.text('onUpdate')}`;
    return sql;
  }

  /** Grammar::compileForeign, without what an engine adds. */
  protected foreignSql(blueprint: Blueprint, command: Fluent): string {
    return (
      `alter table ${this.wrapTable(blueprint.table)} add constraint ${this.wrap(command.get('index'))} ` +
      `foreign key (${this.columnize(arrayCast(command.get('columns')))}) ` +
      `references ${this.wrapTable(command.get('on'))} (${this.columnize(arrayCast(command.get('references')))})` +
      this.actionsSql(command)
    );
  }

  protected readonly compileRenameColumn: Compile = (blueprint, command) => {
    const from = this.nameOf(command.get('from'));
    const to = this.nameOf(command.get('to'));
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} rename column ` +
      `${this.wrap(command.get('from'))} to ${this.wrap(command.get('to'))}`;
    return this.alter(blueprint, command, sql, [
      from === undefined || to === undefined
        ? undefined
        : { kind: 'renameColumn', from, to, origin: command.origin },
    ]);
  };

  protected readonly compileDrop: Compile = (blueprint, command) => [
    this.dropTable(blueprint, command, false),
  ];

  protected readonly compileDropIfExists: Compile = (blueprint, command) => [
    this.dropTable(blueprint, command, true),
  ];

  protected dropTable(blueprint: Blueprint, command: Fluent, ifExists: boolean): StatementOf<'dropTable'> {
    return {
      kind: 'dropTable',
      sql: `drop table ${ifExists ? 'if exists ' : ''}${this.wrapTable(blueprint.table)}`,
      origin: command.origin,
      tables: [this.tableName(blueprint.table)],
      ifExists,
      cascade: false,
    };
  }

  /** RENAME, as `alter table … rename to` or `rename table … to`. */
  protected renameTable(blueprint: Blueprint, command: Fluent, verb: 'alter' | 'rename'): Statement[] {
    const to = command.get('to');
    if (to instanceof Unknown) return [];
    const from = this.wrapTable(blueprint.table);
    const sql =
      verb === 'alter'
        ? `alter table ${from} rename to ${this.wrapTable(to)}`
        : `rename table ${from} to ${this.wrapTable(to)}`;
    return [
      {
        kind: 'renameTable',
        sql,
        origin: command.origin,
        from: this.tableName(blueprint.table),
        to: this.tableName(to),
      },
    ];
  }

  /** `create table`, as far as the engines agree. */
  protected createTable(
    blueprint: Blueprint,
    sql: string,
    columns: readonly ColumnSql[],
    more: Partial<StatementOf<'createTable'>> = {},
  ): StatementOf<'createTable'> {
    return {
      kind: 'createTable',
      sql,
      origin: blueprint.origin,
      table: this.tableName(blueprint.table),
      columns: columns.map((column) => column.spec).filter((spec) => spec !== undefined),
      indexes: [],
      foreignKeys: [],
      checks: [],
      options: {},
      temporary: this.truthy(blueprint.temporary),
      ifNotExists: false,
      ...more,
    };
  }

  /** `create` or `create temporary`. */
  protected createVerb(blueprint: Blueprint): string {
    return this.truthy(blueprint.temporary) ? 'create temporary' : 'create';
  }

  protected refuse(message: string): Compile {
    return () => {
      throw new FrameworkError(message);
    };
  }

  protected refuseType(message: string): TypeOf {
    return () => {
      throw new FrameworkError(message);
    };
  }

  /** Commands that a version may not have. */
  protected available(commands: Readonly<Record<string, Compile | false>>): Record<string, Compile> {
    return Object.fromEntries(
      Object.entries(commands).filter((entry): entry is [string, Compile] => entry[1] !== false),
    );
  }
}
