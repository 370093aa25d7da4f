/** Migrations that are SQL files: what each file sends to a target, statement by statement. */
import {
  type CoverageEntry,
  type Direction,
  ENGINE_TITLES,
  type Fact,
  isFor,
  type MigrationSource,
  type NotUnderstood,
  type Origin,
  type Project,
  type Session,
  type SqlScript,
  type SqlSource,
  type Target,
} from '../../../schema/index.ts';
import { shorten } from '../cursor.ts';
import { readPiece, type SqlPiece, splitSql } from '../read.ts';
import { isMySql } from '../scan.ts';
import { Prepared } from './prepared.ts';
import { calledStatements, type Procedure, procedureIn, procedureNamed } from './procedures.ts';
import type { Way } from './script.ts';
import { SqlText } from './source.ts';
import { runsInTransaction } from './transaction.ts';

interface Evaluated {
  readonly ran: boolean;
  readonly count?: () => void;
  readonly restsOn?: () => readonly SqlText[];
}

/** A way of a migration on one target: where it is written. */
interface WayIn {
  readonly source: SqlText;
  readonly way: Way;
}

interface Counted {
  readonly entry: NotUnderstood | null;
  readonly file: string;
  readonly start: number;
}

export class SqlFrontend {
  readonly #project: Project;
  readonly #sources = new Map<string, SqlText>();
  /** By file and offset: each statement once, whatever targets meet it. */
  #counted = new Map<string, Counted>();
  readonly #targets = new Set<Target>();

  constructor(project: Project) {
    this.#project = project;
  }

  readFacts(): Fact[] {
    return this.#project.migrations.flatMap((migration) =>
      migration.reported ? (this.#wayBackOf(migration) ?? []) : [],
    );
  }

  /** Nothing of it lasts. */
  facts(): Fact[] | undefined {
    return undefined;
  }

  evaluatedFacts(): Fact[] {
    return [];
  }

  textOf(file: string): string {
    return this.#sources.get(file)?.text ?? '';
  }

  /** Takes up what has become of the files meanwhile, and begins to count anew. */
  meanwhile(files: readonly string[]): boolean {
    for (const file of files) this.#sources.delete(file);
    this.#counted = new Map();
    return true;
  }

  get canResume(): boolean {
    return true;
  }

  get askedFor(): ReadonlySet<string> {
    return new Set();
  }

  /** What the timeline runs for one target. */
  forTarget(target: Target): {
    evaluate(migration: MigrationSource, direction: Direction, session: Session): Evaluated;
    state(): string;
    restore(state: string): void;
    isCurrent(restsOn: readonly unknown[]): boolean;
  } {
    this.#targets.add(target);
    return {
      // one file leaves nothing to another but what is in the database
      state: () => '',
      restore: () => {},
      isCurrent: (restsOn) =>
        (restsOn as readonly SqlText[]).every((source) => this.#sources.get(source.file) === source),
      evaluate: (migration, direction, session) => this.#evaluate(migration, direction, session, target),
    };
  }

  #evaluate(migration: MigrationSource, direction: Direction, session: Session, target: Target): Evaluated {
    const { sql } = migration;
    if (sql?.unread !== undefined && isFor(sql, target.engine))
      return this.#passOver(migration, sql.unread, session);
    const found = this.#wayOn(migration, direction, target);
    if (found === undefined) return { ran: false };
    const { source, way } = found;
    const called: SqlText[] = [];
    const before = (name: string, at: number): Procedure | undefined => {
      const { procedure, read } = this.#procedureBefore(name, { migration, direction, at }, target);
      called.push(...read);
      return procedure;
    };
    const counted = this.#send(source, way, migration.sql!, session, target, before);
    return {
      ran: true,
      count: () => {
        for (const one of counted) this.#count(one);
      },
      restsOn: () => [source, ...called],
    };
  }

