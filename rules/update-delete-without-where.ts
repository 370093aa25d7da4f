import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import { assignedColumns, touchesEveryRow } from '../src/lint/written-rows.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->string('state', 20);
});`);

function* hitsIn(view: MigrationView): IterableIterator<ChangeOf<'write'>> {
  const added = new Set<string>();
  for (const change of changesOf(view)) {
    const at = `${change.target.id} ${change.table} `.toLowerCase();
    if (change.kind === 'addColumn') added.add(at + change.column.name.toLowerCase());
    if (change.kind !== 'write' || change.direction !== 'up' || change.isEmpty) continue;
    if (change.step.verdict.outcome === 'refuses' || !touchesEveryRow(change.step.statement)) continue;
    // A new column is filled: nobody has put anything there.
    const columns = assignedColumns(change.step.statement);
    if (columns.length > 0 && columns.every((name) => added.has(at + name.toLowerCase()))) continue;
    yield change;
  }
}

export const updateDeleteWithoutWhere: Rule = {
  id: 'update-delete-without-where',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'up() updates or deletes every row of a table that is in use.',
    why: 'Without WHERE nothing is spared, and nothing brings the old values back: a down() cannot know them. On a large table every row is locked until the statement ends.',
    how: "Say which rows are meant. Where all are, write it so that a reader sees it (->whereNotNull('id')), or accept the finding with its reason; keep the old values where they may be wanted.",
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'All rows are deleted', files, code: "DB::table('orders')->delete();" },
      {
        title: 'All values are overwritten',
        files,
        code: "DB::table('orders')->update(['state' => 'open']);",
      },
      { title: 'TRUNCATE', files, code: "DB::table('orders')->truncate();" },
      { title: 'In SQL', files, code: 'DB::statement("UPDATE orders SET state = \'open\'");' },
    ],
    good: [
      {
        title: 'Some rows',
        files,
        code: "DB::table('orders')->where('state', 'new')->update(['state' => 'open']);",
      },
      {
        title: 'A new column is filled',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('reference', 40)->nullable();
});
DB::table('orders')->update(['reference' => DB::raw('number')]);`,
      },
      {
        title: 'The table is made here',
        code: `Schema::create('drafts', function (Blueprint $table) {
    $table->id();
});
DB::table('drafts')->delete();`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(context, hitsIn(view), ({ hits: [{ table, verb, step }] }) => {
          const columns = assignedColumns(step.statement);
          const what =
            verb === 'update'
              ? `overwrites ${columns.length === 0 ? 'values' : joinWords(columns.map(quote))} in every row of`
              : 'deletes every row of';
          return {
            message: sentences(
              `${what} table ${quote(table)}: there is no WHERE.`,
              'Nothing brings the old values back.',
            ),
            help: 'Say which rows are meant; keep the old values where they may be wanted.',
            data: { table, verb },
            identity: `${verb} ${table} ${columns.join()}`,
          };
        });
      },
    };
  },
};
