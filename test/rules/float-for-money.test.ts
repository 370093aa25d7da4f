import { describe, expect, it } from 'vitest';
import { create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'float-for-money';

describe('the examples', () => {
  it('A price', async () => {
    expect(await example(RULE, 'A price')).toMatchInlineSnapshot(`
      "warning example:14:21 «float('price');»
        column "price" of table "invoices" holds money by its name, and is float(53): floats have no exact cents. Sums drift, and are not found with =; how much of it shows differs between engines.
        help: Use ->decimal('price', 10, 2), or an integer of cents. Columns that hold values already are changed with ->change(), which rounds them.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","column":"price","type":"float"}"
    `);
  });
  it('A sum', async () => {
    expect(await example(RULE, 'A sum')).toMatchInlineSnapshot(`
      "warning example:14:21 «double('total_amount')»
        column "total_amount" of table "invoices" holds money by its name, and is double precision: floats have no exact cents. Sums drift, and are not found with =; how much of it shows differs between engines.
        help: Use ->decimal('total_amount', 10, 2), or an integer of cents. Columns that hold values already are changed with ->change(), which rounds them.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","column":"total_amount","type":"double"}"
    `);
  });
  it('It is made a float later', async () => {
    expect(await example(RULE, 'It is made a float later')).toMatchInlineSnapshot(`
      "warning example:17:21 «float('balance', 53)»
        column "balance" of table "invoices" holds money by its name, and is float(53): floats have no exact cents. Sums drift, and are not found with =; how much of it shows differs between engines.
        help: Use ->decimal('balance', 10, 2), or an integer of cents. Columns that hold values already are changed with ->change(), which rounds them.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11
        data: {"table":"invoices","column":"balance","type":"float"}"
    `);
  });
});

it.each(['cost_mana', 'price_count', 'tax_rate', 'fees_percent'])('leaves %s alone', async (name) => {
  expect(await found(RULE, { 1: migration(create('a', `$table->double('${name}');`)) })).toBe('nothing');
});
it.each(['unit_price', 'price_per_unit', 'amount_due', 'Total'])('tells of %s', async (name) => {
  const text = await found(RULE, { 1: migration(create('a', `$table->double('${name}');`)) });
  expect(text).toContain(`column "${name}" of table "a" holds money by its name`);
});
