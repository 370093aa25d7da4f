/** Rules on code that a fresh database does not reach: what holds in any database is found and marked, nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules as allRules } from '../../rules/index.ts';
import { checkProject } from '../../src/check.ts';
import { jsonReport } from '../../src/report/json.ts';
import type { CheckResult, Diagnostic } from '../../src/schema/index.ts';

/** The rules that these tests are about; the others have tests of their own. */
const ABOUT = new Set(
  (
    'identifier-too-long truncation-collision duplicate-index-name module-table-prefix foreign-module-table ' +
    'short-name-convention setting-key-prefix indexed-string-without-length index-key-too-long ' +
    'foreign-key-type-mismatch foreign-key-engine nullable-unique text-instead-of-json unknown-column-modifier ' +
    'change-requires-dbal change-drops-modifiers missing-down down-leaves-residue select-for-update engine-rejects ' +
    'syntax-error unresolved-migration unused-suppression literal-default-on-text-or-json'
  ).split(' '),
);
const CONFIG = {
  rules: Object.fromEntries(allRules.filter(({ id }) => !ABOUT.has(id)).map(({ id }) => [id, 'off'])),
};

const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialint-unreached-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function migration(up: string, down = ''): string {
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${up}
    }

    public function down(): void
    {
        ${down}
    }
};
`;
}

const create = (table: string, columns = ''): string =>
  `Schema::create('${table}', function (Blueprint $table) { $table->id(); ${columns} });`;
const alter = (table: string, body: string): string =>
  `Schema::table('${table}', function (Blueprint $table) { ${body} });`;

interface Options {
  readonly engines?: readonly string[];
  readonly laravel?: string;
  readonly paths?: readonly string[];
}

/** Migrations by number, other files by path. Each project has a table `users` with a column `name` before them. */
async function run(
  files: Readonly<Record<string, string>>,
  { engines = ENGINES, laravel = '^12.0', paths }: Options = {},
): Promise<CheckResult> {
  const root = mkdtempSync(join(folder, 'project-'));
  const all: Record<string, string> = {
    'composer.json': `{ "require": { "laravel/framework": "${laravel}" } }\n`,
    'dialint.json': JSON.stringify(CONFIG),
    'database/migrations/2025_01_01_000000_users.php': migration(
      create('users', "$table->string('name', 40);"),
      "Schema::dropIfExists('users');",
    ),
  };
  for (const [name, text] of Object.entries(files))
    all[/^\d+$/.test(name) ? `database/migrations/2026_01_0${name}_000000_step.php` : name] = text;
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const result = await checkProject(root, {
    engines,
    ...(paths === undefined ? {} : { paths: paths.map((path) => join(root, path)) }),
  });
  expect(result.diagnostics.filter((one) => one.rule === 'internal-error')).toEqual([]);
  return result;
}

/** The way back is left out of most migrations here, and what a change means to a table in use is another matter. */
const OTHERS = new Set([
  'missing-down',
  'add-not-null-without-default',
  'drop-column',
  'drop-table',
  'environment-or-http-in-migration',
  'narrowing-change',
  'postgres-index-not-concurrent',
  'rename-column',
  'rename-table',
  'table-copy',
  'unique-on-populated',
  'update-delete-without-where',
]);

async function check(
  files: Readonly<Record<string, string>>,
  options: Options = {},
): Promise<readonly Diagnostic[]> {
  return (await run(files, options)).diagnostics.filter((one) => !OTHERS.has(one.rule));
}

const rules = (found: readonly Diagnostic[]): string[] => found.map((one) => one.rule);
const guarded = (body: string): string => migration(`if (Schema::hasTable('old')) { ${body} }`);

const COLUMNS = ['first_of_two_rather_long_columns', 'second_of_two_rather_long_columns'];
/** An index on `users` whose automatic name has more than 64 characters. */
const LONG = `${COLUMNS.map((name) => `$table->date('${name}');`).join(' ')} $table->index(${JSON.stringify(COLUMNS)});`;

describe('names', () => {
  it('that are too long are found, in automatic names, too, and marked', async () => {
    const result = await run({
      1: migration(`if (Schema::hasColumn('users', 'code')) { ${alter('users', LONG)} }`),
    });
    const [found, ...rest] = result.diagnostics.filter((one) => !OTHERS.has(one.rule));
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      rule: 'identifier-too-long',
      severity: 'error',
      engines: ['mysql@8.4', 'mariadb@10.11', 'postgres@16'],
      unreached: "Schema::hasColumn('users', 'code') is false",
      data: { automatic: true, reached: false },
    });
    expect(found?.message).toMatch(
      /MySQL and MariaDB allow 64 .*A fresh database does not get here: Schema::hasColumn\('users', 'code'\) is false\.$/,
    );
    expect(found?.fix?.edits).toHaveLength(1);
    const { diagnostics } = jsonReport([result], (_root, file) => file);
    expect(diagnostics.find(({ rule }) => rule === found?.rule)?.unreached).toBe(
      "Schema::hasColumn('users', 'code') is false",
    );
    expect(result.verdicts.every((verdict) => verdict.outcome === 'accepts')).toBe(true);
  });

  it('of tables that are not there', async () => {
    const found = await check({
      1: migration(
        `if (! Schema::hasTable('legacy')) { return; } ${alter('legacy', LONG)} Schema::rename('legacy', '${'l'.repeat(65)}');`,
      ),
    });
    expect(rules(found)).toEqual(['identifier-too-long', 'identifier-too-long']);
    expect(found.map((one) => one.unreached)).toEqual(['it returns in line 11', 'it returns in line 11']);
  });

  it('are not found where no target gets', async () => {
    const other = migration(`if (DB::getDriverName() === 'pgsql') { ${alter('users', LONG)} }`);
    expect(await check({ 1: other }, { engines: ['sqlite', 'mysql'] })).toEqual([]);
    // PostgreSQL gets there, and only there it is found
    expect((await check({ 1: other })).map((one) => [one.rule, one.engines, one.unreached])).toEqual([
      ['identifier-too-long', ['postgres@16'], undefined],
    ]);
    const both = "Schema::hasTable('old') && DB::getDriverName() === 'pgsql'";
    const found = await check({ 1: migration(`if (${both}) { ${alter('users', LONG)} }`) });
    expect(found.map((one) => [one.engines, one.unreached])).toEqual([[['postgres@16'], `${both} is false`]]);
  });

  it('are found where one target gets as what it reaches', async () => {
    const tests = `if (app()->environment('testing')) { ${alter('users', LONG)} }`;
    // only the tests on SQLite get there, which takes the name
    expect(await check({ 1: migration(tests) })).toEqual([]);
    const fallback = `try { ${alter('users', "$table->dropForeign('none');")} } catch (\\Exception $e) { ${alter('users', LONG)} }`;
    const found = await check({ 1: migration(fallback) });
    expect(found.filter((one) => one.unreached !== undefined)).toEqual([]);
    expect(rules(found)).toContain('identifier-too-long');
  });

  it('in one turn of a loop are told apart from those in the others', async () => {
    const tables = ['users', 'a_table_that_only_older_databases_have_got'];
    const found = await check({
      1: migration(
        `foreach (${JSON.stringify(tables)} as $name) { if (! Schema::hasTable($name)) { continue; } Schema::table($name, fn ($table) => $table->date('a_day_in_a_year')->index()); }`,
      ),
    });
    expect(found.map((one) => [one.rule, one.data.table, one.unreached])).toEqual([
      ['identifier-too-long', tables[1], 'it skips the rest in line 11'],
    ]);
    // the call names several keys: no one name is right for all of them
    expect(found[0]?.fix).toBeUndefined();
  });

  it('are suppressed by comments, which then are of use', async () => {
    const found = await check({
      1: guarded(
        `Schema::table('users', function (Blueprint $table) {\n// dialint-disable-next-line identifier-too-long -- gone\n${LONG}\n});`,
      ),
    });
    expect(found.map((one) => [one.rule, one.suppressed?.reason])).toEqual([['identifier-too-long', 'gone']]);
  });

  it('are left alone in migrations that are not reported on', async () => {
    const files = { 1: guarded(alter('users', LONG)), 2: migration(create('b')) };
    expect(await check(files, { paths: ['database/migrations/2026_01_02_000000_step.php'] })).toEqual([]);
  });
});

