/** What a verdict says beyond its outcome; needs no server. */
import { describe, expect, test } from 'vitest';
import { mariadbJudge } from '../../../src/engines/mariadb/judge.ts';
import { mysqlJudge } from '../../../src/engines/mysql/judge.ts';
import type { Catalog, Judge, Statement, Table, Target } from '../../../src/schema/index.ts';
import {
  add,
  addFk,
  addIndex,
  alter,
  col,
  create,
  drop,
  dropTable,
  id,
  index,
  modify,
  originOf,
  rows,
  targetOf,
  unique,
} from '../support/mysql.ts';

const MYSQL = targetOf('mysql', '8.4');
const MARIADB = targetOf('mariadb', '10.11');

function run(judge: Judge, target: Target, statements: readonly Statement[], from = judge.initial(target)) {
  let catalog: Catalog = from;
  let verdict = judge.judge(catalog, statements[0] as Statement, target);
  for (const statement of statements.slice(1)) {
    catalog = verdict.after;
    verdict = judge.judge(catalog, statement, target);
  }
  return verdict;
}

const mysql = (...statements: Statement[]) => run(mysqlJudge, MYSQL, statements);
const mariadb = (...statements: Statement[]) => run(mariadbJudge, MARIADB, statements);

const raw = (tables?: string[]): Statement => ({
  kind: 'notUnderstood',
  reason: 'cannot be read',
  ...(tables === undefined ? {} : { tables: tables.map((name) => ({ name })) }),
  sql: 'whatever',
  origin: originOf('raw'),
});

describe('facts', () => {
  test('a long index name: the number, the limit and the call at fault', () => {
    const name = 'x'.repeat(66);
    const verdict = mysql(create('t', [col('a', 'int')]), alter('t', addIndex(index(name, ['a']))));
    expect(verdict.problems).toEqual([
      {
        fact: {
          kind: 'identifier-too-long',
          object: 'index',
          name,
          table: 't',
          length: 66,
          limit: 64,
          unit: 'characters',
        },
        effect: 'refuses',
        code: '1059',
        message: `Identifier name '${name}' is too long`,
        origin: originOf(`index ${name}`),
      },
    ]);
  });

  test('a long key: bytes of each part', () => {
    const verdict = mysql(
      create('t', [col('a', 'varchar(255)'), col('b', 'varchar(600)')], {
        indexes: [index('i', ['a', 'b'])],
      }),
    );
    expect(verdict.problems[0]).toMatchObject({
      code: '1071',
      message: 'Specified key was too long; max key length is 3072 bytes',
      fact: {
        kind: 'key-too-long',
        bytes: 3420,
        limit: 3072,
        parts: [
          { column: 'a', bytes: 1020 },
          { column: 'b', bytes: 2400 },
        ],
      },
    });
  });

  test('MariaDB cuts a key and says what it makes instead; the catalog keeps the prefix', () => {
    const verdict = mariadb(
      create('t', [col('a', 'varchar(800)')], { indexes: [index('i', ['a']), unique('u', ['a'])] }),
    );
    expect(verdict.outcome).toBe('accepts');
    expect(verdict.problems.map((problem) => [problem.effect, problem.fact.kind])).toEqual([
      ['changes', 'key-too-long'],
      ['changes', 'key-too-long'],
    ]);
    expect(verdict.problems[0]?.fact).toMatchObject({
      bytes: 3200,
      limit: 3072,
      instead: 'an index over the first 768 characters',
    });
    const table = verdict.after.table('t') as Table;
    expect(table.indexes[0]?.parts).toEqual([{ column: 'a', length: 768 }]);
    expect(table.indexes[1]).toMatchObject({ method: 'hash', parts: [{ column: 'a' }] });
  });

  test('a widened column is to blame for the key that it makes too long', () => {
    const verdict = mysql(
      create('t', [col('a', 'varchar(700)')], { indexes: [index('i', ['a'])] }),
      alter('t', modify(col('a', 'varchar(800)'))),
    );
    expect(verdict.problems[0]?.origin).toEqual(originOf('column a'));
  });

  test('a refusal that stays is not reported again by the next statement', () => {
    const verdict = mysql(
      create('t', [col('a', 'varchar(800)')], { indexes: [index('i', ['a'])] }),
      alter('t', add(col('b', 'int'))),
    );
    expect(verdict).toMatchObject({ outcome: 'accepts', problems: [] });
  });

  test('a foreign key on MyISAM is silently not made', () => {
    const verdict = mysql(
      create('p', [id()]),
      create('c', [col('x', 'bigint unsigned')], {
        options: { engine: 'MyISAM' },
        foreign: [{ columns: ['x'], parent: { name: 'p' }, parentColumns: ['id'] }],
      }),
    );
    expect(verdict.outcome).toBe('accepts');
    expect(verdict.problems[0]).toMatchObject({
      effect: 'changes',
      code: null,
      fact: { kind: 'foreign-key', reason: 'storage-engine' },
    });
    expect(verdict.after.table('c')?.foreignKeys).toEqual([]);
    expect(verdict.after.table('c')?.indexes).toHaveLength(1);
  });

  test.each([
    ['8.0.36', '1822', 'parent-not-indexed'],
    ['8.4', '6125', 'parent-not-indexed'],
    ['5.7', '1215', 'parent-not-indexed'],
  ])('a parent without an index on %s', (version, code, reason) => {
    const verdict = run(mysqlJudge, targetOf('mysql', version), [
      create('p', [col('n', 'int')]),
      create('c', [col('x', 'int')], {
        foreign: [{ columns: ['x'], parent: { name: 'p' }, parentColumns: ['n'] }],
      }),
    ]);
    expect(verdict.problems[0]).toMatchObject({ code, fact: { reason } });
  });

  test('767 bytes on MySQL 5.6: utf8mb4 takes 191 characters', () => {
    const target = targetOf('mysql', '5.6');
    const of = (length: number) =>
      run(mysqlJudge, target, [
        create('t', [col('a', `varchar(${length})`)], { indexes: [unique('u', ['a'])] }),
      ]);
    expect(of(191).outcome).toBe('accepts');
    expect(of(192).problems[0]).toMatchObject({ code: '1071', fact: { bytes: 768, limit: 767 } });
  });
});

