/** Runs cases on a real MySQL or MariaDB, in a database of their own, and through the judge, and compares. */
import { randomBytes } from 'node:crypto';
import mysql, { type Connection } from 'mysql2/promise';
import type { Catalog, Judge, Statement, Target } from '../../../src/schema/index.ts';
import { engineMissing } from '../../support/engine-url.ts';
import { missing } from './cases.ts';

export * from './mysql-sql.ts';

export interface Settings {
  readonly charset?: string;
  readonly collation?: string;
  readonly strict?: boolean;
}

/** Laravel's MySqlConnector, strict mode (Illuminate\Database\Connectors\MySqlConnector::strictMode(), 11.x). */
const STRICT =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

export function targetOf(
  engine: 'mysql' | 'mariadb',
  version: string,
  { charset = 'utf8mb4', collation = 'utf8mb4_unicode_ci', strict = true }: Settings = {},
): Target {
  return {
    id: `${engine}@${version}`,
    engine,
    version,
    driver: engine,
    settings: {
      name: engine,
      charset,
      collation,
      prefix: '',
      prefixIndexes: true,
      strict,
      storageEngine: null,
      foreignKeyChecks: true,
    },
  };
}

export interface Server {
  readonly connection: Connection;
  /** As the server says it, without what distributions add. */
  readonly version: string;
}

/**
 * Connects to the server that the environment variable names. null: it is not set, and the tests are skipped; where
 * CI is true that is an error, since a skipped proof is none.
 */
export async function connect(variable: string, engine: 'mysql' | 'mariadb'): Promise<Server | null> {
  const url = process.env[variable];
  if (url === undefined || url === '') {
    engineMissing(`${variable} is not set`);
    return null;
  }
  const { hostname, port, username, password } = new URL(url);
  const connection = await mysql.createConnection({
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    charset: 'utf8mb4',
  });
  const [result] = await connection.query('select version() as version');
  const text = String((result as { version: string }[])[0]?.version);
  const actual = /mariadb/i.test(text) ? 'mariadb' : 'mysql';
  if (actual !== engine) throw new Error(`${variable} is ${text}, not ${engine}`);
  return { connection, version: /^[\d.]+/.exec(text)?.[0] ?? text };
}

/** Why the server is not at hand; undefined: it is named. */
export function unavailable(engine: 'mysql' | 'mariadb'): string | undefined {
  const variable = `DIALINT_TEST_${engine.toUpperCase()}`;
  return (process.env[variable] ?? '') === '' ? missing(`${variable} is not set`) : undefined;
}

export interface Observed {
  readonly sql: string;
  readonly errno: number | null;
  readonly message: string;
}

/** A database of our own, gone afterwards. */
export async function withDatabase<T>(
  { connection }: Server,
  target: Target,
  work: (database: string) => Promise<T>,
): Promise<T> {
  const database = `dialint_${randomBytes(6).toString('hex')}`;
  const { charset, collation, strict } = target.settings;
  await connection.query(`create database \`${database}\` character set ${charset} collate ${collation}`);
  try {
    await connection.query(`use \`${database}\``);
    await connection.query(`set names '${charset}' collate '${collation}'`);
    await connection.query(`set session sql_mode = '${strict ? STRICT : 'NO_ENGINE_SUBSTITUTION'}'`);
    await connection.query('set foreign_key_checks = 1');
    return await work(database);
  } finally {
    await connection.query(`drop database if exists \`${database}\``);
  }
}

export async function execute({ connection }: Server, sql: string): Promise<Observed> {
  try {
    await connection.query(sql);
    return { sql, errno: null, message: '' };
  } catch (error) {
    const { errno, sqlMessage } = error as { errno?: number; sqlMessage?: string };
    return { sql, errno: errno ?? -1, message: sqlMessage ?? String(error) };
  }
}

export interface Line {
  readonly sql: string;
  readonly outcome: string;
}

export interface Comparison {
  readonly predicted: readonly Line[];
  readonly observed: readonly Line[];
  readonly catalog: Catalog;
  readonly database: string;
}

const short = (sql: string) => (sql.length > 400 ? `${sql.slice(0, 397)}...` : sql);

/** The same statements on the server and before the judge, each from what the one before left. */
export async function compare(
  server: Server,
  judge: Judge,
  target: Target,
  statements: readonly Statement[],
  inspect: (catalog: Catalog, database: string) => Promise<void> = async () => {},
): Promise<Pick<Comparison, 'predicted' | 'observed'>> {
  return withDatabase(server, target, async (database) => {
    let catalog = judge.initial(target);
    const predicted: Line[] = [];
    const observed: Line[] = [];
    for (const statement of statements) {
      const seen = await execute(server, statement.sql);
      const verdict = judge.judge(catalog, statement, target);
      const first = verdict.problems.find((problem) => problem.effect === 'refuses');
      predicted.push({
        sql: short(statement.sql),
        outcome:
          verdict.outcome === 'refuses'
            ? String(first?.code)
            : verdict.outcome === 'accepts'
              ? 'ok'
              : `unknown: ${verdict.reason}`,
      });
      observed.push({ sql: short(statement.sql), outcome: seen.errno === null ? 'ok' : String(seen.errno) });
      catalog = verdict.left;
    }
    // What the two hold is compared only where they agree on how it came about.
    if (JSON.stringify(predicted) === JSON.stringify(observed)) await inspect(catalog, database);
    return { predicted, observed };
  });
}
