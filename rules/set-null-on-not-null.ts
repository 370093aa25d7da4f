import { explains } from '../src/lint/explain-refusal.ts';
import { keyInWords, refusedKey } from '../src/lint/foreign-keys.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote } from '../src/lint/wording.ts';

const CUSTOMERS = `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});`;
const invoicesWith = (column: string): string => `${CUSTOMERS}
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    ${column}
});`;

export const setNullOnNotNull: Rule = {
  id: 'set-null-on-not-null',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'foreign-key',
    isMine: ({ reason }) => reason === 'set-null-on-not-null',
    explain({ hits }) {
      const [hit] = hits;
      const { fact } = hit.problem;
      const key = refusedKey(hit);
      const parent = withoutPrefix(fact.parent, hit.target);
      const columns = key?.columns ?? [];
      const column = fact.detail ?? columns[0] ?? '';
      const event = key !== undefined && key.onDelete !== 'set null' ? 'changes' : 'goes';
      return {
        wrong: `${keyInWords(hit)} is to set ${quote(column)} to NULL when its row of ${quote(parent)} ${event}, but the column is NOT NULL`,
        more: 'Where the key is made all the same, deleting the referenced row fails instead, in production and not in the migration.',
        help: `Make the column nullable, before the key: ->nullable()->constrained(…)->nullOnDelete(). If a row without ${quote(parent)} makes no sense, use ->cascadeOnDelete() or ->restrictOnDelete().`,
        data: { table: withoutPrefix(fact.table, hit.target), parent, name: fact.name, column },
      };
    },
  }),
  docs: {
    what: 'A foreign key sets a column to NULL that is NOT NULL.',
    why: 'MySQL refuses the key (errno 1830), MariaDB too (1005 with 150). SQLite and PostgreSQL make it, and refuse the DELETE of a referenced row when it happens (SQLITE_CONSTRAINT_NOTNULL, SQLSTATE 23502): the migration is green, and the error comes later.',
    how: 'Call ->nullable() on the column, before ->constrained(), or choose another action.',
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'nullOnDelete() on a column that takes no NULL',
        code: invoicesWith("$table->foreignId('customer_id')->constrained()->nullOnDelete();"),
      },
      {
        title: 'nullable() behind constrained() belongs to the key, and does nothing',
        code: invoicesWith("$table->foreignId('customer_id')->constrained()->nullOnDelete()->nullable();"),
      },
      {
        title: 'In words',
        code: invoicesWith(`$table->unsignedBigInteger('customer_id');
    $table->foreign('customer_id')->references('id')->on('customers')->onDelete('set null');`),
      },
    ],
    good: [
      {
        title: 'The column is nullable',
        code: invoicesWith("$table->foreignId('customer_id')->nullable()->constrained()->nullOnDelete();"),
      },
      {
        title: 'The rows go along',
        code: invoicesWith("$table->foreignId('customer_id')->constrained()->cascadeOnDelete();"),
      },
      {
        title: 'Deleting is refused as long as somebody points there',
        code: invoicesWith("$table->foreignId('customer_id')->constrained()->restrictOnDelete();"),
      },
    ],
  },
};
