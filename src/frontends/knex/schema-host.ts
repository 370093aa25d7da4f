/** `knex.schema`: compiled by the library's own compilers, sent statement by statement when it is awaited. */
import type { Origin, Statement, TableName } from '../../schema/index.ts';
import { JsThrow, type JsValue, type Site, Unknown, unknownIn } from '../javascript/values.ts';
import { inner, toReal } from '../script-migrations/membrane.ts';
import { type Asked, withOrigins } from '../script-migrations/origins.ts';
import { BuilderHost } from './builder-host.ts';
import { fromReal } from './hosts.ts';
import type { CompiledQuery, RealSchema, RealTable, TableCompiler, TableEntry } from './library.ts';
import { renameColumn, senderOf, setNullable } from './mysql-runtime.ts';
import type { KnexRun } from './run.ts';
import { DdlCommands } from './sqlite-ddl.ts';
import { originOfEntry, TableHost } from './table-host.ts';

/** A question to the database rather than a change of it. */
const QUESTIONS = new Set(['hasTable', 'hasColumn']);

interface Compiled {
  readonly entries: readonly CompiledQuery[];
  readonly origin: Origin;
  readonly site: Site;
  /** The table that a callback has described. */
  readonly table: RealTable | undefined;
  readonly host: TableHost | undefined;
}

/** Which call a compiled query comes from, where it is one of a table's callback. */
const originOfQuery = new WeakMap<CompiledQuery, Origin>();

export class SchemaHost extends BuilderHost {
  readonly #schema: RealSchema;
  /** The call behind each step of the builder's sequence. */
  readonly #sites = new Map<object, Site>();
  /** Steps that are not handed to the library, since what they name is not known. */
  #unknown = false;

  constructor(run: KnexRun, real: RealSchema) {
    super(run, real);
    this.#schema = real;
  }

  override call(name: string, args: readonly JsValue[], site: Site): JsValue {
    const { run } = this;
    const unknown = args.map((arg) => unknownIn(arg)).find((arg) => arg !== undefined);
    if (unknown !== undefined && name !== 'raw') {
      if (QUESTIONS.has(name)) {
        this.#unknown = true;
        return this;
      }
      run.giveUp(`${name}(): ${unknown.reason}`, run.origin(site));
      return this;
    }
    const before = this.#schema._sequence.length;
    const wrap = (real: unknown): JsValue => fromReal(run, real);
    this.callReal(
      name,
      args.map((arg) => toReal(run, arg, wrap, site)),
      site,
    );
    for (const step of this.#schema._sequence.slice(before)) this.#sites.set(step, site);
    return this;
  }

  override settle = (at: Site): JsValue => {
    const { run } = this;
    if (run.deferred !== null) {
      run.deferred.push(() => this.settle(at));
      return undefined;
    }
    const sequence = this.#schema._sequence;
    const question = sequence.find(({ method }) => QUESTIONS.has(method));
    if (this.#unknown) return new Unknown('a question about a table whose name is not known');
    if (question !== undefined) return this.#answer(question);
    const deferred: (() => void)[] = [];
    let compiled: readonly Compiled[];
    run.deferred = deferred;
    try {
      compiled = this.#compile(at);
    } finally {
      run.deferred = null;
    }
    for (const one of compiled) {
      try {
        this.#send(one, deferred);
      } catch (error) {
        // the library's own mistakes are told at the call that led to them
        if (
          error instanceof JsThrow &&
          error.site === undefined &&
          run.ev.refusalBehind(error.value) === undefined
        )
          throw new JsThrow(error.value, one.site);
        throw error;
      }
    }
    for (const action of deferred) action();
    return undefined;
  };

  /** Compiles the whole sequence before any of it is sent, as the library does. */
  #compile(at: Site): Compiled[] {
    const { run } = this;
    const { client } = run;
    const compiler = client.schemaCompiler(this.#schema);
    const steps = compiler as unknown as Record<string, (...args: readonly unknown[]) => void>;
    return this.#schema._sequence.map((step) => {
      const site = this.#sites.get(step) ?? at;
      const origin = run.origin(site);
      run.called(origin);
      const from = compiler.sequence.length;
      let table: RealTable | undefined;
      const noted = watchTables(run, (made) => {
        table ??= made;
      });
      try {
        steps[step.method]!(...step.args);
      } catch (error) {
        throw inner(error) ?? run.libraryError(error, site);
      } finally {
        noted();
      }
      const host = table === undefined ? undefined : fromReal(run, table);
      return {
        entries: compiler.sequence.slice(from),
        origin,
        site,
        table,
        host: host instanceof TableHost ? host : undefined,
      };
    });
  }

