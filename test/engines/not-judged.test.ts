/**
 * What rests on values in rows, or on more than one session sees: the engines refuse it, and the judges, which keep no rows
 * (docs/decisions/0004), do not claim to know. They accept, or say that they cannot tell; they never name another reason.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { judgeFor } from '../../src/engines/index.ts';
import { readSql } from '../../src/frontends/sql/read.ts';
import type { EngineName, Target } from '../../src/schema/index.ts';
import { judge, origin, targetFor } from '../frontends/sql/support.ts';
import { engineUrl } from '../support/engine-url.ts';
import * as mysql from './support/mysql.ts';
import * as postgres from './support/postgres.ts';

type Case = readonly [code: string, ...statements: string[]];

const MYSQL_SHARED: readonly Case[] = [
  ['1062', 'create table t (a int unique)', 'insert into t (a) values (1)', 'insert into t (a) values (1)'],
  ['1062', 'create table t (a int)', 'insert into t (a) values (1), (1)', 'alter table t add unique (a)'],
  ['1406', 'create table t (a varchar(3))', "insert into t (a) values ('abcd')"],
  ['1364', 'create table t (a int not null, b int)', 'insert into t (b) values (1)'],
  [
    '1452',
    'create table p (id int primary key)',
    'create table t (a int, foreign key (a) references p (id))',
    'insert into t (a) values (1)',
  ],
];

const CASES: Readonly<Record<'mysql' | 'mariadb' | 'postgres', readonly Case[]>> = {
  mysql: [
    ...MYSQL_SHARED,
    ['1093', 'create table t (a int)', 'update t set a = (select max(a) from t)'],
    ['1690', 'create table t (a bigint unsigned)', 'insert into t (a) values (0)', 'update t set a = a - 1'],
    ['3819', 'create table t (a int check (a > 0))', 'insert into t (a) values (0)'],
  ],
  mariadb: [
    ...MYSQL_SHARED,
    ['4025', 'create table t (a int check (a > 0))', 'insert into t (a) values (0)'],
  ],
  postgres: [
    [
      '23505',
      'create table t (a int unique)',
      'insert into t (a) values (1)',
      'insert into t (a) values (1)',
    ],
    ['22001', 'create table t (a varchar(3))', "insert into t (a) values ('abcd')"],
    [
      '55006',
      'create table p (id int primary key)',
      'create table t (a int references p (id) deferrable initially deferred)',
      'begin',
      'insert into t (a) values (1)',
      'alter table t add b int',
    ],
    [
      '23502',
      'create table t (a int)',
      'insert into t (a) values (1), (2)',
      'delete from t where a = 1',
      'alter table t add b int not null',
    ],
    ['42P06', 'create schema other', 'create schema other'],
    ['42846', 'create table t (a int)', 'alter table t alter column a type json using a::json'],
  ],
};

/** What the judge says to the last of the statements. */
function judged(target: Target, statements: readonly string[]): string {
  let catalog = judgeFor(target.engine).initial(target);
  let outcome = '';
  for (const sql of statements) {
    const said = judge(readSql(sql, target, origin), catalog, target);
    catalog = said.catalog;
    outcome = said.outcome;
  }
  return outcome;
}

function suite(
  engine: EngineName,
  version: string,
  cases: readonly Case[],
  run: (statements: readonly string[]) => Promise<string>,
) {
  test.for(cases)('%s', async ([code, ...statements]) => {
    expect(await run(statements)).toBe(code);
    expect(['ok', 'unknown', code]).toContain(judged(targetFor(engine, version), statements));
  });
}

for (const [engine, variable] of [
  ['mysql', 'MYSQL'],
  ['mariadb', 'MARIADB'],
] as const) {
  const server =
    engineUrl(variable) === undefined ? null : await mysql.connect(`DIALINT_TEST_${variable}`, engine);
  describe.skipIf(server === null)(engine, () => {
    afterAll(() => server?.connection.end());
    suite(engine, server?.version ?? '', CASES[engine], (statements) =>
      mysql.withDatabase(server!, targetFor(engine), async () => {
        let last: number | null = null;
        for (const sql of statements) last = (await mysql.execute(server!, sql)).errno;
        return String(last);
      }),
    );
  });
}

const postgresServer = engineUrl('POSTGRES') === undefined ? null : await postgres.Server.start();
describe.skipIf(postgresServer === null)('postgres', () => {
  afterAll(() => postgresServer?.stop());
  suite('postgres', postgresServer?.version ?? '', CASES.postgres, async (statements) => {
    await postgresServer!.clear();
    let last = '';
    for (const sql of statements) last = (await postgresServer!.run({ sql } as never)).outcome;
    await postgresServer!.client.query('rollback');
    await postgresServer!.client.query('drop schema if exists other');
    return last;
  });
});
