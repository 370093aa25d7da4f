/** Real engines that statements are sent to, each in a database of its own. */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { MigrationRun, Statement } from '../../../src/schema/index.ts';
import { engineMissing, engineUrl } from '../../support/engine-url.ts';

/** Sends one statement; gives the engine's error code, or null. */
export type Send = (sql: string, bindings: readonly unknown[]) => Promise<string | null>;

export interface Engine {
  readonly version: string;
  readonly send: Send;
  /** An empty database again. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function mysqlFamily(url: string): Promise<Engine> {
  const { hostname, port, username, password } = new URL(url);
  const connection = await mysql.createConnection({
    host: hostname,
    port: Number(port),
    user: username,
    password,
  });
  const database = `dialint_fixture_${randomBytes(6).toString('hex')}`;
  const [[row]] = (await connection.query('select version() as version')) as unknown as [
    [{ version: string }],
  ];
  const make = async () => {
    await connection.query(`create database ${database} character set utf8mb4 collate utf8mb4_unicode_ci`);
    await connection.query(`use ${database}`);
  };
  await make();
  await connection.query(
    "set session sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
  );
  return {
    version: /^\d+\.\d+\.\d+/.exec(row.version)?.[0] ?? row.version,
    send: async (sql, bindings) => {
      try {
        await connection.query(sql, bindings as unknown[]);
        return null;
      } catch (error) {
        return String((error as { errno?: number }).errno);
      }
    },
    reset: async () => {
      await connection.query(`drop database ${database}`);
      await make();
    },
    close: async () => {
      await connection.query(`drop database ${database}`);
      await connection.end();
    },
  };
}

async function postgres(url: string): Promise<Engine> {
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  const database = `dialint_fixture_${randomBytes(6).toString('hex')}`;
  const { rows } = await admin.query('show server_version');
  await admin.query(`create database ${database}`);
  const client = new pg.Client({ connectionString: `${url}/${database}` });
  await client.connect();
  return {
    version: /^\d+(\.\d+)?/.exec(rows[0].server_version)?.[0] ?? '',
    send: async (sql) => {
      try {
        await client.query(sql);
        return null;
      } catch (error) {
        return String((error as { code?: string }).code);
      }
    },
    reset: async () => {
      await client.query('rollback');
      await client.query('drop schema public cascade; create schema public');
    },
    close: async () => {
      await client.end();
      await admin.query(`drop database ${database}`);
      await admin.end();
    },
  };
}

function sqlite(): Engine | undefined {
  const require = createRequire(import.meta.url);
  let Database: typeof import('better-sqlite3');
  try {
    Database = require('better-sqlite3');
  } catch (error) {
    engineMissing(`better-sqlite3 is not installed (${(error as Error).message.split('\n')[0]})`);
    return undefined;
  }
  const open = () => {
    const opened = new Database(':memory:');
    opened.pragma('foreign_keys = on');
    return opened;
  };
  let database = open();
  const { version } = database.prepare('select sqlite_version() as version').get() as { version: string };
  return {
    version,
    send: async (sql) => {
      try {
        database.exec(sql);
        return null;
      } catch (error) {
        return (error as { code: string }).code;
      }
    },
    reset: async () => {
      database.close();
      database = open();
    },
    close: async () => void database.close(),
  };
}

export const ENGINES: Readonly<Record<string, () => Promise<Engine> | Engine | undefined>> = {
  sqlite,
  mysql: () => withUrl('MYSQL', mysqlFamily),
  mariadb: () => withUrl('MARIADB', mysqlFamily),
  postgres: () => withUrl('POSTGRES', postgres),
};

function withUrl(
  name: 'MYSQL' | 'MARIADB' | 'POSTGRES',
  open: (url: string) => Promise<Engine>,
): Promise<Engine> | undefined {
  const url = engineUrl(name);
  return url === undefined ? undefined : open(url);
}

/** Runs a migration as the framework does: up to the first refusal, whose code it gives. */
export async function replay(
  run: MigrationRun,
  send: Send,
  isSent: (statement: Statement) => boolean,
): Promise<string | null> {
  const { steps } = run;
  const transaction = steps.some((step) => step.statement.kind === 'transaction');
  for (const { statement } of steps) {
    if (!isSent(statement)) continue;
    const code = await send(statement.sql, statement.bindings ?? []);
    if (code === null) continue;
    if (transaction) await send('rollback', []);
    return code;
  }
  return null;
}
