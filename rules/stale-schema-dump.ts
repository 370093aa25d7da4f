import type { Rule } from '../src/lint/rule.ts';
import { plural, quote, sentences, verb } from '../src/lint/wording.ts';
import { type FactOf, type MigrationSource, TOP_OF_FILE } from '../src/schema/index.ts';

const migration = (table: string): string => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id();
        });
    }
};
`;

const dump = (...names: string[]): Record<string, string> => ({
  'database/schema/mysql-schema.sql': `CREATE TABLE \`migrations\` (\`id\` int unsigned NOT NULL AUTO_INCREMENT, \`migration\` varchar(255) NOT NULL, \`batch\` int NOT NULL, PRIMARY KEY (\`id\`));
${names.map((name, at) => `INSERT INTO \`migrations\` (\`id\`, \`migration\`, \`batch\`) VALUES (${at + 1},'${name}',1);`).join('\n')}
`,
});

export const staleSchemaDump: Rule = {
  id: 'stale-schema-dump',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'The squashed schema lacks migrations that are older than it is, or more than a few that came later.',
    why: 'A fresh database begins with the dump and runs what it does not list. A migration that is older than others in it runs in another order there than it did in production, on a schema that has what came after; and the more are missing, the less the dump saves, in tests and on new machines. Tests on SQLite do not load a dump of MySQL at all, and go another way.',
    how: 'Make it anew (php artisan schema:dump), from a database on which all migrations have run.',
    engines: [],
    options: {
      pending: {
        type: 'number',
        default: 50,
        description: 'From how many migrations on that came after the dump it counts as old.',
      },
    },
    bad: [
      {
        title: 'One is older than the dump',
        file: 'database/migrations/2026_01_01_120000_create_orders_table.php',
        files: dump('2026_02_01_120000_create_shops_table'),
        code: migration('orders'),
      },
      {
        title: 'One lies between those that it holds',
        file: 'database/migrations/2026_01_15_120000_create_orders_table.php',
        files: {
          ...dump('2026_01_01_120000_create_items_table', '2026_02_01_120000_create_shops_table'),
          'database/migrations/2026_01_01_120000_create_items_table.php': migration('items'),
        },
        code: migration('orders'),
      },
      {
        title: 'More than a few came later',
        file: 'database/migrations/2026_03_01_120000_create_orders_table.php',
        files: {
          ...dump('2026_01_01_120000_create_shops_table'),
          'database/migrations/2026_02_01_120000_create_items_table.php': migration('items'),
        },
        config: { rules: { 'stale-schema-dump': ['info', { pending: 2 }] } },
        code: migration('orders'),
      },
    ],
    good: [
      {
        title: 'It holds all',
        file: 'database/migrations/2026_01_01_120000_create_orders_table.php',
        files: dump('2026_01_01_120000_create_orders_table'),
        code: migration('orders'),
      },
      {
        title: 'A few came later',
        file: 'database/migrations/2026_02_01_120000_create_orders_table.php',
        files: dump('2026_01_01_120000_create_shops_table'),
        code: migration('orders'),
      },
      {
        title: 'There is no dump',
        file: 'database/migrations/2026_02_01_120000_create_orders_table.php',
        code: migration('orders'),
      },
    ],
  },
  create(context) {
    const migrations: MigrationSource[] = [];
    const dumps: FactOf<'schema-dump'>[] = [];
    const limit = typeof context.options.pending === 'number' ? context.options.pending : 50;
    return {
      migration({ migration: one }) {
        if (one.set === 'default' && one.owner.kind === 'app') migrations.push(one);
      },
      fact(fact) {
        if (fact.kind === 'schema-dump') dumps.push(fact);
      },
      end() {
        for (const { done, origin } of dumps) {
          const known = new Set(done);
          const newest = [...done].sort().at(-1) ?? '';
          const missing = migrations.filter(({ name }) => /^\d{4}_/.test(name) && !known.has(name));
          const older = missing.filter(({ name }) => name < newest);
          if (older.length === 0 && missing.length < limit) continue;
          const [first] = older;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              older.length > 0
                ? `${plural(older.length, 'migration')} that ${verb(older.length, 'are', 'is')} older than the last of this dump ${verb(older.length, 'are', 'is')} not in it, ${quote(first!.name)} for one: on a fresh database ${verb(older.length, 'they run', 'it runs')} after what came later.`
                : `${plural(missing.length, 'migration')} came after this dump.`,
            ),
            help: 'Make it anew, from a database on which all migrations have run: php artisan schema:dump.',
            engines: [],
            related:
              first === undefined
                ? []
                : [{ file: first.file, span: TOP_OF_FILE, message: 'this one is missing' }],
            data: { older: older.map(({ name }) => name), pending: missing.length },
            identity: `${origin.file} ${older.length > 0 ? 'older' : 'pending'}`,
          });
        }
      },
    };
  },
};
