/** The answers are this project's: its connections' settings decide what each engine keeps. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import type { ReplayResult } from '../../src/schema/index.ts';
import { engineUrl } from '../support/engine-url.ts';
import { withProject } from '../support/laravel-project.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

process.env.DIALINT_PARTS ??= path.resolve(import.meta.dirname);

const servers = { mysql: engineUrl('MYSQL'), mariadb: engineUrl('MARIADB') };
const missing = Object.values(servers).includes(undefined) ? 'not all DIALINT_TEST_… are set' : undefined;

const UP = `
        Schema::create('teams', fn (Blueprint $table) => $table->id());
        Schema::create('members', function (Blueprint $table) {
            $table->id();
            $table->foreignId('team_id')->constrained()->cascadeOnDelete();
            $table->string('email', 40)->unique();
            $table->string('name', 20);
            $table->integer('size');
            $table->date('born');
        });`;
const DOWN = "Schema::drop('members'); Schema::drop('teams');";

/** config/database.php as Laravel has it, but for these settings of a connection. */
async function probed(
  driver: 'sqlite' | 'mysql' | 'mariadb',
  settings: string,
  env = '',
  up = UP,
): Promise<(probe: string, object: string) => string | undefined> {
  const common =
    driver === 'sqlite'
      ? "'database' => env('DB_DATABASE', ':memory:'), 'prefix' => ''"
      : "'host' => env('DB_HOST'), 'database' => env('DB_DATABASE'), 'prefix' => '', 'charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci', 'strict' => true, 'engine' => null";
  const engine = driver === 'sqlite' ? 'sqlite' : servers[driver]!;
  const result: ReplayResult = await withProject(
    {
      up,
      down: DOWN,
      files: {
        '.env': `DB_CONNECTION=${driver}\n${env}`,
        'config/database.php': `<?php
return ['default' => env('DB_CONNECTION'), 'connections' => ['${driver}' => array_merge(
    ['driver' => '${driver}', ${common}], [${settings}])]];
`,
      },
    },
    (root) => replayProject(root, { engines: [engine], probe: true }),
  );
  expect(result.engines.map(({ fault }) => fault)).toEqual([undefined]);
  expect(
    result.probes?.flatMap(({ unexpected, probe, object, results }) =>
      unexpected.map((id) => `${probe} ${object} ${id}: ${results[id]}`),
    ),
  ).toEqual([]);
  return (probe, object) => {
    const found = result.probes?.find((one) => one.probe === probe && one.object === object);
    return Object.values(found?.results ?? {})[0] ?? Object.values(found?.notMade ?? {})[0];
  };
}

describe.skipIf(missing !== undefined)('settings of a connection', () => {
  it.each(['mysql', 'mariadb'] as const)(
    '%s: strict mode refuses what is changed without it',
    async (driver) => {
      const strict = await probed(driver, '');
      expect(strict('string-too-long', 'name')).toBe('refused 1406');
      expect(strict('text-into-integer', 'size')).toBe('refused 1366');
      expect(strict('zero-date', 'born')).toBe('refused 1292');
      const loose = await probed(driver, "'strict' => false");
      expect(loose('string-too-long', 'name')).toMatch(/^reads "x+"$/);
      expect(loose('text-into-integer', 'size')).toBe('reads "0"');
      expect(loose('zero-date', 'born')).toBe('kept');
    },
    120_000,
  );

  it.each(['mysql', 'mariadb'] as const)(
    '%s: the collation decides what is the same',
    async (driver) => {
      const folding = await probed(driver, '');
      expect(folding('unique-other-case', 'members_email_unique')).toBe('refused 1062');
      expect(folding('compare-other-case', 'name')).toBe('found');
      expect(folding('compare-accent', 'name')).toBe('found');
      const binary = await probed(driver, "'collation' => 'utf8mb4_bin'");
      expect(binary('unique-other-case', 'members_email_unique')).toBe('keeps both');
      expect(binary('compare-other-case', 'name')).toBe('not found');
      expect(binary('compare-accent', 'name')).toBe('not found');
    },
    120_000,
  );

  it('mysql: a collation that heeds accents and not case', async () => {
    const answer = await probed('mysql', "'collation' => 'utf8mb4_0900_as_ci'");
    expect(answer('unique-other-case', 'members_email_unique')).toBe('refused 1062');
    expect(answer('unique-accent', 'members_email_unique')).toBe('keeps both');
    // NO PAD
    expect(answer('compare-space-at-end', 'name')).toBe('not found');
  }, 60_000);

  it.each(['mysql', 'mariadb'] as const)(
    '%s: what a migration sets is not what the application meets',
    async (driver) => {
      const answer = await probed(
        driver,
        '',
        '',
        `${UP} Schema::disableForeignKeyConstraints(); DB::statement("set session sql_mode = ''");`,
      );
      expect(answer('string-too-long', 'name')).toBe('refused 1406');
      expect(answer('foreign-key-orphan', 'members_team_id_foreign')).toBe('refused 1452');
    },
    60_000,
  );

  it('mariadb: without strict mode, a JSON column that is left out is no JSON', async () => {
    const answer = await probed(
      'mariadb',
      "'strict' => false",
      '',
      `${UP} Schema::create('notes', function (Blueprint $table) { $table->id(); $table->json('tags'); });`,
    );
    expect(answer('missing-without-default', 'tags')).toBe('refused 4025');
  }, 60_000);

  it('mysql: a character set of three bytes has no emoji', async () => {
    const answer = await probed('mysql', "'charset' => 'utf8', 'collation' => 'utf8_unicode_ci'");
    expect(answer('string-of-emoji', 'name')).toBe('refused 1366');
  }, 60_000);

  it('mysql: a storage engine without transactions keeps nothing of a probe, and is not asked', async () => {
    const answer = await probed('mysql', "'engine' => 'MyISAM'");
    expect(answer('string-too-long', 'name')).toBe('myisam has no transactions, so rows would stay');
  }, 60_000);
});

describe.skipIf(noSqlite !== undefined)('foreign_key_constraints of SQLite', () => {
  it.each([
    ['on', "'foreign_key_constraints' => true", '', true],
    ['off', "'foreign_key_constraints' => false", '', false],
    [
      'off in .env',
      "'foreign_key_constraints' => env('DB_FOREIGN_KEYS', true)",
      'DB_FOREIGN_KEYS=false',
      false,
    ],
  ])(
    '%s',
    async (_, settings, env, held) => {
      const answer = await probed('sqlite', settings, env);
      expect(answer('foreign-key-orphan', 'team_id')).toBe(
        held ? 'refused SQLITE_CONSTRAINT_FOREIGNKEY' : 'kept',
      );
      expect(answer('foreign-key-parent-deleted', 'team_id')).toBe(
        held ? 'the row goes too' : 'the row stays as it is',
      );
    },
    60_000,
  );
});
