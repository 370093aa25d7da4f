/** Illuminate\Database\Schema\Grammars\PostgresGrammar, Laravel 8 to 13. Types and modifiers stand in postgres-columns.ts. */
import { type PhpValue, Unknown } from '../../../php/values.ts';
import type { AlterAction, IndexSpec, Statement } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { changeWithDoctrine, renameWithDoctrine } from '../doctrine/index.ts';
import { arrayCast } from '../expression.ts';
import { ColumnDefinition, type Fluent, textOf } from '../fluent.ts';
import { FrameworkError } from '../framework-error.ts';
import { PostgresColumns } from './postgres-columns.ts';

export class PostgresGrammar extends PostgresColumns {
  override readonly fluentCommands: readonly string[] = this.can.commandPerColumn
    ? ['AutoIncrementStartingValues', 'Comment']
    : ['Comment'];

  protected readonly commands = this.available({
    create: (blueprint, command) => this.#create(blueprint, command),
    add: (blueprint, command) => this.#add(blueprint, command),
    change: (blueprint, command) => this.#change(blueprint, command),
    autoincrementstartingvalues:
      this.can.commandPerColumn &&
      ((blueprint, command) => this.#startingValue(blueprint, command.get('column') as ColumnDefinition)),
    comment: (blueprint, command) => this.#comment(blueprint, command),
    tablecomment:
      this.can.tableComment &&
      ((blueprint, command) => {
        const comment = command.text('comment');
        const text = `'${comment.replaceAll("'", "''")}'`;
        const sql = `comment on table ${this.wrapTable(blueprint.table)} is ${text}`;
        return [
          { kind: 'comment', sql, origin: command.origin, table: this.tableName(blueprint.table), comment },
        ];
      }),
    primary: (blueprint, command) => {
      const key = this.primaryKey(command);
      const columns = this.columnize(arrayCast(command.get('columns')));
      const sql = `alter table ${this.wrapTable(blueprint.table)} add primary key (${columns})`;
      return this.alter(blueprint, command, sql, [
        key === undefined ? undefined : { kind: 'addPrimaryKey', primaryKey: key },
      ]);
    },
    unique: (blueprint, command) => this.#unique(blueprint, command),
    index: (blueprint, command) => this.#index(blueprint, command),
    fulltext: (blueprint, command) => this.#fulltext(blueprint, command),
    spatialindex: (blueprint, command) => {
      command.set('algorithm', 'gist');
      const byClass = this.can.postgresOperatorClass && command.isset('operatorClass');
      return this.#index(blueprint, command, byClass ? 'class' : 'plain', 'spatial');
    },
    vectorindex:
      this.can.vectorIndexCommand && ((blueprint, command) => this.#index(blueprint, command, 'class')),
    foreign: (blueprint, command) => this.#foreign(blueprint, command),
    drop: this.compileDrop,
    dropifexists: this.compileDropIfExists,
    dropcolumn: (blueprint, command) => {
      const columns = arrayCast(command.get('columns'));
      const sql =
        `alter table ${this.wrapTable(blueprint.table)} ` +
        columns.map((column) => `drop column ${this.wrap(column)}`).join(', ');
      const actions = columns.map((column): AlterAction | undefined => {
        const name = this.nameOf(column);
        return name === undefined ? undefined : { kind: 'dropColumn', column: name };
      });
      return this.alter(blueprint, command, sql, actions);
    },
    dropprimary: (blueprint, command) => this.#dropPrimary(blueprint, command),
    dropunique: (blueprint, command) => this.#dropConstraint(blueprint, command),
    dropforeign: (blueprint, command) => this.#dropConstraint(blueprint, command),
    dropindex: (blueprint, command) => this.#dropIndex(blueprint, command),
    dropfulltext: (blueprint, command) => this.#dropIndex(blueprint, command),
    dropspatialindex: (blueprint, command) => this.#dropIndex(blueprint, command),
    dropvectorindex:
      this.can.dropVectorIndex && ((blueprint, command) => this.#dropIndex(blueprint, command)),
    rename: (blueprint, command) => this.renameTable(blueprint, command, 'alter'),
    renamecolumn: (blueprint, command) =>
      blueprint.nativeOperations
        ? this.compileRenameColumn(blueprint, command)
        : renameWithDoctrine(blueprint, command),
    renameindex: (blueprint, command) => {
      const [from, to] = [this.nameOf(command.get('from')), this.nameOf(command.get('to'))];
      if (from === undefined || to === undefined) return [];
      const sql = `alter index ${this.#indexOf(blueprint, command.get('from'))} rename to ${this.wrap(command.get('to'))}`;
      return [{ kind: 'renameIndex', sql, origin: command.origin, from, to }];
    },
  });

  // ---- Tables and columns

  #create(blueprint: Blueprint, _command: Fluent): Statement[] {
    const columns = this.addedColumns(blueprint);
    const sql =
      `${this.createVerb(blueprint)} table ${this.wrapTable(blueprint.table)} ` +
      `(${columns.map((column) => column.sql).join(', ')})`;
    return [this.createTable(blueprint, sql, columns), ...this.#startingValues(blueprint)];
  }

  #add(blueprint: Blueprint, command: Fluent): Statement[] {
    const one = command.get('column');
    const columns = one instanceof ColumnDefinition ? [one] : blueprint.addedColumns();
    const made = columns.map((column) => this.column(blueprint, column));
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} ` +
      made.map((column) => `add column ${column.sql}`).join(', ');
    const actions = made.map(({ spec }): AlterAction | undefined =>
      spec === undefined ? undefined : { kind: 'addColumn', column: spec },
    );
    return [...this.alter(blueprint, command, sql, actions), ...this.#startingValues(blueprint)];
  }

  #change(blueprint: Blueprint, command: Fluent): Statement[] {
    if (!blueprint.nativeChanges) return changeWithDoctrine(blueprint, command);
    const one = command.get('column');
    const columns = one instanceof ColumnDefinition ? [one] : blueprint.changedColumns();
    const table = this.wrapTable(blueprint.table);
    const all = columns.flatMap((column) =>
      this.changes(column).map((change) => ({
        sql: `alter column ${this.wrap(column.get('name'))} ${change.sql}`,
        action: change.action,
      })),
    );
    const sql = `alter table ${table} ${all.map((change) => change.sql).join(', ')}`;
    return this.alter(
      blueprint,
      command,
      sql,
      all.map((change) => change.action),
    );
  }

  /** Until Laravel 9 CREATE and ADD bring the starting values along. */
  #startingValues(blueprint: Blueprint): Statement[] {
    return this.startingColumns(blueprint).flatMap((column) => this.#startingValue(blueprint, column));
  }

  #startingValue(blueprint: Blueprint, column: ColumnDefinition): Statement[] {
    const value = column.attributes.has('startingValue') ? column.get('startingValue') : column.get('from');
    if (!column.is('autoIncrement') || !(value instanceof Unknown || this.truthy(value))) return [];
    const sql = this.can.sequenceBySetval
      ? `select setval(pg_get_serial_sequence('${this.wrapTable(blueprint.table)}', ` +
        `'${column.text('name')}'), ${textOf(value)}, false)`
      : `alter sequence ${this.#sequenceTable(blueprint)}_${column.text('name')}_seq restart with ${textOf(value)}`;
    return [{ kind: 'noSchemaChange', sql, origin: column.origin, what: "a sequence's value" }];
  }

  /** What the versions hold for the beginning of a sequence's name. */
  #sequenceTable(blueprint: Blueprint): string {
    const { prefix, prefixIndexes } = this.connection.target.settings;
    const segments = blueprint.table.split('.');
    const last = segments.at(-1) ?? '';
    if (this.can.sequenceBySchema) {
      return `${segments.length > 1 ? `${segments[0]}.` : ''}${prefix}${last}`;
    }
    return this.can.sequenceByLastSegment ? (prefixIndexes ? prefix : '') + last : blueprint.table;
  }

  #comment(blueprint: Blueprint, command: Fluent): Statement[] {
    const column = command.get('column');
    if (!(column instanceof ColumnDefinition)) return [];
    const value = column.get('comment');
    if (value === null && !column.is('change')) return [];
    const name = this.nameOf(column.get('name'));
    if (name === undefined) return [];
    const comment = value === null ? null : textOf(value);
    const text = comment === null ? 'NULL' : `'${comment.replaceAll("'", "''")}'`;
    const sql = `comment on column ${this.wrapTable(blueprint.table)}.${this.wrap(column.get('name'))} is ${text}`;
    const table = this.tableName(blueprint.table);
    return [{ kind: 'comment', sql, origin: column.origin, table, column: name, comment }];
  }

