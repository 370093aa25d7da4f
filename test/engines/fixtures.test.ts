/**
 * The statements that dialint works out for the fixtures, sent to the real engines in the migrations' order: each
 * engine does with them what `verdicts` says.
 */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { analyseProject } from '../../src/analyse.ts';
import { verdictOf } from '../../src/check.ts';
import type { MigrationRun } from '../../src/schema/index.ts';
import { engineMissing, engineUrl } from '../support/engine-url.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');
const NAMES = ['medipro', 'mediastream', 'wintertrace'];

/** Sends one statement; gives the engine's error code, or null. */
type Send = (sql: string, bindings: readonly unknown[]) => Promise<string | null>;

interface Engine {
  readonly version: string;
  readonly send: Send;
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
  await connection.query(`create database ${database} character set utf8mb4 collate utf8mb4_unicode_ci`);
  await connection.query(`use ${database}`);
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
  const database = new Database(':memory:');
  database.pragma('foreign_keys = on');
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
    close: async () => void database.close(),
  };
}

const ENGINES: Readonly<Record<string, () => Promise<Engine> | Engine | undefined>> = {
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

/** Runs a migration as the framework does: up to the first refusal. */
async function replay(run: MigrationRun, send: Send): Promise<string | null> {
  const { steps } = run;
  const transaction = steps.some((step) => step.statement.kind === 'transaction');
  for (const { statement } of steps) {
    // rows decide nothing here, and the text of queries is for people
    if (statement.kind === 'data') continue;
    const code = await send(statement.sql, statement.bindings ?? []);
    if (code === null) continue;
    if (transaction) await send('rollback', []);
    return code;
  }
  return null;
}

describe.each(Object.keys(ENGINES))('%s', (name) => {
  it.for(NAMES)(
    'does with fixtures/%s what the verdicts say',
    // A server on a slow disk takes tenths of a second for each table.
    { timeout: 60_000 },
    async (fixture, context) => {
      const engine = await ENGINES[name]!();
      if (engine === undefined)
        return context.skip(
          `no ${name} to ask: its DIALINT_TEST_ variable is not set, or its client is not installed`,
        );
      try {
        const { timelines } = analyseProject(path.join(FIXTURES, fixture), {
          engines: [`${name}@${engine.version}`],
        });
        const real: unknown[] = [];
        const predicted: unknown[] = [];
        for (const run of timelines[0]!.runs) {
          const code = await replay(run, engine.send);
          const { file, direction, outcome, code: expected } = verdictOf(run);
          real.push({ file, direction, outcome: code === null ? 'accepts' : 'refuses', code });
          predicted.push({ file, direction, outcome, code: expected });
        }
        expect(predicted).toEqual(real);
        expect(real.length).toBeGreaterThan(5);
      } finally {
        await engine.close();
      }
    },
  );
});
