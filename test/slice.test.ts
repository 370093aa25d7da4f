/** A check that reports on some migrations says of them what a check of the whole history says. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { analyseView, viewProject } from '../src/analyse.ts';
import { checkProject } from '../src/check.ts';
import { CheckSession } from '../src/check-session.ts';
import type { CheckOptions, CheckResult } from '../src/schema/index.ts';
import { checkedInPart } from '../src/slice.ts';

const FIXTURES = join(dirname(dirname(fileURLToPath(import.meta.url))), 'fixtures');
const FOUR = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function still(result: CheckResult): unknown {
  return {
    ...result,
    sources: [...result.sources].sort(([a], [b]) => (a < b ? -1 : 1)),
    summary: { ...result.summary, durationMs: 0 },
  };
}

/** A session always evaluates the whole history. */
function whole(root: string, options: CheckOptions): unknown {
  return still(new CheckSession(root, options).check());
}

async function expectTheSame(root: string, options: CheckOptions): Promise<void> {
  expect(still(await checkProject(root, options))).toEqual(whole(root, options));
}

const file = (up: string, down: string, name?: string): string => `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

${name === undefined ? 'return new class' : `class ${name}`} extends Migration
{
    public function up(): void
    {
        ${up}
    }

    public function down(): void
    {
        ${down}
    }
}${name === undefined ? ';' : ''}
`;

const create = (table: string, ...calls: string[]): string =>
  file(
    `Schema::create('${table}', function (Blueprint $table) { $table->id(); ${calls.join(' ')} });`,
    `Schema::dropIfExists('${table}');`,
  );

const alter = (table: string, up: string, down = ''): string =>
  file(
    `Schema::table('${table}', function (Blueprint $table) { ${up} });`,
    `Schema::table('${table}', function (Blueprint $table) { ${down} });`,
  );

function project(migrations: readonly string[]): { readonly root: string; readonly paths: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'dialint-slice-'));
  folders.push(root);
  const folder = join(root, 'database', 'migrations');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'artisan'), '');
  writeFileSync(join(root, 'composer.json'), '{"require":{"laravel/framework":"^12.0"}}');
  const paths = migrations.map((text, index) => {
    const path = join(folder, `2025_01_01_${String(index).padStart(6, '0')}_step_${index}.php`);
    writeFileSync(path, text);
    return path;
  });
  return { root, paths };
}

/** Files that the last, accepted way of checking did without. */
function skippedFor(root: string, path: string): string[] {
  let last: string[] = [];
  const view = viewProject(root, { paths: [path], engines: ['sqlite', 'mysql'] });
  checkedInPart(view, (frontend, part) => {
    last = [...(part?.skipped ?? [])].map((name) => name.replace(/^.*_step_|\.php$/g, ''));
    analyseView(view, frontend, [], part);
  });
  return last;
}

describe('which migrations are evaluated', () => {
  it('leaves out what concerns other tables', () => {
    const { root, paths } = project([
      create('users', "$table->string('email')->unique();"),
      create('posts', "$table->foreignId('user_id')->constrained();"),
      create('tags', "$table->string('name');"),
      create('notes', "$table->text('body');"),
      alter('posts', "$table->string('slug')->nullable();", "$table->dropColumn('slug');"),
      alter('tags', "$table->index('name');", "$table->dropIndex(['name']);"),
    ]);
    expect(skippedFor(root, paths[4]!)).toEqual(['2', '3', '5']);
    expect(skippedFor(root, paths[2]!)).toEqual(['0', '1', '3', '4']);
  });

  it('leaves out nothing whose effect takes more than a look, and nothing that such a one reads', () => {
    const { root, paths } = project([
      create('users'),
      file("DB::statement('drop table users');", ''),
      file("foreach (['a', 'b'] as $name) { Schema::dropIfExists($name); }", ''),
      create('notes', '$table->myMacro();'),
      create('tags'),
      ...['c', 'd', 'e', 'f'].map((table) => create(table)),
      create('b'),
    ]);
    expect(skippedFor(root, paths[4]!)).toEqual(['5', '6', '7', '8', '9']);
    expect(skippedFor(root, paths[9]!)).toEqual(['4', '5', '6', '7', '8']);
  });
});