describe('keys and columns', () => {
  it('are judged by what the same code defines', async () => {
    const found = await check({
      1: guarded(
        create('paths', "$table->string('path', 900)->unique(); $table->text('notes')->default('none');"),
      ),
    });
    expect(found.map((one) => [one.rule, one.severity, one.engines, one.unreached])).toEqual([
      ['index-key-too-long', 'error', ['mysql@8.4', 'mariadb@10.11'], "Schema::hasTable('old') is false"],
      ['literal-default-on-text-or-json', 'error', ['mysql@8.4'], "Schema::hasTable('old') is false"],
    ]);
    expect(found[1]?.message).toContain('(errno 1101)');
  });

  it('are not judged in a catch block, which may be there for another engine', async () => {
    const fallback = alter('users', "$table->text('notes')->default('none');");
    expect(
      await check({
        1: migration(`try { DB::statement('select 1'); } catch (\\Exception $e) { ${fallback} }`),
      }),
    ).toEqual([]);
  });

  it('are not judged by what a fresh database has', async () => {
    const wide = migration(create('wide', "$table->string('path', 900);"));
    expect(
      await check({ 1: wide, 2: guarded(alter('wide', "$table->index('path', 'wide_path_idx');")) }),
    ).toEqual([]);
    // the same name, defined anew beside the key: elsewhere the column is not there yet
    const anew = alter('wide', "$table->string('path', 100)->index('wide_path_idx');");
    expect(await check({ 1: wide, 2: guarded(anew) })).toEqual([]);
  });

  it('without a length are told of once', async () => {
    const long = "$table->string('token')->unique('users_token_unq');";
    const later = migration(`if (Schema::hasColumn('users', 'token')) { return; } ${alter('users', long)}`);
    const told = (found: readonly Diagnostic[]) =>
      found
        .filter((one) => one.rule === 'indexed-string-without-length')
        .map((one) => [one.file.slice(-18, -16), one.unreached]);
    expect(told(await check({ 1: migration(alter('users', long)), 2: later }))).toEqual([['01', undefined]]);
    const other = migration(`if (! Schema::hasTable('old')) { return; } ${alter('users', long)}`);
    expect(told(await check({ 1: other }))).toEqual([['01', 'it returns in line 11']]);
  });
});

