import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { placeKey } from '../src/lint/groups.ts';
import { distinct, reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { joinWords, quote, sentences, verb } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
});
Schema::create('carts', function (Blueprint $table) {
    $table->id();
});`);

export const dropTable: Rule = {
  id: 'drop-table',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'up() drops a table that an earlier migration has made.',
    why: 'Its rows are gone for good: a down() that makes the table again makes it empty. While a deploy is under way, the old code still asks for the table, and fails (errno 1146 on MySQL and MariaDB, SQLSTATE 42P01 on PostgreSQL). PostgreSQL’s CASCADE takes foreign keys and views of others along.',
    how: 'First deploy the code that no longer uses the table; then rename it, so that it can be brought back; drop it when a backup has been made and nobody has missed it.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'A table of long ago', files, code: "Schema::drop('orders');" },
      { title: 'If it exists, which it does', files, code: "Schema::dropIfExists('carts');" },
      {
        title: 'In SQL, two at once',
        files,
        code: "DB::statement('DROP TABLE orders, carts');",
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
      },
    ],
    good: [
      {
        title: 'What is left of an interrupted run, before the table is made',
        code: `Schema::dropIfExists('invoices');
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A table that lives as long as the migration',
        code: `Schema::create('invoices_copy', function (Blueprint $table) {
    $table->id();
});
Schema::drop('invoices_copy');`,
      },
      {
        title: 'The way back',
        code: `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('invoices', function (Blueprint $table) {
            $table->id();
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('invoices');
    }
};
`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const changes = changesOf(view);
        /** Names that another table gets, and names under which a table is made. */
        const taken = new Set<string>();
        const made = new Set<string>();
        for (const change of changes) {
          if (change.direction !== 'up') continue;
          if (change.kind === 'renameTable') taken.add(change.to.toLowerCase());
          if (change.kind === 'createTable') made.add(change.table.toLowerCase());
        }
        const hits = changes.filter(
          (change): change is ChangeOf<'dropTable'> =>
            change.kind === 'dropTable' &&
            change.direction === 'up' &&
            !change.isNew &&
            change.before !== undefined &&
            change.before.view !== true &&
            !change.before.temporary &&
            change.step.verdict.outcome !== 'refuses' &&
            // A copy takes its place.
            !taken.has(change.table.toLowerCase()),
        );
        reportChanges(
          context,
          hits,
          ({ hits: same }) => {
            const names = distinct(same.map(({ table }) => table));
            const origin = same.find(({ before }) => before?.origin !== undefined)?.before?.origin;
            const anew = names.every((name) => made.has(name.toLowerCase()));
            const them = verb(names.length, 'them', 'it');
            return {
              message: sentences(
                `drops ${verb(names.length, 'the tables', 'the table')} ${joinWords(names.map(quote))}.`,
                anew
                  ? `What is made in ${verb(names.length, 'their', 'its')} place begins empty: the rows are gone for good.`
                  : `The rows are gone for good, and code that still asks for ${them} fails.`,
              ),
              help: anew
                ? 'Change the table instead; or copy the rows over, and rename the copy.'
                : `Deploy the code that does without ${them} first; rename before you drop, and keep a copy of the rows.`,
              related:
                origin === undefined || names.length > 1
                  ? []
                  : [{ file: origin.file, span: origin.span, message: `${quote(names[0]!)} was made here` }],
              data: { tables: names },
              identity: names.join(),
            };
          },
          ({ origin }) => placeKey(origin),
        );
      },
    };
  },
};
