/** From the command line's words to an exit code. */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { ConfigError, placeOf, UsageError } from '../project/errors.ts';
import type { Deps } from './deps.ts';
import { CannotDo, EXIT, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { type Invocation, readCommandLine } from './options.ts';

async function dispatch(invocation: Invocation, io: Io, deps: Deps): Promise<ExitCode> {
  const { command, named, operands, options } = invocation;
  if (options.version) {
    io.stdout.write(`${(await import('../version.ts')).VERSION}\n`);
    return EXIT.ok;
  }
  if (options.help) {
    const { helpText } = await import('./help.ts');
    io.stdout.write(helpText(named && command !== 'help' ? command : undefined));
    return EXIT.ok;
  }
  switch (command) {
    case 'check':
      return (await import('./check.ts')).check(operands, options, io, deps);
    case 'sql':
      return (await import('./sql.ts')).sql(operands, options, io, deps);
    case 'replay':
      return (await import('./replay.ts')).replay(operands, options, io, deps);
    case 'explain':
      return (await import('./explain.ts')).explain(operands, options, io, deps);
    case 'rules':
      return (await import('./rules.ts')).listRules(operands, options, io, deps);
    case 'init':
      return (await import('./init.ts')).init(operands, options, io, deps);
    case 'baseline':
      return (await import('./baseline.ts')).baseline(operands, options, io, deps);
    case 'prefix-budget':
      return (await import('./prefix-budget.ts')).prefixBudget(operands, options, io, deps);
    case 'doctor':
      return (await import('./doctor.ts')).doctor(operands, options, io, deps);
    case 'lsp':
      return (await import('./lsp.ts')).lsp(operands, io);
    case 'help':
      return (await import('./help.ts')).help(operands, io);
  }
}

function hintLine(hint: string | undefined): string {
  return hint === undefined ? '' : `  ${hint}\n`;
}

async function report(error: unknown, { stderr, env, cwd }: Io): Promise<ExitCode> {
  if (error instanceof UsageError) {
    stderr.write(`dialint: ${error.message}\n${hintLine(error.hint)}`);
    return EXIT.usage;
  }
  if (error instanceof ConfigError) {
    const inside = relative(cwd, error.file);
    const file = (inside.startsWith('..') ? error.file : inside).replaceAll('\\', '/');
    for (const problem of error.problems) {
      const { message, hint } = problem;
      stderr.write(`dialint: ${placeOf(file, problem)} ${message}${hint === undefined ? '' : `. ${hint}`}\n`);
    }
    return EXIT.usage;
  }
  // Loaded only here, as most runs need nothing of the linter to fail.
  const { RuleSettingError, UnknownRuleError } = await import('../lint/settings.ts');
  if (error instanceof RuleSettingError || error instanceof UnknownRuleError) {
    stderr.write(`dialint: ${error.message}\n`);
    return EXIT.usage;
  }
  // A part of dialint that is not installed says itself which line adds it.
  if (error instanceof CannotDo || (error instanceof Error && error.name === 'PartMissing')) {
    stderr.write(`dialint: ${error.message}\n`);
    return EXIT.failed;
  }
  const debug = env.DIALINT_DEBUG === '1';
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  stderr.write(
    `dialint: internal error: ${message}\n` +
      'This is a defect in dialint; please report it, with a migration that shows it' +
      (debug ? ' and the lines below.\n' : '.\nDIALINT_DEBUG=1 shows where it happened.\n'),
  );
  if (debug && error instanceof Error) stderr.write(`${error.stack}\n`);
  return EXIT.failed;
}

/** Never throws. */
export async function run(argv: readonly string[], io: Io, deps: Deps): Promise<ExitCode> {
  try {
    const invocation = readCommandLine(argv, (path) => existsSync(resolve(io.cwd, path)));
    return await dispatch(invocation, io, deps);
  } catch (error) {
    return await report(error, io);
  }
}
