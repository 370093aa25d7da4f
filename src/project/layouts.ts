/** Whose a migrations folder is, told by where it lies. */
import path from 'node:path';
import type { ModuleInfo, Owner } from '../schema/index.ts';
import type { ProjectFiles } from './files.ts';
import { globToRegExp } from './glob.ts';

export interface Place {
  readonly owner: Owner;
  /** The module's folder, relative to the root. */
  readonly module?: ModuleInfo;
}

/** What the root itself is. */
export type RootOwner = Owner;

export interface ModuleFolders {
  /** Globs of the configuration. */
  readonly declared: readonly string[];
  /** `modules/` holds the parts of a CMS (Winter, October), which name their tables in their own way. */
  readonly ofCms: boolean;
}

/** `BlogPosts` → `blog-posts`; dashes and underscores stay. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/\s+/g, '-');
}

/** Parts of a package's own layout: what comes before them is the package. */
const INSIDE_PACKAGE = new Set([
  'src',
  'database',
  'publishable',
  'resources',
  'app',
  'stubs',
  'migrations',
  'updates',
]);

export function placeOf(folder: string, rootOwner: RootOwner, modules: ModuleFolders): Place {
  const parts = folder.split('/');
  for (const glob of modules.declared) {
    const pattern = globToRegExp(glob);
    for (let length = 1; length <= parts.length; length++) {
      const directory = parts.slice(0, length).join('/');
      if (pattern.test(directory)) return modulePlace(parts[length - 1] ?? '', 'declared', directory);
    }
  }
  const upTo = (index: number) => parts.slice(0, index + 1).join('/');
  for (let i = 0; i + 2 < parts.length + 1; i++) {
    const name = parts[i + 1];
    const part = parts[i];
    if (name === undefined) break;
    switch (part) {
      case 'modules':
      case 'Modules': {
        if (modules.ofCms) return modulePlace(name, 'packages', upTo(i + 1));
        const capital = part === 'Modules' || folder.includes('/Database/Migrations');
        return modulePlace(name, capital ? 'nwidart' : 'modules', upTo(i + 1));
      }
      case 'app-modules':
        return modulePlace(name, 'app-modules', upTo(i + 1));
      case 'Containers': {
        // apiato: Containers/<section>/<container>/Data/Migrations, formerly without a section
        const at = parts[i + 2] === 'Data' || parts[i + 2] === undefined ? i + 1 : i + 2;
        return modulePlace(parts[at] ?? name, 'packages', upTo(at));
      }
      case 'packages':
      case 'plugins': {
        if (i > 0) break;
        const next = parts[i + 2];
        const at = next === undefined || INSIDE_PACKAGE.has(next.toLowerCase()) ? i + 1 : i + 2;
        return modulePlace(parts[at] ?? name, 'packages', upTo(at));
      }
      default:
    }
  }
  return { owner: rootOwner };
}

function modulePlace(name: string, layout: ModuleInfo['layout'], directory: string): Place {
  const slug = kebab(name);
  return { owner: { kind: 'module', slug, layout }, module: { slug, layout, directory } };
}

/** Every module there is, with or without migrations. */
export function findModules(files: ProjectFiles, modules: ModuleFolders): ModuleInfo[] {
  const found = new Map<string, ModuleInfo>();
  const add = (directory: string) => {
    const place = placeOf(`${directory}/database/migrations`, { kind: 'app' }, modules);
    if (place.module?.directory === directory) found.set(directory, place.module);
  };
  for (const container of files.folders('.')) {
    if (!['modules', 'Modules', 'app-modules', 'packages', 'plugins'].includes(container)) continue;
    for (const child of files.folders(container)) {
      const directory = `${container}/${child}`;
      if (container === 'packages' || container === 'plugins') {
        if (looksLikePackage(files, directory)) add(directory);
        else {
          for (const inner of files.folders(directory)) {
            if (looksLikePackage(files, `${directory}/${inner}`)) add(`${directory}/${inner}`);
          }
        }
      } else add(directory);
    }
  }
  for (const glob of modules.declared) for (const directory of expand(files, glob)) add(directory);
  return [...found.values()];
}

function looksLikePackage(files: ProjectFiles, directory: string): boolean {
  return ['composer.json', 'src', 'database', 'Plugin.php'].some((name) =>
    files.exists(path.join(directory, name)),
  );
}

/** The folders that a glob names, segment by segment. */
function expand(files: ProjectFiles, glob: string): string[] {
  let folders = ['.'];
  for (const segment of glob.replace(/^\.\//, '').split('/').filter(Boolean)) {
    const pattern = globToRegExp(segment === '**' ? '*' : segment);
    folders = folders.flatMap((folder) =>
      files
        .folders(folder)
        .filter((name) => pattern.test(name))
        .map((name) => (folder === '.' ? name : `${folder}/${name}`)),
    );
  }
  return folders;
}
