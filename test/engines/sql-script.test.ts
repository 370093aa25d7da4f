/** The scripts of `dialint sql --format sql`, run as a whole on the real engines: up makes the tables, down takes them away. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { renderSqlScript } from '../../src/report/sql-script.ts';
import { sqlOfProject } from '../../src/sql.ts';
import { engineUrl } from '../support/engine-url.ts';
import { open, unavailable } from './support/sqlite.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');

interface Server {
  run(script: string): Promise<unknown>;
  tables(): Promise<string[]>;
  close(): Promise<unknown>;
}

async function mysqlFamily(url: string): Promise<Server> {
  const { hostname: host, port, username: user, password } = new URL(url);
  const connection = await mysql.createConnection({
    host,
    port: Number(port),
    user,
    password,
    multipleStatements: true,
  });
  const database = `dialint_script_${randomBytes(6).toString('hex')}`;
  await connection.query(`create database ${database} character set utf8mb4; use ${database}`);
  return {
    run: (script) => connection.query(script),
    tables: async () => {
      const [rows] = await connection.query({ sql: 'show tables', rowsAsArray: true });
      return (rows as unknown as string[][]).map(([name]) => name!);
    },
    close: async () => {
      await connection.query(`drop database ${database}`);
      await connection.end();
    },
  };
}

async function postgres(url: string): Promise<Server> {
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  const database = `dialint_script_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${database}`);
  const client = new pg.Client({ connectionString: `${url}/${database}` });
  await client.connect();
  return {
    run: (script) => client.query(script),
    tables: async () => {
      const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
      return rows.map((row) => row.tablename);
    },
    close: async () => {
      await client.end();
      await admin.query(`drop database ${database}`);
      await admin.end();
    },
  };
}

async function sqlite(): Promise<Server> {
  const database = open();
  return {
    run: async (script) => database.exec(script),
    tables: async () =>
      database
        .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        .pluck()
        .all() as string[],
    close: async () => database.close(),
  };
}

const mysqlUrl = engineUrl('MYSQL');
const mariadbUrl = engineUrl('MARIADB');
const postgresUrl = engineUrl('POSTGRES');

const SERVERS: readonly [string, (() => Promise<Server>) | undefined][] = [
  ['sqlite', unavailable === undefined ? sqlite : undefined],
  ['mysql', mysqlUrl === undefined ? undefined : () => mysqlFamily(mysqlUrl)],
  ['mariadb', mariadbUrl === undefined ? undefined : () => mysqlFamily(mariadbUrl)],
  ['postgres', postgresUrl === undefined ? undefined : () => postgres(postgresUrl)],
];

describe.each(SERVERS)('the scripts on %s', (engine, start) => {
  it.skipIf(start === undefined).each(['medipro', 'mediastream'])('of %s run up and down', async (name) => {
    const result = sqlOfProject(path.join(FIXTURES, name), { engines: [engine] });
    const server = await start!();
    try {
      // the way back stands there as comments: nothing of it is run
      await server.run(renderSqlScript(result));
      const made = (await server.tables()).sort();
      expect(made).toContain('users');
      const creates = result.engines[0]!.migrations.flatMap(({ up }) =>
        up.flatMap(({ sql }) => /^create table [`"](?!__temp__)([^`"]+)/.exec(sql)?.[1] ?? []),
      );
      for (const table of creates) expect(made).toContain(table);
      await server.run(renderSqlScript(result, 'down'));
      expect(await server.tables()).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
