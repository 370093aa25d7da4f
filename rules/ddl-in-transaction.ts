import { earlier } from '../src/lint/example-source.ts';
import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { allSteps, reachOf } from '../src/lint/reach.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { amongTransactions, type OwnTransactions } from '../src/lint/transactions.ts';
import { onTheWayBack } from '../src/lint/way-back.ts';
import { enginesDo, sentences } from '../src/lint/wording.ts';
import type { Statement, Step, Target } from '../src/schema/index.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
});`);

const MYSQL = { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } };

/** What commits the transaction in passing: https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html */
function commits(statement: Statement): boolean {
  switch (statement.kind) {
    case 'createTable':
      return !statement.temporary;
    case 'dropTable':
    case 'createView':
    case 'dropView':
    case 'renameTable':
    case 'alterTable':
    case 'createIndex':
    case 'dropIndex':
      return true;
    case 'data':
      return statement.verb === 'truncate';
    default:
      return false;
  }
}

interface Hit {
  readonly target: Target;
  readonly step: Step;
}

/** The first such statement of each transaction. */
function* hitsIn(view: MigrationView, own: OwnTransactions): IterableIterator<Hit> {
  for (const { target, steps } of allSteps(view)) {
    if (target.engine !== 'mysql' && target.engine !== 'mariadb') continue;
    const seen = new Set<number>();
    for (const step of steps) {
      const around = commits(step.statement) ? own.around(step.statement.origin) : undefined;
      if (around === undefined || seen.has(around.startOffset)) continue;
      seen.add(around.startOffset);
      yield { target, step };
    }
  }
}

export const ddlInTransaction: Rule = {
  id: 'ddl-in-transaction',
  severity: 'error',
  recommended: true,
  claims: [],
  docs: {
    what: 'A transaction holds DDL, which MySQL and MariaDB commit at once.',
    why: 'There a CREATE, ALTER, DROP, RENAME or TRUNCATE ends the transaction in passing. What was written before can no longer be rolled back, and at the end PHP finds none to commit: from PHP 8 on, PDO throws "There is no active transaction", and the migration fails after all of it was done. SQLite and PostgreSQL have DDL in transactions, so tests stay green.',
    how: 'Take the DDL out of the transaction: first the schema, then the rows, in DB::transaction().',
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'A table is changed',
        files,
        code: `DB::transaction(function () {
    Schema::table('orders', function (Blueprint $table) {
        $table->string('state', 20)->default('open');
    });
    DB::table('orders')->where('number', '')->update(['state' => 'draft']);
});`,
      },
      {
        title: 'beginTransaction() and commit()',
        code: `DB::beginTransaction();
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
DB::commit();`,
      },
      {
        title: 'TRUNCATE is DDL',
        files,
        config: MYSQL,
        code: `DB::transaction(function () {
    DB::table('orders')->truncate();
});`,
      },
    ],
    good: [
      {
        title: 'The schema first',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('state', 20)->default('open');
});
DB::transaction(function () {
    DB::table('orders')->where('number', '')->update(['state' => 'draft']);
});`,
      },
      {
        title: 'Rows alone',
        files,
        code: `DB::transaction(function () {
    DB::table('orders')->insert(['number' => '1']);
    DB::table('orders')->insert(['number' => '2']);
});`,
      },
      {
        title: 'PostgreSQL alone',
        config: { engines: { test: 'postgres@16', production: ['postgres@16'] } },
        code: `DB::transaction(function () {
    Schema::create('invoices', function (Blueprint $table) {
        $table->id();
    });
});`,
      },
    ],
  },
  create(context) {
    return amongTransactions((view, own) => {
      if (!own.has(view.migration.file)) return;
      const groups = groupByTarget(hitsIn(view, own), context.targets, ({ step }) =>
        placeKey(step.statement.origin),
      );
      for (const { hits, targets } of groups) {
        const [{ step }] = hits;
        const { origin } = step.statement;
        const reach = reachOf(hits.map((hit) => hit.step));
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            `${enginesDo(targets, context.targets, 'commit')} the transaction here: ${origin.call} is DDL.`,
            'Nothing before it can be rolled back, and PHP fails at the end: "There is no active transaction".',
            reach.sentence,
          ),
          ...reach.mark,
          ...onTheWayBack(step.direction),
          help: 'Take it out of the transaction: first the schema, then the rows.',
          engines: ids(targets),
          ...(origin.related === undefined ? {} : { related: origin.related }),
          data: { direction: step.direction },
          identity: `${step.direction} ${origin.call} ${step.statement.sql}`,
        });
      }
    });
  },
};
