/** How names are written, and read back (Illuminate\Database\Grammar and its trait CompilesJsonPaths, Laravel 8 to 13). */
import { type PhpValue, Unknown } from '../../../php/values.ts';
import type { KeyPart, TableName } from '../../../schema/index.ts';
import type { Capabilities } from '../capabilities.ts';
import type { GrammarConnection } from '../connection.ts';
import { arrayCast, isExpression } from '../expression.ts';
import { textOf } from '../fluent.ts';
import { FrameworkError } from '../framework-error.ts';
import { keyPartsOfSql } from './key-parts.ts';

export abstract class Names {
  protected readonly connection: GrammarConnection;
  protected readonly can: Capabilities;
  /** Is `column->path` a JSON path? */
  protected readonly jsonSelectors: boolean;

  constructor(connection: GrammarConnection, can: Capabilities) {
    this.connection = connection;
    this.can = can;
    this.jsonSelectors = can.jsonSelectors;
  }

  protected wrapValue(value: string): string {
    return value === '*' ? value : `"${value.replaceAll('"', '""')}"`;
  }

  /** Grammar::wrap: a column, an index, or raw SQL. */
  wrap(value: PhpValue): string {
    if (isExpression(value)) return textOf(value.value);
    const text = textOf(value);
    if (/ as /i.test(text)) {
      const [first = '', second = ''] = text.split(/\s+as\s+/i);
      return `${this.wrap(first)} as ${this.wrapValue(second)}`;
    }
    if (this.jsonSelectors && text.includes('->')) return this.wrapJsonSelector(text);
    const segments = text.split('.');
    return segments
      .map((segment, position) =>
        position === 0 && segments.length > 1 ? this.wrapTable(segment) : this.wrapValue(segment),
      )
      .join('.');
  }

  protected wrapJsonSelector(_value: string): string {
    throw new FrameworkError('This database engine does not support JSON operations.');
  }

  /** The two halves of `column->path->more` (trait CompilesJsonPaths). */
  protected jsonFieldAndPath(value: string): [field: string, path: string] {
    const [column = '', ...rest] = value.split('->');
    const segments = rest
      .join('->')
      .replace(/\\*'/g, "''")
      .split('->')
      .map((segment) => {
        const brackets = this.can.jsonPathBrackets ? /(\[[^\]]+\])+$/.exec(segment)?.[0] : undefined;
        if (brackets === undefined) return `"${segment}"`;
        const key = segment.slice(0, segment.lastIndexOf(brackets));
        return key === '' ? brackets : `"${key}"${brackets}`;
      })
      .join('.');
    const path = rest.length === 0 ? '' : `, '$${segments.startsWith('[') ? '' : '.'}${segments}'`;
    return [this.wrap(column), path];
  }

  protected get prefix(): string {
    return this.connection.target.settings.prefix;
  }

  /** The segments of a table's name, prefix applied. */
  #tableSegments(table: string, prefix: string): string[] {
    const segments = table.split('.');
    // Until Laravel 10 the prefix goes before the whole name, and once more before its first segment.
    const place = this.can.prefixOnLastSegment ? segments.length - 1 : 0;
    segments[place] = prefix + (segments[place] ?? '');
    if (!this.can.prefixOnLastSegment && segments.length > 1) segments[0] = prefix + segments[0]!;
    return segments;
  }

  wrapTable(table: PhpValue, prefix: string = this.prefix): string {
    if (isExpression(table)) return textOf(table.value);
    const text = textOf(table);
    if (/ as /i.test(text)) {
      const [first = '', second = ''] = text.split(/\s+as\s+/i);
      return `${this.wrapTable(first, prefix)} as ${this.wrapValue(prefix + second)}`;
    }
    return this.#tableSegments(text, prefix)
      .map((segment) => this.wrapValue(segment))
      .join('.');
  }

  tableName(table: PhpValue, prefix: string = this.prefix): TableName {
    if (isExpression(table)) {
      const segments = textOf(table.value)
        .replace(/[`"[\]]/g, '')
        .split('.');
      const name = segments.at(-1) ?? '';
      return segments.length > 1 ? { schema: segments.slice(0, -1).join('.'), name } : { name };
    }
    const segments = this.#tableSegments(textOf(table), prefix);
    const name = segments.at(-1) ?? '';
    return segments.length > 1 ? { schema: segments.slice(0, -1).join('.'), name } : { name };
  }

  columnize(columns: readonly PhpValue[]): string {
    return columns.map((column) => this.wrap(column)).join(', ');
  }

  /** The name as the engine will see it; undefined where it is not known. */
  protected nameOf(value: PhpValue): string | undefined {
    if (value instanceof Unknown) return undefined;
    if (isExpression(value)) return textOf(value.value).replace(/^[`"](.*)[`"]$/, '$1');
    return textOf(value).split('.').at(-1);
  }

  /** The parts of a key; undefined where one is not known. */
  protected keyParts(columns: PhpValue): KeyPart[] | undefined {
    if (columns instanceof Unknown) return undefined;
    const parts: KeyPart[] = [];
    for (const column of arrayCast(columns)) {
      if (column instanceof Unknown) return undefined;
      if (isExpression(column)) {
        if (column.value instanceof Unknown) return undefined;
        parts.push(...keyPartsOfSql(textOf(column.value)));
      } else if (this.can.jsonSelectors && textOf(column).includes('->')) {
        parts.push({ expression: this.wrap(column) });
      } else parts.push({ column: textOf(column).split('.').at(-1)! });
    }
    return parts;
  }

  /** The columns' names; undefined where one is not known. */
  protected columnNames(columns: PhpValue): string[] | undefined {
    const names = arrayCast(columns).map((column) => this.nameOf(column));
    return names.includes(undefined) ? undefined : (names as string[]);
  }
}
