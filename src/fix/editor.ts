/** What rules want changed, written in PHP source. */
import type { SourceEditor, WayBackStep } from '../lint/source-editor.ts';
import { argumentSlot } from '../php/argument-slot.ts';
import { type AstNode, childNodes, descendants, nodes } from '../php/ast.ts';
import { spanAt } from '../php/positions.ts';
import { spanOfNode } from '../php/span.ts';
import type { Location, Span, TextEdit } from '../schema/index.ts';
import { addToDown, methodOf, writeDown } from './down.ts';
import { indentationAt, lineEndOf, ownLines, step } from './layout.ts';
import type { PhpText } from './take-back.ts';
import { calledName, isCallOf, pathToCall } from './tree.ts';

/** What the editor knows of a project's files. */
export interface Sources {
  /** The migrations' files that belong to the project, relative to its root. */
  readonly migrations: readonly string[];
  textOf(file: string): string | undefined;
  /** Null: it could not be read, or does not parse. */
  treeOf(file: string): AstNode | null;
}

/** Calls whose first argument is a table's name; methods of the schema builder, of keys and of the query builder. */
const TABLE_CALLS = [
  'create',
  'table',
  'drop',
  'dropifexists',
  'rename',
  'hastable',
  'hascolumn',
  'hascolumns',
  'hasindex',
  'getcolumnlisting',
  'getcolumntype',
  'getcolumns',
  'getindexes',
  'dropcolumns',
  'whentablehascolumn',
  'whentabledoesnthavecolumn',
  'constrained',
  'on',
  'from',
  'join',
  'leftjoin',
];

/**
 * A list, and what is called on a variable (`$table->string('user_id')`): columns and tables bear the names of keys, too.
 */
function isBlueprintWord(parent: AstNode | undefined): boolean {
  if (parent?.kind === 'entry' || parent?.kind === 'array') return true;
  let receiver = parent?.kind === 'call' ? parent.what : undefined;
  if (receiver === undefined || isCallOf(parent!, INDEX_QUESTIONS)) return false;
  if (receiver.kind === 'staticlookup') return true;
  while (receiver?.kind === 'propertylookup' || receiver?.kind === 'call') receiver = receiver.what;
  return receiver?.kind === 'variable';
}

/** Calls that are asked whether there is an index or a key of some name. */
const INDEX_QUESTIONS = ['hasindex', 'getindex', 'hasforeignkey', 'has', 'contains', 'exists'];

interface FoundString {
  readonly span: Span;
  readonly inBlueprint: boolean;
  /** Does it name a table? */
  readonly ofTable: boolean;
}

/** Many names are looked for in the same files, and a file's tree stays while it is not edited. */
const found = new WeakMap<AstNode, ReadonlyMap<string, readonly FoundString[]>>();

function stringsOf(tree: AstNode): ReadonlyMap<string, readonly FoundString[]> {
  const known = found.get(tree);
  if (known !== undefined) return known;
  const strings = new Map<string, FoundString[]>();
  const visit = (node: AstNode, parent: AstNode | undefined, place: number): void => {
    const span = node.kind === 'string' && typeof node.value === 'string' ? spanOfNode(node) : undefined;
    if (span !== undefined) {
      const list = strings.get(node.value) ?? [];
      strings.set(node.value, list);
      list.push({ span, inBlueprint: isBlueprintWord(parent), ofTable: namesTable(parent, place) });
    }
    const list = nodes(node.arguments);
    for (const child of childNodes(node)) {
      // A named argument stands for the parameter that it names.
      if (child.kind === 'namedargument') visit(child.value, node, list.indexOf(child));
      else visit(child, node, list.indexOf(child));
    }
  };
  visit(tree, undefined, -1);
  found.set(tree, strings);
  return strings;
}

function namesTable(parent: AstNode | undefined, place: number): boolean {
  if (parent === undefined || place < 0 || !isCallOf(parent, TABLE_CALLS)) return false;
  return place === 0 || (place === 1 && isCallOf(parent, ['rename']));
}

