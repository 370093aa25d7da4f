import { type ChangeOf, changesOf, columnsAdded } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { distinct, reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { joinWords, plural, quote, sentences, verb } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->string('note')->nullable();
    $table->string('state', 20)->default('open');
});`);

export const dropColumn: Rule = {
  id: 'drop-column',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'up() drops a column of a table that is in use.',
    why: 'While a deploy is under way, the old code still runs against the new schema: each of its queries that names the column fails (errno 1054 on MySQL and MariaDB, SQLSTATE 42703 on PostgreSQL), an Eloquent save() of a loaded row among them. And the values are gone for good; no rollback brings them back.',
    how: 'Two deploys: first the code that no longer names the column (and lets it be NULL, or gives it a default), then the migration that drops it. Keep a copy of the values where they may be wanted.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'One column',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->dropColumn('note');
});`,
      },
      {
        title: 'Several at once',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->dropColumn(['note', 'state']);
});`,
      },
      {
        title: 'In SQL',
        files,
        code: "DB::statement('ALTER TABLE orders DROP COLUMN note');",
      },
    ],
    good: [
      {
        title: 'A column is added',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('reference', 40)->nullable();
});`,
      },
      {
        title: 'The table is made here',
        code: `Schema::create('drafts', function (Blueprint $table) {
    $table->id();
    $table->string('note')->nullable();
});
Schema::table('drafts', function (Blueprint $table) {
    $table->dropColumn('note');
});`,
      },
      {
        title: 'The way back of a column that is added',
        files,
        code: `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            $table->string('reference', 40)->nullable();
        });
    }

    public function down(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            $table->dropColumn('reference');
        });
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
        const hits = changes.filter(
          (change): change is ChangeOf<'dropColumn'> =>
            change.kind === 'dropColumn' &&
            change.direction === 'up' &&
            !change.isNew &&
            change.step.verdict.outcome !== 'refuses',
        );
        if (hits.length === 0) return;
        // Made by this migration as well: before, to be of use for a while, or again, with another type.
        const again = columnsAdded(changes);
        const lost = hits.filter(({ table, name }) => !again.has(`${table} ${name}`.toLowerCase()));
        reportChanges(context, lost, ({ hits: same }) => {
          const { table } = same[0];
          const names = distinct(same.map(({ name }) => name));
          const isLarge = context.isLargeTable?.(table) === true;
          return {
            message: sentences(
              `drops ${plural(names.length, 'column').replace(/^1 /, '')} ${joinWords(names.map(quote))} of table ${quote(table)}.`,
              `Code that still names ${verb(names.length, 'them', 'it')} fails until it is replaced, and the values are gone.`,
              isLarge &&
                'The table is large: expect it to be written anew where the engine cannot drop a column at once.',
            ),
            help: `Deploy the code that does without ${verb(names.length, 'them', 'it')} first, and drop ${verb(names.length, 'them', 'it')} in a later migration.`,
            data: { table, columns: names },
            identity: `${table} ${names.join()}`,
          };
        });
      },
    };
  },
};
