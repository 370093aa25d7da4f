/** Runs the rules over what is known of a project, and makes diagnostics of what they say. */
import { createHash } from 'node:crypto';
import {
  type Diagnostic,
  type MigrationSource,
  type Problem,
  type Severity,
  type Step,
  TOP_OF_FILE,
} from '../schema/index.ts';
import { inWordsOf } from './framework-words.ts';
import { globMatcher } from './glob.ts';
import { INTERNAL_ERROR } from './internal-error.ts';
import {
  type Finding,
  type LintInput,
  type Rule,
  type RuleContext,
  type RuleVisitor,
  WholeHistoryNeeded,
} from './rule.ts';
import {
  checkSettings,
  type EffectiveSetting,
  type LintSettings,
  settingsLookup,
  severityOf,
} from './settings.ts';
import { applySuppressions, UNUSED_SUPPRESSION } from './suppress.ts';

/** A diagnostic without what depends on the others. */
export type Draft = Omit<Diagnostic, 'fingerprint' | 'suppressed'> & { readonly identity: string };

function draft(rule: string, severity: Severity, finding: Finding): Draft {
  return {
    rule,
    severity,
    message: finding.message,
    ...(finding.help === undefined ? {} : { help: finding.help }),
    file: finding.file,
    span: finding.span,
    engines: finding.engines,
    ...(finding.fix === undefined ? {} : { fix: finding.fix }),
    related: finding.related ?? [],
    data: finding.data ?? {},
    ...(finding.unreached === undefined ? {} : { unreached: finding.unreached }),
    identity: finding.identity,
  };
}

function crash({ id: rule, definedIn }: Rule, file: string, error: unknown): Draft {
  const text = error instanceof Error ? error.message : String(error);
  return {
    rule: INTERNAL_ERROR,
    severity: 'error',
    message: `rule "${rule}" failed here: ${text}. What it would have found in this file is missing.`,
    help: `This is a bug in the rule${definedIn === undefined ? '' : `, which ${definedIn} brings`}, not in your migration. ${definedIn === undefined ? 'Please report' : 'Mend'} it, or switch the rule off: "${rule}": "off".`,
    file,
    span: TOP_OF_FILE,
    engines: [],
    related: [],
    data: { rule, stack: error instanceof Error ? (error.stack ?? text) : text },
    identity: `${rule} ${file} ${text}`,
  };
}

/** With the way back, where that is a file of its own. */
function filesOf({ file, sql }: MigrationSource): readonly string[] {
  return [file, ...(sql?.downs ?? []).map((down) => down.file)];
}

/** The order of output: files as the project has them, then places, then rules. */
function inOrder(input: LintInput): (a: Draft, b: Draft) => number {
  const places = new Map(
    input.project.migrations.flatMap((migration, index) =>
      // the way back behind the way there
      filesOf(migration).map((file, at) => [file, index + (at === 0 ? 0 : 0.5)] as const),
    ),
  );
  const place = (file: string): number => places.get(file) ?? places.size;
  const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return (a, b) =>
    place(a.file) - place(b.file) ||
    text(a.file, b.file) ||
    a.span.start.line - b.span.start.line ||
    a.span.start.column - b.span.start.column ||
    // Sorting is stable: what one rule says of one place stays in its order, such as that of a key's columns.
    text(a.rule, b.rule);
}

/** Hands everything to one rule. A file for which the rule is off, or that is not reported on, is not handed over. */
class RuleRun {
  readonly drafts: Draft[] = [];
  readonly #rule: Rule;
  readonly #input: LintInput;
  readonly #setting: (file: string) => EffectiveSetting;
  readonly #isClaimed: (step: Step, problem: Problem) => boolean;
  /** One visitor for each set of options that overrides lead to; mostly one. */
  readonly #visitors = new Map<string, RuleVisitor>();
  readonly #crashes = new Set<string>();
  readonly #isLargeTable: (table: string) => boolean;
  readonly #mayBeLarge: (table: string) => boolean;

  constructor(
    rule: Rule,
    input: LintInput,
    setting: (file: string) => EffectiveSetting,
    isClaimed: (step: Step, problem: Problem) => boolean,
  ) {
    this.#rule = rule;
    this.#input = input;
    this.#setting = setting;
    this.#isClaimed = isClaimed;
    const large = (input.largeTables ?? []).map(globMatcher);
    this.#isLargeTable = (table) => large.some((matches) => matches(table));
    this.#mayBeLarge = large.length === 0 ? () => true : this.#isLargeTable;
  }

  visit(file: string, call: (visitor: RuleVisitor) => void): void {
    const setting = this.#setting(file);
    if (!setting.on) return;
    this.#guard(file, () => call(this.#visitor(setting)));
  }

