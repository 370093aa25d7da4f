/** Variables, files and call frames of the interpreter. */
import type { AstNode } from './ast.ts';
import type { ClassDeclaration, PhpInstance } from './classes.ts';
import type { PhpValue } from './values.ts';

/** A variable's place: shared between names by `&`. */
export interface Ref {
  value: PhpValue;
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
  readonly this: PhpInstance | null;
  /** The call in the caller's file; null at the outermost frame. */
  readonly callNode: AstNode | null;
  readonly caller: Frame | null;
  readonly functionName: string;
  /** Why the rest of this function may not run: a branch whose condition is not known has left it. */
  maybe: string | null;
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
