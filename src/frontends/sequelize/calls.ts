/** A method of the query interface, or `sequelize.query()`: called with what the code hands over. */
import type { Origin } from '../../schema/index.ts';
import { isPlain, type JsValue, type Site, Unknown, unknownIn } from '../javascript/values.ts';
import type { RealObject } from '../script-migrations/membrane.ts';
import type { Asked } from '../script-migrations/origins.ts';
import { attributeOrigins, nameSlotIn } from './places.ts';
import type { Realm } from './realm.ts';
import type { Call, SequelizeRun } from './run.ts';

/** Calls that name a key: where the options are in which its name may stand. */
const KEY_OPTIONS: Readonly<Record<string, number>> = { addIndex: 2, addConstraint: 1 };
/** Calls that are told what an existing key is called. */
const OLD_KEYS = new Set(['removeIndex', 'removeConstraint']);
/** Calls that change nothing. */
const QUESTIONS =
  /^(?:describeTable|showAll\w*|tableExists|showIndex|showConstraint|getForeignKey\w*|databaseVersion|pgListEnums|rawSelect|select|assertTableHasColumn)$/;
/** Calls whose values need not be known. */
const DATA = /^(?:bulk(?:Insert|Update|Delete)|insert|upsert|update|delete|increment|decrement)$/;

export function callOf(
  run: SequelizeRun,
  realm: Realm,
  real: RealObject,
  name: string,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  return run.ev.promise(() => {
    const call = described(run, name, args, site);
    const isRaw = name === 'query';
    run.called(call.origin);
    const unknown = unknownTable(name, args);
    if (unknown !== undefined) {
      if (QUESTIONS.test(name)) return unknown;
      run.giveUp(`${name}(): ${unknown.reason}`, call.origin);
      return unknown;
    }
    const given = withRows(run, name, args).map((arg) => realm.toReal(arg, site));
    const method = real[name] as (...values: readonly unknown[]) => unknown;
    const result = run.call({
      ...call,
      method: name,
      isQuestion: QUESTIONS.test(name),
      raw: isRaw,
      job: () => method.apply(real, given),
    });
    return result instanceof Unknown ? result : realm.fromReal(result.value);
  }, site);
}

/** Where calls have rows, and conditions in the form of rows. */
const ROWS: Readonly<Record<string, readonly number[]>> = {
  bulkInsert: [1],
  bulkUpdate: [1, 2],
  bulkDelete: [1],
  insert: [2],
  upsert: [1, 2, 3],
};

function withRows(run: SequelizeRun, name: string, args: readonly JsValue[]): readonly JsValue[] {
  const at = ROWS[name];
  if (at === undefined) return args;
  return args.map((arg, index) => {
    if (!at.includes(index)) return arg;
    // several, of which none is known
    return run.withRow(name === 'bulkInsert' && arg instanceof Unknown ? [arg] : arg);
  });
}

/** Why the call cannot be made: which table it is about, or what it asks for, is not known. */
function unknownTable(name: string, args: readonly JsValue[]): Unknown | undefined {
  // marks stand for unknown values in SQL, and for those of rows
  if (name === 'query') return args[0] instanceof Unknown ? args[0] : undefined;
  const described = DATA.test(name) ? args.slice(0, 1) : args;
  return described
    .map((arg) => (arg instanceof Unknown ? arg : unknownIn(withoutValues(arg))))
    .find((found) => found !== undefined);
}

/** Attributes without what may be unknown in them: their defaults and comments. */
function withoutValues(arg: JsValue): JsValue {
  if (!isPlain(arg)) return arg;
  return Object.fromEntries(
    Object.entries(arg)
      .filter(([key]) => !VALUES.has(key))
      .map(([key, value]) => [key, withoutValues(value)]),
  );
}

const VALUES = new Set(['defaultValue', 'comment', 'transaction', 'logging', 'benchmark']);

/** Which parts of what is sent come from where. */
function described(
  run: SequelizeRun,
  name: string,
  args: readonly JsValue[],
  site: Site,
): Pick<Call, 'origin' | 'site' | 'columns' | 'keys'> & { readonly origin: Origin } {
  const origin = run.origin(site);
  if (name === 'createTable') {
    const columns = attributeOrigins(run, site, 1);
    return { origin, site, columns, keys: keysOf(args[1], columns) };
  }
  const at = KEY_OPTIONS[name];
  if (at !== undefined) {
    // addIndex(table, { fields, name }) has its options in the place of the columns
    const position = name === 'addIndex' && isPlain(args[1]) ? 1 : at;
    const options = args[position];
    const isNamed = isPlain(options) && options.name !== undefined;
    const nameSlot = nameSlotIn(run, site, position);
    return {
      origin: { ...origin, nameGiven: isNamed, ...(nameSlot === undefined ? {} : { nameSlot }) },
      site,
    };
  }
  if (OLD_KEYS.has(name)) return { origin: run.keyOrigin(site, 1, typeof args[1] === 'string', true), site };
  return { origin, site };
}

/** The keys of single columns: what is written of them in their attributes. */
function keysOf(attributes: JsValue, columns: ReadonlyMap<string, Origin>): Asked[] {
  if (!isPlain(attributes)) return [];
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const origin = columns.get(name.toLowerCase());
    if (origin === undefined || !isPlain(attribute)) return [];
    const column = typeof attribute.field === 'string' ? attribute.field : name;
    const key = (method: string): Asked => ({
      method,
      columns: [column],
      origin: { ...origin, nameGiven: false },
    });
    return [
      ...(attribute.unique === undefined || attribute.unique === false ? [] : [key('unique')]),
      ...(attribute.references === undefined ? [] : [key('foreign')]),
    ];
  });
}
