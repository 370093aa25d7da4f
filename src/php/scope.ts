/** Variables, files and call frames of the interpreter. */
import type { AstNode } from './ast.ts';
import type { ClassDeclaration } from './classes.ts';
import { PhpArray, type PhpObject, type PhpValue } from './values.ts';

/** A variable's place: shared between names by `&`. */
export interface Ref {
  value: PhpValue;
}

/** An array's element as a place. */
export class ElementRef implements Ref {
  readonly container: Ref;
  readonly key: string | number;

  constructor(container: Ref, key: string | number) {
    this.container = container;
    this.key = key;
  }

  get value(): PhpValue {
    const array = this.container instanceof ElementRef ? this.container.held : this.container.value;
    return array instanceof PhpArray ? (array.get(this.key) ?? null) : null;
  }

  /** The value for a look that keeps nothing of it. */
  get held(): PhpValue {
    const array = this.container instanceof ElementRef ? this.container.held : this.container.value;
    return array instanceof PhpArray ? (array.peek(this.key) ?? null) : null;
  }

  set value(value: PhpValue) {
    const array = writableArray(this.container);
    if (array !== null) array.set(this.key, value);
  }
}

/** A place that is read and written through functions: an element of an object, a magic property. */
export class ComputedRef implements Ref {
  readonly #read: () => PhpValue;
  readonly #write: (value: PhpValue) => void;

  constructor(read: () => PhpValue, write: (value: PhpValue) => void) {
    this.#read = read;
    this.#write = write;
  }

  get value(): PhpValue {
    return this.#read();
  }

  set value(value: PhpValue) {
    this.#write(value);
  }
}

/** The array in a place, to write into, made where there is nothing yet; null: something else is there. */
export function writableArray(ref: Ref): PhpArray | null {
  if (ref instanceof ElementRef) {
    const parent = writableArray(ref.container);
    if (parent === null) return null;
    if ((parent.peek(ref.key) ?? null) === null) parent.set(ref.key, new PhpArray());
    const array = parent.writable(ref.key);
    return array instanceof PhpArray ? array : null;
  }
  let value = ref.value;
  if (value === null) {
    value = new PhpArray();
    ref.value = value;
  }
  return value instanceof PhpArray ? value : null;
}

/** A file of source, and what its names mean. */
export interface FileContext {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  readonly namespace: string;
  /** Class aliases of `use`, by lower-cased alias; values without leading backslash. */
  readonly classes: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, string>;
  readonly constants: ReadonlyMap<string, string>;
}

/** One function's activation. */
export interface Frame {
  readonly variables: Map<string, Ref>;
  readonly file: FileContext;
  readonly self: ClassDeclaration | null;
  readonly static: ClassDeclaration | null;
  readonly this: PhpObject | null;
  /** The call in the caller's file; null at the outermost frame. */
  readonly callNode: AstNode | null;
  readonly caller: Frame | null;
  /** Of a closure: where it was made. */
  readonly madeIn?: Frame;
  readonly functionName: string;
  /** Why the rest of this function may not run: a branch whose condition is not known has left it. */
  maybe: string | null;
  /** The function's static variables, kept from call to call. */
  readonly statics?: Map<string, Ref>;
  /** What the function was called with. */
  readonly args?: readonly PhpValue[];
  /** What a generator has yielded. */
  yielded?: PhpArray;
}

export function variable(frame: Frame, name: string): Ref {
  let ref = frame.variables.get(name);
  if (ref === undefined) {
    ref = { value: null };
    frame.variables.set(name, ref);
  }
  return ref;
}

/** The fully qualified name, without leading backslash, that a class name means in this file. */
export function resolveClassName(name: string, resolution: string | undefined, file: FileContext): string {
  if (resolution === 'fqn' || name.startsWith('\\')) return name.replace(/^\\/, '');
  const [first = '', ...rest] = name.split('\\');
  if (first.toLowerCase() === 'namespace' && rest.length > 0) {
    return file.namespace === '' ? rest.join('\\') : `${file.namespace}\\${rest.join('\\')}`;
  }
  const alias = file.classes.get(first.toLowerCase());
  if (alias !== undefined) return rest.length === 0 ? alias : `${alias}\\${rest.join('\\')}`;
  return file.namespace === '' ? name : `${file.namespace}\\${name}`;
}
