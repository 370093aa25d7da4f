import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { moduleSlug, rebuiltTable, TableOwners } from '../src/lint/ownership.ts';
import { allSteps, reachOf, type Steps } from '../src/lint/reach.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import type { ForeignKeySpec, Origin, Owner, Statement, Step, Target } from '../src/schema/index.ts';

type Action = 'creates' | 'alters' | 'drops' | 'renames' | 'references';

interface Touch {
  readonly action: Action;
  readonly table: string;
  readonly origin: Origin;
  readonly target: Target;
  readonly step: Step;
}

function foreignKeys(statement: Statement): readonly ForeignKeySpec[] {
  if (statement.kind === 'createTable') return statement.foreignKeys;
  if (statement.kind !== 'alterTable') return [];
  return statement.actions.flatMap((action) => (action.kind === 'addForeignKey' ? [action.foreignKey] : []));
}

/** The table that an index belongs to, where the engine's statement names the index only. */
function tableOfIndex(step: Step, name: string): string[] {
  const key = step.before.named('relation', name)?.table;
  const table = key === undefined ? undefined : step.before.table(key);
  return table === undefined ? [] : [table.name];
}

function touched(step: Step): readonly (readonly [Action, string])[] {
  const { statement } = step;
  switch (statement.kind) {
    case 'createTable':
      return statement.temporary ? [] : [['creates', statement.table.name]];
    case 'dropTable':
      return statement.tables.map((table) => ['drops', table.name] as const);
    case 'renameTable':
      return [['renames', statement.from.name]];
    case 'alterTable':
      return [['alters', statement.table.name]];
    case 'createIndex':
    case 'comment':
      return [['alters', statement.table.name]];
    case 'dropIndex':
      return (
        statement.table === undefined ? tableOfIndex(step, statement.name) : [statement.table.name]
      ).map((table) => ['alters', table] as const);
    case 'renameIndex':
      return tableOfIndex(step, statement.from).map((table) => ['alters', table] as const);
    default:
      return [];
  }
}

function* touches(view: MigrationView, run: Steps): IterableIterator<Touch> {
  const { target } = run;
  const rebuilding = new Set<string>();
  for (const step of run.steps) {
    const { statement } = step;
    for (const [action, name] of touched(step)) {
      const original = rebuiltTable(name, target);
      if (original !== undefined) {
        // SQLite makes a table anew in order to change it.
        if (action === 'creates') rebuilding.add(original.toLowerCase());
        continue;
      }
      const table = withoutPrefix(name, target);
      yield {
        action: action === 'drops' && rebuilding.has(table.toLowerCase()) ? 'alters' : action,
        table,
        origin: statement.origin,
        target,
        step,
      };
    }
    for (const key of foreignKeys(statement)) {
      const origin = key.origin ?? statement.origin;
      // A rebuild repeats the keys that other migrations made.
      if (origin.file !== view.migration.file) continue;
      yield { action: 'references', table: withoutPrefix(key.parent.name, target), origin, target, step };
    }
  }
}

function whose(owner: Owner): string {
  switch (owner.kind) {
    case 'app':
      return 'the application';
    case 'module':
      return `module ${quote(owner.slug)}`;
    case 'package':
      return `package ${quote(owner.name)}`;
  }
}

const CORE = 'database/migrations/2025_01_01_000001_create_customers.php';
const DOCUMENTS = 'modules/documents/database/migrations/2025_02_01_000001_create_files.php';
const BILLING = 'modules/billing/database/migrations/2026_06_01_000001_create_invoices.php';

