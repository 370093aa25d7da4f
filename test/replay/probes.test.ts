/** A plan of probes on one engine: what is made, what is not, and what becomes of the rest when the engine is gone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../src/comparison/snapshot.ts';
import type { Lane } from '../../src/replay/lane.ts';
import { declaredTables } from '../../src/replay/probes/declared.ts';
import { probeLanes } from '../../src/replay/probes/lanes.ts';
import { probePage } from '../../src/replay/probes/page.ts';
import { keyOf, planOf } from '../../src/replay/probes/plan.ts';
import { type Expected, isExpected, type Known, NotMade, type Probe } from '../../src/replay/probes/probe.ts';
import { probe } from '../../src/replay/probes/run.ts';
import { literalOf, number, sameText, text, withoutZeros } from '../../src/replay/probes/value.ts';
import { parentsFirst } from '../../src/replay/rows.ts';
import {
  EngineFault,
  type RealDatabase,
  type RealRefusal,
  type Table,
  withoutCode,
} from '../../src/schema/index.ts';
import { target } from '../support/timeline.ts';

const MYSQL = target('mysql@9.7.4');

function table(name: string, more: Partial<Table> = {}): Table {
  return {
    name,
    columns: [
      {
        name: 'id',
        type: { name: 'bigint', text: 'bigint unsigned', unsigned: true },
        nullable: false,
        autoIncrement: true,
      },
      {
        name: 'title',
        type: { name: 'varchar', text: 'varchar(20)', length: 20 },
        nullable: false,
        autoIncrement: false,
      },
    ],
    primaryKey: { parts: [{ column: 'id' }] },
    indexes: [],
    foreignKeys: [],
    checks: [],
    engine: 'innodb',
    temporary: false,
    ...more,
  };
}

/** Takes everything but what `refuses` says, and keeps what it was sent. */
class Database implements RealDatabase {
  readonly name = 'x';
  readonly readsApart = true;
  readonly sent: string[] = [];
  readonly #refuses: (sql: string) => RealRefusal | null;

  constructor(refuses: (sql: string) => RealRefusal | null = () => null) {
    this.#refuses = refuses;
  }

  async execute(sql: string): Promise<RealRefusal | null> {
    this.sent.push(sql);
    return this.#refuses(sql);
  }

  async tables(): Promise<Table[]> {
    return [];
  }

  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    this.sent.push(sql);
    return sql.includes('count(*)') ? [{ n: 0 }] : [{ v: 'xxx' }];
  }

  async drop(): Promise<void> {}
  async leave(): Promise<void> {}
}

const asking = (id: string, ask: Probe['ask']): Probe => ({
  id,
  asks: 'x',
  bite: 1,
  advice: 'x.',
  expected: { sqlite: '*', mysql: '*', mariadb: '*', postgres: '*' },
  sources: {},
  places: ({ columns }) =>
    columns
      .filter(({ name }) => name === 'title')
      .map((declared) => ({ object: 'title', columns: ['title'], declared })),
  ask,
});

async function probed(database: RealDatabase, tables: readonly Table[], probes: readonly Probe[]) {
  const snapshot = snapshotOf('mysql', tables);
  const plan = planOf(declaredTables([{ target: MYSQL, snapshot }]), probes);
  const { answers, notMade } = await probe(database, MYSQL, snapshot, plan);
  const all = (map: ReadonlyMap<string, string>) =>
    plan.flatMap((one) => {
      const found = map.get(keyOf(one));
      return found === undefined ? [] : [`${one.table.name} ${one.probe.id}: ${found}`];
    });
  return { answers: all(answers), notMade: all(notMade) };
}

const becomes = asking('becomes', async (bench) => await bench.becomes('title', text('xxx')));

