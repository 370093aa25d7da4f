/**
 * How knex changes a table that SQLite cannot alter: a new one is made, filled, and takes the old one's name
 * (lib/dialects/sqlite3/schema/ddl.js, knex 3.3). The library does it while it waits for answers; here the same is done
 * with the texts that are kept of the tables.
 */
import type { Origin } from '../../schema/index.ts';
import { JsThrow, makeError } from '../javascript/values.ts';
import type { TableCompiler } from './library.ts';
import type { KnexRun } from './run.ts';
import { type KeptTable, type ParsedTable, same } from './sqlite-tables.ts';

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly defaultTo: unknown;
  readonly notNull: boolean;
}

interface ForeignInfo {
  readonly keyName?: string;
  readonly column: string[];
  readonly inTable: string;
  readonly references: string[];
  readonly onDelete?: string;
  readonly onUpdate?: string;
}

/** `_knex_temp_alter` and three digits, which are random. */
const ALTERED = '_knex_temp_alter000';

export class DdlCommands {
  readonly #run: KnexRun;
  readonly #origin: Origin;

  constructor(run: KnexRun, origin: Origin) {
    this.#run = run;
    this.#origin = origin;
  }

  /** What stands in for SQLite3_DDL. */
  of(compiler: TableCompiler): object {
    const table = this.#run.identifier(compiler.tableNameRaw);
    return {
      alterColumn: (columns: readonly ColumnInfo[]) => this.#alterColumn(table, columns),
      dropColumn: (columns: readonly string[]) => this.#dropColumn(table, columns),
      dropForeign: (columns: readonly string[], name: string | undefined) =>
        this.#dropForeign(table, columns, name),
      dropPrimary: (name: string | undefined) => this.#dropPrimary(table, name),
      primary: (columns: readonly string[], name: string | undefined) => this.#primary(table, columns, name),
      foreign: (info: ForeignInfo) => this.#foreign(table, info),
      setNullable: (column: string, isNullable: boolean) => this.#setNullable(table, column, isNullable),
    };
  }

