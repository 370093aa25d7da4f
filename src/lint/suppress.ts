/** Which diagnostics are suppressed by comments, and which comments suppress nothing. */
import type { Span } from '../schema/index.ts';
import { nearest } from '../schema/index.ts';
import type { LintInput, Rule, UselessSuppression } from './rule.ts';
import { covers, DIRECTIVES, findSuppressions, type Suppression } from './suppressions.ts';

export const UNUSED_SUPPRESSION = 'unused-suppression';

interface Suppressible {
  readonly rule: string;
  readonly file: string;
  readonly span: Span;
}

export interface SuppressionQuestion {
  readonly input: LintInput;
  readonly rules: readonly Rule[];
  readonly drafts: readonly Suppressible[];
  /** Ids of the rules that have run. */
  readonly ran: ReadonlySet<string>;
  /** Is the rule on for the file? */
  isOn(rule: string, file: string): boolean;
  readonly isReported: (file: string) => boolean;
}

export interface SuppressionAnswer {
  /** The reason (null: none was given) where a comment covers it; undefined: it is not suppressed. */
  readonly reasons: (entry: Suppressible) => string | null | undefined;
  readonly useless: readonly UselessSuppression[];
}

/** Are all engines of the project among the targets? If not, a finding may be missing only for that. */
function allEnginesJudged(input: LintInput): boolean {
  const judged = new Set<string | null>(input.targets.map((target) => target.engine));
  return input.project.productionEngines.every((use) => judged.has(use.engine) || use.engine === null);
}

function groupedByRule(suppressions: readonly Suppression[]): Map<string | null, Suppression[]> {
  const groups = new Map<string | null, Suppression[]>();
  for (const suppression of suppressions) {
    const group = groups.get(suppression.rule) ?? [];
    group.push(suppression);
    groups.set(suppression.rule, group);
  }
  return groups;
}

export function applySuppressions(question: SuppressionQuestion): SuppressionAnswer {
  const { input, rules, ran } = question;
  const known = rules.map((rule) => rule.id);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const byFile = new Map<string, readonly Suppression[]>();
  const byRule = new Map<string, Map<string | null, Suppression[]>>();
  const useless: UselessSuppression[] = [];

  for (const [file, text] of input.sources) {
    const found = findSuppressions(text, file);
    if (found.suppressions.length > 0) {
      byFile.set(file, found.suppressions);
      byRule.set(file, groupedByRule(found.suppressions));
    }
    if (!question.isReported(file)) continue;
    for (const { directive, span } of found.unknown) {
      const close = nearest(directive, DIRECTIVES);
      useless.push({
        reason: 'unknown-directive',
        directive,
        rule: null,
        file,
        span,
        ...(close === undefined ? {} : { nearest: close }),
      });
    }
  }

  const covering = (entry: Suppressible): Suppression[] => {
    const inFile = byRule.get(entry.file);
    if (inFile === undefined || !byId.has(entry.rule)) return [];
    // A comment for every rule does not silence the report that it is useless itself.
    const forAll = entry.rule === UNUSED_SUPPRESSION ? [] : (inFile.get(null) ?? []);
    return [...(inFile.get(entry.rule) ?? []), ...forAll]
      .filter((suppression) => covers(suppression, entry.rule, entry.span))
      .sort((a, b) => a.span.startOffset - b.span.startOffset);
  };

  const used = new Set<Suppression>();
  for (const entry of question.drafts) for (const suppression of covering(entry)) used.add(suppression);

  const judged = allEnginesJudged(input);
  // In a file that does not parse, nothing but the syntax could be looked at.
  const unread = new Set(input.syntaxProblems.map((problem) => problem.file));
  const canTell = (suppression: Suppression, file: string): boolean => {
    if (suppression.rule === UNUSED_SUPPRESSION) return false;
    // Another configuration of the project may have it on: a preset for one job of a pipeline, say.
    if (suppression.rule !== null && !question.isOn(suppression.rule, file)) return false;
    if (suppression.rule === null) return judged && known.every((id) => ran.has(id));
    return ran.has(suppression.rule) && (judged || byId.get(suppression.rule)?.docs.engines.length === 0);
  };
  for (const [file, suppressions] of byFile) {
    if (!question.isReported(file)) continue;
    for (const suppression of suppressions) {
      const { directive, rule, span } = suppression;
      if (rule !== null && !byId.has(rule)) {
        const close = nearest(rule, known);
        useless.push({
          reason: 'unknown-rule',
          directive,
          rule,
          file,
          span,
          ...(close === undefined ? {} : { nearest: close }),
        });
      } else if (!used.has(suppression) && !unread.has(file) && canTell(suppression, file)) {
        useless.push({ reason: 'unused', directive, rule, file, span });
      }
    }
  }
  return {
    reasons: (entry) => {
      const found = covering(entry);
      // The reason of the closest comment that gives one.
      return found.length === 0 ? undefined : (found.findLast((one) => one.reason !== null)?.reason ?? null);
    },
    useless,
  };
}
