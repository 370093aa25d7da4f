/** The packages of the monorepo that a project is one of: their code is the project's own, and is read like it. */
import path from 'node:path';
import { existsSync } from '../../disk/disk.ts';
import { workspaceFolders } from '../../project/index.ts';
import { readProjectText } from '../project-text.ts';

/** How far above a project its monorepo is looked for. */
const MAX_ABOVE = 6;

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
    const folders = workspaceFolders(root);
    if (folders.length > 0) {
      const packages = packagesIn(folders);
      return root === path.resolve(project) || [...packages.values()].includes(path.resolve(project))
        ? { root, packages }
        : null;
    }
    if (existsSync(path.join(root, '.git')) || path.dirname(root) === root) return null;
    root = path.dirname(root);
  }
  return null;
}

function manifestOf(folder: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(readProjectText(folder, 'package.json') ?? '{}');
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function packagesIn(folders: readonly string[]): Map<string, string> {
  const packages = new Map<string, string>();
  for (const folder of folders) {
    const { name } = manifestOf(folder);
    if (typeof name === 'string' && !packages.has(name)) packages.set(name, folder);
  }
  return packages;
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
