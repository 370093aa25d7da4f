/**
 * The process that `Janitor` starts. It reads orders until its input ends; where no `done` came before that, the replay
 * is dead, and everything that it had made is removed here.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { removeContainer } from '../engines/container.ts';
import { dropByUrl } from '../engines/drop-by-url.ts';
import type { Order } from './janitor.ts';

/** For how long a runtime or a server may still be at work on what it was asked for last, in milliseconds. */
const TIMEOUT = 15_000;

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
  await Promise.all([
    endAll(left),
    ...left.flatMap((order) => {
      if (order.kind === 'database') return untilGone(() => dropByUrl(new URL(order.url), order.name));
      const container = order.kind === 'started' ? order.what.container : undefined;
      return container === undefined ? [] : untilGone(() => removeContainer(container));
    }),
  ]);
}

/** `remove` throws where there is nothing, which may still be being made, or where nobody answers. */
async function untilGone(remove: () => Promise<void>): Promise<void> {
  const until = Date.now() + TIMEOUT;
  do {
    try {
      await remove();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } while (Date.now() < until);
}

async function endAll(left: readonly Order[]): Promise<void> {
  // the newest first: a server ends before its folder goes
  for (const order of [...left].reverse()) {
    try {
      if (order.kind === 'started') await end(order.what);
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
