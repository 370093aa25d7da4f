import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'unknown-column-modifier';

describe('the examples', () => {
  it('Misspelt', async () => {
    expect(await example(RULE, 'Misspelt')).toMatchInlineSnapshot(`
      "warning example:14:38 «defualt(false);»
        ->defualt() on column "paid" of table "invoices" does nothing: the framework takes any call here in silence, and no engine is told of this one.
        help: Did you mean ->default()?
        engines: any
        fix (safe): Spell it ->default()
          example:14:38 «defualt» → «default»
        data: {"modifier":"defualt","on":"column","table":"invoices","columns":["paid"],"reason":"unknown","nearest":"default"}"
    `);
  });
  it("A column's modifier behind the foreign key", async () => {
    expect(await example(RULE, "A column's modifier behind the foreign key")).toMatchInlineSnapshot(`
      "warning example:17:62 «nullable();»
        ->nullable() on the foreign key over "customer_id" of table "invoices" does nothing: it belongs to the column, which stays as it is without it.
        help: Move ->nullable() in front of the call that makes the key.
        engines: any
        data: {"modifier":"nullable","on":"foreignKey","table":"invoices","columns":["customer_id"],"reason":"elsewhere"}"
    `);
  });
  it('A name that makes the key disappear', async () => {
    expect(await example(RULE, 'A name that makes the key disappear')).toMatchInlineSnapshot(`
      "warning example:17:62 «name('inv_customer_fk');»
        ->name() on the foreign key over "customer_id" of table "invoices" overwrites the name of the command itself, which then is none that the framework knows: the foreign key is silently never made.
        help: Pass the name as the last argument of the call that makes the foreign key.
        engines: any
        data: {"modifier":"name","on":"foreignKey","table":"invoices","columns":["customer_id"],"reason":"overwrites"}"
    `);
  });
  it('A foreign key on a plain column', async () => {
    expect(await example(RULE, 'A foreign key on a plain column')).toMatchInlineSnapshot(`
      "warning example:17:56 «references('id')»
        ->references() on column "customer_id" of table "invoices" does nothing: it belongs to a foreign key, and the column makes none here. No key, or no such action, comes of it on any engine.
        help: Use ->foreignId('customer_id')->constrained(), or a ->foreign('customer_id') of its own.
        engines: any
        data: {"modifier":"references","on":"column","table":"invoices","columns":["customer_id"],"reason":"elsewhere"}"
    `);
  });
});
