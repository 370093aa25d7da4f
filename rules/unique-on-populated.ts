import { type Change, type ChangeOf, changesOf } from '../src/lint/changes.ts';
import { earlier } from '../src/lint/example-source.ts';
import { reportChanges } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import { type KeyPart, keyColumns, type Table } from '../src/schema/index.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('shop_id');
    $table->string('number', 32);
    $table->string('code', 20);
    $table->unique(['code']);
});`);

const columnsOf = (parts: readonly KeyPart[]): Set<string> =>
  new Set(keyColumns(parts).map((name) => name.toLowerCase()));

/** Do the columns hold another key that is unique already? Then no two rows are alike in them. */
function isUniqueAlready(table: Table, columns: ReadonlySet<string>): boolean {
  const unique = table.indexes.filter(({ kind, where }) => kind === 'unique' && where === undefined);
  const keys = [...unique.map(({ parts }) => parts), ...(table.primaryKey ? [table.primaryKey.parts] : [])];
  return keys.some((parts) => {
    const own = columnsOf(parts);
    return own.size > 0 && own.size === parts.length && [...own].every((name) => columns.has(name));
  });
}

type Hit = ChangeOf<'addKey'> & { readonly sameForAll: boolean };

function* hitsIn(changes: readonly Change[]): IterableIterator<Hit> {
  /** Columns that this migration has added, by target and table: true where every row gets the same value. */
  const added = new Map<string, boolean>();
  const tidied = new Set<string>();
  const first = new Map<string, Table | undefined>();
  for (const change of changes) {
    if (change.direction !== 'up') continue;
    const at = `${change.target.id} ${change.table}`.toLowerCase();
    if (!first.has(at)) first.set(at, change.before);
    // Whoever looks at the rows first has thought of what is there.
    if (change.kind === 'read' || (change.kind === 'write' && change.verb !== 'insert')) tidied.add(at);
    if (change.kind === 'addColumn') {
      const { column } = change;
      const hasDefault =
        column.default !== undefined && !(column.default.kind === 'literal' && column.default.value === null);
      added.set(
        `${at} ${column.name.toLowerCase()}`,
        (column.nullable === false || hasDefault) && column.autoIncrement !== true,
      );
    }
    if (change.kind !== 'addKey' || change.isEmpty) continue;
    const { key } = change;
    if (key.kind !== 'unique' && key.kind !== 'primary') continue;
    if (change.step.verdict.outcome === 'refuses' || tidied.has(at)) continue;
    const columns = columnsOf(key.parts);
    const own = [...columns].map((name) => added.get(`${at} ${name}`));
    // A new column that is NULL in every row: no two are equal.
    if (own.includes(false)) continue;
    const table = change.before;
    if (table === undefined || columns.size === 0) continue;
    // What it was unique in before this migration counts: another key takes that one's place.
    if ([table, first.get(at)].some((one) => one !== undefined && isUniqueAlready(one, columns))) continue;
    yield { ...change, sameForAll: own.length > 0 && own.every((value) => value === true) };
  }
}

export const uniqueOnPopulated: Rule = {
  id: 'unique-on-populated',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A unique index or primary key is added to a table that may hold rows that are alike.',
    why: 'Where two rows have the same values the index cannot be made: errno 1062 on MySQL and MariaDB, SQLSTATE 23505 on PostgreSQL, SQLITE_CONSTRAINT on SQLite. Tests on empty tables never see it; on MySQL and MariaDB, what the migration has done before stays done. A case-insensitive collation takes "a" and "A" for the same.',
    how: 'Find and merge the rows that are alike before, in the same migration; or add the index together with the column, and let it be NULL at first.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'Over a column that was not unique',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->unique('number');
});`,
      },
      {
        title: 'Over two columns',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->unique(['shop_id', 'number']);
});`,
      },
      {
        title: 'Over a new column that is the same in every row',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('slug', 60)->default('');
    $table->unique('slug');
});`,
      },
    ],
    good: [
      {
        title: 'Over a new column that is NULL in every row',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->uuid('uuid')->nullable()->unique();
});`,
      },
      {
        title: 'Rows that are alike are merged first',
        files,
        code: `DB::statement('DELETE FROM orders WHERE id NOT IN (SELECT keep FROM (SELECT MIN(id) AS keep FROM orders GROUP BY number) AS kept)');
Schema::table('orders', function (Blueprint $table) {
    $table->unique('number');
});`,
      },
      {
        title: 'One of the columns is unique already',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->unique(['code', 'shop_id']);
});`,
      },
      {
        title: 'The table is made here',
        code: `Schema::create('drafts', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->unique();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          hitsIn(changesOf(view)),
          ({ hits: [{ table, key, sameForAll }] }) => {
            const names = keyColumns(key.parts);
            const what = key.kind === 'primary' ? 'a primary key' : 'a unique index';
            return {
              message: sentences(
                `${what} over ${joinWords(names.map(quote))} is added to table ${quote(table)}, which may hold rows.`,
                sameForAll
                  ? `Every row gets the same value in the new ${verb(names.length, 'columns', 'column')}: with two rows the index cannot be made.`
                  : 'Where two of them are alike, the migration stops; tests on empty tables do not see it.',
              ),
              help: sameForAll
                ? 'Add the column with ->nullable(), fill it with values that differ, and then make it unique and NOT NULL.'
                : 'Merge or number the rows that are alike first, in this migration.',
              data: { table, columns: names },
              identity: `${table} ${names.join()}`,
            };
          },
          ({ origin, table, key }) =>
            `${origin.file}:${origin.span.startOffset} ${table} ${keyColumns(key.parts).join()}`,
        );
      },
    };
  },
};
