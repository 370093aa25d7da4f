/** The Laravel frontend: a project's migrations, evaluated on one target after the other, and facts about its code. */

import path from 'node:path';
import { existsSync } from '../../disk/disk.ts';
import type { AstNode } from '../../php/ast.ts';
import { readDeclarations } from '../../php/classes.ts';
import { outOfRoom } from '../../php/limits.ts';
import { phpErrorsIn } from '../../php/parse.ts';
import { PhpObject } from '../../php/values.ts';
import { ProjectConfiguration } from '../../project/index.ts';
import {
  type CoverageEntry,
  type Direction,
  type Fact,
  type Location,
  type MigrationSource,
  type Owner,
  type Project,
  type Session,
  type Span,
  type Target,
  TOP_OF_FILE,
} from '../../schema/index.ts';
import { SourceCalls } from '../source-calls.ts';
import type { BuilderDefaults } from './application.ts';
import { BindingFiles } from './bindings.ts';
import { BUILDER_WORDS, NO_DEFAULTS, readBuilderDefaults } from './builder-defaults.ts';
import { CommandFiles } from './commands.ts';
import { DeclarationIndex, NEVER_LOADED } from './declaration-index.ts';
import { FoundAdditions } from './doctrine/additions.ts';
import { evaluateMigration } from './evaluate-migration.ts';
import { findLengthRules, REQUEST_WORDS } from './facts/length-rules.ts';
import { MACRO_WORDS, namesTaughtByPackages, taughtNames } from './facts/macros.ts';
import { findMigrationCalls, MIGRATION_CALL_WORDS } from './facts/migration-calls.ts';
import { findModels, hasModelWords } from './facts/models.ts';
import { findRelations, RELATION_WORDS } from './facts/relations.ts';
import { findSchemaDump } from './facts/schema-dump.ts';
import { findSettings, SETTING_WORDS } from './facts/settings.ts';
import { findWayBack, WAY_BACK_WORDS } from './facts/way-back.ts';
import { FrameworkState, knownVersion } from './framework-state.ts';
import { type Opening, openingOf } from './opening.ts';
import type { KnownPackage } from './packages/known-packages.ts';
import { requiredPackages } from './packages/required-packages.ts';
import { ProjectApplication } from './project-application.ts';
import { DeclaredCode, ProjectCode, type SourceFile } from './project-code.ts';
import { ProviderFiles } from './provider-files.ts';
import { NO_PROVIDERS, type ProviderFacts, readProviders } from './providers.ts';
import { findRowLocks, LOCK_WORDS } from './row-locks.ts';
import { phpFiles, rawText } from './source-files.ts';
import type { PassedOverCode } from './unreached.ts';

interface Evaluated {
  readonly ran: boolean;
  /** See `Frontend` in src/timeline/build.ts. */
  readonly explore?: (elsewhere: Session) => void;
  readonly count: () => void;
  readonly restsOn: () => readonly SourceFile[];
}

/** What evaluations on one target have in common, from one look at the project to the next. */
interface World {
  readonly code: DeclaredCode;
  readonly application: ProjectApplication;
}

export interface SyntaxError extends Location {
  readonly message: string;
}

export class LaravelFrontend {
  readonly #project: Project;
  readonly #code: ProjectCode;
  readonly #configuration: ProjectConfiguration;
  #calls = new SourceCalls();
  /** Names of modifiers that the project's own code knows. */
  readonly #taught = new Set<string>();
  #builderDefaults: BuilderDefaults = NO_DEFAULTS;
  readonly #doctrine = new FoundAdditions();
  readonly #packages: readonly KnownPackage[];
  readonly #bindings = new BindingFiles();
  readonly #commands = new CommandFiles();
  #providers: ProviderFacts = NO_PROVIDERS;
  /** Files besides the migrations that could not be looked through, with the reason. */
  readonly #passedOver = new Map<string, string>();
  /** By file, in the order in which they were looked through. */
  #facts: Map<string, readonly Fact[]> | undefined;
  /** What the migrations' text says beyond their own evaluation; see `meanwhile`. */
  readonly #said = new Map<string, string>();
  readonly #worlds = new Map<Target, World>();
  /** All files that evaluations have asked for since the beginning, or the last `meanwhile`. */
  #askedFor = new Set<string>();
  readonly #resumable: boolean;

