import { isFrameworkTable } from '../src/lint/framework-tables.ts';
import { type MadeColumn, madeColumns } from '../src/lint/made-columns.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const NAME = /(?:^|_)(?:status|state|gender|priority|visibility|severity|role|level|kind|mode|stage)$/i;

/** A word that stands for one of a few values. */
const WORD = /^[A-Za-z][\w -]{0,30}$/;

function isFixedSet({ table, column }: MadeColumn): boolean {
  const { type, default: value, check } = column;
  if (!/^(?:varchar|character varying|char|character|text)$/.test(type.name) || type.members !== undefined)
    return false;
  if (check !== undefined || isFrameworkTable(table)) return false;
  return (
    NAME.test(column.name) && value?.kind === 'literal' && value.value !== null && WORD.test(value.value)
  );
}

export const preferEnum: Rule = {
  id: 'prefer-enum',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A string column holds one of a few fixed values, and nothing keeps others out.',
    why: 'A column named status with a default such as "pending" takes "Pending", "pendng" and an empty string as well; each query and each if then misses such rows. MySQL and MariaDB check an ENUM, PostgreSQL and SQLite a CHECK, which Laravel writes for ->enum().',
    how: 'Use ->enum() with its values; or keep the string, cast it to a PHP enum in the model, and add a CHECK. Mind that SQLite and PostgreSQL have no ENUM of their own there, and that a change of the values is a migration.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A status',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('status')->default('pending');
});`,
      },
      {
        title: 'Its name ends so',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('payment_status', 20)->default('open');
});`,
      },
      {
        title: 'A role',
        code: `Schema::create('members', function (Blueprint $table) {
    $table->id();
    $table->string('role', 20)->default('member');
});`,
      },
    ],
    good: [
      {
        title: 'enum()',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->enum('status', ['pending', 'paid'])->default('pending');
});`,
      },
      {
        title: 'A free text',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('state_of_delivery')->nullable();
});`,
      },
      {
        title: 'A number',
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->unsignedTinyInteger('priority')->default(0);
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          madeColumns(view, context.relevant).filter(isFixedSet),
          ({ hits: [{ table, column }] }) => ({
            message: sentences(
              `column ${quote(column.name)} of table ${quote(table)} holds one of a few values, by its name and default, and takes any text.`,
            ),
            help: `Use ->enum('${column.name}', […]), or add a CHECK and cast it to an enum in the model.`,
            data: { table, column: column.name },
            identity: `${table} ${column.name}`,
          }),
          ({ origin, column }) => `${origin.file}:${origin.span.startOffset} ${column.name}`,
        );
      },
    };
  },
};
