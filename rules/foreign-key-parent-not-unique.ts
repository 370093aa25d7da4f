import { explains } from '../src/lint/explain-refusal.ts';
import { keyInWords, refusedKey } from '../src/lint/foreign-keys.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { joinWords, quote } from '../src/lint/wording.ts';

const parentWith = (column: string): string => `Schema::create('countries', function (Blueprint $table) {
    $table->id();
    ${column}
});`;
const CHILD = `Schema::create('customers', function (Blueprint $table) {
    $table->id();
    $table->char('country_code', 2);
    $table->foreign('country_code')->references('code')->on('countries');
});`;

export const foreignKeyParentNotUnique: Rule = {
  id: 'foreign-key-parent-not-unique',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'foreign-key',
    isMine: ({ reason }) => reason === 'parent-not-unique' || reason === 'parent-not-indexed',
    explain({ hits }) {
      const [hit] = hits;
      const { fact } = hit.problem;
      const parent = withoutPrefix(fact.parent, hit.target);
      const { statement } = hit.step;
      const written = statement.kind === 'data' ? statement.table?.name : undefined;
      const columns =
        refusedKey(hit)?.parentColumns ??
        hit.step.before
          .table(fact.table)
          ?.foreignKeys.find(
            (key) => hit.step.before.key(key.parent) === hit.step.before.key({ name: fact.parent }),
          )?.parentColumns ??
        [];
      const list =
        columns.length === 1 ? `'${columns[0]}'` : `[${columns.map((name) => `'${name}'`).join(', ')}]`;
      return {
        wrong: `${keyInWords(hit)} references ${columns.length === 0 ? '' : `${joinWords(columns.map(quote))} of `}table ${quote(parent)}, ${columns.length === 0 ? 'where' : 'which'} no ${fact.reason === 'parent-not-indexed' ? 'index covers' : 'unique index or primary key covers'}${columns.length === 0 ? ' what it points to' : ''}`,
        more:
          written !== undefined
            ? `It took the key, and refuses the first row that is written to ${quote(written)}.`
            : hits.some(({ target }) => target.engine === 'sqlite')
              ? undefined
              : 'SQLite makes such a key, and refuses every row that is written afterwards (foreign key mismatch).',
        help: `Make it unique where ${quote(parent)} is made${columns.length === 0 ? '' : `: $table->unique(${list})`}; or reference the primary key.`,
        data: { table: withoutPrefix(fact.table, hit.target), parent, name: fact.name, columns },
      };
    },
  }),
  docs: {
    what: 'A foreign key references columns that are neither the primary key nor unique.',
    why: 'PostgreSQL (SQLSTATE 42830), and MySQL from 8.4 on (errno 6125), want a primary key or unique index over exactly these columns; older versions of MySQL, and MariaDB, any index that begins with them (errno 1822, on MariaDB 1005 with 150). SQLite makes the key, and refuses each row that is written afterwards.',
    how: 'Make the referenced columns unique, or reference the primary key.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'No index at all', code: `${parentWith("$table->char('code', 2);")}\n${CHILD}` },
      {
        title: 'An index that is not unique',
        code: `${parentWith("$table->char('code', 2)->index();")}\n${CHILD}`,
      },
      {
        title: 'Unique together with another column only',
        code: `${parentWith(`$table->char('region', 2);
    $table->char('code', 2);
    $table->unique(['region', 'code']);`)}
${CHILD}`,
      },
    ],
    good: [
      {
        title: 'The column is unique',
        code: `${parentWith("$table->char('code', 2)->unique();")}\n${CHILD}`,
      },
      {
        title: 'The primary key is referenced',
        code: `${parentWith("$table->char('code', 2);")}
Schema::create('customers', function (Blueprint $table) {
    $table->id();
    $table->foreignId('country_id')->constrained('countries');
});`,
      },
      {
        title: 'A unique index is added before the key',
        code: `${parentWith("$table->char('code', 2);")}
Schema::table('countries', function (Blueprint $table) {
    $table->unique('code');
});
${CHILD}`,
      },
    ],
  },
};
