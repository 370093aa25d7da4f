/** `mysql`, `mysql@8.4`: how an engine is written on the command line and in dialint.json. */
import { ENGINE_NAMES, type EngineName, nearest } from '../schema/index.ts';

export interface EngineSpec {
  readonly engine: EngineName;
  readonly version?: string;
}

/** What a bare name means. */
export const DEFAULT_VERSIONS: Readonly<Record<EngineName, string>> = {
  sqlite: '3.45',
  mysql: '8.4',
  mariadb: '10.11',
  postgres: '16',
};

const ALIASES: Readonly<Record<string, EngineName>> = {
  pgsql: 'postgres',
  postgresql: 'postgres',
  sqlite3: 'sqlite',
};

/** Databases that frameworks know and dialint does not judge. */
const OTHERS: Readonly<Record<string, string>> = {
  sqlsrv: 'SQL Server',
  mssql: 'SQL Server',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  mongodb: 'MongoDB',
  firebird: 'Firebird',
  libsql: 'libSQL',
  singlestore: 'SingleStore',
};

export const ENGINE_HELP = `Engines: ${ENGINE_NAMES.map((name) => `${name}@${DEFAULT_VERSIONS[name]}`).join(', ')} (or another version of these).`;

/** The engine, or what is wrong with the text and what to write instead. */
export function readEngineSpec(
  text: string,
): EngineSpec | { readonly problem: string; readonly hint: string } {
  const [name = '', version, ...more] = text.trim().split('@');
  const lower = name.toLowerCase();
  const engine = ENGINE_NAMES.find((known) => known === lower) ?? ALIASES[lower];
  if (engine === undefined) {
    const title = otherEngine(lower);
    if (title !== undefined)
      return { problem: `"${name}": dialint does not judge ${title}`, hint: ENGINE_HELP };
    const meant = nearest(name, [...ENGINE_NAMES, ...Object.keys(ALIASES)]);
    const hint = meant === undefined ? ENGINE_HELP : `Did you mean ${meant}? ${ENGINE_HELP}`;
    return { problem: name === '' ? 'an engine is missing' : `there is no engine "${name}"`, hint };
  }
  if (version === undefined) return { engine };
  if (more.length > 0 || !/^\d+(\.\d+){0,3}$/.test(version)) {
    return {
      problem: `"${[version, ...more].join('@')}" is no version of ${engine}`,
      hint: `Write digits and dots: ${engine}@${DEFAULT_VERSIONS[engine]}.`,
    };
  }
  return { engine, version };
}

/** How a driver that dialint does not judge is called in prose. */
export function otherEngine(driver: string): string | undefined {
  return OTHERS[driver.toLowerCase()];
}
