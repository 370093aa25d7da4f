import { jsonProbe } from '../json-probe.ts';

export const jsonSpaces = jsonProbe({
  id: 'json-spaces',
  asks: 'the way in which JSON is spaced',
  bite: 2,
  json: '{"a":1}',
});
