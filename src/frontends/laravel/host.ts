/** Laravel, as the interpreter meets it: facades, helpers, models, and what is not to be seen. */
import type { AstNode } from '../../php/ast.ts';
import type { CallSiteAt } from '../../php/call-site.ts';
import { methodCall } from '../../php/calls.ts';
import { PhpInstance } from '../../php/classes.ts';
import type { NativeCallable, PhpClosure } from '../../php/closures.ts';
import { isExceptionClass, PhpException } from '../../php/exceptions.ts';
import type { Host } from '../../php/host.ts';
import { callDeclared, speculateCallables } from '../../php/invoke.ts';
import { findMethod, frameworkAncestors, instanceProperty } from '../../php/members.ts';
import { instantiate } from '../../php/objects.ts';
import { toText } from '../../php/operators.ts';
import type { PassedOver } from '../../php/passed-over.ts';
import type { FileContext, Frame } from '../../php/scope.ts';
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
import { argumentOf, type Command, type CommandLine, commandLine, optionOf } from './commands.ts';
import { injected, make } from './container.ts';
import { DatabaseConnection } from './database.ts';
import { Expression } from './expression.ts';
import {
  facadeOf,
  isCommandBase,
  isFacadeBase,
  isHarmless,
  isHarmlessCommand,
  isMigrationBase,
  isPulseMigration,
} from './framework-classes.ts';
import type { FrameworkState } from './framework-state.ts';
import { Models } from './models.ts';
import { OutsideObject } from './outside-object.ts';
import { PDO_CONSTANTS } from './pdo.ts';
import { QueryBuilder } from './query-builder.ts';
import type { Recorder } from './recorder.ts';
import { arrMethod, helper, Stringable, strMethod } from './support.ts';
import { mayChangeSchema } from './unreached.ts';

const NO_ARGUMENTS: CallArguments = { positional: [], named: new Map() };

export class LaravelHost implements Host {
  readonly state: FrameworkState;
  readonly recorder: Recorder;
  readonly models: Models;
  readonly database: DatabaseConnection;
  /** Commands that run, with what they were given. */
  readonly #commands = new Map<
    PhpObject,
    { readonly command: Command; readonly given: CommandLine['given'] }
  >();

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

