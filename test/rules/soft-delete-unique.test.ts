import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'soft-delete-unique';

describe('the examples', () => {
  it('An address', async () => {
    expect(await example(RULE, 'An address')).toMatchInlineSnapshot(`
      "info example:14:43 «unique();»
        unique index "users_email_unique" of table "users" covers "email" and not "deleted_at": a soft-deleted row keeps its value, and no new row may have it.
        help: If a value is to be free again, restore the deleted row instead, or change "email" when it is deleted; the database can do it with a partial index (where deleted_at is null), or on MySQL and MariaDB with a generated column that is NULL in deleted rows. deleted_at itself in the key does not: it is NULL in all rows that live.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"users","name":"users_email_unique","columns":["email"]}"
    `);
  });
  it('A compound key', async () => {
    expect(await example(RULE, 'A compound key')).toMatchInlineSnapshot(`
      "info example:17:21 «unique(['team_id', 'name'], 'usr_team_name_unq');»
        unique index "usr_team_name_unq" of table "users" covers "team_id" and "name" and not "deleted_at": a soft-deleted row keeps its value, and no new row may have it.
        help: If a value is to be free again, restore the deleted row instead, or change "team_id" and "name" when it is deleted; the database can do it with a partial index (where deleted_at is null), or on MySQL and MariaDB with a generated column that is NULL in deleted rows. deleted_at itself in the key does not: it is NULL in all rows that live.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"users","name":"usr_team_name_unq","columns":["team_id","name"]}"
    `);
  });
  it('The soft delete comes later', async () => {
    expect(await example(RULE, 'The soft delete comes later')).toMatchInlineSnapshot(`
      "info example:14:43 «unique();»
        unique index "users_email_unique" of table "users" covers "email" and not "deleted_at": a soft-deleted row keeps its value, and no new row may have it.
        help: If a value is to be free again, restore the deleted row instead, or change "email" when it is deleted; the database can do it with a partial index (where deleted_at is null), or on MySQL and MariaDB with a generated column that is NULL in deleted rows. deleted_at itself in the key does not: it is NULL in all rows that live.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"users","name":"users_email_unique","columns":["email"]}"
    `);
  });
});
