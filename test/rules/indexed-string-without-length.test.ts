import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'indexed-string-without-length';

describe('the examples', () => {
  it('A unique string in a module', async () => {
    expect(await example(RULE, 'A unique string in a module')).toMatchInlineSnapshot(`
      "warning modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:38 «unique();»
        column "token" of table "mod_telegram_tokens" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "token" the length that its values need where it is made (->string('token')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4 mariadb@10.11
        fix (unsafe): Give it a length of 191
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:35 «» → «, 191»
        related: modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:21 «string('token')» column "token" is made here, without a length
        data: {"table":"mod_telegram_tokens","column":"token","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
  it('An index that a later call adds', async () => {
    expect(await example(RULE, 'An index that a later call adds')).toMatchInlineSnapshot(`
      "warning modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:17:21 «index('kind');»
        column "kind" of table "mod_telegram_chats" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "kind" the length that its values need where it is made (->string('kind')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4 mariadb@10.11
        fix (unsafe): Give it a length of 191
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:34 «» → «, 191»
        related: modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:21 «string('kind');» column "kind" is made here, without a length
        data: {"table":"mod_telegram_chats","column":"kind","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
  it('A string as primary key, in the application (an info)', async () => {
    expect(
      await example(RULE, 'A string as primary key, in the application (an info)'),
    ).toMatchInlineSnapshot(`
      "info example:13:36 «primary();»
        column "key" of table "feature_flags" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "key" the length that its values need where it is made (->string('key')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4 mariadb@10.11
        fix (unsafe): Give it a length of 191
          example:13:33 «» → «, 191»
        related: example:13:21 «string('key')» column "key" is made here, without a length
        data: {"table":"feature_flags","column":"key","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
});
