/** Docker Compose files: which database servers, of which version, the project starts. */
import path from 'node:path';
import type { EngineName, Provenance } from '../schema/index.ts';
import type { ProjectFiles } from './files.ts';

export interface ComposeFacts {
  readonly servers: readonly {
    readonly engine: EngineName;
    readonly version?: string;
    readonly from: Provenance;
  }[];
  /** The connection that the application's container is given. */
  readonly connections: readonly { readonly name: string; readonly from: Provenance }[];
}

const FILES = [
  'docker-compose.prod.yml',
  'docker-compose.production.yml',
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
];

/** Last part of an image's name. */
const IMAGES: Readonly<Record<string, EngineName>> = {
  mysql: 'mysql',
  'mysql-server': 'mysql',
  percona: 'mysql',
  'percona-server': 'mysql',
  mariadb: 'mariadb',
  postgres: 'postgres',
  postgresql: 'postgres',
  postgis: 'postgres',
  pgvector: 'postgres',
};

/** A tag that names only a series stands for its newest release, not its first. */
const NEWEST_OF_SERIES: Readonly<Record<string, string>> = {
  'mysql:5': '5.7',
  'mysql:8': '8.4',
  'mariadb:10': '10.11',
  'mariadb:11': '11.8',
};

/** Read line by line: a YAML parser would be a dependency for three words. */
export function readComposeFiles(files: ProjectFiles): ComposeFacts {
  const servers: ComposeFacts['servers'][number][] = [];
  const connections: ComposeFacts['connections'][number][] = [];
  for (const folder of composeFolders(files)) {
    for (const name of FILES) {
      const file = path.join(folder, name);
      const text = files.read(file);
      if (text === null) continue;
      const shown = files.relative(files.absolute(file));
      text.split('\n').forEach((line, index) => {
        const from = { file: shown, line: index + 1 };
        const image = /^\s*(?:-\s*)?image:\s*['"]?([^'"\s#]+)/.exec(line)?.[1];
        if (image !== undefined) {
          const server = readImage(image);
          if (server !== null) servers.push({ ...server, from });
        }
        const connection = /^\s*(?:-\s*)?['"]?DB_CONNECTION['"]?\s*[:=]\s*['"]?([^'"\s#]+)/.exec(line)?.[1];
        const value = connection === undefined ? undefined : withDefaults(connection);
        if (value !== undefined && /^\w[\w-]*$/.test(value)) connections.push({ name: value, from });
      });
    }
  }
  return { servers, connections };
}

/** The project's root, and the folders above it up to the repository's: `api/` is often started from there. */
function composeFolders(files: ProjectFiles): string[] {
  const folders = ['.'];
  let folder = '.';
  for (let up = 0; up < 2 && !files.exists(path.join(folder, '.git')); up++) {
    folder = path.join(folder, '..');
    if (files.exists(path.join(folder, '.git'))) {
      for (let above = 1; above <= up + 1; above++) folders.push(Array(above).fill('..').join('/'));
    }
  }
  return folders;
}

/** `${TAG:-8.0}` is `8.0`; `${TAG}` says nothing. */
function withDefaults(text: string): string {
  return text.replace(/\$\{\w+(?::?-([^}]*))?\}/g, (_whole, fallback?: string) => fallback ?? '');
}

function readImage(image: string): { engine: EngineName; version?: string } | null {
  const [name = '', tag = ''] = withDefaults(image)
    .replace(/@sha256:.*$/, '')
    .split(/:(?=[^/:]*$)/);
  const engine = IMAGES[name.slice(name.lastIndexOf('/') + 1)];
  if (engine === undefined) return null;
  const written = /^(?:pg|v)?(\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (written === undefined) return { engine };
  return { engine, version: NEWEST_OF_SERIES[`${engine}:${written}`] ?? written };
}
