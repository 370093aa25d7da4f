import { explains } from '../src/lint/explain-refusal.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote } from '../src/lint/wording.ts';

/** The name of a key behind the table that it belongs to: `invoices.inv_customer_fk`, `constraint x on table y`. */
function keyName(by: string): string {
  return /^constraint (.+) on table /.exec(by)?.[1] ?? by.split('.').at(-1) ?? by;
}

const TABLES = `Schema::create('customers', function (Blueprint $table) {
    $table->id();
    $table->char('code', 8)->unique('customers_code_unq');
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('customer_id');
    $table->date('due_on');
    $table->index(['customer_id', 'due_on'], 'inv_customer_due_idx');
    $table->foreign('customer_id')->references('id')->on('customers');
});`;

export const dropIndexNeededByForeignKey: Rule = {
  id: 'drop-index-needed-by-foreign-key',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'object-in-use',
    isMine: ({ byKind, object }) => byKind === 'foreignKey' && object !== 'column' && object !== 'table',
    explain({ hits }) {
      const [{ problem, target }] = hits;
      const { fact } = problem;
      const table = withoutPrefix(fact.table, target);
      const key = keyName(fact.by);
      const what = fact.object === 'primaryKey' ? 'the primary key' : `index ${quote(fact.name)}`;
      return {
        wrong: `${what} of table ${quote(table)} cannot be dropped while foreign key ${quote(key)} rests on it`,
        help: `Drop the foreign key first (dropForeign('${key}')), or make another index that begins with the same columns before this one goes; then add the key again.`,
        data: { table, name: fact.name, foreignKey: key },
      };
    },
  }),
  docs: {
    what: 'An index is dropped that a foreign key needs.',
    why: 'MySQL and MariaDB keep an index for each foreign key at both of its ends, and refuse to drop the last that serves (errno 1553); where one of yours does, they make none of their own. PostgreSQL refuses at the referenced end only (SQLSTATE 2BP01). SQLite drops it without a word, so tests stay green.',
    how: 'Drop the foreign key, then the index, then make the key again; or make the index that replaces it first.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The compound index is the only one that serves the key',
        code: `${TABLES}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('inv_customer_due_idx');
});`,
      },
      {
        title: 'The key is dropped, but only after its index',
        code: `${TABLES}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('inv_customer_due_idx');
    $table->dropForeign(['customer_id']);
});`,
      },
      {
        title: 'The unique index at the other end',
        code: `${TABLES}
Schema::table('invoices', function (Blueprint $table) {
    $table->char('customer_code', 8);
    $table->foreign('customer_code', 'inv_code_fk')->references('code')->on('customers');
});
Schema::table('customers', function (Blueprint $table) {
    $table->dropUnique('customers_code_unq');
});`,
      },
    ],
    good: [
      {
        title: 'The key first, then its index',
        code: `${TABLES}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropForeign(['customer_id']);
    $table->dropIndex('inv_customer_due_idx');
});`,
      },
      {
        title: 'Another index takes its place before',
        code: `${TABLES}
Schema::table('invoices', function (Blueprint $table) {
    $table->index('customer_id', 'inv_customer_idx');
});
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('inv_customer_due_idx');
});`,
      },
      {
        title: 'An index that no key rests on',
        code: `${TABLES}
Schema::table('invoices', function (Blueprint $table) {
    $table->index('due_on', 'inv_due_idx');
});
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('inv_due_idx');
});`,
      },
    ],
  },
};
