/**
 * What an engine holds, moment by moment, with as few questions as that takes: a table is read before something may
 * change it again, or when somebody wants to know, and what no statement can have changed is not read anew.
 */

import { type Snapshot, snapshotOf } from '../comparison/snapshot.ts';
import type { EngineName, Table } from '../schema/index.ts';

/** What the engine held when a moment was marked. */
export interface Moment {
  /** Throws EngineFault where the engine is gone and was not asked before. */
  snapshot(): Promise<Snapshot>;
  /** undefined: not read yet. */
  readonly known: Snapshot | undefined;
}

export interface CatalogReaderOptions {
  readonly engine: EngineName;
  /** The engine's tables; `only`: those of these names, and perhaps more. Throws EngineFault. */
  readonly read: (only?: ReadonlySet<string>) => Promise<readonly Table[]>;
  /**
   * Whether a moment may be read while a later migration is under way: not on the migrations' own connection, where a
   * transaction may be open that takes no question.
   */
  readonly later: boolean;
}

/** Names of tables, equal where they differ in case only: an engine may fold them. null: any table. */
type Names = ReadonlyMap<string, string> | null;

class Marked implements Moment {
  known: Snapshot | undefined;
  /** What may have changed between `CatalogReader`'s last reading and this moment. */
  readonly changed: Names;
  readonly #read: () => Promise<unknown>;

  constructor(changed: Names, read: () => Promise<unknown>) {
    this.changed = changed;
    this.#read = read;
  }

  async snapshot(): Promise<Snapshot> {
    if (this.known === undefined) await this.#read();
    return this.known!;
  }
}

export class CatalogReader {
  readonly #options: CatalogReaderOptions;
  #last: Snapshot | undefined;
  /** Since `#last` was read. */
  #changed: Map<string, string> | null = null;
  /** Not read yet. */
  #open: Marked[] = [];

  constructor(options: CatalogReaderOptions) {
    this.#options = options;
  }

  /** Before the tables of these names may change; null: any may. Throws EngineFault. */
  async changing(names: readonly string[] | null): Promise<void> {
    if (names?.length === 0) return;
    if (this.#concerns(names)) await this.#read(this.#changed);
    if (names === null) this.#changed = null;
    else for (const name of [...names, ...this.#views()]) this.#changed?.set(name.toLowerCase(), name);
  }

  /** What they show changes with their tables. */
  #views(): string[] {
    return [...(this.#last?.tables.values() ?? [])].flatMap(({ name, view }) =>
      view === true ? [name] : [],
    );
  }

  /** Is one of these still as an open moment had it, and not read? */
  #concerns(names: readonly string[] | null): boolean {
    const newest = this.#open.at(-1);
    if (newest === undefined) return false;
    const { changed } = newest;
    return changed === null || names === null || names.some((name) => changed.has(name.toLowerCase()));
  }

  /** Throws EngineFault. */
  async mark(): Promise<Moment> {
    const moment = new Marked(this.#changed && new Map(this.#changed), () => this.#read(this.#changed));
    if (this.#last !== undefined && this.#changed?.size === 0) moment.known = this.#last;
    else {
      this.#open.push(moment);
      if (!this.#options.later) await this.#read(this.#changed);
    }
    return moment;
  }

  /** Everything, described anew whatever has been sent. Throws EngineFault. */
  async readAll(): Promise<Snapshot> {
    return await this.#read(null);
  }

  async #read(changed: Names): Promise<Snapshot> {
    const last = this.#last;
    const all = last === undefined || changed === null;
    const tables = await this.#options.read(all ? undefined : spellings(changed, last));
    const now = this.#with(last, all ? null : changed, tables);
    for (const moment of this.#open)
      moment.known = moment.changed?.size === changed?.size ? now : this.#with(last, moment.changed, tables);
    this.#open = [];
    this.#last = now;
    this.#changed = new Map();
    return now;
  }

  /** `before`, with what `tables` says of those that may have changed. */
  #with(before: Snapshot | undefined, changed: Names, tables: readonly Table[]): Snapshot {
    const fresh = tables.filter(({ name }) => changed?.has(name.toLowerCase()) ?? true);
    const stays =
      before === undefined || changed === null
        ? []
        : [...before.tables.values()].filter(({ name }) => !changed.has(name.toLowerCase()));
    return snapshotOf(this.#options.engine, [...stays, ...fresh], before);
  }
}

/** The names as they were written, and as the engine has them. */
function spellings(changed: ReadonlyMap<string, string>, last: Snapshot): ReadonlySet<string> {
  const names = new Set(changed.values());
  for (const name of last.tables.keys()) if (changed.has(name.toLowerCase())) names.add(name);
  return names;
}