  /** The table as it is kept; undefined: that is not known, which has been reported. */
  #parsed(
    table: string,
    drops = false,
  ): { readonly kept: KeptTable; readonly parsed: ParsedTable } | undefined {
    const run = this.#run;
    const kept = run.state.sqlite.kept(table);
    if (typeof kept === 'object') {
      try {
        const parsed = run.state.sqlite.internals.parseCreateTable(kept.createTable);
        parsed.table = ALTERED;
        return { kept, parsed };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new JsThrow(makeError(`knex cannot read the definition of the table ${table}: ${message}`));
      }
    }
    const { open } = run.session.catalog();
    const reason =
      kept ??
      (run.session.catalog().table({ name: table }) === undefined && open === null
        ? undefined
        : (open ?? `the definition of the table ${table} is not known`));
    // ddl.js: result.filter(…)[0].sql
    if (reason === undefined && run.ev.uncertain === null)
      throw new JsThrow(makeError("Cannot read properties of undefined (reading 'sql')", 'TypeError'));
    const tables = [{ name: table }];
    // why it is not known has been told where that began
    if (reason !== undefined)
      run.send({ kind: 'notUnderstood', sql: '', reason, origin: this.#origin, tables });
    else
      run.giveUp(
        `knex rebuilds a table from its definition, and there is no table ${table}`,
        this.#origin,
        tables,
      );
    if (drops) run.doubt({ name: table }, reason ?? 'it is not there', this.#origin);
    return undefined;
  }

  #alterColumn(table: string, columns: readonly ColumnInfo[]): void {
    const found = this.#parsed(table);
    if (found === undefined) return;
    const { parsed, kept } = found;
    for (const column of parsed.columns) {
      const info = columns.find(({ name }) => same(name, column.name));
      if (info === undefined) continue;
      column.type = info.type;
      column.constraints.default =
        info.defaultTo === null ? null : { name: null, value: info.defaultTo, expression: false };
      column.constraints.notnull = info.notNull ? { name: null, conflict: null } : null;
      if (info.notNull) column.constraints.null = null;
    }
    this.#rebuild(table, parsed, [...kept.indexes.values()], undefined, true);
  }

  #dropColumn(table: string, columns: readonly string[]): void {
    const found = this.#parsed(table, true);
    if (found === undefined) return;
    const { parsed, kept } = found;
    const goes = (name: string): boolean => columns.some((column) => same(column, name));
    parsed.columns = parsed.columns.filter((column) => column.expression === true || !goes(column.name));
    if (parsed.columns.length === 0) throw new JsThrow(makeError('Unable to drop last column from table'));
    const nameOf = (column: string | { name: string }): string =>
      typeof column === 'string' ? column : column.name;
    parsed.constraints = parsed.constraints.filter((constraint) => {
      if (constraint.type === 'PRIMARY KEY' || constraint.type === 'UNIQUE')
        return constraint.columns.every(
          (column) => (typeof column === 'object' && column.expression === true) || !goes(nameOf(column)),
        );
      if (constraint.type !== 'FOREIGN KEY') return true;
      return (
        constraint.columns.every((column) => !goes(nameOf(column))) &&
        (constraint.references?.table !== parsed.table ||
          constraint.references.columns.every((column) => !goes(column)))
      );
    });
    const { internals } = this.#run.state.sqlite;
    const indexes: string[] = [];
    for (const sql of kept.indexes.values()) {
      const index = internals.parseCreateIndex(sql);
      index.columns = index.columns.filter((column) => column.expression === true || !goes(column.name));
      if (index.columns.length > 0) indexes.push(internals.compileCreateIndex(index, this.#wrap));
    }
    this.#rebuild(
      table,
      parsed,
      indexes,
      parsed.columns.map(({ name }) => name),
      false,
    );
  }

  #dropForeign(table: string, columns: readonly string[], name: string | undefined): void {
    const found = this.#parsed(table, true);
    if (found === undefined) return;
    const { parsed, kept } = found;
    const goes = (column: string): boolean => columns.some((one) => same(one, column));
    if (!name)
      parsed.columns = parsed.columns.map((column) => ({
        ...column,
        references: goes(column.name) ? null : column.references,
      }));
    parsed.constraints = parsed.constraints.filter((constraint) => {
      if (constraint.type !== 'FOREIGN KEY') return true;
      if (name) return !constraint.name || !same(constraint.name, name);
      return constraint.columns.every((column) => !goes(String(column)));
    });
    this.#rebuild(table, parsed, [...kept.indexes.values()], undefined, false);
  }

  #dropPrimary(table: string, name: string | undefined): void {
    const found = this.#parsed(table, true);
    if (found === undefined) return;
    const { parsed, kept } = found;
    parsed.columns = parsed.columns.map((column) => ({ ...column, primary: null }));
    parsed.constraints = parsed.constraints.filter((constraint) => {
      if (constraint.type !== 'PRIMARY KEY') return true;
      return name ? !constraint.name || !same(constraint.name, name) : false;
    });
    this.#rebuild(table, parsed, [...kept.indexes.values()], undefined, false);
  }

  #primary(table: string, columns: readonly string[], name: string | undefined): void {
    const found = this.#parsed(table);
    if (found === undefined) return;
    const { parsed, kept } = found;
    parsed.columns = parsed.columns.map((column) => ({ ...column, primary: null }));
    parsed.constraints = parsed.constraints.filter(({ type }) => type !== 'PRIMARY KEY');
    parsed.constraints.push({
      type: 'PRIMARY KEY',
      name: name || null,
      columns: columns.map((column) => ({ name: column, expression: false, collation: null, order: null })),
      conflict: null,
    });
    this.#rebuild(table, parsed, [...kept.indexes.values()], undefined, false);
  }

  #foreign(table: string, info: ForeignInfo): void {
    const found = this.#parsed(table);
    if (found === undefined) return;
    const { parsed, kept } = found;
    parsed.constraints.push({
      type: 'FOREIGN KEY',
      name: info.keyName || null,
      columns: info.column,
      references: {
        table: info.inTable,
        columns: info.references,
        ...{ delete: info.onDelete || null, update: info.onUpdate || null, match: null, deferrable: null },
      },
    });
    this.#rebuild(table, parsed, [...kept.indexes.values()], undefined, true);
  }

  #setNullable(table: string, name: string, isNullable: boolean): void {
    const found = this.#parsed(table);
    if (found === undefined) return;
    const { parsed, kept } = found;
    const column = parsed.columns.find((one) => same(name, one.name));
    if (column === undefined)
      throw new JsThrow(makeError(`.setNullable: Column ${name} does not exist in table ${table}.`));
    column.constraints.notnull = isNullable ? null : { name: null, conflict: null };
    if (!isNullable) column.constraints.null = null;
    this.#rebuild(table, parsed, [...kept.indexes.values()], undefined, true);
  }

  readonly #wrap = (name: string): string => this.#run.client.wrapIdentifierImpl(name);

  /** `checked`: generateAlterCommands, which turns the check of foreign keys off around it; else alter. */
  #rebuild(
    table: string,
    parsed: ParsedTable,
    indexes: readonly string[],
    columns: readonly string[] | undefined,
    checked: boolean,
  ): void {
    const run = this.#run;
    const list = columns === undefined ? '*' : columns.map((column) => `"${column}"`).join(', ');
    const switched = checked && run.session.catalog().foreignKeyChecks;
    const send = (sql: string): void => {
      run.sendSql(sql, this.#origin);
    };
    if (switched) send('PRAGMA foreign_keys = OFF');
    send(run.state.sqlite.internals.compileCreateTable(parsed, this.#wrap));
    send(`INSERT INTO "${ALTERED}" SELECT ${list} FROM "${table}";`);
    send(`DROP TABLE "${table}"`);
    send(`ALTER TABLE "${ALTERED}" RENAME TO "${table}"`);
    for (const index of indexes) send(index);
    if (switched) send('PRAGMA foreign_keys = ON');
  }
}
