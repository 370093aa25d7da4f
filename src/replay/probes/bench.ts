/** One table on one engine, while it is probed: rows go in with one thing changed, and what was made of it is read. */

import { type TypeFacts, typeFacts } from '../../comparison/type-class.ts';
import { isLockWait } from '../../engines/server-faults.ts';
import {
  EngineFault,
  type EngineName,
  LockWaited,
  type RealDatabase,
  type RealRefusal,
  type Table,
  type Target,
} from '../../schema/index.ts';
import { insertionOf, quoted } from '../rows.ts';
import { NotMade } from './probe.ts';
import { asWritten, literalOf, type ProbeValue, sameText, withoutZeros } from './value.ts';

/** Rows that no probe changes, and what tells the probe's own row from them. */
export interface Ground {
  /** A row that fits, as literals by column. */
  readonly row: ReadonlyMap<string, string>;
  /** Another one that fits beside it; undefined: there is none. */
  readonly second: ReadonlyMap<string, string> | undefined;
  /** A condition that holds for new rows only; undefined: nothing tells them apart. */
  readonly isNew: string | undefined;
}

export type Changes = Readonly<Record<string, ProbeValue | 'omitted'>>;

export class Bench {
  readonly target: Target;
  readonly table: Table;
  readonly #database: RealDatabase;
  readonly #ground: Ground;
  #touched = false;
  /** A second session on the same database; undefined: there can be none. */
  readonly other: RealDatabase | undefined;

  constructor(database: RealDatabase, target: Target, table: Table, ground: Ground, other?: RealDatabase) {
    this.#database = database;
    this.target = target;
    this.table = table;
    this.#ground = ground;
    this.other = other;
  }

  get engine(): EngineName {
    return this.target.engine;
  }

  /** The table's name, quoted. */
  get name(): string {
    return quoted(this.engine, this.table.name);
  }

  quoted(name: string): string {
    return quoted(this.engine, name);
  }

  typeOf(column: string): TypeFacts | undefined {
    const own = this.table.columns.find(({ name }) => name === column);
    return own && typeFacts(this.engine, this.table, own);
  }

  literal(value: ProbeValue): string {
    return literalOf(this.engine, value);
  }

  /** Is there something to be taken back? What was refused has changed nothing, but PostgreSQL goes on only then. */
  get touched(): boolean {
    return this.#touched;
  }

  /** All was taken back. */
  settle(): void {
    this.#touched = false;
  }

  /** Throws EngineFault, and LockWaited for this statement alone. */
  async execute(sql: string): Promise<RealRefusal | null> {
    const refusal = await this.#database.execute(sql, []);
    if (refusal === null) {
      this.#touched = true;
      return null;
    }
    this.#notTaken(refusal);
    return refusal;
  }

