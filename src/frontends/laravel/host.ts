/** Laravel, as the interpreter meets it: facades, helpers, models, and what is not to be seen. */
import type { AstNode } from '../../php/ast.ts';
import type { CallSiteAt } from '../../php/call-site.ts';
import { PhpInstance } from '../../php/classes.ts';
import type { PhpClosure } from '../../php/closures.ts';
import { isExceptionClass, PhpException } from '../../php/exceptions.ts';
import type { Host } from '../../php/host.ts';
import { speculateCallables } from '../../php/invoke.ts';
import { instanceProperty } from '../../php/members.ts';
import { toText } from '../../php/operators.ts';
import type { FileContext } from '../../php/scope.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  orElse,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { Blueprint } from './blueprint.ts';
import { Collection } from './collection.ts';
import { DatabaseConnection } from './database.ts';
import { Expression } from './expression.ts';
import {
  facadeOf,
  isHarmless,
  isHarmlessCommand,
  isMigrationBase,
  isPulseMigration,
} from './framework-classes.ts';
import type { FrameworkState } from './framework-state.ts';
import { Models } from './models.ts';
import { OutsideObject } from './outside-object.ts';
import { QueryBuilder } from './query-builder.ts';
import type { Recorder } from './recorder.ts';
import { arrMethod, helper, Stringable, strMethod } from './support.ts';

export class LaravelHost implements Host {
  readonly state: FrameworkState;
  readonly recorder: Recorder;
  readonly models: Models;
  readonly database: DatabaseConnection;

  constructor(state: FrameworkState, recorder: Recorder, connection: string | undefined) {
    this.state = state;
    this.recorder = recorder;
    this.models = new Models(state.application);
    this.database = new DatabaseConnection(state, recorder, this.models, connection);
  }

  loadClass = (name: string) => this.state.application.loadClass(name);
  loadFunction = (name: string) => this.state.application.loadFunction(name);
  effects = (): number => this.recorder.effects;

  notUnderstood(reason: string, node: AstNode | null, file: FileContext | null): void {
    this.recorder.notUnderstoodAt(reason, node, file);
  }

  callFunction(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const get = (position: number, parameter: string) => argument(args, position, parameter);
    switch (name) {
      case 'config':
        return this.#config(get(0, 'key') ?? null, get(1, 'default'));
      case 'env':
        return this.#env(get(0, 'key') ?? null, get(1, 'default') ?? null);
      case 'app': {
        const abstract = get(0, 'abstract') ?? null;
        return abstract === null ? new ApplicationObject(this) : this.#resolve(abstract, call);
      }
      case 'resolve':
        return this.#resolve(get(0, 'name') ?? null, call);
      case 'rescue': {
        const callback = get(0, 'callback') ?? null;
        const php = this.recorder.interpreter;
        return php?.rescued<PhpValue>(
          () => call.invoke(callback, []),
          () => get(1, 'rescue') ?? null,
        );
      }
      case 'db':
        return this.database;
      case 'schema':
        return this.database.schema;
      default:
        return helper(name, args, call);
    }
  }

  callStatic(className: string, method: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    switch (facadeOf(className)) {
      case 'schema':
        return this.database.schema.callMethod(method, args, call);
      case 'db':
        return this.database.callMethod(method, args, call);
      case 'capsule':
        if (method.toLowerCase() === 'schema')
          return this.database.sibling(argument(args, 0, 'connection') ?? null).schema;
        return this.database.callMethod(method, args, call);
      case 'builder':
        return this.database.schema.callMethod(method, args, call);
      case 'str':
        return strMethod(method, args, call);
      case 'arr':
        return arrMethod(method, args, call);
      case 'config':
        return method.toLowerCase() === 'get'
          ? this.#config(argument(args, 0, 'key') ?? null, argument(args, 1, 'default'))
          : method.toLowerCase() === 'set'
            ? null
            : new Unknown(`Config::${method}()`);
      case 'app':
        return new ApplicationObject(this).callMethod(method, args, call);
      case 'collection':
        return method.toLowerCase() === 'make'
          ? Collection.from(argument(args, 0, 'items') ?? null)
          : undefined;
      case 'artisan':
        return this.#artisan(method, argument(args, 0, 'command') ?? null, call);
    }
    if (this.models.isModel(className)) return this.#model(className, method, args, call);
    if (isHarmless(className)) {
      speculateCallables(
        this.recorder.interpreter!,
        `what ${className}::${method}() does with it`,
        args,
        call as CallSiteAt,
      );
      return new Unknown(`what ${className}::${method}() gives`);
    }
    return undefined;
  }

