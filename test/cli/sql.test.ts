/** dialint sql: from a project to the three forms of output. The SQL itself is held by test/frontends/laravel/grammars. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqlOfProject } from '../../src/sql.ts';
import { migrationText } from '../support/migration-text.ts';
import { dialint, type Ran } from './harness.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dialint-sql-'));
  mkdirSync(join(root, 'database/migrations'), { recursive: true });
  writeFileSync(join(root, 'composer.json'), '{"require":{"laravel/framework":"^12.0"}}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function migration(name: string, up: string, down = ''): void {
  writeFileSync(join(root, 'database/migrations', name), migrationText(up, down));
}

const INVOICES = 'database/migrations/2025_01_01_000001_create_invoices.php';
function invoices(): void {
  migration(
    '2025_01_01_000001_create_invoices.php',
    "Schema::create('invoices', function (Blueprint $table) {\n            $table->id();\n            $table->string('number', 32)->unique();\n        });",
    "Schema::dropIfExists('invoices');",
  );
}

function sql(...args: string[]): Promise<Ran> {
  return dialint(['sql', ...args], {
    cwd: root,
    deps: { sqlOfProject: async (...given) => sqlOfProject(...given) },
  });
}

describe('--format json', () => {
  it('is one object for one engine, with the line of each statement', async () => {
    invoices();
    const { code, stdout } = await sql('--engine', 'postgres@16', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      engine: 'postgres@16',
      framework: 'laravel',
      frameworkVersion: expect.stringMatching(/^12/),
      root,
      migrations: [
        {
          file: INVOICES,
          up: [
            {
              sql: 'create table "invoices" ("id" bigserial not null primary key, "number" varchar(32) not null)',
              bindings: [],
              line: 8,
            },
            {
              sql: 'alter table "invoices" add constraint "invoices_number_unique" unique ("number")',
              bindings: [],
              line: 10,
            },
          ],
          down: [{ sql: 'drop table if exists "invoices"', bindings: [], line: 15 }],
          unknown: [],
        },
      ],
    });
  });

  it('is what the schema describes, for one engine and for several', async () => {
    invoices();
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/sql-output.schema.json'), 'utf8'));
    const validate = new Ajv2020().compile(schema);
    for (const engines of ['mysql', 'sqlite,mysql,mariadb,postgres']) {
      const { stdout } = await sql('--engine', engines, '--format', 'json');
      expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ engines: [{}] })).toBe(false);
  });

  it('lists several engines in the order asked for', async () => {
    invoices();
    const { stdout } = await sql('--engine', 'postgres,sqlite', '--format', 'json');
    const { engines } = JSON.parse(stdout);
    expect(engines.map(({ engine }: { engine: string }) => engine)).toEqual(['postgres@16', 'sqlite@3.45']);
  });

  it('goes on after what an engine refuses, in both directions', async () => {
    migration(
      '2025_01_01_000001_a.php',
      "Schema::create('a', function (Blueprint $table) { $table->id(); $table->json('x')->index(); });\n        Schema::create('b', fn (Blueprint $table) => $table->id());",
      "Schema::drop('b');\n        Schema::drop('a');",
    );
    const { stdout } = await sql('--engine', 'mysql', '--format', 'json');
    const [{ up, down }] = JSON.parse(stdout).migrations;
    expect(up).toHaveLength(3);
    expect(down.map((sent: { sql: string }) => sent.sql)).toEqual(['drop table `b`', 'drop table `a`']);
  });

  it("leaves the migrator's own transaction out, and the author's in", async () => {
    migration('2025_01_01_000001_a.php', "DB::statement('BEGIN'); DB::statement('COMMIT');");
    const { stdout } = await sql('--engine', 'postgres', '--format', 'json');
    const [{ up }] = JSON.parse(stdout).migrations;
    expect(up.map((sent: { sql: string }) => sent.sql)).toEqual(['BEGIN', 'COMMIT']);
  });
});

describe('what cannot be compiled', () => {
  it('of a file that does not parse, nothing: its line and the reason are told, and the others come out', async () => {
    invoices();
    writeFileSync(
      join(root, 'database/migrations/2025_02_01_000000_broken.php'),
      "<?php\nreturn new class extends Illuminate\\Database\\Migrations\\Migration {\n    public function up(): void { Schema::create('x', function ( { }\n};\n",
    );
    const { code, stdout } = await sql('--engine', 'mysql', '--format', 'json');
    expect(code).toBe(0);
    const { migrations } = JSON.parse(stdout);
    expect(migrations[0].up).toHaveLength(2);
    expect(migrations[1]).toMatchObject({
      up: [],
      down: [],
      unknown: ['up', 'down'].map((direction) => ({
        direction,
        line: 3,
        reason: expect.stringContaining('syntax error'),
      })),
    });
  });

  it('is told once, however many turns a loop has', async () => {
    invoices();
    migration(
      '2025_02_01_000000_rows.php',
      "foreach (['a', 'b', 'c'] as $number) { DB::table('invoices')->join('x', 'x.id', '=', 'invoices.id')->where('number', $number)->delete(); }",
    );
    const { stdout } = await sql('--engine', 'mysql', '--format', 'json');
    expect(JSON.parse(stdout).migrations[1].unknown).toEqual([
      { direction: 'up', line: 8, reason: 'delete from invoices …: join()' },
    ]);
  });

  it('is told with its line and the reason, and the others come out', async () => {
    invoices();
    migration(
      '2025_01_01_000002_unknown.php',
      "DB::statement(file_get_contents('https://example.com/x.sql'));\n        Schema::create('b', fn (Blueprint $table) => $table->id());",
    );
    const { code, stdout } = await sql('--engine', 'sqlite', '--format', 'json');
    expect(code).toBe(0);
    const [first, second] = JSON.parse(stdout).migrations;
    expect(first.up).toHaveLength(2);
    expect(second.up).toHaveLength(1);
    expect(second.unknown).toEqual([
      { direction: 'up', line: 8, reason: expect.stringContaining('the SQL cannot be known') },
    ]);
  });

  it('in a branch that may not be taken is told as such, with its text', async () => {
    migration(
      '2025_01_01_000001_a.php',
      "if (getenv('X') === file_get_contents('x')) {\n            Schema::create('b', fn (Blueprint $table) => $table->id());\n        }",
    );
    const { stdout } = await sql('--engine', 'mysql', '--format', 'json');
    const [{ up, unknown }] = JSON.parse(stdout).migrations;
    expect(up).toEqual([]);
    expect(unknown[0]).toMatchObject({ direction: 'up', line: 9 });
    expect(unknown[0].reason).toMatch(/^may be sent \(.*\): create table `b`/);
  });

  it('is exit code 3 only where nothing could be', async () => {
    migration('2025_01_01_000001_a.php', "DB::statement(file_get_contents('x'));");
    expect((await sql('--engine', 'mysql')).code).toBe(3);
    invoices();
    expect((await sql('--engine', 'mysql')).code).toBe(0);
  });

  it('is no failure where nothing is to be sent', async () => {
    migration('2025_01_01_000001_a.php', '');
    expect((await sql('--engine', 'mysql')).code).toBe(0);
  });

  it('names what Laravel itself throws', async () => {
    invoices();
    migration(
      '2025_01_01_000002_drop.php',
      "Schema::table('invoices', function (Blueprint $table) { $table->dropForeign('x_foreign'); });",
    );
    writeFileSync(join(root, 'composer.json'), '{"require":{"laravel/framework":"^10.0"}}');
    const { stdout } = await sql('--engine', 'sqlite', '--format', 'json');
    expect(JSON.parse(stdout).migrations[1].unknown).toEqual([
      {
        direction: 'up',
        line: 8,
        reason: expect.stringMatching(/^Laravel throws here: SQLite doesn't support dropping foreign keys/),
      },
    ]);
  });
});

describe('--format sql', () => {
  it('names file and line, and keeps the way back as comments', async () => {
    invoices();
    const { stdout } = await sql('--engine', 'mysql@8.4', '--format', 'sql');
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^-- MySQL 8\.4, as Laravel 12[\d.]* sends it \(dialint .*\)$/);
    expect(lines.slice(2, 7)).toEqual([
      `-- ${INVOICES} (up)`,
      '-- line 8',
      expect.stringMatching(/^create table `invoices` .*;$/),
      '-- line 10',
      'alter table `invoices` add unique `invoices_number_unique`(`number`);',
    ]);
    expect(lines.slice(8)).toEqual([
      '-- The way back',
      '',
      `-- ${INVOICES} (down)`,
      '-- line 15',
      '-- drop table if exists `invoices`;',
      '',
    ]);
  });

  it('lets no text of the project end a comment', async () => {
    migration(
      '2025_01_01_000001_a.php',
      'DB::statement(env("X\\nDROP TABLE users;") . file_get_contents(\'x\'));',
    );
    const { stdout } = await sql('--engine', 'mysql', '--format', 'sql');
    expect(stdout).toContain('NOT KNOWN');
    for (const line of stdout.split('\n')) expect(line).toMatch(/^(--.*)?$/);
  });
});

describe('--format pretty', () => {
  it('puts engines that differ beside each other, and those that do not together', async () => {
    invoices();
    const { stdout } = await sql('--engine', 'sqlite,mysql,mariadb');
    expect(stdout).toContain(`${INVOICES}\n  up\n    8  SQLite 3.45\n       create table "invoices"`);
    expect(stdout).toContain('       MySQL 8.4 and MariaDB 10.11\n       create table `invoices`');
    expect(stdout).toMatch(/Targets {2}SQLite 3\.45, MySQL 8\.4 and MariaDB 10\.11\n$/);
  });

  it('shows one engine without titles', async () => {
    invoices();
    const { stdout } = await sql('--engine', 'mysql', '--direction', 'down');
    expect(stdout).toContain(`${INVOICES}\n  down\n   15  drop table if exists \`invoices\`\n`);
    expect(stdout).not.toContain('  up');
  });

  it('colours keywords, and none within quotes', async () => {
    migration('2025_01_01_000001_a.php', "Schema::rename('table', 'index');");
    const { stdout } = await dialint(['sql', '--engine', 'postgres'], {
      cwd: root,
      isTTY: true,
      env: { TERM: 'xterm' },
      deps: { sqlOfProject: async (...given) => sqlOfProject(...given) },
    });
    expect(stdout).toContain('\u001B[34malter\u001B[39m \u001B[34mtable\u001B[39m "table"');
  });
});

describe('usage', () => {
  it.each([
    [['--rule', 'x'], /sql has no option --rule/],
    [['--format', 'xml'], /--format takes pretty, json, sql; not "xml"/],
    [['--direction', 'sideways'], /--direction takes up, down/],
    [['no-such-folder'], /does not exist/],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await sql(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('a folder without a project is told so', async () => {
    rmSync(join(root, 'composer.json'));
    rmSync(join(root, 'database'), { recursive: true });
    const { code, stderr } = await sql();
    expect(code).toBe(2);
    expect(stderr).toContain('no project found');
  });

  it('check does not take --format sql', async () => {
    const { code, stderr } = await dialint(['check', '--format', 'sql'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--format takes pretty, json, .*; not "sql"/);
  });
});
