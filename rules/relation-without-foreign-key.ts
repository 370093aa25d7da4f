import { earlier } from '../src/lint/example-source.ts';
import { ids } from '../src/lint/groups.ts';
import { isCertain, lastCatalogsOn } from '../src/lint/last-catalogs.ts';
import type { Rule } from '../src/lint/rule.ts';
import { listEngines, quote, sentences } from '../src/lint/wording.ts';
import { type Catalog, type FactOf, findColumn, type Target } from '../src/schema/index.ts';

const model = (name: string, body = ''): Record<string, string> => ({
  [`app/Models/${name}.php`]: `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Model;

class ${name} extends Model
{${body}
}
`,
});

const order = (relation: string): Record<string, string> => ({
  ...earlier(`Schema::create('customers', function (Blueprint $table) {
    $table->id();
});`),
  ...model('Customer'),
  ...model(
    'Order',
    `
    public function customer()
    {
        return ${relation};
    }`,
  ),
});

export const relationWithoutForeignKey: Rule = {
  id: 'relation-without-foreign-key',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A model belongs to another one, and no foreign key sees to it that the other row is there.',
    why: 'The relation is a promise of the code alone: a row that is deleted elsewhere (in SQL, by another service, by a query that fires no model events) leaves orphans, whose relation is null where nobody expects it. A foreign key that is added later fails because of them (errno 1452, SQLSTATE 23503).',
    how: 'Declare it with the column: ->constrained(), and say what becomes of the rows when the parent goes (cascadeOnDelete(), nullOnDelete(), restrictOnDelete()).',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'foreignId() alone makes no key',
        files: order('$this->belongsTo(Customer::class)'),
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id');
});`,
      },
      {
        title: 'An index is no key',
        files: order('$this->belongsTo(Customer::class)'),
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('customer_id')->index();
});`,
      },
      {
        title: 'Another name of the column',
        files: order("$this->belongsTo(Customer::class, 'payer_id')"),
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('payer_id')->nullable();
});`,
      },
    ],
    good: [
      {
        title: 'constrained()',
        files: order('$this->belongsTo(Customer::class)'),
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
      {
        title: 'No relation',
        files: { ...model('Order') },
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id');
});`,
      },
      {
        title: 'The other table is in no migration',
        files: {
          ...model(
            'Order',
            `
    public function customer()
    {
        return $this->belongsTo(\\Acme\\Crm\\Customer::class);
    }`,
          ),
        },
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id');
});`,
      },
    ],
  },
  create(context) {
    const relations: FactOf<'relation'>[] = [];
    const sets = new Set<string>();
    const files = new Set<string>();
    const seen = new Set<string>();
    return {
      migration({ migration }) {
        sets.add(migration.set);
        files.add(migration.file);
      },
      fact(fact) {
        if (fact.kind === 'relation') relations.push(fact);
      },
      end() {
        for (const set of sets) {
          const catalogs = context.targets.map((target): readonly [Target, readonly Catalog[]] => [
            target,
            lastCatalogsOn(context.relevant, set, target),
          ]);
          for (const relation of relations) {
            const { table, column, other, otherTable, model: name, origin } = relation;
            const missing = catalogs.flatMap(([target, found]) => {
              const { prefix } = target.settings;
              for (const catalog of found) {
                const own = catalog.table(`${prefix}${table}`);
                const made = own === undefined ? undefined : findColumn(own, column);
                if (own === undefined || made === undefined || !isCertain(own)) continue;
                if (catalog.table(`${prefix}${otherTable}`) === undefined) continue;
                const wanted = column.toLowerCase();
                if (
                  own.foreignKeys.some(({ columns }) => columns.some((one) => one.toLowerCase() === wanted))
                )
                  continue;
                return [{ target, made, own }];
              }
              return [];
            });
            const place = missing
              .flatMap(({ made, own }) => made.origin ?? own.origin ?? [])
              .find(({ file }) => files.has(file));
            if (place === undefined || seen.has(`${table} ${column}`)) continue;
            // A key that only SQLite lacks was added where SQLite cannot add one.
            const targets = missing.map(({ target }) => target);
            if (targets.every(({ engine }) => engine === 'sqlite') && targets.length < context.targets.length)
              continue;
            seen.add(`${table} ${column}`);
            context.report({
              file: place.file,
              span: place.span,
              message: sentences(
                `${name} belongs to ${other} by column ${quote(column)} of table ${quote(table)}, which has no foreign key on ${listEngines(targets, context.targets)}.`,
                'Rows whose parent is gone stay unnoticed.',
              ),
              help: `Add ->constrained('${otherTable}'), and say what becomes of the rows when the parent goes.`,
              engines: ids(targets),
              related: [
                {
                  file: origin.file,
                  span: origin.span,
                  message: `model ${name} says that it belongs to ${other}`,
                },
              ],
              data: { table, column, parent: otherTable, model: name },
              identity: `${table} ${column}`,
            });
          }
        }
      },
    };
  },
};
