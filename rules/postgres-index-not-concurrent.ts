import { changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { placeKey } from '../src/lint/groups.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { type WorkHit, workOf } from '../src/lint/table-work.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import { type Fix, keyColumns } from '../src/schema/index.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->string('state', 20);
});`);

const engines = { test: 'postgres@16', production: ['postgres@16'] };

/** Without its transaction the rest of the migration would be left half done; so there must be no rest. */
function fixOf({ editor }: RuleContext, view: MigrationView, { step, origin }: WorkHit): Fix | undefined {
  const { statement } = step;
  if (editor === undefined || statement.kind !== 'createIndex') return undefined;
  const call = statement.concurrentCall;
  const others = changesOf(view).filter(
    ({ direction, target, step: other }) =>
      direction === 'up' && target === step.target && other.statement.kind !== 'createIndex',
  );
  if (call === undefined || others.length > 0 || origin.file !== view.migration.file) return undefined;
  const calls = editor.addCall(origin, call);
  const property = editor.leaveTransaction(view.migration.file);
  if (calls === undefined || property === undefined) return undefined;
  return {
    title: 'Build it CONCURRENTLY, outside a transaction',
    safety: 'unsafe',
    edits: [...property, ...calls],
  };
}

export const postgresIndexNotConcurrent: Rule = {
  id: 'postgres-index-not-concurrent',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'An index is built on PostgreSQL without CONCURRENTLY, on a table that may hold rows.',
    why: 'CREATE INDEX holds SHARE until the end of the migration’s transaction: nobody can insert, update or delete meanwhile; a unique constraint holds ACCESS EXCLUSIVE, and nobody can read either. For ten million rows that is minutes. CREATE INDEX CONCURRENTLY lets them go on, and cannot run in a transaction (SQLSTATE 25001).',
    how: 'Put the index into a migration of its own with $withinTransaction = false, and build it with ->online() (Laravel 12.23) or DB::statement("CREATE INDEX CONCURRENTLY …"). Where that fails it leaves an INVALID index behind: drop it, and try again. For a unique constraint, build the unique index so, then ADD CONSTRAINT … UNIQUE USING INDEX. List the tables that hold many rows in `tables.large`: then only they are looked at.',
    engines: ['postgres'],
    bad: [
      {
        title: 'An index',
        files,
        config: { engines },
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->index('number');
});`,
      },
      {
        title: 'A unique constraint',
        files,
        config: { engines },
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->unique(['number', 'state']);
});`,
      },
      {
        title: 'In SQL',
        files,
        config: { engines },
        code: "DB::statement('CREATE INDEX orders_state_idx ON orders (state)');",
      },
    ],
    good: [
      {
        title: 'CONCURRENTLY, outside a transaction',
        files,
        config: { engines },
        code: `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\DB;

return new class extends Migration
{
    public $withinTransaction = false;

    public function up(): void
    {
        DB::statement('CREATE INDEX CONCURRENTLY orders_state_idx ON orders (state)');
    }
};
`,
      },
      {
        title: 'In a new table',
        config: { engines },
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->index();
});`,
      },
      {
        title: 'The table is none of the large ones',
        files,
        config: { engines, tables: { large: ['log_*'] } },
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->index('number');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const hits = workOf(context, view, ({ of, work }) => of === 'key' && work === 'build').filter(
          ({ target }) => target.engine === 'postgres',
        );
        reportChanges(
          context,
          hits,
          ({ hits: [hit] }) => {
            const { table, work, change } = hit;
            const columns = change.kind === 'addKey' ? keyColumns(change.key.parts) : [];
            const isConstraint = work.blocks === 'everything';
            const over = columns.length === 0 ? '' : ` over ${joinWords(columns.map(quote))}`;
            const fix = fixOf(context, view, hit);
            return {
              message: sentences(
                `an index${over} is built on table ${quote(table)}, which may hold rows: PostgreSQL lets nobody ${isConstraint ? 'read or write' : 'write'} meanwhile (${work.term}).`,
              ),
              help: isConstraint
                ? 'Build the unique index with CREATE UNIQUE INDEX CONCURRENTLY in a migration with $withinTransaction = false, then add the constraint USING INDEX.'
                : 'Build it CONCURRENTLY, in a migration of its own with $withinTransaction = false.',
              ...(fix === undefined ? {} : { fix }),
              data: { table, columns, lock: work.term },
              identity: `${table} ${columns.join()}`,
            };
          },
          ({ origin, table }) => `${placeKey(origin)} ${table}`,
        );
      },
    };
  },
};
