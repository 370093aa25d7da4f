/** `replay --probe-baseline FILE`: blind spots that the project knows of, so that only new ones fail. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../project/errors.ts';
import { count } from '../report/text.ts';
import type { ProbeResult, ReplayResult } from '../schema/index.ts';
import { writeWhole } from './write-whole.ts';

interface Entry {
  readonly probe: string;
  readonly table: string;
  /** The column or key; null: the engine as such. */
  readonly object: string | null;
  /** By the engine's name, without its version. */
  readonly answers: Readonly<Record<string, string>>;
}

interface Applied {
  readonly result: ReplayResult;
  /** One line for people; undefined: nothing is to be said. */
  readonly note: string | undefined;
}

/**
 * Marks the differences that the file holds. Where there is no file yet, it is written with all that differ now, but for
 * what nothing explains. Throws UsageError for a file that is none, CannotDo where it cannot be written.
 */
export function withProbeBaseline(result: ReplayResult, file: string, shown: string): Applied {
  const { probes = [] } = result;
  const there = read(file, shown);
  const accepted = new Set((there ?? probes.filter(isAcceptable).map(entryOf)).map(keyOf));
  if (there === undefined) writeWhole(file, textOf(probes.filter(isAcceptable).map(entryOf)));
  const marked = probes.map((probe) =>
    !probe.agree && accepted.has(keyOf(entryOf(probe))) ? { ...probe, accepted: true } : probe,
  );
  return {
    result: { ...result, probes: marked },
    note:
      there === undefined
        ? `${shown}: ${count(accepted.size, 'blind spot')} accepted; from now on only new ones fail`
        : undefined,
  };
}

function isAcceptable({ agree, unexpected }: ProbeResult): boolean {
  return !agree && unexpected.length === 0;
}

function entryOf({ probe, table, object, results }: ProbeResult): Entry {
  const answers = Object.entries(results).map(([id, answer]) => [id.split('@')[0]!, answer] as const);
  return { probe, table, object, answers: Object.fromEntries(answers) };
}

/** The engines of another replay may be fewer, or in another order. */
function keyOf({ probe, table, object, answers }: Entry): string {
  return JSON.stringify([probe, table, object, Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** One entry per line, sorted, so that branches merge. */
function textOf(entries: readonly Entry[]): string {
  const lines = entries.map((entry) => JSON.stringify(entry)).sort();
  return `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`;
}

/** undefined: there is no such file. */
function read(file: string, shown: string): readonly Entry[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`--probe-baseline: ${shown} cannot be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `--probe-baseline: ${shown} is no JSON: ${(error as Error).message}`,
      'Remove it to have it written anew.',
    );
  }
  if (!Array.isArray(value)) throw new UsageError(`--probe-baseline: ${shown} is no list of blind spots`);
  const wrong = value.findIndex((entry) => !isEntry(entry));
  if (wrong !== -1)
    throw new UsageError(
      `--probe-baseline: entry ${wrong + 1} of ${shown} is no blind spot: { "probe", "table", "object", "answers" }`,
    );
  return value;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { probe, table, object, answers } = value as Record<string, unknown>;
  return (
    typeof probe === 'string' &&
    typeof table === 'string' &&
    (object === null || typeof object === 'string') &&
    typeof answers === 'object' &&
    answers !== null
  );
}
