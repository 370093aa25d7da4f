/** Servers in containers, through testcontainers: Docker, Podman, and whatever else speaks Docker's language. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineFault, type EngineName, type RealEngine } from '../schema/index.ts';
import type { Leave } from './keeping.ts';
import { mysqlEngine } from './mysql/server.ts';
import { loadPart, type Part } from './parts.ts';
import { postgresEngine } from './postgres/server.ts';

interface Started {
  getHost(): string;
  getMappedPort(port: number): number;
  getId(): string;
  stop(options?: { timeout?: number }): Promise<unknown>;
}

interface Container {
  withRootPassword(password: string): Container;
  withDatabase(name: string): Container;
  withUsername(name: string): Container;
  withPassword(password: string): Container;
  withStartupTimeout(milliseconds: number): Container;
  withWaitStrategy(strategy: unknown): Container;
  withLabels(labels: Readonly<Record<string, string>>): Container;
  /** Not in every testcontainers 11. */
  withAutoCleanup?(clean: boolean): Container;
  withReuse(): Container;
  start(): Promise<Started>;
}

type Module = Readonly<Record<string, new (image: string) => Container>>;

interface Runtime {
  readonly Wait: { forListeningPorts(): unknown };
  getContainerRuntimeClient(): Promise<{
    readonly container: {
      fetchByLabel(name: string, value: string): Promise<unknown>;
      stop(container: unknown, options: { timeout: number }): Promise<void>;
      remove(container: unknown, options: { removeVolumes: boolean }): Promise<void>;
    };
  }>;
}

export type ContainerEngine = Exclude<EngineName, 'sqlite'>;

const MODULES: Readonly<
  Record<ContainerEngine, { readonly part: Part; readonly type: string; readonly port: number }>
> = {
  mysql: { part: '@testcontainers/mysql', type: 'MySqlContainer', port: 3306 },
  mariadb: { part: '@testcontainers/mariadb', type: 'MariaDbContainer', port: 3306 },
  postgres: { part: '@testcontainers/postgresql', type: 'PostgreSqlContainer', port: 5432 },
};

/** Of a container that nobody else reaches, and that is gone in a minute. */
const PASSWORD = 'dialint';

/** Marks a container as one of a replay. */
const LABEL = 'dialint.replay';

/** How long a container may take from its start until its server answers, in milliseconds. */
const START_TIMEOUT = 120_000;

/** Why no container can be started here; null: a runtime answers. Throws PartMissing where testcontainers is not there. */
export async function noContainers(): Promise<string | null> {
  const { getContainerRuntimeClient } = loadPart<Runtime>('testcontainers', 'Replaying in a container');
  try {
    await getContainerRuntimeClient();
    return null;
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? 'no container runtime answers';
  }
}

/** Ends and removes the container with this label, whoever has started it. Throws where there is none. */
export async function removeContainer(label: string): Promise<void> {
  const { getContainerRuntimeClient } = loadPart<Runtime>('testcontainers', 'Cleaning up');
  const { container } = await getContainerRuntimeClient();
  const left = await container.fetchByLabel(LABEL, label);
  if (left === undefined) throw new Error(`there is no container labelled ${label}`);
  await container.stop(left, { timeout: 0 }).catch(() => {});
  await container.remove(left, { removeVolumes: true });
}

/** Starts the image, and connects. `onStart` gets the container's label before it is made. Throws EngineFault and PartMissing. */
export async function startContainer(
  engine: ContainerEngine,
  image: string,
  timeout: number,
  onStart: (label: string) => void,
  keep = false,
): Promise<RealEngine> {
  const { part, type, port } = MODULES[engine];
  const Type = loadPart<Module>(part, `Replaying on ${image} in a container`)[type];
  if (Type === undefined) throw new EngineFault(`${part} has no ${type}: is it version 11?`);
  const reason = await noContainers();
  if (reason !== null)
    throw new EngineFault(`no container runtime answers (${reason}), and ${image} needs one`);
  let started: Started;
  const label = randomBytes(8).toString('hex');
  onStart(label);
  try {
    const { Wait } = loadPart<Runtime>('testcontainers', 'Replaying in a container');
    // Not its health, which PostgreSqlContainer waits for: Podman without systemd never looks at that.
    const fresh = new Type(image)
      .withWaitStrategy(Wait.forListeningPorts())
      .withStartupTimeout(START_TIMEOUT)
      .withLabels({ [LABEL]: label });
    // Else testcontainers' own reaper removes it. Reuse has the same effect, and the label lets nobody find it.
    const container = keep ? (fresh.withAutoCleanup?.(false) ?? fresh.withReuse()) : fresh;
    started = await (engine === 'postgres'
      ? container.withUsername('postgres').withPassword(PASSWORD)
      : container.withRootPassword(PASSWORD)
    ).start();
  } catch (error) {
    // testcontainers leaves one that ended while it started
    await removeContainer(label).catch(() => {});
    throw new EngineFault(
      `the image ${image} could not be started: ${(error as Error).message.split('\n')[0]}`,
    );
  }
  const stop = async () => {
    await started.stop({ timeout: 0 });
  };
  const leave: Leave = async (databases) => {
    const id = started.getId().slice(0, 12);
    const program = engine === 'postgres' ? 'psql -U postgres' : `${engine} -u root -p${PASSWORD}`;
    return {
      look: databases.map((name) => `docker exec -it ${id} ${program} ${name}`),
      remove: [`docker rm -f -v ${id}`],
    };
  };
  const address = { host: started.getHost(), port: started.getMappedPort(port), password: PASSWORD };
  const until = Date.now() + START_TIMEOUT;
  for (;;) {
    try {
      const shared = { origin: 'testcontainers' as const, timeout, stop, leave };
      return engine === 'postgres'
        ? await postgresEngine({ address: { ...address, user: 'postgres', database: 'postgres' }, ...shared })
        : await mysqlEngine({ address: { ...address, user: 'root' }, ...shared });
    } catch (error) {
      // The port is open before the server takes logins.
      if (!(error instanceof EngineFault) || Date.now() > until) {
        await stop().catch(() => {});
        throw error;
      }
      await sleep(100);
    }
  }
}
