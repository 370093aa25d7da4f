/**
 * A table being described (Illuminate\Database\Schema\Blueprint, Laravel 8 to 13): it collects columns and commands
 * while the migration's closure runs, and compiles them through the grammar of its connection.
 */
import { toBool } from '../../php/operators.ts';
import {
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  type Unknown,
} from '../../php/values.ts';
import type { FactOf, Origin, Statement } from '../../schema/index.ts';
import { METHODS } from './blueprint-methods.ts';
import type { BlueprintState } from './blueprint-state.ts';
import { type Capabilities, capabilitiesOf } from './capabilities.ts';
import type { BlueprintConnection } from './connection.ts';
import { doctrineRefusal } from './doctrine-refusal.ts';
import { arrayCast } from './expression.ts';
import { unreadModifiers } from './facts/unread-modifiers.ts';
import { ColumnDefinition, Fluent } from './fluent.ts';
import { ForeignKeyDefinition, type KeyMaker } from './foreign-key.ts';
import { FrameworkError } from './framework-error.ts';
import type { Grammar } from './grammars/grammar.ts';
import { grammarFor } from './grammars/index.ts';
import { addImpliedCommands } from './implied-commands.ts';
import { automaticIndexName } from './index-name.ts';
import { withKnownColumns } from './known-columns.ts';
import { Bound, unknownReason } from './parameters.ts';
import { BLUEPRINT_METHODS, spanOf } from './vocabulary.ts';

export interface NotUnderstoodCall {
  /** It follows from something else that was reported where it stands: the call itself was understood. */
  readonly consequence: boolean;
  readonly origin: Origin;
  readonly reason: string;
}

export interface Compiled {
  readonly statements: Statement[];
  readonly notUnderstood: NotUnderstoodCall[];
  /** Calls on columns and keys that nobody reads. */
  readonly unread: readonly FactOf<'unread-modifier'>[];
}

const METHOD_NAMES = new Map(Object.keys(BLUEPRINT_METHODS).map((name) => [name.toLowerCase(), name]));

const NOWHERE: Origin = {
  file: '',
  span: {
    start: { line: 1, column: 1 },
    end: { line: 1, column: 1 },
    startOffset: 0,
    endOffset: 0,
  },
  call: '',
};

const NOT_LOOKED_THROUGH = { commands: [], end: 0 };

export class Blueprint extends PhpObject implements KeyMaker {
  readonly className = 'Illuminate\\Database\\Schema\\Blueprint';
  readonly table: string;
  readonly connection: BlueprintConnection;
  readonly can: Capabilities;
  readonly grammar: Grammar;
  /** The call that opened the blueprint: Schema::create() and its kin. */
  origin: Origin;
  columns: ColumnDefinition[] = [];
  commands: Fluent[] = [];
  state: BlueprintState | null = null;

  engine: PhpValue = null;
  charset: PhpValue = null;
  collation: PhpValue = null;
  temporary: PhpValue = false;
  after: PhpValue = null;

  /** In these commands none up to `end` is `create`. */
  #noCreate: { readonly commands: readonly Fluent[]; readonly end: number } = NOT_LOOKED_THROUGH;
  #failure: string | null = null;
  readonly #notes: NotUnderstoodCall[] = [];

  constructor(table: string, connection: BlueprintConnection, origin: Origin = NOWHERE) {
    super();
    this.table = table;
    this.connection = connection;
    this.can = capabilitiesOf(connection.frameworkVersion);
    this.origin = origin;
    this.grammar = grammarFor(connection, this.can);
  }

  /** Says which call opened the blueprint. */
  open(origin: Origin): this {
    this.origin = origin;
    return this;
  }

  get frameworkVersion(): string {
    return this.connection.frameworkVersion;
  }

  note(reason: string, origin: Origin, consequence = false): void {
    if (!this.#notes.some((note) => note.origin === origin && note.reason === reason)) {
      this.#notes.push({ origin, reason, consequence });
    }
  }

