/** `replay` on the real engines: the seed projects, and what must never happen to anybody's data. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noContainers } from '../../src/engines/container.ts';
import { localServers } from '../../src/engines/mysql/local-server.ts';
import { mysqlEngine } from '../../src/engines/mysql/server.ts';
import { loadPart, PartMissing } from '../../src/engines/parts.ts';
import { postgresEngine } from '../../src/engines/postgres/server.ts';
import { replayProject } from '../../src/replay.ts';
import { renderReplayJson } from '../../src/report/replay-json.ts';
import { type ConnectionSettings, EngineFault, type ReplayResult } from '../../src/schema/index.ts';
import { engineMissing, engineUrl } from '../support/engine-url.ts';
import { migrationText } from '../support/migration-text.ts';
import { unavailable as noSqlite, open as openSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FIXTURES = path.join(ROOT, 'fixtures');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');

const servers = { mysql: engineUrl('MYSQL'), mariadb: engineUrl('MARIADB'), postgres: engineUrl('POSTGRES') };
const missing =
  noSqlite ?? (Object.values(servers).includes(undefined) ? 'not all DIALINT_TEST_… are set' : undefined);

/** Refusals as `engine code file:line`, each once. */
function refusals({ migrations }: ReplayResult, phase: 'up' | 'down' | 'again' = 'up'): string[] {
  return migrations.flatMap((migration) =>
    Object.entries(migration[phase]).flatMap(([engine, { outcome, code, line }]) =>
      outcome === 'refuses'
        ? [`${engine.split('@')[0]} ${code} ${path.basename(migration.file)}:${line}`]
        : [],
    ),
  );
}

const all = ['sqlite', servers.mysql ?? '', servers.mariadb ?? '', servers.postgres ?? ''];

