import { earlierDrop } from '../src/lint/drop-order.ts';
import { frameworkRemedy } from '../src/lint/framework-remedies.ts';
import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { acceptingTargets, type ProblemHit, problemHits, stops } from '../src/lint/problems.ts';
import { reachOf } from '../src/lint/reach.ts';
import { meaning, remedy } from '../src/lint/remedies.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { onTheWayBack, wayWords } from '../src/lint/way-back.ts';
import {
  acceptSentence,
  codeText,
  engineTitles,
  joinWords,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import type { ProblemFact } from '../src/schema/index.ts';

/** Refusals that stop the migration and that no rule explains; each cause once. */
function* unexplained(context: RuleContext, view: MigrationView): IterableIterator<ProblemHit> {
  const repeated = new Set<string>();
  for (const hit of problemHits(view)) {
    const { step, problem, target } = hit;
    if (!stops(view, hit) || context.isClaimed(step, problem)) continue;
    if (problem.fact.kind === 'other' || problem.fact.kind === 'transaction-aborted') {
      // After a failure PostgreSQL refuses everything with the same words (25P02): once is enough.
      const words = `${target.id} ${step.direction} ${problem.code} ${problem.message}`;
      if (repeated.has(words)) continue;
      repeated.add(words);
    }
    yield hit;
  }
}

/** Is it a key that is missing, and not the column or the table? */
function isMissingKey(fact: ProblemFact): fact is Extract<ProblemFact, { kind: 'object-missing' }> {
  return fact.kind === 'object-missing' && fact.object !== 'column' && fact.object !== 'table';
}

/** What makes two refusals of one call the same. DROP INDEX names the table on some engines only. */
function cause({ problem: { fact } }: ProblemHit): string {
  return isMissingKey(fact) ? fact.name : meaning(fact);
}

/** The one that says most. */
function clearest(hits: readonly [ProblemHit, ...ProblemHit[]]): ProblemHit {
  return hits.find(({ problem: { fact } }) => !isMissingKey(fact) || fact.table !== '') ?? hits[0];
}

/** What helps, where the call and the direction say more than the refusal itself. */
function helpFor({ problem, step, origin }: ProblemHit): string | null {
  const { fact } = problem;
  const dropped = /^->(drop(?:Foreign|Unique|Index|FullText|SpatialIndex))\(\[/.exec(origin.call)?.[1];
  if (isMissingKey(fact) && dropped !== undefined) {
    return `An array means one key over all its columns, whose name is made of them: ${quote(fact.name)}. If each has a key of its own, call ->${dropped}() once for each; if the name is another, pass it as a string.`;
  }
  if (fact.kind === 'object-exists' && fact.object === 'column' && step.direction === 'down') {
    const words = wayWords(step.migration);
    return `Table ${quote(fact.table)} has this column by then: ${words.up} has not dropped it, or ${words.down === 'down()' ? 'the down()' : words.down} of a later migration has made it.`;
  }
  return remedy(fact, step.migration.sql !== undefined);
}

/** `Laravel` for `laravel`. */
function frameworkTitle(context: RuleContext): string {
  const name = context.project.framework?.value;
  return name === undefined ? 'the framework' : name.charAt(0).toUpperCase() + name.slice(1);
}

/** Who refuses, in whose words: engines that say the same are named together. */
function refusals(context: RuleContext, hits: readonly ProblemHit[], call: string): string[] {
  const groups = new Map<string, ProblemHit[]>();
  const told = new Set<string>();
  for (const hit of hits) {
    // The migration stops at the first; what else is wrong there, the engine does not get to say.
    if (told.has(hit.target.id)) continue;
    told.add(hit.target.id);
    const { code, message, fact } = hit.problem;
    const shown = code === null ? '' : ` (${codeText(hit.target.engine, code)})`;
    const { statement } = hit.step;
    const thrown = statement.kind === 'frameworkRefuses' ? statement.thrown : undefined;
    const by = thrown ?? (fact.kind === 'framework-refuses' ? 'framework' : 'engine');
    const key = `${by}\0${message.replace(/[.\s]+$/, '')}${shown}`;
    groups.set(key, [...(groups.get(key) ?? []), hit]);
  }
  return [...groups].map(([key, alike], index) => {
    const [by, text] = key.split('\0');
    const titles = engineTitles(
      alike.map((hit) => hit.target),
      context.targets,
    );
    const what = index > 0 || call === '' ? 'it' : call;
    if (by === 'engine') return `${joinWords(titles)} ${verb(titles.length, 'refuse')} ${what}: ${text}.`;
    return by === 'framework'
      ? `${frameworkTitle(context)} itself refuses ${what} for ${joinWords(titles)}: ${text}.`
      : `${call === '' ? 'the migration' : call} throws ${by} for ${joinWords(titles)}: ${text}.`;
  });
}

export const engineRejects: Rule = {
  id: 'engine-rejects',
  severity: 'error',
  recommended: true,
  claims: [],
  docs: {
    what: 'An engine refuses a statement of the migration, for a reason that has no rule of its own.',
    why: 'The migration stops there. What came before stays on MySQL, MariaDB and SQLite, so the next attempt meets a half-made schema; and what one engine refuses another accepts, so tests on SQLite may be green.',
    how: "The message is the engine's own, with its number; the help says what usually lies behind it.",
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A column that is not there',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});
Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn('due_on');
});`,
      },
      {
        title: 'A column that is there already',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->date('due_on');
});
Schema::table('invoices', function (Blueprint $table) {
    $table->date('due_on')->nullable();
});`,
      },
      {
        title: 'A table that another one references',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});
Schema::drop('customers');`,
      },
      {
        title: 'A default that is no value of its column',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->date('due_on')->default('soon');
});`,
      },
    ],
    good: [
      {
        title: 'The column is there',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->date('due_on');
});
Schema::table('invoices', function (Blueprint $table) {
    $table->dropColumn('due_on');
});`,
      },
      {
        title: 'The referencing table goes first',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});
Schema::drop('invoices');
Schema::drop('customers');`,
      },
      {
        title: 'A default of the right type',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->date('due_on')->default('2026-01-01');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          unexplained(context, view),
          context.targets,
          (hit) => `${hit.step.direction} ${placeKey(hit.origin)} ${cause(hit)}`,
        );
        for (const { hits, targets } of groups) {
          const shown = clearest(hits);
          const { origin, problem, step } = shown;
          const down = step.direction === 'down';
          const help =
            problem.fact.kind === 'framework-refuses'
              ? frameworkRemedy(problem.message, targets.length === context.targets.length)
              : helpFor(shown);
          const codes = Object.fromEntries(hits.map((hit) => [hit.target.id, hit.problem.code]));
          const reach = reachOf(hits.map((hit) => hit.step));
          const fix = down ? earlierDrop(context, view, hits[0]) : undefined;

          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              down && 'On the way back:',
              ...refusals(context, hits, origin.call),
              acceptSentence(
                acceptingTargets(view, step.direction, origin, context.targets),
                context.targets,
              ),
              reach.sentence,
            ),
            ...reach.mark,
            ...onTheWayBack(step.direction),
            ...(help === null ? {} : { help }),
            engines: ids(targets),
            ...(fix === undefined ? {} : { fix }),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { ...problem.fact, codes, direction: step.direction, sql: step.statement.sql },
            identity: ['other', 'framework-refuses', 'foreign-syntax'].includes(problem.fact.kind)
              ? `${step.direction} ${problem.fact.kind} ${origin.call} ${step.statement.sql}`
              : `${step.direction} ${meaning(problem.fact)}`,
          });
        }
      },
    };
  },
};
