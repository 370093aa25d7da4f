/**
 * An engine that is killed while it is probed, and a lock that another session does not give back: the probe ends, the run
 * goes on, and what was not answered is told.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { noContainers } from '../../src/engines/container.ts';
import { localServers } from '../../src/engines/mysql/local-server.ts';
import { loadPart } from '../../src/engines/parts.ts';
import { type ReplayOptions, replayProject } from '../../src/replay.ts';
import type { ProbeResult, ReplayResult } from '../../src/schema/index.ts';
import { dialint, type Ran } from '../cli/harness.ts';
import { engineMissing, engineUrl } from '../support/engine-url.ts';
import { withProject } from '../support/laravel-project.ts';
import { privatePostgres } from '../support/private-postgres.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');

/** The command, on real engines; `more` is told how far they are. */
async function replayed(
  root: string,
  engines: readonly string[],
  more: Pick<ReplayOptions, 'onProbe' | 'onProgress'>,
): Promise<Ran & { readonly result: ReplayResult }> {
  let result: ReplayResult | undefined;
  const ran = await dialint(['replay', '--probe', '--engine', engines.join(',')], {
    cwd: root,
    columns: 200,
    deps: {
      replayProject: async (folder, options) => {
        result = await replayProject(folder, { ...options, ...more });
        return result;
      },
    },
  });
  return { ...ran, result: result! };
}

const of = (engine: string, { probes = [] }: ReplayResult) => {
  const has = (one: Readonly<Record<string, string>>) =>
    Object.keys(one).some((id) => id.startsWith(`${engine}@`));
  return {
    answered: probes.filter(({ results }) => has(results)),
    notMade: probes.filter(({ notMade }) => has(notMade)),
    unanswered: probes.filter(({ unanswered = [] }) => unanswered.some((id) => id.startsWith(`${engine}@`))),
  };
};
const keyOf = ({ table, object, probe }: ProbeResult) => `${probe} ${table}.${object}`;

interface Victim {
  /** For --engine. */
  readonly engine: string;
  readonly name: 'mysql' | 'mariadb' | 'postgres';
  kill(): void;
  remove(): Promise<void>;
}

/** A server that `local` starts, found by the folder that it has made. */
function localVictim(): Victim | undefined {
  const [server] = localServers();
  if (server === undefined) return undefined;
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('dialint-server-'));
  const before = new Set(folders());
  return {
    engine: `local:${server.engine}`,
    name: server.engine,
    kill: () => {
      const [folder = ''] = folders().filter((name) => !before.has(name));
      process.kill(Number(readFileSync(path.join(tmpdir(), folder, 'pid'), 'utf8')), 'SIGKILL');
    },
    remove: async () => expect(folders().filter((name) => !before.has(name))).toEqual([]),
  };
}

interface Containers {
  list(): Promise<{ Id: string; Labels: Record<string, string> }[]>;
  getById(id: string): { kill(): Promise<unknown> };
}

async function containerVictim(name: Victim['name'], image: string): Promise<Victim | undefined> {
  if ((await noContainers()) !== null) return undefined;
  const runtime = loadPart<{ getContainerRuntimeClient(): Promise<{ container: Containers }> }>(
    'testcontainers',
    'This test',
  );
  const { container } = await runtime.getContainerRuntimeClient();
  const ours = async () =>
    (await container.list()).filter(({ Labels }) => 'dialint.replay' in Labels).map(({ Id }) => Id);
  const before = new Set(await ours());
  return {
    engine: `testcontainers:${image}`,
    name,
    kill: () => {
      void ours().then(async (ids) => {
        for (const id of ids) if (!before.has(id)) await container.getById(id).kill();
      });
    },
    remove: async () => expect((await ours()).filter((id) => !before.has(id))).toEqual([]),
  };
}

async function postgresVictim(): Promise<Victim | undefined> {
  const server = await privatePostgres();
  if (server === undefined) return await containerVictim('postgres', 'postgres:16');
  return { ...server, engine: server.url, name: 'postgres' };
}

describe.skipIf(noSqlite !== undefined)('an engine that is killed while it is probed', () => {
  it.each([
    ['mysqld or mariadbd', async () => localVictim() ?? (await containerVictim('mysql', 'mysql:8.4'))],
    ['postgres', postgresVictim],
  ] as const)(
    '%s: keeps its answers so far, says what it was not asked, and the others finish',
    async (programs, start) => {
      const victim = await start();
      if (victim === undefined) {
        engineMissing(`${programs} is not on the PATH, and no container runtime answers`);
        return;
      }
      let killed = 0;
      const { code, stdout, result } = await replayed(
        path.join(ROOT, 'fixtures/mediastream'),
        ['sqlite', victim.engine],
        {
          onProbe: ({ engine, done, of: all }) => {
            if (killed > 0 || !engine.startsWith(victim.name) || done < all / 4) return;
            killed = done;
            victim.kill();
          },
        },
      ).finally(() => victim.remove());
      expect(killed).toBeGreaterThan(0);
      expect(code).toBe(3);
      const [sqlite, dead] = [of('sqlite', result), of(victim.name, result)];
      // Each question is there, with an answer or a reason.
      expect(dead.answered.length + dead.notMade.length).toBe(result.probes?.length);
      expect(dead.answered.length).toBeGreaterThanOrEqual(killed / 2);
      expect(dead.unanswered.length).toBeGreaterThan((result.probes?.length ?? 0) / 4);
      expect(sqlite.unanswered).toEqual([]);
      expect(sqlite.answered.length).toBeGreaterThan(dead.answered.length);
      expect(result.engines.map(({ fault }) => fault)).toEqual([
        undefined,
        expect.stringMatching(/gave up|cannot be used/),
      ]);
      // What was found before is told, and SQLite goes down and up again.
      expect(
        result.migrations.every(({ up }) => Object.values(up).every(({ outcome }) => outcome === 'accepts')),
      ).toBe(true);
      for (const { down, again } of result.migrations)
        for (const phase of [down, again])
          for (const [id, { outcome }] of Object.entries(phase))
            expect(outcome).toBe(id.startsWith('sqlite') ? 'accepts' : 'unavailable');
      expect(stdout).toContain('Probes that were not answered');
      expect(stdout).toMatch(
        new RegExp(`${dead.unanswered.length} of ${result.probes?.length}, since the engine gave up`),
      );
      expect(stdout).toContain('1 engine that failed');
    },
    120_000,
  );
});