  #artisan(method: string, command: PhpValue, call: CallSite): PhpValue {
    const name = toText(command);
    if (name instanceof Unknown) {
      this.recorder.notUnderstood(`an Artisan command that cannot be known: ${name.reason}`, call.origin);
    } else if (name === 'db:seed') {
      this.recorder.count(call.origin);
      this.state.tablesWithRows.add('*');
    } else if (!isHarmlessCommand(name) && method.toLowerCase() !== 'output') {
      this.recorder.notUnderstood(
        `Artisan::${method}('${name}') runs code that is not evaluated`,
        call.origin,
      );
    }
    return new Unknown(`what Artisan::${method}() gives`);
  }

  /** A model's class: its queries. A scope or a method of its own is only followed as far as a query goes. */
  #model(className: string, method: string, args: CallArguments, call: CallSite): PhpValue {
    const query = this.#modelQuery(className, call);
    switch (method.toLowerCase()) {
      case 'query':
      case 'newquery':
      case 'withtrashed':
      case 'onlytrashed':
      case 'withoutglobalscopes':
      case 'withoutglobalscope':
      case 'withouttouching':
        return query;
      case 'unguard':
      case 'reguard':
      case 'flusheventlisteners':
      case 'boot':
      case 'unseteventdispatcher':
      case 'observe':
      case 'disablesearchsyncing':
      case 'enablesearchsyncing':
        return null;
      case 'unguarded':
      case 'withoutevents':
      case 'withouttimestamps':
      case 'withoutsyncingtosearch':
        return call.invoke(argument(args, 0, 'callback') ?? null, []);
      default:
        return orElse(
          query.callMethod(method, args, call),
          () => new Unknown(`what ${className}::${method}() gives`),
        );
    }
  }

  #modelQuery(className: string, call: CallSite): QueryBuilder {
    const key = this.models.key(className);
    const table =
      key === undefined
        ? new Unknown(`the table of the model ${className}`)
        : this.database.tableName(key.table);
    return new QueryBuilder(this.database, table, call.origin, 'Illuminate\\Database\\Eloquent\\Builder');
  }

  construct(className: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const name = className.toLowerCase();
    if (name === 'illuminate\\database\\query\\expression')
      return new Expression(argument(args, 0, 'value') ?? null);
    if (name === 'illuminate\\support\\collection')
      return Collection.from(argument(args, 0, 'items') ?? null);
    if (name === 'illuminate\\support\\stringable') {
      const value = toText(argument(args, 0, 'value') ?? null);
      return value instanceof Unknown ? value : new Stringable(value);
    }
    if (isExceptionClass(className)) {
      return PhpException.made(className, args);
    }
    if (this.models.isModel(className))
      return new ModelObject(this.#modelQuery(className, call), className, this.models);
    if (isHarmless(className)) return new Unknown(`an object of ${className}`);
    if (this.loadClass(className) !== undefined) return undefined;
    return new OutsideObject(className);
  }

  constant(_name: string): PhpValue | undefined {
    return undefined;
  }

  classConstant(_className: string, _name: string): PhpValue | undefined {
    return undefined;
  }

  staticProperty(className: string, name: string): PhpValue | undefined {
    if (facadeOf(className) === 'builder' || facadeOf(className) === 'schema') {
      if (name === 'defaultStringLength') return this.state.defaultStringLength;
      if (name === 'defaultMorphKeyType') return this.state.defaultMorphKeyType;
    }
    return undefined;
  }

  setStaticProperty(className: string, name: string, value: PhpValue): boolean {
    if (facadeOf(className) !== 'builder') return false;
    if (name === 'defaultStringLength' && typeof value === 'number') {
      this.state.defaultStringLength = value;
      this.state.defaultStringLengthGiven = true;
      return true;
    }
    return false;
  }

  inheritedMethod(
    object: PhpObject,
    ancestor: string,
    method: string,
    args: CallArguments,
    call: CallSite,
  ): PhpValue | undefined {
    if (isMigrationBase(ancestor)) {
      if (method.toLowerCase() === 'getconnection') {
        return object instanceof PhpInstance
          ? (instanceProperty(this.recorder.interpreter!, object, 'connection')?.value ?? null)
          : null;
      }
      return method.toLowerCase() === '__construct' ? null : undefined;
    }
    if (isPulseMigration(ancestor)) {
      if (method.toLowerCase() === 'driver') return this.state.driverName;
      // it runs on each of the engines that are judged here
      if (method.toLowerCase() === 'shouldrun') return true;
    }
    if (this.models.isModel(object.className)) return this.#model(object.className, method, args, call);
    return method.toLowerCase() === '__construct' ? null : undefined;
  }

  /** Macros that providers put on the schema builder's classes; a class's own methods come after them only by name. */
  addedMethod(object: PhpObject, method: string): PhpClosure | undefined {
    const { macros } = this.state.application;
    if (macros.size === 0) return undefined;
    return macros.get(`${object.className.replace(/^.*\\/, '')}::${method}`.toLowerCase());
  }

  isFrameworkSubclass(className: string, ancestor: string): boolean {
    return isExceptionClass(className) && new PhpException(className, '').isInstanceOf(ancestor);
  }

  outside(what: string, args: CallArguments, call: CallSite, receiver?: PhpObject): Unknown {
    const reason = `${what} is not in the project's code`;
    speculateCallables(this.recorder.interpreter!, reason, args, call as CallSiteAt);
    this.recorder.notUnderstood(reason, call.origin);
    // whatever it does to the table is missing from what is known of it
    for (const value of [receiver, ...args.positional, ...args.named.values()]) {
      if (value instanceof Blueprint) value.note(reason, call.origin);
    }
    return new Unknown(reason);
  }

  #config(key: PhpValue, fallback: PhpValue | undefined): PhpValue {
    if (key === null) return new Unknown('the whole configuration');
    if (key instanceof PhpArray) return null;
    const name = toText(key);
    if (name instanceof Unknown) return name;
    if (name === 'database.default') return this.state.defaultConnection;
    const connection = /^database\.connections\.([^.]+)\.(driver|prefix|charset|collation)$/.exec(name);
    if (connection !== null && connection[1] === this.state.defaultConnection) {
      const { settings, driver } = this.state.target;
      switch (connection[2]) {
        case 'driver':
          return driver;
        case 'prefix':
          return settings.prefix;
        case 'charset':
          return settings.charset;
        default:
          return settings.collation;
      }
    }
    const value = this.state.application.config(name);
    if (value !== undefined) return value;
    if (this.state.application.hasConfigFile(name)) return fallback ?? null;
    return fallback !== undefined
      ? fallback
      : new Unknown(`config('${name}') is not set in the project's files`);
  }

  #env(key: PhpValue, fallback: PhpValue): PhpValue {
    const name = toText(key);
    if (name instanceof Unknown) return name;
    if (name === 'DB_CONNECTION') return this.state.defaultConnection;
    if (name === 'APP_ENV') return this.environment();
    return this.state.application.env(name) ?? fallback;
  }

  #resolve(abstract: PhpValue, call: CallSite): PhpValue {
    const name = toText(abstract);
    if (name instanceof Unknown) return name;
    switch (name.toLowerCase()) {
      case 'db':
      case 'db.connection':
        return this.database;
      case 'db.schema':
        return this.database.schema;
      case 'config':
        return new Unknown('the configuration repository');
    }
    return this.construct(name, { positional: [], named: new Map() }, call) ?? new OutsideObject(name);
  }

  /** The environment's name: that of the tests on the engine that the tests use. */
  environment(): string {
    return this.state.target.engine === this.state.application.project.testEngine.engine
      ? 'testing'
      : 'production';
  }
}

