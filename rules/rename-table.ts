import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { placeKey } from '../src/lint/groups.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->unique();
});`);

export const renameTable: Rule = {
  id: 'rename-table',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'up() renames a table that is in use.',
    why: 'Code with the old name fails after the migration, code with the new one before it (errno 1146 on MySQL and MariaDB, SQLSTATE 42P01 on PostgreSQL), and no deploy replaces both in the same instant. Indexes, foreign keys and PostgreSQL’s sequences keep names that are made of the old one, so that a later dropIndex([…]) looks for a name that is not there.',
    how: 'Keep the name in the database ($table of the model), or bridge the deploy with a view of the old name that is dropped later. Where it is renamed after all, say the names of its keys from then on.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'Schema::rename()', files, code: "Schema::rename('orders', 'purchases');" },
      {
        title: 'In a blueprint',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->rename('purchases');
});`,
      },
      { title: 'In SQL', files, code: "DB::statement('ALTER TABLE orders RENAME TO purchases');" },
    ],
    good: [
      {
        title: 'A copy takes the place of the table that is made here',
        code: `Schema::create('purchases_new', function (Blueprint $table) {
    $table->id();
});
Schema::rename('purchases_new', 'purchases');`,
      },
      {
        title: 'Another table is made',
        files,
        code: `Schema::create('purchases', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'An index is renamed',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->renameIndex('orders_number_unique', 'orders_number_unq');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const hits = changesOf(view).filter(
          (change): change is ChangeOf<'renameTable'> =>
            change.kind === 'renameTable' &&
            change.direction === 'up' &&
            !change.isNew &&
            change.step.verdict.outcome !== 'refuses',
        );
        reportChanges(
          context,
          hits,
          ({ hits: [{ table, to }] }) => ({
            message: sentences(
              `renames table ${quote(table)} to ${quote(to)}.`,
              'Code with the old name fails from then on, code with the new one until then; its keys keep names that are made of the old one.',
            ),
            help: `Keep the name in the database and say it in the model ($table = '${table}'), or leave a view ${quote(table)} behind until the old code is gone.`,
            data: { from: table, to },
            identity: `${table} ${to}`,
          }),
          ({ origin, table }) => `${placeKey(origin)} ${table}`,
        );
      },
    };
  },
};
