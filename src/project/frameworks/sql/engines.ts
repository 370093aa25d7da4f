/** The databases of a project whose SQL files name none: what its configuration says, or else its SQL. */
import { ENGINE_TITLES, type EngineName, type EngineUse, type Provenance } from '../../../schema/index.ts';
import { readComposeFiles } from '../../compose-files.ts';
import { readEnvLayers } from '../../env-layers.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';
import { driverOfEngine } from '../../test-engine.ts';
import { dialectOf } from './dialects.ts';
import { driversNear } from './drivers.ts';
import { inFolder } from './folder-files.ts';
import type { SqlFolder } from './folders.ts';

/** The engines that the files are written for, with the versions that a Compose file gives; else those that are named. */
export function enginesInUse(
  files: ProjectFiles,
  dialects: ReadonlyMap<EngineName, Provenance>,
  sqlFiles: readonly string[],
): EngineUse[] {
  const servers = readComposeFiles(files).servers;
  const named: ReadonlyMap<EngineName, Provenance> =
    dialects.size > 0 ? dialects : (namedIn(files) ?? ofServers(servers) ?? toldBySql(files, sqlFiles));
  return [...named].map(([engine, from]): EngineUse => {
    const server = servers.find((one) => one.engine === engine && one.version !== undefined);
    return {
      engine,
      driver: driverOfEngine(engine),
      ...(server?.version === undefined ? {} : { version: server.version }),
      from,
    };
  });
}

type Found = ReadonlyMap<EngineName, Provenance>;

function ofServers(
  servers: readonly { readonly engine: EngineName; readonly from: Provenance }[],
): Found | undefined {
  return servers.length === 0 ? undefined : new Map(servers.map(({ engine, from }) => [engine, from]));
}

/** `DATABASE_URL` (dbmate, many more), `GOOSE_DRIVER`, `flyway.url`, sqlc's `engine`. */
function namedIn(files: ProjectFiles): Found | undefined {
  const found = new Map<EngineName, Provenance>();
  const add = (word: string | undefined, from: Provenance): void => {
    const engine = word === undefined ? undefined : dialectOf(word)?.engine;
    if (engine != null && !found.has(engine)) found.set(engine, from);
  };
  const layers = readEnvLayers(files);
  for (const { file, entries } of [...layers.production, ...layers.others, ...layers.testing]) {
    for (const name of ['DATABASE_URL', 'GOOSE_DRIVER', 'DB_DRIVER', 'DB_DIALECT']) {
      const entry = entries.get(name);
      if (typeof entry?.value !== 'string') continue;
      add(/^(\w+)(?=:|$)/.exec(entry.value)?.[1], { file, line: entry.line });
    }
  }
  const patterns: readonly (readonly [string, RegExp])[] = [
    ['flyway.conf', /^\s*flyway\.url\s*=\s*jdbc:(\w+):/m],
    ['conf/flyway.conf', /^\s*flyway\.url\s*=\s*jdbc:(\w+):/m],
    ['flyway.toml', /^\s*url\s*=\s*"jdbc:(\w+):/m],
    ['sqlc.yaml', /^\s*-?\s*engine:\s*["']?(\w+)/m],
    ['sqlc.yml', /^\s*-?\s*engine:\s*["']?(\w+)/m],
    ['sqlc.json', /"engine"\s*:\s*"(\w+)"/],
  ];
  for (const [file, pattern] of patterns) {
    const text = files.exists(file) ? (files.read(file) ?? '') : '';
    const match = pattern.exec(text);
    if (match !== null) add(match[1], { file, line: lineOf(text, match.index) });
  }
  return found.size === 0 ? undefined : found;
}

/** Words that only one of the four takes. */
const SIGNS: readonly (readonly [EngineName, RegExp])[] = [
  [
    'postgres',
    /\b(?:big|small)?serial\b(?!\s*\()|\btimestamptz\b|\bjsonb\b(?!\s*\()|\bbytea\b|\$\$|::\w+|\bgen_random_uuid\s*\(|\bcreate\s+extension\b/i,
  ],
  [
    'sqlite',
    /\bautoincrement\b|\bpragma\s+\w+|\bwithout\s+rowid\b|\bcollate\s+nocase\b|\bsqlite_master\b|\b(?:strftime|datetime)\s*\(\s*'/i,
  ],
  ['mysql', /\bauto_increment\b|\bengine\s*=\s*\w+|\bunsigned\b|\bmodify\s+column\b|\btinyint\s*\(/i],
];

interface Sign {
  readonly engine: EngineName;
  /** Where it stands first. */
  readonly file: string;
  readonly word: string;
}

/** The engine of which the most files have such a word. undefined: none has one. */
function signIn(files: ProjectFiles, sqlFiles: readonly string[]): Sign | undefined {
  const signs: Sign[] = [];
  for (const file of sqlFiles) {
    if (!/\.sql$/i.test(file)) continue;
    const text = (files.read(file) ?? '').replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (part) =>
      part.startsWith("'") ? "''" : ' ',
    );
    for (const [engine, pattern] of SIGNS) {
      const match = pattern.exec(text);
      if (match !== null) signs.push({ engine, file, word: match[0].trim() });
    }
  }
  const count = (wanted: EngineName): number => signs.filter(({ engine }) => engine === wanted).length;
  return signs.reduce<Sign | undefined>(
    (best, sign) => (best === undefined || count(sign.engine) > count(best.engine) ? sign : best),
    undefined,
  );
}

/** Only a guess. */
function toldBySql(files: ProjectFiles, sqlFiles: readonly string[]): Found {
  const sign = signIn(files, sqlFiles);
  if (sign === undefined) return new Map();
  const note = `assumed: ${sign.file} has "${sign.word}", and nothing names the database`;
  return new Map([[sign.engine, { note }]]);
}

/**
 * Folders that are written for no dialect, with the one whose only driver their code has; beside folders of dialects,
 * else with that of their SQL.
 */
export function withDialects(files: ProjectFiles, folders: readonly SqlFolder[]): SqlFolder[] {
  const told = new Set(
    folders
      .filter((folder) => [folder, ...folder.files].some(({ dialect }) => dialect !== undefined))
      .map(({ set }) => set),
  );
  if (told.size === 0 && namedIn(files) !== undefined) return [...folders];
  // the drivers of MySQL reach it as well
  const servers = readComposeFiles(files).servers.map(({ engine }) => engine);
  const isMariadb = servers.includes('mariadb') && !servers.includes('mysql');
  return folders.map((folder) => {
    if (told.has(folder.set)) return folder;
    const drivers = [...driversNear(files, folder.folder)];
    const [driver] = drivers;
    if (driver !== undefined && drivers.length === 1) {
      const [named, from] = driver;
      const engine = named === 'mysql' && isMariadb ? 'mariadb' : named;
      return { ...folder, dialect: { word: engine, engine }, from };
    }
    const names = folder.files.map(({ fileName }) => inFolder(folder.folder, fileName));
    const sign = told.size === 0 ? undefined : signIn(files, names);
    if (sign === undefined) return folder;
    const { engine, file, word } = sign;
    files.notice(`taken for SQL of ${ENGINE_TITLES[engine]}, as ${file} has "${word}"`, folder.folder);
    return { ...folder, dialect: { word: engine, engine }, from: { file } };
  });
}