describe('what is left', () => {
  test('a refused statement changes nothing, and is judged on as if it had been taken', () => {
    const verdict = mysql(create('t', [col('a', 'json', { default: '[]' })]));
    expect(verdict.left.table('t')).toBeUndefined();
    expect(verdict.after.table('t')?.columns).toHaveLength(1);
  });

  test('MariaDB drops what it can', () => {
    const statements = [create('t', [id()]), dropTable('t', 'nope')];
    expect(mariadb(...statements).left.table('t')).toBeUndefined();
    expect(mysql(...statements).left.table('t')).toBeDefined();
  });

  test('a renamed table takes its keys along, and those that point to it', () => {
    const verdict = mysql(
      create('p', [id()]),
      create('c', [col('x', 'bigint unsigned')], {
        foreign: [{ columns: ['x'], parent: { name: 'p' }, parentColumns: ['id'] }],
      }),
      { kind: 'renameTable', from: { name: 'p' }, to: { name: 'q' }, sql: '', origin: originOf('') },
      { kind: 'renameTable', from: { name: 'c' }, to: { name: 'd' }, sql: '', origin: originOf('') },
    );
    expect(verdict.after.table('d')?.foreignKeys[0]).toMatchObject({
      name: 'd_ibfk_1',
      parent: { name: 'q' },
    });
  });
});

describe('what is not known', () => {
  test('SQL that is not understood opens the tables that it names, or all', () => {
    const one = mysql(create('t', [id()]), create('u', [id()]), raw(['t']));
    expect(one).toMatchObject({ outcome: 'unknown', reason: 'cannot be read' });
    expect(one.after.table('t')?.open).toBe('cannot be read');
    expect(one.after.table('u')?.open).toBeUndefined();
    const all = mysql(create('t', [id()]), raw());
    expect(all.after.open).toBe('cannot be read');
    expect(all.after.table('t')?.open).toBe('cannot be read');
  });

  test.each<[string, Statement]>([
    ['a column of an open table', alter('t', drop('nope'))],
    ['a changed column', alter('t', modify(col('nope', 'int')))],
    ['an index over an unknown column', alter('t', addIndex(index('i', ['nope'])))],
    ['an index to drop', alter('t', { kind: 'dropIndex', name: 'nope' })],
    ['a table that is not listed', alter('nope', add(col('a', 'int')))],
    ['a parent that is not listed', alter('t', addFk('f', 'id', 'nope'))],
    ['a table to drop', dropTable('nope')],
    ['rows', rows('insert', 't', 'nope')],
    ['rows of a table that is not listed', rows('select', 'nope')],
  ])('a lookup that misses is unknown, never refused: %s', (_, statement) => {
    const verdict = mysql(create('t', [id()]), raw(), statement);
    expect(verdict).toMatchObject({ outcome: 'unknown', problems: [], reason: 'cannot be read' });
  });

  test('names and key bytes stay certain', () => {
    const long = 'x'.repeat(65);
    const name = mysql(raw(), alter('nope', addIndex(index(long, ['a']))));
    expect(name).toMatchObject({ outcome: 'refuses', problems: [{ code: '1059' }] });
    const key = mysql(
      create('t', [col('v', 'varchar(800)')]),
      raw(['t']),
      alter('t', addIndex(index('i', ['v', 'nope']))),
    );
    expect(key).toMatchObject({ outcome: 'refuses', problems: [{ code: '1071' }] });
  });

  test('a table that may exist', () => {
    const base = mysqlJudge.initial(MYSQL);
    const table = create('t', [id()]);
    const made = mysqlJudge.judge(base, table, MYSQL).after.table('t') as Table;
    const catalog = base.withTable({ ...made, maybe: 'made in a branch' });
    const reason = 'made in a branch';
    expect(mysqlJudge.judge(catalog, table, MYSQL)).toMatchObject({ outcome: 'unknown', reason });
    expect(mysqlJudge.judge(catalog, dropTable('t'), MYSQL)).toMatchObject({ outcome: 'unknown', reason });
    expect(mysqlJudge.judge(catalog, rows('select', 't'), MYSQL)).toMatchObject({
      outcome: 'unknown',
      reason,
    });
    expect(mysqlJudge.judge(catalog, rows('select', 't'), MYSQL).problems).toEqual([]);
  });

  test('what the framework refuses has no code', () => {
    const verdict = mysql({ kind: 'frameworkRefuses', message: 'no', sql: '', origin: originOf('x') });
    expect(verdict.problems).toMatchObject([
      { code: null, message: 'no', fact: { kind: 'framework-refuses' } },
    ]);
  });
});
