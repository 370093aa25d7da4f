/** The packages of the monorepo that a project is one of: their code is the project's own, and is read like it. */
import path from 'node:path';
import { existsSync, readdirSync } from '../../disk/disk.ts';
import { readProjectText } from '../project-text.ts';

/** How far above a project its monorepo is looked for. */
const MAX_ABOVE = 6;
/** How deep `**` in a list of packages is followed. */
const MAX_DEEP = 4;

export interface Workspace {
  /** Absolute. */
  readonly root: string;
  /** Folders of packages by name, absolute. */
  readonly packages: ReadonlyMap<string, string>;
}

/** null: the project stands alone. */
export function workspaceAround(project: string): Workspace | null {
  let root = path.resolve(project);
  for (let above = 0; above <= MAX_ABOVE; above++) {
    const patterns = patternsIn(root);
    if (patterns.length > 0) {
      const packages = packagesIn(root, patterns);
      return root === path.resolve(project) || [...packages.values()].includes(path.resolve(project))
        ? { root, packages }
        : null;
    }
    if (existsSync(path.join(root, '.git')) || path.dirname(root) === root) return null;
    root = path.dirname(root);
  }
  return null;
}

/** Which folders are packages: `workspaces` of package.json (npm, Yarn), or `packages` of pnpm-workspace.yaml. */
function patternsIn(root: string): readonly string[] {
  const { workspaces } = manifestOf(root);
  const given = Array.isArray(workspaces)
    ? workspaces
    : (workspaces as { packages?: unknown } | undefined)?.packages;
  if (Array.isArray(given)) return given.filter((one) => typeof one === 'string');
  const yaml = readProjectText(root, 'pnpm-workspace.yaml') ?? '';
  const list = /^packages:[ \t]*\n((?:[ \t]*(?:-.*|#.*)?\n?)*)/m.exec(yaml)?.[1] ?? '';
  return [...list.matchAll(/^[ \t]*-[ \t]*(['"]?)([^'"\n#]+?)\1[ \t]*(?:#.*)?$/gm)].map(
    ([, , one = '']) => one,
  );
}

function manifestOf(folder: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(readProjectText(folder, 'package.json') ?? '{}');
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function packagesIn(root: string, patterns: readonly string[]): Map<string, string> {
  const packages = new Map<string, string>();
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) continue;
    for (const folder of foldersOf(root, pattern.replace(/^\.\//, '').split('/').filter(Boolean))) {
      const { name } = manifestOf(folder);
      if (typeof name === 'string' && !packages.has(name)) packages.set(name, folder);
    }
  }
  return packages;
}

function foldersOf(folder: string, [first, ...rest]: readonly string[], deep = 0): string[] {
  if (first === undefined) return [folder];
  if (first === '**') {
    const here = foldersOf(folder, rest);
    return deep >= MAX_DEEP
      ? here
      : [...here, ...below(folder).flatMap((child) => foldersOf(child, ['**', ...rest], deep + 1))];
  }
  if (!first.includes('*')) return foldersOf(path.join(folder, first), rest);
  const [before = '', after = ''] = first.split('*');
  return below(folder)
    .filter((child) => {
      const name = path.basename(child);
      return name.startsWith(before) && name.endsWith(after);
    })
    .flatMap((child) => foldersOf(child, rest));
}

function below(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
      .map(({ name }) => path.join(folder, name));
  } catch {
    return [];
  }
}

/**
 * What an import of a package may mean, without ending: absolute paths, the likelier first. Where it names what is built, the
 * source is meant.
 */
export function entriesOf(folder: string, subpath: string): string[] {
  const { source, main, module, types, exports } = manifestOf(folder);
  const named =
    subpath === ''
      ? [source, ...pathsIn(exports, '.'), module, main, types]
      : pathsIn(exports, `./${subpath}`);
  const files = named.filter((one) => typeof one === 'string');
  const sources = files.flatMap((file) => {
    const plain = path.posix.normalize(file).replace(/(?:\.d)?\.[mc]?[jt]sx?$/, '');
    const unbuilt = plain.replace(/^(?:dist|build|lib|out)\/(?:(?:cjs|esm|es|mjs|types)\/)?/, '');
    return plain === unbuilt ? [file] : [`src/${unbuilt}`, unbuilt];
  });
  const usual = subpath === '' ? ['src/index', 'index'] : [`src/${subpath}`, subpath];
  return [...sources, ...usual].map((file) => path.join(folder, file));
}

/** The files that `exports` of package.json names for a subpath, whatever the conditions. */
function pathsIn(exports: unknown, subpath: string): string[] {
  const all = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(all)
        : [];
  if (typeof exports !== 'object' || exports === null) return subpath === '.' ? all(exports) : [];
  const isBySubpath = Object.keys(exports).some((key) => key.startsWith('.'));
  if (!isBySubpath) return subpath === '.' ? all(exports) : [];
  return all((exports as Record<string, unknown>)[subpath]);
}
