/** What the interpreter asks of the world around the evaluated code: the framework, and the rest of the project. */
import type { AstNode } from './ast.ts';
import type { ClassDeclaration } from './classes.ts';
import type { NativeCallable, PhpClosure } from './closures.ts';
import type { PassedOver } from './passed-over.ts';
import type { FileContext, Frame } from './scope.ts';
import type { CallArguments, CallSite, PhpObject, PhpValue, Unknown } from './values.ts';

/**
 * Each answer `undefined` means: not mine. The interpreter then looks in the evaluated project's own code, and
 * at last calls `outside`.
 */
export interface Host {
  callFunction(name: string, args: CallArguments, call: CallSite): PhpValue | undefined;
  callStatic(className: string, method: string, args: CallArguments, call: CallSite): PhpValue | undefined;
  construct(className: string, args: CallArguments, call: CallSite): PhpValue | undefined;
  constant(name: string): PhpValue | undefined;
  classConstant(className: string, name: string): PhpValue | undefined;
  staticProperty(className: string, name: string): PhpValue | undefined;
  /** Sets a framework class's static property; false: not mine. */
  setStaticProperty(className: string, name: string, value: PhpValue): boolean;
  /** A method that an object's class inherits from a class of the framework. */
  inheritedMethod(
    object: PhpObject,
    ancestor: string,
    method: string,
    args: CallArguments,
    call: CallSite,
  ): PhpValue | undefined;
  /** A method that the project adds to a class of the framework at run time (a macro). */
  addedMethod(object: PhpObject, method: string): PhpClosure | NativeCallable | undefined;
  /** A class of the project, by its fully qualified name. */
  loadClass(name: string): ClassDeclaration | undefined;
  /** A function that a file of the project declares, by its lower-cased fully qualified name. */
  loadFunction(name: string): { readonly node: AstNode; readonly file: FileContext } | undefined;
  /** Code that is not to be seen was called with these arguments; gives what it may have returned. */
  outside(what: string, args: CallArguments, call: CallSite, receiver?: PhpObject): Unknown;
  /** An exception object for `new $className($message)`; the interpreter throws it. */
  isFrameworkSubclass(className: string, ancestor: string): boolean;
  /** Something that matters could not be known: reported at its place. */
  notUnderstood(reason: string, node: AstNode | null, file: FileContext | null): void;
  /** Code is passed over because a condition is known; asked for by those who want to look at it apart. */
  passedOver?(code: AstNode, why: PassedOver, frame: Frame): void;
  /** How many statements have been sent or refused so far: tells whether a stretch of code had an effect. */
  effects(): number;
}
