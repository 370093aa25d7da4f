/** The Knex frontend: migrations in JavaScript and TypeScript, evaluated on one target after the other. */
import path from 'node:path';
import { readFileSync } from '../../disk/disk.ts';
import { outOfRoom } from '../../php/limits.ts';
import { EvaluationLimit } from '../../php/work.ts';
import {
  type CoverageEntry,
  type Direction,
  type Fact,
  LineStarts,
  type MigrationSource,
  type Origin,
  type Project,
  type Session,
  type Target,
} from '../../schema/index.ts';
import { classInfo, inherited } from '../javascript/classes.ts';
import { Evaluator, NOWHERE, type Surroundings } from '../javascript/evaluator.ts';
import { ScriptFiles, type SyntaxProblem } from '../javascript/files.ts';
import { getMember } from '../javascript/members.ts';
import { nodeModule } from '../javascript/node-modules.ts';
import { HostObject, JsFunction, JsThrow, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { readProjectText } from '../project-text.ts';
import { SourceCalls } from '../source-calls.ts';
import { clientFor } from './clients.ts';
import { KnexHost } from './hosts.ts';
import type { KnexTools } from './library.ts';
import { LUCID_MODULES, lucidMigration } from './lucid.ts';
import { BuilderHost } from './membrane.ts';
import { originOf, startSpan, type Texts } from './origins.ts';
import { KnexRun, type KnexState } from './run.ts';
import { SqliteTables } from './sqlite-tables.ts';
import { findWayBack } from './way-back.ts';

interface Evaluated {
  readonly ran: boolean;
}

export class KnexFrontend implements Texts {
  readonly #project: Project;
  readonly #tools: KnexTools;
  readonly #files: ScriptFiles;
  readonly #lines = new Map<string, LineStarts>();
  readonly #calls = new SourceCalls();
  #facts: Fact[] | undefined;

  /** `tools` loads the packages, and throws where one is missing. */
  constructor(project: Project, tools: KnexTools) {
    this.#project = project;
    this.#tools = tools;
    this.#files = new ScriptFiles(project.root, () => tools.ts);
  }

  readFacts(): Fact[] {
    this.#facts = this.#project.migrations
      .filter(({ reported }) => reported)
      .flatMap(({ file }) => {
        const { tree } = this.#files.read(file);
        if (tree === null) return [];
        const found = findWayBack(this.#tools.ts, tree, file, this.linesOf(file));
        return found === undefined ? [] : [found];
      });
    return this.#facts;
  }

  facts(): Fact[] | undefined {
    return this.#facts;
  }

  evaluatedFacts(): Fact[] {
    return [];
  }

  /** Nothing is kept of an evaluation: what was edited is read with a frontend of its own. */
  meanwhile(): boolean {
    return false;
  }

  get canResume(): boolean {
    return false;
  }

  get askedFor(): ReadonlySet<string> {
    return new Set();
  }

  notes(): string[] {
    const { value } = this.#project.frameworkVersion;
    const { version } = this.#tools;
    return value.split('.')[0] === version.split('.')[0]
      ? []
      : [`The SQL is what Knex ${version} makes of the migrations; the project names Knex ${value}.`];
  }

  textOf(file: string): string {
    return this.#files.read(file).text;
  }

  linesOf(file: string): LineStarts {
    let known = this.#lines.get(file);
    if (known === undefined) {
      known = new LineStarts(this.textOf(file));
      this.#lines.set(file, known);
    }
    return known;
  }

  syntaxErrors(): SyntaxProblem[] {
    return this.#project.migrations
      .filter(({ reported }) => reported)
      .flatMap(({ file }) =>
        this.#files.read(file).errors.map(({ start, end, message }) => ({
          file,
          span: this.linesOf(file).span(start, end),
          message,
        })),
      );
  }

  coverage(): CoverageEntry {
    return this.#calls.coverage(
      new Set(this.#project.migrations.filter(({ reported }) => reported).map(({ file }) => file)),
    );
  }

  /** No syntax tree of PHP. */
  treeOf(_file: string): null {
    return null;
  }

  sources(): ReadonlyMap<string, string> {
    const sources = new Map<string, string>();
    for (const { file } of this.#project.migrations) sources.set(file, this.textOf(file));
    for (const { file, text } of this.#files.scripts()) sources.set(file, text);
    return sources;
  }

  forTarget(target: Target): {
    evaluate(migration: MigrationSource, direction: Direction, session: Session): Evaluated;
    open(): { readonly statements: readonly []; readonly done: ReadonlySet<string> };
  } {
    const state = this.#stateFor(target);
    return {
      open: () => {
        // each set of migrations begins with a database of its own
        state.sqlite.clear();
        state.written.clear();
        return { statements: [], done: new Set() };
      },
      evaluate: (migration, direction, session) => this.#evaluate(migration, direction, session, state),
    };
  }

  #stateFor(target: Target): KnexState {
    const quiet = (): void => {};
    const knex = this.#tools.knex({
      client: clientFor(target.engine, packagesOf(this.#project.root)),
      useNullAsDefault: true,
      log: { warn: quiet, error: quiet, debug: quiet, deprecate: quiet },
    });
    return {
      target,
      knex,
      tools: this.#tools,
      written: new Set(),
      sqlite: new SqliteTables(this.#tools),
    };
  }

  #evaluate(migration: MigrationSource, direction: Direction, session: Session, state: KnexState): Evaluated {
    const { file } = migration;
    const origin: Origin = { file, span: startSpan(), call: '' };
    const script = this.#files.read(file);
    const fault = script.unread ?? (script.errors.length > 0 ? 'the file has a syntax error' : undefined);
    if (script.tree === null || fault !== undefined) {
      const [first] = script.errors;
      const span = first === undefined ? startSpan() : this.linesOf(file).span(first.start, first.end);
      const reason = fault ?? 'the file could not be parsed';
      if (direction === 'up') this.#calls.notUnderstood({ file, span, reason });
      session.execute({ kind: 'notUnderstood', sql: '', reason, origin: { ...origin, span } });
      return { ran: direction === 'up' };
    }
    const ev = new Evaluator(
      this.#tools.ts,
      this.#surroundings(() => run),
    );
    ev.entry = file;
    const run: KnexRun = new KnexRun(ev, session, this.#calls, state, this, file);
    const { tree, text } = script;
    try {
      return ev.bounded(() =>
        evaluateMigration(
          run,
          { file, text, tree },
          direction,
          this.#project.withoutTransaction === undefined,
        ),
      );
    } catch (error) {
      if (error instanceof JsThrow) {
        const refusal = ev.refusalBehind(error.value);
        if (refusal !== undefined) {
          refusal.passedOn();
          return { ran: true };
        }
        ev.uncertain = null;
        run.send({
          kind: 'frameworkRefuses',
          sql: '',
          origin: error.site === undefined ? origin : originOf(ev, error.site, this, file),
          message: error.message,
          thrown: 'Error',
        });
        return { ran: true };
      }
      const reason = error instanceof EvaluationLimit ? error.message : outOfRoom(error);
      if (reason === undefined) throw error;
      ev.uncertain = null;
      this.#calls.notUnderstood({ ...origin, reason });
      session.execute({ kind: 'notUnderstood', sql: '', reason, origin });
      return { ran: true };
    }
  }

  #surroundings(run: () => KnexRun): Surroundings {
    const readFile = (name: string): string | null =>
      readProjectText(this.#project.root, name.replace(/^\//, '')) ?? null;
    return {
      packageModule: (name) =>
        LUCID_MODULES.has(name)
          ? { BaseSchema: new Unknown('what BaseSchema has besides') }
          : nodeModule(name, readFile),
      globalVariable: () => undefined,
      readFile,
      resolve: (specifier, from) => this.#files.resolve(specifier, from),
      unknownCalled: (reason, args, site) => {
        // whoever is handed knex may change anything
        if (!args.some(isDatabase)) return;
        run().giveUp(`it is handed knex: ${reason}`, run().origin(site));
      },
    };
  }
}

function isDatabase(value: JsValue): boolean {
  if (value instanceof KnexHost || value instanceof BuilderHost) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof HostObject) &&
    !(value instanceof JsFunction) &&
    !(value instanceof Unknown) &&
    Object.values(value).some((item) => item instanceof KnexHost)
  );
}

