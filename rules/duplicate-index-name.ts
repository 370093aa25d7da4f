import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { keysMadeBy } from '../src/lint/keys.ts';
import { NameAdvisor } from '../src/lint/name-advice.ts';
import { acceptingTargets, type HitOf, isHitOf, type ProblemHit, problemHits } from '../src/lint/problems.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { onTheWayBack } from '../src/lint/way-back.ts';
import {
  acceptSentence,
  codeText,
  joinWords,
  listEngines,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import { findIndex, type Index, type Origin, type Problem } from '../src/schema/index.ts';

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
    step.verdict.outcome === 'refuses' &&
    step.reached &&
    !step.caught
  );
}

/** What bears the name already. */
interface Bearer {
  /** In words. */
  readonly words: string;
  /** Is it another index over the same columns? */
  readonly again: boolean;
  /** Why the engine refuses it, where others do not. */
  readonly reason: string;
  readonly origin: Origin | undefined;
}

const SHARED_BY_TABLES = ', because index names are shared by all tables there';
const SHARED_WITH_TABLES = ', because tables and indexes share their names there';

function bearerOf({ problem: { fact }, step, target }: Duplicate): Bearer {
  // An engine names no owner where it can be the same table only.
  const owner = fact.owner ?? fact.table;
  const same = owner === fact.table;
  const of = same ? 'the same table' : `table ${quote(withoutPrefix(owner, target))}`;
  const reason = same ? '' : SHARED_BY_TABLES;
  const table = step.before.table(owner);
  const index = table && findIndex(table, fact.name);
  if (table === undefined || index !== undefined) {
    const key = keysMadeBy(step.statement).find((one) => one.name === fact.name);
    const again =
      same && index !== undefined && key !== undefined && columns(index.parts) === columns(key.parts);
    const words = again ? 'the same table, over the same columns' : `an index of ${of}`;
    return { words, again, reason, origin: index?.origin };
  }
  const { primaryKey } = table;
  if (primaryKey?.name === fact.name) {
    const origin = primaryKey.origin ?? table.origin;
    return { words: `the primary key of ${of}`, again: false, reason, origin };
  }
  const words = same ? 'the table itself' : `a ${table.view === true ? 'view' : 'table'} of that name`;
  return { words, again: false, reason: SHARED_WITH_TABLES, origin: table.origin };
}

function columns(parts: Index['parts']): string {
  return parts
    .map((part) => ('column' in part ? part.column : part.expression))
    .join()
    .toLowerCase();
}

function codes(context: RuleContext, hits: readonly Duplicate[]): string {
  const texts = hits.map(
    ({ target, problem }) =>
      `${listEngines([target], context.targets)} (${codeText(target.engine, problem.code ?? '')})`,
  );
  return joinWords([...new Set(texts)]);
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
          const bearer = bearerOf(hit);
          const { help, fix } = bearer.again
            ? { help: 'Leave this one out: the index exists.' }
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
              `index name ${quote(fact.name)} on table ${quote(table)} is taken already, by ${bearer.words}: ${codes(context, hits)} ${verb(targets.length, 'refuse')} it${bearer.reason}.`,
              acceptSentence(
                acceptingTargets(view, step.direction, origin, context.targets),
                context.targets,
              ),
            ),
            help,
            ...onTheWayBack(step.direction),
            engines: ids(targets),
            ...(fix === undefined ? {} : { fix }),
            related: [
              ...(origin.related ?? []),
              ...(bearer.origin === undefined || placeKey(bearer.origin) === placeKey(origin)
                ? []
                : [
                    {
                      file: bearer.origin.file,
                      span: bearer.origin.span,
                      message: 'the name is used here first',
                    },
                  ]),
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
