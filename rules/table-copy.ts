import { earlier } from '../src/lint/example-source.ts';
import { distinct, reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { workOf } from '../src/lint/table-work.ts';
import { enginesDo, joinWords, plural, quote, sentences } from '../src/lint/wording.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->string('number', 60);
    $table->integer('items')->default(0);
    $table->text('note')->nullable();
});
Schema::create('countries', function (Blueprint $table) {
    $table->id();
    $table->integer('rank')->default(0);
});`);

const changing = (column: string, table = 'orders'): string =>
  `Schema::table('${table}', function (Blueprint $table) {
    ${column}
});`;

export const tableCopy: Rule = {
  id: 'table-copy',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A change makes an engine write a whole table anew while others wait.',
    why: 'MySQL and MariaDB do many changes at once (ALGORITHM=INSTANT) or beside running queries (INPLACE, LOCK=NONE); a change of type they do by a copy (ALGORITHM=COPY), during which nobody can write to the table (MariaDB from 11.2 on lets them, unless foreign keys of the table cascade). PostgreSQL holds ACCESS EXCLUSIVE while it writes the table anew: nobody can read it either. For a table of some ten million rows that is minutes to hours, and needs as much disk again.',
    how: 'Choose a change that needs no copy (a VARCHAR may grow within 255 bytes, an ENUM at its end). Else add a new column, copy the values in batches and switch; or use pt-online-schema-change or gh-ost. List the tables that hold many rows in `tables.large`: then only they are looked at.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A larger integer',
        files,
        code: changing("$table->bigInteger('items')->default(0)->change();"),
      },
      { title: 'A longer text', files, code: changing("$table->longText('note')->nullable()->change();") },
      {
        title: 'A longer string passes 255 bytes',
        files,
        code: changing("$table->string('number', 100)->change();"),
      },
      {
        title: 'A stored generated column',
        files,
        code: changing("$table->integer('twice')->storedAs('items * 2');"),
      },
    ],
    good: [
      { title: 'A column is added', files, code: changing("$table->string('reference', 40)->nullable();") },
      {
        title: 'A string grows within 255 bytes',
        files,
        code: changing("$table->string('number', 63)->change();"),
      },
      {
        title: 'The table is none of the large ones',
        files,
        config: { tables: { large: ['orders'] } },
        code: changing("$table->bigInteger('rank')->default(0)->change();", 'countries'),
      },
      {
        title: 'The table is made here',
        code: `Schema::create('drafts', function (Blueprint $table) {
    $table->id();
    $table->integer('items');
});
Schema::table('drafts', function (Blueprint $table) {
    $table->bigInteger('items')->change();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const hits = workOf(
          context,
          view,
          ({ work, of }) => work === 'copy' && (of === 'column' || of === 'table' || of === 'check'),
        );
        reportChanges(
          context,
          hits,
          ({ hits: same, targets }) => {
            const [{ table }] = same;
            const causes = distinct(same.map(({ work }) => work.cause));
            const all = targets.filter((target) =>
              same.some((hit) => hit.target === target && hit.work.blocks === 'everything'),
            );
            const writes = targets.filter((target) => !all.includes(target));
            const terms = (some: typeof targets): string =>
              joinWords(
                distinct(same.filter((hit) => some.includes(hit.target)).map(({ work }) => work.term)),
              );
            // Each statement copies by itself.
            const times = new Set(same.filter((hit) => hit.target === same[0].target).map(({ step }) => step))
              .size;
            const shown = causes.slice(0, 2);
            const rest = causes.length - shown.length;
            return {
              message: sentences(
                `table ${quote(table)} is written anew${times > 1 ? `, ${times} times` : ''}: ${joinWords(rest === 0 ? shown : [...shown, plural(rest, 'more reason')])}.`,
                writes.length > 0 &&
                  `${enginesDo(writes, context.targets, 'let', 'lets')} nobody write meanwhile (${terms(writes)}).`,
                all.length > 0 &&
                  `${enginesDo(all, context.targets, 'let', 'lets')} nobody read or write meanwhile (${terms(all)}).`,
              ),
              help: 'Add a new column, copy the values in batches and switch over; or change the table with pt-online-schema-change or gh-ost. Tables that hold many rows can be listed in tables.large.',
              data: { table, causes },
              identity: `${table} ${causes.join()}`,
            };
          },
          // Each call copies once more, and one of them is enough to know.
          ({ table }) => table,
        );
      },
    };
  },
};
