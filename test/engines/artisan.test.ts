/**
 * `replay --runner artisan` on a freshly composed Laravel application: it runs what the application runs, and never
 * reaches a database that the replay has not made, whatever the application's configuration says.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import type { ReplayResult } from '../../src/schema/index.ts';
import { engineMissing, engineUrl } from '../support/engine-url.ts';

process.env.DIALINT_PARTS ??= path.resolve(import.meta.dirname);

const server = engineUrl('MYSQL');
const has = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
const missing =
  server === undefined
    ? 'DIALINT_TEST_MYSQL is not set'
    : has('composer') && has('php')
      ? undefined
      : 'PHP and composer are not installed';
if (missing !== undefined) engineMissing(missing);

/** Without what only the application's own development needs, some of which asks for a newer PHP. */
const COMPOSER = {
  name: 'laravel/laravel',
  type: 'project',
  require: { php: '^8.2', 'laravel/framework': '^12.0' },
  autoload: { 'psr-4': { 'App\\': 'app/', 'Database\\Seeders\\': 'database/seeders/' } },
  'minimum-stability': 'stable',
  'prefer-stable': true,
};

const MIGRATION = (body: string) => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Http;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    ${body}
};
`;

describe.skipIf(missing !== undefined)('a freshly composed Laravel application', () => {
  let root = '';
  let connection: mysql.Connection;
  const canary = `dialint_canary_${randomBytes(4).toString('hex')}`;
  const added: string[] = [];

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'dialint-laravel-'));
    const composer = (...args: string[]) => {
      const { status, stderr, stdout } = spawnSync(
        'composer',
        [...args, '--no-interaction', '--no-scripts'],
        {
          cwd: root,
          encoding: 'utf8',
          env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' },
        },
      );
      if (status !== 0) throw new Error(`composer ${args[0]}: ${stderr}${stdout}`);
    };
    composer('create-project', '--no-install', 'laravel/laravel:^12.0', '.');
    writeFileSync(path.join(root, 'composer.json'), JSON.stringify(COMPOSER));
    composer('update', '--no-dev', '--no-progress');
    connection = await mysql.createConnection(server!);
    await connection.query(`create database ${canary}`);
    await connection.query(`create table ${canary}.bird (id int primary key)`);
  }, 240_000);
  afterAll(async () => {
    await connection?.query(`drop database if exists ${canary}`);
    await connection?.end();
    rmSync(root, { recursive: true, force: true });
  });

  const put = (file: string, text: string) => {
    writeFileSync(path.join(root, file), text);
    added.push(file);
  };
  const tidy = () => {
    for (const file of added.splice(0)) rmSync(path.join(root, file), { force: true });
  };
  const canaryTables = async () => {
    const [rows] = await connection.query(`show tables in ${canary}`);
    return (rows as Record<string, string>[]).flatMap((row) => Object.values(row));
  };
  const run = async (engines: readonly string[]): Promise<ReplayResult> => {
    try {
      return await replayProject(root, { engines, runner: 'artisan' });
    } finally {
      tidy();
    }
  };
  const ENV = () => readFileSync(path.join(root, '.env.example'), 'utf8');
  const { hostname, port, username } = new URL(server ?? 'mysql://root@127.0.0.1:3306');

  it('is migrated up, down and up again on SQLite and MySQL, by its own framework', async () => {
    put('.env', ENV());
    put(
      'database/migrations/2026_01_01_000000_seed.php',
      MIGRATION(`public function up(): void
    {
        Schema::create('rates', function (Blueprint $table) { $table->id(); $table->string('code', 3); });
        foreach (DB::table('users')->count() === 0 ? ['EUR', 'USD'] : [] as $code) {
            DB::table('rates')->insert(['code' => $code]);
        }
        if (DB::table('rates')->count() === 2) {
            Schema::table('rates', fn (Blueprint $table) => $table->unique('code'));
        }
    }

    public function down(): void
    {
        Schema::drop('rates');
    }`),
    );
    const result = await run(['sqlite', server!]);
    expect(result.engines.map(({ fault }) => fault)).toEqual([undefined, undefined]);
    for (const migration of result.migrations)
      for (const phase of ['up', 'down', 'again'] as const)
        expect(Object.values(migration[phase]).map(({ outcome, message }) => [outcome, message])).toEqual([
          ['accepts', null],
          ['accepts', null],
        ]);
    expect(result.migrations).toHaveLength(4);
    expect(result.residues).toEqual([]);
    // The index that only the rows ask for is there on both: what static analysis cannot know, the application does.
    expect(result.differences.filter(({ table, kind }) => table === 'rates' && kind === 'index')).toEqual([]);
    expect(result.differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
    // Nothing of the replay was kept by the application.
    expect(existsSync(path.join(root, 'bootstrap/cache/config.php'))).toBe(false);
  }, 120_000);

  it('tells what the engine refuses, with the migration’s line', async () => {
    put('.env', ENV());
    put(
      'database/migrations/2026_01_01_000000_long.php',
      MIGRATION(`public function up(): void
    {
        Schema::create('mod_telegram_enrollment_tokens', function (Blueprint $table) {
            $table->id();
            $table->string('notifiable_type');
            $table->unsignedBigInteger('notifiable_id');
            $table->index(['notifiable_type', 'notifiable_id']);
        });
    }`),
    );
    const { migrations, engines } = await run(['sqlite', server!]);
    const { up } = migrations.at(-1)!;
    const onMysql = up[engines[1]!.target!.id];
    expect(onMysql).toMatchObject({
      outcome: 'refuses',
      code: '1059',
      line: 13,
      leftBehind: ['the table mod_telegram_enrollment_tokens is there'],
      secondAttempt: { code: '1050' },
    });
    expect(up[engines[0]!.target!.id]?.outcome).toBe('accepts');
  }, 120_000);

  it('is probed as it stands, rows of its own included, with the answers that the SQL alone gives', async () => {
    put('.env', ENV());
    put(
      'database/migrations/2026_01_01_000000_teams.php',
      MIGRATION(`public function up(): void
    {
        Schema::create('teams', function (Blueprint $table) {
            $table->id();
            $table->string('code', 8)->unique();
            $table->foreignId('parent_id')->nullable()->constrained('teams')->cascadeOnDelete();
        });
        Schema::create('members', function (Blueprint $table) {
            $table->id();
            $table->foreignId('team_id')->constrained()->restrictOnDelete();
            $table->decimal('share', 5, 2)->default(1);
        });
        DB::table('teams')->insert([['code' => 'red', 'parent_id' => null], ['code' => 'blue', 'parent_id' => 1]]);
        DB::table('members')->insert(['team_id' => 2]);
    }

    public function down(): void
    {
        Schema::drop('members');
        Schema::drop('teams');
    }`),
    );
    const engines = ['sqlite', server!];
    const alone = await replayProject(root, { engines, probe: true });
    const result = await replayProject(root, { engines, probe: true, runner: 'artisan' }).finally(tidy);
    expect(result.engines.map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(result.residues).toEqual([]);
    expect(result.probes?.length).toBeGreaterThan(400);
    expect(result.probes).toEqual(alone.probes);
    expect(result.probes?.flatMap(({ unexpected }) => unexpected)).toEqual([]);
    for (const [probe, object, onSqlite, onMysql] of [
      ['unique-other-case', 'teams_code_unique', 'keeps both', 'refused 1062'],
      [
        'foreign-key-orphan',
        'members_team_id_foreign',
        'refused SQLITE_CONSTRAINT_FOREIGNKEY',
        'refused 1452',
      ],
      ['tree-parent-deleted', 'teams_parent_id_foreign', 'the row goes too', 'the row goes too'],
      ['decimal-too-large', 'share', 'kept', 'refused 1264'],
    ]) {
      const found = result.probes?.find((one) => one.probe === probe && one.object === object);
      expect(Object.values(found?.results ?? {}), `${probe} ${object}`).toEqual([onSqlite, onMysql]);
    }
  }, 180_000);

  describe('does not reach what is not the replay’s', () => {
    it('through a cached configuration', async () => {
      put('.env', ENV());
      const other = {
        driver: 'mysql',
        host: hostname,
        port,
        database: canary,
        username,
        password: '',
        charset: 'utf8mb4',
        collation: 'utf8mb4_unicode_ci',
        prefix: '',
      };
      put(
        'bootstrap/cache/config.php',
        `<?php return ['app' => ['name' => 'x', 'env' => 'production', 'key' => 'x'], 'database' => ['default' => 'mysql', 'connections' => ['mysql' => ${php(other)}], 'migrations' => 'migrations']];`,
      );
      const result = await run([server!]);
      expect(result.engines[0]?.fault).toBeUndefined();
      expect(result.migrations[0]?.up[result.engines[0]!.target!.id]?.outcome).toBe('accepts');
      expect(await canaryTables()).toEqual(['bird']);
    }, 60_000);

    it('through DB_URL', async () => {
      put('.env', `${ENV()}\nDB_URL=mysql://${username}@${hostname}:${port}/${canary}\n`);
      const result = await run([server!]);
      expect(result.engines[0]?.fault).toBeUndefined();
      expect(await canaryTables()).toEqual(['bird']);
    }, 60_000);

    it('through a host that is written into the configuration: the application is not run at all', async () => {
      put('.env', ENV());
      const file = path.join(root, 'config/database.php');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replaceAll("env('DB_DATABASE', 'laravel')", `'${canary}'`));
      const result = await run([server!]);
      writeFileSync(file, text);
      expect(result.engines[0]?.fault).toContain(`/${canary} (mysql)`);
      expect(await canaryTables()).toEqual(['bird']);
    }, 60_000);

    it.each([
      ["DB::connection('other')->statement('create table bird2 (id int)');", 'a second connection'],
      [
        "Schema::connection('other')->create('bird2', fn (Blueprint $table) => $table->id());",
        'a schema of a second connection',
      ],
      [
        "config(['database.connections.made' => config('database.connections.other')]); DB::connection('ma'.'de')->statement('create table bird2 (id int)');",
        'a connection that is made on the way',
      ],
    ])(
      '%s',
      async (code) => {
        put('.env', ENV());
        const file = path.join(root, 'config/database.php');
        const text = readFileSync(file, 'utf8');
        const other = {
          driver: 'mysql',
          host: hostname,
          port,
          database: canary,
          username,
          password: '',
          prefix: '',
        };
        writeFileSync(
          file,
          text.replace("'connections' => [", `'connections' => [ 'other' => ${php(other)},`),
        );
        put(
          'database/migrations/2026_01_01_000000_other.php',
          MIGRATION(`public function up(): void { ${code} }`),
        );
        const result = await run([server!, 'sqlite']);
        writeFileSync(file, text);
        for (const { fault } of result.engines) expect(fault).toContain(`/${canary} (mysql)`);
        expect(await canaryTables()).toEqual(['bird']);
      },
      60_000,
    );

    it('over HTTP', async () => {
      put('.env', ENV());
      put(
        'database/migrations/2026_01_01_000000_http.php',
        MIGRATION("public function up(): void { Http::get('http://127.0.0.1:9/rates'); }"),
      );
      const { migrations } = await run(['sqlite']);
      expect(Object.values(migrations.at(-1)!.up)[0]).toMatchObject({
        outcome: 'refuses',
        message: expect.stringContaining('without a matching fake'),
      });
    }, 60_000);
  });

  it('is told where it cannot be started', async () => {
    put('.env', ENV());
    const file = path.join(root, 'vendor/autoload.php');
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    const { engines } = await run(['sqlite']);
    writeFileSync(file, text);
    expect(engines[0]?.fault).toContain('run composer install');
  }, 60_000);
});

function php(value: Readonly<Record<string, string>>): string {
  return `[${Object.entries(value)
    .map(([key, text]) => `'${key}' => '${text}'`)
    .join(', ')}]`;
}
