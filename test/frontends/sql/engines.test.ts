import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { judgeFor } from '../../../src/engines/index.ts';
import { readSql } from '../../../src/frontends/sql/read.ts';
import type { Catalog, EngineName } from '../../../src/schema/index.ts';
import * as postgresShapes from '../../engines/postgres/read-back.ts';
import * as sqliteShapes from '../../engines/sqlite/read-back.ts';
import * as mysql from '../../engines/support/mysql.ts';
import { observedShape, predictedShape } from '../../engines/support/mysql-catalog.ts';
import * as postgres from '../../engines/support/postgres.ts';
import { engineUrl } from '../../support/engine-url.ts';
import { FOUND_MYSQL } from './histories/found.ts';
import { MARIADB } from './histories/mariadb.ts';
import { MYSQL } from './histories/mysql.ts';
import { POSTGRES } from './histories/postgres.ts';
import { SQLITE } from './histories/sqlite.ts';
import { judge, origin, targetFor } from './support.ts';

interface History {
  readonly title: string;
  readonly lines: readonly { readonly sql: string; readonly unknown: boolean }[];
}

function histories(text: string): History[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      return {
        title,
        lines: lines
          .filter((line) => line.trim() !== '')
          .map((line) => ({ sql: line.replace(/^\? /, ''), unknown: line.startsWith('? ') })),
      };
    });
}

interface Observed {
  /** `ok` or the code of the refusal. */
  readonly outcomes: readonly string[];
  /** In the engine's words; empty where it accepts. */
  readonly messages: readonly string[];
  /** What the engine's own catalog holds afterwards. */
  readonly shapes: unknown;
}

type Run = (statements: readonly string[]) => Promise<Observed>;
/** The same of a predicted catalog. */
type Inspect = (catalog: Catalog) => unknown;

function withoutTemporary(catalog: Catalog): Catalog {
  let next = catalog;
  for (const table of [...catalog.tables()]) if (table.temporary) next = next.withoutTable(table);
  return next;
}

const counts = { ok: 0, refused: 0, unknown: 0 };

/** What the reader and the judge say, beside what the engine says. */
async function compare(
  engine: EngineName,
  version: string,
  { title, lines }: History,
  run: Run,
  inspect: Inspect,
): Promise<void> {
  const target = targetFor(engine, version);
  const { outcomes: observed, messages, shapes } = await run(lines.map(({ sql }) => sql));
  let catalog = judgeFor(engine).initial(target);
  const said: string[] = [];
  const wanted: string[] = [];
  for (const [i, { sql, unknown }] of lines.entries()) {
    const statements = readSql(sql, target, origin);
    const verdict = judge(statements, catalog, target);
    catalog = verdict.catalog;
    if (statements.every((statement) => statement.kind === 'foreignSyntax')) {
      expect.soft(verdict.message, sql).toBe(messages[i]);
    }
    const answer = observed[i] ?? '';
    if (unknown && title === 'syntax of others') expect.soft(answer, `${sql} is refused`).not.toBe('ok');
    const expected = unknown ? 'unknown' : answer;
    const note = verdict.outcome === expected ? '' : `   [${answer}] ${verdict.message}`;
    said.push(`${verdict.outcome} <- ${sql}${note}`);
    wanted.push(`${expected} <- ${sql}`);
    counts[expected === 'ok' ? 'ok' : expected === 'unknown' ? 'unknown' : 'refused'] += 1;
  }
  expect(said).toEqual(wanted);
  // Where everything was read, the engine holds what the judge believes.
  if (lines.every(({ unknown }) => !unknown)) {
    expect(inspect(withoutTemporary(catalog))).toEqual(shapes);
  }
}

function suite(engine: EngineName, version: string, text: string, run: Run, inspect: Inspect): void {
  Object.assign(counts, { ok: 0, refused: 0, unknown: 0 });
  afterAll(() => {
    console.info(
      `${engine} ${version}: ${counts.ok} accepted, ${counts.refused} refused alike, ${counts.unknown} unknown`,
    );
    Object.assign(counts, { ok: 0, refused: 0, unknown: 0 });
  });
  for (const history of histories(text)) {
    test(history.title, () => compare(engine, version, history, run, inspect));
  }
}

for (const [engine, variable, text] of [
  ['mysql', 'MYSQL', MYSQL + FOUND_MYSQL],
  ['mariadb', 'MARIADB', MARIADB + FOUND_MYSQL],
] as const) {
  const server =
    engineUrl(variable) === undefined ? null : await mysql.connect(`DIALINT_TEST_${variable}`, engine);
  describe.skipIf(server === null)(engine, () => {
    afterAll(() => server?.connection.end());
    suite(
      engine,
      server?.version ?? '',
      text,
      (statements) =>
        mysql.withDatabase(server!, targetFor(engine), async () => {
          const outcomes: string[] = [];
          const messages: string[] = [];
          for (const sql of statements) {
            const { errno, message } = await mysql.execute(server!, sql);
            outcomes.push(errno === null ? 'ok' : String(errno));
            messages.push(message);
          }
          const database = (await server!.connection.query('select database() as name'))[0] as {
            name: string;
          }[];
          return { outcomes, messages, shapes: await observedShape(server!.connection, database[0]!.name) };
        }),
      predictedShape,
    );
  });
}

const postgresServer = engineUrl('POSTGRES') === undefined ? null : await postgres.Server.start();
describe.skipIf(postgresServer === null)('postgres', () => {
  afterAll(() => postgresServer?.stop());
  suite(
    'postgres',
    postgresServer?.version ?? '',
    POSTGRES,
    async (statements) => {
      await postgresServer!.clear();
      const outcomes: string[] = [];
      const messages: string[] = [];
      for (const sql of statements) {
        const { outcome, message = '' } = await postgresServer!.run({ sql } as never);
        outcomes.push(outcome);
        messages.push(message);
      }
      return { outcomes, messages, shapes: await postgresShapes.readBack(postgresServer!.client) };
    },
    postgresShapes.summary,
  );
});

type Open = new (file: string) => BetterSqlite3.Database;

function sqlite(): Open | null {
  try {
    const require = createRequire(new URL('../../engines/package.json', import.meta.url));
    const open = require('better-sqlite3') as Open;
    new open(':memory:').close();
    return open;
  } catch (error) {
    console.warn(`skipped: better-sqlite3 is not installed (npm ci --prefix test/engines): ${String(error)}`);
    return null;
  }
}

const open = sqlite();
describe.skipIf(open === null)('sqlite', () => {
  const Database = open!;
  const version =
    open === null
      ? ''
      : (new Database(':memory:').prepare('select sqlite_version()').pluck().get() as string);
  suite(
    'sqlite',
    version,
    SQLITE,
    async (statements) => {
      const database = new Database(':memory:');
      database.pragma('foreign_keys = on');
      const messages: string[] = [];
      const outcomes = statements.map((sql, i) => {
        messages.push('');
        try {
          const prepared = database.prepare(sql);
          if (prepared.reader) prepared.all();
          else prepared.run();
          return 'ok';
        } catch (error) {
          messages[i] = (error as Error).message;
          return (error as { code?: string }).code ?? String(error);
        }
      });
      const shapes = sqliteShapes.readBack(database);
      database.close();
      return { outcomes, messages, shapes };
    },
    sqliteShapes.summary,
  );
});
