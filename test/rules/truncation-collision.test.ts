import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'truncation-collision';

describe('the examples', () => {
  it('Two indexes whose names differ in the 64th character only', async () => {
    expect(
      await example(RULE, 'Two indexes whose names differ in the 64th character only'),
    ).toMatchInlineSnapshot(`
      "error example:17:21 «index('b', 'seasonal_winter_service_contract_cancellation_requests_effectiv2');»
        index name "seasonal_winter_service_contract_cancellation_requests_effectiv2" has 64 bytes; PostgreSQL cuts it to 63, "seasonal_winter_service_contract_cancellation_requests_effectiv", and that name is taken already (SQLSTATE 42P07). SQLite, MySQL and MariaDB accept it.
        help: Name it: ->index('b', 'req_b_idx')
        engines: postgres@16
        fix (safe): Name it 'req_b_idx'
          example:17:32 «'seasonal_winter_service_contract_cancellation_requests_effectiv2'» → «'req_b_idx'»
        related: example:16:21 «index('a', 'seasonal_winter_service_contract_cancellation_requests_effectiv1');» the other name stands here
        data: {"object":"index","table":"requests","name":"seasonal_winter_service_contract_cancellation_requests_effectiv2","kept":"seasonal_winter_service_contract_cancellation_requests_effectiv","code":"42P07"}"
    `);
  });
  it('Two tables', async () => {
    expect(await example(RULE, 'Two tables')).toMatchInlineSnapshot(`
      "error example:13:13 «Schema::create('seasonal_winter_service_contract_cancellation_requests_effectiv' . $number, function (Blueprint $table) { …»
        table name "seasonal_winter_service_contract_cancellation_requests_effectiv2" has 64 bytes; PostgreSQL cuts it to 63, "seasonal_winter_service_contract_cancellation_requests_effectiv", and that name is taken already (SQLSTATE 42P07). SQLite, MySQL and MariaDB accept it.
        help: Rename the table, so that the two differ within 63 bytes; better give both shorter names.
        engines: postgres@16
        data: {"object":"table","table":"seasonal_winter_service_contract_cancellation_requests_effectiv","name":"seasonal_winter_service_contract_cancellation_requests_effectiv2","kept":"seasonal_winter_service_contract_cancellation_requests_effectiv","code":"42P07"}"
    `);
  });
  it('Two columns', async () => {
    expect(await example(RULE, 'Two columns')).toMatchInlineSnapshot(`
      "error example:15:21 «date('seasonal_winter_service_contract_cancellation_requests_effectivb');»
        column name "seasonal_winter_service_contract_cancellation_requests_effectiva" has 64 bytes; PostgreSQL cuts it to 63, "seasonal_winter_service_contract_cancellation_requests_effectiv", and that name is taken already (SQLSTATE 42701). SQLite, MySQL and MariaDB accept it.
        help: Rename the column, so that the two differ within 63 bytes; better give both shorter names.
        engines: postgres@16
        data: {"object":"column","table":"requests","name":"seasonal_winter_service_contract_cancellation_requests_effectiva","kept":"seasonal_winter_service_contract_cancellation_requests_effectiv","code":"42701"}"
    `);
  });
});
