/** The project's own PHP, found by class name (composer's PSR-4 map) and parsed when it is first needed. */

import path from 'node:path';
import { existsSync, readFileSync } from '../../disk/disk.ts';
import type { AstNode } from '../../php/ast.ts';
import { type ClassDeclaration, type FileDeclarations, readDeclarations } from '../../php/classes.ts';
import { isAsDeclared } from '../../php/initial-values.ts';
import { type ParsedPhp, parsePhp, unread } from '../../php/parse.ts';
import type { FileContext } from '../../php/scope.ts';
import { readPhpFile, UnreadableFile } from '../../php/source-text.ts';
import { DeclarationIndex } from './declaration-index.ts';

/** A file as it was read. */
export class SourceFile {
  /** Relative to the project's root, forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly errors: ParsedPhp['errors'];
  #parsed: ParsedPhp | undefined;

  constructor(file: string, text: string, parsed: ParsedPhp) {
    this.file = file;
    this.text = text;
    this.errors = parsed.errors;
    this.#parsed = parsed;
  }

  get parsed(): ParsedPhp {
    this.#parsed ??= parsePhp(this.text, this.file);
    return this.#parsed;
  }

  /** Could it not be read? */
  get isUnread(): boolean {
    return this.#parsed?.unread !== undefined;
  }

  /** Lets go of the syntax tree, which is made again when it is asked for. */
  release(): void {
    if (this.#parsed?.unread === undefined) this.#parsed = undefined;
  }
}

/** Parsed files of a project; shared by all targets. */
export class ProjectCode {
  readonly root: string;
  /** Filled by whoever looks through the project's files anyway. */
  readonly declarations = new DeclarationIndex();
  readonly #files: Map<string, SourceFile>;
  readonly #texts: Map<string, string>;
  /** Lower-cased names of all classes that evaluations have asked for. */
  readonly classesAskedFor = new Set<string>();
  readonly #prefixes: readonly (readonly [prefix: string, directory: string])[];
  readonly #functionFiles: readonly string[];

  /**
   * `directories`: folders whose composer.json counts, relative to the root; the root's own is ''. `earlier`: what the
   * same files have been read as.
   */
  constructor(root: string, directories: readonly string[], earlier?: ProjectCode) {
    this.root = root;
    this.#files = earlier === undefined ? new Map() : earlier.#files;
    this.#texts = earlier === undefined ? new Map() : earlier.#texts;
    const { prefixes, files } = readAutoload(root, directories);
    this.#prefixes = prefixes;
    this.#functionFiles = files;
  }

  /** A file of the project, parsed; of one that is not there, or not readable, `parsed` tells why. */
  read(file: string): SourceFile {
    const known = this.#files.get(file);
    return known ?? this.reread(file);
  }

  /** Reads a file anew that has been read before; where its text is the same, so is what is given. */
  reread(file: string): SourceFile {
    const known = this.#files.get(file);
    const source = this.#parse(file, known);
    this.#files.set(file, source);
    return source;
  }

  /** The text of a file that need not be parsed; '' where it cannot be read. */
  textOf(file: string): string {
    const known = this.#files.get(file)?.text ?? this.#texts.get(file);
    if (known !== undefined) return known;
    let text = '';
    try {
      text = readPhpFile(path.join(this.root, file));
      this.#texts.set(file, text);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
    }
    return text;
  }

  #parse(file: string, known?: SourceFile): SourceFile {
    try {
      const text = this.#texts.get(file) ?? readPhpFile(path.join(this.root, file));
      this.#texts.delete(file);
      if (known?.text === text && !known.isUnread) return known;
      return new SourceFile(file, text, parsePhp(text, file));
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      return new SourceFile(file, '', unread(error.message));
    }
  }

  /** Lets go of a file's syntax tree. */
  release(file: string): void {
    this.#files.get(file)?.release();
  }

  /** The file in which composer's autoloader would look for a class; undefined: none is there. */
  fileOfClass(name: string): string | undefined {
    for (const [prefix, directory] of this.#prefixes) {
      if (!name.toLowerCase().startsWith(prefix.toLowerCase())) continue;
      const file = path.posix.join(directory, `${name.slice(prefix.length).replaceAll('\\', '/')}.php`);
      if (existsSync(path.join(this.root, file))) return file;
    }
    return undefined;
  }

  /** Files that composer loads at every start: they declare helper functions. */
  get functionFiles(): readonly string[] {
    return this.#functionFiles;
  }

  /** Paths and text of all files read so far. */
  *sources(): IterableIterator<SourceFile> {
    yield* this.#files.values();
  }
}

function readAutoload(
  root: string,
  directories: readonly string[],
): { prefixes: [string, string][]; files: string[] } {
  const prefixes: [string, string][] = [];
  const files: string[] = [];
  const add = (directory: string) => {
    let composer: Entries;
    try {
      composer = entries(JSON.parse(readFileSync(path.join(root, directory, 'composer.json'), 'utf8')));
    } catch {
      return;
    }
    for (const autoload of [composer.autoload, composer['autoload-dev']]) {
      const { 'psr-4': map, files: always } = entries(autoload);
      for (const [prefix, folders] of Object.entries(entries(map))) {
        for (const folder of texts(folders)) prefixes.push([prefix, path.posix.join(directory, folder)]);
      }
      for (const file of texts(always)) files.push(path.posix.join(directory, file));
    }
  };
  for (const directory of directories) add(directory);
  // the application's and its tests' namespaces stand by convention, also where composer.json says nothing
  for (const [prefix, folder] of [
    ['App\\', 'app'],
    ['Database\\Seeders\\', 'database/seeders'],
    ['Modules\\', 'Modules'],
  ] as const) {
    if (!prefixes.some(([known]) => known === prefix)) prefixes.push([prefix, folder]);
  }
  prefixes.sort((a, b) => b[0].length - a[0].length);
  return { prefixes, files };
}

