import { changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { placeKey } from '../src/lint/groups.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { workOf } from '../src/lint/table-work.ts';
import { enginesDo, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->nullable();
});`);

export const foreignKeyLock: Rule = {
  id: 'foreign-key-lock',
  severity: 'warning',
  recommended: false,
  claims: [],
  docs: {
    what: 'A foreign key is added to a table that may hold rows.',
    why: 'MySQL and MariaDB copy the table for it while foreign key checks are on (ALGORITHM=COPY: nobody can write), PostgreSQL looks at every row and keeps writers out of both tables meanwhile (SHARE ROW EXCLUSIVE). A row without its parent stops the migration (errno 1452, SQLSTATE 23503); tests on empty tables do not see that.',
    how: 'On PostgreSQL add the key NOT VALID, and VALIDATE CONSTRAINT in a later migration: that locks nothing out. On MySQL and MariaDB check for orphans first, then add the key with SET FOREIGN_KEY_CHECKS = 0, which needs no copy (INPLACE). List the tables that hold many rows in `tables.large`: then only they are looked at.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'Over a column that is there',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->foreign('customer_id')->references('id')->on('customers');
});`,
      },
      {
        title: 'Along with its column',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->foreignId('payer_id')->nullable()->constrained('customers');
});`,
      },
      {
        title: 'In SQL',
        files,
        code: "DB::statement('ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)');",
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
      },
    ],
    good: [
      {
        title: 'In a new table',
        files,
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
      {
        title: 'PostgreSQL is told to look at the rows later',
        files,
        code: "DB::statement('ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID');",
        config: { engines: { test: 'postgres@16', production: ['postgres@16'] } },
      },
      {
        title: 'The table is none of the large ones',
        files,
        config: { tables: { large: ['log_*'] } },
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->foreign('customer_id')->references('id')->on('customers');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const nullColumns = new Set(
          changesOf(view).flatMap((change) =>
            change.kind === 'addColumn' &&
            change.column.nullable !== false &&
            change.column.default === undefined
              ? [`${change.table} ${change.column.name}`.toLowerCase()]
              : [],
          ),
        );
        reportChanges(
          context,
          workOf(context, view, ({ of }) => of === 'foreignKey'),
          ({ hits: same, targets }) => {
            const [{ table, change }] = same;
            const copying = targets.filter((target) =>
              same.some((hit) => hit.target === target && hit.work.work === 'copy'),
            );
            const looking = targets.filter((target) => !copying.includes(target));
            const columns = change.kind === 'addForeignKey' ? change.foreignKey.columns : [];
            // A column that is NULL in every row refers to nothing.
            const isNull = columns.some((name) => nullColumns.has(`${table} ${name}`.toLowerCase()));
            return {
              message: sentences(
                `a foreign key${columns.length === 0 ? '' : ` over ${joinWords(columns.map(quote))}`} is added to table ${quote(table)}, which may hold rows.`,
                copying.length > 0 &&
                  `${enginesDo(copying, context.targets, 'copy', 'copies')} the table, and nobody can write meanwhile (ALGORITHM=COPY).`,
                looking.length > 0 &&
                  `${enginesDo(looking, context.targets, 'look')} at every row, and ${verb(looking.length, 'keep')} writers out of both tables (SHARE ROW EXCLUSIVE).`,
                !isNull && 'A row without its parent stops the migration.',
              ),
              help: sentences(
                looking.length > 0 && 'Add it NOT VALID, and validate it in a later migration.',
                copying.length > 0 &&
                  'Look for rows without a parent first, then add it while foreign key checks are off (Schema::disableForeignKeyConstraints()): that needs no copy.',
              ),
              data: { table, columns },
              identity: `${table} ${columns.join()}`,
            };
          },
          ({ origin, table }) => `${placeKey(origin)} ${table}`,
        );
      },
    };
  },
};
