import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'text-index-needs-length';

describe('the examples', () => {
  it('An index', async () => {
    expect(await example(RULE, 'An index')).toMatchInlineSnapshot(`
      "error example:14:35 «index();»
        index "notes_body_index" of table "notes" covers "body", which is text: a key over it needs a prefix length; MySQL refuses it (errno 1170). SQLite and PostgreSQL accept it. MariaDB silently makes an index over the first 768 characters instead.
        help: Make it a string with a length, ->string('body', 190); or index a hash of it. For searching in it there is ->fullText('body'), on engines that have that.
        engines: mysql@8.4
        data: {"table":"notes","name":"notes_body_index","column":"body","type":"text","codes":{"mysql@8.4":"1170"}}"
    `);
  });
  it('A primary key', async () => {
    expect(await example(RULE, 'A primary key')).toMatchInlineSnapshot(`
      "error example:13:34 «primary();»
        the primary key of table "settings" covers "key", which is text: a key over it needs a prefix length; MySQL and MariaDB refuse it (errno 1170). SQLite and PostgreSQL accept it.
        help: Make it a string with a length, ->string('key', 190); or index a hash of it. For searching in it there is ->fullText('key'), on engines that have that.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"settings","name":"PRIMARY","column":"key","type":"text","codes":{"mysql@8.4":"1170","mariadb@10.11":"1170"}}"
    `);
  });
  it('A compound index', async () => {
    expect(await example(RULE, 'A compound index')).toMatchInlineSnapshot(`
      "error example:16:21 «index(['user_id', 'slug'], 'notes_user_slug_idx');»
        index "notes_user_slug_idx" of table "notes" covers "slug", which is longtext: a key over it needs a prefix length; MySQL refuses it (errno 1170). SQLite and PostgreSQL accept it.
        help: Make it a string with a length, ->string('slug', 190); or index a hash of it. For searching in it there is ->fullText('slug'), on engines that have that.
        engines: mysql@8.4
        data: {"table":"notes","name":"notes_user_slug_idx","column":"slug","type":"longtext","codes":{"mysql@8.4":"1170"}}"
    `);
  });
});
