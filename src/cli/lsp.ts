/** dialint lsp */
import { UsageError } from '../project/errors.ts';
import type { EXIT, ExitCode } from './exit.ts';
import type { Io } from './io.ts';

/** Serves on standard input and output until the client ends; the process ends then. */
export async function lsp(operands: readonly string[], io: Io): Promise<ExitCode> {
  if (operands.length > 0) throw new UsageError('lsp takes no paths: the editor names its folders itself');
  const { serve } = await import('../lsp/server.ts');
  serve({
    input: process.stdin,
    output: process.stdout,
    log: (text) => io.stderr.write(`${text}\n`),
    env: io.env,
  });
  return new Promise<typeof EXIT.ok>(() => {});
}
