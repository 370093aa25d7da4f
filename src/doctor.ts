/** What of dialint works here: engines, packages, programs, and the project with its configuration. Starts no server. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { viewProject } from './analyse.ts';
import { noContainers } from './engines/container.ts';
import { localServers } from './engines/mysql/local-server.ts';
import { type FoundPart, findPart, lineThatAdds, loadPart, PARTS, type Part } from './engines/parts.ts';
import { knownFrameworks } from './frameworks.ts';
import {
  ConfigError,
  chooseTargets,
  discoverProject,
  findConfigFile,
  NO_CONFIG,
  UsageError,
} from './project/index.ts';
import {
  type DoctorItem,
  type DoctorReport,
  type DoctorTarget,
  ENGINE_TITLES,
  FRAMEWORK_TITLES,
  type Project,
  type Target,
} from './schema/index.ts';
import { VERSION } from './version.ts';

export interface DoctorOptions {
  /** The configuration, instead of the one in the root. */
  readonly configFile?: string;
  /** Where results are kept; null: nowhere. */
  readonly cacheFolder: string | null;
  /** The PHP command, with its first arguments. */
  readonly php: readonly string[];
}

const PURPOSES: Readonly<Record<Part, string>> = {
  'better-sqlite3': 'for replay on SQLite',
  '@electric-sql/pglite': 'for replay on an embedded PostgreSQL',
  mysql2: 'for replay on MySQL and MariaDB',
  pg: 'for replay on a PostgreSQL server, by URL or in a container',
  testcontainers: 'for replay in containers',
  '@testcontainers/mysql': 'for replay on MySQL in a container',
  '@testcontainers/mariadb': 'for replay on MariaDB in a container',
  '@testcontainers/postgresql': 'for replay on PostgreSQL in a container',
  jiti: 'for dialint.config.ts, and replay --runner knex or typeorm in TypeScript',
  'ts-morph': 'for migrations in JavaScript and TypeScript',
  knex: 'for migrations of Knex',
  typeorm: 'for migrations of TypeORM',
  sequelize: 'for migrations of Sequelize',
  kysely: 'for migrations of Kysely',
};

/** How long a container runtime may take to answer, in milliseconds. */
const RUNTIME_TIMEOUT = 10_000;

const NOTHING = { version: null, where: null, note: null, add: null, needed: false } as const;

/** `root` is absolute. Never throws for what is missing or broken: that is what it tells. */
export async function doctor(root: string, options: DoctorOptions): Promise<DoctorReport> {
  const { project, targets, items, problems } = readProject(root, options);
  const isCode = items.some(({ name }) => /\.[cm]?ts$/.test(name));
  const found = new Map(PARTS.map((part) => [part, findPart(part)] as const));
  const runtime = await containers(found);
  const servers = localServers();
  const typesNative = Boolean((process.features as { readonly typescript?: unknown }).typescript);
  return {
    version: VERSION,
    root: project === null ? null : root,
    project: project === null ? [] : [...items, gitItem(root), cacheItem(options.cacheFolder)],
    targets: targets.map((target) => targetOf(target, found, runtime, servers)),
    packages: PARTS.map((part) =>
      packageItem(part, found.get(part) ?? null, part === 'jiti' && isCode && !typesNative),
    ),
    programs: [
      nodeItem(),
      phpItem(options.php),
      versionOf('git', ['--version'], 'for --since, --staged'),
      ...servers.map(
        ({ program, engine, version }): DoctorItem => ({
          ...NOTHING,
          name: path.basename(program),
          state: 'found',
          version: `${ENGINE_TITLES[engine]} ${version}`.trim(),
          where: program,
          note: 'replay starts it privately',
        }),
      ),
      ...(servers.length > 0
        ? []
        : [
            {
              ...NOTHING,
              name: 'mysqld, mariadbd',
              state: 'missing' as const,
              note: 'for replay --engine local',
            },
          ]),
      versionOf(
        'postgres',
        ['--version'],
        'not used: PostgreSQL is replayed embedded, in a container or by URL',
      ),
      runtime.item,
    ],
    configProblems: problems,
  };
}

interface SeenProject {
  readonly project: Project | null;
  readonly targets: readonly Target[];
  readonly items: readonly DoctorItem[];
  readonly problems: readonly string[];
}

