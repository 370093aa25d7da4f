#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// A check ends long before what V8 optimises early has paid: it takes up the second core, or half of the only one.
// Node's own later releases may not know the flag, and would say so on standard error.
if (Number.parseInt(process.versions.node, 10) <= 24) setFlagsFromString('--interrupt-budget=600000');

// Node ends with 1 after an exception that nobody caught, and 1 means findings. So everything is loaded within this.
function crash(error: unknown): void {
  process.exitCode = 3;
  process.stderr.write(`dialint: ${error instanceof Error ? error.message : String(error)}\n`);
}

/** Clients of engines and containers may wait on after theirs is gone: nothing that is left to do is theirs. */
function endSoon(): void {
  const end = () => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) endSoon();
    else process.exit();
  };
  // It waits for nobody: where nothing else is left, the process has ended by then.
  setTimeout(end, 1000).unref();
}

process.on('uncaughtException', crash);
try {
  const [{ run }, { processIo }, { DEPS }] = await Promise.all([
    import('./run.ts'),
    import('./io.ts'),
    import('./deps.ts'),
  ]);
  const code = await run(process.argv.slice(2), processIo(), DEPS);
  // Not process.exit(): what was written to a pipe may still be on its way. A failed write has set a code already.
  process.exitCode ??= code;
  endSoon();
} catch (error) {
  crash(error);
}