  #notTaken(refusal: RealRefusal): void {
    if (this.engine === 'postgres') this.#touched = true;
    if (isLockWait(refusal.code)) throw new LockWaited(refusal.message);
    // InnoDB takes back the whole transaction, and with it the savepoints of the probes.
    if (refusal.code === '1213') throw new EngineFault(`the probes were taken back: ${refusal.message}`);
  }

  /**
   * Rows of a query that the engine takes; its refusal otherwise, after which PostgreSQL takes nothing more of this probe.
   * Throws EngineFault.
   */
  async rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[] | RealRefusal> {
    if (this.#database.ask === undefined) {
      const refusal = await this.execute(sql);
      return refusal ?? (await this.#database.query(sql));
    }
    const rows = await this.#database.ask(sql);
    if ('code' in rows) this.#notTaken(rows);
    return rows;
  }

  /** A row that fits but for the changes; `second`: one that fits beside the first. Throws NotMade and EngineFault. */
  async insert(changes: Changes = {}, second = false): Promise<RealRefusal | null> {
    const base = second ? this.#ground.second : this.#ground.row;
    if (base === undefined) throw new NotMade('no second row fits beside the first');
    const row = new Map(base);
    for (const [column, value] of Object.entries(changes)) {
      if (value === 'omitted') row.delete(column);
      else row.set(column, literalOf(this.engine, value));
    }
    return await this.execute(insertionOf(this.engine, this.table.name, row));
  }

  /** The first row's value, for a second row that is to have the same. Throws NotMade. */
  asInFirst(column: string): ProbeValue {
    const literal = this.#ground.row.get(column);
    if (literal === undefined) throw new NotMade(`no value is known for ${column}`);
    return asWritten(literal);
  }

  /** The second row's value, or undefined where the engine makes it. Throws NotMade. */
  asInSecond(column: string): ProbeValue | undefined {
    if (this.#ground.second === undefined) throw new NotMade('no second row fits beside the first');
    const literal = this.#ground.second.get(column);
    return literal === undefined ? undefined : asWritten(literal);
  }

  /** What comes out, and nothing of it stays. Throws NotMade and EngineFault. */
  async trying<T>(work: () => Promise<T>): Promise<T> {
    await this.demand('savepoint attempt');
    try {
      return await work();
    } finally {
      await this.demand('rollback to savepoint attempt');
    }
  }

  /** As `insert`, for rows that must fit. */
  async mustInsert(changes: Changes = {}, second = false): Promise<void> {
    const refusal = await this.insert(changes, second);
    if (refusal !== null) throw new NotMade(`no row fits: ${refusal.message} (${refusal.code})`);
  }

  /** The first row once more, with the key that the engine makes now. Throws NotMade and EngineFault. */
  async insertAgain(key: string): Promise<RealRefusal | null> {
    const last = Math.max(...(await this.numbers(key)));
    // The first makes room for itself, where something in it must be unique.
    await this.demand(`delete from ${this.name}${this.newRows(`${this.quoted(key)} < ${last}`)}`);
    return await this.insert();
  }

  /** The new rows' values of a column of integers. */
  async numbers(column: string): Promise<number[]> {
    const rows = await this.must(`select ${this.written(column)} as v from ${this.name}${this.newRows()}`);
    return rows.map(({ v }) => Number(v));
  }

  /** Rows of a query that must be taken. Throws NotMade and EngineFault. */
  async must(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const rows = await this.rows(sql);
    if ('code' in rows) throw new NotMade(`${rows.message} (${rows.code})`);
    return rows;
  }

  /** A statement that must be taken. Throws NotMade and EngineFault. */
  async demand(sql: string): Promise<void> {
    const refusal = await this.execute(sql);
    if (refusal !== null) throw new NotMade(`${refusal.message} (${refusal.code})`);
  }

  /** What is left for the end of a transaction (DEFERRABLE): `refused CODE`, or undefined. */
  async endsWell(): Promise<string | undefined> {
    if (this.engine !== 'postgres') return undefined;
    const refusal = await this.execute('set constraints all immediate');
    return refusal === null ? undefined : `refused ${refusal.code}`;
  }

  /** The one new row's value as the engine writes it out. Throws NotMade. */
  async read(column: string): Promise<string | null> {
    const rows = await this.#database.query(
      `select ${this.written(column)} as v from ${this.name}${this.newRows()}`,
    );
    if (rows.length !== 1) throw new NotMade('the row cannot be told from others');
    const value = rows[0]!.v;
    return value === null || value === undefined ? null : String(value);
  }

  /** ` where …`, or nothing: the rows that this probe has made. */
  newRows(more?: string): string {
    const { isNew } = this.#ground;
    if (isNew === undefined) throw new NotMade('the table has rows, and no key that tells them apart');
    const all = [isNew, more].filter((part) => part !== undefined && part !== '');
    return all.length === 0 ? '' : ` where ${all.map((part) => `(${part})`).join(' and ')}`;
  }

  /** The column as text, so that no driver turns it into something else. */
  written(column: string): string {
    const name = quoted(this.engine, column);
    const binary = this.typeOf(column)?.class === 'binary';
    switch (this.engine) {
      case 'postgres':
        return binary ? `encode(${name}, 'hex')` : `${name}::text`;
      case 'sqlite':
        return binary ? `lower(hex(${name}))` : `cast(${name} as text)`;
      default:
        return binary ? `lower(hex(${name}))` : `cast(${name} as char)`;
    }
  }

  /** What became of a value: `kept`, `reads "…"`, `refused CODE`. Throws NotMade and EngineFault. */
  async becomes(column: string, value: ProbeValue | 'omitted', wanted?: string | null): Promise<string> {
    const refusal = await this.insert({ [column]: value });
    if (refusal !== null) return `refused ${refusal.code}`;
    const type = this.typeOf(column)?.class;
    const read = withoutZeros(await this.read(column), type);
    const sent = wanted === undefined && value !== 'omitted' ? value.text : (wanted ?? null);
    if (sameText(sent, read, type)) return 'kept';
    return read === null
      ? 'reads NULL'
      : `reads ${JSON.stringify(read.length > 40 ? `${read.slice(0, 37)}…` : read)}`;
  }
}
