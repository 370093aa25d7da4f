import { explains } from '../src/lint/explain-refusal.ts';
import { foreignKeysMadeBy } from '../src/lint/foreign-keys.ts';
import { NameAdvisor } from '../src/lint/name-advice.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { listEngines, quote } from '../src/lint/wording.ts';

/** No name is proposed twice in one run. */
const ADVISORS = new WeakMap<RuleContext, NameAdvisor>();

function advisorOf(context: RuleContext): NameAdvisor {
  const known = ADVISORS.get(context) ?? new NameAdvisor(context);
  ADVISORS.set(context, known);
  return known;
}

const CUSTOMERS = `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});`;
const child = (
  table: string,
  key: string,
): string => `Schema::create('${table}', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('customer_id');
    $table->foreign('customer_id'${key})->references('id')->on('customers');
});`;

export const foreignKeyNameCollision: Rule = {
  id: 'foreign-key-name-collision',
  severity: 'error',
  recommended: true,
  ...explains({
    kind: 'object-exists',
    isMine: ({ object, cutFrom }) => object === 'foreignKey' && cutFrom === undefined,
    explain({ context, view, hits }) {
      const [hit] = hits;
      const { fact } = hit.problem;
      const table = withoutPrefix(fact.table, hit.target);
      const owner = withoutPrefix(fact.owner ?? fact.table, hit.target);
      const same = owner === table;
      const known = hit.step.before
        .table(fact.owner ?? fact.table)
        ?.foreignKeys.find(({ name }) => name?.toLowerCase() === fact.name.toLowerCase());
      const key = foreignKeysMadeBy(hit.step.statement).find(({ name }) => name === fact.name);
      const again = same && known !== undefined && key?.columns.join() === known.columns.join();
      const first = known?.origin;
      const advice = again
        ? undefined
        : advisorOf(context).advise(view, hit, {
            object: 'foreignKey',
            name: fact.name,
            table: fact.table,
            taken: true,
          });
      return {
        wrong: `foreign key name ${quote(fact.name)} of table ${quote(table)} is taken already, by ${again ? 'the same key over the same columns' : 'a foreign key'} of ${same ? 'the same table' : `table ${quote(owner)}`}`,
        more: same
          ? undefined
          : `On ${listEngines(
              hits.map((one) => one.target),
              context.targets,
            )} all tables of a database share the names of their foreign keys.`,
        help: advice?.help ?? 'Leave this one out: the key exists, or drop it first.',
        fix: advice?.fix,
        related:
          first === undefined
            ? []
            : [{ file: first.file, span: first.span, message: 'the name is used here first' }],
        data: { table, name: fact.name, owner },
      };
    },
  }),
  docs: {
    what: 'A foreign key gets a name that another foreign key bears already.',
    why: 'On MySQL and MariaDB the names of foreign keys are shared by all tables of a database (errno 1826, on MariaDB 1005 with 121), so a copied migration, or a table that was renamed and made anew, stops there. PostgreSQL compares within one table (SQLSTATE 42710). SQLite keeps no such names at all.',
    how: 'Leave the name to the framework, which puts the table into it, or put it in yourself: {table}_{column}_fk.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The same name in two tables',
        code: `${CUSTOMERS}
${child('invoices', ", 'customer_fk'")}
${child('offers', ", 'customer_fk'")}`,
      },
      {
        title: 'A renamed table keeps the names of its keys',
        code: `${CUSTOMERS}
${child('invoices', ", 'inv_customer_fk'")}
Schema::rename('invoices', 'old_invoices');
${child('invoices', ", 'inv_customer_fk'")}`,
      },
      {
        title: 'Twice in one table',
        code: `${CUSTOMERS}
${child('invoices', ", 'inv_customer_fk'")}
Schema::table('invoices', function (Blueprint $table) {
    $table->unsignedBigInteger('payer_id');
    $table->foreign('payer_id', 'inv_customer_fk')->references('id')->on('customers');
});`,
      },
    ],
    good: [
      {
        title: 'Automatic names contain the table',
        code: `${CUSTOMERS}
${child('invoices', '')}
${child('offers', '')}`,
      },
      {
        title: 'Names of your own that contain it',
        code: `${CUSTOMERS}
${child('invoices', ", 'inv_customer_fk'")}
${child('offers', ", 'offer_customer_fk'")}`,
      },
      {
        title: 'The old key goes first',
        code: `${CUSTOMERS}
${child('invoices', '')}
Schema::table('invoices', function (Blueprint $table) {
    $table->dropForeign(['customer_id']);
});
${child('offers', ", 'invoices_customer_id_foreign'")}`,
      },
    ],
  },
};
