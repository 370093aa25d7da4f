/** The real SQLite: better-sqlite3, installed with `npm ci --prefix test/engines`. */
import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import type { Statement, Target } from '../../../src/schema/index.ts';
import { missing } from './cases.ts';

type Open = new (file: string) => BetterSqlite3.Database;

function load(): Open | string {
  try {
    const open = createRequire(new URL('../package.json', import.meta.url))('better-sqlite3') as Open;
    new open(':memory:').close();
    return open;
  } catch (error) {
    return missing(`better-sqlite3 is not installed (npm ci --prefix test/engines): ${String(error)}`);
  }
}

const loaded = load();

/** Why there is none; undefined: there is. */
export const unavailable: string | undefined = typeof loaded === 'string' ? loaded : undefined;

export function open(file = ':memory:'): BetterSqlite3.Database {
  if (typeof loaded === 'string') throw new Error(loaded);
  const database = new loaded(file);
  database.pragma('foreign_keys = ON');
  return database;
}

export function version(): string {
  const database = open();
  const text = database.prepare('select sqlite_version()').pluck().get() as string;
  database.close();
  return text;
}

export function target(number: string, doubleQuotedStrings: boolean): Target {
  return {
    id: `sqlite@${number}`,
    engine: 'sqlite',
    version: number,
    driver: 'sqlite',
    settings: {
      name: 'sqlite',
      charset: null,
      collation: null,
      prefix: '',
      prefixIndexes: false,
      strict: false,
      storageEngine: null,
      foreignKeyChecks: true,
      doubleQuotedStrings,
    },
  };
}

export interface Answer {
  readonly outcome: string;
  readonly message: string | undefined;
}

export function run(database: BetterSqlite3.Database, statement: Statement): Answer {
  try {
    const prepared = database.prepare(statement.sql);
    if (prepared.reader) prepared.all();
    else prepared.run();
    return { outcome: 'ok', message: undefined };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { outcome: code, message };
  }
}
