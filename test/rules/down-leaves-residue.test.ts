import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'down-leaves-residue';

describe('the examples', () => {
  it('A second table is forgotten', async () => {
    expect(await example(RULE, 'A second table is forgotten')).toMatchInlineSnapshot(`
      "warning example:18:21 «down»
        up() and down() together do not leave the schema as it was: table "offer_items" stays.
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Undo the rest in down()
          example:20:1 «» → «        Schema::dropIfExists('offer_items');
      »
        data: {"residue":[{"kind":"extra","object":"table","table":"offer_items","name":"offer_items","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('A column stays', async () => {
    expect(await example(RULE, 'A column stays')).toMatchInlineSnapshot(`
      "warning example:16:21 «down»
        up() and down() together do not leave the schema as it was: column "paid_by" of table "invoices" stays.
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Undo the rest in down()
          example:18:1 «» → «        Schema::table('invoices', function (Blueprint $table) {
                  $table->dropColumn('paid_by');
              });
      »
        data: {"residue":[{"kind":"extra","object":"column","table":"invoices","name":"paid_by","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('change() back loses the default', async () => {
    expect(await example(RULE, 'change() back loses the default')).toMatchInlineSnapshot(`
      "warning example:15:21 «down»
        up() and down() together do not leave the schema as it was: column "number" of table "invoices" is another than before (default 'draft' → none).
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"residue":[{"kind":"changed","object":"column","table":"invoices","name":"number","detail":"default 'draft' → none","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
});