function evaluateMigration(
  run: KnexRun,
  source: Parameters<Evaluator['modules']['load']>[0],
  direction: Direction,
  inTransaction: boolean,
): Evaluated {
  const { ev, entry } = run;
  const { exports } = ev.modules.load(source).holder;
  const site: Site = { ...NOWHERE, file: '' };
  const knex = new KnexHost(run);
  const { method, self, finish, ownTransaction } = migrationIn(run, exports, direction, knex);
  const origin: Origin = { file: entry, span: startSpan(), call: '' };
  if (method === undefined || method === null) {
    if (direction === 'down') return { ran: false };
    run.giveUp('the file exports no function up', origin);
    return { ran: true };
  }
  if (!(method instanceof JsFunction)) {
    run.giveUp(method instanceof Unknown ? method.reason : `${direction} is no function`, origin);
    return { ran: true };
  }
  const transaction = inTransaction && run.target.engine === 'postgres' && !ownTransaction;
  if (transaction) run.send({ kind: 'transaction', action: 'begin', sql: 'begin', origin });
  ev.settle(method.invoke(self, [knex, new Unknown('Promise')], site), site);
  finish();
  if (transaction) run.send({ kind: 'transaction', action: 'commit', sql: 'commit', origin });
  return { ran: true };
}

interface Found {
  readonly method: JsValue;
  readonly self: JsValue;
  /** What is done when the method has ended. */
  readonly finish: () => void;
  /** Does the file turn the migrator's transaction off? */
  readonly ownTransaction: boolean;
}

