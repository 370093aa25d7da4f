/** `replay` for people: what each engine said, where they differ, and what to make of it. */
import type { Difference, ReplayOutcome, ReplayResult } from '../schema/index.ts';
import { blindSpots, placeOfProbe, probeCounts, unaskedProbes } from './blind-spots.ts';
import { listed, targetTitle } from './engine-names.ts';
import { answersInWords } from './probe-words.ts';
import { replayCounts } from './replay-counts.ts';
import { differenceName, heldValue } from './replay-difference.ts';
import { isNotSent, sameOutcomes } from './replay-outcomes.ts';
import type { Style } from './style.ts';
import { duration } from './summary.ts';
import { count, cutMiddle, padEnd, printable, wrap } from './text.ts';

export interface ReplayPrettyOptions {
  readonly style: Style;
  readonly width: number;
  /** A file, relative to the project's root, as it is shown. */
  readonly displayPath: (file: string) => string;
}

/** So many of one kind are shown; the rest are counted. */
const EXAMPLES = 3;

/** So many places of a blind spot stand in its first line. */
const PLACES = 2;

/** So many kinds of blind spots, the most likely to bite first. */
const BLIND_SPOTS = 12;

const PHASES = { up: 'up', down: 'down', again: 'up again' } as const;
type Phase = keyof typeof PHASES;

export function renderReplayPretty(result: ReplayResult, options: ReplayPrettyOptions): string {
  const page = new Page(result, options);
  return page.text();
}

class Page {
  readonly #result: ReplayResult;
  readonly #style: Style;
  readonly #width: number;
  readonly #path: (file: string) => string;
  readonly #lines: string[] = [];

  constructor(result: ReplayResult, { style, width, displayPath }: ReplayPrettyOptions) {
    this.#result = result;
    this.#style = style;
    this.#width = width;
    this.#path = displayPath;
  }

  text(): string {
    this.#refusals();
    this.#residues();
    this.#differences();
    this.#guard();
    this.#blindSpots();
    this.#predictions();
    this.#engines();
    this.#conclusion();
    return `${this.#lines.join('\n')}\n`;
  }

