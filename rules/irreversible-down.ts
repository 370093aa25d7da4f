import { type Change, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { narrowings } from '../src/lint/narrowing.ts';
import { type Placed, reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';

const whole = (up: string, down: string): string => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            ${up}
        });
    }

    public function down(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            ${down}
        });
    }
};
`;

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32);
    $table->string('note');
    $table->string('state', 20)->default('open');
});`);

interface Hit extends Placed {
  readonly column: string;
  readonly why: 'no-value' | 'null' | 'narrow';
  readonly detail: string;
}

function* hitsIn(view: MigrationView): IterableIterator<Hit> {
  for (const change of changesOf(view)) {
    const { direction, isNew, target, step, before } = change;
    // SQLite looks at no lengths, and its tables hold the rows of tests.
    if (direction !== 'down' || isNew || target.engine === 'sqlite') continue;
    if (step.verdict.outcome === 'refuses' || before === undefined) continue;
    const found = faultOf(change);
    if (found !== undefined) yield { target, step, origin: change.origin, table: change.table, ...found };
  }
}

function faultOf(change: Change): Pick<Hit, 'column' | 'why' | 'detail'> | undefined {
  if (change.kind === 'addColumn') {
    const { name, nullable, default: value, autoIncrement, generated, type } = change.column;
    const isFilled =
      nullable !== false ||
      (value !== undefined && !(value.kind === 'literal' && value.value === null)) ||
      autoIncrement === true ||
      generated !== undefined ||
      /serial/i.test(type.name);
    return isFilled ? undefined : { column: name, why: 'no-value', detail: '' };
  }
  if (change.kind !== 'changeColumn') return undefined;
  const { from, to, name } = change;
  if (from === undefined || to === undefined) return undefined;
  if (from.nullable && !to.nullable && from.generated === undefined)
    return { column: name, why: 'null', detail: '' };
  const [detail] = narrowings(from, to);
  return detail === undefined ? undefined : { column: name, why: 'narrow', detail };
}

export const irreversibleDown: Rule = {
  id: 'irreversible-down',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'down() succeeds on an empty table only: the rows that have been written meanwhile do not fit what was there before.',
    why: 'A rollback is needed when something has gone wrong, and then the tables hold rows. A NOT NULL column without a default comes back for rows that have no value for it (SQLSTATE 23502; MySQL and MariaDB write an empty string or 0 into each); a column that was nullable meanwhile holds NULL (errno 1138 or 1265, SQLSTATE 23502); longer values do not fit (errno 1265 or 1406, SQLSTATE 22001). The rollback stops half-way.',
    how: 'Bring a column back as nullable, or with a default; tidy up the rows in down() before they are constrained; or throw an exception that says there is no way back.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A dropped column comes back NOT NULL',
        files,
        code: whole("$table->dropColumn('note');", "$table->string('note');"),
      },
      {
        title: 'NULL is allowed, and then no more',
        files,
        code: whole(
          "$table->string('note')->nullable()->change();",
          "$table->string('note')->nullable(false)->change();",
        ),
      },
      {
        title: 'Longer, and then shorter',
        files,
        code: whole("$table->string('number', 64)->change();", "$table->string('number', 32)->change();"),
      },
    ],
    good: [
      {
        title: 'It comes back with a default',
        files,
        code: whole("$table->dropColumn('state');", "$table->string('state', 20)->default('open');"),
      },
      {
        title: 'It comes back nullable',
        files,
        code: whole("$table->dropColumn('note');", "$table->string('note')->nullable();"),
      },
      {
        title: 'What was added goes again',
        files,
        code: whole("$table->string('reference', 40)->nullable();", "$table->dropColumn('reference');"),
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          hitsIn(view),
          ({ hits: [{ table, column, why, detail }] }) => ({
            message: sentences(
              `On the way back: column ${quote(column)} of table ${quote(table)}`,
              why === 'no-value'
                ? 'comes back NOT NULL and without a default, and the rows have no value for it.'
                : why === 'null'
                  ? 'may hold NULL by then, and is to be NOT NULL.'
                  : `may hold what does not fit by then: ${detail}.`,
              'The rollback works on an empty table only.',
            ),
            help:
              why === 'no-value'
                ? 'Bring it back with ->nullable() or a ->default().'
                : 'Tidy up the rows in down() first; or leave the column as it is there, and say why.',
            data: { table, column, why },
            identity: `${table} ${column} ${why}`,
          }),
          ({ origin, table, column }) => `${origin.file}:${origin.span.startOffset} ${table} ${column}`,
        );
      },
    };
  },
};
