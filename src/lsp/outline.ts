/** What a migration makes, as the editor's outline and beside its lines. */
import {
  type CodeLens,
  type DocumentSymbol,
  type InlayHint,
  InlayHintKind,
  type Range,
  SymbolKind,
} from 'vscode-languageserver/node';
import { identifierLimit } from '../engines/identifier-limit.ts';
import { lineStarts, positionAt } from '../php/positions.ts';
import { keyColumns, type Span, type Target } from '../schema/index.ts';
import { lengthText, title } from './hover.ts';
import type { SchemaObject } from './objects.ts';
import type { Moved } from './places.ts';
import { rangeOf } from './places.ts';

const SYMBOL: Readonly<Record<SchemaObject['kind'], SymbolKind>> = {
  table: SymbolKind.Struct,
  column: SymbolKind.Field,
  index: SymbolKind.Key,
  unique: SymbolKind.Key,
  fulltext: SymbolKind.Key,
  spatial: SymbolKind.Key,
  primary: SymbolKind.Key,
  foreign: SymbolKind.Key,
};

interface Outlined {
  readonly object: SchemaObject;
  readonly symbol: DocumentSymbol & { children: DocumentSymbol[] };
  readonly span: Span;
}

/** Tables, with the columns and keys that their call makes. */
export function documentSymbols(objects: readonly SchemaObject[], moved: Moved): DocumentSymbol[] {
  const top: DocumentSymbol[] = [];
  const tables: Outlined[] = [];
  for (const object of objects) {
    const span = moved.span(object.origin.span);
    const range = rangeOf(span);
    const symbol = {
      name: nameOf(object),
      detail: detailOf(object),
      kind: SYMBOL[object.kind],
      range,
      selectionRange: range,
      children: [],
    };
    const parent = tables.find((one) => one.object.table === object.table && holds(one.span, span));
    if (object.kind === 'table') tables.push({ object, symbol, span });
    (object.kind !== 'table' && parent !== undefined ? parent.symbol.children : top).push(symbol);
  }
  return top;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.startOffset <= inner.startOffset && inner.endOffset <= outer.endOffset;
}

function nameOf({ kind, on, table }: SchemaObject): string {
  const [first] = on;
  if (first?.name !== undefined && first.name !== '') return first.name;
  const columns = first?.key === undefined ? [] : keyColumns(first.key.parts);
  return `${kind} of ${table}${columns.length === 0 ? '' : `: ${columns.join(', ')}`}`;
}

function detailOf({ kind, on }: SchemaObject): string {
  const [first] = on;
  if (kind === 'table') return 'table';
  if (kind === 'column') return first?.column?.type.text ?? 'column';
  return kind === 'primary' || kind === 'foreign' ? `${kind} key` : kind === 'unique' ? 'unique index' : kind;
}

/** The names that nobody wrote, beside the calls that lead to them. */
export function inlayHints(
  objects: readonly SchemaObject[],
  moved: Moved,
  text: string,
  range: Range,
): InlayHint[] {
  const starts = lineStarts(text);
  return objects.flatMap((object): InlayHint[] => {
    const { kind, origin, on } = object;
    if (kind === 'table' || kind === 'column' || origin.nameGiven === true) return [];
    const [first] = on;
    if (first?.name === undefined) return [];
    // The parser counts the semicolon to the last call of a statement.
    const end = text.slice(0, moved.offset(origin.span.endOffset)).replace(/[;\s]+$/, '').length;
    const at = positionAt(starts, end);
    const position = { line: at.line - 1, character: at.column - 1 };
    if (position.line < range.start.line || position.line > range.end.line) return [];
    const lengths = on.flatMap(({ target, name }) =>
      name === undefined ? [] : [`${title(target)}: ${name} (${lengthText(name, identifierLimit(target))})`],
    );
    return [
      {
        position,
        label: first.name,
        kind: InlayHintKind.Parameter,
        paddingLeft: true,
        tooltip: [...new Set(lengths)].join('\n'),
      },
    ];
  });
}

/** The client's: shows the SQL of a file on a target. Its arguments: the document's URI, the target's id. */
export const SHOW_SQL = 'dialint.showSql';
/** The client's: replays a file's migration. Its argument: the document's URI. */
export const REPLAY = 'dialint.replayMigration';

/** up(), as a method of PHP's or of a script's class, an exported function, a property of what is exported. */
const UP =
  /^[ \t]*(?:(?:(?:public|final|static|export|default|async)\s+)*function\s+up\s*\(|(?:(?:public|override|async)\s+)*up\s*[(:]|(?:module\.)?exports\.up\s*=|export\s+const\s+up\b)/m;

/** Above up(): the SQL on each target. `commands`: those that the client handles. */
export function codeLenses(
  text: string,
  uri: string,
  targets: readonly Target[],
  commands: ReadonlySet<string>,
): CodeLens[] {
  const up = UP.exec(text);
  if (up === null) return [];
  const { line } = positionAt(lineStarts(text), up.index + up[0].length);
  const range = { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 0 } };
  const lens = (label: string, command: string, ...given: readonly string[]): CodeLens[] =>
    commands.has(command) ? [{ range, command: { title: label, command, arguments: [...given] } }] : [];
  return [
    ...targets.flatMap((target) => lens(`SQL: ${title(target)}`, SHOW_SQL, uri, target.id)),
    ...lens('Replay', REPLAY, uri),
  ];
}
