import { describe, expect, it } from 'vitest';
import {
  abbreviationsInUse,
  isShared,
  namePlaces,
  sharedSlots,
  takenNames,
} from '../../src/lint/existing-names.ts';
import type { MigrationView } from '../../src/lint/rule.ts';
import type { Index, Origin, Statement } from '../../src/schema/index.ts';
import {
  createIndex,
  createTable,
  dropIndex,
  EMPTY,
  MYSQL,
  migration,
  moduleOwner,
  origin,
  POSTGRES,
  run,
  span,
  step,
  table,
  unnamed,
  view,
} from '../support/timeline.ts';

const A = migration('2026_01_01_000001_a');
const B = migration('2026_01_01_000002_b');
const at = origin(A.file, 3, '->index()');

const index = (name: string): Index => ({ kind: 'index', name, parts: [{ column: 'a' }] });

const ended = (source: typeof A, ...tables: Parameters<typeof table>[2][]): MigrationView => {
  const after = tables.reduce((catalog, more, i) => catalog.withTable(table(`T${i}`, [], more)), EMPTY);
  return view(source, run(source, MYSQL, [step(createTable('x', at), { after })]));
};

describe('names that are taken', () => {
  it('are those of tables, indexes and keys at the end, in lower case', () => {
    const foreign = { columns: ['a'], parent: { name: 'p' }, parentColumns: ['id'] };
    const names = takenNames([
      ended(
        A,
        { indexes: [index('One_IDX')] },
        {
          primaryKey: { name: 'T1_Pkey', parts: [] },
          foreignKeys: [
            { name: 'Two_FK', ...foreign, onDelete: 'no action', onUpdate: 'no action' },
            { ...foreign, onDelete: 'no action', onUpdate: 'no action' },
          ],
        },
        { primaryKey: { parts: [] } },
      ),
    ]);
    expect([...names].sort()).toEqual(['one_idx', 't0', 't1', 't1_pkey', 't2', 'two_fk']);
  });

  it('are those of the end, not of a state in between', () => {
    const names = takenNames([
      ended(A, { indexes: [index('first_idx')] }),
      ended(B, { indexes: [index('second_idx')] }),
    ]);
    expect([...names].sort()).toEqual(['second_idx', 't0']);
  });

  it('are those of each set of migrations and of each target', () => {
    const other = migration('2026_01_01_000003_c', { set: 'tenant' });
    const on = (target: typeof MYSQL, source: typeof A, name: string) =>
      run(source, target, [step(createTable('x', at), { after: EMPTY.withTable(table(name, [])) })]);
    expect(
      [
        ...takenNames([view(A, on(MYSQL, A, 'm'), on(POSTGRES, A, 'p')), view(other, on(MYSQL, other, 't'))]),
      ].sort(),
    ).toEqual(['m', 'p', 't']);
  });

  it('are those that a statement gives, also on the way back and where a fresh database does not get', () => {
    const of = (name: string) => createIndex('t', name, ['a'], at);
    const unnamedKey: Statement = { ...createIndex('t', '', ['a'], at), index: { kind: 'index', parts: [] } };
    const names = takenNames([
      view(
        A,
        run(A, MYSQL, [step(of('Up_IDX')), step(of('far_idx'), { reached: false }), step(unnamedKey)]),
        run(A, MYSQL, [step(of('down_idx'), { after: EMPTY.withTable(table('gone', [])) })], 'down'),
      ),
    ]);
    expect([...names].sort()).toEqual(['down_idx', 'far_idx', 'up_idx']);
  });
});

describe('places that drop or rename', () => {
  it('are found by the name in lower case, each once', () => {
    const there = origin(B.file, 9, '->dropIndex()');
    const drop = dropIndex('t', 'Name_IDX', there);
    const second = dropIndex('t', 'name_idx', origin(B.file, 12, '->dropIndex()'));
    const places = namePlaces([
      view(A, run(A, MYSQL, [step(createIndex('t', 'Name_IDX', ['a'], at))])),
      view(
        B,
        run(B, MYSQL, [step(drop), step(second)]),
        run(B, POSTGRES, [step(drop), step(dropIndex('t', 'other_idx', there))]),
      ),
    ]);
    expect([...places]).toEqual([
      [
        'name_idx',
        [
          { origin: there, slot: undefined, migration: B.file, tables: new Set(['t']), makes: false },
          { origin: second.origin, slot: undefined, migration: B.file, tables: new Set(['t']), makes: false },
        ],
      ],
      [
        'other_idx',
        [{ origin: there, slot: undefined, migration: B.file, tables: new Set(['t']), makes: false }],
      ],
    ]);
  });
});

