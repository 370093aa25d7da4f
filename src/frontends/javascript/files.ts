/** The project's scripts: read and parsed once, whatever asks for them. */
import path from 'node:path';
import type { ts } from 'ts-morph';
import { existsSync, statSync } from '../../disk/disk.ts';
import { outOfRoom } from '../../php/limits.ts';
import type { Location } from '../../schema/index.ts';
import { readProjectText } from '../project-text.ts';
import type { Ts } from './evaluator.ts';
import type { ModuleSource } from './modules.ts';
import { entriesOf, type Workspace, workspaceAround } from './workspace.ts';

export interface Script {
  readonly file: string;
  readonly text: string;
  /** null: it cannot be read; `unread` says why. */
  readonly tree: ts.SourceFile | null;
  readonly unread?: string;
  /** Where the parser stumbled: UTF-16 offsets. */
  readonly errors: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}

/** A syntax error of a file. */
export interface SyntaxProblem extends Location {
  readonly message: string;
}

const ENDINGS = ['', '.ts', '.js', '.mts', '.cts', '.mjs', '.cjs', '.tsx', '.jsx', '.json'];

export class ScriptFiles {
  readonly #root: string;
  readonly #ts: () => Ts;
  readonly #scripts = new Map<string, Script>();
  #workspace: Workspace | null | undefined;
  #subpaths: readonly (readonly [string, string])[] | undefined;

  /** `ts` loads the compiler; it is called when the first file is parsed. */
  constructor(root: string, ts: () => Ts) {
    this.#root = root;
    this.#ts = ts;
  }

  read(file: string): Script {
    let known = this.#scripts.get(file);
    if (known === undefined) {
      const text = readProjectText(this.#root, file, this.#around);
      const unread = 'the file cannot be read, or is no text';
      known =
        text === undefined ? { file, text: '', tree: null, unread, errors: [] } : this.parse(file, text);
      this.#scripts.set(file, known);
    }
    return known;
  }

  /** All that were read so far. */
  scripts(): Iterable<Script> {
    return this.#scripts.values();
  }

  /** The file as if this were its text. */
  parse(file: string, text: string): Script {
    const ts = this.#ts();
    try {
      const isTyped = /\.[mc]?tsx?$/.test(file);
      const kind = /x$/.test(file)
        ? isTyped
          ? ts.ScriptKind.TSX
          : ts.ScriptKind.JSX
        : isTyped
          ? ts.ScriptKind.TS
          : ts.ScriptKind.JS;
      const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false, kind);
      const { parseDiagnostics = [] } = tree as unknown as {
        parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
      };
      const errors = parseDiagnostics.map(({ start, length, messageText }) => ({
        start,
        end: start + length,
        message: typeof messageText === 'string' ? messageText : messageText.messageText,
      }));
      return { file, text, tree, errors };
    } catch (error) {
      const reason = outOfRoom(error);
      if (reason === undefined) throw error;
      return { file, text, tree: null, unread: reason, errors: [] };
    }
  }

  /** The monorepo's folder; undefined: the project stands alone. */
  get #around(): string | undefined {
    if (this.#workspace === undefined) this.#workspace = workspaceAround(this.#root);
    return this.#workspace?.root;
  }

  /** The file that an import means; null: there is none in the project, or in its monorepo. */
  resolve(specifier: string, from: string): ModuleSource | null {
    if (/^[@\w]/.test(specifier)) return this.#ofPackage(specifier);
    const base = specifier.startsWith('#')
      ? this.#subpath(specifier)
      : specifier.startsWith('/')
        ? path.posix.normalize(specifier).slice(1)
        : path.posix.join(path.posix.dirname(from), specifier);
    if (base === null || (base.startsWith('..') && this.#around === undefined)) return null;
    const found = this.#find(base);
    return found === null ? null : this.#source(found);
  }

  /** The entry of a package of the monorepo, or a file of it. */
  #ofPackage(specifier: string): ModuleSource | null {
    const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
    if (this.#around === undefined) return null;
    const folder = this.#workspace?.packages.get(name);
    if (folder === undefined) return null;
    for (const entry of entriesOf(folder, subpath)) {
      const found = this.#find(path.relative(this.#root, entry).split(path.sep).join('/'));
      const source = found === null ? null : this.#source(found);
      if (source !== null) return source;
    }
    return null;
  }

  #source(found: string): ModuleSource | null {
    if (found.endsWith('.json')) {
      const text = readProjectText(this.#root, found, this.#around);
      try {
        return text === undefined ? null : { file: found, text, tree: null, json: JSON.parse(text) };
      } catch {
        return null;
      }
    }
    const script = this.read(found);
    return script.tree === null ? null : { file: found, text: script.text, tree: script.tree };
  }

  /** What package.json's `imports` says of a name that begins with `#`. */
  #subpath(specifier: string): string | null {
    this.#subpaths ??= subpathsOf(readProjectText(this.#root, 'package.json'));
    for (const [pattern, target] of this.#subpaths) {
      const [before = '', after] = pattern.split('*');
      if (
        after === undefined
          ? specifier !== pattern
          : !(specifier.startsWith(before) && specifier.endsWith(after))
      )
        continue;
      const part = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
      return path.posix.normalize(target.replace('*', part));
    }
    return null;
  }

  #find(base: string): string | null {
    const candidates = ENDINGS.map((ending) => base + ending);
    // TypeScript's imports name the file that will be compiled
    const compiled = /^(.*)\.([mc]?)js$/.exec(base);
    if (compiled !== null) candidates.push(`${compiled[1]}.${compiled[2]}ts`, `${compiled[1]}.tsx`);
    candidates.push(...ENDINGS.slice(1).map((ending) => path.posix.join(base, `index${ending}`)));
    for (const candidate of candidates) {
      const file = path.join(this.#root, candidate);
      try {
        if (existsSync(file) && statSync(file).isFile()) return candidate;
      } catch {
        // not to be seen
      }
    }
    return null;
  }
}

function subpathsOf(manifest: string | undefined): (readonly [string, string])[] {
  try {
    const { imports } = JSON.parse(manifest ?? '{}') as { imports?: unknown };
    if (typeof imports !== 'object' || imports === null) return [];
    return Object.entries(imports).flatMap(([pattern, target]) =>
      typeof target === 'string' ? [[pattern, target] as const] : [],
    );
  } catch {
    return [];
  }
}
