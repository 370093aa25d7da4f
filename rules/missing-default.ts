import { isFrameworkTable } from '../src/lint/framework-tables.ts';
import { type MadeColumn, madeColumns } from '../src/lint/made-columns.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const COUNTER = /(?:^|_)(?:count|counter|attempts|views|hits|clicks|sort_order|sort)$/i;

function isWithout({ table, column }: MadeColumn): boolean {
  const { type, nullable, default: value, autoIncrement, generated, name } = column;
  if (nullable || value !== undefined || autoIncrement || generated !== undefined) return false;
  if (isFrameworkTable(table)) return false;
  if (/^(?:bool|boolean$|tinyint\(1\))/i.test(type.text)) return true;
  return /int/i.test(type.name) && COUNTER.test(name);
}

export const missingDefault: Rule = {
  id: 'missing-default',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A flag or a counter has no default.',
    why: 'Each insert has to name it: an import, a factory or an older version of the code that does not fails (errno 1364 in strict mode, SQLSTATE 23502), and without strict mode MySQL and MariaDB write 0 where 1 may have been meant. A flag that begins as false, and a counter that begins at 0, can say so once.',
    how: 'Add ->default(false) or ->default(0); where every row has to decide, accept the finding with its reason.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A flag',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->boolean('is_paid');
});`,
      },
      {
        title: 'A counter',
        code: `Schema::create('posts', function (Blueprint $table) {
    $table->id();
    $table->unsignedInteger('comments_count');
});`,
      },
      {
        title: 'A place in a list',
        code: `Schema::create('items', function (Blueprint $table) {
    $table->id();
    $table->integer('sort_order');
});`,
      },
    ],
    good: [
      {
        title: 'A flag that begins as false',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->boolean('is_paid')->default(false);
});`,
      },
      {
        title: 'A number that means something',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->unsignedInteger('cents');
});`,
      },
      {
        title: 'It may be unknown',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->boolean('is_gift')->nullable();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          madeColumns(view, context.relevant).filter(isWithout),
          ({ hits: [{ table, column }] }) => {
            const isFlag = /^(?:bool|tinyint\(1\))/i.test(column.type.text);
            return {
              message: sentences(
                `column ${quote(column.name)} of table ${quote(table)} has no default: an insert that does not name it fails.`,
              ),
              help: `Add ->default(${isFlag ? 'false' : '0'}).`,
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
