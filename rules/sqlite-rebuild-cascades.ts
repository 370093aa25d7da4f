import { earlier } from '../src/lint/example-source.ts';
import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { rebuildBegun, rebuildEnded } from '../src/lint/ownership.ts';
import { reachOf } from '../src/lint/reach.ts';
import { distinct } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { amongTransactions, type OwnTransactions } from '../src/lint/transactions.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import type { Step, Target } from '../src/schema/index.ts';

const files = earlier(`Schema::create('customers', function (Blueprint $table) {
    $table->id();
    $table->string('name', 60);
});
Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained()->cascadeOnDelete();
});`);

interface Hit {
  readonly target: Target;
  readonly step: Step;
  readonly table: string;
  readonly children: readonly string[];
}

/** SQLite: the old table is dropped while foreign keys are looked after. */
function* hitsIn({ runs }: MigrationView, own: OwnTransactions): IterableIterator<Hit> {
  for (const { target, steps } of runs) {
    if (target.engine !== 'sqlite') continue;
    const rebuilding = new Set<string>();
    // PRAGMA foreign_keys does nothing within a transaction: https://www.sqlite.org/pragma.html#pragma_foreign_keys
    let checks = steps[0]?.before.foreignKeyChecks === true;
    for (const step of steps) {
      const { statement, before } = step;
      const inside = own.around(statement.origin) !== undefined;
      if (!inside) checks = step.verdict.after.foreignKeyChecks;
      const begun = rebuildBegun(statement, target);
      if (begun !== undefined) rebuilding.add(begun.toLowerCase());
      const ended = rebuildEnded(statement, target);
      if (ended !== undefined) rebuilding.delete(ended.toLowerCase());
      if (statement.kind !== 'dropTable' || !(inside ? checks : before.foreignKeyChecks)) continue;
      for (const table of statement.tables) {
        const name = withoutPrefix(table.name, target);
        if (!rebuilding.has(table.name.toLowerCase())) continue;
        const children = [...before.referencesTo(table)].flatMap(({ child, foreignKey }) =>
          (foreignKey.onDelete === 'cascade' || foreignKey.onDelete === 'set null') &&
          before.key(child) !== before.key(table)
            ? [withoutPrefix(child.name, target)]
            : [],
        );
        if (children.length > 0) yield { target, step, table: name, children };
      }
    }
  }
}

export const sqliteRebuildCascades: Rule = {
  id: 'sqlite-rebuild-cascades',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A change makes SQLite build a table anew while foreign keys are on, and rows of other tables go with the old one.',
    why: 'SQLite changes most things by a copy of the table, and DROP TABLE of the old one deletes its rows first: each foreign key with ON DELETE CASCADE deletes its children, each with SET NULL forgets its parent. Laravel switches foreign keys off meanwhile, but PRAGMA foreign_keys does nothing within a transaction; below Laravel 11 doctrine/dbal does not even try. Who develops on SQLite, or runs it in production, loses rows without a word.',
    how: 'Take the change out of the transaction; or call Schema::withoutForeignKeyConstraints() around it, outside of any transaction.',
    engines: ['sqlite'],
    bad: [
      {
        title: 'In a transaction',
        files,
        code: `DB::transaction(function () {
    Schema::table('customers', function (Blueprint $table) {
        $table->string('name', 120)->change();
    });
});`,
      },
      {
        title: 'The pragma comes too late',
        files,
        code: `DB::transaction(function () {
    Schema::disableForeignKeyConstraints();
    Schema::table('customers', function (Blueprint $table) {
        $table->string('name', 120)->nullable()->change();
    });
    Schema::enableForeignKeyConstraints();
});`,
      },
      {
        title: 'SET NULL',
        files: earlier(`Schema::create('customers', function (Blueprint $table) {
    $table->id();
    $table->string('name', 60);
});
Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->nullable()->constrained()->nullOnDelete();
});`),
        code: `DB::transaction(function () {
    Schema::table('customers', function (Blueprint $table) {
        $table->string('name', 120)->change();
    });
});`,
      },
    ],
    good: [
      {
        title: 'Outside of a transaction',
        files,
        code: `Schema::table('customers', function (Blueprint $table) {
    $table->string('name', 120)->change();
});`,
      },
      {
        title: 'No row depends on the table',
        files,
        code: `DB::transaction(function () {
    Schema::table('orders', function (Blueprint $table) {
        $table->unsignedBigInteger('customer_id')->nullable()->change();
    });
});`,
      },
      {
        title: 'A column is added, which needs no copy',
        files,
        code: `DB::transaction(function () {
    Schema::table('customers', function (Blueprint $table) {
        $table->string('phone', 40)->nullable();
    });
});`,
      },
    ],
  },
  create(context) {
    // Elsewhere it costs what the tests or a developer have written.
    const isProduction = context.project.productionEngines.some(({ engine }) => engine === 'sqlite');
    return amongTransactions((view, own) => {
      const groups = groupByTarget(
        hitsIn(view, own),
        context.targets,
        ({ step, table }) => `${step.direction} ${placeKey(step.statement.origin)} ${table}`,
      );
      for (const { hits, targets } of groups) {
        const [{ step, table, children }] = hits;
        const { origin } = step.statement;
        const names = distinct(children);
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            step.direction === 'down' && 'On the way back:',
            `SQLite makes table ${quote(table)} anew while foreign keys are on: dropping the old one deletes its rows, and with them those of ${joinWords(names.map(quote))}, or their parents are forgotten.`,
            reachOf(hits.map((hit) => hit.step)).sentence,
          ),
          help:
            own.around(origin) !== undefined
              ? 'Take it out of the transaction, in which nobody can switch foreign keys off.'
              : 'Switch foreign keys off before it (PRAGMA foreign_keys = OFF; in Laravel, Schema::disableForeignKeyConstraints()), and on again after it.',
          ...(isProduction ? {} : { severity: 'info' as const }),
          engines: ids(targets),
          ...(origin.related === undefined ? {} : { related: origin.related }),
          data: { table, children: names },
          identity: `${step.direction} ${table} ${names.join()}`,
        });
      }
    });
  },
};