describe('a plan of probes', () => {
  it('runs in one transaction, which is rolled back, each probe in a savepoint of its own', async () => {
    const database = new Database();
    expect(await probed(database, [table('a'), table('b')], [becomes])).toEqual({
      answers: ['a becomes: kept', 'b becomes: kept'],
      notMade: [],
    });
    const sent = database.sent.filter((sql) => !/^set session (innodb_)?lock_wait_timeout/.test(sql));
    expect(sent[0]).toBe('begin');
    expect(sent.at(-1)).toBe('rollback');
    expect(database.sent.filter((sql) => sql === 'savepoint probe')).toHaveLength(2);
    expect(database.sent.filter((sql) => sql === 'rollback to savepoint probe')).toHaveLength(2);
  });

  it('says what it could not isolate', async () => {
    const refusing = new Database((sql) =>
      sql.startsWith('insert into `a`') ? { code: '3819', message: 'Check constraint is violated.' } : null,
    );
    const shy = asking('shy', async () => {
      throw new NotMade('nothing tells them apart');
    });
    expect(
      await probed(refusing, [table('a'), table('b'), table('c', { engine: 'myisam' })], [becomes, shy]),
    ).toEqual({
      answers: ['b becomes: kept'],
      notMade: [
        'a becomes: no row fits: Check constraint is violated. (3819)',
        'a shy: no row fits: Check constraint is violated. (3819)',
        'b shy: nothing tells them apart',
        'c becomes: myisam has no transactions, so rows would stay',
        'c shy: myisam has no transactions, so rows would stay',
      ],
    });
  });

  it('ends with the engine, and keeps the answers that there were', async () => {
    let probes = 0;
    const dying = new Database((sql) => {
      if (sql === 'savepoint probe' && ++probes === 2) throw new EngineFault('the server is gone');
      return null;
    });
    expect(await probed(dying, [table('a'), table('b'), table('c')], [becomes])).toEqual({
      answers: ['a becomes: kept'],
      notMade: ['b becomes: the server is gone', 'c becomes: the server is gone'],
    });
  });

  it('asks once what is the same for each table', async () => {
    const once: Probe = {
      ...asking('once', async () => 'said'),
      once: true,
      places: () => [{ object: null, columns: [] }],
    };
    expect((await probed(new Database(), [table('a'), table('b')], [once])).answers).toEqual([
      'a once: said',
    ]);
  });
});

describe('an engine whose database cannot be had', () => {
  it('has no answers and says why, and the others have theirs', async () => {
    const snapshot = snapshotOf('mysql', [table('a')]);
    const lane = (toProbe: () => Promise<RealDatabase>) =>
      ({ target: MYSQL, fault: undefined, gaveUp: () => {}, toProbe }) as unknown as Lane;
    const gone = await probeLanes([
      { lane: lane(() => Promise.reject(new EngineFault('the server is gone'))), snapshot },
    ]);
    expect(gone.length).toBeGreaterThan(10);
    for (const { results, notMade } of gone) {
      expect(results).toEqual({});
      expect(notMade).toEqual({ [MYSQL.id]: 'the server is gone' });
    }
    const there = await probeLanes([{ lane: lane(async () => new Database()), snapshot }]);
    expect(there.some(({ results }) => results[MYSQL.id] !== undefined)).toBe(true);
  });
});

describe('tables that point to each other', () => {
  const pointing = (name: string, to: string, nullable: boolean) =>
    table(name, {
      columns: [
        {
          name: 'other_id',
          type: { name: 'bigint', text: 'bigint unsigned', unsigned: true },
          nullable,
          autoIncrement: false,
        },
      ],
      foreignKeys: [
        {
          columns: ['other_id'],
          parent: { name: to },
          parentColumns: ['id'],
          onDelete: 'no action',
          onUpdate: 'no action',
        },
      ],
    });
  const order = (...tables: readonly Table[]) => parentsFirst(tables).map(({ name }) => name);

  it('get rows in an order in which there can be some', () => {
    expect(order(pointing('a', 'b', false), table('b'))).toEqual(['b', 'a']);
    // The mayor of a town, who must live in one.
    expect(order(pointing('people', 'towns', false), pointing('towns', 'people', true))).toEqual([
      'towns',
      'people',
    ]);
    expect(order(pointing('a', 'b', false), pointing('b', 'a', false))).toEqual(['a', 'b']);
    expect(order(pointing('a', 'a', true))).toEqual(['a']);
  });
});

