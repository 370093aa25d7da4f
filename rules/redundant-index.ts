import { earlier } from '../src/lint/example-source.ts';
import { isFrameworkTable } from '../src/lint/framework-tables.ts';
import { placeKey } from '../src/lint/groups.ts';
import { keysMadeBy } from '../src/lint/keys.ts';
import { lastTable } from '../src/lint/last-catalogs.ts';
import { rebuiltTable } from '../src/lint/ownership.ts';
import { type Placed, reportChanges } from '../src/lint/report-changes.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import { findIndex, type Index, type KeyPart, type Origin, type Table } from '../src/schema/index.ts';

const files = earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('shop_id');
    $table->string('number', 32);
    $table->string('state', 20);
    $table->index(['shop_id', 'number'], 'orders_shop_number_idx');
});`);

interface Hit extends Placed {
  readonly index: Index;
  readonly by: Cover;
}

interface Cover {
  /** For messages: `the primary key`, `index "orders_shop_number_idx"`. */
  readonly title: string;
  readonly same: boolean;
  readonly origin: Origin | undefined;
}

function plainParts(parts: readonly KeyPart[]): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of parts) {
    if (!('column' in part) || part.length !== undefined || part.operatorClass !== undefined)
      return undefined;
    names.push(`${part.column.toLowerCase()}${part.descending === true ? ' desc' : ''}`);
  }
  return names;
}

const isPlain = ({ kind, where, method, implicit }: Index): boolean =>
  where === undefined &&
  implicit !== true &&
  (kind === 'index' || kind === 'unique') &&
  (method === undefined || /^btree$/i.test(method));

/** What else does all that this index does. Of two that are alike the later one is too many. */
function coverOf(table: Table, index: Index): Cover | undefined {
  const own = plainParts(index.parts);
  if (own === undefined || !isPlain(index)) return undefined;
  const begins = (parts: readonly KeyPart[]): 'same' | 'longer' | undefined => {
    const other = plainParts(parts);
    if (other === undefined || own.some((name, at) => other[at] !== name)) return undefined;
    return other.length === own.length ? 'same' : 'longer';
  };
  const key = table.primaryKey === undefined ? undefined : begins(table.primaryKey.parts);
  if (key !== undefined && (index.kind === 'index' || key === 'same'))
    return { title: 'the primary key', same: key === 'same', origin: table.primaryKey?.origin };
  const at = table.indexes.indexOf(index);
  for (const [place, other] of table.indexes.entries()) {
    if (other === index || !isPlain(other)) continue;
    const how = begins(other.parts);
    if (how === undefined) continue;
    // A unique index forbids what a longer one does not.
    if (index.kind === 'unique' && (how === 'longer' || other.kind !== 'unique')) continue;
    if (how === 'same' && other.kind === index.kind && place > at) continue;
    return {
      title: `${other.kind === 'unique' ? 'unique index' : 'index'} ${quote(other.name)}`,
      same: how === 'same',
      origin: other.origin,
    };
  }
  return undefined;
}

function* hitsIn({ relevant }: RuleContext, view: MigrationView): IterableIterator<Hit> {
  for (const { direction, target, steps } of view.runs) {
    if (direction !== 'up') continue;
    for (const step of steps) {
      if (step.verdict.outcome === 'refuses') continue;
      for (const key of keysMadeBy(step.statement)) {
        if (key.kind !== 'index' && key.kind !== 'unique') continue;
        if (key.origin.file !== view.migration.file || key.name === undefined) continue;
        if (rebuiltTable(key.table.name, target) !== undefined) continue;
        if (isFrameworkTable(withoutPrefix(key.table.name, target))) continue;
        const last = lastTable(relevant, view.migration.set, step, key.table);
        const index = last === undefined ? undefined : findIndex(last, key.name);
        if (last === undefined || index === undefined) continue;
        if (index.origin !== undefined && placeKey(index.origin) !== placeKey(key.origin)) continue;
        const by = coverOf(last, index);
        if (by === undefined) continue;
        yield { target, step, origin: key.origin, table: withoutPrefix(key.table.name, target), index, by };
      }
    }
  }
}

export const redundantIndex: Rule = {
  id: 'redundant-index',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'An index does nothing that another one, or the primary key, does not do already.',
    why: 'An index over (a, b) serves all that one over (a) does, and a unique index or primary key is an index as well. The second costs on each write, takes disk and memory, and makes the planner choose. Where it is meant as another one, the mistake stays unseen.',
    how: 'Leave it out; or drop it in a new migration, and look before whether a foreign key holds on to it by name.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The first column of a longer one',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->index('shop_id');
});`,
      },
      {
        title: 'unique() and index()',
        code: `Schema::create('shops', function (Blueprint $table) {
    $table->id();
    $table->string('slug', 60)->unique();
    $table->index('slug');
});`,
      },
      {
        title: 'The primary key again',
        code: `Schema::create('shops', function (Blueprint $table) {
    $table->id()->index();
    $table->string('slug', 60);
});`,
      },
    ],
    good: [
      {
        title: 'The second column of a longer one',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->index('number');
});`,
      },
      {
        title: 'A unique index over what a longer index begins with',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->unique('shop_id');
});`,
      },
      {
        title: 'Another order',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->index(['number', 'shop_id']);
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        reportChanges(
          context,
          hitsIn(context, view),
          ({ hits: [{ table, index, by }] }) => {
            const columns = plainParts(index.parts) ?? [];
            return {
              message: sentences(
                `the ${index.kind === 'unique' ? 'unique index' : 'index'} over ${joinWords(columns.map(quote))} of table ${quote(table)} is one too many: ${by.title} ${by.same ? 'is over the same' : 'begins with the same'}.`,
              ),
              help: 'Leave it out.',
              related:
                by.origin === undefined
                  ? []
                  : [{ file: by.origin.file, span: by.origin.span, message: `${by.title} is made here` }],
              data: { table, columns },
              identity: `${table} ${index.kind} ${columns.join()}`,
            };
          },
          ({ origin, index }) => `${placeKey(origin)} ${index.kind} ${plainParts(index.parts)?.join()}`,
        );
      },
    };
  },
};
