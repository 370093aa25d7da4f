import { GENERATED_SOURCES, generatedPlaces, sourcesOf } from '../generated.ts';
import { NotMade, type Probe } from '../probe.ts';

/** Stored and virtual ones alike: what differs is when they are worked out. */
export const generatedFollows: Probe = {
  id: 'generated-follows',
  asks: 'a generated column after an UPDATE of what it reads',
  bite: 1,
  advice: 'Read the model again (refresh()) before the generated value is used.',
  expected: { sqlite: 'follows', mysql: 'follows', mariadb: 'follows', postgres: 'follows' },
  sources: GENERATED_SOURCES,
  places: generatedPlaces,
  ask: async (bench, { columns: [column = ''] }) => {
    const sources = sourcesOf(bench, column);
    const there = await bench.trying(async () => {
      await bench.mustInsert({}, true);
      return await bench.read(column);
    });
    await bench.mustInsert();
    const before = await bench.read(column);
    const changes = sources.flatMap((name) => {
      const value = bench.asInSecond(name);
      return value === undefined ? [] : [`${bench.quoted(name)} = ${bench.literal(value)}`];
    });
    if (changes.length === 0 || there === before) throw new NotMade('both rows give the same value');
    await bench.demand(`update ${bench.name} set ${changes.join(', ')}${bench.newRows()}`);
    const now = await bench.read(column);
    return now === there ? 'follows' : now === before ? 'stays as it was' : 'has another value';
  },
};
