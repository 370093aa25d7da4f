import { GENERATED_SOURCES, generatedPlaces } from '../generated.ts';
import type { Probe } from '../probe.ts';
import { NULL } from '../value.ts';

export const generatedWritten: Probe = {
  id: 'generated-written',
  asks: 'a value for a generated column',
  bite: 2,
  advice: 'Keep generated columns out of $fillable, and out of what replicate() copies.',
  expected: {
    sqlite: 'refused SQLITE_ERROR',
    mysql: ['refused 3105', 'kept'],
    mariadb: ['refused 1906', 'kept'],
    postgres: 'refused 428C9',
  },
  sources: GENERATED_SOURCES,
  places: generatedPlaces,
  ask: async (bench, { columns: [column = ''] }) => {
    const refusal = await bench.insert({ [column]: NULL });
    return refusal === null ? 'kept' : `refused ${refusal.code}`;
  },
};
