import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { isFrameworkTable } from '../src/lint/framework-tables.ts';
import { lastTable } from '../src/lint/last-catalogs.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import type { Table } from '../src/schema/index.ts';

type Hit = ChangeOf<'createTable'> & { readonly missing: readonly string[] };

const KEY = /(?:^id|_id|_type|_uuid)$/i;

/** A table that does nothing but tie rows together has no life of its own. */
function isPivot({ columns }: Table): boolean {
  const own = columns.filter(({ name }) => !KEY.test(name));
  return columns.filter(({ name }) => /_id$/i.test(name)).length >= 2 && own.length <= 2;
}

function missingIn({ columns }: Table): string[] {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  // Other words for the same: created_on, ctime, createdAt …
  const has = (start: string, wanted: string): boolean =>
    names.has(wanted) ||
    [...names].some((name) => name.startsWith(start) && /(?:at|on|date|time)$/.test(name));
  return [
    ...(has('creat', 'created_at') ? [] : ['created_at']),
    ...(has('updat', 'updated_at') || has('modif', 'modified_at') ? [] : ['updated_at']),
  ];
}

function hitsIn({ relevant }: RuleContext, view: MigrationView): Hit[] {
  return changesOf(view).flatMap((change): Hit[] => {
    if (change.kind !== 'createTable' || change.direction !== 'up') return [];
    if (change.step.verdict.outcome === 'refuses' || change.origin.file !== view.migration.file) return [];
    const last = lastTable(relevant, view.migration.set, change.step, change.tableName);
    if (last === undefined || last.columns.length < 2 || isFrameworkTable(change.table) || isPivot(last))
      return [];
    const missing = missingIn(last);
    return missing.length === 0 ? [] : [{ ...change, missing }];
  });
}

export const missingTimestamps: Rule = {
  id: 'missing-timestamps',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A table does not tell when its rows were made and changed.',
    why: 'After an incident these are the first questions, and no log answers them. Eloquent writes both columns of itself, and fails where they are missing (errno 1054, SQLSTATE 42703) unless the model says $timestamps = false.',
    how: 'Add ->timestamps(); where rows are never changed, created_at alone and const UPDATED_AT = null in the model.',
    engines: [],
    bad: [
      {
        title: 'None',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
});`,
      },
      {
        title: 'created_at alone',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->timestamp('created_at')->nullable();
});`,
      },
      {
        title: 'updated_at alone',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->timestamp('updated_at')->nullable();
});`,
      },
    ],
    good: [
      {
        title: 'timestamps()',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->timestamps();
});`,
      },
      {
        title: 'A pivot table',
        code: `Schema::create('order_tag', function (Blueprint $table) {
    $table->foreignId('order_id');
    $table->foreignId('tag_id');
    $table->primary(['order_id', 'tag_id']);
});`,
      },
      {
        title: 'A table of the framework',
        code: `Schema::create('cache_locks', function (Blueprint $table) {
    $table->string('key')->primary();
    $table->string('owner');
    $table->integer('expiration');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(context, hitsIn(context, view), ({ hits: [{ table, missing }] }) => ({
          message: sentences(
            `table ${quote(table)} has no ${joinWords(missing, 'and no')}: nobody can tell later when a row was ${verb(missing.length, 'made or changed', missing[0] === 'created_at' ? 'made' : 'changed')}.`,
          ),
          help: 'Add ->timestamps().',
          data: { table, missing },
          identity: `${table} ${missing.join()}`,
        }));
      },
    };
  },
};
