import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { orAsMigration, renamedTable } from '../src/lint/new-migration.ts';
import { moduleSlug, slugWord, TableOwners } from '../src/lint/ownership.ts';
import { allSteps, type Reached, reachOf, type Steps } from '../src/lint/reach.ts';
import type { Finding, MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import {
  Catalog,
  type FactOf,
  type Fix,
  type Origin,
  type Statement,
  type Table,
  type Target,
} from '../src/schema/index.ts';

interface NewTable extends Reached {
  readonly target: Target;
  readonly name: string;
  readonly origin: Origin;
  readonly renamedFrom: string | null;
}

/** The name that a statement gives to a table, and the one that it takes away. */
function change(statement: Statement): { readonly gives?: string; readonly takes?: readonly string[] } {
  switch (statement.kind) {
    case 'createTable':
      return statement.temporary ? {} : { gives: statement.table.name };
    case 'renameTable':
      return { gives: statement.to.name, takes: [statement.from.name] };
    case 'dropTable':
      return { takes: statement.tables.map((table) => table.name) };
    case 'alterTable': {
      const rename = statement.actions.find((action) => action.kind === 'renameTo');
      return rename === undefined ? {} : { gives: rename.to.name, takes: [statement.table.name] };
    }
    default:
      return {};
  }
}

/**
 * The tables that a run makes or renames and leaves behind. Scratch tables (made, copied and renamed or dropped within
 * the run, as in SQLite's rebuild of a table) are not among them, nor is a name that was there before.
 */
function newTables(run: Steps): NewTable[] {
  const made: NewTable[] = [];
  for (const step of run.steps) {
    const { gives, takes = [] } = change(step.statement);
    for (const name of takes) {
      const index = made.findLastIndex((table) => table.name === name);
      if (index >= 0 && (step.reached || !made[index]?.reached)) made.splice(index, 1);
    }
    if (gives === undefined) continue;
    const known = run.before.table(gives);
    if (known !== undefined && known.external !== true && takes.length > 0) continue;
    const { origin } = step.statement;
    made.push({
      target: run.target,
      name: gives,
      origin,
      reached: step.reached,
      ...(step.unreached === undefined ? {} : { unreached: step.unreached }),
      renamedFrom: takes[0] ?? null,
    });
  }
  return made;
}

/** `telegram_messages` in module telegram → `mod_telegram_messages`; `documents` in documents → `mod_documents_entries`. */
function suggestion(table: string, prefix: string, slug: string): string {
  const own = `${slug}_`;
  const lower = table.toLowerCase();
  const rest = lower === slug || lower === prefix.toLowerCase() ? 'entries' : table;
  return `${prefix}${rest.toLowerCase().startsWith(own) ? rest.slice(own.length) : rest}`;
}

/** Every table of the history, without the connection's prefix, in lower case; null where some cannot be seen. */
function allTables(views: readonly MigrationView[]): ReadonlySet<string> | null {
  const names = new Set<string>();
  const last = new Map<string, Catalog>();
  for (const { migration, runs } of views) {
    for (const run of runs) {
      if (run.direction !== 'up') continue;
      const { before, after, target } = run;
      if (after.open !== null) return null;
      const add = ({ name }: Table) => names.add(withoutPrefix(name, target).toLowerCase());
      const history = `${migration.set} ${target.id}`;
      if (last.get(history) === before) {
        // the others have been listed after the run before this one
        for (const key of Catalog.changedTables(before, after)) {
          const table = after.tableAt(key);
          if (table !== undefined) add(table);
        }
      } else for (const table of after.tables()) add(table);
      last.set(history, after);
    }
  }
  return names;
}

export const moduleTablePrefix: Rule = {
  id: 'module-table-prefix',
  severity: 'error',
  recommended: true,
  claims: [],
  docs: {
    what: "A module makes a table whose name does not begin with the module's prefix.",
    why: 'All modules share one database. Without mod_{slug}_ a table may collide with one of the application or of another module, now or after an update, and uninstalling the module cannot tell which tables are its own.',
    how: 'Begin each table of the module with mod_{slug}_, dashes written as underscores: mod_telegram_messages.',
    engines: [],
    options: {
      pattern: {
        type: 'string',
        default: 'mod_{slug}_',
        description:
          "The prefix; {slug} stands for the module's slug, in lower case, with dashes as underscores.",
      },
    },
    bad: [
      {
        title: 'Only the slug, without mod_',
        file: 'modules/telegram/database/migrations/2026_06_01_000001_create_messages.php',
        code: `Schema::create('telegram_messages', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A plain name, as an application would use it',
        file: 'modules/billing/database/migrations/2026_06_01_000001_create_invoices.php',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A model whose table lacks the prefix',
        file: 'modules/billing/src/Models/Invoice.php',
        files: {
          'modules/billing/database/migrations/2026_06_01_000001_create_invoices.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('mod_billing_invoices', function (Blueprint $table) {
            $table->id();
        });
    }
};
`,
        },
        code: `<?php
namespace Modules\\Billing\\Models;

use Illuminate\\Database\\Eloquent\\Model;

class Invoice extends Model
{
    protected $table = 'billing_invoices';
}
`,
      },
      {
        title: 'A rename that loses the prefix',
        file: 'modules/billing/database/migrations/2026_06_01_000001_rename_invoices.php',
        code: `Schema::create('mod_billing_invoices', function (Blueprint $table) {
    $table->id();
});
Schema::rename('mod_billing_invoices', 'invoices');`,
      },
    ],
    good: [
      {
        title: "The module's prefix",
        file: 'modules/telegram/database/migrations/2026_06_01_000001_create_messages.php',
        code: `Schema::create('mod_telegram_messages', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A dash in the slug is an underscore in the table',
        file: 'modules/my-module/database/migrations/2026_06_01_000001_create_documents.php',
        code: `Schema::create('mod_my_module_documents', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'Tables of the application need none',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});`,
      },
    ],
  },
  create(context) {
    const configured = context.options.pattern;
    const pattern = typeof configured === 'string' ? configured : 'mod_{slug}_';
    const models: FactOf<'model'>[] = [];
    /** Of the whole project: one that stands for a table is renamed with it. */
    const allModels: FactOf<'model'>[] = [];
    const findings: {
      readonly finding: Finding;
      readonly table: string;
      readonly meant: string;
      readonly set: string;
    }[] = [];
    const reported = new Set<string>();
    let owners: TableOwners | undefined;
    const made = (): TableOwners => {
      owners ??= new TableOwners(context.views, []);
      return owners;
    };
    return {
      migration(view) {
        const slug = moduleSlug(view.migration.owner, context.configured === true);
        if (slug === null) return;
        const word = slugWord(slug);
        const prefix = pattern.replaceAll('{slug}', word);
        const known = made();
        // A table that somebody else made first is foreign-module-table's.
        const isOwn = (name: string): boolean => {
          const owner = known.owner(name);
          return !known.isMade(name) || (owner.kind === 'module' && owner.slug === slug);
        };
        const hits = allSteps(view)
          .filter((run) => run.direction === 'up')
          .flatMap(newTables)
          .map((table) => ({ ...table, name: withoutPrefix(table.name, table.target) }))
          .filter(
            (table) => !table.name.toLowerCase().startsWith(prefix.toLowerCase()) || table.name === prefix,
          )
          .filter((table) => isOwn(table.name));
        const groups = groupByTarget(hits, context.targets, (hit) => `${placeKey(hit.origin)} ${hit.name}`);
        for (const { hits: same, targets } of groups) {
          const [{ name, origin, renamedFrom }] = same;
          const reach = reachOf(same);
          reported.add(name.toLowerCase());
          const meant = suggestion(name, prefix, word);
          const finding: Finding = {
            file: origin.file,
            span: origin.span,
            message: sentences(
              `table ${quote(name)} of module ${quote(slug)} does not begin with ${quote(prefix)}.`,
              'All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.',
              reach.sentence,
            ),
            ...reach.mark,
            help: `${renamedFrom === null ? 'Name' : 'Rename'} it ${quote(meant)}, and say so in the model's table name.`,
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { table: name, module: slug, prefix, ...(reach.reached ? {} : { reached: false }) },
            identity: `${slug} ${name}`,
          };
          findings.push({ finding, table: name, meant, set: view.migration.set });
        }
      },
      fact(fact) {
        if (fact.kind !== 'model') return;
        allModels.push(fact);
        if (fact.tableGiven) models.push(fact);
      },
      end() {
        for (const { finding, table, meant, set } of findings) {
          const fix = made().isMade(meant) ? undefined : rename(context, set, table, meant, allModels);
          context.report({ ...finding, ...(fix === undefined ? {} : { fix }) });
        }
        let tables: ReadonlySet<string> | null | undefined;
        for (const { name, table, owner, origin } of models) {
          const slug = moduleSlug(owner, context.configured === true);
          if (slug === null) continue;
          const word = slugWord(slug);
          const prefix = pattern.replaceAll('{slug}', word);
          const key = table.toLowerCase();
          if (key.startsWith(prefix.toLowerCase()) || reported.has(key)) continue;
          // A model of a table that exists: whose that is, its migration says.
          const meant = suggestion(table, prefix, word);
          if (tables === undefined) tables = allTables(context.views);
          if (tables === null ? !made().isMade(meant) : tables.has(key)) continue;
          context.report({
            file: origin.file,
            span: origin.span,
            message: `model ${name} of module ${quote(slug)} stands for table ${quote(table)}, which no migration makes, and which does not begin with ${quote(prefix)}.`,
            help: `Write the table's whole name: ${quote(meant)}.`,
            engines: [],
            data: { table, module: slug, prefix, model: name },
            identity: `${slug} model ${name} ${table}`,
          });
        }
      },
    };
  },
};

/** The table's new name wherever migrations and models have the old one. */
function rename(
  { editor, relevant }: RuleContext,
  set: string,
  table: string,
  meant: string,
  models: readonly FactOf<'model'>[],
): Fix | undefined {
  if (editor === undefined) return undefined;
  const edits = [...editor.setStrings(editor.tableNames(table), meant)];
  for (const { origin, table: its } of models) {
    if (its.toLowerCase() !== table.toLowerCase()) continue;
    const own = editor.setModelTable(origin, meant);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  if (edits.length === 0) return undefined;
  return orAsMigration(
    { title: `Name the table '${meant}', in its models as well`, safety: 'unsafe', edits },
    renamedTable(relevant, set, table, meant),
  );
}
