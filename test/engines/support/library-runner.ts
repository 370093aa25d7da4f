/** What the tests of the runners in Node share: a project with a library of its own, and the built command. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll } from 'vitest';
import { engineUrl } from '../../support/engine-url.ts';
import { unavailable as noSqlite } from './sqlite.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');

export const mysqlServer = engineUrl('MYSQL');
export const servers = [mysqlServer, engineUrl('MARIADB'), engineUrl('POSTGRES')];
export const isMissing = noSqlite !== undefined || servers.includes(undefined);

/** Gives the project these packages of dialint's own. */
export function withPackages(root: string, ...names: readonly string[]): string {
  mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  for (const name of names)
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(root, 'node_modules', name), 'dir');
  return root;
}

/** Runs the built command, and reads what it says as JSON. */
export function dialint(...args: string[]): {
  readonly status: number | null;
  readonly result: unknown;
  readonly stderr: string;
} {
  const main = path.join(ROOT, 'dist/src/cli/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args, '--format', 'json'], {
    encoding: 'utf8',
    cwd: ROOT,
  });
  return { status, result: stdout === '' ? undefined : JSON.parse(stdout), stderr };
}

/** A database on the MySQL server, for the tests of the suite at hand, that no replay has made and none may reach. */
export function canaryDatabase() {
  const name = `dialint_canary_${randomBytes(4).toString('hex')}`;
  let connection: mysql.Connection;
  beforeAll(async () => {
    connection = await mysql.createConnection(mysqlServer!);
    await connection.query(`create database ${name}`);
  });
  afterAll(async () => {
    await connection?.query(`drop database if exists ${name}`);
    await connection?.end();
  });
  const { hostname = '', port = '', username = '' } = mysqlServer === undefined ? {} : new URL(mysqlServer);
  const tables = async (): Promise<unknown> => (await connection.query(`show tables in ${name}`))[0];
  return { name, hostname, port, username, tables };
}
