import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { groupByTarget, ids } from '../src/lint/groups.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { amongTransactions, type OwnTransactions } from '../src/lint/transactions.ts';
import { enginesDo, plural, sentences } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->string('state', 20)->nullable();
});
Schema::create('states', function (Blueprint $table) {
    $table->id();
    $table->string('name', 20);
});`);

/** Would the next try write the row once more? */
const addsRows = ({ verb, origin }: ChangeOf<'write'>): boolean =>
  verb === 'insert' && !/(?:OrInsert|OrCreate|OrNew|OrIgnore|upsert)\b/i.test(origin.call);

/** Writes that nothing holds together, on targets where the framework opens no transaction; the second of each. */
function* hitsIn(
  view: MigrationView,
  own: OwnTransactions,
): IterableIterator<ChangeOf<'write'> & { readonly count: number }> {
  const writes = new Map<string, ChangeOf<'write'>[]>();
  for (const change of changesOf(view)) {
    if (change.kind !== 'write' || change.direction !== 'up' || change.verb === 'truncate') continue;
    if (change.step.before.transaction !== null || change.step.unreached !== undefined) continue;
    if (own.around(change.origin) !== undefined) continue;
    const known = writes.get(change.target.id);
    if (known === undefined) writes.set(change.target.id, [change]);
    else known.push(change);
  }
  for (const some of writes.values()) {
    const [, second] = some;
    // What updates and deletes alone do can be done again.
    if (second !== undefined && some.some(addsRows)) yield { ...second, count: some.length };
  }
}

export const dataStepsWithoutTransaction: Rule = {
  id: 'data-steps-without-transaction',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A migration adds rows in several steps that no transaction holds together.',
    why: 'Laravel opens one around a migration on PostgreSQL only. On MySQL, MariaDB and SQLite each statement stands by itself: where the second fails, the first stays, and the next try writes it again (errno 1062 where a key forbids it, twice the rows where none does).',
    how: 'Put the steps into DB::transaction(), without any DDL in it, which would end it on MySQL and MariaDB.',
    engines: ['sqlite', 'mysql', 'mariadb'],
    bad: [
      {
        title: 'Two rows',
        files,
        code: `DB::table('states')->insert(['name' => 'open']);
DB::table('states')->insert(['name' => 'paid']);`,
      },
      {
        title: 'Rows of two tables',
        files,
        code: `DB::table('states')->insert(['name' => 'open']);
DB::table('orders')->update(['state' => 'open']);`,
      },
      {
        title: 'A row at a time',
        files,
        code: `foreach (['open', 'paid'] as $name) {
    DB::table('states')->insert(['name' => $name]);
}`,
      },
    ],
    good: [
      {
        title: 'In a transaction',
        files,
        code: `DB::transaction(function () {
    DB::table('states')->insert(['name' => 'open']);
    DB::table('orders')->update(['state' => 'open']);
});`,
      },
      {
        title: 'One statement',
        files,
        code: "DB::table('states')->insert([['name' => 'open'], ['name' => 'paid']]);",
      },
      {
        title: 'Updates, which can be done again',
        files,
        code: `DB::table('orders')->whereNull('state')->update(['state' => 'open']);
DB::table('orders')->where('state', 'new')->update(['state' => 'open']);`,
      },
      {
        title: 'PostgreSQL, where the framework opens one',
        files,
        config: { engines: { test: 'postgres@16', production: ['postgres@16'] } },
        code: `DB::table('states')->insert(['name' => 'open']);
DB::table('orders')->update(['state' => 'open']);`,
      },
    ],
  },
  create(context) {
    return amongTransactions((view, own) => {
      for (const { hits, targets } of groupByTarget(hitsIn(view, own), context.targets, () => '')) {
        const [{ origin, count }] = hits;
        // Only the tests are sent it.
        const sqlite = targets.every(({ engine }) => engine === 'sqlite');
        if (sqlite && context.targets.length > targets.length) continue;
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            `up() writes rows in ${plural(count, 'step')}, and no transaction holds them together.`,
            `${enginesDo(targets, context.targets, 'keep')} what was written before the one that fails, and the next try begins at the first.`,
          ),
          help: 'Put them into DB::transaction(function () { … }), without any change of the schema.',
          engines: ids(targets),
          ...(origin.related === undefined ? {} : { related: origin.related }),
          data: { steps: count },
          identity: view.migration.name,
        });
      }
    });
  },
};
