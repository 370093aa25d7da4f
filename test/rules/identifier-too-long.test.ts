import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'identifier-too-long';

describe('the examples', () => {
  it('The automatic name of a compound index on a prefixed table has 66 characters', async () => {
    expect(
      await example(RULE, 'The automatic name of a compound index on a prefixed table has 66 characters'),
    ).toMatchInlineSnapshot(`
      "error modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:16:21 «index(['notifiable_type', 'notifiable_id']);»
        the automatic index name "mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index" has 66 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 2 characters too long.
        help: Name it: ->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_enroll_notifiable_idx'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:16:63 «» → «, 'tg_enroll_notifiable_idx'»
        data: {"object":"index","table":"mod_telegram_enrollment_tokens","name":"mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index","length":66,"limit":64,"unit":"characters","kept":"mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_in","automatic":true,"proposal":"tg_enroll_notifiable_idx"}"
    `);
  });
  it('morphs() makes an index, too', async () => {
    expect(await example(RULE, 'morphs() makes an index, too')).toMatchInlineSnapshot(`
      "error modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:21 «morphs('confirmable');»
        the automatic index name "mod_telegram_delivery_confirmations_confirmable_type_confirmable_id_index" has 73 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 9 characters too long.
        help: Name it: ->morphs('confirmable', 'tg_confirm_confirmable_idx')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_confirm_confirmable_idx'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:41 «» → «, 'tg_confirm_confirmable_idx'»
        data: {"object":"index","table":"mod_telegram_delivery_confirmations","name":"mod_telegram_delivery_confirmations_confirmable_type_confirmable_id_index","length":73,"limit":64,"unit":"characters","kept":"mod_telegram_delivery_confirmations_confirmable_type_confirmabl","automatic":true,"proposal":"tg_confirm_confirmable_idx"}"
    `);
  });
  it('A foreign key on a table with a long name', async () => {
    expect(await example(RULE, 'A foreign key on a table with a long name')).toMatchInlineSnapshot(`
      "error example:17:54 «constrained('customer_objects');»
        the automatic foreign key name "winter_service_contract_cancellation_requests_customer_object_id_foreign" has 72 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 8 characters too long.
        help: Name it: ->constrained('customer_objects', indexName: 'wsccr_object_fk')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'wsccr_object_fk'
          example:17:84 «» → «, indexName: 'wsccr_object_fk'»
        data: {"object":"foreignKey","table":"winter_service_contract_cancellation_requests","name":"winter_service_contract_cancellation_requests_customer_object_id_foreign","length":72,"limit":64,"unit":"characters","kept":"winter_service_contract_cancellation_requests_customer_object_i","automatic":true,"proposal":"wsccr_object_fk"}"
    `);
  });
  it('A column that somebody named in earnest', async () => {
    expect(await example(RULE, 'A column that somebody named in earnest')).toMatchInlineSnapshot(`
      "error example:14:21 «boolean('has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder');»
        column name "has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder" has 69 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 5 characters too long.
        help: Rename the column to at most 63 bytes, better to half of that: automatic names of indexes and foreign keys contain it.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"object":"column","table":"invoices","name":"has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder","length":69,"limit":64,"unit":"characters","kept":"has_the_customer_confirmed_the_receipt_of_the_second_payment_re","automatic":false}"
    `);
  });
});
