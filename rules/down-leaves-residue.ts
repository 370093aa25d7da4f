import {
  catalogDifferences,
  type Difference,
  differenceKey,
  SAME_TYPE,
} from '../src/lint/catalog-difference.ts';
import { missingFromDown } from '../src/lint/derived-down.ts';
import { ids } from '../src/lint/groups.ts';
import { lostModifiers } from '../src/lint/lost-modifiers.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { wayWords } from '../src/lint/way-back.ts';
import { engineTitles, joinWords, plural, quote, sentences } from '../src/lint/wording.ts';
import { Catalog, type Fix, type Location, type MigrationRun, type Target } from '../src/schema/index.ts';

interface Residue {
  readonly difference: Difference;
  readonly targets: Target[];
}

/** Is what the run does known, and done by the engine? */
function isClear({ steps }: MigrationRun): boolean {
  return steps.every(
    (step) => step.reached && step.verdict.outcome !== 'refuses' && step.statement.kind !== 'notUnderstood',
  );
}

/**
 * What up and down together leave changed. Later migrations have been rolled back in between; what they left behind is
 * theirs.
 */
function residue(up: MigrationRun, down: MigrationRun): readonly Difference[] {
  const known = comparisons.get(up);
  if (known?.down === down) return known.found;
  const found = compare(up, down);
  comparisons.set(up, { down, found });
  return found;
}

/** While a project is edited, most runs stay the same from check to check. */
const comparisons = new WeakMap<
  MigrationRun,
  { readonly down: MigrationRun; readonly found: readonly Difference[] }
>();

function compare(up: MigrationRun, down: MigrationRun): Difference[] {
  const changed = Catalog.changedTables(up.before, up.after);
  // On a fresh database it finds everything there already (`if (! Schema::hasColumn(…))`), and does nothing.
  if (changed.size === 0) return [];
  // by name: which change a catalog names first depends on all that came before it
  const touched = new Set([...changed, ...Catalog.changedTables(down.before, down.after)].toSorted());
  const sameType = SAME_TYPE[up.target.engine];
  const total = catalogDifferences(up.before, down.after, touched, sameType);
  if (total.length === 0) return [];
  const later = new Set<string>();
  // A rename changes how the same thing is called before and after: then its kind has to do.
  const key = renames(up) ? kindKey : differenceKey;
  for (const difference of catalogDifferences(up.after, down.before, touched, sameType)) {
    later.add(key(difference));
    for (const { from, to } of renamedTables(up)) {
      if (to === difference.table) later.add(key({ ...difference, table: from }));
    }
  }
  return total.filter((difference) => !later.has(key(difference)));
}

function kindKey({ kind, object, table }: Difference): string {
  return differenceKey({ kind, object, table, name: '' });
}

/**
 * Does the run give a table or a column another name? The copy that takes the table's place when the framework makes
 * one anew was not there before, and gives nothing that was a new name.
 */
function renames({ steps, before }: MigrationRun): boolean {
  return steps.some(
    ({ statement }) =>
      (statement.kind === 'renameTable' && before.table(statement.from) !== undefined) ||
      (statement.kind === 'alterTable' &&
        before.table(statement.table) !== undefined &&
        statement.actions.some(
          (action) =>
            action.kind === 'renameTo' ||
            action.kind === 'renameColumn' ||
            (action.kind === 'modifyColumn' &&
              action.from.toLowerCase() !== action.column.name.toLowerCase()),
        )),
  );
}

function* renamedTables(up: MigrationRun): IterableIterator<{ readonly from: string; readonly to: string }> {
  for (const { statement } of up.steps) {
    if (statement.kind === 'renameTable') yield { from: statement.from.name, to: statement.to.name };
    if (statement.kind !== 'alterTable') continue;
    for (const action of statement.actions) {
      if (action.kind === 'renameTo') yield { from: statement.table.name, to: action.to.name };
    }
  }
}

/** The differences of all targets, each once. */
function residues(view: MigrationView): { readonly all: Residue[]; readonly compared: Target[] } {
  const found = new Map<string, Residue>();
  const compared: Target[] = [];
  for (const up of view.runs) {
    if (up.direction !== 'up') continue;
    const down = view.runs.find((run) => run.direction === 'down' && run.target.id === up.target.id);
    if (down === undefined || !isClear(up) || !isClear(down)) continue;
    compared.push(up.target);
    for (const difference of residue(up, down)) {
      const bare = { ...difference, table: withoutPrefix(difference.table, up.target) };
      const { detail: _detail, ...rest } = bare;
      // Types are spelled differently by each engine: one change of a column is one finding.
      const key = differenceKey(rest);
      const known = found.get(key);
      if (known === undefined) found.set(key, { difference: bare, targets: [up.target] });
      else known.targets.push(up.target);
    }
  }
  return { all: [...found.values()], compared };
}

const NOUNS: Readonly<Record<Difference['object'], string>> = {
  table: 'table',
  column: 'column',
  index: 'index',
  foreignKey: 'foreign key',
  primaryKey: 'primary key',
};

function describe(
  context: RuleContext,
  { difference, targets }: Residue,
  compared: readonly Target[],
): string {
  const { kind, object, table, name, detail } = difference;
  const where = object === 'table' ? '' : ` of table ${quote(table)}`;
  const what = `${NOUNS[object]} ${object === 'primaryKey' ? `(${name})` : quote(object === 'table' ? table : name)}${where}`;
  const on =
    targets.length === compared.length ? '' : ` on ${joinWords(engineTitles(targets, context.targets))}`;
  switch (kind) {
    case 'extra':
      return `${what} stays${on}`;
    case 'missing':
      return `${what} does not come back${on}`;
    case 'changed':
      return `${what} is another than before${on} (${detail})`;
  }
}

