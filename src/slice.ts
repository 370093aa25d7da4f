/**
 * Which migrations bear on those that are reported on. The others are not evaluated. That is decided twice: before, by
 * what the texts mention, and afterwards by what was really read of the catalogs. See docs/decisions/0012.
 */

import type { PartOfHistory, ProjectInView } from './analyse.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import { type PlainMigration, readPlainMigration } from './frontends/laravel/plain-migration.ts';
import { beforeLast, plural } from './frontends/laravel/str.ts';
import { WholeHistoryNeeded } from './lint/rule.ts';
import { CatalogReads, type Direction, type MigrationSource, noteReads } from './schema/index.ts';

/** With more than this share of the history it is as well to evaluate all of it. */
const WORTH_IT = 0.5;

/** PostgreSQL and Laravel cut longer names, from the middle or from the end. */
const PERHAPS_CUT = 55;

/** Is it known which migrations bear on which? */
export function canBeSliced({ project: { framework } }: ProjectInView): boolean {
  return framework === null || framework.value === 'laravel';
}

/**
 * What `check` makes of the migrations that matter, or of all where it cannot be told which do. `check` is handed the
 * part that it is to evaluate; undefined: all. It may throw WholeHistoryNeeded where that is a part.
 */
export function checkedInPart<T>(
  view: ProjectInView,
  check: (frontend: LaravelFrontend, part?: PartOfHistory) => T,
): T {
  const { project } = view;
  let frontend = new LaravelFrontend(project);
  const slice = sliceOf(view, frontend);
  while (slice?.isWorthIt === true) {
    const runs = new Map<string, CatalogReads>();
    const readsOf = ({ file }: MigrationSource, direction: Direction): CatalogReads => {
      // an up sees what was done before it; the rest, all that was done
      const key = direction === 'up' ? file : '';
      const reads = runs.get(key) ?? new CatalogReads();
      runs.set(key, reads);
      return reads;
    };
    const others = new CatalogReads();
    try {
      const result = noteReads(others, () => check(frontend, { skipped: slice.skipped, readsOf }));
      let wider = slice.widen(others, frontend.classesAskedFor);
      for (const [file, reads] of runs)
        wider = slice.widen(reads, [], file === '' ? undefined : file) || wider;
      if (!wider) return result;
    } catch (error) {
      if (!(error instanceof WholeHistoryNeeded)) throw error;
      slice.giveUp();
    }
    frontend = new LaravelFrontend(project, { earlier: frontend });
  }
  return check(frontend);
}

function sliceOf({ project, targets, config }: ProjectInView, frontend: LaravelFrontend): Slice | undefined {
  const { migrations } = project;
  // a declared table is an uncertain one: what becomes of it may concern all
  if (migrations.every(({ reported }) => reported) || Object.keys(config.externalTables).length > 0)
    return undefined;
  frontend.readFacts();
  const { macros } = frontend;
  const columns = new Map<string, Set<string>>();
  const plain = new Map<string, PlainMigration>();
  const texts = new Map<string, string>();
  for (const migration of migrations) {
    const text = frontend.textOf(migration.file);
    const read = isUndated(migration) ? undefined : readPlainMigration(text);
    const isPlain = read !== undefined && indexesColumns(read, columns);
    if (isPlain && !migration.reported && ![...read.methods].some((name) => macros.has(name.toLowerCase())))
      plain.set(migration.file, read);
    else texts.set(migration.file, text);
  }
  return new Slice(
    plain,
    texts,
    migrations,
    new Set(targets.map(({ settings }) => settings.prefix.toLowerCase())),
  );
}

/** Which class such a file stands for is found out by its name. */
function isUndated({ name }: MigrationSource): boolean {
  return !/^\d{4}_\d{2}_\d{2}_\d+_/.test(name);
}

/**
 * Is each column that it makes an index of made before, as far as that can be told? SQLite takes the name of one that is
 * not there for a text, and refuses other changes for it later. `known`: columns by table so far.
 */
function indexesColumns({ columns }: PlainMigration, known: Map<string, Set<string>>): boolean {
  const folded = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  for (const { table, makes, drops } of columns) {
    const key = table.toLowerCase();
    const own = known.get(key) ?? new Set();
    known.set(key, own);
    for (const name of folded(makes)) own.add(name);
    // one that is dropped, made again and indexed is not followed that closely
    for (const name of folded(drops)) own.add(`-${name}`);
  }
  return columns.every(({ table, indexes }) => {
    const own = known.get(table.toLowerCase());
    return folded(indexes).every((name) => own?.has(name) === true && !own.has(`-${name}`) && !own.has('-*'));
  });
}

class Slice {
  readonly #plain: ReadonlyMap<string, PlainMigration>;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #prefixes: ReadonlySet<string>;
  readonly #places: ReadonlyMap<string, number>;
  /** Where the first is that is reported on: those before it are not rolled back. */
  readonly #first: number;
  readonly #skipped: Set<string>;
  readonly #byTable = new Map<string, string[]>();
  readonly #byParent = new Map<string, string[]>();
  readonly #byName = new Map<string, string[]>();
  readonly #byClass = new Map<string, string[]>();
  #hopeless = false;