function readProject(root: string, { configFile }: DoctorOptions): SeenProject {
  const { item, code, problems } = configItem(root, configFile);
  const view =
    item.state === 'found' && !code
      ? viewProject(root, configFile === undefined ? {} : { configFile })
      : null;
  const project = view?.project ?? discoverProject(root, NO_CONFIG, { frameworks: knownFrameworks() });
  if (project.framework === null && project.migrations.length === 0)
    return { project: null, targets: [], items: [], problems: [] };
  const { framework, frameworkVersion, modules, migrations } = project;
  const { file, line, note } = frameworkVersion.from;
  return {
    project,
    targets: view?.targets ?? chooseTargets(project).targets,
    problems,
    items: [
      {
        ...NOTHING,
        name: framework === null ? 'framework' : FRAMEWORK_TITLES[framework.value],
        state: framework === null ? 'missing' : 'found',
        version: frameworkVersion.value,
        where: file === undefined ? (note ?? null) : line === undefined ? file : `${file}:${line}`,
        note: `${migrations.length} migrations, ${modules.length} modules`,
      },
      item,
    ],
  };
}

/** The configuration as far as that can be told without running anything. */
function configItem(
  root: string,
  given: string | undefined,
): { item: DoctorItem; code: boolean; problems: readonly string[] } {
  const broken = (name: string, problems: readonly string[]) => ({
    item: { ...NOTHING, name, state: 'unusable' as const, note: problems[0] ?? null, needed: true },
    code: false,
    problems,
  });
  try {
    const file = findConfigFile(root, given);
    if (file === null) {
      const item = { ...NOTHING, name: 'configuration', state: 'missing' as const, note: 'defaults hold' };
      return { item: { ...item, add: 'dialint init' }, code: false, problems: [] };
    }
    const name = path.basename(file.file);
    const code = file.kind === 'code';
    if (!code) {
      try {
        viewProject(root, given === undefined ? {} : { configFile: given });
      } catch (error) {
        if (error instanceof ConfigError)
          return broken(
            name,
            error.problems.map(({ message, line, column }) => `${name}:${line}:${column} ${message}`),
          );
        throw error;
      }
    }
    const note = code ? 'code: not run here, and what it says is not looked at' : null;
    return { item: { ...NOTHING, name, state: 'found', where: file.file, note }, code, problems: [] };
  } catch (error) {
    if (error instanceof UsageError) return broken('configuration', [error.message]);
    throw error;
  }
}

interface Runtime {
  readonly answers: boolean;
  readonly item: DoctorItem;
}

async function containers(found: ReadonlyMap<Part, FoundPart | null>): Promise<Runtime> {
  const name = 'container runtime';
  const socket =
    process.env.DOCKER_HOST ?? (existsSync('/var/run/docker.sock') ? 'unix:///var/run/docker.sock' : null);
  if (found.get('testcontainers') === null) {
    const note = 'testcontainers, which would ask it, is not installed';
    const state = socket === null ? 'missing' : 'found';
    return { answers: false, item: { ...NOTHING, name, state, where: socket, note } };
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('it does not answer'), RUNTIME_TIMEOUT);
  });
  try {
    const reason = await Promise.race([noContainers(), late]);
    return reason === null
      ? { answers: true, item: { ...NOTHING, name, state: 'found', where: socket, note: 'it answers' } }
      : { answers: false, item: { ...NOTHING, name, state: 'missing', where: socket, note: reason } };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { answers: false, item: { ...NOTHING, name, state: 'unusable', where: socket, note } };
  } finally {
    clearTimeout(timer);
  }
}

function targetOf(
  { id, engine, version }: Target,
  found: ReadonlyMap<Part, FoundPart | null>,
  runtime: Runtime,
  servers: ReturnType<typeof localServers>,
): DoctorTarget {
  const has = (...parts: readonly Part[]): boolean =>
    parts.every((part) => (found.get(part) ?? null) !== null);
  if (engine === 'sqlite' || engine === 'postgres') {
    const part: Part = engine === 'sqlite' ? 'better-sqlite3' : '@electric-sql/pglite';
    return has(part)
      ? { id, way: 'embedded', note: `${part} ${found.get(part)?.version}`, add: null }
      : { id, way: null, note: `${part} is not installed`, add: lineThatAdds(part) };
  }
  const module: Part = engine === 'mysql' ? '@testcontainers/mysql' : '@testcontainers/mariadb';
  if (has(module, 'testcontainers', 'mysql2') && runtime.answers)
    return { id, way: 'container', note: `the image ${engine}:${version}`, add: null };
  const server = servers.find((local) => local.engine === engine);
  if (server !== undefined && has('mysql2'))
    return { id, way: 'local', note: `${server.program} (${server.version})`, add: null };
  if (server !== undefined)
    return { id, way: null, note: 'mysql2 is not installed', add: lineThatAdds('mysql2') };
  const lacking = ([module, 'mysql2'] as const).filter((part) => !has(part));
  return {
    id,
    way: null,
    note:
      lacking.length === 0
        ? `no container runtime answers, and no ${ENGINE_TITLES[engine]} server is on the PATH`
        : `${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} not installed, and no ${ENGINE_TITLES[engine]} server is on the PATH`,
    add:
      lacking.length === 0
        ? `--engine ${engine}://root@127.0.0.1:3306 names a server`
        : lineThatAdds(...lacking),
  };
}

