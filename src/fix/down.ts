/** Writes statements into down(), and down() itself. */

import type { TakeBack, WayBackStep } from '../lint/source-editor.ts';
import { type AstNode, descendants, nameText, nodes } from '../php/ast.ts';
import { spanAt } from '../php/positions.ts';
import { spanOfNode } from '../php/span.ts';
import type { TextEdit } from '../schema/index.ts';
import { indentationAt, lineEndOf, ownLines, step } from './layout.ts';
import { type SchemaCall, schemaCallIn } from './schema-calls.ts';
import { calledName, pathToCall } from './tree.ts';

/** A file that is to be edited. */
export interface PhpText {
  readonly file: string;
  readonly text: string;
  readonly tree: AstNode;
}

interface Layout {
  readonly end: string;
  /** Of the methods. */
  readonly outer: string;
  /** One step further in. */
  readonly unit: string;
  readonly quote: "'" | '"';
}

/** The method of that name in the first class that has up(). */
export function methodOf(tree: AstNode, name: string): AstNode | undefined {
  for (const node of descendants(tree)) {
    if (node.kind !== 'class') continue;
    const methods = nodes(node.body).filter((one) => one.kind === 'method');
    if (!methods.some((one) => nameText(one.name)?.toLowerCase() === 'up')) continue;
    return methods.find((one) => nameText(one.name)?.toLowerCase() === name);
  }
  return undefined;
}

/** Where a method's first line begins: its attributes and words such as `public` belong to it. */
function methodStart(text: string, method: AstNode): number | undefined {
  const name = spanOfNode(method.name) ?? spanOfNode(method);
  if (name === undefined) return undefined;
  const before = text.slice(0, name.startOffset);
  const words = /(?:(?:public|protected|private|static|final|abstract)\s+)*function\s+&?\s*$/i.exec(before);
  return words === null ? undefined : words.index;
}

function layoutOf(text: string, up: AstNode): Layout | undefined {
  const start = methodStart(text, up);
  const body = up.body;
  if (start === undefined || body?.loc == null) return undefined;
  const outer = indentationAt(text, start);
  const first = nodes(body.children).find((one) => one.loc != null && one.kind !== 'noop');
  const inner = first?.loc == null ? '' : indentationAt(text, first.loc.start.offset);
  const single = text.split("'").length;
  return {
    end: lineEndOf(text),
    outer,
    unit: step(outer, inner),
    quote: single >= text.split('"').length ? "'" : '"',
  };
}

