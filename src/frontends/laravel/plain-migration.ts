/**
 * Migrations whose whole effect can be told from their tokens: calls of the schema builder with literals, and nothing
 * else. What such a one can touch is a handful of names; whoever reads none of them need not evaluate it.
 * Whatever is not known for certain makes a migration no plain one.
 */
import { beforeLast, plural } from './str.ts';

export interface PlainMigration {
  /** Tables that it makes, changes or drops, as written. */
  readonly tables: ReadonlySet<string>;
  /** Tables that its foreign keys may point to. */
  readonly parents: ReadonlySet<string>;
  /** Literals among which is each name that is given to a key, in lower case. */
  readonly names: ReadonlySet<string>;
  /** The class that it declares; null: it has no name. */
  readonly className: string | null;
  /** Methods of blueprints and columns that it calls. */
  readonly methods: ReadonlySet<string>;
  /** What it does to each table's columns, in order. */
  readonly columns: readonly ColumnUse[];
}

export interface ColumnUse {
  readonly table: string;
  readonly makes: readonly string[];
  readonly indexes: readonly string[];
  /** By up(); `*`: some. */
  readonly drops: readonly string[];
}

/** Methods that make one column, named by their first argument. */
const COLUMN_METHODS = new Set(
  `bigIncrements bigInteger binary boolean char date dateTime dateTimeTz decimal double enum float foreignId foreignUlid
  foreignUuid increments integer integerIncrements ipAddress json jsonb longText macAddress mediumIncrements mediumInteger
  mediumText smallIncrements smallInteger string text time timeTz timestamp timestampTz tinyIncrements tinyInteger tinyText
  ulid unsignedBigInteger unsignedDecimal unsignedInteger unsignedMediumInteger unsignedSmallInteger unsignedTinyInteger
  uuid year`.split(/\s+/),
);

/** Columns of methods that name them otherwise; with `*` for their first argument. */
const NAMED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  id: ['id'],
  timestamps: ['created_at', 'updated_at'],
  timestampsTz: ['created_at', 'updated_at'],
  nullableTimestamps: ['created_at', 'updated_at'],
  softDeletes: ['deleted_at'],
  softDeletesTz: ['deleted_at'],
  rememberToken: ['remember_token'],
  morphs: ['*_type', '*_id'],
  nullableMorphs: ['*_type', '*_id'],
  uuidMorphs: ['*_type', '*_id'],
  nullableUuidMorphs: ['*_type', '*_id'],
  ulidMorphs: ['*_type', '*_id'],
  nullableUlidMorphs: ['*_type', '*_id'],
};

const INDEX_METHODS = new Set(['index', 'unique', 'primary', 'fullText', 'spatialIndex']);

const DROP_METHODS = new Set(
  `dropColumn dropForeign dropIndex dropPrimary dropUnique dropFullText dropSpatialIndex dropTimestamps dropTimestampsTz
  dropSoftDeletes dropSoftDeletesTz dropRememberToken dropMorphs dropConstrainedForeignId`.split(/\s+/),
);

const DROPS_COLUMNS = /^drop(?:Column|Timestamps|SoftDeletes|RememberToken|Morphs|ConstrainedForeignId)/;

const MODIFIERS = new Set(
  `after autoIncrement cascadeOnDelete cascadeOnUpdate change charset collation comment constrained default first index
  noActionOnDelete nullOnDelete nullable on onDelete onUpdate primary references restrictOnDelete restrictOnUpdate unique
  unsigned useCurrent useCurrentOnUpdate`.split(/\s+/),
);

const PROPERTIES = new Set(['engine', 'charset', 'collation']);

/** White space and comments, literals, names and variables, numbers, and the rest. */
const TOKEN =
  /\s+|\/\/[^\n]*|#(?!\[)[^\n]*|\/\*[\s\S]*?\*\/|'[^'\\]*'|"[^"\\$]*"|\$?[A-Za-z_][\w\\]*|-?\d[\d.]*|->|::|=>|[()[\]{},;:!=?]/g;

/** Another reading of the file would be needed. */
class NotPlain extends Error {}

const SCHEMA = 'Illuminate\\Support\\Facades\\Schema';
const BLUEPRINT = 'Illuminate\\Database\\Schema\\Blueprint';
const MIGRATION = 'Illuminate\\Database\\Migrations\\Migration';

