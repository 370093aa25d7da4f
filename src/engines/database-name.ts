/** Names of the databases that a replay makes on a server: nobody else's database has one. */
import { randomBytes } from 'node:crypto';

export function newDatabaseName(): string {
  return `dialint_${randomBytes(8).toString('hex')}`;
}

export function isReplayDatabase(name: string): boolean {
  return /^dialint_[0-9a-f]{16}$/.test(name);
}
