import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { fileIdentity } from '../src/lint/file-identity.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import { isOneRow } from '../src/lint/written-rows.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->string('state', 20)->nullable();
});`);

function hitsIn({ mayBeLarge }: RuleContext, view: MigrationView): ChangeOf<'write'>[] {
  return changesOf(view).filter(
    (change): change is ChangeOf<'write'> =>
      change.kind === 'write' &&
      change.verb === 'update' &&
      change.direction === 'up' &&
      !change.isEmpty &&
      change.before !== undefined &&
      mayBeLarge?.(change.table) !== false &&
      (change.step.statement as { unknownText?: string }).unknownText === undefined &&
      !isOneRow(change.step.statement),
  );
}

export const unbatchedBackfill: Rule = {
  id: 'unbatched-backfill',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'Rows that are there are rewritten with one statement, or are all loaded to be written one by one.',
    why: 'One UPDATE over millions of rows locks each of them until it ends, fills the undo log or the table with dead rows, and puts replicas behind; on PostgreSQL the locks of the whole migration last until its end. get() and all() hold every row in PHP’s memory (128 MB by default).',
    how: 'Go through the table by its key (chunkById(), lazyById()) and write a few thousand rows at a time, best in a command or a job beside the deploy. List the tables that hold many rows in `tables.large`: then only they are looked at.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'One UPDATE',
        files,
        code: "DB::table('orders')->whereNull('state')->update(['state' => 'open']);",
      },
      {
        title: 'In SQL',
        files,
        code: 'DB::statement("UPDATE orders SET state = \'open\' WHERE state IS NULL");',
      },
      {
        title: 'All rows are loaded',
        files,
        code: `foreach (DB::table('orders')->get() as $order) {
    DB::table('orders')->where('id', $order->id)->update(['number' => trim($order->number)]);
}`,
      },
    ],
    good: [
      {
        title: 'By the key, in pieces',
        files,
        code: `DB::table('orders')->whereNull('state')->chunkById(1000, function ($orders) {
    DB::table('orders')->whereIn('id', $orders->pluck('id'))->update(['state' => 'open']);
});`,
      },
      {
        title: 'One row',
        files,
        code: "DB::table('orders')->where('id', 1)->update(['state' => 'open']);",
      },
      {
        title: 'The table is none of the large ones',
        files,
        config: { tables: { large: ['log_*'] } },
        code: "DB::table('orders')->whereNull('state')->update(['state' => 'open']);",
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(context, hitsIn(context, view), ({ hits: [{ table, step }] }) => ({
          message: sentences(
            `rows of table ${quote(table)} are rewritten with one UPDATE: all of them stay locked until it ends.`,
          ),
          ...(context.isLargeTable?.(table) === true ? { severity: 'warning' as const } : {}),
          help: 'Go through the table by its key and write a few thousand rows at a time: ->chunkById(1000, …).',
          data: { table },
          identity: `${table} ${step.statement.sql}`,
        }));
      },
      fact(fact) {
        if (fact.kind !== 'row-loop' || fact.method !== 'up') return;
        const { origin, write } = fact;
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(`${origin.call} loads all rows into memory, and ${write} is called for each.`),
          help: 'Use ->lazyById() or ->chunkById(1000, …), which load a piece at a time.',
          engines: [],
          data: { write },
          identity: `${fileIdentity(origin.file)} ${origin.call} ${write}`,
        });
      },
    };
  },
};
