import { SAME_TYPE } from '../src/lint/catalog-difference.ts';
import { type Change, type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { lossesOf } from '../src/lint/lost-modifiers.ts';
import { narrowings } from '../src/lint/narrowing.ts';
import { distinct, reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 64);
    $table->string('note')->nullable();
    $table->bigInteger('items')->default(0);
    $table->decimal('sum', 12, 4);
    $table->enum('state', ['open', 'paid', 'void']);
});`);

const changing = (column: string): string => `Schema::table('orders', function (Blueprint $table) {
    ${column}
});`;

/** Has the migration written to the table, or looked at its rows, before? Whoever does has thought of what is there. */
function isTidied(changes: readonly Change[], hit: Change): boolean {
  return changes
    .slice(0, changes.indexOf(hit))
    .some(
      (change) =>
        (change.kind === 'read' || (change.kind === 'write' && change.verb !== 'insert')) &&
        change.table === hit.table &&
        change.target === hit.target &&
        change.direction === hit.direction,
    );
}

export const narrowingChange: Rule = {
  id: 'narrowing-change',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A change leaves a column less room than it had: shorter, fewer digits, no sign, no NULL, fewer members.',
    why: 'The rows that are there may not fit. MySQL and MariaDB in strict mode refuse the change (errno 1265 or 1406, 1264, 1138), without strict mode they cut the values in silence; PostgreSQL refuses it (SQLSTATE 22001, 22003, 23502). SQLite checks no lengths, so tests stay green. The deploy stops half-way, or the data is another afterwards.',
    how: 'Look for rows that do not fit (in the same migration, before the change) and mend them; or add a new column and copy what fits.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'A shorter string', files, code: changing("$table->string('number', 32)->change();") },
      {
        title: 'Fewer digits behind the point',
        files,
        code: changing("$table->decimal('sum', 12, 2)->change();"),
      },
      {
        title: 'A smaller integer',
        files,
        code: changing("$table->integer('items')->default(0)->change();"),
      },
      {
        title: 'No NULL any more',
        files,
        code: changing("$table->string('note')->nullable(false)->change();"),
      },
      {
        title: 'A member less',
        files,
        code: changing("$table->enum('state', ['open', 'paid'])->change();"),
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
      },
    ],
    good: [
      { title: 'A longer string', files, code: changing("$table->string('number', 100)->change();") },
      { title: 'More digits', files, code: changing("$table->decimal('sum', 14, 4)->change();") },
      {
        title: 'The rows are mended first',
        files,
        code: `DB::table('orders')->whereNull('note')->update(['note' => '']);
${changing("$table->string('note')->nullable(false)->change();")}`,
      },
      {
        title: 'The table is made here',
        code: `Schema::create('drafts', function (Blueprint $table) {
    $table->id();
    $table->string('number', 64);
});
Schema::table('drafts', function (Blueprint $table) {
    $table->string('number', 32)->change();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const changes = changesOf(view);
        const hits = changes.filter(
          (change): change is ChangeOf<'changeColumn'> =>
            change.kind === 'changeColumn' &&
            change.direction === 'up' &&
            !change.isEmpty &&
            change.target.engine !== 'sqlite' &&
            change.step.verdict.outcome !== 'refuses' &&
            lessRoom(change).length > 0 &&
            !isTidied(changes, change),
        );
        reportChanges(
          context,
          hits,
          ({ hits: same }) => {
            const [{ table, name }] = same;
            const what = distinct(same.flatMap(lessRoom));
            return {
              message: sentences(
                `column ${quote(name)} of table ${quote(table)} gets less room: ${joinWords(what)}.`,
                'Rows that do not fit stop the migration, or are cut where strict mode is off; SQLite notices nothing.',
              ),
              help: 'Find and mend such rows before the change, in this migration; or add a new column and copy what fits.',
              data: { table, column: name, changes: what },
              identity: `${table} ${name}`,
            };
          },
          ({ origin, table, name }) => `${origin.file}:${origin.span.startOffset} ${table} ${name}`,
        );
      },
    };
  },
};

function lessRoom({ from, to, target, origin }: ChangeOf<'changeColumn'>): string[] {
  if (from === undefined || to === undefined) return [];
  const found = narrowings(from, to);
  if (from.nullable && !to.nullable && from.generated === undefined) {
    // Where change() has dropped it by the way, change-drops-modifiers tells.
    const written = origin.redefinedWith;
    const alone =
      lossesOf(from, to).length === 1 &&
      (SAME_TYPE[target.engine](from.type.text.toLowerCase(), to.type.text.toLowerCase()) ||
        from.type.text === to.type.text);
    if (written === undefined || written.includes('nullable') || alone) found.push('NULL → NOT NULL');
  }
  return found;
}
