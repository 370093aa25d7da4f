/** What is told of a server that cannot be used, or no longer. */
import { EngineFault } from '../schema/index.ts';

/** `error`: what the client threw when it was to connect. */
export function unreachable(error: unknown, { host, port }: { host: string; port: number }): EngineFault {
  const { message, code } = error as { message?: string; code?: string };
  const what = message === undefined || message === '' ? (code ?? String(error)) : message;
  return new EngineFault(`the server at ${host}:${port} cannot be used: ${what}`);
}

export function gaveUp({ message }: { readonly message: string }): EngineFault {
  return new EngineFault(`the server gave up: ${message}`);
}

/** `timeout` in milliseconds. */
export function ranTooLong(sql: string, timeout: number): EngineFault {
  return new EngineFault(`a statement ran longer than ${timeout / 1000} s: ${sql.slice(0, 200)}`);
}
