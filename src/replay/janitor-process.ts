/**
 * The process that `Janitor` starts. It reads orders until its input ends; where no `done` came before that, the replay
 * is dead, and everything that it had made is removed here.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { removeContainer } from '../engines/container.ts';
import { dropByUrl } from '../engines/drop-by-url.ts';
import type { Order } from './janitor.ts';

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

async function end({ pid, folder, container }: Extract<Order, { kind: 'started' }>['what']): Promise<void> {
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
  if (container !== undefined) await removeContainer(container);
}
