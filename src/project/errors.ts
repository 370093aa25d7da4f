/** Mistakes of the person who calls dialint: shown without a stack, exit code 2. */

/** The command line asks for something that does not exist. */
export class UsageError extends Error {
  readonly exitCode = 2;
  /** The way out, for a line of its own. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

export interface ConfigProblem {
  readonly message: string;
  readonly hint?: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** dialint.json says something that cannot be understood. */
export class ConfigError extends Error {
  readonly exitCode = 2;
  /** Absolute. */
  readonly file: string;
  /** At least one, in the order of the file. */
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const first = problems[0];
    super(first === undefined ? file : `${file}:${first.line}:${first.column} ${first.message}`);
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
  }

  get hint(): string | undefined {
    return this.problems[0]?.hint;
  }
}

/** The candidate that is spelled most like `word`, if any is close enough to be meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best === undefined && word.length >= 3) {
    // `warn` for `warning`, `prod` for `production`
    for (const candidate of candidates)
      if (candidate.toLowerCase().startsWith(word.toLowerCase())) return candidate;
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
