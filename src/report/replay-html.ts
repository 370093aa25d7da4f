/** `replay --report`: one page that needs nothing besides itself; light and dark, for a phone and for a wall. */
import {
  type Difference,
  frameworkTitle,
  type ReplayedMigration,
  type ReplayOutcome,
  type ReplayResult,
} from '../schema/index.ts';
import { listed, targetTitle } from './engine-names.ts';
import { replayCounts } from './replay-counts.ts';
import { differenceName } from './replay-difference.ts';
import { REPLAY_SCRIPT, REPLAY_STYLE } from './replay-html-assets.ts';
import { name, section, text } from './replay-html-parts.ts';
import { probeSections } from './replay-html-probes.ts';
import { isNotSent, sameOutcomes } from './replay-outcomes.ts';
import { duration } from './summary.ts';
import { count } from './text.ts';

const PHASES = ['up', 'down', 'again'] as const;
type Phase = (typeof PHASES)[number];
const PHASE_TITLES: Readonly<Record<Phase, string>> = { up: 'Up', down: 'Down', again: 'Up again' };

export function renderReplayHtml(result: ReplayResult, at: Date): string {
  const engines = result.engines.flatMap(({ target }) => (target === null ? [] : [target.id]));
  const title = result.project.root.split(/[\\/]/).filter(Boolean).at(-1) ?? 'project';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="dialint ${text(result.version)}">
<title>Replay of ${text(title)}</title>
<style>${REPLAY_STYLE}</style>
</head>
<body>
<header>
<h1>Replay of ${text(title)}</h1>
<p class="verdict ${isGood(result) ? 'good' : 'bad'}">${text(verdict(result, engines))}</p>
<p class="when">${text(at.toISOString().slice(0, 16).replace('T', ' '))} UTC · dialint ${text(result.version)} · ${text(frameworkOf(result))} · ${text(duration(result.durationMs))}</p>
<ul class="engines">${result.engines.map(engineItem).join('')}</ul>
</header>
<main>
${refusals(result)}
${notSent(result)}
${residues(result)}
${guard(result)}
${probeSections(result, engines)}
${migrationTable(result, engines)}
${differences(result, engines)}
${predictions(result)}
${notes(result)}
</main>
<script>${REPLAY_SCRIPT}</script>
</body>
</html>
`;
}

function isGood(result: ReplayResult): boolean {
  const {
    refused,
    residues: left,
    unexplained,
    guard: names,
    unavailable,
    unexplainedProbes,
  } = replayCounts(result);
  return (
    refused + left + unexplained + names + unavailable + unexplainedProbes === 0 &&
    result.engines.every(({ fault }) => fault === undefined)
  );
}

function verdict(result: ReplayResult, engines: readonly string[]): string {
  const counts = replayCounts(result);
  const wrong = [
    counts.refused > 0 ? count(counts.refused, 'refusal') : '',
    counts.residues > 0 ? count(counts.residues, 'residue') : '',
    counts.unexplained > 0 ? count(counts.unexplained, 'unexplained difference') : '',
    counts.guard > 0 ? count(counts.guard, 'name too long', 'names too long') : '',
    counts.unexplainedProbes > 0 ? count(counts.unexplainedProbes, 'unexplained answer') : '',
    counts.unavailable > 0 ? `${counts.unavailable} not sent` : '',
  ].filter((part) => part !== '');
  const what = `${count(counts.migrations, 'migration')} on ${listed(engines.map(targetTitle)) || 'no engine'}`;
  if (wrong.length > 0) return `${what}: ${listed(wrong)}`;
  return `${what}: the same on all, there and back`;
}

function frameworkOf({ project }: ReplayResult): string {
  return frameworkTitle(project) ?? 'no framework';
}

function engineItem({ asked, target, origin, place, fault }: ReplayResult['engines'][number]): string {
  const title = target === null ? asked : targetTitle(target.id);
  const where = [origin ?? '', place ?? ''].filter((part) => part !== '').join(', ');
  return `<li class="${fault === undefined ? '' : 'bad'}"><b>${text(title)}</b> ${text(fault ?? where)}</li>`;
}

function refusals(result: ReplayResult): string {
  const items = PHASES.flatMap((phase) =>
    result.migrations.flatMap((migration) =>
      sameOutcomes(migration[phase])
        .filter(([, { outcome }]) => outcome === 'refuses')
        .map(([same, outcome]) => refusal(migration, phase, same, outcome)),
    ),
  );
  return section('refusals', 'Refused', replayCounts(result).refused, items.join(''));
}

function notSent(result: ReplayResult): string {
  const items = PHASES.flatMap((phase) =>
    result.migrations.flatMap((migration) =>
      sameOutcomes(migration[phase]).flatMap(([same, outcome]) =>
        isNotSent(outcome)
          ? [
              `<article class="warn"><h3>${text(listed(same.map(targetTitle)))} <small>${text(PHASE_TITLES[phase])}</small></h3>
<p>${text(outcome.message ?? '')}</p>${place(migration.file, outcome.line)}</article>`,
            ]
          : [],
      ),
    ),
  );
  return section('not-sent', 'Not all could be sent', items.length, items.join(''));
}

function place(file: string, line: number | null): string {
  return `<p class="file">${name(file)}${line === null ? '' : `:${line}`}</p>`;
}

function refusal(
  migration: ReplayedMigration,
  phase: Phase,
  engines: readonly string[],
  outcome: ReplayOutcome,
): string {
  const { code, message, line, sql, leftBehind, secondAttempt } = outcome;
  const { file } = migration;
  const others = Object.entries(migration[phase]).flatMap(([id, other]) =>
    other.outcome === 'accepts' ? [targetTitle(id)] : [],
  );
  return `<article class="bad"><h3>${text(listed(engines.map(targetTitle)))} <code>${text(code ?? 'framework')}</code> <small>${text(PHASE_TITLES[phase])}</small></h3>
<p>${text(message ?? '')}</p>
${place(file, line)}
${sql === null ? '' : `<pre>${text(sql)}</pre>`}
<ul>${others.length === 0 ? '' : `<li>${text(listed(others))} accepted it</li>`}${
    leftBehind === undefined
      ? ''
      : `<li>left behind: ${leftBehind.length === 0 ? 'nothing' : text(leftBehind.join('; '))}</li>`
  }${
    secondAttempt === undefined || secondAttempt === null
      ? ''
      : `<li>a second attempt: ${text(secondAttempt.message)} (${text(secondAttempt.code ?? 'framework')})</li>`
  }</ul></article>`;
}

function residues({ residues: all }: ReplayResult): string {
  const when: Readonly<Record<string, string>> = {
    down: 'after down',
    again: 'after down and up again',
    'module-down': 'after the module is removed',
  };
  const rows = all.map(
    ({ file, engine, what, after }) =>
      `<tr><td>${text(targetTitle(engine))}</td><td>${text(what)}<br><small>${text(when[after] ?? after)}</small></td><td class="file">${name(file)}</td></tr>`,
  );
  return section(
    'residues',
    'Up and down do not lead back',
    all.length,
    rows.length === 0
      ? ''
      : `<div class="scroll"><table><thead><tr><th>Engine<th>What<th>Migration</thead><tbody>${rows.join('')}</tbody></table></div>`,
  );
}

function guard({ guard: all }: ReplayResult): string {
  const rows = all.map(
    ({ object, name: long, table, length, unit, targets }) =>
      `<tr><td>${object === 'foreignKey' ? 'foreign key' : object} <code>${name(long)}</code> of ${name(table)}</td><td>${length} ${unit}</td><td>${text(
        targets
          .map(
            ({ id, limit, effect }) =>
              `${targetTitle(id)} ${effect === 'cuts' ? 'cuts at' : 'allows'} ${limit}`,
          )
          .join(', '),
      )}</td></tr>`,
  );
  return section(
    'guard',
    'Names too long for a target',
    all.length,
    rows.length === 0
      ? ''
      : `<div class="scroll"><table><thead><tr><th>Name<th>Length<th>Limits</thead><tbody>${rows.join('')}</tbody></table></div>`,
  );
}

const MARKS: Readonly<Record<ReplayOutcome['outcome'], string>> = {
  accepts: '✓',
  refuses: '✗',
  'not-run': '–',
  unavailable: '?',
};

function migrationTable({ migrations }: ReplayResult, engines: readonly string[]): string {
  const rows = migrations.map(({ file, ...phases }) => {
    const cells = engines.map((engine) => {
      const marks = PHASES.flatMap((phase) => {
        const outcome = phases[phase][engine];
        if (outcome === undefined) return [];
        const title = `${PHASE_TITLES[phase]}: ${outcome.outcome}${outcome.code === null ? '' : ` ${outcome.code}`}, ${count(outcome.statements, 'statement')}, ${outcome.ms} ms${outcome.message === null ? '' : `: ${outcome.message}`}`;
        return [
          `<span class="mark ${outcome.outcome}" title="${text(title)}">${MARKS[outcome.outcome]}${outcome.outcome === 'refuses' ? ` ${text(outcome.code ?? '')}` : ''}</span>`,
        ];
      });
      return `<td>${marks.join(' ')}</td>`;
    });
    const bad = PHASES.some((phase) =>
      Object.values(phases[phase]).some(({ outcome }) => outcome !== 'accepts'),
    );
    return `<tr data-text="${text(file.toLowerCase())}" data-bad="${bad}"><th class="file">${name(file)}</th>${cells.join('')}</tr>`;
  });
  const head = engines.map((engine) => `<th>${text(targetTitle(engine))}`).join('');
  return section(
    'migrations',
    'Migrations',
    migrations.length,
    `<div class="filters"><input type="search" placeholder="Filter by name" aria-label="Filter migrations by name" data-filter="migrations"><label><input type="checkbox" data-bad="migrations"> only what was not accepted</label><span class="hint">up · down · up again: ✓ accepted, ✗ refused, – not run after a refusal, ? not sent or engine gone</span></div>
<div class="scroll"><table class="matrix"><thead><tr><th>Migration${head}</thead><tbody>${rows.join('')}</tbody></table></div>`,
  );
}

function differences({ differences: all, ledger }: ReplayResult, engines: readonly string[]): string {
  const order: readonly Difference['class'][] = ['unexplained', 'biting', 'harmless'];
  const sorted = [...all].sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
  const rows = sorted.map((difference) => {
    const { kind, values, class: weight, entry } = difference;
    const where = differenceName(difference);
    const cells = engines.map((engine) => {
      const value = values[engine];
      return `<td>${value === undefined ? '' : value === '' ? '<i>none</i>' : `<code>${text(value)}</code>`}</td>`;
    });
    const why = entry === null ? 'nothing explains it' : (ledger[entry]?.what ?? entry);
    return `<tr data-text="${text(`${where} ${kind} ${entry ?? ''}`.toLowerCase())}" data-class="${weight}"><th>${name(where)}<br><small>${kind}</small></th><td><span class="tag ${weight}">${weight}</span><br><small title="${text(entry ?? '')}">${text(why)}</small></td>${cells.join('')}</tr>`;
  });
  const head = engines.map((engine) => `<th>${text(targetTitle(engine))}`).join('');
  const number = (weight: Difference['class']) =>
    all.filter((difference) => difference.class === weight).length;
  const boxes = order
    .map(
      (weight) =>
        `<label><input type="checkbox" data-class="${weight}"${weight === 'harmless' ? '' : ' checked'}> ${weight} (${number(weight)})</label>`,
    )
    .join('');
  return section(
    'differences',
    'Differences between the engines',
    all.length,
    all.length === 0
      ? ''
      : `<div class="filters"><input type="search" placeholder="Filter by table, column or entry" aria-label="Filter differences" data-filter="differences">${boxes}</div>
<div class="scroll"><table class="matrix"><thead><tr><th>Where<th>Why${head}</thead><tbody>${rows.join('')}</tbody></table></div>`,
  );
}

function predictions({ predictions: { agree, disagree } }: ReplayResult): string {
  const rows = disagree.map(
    ({ file, line, engine, predicted, real, sql }) =>
      `<tr><td>${text(targetTitle(engine))}</td><td>predicted ${text(predicted)}<br>it ${text(real)}<pre>${text(sql)}</pre></td><td class="file">${name(file)}${line === null ? '' : `:${line}`}</td></tr>`,
  );
  const table =
    rows.length === 0 ? '' : `<div class="scroll"><table><tbody>${rows.join('')}</tbody></table></div>`;
  return section(
    'predictions',
    'Predictions',
    agree + disagree.length,
    `<p>${agree} of ${count(agree + disagree.length, 'statement')} did what <code>dialint check</code> predicts.</p>${table}`,
  );
}

function notes({ notes: all }: ReplayResult): string {
  return section(
    'notes',
    'Notes',
    all.length,
    all.length === 0 ? '' : `<ul>${all.map((note) => `<li>${text(note)}</li>`).join('')}</ul>`,
  );
}
