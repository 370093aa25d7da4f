/** Histories made by chance, the same ones each time: statements that often collide, miss, and depend on another. */
import type { Statement } from '../../../src/schema/index.ts';
import {
  addCheck,
  addColumn,
  addForeign,
  addPrimary,
  addUnique,
  alterTable,
  type BuiltColumn,
  type ColumnOptions,
  col,
  createIndex,
  createTable,
  dropColumn,
  dropConstraint,
  dropIndex,
  dropTable,
  references,
  renameColumn,
  renameIndex,
  renameTable,
  setDefault,
  setNull,
  setType,
  type TableParts,
} from './quoted-ddl.ts';

export type Dialect = 'sqlite' | 'postgres';

/** mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const LONG = 'long'.repeat(16);
const TABLES = ['a', 'b', 'c', LONG, `${LONG}er`];
const COLUMNS = ['id', 'x', 'y', 'z', `${LONG}y`];
const NAMES = ['i', 'j', 'k', 'a_x_key', 'b_pkey', 'a_id_seq', 'a_x_check', `${LONG}1`, `${LONG}2`];
const TYPES = {
  sqlite: ['integer', 'varchar', 'text', 'datetime'],
  postgres: ['int', 'bigint', 'varchar(255)', 'text', 'json', 'boolean', 'bigserial', 'timestamp'],
} as const;

export function history(seed: number, dialect: Dialect, length: number): Statement[] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const chance = (share: number) => next() < share;
  const some = (count = 1 + Math.floor(next() * 2)) => [
    ...new Set(Array.from({ length: count }, () => pick(COLUMNS))),
  ];
  const postgres = dialect === 'postgres';
  const quoted = (name: string) => `"${name}"`;

  const options = (text: string): ColumnOptions => ({
    ...(chance(0.2) && text !== 'bigserial' ? { null: chance(0.5) } : {}),
    ...(chance(0.1) ? { unique: true } : {}),
    ...(chance(0.1) && text !== 'bigserial' ? { default: pick(["'1'", "'x'", '5', 'null']) } : {}),
  });
  const column = (name: string): BuiltColumn => {
    const text = pick(TYPES[dialect]);
    return col(name, text, options(text));
  };
  const foreign = (name?: string) =>
    references(some(), pick(TABLES), some(), name === undefined ? {} : { name });

  const create = (): Statement => {
    const rest = COLUMNS.filter((name) => name !== 'id' && chance(0.6));
    const id = postgres
      ? col('id', 'bigserial', { primary: chance(0.7), null: false })
      : col('id', 'integer', chance(0.7) ? { primary: true, auto: 'autoincrement', null: false } : {});
    const parts: TableParts = {
      ...(chance(0.15) ? { primary: some() } : {}),
      ...(chance(0.2)
        ? { unique: [{ columns: some(), ...(postgres && chance(0.5) ? { name: pick(NAMES) } : {}) }] }
        : {}),
      ...(chance(0.2) ? { foreign: [foreign()] } : {}),
      ...(chance(0.1) && rest[0] !== undefined
        ? { checks: [{ expression: `${quoted(rest[0])} is not null` }] }
        : {}),
      ...(chance(0.1) ? { ifNotExists: true } : {}),
    };
    return createTable(pick(TABLES), [id, ...rest.map(column)], parts);
  };
  const alter = (): Statement => {
    const table = pick(TABLES);
    const name = pick(COLUMNS);
    const given = chance(0.7) ? pick(NAMES) : undefined;
    const both = [
      () => addColumn(column(name)),
      () => addColumn(column(name)),
      () => dropColumn(name),
      () => renameColumn(name, pick(COLUMNS)),
    ];
    const own = [
      () => addUnique(some(), given),
      () => addPrimary(some(), given),
      () => addForeign(foreign(given)),
      () =>
        addForeign(
          references([pick(['x', 'y'])], pick(TABLES), ['id'], given === undefined ? {} : { name: given }),
        ),
      () => addCheck(`${quoted(name)} is not null`, given),
      () => dropConstraint(pick(NAMES), { cascade: chance(0.2), ifExists: chance(0.2) }),
      () => dropColumn(name, { cascade: chance(0.3), ifExists: chance(0.3) }),
      () => setType(name, pick(['int', 'bigint', 'text', 'varchar(20)', 'json'])),
      () => setDefault(name, pick(["'1'", "'x'", null])),
      () => setNull(name, chance(0.5)),
    ];
    const pool = postgres ? [...both, ...own, ...own] : both;
    const first = pick(pool)();
    // Columns of indexes can be renamed too, and names that are cut may be an index's: not judged.
    if (first.action.kind === 'renameColumn') return alterTable(pick(['a', 'b', 'c']), first);
    return postgres && chance(0.2) ? alterTable(table, first, pick(own)()) : alterTable(table, first);
  };
  const index = () =>
    createIndex(postgres && chance(0.2) ? undefined : pick(NAMES), pick(TABLES), some(), {
      unique: chance(0.4),
      ...(chance(0.1) ? { where: `${quoted(pick(COLUMNS))} is not null` } : {}),
    });

  const kinds: (() => Statement)[] = [
    create,
    create,
    create,
    alter,
    alter,
    alter,
    alter,
    index,
    index,
    () => dropTable(pick(TABLES), { ifExists: chance(0.3), cascade: postgres && chance(0.3) }),
    () => dropIndex(pick(NAMES), chance(0.3)),
    () => renameTable(pick(TABLES), pick(TABLES)),
    ...(postgres ? [() => renameIndex(pick(NAMES), pick(NAMES))] : []),
  ];
  return [create(), create(), ...Array.from({ length }, () => pick(kinds)())];
}
