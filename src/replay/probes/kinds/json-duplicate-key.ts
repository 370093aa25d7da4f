import { jsonProbe } from '../json-probe.ts';

export const jsonDuplicateKey = jsonProbe({
  id: 'json-duplicate-key',
  asks: 'JSON that has a key twice',
  bite: 1,
  json: '{"a":1,"a":2}',
});
