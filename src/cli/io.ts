/** What a command has of the world around it; tests hand in their own. */

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Undefined where it is no terminal. */
  readonly columns: number | undefined;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input. */
  stdin(): Promise<Buffer>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const DEFAULT_WIDTH = 100;
const NARROWEST = 40;

export function terminalWidth({ columns }: Output): number {
  return columns === undefined || columns <= 0 ? DEFAULT_WIDTH : Math.max(NARROWEST, columns);
}

/** --no-color, then FORCE_COLOR, then NO_COLOR (https://no-color.org), then whether it is a terminal. */
export function wantsColour({ isTTY }: Output, { env }: Io, noColor: boolean): boolean {
  if (noColor) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return isTTY && env.TERM !== 'dumb';
}

function output(stream: NodeJS.WriteStream): Output {
  // A reader such as `head` may close the pipe before everything is written: the rest is not wanted. Anything else
  // (a full disk) ends in main.ts.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : undefined,
  };
}

export function processIo(): Io {
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stdin: async () => {
      const parts: Buffer[] = [];
      for await (const part of process.stdin) parts.push(part as Buffer);
      return Buffer.concat(parts);
    },
    env: process.env,
    cwd: process.cwd(),
  };
}
