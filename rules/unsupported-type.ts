import { explains } from '../src/lint/explain-refusal.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote } from '../src/lint/wording.ts';

export const unsupportedType: Rule = {
  id: 'unsupported-type',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'unknown-type',
    explain({ hits }) {
      const [{ problem, target }] = hits;
      const { fact } = problem;
      const name = withoutPrefix(fact.table, target);
      return {
        wrong: `column ${quote(fact.column)} of table ${quote(name)} is ${fact.type}, a type that does not exist on every engine`,
        help: 'Take a type that all of them have, or write the column for each engine by itself: if (DB::getDriverName() === …).',
        data: { table: name, column: fact.column, type: fact.type },
      };
    },
  }),
  docs: {
    what: 'A column has a type that an engine does not have.',
    why: 'SQLite takes any word for a type, so a migration with one of another engine is green there. MySQL and MariaDB refuse it (errno 1064, MariaDB also 4161), and PostgreSQL too (SQLSTATE 42704).',
    how: 'Use the types of the schema builder that all engines have; a type of one engine alone belongs behind a question for the driver.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: "PostgreSQL's type for text without case",
        code: `Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->rawColumn('email', 'citext');
});`,
      },
      {
        title: "MySQL's types in SQL",
        code: `DB::statement('create table hits (id integer primary key, agent mediumtext)');`,
      },
      {
        title: 'A type of one engine that is added later',
        code: `Schema::create('places', function (Blueprint $table) {
    $table->id();
});
DB::statement('alter table places add column spot tsvector');`,
      },
    ],
    good: [
      {
        title: 'A type that all engines have',
        code: `Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->string('email', 190);
});`,
      },
      {
        title: 'A type of one engine, for that engine',
        code: `Schema::create('places', function (Blueprint $table) {
    $table->id();
});
if (DB::getDriverName() === 'pgsql') {
    DB::statement('alter table places add column spot tsvector');
}`,
      },
      {
        title: 'Plain types in SQL',
        code: `DB::statement('create table hits (id integer primary key, agent varchar(200))');`,
      },
    ],
  },
};
