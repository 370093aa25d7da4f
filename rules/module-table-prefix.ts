import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { withoutPrefix } from '../src/lint/name-advice.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import type { MigrationRun, Origin, Statement, Target } from '../src/schema/index.ts';

interface NewTable {
  readonly target: Target;
  readonly name: string;
  readonly origin: Origin;
  readonly reached: boolean;
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
function newTables(run: MigrationRun): NewTable[] {
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
      renamedFrom: takes[0] ?? null,
    });
  }
  return made;
}

/** `telegram_messages` in module telegram → `mod_telegram_messages`; `documents` in documents → `mod_documents_entries`. */
function suggestion(table: string, prefix: string, slug: string): string {
  const own = `${slug}_`;
  const rest = table.toLowerCase() === slug ? 'entries' : table;
  return `${prefix}${rest.toLowerCase().startsWith(own) ? rest.slice(own.length) : rest}`;
}

function concerned(view: MigrationView, configured: boolean): string | null {
  const { owner } = view.migration;
  if (owner.kind !== 'module') return null;
  return configured || owner.layout === 'modules' || owner.layout === 'declared' ? owner.slug : null;
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
    return {
      migration(view) {
        const slug = concerned(view, context.configured === true);
        if (slug === null) return;
        const word = slug.toLowerCase().replace(/[^a-z0-9]+/g, '_');
        const prefix = pattern.replaceAll('{slug}', word);
        const hits = view.runs
          .filter((run) => run.direction === 'up')
          .flatMap(newTables)
          .map((table) => ({ ...table, name: withoutPrefix(table.name, table.target) }))
          .filter(
            (table) => !table.name.toLowerCase().startsWith(prefix.toLowerCase()) || table.name === prefix,
          );
        const groups = groupByTarget(hits, context.targets, (hit) => `${placeKey(hit.origin)} ${hit.name}`);
        for (const { hits: same, targets } of groups) {
          const [{ name, origin, renamedFrom }] = same;
          const reached = same.some((hit) => hit.reached);
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `table ${quote(name)} of module ${quote(slug)} does not begin with ${quote(prefix)}.`,
              'All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.',
              !reached && 'A fresh database does not get here.',
            ),
            help: `${renamedFrom === null ? 'Name' : 'Rename'} it ${quote(suggestion(name, prefix, word))}, and say so in the model's table name.`,
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { table: name, module: slug, prefix, ...(reached ? {} : { reached: false }) },
            identity: `${slug} ${name}`,
          });
        }
      },
    };
  },
};
