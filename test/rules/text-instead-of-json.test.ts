import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, type Options } from './project.ts';
import { example } from './shown.ts';

const RULE = 'text-instead-of-json';

describe('the examples', () => {
  it('The name says so', async () => {
    expect(await example(RULE, 'The name says so')).toMatchInlineSnapshot(`
      "info example:14:21 «text('payload_json');»
        column "payload_json" of table "events" is text, but holds JSON: its name says so. MySQL, MariaDB and PostgreSQL would check what is written to a json column; text takes anything.
        help: Use ->json('payload_json').
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Make it a json column
          example:14:21 «text» → «json»
        data: {"table":"events","column":"payload_json","type":"text","cast":null}"
    `);
  });
  it('The model casts it to an array', async () => {
    expect(await example(RULE, 'The model casts it to an array')).toMatchInlineSnapshot(`
      "info database/migrations/2026_01_01_000001_create_events_table.php:14:21 «longText('details')»
        column "details" of table "events" is text, but holds JSON: model Event casts it to array. MySQL, MariaDB and PostgreSQL would check what is written to a json column; text takes anything.
        help: Use ->json('details').
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Make it a json column
          database/migrations/2026_01_01_000001_create_events_table.php:14:21 «longText» → «json»
        related: app/Models/Event.php:6:7 «Event» model Event
        data: {"table":"events","column":"details","type":"text","cast":"array"}"
    `);
  });
  it('The model casts it to a collection, in a method', async () => {
    expect(await example(RULE, 'The model casts it to a collection, in a method')).toMatchInlineSnapshot(`
      "info database/migrations/2026_01_01_000001_create_events_table.php:14:21 «text('guests');»
        column "guests" of table "events" is text, but holds JSON: model Meeting casts it to AsCollection. MySQL, MariaDB and PostgreSQL would check what is written to a json column; text takes anything.
        help: Use ->json('guests').
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Make it a json column
          database/migrations/2026_01_01_000001_create_events_table.php:14:21 «text» → «json»
        related: app/Models/Meeting.php:9:24 «'events'» model Meeting
        data: {"table":"events","column":"guests","type":"text","cast":"AsCollection"}"
    `);
  });
});

/** Each finding as `file: message's first sentence`. */
async function told(
  files: Readonly<Record<string, string>>,
  options: Options = {},
): Promise<readonly (readonly [file: string, what: string])[]> {
  const found = await check([RULE], files, options);
  return found.map(({ file, message }) => [
    file.replace(/^.*2026_01_(\d\d)_000000_step\.php$/, '$1'),
    message.split('. ')[0] ?? '',
  ]);
}

const holds = (column: string, reason: string, table = 'events', type = 'text') =>
  `column "${column}" of table "${table}" is ${type}, but holds JSON: ${reason}`;
const byName = (column: string, table?: string, type?: string) =>
  holds(column, 'its name says so', table, type);

const model = (table: string, casts: string) => ({
  'app/Models/Thing.php': `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Casts\\AsArrayObject;
use Illuminate\\Database\\Eloquent\\Model;

class Thing extends Model
{
    protected $table = '${table}';
    protected $casts = [${casts}];
}
`,
});

