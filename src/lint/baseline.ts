/** Findings that were accepted: which of today's are among them, and which of them are gone. */
import type { BaselineEntry, Diagnostic } from '../schema/index.ts';
import { INTERNAL_ERROR } from './internal-error.ts';

export interface Accepted {
  /** As given; those that the baseline holds are marked. */
  readonly diagnostics: readonly Diagnostic[];
  /** Entries that no finding belongs to. */
  readonly stale: readonly BaselineEntry[];
}

/** A comment in the source suppresses by itself; a rule that failed has found nothing that could be accepted. */
function isAcceptable({ rule, suppressed }: Diagnostic): boolean {
  return suppressed === undefined && rule !== INTERNAL_ERROR;
}

export function withBaseline(
  diagnostics: readonly Diagnostic[],
  entries: readonly BaselineEntry[],
): Accepted {
  const accepted = new Set(entries.map(({ fingerprint }) => fingerprint));
  const holds = (one: Diagnostic): boolean => isAcceptable(one) && accepted.has(one.fingerprint);
  const found = new Set(diagnostics.filter(holds).map(({ fingerprint }) => fingerprint));
  return {
    diagnostics:
      accepted.size === 0
        ? diagnostics
        : diagnostics.map((one) => (holds(one) ? { ...one, baselined: true as const } : one)),
    stale: entries.filter(({ fingerprint }) => !found.has(fingerprint)),
  };
}

/** Long messages would make long lines, and the first words tell which finding it is. */
const HINT_LENGTH = 120;

/** What a baseline that accepts all of these holds, in the file's order. */
export function entriesFor(diagnostics: readonly Diagnostic[]): BaselineEntry[] {
  return diagnostics
    .filter(isAcceptable)
    .map(({ fingerprint, rule, file, message }) => ({ fingerprint, rule, file, hint: shortened(message) }))
    .sort(inFileOrder);
}

function shortened(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length <= HINT_LENGTH ? line : `${line.slice(0, HINT_LENGTH - 1).trimEnd()}…`;
}

export function inFileOrder(a: BaselineEntry, b: BaselineEntry): number {
  const key = (entry: BaselineEntry): string => `${entry.rule}\0${entry.file}\0${entry.fingerprint}`;
  const [one, other] = [key(a), key(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** One entry per line, so that two branches that accept different findings merge. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(
    ({ fingerprint, rule, file, hint }) => `    ${JSON.stringify({ rule, file, fingerprint, hint })}`,
  );
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`;
}
