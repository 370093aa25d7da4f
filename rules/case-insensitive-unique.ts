import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { type StandingKey, standing } from '../src/lint/standing.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import { type Column, findColumn, type Target } from '../src/schema/index.ts';

/** What an engine does with strings for which no collation is known. */
const BLIND_BY_DEFAULT: Readonly<Record<Target['engine'], boolean>> = {
  sqlite: false,
  mysql: true,
  mariadb: true,
  postgres: false,
};

const STRINGS = /^(?:varchar|character varying|char|character|(?:tiny|medium|long)?text|citext)$/;

/** Letters of one case only, or of none that matters. */
const MACHINE_MADE =
  /uuid|ulid|guid|hash|checksum|digest|fingerprint|token|signature|_id$|^id$|^ip|phone|iban|_at$/i;

function isBlind(column: Column, { in: table, target }: StandingKey): boolean {
  if (!STRINGS.test(column.type.name)) return false;
  if (column.type.name === 'citext') return true;
  const collation = column.collation ?? table.collation;
  const charset = column.charset ?? table.charset;
  if (charset === 'binary') return false;
  if (collation === undefined) return BLIND_BY_DEFAULT[target.engine];
  return /(?:^|_)ci(?:_|$)|nocase/i.test(collation);
}

/** The columns that compare without case. */
function blindColumns(key: StandingKey): string[] {
  return key.columns.filter((name) => {
    const column = findColumn(key.in, name);
    return column !== undefined && !MACHINE_MADE.test(name) && isBlind(column, key);
  });
}

function report(context: RuleContext, blind: readonly StandingKey[], exact: readonly Target[]): void {
  const [key] = blind as readonly [StandingKey];
  const columns = blindColumns(key);
  const [first = ''] = columns;
  const titles = (some: readonly Target[]): string[] => engineTitles(some, context.targets);
  const folding = titles(blind.map(({ target }) => target));
  const others = titles(exact);
  context.report({
    file: key.origin.file,
    span: key.origin.span,
    message: sentences(
      `unique index${key.name === undefined ? '' : ` ${quote(key.name)}`} of table ${quote(key.table)} compares ${joinWords(columns.map(quote))} without case on ${joinWords(folding)}: Anna and ANNA are one there, and two on ${joinWords(others)}.`,
      `An insert that ${joinWords(others)} ${verb(others.length, 'take')} is refused on ${joinWords(folding)}, and where('${first}', …) finds other rows.`,
    ),
    help: `Write the values in one case (Str::lower() before they are stored and looked up), or give the column a collation that tells them apart, per engine.`,
    engines: ids(context.targets.filter(({ id }) => blind.some(({ target }) => target.id === id))),
    ...(key.origin.related === undefined ? {} : { related: key.origin.related }),
    data: { table: key.table, name: key.name ?? null, columns },
    identity: `${key.table} ${key.columns.join()}`,
  });
}

const users = (column: string): string => `Schema::create('users', function (Blueprint $table) {
    $table->id();
    ${column}
});`;

export const caseInsensitiveUnique: Rule = {
  id: 'case-insensitive-unique',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A unique index compares strings without case on one engine and with it on another.',
    why: 'The default collations of MySQL and MariaDB end in _ci: Anna@example.org and anna@example.org are the same there, so the second is refused (errno 1062) and either finds the other. SQLite and PostgreSQL tell them apart: what is unique in tests collides in production, or the other way round after a move to PostgreSQL two accounts share one address. _ai_ci collations take é for e, too.',
    how: 'Store and look up in one case, or choose a collation (utf8mb4_bin, on SQLite NOCASE, on PostgreSQL citext or an index over lower()). Keys that machines make (uuid, hash, token …) are left alone. Off in the recommended set: it speaks of most unique strings.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'An address', code: users("$table->string('email', 190)->unique();") },
      {
        title: 'A part of a compound key',
        code: users(
          "$table->unsignedBigInteger('team_id');\n    $table->string('name', 80);\n    $table->unique(['team_id', 'name'], 'usr_team_name_unq');",
        ),
      },
      {
        title: 'An index that comes later',
        code: `${users("$table->string('slug', 80);")}
Schema::table('users', function (Blueprint $table) {
    $table->unique('slug');
});`,
      },
    ],
    good: [
      {
        title: 'Keys that machines make',
        code: users("$table->uuid('uuid')->unique();\n    $table->char('token_hash', 64)->unique();"),
      },
      { title: 'A number', code: users("$table->unsignedInteger('number')->unique();") },
      { title: 'Not unique', code: users("$table->string('email', 190)->index();") },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          standing(context, view).uniques,
          context.targets,
          ({ origin, table, columns }) => `${placeKey(origin)} ${table} ${columns.join()}`,
        );
        for (const { hits } of groups) {
          const blind = hits.filter((hit) => blindColumns(hit).length > 0);
          const exact = hits.filter((hit) => !blind.includes(hit)).map(({ target }) => target);
          if (blind.length > 0 && exact.length > 0) report(context, blind, exact);
        }
      },
    };
  },
};
