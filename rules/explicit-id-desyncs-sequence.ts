import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences } from '../src/lint/wording.ts';
import type { Catalog, Origin, Statement, TableName, Target } from '../src/schema/index.ts';

interface Hit {
  readonly target: Target;
  readonly table: string;
  readonly column: string;
  readonly origin: Origin;
}

/** Does it set a sequence's value by hand? */
const SETS_SEQUENCE = /\bsetval\s*\(|\balter\s+sequence\b|\brestart\b/i;

/** The column whose numbers a sequence gives, among those that the statement gives values for. */
function givenId(statement: Statement, catalog: Catalog): { table: TableName; column: string } | undefined {
  if (statement.kind !== 'data' || statement.verb !== 'insert' || statement.table === null) return undefined;
  const { table, columns, rows } = statement;
  const known = catalog.table(table);
  const serial = known?.columns.find(({ sequence }) => sequence !== undefined);
  if (known === undefined || serial === undefined) return undefined;
  const names = columns ?? known.columns.map(({ name }) => name);
  const at = names.indexOf(serial.name);
  if (at < 0 || (columns === undefined && rows === undefined)) return undefined;
  // NULL and DEFAULT take the next number
  if (rows?.every((row) => row[at] === null)) return undefined;
  return { table, column: serial.name };
}

function* hitsIn(view: MigrationView): IterableIterator<Hit> {
  for (const { direction, target, steps } of view.runs) {
    if (direction !== 'up') continue;
    const pending = new Map<string, Hit>();
    for (const { statement, before } of steps) {
      if (SETS_SEQUENCE.test(statement.sql)) pending.clear();
      const given = givenId(statement, before);
      if (given === undefined || statement.origin.file !== view.migration.file) continue;
      const table = withoutPrefix(given.table.name, target);
      if (!pending.has(table))
        pending.set(table, { target, table, column: given.column, origin: statement.origin });
    }
    yield* pending.values();
  }
}

const STATES = `Schema::create('states', function (Blueprint $table) {
    $table->id();
    $table->string('name', 40);
});`;

export const explicitIdDesyncsSequence: Rule = {
  id: 'explicit-id-desyncs-sequence',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'Rows are inserted with ids of their own into a table whose ids a sequence gives.',
    why: "MySQL, MariaDB and SQLite go on from the greatest id. PostgreSQL's sequence does not look at the table: it still stands at 1, and the first rows that the application inserts meet the ids that are there (SQLSTATE 23505), one failure for each.",
    how: "Leave the id out, or set the sequence afterwards: select setval(pg_get_serial_sequence('states', 'id'), (select max(id) from states)).",
    engines: ['postgres'],
    bad: [
      {
        title: 'Rows with ids',
        code: `${STATES}
DB::table('states')->insert([['id' => 1, 'name' => 'open'], ['id' => 2, 'name' => 'closed']]);`,
      },
      {
        title: 'One row',
        code: `${STATES}
DB::table('states')->insert(['id' => 1, 'name' => 'open']);`,
      },
      {
        title: 'In SQL',
        code: `${STATES}
DB::statement("insert into states (id, name) values (1, 'open')");`,
      },
    ],
    good: [
      {
        title: 'The sequence gives the ids',
        code: `${STATES}
DB::table('states')->insert([['name' => 'open'], ['name' => 'closed']]);`,
      },
      {
        title: 'The sequence is set afterwards',
        code: `${STATES}
DB::table('states')->insert(['id' => 1, 'name' => 'open']);
if (DB::getDriverName() === 'pgsql') {
    DB::statement("select setval(pg_get_serial_sequence('states', 'id'), (select max(id) from states))");
}`,
      },
      {
        title: 'No sequence',
        code: `Schema::create('states', function (Blueprint $table) {
    $table->unsignedSmallInteger('id')->primary();
    $table->string('name', 40);
});
DB::table('states')->insert(['id' => 1, 'name' => 'open']);`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(hitsIn(view), context.targets, ({ origin }) => placeKey(origin));
        for (const { hits, targets } of groups) {
          const [{ table, column, origin }] = hits;
          const titles = engineTitles(targets, context.targets);
          const others = engineTitles(
            context.targets.filter((target) => !targets.includes(target)),
            context.targets,
          );
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `rows are inserted into ${quote(table)} with ${quote(column)} of their own: on ${joinWords(titles)} the sequence behind it does not notice, and gives the same numbers again to the next rows (SQLSTATE 23505).`,
              others.length > 0 &&
                `${joinWords(others)} ${others.length === 1 ? 'goes' : 'go'} on from the greatest.`,
            ),
            help: `Leave ${quote(column)} out, or set the sequence behind the insert, on ${joinWords(titles)} only: DB::statement("select setval(pg_get_serial_sequence('${table}', '${column}'), (select max(${column}) from ${table}))").`,
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { table, column },
            identity: `${table} ${column}`,
          });
        }
      },
    };
  },
};
