/** The probes on the page of `replay --report`: blind spots by kind, and for each table what each engine answers. */
import { type ProbeResult, type ReplayResult, withoutCode } from '../schema/index.ts';
import { blindSpots, isUnexplained, placeOfProbe, probeCounts, unaskedProbes } from './blind-spots.ts';
import { listed, targetTitle } from './engine-names.ts';
import { answersInWords } from './probe-words.ts';
import { name, section, text } from './replay-html-parts.ts';
import { count } from './text.ts';

export function probeSections(result: ReplayResult, engines: readonly string[]): string {
  const { probes } = result;
  return probes === undefined
    ? ''
    : unansweredProbes(probes) + spots(result) + matrices(result, probes, engines);
}

function unansweredProbes(probes: readonly ProbeResult[]): string {
  const silent = unaskedProbes(probes).filter(({ unanswered }) => unanswered);
  const cards = silent.map(
    ({ reason, engines, results }) =>
      `<article class="bad"><h3>${text(listed(engines.map(targetTitle)))} <small>${results.length} of ${count(probes.length, 'probe')}</small></h3>
<p>${text(reason)}</p>
<details><summary>${count(results.length, 'probe')}</summary><p class="file">${results.map((one) => name(`${one.probe} of ${placeOfProbe(one)}`)).join(', ')}</p></details></article>`,
  );
  return section(
    'unanswered',
    'Probes that were not answered',
    probeCounts(probes).unanswered,
    cards.join(''),
  );
}

function spots(result: ReplayResult): string {
  const counts = probeCounts(result.probes ?? []);
  const cards = blindSpots(result).map(
    ({ probe, kind, answers, results, unexplained }) =>
      `<article class="${unexplained ? 'bad' : 'warn'}"><h3>${text(kind.asks)} <small>${text(probe)}</small></h3>
<p>${text(answersInWords(answers))}.</p>
<details><summary>${count(results.length, 'place')}</summary><p class="file">${results.map((one) => name(placeOfProbe(one))).join(', ')}</p></details>
<p>${text(kind.advice)}${kind.rule === null ? '' : ` <small>rule ${text(kind.rule)} finds this without a database</small>`}</p>
<p><small>${Object.entries(kind.sources)
        .map(([engine, source]) => `<a href="${text(source)}">${text(engine)}</a>`)
        .join(' · ')}</small></p></article>`,
  );
  return section(
    'blind-spots',
    'Blind spots of tests on one engine',
    counts.differ - counts.accepted,
    cards.join(''),
  );
}

/** By table, one row for each question; closed until somebody opens it, or searches. */
function matrices(
  { project, probeKinds = {} }: ReplayResult,
  probes: readonly ProbeResult[],
  engines: readonly string[],
): string {
  const production = new Set(project.productionEngines.map(({ engine }) => engine as string));
  const inProduction = engines.filter((id) => production.has(id.split('@')[0] ?? ''));
  const head = engines
    .map(
      (id) => `<th>${text(targetTitle(id))}${inProduction.includes(id) ? ' <small>production</small>' : ''}`,
    )
    .join('');
  const tables = new Map<string, ProbeResult[]>();
  for (const probe of probes) {
    // What is asked once for all tables is no table's own.
    const title = probe.object === null ? '' : probe.table;
    tables.set(title, [...(tables.get(title) ?? []), probe]);
  }
  const parts = [...tables].map(([table, own]) => {
    const differ = own.filter(({ agree }) => !agree).length;
    const rows = own
      .toSorted((a, b) =>
        placeOfProbe(a) < placeOfProbe(b) ? -1 : placeOfProbe(a) > placeOfProbe(b) ? 1 : 0,
      )
      .map((one) => row(one, probeKinds[one.probe]?.asks ?? one.probe, engines, inProduction));
    return `<details class="probed" data-table="${text(table.toLowerCase())}"><summary>${table === '' ? 'the engines themselves' : name(table)} <small>${count(own.length, 'probe')}, ${differ} answered differently</small></summary><div class="scroll"><table class="matrix answers"><thead><tr><th>Where<th>What becomes of${head}<tbody>${rows.join('')}</table></div></details>`;
  });
  const legend =
    inProduction.length === 0
      ? 'The project names no engine of production that was asked.'
      : `≠ marks an answer that is not what ${listed(inProduction.map(targetTitle))} in production ${inProduction.length === 1 ? 'gives' : 'give'}, error codes apart.`;
  return section(
    'probes',
    'Probes by table',
    probes.length,
    parts.length === 0
      ? ''
      : `<div class="filters"><input type="search" data-filter placeholder="Table, column, probe or answer" aria-label="Filter probes"><label><input type="checkbox" data-only="d" checked> answered differently</label><label><input type="checkbox" data-only="p"> not as production does</label><label><input type="checkbox" data-only="u"> unexplained</label><label><input type="checkbox" data-only="n"> not asked of all</label></div>
<p class="hint">${text(legend)}</p>
${parts.join('\n')}`,
  );
}

function row(
  probe: ProbeResult,
  asks: string,
  engines: readonly string[],
  inProduction: readonly string[],
): string {
  const { results, notMade, unanswered = [], agree } = probe;
  const off = new Set(engines.filter((id) => isOff(probe, id, inProduction)));
  const cells = engines.map((id) => {
    const answer = results[id];
    if (answer === undefined) {
      const reason = notMade[id];
      if (reason === undefined) return '<td>';
      return `<td class="none" title="${text(reason)}">${unanswered.includes(id) ? 'no answer' : 'not asked'}`;
    }
    const kind = [off.has(id) ? 'off' : '', answer.startsWith('refused') ? 'refuses' : '']
      .filter((one) => one !== '')
      .join(' ');
    return `<td${kind === '' ? '' : ` class="${kind}"`}>${text(answer)}`;
  });
  const marks = [
    agree ? '' : 'd',
    off.size > 0 ? 'p' : '',
    isUnexplained(probe) ? 'u' : '',
    Object.keys(notMade).length > 0 ? 'n' : '',
  ].join('');
  const where = probe.object === null ? '' : placeOfProbe(probe).slice(probe.table.length).replace(/^\./, '');
  return `<tr data-is="${marks}"><th>${name(where)}<td>${text(asks)} <small>${text(probe.probe)}</small>${cells.join('')}`;
}

/** Another answer than that of an engine in production. */
function isOff({ results }: ProbeResult, id: string, inProduction: readonly string[]): boolean {
  const answer = results[id];
  return (
    answer !== undefined &&
    inProduction.some(
      (other) => results[other] !== undefined && withoutCode(results[other]) !== withoutCode(answer),
    )
  );
}
