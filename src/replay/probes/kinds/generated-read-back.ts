import { GENERATED_SOURCES, generatedPlaces, sourcesOf } from '../generated.ts';
import type { Probe } from '../probe.ts';

/** The same row goes in on each engine: what differs is what they make of the expression. */
export const generatedReadBack: Probe = {
  id: 'generated-read-back',
  asks: 'a generated column that is read back',
  bite: 2,
  advice:
    'Write the expression so that it gives the same on each engine: cast what is divided, and say how strings are joined and dates written.',
  // What the project's expression gives on an engine is that engine's to say.
  expected: { sqlite: 'reads *', mysql: 'reads *', mariadb: 'reads *', postgres: 'reads *' },
  sources: GENERATED_SOURCES,
  places: generatedPlaces,
  ask: async (bench, { columns: [column = ''] }) => {
    sourcesOf(bench, column);
    await bench.mustInsert();
    const read = await bench.read(column);
    if (read === null) return 'reads NULL';
    // A number is the same with zeros at its end.
    return `reads ${/^-?\d+\.\d+$/.test(read) ? Number(read) : JSON.stringify(read)}`;
  },
};