/** The function of the file in this direction: an export, or a method of Lucid's class. */
function migrationIn(run: KnexRun, exports: JsValue, direction: Direction, knex: KnexHost): Found {
  const { ev } = run;
  const made =
    exports === undefined || exports === null ? undefined : getMember(ev, exports, 'default', NOWHERE);
  const info = classInfo(made);
  if (made instanceof JsFunction && info !== undefined) {
    const method = inherited(info, 'methods', direction);
    if (method === undefined) return { method, self: undefined, finish: () => {}, ownTransaction: false };
    const { self, finish } = lucidMigration(run, made, knex, NOWHERE);
    return { method, self, finish, ownTransaction: made.members.get('disableTransactions') === true };
  }
  const config = memberOf(ev, exports, 'config');
  return {
    method: memberOf(ev, exports, direction),
    self: undefined,
    finish: () => {},
    ownTransaction:
      typeof config === 'object' &&
      config !== null &&
      getMember(ev, config, 'transaction', NOWHERE) === false,
  };
}

/** What the file exports under a name, also within its default export. */
function memberOf(ev: Evaluator, exports: JsValue, name: string): JsValue {
  if (exports === undefined || exports === null) return undefined;
  const own = getMember(ev, exports, name, NOWHERE);
  if (own !== undefined) return own;
  const fallback = getMember(ev, exports, 'default', NOWHERE);
  if (fallback === undefined || fallback === null) return undefined;
  return getMember(ev, fallback, name, NOWHERE);
}

/** The names of the packages that the project depends on. */
function packagesOf(root: string): Set<string> {
  try {
    const json = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
      string,
      object | undefined
    >;
    return new Set(
      ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
        Object.keys(json[key] ?? {}),
      ),
    );
  } catch {
    return new Set();
  }
}
