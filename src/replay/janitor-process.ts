/**
 * The process that `Janitor` starts. It reads orders until its input ends; where no `done` came before that, the replay
 * is dead, and everything that it had made is removed here.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { removeContainer } from '../engines/container.ts';
import { dropByUrl } from '../engines/drop-by-url.ts';
import type { Order } from './janitor.ts';

/** For how long the runtime may still be at work on a container that it was asked for last, in milliseconds. */
const CONTAINER_TIMEOUT = 15_000;

const orders: Order[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  try {
    orders.push(JSON.parse(line) as Order);
  } catch {
    // the last line of a process that was killed while it wrote
  }
}
if (!orders.some(({ kind }) => kind === 'done')) await cleanUp(orders);

async function cleanUp(left: readonly Order[]): Promise<void> {
  const containers = left.flatMap((order) =>
    order.kind === 'started' && order.what.container !== undefined ? [order.what.container] : [],
  );
  await Promise.all([endAll(left), ...containers.map(removeWhenThere)]);
}

async function removeWhenThere(container: string): Promise<void> {
  const until = Date.now() + CONTAINER_TIMEOUT;
  do {
    // a runtime that does not answer now may do so later
    if (await removeContainer(container).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  } while (Date.now() < until);
}

async function endAll(left: readonly Order[]): Promise<void> {
  // A server may still be at work on what it was sent last.
  await new Promise((resolve) => setTimeout(resolve, 200));
  // the newest first: a server ends before its folder goes
  for (const order of [...left].reverse()) {
    try {
      if (order.kind === 'started') await end(order.what);
      else if (order.kind === 'database') await dropByUrl(new URL(order.url), order.name);
    } catch {
      // what cannot be removed must not keep the rest
    }
  }
}

async function end({ pid, folder }: Extract<Order, { kind: 'started' }>['what']): Promise<void> {
  if (pid !== undefined && pid > 0) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended
    }
    // its files are free when it is gone
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
