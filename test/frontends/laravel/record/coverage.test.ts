/**
 * What the frameworks offer, by reflection, and no recording tries: every method of a blueprint, every modifier on every
 * column that it can make, on every engine and version that is recorded.
 */
import { describe, expect, it } from 'vitest';
import type { EngineName } from '../../../../src/schema/index.ts';
import { CASES, type Call, type Case } from './cases.ts';
import { type Recording, type Result, readRecordings } from './recordings.ts';
import { callable, FLUENT, type Reflection, readReflections, SCHEMA } from './reflection.ts';
import { SCHEMA_CASES } from './schema-cases.ts';

/** Methods of a blueprint that no recorded SQL can show. */
const NOT_RECORDED: Readonly<Record<string, string>> = {
  addAlterCommands: 'the framework calls it for itself',
  addFluentCommands: 'the framework calls it for itself',
  autoIncrementingStartingValues: 'the framework calls it for itself',
  build: 'sends what toSql() gives',
  creating: 'a question',
  getAddedColumns: 'a question',
  getChangedColumns: 'a question',
  getColumns: 'a question',
  getCommands: 'a question',
  getPrefix: 'a question',
  getState: 'a question',
  getTable: 'a question',
  hasAutoIncrementColumn: 'a question',
  toSql: 'what every recording calls',
};

/** Static methods are called on the class; `macroCall` is `__call` by another name. */
const FLUENT_NOT_RECORDED = new Set(['flushMacros', 'hasMacro', 'macro', 'mixin']);

const byName = new Map(CASES.map((one) => [one.name, one]));
const recordings = readRecordings();

/** The method or the type is not there at all, whatever stands behind it. */
const MISSING =
  /^Method Illuminate\\Database\\Schema\\(?:Blueprint::|Grammars\\\w+::type)|does not support the \w+ type|requires a type|Changing columns for table/;
/** The engine has no such index, whatever the column. */
const NO_SUCH_INDEX = /does not support (?:fulltext|spatial|vector) ?index/;

interface Tried {
  readonly case: Case;
  readonly result: Result;
  readonly call: Call;
  readonly chain: readonly string[];
}

/** The calls of a recording that did something: behind the first call that throws, nothing is shown. */
function triedIn(recording: Recording): Tried[] {
  return [...recording].flatMap(([name, result]) => {
    const one = byName.get(name);
    if (one === undefined) return [];
    const alone = one.calls.length === 1;
    const shown = result.error === undefined || alone || MISSING.test(result.error);
    const calls = shown ? one.calls : one.calls.slice(0, 1);
    return calls.map((call): Tried => {
      const [, , ...chain] = call;
      return { case: one, result, call, chain: chain.map(([method]) => method) };
    });
  });
}

interface Place {
  readonly reflection: Reflection;
  readonly engine: EngineName;
  readonly tried: readonly Tried[];
}

const places = readReflections().flatMap((reflection): (readonly [string, Place])[] =>
  [...recordings]
    .filter(([file]) => file.startsWith(`laravel-${reflection.version}/`))
    .map(([file, recording]) => {
      const engine = file.split('/')[1] as EngineName;
      return [file, { reflection, engine, tried: triedIn(recording) }] as const;
    }),
);

/** The methods of a blueprint that give an object of this class. */
function methodsGiving(reflection: Reflection, className: string): string[] {
  const { definitions } = reflection.of(`${SCHEMA}Blueprint`);
  return Object.keys(definitions).filter((method) => definitions[method] === className);
}

const tagsOf = (reflection: Reflection, className: string): string[] =>
  Object.keys(reflection.of(SCHEMA + className).tags);

/** `method->modifier` for all that are not tried. */
function untried(
  tried: readonly Tried[],
  methods: readonly string[],
  modifiers: readonly string[],
  but: (modifier: string) => boolean = () => false,
): string[] {
  const seen = new Set(
    tried.flatMap(({ call, chain }) => chain.map((modifier) => `${call[0]}->${modifier}`)),
  );
  return methods.flatMap((method) =>
    modifiers
      .filter((modifier) => !seen.has(`${method}->${modifier}`) && !but(modifier))
      .map((modifier) => `${method}->${modifier}`),
  );
}

