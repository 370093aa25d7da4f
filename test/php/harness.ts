/** Runs PHP snippets through the interpreter, and compares with what the real PHP made of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AstNode } from '../../src/php/ast.ts';
import { type FileDeclarations, readDeclarations } from '../../src/php/classes.ts';
import type { Host } from '../../src/php/host.ts';
import { Interpreter } from '../../src/php/interpreter.ts';
import { nowhere } from '../../src/php/invoke.ts';
import { outOfRoom } from '../../src/php/limits.ts';
import { parsePhp } from '../../src/php/parse.ts';
import type { Frame } from '../../src/php/scope.ts';
import { PhpArray, PhpObject, PhpThrow, type PhpValue, Unknown } from '../../src/php/values.ts';
import { EvaluationLimit } from '../../src/php/work.ts';

export interface Snippet {
  readonly code: string;
  /** As test/php/record.php marks it. */
  readonly result: unknown;
}

export function recorded(set: 'expressions' | 'support'): readonly Snippet[] {
  const file = join(import.meta.dirname, `../../fixtures/recorded/php/${set}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { snippets: Snippet[] }).snippets;
}

/** Nothing but PHP itself and what the snippet declares. */
export class PlainHost implements Host {
  addedMethod = (): undefined => undefined;
  readonly declared: FileDeclarations;

  constructor(declared: FileDeclarations) {
    this.declared = declared;
  }

  callFunction(): PhpValue | undefined {
    return undefined;
  }
  callStatic(): PhpValue | undefined {
    return undefined;
  }
  construct(): PhpValue | undefined {
    return undefined;
  }
  constant(): PhpValue | undefined {
    return undefined;
  }
  classConstant(): PhpValue | undefined {
    return undefined;
  }
  staticProperty(): PhpValue | undefined {
    return undefined;
  }
  setStaticProperty(): boolean {
    return false;
  }
  inheritedMethod(): PhpValue | undefined {
    return undefined;
  }
  loadClass(name: string) {
    return this.declared.classes.find((item) => item.name.toLowerCase() === name.toLowerCase());
  }
  loadFunction(name: string) {
    return this.declared.functions.get(name.toLowerCase());
  }
  outside(what: string): Unknown {
    return new Unknown(`${what} is not in the project's code`);
  }
  isFrameworkSubclass(): boolean {
    return false;
  }
  notUnderstood(): void {}
  effects(): number {
    return 0;
  }
}

export interface Ran {
  readonly value: PhpValue;
  readonly thrown?: { readonly className: string; readonly message: string };
}

/** Runs a snippet's statements until one returns. */
export function run(code: string, head: string, makeHost: (declared: FileDeclarations) => Host): Ran {
  const text = `<?php ${head}${code}`;
  const { ast, errors } = parsePhp(text, 'snippet.php');
  if (ast === null || errors.length > 0) throw new Error(`not parsed: ${errors[0]?.message}`);
  const declared = readDeclarations(ast as unknown as AstNode, 'snippet.php', text);
  const php = new Interpreter(makeHost(declared), declared.context);
  const first = declared.statements[0];
  const frame: Frame = { ...nowhere(php).frame, file: first?.file ?? declared.context };
  try {
    const statements = declared.statements.map((statement) => statement.node);
    const completion = php.bounded(() => php.run(statements, frame));
    return { value: completion?.kind === 'return' ? completion.value : null };
  } catch (error) {
    if (error instanceof PhpThrow)
      return { value: null, thrown: { className: error.exception.className, message: error.message } };
    const reason = error instanceof EvaluationLimit ? error.message : outOfRoom(error);
    if (reason !== undefined) return { value: new Unknown(reason) };
    throw error;
  }
}

export interface Difference {
  /** `[2].k`: where in the result. */
  readonly path: string;
  readonly kind: 'wrong' | 'unknown';
  readonly got: string;
}

/** How a value looks, in the recording's marks as far as it matters for a message. */
export function shown(value: PhpValue): string {
  if (value instanceof Unknown) return `Unknown(${value.reason})`;
  if (value instanceof PhpArray)
    return `[${[...value.entries].map(([key, item]) => `${key} => ${shown(item)}`).join(', ')}]`;
  if (value instanceof PhpObject) return `object ${value.className}`;
  return JSON.stringify(value) ?? String(value);
}

/** Where the interpreter's answer is not the real one. `unwrap` sees through the framework's objects. */
export function differences(
  ran: Ran,
  expected: unknown,
  unwrap: (value: PhpValue) => { readonly mark: string; readonly value: PhpValue } | undefined = () =>
    undefined,
): Difference[] {
  if (ran.thrown !== undefined) {
    const wanted = expected as { throws?: string; message?: string } | null;
    const right =
      typeof wanted === 'object' &&
      wanted?.throws === ran.thrown.className &&
      wanted.message === ran.thrown.message;
    return right
      ? []
      : [{ path: '', kind: 'wrong', got: `throws ${ran.thrown.className}: ${ran.thrown.message}` }];
  }
  const found: Difference[] = [];
  const wrong = (path: string, value: PhpValue) => found.push({ path, kind: 'wrong', got: shown(value) });
  const visit = (value: PhpValue, want: unknown, path: string): void => {
    if (value instanceof Unknown) {
      found.push({ path, kind: 'unknown', got: value.reason });
      return;
    }
    const inner = unwrap(value);
    if (typeof want !== 'object' || want === null) {
      if (value !== want) wrong(path, value);
      return;
    }
    if (Array.isArray(want)) {
      if (!(value instanceof PhpArray) || value.size !== want.length || !value.isList()) wrong(path, value);
      else want.forEach((item, index) => void visit(value.get(index) ?? null, item, `${path}[${index}]`));
      return;
    }
    const mark = want as {
      float?: string;
      int?: string;
      bytes?: string;
      array?: [string | number, unknown][];
      object?: string;
      collection?: unknown;
      stringable?: string;
    };
    if (mark.float !== undefined) {
      // one JavaScript number stands for both of PHP's kinds: 2.0 is taken as 2
      const number = { NAN: Number.NaN, INF: Number.POSITIVE_INFINITY, '-INF': Number.NEGATIVE_INFINITY }[
        mark.float
      ];
      const wanted = number ?? Number(mark.float);
      if (typeof value !== 'number' || !(value === wanted || (Number.isNaN(value) && Number.isNaN(wanted))))
        wrong(path, value);
    } else if (mark.array !== undefined) {
      const wanted = mark.array;
      if (!(value instanceof PhpArray) || value.size !== wanted.length) {
        wrong(path, value);
        return;
      }
      value.keys().forEach((key, index) => {
        const [wantedKey, item] = wanted[index]!;
        if (key !== wantedKey) wrong(`${path}.${wantedKey} (key)`, value);
        else visit(value.get(key) ?? null, item, `${path}.${key}`);
      });
    } else if (mark.object !== undefined) {
      if (!(value instanceof PhpObject) || (value.className !== mark.object && !/@/.test(mark.object)))
        wrong(path, value);
    } else if (mark.collection !== undefined || mark.stringable !== undefined) {
      const kind = mark.collection !== undefined ? 'collection' : 'stringable';
      if (inner?.mark !== kind) wrong(path, value);
      else visit(inner.value, mark[kind], path);
    } else wrong(path, value);
  };
  visit(ran.value, expected, '');
  return found;
}
