/** How bad a finding is, where that depends on more than its rule. */
import { describe, expect, it } from 'vitest';
import { alter, check, create, migration } from './project.ts';

const severities = async (rule: string, files: Readonly<Record<string, string>>) =>
  (await check([rule], files)).map((one) => one.severity);

describe('on the way back', () => {
  const drop = "Schema::drop('a');";
  it('what an engine refuses is a warning: it costs the way back, no more', async () => {
    const column = alter('a', "$table->dropColumn('nowhere');");
    expect(await severities('engine-rejects', { 1: migration(create('a'), `${column} ${drop}`) })).toEqual([
      'warning',
    ]);
    expect(await severities('engine-rejects', { 1: migration(`${create('a')} ${column}`, drop) })).toEqual([
      'error',
    ]);
  });
  it('a taken index name as well', async () => {
    const files = {
      1: migration(create('a', "$table->integer('x');"), drop),
      2: migration(
        alter('a', "$table->index('x', 'a_x_idx');"),
        alter('a', "$table->index('x', 'a_x_idx');"),
      ),
    };
    expect(await severities('duplicate-index-name', files)).toEqual(['warning']);
  });
  it('and a foreign key between different types', async () => {
    const files = {
      1: migration(
        `${create('a')} ${create('b', "$table->unsignedBigInteger('a_id'); $table->foreign('a_id')->references('id')->on('a');")}`,
        `Schema::drop('b'); ${drop}`,
      ),
      2: migration(
        alter('b', "$table->dropForeign(['a_id']);"),
        `${alter('b', "$table->string('a_id')->change();")} ${alter('b', "$table->foreign('a_id')->references('id')->on('a');")}`,
      ),
    };
    expect(await severities('foreign-key-type-mismatch', files)).toEqual(['warning']);
  });
});

describe('nullable-unique', () => {
  it('warns of a part of a key; a column of its own is an info', async () => {
    const made = (columns: string) => severities('nullable-unique', { 1: migration(create('a', columns)) });
    expect(await made("$table->string('x', 9)->nullable()->unique();")).toEqual(['info']);
    expect(
      await made(
        "$table->string('x', 9)->nullable(); $table->integer('y'); $table->unique(['x', 'y'], 'a_xy_unq');",
      ),
    ).toEqual(['warning']);
  });
});

describe('indexed-string-without-length', () => {
  const made = (file: string) =>
    severities('indexed-string-without-length', {
      [`${file}/2026_01_01_000000_step.php`]: migration(
        create('mod_blog_a', "$table->string('x')->index();"),
      ),
    });
  it('warns in modules that are installed on their own', async () => {
    expect(await made('modules/blog/database/migrations')).toEqual(['warning']);
  });
  it('informs in the application, and in packages that come with it', async () => {
    expect(await made('database/migrations')).toEqual(['info']);
    expect(await made('packages/Acme/Blog/src/Database/Migrations')).toEqual(['info']);
  });
});
