import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { allSteps } from '../src/lint/reach.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import { definedColumns, type Origin, type Target } from '../src/schema/index.ts';

interface Hit {
  readonly target: Target;
  readonly table: string;
  readonly column: string;
  readonly modifier: string;
  readonly origin: Origin;
}

function* hitsIn(view: MigrationView): IterableIterator<Hit> {
  for (const { direction, target, steps } of allSteps(view)) {
    if (direction !== 'up') continue;
    for (const { statement } of steps) {
      for (const column of definedColumns(statement)) {
        const origin = column.origin ?? statement.origin;
        if (column.unsent === undefined || origin.file !== view.migration.file) continue;
        const table = 'table' in statement ? (statement.table?.name ?? '') : '';
        for (const modifier of column.unsent)
          yield { target, table: withoutPrefix(table, target), column: column.name, modifier, origin };
      }
    }
  }
}

/** What is missing then, and what to do about it. The others say where a column stands, or what it is called. */
const EFFECTS: Readonly<Record<string, { readonly effect: string; readonly help: string }>> = {
  unsigned: {
    effect: 'Negative numbers, which the others refuse, are stored there.',
    help: 'Check the sign where values come in; a test on the engine without UNSIGNED proves nothing about it.',
  },
  useCurrentOnUpdate: {
    effect: 'The column keeps its old value there when its row changes.',
    help: 'Set it in the application (Eloquent does so for updated_at), or with a trigger.',
  },
  charset: {
    effect: 'Every character can be stored there.',
    help: 'Do not count on the character set to keep something out or to compare bytes.',
  },
  invisible: {
    effect: 'SELECT * shows the column there.',
    help: 'Name the columns that are wanted, or hide it in the model ($hidden).',
  },
  from: { effect: 'Counting starts at 1 there.', help: 'Do not count on the first number.' },
  startingValue: { effect: 'Counting starts at 1 there.', help: 'Do not count on the first number.' },
};
const HARMLESS = {
  effect: 'Nothing that works with names notices; INSERT without a list of columns does.',
  help: 'Leave it if it is for people who look at production; write INSERT with its columns.',
};

/** Of those that change what is stored. */
const WEIGHTY = new Set(['useCurrentOnUpdate']);

function report(context: RuleContext, hits: readonly [Hit, ...Hit[]], targets: readonly Target[]): void {
  const [{ table, column, modifier, origin }] = hits;
  const titles = engineTitles(targets, context.targets);
  const { effect, help } = EFFECTS[modifier] ?? HARMLESS;
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `->${modifier}() of column ${quote(column)} of table ${quote(table)} is not sent to ${joinWords(titles)}, which ${verb(titles.length, 'have', 'has')} no such thing.`,
      modifier === 'comment' ? 'The comment is in the code only.' : effect,
    ),
    help,
    severity: WEIGHTY.has(modifier) ? 'warning' : 'info',
    engines: ids(targets),
    ...(origin.related === undefined ? {} : { related: origin.related }),
    data: { table, column, modifier },
    identity: `${table} ${column} ${modifier}`,
  });
}

const table = (columns: string): string => `Schema::create('stocks', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const ignoredModifier: Rule = {
  id: 'ignored-modifier',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A modifier of a column is written that an engine does not get.',
    why: 'The schema builder takes every modifier for every engine and leaves out what one does not have: unsigned(), after(), first(), charset() and useCurrentOnUpdate() on SQLite and PostgreSQL, comment() on SQLite. Where it is unsigned(), −1 is stored in tests that MySQL refuses (errno 1264); where it is useCurrentOnUpdate() (a warning), a time that changes on MySQL stands still.',
    how: 'Do in the application what has to hold on all engines. The rule is off in the recommended set: most of what it tells of is harmless.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'Negative numbers are refused on MySQL only',
        code: table("$table->integer('pieces')->unsigned();"),
      },
      {
        title: 'A time that the server renews on MySQL only (a warning)',
        code: table("$table->timestamp('counted_at')->useCurrent()->useCurrentOnUpdate();"),
      },
      {
        title: 'A place among the columns, and a comment',
        code: `${table("$table->integer('pieces');")}
Schema::table('stocks', function (Blueprint $table) {
    $table->string('shelf', 20)->nullable()->comment('row-rack')->after('id');
});`,
      },
    ],
    good: [
      { title: 'No modifier that an engine lacks', code: table("$table->integer('pieces')->default(0);") },
      { title: 'What a type brings along is not written', code: table("$table->foreignId('article_id');") },
      {
        title: 'Only for the engine that has it',
        code: table(`$pieces = $table->integer('pieces');
    if (DB::getDriverName() === 'mysql') {
        $pieces->comment('counted by hand');
    }`),
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          hitsIn(view),
          context.targets,
          ({ origin, column, modifier }) => `${placeKey(origin)} ${column} ${modifier}`,
        );
        for (const { hits, targets } of groups) {
          // where no target has it, it makes no difference
          if (targets.length < context.targets.length) report(context, hits, targets);
        }
      },
    };
  },
};
