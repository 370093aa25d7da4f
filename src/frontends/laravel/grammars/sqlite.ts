/** Illuminate\Database\Schema\Grammars\SQLiteGrammar, Laravel 8 to 13. Types and modifiers stand in sqlite-columns.ts. */
import { PhpArray, type PhpValue } from '../../../php/values.ts';
import {
  compareVersions,
  type ForeignKeySpec,
  type IndexSpec,
  originWith,
  type PrimaryKeySpec,
  type Statement,
  type TableName,
} from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { BlueprintState, sqliteIndexes, sqliteTable } from '../blueprint-state.ts';
import { changeWithDoctrine, dropWithDoctrine, renameWithDoctrine } from '../doctrine/index.ts';
import { arrayCast, Expression } from '../expression.ts';
import { ColumnDefinition, Fluent } from '../fluent.ts';
import { FrameworkError } from '../framework-error.ts';
import { SqliteColumns } from './sqlite-columns.ts';

const NO_SPATIAL = 'The database driver in use does not support spatial indexes.';
const NO_VECTOR = 'The database driver in use does not support vector indexes.';

export class SQLiteGrammar extends SqliteColumns {
  protected readonly commands = this.available({
    create: (blueprint, command) => this.#create(blueprint, command),
    add: (blueprint, command) => this.#add(blueprint, command),
    alter: this.can.sqliteRebuild && ((blueprint, command) => this.rebuild(blueprint, command)),
    change: (blueprint, command) => this.#change(blueprint, command),
    primary: () => [],
    foreign: () => [],
    dropprimary: this.can.sqliteRebuild && (() => []),
    unique: (blueprint, command) => this.#createIndex(blueprint, command, 'unique'),
    index: (blueprint, command) => this.#createIndex(blueprint, command, 'index'),
    fulltext: this.refuse('This database driver does not support fulltext index creation.'),
    spatialindex: this.refuse(NO_SPATIAL),
    vectorindex: this.can.vectorIndexCommand && this.refuse(NO_VECTOR),
    drop: this.compileDrop,
    dropifexists: this.compileDropIfExists,
    dropcolumn: (blueprint, command) => this.#dropColumn(blueprint, command),
    dropunique: (blueprint, command) => this.#dropIndex(blueprint, command),
    dropindex: (blueprint, command) => this.#dropIndex(blueprint, command),
    dropfulltext: this.refuse(
      `This database driver does not support fulltext index ${this.can.fulltextRemovalMessage ? 'removal' : 'creation'}.`,
    ),
    dropspatialindex: this.refuse(NO_SPATIAL),
    dropvectorindex: this.can.dropVectorIndex && this.refuse(NO_VECTOR),
    dropforeign: this.can.dropForeignRefused && ((_, command) => this.#dropForeign(command)),
    rename: (blueprint, command) => this.renameTable(blueprint, command, 'alter'),
    renamecolumn: (blueprint, command) =>
      blueprint.nativeOperations
        ? this.compileRenameColumn(blueprint, command)
        : renameWithDoctrine(blueprint, command),
    renameindex: (blueprint, command) => this.#renameIndex(blueprint, command),
  });

  // ---- Tables

  #create(blueprint: Blueprint, _command: Fluent): Statement[] {
    const columns = this.addedColumns(blueprint);
    const keys = blueprint.commandsNamed('foreign');
    const primary = blueprint.commandsNamed('primary')[0];
    const sql =
      `${this.createVerb(blueprint)} table ${this.wrapTable(blueprint.table)} ` +
      `(${columns.map((column) => column.sql).join(', ')}${this.#keysSql(keys)}${this.#primarySql(primary)})`;
    return [this.createTable(blueprint, sql, columns, this.#keys(keys, primary))];
  }

  #keysSql(keys: readonly Fluent[]): string {
    return keys
      .map(
        (key) =>
          `, foreign key(${this.columnize(arrayCast(key.get('columns')))}) ` +
          `references ${this.wrapTable(key.get('on'))}(${this.columnize(arrayCast(key.get('references')))})` +
          this.actionsSql(key),
      )
      .join('');
  }

  #primarySql(primary: Fluent | null | undefined): string {
    return primary === null || primary === undefined
      ? ''
      : `, primary key (${this.columnize(arrayCast(primary.get('columns')))})`;
  }

