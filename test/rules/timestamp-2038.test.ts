import { describe, expect, it } from 'vitest';
import { create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'timestamp-2038';

describe('the examples', () => {
  it('A contract that may run long', async () => {
    expect(await example(RULE, 'A contract that may run long')).toMatchInlineSnapshot(`
      "info example:14:21 «timestamp('valid_until')»
        column "valid_until" of table "contracts" is a timestamp, which on MySQL and MariaDB begins in 1970 and ends on 2038-01-19: MySQL and MariaDB refuse dates outside of that.
        help: Use ->dateTime('valid_until'), or ->date() for a day: they reach to the year 9999, and are not converted to the session's time zone.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"contracts","column":"valid_until","last":"2038-01-19"}"
    `);
  });
  it('A birthday', async () => {
    expect(await example(RULE, 'A birthday')).toMatchInlineSnapshot(`
      "info example:14:21 «timestamp('birth_date');»
        column "birth_date" of table "contracts" is a timestamp, which on MySQL and MariaDB begins in 1970 and ends on 2038-01-19: MySQL and MariaDB refuse dates outside of that.
        help: Use ->dateTime('birth_date'), or ->date() for a day: they reach to the year 9999, and are not converted to the session's time zone.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"contracts","column":"birth_date","last":"2038-01-19"}"
    `);
  });
  it('With a time zone', async () => {
    expect(await example(RULE, 'With a time zone')).toMatchInlineSnapshot(`
      "info example:14:21 «timestampTz('expires_at')»
        column "expires_at" of table "contracts" is a timestamp, which on MySQL and MariaDB begins in 1970 and ends on 2038-01-19: MySQL and MariaDB refuse dates outside of that.
        help: Use ->dateTime('expires_at'), or ->date() for a day: they reach to the year 9999, and are not converted to the session's time zone.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"contracts","column":"expires_at","last":"2038-01-19"}"
    `);
  });
});

it.each([
  ['polls', 'expires_at'],
  ['appointments', 'ends_at'],
  ['user_invites', 'valid_until'],
])('leaves %s.%s alone', async (table, name) => {
  expect(
    await found(RULE, { 1: migration(create(table, `$table->timestamp('${name}')->nullable();`)) }),
  ).toBe('nothing');
});
it('reaches further on MariaDB 11.5', async () => {
  const files = { 1: migration(create('licences', "$table->timestamp('expires_at')->nullable();")) };
  expect(await found(RULE, files, { engines: ['mariadb@10.11'] })).toContain('ends on 2038-01-19');
  expect(await found(RULE, files, { engines: ['mariadb@11.8'] })).toContain('ends on 2106-02-07');
  expect(await found(RULE, files, { engines: ['sqlite@3.45', 'postgres@16'] })).toBe('nothing');
});
