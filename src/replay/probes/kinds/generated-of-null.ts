import { GENERATED_SOURCES, generatedPlaces, sourcesOf } from '../generated.ts';
import { type Expected, NotMade, type Probe } from '../probe.ts';
import { NULL } from '../value.ts';

/** What is worked out from NULL is NULL, but for functions that pass it over. */
const nothing: Expected = ({ column }) =>
  /\b(coalesce|ifnull|nullif|case|if|iif|concat_ws|is|json\w*|greatest|least)\b|<=>/i.test(
    column?.generated?.expression ?? '',
  )
    ? ['reads *', 'refused *']
    : column?.nullable === false
      ? 'refused *'
      : 'reads NULL';

export const generatedOfNull: Probe = {
  id: 'generated-of-null',
  asks: 'a generated column whose sources are NULL',
  bite: 2,
  advice: 'Say in the expression what NULL gives (coalesce), as || and concat() part there.',
  expected: { sqlite: nothing, mysql: nothing, mariadb: nothing, postgres: nothing },
  sources: GENERATED_SOURCES,
  places: generatedPlaces,
  ask: async (bench, { columns: [column = ''] }) => {
    const nullable = sourcesOf(bench, column).filter(
      (name) => bench.table.columns.find((own) => own.name === name)?.nullable === true,
    );
    if (nullable.length === 0) throw new NotMade('nothing that it reads can be NULL');
    const refusal = await bench.insert(Object.fromEntries(nullable.map((name) => [name, NULL])));
    if (refusal !== null) return `refused ${refusal.code}`;
    const read = await bench.read(column);
    return read === null ? 'reads NULL' : `reads ${JSON.stringify(read)}`;
  },
};
