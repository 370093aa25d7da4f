/** The real engines, as the fuzzer uses them: a fresh database for each history, over one connection. */
import type * as fc from 'fast-check';
import type { Catalog, EngineName, Statement, Target } from '../../../src/schema/index.ts';
import * as postgresShapes from '../postgres/read-back.ts';
import * as sqliteShapes from '../sqlite/read-back.ts';
import * as mysql from '../support/mysql.ts';
import { observedShape, predictedShape } from '../support/mysql-catalog.ts';
import * as postgres from '../support/postgres.ts';
import * as sqlite from '../support/sqlite.ts';
import { mysqlHistories } from './mysql-histories.ts';
import { quotedHistories } from './quoted-histories.ts';

export interface Answer {
  /** `ok`, or the engine's error code. */
  readonly outcome: string;
  readonly message: string;
}

export interface Session {
  /** Sends all that `run` and `shape` will be asked for: nobody waits between two statements. Absent: not worth it. */
  sendAhead?(history: readonly Statement[]): void;
  run(statement: Statement): Promise<Answer>;
  /** What the engine's own catalog holds, in the form that `RealEngine.predicted` gives. */
  shape(): Promise<unknown>;
}

export interface RealEngine {
  readonly engine: EngineName;
  readonly version: string;
  readonly target: Target;
  readonly histories: fc.Arbitrary<readonly Statement[]>;
  /** Refusals that rest on values in rows, which judges do not keep (docs/decisions/0004). */
  readonly aboutRows: ReadonlySet<string>;
  predicted(catalog: Catalog): unknown;
  fresh<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const MYSQL_ROWS = new Set(
  '1048 1062 1138 1216 1264 1265 1292 1364 1366 1406 1416 1451 1452 1690 1906 3105 3140 3156 3819 3854 4025 4078'.split(
    ' ',
  ),
);

async function mysqlFamily(engine: 'mysql' | 'mariadb'): Promise<RealEngine> {
  const server = await mysql.connect(`DIALINT_TEST_${engine.toUpperCase()}`, engine);
  if (server === null) throw new Error(`DIALINT_TEST_${engine.toUpperCase()} names no server`);
  const target = mysql.targetOf(engine, server.version);
  return {
    engine,
    version: server.version,
    target,
    histories: mysqlHistories,
    aboutRows: MYSQL_ROWS,
    predicted: predictedShape,
    fresh: (work) =>
      mysql.withDatabase(server, target, (database) =>
        work({
          run: async ({ sql }) => {
            const { errno, message } = await mysql.execute(server, sql);
            return { outcome: errno === null ? 'ok' : String(errno), message };
          },
          // The server's own temporary tables fail at times, where others clear its folder.
          shape: () =>
            observedShape(server.connection, database).catch(() =>
              observedShape(server.connection, database),
            ),
        }),
      ),
    close: () => server.connection.end(),
  };
}

async function postgresql(): Promise<RealEngine> {
  if (postgres.unavailable !== undefined) throw new Error(postgres.unavailable);
  const server = await postgres.Server.start({ pipeline: true });
  return {
    engine: 'postgres',
    version: server.version,
    target: postgres.target(server.version),
    histories: quotedHistories('postgres'),
    aboutRows: new Set([
      '22001',
      '22003',
      '22007',
      '22P02',
      '23502',
      '23503',
      '23505',
      '23514',
      '428C9',
      '42804',
    ]),
    predicted: postgresShapes.summary,
    fresh: async (work) => {
      const cleared = server.clear();
      const run = async (statement: Statement): Promise<Answer> => {
        const { outcome, message = '' } = await server.run(statement);
        return { outcome, message };
      };
      const shape = () => postgresShapes.readBack(server.client);
      const answers = new Map<Statement, Promise<Answer>>();
      let last: Promise<unknown> | undefined;
      const result = await work({
        sendAhead: (history) => {
          for (const statement of history) answers.set(statement, run(statement));
          last = shape();
          // Whoever asks hears of it.
          last.catch(() => {});
        },
        run: (statement) => answers.get(statement) ?? run(statement),
        shape: () => last ?? shape(),
      });
      await Promise.allSettled([cleared, ...answers.values(), last]);
      await cleared;
      return result;
    },
    close: () => server.stop(),
  };
}

function sqlite3(): RealEngine {
  const version = sqlite.version();
  return {
    engine: 'sqlite',
    version,
    target: sqlite.target(version, false),
    histories: quotedHistories('sqlite'),
    aboutRows: new Set(
      ['UNIQUE', 'NOTNULL', 'CHECK', 'FOREIGNKEY', 'PRIMARYKEY', 'DATATYPE', 'ROWID']
        .map((kind) => `SQLITE_CONSTRAINT_${kind}`)
        .concat('SQLITE_MISMATCH'),
    ),
    predicted: sqliteShapes.summary,
    fresh: async (work) => {
      const database = sqlite.open();
      try {
        return await work({
          run: async (statement) => {
            const { outcome, message = '' } = sqlite.run(database, statement);
            return { outcome, message };
          },
          shape: async () => sqliteShapes.readBack(database),
        });
      } finally {
        database.close();
      }
    },
    close: async () => {},
  };
}

export function connect(engine: EngineName): Promise<RealEngine> {
  switch (engine) {
    case 'mysql':
    case 'mariadb':
      return mysqlFamily(engine);
    case 'postgres':
      return postgresql();
    case 'sqlite':
      return Promise.resolve(sqlite3());
  }
}