function packageItem(part: Part, found: FoundPart | null, needed: boolean): DoctorItem {
  const shared = { name: part, note: PURPOSES[part], needed };
  if (found === null) {
    return { ...NOTHING, ...shared, state: 'missing', add: lineThatAdds(part) };
  }
  const { version, folder } = found;
  // The one that is compiled for a Node version, and may not fit this one.
  if (part === 'better-sqlite3') {
    try {
      const Database = loadPart<
        new (
          file: string,
        ) => { prepare(sql: string): { get(): unknown }; close(): void }
      >(part, 'Doctor');
      const database = new Database(':memory:');
      const row = database.prepare('select sqlite_version() as version').get() as { version: string };
      database.close();
      return {
        ...NOTHING,
        ...shared,
        state: 'found',
        version: `${version} (SQLite ${row.version})`,
        where: folder,
      };
    } catch (error) {
      const note = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
      return {
        ...NOTHING,
        ...shared,
        state: 'unusable',
        version,
        where: folder,
        note,
        add: 'npm rebuild better-sqlite3',
      };
    }
  }
  return { ...NOTHING, ...shared, state: 'found', version, where: folder };
}

/** package.json's engines. */
const OLDEST_NODE = [20, 19] as const;

function nodeItem(): DoctorItem {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return {
    ...NOTHING,
    name: 'node',
    state: old ? 'unusable' : 'found',
    version: process.versions.node,
    where: process.execPath,
    note: old ? 'dialint needs 20.19 or newer' : null,
    needed: true,
  };
}

function phpItem([command = 'php', ...first]: readonly string[]): DoctorItem {
  const { status, stdout } = spawnSync(command, [...first, '-r', 'echo PHP_VERSION;'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  const note = 'for replay --runner artisan; nothing else needs it';
  return status === 0
    ? { ...NOTHING, name: 'php', state: 'found', version: stdout.trim(), where: onPath(command), note }
    : {
        ...NOTHING,
        name: 'php',
        state: 'missing',
        note,
        add: 'install PHP, or name it: DIALINT_PHP=/path/to/php',
      };
}

function versionOf(name: string, argv: readonly string[], note: string): DoctorItem {
  const { status, stdout } = spawnSync(name, argv, { encoding: 'utf8', timeout: 10_000 });
  if (status !== 0) return { ...NOTHING, name, state: 'missing', note };
  const version = /\d+(\.\d+)+/.exec(stdout)?.[0] ?? null;
  return { ...NOTHING, name, state: 'found', version, where: onPath(name), note };
}

function onPath(command: string): string {
  if (command.includes(path.sep)) return command;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, command)).find((file) => existsSync(file)) ?? command;
}

function gitItem(root: string): DoctorItem {
  const git = (...argv: readonly string[]) =>
    spawnSync('git', argv, { cwd: root, encoding: 'utf8', timeout: 10_000 });
  const top = git('rev-parse', '--show-toplevel');
  const name = 'git repository';
  if (top.status !== 0) return { ...NOTHING, name, state: 'missing', note: '--since and --staged need one' };
  const shallow = git('rev-parse', '--is-shallow-repository').stdout.trim() === 'true';
  return {
    ...NOTHING,
    name,
    state: 'found',
    where: top.stdout.trim(),
    note: shallow ? 'a shallow clone: --since may lack what it compares with' : null,
    add: shallow ? 'git fetch --unshallow' : null,
  };
}

function cacheItem(folder: string | null): DoctorItem {
  const name = 'cache';
  if (folder === null)
    return {
      ...NOTHING,
      name,
      state: 'missing',
      note: 'no folder of this user is known; checks keep nothing',
      add: 'DIALINT_CACHE_DIR names one',
    };
  try {
    // It is made when the first result is kept.
    let there = folder;
    while (!existsSync(there) && there !== path.dirname(there)) there = path.dirname(there);
    accessSync(there, constants.W_OK);
    return { ...NOTHING, name, state: 'found', where: folder };
  } catch (error) {
    const note = `it cannot be written to (${(error as NodeJS.ErrnoException).code}); checks keep nothing`;
    return {
      ...NOTHING,
      name,
      state: 'unusable',
      where: folder,
      note,
      add: 'DIALINT_CACHE_DIR names another',
    };
  }
}
