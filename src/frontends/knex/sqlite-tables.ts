/**
 * The text of each table and index as SQLite keeps it in sqlite_master: knex rebuilds tables from it
 * (lib/dialects/sqlite3/schema/ddl.js, knex 3.3). Only what its parser makes of the text matters.
 */
import type { AlterAction, Statement, Verdict } from '../../schema/index.ts';
import type { KnexTools } from './library.ts';

export interface ParsedColumn {
  name: string;
  type: string | null;
  expression?: boolean;
  constraints: {
    default: unknown;
    notnull: unknown;
    null: unknown;
    references: ParsedReference | null;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

interface ParsedReference {
  table: string;
  columns: string[];
}

export interface ParsedConstraint {
  type: string;
  name: string | null;
  columns: (string | { name: string; expression?: boolean })[];
  references?: ParsedReference;
  [key: string]: unknown;
}

export interface ParsedTable {
  table: string;
  columns: ParsedColumn[];
  constraints: ParsedConstraint[];
}

export interface ParsedIndex {
  index: string;
  table: string;
  columns: { name: string; expression?: boolean }[];
}

interface Internals {
  parseCreateTable(sql: string): ParsedTable;
  parseCreateIndex(sql: string): ParsedIndex;
  compileCreateTable(parsed: ParsedTable, wrap: (name: string) => string): string;
  compileCreateIndex(parsed: ParsedIndex, wrap: (name: string) => string): string;
}

export interface KeptTable {
  createTable: string;
  readonly indexes: Map<string, string>;
}

export class SqliteTables {
  readonly #tools: KnexTools;
  /** By the table's name in lower case; a string: why its text is not known. */
  readonly #kept = new Map<string, KeptTable | string>();
  #internals: Internals | undefined;

  constructor(tools: KnexTools) {
    this.#tools = tools;
  }

  get internals(): Internals {
    this.#internals ??= {
      ...this.#tools.internal<Pick<Internals, 'parseCreateTable' | 'parseCreateIndex'>>(
        'lib/dialects/sqlite3/schema/internal/parser.js',
      ),
      ...this.#tools.internal<Pick<Internals, 'compileCreateTable' | 'compileCreateIndex'>>(
        'lib/dialects/sqlite3/schema/internal/compiler.js',
      ),
    };
    return this.#internals;
  }

  /** undefined: there is no such table; a string: why its text is not known. */
  kept(table: string): KeptTable | string | undefined {
    return this.#kept.get(table.toLowerCase());
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Does to the texts what the statement does to the database. */
  follow(statement: Statement, verdict: Verdict, uncertain: string | null): void {
    if (verdict.outcome === 'refuses') return;
    if (uncertain !== null) {
      if ('table' in statement && statement.table != null && statement.kind !== 'data')
        this.#kept.set(statement.table.name.toLowerCase(), uncertain);
      return;
    }
    switch (statement.kind) {
      case 'createTable': {
        const key = statement.table.name.toLowerCase();
        if (statement.ifNotExists && this.#kept.has(key)) return;
        this.#kept.set(key, { createTable: statement.sql, indexes: new Map() });
        return;
      }
      case 'createIndex': {
        const table = this.kept(statement.table.name);
        if (typeof table === 'object')
          table.indexes.set((statement.index.name ?? '').toLowerCase(), keptIndex(statement.sql));
        return;
      }
      case 'dropIndex':
        for (const table of this.#kept.values())
          if (typeof table === 'object') table.indexes.delete(statement.name.toLowerCase());
        return;
      case 'dropTable':
        for (const { name } of statement.tables) this.#kept.delete(name.toLowerCase());
        return;
      case 'renameTable':
        this.#rename(statement.from.name, statement.to.name);
        return;
      case 'alterTable':
        for (const action of statement.actions) this.#alter(statement.table.name, action, statement.sql);
        return;
      case 'notUnderstood':
        for (const { name } of statement.tables ?? []) this.#kept.set(name.toLowerCase(), statement.reason);
        return;
      default:
    }
  }

  #alter(table: string, action: AlterAction, sql: string): void {
    const kept = this.kept(table);
    if (action.kind === 'renameTo') {
      this.#rename(table, action.to.name);
      return;
    }
    if (typeof kept !== 'object') return;
    switch (action.kind) {
      case 'addColumn': {
        const definition = /\badd\s+(?:column\s+)?([\s\S]*?);?\s*$/i.exec(sql)?.[1] ?? '';
        // SQLite puts it behind the last column, before the table's constraints
        this.#rewrite(table, (parsed) => {
          parsed.columns.push(...this.internals.parseCreateTable(`create table t (${definition})`).columns);
        });
        return;
      }
      case 'renameColumn':
        this.#rewrite(table, (parsed) => renameColumn(parsed, action.from, action.to));
        this.#reindex(kept, (index) => {
          for (const column of index.columns) if (same(column.name, action.from)) column.name = action.to;
        });
        for (const [other] of this.#kept)
          this.#rewrite(other, (parsed) =>
            renameReferences(parsed, table, { from: action.from, to: action.to }),
          );
        return;
      case 'dropColumn':
        this.#rewrite(table, (parsed) => {
          parsed.columns = parsed.columns.filter(({ name }) => !same(name, action.column));
        });
        return;
      default:
    }
  }

  #rename(from: string, to: string): void {
    const kept = this.#kept.get(from.toLowerCase());
    if (kept === undefined) return;
    this.#kept.delete(from.toLowerCase());
    this.#kept.set(to.toLowerCase(), kept);
    if (typeof kept === 'string') return;
    this.#rewrite(to, (parsed) => {
      parsed.table = to;
    });
    this.#reindex(kept, (index) => {
      index.table = to;
    });
    for (const [other] of this.#kept) this.#rewrite(other, (parsed) => renameReferences(parsed, from, to));
  }

  /** Changes a table's text; one that knex itself could not read is not known from then on. */
  #rewrite(table: string, change: (parsed: ParsedTable) => unknown): void {
    const kept = this.kept(table);
    if (typeof kept !== 'object') return;
    try {
      const parsed = this.internals.parseCreateTable(kept.createTable);
      if (change(parsed) === false) return;
      kept.createTable = this.internals.compileCreateTable(parsed, quoted);
    } catch {
      this.#kept.set(table.toLowerCase(), `the definition of the table ${table} is not read by knex`);
    }
  }

  #reindex(kept: KeptTable, change: (parsed: ParsedIndex) => void): void {
    for (const [name, sql] of kept.indexes) {
      try {
        const parsed = this.internals.parseCreateIndex(sql);
        change(parsed);
        kept.indexes.set(name, this.internals.compileCreateIndex(parsed, quoted));
      } catch {
        // stays as it was
      }
    }
  }
}