  /** `plain`: what may be skipped, by file; `texts`: of all the others; `migrations`: both, in order. */
  constructor(
    plain: ReadonlyMap<string, PlainMigration>,
    texts: ReadonlyMap<string, string>,
    migrations: readonly MigrationSource[],
    prefixes: ReadonlySet<string>,
  ) {
    this.#plain = plain;
    this.#texts = texts;
    this.#prefixes = prefixes;
    this.#places = new Map(migrations.map(({ file }, index) => [file, index]));
    this.#first = migrations.findIndex(({ reported }) => reported);
    this.#skipped = new Set(plain.keys());
    for (const [file, { tables, parents, names, className }] of plain) {
      for (const table of tables) {
        add(this.#byTable, table.toLowerCase(), file);
        // as index names have it
        if (table.includes('-')) add(this.#byTable, table.toLowerCase().replaceAll('-', '_'), file);
      }
      for (const parent of parents) add(this.#byParent, parent.toLowerCase(), file);
      for (const name of names) add(this.#byName, name, file);
      if (className !== null) add(this.#byClass, className.toLowerCase(), file);
    }
    this.#need(texts.keys());
  }

  get skipped(): ReadonlySet<string> {
    return this.#skipped;
  }

  get isWorthIt(): boolean {
    const all = this.#plain.size + this.#texts.size;
    return !this.#hopeless && this.#skipped.size > 0 && all - this.#skipped.size <= all * WORTH_IT;
  }

  giveUp(): void {
    this.#hopeless = true;
  }

  /**
   * Takes in whatever what was read may come from. `during`: by the up() of this file, which sees only what comes before
   * it. false: that is there already.
   */
  widen(reads: CatalogReads, classes: Iterable<string>, during?: string): boolean {
    const before = this.#skipped.size;
    if (reads.anyTable) this.giveUp();
    const end = during === undefined ? undefined : this.#places.get(during);
    const need = (files: readonly string[] | undefined): void => this.#need(this.#until(files, end));
    for (const key of [...reads.tables, ...reads.rows]) {
      for (const table of this.#bare(key)) need(this.#byTable.get(table));
    }
    for (const key of reads.parents) {
      for (const table of this.#bare(key)) need(this.#byParent.get(table));
    }
    const names = new Set(reads.anyNames);
    for (const name of reads.names) names.add(name.slice(name.indexOf(':') + 1));
    for (const name of names) for (const files of this.#ownersOf(name.toLowerCase())) need(files);
    for (const name of classes) need(this.#byClass.get(name));
    return this.#hopeless || this.#skipped.size < before;
  }

  #until(files: readonly string[] = [], end = Number.POSITIVE_INFINITY): string[] {
    return files.filter((file) => this.#places.get(file)! < end);
  }

  /** What a table's key can stand for, in lower case, without the connection's prefix. */
  *#bare(key: string): IterableIterator<string> {
    const name = key.slice(key.lastIndexOf('.') + 1).toLowerCase();
    yield name;
    for (const prefix of this.#prefixes)
      if (prefix !== '' && name.startsWith(prefix)) yield name.slice(prefix.length);
  }

  /** Names are given, or made of a table's and of columns' names. */
  *#ownersOf(name: string): IterableIterator<readonly string[]> {
    yield this.#byName.get(name) ?? [];
    for (const part of partsOf(name, this.#prefixes)) yield this.#byTable.get(part) ?? [];
    if (name.length < PERHAPS_CUT) return;
    for (const [literal, files] of this.#byName)
      if (literal.length > name.length && literal.startsWith(name.slice(0, 20))) yield files;
    for (const [table, files] of this.#byTable) if (name.includes(table.slice(0, 20))) yield files;
  }

  /** Takes in these files, and what was done before to the tables that they mention, or at all if they are rolled back. */
  #need(files: Iterable<string>): void {
    const open = [...files];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      const plain = this.#plain.get(file);
      if (plain !== undefined && !this.#skipped.delete(file)) continue;
      const place = this.#places.get(file)!;
      const end = place < this.#first ? place : undefined;
      const mentioned =
        plain === undefined
          ? literalsOf(this.#texts.get(file) ?? '')
          : [...plain.tables, ...plain.parents].map((table) => table.toLowerCase());
      for (const table of mentioned) {
        for (const other of this.#until(this.#byTable.get(table), end))
          if (this.#skipped.has(other)) open.push(other);
      }
    }
  }
}

function add(map: Map<string, string[]>, key: string, file: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [file]);
  else if (known.at(-1) !== file) known.push(file);
}

/** A text's literals in lower case, and the tables that columns among them may point to. */
function literalsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, single, double] of text.matchAll(/'([^'\\\n]*)'|"([^"\\$\n]*)"/g)) {
    const literal = (single ?? double ?? '').toLowerCase();
    found.add(literal);
    if (literal.endsWith('_id')) found.add(plural(beforeLast(literal, '_id')));
  }
  return found;
}

/** All parts of a name that begin and end with a word, as Laravel and the engines make names of tables' names. */
function partsOf(name: string, prefixes: ReadonlySet<string>): Set<string> {
  const starts = new Set([0]);
  const ends = [name.length];
  for (const { index } of name.matchAll(/[^a-z0-9]/g)) {
    starts.add(index + 1);
    ends.push(index);
  }
  for (const prefix of prefixes) if (name.startsWith(prefix)) starts.add(prefix.length);
  const parts = new Set<string>();
  for (const start of starts) for (const end of ends) if (end > start) parts.add(name.slice(start, end));
  return parts;
}