/** Methods of the schema builder that no case calls. */
const BUILDER_NOT_RECORDED: Readonly<Record<string, string>> = {
  blueprintResolver: 'not evaluated',
  createDatabase: 'would reach beyond its own database',
  dropAllTables: 'not evaluated',
  dropAllViews: 'not evaluated',
  dropDatabaseIfExists: 'would reach beyond its own database',
  ensureVectorExtensionExists: 'calls ensureExtensionExists(), and a server may not have the extension',
  flushMacros: 'macros are read from the project',
  getAllTables: 'rows that differ by driver',
  getAllTypes: 'rows that differ by driver',
  getAllViews: 'rows that differ by driver',
  getSchemas: 'of the whole server',
  getTypes: 'of the whole server',
  hasMacro: 'macros are read from the project',
  macro: 'macros are read from the project',
  mixin: 'macros are read from the project',
  refreshDatabaseFile: 'not evaluated',
  registerCustomDoctrineType: 'doctrine/dbal has recordings of its own',
  setConnection: 'changes nothing that is read here',
  useNativeSchemaOperationsIfPossible: 'recorded without doctrine/dbal, it says nothing',
};

it.each(readReflections().map((reflection) => [reflection.version, reflection] as const))(
  'laravel-%s covers every method of the schema builder',
  (_version, reflection) => {
    const builders = ['Builder', 'SQLiteBuilder', 'MySqlBuilder', 'MariaDbBuilder', 'PostgresBuilder'];
    const methods = builders.flatMap((name) => [...callable(reflection.of(SCHEMA + name)).keys()]);
    const text = SCHEMA_CASES.join('\n');
    const missing = new Set(methods.filter((name) => !text.includes(`Schema::${name}(`)));
    expect([...missing].filter((name) => BUILDER_NOT_RECORDED[name] === undefined)).toEqual([]);
  },
);

it('has recordings of every version on every engine', () => {
  expect(places.length).toBe(24);
});

describe.each(places)('%s', (_file, { reflection, tried }) => {
  const created = tried.filter((one) => one.case.on === 'create');
  const changed = tried.filter(({ chain }) => chain.includes('change'));
  const columnMethods = [
    ...methodsGiving(reflection, 'ColumnDefinition'),
    ...methodsGiving(reflection, 'ForeignIdColumnDefinition'),
  ];
  const columnModifiers = tagsOf(reflection, 'ColumnDefinition').filter((name) => name !== 'change');

  it('covers every method of a blueprint', () => {
    const seen = new Set(tried.flatMap(({ case: one, call }) => [one.on, call[0]]));
    const methods = [...callable(reflection.of(`${SCHEMA}Blueprint`), false).keys()];
    expect(methods.filter((name) => !seen.has(name) && NOT_RECORDED[name] === undefined)).toEqual([]);
  });

  it('covers every modifier on every column that is made', () => {
    const refused = (modifier: string) =>
      created.some(({ chain, result }) => chain[0] === modifier && NO_SUCH_INDEX.test(result.error ?? ''));
    expect(columnMethods.length).toBeGreaterThan(50);
    expect(untried(created, columnMethods, columnModifiers, refused)).toEqual([]);
  });

  it('covers every column that is changed, and every modifier of one', () => {
    const methods = new Set(changed.map(({ call }) => call[0]));
    expect(columnMethods.filter((method) => !methods.has(method))).toEqual([]);
    const modifiers = new Set(changed.flatMap(({ chain }) => chain));
    expect(columnModifiers.filter((modifier) => !modifiers.has(modifier))).toEqual([]);
  });

  it('covers every modifier of every index and key', () => {
    const indexes = methodsGiving(reflection, 'IndexDefinition');
    const refused = (method: string) =>
      tried.some(({ call, result }) => call[0] === method && NO_SUCH_INDEX.test(result.error ?? ''));
    const made = indexes.filter((method) => !refused(method));
    expect(untried(tried, made, tagsOf(reflection, 'IndexDefinition'))).toEqual([]);

    const keys = methodsGiving(reflection, 'ForeignKeyDefinition');
    const actions = [...callable(reflection.of(`${SCHEMA}ForeignKeyDefinition`)).keys()];
    const modifiers = [...tagsOf(reflection, 'ForeignKeyDefinition'), ...actions];
    expect(untried(tried, keys, modifiers)).toEqual([]);

    const makers = [...callable(reflection.of(`${SCHEMA}ForeignIdColumnDefinition`)).keys()];
    expect(untried(tried, methodsGiving(reflection, 'ForeignIdColumnDefinition'), makers)).toEqual([]);
  });
});

// The grammars have no part in it: one engine stands for all.
it.each(places.filter(([, { engine }]) => engine === 'sqlite'))(
  "%s covers every method of a column's own",
  (_file, { reflection, tried }) => {
    const seen = new Set(tried.flatMap(({ chain }) => chain));
    const methods = [...callable(reflection.of(FLUENT)).keys()];
    expect(methods.filter((name) => !seen.has(name) && !FLUENT_NOT_RECORDED.has(name))).toEqual([]);
  },
);
