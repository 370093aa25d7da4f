import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'select-for-update';

describe('the examples', () => {
  it('A lock in a migration', async () => {
    expect(await example(RULE, 'A lock in a migration')).toMatchInlineSnapshot(`
      "warning example:13:68 «lockForUpdate()»
        ->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"update","inMigration":true,"raw":false}"
    `);
  });
  it('A shared lock in a module', async () => {
    expect(await example(RULE, 'A shared lock in a module')).toMatchInlineSnapshot(`
      "warning modules/billing/src/Invoices.php:10:73 «sharedLock()»
        ->sharedLock() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"share","inMigration":false,"raw":false}"
    `);
  });
  it('A lock in the application (an info)', async () => {
    expect(await example(RULE, 'A lock in the application (an info)')).toMatchInlineSnapshot(`
      "info app/Services/Counter.php:10:34 «lockForUpdate()»
        ->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"update","inMigration":false,"raw":false}"
    `);
  });
});