describe('a declared column', () => {
  it('is that of the engine which checks most of it', () => {
    const column = (name: string, type: Table['columns'][number]['type']) => ({
      name,
      type,
      nullable: false,
      autoIncrement: false,
    });
    const [declared] = declaredTables([
      {
        target: target('sqlite@3.53.2'),
        snapshot: snapshotOf('sqlite', [
          table('a', {
            columns: [
              column('title', { name: 'varchar', text: 'varchar' }),
              column('ip', { name: 'varchar', text: 'varchar' }),
            ],
          }),
        ]),
      },
      {
        target: MYSQL,
        snapshot: snapshotOf('mysql', [
          table('a', {
            columns: [
              column('title', { name: 'varchar', text: 'varchar(20)', length: 20 }),
              column('ip', { name: 'varchar', text: 'varchar(45)', length: 45 }),
            ],
          }),
        ]),
      },
      {
        target: target('postgres@15.18'),
        snapshot: snapshotOf('postgres', [
          table('a', {
            columns: [
              column('title', { name: 'text', text: 'text' }),
              column('ip', { name: 'inet', text: 'inet' }),
            ],
          }),
        ]),
      },
    ]);
    expect(declared?.columns.map(({ name, type }) => [name, type.class, type.length])).toEqual([
      ['title', 'string', 20],
      ['ip', 'network', undefined],
    ]);
  });
});

describe('docs/probes.md', () => {
  it('is what the probes say', () => {
    const page = readFileSync(new URL('../../docs/probes.md', import.meta.url), 'utf8');
    expect(page === probePage(), 'npm run docs:probes').toBe(true);
  });
});

describe('values', () => {
  it('are written as PDO sends them: numbers bare, but on PostgreSQL as text', () => {
    expect(['sqlite', 'mysql', 'postgres'].map((engine) => literalOf(engine as 'sqlite', number(7)))).toEqual(
      ['7', '7', "'7'"],
    );
    expect(literalOf('mysql', text("a'\\b"))).toBe("'a''\\\\b'");
    expect(literalOf('postgres', text("a'\\b"))).toBe("'a''\\b'");
  });

  it.each([
    ['1', 'true', 'boolean', true],
    ['0', '0', 'boolean', true],
    ['2', '1', 'boolean', false],
    ['1.50', '1.5', 'decimal', true],
    ['100', '10', 'integer', false],
    ['-0', '0', 'integer', true],
    ['2024-01-01 00:00:00', '2024-01-01 00:00:00+00', 'timestamp', true],
    ['abc', 'ABC', 'string', false],
  ] as const)('%s and %s are the same to a reader of a %s: %s', (sent, read, type, same) => {
    expect(sameText(sent, read, type)).toBe(same);
  });
});

describe('moments', () => {
  it.each([
    ['2024-03-04 00:00:00.000', 'timestamp', '2024-03-04 00:00:00'],
    ['2024-03-04 00:00:00.000+00', 'timestamp', '2024-03-04 00:00:00+00'],
    ['2024-03-04 00:00:00.500', 'datetime', '2024-03-04 00:00:00.500'],
    ['10:00:00.000', 'string', '10:00:00.000'],
    [null, 'datetime', null],
  ] as const)('%s of a %s reads as %s', (read, type, same) => {
    expect(withoutZeros(read, type)).toBe(same);
  });
});

describe('answers', () => {
  const known = { target: MYSQL } as Known;
  it.each<[string, Expected, boolean]>([
    ['kept', 'kept', true],
    ['reads "x"', 'reads *', true],
    ['reads "x"', ['kept', 'refused 1406'], false],
    ['refused 1406', (one) => `refused ${one.target.engine === 'mysql' ? '1406' : '0'}`, true],
  ])('%s is held against %s', (answer, expected, holds) => {
    expect(isExpected(answer, expected, known)).toBe(holds);
  });

  it('agree whatever code an engine refuses with', () => {
    expect(withoutCode('refused 1406')).toBe(withoutCode('refused 22001'));
    expect(withoutCode('reads "1406"')).toBe('reads "1406"');
  });
});
