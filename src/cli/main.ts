#!/usr/bin/env node
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

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

/** Saves time at the start and at the end of a run: nothing is in need of it, and nothing is different without. */
async function hasten(): Promise<void> {
  // A check ends long before what V8 optimises early has paid: that takes up the second core, or half of the only one.
  // A server does not end soon. V8 12 (Node 22) counts otherwise, and complains of flags that it does not know.
  // It holds its projects in memory, though, and need not hold as much again for what is new.
  if (process.versions.v8.startsWith('11.')) {
    const serves = process.argv[2] === 'lsp';
    for (const flag of serves
      ? ['--semi-space-growth-factor=1', '--heap-growing-percent=60']
      : ['--interrupt-budget=600000'])
      setFlagsFromString(flag);
  }
  // From Node 22.1 on.
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache === undefined || process.argv.includes('--no-cache')) return;
  const { cacheFolder } = await import('../cache/folder.ts');
  const folder = cacheFolder(process.env, process.platform);
  if (folder !== null) enableCompileCache(`${folder}/compiled`);
}

process.on('uncaughtException', crash);
try {
  await hasten();
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
