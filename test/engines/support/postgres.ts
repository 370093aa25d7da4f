/** The real PostgreSQL that DIALINT_TEST_POSTGRES names; each suite makes a database of its own and drops it. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Statement, Target } from '../../../src/schema/index.ts';
import { missing } from './cases.ts';

const url = process.env.DIALINT_TEST_POSTGRES;

/** Why there is none; undefined: there is. */
export const unavailable: string | undefined =
  url === undefined || url === '' ? missing('DIALINT_TEST_POSTGRES is not set') : undefined;

export function target(version: string): Target {
  return {
    id: `postgres@${version}`,
    engine: 'postgres',
    version,
    driver: 'pgsql',
    settings: {
      name: 'pgsql',
      charset: 'utf8',
      collation: null,
      prefix: '',
      prefixIndexes: true,
      strict: false,
      storageEngine: null,
      foreignKeyChecks: true,
    },
  };
}

export interface Answer {
  readonly outcome: string;
  readonly message: string | undefined;
}

export class Server {
  readonly version: string;
  readonly client: pg.Client;
  readonly #database: string;

  private constructor(client: pg.Client, database: string, version: string) {
    this.client = client;
    this.#database = database;
    this.version = version;
  }

  /** `pipeline`: queries are sent without waiting for the answers of those before them. */
  static async start({ pipeline = false } = {}): Promise<Server> {
    const database = `dialint_${randomBytes(8).toString('hex')}`;
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(`create database ${database}`);
    await admin.end();
    const own = new URL(url ?? '');
    own.pathname = `/${database}`;
    // @types/pg does not know of it yet.
    const config: pg.ClientConfig & { pipeline: boolean } = { connectionString: own.href, pipeline };
    const client = new pg.Client(config);
    await client.connect();
    const { rows } = await client.query('show server_version');
    return new Server(client, database, String(rows[0].server_version).split(' ')[0] ?? '');
  }

  async stop(): Promise<void> {
    await this.client.end();
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(`drop database if exists ${this.#database}`);
    await admin.end();
  }

  /** As if the database were new. */
  async clear(): Promise<void> {
    await this.client.query('rollback; drop schema public cascade; create schema public');
  }

  async run(statement: Statement): Promise<Answer> {
    try {
      await this.client.query(statement.sql);
      return { outcome: 'ok', message: undefined };
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return { outcome: code, message };
    }
  }
}
