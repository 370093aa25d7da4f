/** What the real Kysely sends: each migration's function, run on a new database with a log of its queries. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { createJiti } from 'jiti';
import { Kysely, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely';

const parts = createRequire(path.resolve(import.meta.dirname, '../engines/package.json'));

async function database(engine) {
  if (engine === 'sqlite') {
    const file = new (parts('better-sqlite3'))(':memory:');
    return { dialect: new SqliteDialect({ database: file }), drop: async () => {} };
  }
  const variable = engine === 'mysql' ? 'DIALINT_TEST_MYSQL' : 'DIALINT_TEST_POSTGRES';
  const given = process.env[variable];
  if (given === undefined) throw new Error(`${variable} names no server`);
  const url = new URL(given);
  const name = `dialint_kysely_${process.pid}_${Math.floor(Math.random() * 1e9)}`;
  if (engine === 'mysql') {
    const connection = {
      host: url.hostname,
      port: Number(url.port),
      user: url.username,
      password: url.password,
    };
    const admin = await parts('mysql2/promise').createConnection(connection);
    await admin.query(`create database ${name}`);
    return {
      dialect: new MysqlDialect({ pool: parts('mysql2').createPool({ ...connection, database: name }) }),
      drop: async () => {
        await admin.query(`drop database ${name}`);
        await admin.end();
      },
    };
  }
  const { Client, Pool } = parts('pg');
  const at = (one) => Object.assign(new URL(url), { pathname: `/${one}` }).href;
  const admin = new Client({ connectionString: at('postgres') });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const pool = new Pool({ connectionString: at(name) });
  // its idle connections are ended along with the database
  pool.on('error', () => {});
  return {
    dialect: new PostgresDialect({ pool }),
    drop: async () => {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

/**
 * The queries by direction and file (`up 001.ts`), each with its values; up in order, then down in reverse. `fault`: where
 * it ended, if not at the end. On PostgreSQL each migration has a transaction, as it has within Kysely's migrator.
 */
export async function really(engine, files) {
  const { dialect, drop } = await database(engine);
  const log = new Map();
  let current = [];
  const db = new Kysely({
    dialect,
    log: ({ level, query }) => {
      if (level === 'query') current.push({ sql: query.sql, parameters: [...query.parameters] });
    },
  });
  const jiti = createJiti(import.meta.url, { moduleCache: true });
  let fault = null;
  try {
    for (const direction of ['up', 'down']) {
      for (const file of direction === 'up' ? files : [...files].reverse()) {
        const key = `${direction} ${path.basename(file)}`;
        current = [];
        try {
          const module = await jiti.import(file);
          if (module[direction] === undefined) continue;
          if (engine === 'postgres') await db.transaction().execute((trx) => module[direction](trx));
          else await module[direction](db);
        } catch (error) {
          fault = `${key}: ${error.message}`;
          return { log, fault };
        }
        log.set(key, current);
      }
    }
  } finally {
    await db.destroy();
    await drop();
  }
  return { log, fault };
}

/** The statements of a query: one that has no values may hold several. Semicolons in strings are not looked for. */
export function statementsOf({ sql }) {
  return sql
    .split(/;\s+|;$/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Questions, and what begins and ends transactions. */
export function isCompared({ sql }) {
  return !/^\s*(?:select|show|with|begin|commit|rollback|start|savepoint|release|set\s+transaction)\b/i.test(
    sql,
  );
}