  // ---- Keys

  #unique(blueprint: Blueprint, command: Fluent): Statement[] {
    const table = this.wrapTable(blueprint.table);
    const name = this.wrap(command.get('index'));
    const columns = this.columnize(arrayCast(command.get('columns')));
    const index = this.index(command, 'unique');
    const byIndex = this.can.postgresOnline && (command.is('online') || command.is('algorithm'));
    const tail = this.can.postgresUniqueDeferrable ? this.#deferrable(command) : '';
    if (byIndex) {
      const using = command.is('algorithm') ? ` using ${command.text('algorithm')}` : '';
      const create = `create unique index ${this.#concurrently(command)}${name} on ${table}${using} (${columns})`;
      return [
        ...this.#createIndex(blueprint, command, create, index),
        ...this.alter(
          blueprint,
          command,
          `alter table ${table} add constraint ${name} unique using index ${name}${tail}`,
          [{ kind: 'noSchemaChange', what: 'UNIQUE USING INDEX' }],
        ),
      ];
    }
    const nulls =
      this.can.postgresNullsNotDistinct && command.isset('nullsNotDistinct')
        ? ` nulls ${command.is('nullsNotDistinct') ? 'not distinct' : 'distinct'}`
        : '';
    const sql = `alter table ${table} add constraint ${name} unique${nulls} (${columns})${tail}`;
    if (index === undefined) return [];
    const { method: _method, ...constraint } = index;
    return this.alter(blueprint, command, sql, [
      { kind: 'addIndex', index: { ...constraint, constraint: true } },
    ]);
  }

  #deferrable(command: Fluent): string {
    let sql = '';
    if (command.isset('deferrable')) sql += command.is('deferrable') ? ' deferrable' : ' not deferrable';
    if (command.is('deferrable') && command.isset('initiallyImmediate')) {
      sql += command.is('initiallyImmediate') ? ' initially immediate' : ' initially deferred';
    }
    return sql;
  }

  #concurrently(command: Fluent): string {
    return this.can.postgresOnline && command.is('online') ? 'concurrently ' : '';
  }

  #createIndex(
    blueprint: Blueprint,
    command: Fluent,
    sql: string,
    index: IndexSpec | undefined,
  ): Statement[] {
    if (index === undefined) return [];
    const concurrently = this.#concurrently(command) !== '';
    return [
      {
        kind: 'createIndex',
        sql,
        origin: command.origin,
        table: this.tableName(blueprint.table),
        index,
        ifNotExists: false,
        ...(concurrently ? { concurrently } : this.can.postgresOnline ? { concurrentCall: 'online()' } : {}),
      },
    ];
  }

  /** `create index`; with an operator class behind each column, where asked for. */
  #index(
    blueprint: Blueprint,
    command: Fluent,
    form: 'plain' | 'class' = 'plain',
    kind: 'index' | 'spatial' = 'index',
  ): Statement[] {
    const list = arrayCast(command.get('columns'));
    const columns =
      form === 'class'
        ? list.map((column) => `${this.wrap(column)} ${command.text('operatorClass')}`).join(', ')
        : this.columnize(list);
    const using = command.is('algorithm') ? ` using ${command.text('algorithm')}` : '';
    const sql =
      `create index ${this.#concurrently(command)}${this.wrap(command.get('index'))} ` +
      `on ${this.wrapTable(blueprint.table)}${using} (${columns})`;
    return this.#createIndex(blueprint, command, sql, this.index(command, kind));
  }

  #fulltext(blueprint: Blueprint, command: Fluent): Statement[] {
    const language = command.is('language') ? command.text('language') : 'english';
    const list = arrayCast(command.get('columns'));
    const vectors = list.map((column) => `to_tsvector('${language}', ${this.wrap(column)})`);
    if (!this.can.fulltextOverColumns && list.length > 1) {
      throw new FrameworkError(
        'The PostgreSQL driver does not support fulltext index creation using multiple columns.',
      );
    }
    const expression = vectors.join(' || ');
    const over = this.can.fulltextOverColumns ? `(${expression})` : expression;
    const sql =
      `create index ${this.#concurrently(command)}${this.wrap(command.get('index'))} ` +
      `on ${this.wrapTable(blueprint.table)} using gin (${over})`;
    const index = this.index(command, 'index', { method: 'gin' });
    const known = index === undefined ? undefined : { ...index, parts: [{ expression: over }] };
    return this.#createIndex(blueprint, command, sql, known);
  }

  #foreign(blueprint: Blueprint, command: Fluent): Statement[] {
    const spec = this.foreignKey(command, true);
    const sql =
      this.foreignSql(blueprint, command) +
      this.#deferrable(command) +
      (command.isset('notValid') ? ' not valid' : '');
    return this.alter(blueprint, command, sql, [
      spec === undefined ? undefined : { kind: 'addForeignKey', foreignKey: spec },
    ]);
  }

  #dropPrimary(blueprint: Blueprint, command: Fluent): Statement[] {
    const { prefix, prefixIndexes } = this.connection.target.settings;
    const last = blueprint.table.split('.').at(-1) ?? '';
    const name = this.can.sequenceBySchema
      ? `${prefix}${last}_pkey`
      : this.can.sequenceByLastSegment
        ? `${prefixIndexes ? prefix : ''}${last}_pkey`
        : `${this.can.dropPrimaryWithPrefix && prefixIndexes ? prefix : ''}${blueprint.table}_pkey`;
    const sql = `alter table ${this.wrapTable(blueprint.table)} drop constraint ${this.wrap(name)}`;
    return this.alter(blueprint, command, sql, [{ kind: 'dropConstraint', name }]);
  }

  #dropConstraint(blueprint: Blueprint, command: Fluent): Statement[] {
    const name = this.nameOf(command.get('index'));
    const sql = `alter table ${this.wrapTable(blueprint.table)} drop constraint ${this.wrap(command.get('index'))}`;
    return this.alter(blueprint, command, sql, [
      name === undefined ? undefined : { kind: 'dropConstraint', name },
    ]);
  }

  /** An index's name, in the schema of the blueprint's table (PostgresGrammar::wrapIndex). */
  #indexOf(blueprint: Blueprint, index: PhpValue): string {
    const segments = blueprint.table.split('.');
    const name = this.wrap(index);
    if (!this.can.postgresIndexInSchema || segments.length < 2 || textOf(index).includes('.')) return name;
    return `${this.wrapValue(segments[0]!)}.${name}`;
  }

  #dropIndex(blueprint: Blueprint, command: Fluent): Statement[] {
    const name = this.nameOf(command.get('index'));
    if (name === undefined) return [];
    const sql = `drop index ${this.#indexOf(blueprint, command.get('index'))}`;
    return [{ kind: 'dropIndex', sql, origin: command.origin, name, ifExists: false }];
  }
}
