/** The projects that a command is for, and what its options say of how to read them. */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UsageError } from '../project/errors.ts';
import type { CheckOptions } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import type { Io } from './io.ts';
import type { OptionValues } from './options.ts';

export interface ChosenProject {
  /** Absolute. */
  readonly root: string;
  readonly options: CheckOptions;
  /** See `ProjectRoot`. */
  readonly workspaces?: number;
}

function existing(path: string, what: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (!existsSync(absolute)) throw new UsageError(`${what} ${JSON.stringify(path)} does not exist`);
  return absolute;
}

/** Throws a UsageError for a path that does not exist, and for a value that is none. */
export async function chosenProjects(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ChosenProject[]> {
  for (const path of operands) existing(path, 'path', io.cwd);
  const configFile =
    options.config === undefined ? undefined : existing(options.config, 'configuration file', io.cwd);
  const frameworkVersion = options['framework-version'];
  if (frameworkVersion !== undefined && !/^\d+(\.\d+){0,2}$/.test(frameworkVersion)) {
    throw new UsageError(
      `--framework-version takes a version such as 12 or 12.40.2; not ${JSON.stringify(frameworkVersion)}`,
    );
  }
  const roots = await deps.findProjectRoots(operands, io.cwd);
  return roots.map(({ root, paths, workspaces }) => ({
    root,
    ...(workspaces !== undefined && { workspaces }),
    options: {
      ...(options.engine && { engines: options.engine }),
      ...(options.driver !== undefined && { driver: options.driver === 'mariadb' ? 'mariadb' : 'mysql' }),
      ...(frameworkVersion !== undefined && { frameworkVersion }),
      ...(options.rule && { rules: options.rule }),
      ...(configFile !== undefined && { configFile }),
      ...(options['no-config-code'] && { configCode: false }),
      ...(paths.length > 0 && { paths }),
    },
  }));
}

/** A folder in which there is nothing that dialint knows. A project without migrations is a project. */
export function isNoProject({
  project,
}: {
  readonly project: { readonly framework: unknown; readonly migrations: readonly unknown[] };
}): boolean {
  return project.framework === null && project.migrations.length === 0;
}

/**
 * Is there something to be told of the folder? Of several that were found below those which were named, as in a monorepo,
 * one without migrations is passed over. Throws a UsageError for any other.
 */
export function counts(
  result: Parameters<typeof isNoProject>[0],
  root: string,
  chosen: readonly ChosenProject[],
  operands: readonly string[],
): boolean {
  if (!isNoProject(result)) return true;
  if (chosen.length <= Math.max(1, operands.length))
    throw noProject(chosen.find((one) => one.root === root) ?? { root });
  return false;
}

/** Throws a UsageError where all folders were passed over. */
export function someOf<T>(results: readonly T[], chosen: readonly ChosenProject[], io: Io): void {
  if (results.length > 0 || chosen.length === 0) return;
  throw new UsageError(
    `no migrations found in ${foldersOf(chosen, io)}`,
    'Name the folder that holds them, if they lie elsewhere (dialint check FOLDER).',
  );
}

/** The only one. Throws a UsageError where there are several; `what`: "replay takes". */
export function oneOf(chosen: readonly ChosenProject[], what: string, io: Io): ChosenProject {
  const [project, ...more] = chosen;
  if (project !== undefined && more.length === 0) return project;
  throw new UsageError(
    `${what} one project at a time`,
    `Name the folder of one of them: ${foldersOf(chosen, io)}.`,
  );
}

const SHOWN = 8;

function foldersOf(chosen: readonly ChosenProject[], { cwd }: Io): string {
  const names = chosen.map(({ root }) => {
    const inside = relative(cwd, root);
    return (inside === '' ? '.' : inside.startsWith('..') ? root : inside).replaceAll('\\', '/');
  });
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

export function noProject({ root, workspaces }: Pick<ChosenProject, 'root' | 'workspaces'>): UsageError {
  return new UsageError(
    `no project found in ${root}: it has no composer.json with Laravel in it, no artisan, no package.json with Knex, TypeORM, Sequelize, Kysely, MikroORM or db-migrate in it, and no folder of migrations in PHP or SQL`,
    workspaces === undefined
      ? undefined
      : `Nor ${workspaces === 1 ? 'has the package' : `have the ${workspaces} packages`} of its workspaces. Name the folder that holds the migrations (dialint check FOLDER).`,
  );
}

/**
 * Says that the project's configuration is code and is run, where that is so; `--no-config-code` refuses it. Tells
 * whether it is.
 */
export async function announceCode({ root, options }: ChosenProject, io: Io, deps: Deps): Promise<boolean> {
  const found = await deps.findConfigFile(root, options.configFile);
  if (found?.kind !== 'code') return false;
  if (options.configCode !== false) {
    const shown = (relative(io.cwd, found.file) || found.file).replaceAll('\\', '/');
    io.stderr.write(`dialint: runs ${shown}, the project's configuration (--no-config-code forbids it)\n`);
  }
  return true;
}
