/** The project's own Knex, through runners/knex.mjs. */
import { findPart, type Part } from '../../engines/parts.ts';
import type { EngineName, RealEngine } from '../../schema/index.ts';
import type { Application } from '../application-process.ts';

export interface KnexOptions {
  /** The project's folder; absolute. */
  readonly root: string;
  readonly engine: RealEngine;
  /** Absolute path of knex.mjs. */
  readonly script: string;
}

const DRIVERS: Readonly<Record<EngineName, Part>> = {
  sqlite: 'better-sqlite3',
  mysql: 'mysql2',
  mariadb: 'mysql2',
  postgres: 'pg',
};

export function knex({ root, engine: { engine, address }, script }: KnexOptions): Application {
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
      },
    }),
  };
}
