/** Bindings put in their places, for people and scripts. What is sent keeps the placeholders. */
import type { EngineName } from '../schema/index.ts';

function literal(value: unknown, engine: EngineName): string {
  if (value === null || value === undefined) return 'null';
  // PDO sends PostgreSQL values without a type; a bare 1 would be an integer, which no boolean column takes.
  if (typeof value === 'number') return engine === 'postgres' ? `'${value}'` : String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') {
    const doubled = value.replaceAll("'", "''");
    // MySQL and MariaDB read a backslash as an escape.
    return `'${engine === 'mysql' || engine === 'mariadb' ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
  }
  const { unknown } = value as { readonly unknown?: string };
  return `/* ${(unknown ?? 'a value that is not known').replaceAll('*/', '* /')} */ null`;
}

/** A placeholder, or something in which a question mark is none. */
const TOKENS = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|\?\?|\?/g;

export function withBindings(sql: string, bindings: readonly unknown[], engine: EngineName): string {
  if (bindings.length === 0) return sql;
  let next = 0;
  return sql.replace(TOKENS, (token) =>
    token === '?' && next < bindings.length ? literal(bindings[next++], engine) : token,
  );
}