const servers = { mysql: engineUrl('MYSQL'), mariadb: engineUrl('MARIADB'), postgres: engineUrl('POSTGRES') };
const missing = Object.values(servers).includes(undefined) ? 'not all DIALINT_TEST_… are set' : undefined;

interface Holder {
  /** Locks the table, wherever the server has it. */
  hold(table: string): Promise<void>;
  end(): Promise<void>;
}

async function mysqlHolder(url: string): Promise<Holder> {
  const connection = await mysql.createConnection(url.replace('mariadb:', 'mysql:'));
  return {
    hold: async (table) => {
      const [rows] = await connection.query(
        'select table_schema as s from information_schema.tables where table_name = ?',
        [table],
      );
      await connection.query(`lock tables \`${(rows as { s: string }[])[0]?.s}\`.\`${table}\` write`);
    },
    end: async () => connection.destroy(),
  };
}

async function postgresHolder(url: string): Promise<Holder> {
  const clients: pg.Client[] = [];
  const open = async (database: string) => {
    const client = new pg.Client({
      connectionString: Object.assign(new URL(url), { pathname: `/${database}` }).href,
    });
    clients.push(client);
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  return {
    hold: async (table) => {
      const admin = await open('postgres');
      const { rows } = await admin.query(
        "select datname as d from pg_database where datname like 'dialint%'",
      );
      for (const { d } of rows) {
        const client = await open(d).catch(() => undefined);
        const found = await client?.query('select to_regclass($1) as t', [table]);
        if (found?.rows[0]?.t === null || client === undefined) continue;
        await client.query('begin');
        await client.query(`lock table ${table} in access exclusive mode`);
        return;
      }
      throw new Error(`no database has ${table}`);
    },
    end: async () => {
      for (const client of clients) await client.end().catch(() => {});
    },
  };
}

describe.skipIf(missing !== undefined)('a lock that another session does not give back', () => {
  it.each([
    ['mysql', mysqlHolder],
    ['mariadb', mysqlHolder],
    ['postgres', postgresHolder],
  ] as const)(
    '%s: ends the probes of that table, which are named, and not the others',
    async (name, holderOf) => {
      const holder = await holderOf(servers[name]!);
      const locked = `zz_locked_${randomBytes(4).toString('hex')}`;
      // Asked about before the one that is locked: there is time to take the lock.
      const up = `
        foreach (range(1, 8) as $n)
            Schema::create("a_$n", function (Blueprint $table) {
                $table->id(); $table->string('name', 50); $table->integer('size'); $table->timestamps();
            });
        Schema::create('${locked}', function (Blueprint $table) { $table->id(); $table->string('name', 50); });`;
      const down = `foreach (range(1, 8) as $n) Schema::drop("a_$n"); Schema::drop('${locked}');`;
      let holding: Promise<void> | undefined;
      const { code, stdout, result } = await withProject({ up, down }, (root) =>
        replayed(root, [servers[name]!], {
          onProbe: ({ table, done, of: all }) => {
            if (table === 'a_1') holding ??= holder.hold(locked);
            if (done === all) void holder.end();
          },
        }),
      ).finally(() => holder.end());
      await holding;
      const { answered, unanswered } = of(name, result);
      expect(new Set(unanswered.map(({ table }) => table))).toEqual(new Set([locked]));
      expect(unanswered.map(keyOf)).toContain(`string-too-long ${locked}.name`);
      expect(answered.map(keyOf)).toContain('string-too-long a_8.name');
      for (const { notMade } of unanswered)
        for (const reason of Object.values(notMade))
          expect(reason).toMatch(/^another session holds a lock for more than 5 s: /);
      expect(result.engines[0]?.fault).toBeUndefined();
      for (const { up: ups, down: downs, again } of result.migrations)
        for (const phase of [ups, downs, again])
          expect(Object.values(phase).map(({ outcome }) => outcome)).toEqual(['accepts']);
      expect(stdout).toContain('Probes that were not answered');
      expect(stdout).toContain(`of ${locked}.`);
      expect(code).toBe(3);
    },
    60_000,
  );
});