function file(up: string, down: string): string {
  const indent = (body: string): string => body.split('\n').join('\n        ');
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${indent(up)}
    }

    public function down(): void
    {
        ${indent(down)}
    }
};
`;
}

const files = {
  'database/migrations/2025_01_01_000001_create_invoices.php': file(
    `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->default('draft');
    $table->date('due_on')->nullable();
});`,
    "Schema::dropIfExists('invoices');",
  ),
};

function fixOf(
  { editor }: RuleContext,
  view: MigrationView,
  file: string,
  left: readonly Difference[],
): Fix | undefined {
  const missing = missingFromDown(view, left);
  const undone = missing && editor?.addToDown(file, missing.steps, missing.before);
  if (undone !== undefined) return { title: 'Undo the rest in down()', safety: 'safe', edits: undone };
  const edits = lostModifiers(view, left)?.map(({ at, calls }) => editor?.addModifiers(at, calls));
  if (edits === undefined || !edits.every((some) => some !== undefined)) return undefined;
  return { title: 'Repeat in down() what the column had', safety: 'unsafe', edits: edits.flat() };
}

export const downLeavesResidue: Rule = {
  id: 'down-leaves-residue',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'down() does not give back the schema that up() found.',
    why: 'After a rollback the next migrate meets what stayed (errno 1050 or 1060, SQLSTATE 42P07 or 42701) or misses what did not come back. Uninstalling a module leaves its tables in the database of production. From Laravel 11 on, change() drops each modifier that is not repeated, so the way back often loses a default or NULL.',
    how: 'Undo in down() each thing that up() does, in reverse order; with change(), repeat all that the column had.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A second table is forgotten',
        code: file(
          `Schema::create('offers', function (Blueprint $table) {
    $table->id();
});
Schema::create('offer_items', function (Blueprint $table) {
    $table->id();
});`,
          "Schema::dropIfExists('offers');",
        ),
      },
      {
        title: 'A column stays',
        files,
        code: file(
          `Schema::table('invoices', function (Blueprint $table) {
    $table->date('paid_on')->nullable();
    $table->string('paid_by', 40)->nullable();
});`,
          `Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn('paid_on');
});`,
        ),
      },
      {
        title: 'change() back loses the default',
        files,
        code: file(
          `Schema::table('invoices', function (Blueprint $table) {
    $table->string('number', 64)->default('draft')->change();
});`,
          `Schema::table('invoices', function (Blueprint $table) {
    $table->string('number', 32)->change();
});`,
        ),
      },
    ],
    good: [
      {
        title: 'Both tables go',
        code: file(
          `Schema::create('offers', function (Blueprint $table) {
    $table->id();
});
Schema::create('offer_items', function (Blueprint $table) {
    $table->id();
    $table->foreignId('offer_id')->constrained();
});`,
          `Schema::dropIfExists('offer_items');
Schema::dropIfExists('offers');`,
        ),
      },
      {
        title: 'Each column goes',
        files,
        code: file(
          `Schema::table('invoices', function (Blueprint $table) {
    $table->date('paid_on')->nullable();
    $table->string('paid_by', 40)->nullable();
});`,
          `Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn(['paid_on', 'paid_by']);
});`,
        ),
      },
      {
        title: 'change() back repeats all that the column had',
        files,
        code: file(
          `Schema::table('invoices', function (Blueprint $table) {
    $table->string('number', 64)->default('draft')->change();
});`,
          `Schema::table('invoices', function (Blueprint $table) {
    $table->string('number', 32)->default('draft')->change();
});`,
        ),
      },
    ],
  },
  create(context) {
    const views: MigrationView[] = [];
    const ways = new Map<string, Location>();
    return {
      migration(view) {
        views.push(view);
      },
      fact(fact) {
        if (fact.kind === 'way-back' && fact.down === 'present') ways.set(fact.origin.file, fact.origin);
      },
      end() {
        for (const view of views) {
          const place = ways.get(view.migration.file);
          // Without a down(), or with an empty one, missing-down has said all there is to say.
          if (place === undefined) continue;
          const { all, compared } = residues(view);
          // What only the engine of the tests is left with (doctrine/dbal rebuilds tables there) bites nobody.
          const onlySqlite = all.every((entry) => entry.targets.every(({ engine }) => engine === 'sqlite'));
          const others = view.runs.some(
            ({ target, outcome }) =>
              target.engine !== 'sqlite' && (outcome === 'refuses' || compared.includes(target)),
          );
          // Where another engine refuses the way back, that has been said, and is the same mistake.
          if (all.length === 0 || (onlySqlite && others)) continue;
          const shown = all.slice(0, 4).map((entry) => describe(context, entry, compared));
          const rest = all.length - shown.length;
          const targets = context.targets.filter((target) =>
            all.some((entry) => entry.targets.some((one) => one.id === target.id)),
          );
          const words = wayWords(view.migration);
          const fix = fixOf(
            context,
            view,
            place.file,
            all.map(({ difference }) => difference),
          );
          context.report({
            file: place.file,
            span: place.span,
            message: sentences(
              `${words.up} and ${words.down} together do not leave the schema as it was: ${joinWords(rest === 0 ? shown : [...shown, plural(rest, 'more difference')])}.`,
            ),
            help:
              view.migration.sql === undefined
                ? 'Undo in down() each thing that up() does; with change(), repeat all that the column had before.'
                : 'Undo on the way down each thing that the way up does; what gives a column its definition anew says all that it had before.',
            engines: ids(targets),
            ...(fix === undefined ? {} : { fix }),
            data: {
              residue: all.map(({ difference, targets: some }) => ({ ...difference, engines: ids(some) })),
            },
            identity: view.migration.name,
          });
        }
      },
    };
  },
};
