/** A mysqld or mariadbd of this machine, started privately: own folder, own port on the loopback, gone afterwards. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineFault, type RealEngine } from '../../schema/index.ts';
import { type Leave, opens, quoted } from '../keeping.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type MysqlEngineOptions, mysqlEngine } from './server.ts';

export interface LocalServer {
  /** Absolute path of the program. */
  readonly program: string;
  /** What its --version says it is: on Debian, mysqld is a link to MariaDB. */
  readonly engine: 'mysql' | 'mariadb';
  /** As its --version says: `8.4.3`. */
  readonly version: string;
}

/** How long a new server may take to answer, in milliseconds. */
const START_TIMEOUT = 60_000;

/** The servers on the PATH, and where distributions put them; each engine once. */
export function localServers(): LocalServer[] {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  const found = new Map<LocalServer['engine'], LocalServer>();
  for (const folder of folders) {
    for (const name of ['mysqld', 'mariadbd']) {
      const program = path.join(folder, name);
      if (folder === '' || !existsSync(program)) continue;
      const { stdout, status } = spawnSync(program, ['--no-defaults', '--version'], {
        encoding: 'utf8',
        timeout: 10_000,
      });
      if (status !== 0) continue;
      const engine = /mariadb/i.test(stdout) ? 'mariadb' : 'mysql';
      const version = /\bVer\s+(\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? '';
      if (!found.has(engine)) found.set(engine, { program, engine, version });
    }
  }
  return [...found.values()];
}

/** Starts it and connects to it. Throws EngineFault with the end of the server's own log, and PartMissing. */
export async function startLocalServer(
  { program, engine }: Pick<LocalServer, 'program' | 'engine'>,
  timeout: number,
  onStart: (started: { readonly pid?: number; readonly folder: string }) => void,
  keep = false,
): Promise<RealEngine> {
  const folder = temporaryFolder('server');
  onStart({ folder });
  const data = path.join(folder, 'data');
  const shared = ['--no-defaults', `--datadir=${data}`, ...(userInfo().uid === 0 ? ['--user=root'] : [])];
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    initialise(program, engine, shared, data, folder);
    const port = await freePort();
    // Not a pipe: the server may outlive this process.
    const log = path.join(folder, 'server.log');
    const output = openSync(log, 'a');
    const server = spawn(
      program,
      [
        ...shared,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${path.join(folder, 's.sock')}`,
        `--pid-file=${path.join(folder, 'pid')}`,
        '--skip-log-bin',
        '--innodb-flush-log-at-trx-commit=0',
        ...(engine === 'mysql' ? ['--mysqlx=OFF'] : []),
      ],
      { stdio: ['ignore', output, output], detached: keep },
    );
    closeSync(output);
    server.on('error', () => {});
    if (server.pid !== undefined) onStart({ pid: server.pid, folder });
    const stop = async () => {
      await ended(server);
      remove();
    };
    const leave: Leave = async (databases) => {
      if (hasEnded(server)) {
        await stop();
        return 'the server has ended, and its folder was removed';
      }
      server.unref();
      const address = { host: '127.0.0.1', port, user: 'root', password: '' };
      return {
        look: databases.map((name) => opens(engine, address, name)),
        remove: [`kill -9 ${server.pid}; rm -rf ${quoted(folder)}`],
      };
    };
    const said = () => readFileSync(log, 'utf8');
    const lastError = () => errorsIn(said()).at(-1);
    try {
      return await answering(server, port, timeout, { stop, leave, lastError }, said);
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}

function initialise(
  program: string,
  engine: LocalServer['engine'],
  shared: readonly string[],
  data: string,
  folder: string,
): void {
  const [command, args] =
    engine === 'mysql'
      ? [program, [...shared, '--initialize-insecure']]
      : ['mariadb-install-db', [...shared, '--auth-root-authentication-method=normal', '--skip-test-db']];
  const { status, stderr, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: START_TIMEOUT,
    cwd: folder,
  });
  if (error !== undefined) throw new EngineFault(`${command} cannot be run: ${error.message}`);
  if (status !== 0 || !existsSync(data))
    throw new EngineFault(
      `${command} could not set up a server: ${errorsIn(stderr + stdout)[0] ?? lastLine(stderr + stdout)}`,
    );
}

async function answering(
  server: ChildProcess,
  port: number,
  timeout: number,
  ways: Pick<MysqlEngineOptions, 'stop' | 'leave' | 'lastError'>,
  log: () => string,
): Promise<RealEngine> {
  const until = Date.now() + START_TIMEOUT;
  for (;;) {
    if (hasEnded(server))
      throw new EngineFault(`the server ended at once: ${errorsIn(log())[0] ?? lastLine(log())}`);
    try {
      const address = { host: '127.0.0.1', port, user: 'root', password: '' };
      return await mysqlEngine({ address, origin: 'local', timeout, ...ways });
    } catch (error) {
      if (!(error instanceof EngineFault) || Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function ended(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // Nothing in it is worth a clean end.
  server.kill('SIGKILL');
  await gone;
}

/** Of a server's log. That it got a signal, or gives up, tells nobody why. */
function errorsIn(log: string): string[] {
  return log.split('\n').filter((line) => /\[ERROR\](?!.* got signal | Aborting)/.test(line));
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

/** One that is free now; the server binds it a moment later. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
