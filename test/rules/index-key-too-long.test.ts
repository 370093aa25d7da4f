import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'index-key-too-long';

describe('the examples', () => {
  it('Four strings of 255 characters: 4 × 1020 = 4080 bytes', async () => {
    expect(
      await example(RULE, 'Four strings of 255 characters: 4 × 1020 = 4080 bytes'),
    ).toMatchInlineSnapshot(`
      "error example:18:21 «index(['actor', 'action', 'subject', 'origin'], 'audit_all_idx');»
        the key of index "audit_all_idx" on table "audit_logs" is too long: actor 1020 + action 1020 + subject 1020 + origin 1020 = 4080 bytes; MySQL and MariaDB allow 3072 (errno 1071). SQLite and PostgreSQL accept it.
        help: Give the string columns shorter lengths, or leave columns out of the key: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"audit_logs","name":"audit_all_idx","bytes":4080,"limit":3072,"parts":[{"column":"actor","bytes":1020},{"column":"action","bytes":1020},{"column":"subject","bytes":1020},{"column":"origin","bytes":1020}]}"
    `);
  });
  it('One string of 800 characters: 3200 bytes', async () => {
    expect(await example(RULE, 'One string of 800 characters: 3200 bytes')).toMatchInlineSnapshot(`
      "error example:14:41 «index();»
        the key of index "pages_url_index" on table "pages" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071); MariaDB, which allows 3072, does not refuse it but silently makes an index over the first 768 characters instead. SQLite and PostgreSQL accept it.
        help: Give column "url" a shorter length: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"pages","name":"pages_url_index","bytes":3200,"limit":3072,"parts":[{"column":"url","bytes":3200}]}"
    `);
  });
  it('An index that a later change makes too long', async () => {
    expect(await example(RULE, 'An index that a later change makes too long')).toMatchInlineSnapshot(`
      "error example:18:21 «index(['source', 'target'], 'links_both_idx');»
        the key of index "links_both_idx" on table "links" is too long: source 2000 + target 2000 = 4000 bytes; MySQL and MariaDB allow 3072 (errno 1071). SQLite and PostgreSQL accept it.
        help: Give the string columns shorter lengths, or leave columns out of the key: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"links","name":"links_both_idx","bytes":4000,"limit":3072,"parts":[{"column":"source","bytes":2000},{"column":"target","bytes":2000}]}"
    `);
  });
});
