import { type Change, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { enginesDo, plural, sentences } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
});`);

const MYSQL = { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } };

/** Where up() goes on to a second table, on an engine that commits each change by itself; with all its tables. */
function* furtherTables(
  view: MigrationView,
): IterableIterator<Change & { readonly tables: readonly string[] }> {
  const tables = new Map<string, string[]>();
  const second = new Map<string, Change>();
  for (const change of changesOf(view)) {
    const { direction, target, step, table } = change;
    if (direction !== 'up' || (target.engine !== 'mysql' && target.engine !== 'mariadb')) continue;
    if (change.kind === 'write' || change.kind === 'read' || step.unreached !== undefined) continue;
    // What goes and comes back under its own name, or goes only if it is there, can be done again.
    if (change.kind === 'dropTable' && change.before === undefined) continue;
    const known = tables.get(target.id) ?? [];
    tables.set(target.id, known);
    if (!known.includes(table)) known.push(table);
    if (known.length === 2 && !second.has(target.id)) second.set(target.id, change);
  }
  for (const [id, change] of second) yield { ...change, tables: tables.get(id)! };
}

export const multiDdlNotAtomic: Rule = {
  id: 'multi-ddl-not-atomic',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A migration changes several tables, which MySQL and MariaDB cannot take back together.',
    why: 'There each DDL statement commits by itself. Where the second table’s change fails, what was done to the first stays, the migration does not count as run, and the next try stops there (errno 1050, 1060, 1061). PostgreSQL and SQLite can roll all of it back.',
    how: 'One table to a migration; or look first whether a step has been done (Schema::hasTable(), hasColumn()).',
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'Two tables',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoice_lines', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A new table, and a column of an old one',
        files,
        code: `Schema::create('shops', function (Blueprint $table) {
    $table->id();
});
Schema::table('orders', function (Blueprint $table) {
    $table->foreignId('shop_id')->nullable();
});`,
      },
      {
        title: 'In SQL',
        files,
        config: MYSQL,
        code: `DB::statement('CREATE TABLE shops (id INT PRIMARY KEY)');
DB::statement('CREATE UNIQUE INDEX orders_number_unq ON orders (number)');`,
      },
    ],
    good: [
      {
        title: 'One table',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->unique();
});`,
      },
      {
        title: 'One call, several columns',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->text('note')->nullable();
    $table->string('state', 20)->default('open');
});`,
      },
      {
        title: 'PostgreSQL rolls it back',
        config: { engines: { test: 'postgres@16', production: ['postgres@16'] } },
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoice_lines', function (Blueprint $table) {
    $table->id();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          furtherTables(view),
          ({ hits: [{ tables }], targets }) => ({
            message: sentences(
              `up() changes ${plural(tables.length, 'table')}.`,
              `${enginesDo(targets, context.targets, 'commit')} each by itself: where this one fails, what came before stays, and the next try stops at it.`,
            ),
            help: 'Put each table into a migration of its own, or look first whether it has been done.',
            data: { tables },
            identity: view.migration.name,
          }),
          () => view.migration.file,
        );
      },
    };
  },
};
