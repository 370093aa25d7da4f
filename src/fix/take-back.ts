/** Writes what takes something back on one table: in a closure of its own, or in one that is there. */
import type { TakeBack } from '../lint/source-editor.ts';
import { type AstNode, nodes } from '../php/ast.ts';
import { spanAt } from '../php/positions.ts';
import type { TextEdit } from '../schema/index.ts';
import { indentationAt, lineStart, ownLines } from './layout.ts';
import { type SchemaCall, schemaCallIn } from './schema-calls.ts';
import { isCallOf } from './tree.ts';

/** A file that is to be edited. */
export interface PhpText {
  readonly file: string;
  readonly text: string;
  readonly tree: AstNode;
}

export interface Layout {
  readonly end: string;
  /** Of the methods. */
  readonly outer: string;
  /** One step further in. */
  readonly unit: string;
  readonly quote: "'" | '"';
}

export function insertion(file: string, text: string, offset: number, inserted: string): TextEdit {
  return { file, span: spanAt(text, offset), text: inserted };
}

function replacement(file: string, text: string, from: number, to: number, by: string): TextEdit {
  const [start, end] = [spanAt(text, from), spanAt(text, to)];
  return { file, span: { ...start, end: end.end, endOffset: to }, text: by };
}

function quoted(text: string, quote: "'" | '"'): string {
  const escaped = quote === "'" ? text.replace(/[\\']/g, '\\$&') : text.replace(/[\\"$]/g, '\\$&');
  return `${quote}${escaped}${quote}`;
}

function argument(value: string | readonly string[], quote: "'" | '"'): string {
  if (typeof value === 'string') return quoted(value, quote);
  return `[${value.map((one) => quoted(one, quote)).join(', ')}]`;
}

/** The call on the blueprint's variable, as a statement. */
export function phpOf(variable: string, { method, arguments: list }: TakeBack, quote: "'" | '"'): string {
  return `${variable}->${method}(${list.map((one) => argument(one, quote)).join(', ')});`;
}

/** Columns that go one after the other go in one call. Where everything goes, keys go before the columns. */
export function joined(calls: readonly TakeBack[]): TakeBack[] {
  const result: TakeBack[] = [];
  const isColumn = ({ method }: TakeBack): boolean => method === 'dropColumn';
  const sorted = calls.every(({ method }) => method.startsWith('drop'))
    ? [...calls.filter((call) => !isColumn(call)), ...calls.filter(isColumn)]
    : calls;
  for (const call of sorted) {
    const last = result.at(-1);
    if (call.method === 'dropColumn' && last?.method === 'dropColumn') {
      const columns = [...last.arguments, ...call.arguments].flat();
      result[result.length - 1] = { method: 'dropColumn', arguments: [columns] };
    } else result.push(call);
  }
  return result;
}

/** The statements of a closure that each have lines of their own; null: it is not laid out like that. */
function ownStatements(text: string, body: AstNode): AstNode[] | null {
  const own = nodes(body.children).filter((one) => one.kind !== 'noop');
  return own.every((one) => ownLines(text, one) !== undefined) ? own : null;
}

/**
 * The columns are dropped in the call that drops some already: SQLite takes only one such call in a closure before
 * Laravel 11. Undefined: its arguments are not written out.
 */
function moreColumns(
  { file, text }: PhpText,
  call: AstNode,
  columns: readonly string[],
  layout: Layout,
): TextEdit[] | undefined {
  const list = nodes(call.arguments);
  const [first] = list;
  const more = columns.map((one) => quoted(one, layout.quote));
  if (first?.loc == null || list.some((one) => one.kind !== 'string' && one.kind !== 'array'))
    return undefined;
  if (first.kind === 'string') {
    const last = list.at(-1);
    if (last?.loc == null || last.kind !== 'string') return undefined;
    if (list.length > 1) return [insertion(file, text, last.loc.end.offset, `, ${more.join(', ')}`)];
    const one = text.slice(first.loc.start.offset, first.loc.end.offset);
    return [
      replacement(file, text, first.loc.start.offset, first.loc.end.offset, `[${[one, ...more].join(', ')}]`),
    ];
  }
  const entries = nodes(first.items);
  const last = entries.at(-1);
  if (last?.loc == null || entries.some(({ value }) => value?.kind !== 'string')) return undefined;
  const at = last.loc.end.offset;
  const start = lineStart(text, last.loc.start.offset);
  const alone = text.slice(start, last.loc.start.offset).trim() === '';
  const between = alone ? `,${layout.end}${indentationAt(text, last.loc.start.offset)}` : ', ';
  return [insertion(file, text, at, more.map((one) => between + one).join(''))];
}

/** The closure of a statement of down() that changes a table. */
export interface TableClosure {
  readonly table: SchemaCall;
  readonly body: AstNode;
  /** It does nothing: the stub that the framework makes. */
  readonly isEmpty: boolean;
}

export function closureOf({ text }: PhpText, statement: AstNode): TableClosure | undefined {
  const call = statement.kind === 'expressionstatement' ? statement.expression : undefined;
  const table = call?.kind === 'call' ? schemaCallIn([call], text) : undefined;
  if (call === undefined || table === undefined || table.node !== call || !isCallOf(call, ['table']))
    return undefined;
  const closure = nodes(call.arguments)[1];
  const body = closure?.kind === 'closure' ? closure.body : undefined;
  if (body?.loc == null) return undefined;
  const inside = text.slice(body.loc.start.offset + 1, body.loc.end.offset - 1);
  return { table, body, isEmpty: /^\s*(?:\/\/[ \t]*(?:[\r\n]+\s*)?)?$/.test(inside) };
}

/**
 * The calls in a closure that changes their table: keys at its beginning, columns with those that it drops, or at its
 * end. Undefined: there the order of the calls would matter, or it is not laid out in lines.
 */
export function intoClosure(
  php: PhpText,
  { table, body, isEmpty }: TableClosure,
  calls: readonly TakeBack[],
  layout: Layout,
): TextEdit[] | undefined {
  const { file, text } = php;
  if (body.loc == null) return undefined;
  const { end, unit } = layout;
  const lines = (some: readonly TakeBack[], indentation: string): string =>
    some.map((one) => `${indentation}${phpOf(table.variable, one, layout.quote)}${end}`).join('');
  if (isEmpty) {
    const [open, close] = [body.loc.start.offset + 1, body.loc.end.offset - 1];
    const outer = indentationAt(text, open);
    return [replacement(file, text, open, close, `${end}${lines(joined(calls), outer + unit)}${outer}`)];
  }

  if (!calls.every(({ method }) => method.startsWith('drop'))) return undefined;
  const own = ownStatements(text, body);
  const [first, last] = [own?.[0], own?.at(-1)];
  const [from, to] = [first && ownLines(text, first)?.from, last && ownLines(text, last)?.to];
  if (own == null || first?.loc == null || from === undefined || to === undefined) return undefined;
  const indentation = indentationAt(text, first.loc.start.offset);
  const columns = calls.filter(({ method }) => method === 'dropColumn');
  const keys = calls.filter(({ method }) => method !== 'dropColumn');
  const edits = keys.length === 0 ? [] : [insertion(file, text, from, lines(keys, indentation))];
  if (columns.length === 0) return edits;
  const drop = own.find(
    ({ expression }) => expression?.kind === 'call' && isCallOf(expression, ['dropcolumn', 'dropcolumns']),
  );
  if (drop === undefined) return [...edits, insertion(file, text, to, lines(joined(columns), indentation))];
  const names = columns.flatMap(({ arguments: list }) => list.flat());
  const more = moreColumns(php, drop.expression!, names, layout);
  return more === undefined ? undefined : [...edits, ...more];
}