describe.skipIf(missing !== undefined)('the seed projects', () => {
  it.each(['medipro', 'mediastream'])(
    '%s: the same on all four, there and back',
    async (fixture) => {
      const result = await replayProject(path.join(FIXTURES, fixture), { engines: all });
      expect(result.engines.map(({ target, fault }) => [target?.engine, fault])).toEqual([
        ['sqlite', undefined],
        ['mysql', undefined],
        ['mariadb', undefined],
        ['postgres', undefined],
      ]);
      for (const migration of result.migrations)
        for (const phase of ['up', 'down', 'again'] as const)
          expect(Object.values(migration[phase]).map(({ outcome }) => outcome)).toEqual(
            Array(4).fill('accepts'),
          );
      expect(result.residues).toEqual([]);
      expect(result.differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
      expect(result.predictions.disagree).toEqual([]);
      expect(result.predictions.agree).toBeGreaterThan(100);
      // Nobody wrote the framework's own table.
      expect(result.differences.filter(({ table }) => table === 'migrations')).toEqual([]);
      // What SQLite does not hold a string to, and what it compares otherwise, is what these projects must know.
      const entries = new Set(result.differences.map(({ entry }) => entry));
      expect(entries).toContain('sqlite-length-not-enforced');
      expect(entries).toContain('comparison-ignores-case');
      expect(
        result.differences.find(
          ({ table, object, kind }) => table === 'users' && object === 'email' && kind === 'length',
        )?.values,
      ).toMatchObject({
        [`mysql@${result.engines[1]?.target?.version}`]: 'varchar(255)',
      });
    },
    120_000,
  );

  it('wintertrace: the broken module stops where the index name is too long, and SQLite goes on', async () => {
    const result = await replayProject(path.join(FIXTURES, 'wintertrace'), { engines: all });
    const file = '2026_02_03_080000_create_mod_telegram_enrollment_tokens_table.php';
    expect(refusals(result)).toContain(`mysql 1059 ${file}:20`);
    expect(refusals(result)).toContain(`mariadb 1059 ${file}:20`);
    expect(refusals(result).filter((text) => /^(sqlite|postgres)/.test(text))).toEqual([]);
    const up = result.migrations.find((migration) => migration.file.endsWith(file))!.up;
    const onMysql = up[`mysql@${result.engines[1]?.target?.version}`]!;
    expect(onMysql.leftBehind).toEqual(['the table mod_telegram_enrollment_tokens is there']);
    expect(onMysql.secondAttempt).toMatchObject({ code: '1050' });
    const guarded = result.guard.find(({ length }) => length === 66);
    expect(guarded).toMatchObject({
      name: 'mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index',
      targets: expect.arrayContaining([expect.objectContaining({ limit: 64, effect: 'refuses' })]),
    });
    expect(result.predictions.disagree).toEqual([]);
    expect(result.differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
    const schema = JSON.parse(readFileSync(path.join(ROOT, 'schemas/replay-output.schema.json'), 'utf8'));
    const validate = new Ajv2020().compile(schema);
    expect(validate(JSON.parse(renderReplayJson(result))), JSON.stringify(validate.errors)).toBe(true);
  }, 180_000);
});

/** Why no container can be started; undefined: it can. */
const noContainer = await (async () => {
  try {
    const reason = await noContainers();
    if (reason !== null) engineMissing(`no container runtime answers (${reason})`);
    return reason ?? undefined;
  } catch (error) {
    return toldMissing(error);
  }
})();

/** Why there is no embedded PostgreSQL; undefined: there is. */
const noPglite = (() => {
  try {
    loadPart('@electric-sql/pglite', 'This test');
    return undefined;
  } catch (error) {
    return toldMissing(error);
  }
})();

function toldMissing(error: unknown): string {
  if (!(error instanceof PartMissing)) throw error;
  engineMissing(error.message);
  return error.message;
}

describe.skipIf(noContainer !== undefined)('in containers', () => {
  const named = ['sqlite', 'testcontainers:mysql:9', 'testcontainers:mariadb:10.11', 'postgres'];

  it.each(['medipro', 'mediastream'])(
    '%s: the same on the images that are named and on what is embedded, there and back',
    async (fixture) => {
      const { engines, migrations, predictions, differences, residues } = await replayProject(
        path.join(FIXTURES, fixture),
        { engines: named },
      );
      expect(engines.map(({ origin, target, fault }) => [origin, target?.engine, fault])).toEqual([
        ['embedded', 'sqlite', undefined],
        ['embedded', 'postgres', undefined],
        ['testcontainers', 'mysql', undefined],
        ['testcontainers', 'mariadb', undefined],
      ]);
      for (const { up, down, again } of migrations)
        expect(
          [up, down, again].flatMap((phase) => Object.values(phase)).map(({ outcome }) => outcome),
        ).toEqual(Array(12).fill('accepts'));
      expect(residues).toEqual([]);
      expect(predictions.disagree).toEqual([]);
      expect(differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
    },
    180_000,
  );

  it('wintertrace: the broken module stops on the images, and goes on where nothing limits its name', async () => {
    const result = await replayProject(path.join(FIXTURES, 'wintertrace'), { engines: named });
    const file = '2026_02_03_080000_create_mod_telegram_enrollment_tokens_table.php';
    expect(refusals(result)).toContain(`mysql 1059 ${file}:20`);
    expect(refusals(result)).toContain(`mariadb 1059 ${file}:20`);
    expect(refusals(result).filter((text) => /^(sqlite|postgres)/.test(text))).toEqual([]);
    expect(result.predictions.disagree).toEqual([]);
    expect(result.differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
  }, 180_000);

  it('says so where there is no such image', async () => {
    const { engines } = await replayProject(path.join(FIXTURES, 'medipro'), {
      engines: ['testcontainers:localhost/no-such-mysql:1'],
    });
    expect(engines[0]).toMatchObject({
      target: null,
      fault: expect.stringContaining('the image localhost/no-such-mysql:1 could not be started'),
    });
  }, 60_000);
});

describe.skipIf(noSqlite !== undefined)('without a server', () => {
  it('holds the names that SQLite made against the limits of the project’s targets', async () => {
    const { guard, engines } = await replayProject(path.join(FIXTURES, 'wintertrace'), {
      engines: ['sqlite'],
    });
    expect(engines).toHaveLength(1);
    expect(guard.map(({ length }) => length).sort()).toEqual([65, 65, 66, 76]);
  }, 60_000);

  it('replays on an embedded PostgreSQL', async () => {
    const { engines, migrations, predictions } = await replayProject(path.join(FIXTURES, 'medipro'), {
      engines: ['postgres'],
    });
    expect(engines[0]).toMatchObject({ origin: 'embedded', target: { engine: 'postgres' } });
    expect(migrations.flatMap(({ up }) => Object.values(up).map(({ outcome }) => outcome))).toEqual(
      Array(3).fill('accepts'),
    );
    expect(predictions.disagree).toEqual([]);
  }, 60_000);
});

/** A project of one migration in a folder of its own. */
function projectWith(up: string, down = ''): string {
  const root = mkdtempSync(path.join(tmpdir(), 'dialint-replay-'));
  mkdirSync(path.join(root, 'database/migrations'), { recursive: true });
  writeFileSync(path.join(root, 'composer.json'), '{"require":{"laravel/framework":"^12.0"}}');
  writeFileSync(path.join(root, 'database/migrations/2026_01_01_000000_one.php'), migrationText(up, down));
  return root;
}

describe.skipIf(servers.mysql === undefined || noSqlite !== undefined)('what is not the replay’s own', () => {
  const canary = `dialint_canary_${randomBytes(4).toString('hex')}`;
  let connection: mysql.Connection;
  let root = '';
  beforeAll(async () => {
    connection = await mysql.createConnection(servers.mysql!);
    await connection.query(`create database ${canary}`);
    await connection.query(`create table ${canary}.bird (id int primary key)`);
    await connection.query(`insert into ${canary}.bird values (1)`);
  });
  afterAll(async () => {
    await connection.query(`drop database if exists ${canary}`);
    await connection.end();
  });
  const birds = async () => {
    const [rows] = await connection.query(`select count(*) n from ${canary}.bird`);
    return (rows as { n: number }[])[0]?.n;
  };

  it.each([
    ["DB::unprepared('USE CANARY');", 'it switches to another database'],
    ["DB::statement('DROP DATABASE CANARY');", 'it makes or drops a database'],
    ["DB::statement('DELETE FROM CANARY.bird');", 'it names the database'],
  ])(
    'is not touched by %s',
    async (code, why) => {
      root = projectWith(code.replace('CANARY', canary));
      const url = `${servers.mysql}/${canary}`;
      const result = await replayProject(root, { engines: [url, 'sqlite'] });
      rmSync(root, { recursive: true });
      expect(result.engines.find(({ target }) => target?.engine === 'mysql')?.fault).toContain(why);
      expect(await birds()).toBe(1);
    },
    60_000,
  );

  it('keeps its own tables, whatever database the URL names', async () => {
    root = projectWith(
      "Schema::create('bird', fn (Blueprint $table) => $table->id());",
      "Schema::drop('bird');",
    );
    const result = await replayProject(root, { engines: [`${servers.mysql}/${canary}`] });
    rmSync(root, { recursive: true });
    expect(refusals(result)).toEqual([]);
    expect(await birds()).toBe(1);
  }, 60_000);
});

describe.skipIf(missing !== undefined)('--rows', () => {
  const second = `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up(): void
    {
        Schema::table('a', fn (Blueprint $table) => $table->string('code'));
    }
};
`;
  it('meets the accidents that need a row, and every engine as predicted', async () => {
    const root = projectWith(
      "Schema::create('a', function (Blueprint $table) { $table->id(); $table->string('name', 2)->unique(); $table->enum('state', ['x', 'y']); $table->foreignId('a_id')->nullable()->constrained('a'); $table->json('j')->nullable(); $table->decimal('d', 8, 2); $table->date('at'); $table->uuid('u'); });",
    );
    writeFileSync(path.join(root, 'database/migrations/2026_01_02_000000_two.php'), second);
    try {
      const without = await replayProject(root, { engines: all });
      expect(refusals(without)).toEqual([]);
      const result = await replayProject(root, { engines: all, rows: true });
      expect(result.notes.filter((note) => note.includes('got no rows'))).toEqual([]);
      // SQLite and PostgreSQL have no value for the rows that are there; MySQL and MariaDB take the type's own.
      expect(refusals(result).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
        'sqlite SQLITE_ERROR',
        'postgres 23502',
      ]);
      expect(result.predictions.disagree).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  }, 120_000);
});

describe.skipIf(noSqlite !== undefined)('a module', () => {
  it('that leaves a table behind when it is removed is told, with and without the others', async () => {
    const root = projectWith(
      "Schema::create('users', fn (Blueprint $table) => $table->id());",
      "Schema::drop('users');",
    );
    const module = (slug: string, down: string) => {
      const folder = path.join(root, `modules/${slug}/database/migrations`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        path.join(folder, `2026_02_01_000000_create_${slug}.php`),
        `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up(): void
    {
        Schema::create('mod_${slug}_a', fn (Blueprint $table) => $table->id());
        Schema::create('mod_${slug}_b', fn (Blueprint $table) => $table->id());
    }
    public function down(): void
    {
        ${down}
    }
};
`,
      );
    };
    module('tidy', "Schema::drop('mod_tidy_b'); Schema::drop('mod_tidy_a');");
    module('messy', "Schema::drop('mod_messy_a');");
    try {
      const { residues } = await replayProject(root, { engines: ['sqlite'] });
      const removed = residues.filter(({ after }) => after === 'module-down');
      expect([...new Set(removed.map(({ table }) => table))]).toEqual(['mod_messy_b']);
      expect(removed.length).toBeGreaterThan(1);
    } finally {
      rmSync(root, { recursive: true });
    }
  }, 60_000);
});

describe.skipIf(servers.mysql === undefined || noSqlite !== undefined)(
  'a statement that does not end',
  () => {
    it('is given up, and the other engine finishes', async () => {
      const root = projectWith(
        "if (DB::getDriverName() === 'mysql') { DB::statement('DO SLEEP(20)'); } Schema::create('a', fn (Blueprint $table) => $table->id());",
      );
      try {
        const { engines, migrations } = await replayProject(root, {
          engines: [servers.mysql!, 'sqlite'],
          timeout: 1000,
        });
        const [lite, server] = ['sqlite', 'mysql'].map(
          (name) => engines.find(({ target }) => target?.engine === name)!,
        );
        expect(server!.fault).toContain('a statement ran longer than 1 s: DO SLEEP(20)');
        expect(lite!.fault).toBeUndefined();
        expect(migrations[0]!.up[lite!.target!.id]?.outcome).toBe('accepts');
      } finally {
        rmSync(root, { recursive: true });
      }
    }, 60_000);
  },
);

/** What the making of a database asks for. */
const SETTINGS = { charset: null, collation: null, strict: true } as unknown as ConnectionSettings;

function openEngine(name: 'mysql' | 'postgres', login: { user?: string; password?: string } = {}) {
  const { hostname: host, port, username: user } = new URL(servers[name]!);
  const address = { host, port: Number(port), user, password: '', ...login };
  const options = { origin: 'url', timeout: 5000 } as const;
  return name === 'mysql'
    ? mysqlEngine({ address, ...options })
    : postgresEngine({ address: { ...address, database: 'postgres' }, ...options });
}

/** The built command, as users start it: what it leaves behind when it is killed is for the process that it started. */
describe.skipIf(servers.mysql === undefined || servers.postgres === undefined)(
  'a replay that is killed',
  () => {
    const COMMAND = path.join(ROOT, 'dist/src/cli/main.js');
    const start = (engines: string, ...more: readonly string[]) =>
      spawn(
        process.execPath,
        [COMMAND, 'replay', path.join(FIXTURES, 'wintertrace'), '--engine', engines, ...more],
        { stdio: 'ignore' },
      );
    const until = async <T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> => {
      const end = Date.now() + 20_000;
      for (;;) {
        const answer = await ask();
        if (answer !== undefined) return answer;
        if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const OURS = /^dialint_[0-9a-f]{16}$/;

    it.each([
      ['SIGKILL', []],
      ['SIGINT', []],
      ['SIGTERM', []],
      ['SIGINT', ['--keep']],
    ] as const)(
      '%s leaves no database on a server %j',
      async (signal, more) => {
        const connection = await mysql.createConnection(servers.mysql!);
        const databases = async () => {
          const [rows] = await connection.query('show databases');
          return (rows as Record<string, string>[])
            .flatMap((row) => Object.values(row))
            .filter((name) => OURS.test(name));
        };
        try {
          const before = new Set(await databases());
          const replaying = start(servers.mysql!, ...more);
          const made = await until('the database is made', async () =>
            (await databases()).find((name) => !before.has(name)),
          );
          replaying.kill(signal);
          await until('it is dropped', async () => ((await databases()).includes(made) ? undefined : true));
        } finally {
          await connection.end();
        }
      },
      60_000,
    );

    it.each(['mysql', 'postgres'] as const)(
      'leaves no database that the server has not made yet: %s',
      async (name) => {
        const database = `dialint_${randomBytes(8).toString('hex')}`;
        const janitor = spawn(process.execPath, [path.join(ROOT, 'dist/src/replay/janitor-process.js')], {
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        const ended = new Promise((resolve) => janitor.once('close', resolve));
        janitor.stdin.end(`${JSON.stringify({ kind: 'database', url: servers[name], name: database })}\n`);
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const engine = await openEngine(name);
        const administrator = await engine.create(SETTINGS);
        try {
          await administrator.query(`create database ${database}`);
          await ended;
          const list =
            name === 'mysql'
              ? `show databases like '${database}'`
              : `select 1 from pg_database where datname = '${database}'`;
          expect(await administrator.query(list)).toEqual([]);
        } finally {
          await engine.close();
        }
      },
      60_000,
    );

    it.skipIf(localServers().length === 0).each([[[]], [['--keep']]])(
      'leaves no server process and no folder %j',
      async (more) => {
        const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('dialint-server-'));
        const before = new Set(folders());
        const replaying = start('local', ...more);
        const folder = await until('the server has its folder', () =>
          folders().find((name) => !before.has(name)),
        );
        const pidFile = path.join(tmpdir(), folder, 'pid');
        const pid = await until('the server runs', () =>
          existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim() !== ''
            ? Number(readFileSync(pidFile, 'utf8'))
            : undefined,
        );
        replaying.kill('SIGKILL');
        await until('the server has ended', () => {
          try {
            process.kill(pid, 0);
            return undefined;
          } catch {
            return true;
          }
        });
        await until('the folder is gone', () => (existsSync(path.join(tmpdir(), folder)) ? undefined : true));
      },
      60_000,
    );
  },
);

interface Runtime {
  getContainerRuntimeClient(): Promise<{
    readonly container: {
      list(): Promise<readonly { readonly Id: string; readonly Labels: Readonly<Record<string, string>> }[]>;
      create(options: {
        readonly Image: string;
        readonly Labels: Readonly<Record<string, string>>;
      }): Promise<{ readonly id: string }>;
      getById(id: string): { kill(): Promise<unknown> };
      inspect(container: object): Promise<{
        readonly State: { readonly Running: boolean };
        readonly Config: { readonly Labels: Readonly<Record<string, string>> };
      }>;
      stop(container: object, options: { readonly timeout: number }): Promise<void>;
      remove(container: object, options: { readonly removeVolumes: boolean }): Promise<void>;
    };
  }>;
}

describe('--keep', () => {
  const kept = async (engine: string) => {
    const root = projectWith(
      "Schema::create('a', fn (Blueprint $table) => $table->id());",
      "Schema::drop('a');",
    );
    try {
      const { engines, notes } = await replayProject(root, { engines: [engine], keep: true });
      return { way: engines[0]?.kept, notes };
    } finally {
      rmSync(root, { recursive: true });
    }
  };
  const shell = (command: string) => spawnSync('sh', ['-c', command], { encoding: 'utf8' });

  it.skipIf(noSqlite !== undefined)(
    'leaves a file of SQLite, and says how to remove it',
    async () => {
      const { way } = await kept('sqlite');
      const file = /^sqlite3 (\S+)$/.exec(way?.look[0] ?? '')?.[1] ?? '';
      const database = openSqlite(file);
      expect(database.prepare("select name from sqlite_master where name = 'a'").all()).toHaveLength(1);
      database.close();
      for (const command of way?.remove ?? []) shell(command);
      expect(existsSync(path.dirname(file))).toBe(false);
    },
    60_000,
  );

  it.skipIf(servers.mysql === undefined)(
    'leaves the database on a server, and no other',
    async () => {
      const connection = await mysql.createConnection(servers.mysql!);
      const { way } = await kept(servers.mysql!);
      const name = way?.look[0]?.split(' ').at(-1) ?? '';
      try {
        const { hostname, port, username } = new URL(servers.mysql!);
        const client = `mysql -h ${hostname} -P ${port} -u ${username}`;
        expect(way).toEqual({
          look: [`${client} ${name}`],
          remove: [`${client} -e 'drop database ${name}'`],
        });
        const [rows] = await connection.query(`show tables in ${name}`);
        expect((rows as object[]).flatMap((row) => Object.values(row))).toEqual(['a', 'migrations']);
      } finally {
        await connection.query(`drop database ${name}`);
        await connection.end();
      }
    },
    60_000,
  );

  it.skipIf(localServers().length === 0)(
    'leaves a private server running, until it is removed',
    async () => {
      const { way } = await kept('local');
      const port = Number(/ -P (\d+) /.exec(way?.look[0] ?? '')?.[1]);
      try {
        const database = way?.look[0]?.split(' ').at(-1) ?? '';
        const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', database });
        const [rows] = await connection.query('show tables');
        connection.destroy();
        expect((rows as object[]).flatMap((row) => Object.values(row))).toEqual(['a', 'migrations']);
      } finally {
        for (const command of way?.remove ?? []) shell(command);
      }
      await expect(mysql.createConnection({ host: '127.0.0.1', port, user: 'root' })).rejects.toThrow(
        'ECONNREFUSED',
      );
      expect(existsSync(/rm -rf (\S+)$/.exec(way?.remove[0] ?? '')?.[1] ?? '/')).toBe(false);
    },
    60_000,
  );

  it.skipIf(noContainer !== undefined)(
    'leaves a container, which nothing reaps',
    async () => {
      const { way } = await kept('testcontainers:mariadb:10.11');
      const id = /^docker exec -it (\w+) mariadb -u root -p\w+ dialint_\w+$/.exec(way?.look[0] ?? '')?.[1];
      expect(way?.remove).toEqual([`docker rm -f -v ${id}`]);
      const { container } = await loadPart<Runtime>(
        'testcontainers',
        'This test',
      ).getContainerRuntimeClient();
      const left = container.getById(id!);
      const { State, Config } = await container.inspect(left);
      expect(State.Running).toBe(true);
      expect(Object.keys(Config.Labels)).not.toContain('org.testcontainers.session-id');
      await container.stop(left, { timeout: 0 });
      await container.remove(left, { removeVolumes: true });
    },
    180_000,
  );

  it.skipIf(noPglite !== undefined)(
    'says why an embedded PostgreSQL cannot be left',
    async () => {
      const { way, notes } = await kept('postgres');
      expect(way).toBeUndefined();
      expect(notes).toContainEqual(
        expect.stringMatching(/^postgres@[\d.]+: nothing is kept: PGlite lives in/),
      );
    },
    60_000,
  );
});

describe.skipIf(noContainer !== undefined || noSqlite !== undefined)('a container', () => {
  const client = async () =>
    (await loadPart<Runtime>('testcontainers', 'This test').getContainerRuntimeClient()).container;
  const ours = async () =>
    (await (await client()).list()).filter(({ Labels }) => 'dialint.replay' in Labels).map(({ Id }) => Id);
  /** Not even stopped. */
  const isGone = async (id: string) => {
    const container = await client();
    return await container.inspect(container.getById(id)).then(
      () => false,
      () => true,
    );
  };

  /** The built command, and the container that it has started. */
  async function replaying(project: string, engines: string, ...more: readonly string[]) {
    const before = new Set(await ours());
    const child = spawn(
      process.execPath,
      [path.join(ROOT, 'dist/src/cli/main.js'), 'replay', project, '--engine', engines, ...more],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: 'true' } },
    );
    const said = { out: '', progress: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.progress += chunk.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let id: string | undefined;
    while (id === undefined && child.exitCode === null) {
      id = (await ours()).find((one) => !before.has(one));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const until = async (line: RegExp) => {
      while (!line.test(said.progress) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
    };
    return { child, said, ended, id: id!, until };
  }

  it('that is killed while it starts is told and removed, the other engine finishes, and nothing waits for it', async () => {
    const medipro = path.join(FIXTURES, 'medipro');
    const { id, ended, said } = await replaying(
      medipro,
      'sqlite,testcontainers:mysql:9',
      ...['--format', 'json'],
    );
    await (await client()).getById(id).kill();
    expect(await ended).toBe(3);
    const { engines, migrations } = JSON.parse(said.out) as ReturnType<typeof JSON.parse>;
    expect(engines[1].fault).toMatch(/^the image mysql:9 could not be started: |cannot be used/);
    for (const { up } of migrations) expect(up[engines[0].id].outcome).toBe('accepts');
    expect(await isGone(id)).toBe(true);
  }, 60_000);

  it('that is killed while a migration runs is told and removed, and the other engine finishes', async () => {
    const root = projectWith(
      "Schema::create('a', fn (Blueprint $table) => $table->id());",
      "Schema::drop('a');",
    );
    writeFileSync(
      path.join(root, 'database/migrations/2026_01_02_000000_two.php'),
      migrationText("if (DB::getDriverName() !== 'sqlite') { DB::statement('DO SLEEP(60)'); }", ''),
    );
    try {
      const { id, ended, said, until } = await replaying(root, 'sqlite,testcontainers:mariadb:10.11');
      await until(/mariadb@\S+ +up 1\/2/);
      await (await client()).getById(id).kill();
      expect(await ended).toBe(3);
      const text = said.out.replace(/\s+/g, ' ');
      expect(text).toMatch(/SQLite \S+ up 2 of 2, down 2 of 2, up again 2 of 2/);
      expect(text).toMatch(
        /MariaDB \S+ up 1 of 2.* \(in a container, [^)]+\); the engine gave up: Connection lost: The server closed the connection/,
      );
      expect(text).toContain('1 engine that failed');
      expect(await isGone(id)).toBe(true);
    } finally {
      rmSync(root, { recursive: true });
    }
  }, 60_000);

  it.each([
    ['SIGINT', 'testcontainers:mysql:9', /^/],
    ['SIGTERM', 'testcontainers:mariadb:10.11', /mariadb@\S+ +up 2/],
  ] as const)(
    'does not outlive a replay that %s ends: %s',
    async (signal, engine, line) => {
      const { id, child, ended, until } = await replaying(path.join(FIXTURES, 'wintertrace'), engine);
      await until(line);
      child.kill(signal);
      await ended;
      await expect.poll(() => isGone(id), { timeout: 20_000 }).toBe(true);
    },
    60_000,
  );

  it('is removed where the runtime has not made it yet when the replay is killed', async () => {
    const label = randomBytes(8).toString('hex');
    const janitor = spawn(process.execPath, [path.join(ROOT, 'dist/src/replay/janitor-process.js')], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise((resolve) => janitor.once('close', resolve));
    janitor.stdin.end(`${JSON.stringify({ kind: 'started', what: { container: label } })}\n`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const container = await client();
    const { id } = await container.create({ Image: 'mariadb:10.11', Labels: { 'dialint.replay': label } });
    await ended;
    expect(await isGone(id)).toBe(true);
  }, 60_000);
});

describe.skipIf(noSqlite !== undefined || localServers().length === 0)('an engine that dies half-way', () => {
  it('is told, and the others finish', async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('dialint-server-'));
    const before = new Set(folders());
    let killed = false;
    const { engines, migrations } = await replayProject(path.join(FIXTURES, 'wintertrace'), {
      engines: ['sqlite', 'local'],
      onProgress: ({ engine, done }) => {
        if (killed || engine.startsWith('sqlite') || done < 5) return;
        killed = true;
        const folder = folders().find((name) => !before.has(name))!;
        process.kill(Number(readFileSync(path.join(tmpdir(), folder, 'pid'), 'utf8')), 'SIGKILL');
      },
    });
    expect(killed).toBe(true);
    expect(engines[0]?.fault).toBeUndefined();
    expect(engines[1]?.fault).toMatch(/gave up|cannot be used/);
    const outcomes = migrations.map(
      ({ up }) => Object.entries(up).find(([id]) => !id.startsWith('sqlite'))?.[1].outcome,
    );
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('accepts'));
    expect(new Set(outcomes.slice(6))).toEqual(new Set(['unavailable']));
    expect(migrations.every(({ up }) => Object.values(up)[0]?.outcome === 'accepts')).toBe(true);
    expect(folders().filter((name) => !before.has(name))).toEqual([]);
  }, 60_000);
});

describe.skipIf(missing !== undefined)('a connection', () => {
  it.each([
    ['mysql', 'Connection lost: The server closed the connection.'],
    ['postgres', 'terminating connection due to administrator command'],
  ] as const)(
    'of %s that is lost between two statements is told as that, not as what the client says later',
    async (name, why) => {
      const [engine, other] = await Promise.all([openEngine(name), openEngine(name)]);
      try {
        const [database, administrator] = [await engine.create(SETTINGS), await other.create(SETTINGS)];
        const [row] = await database.query(
          name === 'mysql' ? 'select connection_id() id' : 'select pg_backend_pid() id',
        );
        await administrator.query(
          name === 'mysql' ? `kill ${row?.id}` : `select pg_terminate_backend(${row?.id})`,
        );
        await new Promise((resolve) => setTimeout(resolve, 200));
        await expect(database.execute('create table a (id int)', [])).rejects.toThrow(
          new EngineFault(`the engine gave up: ${why}`),
        );
      } finally {
        await Promise.all([engine.close(), other.close()]);
      }
    },
    60_000,
  );

  it('that cannot be made to a new database leaves no database', async () => {
    const user = `dl_${randomBytes(4).toString('hex')}`;
    const root = await mysql.createConnection(servers.mysql!);
    try {
      await root.query(`create user ${user}@'%' identified by 'right' with max_user_connections 2`);
      await root.query(`grant all on *.* to ${user}@'%'`);
      const engine = await openEngine('mysql', { user, password: 'right' });
      let made = '';
      await expect(
        engine.create(SETTINGS, (name) => {
          made = name;
        }),
      ).rejects.toThrow(/max_user_connections/);
      await engine.close();
      const [rows] = await root.query(`show databases like '${made}'`);
      expect([made === '', rows]).toEqual([false, []]);
    } finally {
      await root.query(`drop user if exists ${user}@'%'`);
      await root.end();
    }
  }, 60_000);
});

describe.skipIf(servers.mysql === undefined || noSqlite !== undefined)(
  'a server that does not let us in',
  () => {
    const user = `dl_${randomBytes(4).toString('hex')}`;
    const url = (password: string) => {
      const own = new URL(servers.mysql!);
      own.username = user;
      own.password = password;
      return own.href;
    };
    let connection: mysql.Connection;
    beforeAll(async () => {
      connection = await mysql.createConnection(servers.mysql!);
      await connection.query(`create user ${user}@'%' identified by 'right'`);
    });
    afterAll(async () => {
      await connection.query(`drop user ${user}@'%'`);
      await connection.end();
    });

    it.each([
      ['wrong', /cannot be used: Access denied for user/],
      [
        'right',
        /may not be made there \(Access denied.*user who may CREATE and DROP databases named dialint_/,
      ],
    ])(
      'with the %s password is told, and the other engine finishes',
      async (password, why) => {
        const { engines, migrations } = await replayProject(path.join(FIXTURES, 'medipro'), {
          engines: ['sqlite', url(password)],
        });
        expect(engines[1]?.asked).not.toContain(password);
        expect(engines[1]?.fault).toMatch(why);
        const onSqlite = engines[0]!.target!.id;
        for (const { up, down, again } of migrations)
          expect([up, down, again].map((phase) => phase[onSqlite]?.outcome)).toEqual(
            Array(3).fill('accepts'),
          );
      },
      60_000,
    );
  },
);

describe.skipIf(noSqlite !== undefined)('migrations of tenants', () => {
  it('have databases of their own, so that they may make the same tables as the application', async () => {
    const users = [
      "Schema::create('users', fn (Blueprint $table) => $table->id());",
      "Schema::drop('users');",
    ];
    const root = projectWith(users[0]!, users[1]);
    mkdirSync(path.join(root, 'database/migrations/tenant'));
    writeFileSync(
      path.join(root, 'database/migrations/tenant/2026_01_02_000000_users.php'),
      migrationText(users[0]!, users[1]!),
    );
    writeFileSync(
      path.join(root, 'composer.json'),
      '{"require":{"laravel/framework":"^12.0","stancl/tenancy":"^3.0"}}',
    );
    try {
      const { migrations, residues, notes } = await replayProject(root, { engines: ['sqlite'] });
      for (const { up, down, again } of migrations)
        expect(
          [up, down, again].flatMap((phase) => Object.values(phase)).map(({ outcome }) => outcome),
        ).toEqual(Array(3).fill('accepts'));
      expect(migrations).toHaveLength(2);
      expect(residues).toEqual([]);
      expect(notes.filter((note) => note.includes('squashed'))).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  }, 60_000);
});

describe.skipIf(noSqlite !== undefined)('a full disk', () => {
  it('is the engine’s fault and no refusal, and the other engine finishes', async () => {
    // SQLite says the same of a database that may not grow: SQLITE_FULL.
    const root = projectWith(
      "if (DB::getDriverName() === 'sqlite') { DB::statement('PRAGMA max_page_count = 3'); } foreach (['a', 'b', 'c', 'd'] as $name) { Schema::create($name, fn (Blueprint $table) => $table->id()); }",
    );
    try {
      const { engines, migrations, predictions } = await replayProject(root, {
        engines: ['sqlite', 'postgres'],
      });
      expect(engines.map(({ fault }) => fault)).toEqual([
        'the engine gave up: database or disk is full',
        undefined,
      ]);
      expect(Object.values(migrations[0]!.up).map(({ outcome }) => outcome)).toEqual([
        'unavailable',
        'accepts',
      ]);
      expect(predictions.disagree).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  }, 120_000);

  it('that takes no temporary folder is told', async () => {
    const before = process.env.TMPDIR;
    const root = projectWith("Schema::create('a', fn (Blueprint $table) => $table->id());");
    process.env.TMPDIR = path.join(root, 'composer.json');
    try {
      const { engines } = await replayProject(root, { engines: ['sqlite'], keep: true });
      expect(engines[0]?.fault).toMatch(
        /^a temporary folder could not be made \(ENOTDIR.*TMPDIR names another place/,
      );
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      rmSync(root, { recursive: true });
    }
  }, 60_000);
});

describe.skipIf(noSqlite !== undefined)('an engine that cannot be had', () => {
  it('is told, and the others finish', async () => {
    const { engines, migrations } = await replayProject(path.join(FIXTURES, 'medipro'), {
      engines: ['sqlite', 'mysql://root@127.0.0.1:9'],
    });
    expect(engines[0]?.fault).toBeUndefined();
    expect(engines[1]).toMatchObject({
      target: null,
      fault: expect.stringMatching(/127\.0\.0\.1:9.*cannot be used/),
    });
    expect(Object.keys(migrations[0]!.up)).toHaveLength(1);
  }, 60_000);
});

if (missing !== undefined) engineMissing(missing);