function quoted(text: string, quote: "'" | '"'): string {
  const escaped = quote === "'" ? text.replace(/[\\']/g, '\\$&') : text.replace(/[\\"$]/g, '\\$&');
  return `${quote}${escaped}${quote}`;
}

function argument(value: string | readonly string[], quote: "'" | '"'): string {
  if (typeof value === 'string') return quoted(value, quote);
  return `[${value.map((one) => quoted(one, quote)).join(', ')}]`;
}

/** Columns that go one after the other go in one call. Where everything goes, keys go before the columns. */
function joined(calls: readonly TakeBack[]): TakeBack[] {
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

/** The statements as lines, indented to stand in a method; undefined: the author's call cannot be written again. */
function statements(
  { text, tree }: PhpText,
  steps: readonly WayBackStep[],
  { unit, outer, quote }: Layout,
): string[] | undefined {
  const inner = outer + unit;
  const lines: string[] = [];
  let open: { readonly call: SchemaCall; readonly calls: TakeBack[] } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { call, calls } = open;
    lines.push(`${inner}${call.receiver}table(${call.table}, function (${call.parameter}) {`);
    for (const { method, arguments: list } of joined(calls)) {
      const args = list.map((one) => argument(one, quote)).join(', ');
      lines.push(`${inner}${unit}${call.variable}->${method}(${args});`);
    }
    lines.push(`${inner}});`);
    open = undefined;
  };
  for (const one of steps) {
    const path = pathToCall(tree, one.at.span);
    const call = path === undefined ? undefined : schemaCallIn(path, text);
    if (call === undefined) return undefined;
    if (one.kind === 'changeTable') {
      if (open?.call.receiver !== call.receiver || open.call.table !== call.table) {
        close();
        open = { call, calls: [] };
      }
      open?.calls.push(...one.calls);
      continue;
    }
    close();
    if (one.kind === 'dropTable') {
      lines.push(`${inner}${call.receiver}dropIfExists(${call.table});`);
      continue;
    }
    const [, to] = nodes(call.node.arguments);
    if (nameText(calledName(call.node))?.toLowerCase() !== 'rename' || to?.loc == null) return undefined;
    if (to.kind !== 'string') return undefined;
    lines.push(
      `${inner}${call.receiver}rename(${text.slice(to.loc.start.offset, to.loc.end.offset)}, ${call.table});`,
    );
  }
  close();
  return lines;
}

function insertion(file: string, text: string, offset: number, inserted: string): TextEdit {
  return { file, span: spanAt(text, offset), text: inserted };
}

/** A down() where there is none, or where it is empty but for a bare comment. */
export function writeDown(php: PhpText, steps: readonly WayBackStep[]): TextEdit[] | undefined {
  const { file, text, tree } = php;
  const up = methodOf(tree, 'up');
  if (up?.loc == null || up.body?.loc == null) return undefined;
  const layout = layoutOf(text, up);
  const start = methodStart(text, up);
  const name = spanOfNode(up.name);
  if (layout === undefined || start === undefined || name === undefined) return undefined;
  const lines = statements(php, steps, layout);
  if (lines === undefined || lines.length === 0) return undefined;
  const { end, outer } = layout;
  const body = `${end}${lines.join(end)}${end}${outer}`;

  const down = methodOf(tree, 'down');
  if (down !== undefined) {
    const block = spanOfNode(down.body);
    if (block === undefined) return undefined;
    const inside = text.slice(block.startOffset + 1, block.endOffset - 1);
    // A comment says why there is no way back; a bare one is the framework's stub.
    if (!/^\s*(?:\/\/[ \t]*(?:[\r\n]+\s*)?)?(?:return\s*;\s*)?$/.test(inside)) return undefined;
    return [
      {
        file,
        span: { ...block, startOffset: block.startOffset + 1, endOffset: block.endOffset - 1 },
        text: body,
      },
    ];
  }
  const opening = text.slice(start, up.body.loc.start.offset + 1);
  const at = name.startOffset - start;
  const signature = `${opening.slice(0, at)}down${opening.slice(at + (name.endOffset - name.startOffset))}`;
  const comment = hasDocComment(text, start)
    ? `${outer}/**${end}${outer} * Reverse the migrations.${end}${outer} */${end}`
    : '';
  return [
    insertion(file, text, up.body.loc.end.offset, `${end}${end}${comment}${outer}${signature}${body}}`),
  ];
}

function hasDocComment(text: string, start: number): boolean {
  return /\*\/\s*$/.test(text.slice(0, start));
}

/** More statements in a down() that has some: in front of the one with a call, or at the end. */
export function addToDown(
  php: PhpText,
  steps: readonly WayBackStep[],
  before: AstNode | null,
): TextEdit[] | undefined {
  const { file, text, tree } = php;
  const up = methodOf(tree, 'up');
  const down = methodOf(tree, 'down');
  const layout = up === undefined ? undefined : layoutOf(text, up);
  const block = spanOfNode(down?.body);
  if (layout === undefined || down === undefined || block === undefined) return undefined;
  const lines = statements(php, steps, layout);
  if (lines === undefined || lines.length === 0) return undefined;
  const { end } = layout;
  const own = nodes(down.body.children).filter((one) => one.kind !== 'noop');
  if (own.some((one) => one.kind === 'return')) return undefined;
  const whole = lines.join(end);
  if (before !== null) {
    const place = ownLines(text, before);
    return place === undefined ? undefined : [insertion(file, text, place.from, `${whole}${end}`)];
  }
  const last = own.at(-1);
  const place = last === undefined ? undefined : ownLines(text, last);
  return place === undefined ? undefined : [insertion(file, text, place.to, `${whole}${end}`)];
}
