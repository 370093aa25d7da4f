import { explains } from '../src/lint/explain-refusal.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote } from '../src/lint/wording.ts';

const table = (columns: string): string => `Schema::create('tags', function (Blueprint $table) {
    ${columns}
});`;

export const collationUnknown: Rule = {
  id: 'collation-unknown',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'unknown-collation',
    explain({ hits }) {
      const [{ problem, target }] = hits;
      const { fact } = problem;
      const name = withoutPrefix(fact.table, target);
      const of =
        fact.column === null
          ? `table ${quote(name)}`
          : `column ${quote(fact.column)} of table ${quote(name)}`;
      return {
        wrong: `${of} has the ${fact.what} ${quote(fact.collation)}, which does not exist on every engine`,
        help: `Leave it out, so that the connection's own is taken; where another is needed, choose it by the connection's driver: match (DB::getDriverName()) { … }.`,
        data: { table: name, column: fact.column, what: fact.what, name: fact.collation },
      };
    },
  }),
  docs: {
    what: 'A column or table is given a collation or character set that an engine does not have.',
    why: "Collations are named by each engine for itself: utf8mb4_0900_ai_ci is MySQL's from 8.0 on, and unknown on MariaDB 10.11 (errno 1273); utf8mb4_unicode_ci is nothing to PostgreSQL (SQLSTATE 42704) or SQLite (no such collation sequence); NOCASE is SQLite's alone.",
    how: "Leave the collation to the connection's configuration, or choose it by the connection's driver.",
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: "MySQL's own",
        code: table("$table->id();\n    $table->string('name', 80)->collation('utf8mb4_0900_as_cs');"),
      },
      {
        title: "SQLite's own",
        code: table("$table->id();\n    $table->string('name', 80)->collation('nocase');"),
      },
      {
        title: 'Of the whole table',
        code: table("$table->collation('utf8mb4_0900_bin');\n    $table->id();"),
      },
    ],
    good: [
      { title: "The connection's own", code: table("$table->id();\n    $table->string('name', 80);") },
      {
        title: 'Chosen by the driver',
        code: table(`$table->id();
    $name = $table->string('name', 80);
    if (DB::getDriverName() === 'mysql') {
        $name->collation('utf8mb4_bin');
    }`),
      },
      {
        title: 'A collation that both servers have, for the whole table',
        code: table("$table->collation('utf8mb4_unicode_ci');\n    $table->id();"),
      },
    ],
  },
};
