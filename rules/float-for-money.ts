import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { Rule } from '../src/lint/rule.ts';
import { standing } from '../src/lint/standing.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import type { ColumnType } from '../src/schema/index.ts';

const FLOATS = /^(?:float\d?|double|double precision|real)$/;

function isFloat({ name }: ColumnType): boolean {
  return FLOATS.test(name);
}

const MONEY =
  /(?:^|_)(?:price|amount|subtotal|total|cost|fee|balance|salary|wage|tax|vat|discount|budget|revenue|refund|paid|payment|deposit|commission|turnover|credit|debit|invoiced)s?(?:_(?:due|paid|unit|tax|net|gross|total|amount|value|base|original|excl?\w*|incl?\w*|before_\w+|after_\w+|per_\w+|in_\w+|usd|eur|gbp))*$/i;
/** What is counted or measured, and parts of a hundred. */
const NO_MONEY =
  /(?:rate|ratio|percent\w*|pct|factor|count|hours?|minutes|seconds|days|quantity|qty|weight|size|score|points|distance|length|width|height|volume|usage|bytes|type|status|time|number|votes|views|items)s?(?:_|$)/i;

function isMoney(name: string): boolean {
  return MONEY.test(name) && !NO_MONEY.test(name);
}

const invoice = (columns: string): string => `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const floatForMoney: Rule = {
  id: 'float-for-money',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A column that by its name holds money is a float.',
    why: "A float holds halves, quarters and eighths, and no cents: 0.1 + 0.2 is 0.30000000000000004, sums drift, and a sum is not found with =. In four bytes (float('price', 24)) there are about 7 digits: on MySQL 167772.17 reads back as 167772, and there as on PostgreSQL WHERE price = 19.99 finds no 19.99. How much of it shows differs between engines, since they round differently when they print.",
    how: "Use decimal('price', 10, 2), or an integer of cents.",
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'A price', code: invoice("$table->float('price');") },
      { title: 'A sum', code: invoice("$table->double('total_amount')->default(0);") },
      {
        title: 'It is made a float later',
        code: `${invoice("$table->integer('balance');")}
Schema::table('invoices', function (Blueprint $table) {
    $table->float('balance', 53)->change();
});`,
      },
    ],
    good: [
      { title: 'Digits behind the point are counted', code: invoice("$table->decimal('price', 10, 2);") },
      { title: 'Cents', code: invoice("$table->unsignedBigInteger('price_in_cents');") },
      { title: 'A rate is no money', code: invoice("$table->double('tax_rate');") },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          standing(context, view).columns.filter(
            ({ spec, now }) => isMoney(spec.name) && isFloat(spec.type) && isFloat(now.type),
          ),
          context.targets,
          ({ origin, table, spec }) => `${placeKey(origin)} ${table} ${spec.name}`,
        );
        for (const { hits, targets } of groups) {
          const [{ table, spec, origin }] = hits;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `column ${quote(spec.name)} of table ${quote(table)} holds money by its name, and is ${hits.at(-1)?.spec.type.text}: floats have no exact cents.`,
              'Sums drift, and are not found with =; how much of it shows differs between engines.',
            ),
            help: `Use ->decimal('${spec.name}', 10, 2), or an integer of cents. Columns that hold values already are changed with ->change(), which rounds them.`,
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { table, column: spec.name, type: spec.type.text },
            identity: `${table} ${spec.name}`,
          });
        }
      },
    };
  },
};
