/** Removes a database that a replay has made on a server, when the replay itself can no longer do it. */
import { isReplayDatabase } from './database-name.ts';
import { loadPart } from './parts.ts';

interface Mysql {
  createConnection(url: string): Promise<{ query(sql: string): Promise<unknown>; end(): Promise<void> }>;
}

interface Pg {
  Client: new (options: {
    connectionString: string;
  }) => {
    connect(): Promise<void>;
    query(sql: string): Promise<unknown>;
    end(): Promise<void>;
  };
}

/** Throws where the server is gone, there is no such database, or the name is none that a replay makes. */
export async function dropByUrl(url: URL, name: string): Promise<void> {
  if (!isReplayDatabase(name)) throw new Error(`${name} is no database of a replay`);
  if (url.protocol === 'mysql:' || url.protocol === 'mariadb:') {
    const bare = new URL(url.href.replace(/^mariadb:/, 'mysql:'));
    bare.pathname = '';
    bare.username ||= 'root';
    const connection = await loadPart<Mysql>('mysql2', 'Cleaning up').createConnection(bare.href);
    await connection.query(`drop database \`${name}\``).finally(() => connection.end());
    return;
  }
  const bare = new URL(url);
  bare.username ||= 'postgres';
  if (bare.pathname.length < 2) bare.pathname = '/postgres';
  const client = new (loadPart<Pg>('pg', 'Cleaning up').Client)({ connectionString: bare.href });
  await client.connect();
  await client.query(`drop database ${name} with (force)`).finally(() => client.end());
}
