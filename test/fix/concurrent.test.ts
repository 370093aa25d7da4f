/** postgres-index-not-concurrent: the index built beside running queries, in a migration without a transaction. */
import { expect, it } from 'vitest';
import { migration } from '../rules/project.ts';
import { fix, phpFault } from './project.ts';

const RULE = 'postgres-index-not-concurrent';
const FIRST = migration(
  "Schema::create('orders', function (Blueprint $table) { $table->id(); $table->string('number', 32); });",
);
const table = (body: string) => `Schema::table('orders', function (Blueprint $table) {
            ${body}
        });`;
const fixed = (up: string, laravel = '12.40.0') =>
  fix([RULE], { 1: FIRST, 2: migration(up) }, { engines: ['postgres@16'], laravel });

it('is written into class and call, and then nothing is left to say', async () => {
  const outcome = await fixed(table("$table->index('number');"));
  const text = outcome.text(2);
  expect(phpFault(text)).toBeNull();
  expect(text).toContain("$table->index('number')->online();");
  expect(text).toMatch(
    /extends Migration\n\{\n {4}public \$withinTransaction = false;\n\n {4}public function up/,
  );
  expect(outcome.result.diagnostics).toEqual([]);
});

it.each([
  [
    'the migration does something besides',
    table("$table->index('number'); $table->date('due_on')->nullable();"),
  ],
  ['the index hangs on its column', table("$table->date('due_on')->nullable()->index();")],
  ['it is a constraint', table("$table->unique('number');")],
])('is not offered where %s', async (_title, up) => {
  const { result, texts } = await fixed(up);
  expect([...texts]).toEqual([]);
  expect(result.diagnostics.map(({ rule }) => rule)).toContain(RULE);
});

it('is not offered below Laravel 12, which has no such call', async () => {
  expect([...(await fixed(table("$table->index('number');"), '11.0.0')).texts]).toEqual([]);
});
