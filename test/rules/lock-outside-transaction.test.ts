import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'lock-outside-transaction';

describe('the examples', () => {
  it('Read under a lock, written without', async () => {
    expect(await example(RULE, 'Read under a lock, written without')).toMatchInlineSnapshot(`
      "warning app/Services/Counter.php:11:63 «lockForUpdate()»
        ->lockForUpdate() locks rows, and no transaction is to be seen around it: the lock is given back when the query is done. What is written afterwards on the strength of what was read is not protected.
        help: Put the lock and what rests on it into one DB::transaction(function () { … }). If a caller opens the transaction, say so in a suppression comment.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"lock":"update","inMigration":false}"
    `);
  });
  it('A shared lock', async () => {
    expect(await example(RULE, 'A shared lock')).toMatchInlineSnapshot(`
      "warning app/Services/Counter.php:11:34 «sharedLock()»
        ->sharedLock() locks rows, and no transaction is to be seen around it: the lock is given back when the query is done. What is written afterwards on the strength of what was read is not protected.
        help: Put the lock and what rests on it into one DB::transaction(function () { … }). If a caller opens the transaction, say so in a suppression comment.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"lock":"share","inMigration":false}"
    `);
  });
  it('In SQL', async () => {
    expect(await example(RULE, 'In SQL')).toMatchInlineSnapshot(`
      "warning app/Services/Counter.php:11:27 «'select value from settings where id = 1 for update'»
        FOR UPDATE locks rows, and no transaction is to be seen around it: the lock is given back when the query is done. What is written afterwards on the strength of what was read is not protected.
        help: Put the lock and what rests on it into one DB::transaction(function () { … }). If a caller opens the transaction, say so in a suppression comment.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"lock":"update","inMigration":false}"
    `);
  });
});