describe('what depends on the database', () => {
  it.each([
    ['a table that exists', create('users')],
    ['a table that does not', alter('old', "$table->date('day');")],
    ['a column that exists', alter('users', "$table->string('name', 40);")],
    [
      'a column that does not',
      alter('users', "$table->dropColumn('none'); $table->renameColumn('nil', 'zero');"),
    ],
    ['an index that exists', alter('users', "$table->primary('id');")],
    ['an index that does not', alter('users', "$table->dropIndex('none');")],
    ['a foreign key to nowhere', alter('users', "$table->foreignId('old_id')->constrained('old');")],
    [
      'a foreign key of another type',
      alter('users', "$table->uuid('user_id'); $table->foreign('user_id')->references('id')->on('users');"),
    ],
    ['a table in use', "Schema::drop('users');"],
    [
      'a column that may not be empty',
      `DB::table('users')->insert(['name' => 'x']); ${alter('users', "$table->date('day');")}`,
    ],
    ['a nullable unique index', alter('users', "$table->string('mail', 40)->nullable()->unique();")],
    ['text for JSON', alter('users', "$table->text('options_json');")],
    [
      "another engine's SQL",
      `DB::statement('ALTER TABLE "users" ALTER COLUMN "name" TYPE varchar(80) USING name::text');`,
    ],
    [
      'code that is not understood',
      "\\Acme\\Outside::change('users'); Schema::create(file_get_contents('x'), fn ($t) => $t->id());",
    ],
  ])('is not reported: %s', async (_title, body) => {
    // the long name tells that the code was gone through to its end
    const found = await check({ 1: guarded(`${body} ${alter('users', LONG)}`) });
    expect(rules(found)).toEqual(['identifier-too-long']);
  });
});