/** `app()`: what migrations ask of it. */
class ApplicationObject extends PhpObject {
  readonly className = 'Illuminate\\Foundation\\Application';
  readonly host: LaravelHost;

  constructor(host: LaravelHost) {
    super();
    this.host = host;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    switch (name.toLowerCase()) {
      case 'environment': {
        const wanted = args.positional.flatMap((value) =>
          value instanceof PhpArray ? value.values() : [value],
        );
        return wanted.length === 0
          ? this.host.environment()
          : wanted.some((value) => value === this.host.environment());
      }
      case 'runningunittests':
        return this.host.environment() === 'testing';
      case 'isproduction':
        return this.host.environment() === 'production';
      case 'islocal':
        return false;
      case 'runninginconsole':
        return true;
      case 'make':
      case 'get':
      case 'makewith':
        return this.host.callFunction(
          'app',
          { positional: args.positional.slice(0, 1), named: new Map() },
          call,
        );
      case 'offsetget':
        return this.host.callFunction('app', args, call);
      case 'version':
        return this.host.state.frameworkVersion;
      case 'getlocale':
        return this.host.state.application.config('app.locale') ?? 'en';
      case 'bound':
      case 'has':
      case 'basepath':
      case 'databasepath':
      case 'storagepath':
      case 'path':
        return new Unknown(`app()->${name}()`);
      default:
        return undefined;
    }
  }
}

/** `new Model()`: its table and key, and its queries. */
class ModelObject extends PhpObject {
  readonly className: string;
  readonly query: QueryBuilder;
  readonly models: Models;

  constructor(query: QueryBuilder, className: string, models: Models) {
    super();
    this.query = query;
    this.className = className;
    this.models = models;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const key = this.models.key(this.className);
    switch (name.toLowerCase()) {
      case 'gettable':
        return key?.table ?? new Unknown(`the table of the model ${this.className}`);
      case 'getkeyname':
        return key?.keyName ?? new Unknown(`the key of the model ${this.className}`);
      case 'getforeignkey':
        return key?.foreignKey ?? new Unknown(`the key of the model ${this.className}`);
      case 'getkeytype':
        return key?.keyType ?? new Unknown(`the key of the model ${this.className}`);
      case 'getconnectionname':
        return null;
      case 'fill':
      case 'forcefill':
      case 'setattribute':
        return this;
      default:
        return orElse(
          this.query.callMethod(name, args, call),
          () => new Unknown(`what ${this.className}->${name}() gives`),
        );
    }
  }

  override getProperty(name: string): PhpValue | undefined {
    return new Unknown(`the attribute ${name} of a model`);
  }

  override setProperty(): boolean {
    return true;
  }
}
