import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'missing-down';

describe('the examples', () => {
  it('No down()', async () => {
    expect(await example(RULE, 'No down()')).toMatchInlineSnapshot(`
      "warning example:9:21 «up»
        there is no down(), but up() makes table "invoices". A rollback does nothing and reports success; the next migrate meets what is still there.
        help: Write the way back; where there is none, throw an exception in down() that says so.
        engines: any
        fix (safe): Write down() as the way back
          example:12:6 «» → «

          public function down(): void
          {
              Schema::dropIfExists('invoices');
          }»
        data: {"down":"missing","changes":["makes table \\"invoices\\""]}"
    `);
  });
  it('An empty down()', async () => {
    expect(await example(RULE, 'An empty down()')).toMatchInlineSnapshot(`
      "warning example:14:21 «down»
        down() is empty, but up() makes table "invoices". A rollback does nothing and reports success; the next migrate meets what is still there.
        help: Write the way back; where there is none, throw an exception in down() that says so.
        engines: any
        fix (safe): Write down() as the way back
          example:15:5 « …» → «
              Schema::dropIfExists('invoices');
          »
        data: {"down":"empty","changes":["makes table \\"invoices\\""]}"
    `);
  });
  it('Only a comment, where a column goes', async () => {
    expect(await example(RULE, 'Only a comment, where a column goes')).toMatchInlineSnapshot(`
      "warning example:14:21 «down»
        down() is empty, but up() changes table "invoices". A rollback does nothing and reports success; the next migrate meets what is still there.
        help: Write the way back; where there is none, throw an exception in down() that says so.
        engines: any
        data: {"down":"empty","changes":["changes table \\"invoices\\""]}"
    `);
  });
});
