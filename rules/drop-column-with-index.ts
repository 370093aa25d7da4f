import { explains } from '../src/lint/explain-refusal.ts';
import { type Group, groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import {
  type Catalog,
  findIndex,
  keyColumns,
  type Origin,
  type Step,
  type Target,
} from '../src/schema/index.ts';

/** What becomes of an index over several columns when one of them is dropped. */
interface Fate {
  readonly target: Target;
  readonly table: string;
  readonly column: string;
  readonly index: string;
  readonly unique: boolean;
  /** The columns that it still covers; none: it goes. */
  readonly left: readonly string[];
  readonly origin: Origin;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function* fatesIn(
  { statement, before, verdict, target, reached }: Step,
  end: Catalog,
): IterableIterator<Fate> {
  if (statement.kind !== 'alterTable' || verdict.outcome !== 'accepts' || !reached) return;
  for (const action of statement.actions) {
    if (action.kind !== 'dropColumn') continue;
    const { column } = action;
    // what the migration leaves: it may drop the other columns, or the index, as well
    const after = end.table(statement.table);
    for (const index of before.table(statement.table)?.indexes ?? []) {
      const columns = keyColumns(index.parts);
      if (columns.length < 2 || !columns.some((name) => same(name, column))) continue;
      const rest = after && findIndex(after, index.name);
      yield {
        target,
        table: withoutPrefix(statement.table.name, target),
        column,
        index: index.name,
        unique: index.kind === 'unique',
        left: rest === undefined ? [] : keyColumns(rest.parts),
        origin: statement.origin,
      };
    }
  }
}

function fatesOf(view: MigrationView): Fate[] {
  const fates: Fate[] = [];
  for (const { direction, steps, after } of view.runs)
    if (direction === 'up') for (const step of steps) fates.push(...fatesIn(step, after));
  return fates;
}

/** `MySQL keeps it over "a", PostgreSQL drops it`. */
function told(hits: readonly Fate[], context: RuleContext): string {
  const titles = (some: readonly Fate[]): string[] =>
    engineTitles(
      some.map(({ target }) => target),
      context.targets,
    );
  return joinWords(
    groupByTarget(hits, context.targets, ({ left }) => left.join()).map((group) => {
      const { left } = group.hits[0];
      const who = titles(group.hits);
      return left.length === 0
        ? `${joinWords(who)} ${verb(who.length, 'drop')} it whole`
        : `${joinWords(who)} ${verb(who.length, 'keep')} it over ${joinWords(left.map(quote))}`;
    }),
  );
}

function report(context: RuleContext, { hits, targets }: Group<Fate>): void {
  const [{ table, column, index, unique, origin }] = hits;
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `dropping ${quote(column)} of table ${quote(table)} does not leave the same of index ${quote(index)}: ${told(hits, context)}.`,
      unique && 'What was unique together is unique by itself, or not at all.',
    ),
    help: `Say what is meant: dropIndex('${index}') before the column is dropped, and make the index that is to stay.`,
    severity: 'warning',
    engines: ids(targets),
    ...(origin.related === undefined ? {} : { related: origin.related }),
    data: {
      table,
      column,
      index,
      left: Object.fromEntries(hits.map((hit) => [hit.target.id, hit.left])),
    },
    identity: `${table} ${column} ${index}`,
  });
}

const refused = explains({
  kind: 'object-in-use',
  isMine: ({ object, byKind }) => object === 'column' && byKind === 'index',
  explain({ context, view, hits }) {
    const [{ problem, origin, target }] = hits;
    const { fact } = problem;
    const table = withoutPrefix(fact.table, target);
    const name = /"(.+)"$/.exec(fact.by)?.[1] ?? (fact.by.includes(' ') ? undefined : fact.by);
    const elsewhere = fatesOf(view).filter(
      (fate) =>
        placeKey(fate.origin) === placeKey(origin) &&
        same(fate.column, fact.name) &&
        (name === undefined || same(fate.index, name)),
    );
    return {
      wrong: `column ${quote(fact.name)} of table ${quote(table)} is dropped while ${name === undefined ? fact.by : `index ${quote(name)}`} covers it`,
      more:
        elsewhere.length === 0 ? undefined : `What stays of the index differs: ${told(elsewhere, context)}.`,
      help: sentences(
        name === undefined
          ? 'Drop the unique constraint first.'
          : `Drop the index first, in front of dropColumn(): $table->dropIndex('${name}').`,
        'Make the index that is to stay anew.',
      ),
      data: { table, column: fact.name, by: fact.by },
    };
  },
});

const TABLE = `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('customer_id');
    $table->string('number', 32);
    $table->index(['customer_id', 'number'], 'inv_customer_number_idx');
    $table->date('due_on')->index('inv_due_idx');
});`;

export const dropColumnWithIndex: Rule = {
  id: 'drop-column-with-index',
  severity: 'error',
  recommended: true,
  ...refused,
  docs: {
    what: 'A column is dropped while an index covers it.',
    why: 'SQLite refuses to drop such a column (SQLITE_ERROR: error in index … after drop column). MySQL takes the column out of the index and keeps the rest, MariaDB does too but refuses where the index is unique (errno 1072), and PostgreSQL drops the whole index: a query that was fast there scans the table, and what was unique no longer is.',
    how: 'Drop the index first, and make the one that is to stay.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The column has an index of its own',
        code: `${TABLE}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn('due_on');
});`,
      },
      {
        title: 'A compound index, of which each engine leaves something else',
        code: `${TABLE}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn('number');
});`,
      },
      {
        title: 'A compound unique index',
        code: `Schema::create('prices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('article_id');
    $table->unsignedBigInteger('customer_id');
    $table->unique(['article_id', 'customer_id'], 'prices_article_customer_unq');
});
Schema::table('prices', function (Blueprint $table) {
    $table->dropColumn('customer_id');
});`,
      },
    ],
    good: [
      {
        title: 'The index goes first',
        code: `${TABLE}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('inv_due_idx');
    $table->dropColumn('due_on');
});`,
      },
      {
        title: 'The index is made anew without the column',
        code: `${TABLE}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('inv_customer_number_idx');
    $table->dropColumn('number');
    $table->index('customer_id', 'inv_customer_idx');
});`,
      },
      {
        title: 'No index covers the column',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->string('note', 80);
});
Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn('note');
});`,
      },
    ],
  },
  create(context) {
    const inner = refused.create(context);
    return {
      migration(view) {
        inner.migration?.(view);
        const groups = groupByTarget(
          fatesOf(view),
          context.targets,
          ({ origin, table, column, index }) => `${placeKey(origin)} ${table} ${column} ${index}`,
        );
        if (groups.length === 0) return;
        const stopped = new Set(
          view.runs.flatMap(({ direction, steps }) =>
            direction === 'up'
              ? steps
                  .filter(({ verdict }) => verdict.outcome === 'refuses')
                  .map(({ statement }) => placeKey(statement.origin))
              : [],
          ),
        );
        for (const group of groups) {
          // the refusal has told of it
          if (stopped.has(placeKey(group.hits[0].origin))) continue;
          if (new Set(group.hits.map(({ left }) => left.join('\0'))).size > 1) report(context, group);
        }
      },
    };
  },
};
