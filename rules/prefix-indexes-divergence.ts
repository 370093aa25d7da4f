import { explains } from '../src/lint/explain-refusal.ts';
import { placeKey } from '../src/lint/groups.ts';
import { keysMadeBy } from '../src/lint/keys.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { engineTitles, joinWords, plural, quote, sentences } from '../src/lint/wording.ts';
import type { Origin, ProblemFact, Step, Target } from '../src/schema/index.ts';

/** The name with the connection's prefix, or without it, where a key bears that. */
function otherName(fact: Extract<ProblemFact, { kind: 'object-missing' }>, step: Step): string | undefined {
  const { prefix } = step.target.settings;
  if (prefix === '' || fact.object === 'table' || fact.object === 'column') return undefined;
  const other = fact.name.startsWith(prefix) ? fact.name.slice(prefix.length) : `${prefix}${fact.name}`;
  const { before } = step;
  const table = fact.table === '' ? undefined : before.table(fact.table);
  const isKey = (name: string | undefined): boolean => name?.toLowerCase() === other.toLowerCase();
  const bears =
    table?.indexes.some(({ name }) => isKey(name)) === true ||
    table?.foreignKeys.some(({ name }) => isKey(name)) === true ||
    (fact.object === 'index' && before.named('relation', other)?.kind === 'index');
  return bears ? other : undefined;
}

const refused = explains({
  kind: 'object-missing',
  isMine: (fact, step) => otherName(fact, step) !== undefined,
  explain({ hits }) {
    const [{ problem, step, target }] = hits;
    const { fact } = problem;
    const other = otherName(fact, step) ?? '';
    const withPrefix = other.startsWith(target.settings.prefix);
    return {
      wrong: `there is no ${fact.object === 'foreignKey' ? 'foreign key' : 'index'} ${quote(fact.name)}: the connection's prefix ${quote(target.settings.prefix)} ${withPrefix ? 'is part of its name' : 'is no part of its name'}, which is ${quote(other)}`,
      help: 'Name the columns instead of the key, dropIndex([…]), so that the name is made as it was made before; or give the key a name of your own where it is made.',
      data: { table: fact.table, name: fact.name, actual: other, prefix: target.settings.prefix },
    };
  },
});

interface Named {
  readonly names: Map<string, { readonly target: Target; readonly name: string }>;
  readonly origin: Origin;
}

/** Automatic names of one call on each target. */
function automaticNames(view: MigrationView): Map<string, Named> {
  const calls = new Map<string, Named>();
  for (const { direction, target, steps } of view.runs) {
    if (direction !== 'up') continue;
    for (const { statement } of steps) {
      for (const { kind, name, parts, origin } of keysMadeBy(statement)) {
        if (name === undefined || origin.nameGiven !== false || origin.file !== view.migration.file) continue;
        const columns = parts.map((part) => ('column' in part ? part.column : '')).join();
        const key = `${placeKey(origin)} ${kind === 'foreign'} ${columns}`;
        const call = calls.get(key) ?? { names: new Map(), origin };
        calls.set(key, call);
        if (!call.names.has(target.id)) call.names.set(target.id, { target, name });
      }
    }
  }
  return calls;
}

/** Does the one differ from the other by what stands in front of it? */
function differsByPrefix(a: string, b: string): boolean {
  return a !== b && (a.endsWith(b) || b.endsWith(a));
}

function hasDivergence({ targets }: RuleContext): boolean {
  const shown = targets.map(({ settings }) => (settings.prefixIndexes ? settings.prefix : ''));
  return new Set(shown).size > 1;
}

function report(context: RuleContext, count: number, { names, origin }: Named): void {
  const told = [...names.values()];
  const byName = new Map<string, Target[]>();
  for (const { target, name } of told) byName.set(name, [...(byName.get(name) ?? []), target]);
  const clauses = [...byName].map(
    ([name, some]) => `${quote(name)} on ${joinWords(engineTitles(some, context.targets))}`,
  );
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `the connections differ in prefix or prefix_indexes, so automatic names of indexes differ: here ${joinWords(clauses)}.`,
      count > 1 && `That is so of ${plural(count, 'key')} of this project, of which this is the first.`,
      'A dropIndex() or raw SQL with such a name works on one of them only.',
    ),
    help: "Set the same 'prefix' and 'prefix_indexes' for all connections in config/database.php, also for that of the tests.",
    engines: told.map(({ target }) => target.id),
    data: { names: Object.fromEntries(told.map(({ target, name }) => [target.id, name])), count },
    identity: 'prefix',
  });
}

const config = (sqlite: string): Readonly<Record<string, string>> => ({
  'config/database.php': `<?php return ['default' => 'mysql', 'connections' => [
    'mysql' => ['driver' => 'mysql', 'prefix' => 'app_', 'prefix_indexes' => true],
    'mariadb' => ['driver' => 'mariadb', 'prefix' => 'app_', 'prefix_indexes' => true],
    'pgsql' => ['driver' => 'pgsql', 'prefix' => 'app_', 'prefix_indexes' => true],
    'sqlite' => ['driver' => 'sqlite', ${sqlite}],
]];
`,
});
const USERS = `Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->string('email', 190)->unique();
});`;

export const prefixIndexesDivergence: Rule = {
  id: 'prefix-indexes-divergence',
  severity: 'warning',
  recommended: true,
  ...refused,
  docs: {
    what: "The connections' table prefix enters automatic index names on one engine and not on another.",
    why: "With 'prefix_indexes' => true Laravel puts the prefix in front of automatic names of indexes and foreign keys, without it not. Where the connection of the tests has another prefix, or another setting, than that of production, one call makes two names, and what drops or renames the key by name is refused on one of them (errno 1091, SQLSTATE 42704, SQLITE_ERROR).",
    how: "Give all connections the same 'prefix' and 'prefix_indexes'; drop keys by their columns.",
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'SQLite without prefix_indexes', files: config("'prefix' => 'app_'"), code: USERS },
      {
        title: 'SQLite without a prefix',
        files: config("'prefix' => '', 'prefix_indexes' => true"),
        code: USERS,
      },
      {
        title: 'A key is dropped by the name that it has without prefix (an error)',
        files: config("'prefix' => 'app_', 'prefix_indexes' => true"),
        code: `${USERS}
Schema::table('users', function (Blueprint $table) {
    $table->dropUnique('users_email_unique');
});`,
      },
    ],
    good: [
      {
        title: 'The same settings for all connections',
        files: config("'prefix' => 'app_', 'prefix_indexes' => true"),
        code: USERS,
      },
      {
        title: 'A key is dropped by its columns',
        files: config("'prefix' => 'app_', 'prefix_indexes' => true"),
        code: `${USERS}
Schema::table('users', function (Blueprint $table) {
    $table->dropUnique(['email']);
});`,
      },
      {
        title: 'A name of your own has no prefix anywhere',
        files: config("'prefix' => ''"),
        code: `Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->string('email', 190)->unique('usr_email_unq');
});`,
      },
    ],
  },
  create(context) {
    const inner = refused.create(context);
    const watched = hasDivergence(context);
    let first: Named | undefined;
    let count = 0;
    return {
      migration(view) {
        inner.migration?.(view);
        if (!watched) return;
        for (const call of automaticNames(view).values()) {
          const [one, ...others] = [...call.names.values()].map(({ name }) => name);
          if (one === undefined || !others.some((other) => differsByPrefix(one, other))) continue;
          first ??= call;
          count += 1;
        }
      },
      end() {
        if (first !== undefined) report(context, count, first);
      },
    };
  },
};