describe('a place for a name that serves several keys', () => {
  const slot = unnamed(A.file, 5);
  const key = (on: string, name: string, from: Origin = slot) => step(createIndex(on, name, ['a'], from));
  const shared = (...runs: MigrationView['runs']) => sharedSlots(view(A, ...runs));

  it('is one that makes two tables’ keys, or two of one table', () => {
    const two = shared(run(A, MYSQL, [key('a', 'a_idx'), key('b', 'b_idx')]));
    expect([...two]).toEqual([`${A.file}:5040-5040`]);
    expect(isShared(two, A.file, slot.nameSlot)).toBe(true);
    expect(isShared(two, A.file, unnamed(A.file, 6).nameSlot)).toBe(false);
    expect(isShared(two, B.file, unnamed(B.file, 5).nameSlot)).toBe(false);
    expect(isShared(two, A.file, at.nameSlot)).toBe(false);
    expect(isShared(shared(run(A, MYSQL, [key('a', 'i'), key('a', 'j')])), A.file, slot.nameSlot)).toBe(true);
    expect(isShared(shared(run(A, MYSQL, [key('a', 'i'), key('b', 'i')])), A.file, slot.nameSlot)).toBe(true);
  });

  it('is none that makes the same key again, on another target or on the way back', () => {
    const again = shared(
      run(A, MYSQL, [key('a', 'i'), key('a', 'i')]),
      run(A, POSTGRES, [key('a', 'p')]),
      run(A, MYSQL, [key('a', 'd')], 'down'),
    );
    expect([...again]).toEqual([]);
  });

  it('is none where each call has its own', () => {
    expect([...shared(run(A, MYSQL, [key('a', 'i'), key('a', 'j', unnamed(A.file, 6))]))]).toEqual([]);
    expect([...shared(run(A, MYSQL, [key('a', 'i', at), key('a', 'j', at)]))]).toEqual([]);
  });

  it('is one that makes two keys without a name', () => {
    const none = (on: string): Statement => ({
      ...createIndex(on, '', ['a'], slot),
      index: { kind: 'index', parts: [], origin: { ...slot, span: span(5) } },
    });
    expect(isShared(shared(run(A, MYSQL, [step(none('a')), step(none('a'))])), A.file, slot.nameSlot)).toBe(
      false,
    );
    expect(isShared(shared(run(A, MYSQL, [step(none('a')), step(none('b'))])), A.file, slot.nameSlot)).toBe(
      true,
    );
  });
});

describe('the abbreviation that a module uses', () => {
  const used = (...names: readonly (string | undefined)[]) => {
    const source = migration('2026_01_01_000001_x', { owner: moduleOwner('telegram') });
    const made = names.map((name, i): Statement => {
      const from = origin(source.file, i, '->index()', { nameGiven: true });
      const statement = createIndex('t', '', ['a'], from);
      return {
        ...statement,
        index: { kind: 'index', parts: [], origin: from, ...(name === undefined ? {} : { name }) },
      };
    });
    return abbreviationsInUse([
      view(
        source,
        run(
          source,
          MYSQL,
          made.map((statement) => step(statement)),
        ),
      ),
    ]).get('telegram');
  };

  it('is the one that most of its names begin with', () => {
    expect(used('tg_rules_idx')).toBe('tg');
    expect(used('tg_a_idx', 'tlg_b_unq', 'tlg_c_fk')).toBe('tlg');
    expect(used('tlg_b_unq', 'tlg_c_fk', 'tg_a_idx')).toBe('tlg');
  });

  it('is told by different names, not by one that is given again', () => {
    expect(used('tlg_b_idx', 'tlg_b_idx', 'tlg_b_idx', 'tg_a_idx', 'tg_c_idx')).toBe('tg');
  });

  it('is the first of the alphabet where two are as frequent', () => {
    expect(used('tlg_b_idx', 'tg_a_idx')).toBe('tg');
    expect(used('tg_a_idx', 'tlg_b_idx')).toBe('tg');
  });

  it('is none that a name does not have', () => {
    expect(used(undefined)).toBeUndefined();
    for (const name of [
      'mod_telegram_rules_idx',
      'tg_rules_index',
      'tg_idx',
      '_tg_rules_idx',
      'Tg_rules_idx',
      '2tg_rules_idx',
      'tg-rules_idx',
      'x tg_rules_idx',
      'tg_rules_idx2',
      'telegrambot_rules_idx',
    ])
      expect([name, used(name)]).toEqual([name, undefined]);
    expect(used('t_rules_idx')).toBe('t');
    expect(used('tg2_rules_idx')).toBe('tg2');
    expect(used('telegrambo_rules_idx')).toBe('telegrambo');
    expect(used('tg_a__2_idx')).toBe('tg');
  });

  it('is none of the framework’s names, none of the application’s, and none of another module', () => {
    const [app, module] = [A, migration('2026_01_01_000003_m', { owner: moduleOwner('fleet') })];
    const made = (source: typeof A, name: string, nameGiven: boolean) =>
      view(
        source,
        run(source, MYSQL, [
          step(createIndex('t', name, ['a'], origin(source.file, 3, '->index()', { nameGiven }))),
        ]),
      );
    expect([...abbreviationsInUse([made(app, 'tg_a_idx', true), made(module, 'auto_a_idx', false)])]).toEqual(
      [],
    );
    expect([...abbreviationsInUse([made(module, 'fl_a_idx', true)])]).toEqual([['fleet', 'fl']]);
  });
});