  passedOver(code: AstNode, why: PassedOver, { file, self }: Frame): void {
    const { recorder, models } = this;
    const { application } = this.state;
    if (recorder.again) return;
    // until the code has asked something, its conditions come out the same on every database of this engine
    const exception = 'nothingThrown' in why || ('leftBy' in why && why.how === 'ends with an exception');
    if (!recorder.asked && !exception) return;
    if (mayChangeSchema(code, { file, self, application, models })) recorder.passedOver.note(code, why, file);
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
      case 'file_get_contents':
        return this.#fileText(get(0, 'filename') ?? null);
      case 'file_exists':
      case 'is_file':
        return this.#fileText(get(0, 'filename') ?? null) instanceof Unknown
          ? new Unknown(`${name}() depends on the machine`)
          : true;
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
        return this.configCall(method, args);
      case 'app':
        return new ApplicationObject(this).callMethod(method, args, call);
      case 'collection':
        return method.toLowerCase() === 'make'
          ? Collection.from(argument(args, 0, 'items') ?? null)
          : undefined;
      case 'artisan':
        return this.#artisan(
          method,
          argument(args, 0, 'command') ?? null,
          argument(args, 1, 'parameters'),
          call,
        );
      case 'file':
        return /^(?:get|sharedget)$/i.test(method)
          ? this.#fileText(argument(args, 0, 'path') ?? null)
          : new Unknown(`what File::${method}() gives`);
    }
    const behind = this.#behindFacade(className, call);
    if (behind !== undefined)
      return methodCall(this.recorder.interpreter!, behind, method, args, call as CallSiteAt);
    const ofPackage = this.state.application.packages?.callStatic(`${className}::${method}`, args, call);
    if (ofPackage !== undefined) return ofPackage;
    if (this.models.isModel(className)) return this.#model(className, method, args, call);
    if (this.models.isModelElsewhere(className)) {
      const answer = this.#modelQuery(className, call).callMethod(method, args, call);
      if (answer !== undefined) return answer;
    }
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

  /** What a facade of the project's own stands for, or one that is made at run time (`Facades\\X::y()`). */
  #behindFacade(className: string, call: CallSite): PhpValue | undefined {
    const { application } = this.state;
    const php = this.recorder.interpreter!;
    const direct = /^Facades\\(.+)$/i.exec(className)?.[1];
    if (direct !== undefined) return make(php, application, direct, call);
    const declaration = application.loadClass(className);
    if (declaration === undefined) return undefined;
    const accessor = findMethod(php, declaration, 'getFacadeAccessor');
    if (accessor === undefined || !frameworkAncestors(php, declaration).some(isFacadeBase)) return undefined;
    const abstract = callDeclared(php, accessor.node, accessor.file, NO_ARGUMENTS, call as CallSiteAt, {
      self: accessor.declaredIn,
      static: declaration,
      this: null,
      name: 'getFacadeAccessor',
    });
    return typeof abstract === 'string' ? make(php, application, abstract, call) : undefined;
  }

  /** A file of the project; one that is not there may be on the machine all the same. */
  #fileText(path: PhpValue): string | Unknown {
    const name = toText(path);
    if (name instanceof Unknown) return name;
    return this.state.application.readFile?.(name) ?? new Unknown('the content of a file');
  }

  #artisan(method: string, command: PhpValue, parameters: PhpValue | undefined, call: CallSite): PhpValue {
    const line = toText(command);
    const { name, given } = commandLine(line instanceof Unknown ? '' : line, parameters);
    const own = line instanceof Unknown ? undefined : this.state.application.command?.(name);
    if (line instanceof Unknown) {
      this.recorder.notUnderstood(`an Artisan command that cannot be known: ${line.reason}`, call.origin);
    } else if (own !== undefined && /^(?:call|queue)$/i.test(method)) {
      this.#run(own, given, call);
      return 0;
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

  /** handle() of a command of the application's own. */
  #run(command: Command, given: CommandLine['given'], call: CallSite): void {
    const php = this.recorder.interpreter!;
    const { application } = this.state;
    const { declaration } = command;
    const object = instantiate(
      php,
      declaration,
      injected(php, application, declaration, '__construct', call),
      call as CallSiteAt,
    );
    this.#commands.set(object, { command, given });
    const handle = findMethod(php, declaration, 'handle') ?? findMethod(php, declaration, 'fire');
    if (handle === undefined) return;
    const args = injected(php, application, declaration, handle.name, call);
    this.recorder.count(call.origin);
    callDeclared(php, handle.node, handle.file, args, call as CallSiteAt, {
      self: handle.declaredIn,
      static: declaration,
      this: object,
      name: handle.name,
    });
  }

  /** What a command has from Illuminate\Console\Command: its input, and what it says. */
  #commandMethod(
    object: PhpObject,
    method: string,
    args: CallArguments,
    call: CallSite,
  ): PhpValue | undefined {
    const running = this.#commands.get(object);
    const key = argument(args, 0, 'key') ?? null;
    switch (method.toLowerCase()) {
      case '__construct':
        return null;
      case 'option':
      case 'argument': {
        if (running === undefined || typeof key !== 'string') return new Unknown('what a command is given');
        const of = method.toLowerCase() === 'option' ? optionOf : argumentOf;
        return of(running.command.signature, running.given, key);
      }
      case 'call':
      case 'callsilent':
      case 'callsilently':
        return this.#artisan(
          'call',
          argument(args, 0, 'command') ?? null,
          argument(args, 1, 'arguments'),
          call,
        );
      case 'withprogressbar': {
        const items = argument(args, 0, 'totalSteps') ?? null;
        const list = items instanceof Collection ? items.items : items;
        if (list instanceof PhpArray)
          for (const item of list.values()) call.invoke(argument(args, 1, 'callback') ?? null, [item]);
        return null;
      }
      case 'confirm':
      case 'ask':
      case 'anticipate':
      case 'choice':
      case 'secret':
      case 'hasoption':
      case 'hasargument':
        return new Unknown('what a command is told');
      case 'info':
      case 'line':
      case 'warn':
      case 'error':
      case 'comment':
      case 'question':
      case 'alert':
      case 'newline':
      case 'table':
        return null;
      default:
        return undefined;
    }
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
    return new QueryBuilder(
      this.database,
      table,
      call.origin,
      key?.table,
      'Illuminate\\Database\\Eloquent\\Builder',
    );
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

  classConstant(className: string, name: string): PhpValue | undefined {
    return className.toLowerCase() === 'pdo' ? PDO_CONSTANTS[name] : undefined;
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
    if (isCommandBase(ancestor)) return this.#commandMethod(object, method, args, call);
    return method.toLowerCase() === '__construct' ? null : undefined;
  }

  /** Macros that providers put on the schema builder's classes; a class's own methods come after them only by name. */
  addedMethod(object: PhpObject, method: string): PhpClosure | NativeCallable | undefined {
    const { macros, packages } = this.state.application;
    const own =
      macros.size === 0
        ? undefined
        : macros.get(`${object.className.replace(/^.*\\/, '')}::${method}`.toLowerCase());
    return own ?? packages?.macro(object, method);
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

  /** A method of Illuminate\Config\Repository, through its facade or on the object. */
  configCall(method: string, args: CallArguments): PhpValue {
    switch (method.toLowerCase()) {
      case 'get':
      case 'string':
      case 'integer':
      case 'float':
      case 'boolean':
      case 'array':
      case 'offsetget':
        return this.#config(argument(args, 0, 'key') ?? null, argument(args, 1, 'default'));
      case 'set':
        return null;
      default:
        return new Unknown(`Config::${method}()`);
    }
  }

  #config(key: PhpValue, fallback: PhpValue | undefined): PhpValue {
    if (key === null) return new Unknown('the whole configuration');
    if (key instanceof PhpArray) return null;
    const name = toText(key);
    if (name instanceof Unknown) return name;
    if (name === 'database.default') return this.state.defaultConnection;
    if (name === 'app.env') {
      this.recorder.asked = true;
      if (this.state.anywhere) return this.environment();
    }
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
    // what is set of the database is the same wherever this engine is used
    if (!/^(DB|DATABASE)_/.test(name)) {
      this.recorder.asked = true;
      if (this.state.anywhere) return new Unknown(`env('${name}') of another installation`);
    }
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
      case 'illuminate\\config\\repository':
      case 'illuminate\\contracts\\config\\repository':
        return new ConfigRepository(this);
    }
    return (
      this.construct(name, NO_ARGUMENTS, call) ??
      make(this.recorder.interpreter!, this.state.application, name, call) ??
      new OutsideObject(name)
    );
  }

  /** The environment's name: that of the tests on the engine that the tests use. */
  environment(): string | Unknown {
    const { target, application, anywhere } = this.state;
    this.recorder.asked = true;
    const isOnlyTests = !application.project.productionEngines.some(({ engine }) => engine === target.engine);
    if (anywhere && !(this.#isTestEngine() && isOnlyTests))
      return new Unknown('the environment of another installation');
    return this.#isTestEngine() ? 'testing' : 'production';
  }

  /** Is it the environment of this name? Wherever the project is installed, tests run on the engine of the tests. */
  environmentIs(name: PhpValue): boolean | Unknown {
    const environment = this.environment();
    if (!(environment instanceof Unknown)) return name === environment;
    return name === 'testing' && !this.#isTestEngine() ? false : environment;
  }

  #isTestEngine(): boolean {
    return this.state.target.engine === this.state.application.project.testEngine.engine;
  }
}

/** `app('config')`. */
class ConfigRepository extends PhpObject {
  readonly className = 'Illuminate\\Config\\Repository';
  readonly host: LaravelHost;

  constructor(host: LaravelHost) {
    super();
    this.host = host;
  }

  override callMethod(name: string, args: CallArguments): PhpValue {
    return this.host.configCall(name, args);
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
        if (wanted.length === 0) return this.host.environment();
        const answers = wanted.map((value) => this.host.environmentIs(value));
        return answers.includes(true) || (answers.find((answer) => answer instanceof Unknown) ?? false);
      }
      case 'runningunittests':
        return this.host.environmentIs('testing');
      case 'isproduction':
        return this.host.environmentIs('production');
      case 'islocal':
        return this.host.environmentIs('local');
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
