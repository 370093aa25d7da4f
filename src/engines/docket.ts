/** What is noted while a statement is judged, and the verdict made of it. */
import {
  type Catalog,
  findColumn,
  type KeyPart,
  type NameFolding,
  type Origin,
  type Problem,
  type ProblemFact,
  type Rows,
  type StatementOf,
  type Table,
  type TableName,
  type Verdict,
} from '../schema/index.ts';
import { afterUnknownChange } from './catalog-edits.ts';

export class Docket {
  readonly #refusals: Problem[] = [];
  readonly #changes: Problem[] = [];
  #reason: string | undefined;

  get refused(): boolean {
    return this.#refusals.length > 0;
  }

  refuse(code: string | null, fact: ProblemFact, message: string, origin?: Origin): void {
    this.#refusals.push({
      fact,
      effect: 'refuses',
      code,
      message,
      ...(origin === undefined ? {} : { origin }),
    });
  }

  /** The engine accepts, and does something else than was asked. */
  change(fact: ProblemFact, message: string, origin?: Origin): void {
    this.#changes.push({
      fact,
      effect: 'changes',
      code: null,
      message,
      ...(origin === undefined ? {} : { origin }),
    });
  }

  /** The outcome rests on something that is not known. */
  unsure(reason: string): void {
    this.#reason ??= reason;
  }

  /** A certain refusal outweighs what is uncertain. */
  verdict(before: Catalog, after: Catalog): Verdict {
    const outcome = this.refused ? 'refuses' : this.#reason === undefined ? 'accepts' : 'unknown';
    return {
      outcome,
      problems: [...this.#refusals, ...this.#changes],
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      after,
      left: this.refused ? before : after,
    };
  }
}

/** Why an index or key that is not listed may exist all the same; null: everything is known. */
export function openAnywhere(catalog: Catalog): string | null {
  if (catalog.open !== null) return catalog.open;
  // A view has no indexes.
  const reasonOf = ({ view, open, maybe }: Table) => (view === true ? maybe : (open ?? maybe));
  const table = catalog.find((one) => reasonOf(one) !== undefined, 'irregular');
  return table === undefined ? null : (reasonOf(table) ?? null);
}

/** The catalog after a statement that was not understood. `takesAway`: see the statement. */
export function afterNotUnderstood(
  catalog: Catalog,
  reason: string,
  tables: readonly { readonly name: string; readonly schema?: string }[] | undefined,
  takesAway?: StatementOf<'notUnderstood'>['takesAway'],
): Catalog {
  let next = catalog;
  if (tables === undefined) {
    next = next.withOpen(reason);
    for (const table of catalog.tables('irregular')) {
      next = next.withTable(afterUnknownChange(table, reason, takesAway));
    }
    return next;
  }
  for (const name of tables) {
    const table = catalog.table(name);
    // A table that is not listed may be made by the statement.
    next = next.withTable(
      table === undefined
        ? {
            ...name,
            columns: [],
            indexes: [],
            foreignKeys: [],
            checks: [],
            temporary: false,
            open: reason,
            maybe: reason,
          }
        : afterUnknownChange(table, reason, takesAway),
    );
  }
  return next;
}

/**
 * The catalog as meant after the framework itself has refused: the tables are there, and what they look like is not
 * known, so that nothing later stumbles over the same cause.
 */
export function afterFrameworkRefusal(
  catalog: Catalog,
  { tables }: StatementOf<'frameworkRefuses'>,
  normalize: (name: TableName) => TableName = (name) => name,
): Catalog {
  if (tables === undefined) return catalog;
  return afterNotUnderstood(catalog, 'the framework has refused to change it', tables.map(normalize));
}