export class PhpEditor implements SourceEditor {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  #php(file: string): PhpText | undefined {
    const text = this.#sources.textOf(file);
    const tree = this.#sources.treeOf(file);
    return text === undefined || tree === null ? undefined : { file, text, tree };
  }

  #pathTo({ file, span }: Location): { readonly php: PhpText; readonly path: AstNode[] } | undefined {
    const php = this.#php(file);
    const path = php === undefined ? undefined : pathToCall(php.tree, span);
    return php === undefined || path === undefined ? undefined : { php, path };
  }

  renameCall(at: Location, name: string): TextEdit[] | undefined {
    const found = this.#pathTo(at);
    const span = spanOfNode(found === undefined ? undefined : calledName(found.path.at(-1)!));
    return span === undefined ? undefined : [{ file: at.file, span, text: name }];
  }

  setArgument(at: Location, position: number, parameter: string, php: string): TextEdit[] | undefined {
    const found = this.#pathTo(at);
    if (found === undefined) return undefined;
    const slot = argumentSlot(found.path.at(-1)!, found.php.text, position, parameter);
    if (slot === undefined) return undefined;
    return [{ file: at.file, span: slot.span, text: `${slot.before}${php}${slot.after}` }];
  }

  chainHas(at: Location, names: readonly string[]): boolean {
    const found = this.#pathTo(at);
    if (found === undefined) return false;
    const { path } = found;
    // upwards: calls on what this call gives
    for (let i = path.length - 2; i >= 0; i--) {
      const node = path[i]!;
      if (node.kind !== 'propertylookup' && node.kind !== 'nullsafepropertylookup' && node.kind !== 'call')
        break;
      if (node.kind === 'call' && node.what !== path[i + 1]) break;
      if (isCallOf(node, names)) return true;
    }
    // downwards: what this call is made on
    for (let node = path.at(-1)?.what?.what; node?.kind === 'call'; node = node.what?.what) {
      if (isCallOf(node, names)) return true;
    }
    return false;
  }

  /** The text of the chain in front of its `change()`, where that ends, and what stands between the two. */
  #changed(
    at: Location,
  ):
    | { readonly text: string; readonly before: string; readonly end: number; readonly operator: string }
    | undefined {
    const found = this.#pathTo(at);
    if (found === undefined) return undefined;
    const { path, php } = found;
    const change = path.findLast((node) => isCallOf(node, ['change']));
    const name = change === undefined ? undefined : calledName(change);
    const receiver = change?.what?.what;
    if (name?.loc == null || receiver?.loc == null || !path.includes(receiver)) return undefined;
    const end = receiver.loc.end.offset;
    const operator = php.text.slice(end, name.loc.start.offset);
    if (!/^\s*\??->\s*$/.test(operator)) return undefined;
    return { text: php.text, before: php.text.slice(receiver.loc.start.offset, end), end, operator };
  }

  changingChain(at: Location): string | undefined {
    const chain = /^\$\w+\s*->\s*(.*)$/s.exec(this.#changed(at)?.before ?? '')?.[1];
    const line = chain?.replace(/\s*\n\s*->\s*/g, '->');
    return line === undefined || /[$\n#]|::|\/[/*]/.test(line) ? undefined : line;
  }

  addModifiers(at: Location, calls: readonly string[]): TextEdit[] | undefined {
    const names = calls.map((call) => call.slice(0, call.indexOf('(')).toLowerCase());
    const found = this.#changed(at);
    if (found === undefined || this.chainHas(at, names)) return undefined;
    const { text, end, operator } = found;
    // As the author separates them: on lines of their own, or not.
    return [{ file: at.file, span: spanAt(text, end), text: calls.map((call) => operator + call).join('') }];
  }

  writeDown(file: string, steps: readonly WayBackStep[]): TextEdit[] | undefined {
    const php = this.#php(file);
    return php === undefined || steps.some(({ at }) => at.file !== file) ? undefined : writeDown(php, steps);
  }

  addToDown(file: string, steps: readonly WayBackStep[], before: Location | null): TextEdit[] | undefined {
    const php = this.#php(file);
    if (php === undefined || steps.some(({ at }) => at.file !== file)) return undefined;
    if (before === null) return addToDown(php, steps, null);
    const down = methodOf(php.tree, 'down');
    const path = pathToCall(php.tree, before.span);
    if (down?.body == null || path?.includes(down.body) !== true) return undefined;
    const statement = path[path.indexOf(down.body) + 1];
    if (statement === undefined) return undefined;
    return addToDown(php, steps, statement);
  }

  moveBefore(what: Location, before: Location): TextEdit[] | undefined {
    const moved = this.#pathTo(what);
    const other = this.#pathTo(before);
    if (moved === undefined || other === undefined || what.file !== before.file) return undefined;
    const { text } = moved.php;
    // The innermost block that holds both.
    const depth = moved.path.findLastIndex((node, i) => node.kind === 'block' && other.path[i] === node);
    const [statement, target] = [moved.path[depth + 1], other.path[depth + 1]];
    if (depth < 0 || statement === undefined || target === undefined || statement === target)
      return undefined;
    const from = ownLines(text, statement);
    const to = ownLines(text, target);
    if (from === undefined || to === undefined || from.from < to.to) return undefined;
    const lines = text.slice(from.from, from.to);
    const whole = /[\r\n]$/.test(lines) ? lines : `${lines}${lineEndOf(text)}`;
    return [
      { file: what.file, span: spanAt(text, to.from), text: whole },
      {
        file: what.file,
        span: { ...spanAt(text, from.from), end: spanAt(text, from.to).end, endOffset: from.to },
        text: '',
      },
    ];
  }

  stringsInMigrations(text: string): Location[] {
    return this.#inMigrations(text, ({ inBlueprint }) => !inBlueprint);
  }

  tableNames(table: string): Location[] {
    return this.#inMigrations(table, ({ ofTable }) => ofTable);
  }

  #inMigrations(text: string, wanted: (found: FoundString) => boolean): Location[] {
    return this.#sources.migrations.flatMap((file) => {
      // A file in whose text it does not occur need not be looked through.
      const tree = this.#sources.textOf(file)?.includes(text) === true ? this.#sources.treeOf(file) : null;
      const found = tree === null ? [] : (stringsOf(tree).get(text) ?? []);
      return found.filter(wanted).map(({ span }) => ({ file, span }));
    });
  }

  setStrings(places: readonly Location[], text: string): TextEdit[] {
    return places.map(({ file, span }) => {
      const quote = this.#sources.textOf(file)?.[span.startOffset] === '"' ? '"' : "'";
      return { file, span, text: `${quote}${text}${quote}` };
    });
  }

  setModelTable({ file, span }: Location, table: string): TextEdit[] | undefined {
    const php = this.#php(file);
    if (php === undefined) return undefined;
    const { text, tree } = php;
    const written = text.slice(span.startOffset, span.endOffset);
    if (/^['"]/.test(written)) return this.setStrings([{ file, span }], table);
    for (const node of descendants(tree)) {
      const name = node.kind === 'class' ? spanOfNode(node.name) : undefined;
      if (name?.startOffset !== span.startOffset || node.loc == null) continue;
      const open = text.indexOf('{', name.endOffset);
      const end = lineEndOf(text);
      const outer = indentationAt(text, node.loc.start.offset);
      const first = nodes(node.body).find((one) => one.loc != null)?.loc?.start.offset;
      const unit = step(outer, first === undefined ? '' : indentationAt(text, first));
      const property = `${end}${outer}${unit}protected $table = '${table}';${first === undefined ? '' : end}`;
      return [{ file, span: spanAt(text, open + 1), text: property }];
    }
    return undefined;
  }

  addCall(at: Location, call: string): TextEdit[] | undefined {
    const found = this.#pathTo(at);
    const node = found?.path.at(-1);
    if (found === undefined || node?.loc == null || node.what?.what?.kind !== 'variable') return undefined;
    // The parser counts the semicolon behind a call in.
    const { text } = found.php;
    const end = text.lastIndexOf(')', at.span.endOffset - 1) + 1;
    return end <= at.span.startOffset
      ? undefined
      : [{ file: at.file, span: spanAt(text, end), text: `->${call}` }];
  }

  leaveTransaction(file: string): TextEdit[] | undefined {
    const php = this.#php(file);
    const up = php === undefined ? undefined : methodOf(php.tree, 'up');
    if (php === undefined || up === undefined || /\$withinTransaction\b/.test(php.text)) return undefined;
    const { text, tree } = php;
    for (const node of descendants(tree)) {
      if (node.kind !== 'class' || node.loc == null || !nodes(node.body).includes(up)) continue;
      const head = spanOfNode(node.extends) ?? spanOfNode(node.name);
      const open = text.indexOf('{', head?.endOffset ?? node.loc.start.offset);
      const end = lineEndOf(text);
      const unit = indentationAt(text, spanOfNode(up.name)!.startOffset);
      return [
        { file, span: spanAt(text, open + 1), text: `${end}${unit}public $withinTransaction = false;${end}` },
      ];
    }
    return undefined;
  }
}
