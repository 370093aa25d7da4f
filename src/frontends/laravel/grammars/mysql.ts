/** Illuminate\Database\Schema\Grammars\MySqlGrammar, Laravel 8 to 13. Types and modifiers stand in mysql-columns.ts. */
import { Unknown } from '../../../php/values.ts';
import {
  type AlterAction,
  compareVersions,
  findColumn,
  type IndexKind,
  type Statement,
  type TableOptions,
} from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { changeWithDoctrine, renameWithDoctrine } from '../doctrine/index.ts';
import { arrayCast } from '../expression.ts';
import { ColumnDefinition, type Fluent, textOf } from '../fluent.ts';
import type { ColumnSql } from './grammar.ts';
import { MySqlColumns } from './mysql-columns.ts';
import { legacyRenameDefinition } from './mysql-legacy.ts';

const NO_VECTOR = 'The database driver in use does not support vector indexes.';

export class MySqlGrammar extends MySqlColumns {
  override readonly fluentCommands: readonly string[] = this.can.commandPerColumn
    ? ['AutoIncrementStartingValues']
    : [];

  protected readonly commands = this.available({
    create: (blueprint, command) => this.#create(blueprint, command),
    add: (blueprint, command) => this.#add(blueprint, command),
    change: (blueprint, command) => this.#change(blueprint, command),
    autoincrementstartingvalues:
      this.can.commandPerColumn &&
      ((blueprint, command) => this.#startingValue(blueprint, command.get('column') as ColumnDefinition)),
    primary: (blueprint, command) => this.#primary(blueprint, command),
    unique: (blueprint, command) => this.addKey(blueprint, command, 'unique', 'unique'),
    index: (blueprint, command) => this.addKey(blueprint, command, 'index', 'index'),
    fulltext: (blueprint, command) => this.addKey(blueprint, command, 'fulltext', 'fulltext'),
    spatialindex: (blueprint, command) => this.addKey(blueprint, command, 'spatial', 'spatial index'),
    vectorindex: this.vectorIndex(),
    foreign: (blueprint, command) => this.#foreign(blueprint, command),
    drop: this.compileDrop,
    dropifexists: this.compileDropIfExists,
    dropcolumn: (blueprint, command) => this.#dropColumn(blueprint, command),
    dropprimary: (blueprint, command) =>
      this.alter(blueprint, command, `alter table ${this.wrapTable(blueprint.table)} drop primary key`, [
        { kind: 'dropPrimaryKey' },
      ]),
    dropunique: (blueprint, command) => this.dropIndex(blueprint, command),
    dropindex: (blueprint, command) => this.dropIndex(blueprint, command),
    dropfulltext: (blueprint, command) => this.dropIndex(blueprint, command),
    dropspatialindex: (blueprint, command) => this.dropIndex(blueprint, command),
    dropvectorindex: this.dropVectorIndex(),
    dropforeign: (blueprint, command) => {
      const name = this.nameOf(command.get('index'));
      const sql = `alter table ${this.wrapTable(blueprint.table)} drop foreign key ${this.wrap(command.get('index'))}`;
      return this.alter(blueprint, command, sql, [
        name === undefined ? undefined : { kind: 'dropForeignKey', name },
      ]);
    },
    rename: (blueprint, command) => this.renameTable(blueprint, command, 'rename'),
    renamecolumn: (blueprint, command) => this.#renameColumn(blueprint, command),
    renameindex: (blueprint, command) => {
      const [from, to] = [this.nameOf(command.get('from')), this.nameOf(command.get('to'))];
      const sql =
        `alter table ${this.wrapTable(blueprint.table)} rename index ` +
        `${this.wrap(command.get('from'))} to ${this.wrap(command.get('to'))}`;
      return this.alter(blueprint, command, sql, [
        from === undefined || to === undefined
          ? undefined
          : { kind: 'renameIndex', from, to, origin: command.origin },
      ]);
    },
    tablecomment:
      this.can.tableComment &&
      ((blueprint, command) => {
        const comment = command.text('comment');
        const sql = `alter table ${this.wrapTable(blueprint.table)} comment = '${comment.replaceAll("'", "''")}'`;
        return this.alter(blueprint, command, sql, [{ kind: 'setOptions', options: { comment } }]);
      }),
  });

  /** Vector indexes: refused here, made on MariaDB. */
  protected vectorIndex(): ReturnType<MySqlGrammar['refuse']> | false {
    return this.can.vectorIndexCommand && this.refuse(NO_VECTOR);
  }

  protected dropVectorIndex(): ReturnType<MySqlGrammar['refuse']> | false {
    return this.can.dropVectorIndex && this.refuse(NO_VECTOR);
  }

  // ---- Tables

  #create(blueprint: Blueprint, _command: Fluent): Statement[] {
    const columns = this.addedColumns(blueprint);
    const structure = columns.map((column) => column.sql);
    const primary = this.can.mysqlPrimaryInCreate ? blueprint.commandsNamed('primary')[0] : undefined;
    if (primary !== undefined) {
      structure.push(
        `primary key ${primary.is('algorithm') ? `using ${primary.text('algorithm')}` : ''}` +
          `(${this.columnize(arrayCast(primary.get('columns')))})`,
      );
      primary.set('shouldBeSkipped', true);
    }
    const key = primary === undefined ? undefined : this.primaryKey(primary);
    const [optionsSql, options] = this.#options(blueprint);
    const sql =
      `${this.createVerb(blueprint)} table ${this.wrapTable(blueprint.table)} (${structure.join(', ')})` +
      optionsSql;
    return [
      this.createTable(blueprint, sql, columns, {
        options,
        ...(key === undefined ? {} : { primaryKey: key }),
      }),
      ...this.#startingValues(blueprint),
    ];
  }