/** What is known of the rows of a whole table that is copied: SQLite's rebuilds. Any other SELECT may find nothing. */
export function rowsCopied(catalog: Catalog, sql: string): Rows | undefined {
  const source = /\bselect\b[^;]*\bfrom\s+["`[]?([\w$]+)["`\]]?\s*;?\s*$/i.exec(sql)?.[1];
  return source === undefined ? undefined : catalog.rowsOf({ name: source });
}

/** The catalog after rows were written or deleted, as far as it is certain. `name`: the table, as the catalog keeps it. */
export function afterRows(catalog: Catalog, statement: StatementOf<'data'>, name: TableName): Catalog {
  switch (statement.verb) {
    case 'select':
    case 'update':
      return catalog;
    case 'delete': {
      const all = !/\b(?:where|limit|join|using)\b/i.test(statement.sql);
      return catalog.withRows(name, all || catalog.rowsOf(name) === undefined ? undefined : 'maybe');
    }
    case 'truncate':
      return catalog.withRows(name, undefined);
    case 'insert': {
      const copied = rowsCopied(catalog, statement.sql);
      // rows that are written out, or without a SELECT, which may find nothing
      const listed = /^\s*insert\b[^()]*\([^()]*\)\s*values\s*\(/i.test(statement.sql);
      const written =
        (listed || !/\bselect\b/i.test(statement.sql)) &&
        ((statement.rows?.length ?? 0) > 0 || (statement.columns?.length ?? 0) > 0);
      if (written || copied === 'some') return catalog.withRows(name, 'some');
      return copied === undefined || catalog.hasRows(name) ? catalog : catalog.withRows(name, copied);
    }
  }
}

/** `t` of UPDATE … SET t.a = …: MySQL and MariaDB take it, the others know no table's name there. */
export function qualifierOfTarget(sql: string): string | undefined {
  const name = '(?:"[^"]+"|`[^`]+`|[\\w$]+)';
  const match = new RegExp(
    String.raw`^\s*update\s+(?:only\s+)?${name}(?:\s*\.\s*${name})?(?:\s+(?:as\s+)?${name})?\s+set\s+(${name})\s*\.\s*${name}\s*=`,
    'i',
  ).exec(sql);
  return match?.[1]?.replace(/^["`]|["`]$/g, '');
}

/** Does an SQL expression name this column? Strings are skipped; a quoted or bare word counts. */
export function mentions(expression: string, column: string, folding: NameFolding = 'ignore-case'): boolean {
  const exact = folding === 'exact';
  const wanted = exact ? column : column.toLowerCase();
  for (const match of expression.matchAll(
    /'(?:[^']|'')*'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|([\p{L}_][\p{L}\p{N}_$]*)(?!\s*\()/gu,
  )) {
    const quoted = match[1]?.replaceAll('""', '"') ?? match[2]?.replaceAll('``', '`') ?? match[3];
    // a bare word stands for a name in lower case where names compare exactly
    const name = exact ? (quoted ?? match[4]?.toLowerCase()) : (quoted ?? match[4])?.toLowerCase();
    if (name === wanted) return true;
  }
  return false;
}

/** The columns that an expression certainly names: those in double quotes, unless a type or a collation is meant. */
export function quotedColumns(expression: string): string[] {
  const names: string[] = [];
  for (const match of expression.matchAll(
    /'(?:[^']|'')*'|(\bcollate\s*|::\s*)?"((?:[^"]|"")*)"(?!\s*[.(])/gi,
  )) {
    if (match[2] !== undefined && match[1] === undefined) names.push(match[2].replaceAll('""', '"'));
  }
  return names;
}

/** A key part in parentheses that is no more than a column's name is that column (PostgreSQL, SQLite). */
export function plainPart(part: KeyPart): KeyPart {
  if (!('expression' in part)) return part;
  const name = /^[\s(]*"((?:[^"]|"")+)"[\s)]*$/.exec(part.expression)?.[1];
  return name === undefined ? part : { column: name.replaceAll('""', '"') };
}

/** The parts under the names that the columns have in the table, where those are written in other cases. */
export function namedAsColumns(parts: readonly KeyPart[], table: Table): readonly KeyPart[] {
  return parts.map((part) => {
    if (!('column' in part)) return part;
    const name = findColumn(table, part.column)?.name;
    return name === undefined || name === part.column ? part : { ...part, column: name };
  });
}

/** The first of these parts' or names' repeated entries. */
export function firstRepeated(
  names: readonly string[],
  fold: (name: string) => string = (n) => n,
): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(fold(name))) return name;
    seen.add(fold(name));
  }
  return undefined;
}
