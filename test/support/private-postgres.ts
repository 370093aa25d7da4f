import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface PrivatePostgres {
  readonly url: string;
  /** SIGKILL to the server and all its processes. */
  kill(): void;
  remove(): Promise<void>;
}

/** A folder with a slash at its end; empty: the PATH has them; undefined: they are not there. */
function programs(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return ['', ...versions.map((version) => `${root}/${version}/bin/`)].find((folder) =>
    ['initdb', 'postgres'].every(
      (name) => spawnSync(folder + name, ['--version'], { stdio: 'ignore' }).status === 0,
    ),
  );
}

/**
 * A server of the test's own, on a free port of the loopback. undefined: initdb and postgres are neither on the PATH nor
 * where Debian puts them.
 */
export async function privatePostgres(): Promise<PrivatePostgres | undefined> {
  const bin = programs();
  if (bin === undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'dialint-postgres-'));
  // PostgreSQL does not run as root.
  const user = process.getuid?.() === 0 ? userOf(['postgres', 'nobody']) : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const as = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...user };
  const { status, stderr } = spawnSync(
    `${bin}initdb`,
    ['-A', 'trust', '-E', 'UTF8', '-U', 'postgres', '-D', 'data'],
    {
      ...as,
      encoding: 'utf8',
    },
  );
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`initdb: ${stderr}`);
  }
  const port = await freePort();
  const server = spawn(
    `${bin}postgres`,
    ['-D', 'data', '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    // A process group of its own, as each connection has a process.
    { ...as, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  await ready(server);
  const kill = () => {
    if (server.pid !== undefined && server.exitCode === null && server.signalCode === null)
      process.kill(-server.pid, 'SIGKILL');
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}`,
    kill,
    remove: async () => {
      if (server.exitCode === null && server.signalCode === null) {
        const gone = once(server, 'exit');
        kill();
        await gone;
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function userOf(names: readonly string[]): { uid: number; gid: number } | undefined {
  for (const name of names) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim(),
    );
    if (uid !== '' && gid !== '') return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (/ready to accept connections/.test(log)) resolve();
    });
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`postgres: ${log}`)));
  });
}

async function freePort(): Promise<number> {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