type Entries = Readonly<Record<string, unknown>>;

/** A JSON object's entries; of anything else there are none. */
function entries(value: unknown): Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : {};
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

/** The classes and functions of a project as one target's evaluation sees them: static properties start anew. */
export class DeclaredCode {
  readonly #code: ProjectCode;
  readonly #files = new Map<string, FileDeclarations | null>();
  /** A file's name: the class is declared there, and let go of; see `release`. */
  readonly #classes = new Map<string, ClassDeclaration | string | null>();
  /** What the files that were let go of declare, see `namesIn`. */
  readonly #released = new Map<string, string>();
  #functions: Map<string, { node: AstNode; file: FileContext }> | undefined;
  /** Where files are noted that classes and functions were looked for in; null: nowhere. */
  asked: Set<string> | null = null;
  /**
   * Was something found only because its file had been loaded for other reasons? Then what an evaluation finds depends on
   * those before it.
   */
  dependsOnOrder = false;
  readonly #found = new Set<string>();

  constructor(code: ProjectCode) {
    this.#code = code;
  }

  /** Could an evaluation have left something to later ones in the classes that are declared here? */
  get isTouched(): boolean {
    for (const declaration of this.#classes.values()) {
      if (typeof declaration === 'string') continue;
      for (const ref of declaration?.statics.values() ?? []) if (!isAsDeclared(ref)) return true;
    }
    return false;
  }

  /** Lets go of a file, which is read again when something of it is asked for. Only while nothing is touched. */
  release(file: string): void {
    const old = this.#files.get(file);
    // A function is looked for in all files that are loaded.
    if (old === undefined || old === null || old.functions.size > 0) return;
    this.#files.delete(file);
    this.#released.set(file, namesIn(old));
    for (const { name } of old.classes) this.#classes.set(name.toLowerCase(), file);
  }

  /** Forgets a file, which is loaded anew when it is asked for. false: it declares other names now. */
  forget(file: string): boolean {
    const old = this.#files.get(file);
    const names = old === undefined ? this.#released.get(file) : namesIn(old);
    if (names === undefined) return true;
    this.#files.delete(file);
    this.#released.delete(file);
    for (const [name, declared] of this.#classes)
      if (
        declared === file ||
        (declared !== null && typeof declared === 'object' && declared.file.file === file)
      )
        this.#classes.delete(name);
    return names === namesIn(this.file(file));
  }

  file(file: string): FileDeclarations | null {
    this.asked?.add(file);
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const source = this.#code.read(file);
    const declared =
      source.parsed.ast === null
        ? null
        : readDeclarations(source.parsed.ast as unknown as AstNode, file, source.text);
    this.#files.set(file, declared);
    this.#released.delete(file);
    for (const declaration of declared?.classes ?? [])
      this.#classes.set(declaration.name.toLowerCase(), declaration);
    return declared;
  }

  class(name: string): ClassDeclaration | undefined {
    const key = name.toLowerCase();
    this.#code.classesAskedFor.add(key);
    const declaredIn = this.#classes.get(key);
    if (typeof declaredIn === 'string') this.file(declaredIn);
    const known = this.#classes.get(key) as ClassDeclaration | null | undefined;
    if (known !== undefined) {
      if (known !== null) this.#note(key, known.file.file, () => this.#whereLookedFor(name, known.file.file));
      return known ?? undefined;
    }
    const file = this.#code.fileOfClass(name);
    if (file !== undefined) this.file(file);
    if (!this.#classes.has(key)) {
      const other = this.#code.declarations.fileOfClass(name);
      if (other !== undefined) this.file(other);
    }
    if (!this.#classes.has(key)) this.#classes.set(key, null);
    return (this.#classes.get(key) as ClassDeclaration | null) ?? undefined;
  }

  /** A function, by lower-cased fully qualified name: of a file that composer always loads, or of any other. */
  function(name: string): { readonly node: AstNode; readonly file: FileContext } | undefined {
    if (this.#functions === undefined) {
      this.#functions = new Map();
      for (const file of this.#code.functionFiles) {
        for (const [key, value] of this.file(file)?.functions ?? []) this.#functions.set(key, value);
      }
    }
    const found = this.#functions.get(name);
    if (found !== undefined) return found;
    for (const declared of this.#files.values()) {
      const own = declared?.functions.get(name);
      if (own === undefined) continue;
      this.#note(`${name}()`, own.file.file, () => this.#code.declarations.fileOfFunction(name));
      return own;
    }
    const other = this.#code.declarations.fileOfFunction(name);
    return other === undefined ? undefined : this.file(other)?.functions.get(name);
  }

  #whereLookedFor(name: string, file: string): string | undefined {
    return this.#code.fileOfClass(name) === file ? file : this.#code.declarations.fileOfClass(name);
  }

  /** Something was found in a file that is loaded already. */
  #note(key: string, file: string, whereItIsLookedFor: () => string | undefined): void {
    if (this.asked === null) return;
    this.asked.add(file);
    if (this.#found.has(key)) return;
    this.#found.add(key);
    if (whereItIsLookedFor() !== file) this.dependsOnOrder = true;
  }
}

function namesIn(declared: FileDeclarations | null): string {
  if (declared === null) return '';
  return [...declared.classes.map(({ name }) => name), ...declared.functions.keys()].join('\0');
}
