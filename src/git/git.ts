/** Asks git; writes nothing. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { isAbsolute, join, posix, relative, resolve } from 'node:path';
import { CannotDo, UsageError } from '../project/errors.ts';

/** What git is run in. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; what relative paths in the environment start from. */
  readonly cwd: string;
}

/** Bytes of an answer; a list of a hundred thousand files has ten million. */
const LARGEST_ANSWER = 1024 * 1024 * 1024;

export class Git {
  /** The working tree's top, absolute, with all links resolved. */
  readonly realTop: string;
  /** Absolute, as it was given. */
  readonly #folder: string;
  /** The folder as git has it: relative to the top, with forward slashes. */
  readonly #prefix: string;
  readonly #env: NodeJS.ProcessEnv;

  /** Throws CannotDo where git is not installed, or the folder (absolute) lies in no repository. */
  constructor(folder: string, surroundings: Surroundings) {
    this.#env = environment(surroundings);
    this.#folder = folder;
    const { status, stdout } = this.#run(['rev-parse', '--show-toplevel'], folder);
    const top = stdout.toString('utf8').replace(/\n$/, '');
    if (status !== 0 || top === '') throw new CannotDo(`${folder} is not in a git repository`);
    this.realTop = realpathSync(top);
    this.#prefix = relative(this.realTop, realpathSync(folder)).replaceAll('\\', '/');
  }

  #run(
    argv: readonly string[],
    cwd: string,
    input?: string,
  ): { status: number | null; stdout: Buffer; stderr: string } {
    const { status, stdout, stderr, error } = spawnSync('git', argv, {
      cwd,
      env: this.#env,
      maxBuffer: LARGEST_ANSWER,
      ...(input === undefined ? {} : { input }),
    });
    if (error !== undefined) {
      const code = (error as NodeJS.ErrnoException).code;
      throw new CannotDo(code === 'ENOENT' ? 'git is not installed' : `git cannot be run: ${error.message}`);
    }
    return { status, stdout, stderr: stderr.toString('utf8').trim() };
  }

  /** Throws CannotDo with git's own words where it fails. */
  bytes(...argv: readonly string[]): Buffer {
    const { status, stdout, stderr } = this.#run(argv, this.realTop);
    if (status !== 0) throw new CannotDo(`git ${argv[0]} failed: ${stderr.split('\n')[0] ?? ''}`);
    return stdout;
  }

  /** An answer of -z: its parts. */
  list(...argv: readonly string[]): string[] {
    return this.bytes(...argv)
      .toString('utf8')
      .split('\0')
      .filter((part) => part !== '');
  }

  /** Null: git says no. */
  #word(...argv: readonly string[]): string | null {
    const { status, stdout } = this.#run(argv, this.realTop);
    return status === 0 ? stdout.toString('utf8').trim() : null;
  }

  /** Null before the first commit. */
  head(): string | null {
    return this.#word('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  }

  /**
   * The main branch as the remote has it, and the local one of the same name, unless that is what is worked on. Empty:
   * there is none of the usual names.
   */
  mainBranches(): string[] {
    const remotes = 'refs/remotes/origin';
    const names = [
      `${remotes}/HEAD`,
      `${remotes}/main`,
      `${remotes}/master`,
      'refs/heads/main',
      'refs/heads/master',
    ];
    const refs = new Map(
      this.bytes('for-each-ref', '--format=%(refname)%09%(symref)', ...names)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t') as [string, string]),
    );
    const found = names.find((name) => refs.has(name));
    if (found === undefined) return [];
    const main = refs.get(found) || found;
    if (!main.startsWith(remotes)) return [main];
    const local = `refs/heads/${main.slice(remotes.length + 1)}`;
    const known =
      local !== this.#word('symbolic-ref', '--quiet', 'HEAD') &&
      this.#word('rev-parse', '--verify', '--quiet', local) !== null;
    return known ? [main, local] : [main];
  }

  /** The commit at which this branch left the revision. Throws UsageError for one that does not exist. */
  forkPoint(revision: string): string {
    const commit = this.#word('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
    const base = commit === null ? null : this.#word('merge-base', commit, 'HEAD');
    if (base !== null) return base;
    if (this.#word('rev-parse', '--is-shallow-repository') === 'true') {
      throw new CannotDo(
        `--since ${revision}: this clone is shallow, and what it lacks is needed to tell what changed; ` +
          'run git fetch --unshallow, or check out with fetch-depth: 0',
      );
    }
    if (commit === null) {
      throw new UsageError(
        `--since ${revision}: git knows no such commit`,
        'A branch that was not fetched is written with its remote: origin/main.',
      );
    }
    throw new UsageError(`--since ${revision}: it has no commit in common with HEAD`);
  }

  /** Absolute paths of files that are new or other than at the commit; null: than nothing. Those that are gone are not told. */
  changed(commit: string | null, staged: boolean): string[] {
    const names = new Set(
      commit === null
        ? this.list('ls-files', '-z', ...(staged ? [] : ['--cached']))
        : this.list(
            'diff',
            '--name-only',
            '-z',
            '--no-renames',
            '--no-ext-diff',
            '--diff-filter=d',
            ...(staged ? ['--cached'] : []),
            commit,
            '--',
          ),
    );
    if (!staged) {
      for (const name of this.list('ls-files', '--others', '--exclude-standard', '-z')) names.add(name);
    }
    const start = this.#prefix === '' ? '' : `${this.#prefix}/`;
    return [...names].map((name) =>
      // In the spelling of the folder, in which its project's files are told.
      name.startsWith(start) ? join(this.#folder, name.slice(start.length)) : join(this.realTop, name),
    );
  }

  /** Relative to the top, with forward slashes; null: it lies outside. */
  inside(path: string): string | null {
    const up = join(
      this.#folder,
      ...this.#prefix
        .split('/')
        .filter(Boolean)
        .map(() => '..'),
    );
    // The folder may lie behind a link; then what is above it in its spelling is not what is above it in git.
    const spelled = join(up, this.#prefix) === this.#folder ? up : this.realTop;
    for (const [from, prefix] of [
      [this.#folder, this.#prefix],
      [spelled, ''],
      [this.realTop, ''],
    ] as const) {
      const within = relative(from, path).replaceAll('\\', '/');
      if (within !== '..' && !within.startsWith('../') && !isAbsolute(within))
        return posix.join(prefix, within).replace(/^\.$/, '');
    }
    return null;
  }
}

/**
 * Hooks are run with paths relative to their own folder, such as GIT_INDEX_FILE=.git/index. GIT_DIR without
 * GIT_WORK_TREE would make any folder the top; without it the repository is found from the folder.
 */
function environment({ env, cwd }: Surroundings): NodeJS.ProcessEnv {
  const made: NodeJS.ProcessEnv = { ...process.env, ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
  for (const name of ['GIT_INDEX_FILE', 'GIT_DIR', 'GIT_WORK_TREE']) {
    const value = made[name];
    if (value !== undefined) made[name] = resolve(cwd, value);
  }
  if (made.GIT_WORK_TREE === undefined) delete made.GIT_DIR;
  return made;
}