  end(): void {
    const file = this.#input.project.migrations[0]?.file ?? '.';
    for (const visitor of this.#visitors.values()) this.#guard(file, () => visitor.end?.());
  }

  #guard(file: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (error instanceof WholeHistoryNeeded) throw error;
      const entry = crash(this.#rule, file, error);
      if (this.#crashes.has(entry.identity)) return;
      this.#crashes.add(entry.identity);
      this.drafts.push(entry);
    }
  }

  #visitor(setting: EffectiveSetting): RuleVisitor {
    const key = JSON.stringify([setting.options, setting.configured]);
    const known = this.#visitors.get(key);
    if (known !== undefined) return known;
    const { project, targets, views, editor, partial = false } = this.#input;
    const context: RuleContext = {
      project,
      targets,
      get views() {
        if (partial) throw new WholeHistoryNeeded();
        return views;
      },
      relevant: views,
      options: setting.options,
      configured: setting.configured,
      isClaimed: this.#isClaimed,
      isLargeTable: this.#isLargeTable,
      mayBeLarge: this.#mayBeLarge,
      tableWork: (step) => this.#input.tableWork?.(step) ?? [],
      editedAfterMerge: (migration) => this.#input.editedAfterMerge?.(migration),
      keyLimit: (target, table) => this.#input.keyLimit?.(target, table) ?? null,
      lastTimestamp: (target) => this.#input.lastTimestamp?.(target) ?? null,
      ...(editor === undefined ? {} : { editor }),
      pairDifferences: () => this.#input.pairDifferences?.(context.views) ?? [],
      report: (finding) => this.#report(finding),
    };
    const visitor = this.#rule.create(context);
    this.#visitors.set(key, visitor);
    return visitor;
  }

  #report(finding: Finding): void {
    const setting = this.#setting(finding.file);
    if (!setting.on) return;
    const framework = this.#input.project.framework?.value;
    const { message, help } = finding;
    const worded = {
      ...finding,
      message: inWordsOf(framework, message),
      ...(help === undefined ? {} : { help: inWordsOf(framework, help) }),
    };
    this.drafts.push(
      draft(this.#rule.id, severityOf(setting, finding.severity ?? this.#rule.severity), worded),
    );
  }
}

/** The same finding on another line, or in a renamed file, keeps its fingerprint; equal ones are numbered. */
function fingerprinted(drafts: readonly Draft[]): (Diagnostic & { readonly identity: string })[] {
  const seen = new Map<string, number>();
  return drafts.map((entry) => {
    const base = `${entry.rule}\0${entry.identity}`;
    const ordinal = seen.get(base) ?? 0;
    seen.set(base, ordinal + 1);
    const text = ordinal === 0 ? base : `${base}\0${ordinal}`;
    return { ...entry, fingerprint: createHash('sha1').update(text).digest('hex') };
  });
}

/**
 * Diagnostics in a fixed order, suppressed ones included and marked. Throws UnknownRuleError or RuleSettingError where
 * the settings cannot be, and WholeHistoryNeeded; a rule that throws is reported as `internal-error` and does not stop the others.
 */
export function lint(input: LintInput, rules: readonly Rule[], settings: LintSettings): Diagnostic[] {
  checkSettings(rules, settings);
  const lookup = settingsLookup(settings);
  const isClaimed = (step: Step, problem: Problem): boolean =>
    rules.some(
      (rule) =>
        rule.claims.includes(problem.fact.kind) &&
        (rule.claimsProblem?.(step, problem) ?? true) &&
        lookup(rule, step.migration.file).on,
    );
  const unreported = new Set(
    input.project.migrations.filter((migration) => !migration.reported).flatMap(filesOf),
  );
  const reported = (file: string): boolean => !unreported.has(file);
  // PHP does not load a file that does not parse: whatever else was made out in it would be guesswork.
  const broken = new Set(input.syntaxProblems.map((problem) => problem.file));
  const sound = (file: string): boolean => reported(file) && !broken.has(file);

  const only = settings.only === undefined ? null : new Set(settings.only);
  // What a suppression comment silences is known only when every rule has run.
  const wanted = rules.filter((rule) => only === null || only.has(rule.id) || only.has(UNUSED_SUPPRESSION));
  const runs = wanted.map((rule) => ({
    rule,
    run: new RuleRun(rule, input, (file) => lookup(rule, file), isClaimed),
  }));
  for (const { run } of runs) {
    for (const view of input.views) {
      const { file } = view.migration;
      if (sound(file)) run.visit(file, (visitor) => visitor.migration?.(view));
    }
    for (const fact of input.facts) {
      if (sound(fact.origin.file)) run.visit(fact.origin.file, (visitor) => visitor.fact?.(fact));
    }
    for (const entry of input.coverage.unknown) {
      if (sound(entry.file)) run.visit(entry.file, (visitor) => visitor.notUnderstood?.(entry));
    }
    for (const problem of input.syntaxProblems) {
      if (reported(problem.file)) run.visit(problem.file, (visitor) => visitor.syntaxProblem?.(problem));
    }
    run.end();
  }

  const order = inOrder(input);
  const first = runs.flatMap(({ run }) => run.drafts).sort(order);
  const unusedRun = runs.find(({ rule }) => rule.id === UNUSED_SUPPRESSION)?.run;
  const { reasons, useless } = applySuppressions({
    input,
    rules,
    drafts: first,
    ran: new Set(wanted.map((rule) => rule.id)),
    isReported: reported,
    isOn: (id, file) => rules.some((rule) => rule.id === id && lookup(rule, file).on),
  });
  if (unusedRun !== undefined) {
    for (const problem of useless) {
      unusedRun.visit(problem.file, (visitor) => visitor.uselessSuppression?.(problem));
    }
  }
  const late = unusedRun?.drafts.filter((entry) => !first.includes(entry)) ?? [];
  const drafts = [...first, ...late].sort(order);
  const suppressed = new Map(drafts.map((entry, index) => [index, reasons(entry)] as const));
  return fingerprinted(drafts).flatMap((entry, index) => {
    if (only !== null && !only.has(entry.rule) && entry.rule !== INTERNAL_ERROR) return [];
    const { identity: _identity, ...diagnostic } = entry;
    const reason = suppressed.get(index);
    return [reason === undefined ? diagnostic : { ...diagnostic, suppressed: { reason } }];
  });
}
