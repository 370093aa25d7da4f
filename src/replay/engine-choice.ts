/** `--engine` of replay: which engines, and how each is reached. */

import { type ContainerEngine, noContainers, startContainer } from '../engines/container.ts';
import { localServers, startLocalServer } from '../engines/mysql/local-server.ts';
import { mysqlEngine } from '../engines/mysql/server.ts';
import { PartMissing } from '../engines/parts.ts';
import { embeddedPostgres, postgresEngine } from '../engines/postgres/server.ts';
import { embeddedSqlite } from '../engines/sqlite/server.ts';
import { ENGINE_TITLES, EngineFault, type EngineName, type RealEngine } from '../schema/index.ts';

export type EngineChoice =
  /** A name, with or without a version: whatever way there is. */
  | { readonly kind: 'any'; readonly asked: string; readonly engine: EngineName; readonly version?: string }
  | { readonly kind: 'url'; readonly asked: string; readonly url: URL }
  | {
      readonly kind: 'container';
      readonly asked: string;
      readonly engine: ContainerEngine;
      readonly image: string;
    }
  | { readonly kind: 'local'; readonly asked: string; readonly engine?: 'mysql' | 'mariadb' };

const URL_ENGINES: Readonly<Record<string, 'mysql' | 'postgres'>> = {
  'mysql:': 'mysql',
  'mariadb:': 'mysql',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'pgsql:': 'postgres',
};

/**
 * What is not a bare engine name: `mysql://…`, `testcontainers:mysql:8.4`, `local`, `local:mariadb`; undefined: it is
 * none of these. `version`: the tag of an image that names none.
 */
export function readEngineChoice(
  text: string,
  version: (engine: EngineName) => string,
): EngineChoice | { readonly problem: string } | undefined {
  if (text === 'local') return { kind: 'local', asked: text };
  const local = /^local:(.*)$/.exec(text)?.[1];
  if (local !== undefined) {
    return local === 'mysql' || local === 'mariadb'
      ? { kind: 'local', asked: text, engine: local }
      : { problem: `local starts a mysql or mariadb server; not "${local}"` };
  }
  const image = /^testcontainers:(.+)$/.exec(text)?.[1];
  if (image !== undefined) {
    const engine = engineOfImage(image);
    if (engine === undefined)
      return { problem: `"${image}": the image's name tells neither mysql, mariadb nor postgres` };
    const tagged = /:[^/]+$/.test(image) ? image : `${image}:${version(engine)}`;
    return { kind: 'container', asked: text, engine, image: tagged };
  }
  if (!text.includes('://')) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { problem: `"${text}" is no URL` };
  }
  if (URL_ENGINES[url.protocol] === undefined)
    return { problem: `"${url.protocol}//" is no engine's URL: mysql://, mariadb:// or postgres://` };
  if (url.hostname === '') return { problem: `"${withoutPassword(url)}" names no host` };
  return { kind: 'url', asked: withoutPassword(url), url };
}

function engineOfImage(image: string): ContainerEngine | undefined {
  const name = image.replace(/:[^/]*$/, '');
  if (/mariadb/i.test(name)) return 'mariadb';
  if (/mysql|percona/i.test(name)) return 'mysql';
  return /postg/i.test(name) ? 'postgres' : undefined;
}

export function withoutPassword(url: URL): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  return shown.href;
}

export interface Started {
  readonly pid?: number;
  readonly folder?: string;
  /** The container's label. */
  readonly container?: string;
}

export interface StartOptions {
  /** For how long a statement may run, in milliseconds. */
  readonly timeout: number;
  /** Something was started that somebody must end, whatever happens. */
  readonly onStart: (started: Started) => void;
  /** Another process is to use the engine as well: nothing in memory. */
  readonly shared?: boolean;
  /** Everything stays when the replay ends. */
  readonly keep?: boolean;
  /** One line on what is being tried. */
  readonly tell: (line: string) => void;
}

/** Throws EngineFault where it cannot be reached, and PartMissing. */
export async function startEngine(choice: EngineChoice, options: StartOptions): Promise<RealEngine> {
  const { timeout, onStart, keep } = options;
  switch (choice.kind) {
    case 'url':
      return await byUrl(choice.url, timeout);
    case 'container':
      return await startContainer(
        choice.engine,
        choice.image,
        timeout,
        (container) => onStart({ container }),
        keep,
      );
    case 'local': {
      const server = localServers().find(
        ({ engine }) => choice.engine === undefined || engine === choice.engine,
      );
      if (server === undefined)
        throw new EngineFault(
          `no ${choice.engine === undefined ? 'mysqld or mariadbd' : ENGINE_TITLES[choice.engine]} is on the PATH`,
        );
      return await startLocalServer(server, timeout, onStart, keep);
    }
    case 'any':
      return await anyWay(choice, options);
  }
}

async function byUrl(url: URL, timeout: number): Promise<RealEngine> {
  const kind = URL_ENGINES[url.protocol]!;
  const login = {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  if (kind === 'postgres') {
    const database = decodeURIComponent(url.pathname.slice(1)) || 'postgres';
    return await postgresEngine({
      address: { ...login, user: login.user || 'postgres', port: Number(url.port || 5432), database },
      origin: 'url',
      timeout,
    });
  }
  return await mysqlEngine({
    address: { ...login, user: login.user || 'root', port: Number(url.port || 3306) },
    origin: 'url',
    timeout,
  });
}

/** In memory where that can be; else a container; else a server program of this machine. */
async function anyWay(
  { engine, version }: Extract<EngineChoice, { kind: 'any' }>,
  { timeout, onStart, shared, keep, tell }: StartOptions,
): Promise<RealEngine> {
  if (engine === 'sqlite')
    return embeddedSqlite(shared === true || keep === true ? (folder) => onStart({ folder }) : undefined);
  if (engine === 'postgres' && shared !== true) return await embeddedPostgres(timeout);
  const image = `${engine}:${version}`;
  const reasons: string[] = [];
  try {
    const reason = await noContainers();
    if (reason === null) {
      tell(`${ENGINE_TITLES[engine]}: starting ${image} in a container`);
      return await startContainer(engine, image, timeout, (container) => onStart({ container }), keep);
    }
    reasons.push(`no container runtime answers (${reason})`);
  } catch (error) {
    if (!(error instanceof PartMissing) && !(error instanceof EngineFault)) throw error;
    reasons.push(error.message);
  }
  const server = engine === 'postgres' ? undefined : localServers().find((local) => local.engine === engine);
  if (server !== undefined) {
    tell(`${ENGINE_TITLES[engine]}: starting ${server.program} privately, as ${reasons[0]}`);
    return await startLocalServer(server, timeout, onStart, keep);
  }
  reasons.push(`no ${ENGINE_TITLES[engine]} server is on the PATH`);
  throw new EngineFault(
    `${reasons.join('; ')}. Name a server: --engine ${engine === 'postgres' ? 'postgres://postgres@127.0.0.1:5432' : `${engine}://root@127.0.0.1:3306`} (databases named dialint_… are made on it, and removed)`,
  );
}
