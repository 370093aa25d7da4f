import { explains } from '../src/lint/explain-refusal.ts';
import { keyInWords, refusedKey, tableMade } from '../src/lint/foreign-keys.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const INVOICES = `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained('customers');
});`;
const CUSTOMERS = `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});`;

export const foreignKeyParentMissing: Rule = {
  id: 'foreign-key-parent-missing',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'foreign-key',
    isMine: ({ reason }) => reason === 'parent-missing' || reason === 'parent-column-missing',
    explain({ context, view, hits }) {
      const [hit] = hits;
      const { fact } = hit.problem;
      const parent = withoutPrefix(fact.parent, hit.target);
      const table = withoutPrefix(fact.table, hit.target);
      const data = { table, parent, name: fact.name, reason: fact.reason };
      if (fact.reason === 'parent-column-missing') {
        const wanted = fact.detail ?? refusedKey(hit)?.parentColumns.join(', ') ?? '';
        const has = hit.step.before.table(fact.parent)?.columns.map(({ name }) => name) ?? [];
        return {
          wrong: `${keyInWords(hit)} references column ${quote(wanted)} of table ${quote(parent)}, which has no such column`,
          help: sentences(
            `Name a column that ${quote(parent)} has when this runs${has.length === 0 || has.length > 12 ? '' : `: ${has.join(', ')}`}.`,
            'constrained() and references() assume "id".',
          ),
          data: { ...data, column: wanted },
        };
      }
      const made = tableMade(context, view.migration.set, parent);
      // on the way back it is made somewhere, of course
      const later = made !== undefined && hit.step.direction === 'up' ? made : undefined;
      const here = later?.file === view.migration.file;
      return {
        wrong: `${keyInWords(hit)} references table ${quote(parent)}, which does not exist when this runs`,
        more:
          later === undefined
            ? undefined
            : here
              ? 'The same migration makes it further down.'
              : `${later.file.split('/').at(-1)} makes it, and runs later.`,
        help:
          later === undefined
            ? `Check the name: no migration makes a table ${quote(parent)} before this one. If a package makes it, its migration has to run first.`
            : here
              ? `Make ${quote(parent)} first, or add the key behind it: Schema::table('${table}', …).`
              : `Give the migration that makes ${quote(parent)} an earlier date, or add the key in a migration of its own behind both.`,
        related:
          later === undefined || here
            ? []
            : [{ file: later.file, span: later.span, message: `${quote(parent)} is made here` }],
        data: { ...data, madeLater: later !== undefined },
      };
    },
  }),
  docs: {
    what: 'A foreign key references a table or a column that does not exist when the migration runs.',
    why: 'MySQL, MariaDB and PostgreSQL look for the other end when the key is made (errno 1824, on MariaDB 1005 with 150, SQLSTATE 42P01; a column: errno 3734, SQLSTATE 42703), and the migration stops. SQLite looks only when rows are written, so migrations in the wrong order, or with a misspelt table, are green there.',
    how: 'Let the migration that makes the referenced table have the earlier date, or add the key in a later migration.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'The referenced table is made by nobody', code: INVOICES },
      { title: 'It is made further down', code: `${INVOICES}\n${CUSTOMERS}` },
      {
        title: 'The referenced column has another name',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id('customer_id');
});
${INVOICES}`,
      },
    ],
    good: [
      { title: 'The referenced table comes first', code: `${CUSTOMERS}\n${INVOICES}` },
      {
        title: 'The key is added once both are there',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id');
});
${CUSTOMERS}
Schema::table('invoices', function (Blueprint $table) {
    $table->foreign('customer_id')->references('id')->on('customers');
});`,
      },
      {
        title: 'The column is named',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id('customer_id');
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained('customers', 'customer_id');
});`,
      },
    ],
  },
};
