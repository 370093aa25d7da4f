import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, type Options } from './project.ts';
import { example } from './shown.ts';

const RULE = 'unknown-column-modifier';

describe('the examples', () => {
  it('Misspelt', async () => {
    expect(await example(RULE, 'Misspelt')).toMatchInlineSnapshot(`
      "warning example:14:38 «defualt(false);»
        ->defualt() on column "paid" of table "invoices" does nothing: the framework takes any call here in silence, and no engine is told of this one.
        help: Did you mean ->default()?
        engines: any
        fix (safe): Spell it ->default()
          example:14:38 «defualt» → «default»
        data: {"modifier":"defualt","on":"column","table":"invoices","columns":["paid"],"reason":"unknown","nearest":"default"}"
    `);
  });
  it("A column's modifier behind the foreign key", async () => {
    expect(await example(RULE, "A column's modifier behind the foreign key")).toMatchInlineSnapshot(`
      "warning example:17:62 «nullable();»
        ->nullable() on the foreign key over "customer_id" of table "invoices" does nothing: it belongs to the column, which stays as it is without it.
        help: Move ->nullable() in front of the call that makes the key.
        engines: any
        data: {"modifier":"nullable","on":"foreignKey","table":"invoices","columns":["customer_id"],"reason":"elsewhere"}"
    `);
  });
  it('A name that makes the key disappear', async () => {
    expect(await example(RULE, 'A name that makes the key disappear')).toMatchInlineSnapshot(`
      "warning example:17:62 «name('inv_customer_fk');»
        ->name() on the foreign key over "customer_id" of table "invoices" overwrites the name of the command itself, which then is none that the framework knows: the foreign key is silently never made.
        help: Pass the name as the last argument of the call that makes the foreign key.
        engines: any
        data: {"modifier":"name","on":"foreignKey","table":"invoices","columns":["customer_id"],"reason":"overwrites"}"
    `);
  });
  it('A foreign key on a plain column', async () => {
    expect(await example(RULE, 'A foreign key on a plain column')).toMatchInlineSnapshot(`
      "warning example:17:56 «references('id')»
        ->references() on column "customer_id" of table "invoices" does nothing: it belongs to a foreign key, and the column makes none here. No key, or no such action, comes of it on any engine.
        help: Use ->foreignId('customer_id')->constrained(), or a ->foreign('customer_id') of its own.
        engines: any
        data: {"modifier":"references","on":"column","table":"invoices","columns":["customer_id"],"reason":"elsewhere"}"
    `);
  });
});

/** Messages and help of the findings in a table `invoices` beside a table `customers`. */
async function told(columns: string, options: Options = {}) {
  const found = await check(
    [RULE],
    { 1: migration(create('customers')), 2: migration(create('invoices', columns)) },
    options,
  );
  return found.map(({ message, help }) => [message, help]);
}

const LOST = 'the framework takes any call here in silence, and no engine is told of this one.';
const CUSTOMER = 'column "customer_id" of table "invoices"';
const KEY = 'the foreign key over "customer_id" of table "invoices"';

describe('a word that the framework does not know', () => {
  it('has a help that says what to do instead', async () => {
    const help = async (call: string) =>
      (await told(`$table->string('a', 9)${call};`)).map(([, text]) => text);
    expect(await help('->nulable()')).toEqual(['Did you mean ->nullable()?']);
    expect(await help('->notNull()')).toEqual([
      'Columns are NOT NULL unless ->nullable() is called: leave it out.',
    ]);
    expect(await help('->defaultValue(1)')).toEqual(['Use ->default().']);
    expect(await help('->withoutAnyKnownWord()')).toEqual(['Leave it out, or call what was meant.']);
  });

  it('is told once for each call', async () => {
    expect(await told("$table->string('a', 9)->withoutAnyKnownWord()->norThisOne();")).toEqual([
      [
        `->withoutAnyKnownWord() on column "a" of table "invoices" does nothing: ${LOST}`,
        'Leave it out, or call what was meant.',
      ],
      [
        `->norThisOne() on column "a" of table "invoices" does nothing: ${LOST}`,
        'Leave it out, or call what was meant.',
      ],
    ]);
  });

  it('on an index', async () => {
    expect(await told("$table->date('a'); $table->index(['id', 'a'])->withoutAnyKnownWord();")).toEqual([
      [
        `->withoutAnyKnownWord() on the index over "id" and "a" of table "invoices" does nothing: ${LOST}`,
        'Leave it out, or call what was meant.',
      ],
    ]);
  });
});

