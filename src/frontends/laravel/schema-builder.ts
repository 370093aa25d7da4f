/** The `Schema` facade: Illuminate\Database\Schema\Builder of one connection (Laravel 8 to 13). */
import { PhpClosure } from '../../php/closures.ts';
import { toBool, toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import type { Origin } from '../../schema/index.ts';
import { Blueprint } from './blueprint.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { BlueprintConnection } from './connection.ts';
import type { DatabaseConnection } from './database.ts';
import { registeredTypes } from './doctrine/additions.ts';
import { textOf } from './fluent.ts';
import { FrameworkError } from './framework-error.ts';
import { Bound } from './parameters.ts';
import { SchemaQuestions } from './schema-questions.ts';
import { schemaMethod } from './schema-vocabulary.ts';

export class SchemaBuilder extends PhpObject {
  readonly className = 'Illuminate\\Database\\Schema\\Builder';
  readonly database: DatabaseConnection;
  readonly #questions: SchemaQuestions;
  #connection: BlueprintConnection | undefined;

  constructor(database: DatabaseConnection) {
    super();
    this.database = database;
    this.#questions = new SchemaQuestions(database);
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    // The facade's own.
    if (name.toLowerCase() === 'connection')
      return this.database.sibling(argument(args, 0, 'name') ?? null).schema;
    const { target, frameworkVersion } = this.database.state;
    const method = schemaMethod(name, target.driver, frameworkVersion);
    if (method === undefined) return undefined;
    try {
      return this.#call(method.name, new Bound(method.span, args, `${this.className}::${method.name}`), call);
    } catch (error) {
      if (!(error instanceof FrameworkError)) throw error;
      this.database.recorder.send(
        { kind: 'frameworkRefuses', sql: '', origin: call.origin, message: error.message },
        this.database.name,
      );
      return null;
    }
  }

  #call(name: string, args: Bound, call: CallSite): PhpValue {
    const { state, recorder } = this.database;
    const on = (method: string, ...given: PhpValue[]) =>
      this.#build(args.get(name === 'rename' ? 'from' : 'table'), call, (blueprint) => {
        blueprint.callMethod(method, { positional: given, named: new Map() }, call);
      });
    const answer = this.#questions.answer(name, args, call);
    if (answer !== undefined) return answer;
    switch (name) {
      // ---- Tables
      case 'create':
        return this.#build(args.get('table'), call, (blueprint) => {
          blueprint.callMethod('create', { positional: [], named: new Map() }, call);
          call.invoke(args.get('callback'), [blueprint]);
        });
      case 'table':
        return this.#build(args.get('table'), call, (blueprint) => {
          call.invoke(args.get('callback'), [blueprint]);
        });
      case 'drop':
      case 'dropIfExists':
        return on(name);
      case 'rename':
        return on('rename', args.get('to'));
      case 'dropColumns':
        return on('dropColumn', args.get('columns'));
      case 'whenTableHasColumn':
      case 'whenTableDoesntHaveColumn':
      case 'whenTableHasIndex':
      case 'whenTableDoesntHaveIndex':
        return this.#conditional(name, args, call);

      // ---- Settings
      case 'getConnection':
        return this.database;
      case 'setConnection':
        return this;
      case 'enableForeignKeyConstraints':
      case 'disableForeignKeyConstraints':
        this.database.setForeignKeyChecks(name.startsWith('enable'), call.origin);
        return true;
      case 'withoutForeignKeyConstraints': {
        this.database.setForeignKeyChecks(false, call.origin);
        try {
          return call.invoke(args.get('callback'), []);
        } finally {
          this.database.setForeignKeyChecks(true, call.origin);
        }
      }
      case 'defaultStringLength':
        return this.#setDefaultLength(args.get('length'), call);
      case 'defaultTimePrecision': {
        const precision = args.get('precision');
        if (typeof precision === 'number' || precision === null) state.defaultTimePrecision = precision;
        return null;
      }
      case 'defaultMorphKeyType': {
        const type = args.get('type');
        if (isMorphKeyType(type)) state.defaultMorphKeyType = type;
        else if (!(type instanceof Unknown)) {
          const { ulidMorphs } = capabilitiesOf(state.frameworkVersion);
          const types = ulidMorphs ? "'int', 'uuid', or 'ulid'" : "'int' or 'uuid'";
          throw new FrameworkError(`Morph key type must be ${types}.`);
        }
        return null;
      }
      case 'morphUsingUuids':
        state.defaultMorphKeyType = 'uuid';
        return null;
      case 'morphUsingUlids':
        state.defaultMorphKeyType = 'ulid';
        return null;
      case 'useNativeSchemaOperationsIfPossible':
        state.nativeSchemaOperations = toBool(args.get('value')) !== false;
        return null;
      // doctrine/dbal's own list is read from the project's code (doctrine/additions.ts)
      case 'registerCustomDoctrineType':
        return null;

      // ---- What only some drivers have
      case 'ensureVectorExtensionExists':
        return this.#ensureExtension('vector', args.get('schema'), call);
      case 'ensureExtensionExists':
        return this.#ensureExtension(args.get('name'), args.get('schema'), call);
      case 'pragma':
        return args.get('value') === null
          ? new Unknown('what a pragma is set to')
          : this.database.raw(`pragma ${textOf(args.get('key'))} = ${textOf(args.get('value'))}`, call);
      case 'setBusyTimeout':
        return this.#set('busy_timeout', args.get('milliseconds'), call);
      case 'setJournalMode':
        return this.#set('journal_mode', args.get('mode'), call);
      case 'setSynchronous':
        return this.#set('synchronous', args.get('mode'), call);
      case 'hasMacro':
        return new Unknown('the macros of the schema builder');
      case 'dropAllTypes':
        if (state.target.driver !== 'pgsql')
          throw new FrameworkError('This database driver does not support dropping all types.');
        break;
    }
    recorder.notUnderstood(`Schema::${name}() is not evaluated`, call.origin);
    return null;
  }

  /** Describes a table through a closure, compiles it, and sends what comes of it. */
  #build(table: PhpValue | undefined, call: CallSite, describe: (blueprint: Blueprint) => void): PhpValue {
    const { recorder, state } = this.database;
    const name = toText(table ?? null);
    if (name instanceof Unknown || name === '') {
      const reason = name instanceof Unknown ? name.reason : 'the name of the table is empty';
      const blueprint = new Blueprint('?', this.blueprintConnection(), call.origin);
      describe(blueprint);
      // what a stub has left behind: a closure that describes nothing
      if (name === '' && blueprint.commands.length === 0 && blueprint.columns.length === 0) return null;
      recorder.notUnderstood(`the table's name cannot be known: ${reason}`, call.origin);
      recorder.send(
        {
          kind: 'notUnderstood',
          sql: '',
          origin: call.origin,
          reason: `the table's name cannot be known: ${reason}`,
        },
        this.database.name,
      );
      return null;
    }
    recorder.count(call.origin);
    const blueprint = new Blueprint(name, this.blueprintConnection(), call.origin);
    describe(blueprint);
    const { statements, notUnderstood, unread } = blueprint.compile();
    recorder.unread(unread);
    for (const { origin, reason, consequence } of notUnderstood) {
      if (!consequence) recorder.notUnderstood(reason, origin);
    }
    for (const statement of statements) {
      const verdict = recorder.send(statement, this.database.name);
      // Laravel stops at the framework's own exception; nothing of this blueprint follows
      if (statement.kind !== 'frameworkRefuses' || verdict.outcome !== 'refuses') continue;
      // where only a package is missing, the rest is looked at as if it were there: one cause, one finding
      if (statement.requires === undefined) break;
    }
    if (statements.some((statement) => statement.kind === 'createTable'))
      state.tablesWithRows.delete(name.toLowerCase());
    return null;
  }

  /** Read when asked: what the schema builder's static settings say may change between two tables. */
  blueprintConnection(): BlueprintConnection {
    if (this.#connection !== undefined) return this.#connection;
    const { state, recorder, name, models, serverVersion } = this.database;
    this.#connection = {
      target: state.target,
      frameworkVersion: state.frameworkVersion,
      catalog: () => recorder.session.catalog(name),
      serverVersion,
      isMaria: state.target.engine === 'mariadb',
      get defaultStringLength() {
        return state.defaultStringLength;
      },
      get defaultStringLengthGiven() {
        return state.defaultStringLengthGiven;
      },
      get defaultTimePrecision() {
        return state.defaultTimePrecision;
      },
      get defaultMorphKeyType() {
        return state.defaultMorphKeyType;
      },
      called: (origin) => recorder.called(origin),
      foreignKeyChecks: () => recorder.session.catalog(name).foreignKeyChecks,
      model: (className) => models.key(className),
      hasDoctrine: state.application.project.hasDoctrine ?? true,
      get nativeOperations() {
        return state.nativeSchemaOperations;
      },
      get doctrineTypes() {
        return registeredTypes(state.application);
      },
      get doctrineMappings() {
        return state.application.doctrine?.mappings ?? new Map<string, string>();
      },
    };
    return this.#connection;
  }

  #ensureExtension(name: PhpValue, schema: PhpValue, call: CallSite): PhpValue {
    if (this.database.state.target.driver !== 'pgsql')
      throw new FrameworkError('Extensions are only supported by Postgres.');
    const { grammar } = new Blueprint('?', this.blueprintConnection(), call.origin);
    const inSchema = toBool(schema) === true ? ` schema ${grammar.wrap(schema)}` : '';
    return this.database.raw(`create extension if not exists ${grammar.wrap(name)}${inSchema}`, call);
  }

  /** SQLite's settings, until 12.0. */
  #set(name: string, value: PhpValue, call: CallSite): PhpValue {
    return this.database.raw(`PRAGMA ${name} = ${textOf(value)};`, call);
  }

  #conditional(method: string, args: Bound, call: CallSite): PhpValue {
    const [table, callback] = [args.get('table'), args.get('callback')];
    const has = method.endsWith('Column')
      ? this.#questions.hasColumns(table, [args.get('column')])
      : this.#questions.hasIndex(table, args.get('index'), args.get('type'));
    const build = () => this.#build(table, call, (blueprint) => void call.invoke(callback, [blueprint]));
    const { recorder } = this.database;
    const php = recorder.interpreter;
    const code = callback instanceof PhpClosure ? callback.node.body : undefined;
    if (has instanceof Unknown) {
      if (php === undefined) return null;
      const outer = php.uncertain;
      php.uncertain ??= has.reason;
      try {
        if (code === undefined) build();
        else php.marked(code, build);
      } finally {
        php.uncertain = outer;
      }
      recorder.notUnderstood(`a condition that cannot be known: ${has.reason}`, call.origin);
    } else if (has === method.startsWith('whenTableHas')) build();
    else if (callback instanceof PhpClosure)
      php?.passOver(code, { said: `${call.origin.call} does not call it` }, callback.madeIn);
    return null;
  }

  #setDefaultLength(length: PhpValue, call: CallSite): PhpValue {
    if (typeof length === 'number') {
      this.database.state.defaultStringLength = length;
      this.database.state.defaultStringLengthGiven = true;
    } else if (length instanceof Unknown) {
      this.database.recorder.notUnderstood(
        `the default length cannot be known: ${length.reason}`,
        call.origin,
      );
    }
    return null;
  }
}

function isMorphKeyType(type: PhpValue): type is 'int' | 'uuid' | 'ulid' {
  return type === 'int' || type === 'uuid' || type === 'ulid';
}

/** The origin of something that the framework does of itself. */
export function frameworkOrigin(file: string, call: string): Origin {
  const start = { line: 1, column: 1 };
  return { file, span: { start, end: start, startOffset: 0, endOffset: 0 }, call };
}
