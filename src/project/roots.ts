/** Which projects the given paths belong to. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../disk/text-of.ts';
import { isWithin } from '../disk/within.ts';
import { UsageError } from './errors.ts';
import { isScriptRoot } from './frameworks/script-root.ts';
import { workspaceFolders } from './workspaces.ts';

export interface ProjectRoot {
  /** Absolute. */
  readonly root: string;
  /** Absolute paths inside the root that were asked for; empty: all of it. */
  readonly paths: readonly string[];
  /** Nothing was found at, above or below the folder: how many packages of its workspaces were looked at. */
  readonly workspaces?: number;
}

/** Without paths: the project that the current folder is in. Throws UsageError for a path that does not exist. */
export function findProjectRoots(paths: readonly string[], cwd: string): ProjectRoot[] {
  const found = new Map<string, { all: boolean; paths: string[]; workspaces?: number }>();
  const add = (root: string, asked: string) => {
    const entry = found.get(root) ?? { all: false, paths: [] };
    if (isWithin(root, asked)) entry.all = true;
    else if (!entry.paths.includes(asked)) entry.paths.push(asked);
    found.set(root, entry);
  };
  for (const given of paths.length === 0 ? ['.'] : paths) {
    const asked = path.resolve(cwd, given);
    const stat = statSync(asked, { throwIfNoEntry: false });
    if (stat === undefined) throw new UsageError(`there is no file or folder ${given}`);
    const folder = stat.isDirectory() ? asked : path.dirname(asked);
    const above = rootAbove(folder);
    if (above !== null) {
      // The current folder stands for its project, a path that was written for itself.
      add(above, paths.length === 0 ? above : asked);
      continue;
    }
    const members = stat.isDirectory() ? workspaceFolders(folder) : [];
    const below = stat.isDirectory() ? projectsBelow(folder, members) : [];
    const other = below.length === 0 && paths.length > 0 ? rootOfSql(folder) : null;
    if (other !== null) add(other, asked);
    else if (below.length === 0) add(folder, paths.length === 0 ? folder : asked);
    for (const root of below) add(root, asked);
    const alone = found.get(folder);
    if (alone !== undefined && members.length > 0) alone.workspaces = members.length;
  }
  return [...found].map(([root, { all, paths: some, workspaces }]) => ({
    root,
    paths: all ? [] : some,
    ...(workspaces === undefined ? {} : { workspaces }),
  }));
}

/** `members`: packages that the folder declares, which may lie deeper than is looked otherwise. */
function projectsBelow(folder: string, members: readonly string[]): string[] {
  // deep below, many packages name a framework only for what they call of it
  const further = members.filter(
    (member) => isApplication(member) || (isWeakRoot(member) && namesMigrations(member, 5)),
  );
  const all = new Set([...rootsBelow(folder, 2), ...further]);
  // what lies in another is a part of it
  return [...all].filter((root) => ![...all].some((other) => other !== root && isWithin(root, other))).sort();
}

/** The nearest application at or above a folder, else the nearest package or bare folder of migrations. */
function rootAbove(folder: string): string | null {
  let weak: string | null = null;
  for (let here = folder; ; here = path.dirname(here)) {
    if (isApplication(here)) return weak !== null && !holds(here, weak) ? weak : here;
    // A module or package inside of another root gives way to it.
    if ((weak === null || holds(here, weak)) && isWeakRoot(here)) weak = here;
    if (existsSync(path.join(here, '.git')) || here === path.dirname(here)) return weak;
  }
}

/** What lies at the root of a project that keeps its migrations as SQL. */
const SIGNS =
  /^(?:\.git|package\.json|go\.mod|Cargo\.toml|pyproject\.toml|Gemfile|mix\.exs|pom\.xml|build\.gradle(?:\.kts)?|flyway\.(?:conf|toml)|drizzle\.config\.\w+|sqlc\.\w+|\.dbmate)$/;

/** The project that a folder of SQL lies in; null: it holds no SQL, or no project is around it. */
function rootOfSql(folder: string): string | null {
  const names = (of: string): readonly string[] => {
    try {
      return readdirSync(of);
    } catch {
      return [];
    }
  };
  const holdsSql = names(folder).some(
    (name) => /\.sql$/i.test(name) || existsSync(path.join(folder, name, 'migration.sql')),
  );
  if (!holdsSql) return null;
  for (let here = folder; ; here = path.dirname(here)) {
    if (names(here).some((name) => SIGNS.test(name))) return here;
    if (here === path.dirname(here)) return null;
  }
}

/** Folders in which an application keeps its parts. */
const PARTS = new Set([
  'modules',
  'packages',
  'plugins',
  'app-modules',
  'src',
  'app',
  'vendor',
  'database',
  'domains',
]);

/** Is the inner root a part of the outer, rather than a project that happens to lie in it? */
function holds(outer: string, inner: string): boolean {
  const first = path.relative(outer, inner).split(path.sep)[0] ?? '';
  return inner === outer || PARTS.has(first.toLowerCase());
}

/** Has it a folder that is called after migrations, or a configuration that may name one? */
function namesMigrations(folder: string, depth: number): boolean {
  if (['dialint.json', 'knexfile.js', 'knexfile.ts'].some((name) => existsSync(path.join(folder, name))))
    return true;
  const names = foldersIn(folder);
  return (
    names.some((name) => /migrations?$/i.test(name)) ||
    (depth > 1 && names.some((name) => namesMigrations(path.join(folder, name), depth - 1)))
  );
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|vendor|storage)$/.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

function rootsBelow(folder: string, depth: number): string[] {
  const roots: string[] = [];
  for (const name of foldersIn(folder)) {
    const child = path.join(folder, name);
    if (isApplication(child) || isWeakRoot(child)) roots.push(child);
    else if (depth > 1) roots.push(...rootsBelow(child, depth - 1));
  }
  return roots;
}

function isApplication(folder: string): boolean {
  if (existsSync(path.join(folder, 'artisan'))) return true;
  return existsSync(path.join(folder, 'bootstrap/app.php')) && existsSync(path.join(folder, 'composer.json'));
}

/** A package, a module, or migrations without anything around them. */
function isWeakRoot(folder: string): boolean {
  const has = (name: string) => existsSync(path.join(folder, name));
  if (has('dialint.json') || has('database/migrations')) return true;
  if (isScriptRoot(has, () => textOf(path.join(folder, 'package.json')))) return true;
  if (has('composer.json') && requiresLaravel(path.join(folder, 'composer.json'))) return true;
  if (has('Database/Migrations')) return has('composer.json') || has('module.json');
  return ['modules', 'Modules', 'app-modules', 'packages', 'plugins'].some((container) =>
    holdsMigrations(path.join(folder, container)),
  );
}

function requiresLaravel(composer: string): boolean {
  return /"(laravel\\?\/framework|illuminate\\?\/\w+|orchestra\\?\/testbench)"/.test(textOf(composer));
}

function holdsMigrations(container: string): boolean {
  let names: string[];
  try {
    names = readdirSync(container);
  } catch {
    return false;
  }
  return names.some((name) =>
    ['database/migrations', 'Database/Migrations', 'src/Database/Migrations', 'updates'].some((inner) =>
      holdsPhp(path.join(container, name, inner)),
    ),
  );
}

/** Packages of JavaScript have such folders, too. One that is empty may yet be filled. */
function holdsPhp(folder: string): boolean {
  try {
    const names = readdirSync(folder);
    return names.length === 0 || names.some((name) => !/\.[cm]?[jt]s$/.test(name));
  } catch {
    return false;
  }
}
