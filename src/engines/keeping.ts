/** What `--keep` leaves of a server: its databases, and the commands that open and remove them. */
import type { EngineName, Kept } from '../schema/index.ts';

/** Leaves the databases of these names; gives a sentence where nothing can be left. */
export type Leave = (databases: readonly string[]) => Promise<Kept | string>;

export interface ClientAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** The engines' own client programs, which ask for a password where there is one. */
export function opens(engine: EngineName, address: ClientAddress, database: string): string {
  return engine === 'postgres'
    ? `psql ${postgresLogin(address)} ${database}`
    : `${engine} ${mysqlLogin(address)} ${database}`;
}

/** On a server that was there before. */
export function leaveByUrl(engine: EngineName, address: ClientAddress): Leave {
  return async (databases) => ({
    look: databases.map((name) => opens(engine, address, name)),
    remove: databases.map((name) =>
      engine === 'postgres'
        ? `dropdb ${postgresLogin(address)} ${name}`
        : `${engine} ${mysqlLogin(address)} -e 'drop database ${name}'`,
    ),
  });
}

function mysqlLogin({ host, port, user, password }: ClientAddress): string {
  return `-h ${quoted(host)} -P ${port} -u ${quoted(user)}${password === '' ? '' : ' -p'}`;
}

function postgresLogin({ host, port, user }: ClientAddress): string {
  return `-h ${quoted(host)} -p ${port} -U ${quoted(user)}`;
}

/** A word of a shell's command. */
export function quoted(word: string): string {
  return /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