describe('what tells that it is JSON', () => {
  const named = (column: string) => told({ 1: migration(create('events', `$table->text('${column}');`)) });

  it('the last word of its name', async () => {
    for (const column of ['json', 'meta_json', 'meta_JSON'])
      expect(await named(column)).toEqual([['01', byName(column)]]);
    for (const column of ['json_text', 'metajson', 'jsons', 'meta']) expect(await named(column)).toEqual([]);
  });

  it.each(['tinyText', 'mediumText', 'longText'])('%s', async (method) => {
    const files = { 1: migration(create('events', `$table->${method}('a_json');`)) };
    expect(await told(files, { engines: ['mysql@8.4'] })).toEqual([
      ['01', byName('a_json', 'events', method.toLowerCase())],
    ]);
  });

  it('a cast of its model that keeps JSON, and none that does not', async () => {
    const cast = (to: string) =>
      told({ 1: migration(create('events', "$table->text('a');")), ...model('events', `'a' => ${to}`) });
    for (const to of ["'array'", "'json'", "'object'", "'collection'", "'collection:x'"])
      expect(await cast(to)).toEqual([['01', holds('a', `model Thing casts it to ${to.slice(1, -1)}`)]]);
    expect(await cast('AsArrayObject::class')).toEqual([
      ['01', holds('a', 'model Thing casts it to AsArrayObject')],
    ]);
    for (const to of ["'string'", "'arrays'", "'my_array'", "'encrypted:array'"])
      expect(await cast(to)).toEqual([]);
  });

  it('of another column, or of another table, the cast tells nothing', async () => {
    const table = migration(create('events', "$table->text('a');"));
    expect(await told({ 1: table, ...model('events', "'b' => 'array'") })).toEqual([]);
    expect(await told({ 1: table, ...model('others', "'a' => 'array'") })).toEqual([]);
  });

  it('but what is encrypted is no JSON, whatever its name', async () => {
    const table = migration(create('events', "$table->text('a_json'); $table->text('b_json');"));
    expect(await told({ 1: table, ...model('events', "'a_json' => 'encrypted:array'") })).toEqual([
      ['01', byName('b_json')],
    ]);
  });

  it.each([
    ["'[]'", '[]'],
    ["'{}'", '{}'],
    ["'[ ]'", '[ ]'],
    ["'{  }'", '{  }'],
    ['DB::raw("(\'[]\')")', '[]'],
    ['DB::raw("((\'{}\'))")', '{}'],
    ['DB::raw("\'{}\'")', '{}'],
  ])('a default of %s, which a json column may not have everywhere', async (value, shown) => {
    const [one, ...rest] = await check([RULE], {
      1: migration(create('events', `$table->text('options')->default(${value});`)),
    });
    expect(rest).toEqual([]);
    expect(one?.message).toContain(holds('options', `its default is ${shown}.`));
    expect(one?.help).toBe("Use ->json('options') without a default.");
    expect(one?.data).toEqual({ table: 'events', column: 'options', type: 'text', cast: null });
  });

  it.each([
    "'[1]'",
    "'[]x'",
    "'x[]'",
    "'{x}'",
    "''",
    'null',
    'DB::raw("concat(\'[]\')")',
    "DB::raw(\"'[]' || ''\")",
  ])('not a default of %s', async (value) => {
    expect(
      await told({ 1: migration(create('events', `$table->text('options')->default(${value});`)) }),
    ).toEqual([]);
  });
});

