import { changesOf } from '../src/lint/changes.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import { TOP_OF_FILE } from '../src/schema/index.ts';

/** As the framework's own commands make it. */
const FORM = /^(\d{4})_(\d{2})_(\d{2})_(\d{6})_([a-z0-9]+(?:_[a-z0-9]+)*)$/;

const whole = (up: string): string => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('${up}', function (Blueprint $table) {
            $table->id();
        });
    }
};
`;

/** What is wrong with the name; undefined: nothing. */
function faultOf(view: MigrationView): { readonly message: string; readonly help: string } | undefined {
  const { name } = view.migration;
  const match = FORM.exec(name);
  if (match === null) {
    const lower = name.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
    return {
      message: `${quote(name)} is not named as migrations are: a date, a time, and words in lower case with underscores.`,
      help: FORM.test(lower)
        ? `Name it ${quote(lower)}.`
        : 'Name it as php artisan make:migration would: 2026_01_31_120000_create_orders_table.',
    };
  }
  const [, , month, day, , words = ''] = match;
  // 2020_00_02 is how some number theirs.
  if (month === '00' || day === '00') return undefined;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) {
    return {
      message: `${quote(name)} begins with a date that does not exist, so it runs in no order that anybody would expect.`,
      help: 'Give it the day on which it was written, unless it has run somewhere already.',
    };
  }
  const said = /^create_(\w+)_table$/.exec(words)?.[1];
  if (said === undefined) return undefined;
  const made = new Set<string>();
  let others = false;
  for (const change of changesOf(view)) {
    if (change.direction !== 'up') continue;
    if (change.kind === 'createTable') made.add(change.table.toLowerCase());
    else if (change.kind === 'renameTable') made.add(change.to.toLowerCase());
    else others = true;
  }
  if (made.size === 0 || view.runs.some(({ steps }) => steps.some(isUnknown)) || others) return undefined;
  // A prefix, or a name in the singular, is near enough.
  const stem = (text: string): string => text.replace(/[^a-z0-9]/g, '').replace(/(?:ies|es|s|y)$/, '');
  const holds = (one: string, other: string): boolean =>
    stem(one).includes(stem(other)) || other.split('_').every((word) => one.includes(stem(word)));
  if ([...made].some((table) => holds(table, said) || holds(said, table))) return undefined;
  return {
    message: `${quote(name)} makes no table ${quote(said)}, but ${joinWords([...made].slice(0, 3).map(quote))}.`,
    help: 'Name it after what it does, unless it has run somewhere already.',
  };
}

const isUnknown = ({ statement }: MigrationView['runs'][number]['steps'][number]): boolean =>
  statement.kind === 'notUnderstood';

export const migrationFileName: Rule = {
  id: 'migration-file-name',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A migration’s file name has another form than the others’, or says something else than the migration does.',
    why: 'Migrations run in the order of their names. One without a date, or with a date that does not exist, runs before or after all others; one whose name speaks of another table is not found when it is looked for. Laravel keeps the name in its table of migrations: a file that has run cannot simply be renamed.',
    how: 'Make migrations with php artisan make:migration. Rename only what has not run anywhere.',
    engines: [],
    bad: [
      {
        title: 'No time',
        file: 'database/migrations/2026_01_31_create_orders_table.php',
        files: {
          'database/migrations/2026_01_30_120000_create_shops_table.php': whole('shops'),
          'database/migrations/2026_01_30_120001_create_items_table.php': whole('items'),
        },
        code: whole('orders'),
      },
      {
        title: 'A month that does not exist',
        file: 'database/migrations/2026_13_01_120000_create_orders_table.php',
        code: whole('orders'),
      },
      {
        title: 'Another table',
        file: 'database/migrations/2026_01_31_120000_create_orders_table.php',
        code: whole('invoices'),
      },
    ],
    good: [
      {
        title: 'As the framework names it',
        file: 'database/migrations/2026_01_31_120000_create_orders_table.php',
        code: whole('orders'),
      },
      {
        title: 'What it changes, in words',
        file: 'database/migrations/2026_01_31_120000_add_orders.php',
        code: whole('orders'),
      },
      {
        title: 'With a prefix',
        file: 'database/migrations/2026_01_31_120000_create_orders_table.php',
        code: whole('shop_orders'),
      },
    ],
  },
  create(context) {
    const views: MigrationView[] = [];
    return {
      migration(view) {
        views.push(view);
      },
      end() {
        // Where most have another form, that is how they are named there.
        const form = new Map<string, { all: number; usual: number }>();
        const folder = ({ migration: { file } }: MigrationView): string =>
          file.slice(0, file.lastIndexOf('/'));
        for (const view of views) {
          const counts = form.get(folder(view)) ?? { all: 0, usual: 0 };
          counts.all++;
          if (FORM.test(view.migration.name)) counts.usual++;
          form.set(folder(view), counts);
        }
        for (const view of views) {
          const { all, usual } = form.get(folder(view))!;
          if (!FORM.test(view.migration.name) && usual * 2 <= all) continue;
          const fault = faultOf(view);
          if (fault === undefined) continue;
          context.report({
            file: view.migration.file,
            span: TOP_OF_FILE,
            message: sentences(fault.message),
            help: fault.help,
            engines: [],
            data: { name: view.migration.name },
            identity: view.migration.name,
          });
        }
      },
    };
  },
};
