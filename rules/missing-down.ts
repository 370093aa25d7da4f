import { wayBack } from '../src/lint/derived-down.ts';
import { rebuiltTable } from '../src/lint/ownership.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { wayWords } from '../src/lint/way-back.ts';
import { joinWords, plural, quote, sentences } from '../src/lint/wording.ts';
import type { FactOf, MigrationRun, Statement, TableName, Target } from '../src/schema/index.ts';

/** What a schema statement does, for the message; nothing, if it leaves the schema alone. */
function changed(statement: Statement, target: Target, anew: Set<string>): string[] {
  const named = (noun: string, { name }: TableName): string =>
    `${noun} ${quote(withoutPrefix(name, target))}`;
  switch (statement.kind) {
    case 'createTable': {
      if (statement.temporary) return [];
      // SQLite makes a table anew in order to change it.
      const original = rebuiltTable(statement.table.name, target);
      if (original === undefined) return [`makes ${named('table', statement.table)}`];
      anew.add(named('table', { name: original }));
      return [];
    }
    case 'dropTable':
      return statement.tables
        .map((table) => named('table', table))
        .map((table) => `${anew.has(table) ? 'changes' : 'drops'} ${table}`);
    case 'createView':
      return [`makes ${named('view', statement.view)}`];
    case 'dropView':
      return statement.views.map((view) => `drops ${named('view', view)}`);
    case 'renameTable':
      return rebuiltTable(statement.from.name, target) === undefined
        ? [`renames ${named('table', statement.from)}`]
        : [];
    case 'alterTable':
    case 'createIndex':
      return [`changes ${named('table', statement.table)}`];
    case 'dropIndex':
    case 'renameIndex':
      return ['changes indexes'];
    default:
      return [];
  }
}

/** What a run does to the schema, each thing once. */
function changesOf({ steps, target }: MigrationRun): string[] {
  const found = new Set<string>();
  const anew = new Set<string>();
  for (const { before, statement, verdict } of steps) {
    // A statement that changes nothing (drop if exists) needs no way back.
    if (verdict.after === before) continue;
    for (const text of changed(statement, target, anew)) {
      // What becomes of a table that the same migration makes is part of making it.
      if (!found.has(text.replace('changes', 'makes'))) found.add(text);
    }
  }
  return [...found];
}

/** What up() does to the schema; of the target that shows most plainly, which SQLite seldom is. */
function changes(view: MigrationView): string[] {
  const found = view.runs
    .filter(({ direction }) => direction === 'up')
    .map((run) => ({ engine: run.target.engine, texts: changesOf(run) }))
    .filter(({ texts }) => texts.length > 0);
  return (found.find(({ engine }) => engine !== 'sqlite') ?? found[0])?.texts ?? [];
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

interface Missing {
  readonly fact: FactOf<'way-back'>;
  readonly view: MigrationView;
  readonly changes: readonly string[];
}

const inModule = ({ migration }: MigrationView): boolean => migration.owner.kind === 'module';

interface Habit {
  readonly count: number;
  readonly changing: number;
  readonly newest: FactOf<'way-back'>;
}

/** A project that never writes down() is told so once, not once for each of its migrations. */
function habit(missing: readonly Missing[], views: Iterable<MigrationView>): Habit | undefined {
  const own = missing.filter(({ view }) => !inModule(view));
  if (own.length < HABIT_COUNT) return undefined;
  const changing = [...views].filter((view) => !inModule(view) && changes(view).length > 0).length;
  if (own.length < HABIT_SHARE * changing) return undefined;
  return { count: own.length, changing, newest: own.at(-1)!.fact };
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
        const missing = facts.flatMap((fact): Missing[] => {
          const view = views.get(fact.origin.file);
          // It may come from a class that is not part of the project.
          if (view === undefined || fact.down === 'present' || fact.inherited) return [];
          const found = changes(view);
          return found.length === 0 ? [] : [{ fact, view, changes: found }];
        });
        const habitual = habit(missing, views.values());
        for (const { fact, view, changes: found } of missing) {
          // A module is rolled back when it is removed.
          if (habitual !== undefined && !inModule(view)) continue;
          const { down, origin } = fact;
          const shown = found.slice(0, 2);
          const rest = found.length - shown.length;
          const steps = wayBack(view);
          const edits = steps === undefined ? undefined : context.editor?.writeDown(origin.file, steps);
          const words = wayWords(view.migration);
          const list = joinWords(rest === 0 ? shown : [...shown, plural(rest, 'more change')]);
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `${down === 'missing' ? words.missing : `${words.down} is empty`}, but ${words.up} ${list}.`,
              'A rollback does nothing and reports success; the next migrate meets what is still there.',
            ),
            help: words.write,
            engines: [],
            ...(edits === undefined
              ? {}
              : { fix: { title: 'Write down() as the way back', safety: 'safe' as const, edits } }),
            data: { down, changes: found },
            identity: `${view.migration.name} ${down}`,
          });
        }
        if (habitual === undefined) return;
        const { count, changing, newest } = habitual;
        const migration = views.get(newest.origin.file)?.migration ?? {};
        const noWay = 'sql' in migration ? 'none is written, or it is empty' : 'no down(), or an empty one';
        context.report({
          file: newest.origin.file,
          span: newest.origin.span,
          message: sentences(
            `${count} of ${changing} migrations that change the schema have no way back: ${noWay}.`,
            'This is the newest of them. A rollback does nothing and reports success; the next migrate meets what is still there.',
          ),
          help: 'If nobody rolls back here, turn this rule off in dialint.json; else write the way back from now on.',
          engines: [],
          data: { count, changing },
          identity: 'habit',
        });
      },
    };
  },
};
