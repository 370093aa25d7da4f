import type { Rule } from '../src/lint/rule.ts';
import { plural, quote, sentences, verb } from '../src/lint/wording.ts';
import { type FactOf, type MigrationSource, TOP_OF_FILE, variantOf } from '../src/schema/index.ts';

const named = (name: string, table: string): string => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

class ${name} extends Migration
{
    public function up()
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id();
        });
    }
}
`;

const anonymous = (table: string): string =>
  named('X', table).replace('class X extends', 'return new class extends').replace(/\}\n$/, '};\n');

export const duplicateMigrationTimestampOrClass: Rule = {
  id: 'duplicate-migration-timestamp-or-class',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'Two migrations have the same name, the same class, or the same time.',
    why: 'Of two files of one name in different folders the framework runs one, without a word about the other. Two files that declare the same class stop PHP when both are loaded: "Cannot declare class …, because the name is already in use". Of two with the same time the words decide which runs first, which changes when one is renamed.',
    how: 'Return an anonymous class (return new class extends Migration), and give each migration a time of its own.',
    engines: [],
    bad: [
      {
        title: 'The same class',
        file: 'database/migrations/2026_02_01_120000_create_orders_table.php',
        files: {
          'database/migrations/2026_01_01_120000_create_orders_table.php': named(
            'CreateOrdersTable',
            'old_orders',
          ),
        },
        code: named('CreateOrdersTable', 'orders'),
      },
      {
        title: 'The same name in two folders',
        file: 'modules/shop/database/migrations/2026_01_01_120000_create_orders_table.php',
        files: {
          artisan: '',
          'database/migrations/2026_01_01_120000_create_orders_table.php': anonymous('orders'),
        },
        code: anonymous('mod_shop_orders'),
      },
      {
        title: 'The same time',
        file: 'database/migrations/2026_01_01_120000_create_orders_table.php',
        files: {
          'database/migrations/2026_01_01_120000_create_invoices_table.php': anonymous('invoices'),
        },
        code: anonymous('orders'),
      },
    ],
    good: [
      {
        title: 'Anonymous classes',
        file: 'database/migrations/2026_02_01_120000_create_orders_table.php',
        files: {
          'database/migrations/2026_01_01_120000_create_orders_table.php': anonymous('old_orders'),
        },
        code: anonymous('orders'),
      },
      {
        title: 'Another time',
        file: 'database/migrations/2026_01_01_120001_create_orders_table.php',
        files: {
          'database/migrations/2026_01_01_120000_create_invoices_table.php': anonymous('invoices'),
        },
        code: anonymous('orders'),
      },
      {
        title: 'Names by number, as the framework ships them',
        file: 'database/migrations/0001_01_01_000001_create_cache_table.php',
        files: {
          'database/migrations/0001_01_01_000000_create_users_table.php': anonymous('users'),
        },
        code: anonymous('cache'),
      },
    ],
  },
  create(context) {
    const migrations: MigrationSource[] = [];
    const classes = new Map<string, FactOf<'way-back'>[]>();
    return {
      migration({ migration }) {
        migrations.push(migration);
      },
      fact(fact) {
        if (fact.kind !== 'way-back' || fact.className === undefined) return;
        const key = fact.className.toLowerCase();
        classes.set(key, [...(classes.get(key) ?? []), fact]);
      },
      end() {
        const sets = new Map(migrations.map(({ file, set }) => [file, set]));
        const told = new Set<string>();
        const tell = (
          file: string,
          other: string,
          severity: 'error' | 'warning' | 'info',
          message: string,
          help: string,
          span = TOP_OF_FILE,
        ): void => {
          told.add(file);
          context.report({
            file,
            span,
            severity,
            message: sentences(message),
            help,
            engines: [],
            related: [{ file: other, span: TOP_OF_FILE, message: 'the other one' }],
            data: { other },
            identity: message,
          });
        };
        const byName = new Map<string, MigrationSource>();
        for (const one of migrations) {
          // Files that are written for other engines never run beside each other.
          const key = `${one.set} ${variantOf(one)?.engines?.join() ?? ''} ${one.name}`;
          const first = byName.get(key);
          if (first === undefined) byName.set(key, one);
          else
            tell(
              one.file,
              first.file,
              'warning',
              `there are two migrations ${quote(one.name)}: only one of them runs.`,
              'Give one of them another name.',
            );
        }
        for (const facts of classes.values()) {
          const own = facts.filter(({ origin }) => sets.has(origin.file));
          const [first, ...others] = own;
          for (const { className, origin } of others) {
            if (told.has(origin.file) || sets.get(origin.file) !== sets.get(first!.origin.file)) continue;
            tell(
              origin.file,
              first!.origin.file,
              'error',
              `class ${quote(className!)} is declared twice: PHP stops when both migrations are loaded.`,
              'Return an anonymous class instead: return new class extends Migration.',
              origin.span,
            );
          }
        }
        const byTime = new Map<string, MigrationSource[]>();
        for (const one of migrations) {
          const time = /^\d{4}_\d{2}_\d{2}_\d{6}(?=_)/.exec(one.name)?.[0];
          // What was not written by hand at that second was numbered: 000000, 000001 …
          if (time === undefined || told.has(one.file) || time.endsWith('_000000')) continue;
          const folder = one.file.slice(0, one.file.lastIndexOf('/'));
          const key = `${one.set} ${folder} ${time}`;
          const known = byTime.get(key);
          if (known === undefined) byTime.set(key, [one]);
          else known.push(one);
        }
        for (const [first, second, ...others] of byTime.values()) {
          if (first === undefined || second === undefined) continue;
          tell(
            second.file,
            first.file,
            'info',
            `it has the same time as ${quote(first.name)}${others.length === 0 ? '' : `, and so ${verb(others.length, 'have', 'has')} ${plural(others.length, 'more', 'more')}`}: the words alone decide which runs first.`,
            'Give each a second of its own, unless it has run somewhere already.',
          );
        }
      },
    };
  },
};
