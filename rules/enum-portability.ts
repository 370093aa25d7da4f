import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { rebuiltTable } from '../src/lint/ownership.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { type StandingColumn, standing } from '../src/lint/standing.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import { definedColumns, type MigrationRun, type Origin, type Target } from '../src/schema/index.ts';

/** An enum whose CHECK a rebuild of its table has lost. */
interface Lost {
  readonly target: Target;
  readonly table: string;
  readonly column: string;
  readonly origin: Origin;
  readonly made: Origin | undefined;
}

const MEMBERS = /\bin\s*\(/i;

/** The columns that the migration itself gives a definition anew. */
function redefined({ steps }: MigrationRun): Set<string> {
  const names = new Set<string>();
  for (const { statement } of steps) {
    for (const { name, origin } of definedColumns(statement))
      if (origin?.redefinedWith !== undefined) names.add(name.toLowerCase());
  }
  return names;
}

function* lostChecks(view: MigrationView): IterableIterator<Lost> {
  for (const run of view.runs) {
    if (run.direction !== 'up') continue;
    for (const { statement, before, reached } of run.steps) {
      if (statement.kind !== 'createTable' || !reached) continue;
      const table = rebuiltTable(statement.table.name, run.target);
      const old = table === undefined ? undefined : before.table(`${run.target.settings.prefix}${table}`);
      if (table === undefined || old === undefined) continue;
      let changed: Set<string> | undefined;
      for (const column of old.columns) {
        if (column.check === undefined || !MEMBERS.test(column.check)) continue;
        const now = statement.columns.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
        changed ??= redefined(run);
        if (now === undefined || now.check !== undefined || changed.has(column.name.toLowerCase())) continue;
        yield {
          target: run.target,
          table,
          column: column.name,
          origin: statement.origin,
          made: column.origin,
        };
      }
    }
  }
}

function reportLost(
  context: RuleContext,
  hits: readonly [Lost, ...Lost[]],
  targets: readonly Target[],
): void {
  const [{ table, column, origin, made }] = hits;
  const titles = engineTitles(targets, context.targets);
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `changing table ${quote(table)} loses the CHECK of enum ${quote(column)} on ${joinWords(titles)}: the table is made anew, and what the framework reads of it has no checks.`,
      `From here on ${joinWords(titles)} ${verb(titles.length, 'take')} any text there, and tests do not see a value that production refuses.`,
    ),
    help: `Give the enum anew in the same call: $table->enum('${column}', […])->change(); or test values with a PHP enum and a cast.`,
    severity: 'warning',
    engines: ids(targets),
    related: [
      ...(origin.related ?? []),
      ...(made === undefined
        ? []
        : [{ file: made.file, span: made.span, message: `${quote(column)} is made here` }]),
    ],
    data: { table, column, lost: true },
    identity: `lost ${table} ${column}`,
  });
}

function reportEnum(
  context: RuleContext,
  real: readonly StandingColumn[],
  others: readonly StandingColumn[],
): void {
  const [{ table, spec, origin }] = real as readonly [StandingColumn];
  const titles = (some: readonly StandingColumn[]): string[] =>
    engineTitles(
      some.map(({ target }) => target),
      context.targets,
    );
  const own = titles(real);
  const text = titles(others);
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `${quote(spec.name)} of table ${quote(table)} is an enum of its own on ${joinWords(own)}, and a string with a CHECK on ${joinWords(text)}.`,
      `${joinWords(own)} ${verb(own.length, 'sort')} by the order of the members and ${verb(own.length, 'compare')} them without case, ${joinWords(text)} by their letters.`,
    ),
    help: `A string('${spec.name}', 20) with a PHP enum as its cast behaves alike everywhere, and takes a new member without a migration.`,
    engines: ids(
      context.targets.filter(({ id }) => [...real, ...others].some(({ target }) => target.id === id)),
    ),
    ...(origin.related === undefined ? {} : { related: origin.related }),
    data: { table, column: spec.name, lost: false },
    identity: `enum ${table} ${spec.name}`,
  });
}

const ORDERS = `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->enum('state', ['open', 'closed']);
    $table->string('note', 40);
});`;
const SQLITE = { engines: { test: 'sqlite@3.45', production: ['postgres@16'] } };

export const enumPortability: Rule = {
  id: 'enum-portability',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'An enum column, which each engine keeps in its own way; and one whose CHECK is lost when SQLite makes its table anew (a warning).',
    why: 'MySQL and MariaDB have a type for it, sorted by the order of the members and compared without case; SQLite and PostgreSQL keep a string with a CHECK. A new member is a change() that MySQL makes at once where it comes last, and that PostgreSQL refuses as Laravel writes it (SQLSTATE 42601: ALTER … TYPE takes no CHECK). On SQLite every change() of another column makes the table anew, from what can be read of it, and checks cannot: from then on tests take any value.',
    how: 'Use a string with a length and a PHP enum as its cast; where it stays an enum, repeat it in the call that changes the table.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'An enum', code: ORDERS },
      {
        title: 'Another column is changed, and the CHECK is gone on SQLite (a warning)',
        config: SQLITE,
        code: `${ORDERS}
Schema::table('orders', function (Blueprint $table) {
    $table->string('note', 80)->change();
});`,
      },
      {
        title: 'One that comes later',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
});
Schema::table('orders', function (Blueprint $table) {
    $table->enum('state', ['open', 'closed'])->default('open');
});`,
      },
    ],
    good: [
      {
        title: 'A string',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('state', 20)->default('open');
});`,
      },
      { title: 'Kept alike on all engines of the project', config: SQLITE, code: ORDERS },
      {
        title: 'The enum is repeated where the table is changed',
        config: SQLITE,
        code: `${ORDERS}
Schema::table('orders', function (Blueprint $table) {
    $table->enum('state', ['open', 'closed'])->change();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const lost = groupByTarget(
          lostChecks(view),
          context.targets,
          ({ origin, table, column }) => `${placeKey(origin)} ${table} ${column}`,
        );
        for (const { hits, targets } of lost) reportLost(context, hits, targets);
        const made = groupByTarget(
          standing(context, view).columns,
          context.targets,
          ({ origin, table, spec }) => `${placeKey(origin)} ${table} ${spec.name}`,
        );
        for (const { hits } of made) {
          const real = hits.filter(({ spec, now }) => spec.type.name === 'enum' && now.type.name === 'enum');
          const others = hits.filter((hit) => !real.includes(hit));
          if (real.length > 0 && others.length > 0) reportEnum(context, real, others);
        }
      },
    };
  },
};