describe('what comes of it', () => {
  it.each([
    [
      "a foreign key's name that another table has",
      [
        create('a', "$table->string('x');"),
        create(
          'b',
          "$table->foreignId('a_id'); $table->foreign('a_id', 'taken')->references('id')->on('a');",
        ),
        create(
          'c',
          "$table->foreignId('a_id'); $table->foreign('a_id', 'taken')->references('id')->on('a');",
        ),
        create('d'),
      ],
    ],
    [
      "an index's name that another table has",
      [
        create('a', "$table->string('x')->index('same');"),
        create('b', "$table->string('x')->index('same');"),
        create('c'),
      ],
    ],
    [
      'a name that is made of the name of another table',
      [
        create('a', "$table->string('b_c')->index();"),
        create('a_b', "$table->string('c')->index();"),
        create('c'),
      ],
    ],
    [
      'a parent that a later migration drops',
      [
        create('a'),
        create('b', "$table->foreignId('a_id')->constrained();"),
        file("Schema::drop('a');", ''),
        create('c'),
      ],
    ],
    [
      'an index over what is no column',
      [
        create('a', "$table->string('x'); $table->index('nothing');"),
        create('b', "$table->string('x'); $table->string('y');"),
        alter('b', "$table->dropColumn('x');", "$table->string('x');"),
        create('c'),
      ],
    ],
    [
      'a rename, and its old name made again',
      [
        create('a', "$table->string('x')->unique();"),
        file("Schema::rename('a', 'b');", "Schema::rename('b', 'a');"),
        create('a', "$table->string('x')->unique();"),
        create('c'),
      ],
    ],
    [
      'all tables that there are',
      [
        create('a', "$table->string('x');"),
        create('b'),
        file(
          "foreach (Schema::getTables() as $one) { Schema::table($one['name'], fn (Blueprint $table) => $table->string('extra')); }",
          '',
        ),
        create('c'),
      ],
    ],
    [
      'a class that another migration declares',
      [
        file(
          "Schema::create('a', function (Blueprint $table) { $table->id(); });",
          "Schema::drop('a');",
          'Step0',
        ),
        create('b'),
        file('(new Step0)->up();', '(new Step0)->down();'),
        create('c'),
      ],
    ],
    [
      'names to propose, some of which are taken',
      [
        create(
          'a_table_with_a_name',
          "$table->string('a_column_with_a_long_name_that_takes_many_bytes'); $table->string('another_column')->index('a_table_with_a_name_idx');",
        ),
        create('b'),
        create('c'),
        alter(
          'a_table_with_a_name',
          "$table->index(['a_column_with_a_long_name_that_takes_many_bytes', 'another_column']);",
        ),
        alter(
          'a_table_with_a_name',
          "$table->dropIndex(['a_column_with_a_long_name_that_takes_many_bytes', 'another_column']);",
        ),
      ],
    ],
  ])('is the same: %s', async (_, migrations) => {
    const { root, paths } = project(migrations);
    for (const path of paths) await expectTheSame(root, { paths: [path], engines: FOUR });
  });

  it('is the same for projects made at random', async () => {
    let state = 7;
    const pick = <T>(list: readonly T[]): T => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return list[Math.floor((state / 2 ** 32) * list.length)]!;
    };
    const tables = ['users', 'posts', 'post_tags', 'tags', 'a_b'];
    const calls = () => [
      "$table->string('name')->nullable()->unique();",
      "$table->string('slug', 40)->index();",
      "$table->json('data')->nullable();",
      "$table->enum('state', ['a', 'b'])->default('a');",
      "$table->foreignId('user_id')->constrained()->cascadeOnDelete();",
      `$table->foreignId('post_id')->nullable()->constrained('${pick(tables)}');`,
      '$table->timestamps();',
      `$table->index(['${pick(['name', 'slug', 'state'])}'], '${pick(['one_idx', 'two_idx'])}');`,
      `$table->dropColumn('${pick(['name', 'slug', 'state'])}');`,
    ];
    const some = () => `${pick(calls())} ${pick(calls())}`;
    const steps = [
      () => create(pick(tables), some()),
      () => create(pick(tables), some()),
      () => alter(pick(tables), some(), pick(calls())),
      () => file(`Schema::dropIfExists('${pick(tables)}');`, ''),
      () => file(`Schema::rename('${pick(tables)}', '${pick(tables)}');`, ''),
      () => file(`if (Schema::hasTable('${pick(tables)}')) { Schema::drop('${pick(tables)}'); }`, ''),
      () => file(`DB::statement('alter table ${pick(tables)} add column extra int');`, ''),
    ];
    for (let turn = 0; turn < 25; turn++) {
      const { root, paths } = project(Array.from({ length: 10 }, () => pick(steps)()));
      await expectTheSame(root, { paths: [pick(paths)], engines: FOUR });
    }
  }, 120_000);

  it.each(['wintertrace', 'mediastream'])(
    'is the same for migrations of %s',
    async (name) => {
      const root = join(FIXTURES, name);
      const { migrations } = viewProject(root, {}).project;
      const every = Math.ceil(migrations.length / 6);
      for (const [index, { path }] of migrations.entries())
        if (index % every === 0) await expectTheSame(root, { paths: [path] });
    },
    120_000,
  );
});