  #keys(
    foreign: readonly Fluent[],
    primary: Fluent | null | undefined,
  ): { foreignKeys: ForeignKeySpec[]; primaryKey?: PrimaryKeySpec } {
    const primaryKey = primary === null || primary === undefined ? undefined : this.primaryKey(primary);
    return {
      foreignKeys: foreign.map((key) => this.foreignKey(key, false)).filter((key) => key !== undefined),
      ...(primaryKey === undefined ? {} : { primaryKey }),
    };
  }

  #add(blueprint: Blueprint, command: Fluent): Statement[] {
    const one = command.get('column');
    const columns = one instanceof ColumnDefinition ? [one] : blueprint.addedColumns();
    return columns.flatMap((column) => {
      const made = this.column(blueprint, column);
      // Until Laravel 10 stored columns are left out in silence: SQLite cannot add them.
      if (!this.can.nativeChange && /as \(.*\) stored/.test(`add column ${made.sql}`)) return [];
      const sql = `alter table ${this.wrapTable(blueprint.table)} add column ${made.sql}`;
      const action =
        made.spec === undefined ? undefined : ({ kind: 'addColumn', column: made.spec } as const);
      return this.alter(blueprint, one instanceof ColumnDefinition ? command : column, sql, [action]);
    });
  }

  /** Done by the rebuild; before 11.15 it is the rebuild itself, and below Laravel 11 doctrine/dbal's. */
  #change(blueprint: Blueprint, command: Fluent): Statement[] {
    if (this.can.sqliteRebuild) return [];
    if (!this.can.nativeChange) return changeWithDoctrine(blueprint, command);
    const state = BlueprintState.read(blueprint);
    for (const column of blueprint.changedColumns()) {
      state.update(new Fluent(blueprint, column.origin, { name: 'change', column }));
    }
    blueprint.state = state;
    const statements = this.rebuild(blueprint, command);
    blueprint.state = null;
    return statements;
  }

  #dropColumn(blueprint: Blueprint, command: Fluent): Statement[] {
    const columns = arrayCast(command.get('columns'));
    if (!blueprint.nativeOperations) return dropWithDoctrine(blueprint, command);
    if (this.#rebuildsToDrop) return [];
    return columns.flatMap((column) => {
      const name = this.nameOf(column);
      const sql = `alter table ${this.wrapTable(blueprint.table)} drop column ${this.wrap(column)}`;
      return this.alter(blueprint, command, sql, [
        name === undefined ? undefined : { kind: 'dropColumn', column: name },
      ]);
    });
  }

  get #rebuildsToDrop(): boolean {
    return this.can.sqliteRebuild && compareVersions(this.connection.serverVersion, '3.35') < 0;
  }

  override alterCommands(): readonly string[] {
    if (!this.can.sqliteRebuild) return [];
    const commands = ['change', 'primary', 'dropPrimary', 'foreign', 'dropForeign'];
    return this.#rebuildsToDrop ? [...commands, 'dropColumn'] : commands;
  }

  override ensureCommandsAreValid(blueprint: Blueprint): void {
    if (this.can.nativeChange) return;
    const moves =
      blueprint.commandsNamed('dropColumn').length + blueprint.commandsNamed('renameColumn').length;
    if (moves > 1 && !blueprint.nativeOperations) {
      throw new FrameworkError(
        "SQLite doesn't support multiple calls to dropColumn / renameColumn in a single modification.",
      );
    }
    if (blueprint.commandsNamed('dropForeign').length > 0) {
      throw new FrameworkError(
        "SQLite doesn't support dropping foreign keys (you would need to re-create the table).",
      );
    }
  }

  /** SQLiteGrammar::compileAlter: another table, the rows, and the old name for the new table. */
  rebuild(blueprint: Blueprint, command: Fluent): Statement[] {
    const { origin } = command;
    const state = blueprint.state;
    if (state === null) return [];
    // A table that the catalog does not know whole cannot be compiled anew.
    const open = this.#unknownTable(blueprint);
    if (open !== null) blueprint.note(becauseOf('SQLite rebuilds the table', open), origin, true);
    const columns = state.columns.map((column) => {
      const full = column.get('full_type_definition');
      return this.column(blueprint, column, typeof full === 'string' ? full : undefined);
    });
    const copied = state.columns.filter((column) => this.notGenerated(column));
    const names = copied.map((column) => this.wrap(column.get('name'))).join(', ');
    const counts = state.columns.some((column) => column.is('autoIncrement'));
    const primary = counts ? null : state.primaryKey;
    const { prefix } = this.connection.target.settings;
    const temporaryPrefix = `__temp__${this.can.sequenceBySchema ? prefix : this.#indexPrefix}`;
    const temporary = this.#temporaryTable(blueprint, temporaryPrefix);
    const table = this.wrapTable(blueprint.table);
    const renamed = this.can.sqliteSchemas ? this.wrapTable(blueprint.table.split('.').at(-1)!) : table;
    const checks = blueprint.connection.foreignKeyChecks();
    const dropped: TableName = this.tableName(blueprint.table);
    const statements: Statement[] = [];
    if (checks) statements.push(this.foreignKeyChecks(false, origin));
    statements.push(
      this.createTable(
        blueprint,
        `create table ${temporary.sql} (${columns.map((column) => column.sql).join(', ')}` +
          `${this.#keysSql(state.foreignKeys)}${this.#primarySql(primary)})`,
        columns,
        { ...this.#keys(state.foreignKeys, primary), table: temporary.name, temporary: false, origin },
      ),
      {
        kind: 'data',
        verb: 'insert',
        sql: `insert into ${temporary.sql} (${names}) select ${names} from ${table}`,
        origin,
        table: temporary.name,
        columns: copied.map((column) => column.text('name')),
      },
      {
        kind: 'dropTable',
        sql: `drop table ${table}`,
        origin,
        tables: [dropped],
        ifExists: false,
        cascade: false,
      },
      {
        kind: 'renameTable',
        sql: `alter table ${temporary.sql} rename to ${renamed}`,
        origin,
        from: temporary.name,
        to: dropped,
      },
    );
    for (const index of state.indexes) {
      // The framework means to leave out SQLite's own indexes and asks the wrong way round: only names that are
      // themselves a beginning of `sqlite_` are left out.
      if ('sqlite_'.startsWith(index.text('index'))) continue;
      const compile = this.command(index.text('name'));
      if (compile !== undefined) statements.push(...compile(blueprint, index));
    }
    if (checks) statements.push(this.foreignKeyChecks(true, origin));
    return statements;
  }

  /** Why the table cannot be read from the catalog; null: it can, or it is known to be missing. */
  #unknownTable(blueprint: Blueprint): string | null {
    const catalog = blueprint.connection.catalog();
    const table = sqliteTable(blueprint, catalog);
    if (table !== undefined) return table.open ?? null;
    return catalog.open === null ? null : 'the table is not known';
  }

  /** Until Laravel 11 the blueprint's own prefix, which `prefix_indexes` decides. */
  get #indexPrefix(): string {
    const { prefix, prefixIndexes } = this.connection.target.settings;
    return prefixIndexes ? prefix : '';
  }

  #temporaryTable(blueprint: Blueprint, prefix: string): { sql: string; name: TableName } {
    if (this.can.sequenceBySchema) {
      return { sql: this.wrapTable(blueprint.table, prefix), name: this.tableName(blueprint.table, prefix) };
    }
    const name = prefix + blueprint.table;
    return { sql: this.wrap(name), name: this.tableName(new Expression(name)) };
  }

  foreignKeyChecks(enabled: boolean, origin: Statement['origin']): Statement {
    const sql = this.can.sqlitePragmaLowerCase
      ? `pragma foreign_keys = ${enabled ? 1 : 0}`
      : `PRAGMA foreign_keys = ${enabled ? 'ON' : 'OFF'};`;
    return { kind: 'foreignKeyChecks', sql, origin, enabled };
  }

  // ---- Indexes

  /** From Laravel 12 the index, not the table, bears the schema's name. */
  #schemaOf(blueprint: Blueprint): { prefix: string; table: string } {
    const segments = blueprint.table.split('.');
    if (!this.can.sqliteSchemas || segments.length < 2) return { prefix: '', table: blueprint.table };
    return { prefix: `${this.wrapValue(segments[0]!)}.`, table: segments[1]! };
  }

  #createIndex(blueprint: Blueprint, command: Fluent, kind: 'index' | 'unique'): Statement[] {
    const spec: IndexSpec | undefined = this.index(command, kind);
    if (spec === undefined) return [];
    const { method: _method, ...index } = spec;
    const { prefix, table } = this.#schemaOf(blueprint);
    const sql =
      `create ${kind === 'unique' ? 'unique ' : ''}index ${prefix}${this.wrap(command.get('index'))} ` +
      `on ${this.wrapTable(table)} (${this.columnize(arrayCast(command.get('columns')))})`;
    return [
      {
        kind: 'createIndex',
        sql,
        origin: command.origin,
        table: this.tableName(blueprint.table),
        index,
        ifNotExists: false,
      },
    ];
  }

  #dropIndex(blueprint: Blueprint, command: Fluent): Statement[] {
    const name = this.nameOf(command.get('index'));
    if (name === undefined) return [];
    const sql = `drop index ${this.#schemaOf(blueprint).prefix}${this.wrap(command.get('index'))}`;
    return [{ kind: 'dropIndex', sql, origin: command.origin, name, ifExists: false }];
  }

  #dropForeign(command: Fluent): Statement[] {
    if (!this.can.sqliteRebuild) {
      throw new FrameworkError('This database driver does not support dropping foreign keys.');
    }
    if (arrayCast(command.get('columns')).length === 0) {
      throw new FrameworkError('This database driver does not support dropping foreign keys by name.');
    }
    return [];
  }

  #renameIndex(blueprint: Blueprint, command: Fluent): Statement[] {
    const open = this.#unknownTable(blueprint);
    if (open !== null) {
      blueprint.note(becauseOf('SQLite looks the index up', open), command.origin, true);
      return [];
    }
    const table = sqliteTable(blueprint, blueprint.connection.catalog());
    const from = command.text('from');
    const index = table === undefined ? undefined : sqliteIndexes(table).find((row) => row.name === from);
    if (index === undefined) throw new FrameworkError(`Index [${from}] does not exist.`);
    if (index.primary) throw new FrameworkError('SQLite does not support altering primary keys.');
    const renamed = (name: PhpValue): Fluent =>
      new Fluent(blueprint, originWith(command.origin, { nameGiven: true }), {
        index: name,
        columns: PhpArray.list(index.columns),
      });
    const statements = [
      ...this.#dropIndex(blueprint, renamed(index.name)),
      ...this.#createIndex(blueprint, renamed(command.get('to')), index.unique ? 'unique' : 'index'),
    ];
    if (this.can.nativeChange) return statements;
    // Below Laravel 11 the two statements are doctrine/dbal's own, which quote nothing.
    const texts = [
      `DROP INDEX ${from}`,
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${command.text('to')} ` +
        `ON ${this.tableName(blueprint.table).name} (${index.columns.join(', ')})`,
    ];
    return statements.map((statement, i) => ({ ...statement, sql: texts[i] ?? statement.sql }));
  }
}

/** A reason with its cause; a cause that is such a reason already is not wrapped again. */
function becauseOf(what: string, cause: string): string {
  return cause.startsWith(`${what}, and `) ? cause : `${what}, and ${cause}`;
}