function create(table: string): string {
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id();
        });
    }
};
`;
}

const files = { [CORE]: create('customers'), [DOCUMENTS]: create('mod_documents_files') };

export const foreignModuleTable: Rule = {
  id: 'foreign-module-table',
  severity: 'error',
  recommended: true,
  claims: [],
  docs: {
    what: "A module creates, alters or drops a table of the application or of another module, or ties a foreign key to another module's table.",
    why: "Each module is installed, updated and removed on its own. A column that it puts into somebody else's table stays behind or takes data with it when it goes; and a foreign key to another module's table keeps that module from being uninstalled (errno 3730, on MariaDB 1451, SQLSTATE 2BP01). Tables of the application may be referenced.",
    how: 'Keep what belongs to the module in tables of its own that refer to the other one; refer to another module by a plain, indexed column.',
    engines: [],
    bad: [
      {
        title: 'A column in a table of the application',
        file: BILLING,
        files,
        code: `Schema::table('customers', function (Blueprint $table) {
    $table->string('vat_number', 20)->nullable();
});`,
      },
      {
        title: "A foreign key to another module's table",
        file: BILLING,
        files,
        code: `Schema::create('mod_billing_invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('file_id')->constrained('mod_documents_files');
});`,
      },
      {
        title: "Another module's table is dropped",
        file: BILLING,
        files,
        code: "Schema::dropIfExists('mod_documents_files');",
      },
    ],
    good: [
      {
        title: 'A table of its own, that references the application',
        file: BILLING,
        files,
        code: `Schema::create('mod_billing_customers', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained('customers')->cascadeOnDelete();
    $table->string('vat_number', 20)->nullable();
});`,
      },
      {
        title: 'A plain column for a row of another module',
        file: BILLING,
        files,
        code: `Schema::create('mod_billing_invoices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('file_id')->nullable()->index();
});`,
      },
      {
        title: 'The module alters what it has made itself',
        file: BILLING,
        files,
        code: `Schema::create('mod_billing_invoices', function (Blueprint $table) {
    $table->id();
});
Schema::table('mod_billing_invoices', function (Blueprint $table) {
    $table->date('due_on')->nullable();
});`,
      },
    ],
  },
  create(context) {
    let owners: TableOwners | undefined;
    return {
      migration(view) {
        const slug = moduleSlug(view.migration.owner, context.configured);
        if (slug === null) return;
        owners ??= new TableOwners(
          context.views,
          context.project.modules.map((module) => module.slug),
        );
        const known = owners;
        const isForeign = ({ action, table, step }: Touch): boolean => {
          const owner = known.owner(table);
          if (owner.kind === 'module' && owner.slug === slug) return false;
          // Whoever looks first makes no table that is there; and one that nobody makes may be the module's own of old.
          if (step.unreached !== undefined && (action === 'creates' || !known.isMade(table))) return false;
          if (action === 'references') return owner.kind === 'module';
          // A name without the prefix that nobody else bears is another rule's.
          return action !== 'creates' || known.isMade(table);
        };
        const up = new Set<string>();
        for (const direction of ['up', 'down'] as const) {
          const hits = allSteps(view)
            .filter((run) => run.direction === direction)
            .flatMap((run) => [...touches(view, run)])
            .filter(isForeign)
            // The way back undoes what has been reported.
            .filter((hit) => direction === 'up' || !up.has(hit.table.toLowerCase()));
          if (direction === 'up') for (const hit of hits) up.add(hit.table.toLowerCase());
          const groups = groupByTarget(
            hits,
            context.targets,
            (hit) =>
              `${placeKey(hit.origin)} ${hit.table} ${hit.action === 'references' ? 'references' : 'touches'}`,
          );
          const seen = new Set<string>();
          for (const { hits: same, targets } of groups) {
            const [{ action, table, origin }] = same;
            // One call that changes a table in several ways is one finding, and so is one that changes it again.
            const key = `${action} ${table}`;
            if (seen.has(key) && action !== 'references') continue;
            seen.add(key);
            const owner = known.owner(table);
            const reach = reachOf(same.map((hit) => hit.step));
            context.report({
              file: origin.file,
              span: origin.span,
              message: sentences(
                direction === 'down' && 'On the way back:',
                action === 'references'
                  ? `module ${quote(slug)} ties a foreign key to table ${quote(table)}, which belongs to ${whose(owner)}: that cannot be uninstalled while the key is there.`
                  : `module ${quote(slug)} ${action} table ${quote(table)}, which belongs to ${whose(owner)}.`,
                action !== 'references' &&
                  'Modules are installed, updated and removed on their own; what one does to the table of another outlives it, or breaks the other.',
                reach.sentence,
              ),
              ...reach.mark,
              help:
                action === 'references'
                  ? `Keep the id in a plain, indexed column, and look after it in the application.`
                  : `Keep what belongs to ${quote(slug)} in a table of its own that refers to ${quote(table)}${owner.kind === 'module' ? ' by a plain column' : ' by a foreign key'}.`,
              engines: ids(targets),
              ...(origin.related === undefined ? {} : { related: origin.related }),
              data: {
                table,
                module: slug,
                action,
                owner: owner.kind === 'module' ? owner.slug : owner.kind === 'package' ? owner.name : 'app',
                ...(reach.reached ? {} : { reached: false }),
              },
              identity: `${slug} ${direction} ${action} ${table}`,
            });
          }
        }
      },
    };
  },
};
