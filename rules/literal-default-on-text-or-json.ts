import { explains } from '../src/lint/explain-refusal.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const table = (column: string): string => `Schema::create('profiles', function (Blueprint $table) {
    $table->id();
    ${column}
});`;

export const literalDefaultOnTextOrJson: Rule = {
  id: 'literal-default-on-text-or-json',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'default-not-allowed',
    // SQLite's is about a default that names a column
    isMine: (_fact, { target }) => target.engine !== 'sqlite',
    explain({ hits }) {
      const [{ problem, target }] = hits;
      const { fact } = problem;
      const json = fact.type === 'json';
      return {
        wrong: `column ${quote(fact.column)} of table ${quote(withoutPrefix(fact.table, target))} is ${fact.type} and has a literal default, which that type cannot have`,
        help: sentences(
          `Leave ->default() out and set the value where rows are made (in the model: protected $attributes = ['${fact.column}' => '${json ? '[]' : '…'}']), or make the column nullable.`,
          json
            ? "If the database must do it, take an expression in parentheses: ->default(new Expression('(JSON_ARRAY())')), from MySQL 8.0.13 on."
            : 'A string() with a length may have one.',
        ),
        data: { table: withoutPrefix(fact.table, target), column: fact.column, type: fact.type },
      };
    },
  }),
  docs: {
    what: 'A text, blob or json column has a literal as its default.',
    why: 'MySQL refuses it (errno 1101), in every version; from 8.0.13 on it takes an expression in parentheses there. MariaDB takes one from 10.2.1 on, SQLite and PostgreSQL always do, so tests stay green.',
    how: 'Set the value in the application, or make the column nullable; short texts can be string(), which takes a default everywhere.',
    engines: ['mysql', 'mariadb'],
    bad: [
      { title: 'An empty array', code: table("$table->json('settings')->default('[]');") },
      { title: 'A text', code: table("$table->text('biography')->default('');") },
      {
        title: 'It comes with a change',
        code: `${table("$table->text('biography')->nullable();")}
Schema::table('profiles', function (Blueprint $table) {
    $table->longText('biography')->default('none')->change();
});`,
      },
    ],
    good: [
      { title: 'Nullable instead', code: table("$table->json('settings')->nullable();") },
      { title: 'A string takes a default', code: table("$table->string('biography', 500)->default('');") },
      {
        title: 'NULL is the default that all take',
        code: table("$table->text('biography')->nullable()->default(null);"),
      },
    ],
  },
};
