/** Classes of the evaluated code: their instances are plain objects that know their class. */
import type { ts } from 'ts-morph';
import type { Evaluator } from './evaluator.ts';
import { evaluate } from './expressions.ts';
import { call, makeFunction } from './functions.ts';
import { propertyKey } from './patterns.ts';
import { type Frame, Scope } from './scope.ts';
import { HostObject, JsFunction, type JsValue, type Site, setOwn, Unknown } from './values.ts';

export interface ClassInfo {
  readonly name: string;
  readonly scope: Scope;
  readonly parent: ClassInfo | null;
  /** A base class that is not evaluated: why. */
  readonly unknownParent: Unknown | undefined;
  readonly methods: Map<string, JsFunction>;
  readonly getters: Map<string, JsFunction>;
  readonly setters: Map<string, JsFunction>;
  readonly node: ts.ClassLikeDeclaration;
  readonly callee: JsFunction;
}

const classOf = new WeakMap<object, ClassInfo>();
const infoOf = new WeakMap<JsFunction, ClassInfo>();

/** `Class.prototype`: what its instances find there may be read and replaced. */
export class Prototype extends HostObject {
  readonly #info: ClassInfo;

  constructor(info: ClassInfo) {
    super();
    this.#info = info;
  }

  override get(name: string): JsValue {
    if (name === 'constructor') return this.#info.callee;
    return inherited(this.#info, 'methods', name);
  }

  override set(name: string, value: JsValue): void {
    const { methods, getters } = this.#info;
    if (value instanceof JsFunction) methods.set(name, value);
    else getters.set(name, new JsFunction(name, () => value));
  }

  /** `Object.defineProperty(Class.prototype, …)` with a getter. */
  defineGetter(name: string, getter: JsFunction): void {
    this.#info.getters.set(name, getter);
  }
}

const prototypes = new WeakMap<ClassInfo, Prototype>();

export function prototypeOf(info: ClassInfo): Prototype {
  let known = prototypes.get(info);
  if (known === undefined) {
    known = new Prototype(info);
    prototypes.set(info, known);
  }
  return known;
}

export function classOfInstance(value: object): ClassInfo | undefined {
  return classOf.get(value);
}

export function classInfo(value: JsValue): ClassInfo | undefined {
  return value instanceof JsFunction ? infoOf.get(value) : undefined;
}

export function declareClass(ev: Evaluator, node: ts.ClassLikeDeclaration, scope: Scope): JsFunction {
  const name = node.name?.text ?? '';
  const heritage = node.heritageClauses?.find(({ token }) => token === ev.ts.SyntaxKind.ExtendsKeyword);
  const base =
    heritage?.types[0] === undefined ? undefined : evaluate(ev, heritage.types[0].expression, scope);
  const parent = classInfo(base) ?? null;
  const callee = new JsFunction(name, () => new Unknown(`what the class ${name} gives without new`));
  const info: ClassInfo = {
    name,
    scope,
    parent,
    unknownParent:
      base === undefined || parent !== null
        ? undefined
        : base instanceof Unknown
          ? base
          : new Unknown(`the class that ${name} extends`),
    methods: new Map(),
    getters: new Map(),
    setters: new Map(),
    node,
    callee,
  };
  infoOf.set(callee, info);
  if (parent !== null) for (const [key, value] of parent.callee.members) callee.members.set(key, value);
  for (const member of node.members) {
    const K = ev.ts.SyntaxKind;
    const isStatic =
      ev.ts.canHaveModifiers(member) &&
      ev.ts.getModifiers(member)?.some(({ kind }) => kind === K.StaticKeyword) === true;
    if (member.name === undefined || ev.ts.isConstructorDeclaration(member)) continue;
    const key = propertyKey(ev, member.name, scope);
    if (key instanceof Unknown) continue;
    if (ev.ts.isMethodDeclaration(member)) {
      if (member.body === undefined) continue;
      const method = makeFunction(ev, member, scope, key, info);
      if (isStatic) callee.members.set(key, method);
      else info.methods.set(key, method);
    } else if (ev.ts.isGetAccessor(member)) info.getters.set(key, makeFunction(ev, member, scope, key, info));
    else if (ev.ts.isSetAccessor(member)) info.setters.set(key, makeFunction(ev, member, scope, key, info));
    else if (isStatic && ev.ts.isPropertyDeclaration(member))
      callee.members.set(
        key,
        member.initializer === undefined ? undefined : evaluate(ev, member.initializer, scope, key),
      );
  }
  callee.construct = (args, site) => {
    const instance = {};
    classOf.set(instance, info);
    construct(ev, info, instance, args, site);
    return instance;
  };
  return callee;
}

/** Runs a class's constructor on an instance; without one of its own, that of the class above. */
export function construct(
  ev: Evaluator,
  info: ClassInfo,
  instance: object,
  args: readonly JsValue[],
  site: Site,
): void {
  const declared = info.node.members.find(
    (member): member is ts.ConstructorDeclaration =>
      ev.ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
  if (declared === undefined) {
    if (info.parent !== null) construct(ev, info.parent, instance, args, site);
    initialise(ev, info, instance);
    return;
  }
  if (info.parent === null) initialise(ev, info, instance);
  for (const [index, parameter] of declared.parameters.entries()) {
    // constructor(private readonly name: string)
    if (ev.ts.isParameterPropertyDeclaration(parameter, declared) && ev.ts.isIdentifier(parameter.name))
      setOwn(instance, parameter.name.text, args[index]);
  }
  call(ev, declared, info.scope, instance, args, info, site);
}

/** The fields that the class declares. */
export function initialise(ev: Evaluator, info: ClassInfo, instance: object): void {
  const frame: Frame = { module: info.scope.frame.module, self: instance, home: info, depth: ev.depth };
  const scope = new Scope(frame, info.scope);
  for (const member of info.node.members) {
    if (!ev.ts.isPropertyDeclaration(member)) continue;
    const isStatic = ev.ts
      .getModifiers(member)
      ?.some(
        ({ kind }) => kind === ev.ts.SyntaxKind.StaticKeyword || kind === ev.ts.SyntaxKind.DeclareKeyword,
      );
    const key = propertyKey(ev, member.name, scope);
    if (isStatic === true || key instanceof Unknown) continue;
    if (member.initializer === undefined) {
      if (!(key in instance)) setOwn(instance, key, undefined);
    } else setOwn(instance, key, evaluate(ev, member.initializer, scope, key));
  }
}

/** A method or accessor that an instance has from its class. */
export function inherited(
  info: ClassInfo,
  kind: 'methods' | 'getters' | 'setters',
  name: string,
): JsFunction | undefined {
  for (let at: ClassInfo | null = info; at !== null; at = at.parent) {
    const found = at[kind].get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A base class somewhere above that is not evaluated. */
export function unknownBase(info: ClassInfo): Unknown | undefined {
  for (let at: ClassInfo | null = info; at !== null; at = at.parent)
    if (at.unknownParent !== undefined) return at.unknownParent;
  return undefined;
}

/** Is the instance's class this one, or one that extends it? */
export function isInstance(instance: object, of: ClassInfo): boolean {
  for (let at: ClassInfo | null = classOf.get(instance) ?? null; at !== null; at = at.parent)
    if (at === of) return true;
  return false;
}
