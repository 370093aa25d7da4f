import { earlier } from '../src/lint/example-source.ts';
import { placeKey } from '../src/lint/groups.ts';
import { keysMadeBy } from '../src/lint/keys.ts';
import { lastTable } from '../src/lint/last-catalogs.ts';
import { rebuiltTable } from '../src/lint/ownership.ts';
import { type Placed, reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { enginesDo, joinWords, quote, sentences } from '../src/lint/wording.ts';
import { keyColumns, type Table } from '../src/schema/index.ts';

const POSTGRES = { engines: { test: 'postgres@16', production: ['postgres@16'] } };
const files = earlier(`Schema::create('customers', function (Blueprint $table) {
    $table->id();
});`);

interface Hit extends Placed {
  readonly columns: readonly string[];
}

/** Does an index begin with these columns, in whatever order? */
function isIndexed(table: Table, columns: readonly string[]): boolean {
  const wanted = columns.map((name) => name.toLowerCase());
  const keys = [
    ...table.indexes.filter(({ where }) => where === undefined).map(({ parts }) => parts),
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.parts]),
  ];
  return keys.some((parts) => {
    const first = keyColumns(parts.slice(0, wanted.length)).map((name) => name.toLowerCase());
    return first.length === wanted.length && wanted.every((name) => first.includes(name));
  });
}

function* hitsIn({ relevant }: RuleContext, view: MigrationView): IterableIterator<Hit> {
  for (const { direction, target, steps } of view.runs) {
    // MySQL and MariaDB make an index of their own for it.
    if (direction !== 'up' || target.engine === 'mysql' || target.engine === 'mariadb') continue;
    for (const step of steps) {
      const { kind } = step.statement;
      if ((kind !== 'createTable' && kind !== 'alterTable') || step.verdict.outcome === 'refuses') continue;
      for (const key of keysMadeBy(step.statement)) {
        if (key.kind !== 'foreign' || key.origin.file !== view.migration.file) continue;
        if (rebuiltTable(key.table.name, target) !== undefined) continue;
        const columns = keyColumns(key.parts);
        const last = lastTable(relevant, view.migration.set, step, key.table);
        if (last === undefined || isIndexed(last, columns)) continue;
        if (
          !last.foreignKeys.some((one) => one.columns.join().toLowerCase() === columns.join().toLowerCase())
        )
          continue;
        yield { target, step, origin: key.origin, table: withoutPrefix(key.table.name, target), columns };
      }
    }
  }
}

export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  severity: 'warning',
  recommended: false,
  claims: [],
  docs: {
    what: 'PostgreSQL has no index over the columns of a foreign key.',
    why: 'MySQL and MariaDB make an index for each foreign key; PostgreSQL and SQLite do not. Each DELETE of a parent, and each UPDATE of its key, then looks through the whole child table, once per row and under its lock; each query by the key does so as well. What is quick on MySQL takes minutes there.',
    how: 'Add ->index() to the column, in a migration of its own where the table is large (see postgres-index-not-concurrent).',
    engines: ['sqlite', 'postgres'],
    bad: [
      {
        title: 'constrained()',
        files,
        config: POSTGRES,
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
      {
        title: 'foreign()',
        files,
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('payer_id');
    $table->foreign('payer_id')->references('id')->on('customers');
});`,
      },
      {
        title: 'Only the second column of an index',
        files,
        config: POSTGRES,
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->date('made_on');
    $table->foreignId('customer_id')->constrained();
    $table->index(['made_on', 'customer_id']);
});`,
      },
    ],
    good: [
      {
        title: 'An index',
        files,
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->index()->constrained();
});`,
      },
      {
        title: 'The first column of a unique key',
        files,
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
    $table->string('number', 32);
    $table->unique(['customer_id', 'number']);
});`,
      },
      {
        title: 'MySQL makes the index',
        files,
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          hitsIn(context, view),
          ({ hits: [{ table, columns }], targets }) => ({
            message: sentences(
              `${enginesDo(targets, context.targets, 'make')} no index for the foreign key over ${joinWords(columns.map(quote))} of table ${quote(table)}, and there is none.`,
              'Deleting a parent looks through the whole table.',
            ),
            help: 'Add ->index() to the column.',
            data: { table, columns },
            identity: `${table} ${columns.join()}`,
          }),
          ({ origin, columns }) => `${placeKey(origin)} ${columns.join()}`,
        );
      },
    };
  },
};
