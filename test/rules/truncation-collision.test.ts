import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, type Options } from './project.ts';
import { example } from './shown.ts';

const RULE = 'truncation-collision';

describe('the examples', () => {
  it('Two indexes whose names differ in the 64th character only', async () => {
    expect(
      await example(RULE, 'Two indexes whose names differ in the 64th character only'),
    ).toMatchInlineSnapshot(`
      "error example:17:21 «index('b', 'seasonal_winter_service_contract_cancellation_requests_effectiv2');»
        index name "seasonal_winter_service_contract_cancellation_requests_effectiv2" has 64 bytes; PostgreSQL cuts it to 63, "seasonal_winter_service_contract_cancellation_requests_effectiv", and that name is taken already (SQLSTATE 42P07). SQLite, MySQL and MariaDB accept it.
        help: Name it: ->index('b', 'req_b_idx')
        engines: postgres@16
        fix (safe): Name it 'req_b_idx'
          example:17:32 «'seasonal_winter_service_contract_cancellation_requests_effectiv2'» → «'req_b_idx'»
        related: example:16:21 «index('a', 'seasonal_winter_service_contract_cancellation_requests_effectiv1');» the other name stands here
        data: {"object":"index","table":"requests","name":"seasonal_winter_service_contract_cancellation_requests_effectiv2","kept":"seasonal_winter_service_contract_cancellation_requests_effectiv","code":"42P07"}"
    `);
  });
  it('Two tables', async () => {
    expect(await example(RULE, 'Two tables')).toMatchInlineSnapshot(`
      "error example:13:13 «Schema::create('seasonal_winter_service_contract_cancellation_requests_effectiv' . $number, function (Blueprint $table) { …»
        table name "seasonal_winter_service_contract_cancellation_requests_effectiv2" has 64 bytes; PostgreSQL cuts it to 63, "seasonal_winter_service_contract_cancellation_requests_effectiv", and that name is taken already (SQLSTATE 42P07). SQLite, MySQL and MariaDB accept it.
        help: Rename the table, so that the two differ within 63 bytes; better give both shorter names.
        engines: postgres@16
        data: {"object":"table","table":"seasonal_winter_service_contract_cancellation_requests_effectiv","name":"seasonal_winter_service_contract_cancellation_requests_effectiv2","kept":"seasonal_winter_service_contract_cancellation_requests_effectiv","code":"42P07"}"
    `);
  });
  it('Two columns', async () => {
    expect(await example(RULE, 'Two columns')).toMatchInlineSnapshot(`
      "error example:15:21 «date('seasonal_winter_service_contract_cancellation_requests_effectivb');»
        column name "seasonal_winter_service_contract_cancellation_requests_effectivb" has 64 bytes; PostgreSQL cuts it to 63, "seasonal_winter_service_contract_cancellation_requests_effectiv", and that name is taken already (SQLSTATE 42701). SQLite, MySQL and MariaDB accept it.
        help: Rename the column, so that the two differ within 63 bytes; better give both shorter names.
        engines: postgres@16
        data: {"object":"column","table":"requests","name":"seasonal_winter_service_contract_cancellation_requests_effectivb","kept":"seasonal_winter_service_contract_cancellation_requests_effectiv","code":"42701"}"
    `);
  });
});

/** 63 bytes, which is what PostgreSQL keeps. */
const KEPT = 'seasonal_winter_service_contract_cancellation_requests_effectiv';
const POSTGRES: Options = { engines: ['postgres@16'] };

const table = (name: string, ...indexes: string[]) =>
  create(name, `$table->date('a'); $table->date('b'); ${indexes.join(' ')}`);
const index = (end: string, column = 'a') => `$table->index('${column}', '${KEPT}${end}');`;

async function told(up: string, down?: string, options: Options = {}) {
  const found = await check([RULE], { 1: migration(up, down) }, options);
  return found.map(({ severity, message, related }) => ({
    severity,
    message,
    related: related.map((place) => place.message),
  }));
}

const collides = (end: string, more = '', noun = 'index') =>
  `${noun} name "${KEPT}${end}" has ${63 + end.length} bytes; PostgreSQL cuts it to 63, "${KEPT}", and that name is taken already${more} (SQLSTATE 42P07).`;
const OTHERS = ' SQLite, MySQL and MariaDB accept it.';
const OTHER_NAME = ['the other name stands here'];