/** sqlite_master has its own words before the index's name. */
function keptIndex(sql: string): string {
  return sql.replace(
    /^\s*create\s+(unique\s+)?index\s+(?:if\s+not\s+exists\s+)?/i,
    (_all, unique: string | undefined) => `CREATE${unique === undefined ? '' : ' UNIQUE'} INDEX `,
  );
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function renameColumn(parsed: ParsedTable, from: string, to: string): void {
  for (const column of parsed.columns) if (same(column.name, from)) column.name = to;
  for (const constraint of parsed.constraints)
    constraint.columns = constraint.columns?.map((column) => {
      if (typeof column === 'string') return same(column, from) ? to : column;
      return same(column.name, from) ? { ...column, name: to } : column;
    });
}

/** What other tables say of the table; false: nothing. `to`: its new name, or that of one of its columns. */
function renameReferences(
  parsed: ParsedTable,
  table: string,
  to: string | { readonly from: string; readonly to: string },
): boolean {
  const references = [
    ...parsed.columns.map((column) => column.constraints.references),
    ...parsed.constraints.map((constraint) => constraint.references),
  ];
  let found = false;
  for (const reference of references) {
    if (reference == null || !same(reference.table, table)) continue;
    found = true;
    if (typeof to === 'string') reference.table = to;
    else reference.columns = reference.columns.map((column) => (same(column, to.from) ? to.to : column));
  }
  return found;
}
