import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { keysMadeBy } from '../src/lint/keys.ts';
import { NameAdvisor, withoutPrefix } from '../src/lint/name-advice.ts';
import { acceptingTargets, type HitOf, isHitOf, type ProblemHit, problemHits } from '../src/lint/problems.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { onTheWayBack } from '../src/lint/way-back.ts';
import {
  acceptSentence,
  codeText,
  engineTitles,
  joinWords,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import { findIndex, type Index, type Problem, type Table } from '../src/schema/index.ts';

type Duplicate = HitOf<'object-exists'>;

const isObjectExists = isHitOf('object-exists');

/** A name that PostgreSQL has cut is another matter: truncation-collision. */
function isDuplicate({ fact }: Problem): boolean {
  return (
    fact.kind === 'object-exists' &&
    (fact.object === 'index' || fact.object === 'unique') &&
    fact.cutFrom === undefined
  );
}

function isRefused(hit: ProblemHit): hit is Duplicate {
  const { problem, step } = hit;
  return (
    isObjectExists(hit) &&
    isDuplicate(problem) &&
    problem.effect === 'refuses' &&
    step.verdict.outcome === 'refuses' &&
    step.reached &&
    !step.caught
  );
}

interface First {
  readonly table?: Table;
  readonly index?: Index;
}

/** What bears the name already. */
function firstOf(hit: Duplicate): First {
  const { fact } = hit.problem;
  const { before } = hit.step;
  const owner = before.named('relation', fact.name)?.table ?? fact.owner ?? fact.table;
  const table = before.table(fact.owner ?? owner) ?? before.table(owner) ?? before.table(fact.table);
  const index = table === undefined ? undefined : findIndex(table, fact.name);
  return { ...(table === undefined ? {} : { table }), ...(index === undefined ? {} : { index }) };
}

function columns(parts: Index['parts']): string {
  return parts
    .map((part) => ('column' in part ? part.column : part.expression))
    .join()
    .toLowerCase();
}

function codes(context: RuleContext, hits: readonly Duplicate[]): string {
  const texts = new Map<string, string>();
  for (const { target, problem } of hits) {
    const title = engineTitles([target], context.targets)[0] ?? target.id;
    texts.set(title, problem.code === null ? '' : ` (${codeText(target.engine, problem.code)})`);
  }
  return joinWords([...texts].map(([title, code]) => `${title}${code}`));
}

export const duplicateIndexName: Rule = {
  id: 'duplicate-index-name',
  severity: 'error',
  recommended: true,
  claims: ['object-exists'],
  claimsProblem: (_step, problem) => isDuplicate(problem),
  docs: {
    what: 'An index gets a name that another index bears already.',
    why: 'On SQLite and PostgreSQL the names of indexes are shared by all tables of a schema, so the same name on two tables is refused (SQLITE_ERROR, SQLSTATE 42P07), while MySQL and MariaDB accept it. Twice in one table is refused by all (errno 1061).',
    how: 'Put something of the table into the name: {abbreviation}_{table}_{purpose}_idx; and index the same columns once.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The same name on two tables',
        code: `foreach (['invoices', 'offers'] as $name) {
    Schema::create($name, function (Blueprint $table) {
        $table->id();
        $table->date('due_on');
        $table->index('due_on', 'due_on_idx');
    });
}`,
      },
      {
        title: 'Twice in one table',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->index();
    $table->index('number');
});`,
      },
      {
        title: 'One that an earlier migration has made',
        code: `Schema::table('invoices', function (Blueprint $table) {
    $table->index(['due_on', 'paid'], 'invoices_due_idx');
});`,
        files: {
          'database/migrations/2025_01_01_000001_create_invoices.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('invoices', function (Blueprint $table) {
            $table->id();
            $table->boolean('paid')->default(false);
            $table->date('due_on')->index('invoices_due_idx');
        });
    }
};
`,
        },
      },
    ],
    good: [
      {
        title: 'Each table has names of its own',
        code: `foreach (['invoices', 'offers'] as $name) {
    Schema::create($name, function (Blueprint $table) use ($name) {
        $table->id();
        $table->date('due_on');
        $table->index('due_on', $name . '_due_on_idx');
    });
}`,
      },
      {
        title: 'Automatic names contain the table',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->date('due_on')->index();
});
Schema::create('offers', function (Blueprint $table) {
    $table->id();
    $table->date('due_on')->index();
});`,
      },
      {
        title: 'The old one goes first',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->boolean('paid')->default(false);
    $table->date('due_on')->index('invoices_due_idx');
});
Schema::table('invoices', function (Blueprint $table) {
    $table->dropIndex('invoices_due_idx');
    $table->index(['due_on', 'paid'], 'invoices_due_idx');
});`,
      },
    ],
  },
  create(context) {
    const advisor = new NameAdvisor(context);
    return {
      migration(view) {
        const groups = groupByTarget(
          // Where SQLite makes a table anew, it meets again what its own migration has been told.
          [...problemHits(view)].filter(isRefused).filter((hit) => hit.origin.file === view.migration.file),
          context.targets,
          (hit) =>
            `${hit.step.direction} ${placeKey(hit.origin)} ${withoutPrefix(hit.problem.fact.table, hit.target)} ${hit.problem.fact.name.toLowerCase()}`,
        );
        for (const { hits, targets } of groups) {
          const [hit] = hits;
          const { origin, problem, step, target } = hit;
          const { fact } = problem;
          const table = withoutPrefix(fact.table, target);
          const first = firstOf(hit);
          const key = keysMadeBy(step.statement).find((one) => one.name === fact.name);
          const sameTable = first.table !== undefined && first.table.name === fact.table;
          const again =
            sameTable &&
            key !== undefined &&
            first.index !== undefined &&
            columns(first.index.parts) === columns(key.parts);
          const there = first.index?.origin ?? (first.index === undefined ? first.table?.origin : undefined);
          const owner =
            first.index === undefined && first.table !== undefined && !sameTable
              ? 'a table of that name'
              : sameTable || first.table === undefined
                ? again
                  ? 'the same table, over the same columns'
                  : 'an index of the same table'
                : `an index of table ${quote(withoutPrefix(first.table.name, target))}`;
          const shared =
            first.index === undefined
              ? 'because tables and indexes share their names there'
              : 'because index names are shared by all tables there';
          const elsewhere = !sameTable && first.table !== undefined;
          const advice = again
            ? null
            : advisor.advise(view, hit, {
                object: fact.object,
                name: fact.name,
                table: fact.table,
                taken: true,
              });
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              step.direction === 'down' && 'On the way back:',
              `index name ${quote(fact.name)} on table ${quote(table)} is taken already, by ${owner}: ${codes(context, hits)} ${verb(targets.length, 'refuse')} it${elsewhere ? `, ${shared}` : ''}.`,
              acceptSentence(
                acceptingTargets(view, step.direction, origin, context.targets),
                context.targets,
              ),
            ),
            help: again
              ? 'Leave this one out: the index exists.'
              : (advice?.help ?? `Choose another name than ${quote(fact.name)}.`),
            ...onTheWayBack(step.direction),
            engines: ids(targets),
            ...(advice?.fix === undefined ? {} : { fix: advice.fix }),
            related: [
              ...(origin.related ?? []),
              ...(there === undefined || placeKey(there) === placeKey(origin)
                ? []
                : [{ file: there.file, span: there.span, message: 'the name is used here first' }]),
            ],
            data: {
              table,
              name: fact.name,
              codes: Object.fromEntries(hits.map((one) => [one.target.id, one.problem.code])),
            },
            identity: `${table} ${fact.name}`,
          });
        }
      },
    };
  },
};