  /**
   * `resumable`: keep what is needed to go on after a migration's text has changed. `earlier`: a frontend of the same
   * project, whose files are not read and parsed once more.
   */
  constructor(
    project: Project,
    { resumable = false, earlier }: { resumable?: boolean; earlier?: LaravelFrontend } = {},
  ) {
    this.#project = project;
    this.#resumable = resumable;
    const folders = composerFolders(project);
    this.#code = new ProjectCode(project.root, folders, earlier === undefined ? undefined : earlier.#code);
    this.#packages = requiredPackages(project.root, folders);
    this.#configuration = new ProjectConfiguration(
      project.root,
      project.modules.map((module) => module.directory),
    );
  }

  /** Looks through the project's other code for what rules want to know; call it before the first target. */
  readFacts(): Fact[] {
    const migrations = new Map(this.#project.migrations.map((migration) => [migration.file, migration]));
    const found = new Map<string, readonly Fact[]>();
    const providers = new ProviderFiles();
    const files = new Set([...phpFiles(this.#project.root), ...migrations.keys()]);
    for (const file of files) {
      const migration = migrations.get(file);
      if (migration !== undefined && !migration.reported) continue;
      const raw = rawText(this.#project.root, file);
      this.#code.declarations.add(file, raw);
      this.#doctrine.look(raw);
      if (MACRO_WORDS.test(raw)) for (const name of taughtNames(raw)) this.#taught.add(name);
      if (migration === undefined) {
        providers.look(file, raw);
        this.#bindings.look(file, raw);
        this.#commands.look(file, raw);
      } else if (this.#resumable) this.#said.set(file, saidBy(file, raw));
      found.set(file, this.#factsIn(file, raw, migration));
    }
    for (const { file } of this.#project.schemaDumps ?? []) {
      const dump = findSchemaDump(rawText(this.#project.root, file), file);
      if (dump !== undefined) found.set(file, [dump]);
    }
    this.#facts = found;
    for (const file of ['composer.json', 'composer.lock']) {
      for (const name of namesTaughtByPackages(rawText(this.#project.root, file))) this.#taught.add(name);
    }
    const evaluated = providers.found();
    if (evaluated.length > 0) {
      const code = new DeclaredCode(this.#code);
      for (const file of evaluated) {
        this.#withRoom(file, () => {
          this.#providers = readProviders(file, code, this.#providers);
        });
      }
      this.#configuration.register(this.#providers.config);
    }
    return [...found.values()].flat();
  }

  /** What `readFacts` found, as the migrations are now; undefined: it was not called yet. */
  facts(): Fact[] | undefined {
    return this.#facts === undefined ? undefined : [...this.#facts.values()].flat();
  }

  /** A migration's text; '' where it cannot be read. */
  textOf(file: string): string {
    return this.#code.textOf(file);
  }

  /** Names of macros in lower case, of whatever class; known after `readFacts`. */
  get macros(): ReadonlySet<string> {
    return new Set([...this.#providers.macros.keys()].map((key) => key.slice(key.indexOf('::') + 2)));
  }

  /** Lower-cased names of the classes that evaluations have asked for. */
  get classesAskedFor(): ReadonlySet<string> {
    return this.#code.classesAskedFor;
  }

  #factsIn(file: string, raw: string, migration: MigrationSource | undefined): Fact[] {
    const facts: Fact[] = [];
    const owner = migration?.owner ?? this.#ownerOf(file);
    const isProvider = migration === undefined && !NEVER_LOADED.test(file) && BUILDER_WORDS.test(raw);
    const locks = LOCK_WORDS.test(raw);
    const isModel = migration === undefined && hasModelWords(raw, owner);
    const settings = owner.kind === 'module' && SETTING_WORDS.test(raw);
    if (migration === undefined && REQUEST_WORDS.test(raw)) facts.push(...findLengthRules(raw, file, owner));
    const wayBack = migration !== undefined && WAY_BACK_WORDS.test(raw);
    const calls = migration !== undefined && MIGRATION_CALL_WORDS.test(raw);
    if (migration === undefined && RELATION_WORDS.test(raw) && !NEVER_LOADED.test(file))
      facts.push(...findRelations(this.#code.textOf(file), file));
    if (!isProvider && !locks && !isModel && !settings && !wayBack && !calls) return facts;
    const source = this.#code.read(file);
    if (source.parsed.ast === null) {
      if (migration === undefined)
        this.#passedOver.set(file, source.parsed.unread ?? 'it has a syntax error');
      return facts;
    }
    const program = source.parsed.ast as unknown as AstNode;
    this.#withRoom(file, () => {
      if (locks) facts.push(...findRowLocks(program, file, source.text, owner, migration !== undefined));
      if (isModel || settings || wayBack || calls) {
        const declared = readDeclarations(program, file, source.text);
        if (isModel) facts.push(...findModels(declared, file, owner));
        if (settings) facts.push(...findSettings(program, declared, file, source.text, owner));
        const back = wayBack ? findWayBack(declared, file) : undefined;
        if (back !== undefined) facts.push(back);
        if (calls) facts.push(...findMigrationCalls(program, declared, file, source.text));
      }
      if (isProvider) {
        this.#builderDefaults = readBuilderDefaults(program, this.#builderDefaults);
      }
    });
    return facts;
  }

  /**
   * Takes up what has become of migrations meanwhile, and begins to count anew. false: what they say concerns more than
   * their own evaluation, or something of an evaluation lasts; then only a frontend of its own will do.
   */
  meanwhile(files: readonly string[]): boolean {
    this.#calls = new SourceCalls();
    this.#askedFor = new Set();
    if (!this.canResume) return false;
    const migrations = new Map(this.#project.migrations.map((migration) => [migration.file, migration]));
    for (const file of files) {
      const migration = migrations.get(file);
      if (migration === undefined || this.#passedOver.has(file)) return false;
      this.#code.reread(file);
      for (const { code } of this.#worlds.values()) if (!code.forget(file)) return false;
      if (!migration.reported) continue;
      const raw = rawText(this.#project.root, file);
      if (this.#said.get(file) !== saidBy(file, raw)) return false;
      this.#facts?.set(file, this.#factsIn(file, raw, migration));
      if (this.#passedOver.has(file)) return false;
    }
    return true;
  }

  /** Does each evaluation so far depend on nothing that those before it have left in the evaluated code? */
  get canResume(): boolean {
    if (!this.#resumable) return false;
    for (const { code } of this.#worlds.values()) if (code.dependsOnOrder || code.isTouched) return false;
    for (const { statics, shared, bound } of this.#providers.macros.values()) {
      if (statics.size > 0 || shared.size > 0) return false;
      for (const { value } of bound.values()) if (value instanceof PhpObject) return false;
    }
    return true;
  }

  /** The project's files besides the migrations that the evaluations have asked for. */
  get askedFor(): ReadonlySet<string> {
    return this.#askedFor;
  }

  /** Looks through a file; where its code is nested too deep for that, it is passed over, which is noted. */
  #withRoom(file: string, look: () => void): void {
    try {
      look();
    } catch (error) {
      const reason = outOfRoom(error);
      if (reason === undefined) throw error;
      this.#passedOver.set(file, reason);
    }
  }

  /** What only evaluation shows; call it after the last target. */
  evaluatedFacts(): Fact[] {
    const reported = new Set(
      this.#project.migrations.filter((item) => item.reported).map((item) => item.file),
    );
    return this.#calls
      .unreadModifiers()
      .filter((fact) => reported.has(fact.origin.file) && !this.#taught.has(fact.name));
  }

  #ownerOf(file: string): Owner {
    const module = this.#project.modules.find((item) => file.startsWith(`${item.directory}/`));
    return module === undefined
      ? { kind: 'app' }
      : { kind: 'module', slug: module.slug, layout: module.layout };
  }

  #application(code: DeclaredCode): ProjectApplication {
    return new ProjectApplication(
      this.#project,
      this.#configuration,
      code,
      this.#builderDefaults,
      this.#providers.macros,
      this.#doctrine,
      this.#packages,
      this.#bindings,
      this.#commands,
    );
  }

  #world(target: Target): World {
    const known = this.#worlds.get(target);
    if (known !== undefined) return known;
    const code = new DeclaredCode(this.#code);
    const world = { code, application: this.#application(code) };
    if (this.#resumable) this.#worlds.set(target, world);
    return world;
  }

  /** What the timeline runs for one target. */
  forTarget(target: Target): {
    evaluate(migration: MigrationSource, direction: Direction, session: Session): Evaluated;
    open(set: string, session: Session): Opening;
    state(migration: MigrationSource, direction: Direction): string;
    restore(state: string): void;
    isCurrent(restsOn: readonly unknown[]): boolean;
  } {
    const { code, application } = this.#world(target);
    const state = new FrameworkState(target, application);
    return {
      open: (set, session) => openingOf(state, set, session),
      state: (migration, direction) =>
        `${this.#calls.hasGivenUp(`${direction} ${migration.file}`) ? '!' : ''}${state.lasting}`,
      restore: (lasting) => state.last(lasting.replace(/^!/, '')),
      isCurrent: (restsOn) =>
        (restsOn as readonly SourceFile[]).every((source) => this.#code.read(source.file) === source),
      evaluate: (migration, direction, session) => {
        const asked = this.#resumable ? new Set<string>() : null;
        // on a file of its own for each evaluation, so that it can be counted again without being made again
        const calls = this.#resumable ? this.#calls.beside() : this.#calls;
        const ask = <T>(declared: DeclaredCode, action: () => T): T => {
          declared.asked = asked;
          try {
            return action();
          } finally {
            declared.asked = null;
          }
        };
        const { ran, passedOver } = ask(code, () =>
          this.#evaluate(migration, direction, session, code, state, calls),
        );
        const explore = (elsewhere: Session) => {
          // declared anew, so that no static property keeps what is written here
          const again = new DeclaredCode(this.#code);
          ask(again, () => this.#explore(migration, direction, elsewhere, state, passedOver!, again, calls));
        };
        return {
          ran,
          ...(passedOver === undefined || passedOver.reasons.size === 0 ? {} : { explore }),
          count: this.#counting(calls, asked),
          restsOn: () =>
            [...new Set([migration.file, ...(asked ?? [])])].map((file) => this.#code.read(file)),
        };
      },
    };
  }

  /** Made here, since whoever keeps it keeps alive all that is in reach where it was made. */
  #counting(calls: SourceCalls, asked: ReadonlySet<string> | null): () => void {
    return () => {
      if (calls !== this.#calls) this.#calls.add(calls);
      for (const file of asked ?? []) this.#askedFor.add(file);
    };
  }

  /** Lets go of what can be made again from the migrations' texts: their syntax trees. */
  rest(): void {
    if (!this.canResume) return;
    for (const { file } of this.#project.migrations) {
      for (const { code } of this.#worlds.values()) code.release(file);
      this.#code.release(file);
    }
  }

  #evaluate(
    migration: MigrationSource,
    direction: Direction,
    session: Session,
    code: DeclaredCode,
    state: FrameworkState,
    calls: SourceCalls,
  ): { readonly ran: boolean; readonly passedOver?: PassedOverCode } {
    const declared = code.file(migration.file);
    if (declared === null) {
      const { unread, errors } = this.#code.read(migration.file).parsed;
      const reason = unread ?? 'the file could not be parsed';
      if (direction === 'up')
        calls.notUnderstood({ file: migration.file, span: errors[0]?.span ?? TOP_OF_FILE, reason });
      session.execute({
        kind: 'notUnderstood',
        sql: '',
        reason,
        origin: { file: migration.file, span: TOP_OF_FILE, call: '' },
      });
      return { ran: direction === 'up' };
    }
    const { errors } = this.#code.read(migration.file);
    if (errors.length > 0) {
      // part of the file was not read: whatever it does is missing from what follows
      const reason = 'the file has a syntax error';
      const { span } = errors[0]!;
      if (direction === 'up') calls.notUnderstood({ file: migration.file, span, reason });
      session.execute({
        kind: 'notUnderstood',
        sql: '',
        reason,
        origin: { file: migration.file, span, call: '' },
      });
    }
    return evaluateMigration(migration, declared, direction, session, state, calls);
  }

  /** Evaluates a migration once more, on a database of which nothing is known; nothing of it is counted. */
  #explore(
    migration: MigrationSource,
    direction: Direction,
    session: Session,
    state: FrameworkState,
    passedOver: PassedOverCode,
    code: DeclaredCode,
    into: SourceCalls,
  ): void {
    const declared = code.file(migration.file);
    if (declared === null) return;
    const elsewhere = state.elsewhere(this.#application(code));
    const calls = new SourceCalls();
    evaluateMigration(migration, declared, direction, session, elsewhere, calls, passedOver);
    into.unread(calls.unreadModifiers());
  }

  /** What a reader of the findings should know. */
  notes(): string[] {
    const { value } = this.#project.frameworkVersion;
    const read = knownVersion(value);
    const notes = [...this.#passedOver].map(([file, reason]) => `${file} was not looked through: ${reason}.`);
    return read === value
      ? notes
      : [`Laravel ${value} is read as Laravel ${read}, the nearest whose schema builder is known.`, ...notes];
  }

  syntaxErrorsIn(
    file: string,
    text: string,
  ): readonly { readonly span: Span; readonly message: string }[] | null {
    return phpErrorsIn(file, text);
  }

  /** Syntax errors of the migrations, and of other project code that was read for them. */
  syntaxErrors(): SyntaxError[] {
    const errors: SyntaxError[] = [];
    for (const migration of this.#project.migrations) {
      if (!migration.reported) continue;
      for (const error of this.#code.read(migration.file).errors)
        errors.push({ file: migration.file, ...error });
    }
    return errors;
  }

  /** Of the migrations that are reported on. */
  coverage(): CoverageEntry {
    return this.#calls.coverage(
      new Set(this.#project.migrations.filter((item) => item.reported).map((item) => item.file)),
    );
  }

  /** A file's syntax tree; null: it could not be read, or does not parse. */
  treeOf(file: string): AstNode | null {
    const { ast, errors } = this.#code.read(file).parsed;
    return errors.length > 0 ? null : ast;
  }

  /** Source text by file, for code frames and suppressions. */
  sources(): ReadonlyMap<string, string> {
    const sources = new Map<string, string>();
    for (const migration of this.#project.migrations) {
      sources.set(migration.file, this.#code.textOf(migration.file));
    }
    for (const source of this.#code.sources()) sources.set(source.file, source.text);
    // these were looked through without being parsed
    for (const [file, facts] of this.#facts ?? [])
      if (facts.some(({ kind }) => kind === 'length-rule')) sources.set(file, this.#code.textOf(file));
    return sources;
  }
}

/** The root, and every folder above a migration that has a composer.json of its own: modules and packages. */
function composerFolders(project: Project): string[] {
  const folders = new Set(['']);
  const asked = new Set<string>();
  for (const { file } of project.migrations) {
    for (
      let folder = path.posix.dirname(file);
      folder !== '.' && !asked.has(folder);
      folder = path.posix.dirname(folder)
    ) {
      asked.add(folder);
      if (existsSync(path.join(project.root, folder, 'composer.json'))) folders.add(folder);
    }
  }
  return [...folders];
}

/** What a migration's text says to the evaluation of others: names that it declares or teaches, doctrine's types. */
function saidBy(file: string, raw: string): string {
  const declarations = new DeclarationIndex();
  declarations.add(file, raw);
  const doctrine = new FoundAdditions();
  doctrine.look(raw);
  const taught = MACRO_WORDS.test(raw) ? [...taughtNames(raw)] : [];
  return JSON.stringify([declarations.names(), [...doctrine.types], [...doctrine.mappings], taught]);
}