  /** Character set, collation and engine: the blueprint's, else the connection's. */
  #options(blueprint: Blueprint): [sql: string, options: TableOptions] {
    const { settings } = this.connection.target;
    const charset = blueprint.charset ?? settings.charset;
    const collation = blueprint.collation ?? settings.collation;
    const engine = blueprint.engine ?? settings.storageEngine;
    let sql = '';
    let options: TableOptions = {};
    if (charset !== null) {
      sql += ` default character set ${textOf(charset)}`;
      if (!(charset instanceof Unknown)) options = { ...options, charset: textOf(charset).toLowerCase() };
    }
    if (collation !== null) {
      sql += ` collate '${textOf(collation)}'`;
      if (!(collation instanceof Unknown))
        options = { ...options, collation: textOf(collation).toLowerCase() };
    }
    if (engine !== null) {
      sql += ` engine = ${textOf(engine)}`;
      // `InnoDB ROW_FORMAT=DYNAMIC` is a usual trick to get a row format through.
      const match = /^\s*(\w+)(?:.*?\brow_format\s*=?\s*(\w+))?/is.exec(textOf(engine));
      if (match !== null && !(engine instanceof Unknown)) {
        options = { ...options, engine: match[1]!.toLowerCase() };
        if (match[2] !== undefined) options = { ...options, rowFormat: match[2].toLowerCase() };
      }
    }
    return [sql, options];
  }

  /** Until Laravel 9 CREATE and ADD bring the starting values along. */
  #startingValues(blueprint: Blueprint): Statement[] {
    return this.startingColumns(blueprint).flatMap((column) => this.#startingValue(blueprint, column));
  }

  #startingValue(blueprint: Blueprint, column: ColumnDefinition): Statement[] {
    const value = column.attributes.has('startingValue') ? column.get('startingValue') : column.get('from');
    if (!column.is('autoIncrement') || !(value instanceof Unknown || this.truthy(value))) return [];
    const sql = `alter table ${this.wrapTable(blueprint.table)} auto_increment = ${textOf(value)}`;
    return this.alter(blueprint, column, sql, [{ kind: 'noSchemaChange', what: 'AUTO_INCREMENT' }]);
  }

  // ---- Columns

  #add(blueprint: Blueprint, command: Fluent): Statement[] {
    const one = command.get('column');
    const columns = one instanceof ColumnDefinition ? [one] : blueprint.addedColumns();
    const made = columns.map((column) => this.column(blueprint, column));
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} ${made.map((column) => `add ${column.sql}`).join(', ')}` +
      (one instanceof ColumnDefinition ? this.#online(one) : '');
    return [...this.alter(blueprint, command, sql, made.map(added)), ...this.#startingValues(blueprint)];
  }

  /** `, algorithm=instant, lock=…`. */
  #online(command: Fluent, instant = this.can.mysqlInstant): string {
    return (instant && command.is('instant') ? ', algorithm=instant' : '') + this.lock(command);
  }

  protected lock(command: Fluent): string {
    return this.can.mysqlLock && command.is('lock') ? `, lock=${command.text('lock')}` : '';
  }

  /** `, algorithm=inplace, lock=…`, behind a key. */
  #keyOnline(command: Fluent): string {
    const inplace = this.can.mysqlInplace && command.is('inplace');
    return (inplace ? ', algorithm=inplace' : '') + this.lock(command);
  }

  #change(blueprint: Blueprint, command: Fluent): Statement[] {
    if (!blueprint.nativeChanges) return changeWithDoctrine(blueprint, command);
    const one = command.get('column');
    const columns = one instanceof ColumnDefinition ? [one] : blueprint.changedColumns();
    const changes = columns.map((column) => {
      const made = this.column(blueprint, column);
      const to = column.get('renameTo');
      if (to === null) return { sql: `modify ${made.sql}`, action: modified(made) };
      const from = this.nameOf(column.get('name'));
      const name = this.nameOf(to);
      // The type stands behind both names: `change old new type …`.
      const wrapped = this.wrap(column.get('name'));
      const sql = `change ${wrapped} ${this.wrap(to)}${made.sql.slice(wrapped.length)}`;
      const action: AlterAction | undefined =
        made.spec === undefined || from === undefined || name === undefined
          ? undefined
          : { kind: 'modifyColumn', from, column: { ...made.spec, name } };
      return { sql, action };
    });
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} ${changes.map((change) => change.sql).join(', ')}` +
      (one instanceof ColumnDefinition ? this.#online(one) : '');
    return this.alter(
      blueprint,
      command,
      sql,
      changes.map((change) => change.action),
    );
  }

  #renameColumn(blueprint: Blueprint, command: Fluent): Statement[] {
    if (!blueprint.nativeOperations) return renameWithDoctrine(blueprint, command);
    const table = blueprint.connection.catalog().table(this.tableName(blueprint.table).name);
    const from = command.text('from');
    const old = table === undefined ? undefined : findColumn(table, from);
    if (this.can.mysqlLegacyRename && this.#cannotRename()) {
      if (old === undefined) {
        blueprint.note('the column is renamed by its definition, which is not known', command.origin, true);
        return [];
      }
      const { sql, spec } = legacyRenameDefinition(
        this,
        blueprint,
        old,
        this.nameOf(command.get('to')) ?? '?',
        command.origin,
      );
      const text =
        `alter table ${this.wrapTable(blueprint.table)} change ${this.wrap(command.get('from'))} ` +
        `${this.wrap(command.get('to'))} ${sql}`;
      return this.alter(blueprint, command, text, [{ kind: 'modifyColumn', from, column: spec }]);
    }
    return this.compileRenameColumn(blueprint, command);
  }

  /** Servers without RENAME COLUMN. */
  #cannotRename(): boolean {
    const { isMaria, serverVersion } = this.connection;
    return compareVersions(serverVersion, isMaria ? '10.5.2' : '8.0.3') < 0;
  }

  #dropColumn(blueprint: Blueprint, command: Fluent): Statement[] {
    const columns = arrayCast(command.get('columns'));
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} ` +
      columns.map((column) => `drop ${this.wrap(column)}`).join(', ') +
      this.#online(command, this.can.mysqlInstantDrop);
    const actions = columns.map((column): AlterAction | undefined => {
      const name = this.nameOf(column);
      return name === undefined ? undefined : { kind: 'dropColumn', column: name };
    });
    return this.alter(blueprint, command, sql, actions);
  }

  // ---- Keys

  #primary(blueprint: Blueprint, command: Fluent): Statement[] {
    const key = this.primaryKey(command);
    const using = command.is('algorithm') ? `using ${command.text('algorithm')}` : '';
    const columns = this.columnize(arrayCast(command.get('columns')));
    // Until Laravel 9 the key gets its automatic name, which MySQL ignores.
    const sql = this.can.mysqlPrimaryUnnamed
      ? `alter table ${this.wrapTable(blueprint.table)} add primary key ${using}(${columns})${this.#keyOnline(command)}`
      : `alter table ${this.wrapTable(blueprint.table)} add primary key ${this.wrap(command.get('index'))}` +
        `${using === '' ? '' : ` ${using}`}(${columns})`;
    const name = this.can.mysqlPrimaryUnnamed ? undefined : this.nameOf(command.get('index'));
    return this.alter(blueprint, command, sql, [
      key === undefined
        ? undefined
        : { kind: 'addPrimaryKey', primaryKey: name === undefined ? key : { ...key, name } },
    ]);
  }

  protected addKey(blueprint: Blueprint, command: Fluent, kind: IndexKind, words: string): Statement[] {
    const spec = this.index(command, kind);
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} add ${words} ${this.wrap(command.get('index'))}` +
      `${command.is('algorithm') ? ` using ${command.text('algorithm')}` : ''}` +
      `(${this.columnize(arrayCast(command.get('columns')))})${this.#keyOnline(command)}`;
    return this.alter(blueprint, command, sql, [
      spec === undefined ? undefined : { kind: 'addIndex', index: spec },
    ]);
  }

  #foreign(blueprint: Blueprint, command: Fluent): Statement[] {
    const spec = this.foreignKey(command, true);
    const sql = this.foreignSql(blueprint, command) + this.#keyOnline(command);
    return this.alter(blueprint, command, sql, [
      spec === undefined ? undefined : { kind: 'addForeignKey', foreignKey: spec },
    ]);
  }

  protected dropIndex(blueprint: Blueprint, command: Fluent): Statement[] {
    const name = this.nameOf(command.get('index'));
    const sql = `alter table ${this.wrapTable(blueprint.table)} drop index ${this.wrap(command.get('index'))}`;
    return this.alter(blueprint, command, sql, [
      name === undefined ? undefined : { kind: 'dropIndex', name },
    ]);
  }
}

function added(column: ColumnSql): AlterAction | undefined {
  return column.spec === undefined ? undefined : { kind: 'addColumn', column: column.spec };
}

function modified(column: ColumnSql): AlterAction | undefined {
  return column.spec === undefined
    ? undefined
    : { kind: 'modifyColumn', from: column.spec.name, column: column.spec };
}