describe('a name that is taken once it is cut', () => {
  it('is told at each place', async () => {
    const two = `${index('1')} ${index('2', 'b')} ${index('3', 'b')}`;
    expect(await told(table('requests', two))).toEqual([
      { severity: 'error', message: collides('2') + OTHERS, related: OTHER_NAME },
      { severity: 'error', message: collides('3') + OTHERS, related: OTHER_NAME },
    ]);
  });

  it('is told with the table that has it', async () => {
    expect(await told(`${table('offers', index('1'))} ${table('requests', index('2'))}`)).toEqual([
      { severity: 'error', message: collides('2', ' (on table "offers")') + OTHERS, related: OTHER_NAME },
    ]);
  });

  it('of one call in a loop, has no other place', async () => {
    const body = `foreach (['1', '2'] as $end) { $table->index('a', '${KEPT}' . $end); }`;
    expect(await told(table('requests', body))).toEqual([
      { severity: 'error', message: collides('2') + OTHERS, related: [] },
    ]);
  });

  it('may be automatic', async () => {
    const columns = ['effective_from_the_first', 'effective_from_the_second'];
    const long = 'winter_service_contract_cancellation_requests';
    const body = columns.map((column) => `$table->date('${column}')->index();`).join(' ');
    const [one, ...rest] = await told(create(long, body), undefined, POSTGRES);
    expect(rest).toEqual([]);
    expect(one?.message).toBe(
      `the automatic index name "${long}_effective_from_the_second_index" has 77 bytes; PostgreSQL cuts it to 63, "${long}_effective_from_th", and that name is taken already (SQLSTATE 42P07).`,
    );
  });

  it('on the way back is told as such', async () => {
    const way = alter('requests', `${index('1')} ${index('2')}`);
    const files = { 1: migration(table('requests')), 2: migration("DB::statement('select 1');", way) };
    const found = await check([RULE], files);
    expect(found.map(({ message }) => message)).toEqual([`On the way back: ${collides('2')}${OTHERS}`]);
  });

  it('is a warning where the migration catches the refusal', async () => {
    const caught = `try { ${alter('requests', index('2'))} } catch (\\Exception $e) {}`;
    expect(await told(`${table('requests', index('1'))} ${caught}`)).toEqual([
      {
        severity: 'warning',
        message: `${collides('2')}${OTHERS} The migration catches the refusal, so the object is silently missing there.`,
        related: OTHER_NAME,
      },
    ]);
  });

  it('in SQL, is advised with the ending of its kind', async () => {
    const sql = (end: string) => `DB::statement('CREATE UNIQUE INDEX ${KEPT}${end} ON requests (a)');`;
    const found = await check([RULE], { 1: migration(`${table('requests')} ${sql('1')} ${sql('2')}`) });
    expect(found.map(({ help }) => help)).toEqual(["Give it a short name of your own, such as 'req_a_unq'."]);
  });

  it('is left to identifier-too-long, if that is on and another engine refuses its length', async () => {
    const files = { 1: migration(table('requests', index('_1'), index('_2'))) };
    expect((await check([RULE, 'identifier-too-long'], files)).map(({ rule }) => rule)).toEqual([
      'identifier-too-long',
      'identifier-too-long',
    ]);
    const off = { ...files, 'dialint.json': '{ "rules": { "identifier-too-long": "off" } }' };
    const [one, ...rest] = await check([RULE], off);
    expect(rest).toEqual([]);
    expect(one?.message).toBe(`${collides('_2')} SQLite accepts it.`);
  });

  it('is none where the name is one that is written in full', async () => {
    expect(await told(table('requests', index('', 'a'), index('', 'b')))).toEqual([]);
  });

  it('is known again by its name', async () => {
    const fingerprints = async (...ends: string[]) => {
      const body = ends.map((end) => index(end));
      return (await check([RULE], { 1: migration(table('requests', ...body)) })).map(
        (one) => one.fingerprint,
      );
    };
    const both = await fingerprints('1', '2', '3');
    expect(new Set(both).size).toBe(2);
    expect(await fingerprints('1', '3')).toEqual([both[1]]);
  });
});

describe('a column', () => {
  it('is the one that is refused, each time', async () => {
    const columns = ['a', 'b', 'c'].map((end) => `$table->date('${KEPT}${end}');`).join(' ');
    const files = { 1: migration(create('requests', columns)) };
    const found = await check([RULE], files);
    expect(found.map(({ data }) => data.name)).toEqual([`${KEPT}b`, `${KEPT}c`]);
  });
});
