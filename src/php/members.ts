/** Members of declared classes: methods, constants' frames and properties, through traits and base classes. */
import type { AstNode } from './ast.ts';
import { type ClassDeclaration, declareClass, type MethodDeclaration, type PhpInstance } from './classes.ts';
import { evaluate } from './expressions.ts';
import { declaredAs } from './initial-values.ts';
import type { Interpreter } from './interpreter.ts';
import type { FileContext, Frame, Ref } from './scope.ts';
import { spend } from './work.ts';

/** Gives an object all properties that its classes declare, in PHP's order. */
export function materialize(php: Interpreter, object: PhpInstance): void {
  for (const { from } of ancestry(php, object.declaration).reverse())
    for (const [name, property] of from.properties)
      if (!property.isStatic) instanceProperty(php, object, name);
}

/** Interfaces and classes of PHP and the framework that give an object no properties. */
export function hasNoProperties(name: string): boolean {
  return /^(countable|arrayaccess|iteratoraggregate|iterator|traversable|stringable|jsonserializable|unitenum|backedenum|illuminate\\database\\migrations\\migration)$/i.test(
    name,
  );
}

/** Base classes and traits that are not the project's own, nearest first. */
export function frameworkAncestors(php: Interpreter, declaration: ClassDeclaration): string[] {
  const found: string[] = [];
  const seen = new Set<ClassDeclaration>();
  const visit = (current: ClassDeclaration) => {
    if (seen.has(current)) return;
    seen.add(current);
    for (const name of [
      ...current.traits,
      ...(current.parent === null ? [] : [current.parent]),
      ...current.interfaces,
    ]) {
      const ancestor = classByName(php, name);
      if (ancestor === undefined) found.push(name);
      else visit(ancestor);
    }
  };
  visit(declaration);
  return found;
}

const UNITS_OF_A_CLASS = 16;

/** A class of the project by name; the declaration being evaluated is found by the host, too. */
export function classByName(php: Interpreter, name: string): ClassDeclaration | undefined {
  // chains of classes are gone through again and again
  spend(UNITS_OF_A_CLASS);
  return php.declared.get(name.toLowerCase()) ?? php.host.loadClass(name);
}

/** Declares an anonymous class, so that `self::` and `static::` find it. */
export function declareAnonymous(php: Interpreter, node: AstNode, file: FileContext): ClassDeclaration {
  const declaration = declareClass({ ...node, isAnonymous: true }, file);
  php.declared.set(declaration.name.toLowerCase(), declaration);
  return declaration;
}

/** A method by name, through traits and base classes. */
export function findMethod(
  php: Interpreter,
  declaration: ClassDeclaration,
  name: string,
  seen = new Set<ClassDeclaration>(),
): MethodDeclaration | undefined {
  if (seen.has(declaration)) return undefined;
  seen.add(declaration);
  const key = name.toLowerCase();
  const own = declaration.methods.get(key);
  if (own !== undefined) return own;
  // a trait's method belongs to the class that uses it
  for (const { trait, method, alias } of declaration.traitAliases) {
    if (alias !== key) continue;
    for (const candidate of trait === null ? declaration.traits : [trait]) {
      const used = classByName(php, candidate);
      const found = used && findMethod(php, used, method);
      if (found !== undefined) return { ...found, declaredIn: declaration };
    }
  }
  for (const trait of declaration.traits) {
    if (declaration.traitExclusions.has(`${trait}::${name}`.toLowerCase())) continue;
    const used = classByName(php, trait);
    const found = used && findMethod(php, used, name, seen);
    if (found !== undefined && found.node.isAbstract !== true) return { ...found, declaredIn: declaration };
  }
  const parent = declaration.parent === null ? undefined : classByName(php, declaration.parent);
  return parent && findMethod(php, parent, name, seen);
}

/** A frame in which a class's own constant expressions are evaluated. */
export function classFrame(declaration: ClassDeclaration): Frame {
  return {
    variables: new Map(),
    file: declaration.file,
    self: declaration,
    static: declaration,
    this: null,
    callNode: null,
    caller: null,
    functionName: '',
    maybe: null,
  };
}

interface Ancestor {
  /** Where the member is declared: the class or a trait that it uses. */
  readonly from: ClassDeclaration;
  /** The class whose member it is. */
  readonly holder: ClassDeclaration;
}

export function ancestry(php: Interpreter, declaration: ClassDeclaration): Ancestor[] {
  const found = new Map<ClassDeclaration, Ancestor>();
  const visit = (from: ClassDeclaration, holder: ClassDeclaration) => {
    if (found.has(from)) return;
    found.set(from, { from, holder });
    for (const name of from.traits) {
      const trait = classByName(php, name);
      if (trait !== undefined) visit(trait, holder);
    }
    const parent = from.parent === null ? undefined : classByName(php, from.parent);
    if (parent !== undefined) visit(parent, parent);
  };
  visit(declaration, declaration);
  return [...found.values()];
}

/** A property's place in an object, made from its declaration when first used. */
export function instanceProperty(php: Interpreter, object: PhpInstance, name: string): Ref | undefined {
  const existing = object.properties.get(name);
  if (existing !== undefined) return existing;
  for (const { from, holder } of ancestry(php, object.declaration)) {
    const property = from.properties.get(name);
    if (property === undefined || property.isStatic) continue;
    const ref: Ref = {
      value: property.value === null ? null : evaluate(php, property.value, memberFrame(from, holder)),
    };
    object.properties.set(name, ref);
    return ref;
  }
  return undefined;
}

export function staticProperty(php: Interpreter, className: string, name: string): Ref | undefined {
  const start = classByName(php, className);
  if (start === undefined) return undefined;
  for (const { from, holder } of ancestry(php, start)) {
    const property = from.properties.get(name);
    if (property === undefined || !property.isStatic) continue;
    const existing = holder.statics.get(name);
    if (existing !== undefined) return existing;
    const ref: Ref = {
      value: property.value === null ? null : evaluate(php, property.value, memberFrame(from, holder)),
    };
    holder.statics.set(name, ref);
    declaredAs(ref);
    return ref;
  }
  return undefined;
}

/** Names in a trait's member are the trait's file's; `self` is the class that uses it. */
function memberFrame(from: ClassDeclaration, holder: ClassDeclaration): Frame {
  return { ...classFrame(from), self: holder, static: holder };
}