describe('other rules', () => {
  it('find calls on columns that nobody reads', async () => {
    const typo = alter('users', "$table->boolean('active')->defualt(true);");
    const [found, ...rest] = await check({ 1: guarded(typo) });
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      rule: 'unknown-column-modifier',
      unreached: "Schema::hasTable('old') is false",
    });
    expect(found?.message).toMatch(/does not get here: Schema::hasTable\('old'\) is false\.$/);
    // where another turn of the loop gets there, it is reached
    const loop = `foreach (['old', 'users'] as $name) { if (! Schema::hasTable($name)) { continue; } Schema::table($name, fn ($table) => $table->boolean('active')->defualt(true)); }`;
    const reached = await check({ 1: migration(loop) });
    expect(reached.map((one) => [one.rule, one.data.table, one.unreached])).toEqual([
      ['unknown-column-modifier', 'users', undefined],
    ]);
  });

  it('ask for doctrine/dbal', async () => {
    const change = alter('users', "$table->string('name', 80)->change();");
    const found = await check({ 1: guarded(change) }, { laravel: '^9.52' });
    expect(found.map((one) => [one.rule, one.unreached])).toEqual([
      ['change-requires-dbal', "Schema::hasTable('old') is false"],
    ]);
    const both = await check(
      { 1: migration(`${change} if (Schema::hasTable('old')) { ${change} }`) },
      { laravel: '^9.52' },
    );
    expect(both.map((one) => [one.rule, one.unreached, one.data.calls])).toEqual([
      ['change-requires-dbal', undefined, 1],
    ]);
  });

  it('look after the tables and names of modules', async () => {
    const module = 'modules/billing/database/migrations/2026_02_01_000000_step.php';
    const found = await check({
      [module]: guarded(
        `${create('invoices')} ${alter('users', "$table->date('billed_on');")} ${create('mod_billing_items', "$table->date('day')->index('items_by_day');")}`,
      ),
    });
    expect(found.map((one) => [one.rule, one.unreached])).toEqual(
      ['module-table-prefix', 'foreign-module-table', 'short-name-convention'].map((rule) => [
        rule,
        "Schema::hasTable('old') is false",
      ]),
    );
  });

  it("let a module rename tables of its own past, and make what is missing of the application's", async () => {
    const module = 'modules/billing/database/migrations/2026_02_01_000000_step.php';
    const found = await check({
      [module]: migration(
        `if (Schema::hasTable('billing_invoices')) { Schema::rename('billing_invoices', 'mod_billing_invoices'); }
         if (! Schema::hasTable('users')) { ${create('users')} }`,
      ),
    });
    expect(found).toEqual([]);
  });
});

describe('a branch whose condition is not known', () => {
  it('is another matter: its message does not say that nobody gets there', async () => {
    const found = await check({
      1: migration(`if (count(DB::select('select 1')) > 1) { ${alter('users', LONG)} }`),
    });
    const name = found.find((one) => one.rule === 'identifier-too-long');
    expect(name?.message).toMatch(/Whether this runs cannot be known\.$/);
    expect(name?.unreached).toBeUndefined();
    expect(name?.data.reached).toBe(false);
  });
});
