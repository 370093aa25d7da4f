/** Names that MySQL and MariaDB refuse or change; needs no server. Codes and words are those of MySQL 9.7 and MariaDB 10.11. */
import { describe, expect, test } from 'vitest';
import { mariadbJudge } from '../../../src/engines/mariadb/judge.ts';
import { mysqlJudge } from '../../../src/engines/mysql/judge.ts';
import type { Problem, Statement } from '../../../src/schema/index.ts';
import { MARIADB, MYSQL } from '../../support/timeline.ts';
import {
  addCheck,
  addColumn,
  addForeign,
  alterTable,
  col,
  createIndex,
  createTable,
  origin,
  references,
  renameColumn,
  renameTable,
} from '../support/quoted-ddl.ts';

const BASE = createTable('base', [col('a'), col('b')], { primary: ['b'] });

/** What the statement is refused for, or what is changed about it, after the table `base` has been made. */
function problems(engine: 'mysql' | 'mariadb', statement: Statement): readonly Problem[] {
  const [judge, target] = engine === 'mysql' ? [mysqlJudge, MYSQL] : [mariadbJudge, MARIADB];
  const { after } = judge.judge(judge.initial(target), BASE, target);
  return judge.judge(after, statement, target).problems;
}

const shown = (engine: 'mysql' | 'mariadb', statement: Statement): string[] =>
  problems(engine, statement).map(({ effect, code, message }) => `${effect} ${code} ${message}`);

/** Each kind of name, in a statement that makes it. */
const MAKES = {
  table: (name) => createTable(name, [col('a')]),
  'new table name': (name) => renameTable('base', name),
  column: (name) => alterTable('base', addColumn(col(name))),
  'new column name': (name) => alterTable('base', renameColumn('a', name)),
  index: (name) => createIndex(name, 'base', ['a']),
  unique: (name) => createIndex(name, 'base', ['a'], { unique: true }),
  check: (name) => alterTable('base', addCheck('`a` > 0', name)),
  foreignKey: (name) => alterTable('base', addForeign(references(['a'], 'base', ['b'], { name }))),
} satisfies Record<string, (name: string) => Statement>;

const kinds = Object.keys(MAKES) as (keyof typeof MAKES)[];

describe('a name may have 64 characters, however many bytes they are', () => {
  test.each(kinds)('%s', (kind) => {
    for (const engine of ['mysql', 'mariadb'] as const) {
      expect(problems(engine, MAKES[kind]('x'.repeat(64)))).toEqual([]);
      expect(problems(engine, MAKES[kind]('ä'.repeat(64)))).toEqual([]);
    }
  });
});

describe('a longer one is refused', () => {
  const name = 'ä'.repeat(65);

  test.each(kinds)('%s', (kind) => {
    const words = {
      long: `1059 Identifier name '${name}' is too long`,
      table: `1103 Incorrect table name '${name}'`,
      column: `1166 Incorrect column name '${name}'`,
    };
    const statement = MAKES[kind](name);
    const renamed = kind === 'new column name' ? words.column : words.long;
    expect(shown('mysql', statement)).toEqual([`refuses ${renamed}`]);
    expect(shown('mariadb', statement)).toEqual([
      `refuses ${kind === 'table' || kind === 'new table name' ? words.table : renamed}`,
    ]);
  });

  test('with its kind, its length and the call that gives it', () => {
    const facts = kinds.map((kind) => {
      const [problem] = problems('mysql', MAKES[kind](name));
      expect(problem).toMatchObject({
        fact: { kind: 'identifier-too-long', name, length: 65, limit: 64, unit: 'characters' },
        origin,
      });
      return problem?.fact.kind === 'identifier-too-long' ? [problem.fact.object, problem.fact.table] : [];
    });
    expect(facts).toEqual([
      ['table', name],
      ['table', name],
      ['column', 'base'],
      ['column', 'base'],
      ['index', 'base'],
      ['unique', 'base'],
      ['constraint', 'base'],
      ['foreignKey', 'base'],
    ]);
  });

  test('once, if it ends in a space as well', () => {
    const spaced = `${'x'.repeat(64)} `;
    expect(shown('mysql', MAKES.index(spaced))).toEqual([
      `refuses 1059 Identifier name '${spaced}' is too long`,
    ]);
  });
});

describe.each(['mysql', 'mariadb'] as const)('%s refuses', (engine) => {
  test.each(['', 'x '])("the name '%s'", (name) => {
    expect(kinds.map((kind) => [kind, ...shown(engine, MAKES[kind](name))])).toEqual([
      ['table', `refuses 1103 Incorrect table name '${name}'`],
      ['new table name', `refuses 1103 Incorrect table name '${name}'`],
      ['column', `refuses 1166 Incorrect column name '${name}'`],
      ['new column name', `refuses 1166 Incorrect column name '${name}'`],
      ['index', `refuses 1280 Incorrect index name '${name}'`],
      ['unique', `refuses 1280 Incorrect index name '${name}'`],
      ['check'],
      // by the name of the index that the key makes for itself
      ['foreignKey', `refuses 1280 Incorrect index name '${name}'`],
    ]);
  });

  test('a foreign key by its name only where it makes an index', () => {
    for (const name of ['', 'x ']) {
      const made = (unique: { columns: string[] }[]) =>
        createTable('t', [col('a')], { unique, foreign: [references(['a'], 'base', ['b'], { name })] });
      expect(shown(engine, made([]))).toEqual([`refuses 1280 Incorrect index name '${name}'`]);
      expect(shown(engine, made([{ columns: ['a'] }]))).toEqual([]);
    }
  });

  test('a space within a name: no', () => {
    for (const kind of kinds) expect(shown(engine, MAKES[kind](' x y'))).toEqual([]);
  });

  test.each(['primary', 'PRIMARY', 'Primary'])("an index called '%s'", (name) => {
    expect(shown(engine, MAKES.index(name))).toEqual([`refuses 1280 Incorrect index name '${name}'`]);
  });

  test('an index called as InnoDB calls its own', () => {
    for (const name of ['GEN_CLUST_INDEX', 'Gen_Clust_Index'])
      for (const statement of [MAKES.index(name), MAKES.foreignKey(name)])
        expect(shown(engine, statement)).toEqual(["refuses 1280 Incorrect index name 'GEN_CLUST_INDEX'"]);
  });
});

describe('an emoji in a name', () => {
  test.each(kinds)('%s', (kind) => {
    const name = 'x😀';
    expect(shown('mysql', MAKES[kind](name))).toEqual([
      `changes 1300 Cannot convert string '${name}' from utf8mb4 to utf8mb3`,
    ]);
    expect(shown('mariadb', MAKES[kind](name))).toEqual([
      `refuses 1300 Invalid utf8mb4 character string: '${name}'`,
    ]);
    expect(problems('mysql', MAKES[kind](name))[0]?.fact).toEqual({ kind: 'other' });
    expect(problems('mariadb', MAKES[kind](name))[0]?.fact).toEqual({ kind: 'other' });
  });
});
