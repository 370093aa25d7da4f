import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { isFrameworkTable } from '../src/lint/framework-tables.ts';
import { lastTable } from '../src/lint/last-catalogs.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { listEngines, quote, sentences } from '../src/lint/wording.ts';
import { findColumn, keyColumns, type Table } from '../src/schema/index.ts';

function hasKey(table: Table): boolean {
  if (table.primaryKey !== undefined) return true;
  // A unique key over columns that cannot be NULL does the same for InnoDB and for replication.
  return table.indexes.some(
    ({ kind, parts, where }) =>
      kind === 'unique' &&
      where === undefined &&
      keyColumns(parts).length === parts.length &&
      keyColumns(parts).every((name) => findColumn(table, name)?.nullable === false),
  );
}

function hitsIn({ relevant }: RuleContext, view: MigrationView): ChangeOf<'createTable'>[] {
  return changesOf(view).filter((change): change is ChangeOf<'createTable'> => {
    if (change.kind !== 'createTable' || change.direction !== 'up') return false;
    // SQLite numbers its rows by itself.
    if (change.target.engine === 'sqlite' || isFrameworkTable(change.table)) return false;
    if (change.step.verdict.outcome === 'refuses' || change.origin.file !== view.migration.file) return false;
    const last = lastTable(relevant, view.migration.set, change.step, change.tableName);
    return last !== undefined && last.columns.length > 0 && !hasKey(last);
  });
}

export const missingPrimaryKey: Rule = {
  id: 'missing-primary-key',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A table has no primary key, nor a unique key over NOT NULL columns.',
    why: 'A row of it cannot be told from another like it: rows come twice unnoticed, and a single one cannot be changed. MySQL Group Replication and managed clusters refuse writes to such tables (errno 3098; 3750 where sql_require_primary_key is on), row-based replication looks through the whole table for each change, PostgreSQL’s logical replication refuses UPDATE and DELETE (SQLSTATE 55000).',
    how: 'Give it ->id(); a pivot table gets ->primary() over its two keys.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A pivot table',
        code: `Schema::create('post_tag', function (Blueprint $table) {
    $table->unsignedBigInteger('post_id')->index();
    $table->unsignedBigInteger('tag_id')->index();
});`,
      },
      {
        title: 'A log',
        code: `Schema::create('log_entries', function (Blueprint $table) {
    $table->string('message');
    $table->timestamps();
});`,
      },
      {
        title: 'A unique key that lets NULL in',
        code: `Schema::create('rates', function (Blueprint $table) {
    $table->string('currency', 3)->nullable()->unique();
    $table->decimal('rate', 12, 6);
});`,
      },
    ],
    good: [
      {
        title: 'id()',
        code: `Schema::create('log_entries', function (Blueprint $table) {
    $table->id();
    $table->string('message');
});`,
      },
      {
        title: 'A pivot table with a primary key over both',
        code: `Schema::create('post_tag', function (Blueprint $table) {
    $table->unsignedBigInteger('post_id');
    $table->unsignedBigInteger('tag_id')->index();
    $table->primary(['post_id', 'tag_id']);
});`,
      },
      {
        title: 'A unique key that lets no NULL in',
        code: `Schema::create('rates', function (Blueprint $table) {
    $table->string('currency', 3)->unique();
    $table->decimal('rate', 12, 6);
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(context, hitsIn(context, view), ({ hits: [{ table }], targets }) => ({
          message: sentences(
            `table ${quote(table)} has no primary key on ${listEngines(targets, context.targets)}.`,
            'Rows that are alike cannot be told apart, and replication and clusters refuse or suffer it.',
          ),
          help: 'Give it ->id(), or ->primary([…]) over the columns that tell its rows apart.',
          data: { table },
          identity: table,
        }));
      },
    };
  },
};
