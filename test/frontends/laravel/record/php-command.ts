/** The PHP that runs the recording scripts: `php`, or what DIALINT_PHP84 names for frameworks that need a newer one. */
import { spawnSync } from 'node:child_process';

export interface Php {
  readonly command: readonly [string, ...string[]];
  readonly version: string;
}

export class PhpError extends Error {}

/** The first PHP that will do; undefined where there is none. */
export function findPhp(will: (php: Php) => boolean): Php | undefined {
  for (const text of ['php', process.env.DIALINT_PHP84 ?? '']) {
    const [program, ...rest] = text.split(' ').filter((word) => word !== '');
    if (program === undefined) continue;
    const { status, stdout } = spawnSync(program, [...rest, '-r', 'echo PHP_VERSION;'], { encoding: 'utf8' });
    if (status !== 0) continue;
    const php: Php = { command: [program, ...rest], version: stdout.trim() };
    if (will(php)) return php;
  }
  return undefined;
}

/** A PHP in a container or a chroot may not see the files of this machine. */
export function assertSees(php: Php, file: string): void {
  const answer = runPhp(php, ['-r', 'echo is_file($argv[1]) ? "yes" : "no";', file]);
  if (answer !== 'yes') throw new PhpError(`${php.command.join(' ')} does not see ${file}`);
}

/** Runs a script; what it prints. */
export function runPhp(php: Php, args: readonly string[], input = ''): string {
  const [program, ...rest] = php.command;
  const { status, error, stdout, stderr } = spawnSync(program, [...rest, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw new PhpError(`${program} cannot be started: ${error.message}`);
  if (status !== 0) throw new PhpError(`${args[0]}: ${stderr}${stdout}`.trim());
  return stdout;
}
