import { explains } from '../src/lint/explain-refusal.ts';
import type { Rule } from '../src/lint/rule.ts';
import { quote } from '../src/lint/wording.ts';
import type { Statement } from '../src/schema/index.ts';

/** The word that is no name without quotes. */
function wordOf(statement: Statement): string {
  if (statement.kind !== 'foreignSyntax') return '';
  return /^[\p{L}\p{N}_$]+/u.exec(statement.sql.slice(statement.at))?.[0] ?? '';
}

export const reservedWord: Rule = {
  id: 'reserved-word',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'foreign-syntax',
    isMine: (_fact, { statement }) => statement.kind === 'foreignSyntax' && statement.fault === 'reserved',
    explain({ hits }) {
      const [{ step, origin }] = hits;
      const word = wordOf(step.statement);
      return {
        wrong: `${origin.call} uses ${quote(word)} as a name without quotes, and that is a reserved word on some engines`,
        help: `Let the schema or query builder write the statement, since it quotes each name as its engine does; or give another name than ${quote(word)}. Quotes in SQL are no way out: backticks are read by MySQL, MariaDB and SQLite, double quotes by PostgreSQL and SQLite.`,
        data: { word: word.toLowerCase(), sql: step.statement.sql },
      };
    },
  }),
  docs: {
    what: 'Raw SQL uses a word as a name, without quotes, that an engine reserves.',
    why: 'What is reserved differs: rank, groups, system and rows are on MySQL 8 (errno 1064), user, offset and limit on PostgreSQL (SQLSTATE 42601), index and transaction on SQLite (SQLITE_ERROR). Versions add to it: what ran on MySQL 5.7 stops on 8.0. The schema builder quotes all names, raw SQL does not.',
    how: 'Let the builder write it, or choose another name.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'rank is a function since MySQL 8.0',
        code: `Schema::create('players', function (Blueprint $table) {
    $table->id();
    $table->integer('points');
});
DB::statement('alter table players add column rank integer');`,
      },
      {
        title: 'A table that is called groups',
        code: `DB::statement('create table groups (id integer primary key)');`,
      },
      {
        title: 'A table that is called user',
        code: `DB::statement('create table user (id integer primary key)');`,
      },
    ],
    good: [
      {
        title: 'The builder quotes',
        code: `Schema::create('players', function (Blueprint $table) {
    $table->id();
    $table->integer('rank');
});`,
      },
      {
        title: 'Another name',
        code: `DB::statement('create table teams (id integer primary key)');`,
      },
      {
        title: 'Only where the engine reads it',
        code: `if (DB::getDriverName() === 'sqlite') {
    DB::statement('create table user (id integer primary key)');
}`,
      },
    ],
  },
};