/** undefined: what the migration does takes more to tell. */
export function readPlainMigration(text: string): PlainMigration | undefined {
  if (!text.startsWith('<?php') || text.includes('?>')) return undefined;
  try {
    return new Reader(tokensOf(text)).read();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Literals begin with a quote. */
function tokensOf(text: string): string[] {
  const code = text.slice(5);
  const all = code.match(TOKEN) ?? [];
  let length = 0;
  for (const token of all) length += token.length;
  // something in between is no token
  if (length !== code.length) throw new NotPlain();
  return all.filter((token) => !/^[\s/#]/.test(token));
}

interface Call {
  readonly method: string;
  /** The literals of its arguments, in order, those of lists among them. */
  readonly texts: readonly string[];
  /** Those of the first argument. */
  readonly firsts: readonly string[];
  /** Is its first argument a text or a list, not some other value or a named one? */
  readonly plainFirst: boolean;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;
  readonly #imports = new Map<string, string>();
  readonly #tables = new Set<string>();
  readonly #parents = new Set<string>();
  readonly #names = new Set<string>();
  readonly #methods = new Set<string>();
  readonly #columns: ColumnUse[] = [];
  #direction = '';

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  read(): PlainMigration {
    if (this.#take('declare')) this.#expect('(', 'strict_types', '=', '1', ')', ';');
    while (this.#take('use')) this.#useStatement();
    const className = this.#class();
    if (this.#at < this.#tokens.length) throw new NotPlain();
    return {
      tables: this.#tables,
      parents: this.#parents,
      names: this.#names,
      className,
      methods: this.#methods,
      columns: this.#columns,
    };
  }

  #useStatement(): void {
    const name = this.#name();
    this.#imports.set(name.slice(name.lastIndexOf('\\') + 1), name);
    this.#expect(';');
  }

  #class(): string | null {
    const anonymous = this.#take('return');
    let name: string | null = null;
    if (anonymous) {
      this.#expect('new', 'class');
      if (this.#take('(')) this.#expect(')');
    } else {
      this.#expect('class');
      name = this.#name();
    }
    this.#expect('extends');
    this.#imported(MIGRATION);
    this.#expect('{');
    while (!this.#take('}')) {
      this.#expect('public', 'function');
      const method = this.#next();
      if (method !== 'up' && method !== 'down') throw new NotPlain();
      this.#direction = method;
      this.#expect('(', ')');
      if (this.#take(':')) this.#expect('void');
      this.#block(() => this.#statement());
    }
    if (anonymous) this.#expect(';');
    return name;
  }

  #block(statement: () => void): void {
    this.#expect('{');
    while (!this.#take('}')) statement();
  }

  /** `if (! Schema::hasColumn('a', 'b')) { … }`. */
  #branch(statement: () => void): void {
    this.#expect('(');
    this.#take('!');
    this.#imported(SCHEMA);
    this.#expect('::');
    const method = this.#next();
    if (method !== 'hasTable' && method !== 'hasColumn') throw new NotPlain();
    this.#expect('(');
    this.#table();
    if (method === 'hasColumn') {
      this.#expect(',');
      this.#text();
    }
    this.#expect(')', ')');
    this.#block(statement);
    if (this.#take('else')) this.#block(statement);
  }

  #statement(): void {
    if (this.#take('if')) {
      this.#branch(() => this.#statement());
      return;
    }
    this.#imported(SCHEMA);
    this.#expect('::');
    const method = this.#next();
    this.#expect('(');
    const table = this.#table();
    if (method === 'create' || method === 'table') {
      this.#expect(',');
      this.#take('static');
      this.#expect('function', '(');
      if (!this.#peek()?.startsWith('$')) this.#imported(BLUEPRINT);
      const variable = this.#next();
      if (!variable.startsWith('$') || variable === '$this') throw new NotPlain();
      this.#expect(')');
      if (this.#take(':')) this.#expect('void');
      this.#block(() => this.#onBlueprint(table, variable));
    } else if (method !== 'drop' && method !== 'dropIfExists') throw new NotPlain();
    this.#expect(')', ';');
  }

  #onBlueprint(table: string, variable: string): void {
    if (this.#take('if')) {
      this.#branch(() => this.#onBlueprint(table, variable));
      return;
    }
    this.#expect(variable, '->');
    const first = this.#next();
    if (this.#take('=')) {
      if (!PROPERTIES.has(first)) throw new NotPlain();
      this.#text();
      this.#expect(';');
      return;
    }
    const call = this.#call(first);
    const chain: Call[] = [];
    while (this.#take('->')) chain.push(this.#call(this.#next()));
    this.#expect(';');
    this.#note(table, call, chain);
  }

  #note(table: string, call: Call, chain: readonly Call[]): void {
    const { method, texts, firsts, plainFirst } = call;
    const named = NAMED_COLUMNS[method];
    const [first] = texts;
    const makes =
      named === undefined
        ? []
        : /^id$|^softDeletes/.test(method) && first !== undefined
          ? [first]
          : named.map((name) => name.replace('*', first ?? ''));
    const indexes: string[] = [];
    const drops: string[] = [];
    if (COLUMN_METHODS.has(method)) makes.push(first ?? '');
    else if (INDEX_METHODS.has(method)) indexes.push(...firsts);
    else if (DROP_METHODS.has(method)) {
      if (this.#direction === 'up' && DROPS_COLUMNS.test(method))
        drops.push(...texts, ...(texts.length === 0 || method === 'dropMorphs' ? ['*'] : []));
    } else if (named === undefined && method !== 'foreign') throw new NotPlain();
    const noColumns = named !== undefined && !named.some((name) => name.includes('*'));
    if (!plainFirst && !noColumns && !/^drop(Timestamps|SoftDeletes|RememberToken)/.test(method))
      throw new NotPlain();
    for (const text of texts) this.#names.add(text.toLowerCase());
    for (const { method: modifier, texts: given, plainFirst: isTable } of chain) {
      // the first of these is a table, unless arguments are named
      const bare = modifier === 'on' || modifier === 'constrained';
      for (const text of given.slice(bare && isTable ? 1 : 0)) this.#names.add(text.toLowerCase());
      if (!MODIFIERS.has(modifier)) throw new NotPlain();
      if (modifier === 'on') for (const parent of given) this.#parents.add(parent);
      if (modifier !== 'constrained') continue;
      for (const parent of given) this.#parents.add(parent);
      for (const column of ['id', ...given]) this.#parents.add(plural(beforeLast(first ?? '', `_${column}`)));
    }
    this.#columns.push({ table, makes, indexes, drops });
  }

  #call(method: string): Call {
    this.#methods.add(method);
    this.#expect('(');
    const texts: string[] = [];
    const first = this.#peek();
    const list = first === '[' || (first === 'array' && this.#tokens[this.#at + 1] === '(');
    const plainFirst = first !== undefined && (isText(first) || list);
    let firsts: readonly string[] | undefined;
    while (!this.#take(')')) {
      if (this.#tokens[this.#at + 1] === ':') this.#at += 2;
      this.#value(texts);
      firsts ??= [...texts];
      if (!this.#take(',')) {
        this.#expect(')');
        break;
      }
    }
    return { method, texts, firsts: firsts ?? [], plainFirst };
  }

  #value(texts: string[]): void {
    const token = this.#next();
    if (isText(token)) texts.push(this.#literal(token));
    else if (token === '[') this.#list(']', texts);
    else if (token === 'array') {
      this.#expect('(');
      this.#list(')', texts);
    } else if (!/^(?:true|false|null|-?\d.*)$/i.test(token)) throw new NotPlain();
  }

  #list(end: string, texts: string[]): void {
    while (!this.#take(end)) {
      this.#value(texts);
      if (this.#take('=>')) this.#value(texts);
      if (!this.#take(',')) {
        this.#expect(end);
        break;
      }
    }
  }

  #table(): string {
    const table = this.#text();
    // of another schema or database
    if (table.includes('.')) throw new NotPlain();
    this.#tables.add(table);
    return table;
  }

  #text(): string {
    const token = this.#next();
    if (!isText(token)) throw new NotPlain();
    return this.#literal(token);
  }

  #literal(token: string): string {
    return token.slice(1, -1);
  }

  #name(): string {
    const name = this.#next();
    if (!/^[A-Za-z_]/.test(name)) throw new NotPlain();
    return name;
  }

  #imported(wanted: string): void {
    const name = this.#name();
    if (this.#imports.get(name) !== wanted) throw new NotPlain();
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new NotPlain();
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(...tokens: readonly string[]): void {
    for (const token of tokens) if (this.#next() !== token) throw new NotPlain();
  }
}

function isText(token: string): boolean {
  return token.startsWith("'") || token.startsWith('"');
}
