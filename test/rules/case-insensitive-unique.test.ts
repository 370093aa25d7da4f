import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'case-insensitive-unique';

describe('the examples', () => {
  it('An address', async () => {
    expect(await example(RULE, 'An address')).toMatchInlineSnapshot(`
      "info example:14:43 «unique();»
        unique index "users_email_unique" of table "users" compares "email" without case on MySQL and MariaDB: Anna and ANNA are one there, and two on SQLite and PostgreSQL. An insert that SQLite and PostgreSQL take is refused on MySQL and MariaDB, and where('email', …) finds other rows.
        help: Write the values in one case (Str::lower() before they are stored and looked up), or give the column a collation that tells them apart, per engine.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"users","name":"users_email_unique","columns":["email"]}"
    `);
  });
  it('A part of a compound key', async () => {
    expect(await example(RULE, 'A part of a compound key')).toMatchInlineSnapshot(`
      "info example:16:21 «unique(['team_id', 'name'], 'usr_team_name_unq');»
        unique index "usr_team_name_unq" of table "users" compares "name" without case on MySQL and MariaDB: Anna and ANNA are one there, and two on SQLite and PostgreSQL. An insert that SQLite and PostgreSQL take is refused on MySQL and MariaDB, and where('name', …) finds other rows.
        help: Write the values in one case (Str::lower() before they are stored and looked up), or give the column a collation that tells them apart, per engine.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"users","name":"usr_team_name_unq","columns":["name"]}"
    `);
  });
  it('An index that comes later', async () => {
    expect(await example(RULE, 'An index that comes later')).toMatchInlineSnapshot(`
      "info example:17:21 «unique('slug');»
        unique index "users_slug_unique" of table "users" compares "slug" without case on MySQL and MariaDB: Anna and ANNA are one there, and two on SQLite and PostgreSQL. An insert that SQLite and PostgreSQL take is refused on MySQL and MariaDB, and where('slug', …) finds other rows.
        help: Write the values in one case (Str::lower() before they are stored and looked up), or give the column a collation that tells them apart, per engine.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"users","name":"users_slug_unique","columns":["slug"]}"
    `);
  });
});