  /** A paragraph, broken at the width, later lines set in. */
  #say(text: string, indent = '  '): void {
    this.#lines.push(...wrap(printable(text), this.#width, 0, indent));
  }

  #refusals(): void {
    const { red, bold } = this.#style;
    for (const phase of Object.keys(PHASES) as Phase[]) {
      for (const migration of this.#result.migrations) {
        for (const [same, outcome] of sameOutcomes(migration[phase])) {
          if (isNotSent(outcome)) this.#unavailable(migration.file, phase, same, outcome);
          if (outcome.outcome !== 'refuses') continue;
          const who = listed(same.map(targetTitle));
          const code = outcome.code === null ? 'the framework itself' : `error ${outcome.code}`;
          this.#lines.push(red(bold(printable(`${who} refused (${code}), ${PHASES[phase]}`))));
          this.#say(`  ${outcome.message ?? ''}`);
          this.#say(`  --> ${this.#path(migration.file)}${outcome.line === null ? '' : `:${outcome.line}`}`);
          if (outcome.sql !== null) this.#say(`   | ${outcome.sql.trim().replace(/\s+/g, ' ')}`, '   |   ');
          this.#aftermath(outcome, migration[phase]);
          this.#lines.push('');
        }
      }
    }
  }

  #unavailable(file: string, phase: Phase, engines: readonly string[], outcome: ReplayOutcome): void {
    this.#lines.push(
      this.#style.yellow(
        printable(`Not all could be sent to ${listed(engines.map(targetTitle))}, ${PHASES[phase]}`),
      ),
    );
    this.#say(`  ${outcome.message ?? ''}`);
    this.#say(`  --> ${this.#path(file)}:${outcome.line}`);
    this.#lines.push('');
  }

  #aftermath(outcome: ReplayOutcome, all: Readonly<Record<string, ReplayOutcome>>): void {
    const others = Object.entries(all)
      .filter(([, other]) => other.outcome === 'accepts')
      .map(([id]) => targetTitle(id));
    if (others.length > 0) this.#say(`   = ${listed(others)} accepted it`);
    const { leftBehind, secondAttempt } = outcome;
    if (leftBehind !== undefined)
      this.#say(
        leftBehind.length === 0
          ? '   = nothing of it stays behind'
          : `   = left behind: ${leftBehind.slice(0, EXAMPLES).join('; ')}${leftBehind.length > EXAMPLES ? `; and ${leftBehind.length - EXAMPLES} more` : ''}`,
        '     ',
      );
    if (secondAttempt !== undefined && secondAttempt !== null && secondAttempt.code !== outcome.code)
      this.#say(`   = a second attempt: ${secondAttempt.message} (${secondAttempt.code})`, '     ');
  }

  #residues(): void {
    const { residues } = this.#result;
    if (residues.length === 0) return;
    this.#lines.push(this.#style.bold('Up and down do not lead back'));
    const by = new Map<string, { engines: Set<string>; file: string; what: string; after: string }>();
    for (const { file, engine, what, after } of residues) {
      const key = JSON.stringify([file, what, after]);
      const known = by.get(key) ?? { engines: new Set<string>(), file, what, after };
      known.engines.add(engine);
      by.set(key, known);
    }
    const when: Readonly<Record<string, string>> = {
      down: 'after down',
      again: 'after down and up again',
      'module-down': 'after the module is removed',
    };
    for (const { engines, file, what, after } of by.values()) {
      this.#say(`  ${what} (${when[after]}; ${listed([...engines].map(targetTitle))})`, '    ');
      this.#say(`    --> ${this.#path(file)}`);
    }
    this.#lines.push('');
  }

  #differences(): void {
    const { differences, ledger } = this.#result;
    const of = (name: Difference['class']) => differences.filter((difference) => difference.class === name);
    const unexplained = of('unexplained');
    if (unexplained.length > 0) {
      this.#lines.push(this.#style.red(this.#style.bold('Differences that nothing explains')));
      for (const difference of unexplained) this.#difference(difference);
      this.#lines.push('');
    }
    const biting = of('biting');
    if (biting.length > 0) {
      this.#lines.push(this.#style.bold('What the engines do differently with the same schema'));
      const byEntry = byKey(biting, ({ entry }) => entry ?? '');
      for (const [entry, all] of [...byEntry].sort((a, b) => b[1].length - a[1].length)) {
        const where = all.slice(0, EXAMPLES).map(differenceName);
        const more = all.length > EXAMPLES ? ` and ${all.length - EXAMPLES} more` : '';
        this.#say(`  ${this.#style.yellow(entry)} ${ledger[entry]?.what ?? ''}`, '    ');
        this.#say(`    ${where.join(', ')}${more}`, '    ');
      }
      this.#lines.push('');
    }
    const harmless = of('harmless').length;
    if (harmless > 0) {
      this.#say(
        harmless === 1
          ? '1 difference that needs nobody’s attention (--format json lists it).'
          : `${harmless} differences that need nobody’s attention (--format json lists them).`,
      );
      this.#lines.push('');
    }
  }

  #difference(difference: Difference): void {
    this.#say(`  ${difference.kind} of ${differenceName(difference)}`);
    const width = Math.max(...Object.keys(difference.values).map((id) => targetTitle(id).length));
    for (const [id, value] of Object.entries(difference.values))
      this.#say(`    ${padEnd(targetTitle(id), width)}  ${heldValue(value)}`, ' '.repeat(width + 6));
  }

  #guard(): void {
    const { guard } = this.#result;
    if (guard.length === 0) return;
    this.#lines.push(this.#style.bold('Names that are too long for a target'));
    for (const { object, name, table, length, unit, targets } of guard) {
      const what = object === 'foreignKey' ? 'foreign key' : object;
      const limits = targets.map(
        ({ id, limit, effect }) => `${targetTitle(id)} ${effect === 'cuts' ? 'cuts at' : 'allows'} ${limit}`,
      );
      this.#say(
        `  ${what} ${name}${object === 'table' ? '' : ` of ${table}`} has ${length} ${unit}; ${listed(limits)}`,
        '    ',
      );
    }
    this.#lines.push('');
  }

  #blindSpots(): void {
    const { probes } = this.#result;
    if (probes === undefined) return;
    const { bold, yellow, red } = this.#style;
    const counts = probeCounts(probes);
    const spots = blindSpots(this.#result);
    const shown = spots.filter(({ unexplained }, at) => unexplained || at < BLIND_SPOTS);
    if (spots.length > 0)
      this.#lines.push(bold('Blind spots of tests on one engine, those first that bite soonest'));
    for (const { probe, kind, answers, results, unexplained } of shown) {
      const places = [...new Set(results.map(placeOfProbe))];
      const more = places.length > PLACES ? ` and ${places.length - PLACES} more` : '';
      const where = `${places.slice(0, PLACES).join(', ')}${more}`;
      this.#say(
        `  ${(unexplained ? red : yellow)(where)}: ${kind.asks}${unexplained ? ' (nothing explains this)' : ''} [${probe}]`,
        '    ',
      );
      this.#say(`    ${answersInWords(answers)}.`, '      ');
      const rule = kind.rule === null ? '' : ` (rule ${kind.rule} finds this without a database)`;
      this.#say(`    = ${kind.advice}${rule}`, '      ');
    }
    if (spots.length > shown.length)
      this.#say(
        `  … and ${spots.length - shown.length} more kinds (--report FILE.html and --format json have all).`,
      );
    const left = unaskedProbes(probes);
    const silent = left.filter(({ unanswered }) => unanswered);
    if (silent.length > 0) this.#lines.push(bold('Probes that were not answered'));
    for (const { reason, engines, results } of silent) {
      this.#say(
        `  ${red(listed(engines.map(targetTitle)))}: ${results.length} of ${counts.asked}, since ${reason}`,
        '    ',
      );
      this.#say(`    ${examples(results.map((one) => `${one.probe} of ${placeOfProbe(one)}`))}`, '      ');
    }
    const accepted = counts.accepted > 0 ? `; ${counts.accepted} accepted in the baseline` : '';
    this.#say(`${count(counts.asked, 'probe')} asked, ${counts.differ} answered differently${accepted}.`);
    const unasked = left.filter(({ unanswered }) => !unanswered);
    if (unasked.length > 0) {
      const reasons = unasked
        .slice(0, EXAMPLES)
        .map(
          ({ reason, engines, results }) =>
            `${results.length} of ${listed(engines.map(targetTitle))} (${reason})`,
        );
      const more =
        unasked.length > EXAMPLES
          ? `; ${unasked.length - EXAMPLES} more reasons on the page and in the JSON`
          : '';
      this.#say(`Could not be asked: ${reasons.join('; ')}${more}.`);
    }
    this.#lines.push('');
  }

  #predictions(): void {
    const { agree, disagree } = this.#result.predictions;
    if (disagree.length > 0) {
      this.#lines.push(this.#style.bold('Where dialint check is wrong (please report it)'));
      for (const { file, line, engine, predicted, real, sql } of disagree) {
        this.#say(`  ${targetTitle(engine)}: predicted ${predicted}; it ${real}`, '    ');
        this.#say(`    ${sql.trim().replace(/\s+/g, ' ')}`, '      ');
        this.#say(`    --> ${this.#path(file)}${line === null ? '' : `:${line}`}`);
      }
      this.#lines.push('');
    }
    const all = agree + disagree.length;
    if (all > 0) {
      this.#say(`${agree} of ${count(all, 'statement')} did what dialint check predicts.`);
      this.#lines.push('');
    }
  }

  #engines(): void {
    const { engines, migrations, notes } = this.#result;
    const rows = engines.map(({ asked, target, place, origin, fault }) => {
      if (target === null) return { title: asked, text: `could not be reached: ${fault}`, bad: true };
      const of = (phase: Phase) => {
        const outcomes = migrations.flatMap((migration) => migration[phase][target.id] ?? []);
        const accepted = outcomes.filter(({ outcome }) => outcome === 'accepts').length;
        return outcomes.length === 0 ? '' : `${PHASES[phase]} ${accepted} of ${outcomes.length}`;
      };
      const phases = (Object.keys(PHASES) as Phase[]).map(of).filter((text) => text !== '');
      const where =
        place === null ? '' : ` (${origin === 'embedded' ? '' : `${ORIGINS[origin ?? '']}, `}${place})`;
      const gone = fault === undefined ? '' : `; ${fault}`;
      return {
        title: targetTitle(target.id),
        text: `${phases.join(', ')}${where}${gone}`,
        bad: fault !== undefined,
      };
    });
    const width = Math.max(0, ...rows.map(({ title }) => title.length));
    for (const { title, text, bad } of rows) {
      const line = wrap(printable(`${padEnd(title, width)}  ${text}`), this.#width, 0, ' '.repeat(width + 2));
      this.#lines.push(...(bad ? line.map(this.#style.red) : line));
    }
    const skipped = migrations.flatMap(({ up }) => Object.values(up).map(({ rowsNotSent }) => rowsNotSent));
    const most = skipped.reduce((sum, number) => sum + number, 0);
    if (most > 0)
      this.#say(
        `${count(most, 'statement')} that write rows were not sent, as their values are known only to a run of the application.`,
      );
    for (const note of notes) this.#say(note);
  }

  #conclusion(): void {
    const counts = replayCounts(this.#result);
    const { engines, durationMs, migrations } = this.#result;
    const names = engines.flatMap(({ target }) => (target === null ? [] : [targetTitle(target.id)]));
    const missing = engines.filter(({ fault }) => fault !== undefined).length;
    const inPart = migrations.filter((migration) =>
      Object.keys(PHASES).some((phase) =>
        Object.values(migration[phase as Phase]).some(
          ({ outcome, line }) => outcome === 'unavailable' && line !== null,
        ),
      ),
    ).length;
    const wrong = [
      counts.refused > 0 ? count(counts.refused, 'refusal') : '',
      counts.residues > 0 ? count(counts.residues, 'residue') : '',
      counts.unexplained > 0 ? count(counts.unexplained, 'unexplained difference') : '',
      counts.guard > 0 ? count(counts.guard, 'name too long', 'names too long') : '',
      counts.unexplainedProbes > 0 ? count(counts.unexplainedProbes, 'unexplained answer') : '',
      counts.unanswered > 0
        ? count(counts.unanswered, 'probe that was not answered', 'probes that were not answered')
        : '',
      inPart > 0 ? `${count(inPart, 'migration')} that could not be sent in full` : '',
      missing > 0 ? count(missing, 'engine that failed', 'engines that failed') : '',
    ].filter((text) => text !== '');
    const what = `${count(migrations.length, 'migration')} on ${listed(names) || 'no engine'}`;
    this.#lines.push('');
    const text =
      wrong.length > 0
        ? `${what}: ${listed(wrong)}`
        : names.length < 2
          ? `${what}: up, down and up again, and nothing is left over`
          : `${what}: the same on all${counts.biting > 0 ? `, but for ${count(counts.biting, 'known difference')} in behaviour` : ''}`;
    const line = `${cutMiddle(text, this.#width * 2)} (${duration(durationMs)})`;
    this.#lines.push(
      ...wrap(wrong.length > 0 ? this.#style.red(line) : this.#style.green(line), this.#width),
    );
  }
}

const ORIGINS: Readonly<Record<string, string>> = {
  testcontainers: 'in a container',
  url: 'by URL',
  local: 'started privately',
};

/** The first few of them, each once. */
function examples(all: readonly string[]): string {
  const each = [...new Set(all)];
  const more = each.length > EXAMPLES ? ` and ${each.length - EXAMPLES} more` : '';
  return `${each.slice(0, EXAMPLES).join(', ')}${more}`;
}

function byKey<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(key(item));
    if (known === undefined) groups.set(key(item), [item]);
    else known.push(item);
  }
  return groups;
}
