/** Writes statements into down(), and down() itself. */

import type { TakeBack, WayBackStep } from '../lint/source-editor.ts';
import { type AstNode, descendants, nameText, nodes } from '../php/ast.ts';
import { spanOfNode } from '../php/span.ts';
import type { TextEdit } from '../schema/index.ts';
import { indentationAt, lineEndOf, ownLines, step } from './layout.ts';
import { isSameTable, type SchemaCall, schemaCallIn } from './schema-calls.ts';
import { closureOf, insertion, intoClosure, joined, type Layout, type PhpText, phpOf } from './take-back.ts';
import { calledName, pathToCall } from './tree.ts';

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

/** A statement of down(): a call of the schema builder's with what it takes back in its closure, or another one. */
type DownStatement =
  | { readonly kind: 'table'; readonly call: SchemaCall; readonly calls: readonly TakeBack[] }
  | { readonly kind: 'other'; readonly text: string };

/** What goes on one table in succession stands in one call; undefined: the author's call cannot be written again. */
function statementsOf({ text, tree }: PhpText, steps: readonly WayBackStep[]): DownStatement[] | undefined {
  const statements: DownStatement[] = [];
  for (const one of steps) {
    const path = pathToCall(tree, one.at.span);
    const call = path === undefined ? undefined : schemaCallIn(path, text);
    if (call === undefined) return undefined;
    if (one.kind === 'changeTable') {
      const last = statements.at(-1);
      if (last?.kind === 'table' && isSameTable(last.call, call))
        statements[statements.length - 1] = { ...last, calls: [...last.calls, ...one.calls] };
      else statements.push({ kind: 'table', call, calls: one.calls });
      continue;
    }
    if (one.kind === 'dropTable') {
      statements.push({ kind: 'other', text: `${call.receiver}dropIfExists(${call.table});` });
      continue;
    }
    const [, to] = nodes(call.node.arguments);
    if (nameText(calledName(call.node))?.toLowerCase() !== 'rename' || to?.loc == null) return undefined;
    if (to.kind !== 'string') return undefined;
    const name = text.slice(to.loc.start.offset, to.loc.end.offset);
    statements.push({ kind: 'other', text: `${call.receiver}rename(${name}, ${call.table});` });
  }
  return statements;
}

/** The lines of a statement, indented to stand in a method. */
function linesOf(one: DownStatement, { unit, outer, quote }: Layout): string[] {
  const inner = outer + unit;
  if (one.kind === 'other') return [inner + one.text];
  const { call, calls } = one;
  return [
    `${inner}${call.receiver}table(${call.table}, function (${call.parameter}) {`,
    ...joined(calls).map((back) => `${inner}${unit}${phpOf(call.variable, back, quote)}`),
    `${inner}});`,
  ];
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
  const lines = statementsOf(php, steps)?.flatMap((one) => linesOf(one, layout));
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
  const statements = statementsOf(php, steps);
  if (statements === undefined || statements.length === 0) return undefined;
  const { end } = layout;
  const own = nodes(down.body.children).filter((one) => one.kind !== 'noop');
  if (own.some((one) => one.kind === 'return')) return undefined;
  const next = before ?? own.at(-1);
  const place = next === undefined ? undefined : ownLines(text, next);
  if (next === undefined || place === undefined) return undefined;

  // What goes on the same table goes into the call that is there: where it does something already, next to its place.
  const closure = closureOf(php, next);
  const at = statements.findIndex(
    (one, i) =>
      one.kind === 'table' &&
      closure !== undefined &&
      isSameTable(one.call, closure.table) &&
      (closure.isEmpty || i === (before === null ? 0 : statements.length - 1)),
  );
  const joining = statements[at];
  const inside =
    closure === undefined || joining?.kind !== 'table'
      ? undefined
      : intoClosure(php, closure, joining.calls, layout);
  const added = (some: readonly DownStatement[], offset: number): TextEdit[] => {
    const lines = some.flatMap((one) => linesOf(one, layout)).map((line) => `${line}${end}`);
    return lines.length === 0 ? [] : [insertion(file, text, offset, lines.join(''))];
  };
  if (inside === undefined) return added(statements, before === null ? place.to : place.from);
  return [
    ...added(statements.slice(0, at), place.from),
    ...inside,
    ...added(statements.slice(at + 1), place.to),
  ];
}