  /** Where a call may not be made at all, what it does to the table is uncertain: what makes it so is reported elsewhere. */
  called(origin: Origin): void {
    const uncertain = this.connection.called?.(origin);
    if (uncertain !== undefined) this.note(uncertain, origin, true);
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = METHOD_NAMES.get(name.toLowerCase());
    if (method === undefined) return undefined;
    const span = spanOf(BLUEPRINT_METHODS, method, this.frameworkVersion);
    const run = METHODS[method];
    if (span === undefined || run === undefined) return undefined;
    this.called(call.origin);
    const reason = unknownReason([...args.positional, ...args.named.values()]);
    if (reason !== undefined) this.note(reason, call.origin);
    try {
      return run(this, new Bound(span, args, `${this.className}::${method}`), call);
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  /** PHP would end the closure here; nothing of the blueprint is sent either way. */
  fail(error: unknown): void {
    if (!(error instanceof FrameworkError)) throw error;
    this.#failure ??= error.message;
  }

  override getProperty(name: string): PhpValue | undefined {
    switch (name) {
      case 'engine':
        return this.engine;
      case 'charset':
        return this.charset;
      case 'collation':
        return this.collation;
      case 'temporary':
        return this.temporary;
      case 'after':
        return this.after;
      default:
        return undefined;
    }
  }

  override setProperty(name: string, value: PhpValue): boolean {
    switch (name) {
      case 'engine':
        this.engine = value;
        return true;
      case 'charset':
        this.charset = value;
        return true;
      case 'collation':
        this.collation = value;
        return true;
      case 'temporary':
        this.temporary = value;
        return true;
      case 'after':
        this.after = value;
        return true;
      default:
        return false;
    }
  }

  // ---- Building

  /** Each added column asks, so what has been looked through is not looked through again. */
  creating(): boolean {
    const { commands } = this;
    let { end } = this.#noCreate.commands === commands ? this.#noCreate : { end: 0 };
    for (; end < commands.length; end++) {
      const command = commands[end]!;
      if (!(command instanceof ColumnDefinition) && command.get('name') === 'create') return true;
    }
    this.#noCreate = { commands, end };
    return false;
  }

  renamed(): void {
    this.#noCreate = NOT_LOOKED_THROUGH;
  }

  addCommand(name: string, attributes: Readonly<Record<string, PhpValue>>, origin: Origin): Fluent {
    const command = new Fluent(this, origin, { name, ...attributes });
    this.commands.push(command);
    return command;
  }

  /** Blueprint::addColumnDefinition. */
  addColumn<T extends ColumnDefinition>(column: T): T {
    this.columns.push(column);
    if (this.can.columnPerCommand && !this.creating()) this.commands.push(column);
    if (this.can.afterClosure && toBool(this.after) === true) {
      column.set('after', this.after);
      this.after = column.get('name');
    }
    return column;
  }

  /** Blueprint::indexCommand. An empty name becomes the automatic one. */
  addIndex(
    type: string,
    columns: PhpValue,
    name: PhpValue,
    origin: Origin,
    more: Readonly<Record<string, PhpValue>> = {},
  ): Fluent {
    const list = arrayCast(columns);
    const index = toBool(name) === false ? this.indexName(type, list) : name;
    return this.addCommand(type, { index, columns: PhpArray.list(list), ...more }, origin);
  }

  addForeign(columns: PhpValue, name: PhpValue, origin: Origin): ForeignKeyDefinition {
    const command = this.addIndex('foreign', columns, name, origin, { algorithm: null });
    const attributes = Object.fromEntries([...command.attributes].map(([key, { value }]) => [key, value]));
    const key = new ForeignKeyDefinition(this, origin, attributes);
    this.commands[this.commands.length - 1] = key;
    return key;
  }

  /** Blueprint::dropIndexCommand: an array of columns stands for the automatic name. */
  dropIndex(command: string, type: string, index: PhpValue, origin: Origin): Fluent {
    if (!(index instanceof PhpArray)) return this.addIndex(command, new PhpArray(), index, origin);
    return this.addIndex(command, index, this.indexName(type, index.values()), origin);
  }

  indexName(type: string, columns: readonly PhpValue[]): string | Unknown {
    return automaticIndexName(type, this.table, columns, this.connection.target.settings, this.can);
  }

  addedColumns(): ColumnDefinition[] {
    return this.columns.filter((column) => !column.is('change'));
  }

  changedColumns(): ColumnDefinition[] {
    return this.columns.filter((column) => column.is('change'));
  }

  commandsNamed(name: string): Fluent[] {
    return this.commands.filter((command) => command.get('name') === name);
  }

  // ---- Compiling

  /** Blueprint::toSql. All is compiled before anything is sent: one exception, and nothing is. */
  compile(): Compiled {
    const statements: Statement[] = [];
    let unread: Compiled['unread'] = [];
    try {
      unread = unreadModifiers(this);
      if (this.#failure !== null) throw new FrameworkError(this.#failure);
      addImpliedCommands(this);
      this.grammar.ensureCommandsAreValid(this);
      const refusal = doctrineRefusal(this);
      if (refusal !== undefined) statements.push(refusal);
      for (const command of this.commands) {
        if (command.is('shouldBeSkipped')) continue;
        const name = command.get('name');
        // The name decides which function compiles the command: ->name('x') on a key makes it disappear.
        const compile = typeof name === 'string' ? this.grammar.command(name) : undefined;
        if (compile === undefined) continue;
        this.state?.update(command);
        statements.push(...compile(this, command));
      }
    } catch (error) {
      if (!(error instanceof FrameworkError)) throw error;
      // That a package is missing comes before all that the package would say.
      const missing = statements.find(
        (statement) => statement.kind === 'frameworkRefuses' && statement.requires !== undefined,
      );
      statements.length = 0;
      statements.push(
        missing ?? {
          kind: 'frameworkRefuses',
          sql: '',
          origin: this.origin,
          message: error.message,
          tables: [this.grammar.tableName(this.table)],
        },
      );
    }
    return { statements: this.#opened(statements), notUnderstood: [...this.#notes], unread };
  }

  /**
   * What could not be understood opens the table: before the statements that look at it, and once more at the end,
   * where SQLite made it anew.
   */
  #opened(compiled: Statement[]): Statement[] {
    const first = this.#notes[0];
    if (first === undefined) return compiled;
    const statements = compiled.map(withKnownColumns);
    const { reason, origin } = first;
    const tables = [this.grammar.tableName(this.table)];
    const opening: Statement = { kind: 'notUnderstood', sql: '', origin, reason, tables };
    const created = statements.findIndex((statement) => statement.kind === 'createTable');
    const table = statements[created];
    // No engine takes a table whose only columns are the ones that are not known.
    if (this.creating() && table?.kind === 'createTable' && table.columns.length === 0) {
      return statements.toSpliced(created, 1, opening);
    }
    if (this.creating() && created >= 0) return statements.toSpliced(created + 1, 0, opening);
    return created >= 0 ? [opening, ...statements, opening] : [opening, ...statements];
  }

  /** Does Laravel rename and drop columns itself, or does doctrine/dbal? (Connection::usingNativeSchemaOperations) */
  get nativeOperations(): boolean {
    if (this.can.nativeChange) return true;
    const { hasDoctrine, nativeOperations } = this.connection;
    return this.can.nativeWithoutDoctrine && (hasDoctrine === false || nativeOperations === true);
  }

  /** The same for changed columns, which Laravel 9 cannot compile at all. */
  get nativeChanges(): boolean {
    return this.nativeOperations && this.can.changeCompiled;
  }
}
