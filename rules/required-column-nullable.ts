import { type MadeColumn, madeColumns } from '../src/lint/made-columns.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';

/** Why NULL says nothing there. */
function reasonOf({ column, spec }: MadeColumn): 'default' | 'flag' | undefined {
  const { nullable, default: value, generated, type } = column;
  if (!nullable || generated !== undefined || spec.generated !== undefined) return undefined;
  // What every row gets unless it is told otherwise is no moment that may be missing.
  if (value?.kind === 'literal' && value.value !== null) return 'default';
  return /^(?:bool|boolean$|tinyint\(1\))/i.test(type.text) ? 'flag' : undefined;
}

export const requiredColumnNullable: Rule = {
  id: 'required-column-nullable',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A column that has a value in every row may be NULL all the same: it has a default, or is a flag.',
    why: 'A default is for rows that say nothing; a NULL gets in only by being written, which then means a third thing next to true and false. where("active", false) finds no NULL, nor does != on any engine, and sums and sorting treat it apart. Later NOT NULL is a change that fails on the rows that have it (errno 1138 or 1265, SQLSTATE 23502).',
    how: 'Leave nullable() out where there is a default; give a flag a default instead.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A default, and NULL',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('currency', 3)->nullable()->default('EUR');
});`,
      },
      {
        title: 'A flag',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->boolean('is_paid')->nullable();
});`,
      },
      {
        title: 'A number',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->integer('items')->default(0)->nullable();
});`,
      },
    ],
    good: [
      {
        title: 'A default',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('currency', 3)->default('EUR');
});`,
      },
      {
        title: 'Something that need not be there',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->timestamp('paid_at')->nullable();
});`,
      },
      {
        title: 'A default of NULL',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('note')->nullable()->default(null);
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const hits = madeColumns(view, context.relevant).filter((made) => reasonOf(made) !== undefined);
        reportChanges(
          context,
          hits,
          ({ hits: [made] }) => {
            const { table, column } = made;
            const isFlag = reasonOf(made) === 'flag';
            return {
              message: sentences(
                isFlag
                  ? `the flag ${quote(column.name)} of table ${quote(table)} may be NULL, which is neither true nor false.`
                  : `column ${quote(column.name)} of table ${quote(table)} has a default and may be NULL all the same: a row has it only where NULL is written.`,
              ),
              help: isFlag ? 'Give it a ->default() in place of ->nullable().' : 'Leave ->nullable() out.',
              data: { table, column: column.name },
              identity: `${table} ${column.name}`,
            };
          },
          ({ origin, column }) => `${origin.file}:${origin.span.startOffset} ${column.name}`,
        );
      },
    };
  },
};
