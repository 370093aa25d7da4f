/** For rules that explain what engines refuse: they find the verdicts, put the targets together, and word them. */

import type { Problem, ProblemFact, Step } from '../schema/index.ts';
import { earlierDrop } from './drop-order.ts';
import { groupByTarget, ids, placeKey } from './groups.ts';
import { acceptingTargets, type HitOf, isHitOf, type ProblemHit, problemHits, stops } from './problems.ts';
import { reachOf } from './reach.ts';
import { meaning } from './remedies.ts';
import type { Finding, MigrationView, Rule, RuleContext } from './rule.ts';
import { withoutPrefix } from './table-prefix.ts';
import { acceptSentence, codeText, engineTitles, joinWords, sentences, verb } from './wording.ts';

/** Some targets' refusals of one thing, and where they stand. */
export interface Refusals<K extends ProblemFact['kind']> {
  readonly context: RuleContext;
  readonly view: MigrationView;
  /** In the order in which they were met; at least one. */
  readonly hits: readonly [HitOf<K>, ...HitOf<K>[]];
}

/** What a rule says of them, besides who refuses. */
export interface Explained {
  /** The object, and what is wrong with it; no full stop. Who refuses that follows. */
  readonly wrong: string;
  /** Whole sentences: what that means to those who accept it, or what causes it. */
  readonly more?: string | undefined;
  readonly help: string;
  readonly fix?: Finding['fix'] | undefined;
  readonly related?: Finding['related'];
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Explanation<K extends ProblemFact['kind']> {
  readonly kind: K;
  /** Is it this rule's, of all problems of its kind? Absent: they all are. */
  readonly isMine?: (fact: Extract<ProblemFact, { kind: K }>, step: Step, problem: Problem) => boolean;
  explain(refusals: Refusals<K>): Explained;
}

/** `MySQL and MariaDB refuse it (errno 1170)`, `MySQL (errno 1824) and MariaDB (errno 1005) refuse it`. */
export function refusalClause(hits: readonly ProblemHit[], context: RuleContext): string {
  const byCode = new Map<string, ProblemHit[]>();
  const told = new Set<string>();
  for (const hit of hits) {
    if (told.has(hit.target.id)) continue;
    told.add(hit.target.id);
    const { code } = hit.problem;
    const shown = code === null ? '' : ` (${codeText(hit.target.engine, code)})`;
    byCode.set(shown, [...(byCode.get(shown) ?? []), hit]);
  }
  const titlesOf = (alike: readonly ProblemHit[]): string[] =>
    engineTitles(
      alike.map(({ target }) => target),
      context.targets,
    );
  const all = titlesOf(hits);
  if (byCode.size === 1) return `${joinWords(all)} ${verb(all.length, 'refuse')} it${[...byCode.keys()][0]}`;
  const each = [...byCode].flatMap(([shown, alike]) => titlesOf(alike).map((title) => `${title}${shown}`));
  return `${joinWords(each)} refuse it`;
}

/** The parts of a rule that is there to explain refusals: an error on the way up, a warning on the way back. */
export function explains<K extends ProblemFact['kind']>(
  explanation: Explanation<K>,
): Pick<Rule, 'claims' | 'claimsProblem' | 'create'> {
  const { kind, isMine, explain } = explanation;
  const isKind = isHitOf(kind);
  const isHit = (hit: ProblemHit): hit is HitOf<K> =>
    isKind(hit) && (isMine?.(hit.problem.fact, hit.step, hit.problem) ?? true);
  return {
    claims: [kind],
    ...(isMine === undefined
      ? {}
      : {
          claimsProblem: (step, problem) =>
            problem.fact.kind === kind &&
            isMine(problem.fact as Extract<ProblemFact, { kind: K }>, step, problem),
        }),
    create: (context) => ({
      migration(view) {
        const groups = groupByTarget(
          problemHits(view)
            .filter(isHit)
            .filter((hit) => stops(view, hit)),
          context.targets,
          (hit) => `${hit.step.direction} ${placeKey(hit.origin)} ${objectOf(hit)}`,
        );
        for (const { hits, targets } of groups) {
          const [{ step, problem, origin }] = hits;
          const { wrong, more, help, fix, related, data } = explain({ context, view, hits });
          const reach = reachOf(hits.map((hit) => hit.step));
          const earlier = step.direction === 'down' ? earlierDrop(context, view, hits[0]) : undefined;
          const chosen = fix ?? earlier;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              step.direction === 'down' && 'On the way back:',
              `${wrong}; ${refusalClause(hits, context)}.`,
              acceptSentence(
                // who refuses it in another statement of this call has not accepted it
                acceptingTargets(view, step.direction, origin, context.targets).filter(
                  ({ id }) => !targets.some((target) => target.id === id),
                ),
                context.targets,
              ),
              more,
              reach.sentence,
            ),
            help,
            ...reach.mark,
            severity: step.direction === 'down' ? 'warning' : 'error',
            engines: ids(targets),
            ...(chosen === undefined ? {} : { fix: chosen }),
            related: [...(origin.related ?? []), ...(related ?? [])],
            data: {
              ...data,
              codes: Object.fromEntries(hits.map((hit) => [hit.target.id, hit.problem.code])),
            },
            identity: `${step.direction} ${meaning(problem.fact)}`,
          });
        }
      },
    }),
  };
}

/** What it is about, the same for all targets, whose tables may have different prefixes. */
function objectOf({ problem: { fact }, target }: ProblemHit): string {
  // DROP INDEX names the table on some engines only
  const table = 'table' in fact && fact.kind !== 'object-missing' ? withoutPrefix(fact.table, target) : '';
  const rest = 'column' in fact ? fact.column : 'name' in fact ? fact.name : '';
  return `${fact.kind} ${table} ${rest ?? ''}`;
}