  /** What code does, in either direction, can be anything. */
  #passOver(
    migration: MigrationSource,
    { reason, told }: NonNullable<SqlSource['unread']>,
    session: Session,
  ): Evaluated {
    const { file } = migration;
    const source = this.#read(migration);
    const span = source.span(0, 0);
    const origin = { file, span, call: '' };
    session.execute({ kind: 'notUnderstood', sql: '', reason, takesAway: 'tables', origin });
    return {
      ran: true,
      ...(told ? {} : { count: () => this.#count({ file, start: 0, entry: { file, span, reason } }) }),
      restsOn: () => [source],
    };
  }

  /**
   * The procedure of this name as the files leave it that run before: of the ways up, unless it was dropped again.
   * `read`: what was looked through for it.
   */
  #procedureBefore(
    name: string,
    { migration, direction, at }: { migration: MigrationSource; direction: Direction; at: number },
    target: Target,
  ): { readonly procedure?: Procedure; readonly read: readonly SqlText[] } {
    const read: SqlText[] = [];
    let procedure: Procedure | undefined;
    const own = this.#wayOn(migration, direction, target);
    const upTo = this.#project.migrations.indexOf(migration) + (direction === 'down' ? 1 : 0);
    const earlier = this.#project.migrations
      .slice(0, upTo)
      .filter(({ set }) => set === migration.set)
      .flatMap((one) => this.#wayOn(one, 'up', target) ?? []);
    for (const { source, way } of own === undefined ? earlier : [...earlier, own]) {
      read.push(source);
      if (!/\bprocedure\b/i.test(source.text)) continue;
      for (const piece of piecesOf(source, way, target)) {
        if (source === own?.source && piece.start >= at) break;
        const made = procedureIn(piece.sql, target, { file: source.file, span: source.span(0, 0), call: '' });
        if (made?.name === name) procedure = made;
        else if (procedureNamed('drop', piece.sql) === name) procedure = undefined;
      }
    }
    return procedure === undefined ? { read } : { procedure, read };
  }

  /** undefined: it does not run on this target, or has nothing in this direction. */
  #wayOn(migration: MigrationSource, direction: Direction, target: Target): WayIn | undefined {
    const { sql } = migration;
    if (sql === undefined || sql.unread !== undefined || !isFor(sql, target.engine)) return undefined;
    const own = this.#read(migration);
    if (direction === 'up') {
      // a file without a mark for the way up is read as far as it goes
      const way = own.script(sql.format).up;
      if (way !== null) return { source: own, way };
      return own.unread === null ? undefined : { source: own, way: { parts: [], transaction: false } };
    }
    const down = sql.downs?.find((script) => isFor(script, target.engine));
    if (down === undefined) {
      const way = own.script(sql.format).down;
      return way === null ? undefined : { source: own, way };
    }
    const source = this.#read(down);
    return { source, way: { ...source.script(sql.format).up!, transaction: true } };
  }

  #send(
    source: SqlText,
    way: Way,
    sql: SqlSource,
    session: Session,
    target: Target,
    procedureBefore: (name: string, at: number) => Procedure | undefined,
  ): Counted[] {
    const { file, text } = source;
    const counted: Counted[] = [];
    const origin = (start: number, end: number): Origin => ({
      file,
      span: source.span(start, end),
      call: shorten(text.slice(start, end), 40),
    });
    const giveUp = (reason: string): Counted[] => {
      const whole = origin(0, 0);
      session.execute({ kind: 'notUnderstood', sql: text, reason, origin: { ...whole, call: '' } });
      return [{ file, start: 0, entry: { file, span: whole.span, reason } }];
    };
    if (source.unread !== null) return giveUp(source.unread);
    const template = /\{\{[^{}]*\}\}/.exec(text);
    if (template !== null) return giveUp(`the file is a template, which is not filled in: ${template[0]}`);

    const pieces = piecesOf(source, way, target);
    const wrapped =
      way.transaction &&
      sql.transaction !== false &&
      runsInTransaction(
        sql.format,
        target.engine,
        pieces.map((piece) => piece.sql),
      );
    const ofTheTool = { ...origin(0, 0), call: '' };
    if (wrapped) session.execute({ kind: 'transaction', action: 'begin', sql: 'begin', origin: ofTheTool });
    const prepared = isMySql(target.engine) ? new Prepared(target) : undefined;
    for (const piece of pieces) {
      const at = origin(piece.start, piece.end);
      const called = isMySql(target.engine) ? procedureNamed('call', piece.sql) : undefined;
      const procedure = called === undefined ? undefined : procedureBefore(called, piece.start);
      const statements =
        (procedure === undefined
          ? undefined
          : calledStatements(piece.sql, procedure, session.catalog(), target, at)) ??
        prepared?.follow(piece.sql, session.catalog(), at) ??
        readPiece(piece.sql, target, at, (start, end) => source.span(piece.start + start, piece.start + end));
      const unread = statements.find((statement) => statement.kind === 'notUnderstood');
      counted.push({
        file,
        start: piece.start,
        entry: unread?.kind === 'notUnderstood' ? { file, span: at.span, reason: unread.reason } : null,
      });
      for (const statement of statements) session.execute(statement);
    }
    if (wrapped) session.execute({ kind: 'transaction', action: 'commit', sql: 'commit', origin: ofTheTool });
    return counted;
  }

  #count(one: Counted): void {
    const key = `${one.file}\0${one.start}`;
    const known = this.#counted.get(key);
    if (known === undefined || known.entry === null) this.#counted.set(key, one);
  }

  #read({ file, path }: { readonly file: string; readonly path: string }): SqlText {
    const known = this.#sources.get(file) ?? SqlText.read(file, path);
    this.#sources.set(file, known);
    return known;
  }

  /** Tools that have a way back: what a migration has of it. */
  #wayBackOf(migration: MigrationSource): Fact | undefined {
    const { file, sql } = migration;
    if (sql === undefined || sql.unread !== undefined) return undefined;
    const paired = sql.format === 'golang-migrate' || sql.format === 'popx' || sql.format === 'diesel';
    const marked = sql.format === 'goose' || sql.format === 'dbmate' || sql.format === 'sql-migrate';
    if (!paired && !marked) return undefined;
    const own = this.#read(migration);
    const down = sql.downs?.[0];
    const source = down === undefined ? own : this.#read(down);
    const script = source.script(sql.format);
    const way = down === undefined ? (marked ? script.down : null) : script.up;
    const parts = way?.parts ?? [];
    const isEmpty = parts.every(
      ({ start, end }) => splitSql(source.text.slice(start, end), 'sqlite').length === 0,
    );
    return {
      kind: 'way-back',
      down: way === null ? 'missing' : isEmpty ? 'empty' : 'present',
      inherited: false,
      origin: { file, span: own.span(0, 0), call: '' },
    };
  }

  /** What a reader of the findings should know. */
  notes(): string[] {
    const notes: string[] = [];
    const { migrations } = this.#project;
    const dialects = new Set(migrations.map(({ sql }) => sql?.dialect));
    for (const { engine } of this.#targets) {
      const own = migrations.filter(({ sql }) => sql !== undefined && isFor(sql, engine));
      const title = ENGINE_TITLES[engine];
      // a set without any file for the engine is another database's
      const sets = new Set(own.map(({ set }) => set));
      const versions = new Set(migrations.filter(({ set }) => sets.has(set)).map(versionKey));
      const count = versions.size - new Set(own.map(versionKey)).size;
      if (own.length === 0 && migrations.length > 0)
        notes.push(`No migration is written for ${title}: nothing is judged on it.`);
      else if (count > 0)
        notes.push(
          `${count} of ${versions.size} migrations ${count === 1 ? 'has' : 'have'} no file for ${title}.`,
        );
      if (engine === 'mariadb' && own.length > 0 && dialects.has('mysql') && !dialects.has('mariadb'))
        notes.push('MariaDB has no files of its own: it is judged by those for MySQL.');
    }
    return [...new Set(notes)];
  }

  syntaxErrors(): never[] {
    return [];
  }

  /** Each statement stands for itself: one that is not understood is told as such. */
  syntaxErrorsIn(): null {
    return null;
  }

  /** Of the migrations that are reported on. */
  coverage(): CoverageEntry {
    const files = new Set(
      this.#project.migrations
        .filter(({ reported }) => reported)
        .flatMap(({ file, sql }) => [file, ...(sql?.downs ?? []).map((down) => down.file)]),
    );
    const counted = [...this.#counted.values()].filter(({ file }) => files.has(file));
    return { statements: counted.length, unknown: counted.flatMap(({ entry }) => entry ?? []) };
  }

  /** It is no PHP. */
  treeOf(): null {
    return null;
  }

  /** Source text by file, for code frames and suppressions. */
  sources(): ReadonlyMap<string, string> {
    const sources = new Map<string, string>();
    for (const migration of this.#project.migrations)
      for (const file of [migration, ...(migration.sql?.downs ?? [])])
        sources.set(file.file, this.#read(file).text);
    return sources;
  }
}

/** Semicolons stand within it. */
const WITH_BODY = /\bcreate\b[^;]*\b(?:function|procedure|trigger)\b|^\s*do\b/im;

/** The statements of a way, by their places in the file. */
function piecesOf({ text }: SqlText, way: Way, target: Target): SqlPiece[] {
  return way.parts.flatMap(({ start, end, whole }) => {
    const part = text.slice(start, end);
    const split = splitSql(part, target.engine);
    const [first, last] = [split[0], split.at(-1)];
    // SQLite and PostgreSQL run a text of several statements one after another
    const several = !isMySql(target.engine) && !WITH_BODY.test(part);
    const own =
      whole !== true || several || first === undefined || last === undefined
        ? split
        : [{ sql: part.slice(first.start, last.end), start: first.start, end: last.end }];
    return own.map((piece) => ({ sql: piece.sql, start: start + piece.start, end: start + piece.end }));
  });
}

function versionKey({ set, sql }: MigrationSource): string {
  return `${set}\0${sql?.version}`;
}
