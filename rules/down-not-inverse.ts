import { type Change, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { distinct, reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import type { Statement } from '../src/schema/index.ts';

const whole = (up: string, down: string): string => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${up}
    }

    public function down(): void
    {
        ${down}
    }
};
`;

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
});
Schema::create('carts', function (Blueprint $table) {
    $table->id();
});`);

const create = (table: string): string => `Schema::create('${table}', function (Blueprint $table) {
            $table->id();
        });`;

/** The views that a statement makes or drops. */
function viewsOf(statement: Statement): readonly string[] {
  if (statement.kind === 'createView') return [statement.view.name];
  return statement.kind === 'dropView' ? statement.views.map(({ name }) => name) : [];
}

function* hitsIn(view: MigrationView, isMade: (table: string) => boolean): IterableIterator<Change> {
  const changes = changesOf(view);
  const unknown = view.runs.some(
    ({ direction, steps }) =>
      direction === 'up' && steps.some(({ statement }) => /notUnderstood|foreignSyntax/.test(statement.kind)),
  );
  if (unknown) return;
  const [up, down] = [new Set<string>(), new Set<string>()];
  for (const change of changes) {
    const touched = change.direction === 'up' ? up : down;
    touched.add(change.table.toLowerCase());
    if (change.kind === 'renameTable') touched.add(change.to.toLowerCase());
  }
  // indexes of materialized views are changed with them
  const views = new Set<string>();
  for (const { steps } of view.runs)
    for (const { statement } of steps) for (const name of viewsOf(statement)) views.add(name.toLowerCase());
  // An up() of which nothing is seen says nothing.
  if (up.size === 0) return;
  const isWhole = [...up].every((table) => down.has(table));
  for (const change of changes) {
    const table = change.table.toLowerCase();
    if (change.direction !== 'down' || up.has(table) || views.has(table) || change.isNew) continue;
    if (change.kind === 'write' || change.kind === 'read' || change.kind === 'createTable') continue;
    // Names of long ago do no harm; a name that is there in place of the right one does.
    if (isWhole && !isMade(table)) continue;
    yield change;
  }
}

export const downNotInverse: Rule = {
  id: 'down-not-inverse',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'down() changes or drops a table that up() has not touched.',
    why: 'Most often the migration was copied from another one and the name in down() was forgotten: a rollback then takes another migration’s table with all its rows, and leaves behind what this one has made. dropIfExists() hides the mistake where there is no such table.',
    how: 'Let down() take back what up() does, and nothing else.',
    engines: [],
    bad: [
      {
        title: 'Copied from another migration',
        files,
        code: whole(create('invoices'), "Schema::dropIfExists('orders');"),
      },
      {
        title: 'A name that is misspelt',
        code: whole(create('invoices'), "Schema::dropIfExists('invoice');"),
      },
      {
        title: 'Another table is changed',
        files,
        code: whole(
          `Schema::table('carts', function (Blueprint $table) {
            $table->string('number', 32)->nullable();
        });`,
          `Schema::table('orders', function (Blueprint $table) {
            $table->dropColumn('number');
        });`,
        ),
      },
    ],
    good: [
      { title: 'It goes again', code: whole(create('invoices'), "Schema::dropIfExists('invoices');") },
      {
        title: 'It gets its name back',
        files,
        code: whole("Schema::rename('orders', 'purchases');", "Schema::rename('purchases', 'orders');"),
      },
      {
        title: 'The column goes again',
        files,
        code: whole(
          `Schema::table('orders', function (Blueprint $table) {
            $table->string('reference', 32)->nullable();
        });`,
          `Schema::table('orders', function (Blueprint $table) {
            $table->dropColumn('reference');
        });`,
        ),
      },
    ],
  },
  create(context) {
    let made: Set<string> | undefined;
    const isMade = (table: string): boolean => {
      if (made === undefined) {
        made = new Set();
        for (const view of context.relevant)
          for (const change of changesOf(view))
            if (change.kind === 'createTable' && change.direction === 'up')
              made.add(change.table.toLowerCase());
      }
      return made.has(table);
    };
    return {
      migration(view) {
        reportChanges(
          context,
          hitsIn(view, isMade),
          ({ hits: same }) => {
            const names = distinct(same.map(({ table }) => table));
            const isDropped = same[0].kind === 'dropTable';
            return {
              message: sentences(
                `down() ${isDropped ? 'drops' : 'changes'} table ${joinWords(names.map(quote))}, which up() does not touch.`,
                names.some((name) => isMade(name.toLowerCase()))
                  ? 'A rollback takes from another migration what is not this one’s.'
                  : 'No migration makes it, and what up() has made stays.',
              ),
              help: 'Name the table that up() makes or changes.',
              data: { tables: names },
              identity: names.join(),
            };
          },
          ({ table }) => table,
        );
      },
    };
  },
};
