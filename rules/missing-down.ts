import { wayBack } from '../src/lint/derived-down.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { joinWords, plural, quote, sentences } from '../src/lint/wording.ts';
import type { FactOf, Statement } from '../src/schema/index.ts';

/** What a schema statement does, for the message; undefined: it leaves the schema alone. */
function change(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'createTable':
      return statement.temporary || /^__temp__/.test(statement.table.name)
        ? undefined
        : `makes table ${quote(statement.table.name)}`;
    case 'dropTable':
      return `drops ${statement.tables.map((table) => `table ${quote(table.name)}`).join(', ')}`;
    case 'createView':
      return `makes view ${quote(statement.view.name)}`;
    case 'dropView':
      return `drops ${statement.views.map((view) => `view ${quote(view.name)}`).join(', ')}`;
    case 'renameTable':
      return /^__temp__/.test(statement.from.name)
        ? undefined
        : `renames table ${quote(statement.from.name)}`;
    case 'alterTable':
    case 'createIndex':
      return `changes table ${quote(statement.table.name)}`;
    case 'dropIndex':
    case 'renameIndex':
      return 'changes indexes';
    default:
      return undefined;
  }
}

/** What up() does to the schema, each thing once; of the target that shows most plainly. */
function changes(view: MigrationView): string[] {
  let best: string[] = [];
  for (const run of view.runs) {
    if (run.direction !== 'up') continue;
    const found = new Set<string>();
    for (const step of run.steps) {
      // A statement that changes nothing (drop if exists) needs no way back.
      if (step.verdict.after === step.before) continue;
      const text = change(step.statement);
      const made = text?.replace(/^changes table/, 'makes table');
      if (text !== undefined && !(text !== made && found.has(made ?? ''))) found.add(text);
    }
    // SQLite makes tables anew in order to change them.
    if (best.length === 0 || (found.size > 0 && run.target.engine !== 'sqlite')) best = [...found];
  }
  return best;
}

function migration(
  body: string,
  up = "Schema::create('invoices', fn (Blueprint $table) => $table->id());",
): string {
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${up}
    }
${body}};
`;
}

/** From so many on, and from this share of the migrations that change the schema, it is a habit and no oversight. */
const HABIT_COUNT = 10;
const HABIT_SHARE = 0.8;

interface Habit {
  readonly count: number;
  readonly changing: number;
  readonly newest: FactOf<'way-back'>;
  /** What is reported one by one all the same: a module is rolled back when it is removed. */
  readonly each: readonly FactOf<'way-back'>[];
}

/** A project that never writes down() is told so once, not once for each of its migrations. */
function habit(
  missing: readonly FactOf<'way-back'>[],
  views: ReadonlyMap<string, MigrationView>,
): Habit | undefined {
  const inModule = (file: string): boolean => views.get(file)?.migration.owner.kind === 'module';
  const own = missing.filter(({ origin }) => !inModule(origin.file));
  const newest = own.at(-1);
  if (newest === undefined || own.length < HABIT_COUNT) return undefined;
  const changing = [...views.values()].filter(
    (view) => view.migration.owner.kind !== 'module' && changes(view).length > 0,
  ).length;
  if (own.length < HABIT_SHARE * changing) return undefined;
  return {
    count: own.length,
    changing,
    newest,
    each: missing.filter(({ origin }) => inModule(origin.file)),
  };
}

export const missingDown: Rule = {
  id: 'missing-down',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A migration changes the schema and has no down(), or an empty one.',
    why: 'A rollback then does nothing and reports success: the migration counts as not run, its tables are still there, and the next migrate is refused (errno 1050, SQLSTATE 42P07). Uninstalling a module rolls its migrations back, so its tables stay for ever.',
    how: 'Write the way back; where there is none, throw an exception in down() that says so.',
    engines: [],
    bad: [
      { title: 'No down()', code: migration('') },
      {
        title: 'An empty down()',
        code: migration(`
    public function down(): void
    {
        //
    }
`),
      },
      {
        title: 'Only a comment, where a column goes',
        code: migration(
          `
    public function down()
    {
        // cannot be undone
    }
`,
          "Schema::table('invoices', fn (Blueprint $table) => $table->dropColumn('note'));",
        ),
        files: {
          'database/migrations/2025_01_01_000001_create_invoices.php': migration(
            `
    public function down(): void
    {
        Schema::dropIfExists('invoices');
    }
`,
            `Schema::create('invoices', function (Blueprint $table) {
            $table->id();
            $table->string('note', 40);
        });`,
          ),
        },
      },
    ],
    good: [
      {
        title: 'The way back',
        code: migration(`
    public function down(): void
    {
        Schema::dropIfExists('invoices');
    }
`),
      },
      {
        title: 'There is none, and it says so',
        code: migration(`
    public function down(): void
    {
        throw new RuntimeException('Restore the backup.');
    }
`),
      },
      {
        title: 'Only rows change',
        code: migration('', "DB::table('settings')->where('key', 'theme')->delete();"),
      },
    ],
  },
  create(context) {
    const views = new Map<string, MigrationView>();
    const facts: FactOf<'way-back'>[] = [];
    return {
      migration(view) {
        views.set(view.migration.file, view);
      },
      fact(fact) {
        if (fact.kind === 'way-back') facts.push(fact);
      },
      end() {
        const missing = facts.filter(({ down, inherited, origin }) => {
          const view = views.get(origin.file);
          if (view === undefined || down === 'present') return false;
          // It may come from a class that is not part of the project.
          if (down === 'missing' && (inherited || view.runs.some((run) => run.direction === 'down')))
            return false;
          return changes(view).length > 0;
        });
        const habitual = habit(missing, views);
        for (const { down, origin } of habitual === undefined ? missing : habitual.each) {
          const view = views.get(origin.file)!;
          const found = changes(view);
          const shown = found.slice(0, 2);
          const rest = found.length - shown.length;
          const steps = wayBack(view);
          const edits = steps === undefined ? undefined : context.editor?.writeDown(origin.file, steps);
          const list = joinWords(rest === 0 ? shown : [...shown, plural(rest, 'more change')]);
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `${down === 'missing' ? 'there is no down()' : 'down() is empty'}, but up() ${list}.`,
              'A rollback does nothing and reports success; the next migrate meets what is still there.',
            ),
            help: 'Write the way back; where there is none, throw an exception in down() that says so.',
            engines: [],
            ...(edits === undefined
              ? {}
              : { fix: { title: 'Write down() as the way back', safety: 'safe' as const, edits } }),
            data: { down, changes: found },
            identity: `${view.migration.name} ${down}`,
          });
        }
        if (habitual === undefined) return;
        context.report({
          file: habitual.newest.origin.file,
          span: habitual.newest.origin.span,
          message: sentences(
            `${habitual.count} of ${habitual.changing} migrations that change the schema have no way back: no down(), or an empty one.`,
            'This is the newest of them. A rollback does nothing and reports success; the next migrate meets what is still there.',
          ),
          help: 'If nobody rolls back here, turn this rule off in dialint.json; else write the way back from now on.',
          engines: [],
          data: { count: habitual.count, changing: habitual.changing },
          identity: 'habit',
        });
      },
    };
  },
};
