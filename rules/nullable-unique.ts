import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { keysMadeBy } from '../src/lint/keys.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { lastCatalogs } from '../src/lint/standing.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import {
  type Catalog,
  type Column,
  findColumn,
  findIndex,
  keyColumns,
  type Origin,
  type Target,
} from '../src/schema/index.ts';

interface Hit {
  readonly target: Target;
  readonly table: string;
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly nullable: readonly string[];
  readonly origin: Origin;
  readonly since: readonly { readonly name: string; readonly origin: Origin }[];
}

/** Columns that say "deleted" when they are not NULL: a unique index with one of them is another matter. */
const SOFT_DELETE = /^deleted_?at$/i;

function* nullableUniques(view: MigrationView, last: ReadonlyMap<string, Catalog>): IterableIterator<Hit> {
  for (const run of view.runs) {
    if (run.direction !== 'up') continue;
    const end = last.get(`${view.migration.set} ${run.target.id}`);
    for (const step of run.steps) {
      for (const key of keysMadeBy(step.statement)) {
        if (key.kind !== 'unique' || key.origin.file !== view.migration.file) continue;
        // PostgreSQL 15 and later can be told that NULLs are equal; and who leaves NULL out has thought of it.
        if (/nulls not distinct/i.test(step.statement.sql) || /is not null/i.test(key.where ?? '')) continue;
        const columns = keyColumns(key.parts);
        const made = step.verdict.after.table(key.table);
        // A later migration may have dropped the index, or made the column NOT NULL.
        const now = end?.table(key.table);
        if (now !== undefined && key.name !== undefined && findIndex(now, key.name) === undefined) continue;
        const table = now ?? made;
        if (table === undefined || columns.some((name) => SOFT_DELETE.test(name))) continue;
        const nullable = columns.flatMap((name): Column[] => {
          const column = findColumn(table, name);
          return column?.nullable === true && column.generated === undefined ? [column] : [];
        });
        if (nullable.length === 0) continue;
        yield {
          target: run.target,
          table: withoutPrefix(key.table.name, run.target),
          name: key.name,
          columns,
          nullable: nullable.map(({ name }) => name),
          origin: key.origin,
          // The column may have been NOT NULL where the index was made.
          since: nullable.flatMap(({ name, origin }) =>
            origin === undefined || origin.file === key.origin.file ? [] : [{ name, origin }],
          ),
        };
      }
    }
  }
}

function report(context: RuleContext, hits: readonly [Hit, ...Hit[]], targets: readonly Target[]): void {
  const [{ table, name, columns, nullable, origin, since }] = hits;
  const related = [
    ...(origin.related ?? []),
    ...since.map((entry) => ({
      file: entry.origin.file,
      span: entry.origin.span,
      message: `${quote(entry.name)} may be NULL from here on`,
    })),
  ];
  const titles = engineTitles(targets, context.targets);
  const words = joinWords(nullable.map(quote));
  const partner = columns.filter((column) => !nullable.includes(column));
  const same = partner.length === 0 ? 'alike' : `with the same ${joinWords(partner.map(quote))}`;
  const which = nullable.length === 1 ? words : `one of ${words}`;
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `unique index${name === undefined ? '' : ` ${quote(name)}`} on table ${quote(table)} covers ${words}, which may be NULL.`,
      `NULL equals nothing, not even NULL, so ${joinWords(titles)} ${verb(titles.length, 'accept')} any number of rows ${columns.length === 1 ? `without ${words}` : `${same} as long as ${which} is NULL`}.`,
    ),
    // One column that is unique where it has a value is what many mean; that a part of a key switches it off is a trap.
    ...(columns.length === 1 ? { severity: 'info' as const } : {}),
    help: `If a row without a value must be unique as well, make ${nullable.length === 1 ? 'the column' : 'the columns'} NOT NULL with a default; if not, say so in a suppression comment.`,
    engines: ids(targets),
    related,
    data: { table, name: name ?? null, columns, nullable },
    identity: `${table} ${columns.join()}`,
  });
}

export const nullableUnique: Rule = {
  id: 'nullable-unique',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A unique index covers a column that may be NULL.',
    why: 'In SQL NULL is not equal to NULL, and SQLite, MySQL, MariaDB and PostgreSQL alike let a unique index hold any number of them. A compound key is the trap: (user_id, provider, NULL) may be there a hundred times. Who counts on one row finds out when there are two. An index that leaves NULL out (WHERE … IS NOT NULL), or takes NULLs for equal (NULLS NOT DISTINCT, PostgreSQL 15), is left alone.',
    how: 'Make the column NOT NULL with a default, or make sure in the application; where several NULLs are meant, suppress this with that reason. A single column is reported as an info: there they mostly are.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A nullable column with a unique index of its own (an info)',
        code: `Schema::create('trackers', function (Blueprint $table) {
    $table->id();
    $table->string('imei', 20)->nullable()->unique();
});`,
      },
      {
        title: 'One part of a compound key may be NULL',
        code: `Schema::create('prices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('article_id');
    $table->unsignedBigInteger('customer_id')->nullable();
    $table->unique(['article_id', 'customer_id'], 'prices_article_customer_unq');
});`,
      },
      {
        title: 'A unique index that comes later (an info)',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
    $table->string('vat_number', 20)->nullable();
});
Schema::table('customers', function (Blueprint $table) {
    $table->unique('vat_number');
});`,
      },
    ],
    good: [
      {
        title: 'NOT NULL',
        code: `Schema::create('trackers', function (Blueprint $table) {
    $table->id();
    $table->string('imei', 20)->unique();
});`,
      },
      {
        title: 'A value that stands for "none"',
        code: `Schema::create('prices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('article_id');
    $table->unsignedBigInteger('customer_id')->default(0);
    $table->unique(['article_id', 'customer_id'], 'prices_article_customer_unq');
});`,
      },
      {
        title: 'A plain index may cover what it likes',
        code: `Schema::create('trackers', function (Blueprint $table) {
    $table->id();
    $table->string('imei', 20)->nullable()->index();
});`,
      },
    ],
  },
  create(context) {
    let last: Map<string, Catalog> | undefined;
    return {
      migration(view) {
        last ??= lastCatalogs(context.relevant);
        const groups = groupByTarget(
          nullableUniques(view, last),
          context.targets,
          (hit) => `${placeKey(hit.origin)} ${hit.table} ${hit.columns.join()}`,
        );
        for (const { hits, targets } of groups) {
          // On SQLite alone: elsewhere it was dropped or made NOT NULL later.
          const onlyTests = targets.every((target) => target.engine === 'sqlite');
          if (onlyTests && context.targets.length > targets.length) continue;
          report(context, hits, targets);
        }
      },
    };
  },
};
