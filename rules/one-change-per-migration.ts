import { type Change, changesOf } from '../src/lint/changes.ts';
import { earlier, exampleSource } from '../src/lint/example-source.ts';
import { isSkeletonTable } from '../src/lint/framework-tables.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { joinWords, plural, quote, sentences } from '../src/lint/wording.ts';
import type { Origin } from '../src/schema/index.ts';

const files = {
  ...earlier(`Schema::create('orders', function (Blueprint $table) {
    $table->id();
});`),
  'database/migrations/2025_01_01_000002_create_shops.php': exampleSource({
    title: '',
    code: `Schema::create('shops', function (Blueprint $table) {
    $table->id();
});`,
  }),
};

/** Tables that belong together: a foreign key of this migration ties them, or the name of one holds that of another. */
class Groups {
  readonly #parents = new Map<string, string>();
  readonly #first = new Map<string, Origin>();

  add(table: string, origin: Origin): void {
    if (this.#parents.has(table)) return;
    this.#parents.set(table, table);
    this.#first.set(table, origin);
  }

  #root(table: string): string {
    const parent = this.#parents.get(table)!;
    return parent === table ? table : this.#root(parent);
  }

  tie(a: string, b: string): void {
    if (this.#parents.has(a) && this.#parents.has(b)) this.#parents.set(this.#root(b), this.#root(a));
  }

  get tables(): string[] {
    return [...this.#parents.keys()];
  }

  /** The first table of each group, with the place where it is first met. */
  groups(): { readonly table: string; readonly origin: Origin }[] {
    const roots = new Map<string, string>();
    for (const table of this.#parents.keys()) {
      const root = this.#root(table);
      if (!roots.has(root)) roots.set(root, table);
    }
    return [...roots.values()].map((table) => ({ table, origin: this.#first.get(table)! }));
  }
}

const stem = (table: string): string => table.toLowerCase().replace(/(?:ies|es|s)$/, '');

const firstWord = (table: string): string | undefined => /^([a-z]{3,})_/i.exec(table)?.[1]?.toLowerCase();

/** What is done to a table, in a word: the same word on two tables is the same change. */
function deedOf(change: Change): string {
  switch (change.kind) {
    case 'addColumn':
      return `column ${change.column.name}`;
    case 'changeColumn':
    case 'dropColumn':
      return `column ${change.name}`;
    case 'renameColumn':
      return `column ${change.from}`;
    case 'addKey':
    case 'dropKey':
    case 'addForeignKey':
      return 'key';
    case 'createTable':
    case 'renameTable':
      return `table ${change.table}`;
    default:
      return change.kind;
  }
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean {
  return b !== undefined && a.size === b.size && [...a].every((one) => b.has(one));
}

function groupsOf(view: MigrationView): { readonly table: string; readonly origin: Origin }[] {
  const run = view.runs.find(({ direction, target }) => direction === 'up' && target.engine !== 'sqlite');
  const target = (run ?? view.runs.find(({ direction }) => direction === 'up'))?.target;
  const found = new Groups();
  const ties: [string, string][] = [];
  const made = new Set<string>();
  const done = new Map<string, Set<string>>();
  for (const change of changesOf(view)) {
    if (change.direction !== 'up' || change.target !== target || change.step.unreached !== undefined)
      continue;
    if (change.kind === 'write' || change.kind === 'read') continue;
    if (isSkeletonTable(change.table)) continue;
    found.add(change.table, change.origin);
    if (change.kind === 'createTable') made.add(change.table);
    const known = done.get(change.table) ?? new Set<string>();
    done.set(change.table, known.add(deedOf(change)));
    if (change.kind === 'renameTable') {
      found.add(change.to, change.origin);
      ties.push([change.table, change.to]);
    }
    if (change.kind === 'addForeignKey') ties.push([change.table, change.foreignKey.parent.name]);
    const { statement } = change.step;
    if (change.kind === 'createTable' && statement.kind === 'createTable')
      for (const { parent } of statement.foreignKeys) ties.push([change.table, parent.name]);
  }
  const prefix = target?.settings.prefix ?? '';
  for (const [a, b] of ties) found.tie(a, b.startsWith(prefix) ? b.slice(prefix.length) : b);
  const { tables } = found;
  for (const a of tables) {
    for (const b of tables) {
      if (a === b) continue;
      const sameWord =
        made.has(a) && made.has(b) && firstWord(a) !== undefined && firstWord(a) === firstWord(b);
      // The same done to several tables is one change as well.
      const sameDone = done.get(a) !== undefined && same(done.get(a)!, done.get(b));
      if (sameWord || sameDone || b.toLowerCase().includes(stem(a))) found.tie(a, b);
    }
  }
  return found.groups();
}

export const oneChangePerMigration: Rule = {
  id: 'one-change-per-migration',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A migration changes tables that have nothing to do with each other.',
    why: 'It can only be rolled back as a whole, reviewed as a whole, and found under the name of one of them. Where it fails half-way, MySQL and MariaDB keep the half that was done.',
    how: 'One migration for each logical change. Tables that a foreign key of the same migration ties together count as one, so do tables of which one’s name holds the other’s (orders, order_lines), and tables to which the same is done.',
    engines: [],
    bad: [
      {
        title: 'Two tables that are strangers',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::create('holidays', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'Two changes',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->date('due_on')->nullable();
});
Schema::table('shops', function (Blueprint $table) {
    $table->string('phone', 40)->nullable();
});`,
      },
      {
        title: 'A new table, and a column elsewhere',
        files,
        code: `Schema::create('holidays', function (Blueprint $table) {
    $table->id();
});
Schema::table('orders', function (Blueprint $table) {
    $table->string('note')->nullable();
});`,
      },
    ],
    good: [
      {
        title: 'A foreign key ties them',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::create('dunnings', function (Blueprint $table) {
    $table->id();
    $table->foreignId('invoice_id')->constrained();
});`,
      },
      {
        title: 'The name ties them',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoice_lines', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('invoice_id')->index();
});`,
      },
      {
        title: 'One table',
        files,
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('note')->nullable();
    $table->string('state', 20)->default('open');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupsOf(view);
        const second = groups[1];
        if (second === undefined) return;
        const names = groups.map(({ table }) => table);
        const rest = names.length - 3;
        const shown = names.slice(0, 3).map(quote);
        context.report({
          file: second.origin.file,
          span: second.origin.span,
          message: sentences(
            `this migration changes ${plural(groups.length, 'thing')} that have nothing to do with each other: ${joinWords(rest <= 0 ? shown : [...shown, plural(rest, 'more', 'more')])}.`,
          ),
          help: 'Put each into a migration of its own.',
          engines: [],
          ...(second.origin.related === undefined ? {} : { related: second.origin.related }),
          data: { tables: names },
          identity: view.migration.name,
        });
      },
    };
  },
};
