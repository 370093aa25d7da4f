/** Migrations in JavaScript and TypeScript, evaluated on one target after the other, whichever framework runs them. */
import { outOfRoom } from '../../php/limits.ts';
import { EvaluationLimit } from '../../php/work.ts';
import {
  type CoverageEntry,
  type Direction,
  type Fact,
  isFor,
  LineStarts,
  type MigrationSource,
  type Origin,
  type Project,
  type Session,
  type Span,
  type Statement,
  type Target,
} from '../../schema/index.ts';
import { Evaluator, NOWHERE, type Surroundings } from '../javascript/evaluator.ts';
import { ScriptFiles, type SyntaxProblem } from '../javascript/files.ts';
import { nodeModule } from '../javascript/node-modules.ts';
import { HostObject, JsFunction, JsThrow, type JsValue, Unknown } from '../javascript/values.ts';
import { readProjectText } from '../project-text.ts';
import { SourceCalls } from '../source-calls.ts';
import { readPrepared } from '../sql/read.ts';
import type { ScriptFramework } from './framework.ts';
import { originOf, startSpan, type Texts } from './origins.ts';
import type { ScriptRun } from './run.ts';
import { findWayBack } from './way-back.ts';

interface Evaluated {
  readonly ran: boolean;
}

export class ScriptFrontend<Run extends ScriptRun> implements Texts {
  readonly #project: Project;
  readonly #framework: ScriptFramework<Run>;
  readonly #files: ScriptFiles;
  readonly #lines = new Map<string, LineStarts>();
  readonly #calls = new SourceCalls();
  #facts: Fact[] | undefined;

  constructor(project: Project, framework: ScriptFramework<Run>) {
    this.#project = project;
    this.#framework = framework;
    this.#files = new ScriptFiles(project.root, () => framework.tools.ts);
  }

  readFacts(): Fact[] {
    this.#facts = this.#project.migrations
      .filter(({ reported }) => reported)
      .flatMap(({ file }) => {
        const { tree } = this.#files.read(file);
        if (tree === null) return [];
        const found = findWayBack(this.#framework.tools.ts, tree, file, this.linesOf(file));
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
    return [...this.#framework.notes(this.#project)];
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

  syntaxErrorsIn(
    file: string,
    text: string,
  ): readonly { readonly span: Span; readonly message: string }[] | null {
    if (!/\.[mc]?[jt]s$/.test(file)) return null;
    const lines = new LineStarts(text);
    return this.#files
      .parse(file, text)
      .errors.map(({ start, end, message }) => ({ span: lines.span(start, end), message }));
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
    open(): { readonly statements: readonly Statement[]; readonly done: ReadonlySet<string> };
  } {
    const state = this.#framework.stateFor(target);
    return {
      open: () => {
        // each set of migrations begins with a database of its own
        state.written.clear();
        this.#framework.begin?.(state);
        return { statements: this.#first(target), done: new Set() };
      },
      evaluate: (migration, direction, session) => this.#evaluate(migration, direction, session, state),
    };
  }

  /** What the framework sends before any migration runs. */
  #first(target: Target): Statement[] {
    const file = this.#project.migrations[0]?.file ?? '';
    const origin: Origin = { file, span: startSpan(), call: '' };
    return (this.#framework.opening?.(target) ?? []).flatMap((sql) => readPrepared(sql, target, origin));
  }

  #evaluate(
    migration: MigrationSource,
    direction: Direction,
    session: Session,
    state: Run['state'],
  ): Evaluated {
    const { file, variant } = migration;
    if (!isFor(variant, state.target.engine)) return { ran: false };
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
      this.#framework.tools.ts,
      this.#surroundings(() => run),
    );
    ev.entry = file;
    const run: Run = this.#framework.runOf({
      ev,
      session,
      calls: this.#calls,
      state,
      texts: this,
      entry: file,
    });
    const { tree, text } = script;
    try {
      return ev.bounded(() => this.#run(run, { file, text, tree }, migration, direction));
    } catch (error) {
      if (error instanceof JsThrow) {
        const refusal = ev.refusalBehind(error.value);
        if (refusal !== undefined) {
          refusal.passedOn();
          return { ran: true };
        }
        ev.uncertain = null;
        const { site } = error;
        run.send({
          kind: 'frameworkRefuses',
          sql: '',
          origin: site === undefined ? origin : originOf(ev, site, this, file),
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

  #run(
    run: Run,
    source: Parameters<Evaluator['modules']['load']>[0],
    migration: MigrationSource,
    direction: Direction,
  ): Evaluated {
    const { ev, entry } = run;
    const { exports } = ev.modules.load(source).holder;
    const found = this.#framework.migrationIn(run, exports, direction, migration);
    const {
      method,
      self,
      args,
      finish,
      after,
      inTransaction,
      missing = 'the file exports no function up',
    } = found;
    const origin: Origin = { file: entry, span: startSpan(), call: '' };
    if (method === undefined || method === null) {
      if (direction === 'down') return { ran: false };
      run.giveUp(missing, origin);
      return { ran: true };
    }
    if (!(method instanceof JsFunction)) {
      run.giveUp(method instanceof Unknown ? method.reason : `${direction} is no function`, origin);
      return { ran: true };
    }
    if (inTransaction) run.send({ kind: 'transaction', action: 'begin', sql: 'begin', origin });
    try {
      ev.settle(method.invoke(self, args, NOWHERE), NOWHERE);
      finish?.();
    } finally {
      // also behind what it throws: later migrations are judged as if it had come to an end
      if (inTransaction) run.send({ kind: 'transaction', action: 'commit', sql: 'commit', origin });
    }
    after?.();
    return { ran: true };
  }

  #surroundings(run: () => Run): Surroundings {
    const framework = this.#framework;
    const readFile = (name: string): string | null =>
      readProjectText(this.#project.root, name.replace(/^\//, '')) ?? null;
    return {
      packageModule: (name) => framework.packageModule?.(name, run) ?? nodeModule(name, readFile),
      globalVariable: () => undefined,
      readFile,
      resolve: (specifier, from) => this.#files.resolve(specifier, from),
      unknownCalled: (reason, args, site) => {
        // whoever is handed the database may change anything
        if (!args.some((arg) => leadsTo(arg, framework.isDatabase))) return;
        run().giveUp(`it is handed ${framework.handle}: ${reason}`, run().origin(site));
      },
    };
  }
}

/** Is it what leads to the database, or does it hold that? */
function leadsTo(value: JsValue, isDatabase: ScriptFramework<never>['isDatabase']): boolean {
  if (isDatabase(value, false)) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof HostObject) &&
    !(value instanceof JsFunction) &&
    !(value instanceof Unknown) &&
    Object.values(value).some((item) => isDatabase(item, true))
  );
}