describe('which columns', () => {
  it('are those of a later migration, too, added or changed', async () => {
    const files = {
      1: migration(create('events', "$table->string('b_json', 20);")),
      2: migration(alter('events', "$table->text('a_json'); $table->text('b_json')->change();")),
    };
    expect(await told(files)).toEqual([
      ['02', byName('a_json')],
      ['02', byName('b_json')],
    ]);
  });

  it('are those that are text in the end: neither changed, nor dropped', async () => {
    const files = {
      1: migration(
        create('events', "$table->text('a_json'); $table->text('b_json'); $table->text('c_json');"),
      ),
      2: migration(
        alter('events', "$table->json('a_json')->change();"),
        alter('events', "$table->text('a_json')->change();"),
      ),
      3: migration(
        alter('events', "$table->dropColumn('b_json');"),
        alter('events', "$table->text('b_json');"),
      ),
    };
    for (const engine of ['mysql@8.4', 'mariadb@10.11'])
      expect([engine, ...(await told(files, { engines: [engine] }))]).toEqual([
        engine,
        ['01', byName('c_json')],
      ]);
  });

  it('are none whose text is checked, as MariaDB writes json into a dump', async () => {
    const sql = 'CREATE TABLE events (a_json longtext CHECK (json_valid(`a_json`)), b_json longtext)';
    expect(await told({ 1: migration(`DB::statement('${sql}');`) }, { engines: ['mariadb@10.11'] })).toEqual([
      ['01', byName('b_json', 'events', 'longtext')],
    ]);
  });

  it('are those of the engine on which they are text', async () => {
    const files = {
      1: migration(create('events', "$table->text('a_json');")),
      2: migration(
        `if (DB::getDriverName() === 'pgsql') { DB::statement('alter table events drop column a_json'); ${alter('events', "$table->json('a_json');")} }`,
      ),
    };
    expect(await told(files)).toEqual([['01', byName('a_json')]]);
    expect(await told(files, { engines: ['postgres@16'] })).toEqual([]);
  });

  it('are told where the table is made, not where the way back makes it again', async () => {
    const table = create('events', "$table->text('a_json');");
    const files = { 1: migration(table), 2: migration("Schema::drop('events');", table) };
    expect(await told(files)).toEqual([['01', byName('a_json')]]);
  });

  it('are none that the engine computes', async () => {
    const columns = "$table->string('a', 20); $table->text('b_json')->storedAs('a');";
    expect(await told({ 1: migration(create('events', columns)) })).toEqual([]);
  });

  it('are none on SQLite alone, where json is text', async () => {
    const files = { 1: migration(create('events', "$table->text('a_json');")) };
    expect(await told(files, { engines: ['sqlite@3.45'] })).toEqual([]);
    const [one] = await check([RULE], files, { engines: ['sqlite@3.45', 'postgres@16'] });
    expect(one?.engines).toEqual(['postgres@16']);
    expect(one?.message).toContain('PostgreSQL would check what is written to a json column');
  });
});

describe('tables that the framework makes', () => {
  const columns = (table: string, ...names: string[]) =>
    create(table, names.map((name) => `$table->string('${name}', 20);`).join(' '));
  const data = "$table->text('data')->default('[]');";

  it('are left alone', async () => {
    const table = columns('notifications', 'type', 'notifiable_type').replace('});', `${data} });`);
    expect(await told({ 1: migration(table) })).toEqual([]);
    const later = { 1: migration(columns('notifications', 'type', 'notifiable_type')) };
    expect(await told({ ...later, 2: migration(alter('notifications', data)) })).toEqual([]);
  });

  it('are known by all of their columns', async () => {
    const table = columns('notifications', 'type').replace('});', `${data} });`);
    expect(await told({ 1: migration(table) })).toEqual([
      ['01', holds('data', 'its default is []', 'notifications')],
    ]);
  });

  it('are known by their name', async () => {
    const table = columns('alerts', 'type', 'notifiable_type').replace('});', `${data} });`);
    expect(await told({ 1: migration(table) })).toEqual([
      ['01', holds('data', 'its default is []', 'alerts')],
    ]);
  });

  it('may have columns of the project’s own', async () => {
    const own = "$table->text('own_json');";
    const table = columns('notifications', 'type', 'notifiable_type').replace('});', `${own} });`);
    expect(await told({ 1: migration(table) })).toEqual([['01', byName('own_json', 'notifications')]]);
  });
});

describe('a finding', () => {
  it('is known again by its table and column', async () => {
    const fingerprints = async (body: string) =>
      (await check([RULE], { 1: migration(create('events', body)) })).map((one) => one.fingerprint);
    const [a, b] = ["$table->text('a_json');", "$table->text('b_json');"];
    const both = await fingerprints(`${a} ${b}`);
    expect(both).toHaveLength(2);
    expect(await fingerprints(b)).toEqual([both[1]]);
  });

  it('says which call has led to a helper of the project', async () => {
    const [one] = await check([RULE], {
      'composer.json':
        '{ "require": { "laravel/framework": "^12.0" }, "autoload": { "psr-4": { "App\\\\": "app/" } } }',
      'app/Support/Columns.php':
        '<?php namespace App\\Support; class Columns { public static function add($table) { $table->text("a_json"); } }',
      1: migration(create('events', '\\App\\Support\\Columns::add($table);')),
    });
    expect(one?.message).toContain(byName('a_json'));
    expect(one?.related.map(({ message }) => message)).toEqual(['made here: ->text("a_json")']);
  });
});
