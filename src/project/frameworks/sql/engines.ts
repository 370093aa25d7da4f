/** The databases of a project whose SQL files name none: what its configuration says, or else its SQL. */
import type { EngineName, EngineUse, Provenance } from '../../../schema/index.ts';
import { readComposeFiles } from '../../compose-files.ts';
import { readEnvLayers } from '../../env-layers.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';
import { driverOfEngine } from '../../test-engine.ts';
import { dialectOf } from './dialects.ts';

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
    /\b(?:big|small)?serial\b(?!\s*\()|\btimestamptz\b|\bjsonb\b|\bbytea\b|\$\$|::\w+|\bgen_random_uuid\s*\(|\bcreate\s+extension\b/i,
  ],
  ['sqlite', /\bautoincrement\b|\bpragma\s+\w+|\bwithout\s+rowid\b/i],
  ['mysql', /\bauto_increment\b|\bengine\s*=\s*\w+|\bunsigned\b|\bmodify\s+column\b|\btinyint\s*\(/i],
];

/** Only a guess: the first file with such a word decides. */
function toldBySql(files: ProjectFiles, sqlFiles: readonly string[]): Found {
  for (const file of sqlFiles) {
    const text = (files.read(file) ?? '').replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, ' ');
    for (const [engine, pattern] of SIGNS) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const note = `assumed: ${file} has "${match[0].trim()}", and nothing names the database`;
      return new Map([[engine, { note }]]);
    }
  }
  return new Map();
}
