import { describe, expect, it } from 'vitest';
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
