/** The packages of a monorepo, as its own root declares them. */
import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../disk/text-of.ts';
import { isWithin } from '../disk/within.ts';
import { globToRegExp } from './glob.ts';

/** Globs without `!` and `./` in front and `/` behind. */
interface Globs {
  readonly taken: readonly string[];
  readonly left: readonly string[];
}

/**
 * Absolute folders, sorted, that have a package.json and that the globs of `root` name: those of pnpm-workspace.yaml, else
 * `workspaces` of package.json (npm, Yarn, Bun), else `packages` of lerna.json. Empty where none of them is declared.
 *
 * - https://docs.npmjs.com/cli/configuring-npm/package-json#workspaces, measured on npm 11
 * - https://pnpm.io/pnpm-workspace_yaml#packages
 * - https://lerna.js.org/docs/api-reference/configuration#packages
 */
export function workspaceFolders(root: string): string[] {
  const { taken, left } = declaredGlobs(root);
  const leaves = left.map(globToRegExp);
  const listed = new Map<string, readonly string[]>();
  const found = new Set<string>();
  for (const glob of taken.flatMap(withoutBraces))
    for (const folder of matching(root, glob.split('/'), listed)) {
      if (folder === root || !isWithin(folder, root)) continue;
      const name = path.relative(root, folder).replaceAll(path.sep, '/');
      if (leaves.some((one) => one.test(name))) continue;
      if (existsSync(path.join(folder, 'package.json'))) found.add(folder);
    }
  return [...found].sort();
}

function declaredGlobs(root: string): Globs {
  const pnpm = textOf(path.join(root, 'pnpm-workspace.yaml'));
  if (pnpm !== '') return globsOf(listOf(pnpm, 'packages'));
  const { workspaces } = objectIn(path.join(root, 'package.json'));
  const own = Array.isArray(workspaces)
    ? workspaces
    : (workspaces as { packages?: unknown } | null)?.packages;
  if (own !== undefined) return globsOf(texts(own), true);
  return globsOf(texts(objectIn(path.join(root, 'lerna.json')).packages));
}

/** `takesBack`: with npm a later glob that one with `!` covers takes that back. */
function globsOf(globs: readonly string[], takesBack = false): Globs {
  const taken: string[] = [];
  let left: string[] = [];
  for (const glob of globs) {
    const [, not, plain = ''] = /^(!?)(?:\.?\/)*(.*?)\/*$/s.exec(glob.trim()) ?? [];
    if (not === '!') left.push(plain);
    else {
      taken.push(plain);
      if (takesBack) left = left.filter((one) => !globToRegExp(one).test(plain));
    }
  }
  return { taken, left };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** What cannot be read declares nothing. */
function objectIn(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(textOf(file));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The list below a key at the top of YAML, in blocks or in brackets: a YAML parser would be a dependency for one list. */
function listOf(yaml: string, key: string): string[] {
  const items: string[] = [];
  const lines = yaml.split(/\r?\n/);
  const start = lines.findIndex((line) => new RegExp(`^['"]?${key}['"]?\\s*:`).test(line));
  if (start < 0) return items;
  const rest = lines[start]!.replace(/^[^:]*:/, '');
  if (/^\s*\[/.test(rest)) {
    const flow = [rest, ...lines.slice(start + 1)].join('\n').replaceAll(/\s#.*$/gm, '');
    const inner = /^\s*\[([^\]]*)\]/.exec(flow)?.[1] ?? '';
    return inner.split(',').flatMap((item) => plain(item) ?? []);
  }
  for (const line of lines.slice(start + 1)) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
    if (item === undefined) break;
    items.push(...[plain(item) ?? []].flat());
  }
  return items;
}

/** A scalar of one line. */
function plain(yaml: string): string | undefined {
  const text = yaml.trim();
  const quoted = /^(['"])(.*?)\1/.exec(text)?.[2];
  const value = quoted ?? text.replace(/\s+#.*$/, '');
  return value === '' ? undefined : value;
}

/** `packages/{a,b/c}`: `packages/a` and `packages/b/c`. */
function withoutBraces(glob: string): string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(glob);
  if (match === null) return [glob];
  const [, before = '', inner = '', after = ''] = match;
  return inner.split(',').flatMap((one) => withoutBraces(`${before}${one}${after}`));
}

function matching(
  folder: string,
  [first, ...rest]: readonly string[],
  listed: Map<string, readonly string[]>,
): string[] {
  if (first === undefined) return [folder];
  const into = (names: readonly string[], segments: readonly string[]) =>
    names.flatMap((name) => matching(path.join(folder, name), segments, listed));
  if (first === '**')
    return [...matching(folder, rest, listed), ...into(foldersIn(folder, listed), [first, ...rest])];
  if (/[*?]/.test(first)) {
    const fits = globToRegExp(first);
    return into(
      foldersIn(folder, listed).filter((name) => fits.test(name)),
      rest,
    );
  }
  const named = path.join(folder, first);
  return statSync(named, { throwIfNoEntry: false })?.isDirectory() === true
    ? matching(named, rest, listed)
    : [];
}

/** Links are not followed: they may lead back. */
function foldersIn(folder: string, listed: Map<string, readonly string[]>): readonly string[] {
  const known = listed.get(folder);
  if (known !== undefined) return known;
  let entries: Dirent[] = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // what may not be looked into has no packages
  }
  const names = entries
    .filter((entry) => entry.isDirectory() && !/^(?:\..*|node_modules|bower_components)$/.test(entry.name))
    .map(({ name }) => name);
  listed.set(folder, names);
  return names;
}
