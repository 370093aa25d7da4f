import { explains } from '../src/lint/explain-refusal.ts';
import { placeKey } from '../src/lint/groups.ts';
import { isHitOf, problemHits } from '../src/lint/problems.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { listEngines, quote } from '../src/lint/wording.ts';

const table = (columns: string): string => `Schema::create('notes', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const textIndexNeedsLength: Rule = {
  id: 'text-index-needs-length',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'key-on-unindexable-type',
    isMine: ({ type }) => /(?:text|blob)$/.test(type),
    explain({ context, view, hits }) {
      const [{ problem, target, origin, step }] = hits;
      const { fact } = problem;
      const name = withoutPrefix(fact.table, target);
      const key = fact.name === 'PRIMARY' ? 'the primary key' : `index ${quote(fact.name)}`;
      const silent = problemHits(view)
        .filter(isHitOf('key-on-unindexable-type'))
        .find(
          (other) =>
            other.problem.fact.instead !== undefined &&
            other.step.direction === step.direction &&
            placeKey(other.origin) === placeKey(origin),
        );
      return {
        wrong: `${key} of table ${quote(name)} covers ${quote(fact.column)}, which is ${fact.type}: a key over it needs a prefix length`,
        more:
          silent === undefined
            ? undefined
            : `${listEngines([silent.target], context.targets)} silently makes ${silent.problem.fact.instead} instead.`,
        help: `Make it a string with a length, ->string('${fact.column}', 190); or index a hash of it. For searching in it there is ->fullText('${fact.column}'), on engines that have that.`,
        data: { table: name, name: fact.name, column: fact.column, type: fact.type },
      };
    },
  }),
  docs: {
    what: 'A text or blob column is part of an index without a prefix length.',
    why: 'MySQL and MariaDB refuse it (errno 1170): a key is bounded, and a text is not. The schema builder cannot write the length. SQLite and PostgreSQL index whole texts, so tests stay green.',
    how: 'Use string() with a length for what is looked up, or index a hash of the text.',
    engines: ['mysql', 'mariadb'],
    bad: [
      { title: 'An index', code: table("$table->text('body')->index();") },
      {
        title: 'A primary key',
        code: `Schema::create('settings', function (Blueprint $table) {
    $table->text('key')->primary();
    $table->text('value');
});`,
      },
      {
        title: 'A compound index',
        code: table(
          "$table->unsignedBigInteger('user_id');\n    $table->longText('slug');\n    $table->index(['user_id', 'slug'], 'notes_user_slug_idx');",
        ),
      },
    ],
    good: [
      {
        title: 'A string with a length',
        code: table("$table->string('slug', 190)->index();\n    $table->text('body');"),
      },
      {
        title: 'A hash of the text',
        code: table("$table->text('url');\n    $table->char('url_hash', 64)->index();"),
      },
      {
        title: 'A prefix length in SQL, where that is understood',
        code: `${table("$table->text('body');")}
if (in_array(DB::getDriverName(), ['mysql', 'mariadb'])) {
    DB::statement('create index notes_body_idx on notes (body(100))');
}`,
      },
    ],
  },
};
