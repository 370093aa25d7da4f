/** What probes found, by kind: those first that bite a running application soonest. */
import type { ProbeKind, ProbeResult, ReplayResult } from '../schema/index.ts';
import type { SameAnswer } from './probe-words.ts';

export interface BlindSpot {
  readonly probe: string;
  readonly kind: ProbeKind;
  /** Where engines differ alike; with the answers that they have in common, error codes included. */
  readonly answers: readonly SameAnswer[];
  readonly results: readonly ProbeResult[];
  readonly unexplained: boolean;
}

/** Tables that frameworks keep for themselves: what is the application's own stands before them. */
const MACHINERY = new Set(
  'cache cache_locks jobs job_batches failed_jobs sessions password_resets password_reset_tokens'.split(' '),
);

/** Differences that nobody has accepted. One for each kind of probe and each pattern of answers. */
export function blindSpots({
  probes = [],
  probeKinds = {},
}: Pick<ReplayResult, 'probes' | 'probeKinds'>): BlindSpot[] {
  const groups = new Map<string, ProbeResult[]>();
  for (const result of probes) {
    if (result.agree || result.accepted === true) continue;
    const key = JSON.stringify([
      result.probe,
      isUnexplained(result),
      Object.entries(result.results).map(([id, answer]) => [id, withoutValue(answer)]),
    ]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [result]);
    else known.push(result);
  }
  return merged([...groups.values()])
    .map((unordered): BlindSpot => {
      const results = unordered.toSorted(
        (a, b) =>
          Number(MACHINERY.has(a.table)) - Number(MACHINERY.has(b.table)) ||
          Number(isLogin(b)) - Number(isLogin(a)) ||
          Number(isWrittenForIt(a)) - Number(isWrittenForIt(b)),
      );
      const [first] = results;
      return {
        probe: first!.probe,
        kind: probeKinds[first!.probe]!,
        answers: answersOf(first!),
        results,
        unexplained: isUnexplained(first!),
      };
    })
    .sort(
      (a, b) =>
        Number(b.unexplained) - Number(a.unexplained) ||
        b.kind.bite - a.kind.bite ||
        Number(b.results.some(isLogin)) - Number(a.results.some(isLogin)) ||
        b.results.length - a.results.length ||
        (a.probe < b.probe ? -1 : 1),
    );
}

/** What people sign in with, and type in whichever case: two accounts of one person are what is met first. */
function isLogin({ probe, columns = [] }: ProbeResult): boolean {
  return probe.startsWith('unique-') && columns.some((column) => /e?mail|user_?name|login/i.test(column));
}

/** Columns that the framework writes itself, and no user. */
function isWrittenForIt({ columns: [column, ...more] = [] }: ProbeResult): boolean {
  return more.length === 0 && /^(created|updated|deleted)_at$|^id$/.test(column ?? '');
}

/** An engine that lacks a table is no reason to say the same twice: what fits to one with more engines joins it. */
function merged(groups: readonly ProbeResult[][]): ProbeResult[][] {
  const whole: ProbeResult[][] = [];
  const size = (group: readonly ProbeResult[]) => Object.keys(group[0]!.results).length;
  for (const group of groups.toSorted((a, b) => size(b) - size(a))) {
    const [first] = group;
    const same = whole.find(
      ([other]) =>
        other!.probe === first!.probe &&
        isUnexplained(other!) === isUnexplained(first!) &&
        Object.entries(first!.results).every(
          ([id, answer]) => withoutValue(other!.results[id] ?? '') === withoutValue(answer),
        ),
    );
    if (same === undefined) whole.push([...group]);
    else same.push(...group);
  }
  return whole;
}

/** What is read back differs from column to column; how the engines part does not. */
function withoutValue(answer: string): string {
  return answer.replace(/^reads .*/s, 'reads');
}

/** An engine answers as no entry says. */
export function isUnexplained({ agree, unexpected }: ProbeResult): boolean {
  return !agree && unexpected.length > 0;
}

function answersOf({ results }: ProbeResult): BlindSpot['answers'] {
  const by = new Map<string, string[]>();
  for (const [id, answer] of Object.entries(results)) {
    const known = by.get(answer);
    if (known === undefined) by.set(answer, [id]);
    else known.push(id);
  }
  return [...by].map(([answer, engines]) => ({ answer, engines }));
}

/** `users.email`, `users (a, b)`, or what stands for the engine as such. */
export function placeOfProbe({ table, object, columns = [] }: ProbeResult): string {
  if (object === null) return 'the engine itself';
  return columns.length > 1 ? `${table} (${columns.join(', ')})` : `${table}.${columns[0] ?? object}`;
}

export interface ProbeCounts {
  readonly asked: number;
  readonly differ: number;
  readonly accepted: number;
  readonly unexplained: number;
  /** Questions that one engine or several could not be asked. */
  readonly notMade: number;
  /** Of those: questions that an engine did not answer, being gone or waiting for a lock. */
  readonly unanswered: number;
}

export function probeCounts(probes: readonly ProbeResult[]): ProbeCounts {
  const differ = probes.filter(({ agree }) => !agree);
  return {
    asked: probes.length,
    differ: differ.length,
    accepted: differ.filter(({ accepted }) => accepted === true).length,
    unexplained: differ.filter((one) => isUnexplained(one) && one.accepted !== true).length,
    notMade: probes.filter(({ notMade }) => Object.keys(notMade).length > 0).length,
    unanswered: probes.filter(({ unanswered = [] }) => unanswered.length > 0).length,
  };
}

/** Questions that could not be put, or were not answered, for one reason. */
export interface Unasked {
  readonly reason: string;
  readonly engines: readonly string[];
  /** It was to be asked, and the engine did not answer. */
  readonly unanswered: boolean;
  readonly results: readonly ProbeResult[];
}

/** Those that were not answered first, then by how many they are. */
export function unaskedProbes(probes: readonly ProbeResult[]): Unasked[] {
  const groups = new Map<
    string,
    { reason: string; engines: Set<string>; unanswered: boolean; results: Set<ProbeResult> }
  >();
  for (const result of probes)
    for (const [id, reason] of Object.entries(result.notMade)) {
      const unanswered = result.unanswered?.includes(id) === true;
      const key = `${unanswered} ${reason}`;
      const group = groups.get(key) ?? { reason, engines: new Set(), unanswered, results: new Set() };
      group.engines.add(id);
      group.results.add(result);
      groups.set(key, group);
    }
  return [...groups.values()]
    .map(({ reason, engines, unanswered, results }) => ({
      reason,
      engines: [...engines],
      unanswered,
      results: [...results],
    }))
    .sort(
      (a, b) =>
        Number(b.unanswered) - Number(a.unanswered) ||
        b.results.length - a.results.length ||
        (a.reason < b.reason ? -1 : 1),
    );
}
