/** Folders that service providers register with `loadMigrationsFrom`. */
import path from 'node:path';
import { outOfRoom } from '../php/limits.ts';
import { type Expression, parsePhp } from '../php/parse.ts';
import { Environment } from './env-file.ts';
import type { ProjectFiles } from './files.ts';
import { globToRegExp } from './glob.ts';
import type { ConfigArray, Located } from './located.ts';
import { ConfigReader } from './php-config.ts';

export interface Registrations {
  /** Absolute paths of folders and files, in the order of registration. */
  readonly paths: readonly string[];
  /** Calls whose argument only running the project would tell. */
  readonly unread: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

const WORD = 'loadMigrationsFrom';

/** `providers`: relative to the root. Only files that hold the word are parsed. */
export function readRegistrations(files: ProjectFiles, providers: readonly string[]): Registrations {
  const paths: string[] = [];
  const unread: Registrations['unread'][number][] = [];
  for (const file of providers) {
    const text = files.read(file);
    if (text === null || !text.includes(WORD)) continue;
    const plain = plainCalls(text);
    if (plain !== null) {
      for (const item of plain) paths.push(path.join(files.root, path.dirname(file), item));
      continue;
    }
    const { ast, errors, unread: reason } = parsePhp(text, file);
    if (errors[0] !== undefined) files.notice(errors[0].message, file, errors[0].span.start.line);
    if (reason !== undefined) unread.push({ file, line: 1, reason });
    if (ast === null) continue;
    const reader = new ConfigReader({
      root: files.root,
      file,
      env: new Environment([]),
      call: (name, args) => answer(files, file, name, args),
    });
    const look = (node: Expression) => {
      if (node.kind === 'assign') reader.assign(node);
      if (node.kind !== 'call') return;
      const { what } = node;
      if (what.kind !== 'propertylookup' && what.kind !== 'nullsafepropertylookup') return;
      if (what.offset.kind !== 'identifier' || what.offset.name.toLowerCase() !== WORD.toLowerCase()) return;
      const argument = node.arguments[0];
      if (argument === undefined || argument.kind === 'variadic' || argument.kind === 'variadicplaceholder')
        return;
      const value = reader.evaluate(argument.kind === 'namedargument' ? argument.value : argument);
      const found = strings(value);
      if (typeof found === 'string') unread.push({ file, line: node.loc.start.line, reason: found });
      else for (const item of found) paths.push(path.resolve(files.root, item));
    };
    try {
      visit(ast, look);
    } catch (error) {
      const deep = outOfRoom(error);
      if (deep === undefined) throw error;
      unread.push({ file, line: 1, reason: deep });
    }
  }
  return { paths, unread };
}

/**
 * The paths after `__DIR__` where every call is the usual `$this->loadMigrationsFrom(__DIR__.'/…');` on a line of its
 * own: these need no parser, which costs a millisecond or two for each provider. null: look closer.
 */
function plainCalls(text: string): string[] | null {
  if (/\/\*(?!\*)|<<</.test(text)) return null;
  const calls = [...text.matchAll(/^[ \t]*\$this->loadMigrationsFrom\(__DIR__ ?\. ?'([^'\\]*)'\);/gm)];
  return calls.length === text.split(WORD).length - 1 ? calls.map((call) => call[1] ?? '') : null;
}

/** The strings of a string or an array; a string instead of a list: why they are not known. */
function strings({ value }: Located): readonly string[] | string {
  if (typeof value === 'string') return [value];
  if (!(value instanceof Map)) {
    return value !== null && typeof value === 'object' && 'reason' in value ? value.reason : 'it is no path';
  }
  const list: string[] = [];
  for (const item of (value as ConfigArray).values()) {
    const inner = strings(item);
    if (typeof inner === 'string') return inner;
    list.push(...inner);
  }
  return list;
}

function answer(
  files: ProjectFiles,
  file: string,
  name: string,
  args: readonly (string | undefined)[],
): string | readonly string[] | undefined {
  if (name === 'module_path') {
    // nwidart/laravel-modules; the module's name often is a property, but the provider lies in the module itself
    const parts = file.split('/');
    const at = parts.findIndex((part) => part.toLowerCase() === 'modules');
    if (at < 0 || (args.length > 1 && args[1] === undefined)) return undefined;
    return path.posix.join(files.root, ...parts.slice(0, at + 2), args[1] ?? '');
  }
  const pattern = args[0];
  if (name === 'glob' && pattern !== undefined) return expandGlob(files, pattern);
  return undefined;
}

function expandGlob(files: ProjectFiles, pattern: string): string[] {
  const segments = path.posix.normalize(pattern).split('/');
  const first = segments.findIndex((segment) => /[*?{[]/.test(segment));
  if (first < 0) return [pattern];
  let found = [segments.slice(0, first).join('/') || '/'];
  for (const segment of segments.slice(first)) {
    const expression = globToRegExp(segment);
    found = found.flatMap((folder) =>
      files
        .list(folder)
        .filter((entry) => expression.test(entry.name) && !entry.name.startsWith('.'))
        .map((entry) => `${folder}/${entry.name}`),
    );
  }
  return found;
}

/** Visits every expression and statement below a node, in the order of the text. */
function visit(node: unknown, see: (node: Expression) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
    return;
  }
  if (typeof (node as { kind?: unknown }).kind !== 'string') return;
  see(node as Expression);
  for (const [field, value] of Object.entries(node)) {
    if (field === 'loc') continue;
    if (typeof value === 'object') visit(value, see);
  }
}
