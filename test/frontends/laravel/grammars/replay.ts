/** Runs a recorded case through dialint's own blueprint. */
import { Blueprint } from '../../../../src/frontends/laravel/blueprint.ts';
import type { BlueprintConnection } from '../../../../src/frontends/laravel/connection.ts';
import { Expression } from '../../../../src/frontends/laravel/expression.ts';
import {
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../../../src/php/values.ts';
import {
  Catalog,
  type EngineName,
  type Origin,
  type Statement,
  type Target,
} from '../../../../src/schema/index.ts';
import type { Arguments, Call, Case, Step, Value } from '../record/cases.ts';
import { applied } from './applied.ts';

const DRIVERS = { sqlite: 'sqlite', mysql: 'mysql', mariadb: 'mariadb', postgres: 'pgsql' } as const;
const VERSIONS = { sqlite: '3.40.1', mysql: '8.4.3', mariadb: '10.11.6', postgres: '15.8' } as const;

const MODELS: Readonly<Record<string, ReturnType<NonNullable<BlueprintConnection['model']>>>> = {
  User: { table: 'users', keyName: 'id', keyType: 'int', ulid: false, foreignKey: 'user_id' },
  WithUuid: {
    table: 'with_uuids',
    keyName: 'id',
    keyType: 'string',
    ulid: false,
    foreignKey: 'with_uuid_id',
  },
  WithUlid: { table: 'with_ulids', keyName: 'id', keyType: 'string', ulid: true, foreignKey: 'with_ulid_id' },
};

/** A closure that makes more calls on the table. */
class Calls extends PhpObject {
  readonly className = 'Closure';
  readonly calls: readonly Call[];

  constructor(calls: readonly Call[]) {
    super();
    this.calls = calls;
  }
}

export function site(text: string): CallSite {
  const origin: Origin = {
    file: 'migration.php',
    span: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, startOffset: 0, endOffset: 0 },
    call: text,
  };
  return {
    origin,
    nameSlot: (position, parameter) => ({
      span: origin.span,
      before: `${position}:${parameter}`,
      after: '',
      exampleBefore: text,
      exampleAfter: '',
    }),
    invoke: (callable, args) => {
      if (callable instanceof Calls && args[0] instanceof PhpObject) run(callable.calls, args[0]);
      return null;
    },
  };
}

function phpValue(value: Value): PhpValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return PhpArray.list(value.map(phpValue));
  if ('raw' in value) return new Expression(value.raw);
  if ('model' in value) return value.model;
  return new Calls((value as { calls: readonly Call[] }).calls);
}

function phpArguments(args: Arguments | undefined): CallArguments {
  if (args === undefined) return { positional: [], named: new Map() };
  if (Array.isArray(args)) return { positional: args.map(phpValue), named: new Map() };
  return {
    positional: [],
    named: new Map(Object.entries(args).map(([name, value]) => [name, phpValue(value)])),
  };
}

export class PhpError extends Error {}

function call(object: PhpObject, method: string, args: Arguments | undefined): PhpValue {
  const result = object.callMethod(method, phpArguments(args), site(`->${method}()`));
  if (result === undefined) {
    throw new PhpError(`Method ${object.className}::${method} does not exist.`);
  }
  return result;
}

/** As PHP names a type in its messages. */
function typeName(value: PhpValue): string {
  if (value === null) return 'null';
  if (value instanceof PhpArray) return 'array';
  return { boolean: 'bool', string: 'string', number: 'int' }[typeof value as string] ?? typeof value;
}

/** What a call gives is left open on purpose. */
export class NotKnown extends PhpError {}

export function run(calls: readonly Call[], table: PhpObject): void {
  for (const [method, args, ...chain] of calls) {
    let result = call(table, method, args);
    for (const [name, more] of chain) {
      if (result instanceof Unknown) throw new NotKnown(result.reason);
      if (!(result instanceof PhpObject)) {
        throw new PhpError(`Call to a member function ${name}() on ${typeName(result)}`);
      }
      result = call(result, name, more);
    }
  }
}

export interface Situation {
  readonly engine: EngineName;
  readonly frameworkVersion: string;
  readonly config?: Case['config'];
  readonly hasDoctrine?: boolean;
  catalog?: Catalog;
}

export function connectionFor({
  engine,
  frameworkVersion,
  config = {},
  hasDoctrine,
  catalog,
}: Situation): BlueprintConnection {
  // The `mariadb` driver came with Laravel 11.
  const driver =
    engine === 'mariadb' && Number.parseInt(frameworkVersion, 10) < 11 ? 'mysql' : DRIVERS[engine];
  const serverVersion = config.serverVersion?.[engine] ?? VERSIONS[engine];
  const target: Target = {
    id: `${engine}@${serverVersion}`,
    engine,
    version: serverVersion,
    driver,
    settings: {
      name: 'test',
      charset: config.plain === true ? null : 'utf8mb4',
      collation: config.plain === true ? null : 'utf8mb4_unicode_ci',
      prefix: config.prefix ?? '',
      prefixIndexes: config.prefixIndexes ?? true,
      strict: true,
      storageEngine: config.engine ?? null,
      foreignKeyChecks: true,
    },
  };
  return {
    target,
    frameworkVersion,
    catalog: () => catalog ?? Catalog.empty(engine === 'postgres' ? 'exact' : 'ignore-case'),
    serverVersion,
    isMaria: engine === 'mariadb',
    defaultStringLength: config.stringLength ?? 255,
    defaultStringLengthGiven: config.stringLength !== undefined,
    defaultTimePrecision: config.timePrecision === undefined ? 0 : config.timePrecision,
    defaultMorphKeyType: config.morphKey ?? 'int',
    foreignKeyChecks: () => true,
    model: (className) => MODELS[className],
    ...(hasDoctrine === undefined ? {} : { hasDoctrine }),
    nativeOperations: config.native === true,
  };
}

export function blueprintOf(step: Step, connection: BlueprintConnection): Blueprint {
  const blueprint = new Blueprint(step.table, connection).open(site(`Schema::${step.on}()`).origin);
  if (step.on === 'create') call(blueprint, 'create', []);
  for (const [name, value] of Object.entries(step.set ?? {})) blueprint.setProperty(name, phpValue(value));
  run(step.calls, blueprint);
  return blueprint;
}

/** The statements of a case, after those of its setup. */
export function replay(one: Case, situation: Situation): Statement[] {
  const config = one.config === undefined ? {} : { config: one.config };
  const state: Situation = { ...situation, ...config };
  if (situation.engine === 'sqlite') {
    let catalog = Catalog.empty('ignore-case');
    for (const step of one.setup ?? []) {
      const { statements } = blueprintOf(step, connectionFor({ ...state, catalog })).compile();
      for (const statement of statements) catalog = applied(catalog, statement);
    }
    state.catalog = catalog;
  }
  return blueprintOf(one, connectionFor(state)).compile().statements;
}