describe('a word that stands elsewhere', () => {
  const column = "$table->unsignedBigInteger('customer_id')";
  const nothing =
    'does nothing: it belongs to a foreign key, and the column makes none here. No key, or no such action, comes of it on any engine.';
  const key = "Use ->foreignId('customer_id')->constrained(), or a ->foreign('customer_id') of its own.";

  it.each(['constrained()', "on('customers')", "references('id')"])('->%s on a column', async (call) => {
    expect(await told(`${column}->${call};`)).toEqual([
      [`->${call.split('(')[0]}() on ${CUSTOMER} ${nothing}`, key],
    ]);
  });

  it('an action on a column', async () => {
    expect(await told(`${column}->cascadeOnDelete();`)).toEqual([
      [
        `->cascadeOnDelete() on ${CUSTOMER} ${nothing}`,
        'Call it behind constrained(), references() or foreign().',
      ],
    ]);
  });

  it('is told once for a column, and once for each', async () => {
    const other = "$table->unsignedBigInteger('other_id')->references('id')";
    const calls = (
      await told(`${column}->references('id')->on('customers')->onDelete('cascade'); ${other};`)
    ).map(([message]) => message?.split(' of table')[0]);
    expect(calls).toEqual(['->references() on column "customer_id"', '->references() on column "other_id"']);
  });

  it("a column's word on a foreign key", async () => {
    expect(await told("$table->foreignId('customer_id')->constrained()->nullable();")).toEqual([
      [
        `->nullable() on ${KEY} does nothing: it belongs to the column, which stays as it is without it.`,
        'Move ->nullable() in front of the call that makes the key.',
      ],
    ]);
  });

  it("is told for each of a column's words behind a key, which all must move", async () => {
    const found = await told("$table->foreignId('customer_id')->constrained()->nullable()->default(1);");
    expect(found.map(([, help]) => help)).toEqual([
      'Move ->nullable() in front of the call that makes the key.',
      'Move ->default() in front of the call that makes the key.',
    ]);
  });

  it("a column's word on an index", async () => {
    expect(await told("$table->date('a'); $table->index('a')->nullable();")).toEqual([
      [
        '->nullable() on the index over "a" of table "invoices" does nothing: it belongs to the column, which stays as it is without it.',
        'Call it on the column.',
      ],
    ]);
  });
});

describe('a word that overwrites', () => {
  it('the name of the command', async () => {
    expect(await told("$table->date('a'); $table->index('a')->name('short_idx');")).toEqual([
      [
        '->name() on the index over "a" of table "invoices" overwrites the name of the command itself, which then is none that the framework knows: the index is silently never made.',
        'Pass the name as the last argument of the call that makes the index.',
      ],
    ]);
  });

  it('the name of the foreign key', async () => {
    expect(await told("$table->foreignId('customer_id')->constrained()->index();")).toEqual([
      [
        `->index() on ${KEY} makes no index: it overwrites the foreign key's own name, which becomes "1".`,
        'Call ->index() on the column, before the call that makes the key; MySQL and MariaDB make an index for it anyway.',
      ],
    ]);
  });

  it('the name of the index', async () => {
    expect(await told("$table->date('a'); $table->index('a')->index();")).toEqual([
      [
        '->index() on the index over "a" of table "invoices" makes no index: it overwrites the index\'s own name, which becomes "1".',
        'Leave ->index() out.',
      ],
    ]);
  });
});

describe('a word of a later version', () => {
  it('is told with that version', async () => {
    const call = "$table->foreignId('customer_id')->constrained()->nullOnUpdate();";
    const files = { 1: migration(create('customers')), 2: migration(create('invoices', call)) };
    const [one, ...rest] = await check([RULE], files, { laravel: '^10.0' });
    expect(rest).toEqual([]);
    expect(one?.message).toBe(
      `->nullOnUpdate() on ${KEY} does nothing yet: the framework knows it from version 11.24 on, and the project has an older one, which takes any call in silence.`,
    );
    expect(one?.help).toBe('Leave it out, or upgrade.');
    expect(one?.data).toStrictEqual({
      modifier: 'nullOnUpdate',
      on: 'foreignKey',
      table: 'invoices',
      columns: ['customer_id'],
      reason: 'later',
      since: '11.24',
    });
    expect(await check([RULE], files)).toEqual([]);
  });
});

describe('a finding', () => {
  it('says what else is known of it', async () => {
    const data = async (call: string) =>
      (await check([RULE], { 1: migration(create('invoices', `$table->date('a')${call};`)) })).map(
        (one) => one.data,
      );
    const what = { on: 'column', table: 'invoices', columns: ['a'], reason: 'unknown' };
    expect(await data('->nulable()')).toStrictEqual([{ modifier: 'nulable', ...what, nearest: 'nullable' }]);
    expect(await data('->withoutAnyKnownWord()')).toStrictEqual([
      { modifier: 'withoutAnyKnownWord', ...what },
    ]);
  });

  it('says that a fresh database does not get there', async () => {
    const added = alter('invoices', "$table->date('a')->withoutAnyKnownWord();");
    const files = {
      1: migration(create('invoices')),
      2: migration(`if (Schema::hasColumn('invoices', 'b')) { ${added} }`),
    };
    const [one, ...rest] = await check([RULE], files);
    expect(rest).toEqual([]);
    expect(one?.message).toMatch(/no engine is told of this one\. \S.* fresh database/);
    expect(one?.unreached).toBeDefined();
    expect(one?.data).toMatchObject({ reached: false });
  });

  it('leads to the helper of the project that the call goes through', async () => {
    const [one] = await check([RULE], {
      'composer.json':
        '{ "require": { "laravel/framework": "^12.0" }, "autoload": { "psr-4": { "App\\\\": "app/" } } }',
      'app/Support/Columns.php':
        '<?php namespace App\\Support; class Columns { public static function add($table) { $table->date("a")->withoutAnyKnownWord(); } }',
      1: migration(create('invoices', '\\App\\Support\\Columns::add($table);')),
    });
    expect(one?.related.map(({ message }) => message)).toEqual(['made here: ->withoutAnyKnownWord()']);
    const [direct] = await check([RULE], {
      1: migration(create('invoices', "$table->date('a')->withoutAnyKnownWord();")),
    });
    expect(direct?.related).toEqual([]);
  });

  it('is known again by its table, its columns and the word', async () => {
    const fingerprints = async (body: string) =>
      (await check([RULE], { 1: migration(create('invoices', body)) })).map((one) => one.fingerprint);
    const [a, b] = ["$table->date('a')->nulable();", "$table->date('b')->nulable();"];
    const both = await fingerprints(`${a} ${b}`);
    expect(both).toHaveLength(2);
    expect(await fingerprints(b)).toEqual([both[1]]);
  });
});
