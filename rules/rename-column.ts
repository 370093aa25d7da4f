import { type ChangeOf, changesOf, columnsAdded } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { placeKey } from '../src/lint/groups.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('ref', 32);
    $table->decimal('sum', 10, 2);
});`);

export const renameColumn: Rule = {
  id: 'rename-column',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'up() renames a column of a table that is in use.',
    why: 'No deploy replaces code and schema in the same instant. Old code that names the old column fails after the migration (errno 1054 on MySQL and MariaDB, SQLSTATE 42703 on PostgreSQL), new code that names the new one fails before it; workers of a queue keep the old code for as long as they run.',
    how: 'Add the new column, write both, copy the values in batches, read the new one, and drop the old one in a later deploy. Or keep the name in the database, and give it another one in the code.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'renameColumn()',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->renameColumn('ref', 'reference');
});`,
      },
      {
        title: 'In SQL',
        files,
        code: "DB::statement('ALTER TABLE orders RENAME COLUMN ref TO reference');",
      },
      {
        title: 'In SQL, with CHANGE',
        files,
        code: "DB::statement('ALTER TABLE orders CHANGE `sum` total DECIMAL(10, 2) NOT NULL');",
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
      },
    ],
    good: [
      {
        title: 'The new column is added',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('reference', 32)->nullable();
});`,
      },
      {
        title: 'The table is made here',
        code: `Schema::create('drafts', function (Blueprint $table) {
    $table->id();
    $table->string('ref', 32);
});
Schema::table('drafts', function (Blueprint $table) {
    $table->renameColumn('ref', 'reference');
});`,
      },
      {
        title: 'CHANGE with the same name twice changes the type alone',
        files,
        code: "DB::statement('ALTER TABLE orders CHANGE `sum` `sum` DECIMAL(12, 2) NOT NULL');",
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const changes = changesOf(view);
        const added = columnsAdded(changes);
        const hits = changes.filter(
          (change): change is ChangeOf<'renameColumn'> =>
            change.kind === 'renameColumn' &&
            change.direction === 'up' &&
            !change.isNew &&
            change.step.verdict.outcome !== 'refuses' &&
            !added.has(`${change.table} ${change.from}`.toLowerCase()),
        );
        reportChanges(
          context,
          hits,
          ({ hits: [{ table, from, to }] }) => ({
            message: sentences(
              `renames column ${quote(from)} of table ${quote(table)} to ${quote(to)}.`,
              'Code with the old name fails from then on, code with the new one until then.',
            ),
            help: `Add ${quote(to)}, write both and copy the values; drop ${quote(from)} in a later deploy.`,
            data: { table, from, to },
            identity: `${table} ${from} ${to}`,
          }),
          ({ origin, from }) => `${placeKey(origin)} ${from}`,
        );
      },
    };
  },
};
