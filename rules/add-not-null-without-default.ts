import { type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { isHitOf, problemHits } from '../src/lint/problems.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { codeText, enginesDo, quote, sentences } from '../src/lint/wording.ts';
import { assignedColumns } from '../src/lint/written-rows.ts';
import type { ColumnSpec, Target } from '../src/schema/index.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
});
Schema::create('customers', function (Blueprint $table) {
    $table->id();
});`);

/** Does the engine find no value for the rows that are there? */
function isWithoutValue({ nullable, default: value, autoIncrement, generated, type }: ColumnSpec): boolean {
  return (
    nullable === false &&
    (value === undefined || (value.kind === 'literal' && value.value === null)) &&
    autoIncrement !== true &&
    generated === undefined &&
    !/serial/i.test(type.name)
  );
}

const fillsIn = ({ engine }: Target): boolean => engine === 'mysql' || engine === 'mariadb';

export const addNotNullWithoutDefault: Rule = {
  id: 'add-not-null-without-default',
  severity: 'warning',
  recommended: true,
  claims: ['rows-without-value'],
  docs: {
    what: 'A NOT NULL column without a default is added to a table that may hold rows.',
    why: 'The rows that are there have no value for it. PostgreSQL refuses the column (SQLSTATE 23502), SQLite as well (SQLITE_ERROR); MySQL and MariaDB silently write an empty string, 0 or the first member of an enum into each row, and refuse a date in strict mode (errno 1292), as they do a foreign key whose parents have no row 0 (errno 1452). Tests on empty tables see none of it.',
    how: 'Add it with nullable() or a default; fill the rows; make it NOT NULL in a later step.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A string',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('reference', 40);
});`,
      },
      {
        title: 'A foreign key',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->foreignId('customer_id')->constrained();
});`,
      },
      {
        title: 'Into rows that an earlier step has written',
        files,
        code: `DB::table('customers')->insert(['id' => 1]);
Schema::table('customers', function (Blueprint $table) {
    $table->date('born_on');
});`,
      },
    ],
    good: [
      {
        title: 'It may be NULL',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('reference', 40)->nullable();
});`,
      },
      {
        title: 'It has a default',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('state', 20)->default('open');
});`,
      },
      {
        title: 'The table was emptied before',
        files,
        code: `DB::table('orders')->delete();
Schema::rename('orders', 'purchases');
Schema::table('purchases', function (Blueprint $table) {
    $table->string('reference', 40);
});`,
      },
      {
        title: 'The table is made here',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::table('invoices', function (Blueprint $table) {
    $table->string('reference', 40);
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const refused = new Map(
          problemHits(view)
            .filter(isHitOf('rows-without-value'))
            .map(({ step, problem }) => [step, problem]),
        );
        const changes = changesOf(view);
        const filled = new Set<string>();
        const referring = new Set<string>();
        for (const change of changes) {
          const at = `${change.target.id} ${change.table} `.toLowerCase();
          if (change.kind === 'write')
            for (const name of assignedColumns(change.step.statement)) filled.add(at + name.toLowerCase());
          if (change.kind === 'addForeignKey')
            for (const name of change.foreignKey.columns)
              referring.add(`${change.table} ${name}`.toLowerCase());
        }
        const hits = changes.filter(
          (change): change is ChangeOf<'addColumn'> =>
            change.kind === 'addColumn' &&
            (refused.has(change.step) ||
              (change.direction === 'up' &&
                !change.isEmpty &&
                isWithoutValue(change.column) &&
                // What MySQL and MariaDB have written there is written over at once.
                !(
                  fillsIn(change.target) &&
                  filled.has(`${change.target.id} ${change.table} ${change.column.name}`.toLowerCase())
                ) &&
                change.step.verdict.outcome !== 'refuses')),
        );
        reportChanges(
          context,
          hits,
          ({ hits: same, targets }) => {
            const [{ table, column }] = same;
            const certain = same.flatMap(({ step, target }) => {
              const problem = refused.get(step);
              return problem === undefined ? [] : [{ target, problem }];
            });
            const refusing = targets.filter((target) => !fillsIn(target));
            const filling = targets.filter(fillsIn);
            const told = certain[0];
            const isRefused = told !== undefined && !told.target.engine.startsWith('sqlite');
            return {
              message: sentences(
                `column ${quote(column.name)} of table ${quote(table)} is NOT NULL and has no default: rows that are there have no value for it.`,
                told !== undefined &&
                  `An earlier step has put rows there, and ${enginesDo(
                    certain.map(({ target }) => target),
                    context.targets,
                    'refuse',
                  )} it${told.problem.code === null ? '' : ` (${codeText(told.target.engine, told.problem.code)})`}.`,
                told === undefined &&
                  refusing.length > 0 &&
                  `${enginesDo(refusing, context.targets, 'refuse')} it as soon as there is one.`,
                filling.length > 0 &&
                  `${enginesDo(filling, context.targets, 'silently write', 'silently writes')} ${filler(column)} into each${
                    referring.has(`${table} ${column.name}`.toLowerCase())
                      ? ', for which the foreign key finds no parent (errno 1452)'
                      : ''
                  }.`,
              ),
              ...(told !== undefined && (isRefused || same[0].direction === 'up')
                ? { severity: same[0].direction === 'down' ? ('warning' as const) : ('error' as const) }
                : {}),
              help: 'Give it ->nullable() or a ->default(), fill the rows, and make it NOT NULL in a later step.',
              data: { table, column: column.name, type: column.type.text, certain: told !== undefined },
              identity: `${table} ${column.name}`,
            };
          },
          ({ origin, table, column, direction }) =>
            `${direction} ${origin.file}:${origin.span.startOffset} ${table} ${column.name}`,
        );
      },
    };
  },
};

/** What MySQL and MariaDB take where nothing is said (data-type-defaults in their manuals). */
function filler({ type }: ColumnSpec): string {
  if (type.members !== undefined) return 'its first member';
  if (/char|text|blob|binary/i.test(type.name)) return 'an empty string';
  if (/int|dec|float|double|bit|bool|year/i.test(type.name)) return '0';
  if (/date|time/i.test(type.name)) return 'the zero date, which strict mode refuses,';
  return "the type's own empty value";
}
