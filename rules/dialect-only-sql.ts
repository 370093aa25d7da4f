import { explains } from '../src/lint/explain-refusal.ts';
import { groupByTarget } from '../src/lint/groups.ts';
import { wayOut } from '../src/lint/raw-sql.ts';
import type { Rule } from '../src/lint/rule.ts';
import { listEngines } from '../src/lint/wording.ts';
import type { Problem, ProblemFact, Step } from '../src/schema/index.ts';

/** Other rules tell of locks, of reserved words, and of several statements in one text. */
function isMine(fact: Extract<ProblemFact, { kind: 'foreign-syntax' }>, step: Step): boolean {
  const { statement } = step;
  if (fact.several === true) return false;
  if (statement.kind === 'foreignSyntax')
    return statement.fault !== 'reserved' && statement.fault !== 'empty';
  // SQLite has no row locks: select-for-update
  return !(step.target.engine === 'sqlite' && statement.kind === 'data' && statement.lock !== undefined);
}

function words({ message }: Problem): string {
  return message
    .replace(/^You have an error in your SQL syntax; check the manual .* to use /, '')
    .replace(/[.\s]+$/, '');
}

const USERS = `Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->string('name', 80);
    $table->boolean('active')->default(true);
});`;

export const dialectOnlySql: Rule = {
  id: 'dialect-only-sql',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'foreign-syntax',
    isMine,
    explain({ context, hits }) {
      const [{ step, origin }] = hits;
      const { sql } = step.statement;
      const call = origin.call === '' ? 'the migration' : origin.call;
      const way = wayOut(sql);
      const stops = groupByTarget(hits, context.targets, ({ problem }) => words(problem)).map(
        ({ key, targets }) => `${listEngines(targets, context.targets)}: ${key}`,
      );
      return {
        wrong: `${call} sends SQL that not every engine reads (${stops.join('; ')})`,
        help: `${way ?? 'Let the schema or query builder write it, for each engine in its own words.'} What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).`,
        data: { sql, messages: Object.fromEntries(hits.map((hit) => [hit.target.id, hit.problem.message])) },
      };
    },
  }),
  docs: {
    what: 'Raw SQL that one engine reads and another does not.',
    why: 'Backticks and MODIFY are read by MySQL and MariaDB, :: and double-quoted names by PostgreSQL, UPDATE … JOIN by MySQL and MariaDB, ON CONFLICT by PostgreSQL and SQLite; DATE_FORMAT(), NOW() and TO_TIMESTAMP() are functions of some; "text" in double quotes is a name and active = 1 no comparison of PostgreSQL (SQLSTATE 42703, 42883). Elsewhere they are a syntax error (errno 1064, SQLSTATE 42601, SQLITE_ERROR) or no such function (errno 1305, SQLSTATE 42883), and the migration stops there.',
    how: 'Let the builder write it; what one engine alone needs goes behind a question for the driver.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'MODIFY',
        code: `${USERS}
DB::statement('alter table users modify name varchar(120) not null');`,
      },
      {
        title: 'Backticks',
        code: `${USERS}
DB::statement('update \`users\` set \`name\` = upper(\`name\`)');`,
      },
      {
        title: 'UPDATE … JOIN',
        code: `${USERS}
Schema::create('profiles', function (Blueprint $table) {
    $table->id();
    $table->foreignId('user_id')->constrained();
    $table->string('nick', 80);
});
DB::statement('update users join profiles on profiles.user_id = users.id set users.name = profiles.nick');`,
      },
      {
        title: 'A function of MySQL',
        code: `${USERS}
DB::statement("update users set name = date_format(name, '%Y')");`,
      },
      {
        title: 'A boolean that is compared with a number',
        code: `${USERS}
DB::statement('delete from users where active = 0');`,
      },
      {
        title: 'A cast of PostgreSQL',
        code: `${USERS}
DB::statement("update users set name = id::text where name = ''");`,
      },
    ],
    good: [
      {
        title: 'The builder writes it for each engine',
        code: `${USERS}
Schema::table('users', function (Blueprint $table) {
    $table->string('name', 120)->change();
});`,
      },
      {
        title: 'Only where it is understood',
        code: `${USERS}
if (in_array(DB::getDriverName(), ['mysql', 'mariadb'])) {
    DB::statement('alter table users modify name varchar(120) not null');
}`,
      },
      {
        title: 'SQL that all engines read',
        code: `${USERS}
DB::statement('update users set name = upper(name)');`,
      },
    ],
  },
};
