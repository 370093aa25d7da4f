import { describe, expect, it } from 'vitest';
import { describedType } from '../../src/engines/column-type.ts';
import { CatalogReader, type Moment } from '../../src/replay/catalog-reader.ts';
import { touchedBy } from '../../src/replay/touched.ts';
import type { Statement, Table } from '../../src/schema/index.ts';

/** A database of tables with one column each, whose name tells its state. */
function database(later: boolean) {
  const held = new Map<string, Table>();
  const reads: (readonly string[] | 'all')[] = [];
  const reader = new CatalogReader({
    engine: 'mysql',
    later,
    read: async (only) => {
      reads.push(only === undefined ? 'all' : [...only].sort());
      return [...held.values()].filter(({ name }) => only?.has(name) ?? true);
    },
  });
  const set = async (written: string, state: string | null, name = written) => {
    await reader.changing([written]);
    if (state === null) held.delete(name);
    else
      held.set(name, {
        name,
        columns: [
          {
            name: state,
            type: describedType('int'),
            nullable: true,
            autoIncrement: false,
          },
        ],
        indexes: [],
        foreignKeys: [],
        checks: [],
        temporary: false,
      });
  };
  return { reader, reads, set, held };
}

/** `a:1 b:2` */
async function states(moment: Moment): Promise<string> {
  const { tables } = await moment.snapshot();
  return [...tables.values()].map(({ name, columns }) => `${name}:${columns[0]?.name}`).join(' ');
}

describe.each([true, false])('moments of a catalog (read later: %s)', (later) => {
  it('are as they were, whatever has happened since', async () => {
    const { reader, set } = database(later);
    const moments = [await reader.mark()];
    const step = async (name: string, state: string | null) => {
      await set(name, state);
      moments.push(await reader.mark());
    };
    await step('a', '1');
    await step('b', '1');
    await step('a', '2');
    await step('c', '1');
    await step('b', null);
    await step('a', null);
    await step('a', '3');
    expect(await Promise.all(moments.map(states))).toEqual([
      '',
      'a:1',
      'a:1 b:1',
      'a:2 b:1',
      'a:2 b:1 c:1',
      'a:2 c:1',
      'c:1',
      'a:3 c:1',
    ]);
  });

  it('are as they were before something that may have changed any table', async () => {
    const { reader, set, held } = database(later);
    await reader.mark();
    await set('a', '1');
    const before = await reader.mark();
    await reader.changing(null);
    held.delete('a');
    const after = await reader.mark();
    await set('b', '1');
    expect([await states(before), await states(after), await states(await reader.mark())]).toEqual([
      'a:1',
      '',
      'b:1',
    ]);
  });

  it('are those of the table that the engine found for a name in another case', async () => {
    const { reader, set } = database(later);
    await reader.mark();
    await set('Users', '1');
    const first = await reader.mark();
    await set('users', '2', 'Users');
    expect([await states(first), await states(await reader.mark())]).toEqual(['Users:1', 'Users:2']);
  });
});

it('tables are read before they change again, together, and none that cannot have changed', async () => {
  const { reader, reads, set } = database(true);
  await reader.mark();
  for (const name of ['a', 'b', 'c']) {
    await set(name, '1');
    await set(name, '2');
    await reader.mark();
  }
  await set('d', '1');
  expect(reads).toEqual(['all']);
  await set('b', '3');
  expect(reads).toEqual(['all', ['a', 'b', 'c', 'd']]);
  await (await reader.mark()).snapshot();
  expect(reads.slice(2)).toEqual([['b']]);
  await (await reader.mark()).snapshot();
  expect(reads).toHaveLength(3);
});

describe('what a statement may have changed', () => {
  const alter = (action: object) =>
    touchedBy({ kind: 'alterTable', table: { name: 'a' }, actions: [action] } as unknown as Statement);

  it('is its own table', () => {
    expect(alter({ kind: 'dropColumn', column: 'x' })).toEqual(['a']);
    expect(alter({ kind: 'modifyColumn', from: 'x', column: { name: 'x' } })).toEqual(['a']);
  });

  it.each([
    { kind: 'renameTo', to: { name: 'b' } },
    { kind: 'renameColumn', from: 'x', to: 'y' },
    { kind: 'modifyColumn', from: 'x', column: { name: 'y' } },
    { kind: 'dropColumn', column: 'x', cascade: true },
    { kind: 'dropConstraint', name: 'x', cascade: true },
  ])('is any table where keys of others follow: $kind', (action) => {
    expect(alter(action)).toBeNull();
  });
});