  /**
   * `deferred`: what an async callback goes on to, once. It is in line behind the first query, be that the question with
   * which the library rebuilds a table.
   */
  #send({ entries, origin, table, host }: Compiled, deferred: (() => void)[]): void {
    const { run } = this;
    const columns = new Map<string, Origin>();
    const asked: Asked[] = [];
    for (const entry of table?._statements ?? []) {
      const made = originOfEntry(entry);
      if (made === undefined) continue;
      if (entry.builder !== undefined) columns.set(columnName(entry.builder).toLowerCase(), made);
      else if (entry.method !== undefined)
        asked.push({ method: entry.method, columns: keyed(entry), origin: made });
    }
    const refine = (statement: Statement): Statement => withOrigins(statement, columns, asked);
    for (const entry of entries) {
      const at = originOfQuery.get(entry) ?? onlyColumn(entry, columns) ?? origin;
      const sender = senderOf(entry);
      const asks =
        sender !== undefined || entry.statementsProducer !== undefined || entry.output !== undefined;
      if (!asks) {
        const several = run.target.engine === 'postgres';
        run.sendSql(entry.sql, at, { bindings: entry.bindings ?? [], refine, several });
      }
      for (const action of deferred.splice(0)) action();
      if (sender !== undefined) sender(at);
      else if (asks) this.#runtime(entry, at);
    }
    if (host !== undefined && host.notUnderstood.length > 0 && table !== undefined) {
      const tables: TableName[] = [{ name: table._tableName }];
      const [reason = ''] = host.notUnderstood;
      host.notUnderstood.length = 0;
      run.send({ kind: 'notUnderstood', sql: '', reason, origin, tables });
      if (host.mayLose) run.doubt({ name: table._tableName }, reason, origin);
    }
  }

  /** Statements that the library puts together from what the database answers. */
  #runtime(entry: CompiledQuery, origin: Origin): void {
    const { run } = this;
    const commands = new DdlCommands(run, origin);
    const { client } = run;
    const ddl = client.ddl;
    const replaceable = client as { ddl: unknown };
    replaceable.ddl = (compiler: TableCompiler) => commands.of(compiler);
    try {
      if (entry.statementsProducer !== undefined) entry.statementsProducer(undefined, undefined);
      else if (run.target.engine === 'sqlite') entry.output?.call({}, []);
      else run.giveUp('a statement that the library makes from what the database answers', origin);
    } finally {
      replaceable.ddl = ddl;
    }
  }

  #answer({ method, args }: RealSchema['_sequence'][number]): JsValue {
    const { run } = this;
    const schema = this.#schema._schema;
    const { engine } = run.target;
    // what is bound to a parameter is not mapped (lib/dialects/*/schema/*-compiler.js)
    const isMapped = engine === 'sqlite' || (method === 'hasColumn' && engine !== 'postgres');
    const table: TableName = {
      name: isMapped ? run.identifier(String(args[0])) : String(args[0]),
      ...(typeof schema === 'string' ? { schema } : {}),
    };
    const doubt = run.doubtOf(table);
    if (doubt !== null) return new Unknown(doubt);
    const found = run.session.catalog().table(table);
    if (method === 'hasTable') return found !== undefined;
    if (found === undefined) return false;
    const wanted = String(args[1]).toLowerCase();
    const compared = (name: string): string => (engine === 'postgres' ? name : run.identifier(name));
    if (found.columns.some(({ name }) => compared(name.toLowerCase()) === compared(wanted))) return true;
    return found.open === undefined ? false : new Unknown(found.open);
  }
}

