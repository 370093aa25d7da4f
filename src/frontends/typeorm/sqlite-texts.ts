/**
 * The texts of tables and indexes as SQLite keeps them in sqlite_master: TypeORM looks there for the names of
 * constraints when it rebuilds a table (AbstractSqliteQueryRunner.loadTables).
 */
import type { AlterAction, Statement, Verdict } from '../../schema/index.ts';

export class SqliteTexts {
  /** By the table's name in lower case. */
  readonly #tables = new Map<string, string>();
  /** By the index's name in lower case. */
  readonly #indexes = new Map<string, string>();

  clear(): void {
    this.#tables.clear();
    this.#indexes.clear();
  }

  table(name: string): string | undefined {
    return this.#tables.get(name.toLowerCase());
  }

  index(name: string): string | undefined {
    return this.#indexes.get(name.toLowerCase());
  }

  /** Does to the texts what the statement does to the database. */
  follow(statement: Statement, verdict: Verdict, uncertain: string | null): void {
    if (verdict.outcome === 'refuses' || uncertain !== null) return;
    switch (statement.kind) {
      case 'createTable': {
        const key = statement.table.name.toLowerCase();
        if (!(statement.ifNotExists && this.#tables.has(key))) this.#tables.set(key, statement.sql);
        return;
      }
      case 'createIndex':
        this.#indexes.set((statement.index.name ?? '').toLowerCase(), statement.sql);
        return;
      case 'dropIndex':
        this.#indexes.delete(statement.name.toLowerCase());
        return;
      case 'dropTable':
        for (const { name } of statement.tables) this.#tables.delete(name.toLowerCase());
        return;
      case 'renameTable':
        this.#rename(statement.from.name, statement.to.name);
        return;
      case 'alterTable':
        for (const action of statement.actions) this.#alter(statement.table.name, action, statement.sql);
        return;
      default:
    }
  }

  #alter(table: string, action: AlterAction, sql: string): void {
    const key = table.toLowerCase();
    const text = this.#tables.get(key);
    if (action.kind === 'renameTo') this.#rename(table, action.to.name);
    if (text === undefined) return;
    if (action.kind === 'addColumn') {
      const definition = /\badd\s+(?:column\s+)?([\s\S]*?);?\s*$/i.exec(sql)?.[1] ?? '';
      const end = text.lastIndexOf(')');
      this.#tables.set(key, `${text.slice(0, end)}, ${definition}${text.slice(end)}`);
    }
    if (action.kind === 'renameColumn')
      this.#tables.set(
        key,
        text.replaceAll(quoted(action.from), () => `"${action.to}"`),
      );
  }

  /** SQLite puts the new name into all texts that speak of the table. */
  #rename(from: string, to: string): void {
    const text = this.#tables.get(from.toLowerCase());
    if (text === undefined) return;
    this.#tables.delete(from.toLowerCase());
    this.#tables.set(
      to.toLowerCase(),
      text.replace(
        /^(\s*create\s+table\s+(?:if\s+not\s+exists\s+)?)(?:"[^"]*"|`[^`]*`|\[[^\]]*\]|[\w$]+)/i,
        (_all, head: string) => `${head}"${to}"`,
      ),
    );
    const reference = new RegExp(`(\\breferences\\s*)${quoted(from).source}`, 'gi');
    for (const [name, other] of this.#tables)
      this.#tables.set(
        name,
        other.replace(reference, (_all, head: string) => `${head}"${to}"`),
      );
  }
}

/** The name in whatever quotes; bare, as a whole word. */
function quoted(name: string): RegExp {
  const text = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`"${text}"|\`${text}\`|\\[${text}\\]|(?<![\\w"'\`])${text}(?![\\w"'\`])`, 'gi');
}
