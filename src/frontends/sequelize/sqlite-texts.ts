/**
 * The texts of CREATE TABLE as sqlite_master keeps them: Sequelize reads constraints from them, and makes tables anew
 * (SQLiteQueryInterface, sequelize 6.37).
 */
import type { Statement, Verdict } from '../../schema/index.ts';

export class SqliteTexts {
  /** By the table's name in lower case; null: not known. */
  readonly #kept = new Map<string, string | null>();

  /** undefined: there is no such table; null: its text is not known. */
  of(table: string): string | null | undefined {
    return this.#kept.get(table.toLowerCase());
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Does to the texts what the statement does to the database. */
  follow(statement: Statement, { outcome }: Verdict, uncertain: string | null): void {
    if (outcome === 'refuses') return;
    switch (statement.kind) {
      case 'createTable': {
        const key = statement.table.name.toLowerCase();
        if (statement.ifNotExists && this.#kept.has(key)) return;
        this.#kept.set(key, uncertain === null ? keptText(statement.sql) : null);
        return;
      }
      case 'dropTable':
        for (const { name } of statement.tables)
          if (uncertain === null) this.#kept.delete(name.toLowerCase());
          else this.#kept.set(name.toLowerCase(), null);
        return;
      case 'alterTable':
        for (const action of statement.actions) {
          if (action.kind === 'renameTo') this.#rename(statement.table.name, action.to.name);
          else if (action.kind === 'addColumn') this.#add(statement.table.name, statement.sql);
          else this.#forget(statement.table.name);
        }
        return;
      case 'renameTable':
        this.#rename(statement.from.name, statement.to.name);
        return;
      case 'notUnderstood':
        for (const { name } of statement.tables ?? []) this.#forget(name);
        return;
      default:
    }
  }

  #forget(table: string): void {
    if (this.#kept.has(table.toLowerCase())) this.#kept.set(table.toLowerCase(), null);
  }

  /** SQLite writes the new name in double quotes, here and where other tables refer to it. */
  #rename(from: string, to: string): void {
    const text = this.#kept.get(from.toLowerCase());
    if (text === undefined) return;
    const name = `"${to.replaceAll('"', '""')}"`;
    this.#kept.delete(from.toLowerCase());
    this.#kept.set(to.toLowerCase(), text === null ? null : text.replace(NAME, `CREATE TABLE ${name}`));
    const references = new RegExp(`(\\bREFERENCES\\s+)([\`"[]?)${escaped(from)}(?:[\`"\\]]|\\b)`, 'gi');
    for (const [table, other] of this.#kept)
      if (other !== null)
        this.#kept.set(
          table,
          other.replace(references, (_all, before: string) => before + name),
        );
  }

  /** SQLite puts a new column's definition before the closing bracket, as it was written. */
  #add(table: string, sql: string): void {
    const text = this.of(table);
    const definition = /\bADD\s+(?:COLUMN\s+)?([\s\S]*?);?\s*$/i.exec(sql)?.[1];
    if (text === undefined || text === null || definition === undefined) return;
    const at = text.lastIndexOf(')');
    this.#kept.set(table.toLowerCase(), `${text.slice(0, at)}, ${definition}${text.slice(at)}`);
  }
}

const NAME = /^CREATE TABLE (?:`(?:[^`]|``)*`|"(?:[^"]|"")*"|\S+)/;

/** sqlite_master has its own words before the table's name, and no semicolon. */
function keptText(sql: string): string {
  return sql
    .replace(/^\s*CREATE\s+(?:TEMP(?:ORARY)?\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?/i, 'CREATE TABLE ')
    .replace(/;\s*$/, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
