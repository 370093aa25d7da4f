import { jsonProbe } from '../json-probe.ts';

export const jsonKeyOrder = jsonProbe({
  id: 'json-key-order',
  asks: 'the order of keys in JSON',
  bite: 3,
  json: '{"bb":1,"a":2}',
});
