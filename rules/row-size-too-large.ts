import { explains } from '../src/lint/explain-refusal.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote } from '../src/lint/wording.ts';

const table = (columns: string): string => `Schema::create('reports', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const rowSizeTooLarge: Rule = {
  id: 'row-size-too-large',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'row-too-large',
    explain({ hits }) {
      const [{ problem, step, target }] = hits;
      const { fact } = problem;
      const name = withoutPrefix(fact.table, target);
      const longest = [...(step.verdict.after.table(fact.table)?.columns ?? [])]
        .filter(({ type }) => type.name === 'varchar' && type.length !== undefined)
        .sort((a, b) => (b.type.length ?? 0) - (a.type.length ?? 0))
        .slice(0, 3)
        .map((column) => `${column.name} ${column.type.text}`);
      return {
        wrong: `the columns of table ${quote(name)} take ${fact.bytes} bytes together, and a row may have ${fact.limit}`,
        help: `Make long strings text(), of which the row holds a pointer only, or shorten them${longest.length === 0 ? '' : `; the longest are ${longest.join(', ')}`}.`,
        data: { table: name, bytes: fact.bytes, limit: fact.limit },
      };
    },
  }),
  docs: {
    what: 'The columns of a table take more bytes together than a row may have.',
    why: 'MySQL and MariaDB allow 65,535 bytes for all columns of a row but text and blob (errno 1118), and a character of utf8mb4 counts 4: sixteen varchar(1024) are one too many. InnoDB allows about half a page, 8126 bytes, for what stands in the row itself. SQLite and PostgreSQL have no such limit for strings.',
    how: 'Use text() for long strings; it takes 9 to 12 bytes of the row.',
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'One string that fills the row alone',
        code: table("$table->string('body', 16383);\n    $table->string('title', 200);"),
      },
      {
        title: 'Many strings of a thousand characters',
        code: table(`foreach (range(1, 17) as $i) {
        $table->string("answer_{$i}", 1000);
    }`),
      },
      {
        title: 'A column that is added later',
        code: `${table("$table->string('body', 16000);")}
Schema::table('reports', function (Blueprint $table) {
    $table->string('summary', 500);
});`,
      },
    ],
    good: [
      {
        title: 'text() stands outside of the row',
        code: table("$table->text('body');\n    $table->string('title', 200);"),
      },
      {
        title: 'Strings of an honest length',
        code: table("$table->string('title', 200);\n    $table->string('summary', 1000);"),
      },
      {
        title: 'Many texts',
        code: table(`foreach (range(1, 17) as $i) {
        $table->text("answer_{$i}");
    }`),
      },
    ],
  },
};