function columnName({ _args, _type }: NonNullable<TableEntry['builder']>): string {
  const [name] = _args;
  // increments() without a name makes `id`
  return typeof name === 'string' ? name : /increments/i.test(_type) ? 'id' : '';
}

function keyed({ args = [] }: TableEntry): string[] {
  const [first] = args;
  const columns =
    typeof first === 'object' && first !== null && 'column' in first
      ? (first as { column: unknown }).column
      : first;
  return (Array.isArray(columns) ? columns : [columns]).map(String);
}

/** One column's own statement: its comment, or what alters it. */
function onlyColumn({ sql }: CompiledQuery, columns: ReadonlyMap<string, Origin>): Origin | undefined {
  const named = [...columns].filter(([name]) => new RegExp(`["\`]${escaped(name)}["\`]`, 'i').test(sql));
  return named.length === 1 ? named[0]?.[1] : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * Notes, while a step is compiled, which table it describes and which call each query comes from: the table's compiler
 * goes over the calls in their order. Gives what ends it.
 */
function watchTables(run: KnexRun, made: (table: RealTable) => void): () => void {
  const client = run.client as unknown as Record<'tableBuilder' | 'tableCompiler', unknown>;
  const { tableBuilder, tableCompiler } = run.client;
  client.tableBuilder = (...args: readonly unknown[]) => {
    const table = tableBuilder.apply(run.client, [...args]);
    made(table);
    return table;
  };
  client.tableCompiler = (table: RealTable) => noting(run, table, tableCompiler.call(run.client, table));
  return () => {
    client.tableBuilder = tableBuilder;
    client.tableCompiler = tableCompiler;
  };
}

function noting(run: KnexRun, table: RealTable, compiler: TableCompiler): TableCompiler {
  const steps = compiler as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
  const open = table._statements.filter(({ grouping }) => grouping === 'alterTable');
  const taken = new Set<TableEntry>();
  for (const method of new Set(open.map((entry) => entry.method ?? ''))) {
    const original = asksMySql(run, compiler, method) ?? steps[method];
    if (typeof original !== 'function') continue;
    steps[method] = (...args) => {
      const entry = open.find(
        (one) =>
          one.method === method && !taken.has(one) && (one.args ?? []).every((arg, at) => arg === args[at]),
      );
      if (entry !== undefined) taken.add(entry);
      const origin = entry === undefined ? undefined : originOfEntry(entry);
      const { sequence } = compiler;
      const before = sequence.length;
      const result = original.apply(compiler, args as unknown[]);
      if (origin !== undefined) for (const query of sequence.slice(before)) originOfQuery.set(query, origin);
      return result;
    };
  }
  return compiler;
}

/** What is sent to MySQL only after a question, in place of the library's way to ask it. */
function asksMySql(
  run: KnexRun,
  compiler: TableCompiler,
  method: string,
): ((...args: readonly unknown[]) => void) | undefined {
  if (run.target.engine !== 'mysql' && run.target.engine !== 'mariadb') return undefined;
  const push = (query: CompiledQuery): void => {
    compiler.sequence.push(query);
  };
  switch (method) {
    case 'renameColumn':
      return (from, to) => push(renameColumn(run, compiler, String(from), String(to)));
    case 'setNullable':
      return (column) => push(setNullable(run, compiler, String(column), true));
    case 'dropNullable':
      return (column) => push(setNullable(run, compiler, String(column), false));
    default:
      return undefined;
  }
}
