/** `table` in the callback of createTable and alterTable, and the columns and keys that it makes. */
import type { Origin } from '../../schema/index.ts';
import { type JsValue, type Site, Unknown, unknownIn } from '../javascript/values.ts';
import { type RealObject, toReal } from '../script-migrations/membrane.ts';
import { BuilderHost } from './builder-host.ts';
import { fromReal } from './hosts.ts';
import type { RealTable, TableEntry } from './library.ts';
import type { KnexRun } from './run.ts';

/** Where a key's name is given, by the position of the argument: on the table, and on a column. */
const NAME_AT: Readonly<Record<string, number>> = {
  index: 1,
  unique: 1,
  primary: 1,
  foreign: 1,
  dropIndex: 1,
  dropUnique: 1,
  dropForeign: 1,
};

/** Arguments that may be unknown without making the schema so. */
const VALUES_ONLY = new Set(['defaultTo', 'default', 'defaultsTo', 'comment']);

/** Which call made an entry of a table; filled as the callback runs. */
const madeBy = new WeakMap<object, Origin>();

/** The call that asked for an entry, or for a column. */
export function originOfEntry(entry: object): Origin | undefined {
  return madeBy.get(entry);
}

abstract class Described extends BuilderHost {
  abstract readonly table: RealTable;

  /** Calls the real method, and notes which entries of the table come from it. */
  protected describe(
    name: string,
    args: readonly JsValue[],
    site: Site,
    nameAt: number | undefined,
    host: TableHost,
  ): JsValue {
    const { run, table } = this;
    const origin = this.#origin(name, args, site, nameAt);
    const unknown = VALUES_ONLY.has(name) ? undefined : args.map((arg) => unknownIn(arg)).find(Boolean);
    if (unknown !== undefined) {
      run.notUnderstood(`${name}(): ${unknown.reason}`, origin);
      host.notUnderstood.push(unknown.reason);
      if (name.startsWith('drop')) host.mayLose = true;
      return this instanceof TableHost ? new Unknown(unknown.reason) : this;
    }
    const before = table._statements.length;
    const wrap = (real: unknown): JsValue => fromReal(run, real, host);
    const made = this.callReal(
      name,
      args.map((arg) => toReal(run, arg, wrap, site)),
      site,
    );
    const entries = table._statements.slice(before);
    for (const entry of entries) note(entry, origin);
    if (entries.length > 0 || this instanceof TableHost) run.called(origin);
    return fromReal(run, made, host);
  }

  #origin(name: string, args: readonly JsValue[], site: Site, nameAt: number | undefined): Origin {
    if (nameAt === undefined) {
      const origin = this.run.origin(site);
      return name === 'string' ? { ...origin, lengthGiven: args.length > 1 ? 'yes' : 'no' } : origin;
    }
    const given = args[nameAt];
    return this.run.keyOrigin(site, nameAt, given !== undefined && given !== null, name.startsWith('drop'));
  }
}

function note(entry: TableEntry, origin: Origin): void {
  madeBy.set(entry, origin);
  if (entry.builder !== undefined) madeBy.set(entry.builder, origin);
}

export class TableHost extends Described {
  readonly table: RealTable;
  /** Why what it asks for is not wholly known. */
  readonly notUnderstood: string[] = [];
  /** Is something dropped that is not known? */
  mayLose = false;

  constructor(run: KnexRun, real: RealTable) {
    super(run, real);
    this.table = real;
  }

  override get(name: string, site: Site): JsValue {
    if (name === '_tableName' || name === 'tableName') return this.table._tableName;
    return super.get(name, site);
  }

  override call(name: string, args: readonly JsValue[], site: Site): JsValue {
    return this.describe(name, args, site, NAME_AT[name], this);
  }
}

/** A column, or a foreign key, of a table. */
export class PartHost extends Described {
  readonly table: RealTable;
  readonly #host: TableHost;

  constructor(run: KnexRun, real: RealObject, host: TableHost) {
    super(run, real);
    this.table = host.table;
    this.#host = host;
  }

  override call(name: string, args: readonly JsValue[], site: Site): JsValue {
    const nameAt = name === 'index' || name === 'unique' || name === 'primary' ? 0 : undefined;
    return this.describe(name, args, site, nameAt, this.#host);
  }
}
