/** A library of the project's own in Node, through its file in runners/: Knex, TypeORM. */
import { findPart, type Part } from '../../engines/parts.ts';
import type { EngineName, RealEngine } from '../../schema/index.ts';
import type { Application } from '../application-process.ts';

export interface LibraryOptions {
  /** The project's folder; absolute. */
  readonly root: string;
  readonly engine: RealEngine;
  /** Absolute path of the library's runner. */
  readonly script: string;
}

const DRIVERS: Readonly<Record<EngineName, Part>> = {
  sqlite: 'better-sqlite3',
  mysql: 'mysql2',
  mariadb: 'mysql2',
  postgres: 'pg',
};

export function nodeLibrary({ root, engine: { engine, address }, script }: LibraryOptions): Application {
  const name = DRIVERS[engine];
  const driver = findPart(name);
  return {
    runtime: 'Node',
    command: [process.execPath, script],
    root,
    toRunOn: (database) => ({
      environment: {},
      job: {
        root,
        engine,
        database,
        // for a project that has none
        driver: driver === null ? null : { name, folder: driver.folder },
        host: address?.host ?? '',
        port: address?.port ?? 0,
        user: address?.user ?? '',
        password: address?.password ?? '',
        jiti: findPart('jiti')?.folder ?? null,
        typescript: findPart('ts-morph')?.folder ?? null,
      },
    }),
  };
}
