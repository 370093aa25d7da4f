/** What is told without a stack: mistakes of the person who calls dialint (exit code 2), and what cannot be done. */

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
  /** From 1; absent where the configuration is code, which only tells what comes out of it. */
  readonly line?: number;
  readonly column?: number;
}

/** The configuration, or a file of dialint's own, says something that cannot be understood. */
export class ConfigError extends Error {
  readonly exitCode = 2;
  /** Absolute. */
  readonly file: string;
  /** At least one, in the order of the file. */
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const first = problems[0];
    super(first === undefined ? file : `${placeOf(file, first)} ${first.message}`);
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
  }

  get hint(): string | undefined {
    return this.problems[0]?.hint;
  }
}

/** What was asked for could not be done, and it is not dialint's fault: exit code 3. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
}

/** `dialint.json:3:14`, or the file alone. `file` as it is to be shown. */
export function placeOf(file: string, { line, column }: ConfigProblem): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}
