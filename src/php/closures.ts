/** Closures and other callables. */
import { type AstNode, nameText, nodes } from './ast.ts';
import type { CallSiteAt } from './call-site.ts';
import { PhpInstance } from './classes.ts';
import type { FileContext, Frame, Ref } from './scope.ts';
import { type CallArguments, PhpArray, PhpObject, type PhpValue } from './values.ts';

/** `function () use (…) {}` or `fn () =>`. */
export class PhpClosure extends PhpObject {
  readonly className = 'Closure';
  readonly node: AstNode;
  readonly file: FileContext;
  /** Variables from around it: those taken by reference are shared, the others are copied for each call. */
  readonly bound: Map<string, Ref>;
  readonly shared: ReadonlySet<string>;
  readonly statics = new Map<string, Ref>();
  readonly self: Frame['self'];
  readonly static: Frame['static'];
  readonly this: PhpObject | null;
  /** The frame it was made in: its calls are reached through that one's. */
  readonly madeIn: Frame;

  private constructor(
    node: AstNode,
    frame: Frame,
    bound: Map<string, Ref>,
    shared: ReadonlySet<string>,
    receiver: Pick<Frame, 'self' | 'static' | 'this'> = frame,
  ) {
    super();
    this.node = node;
    this.file = frame.file;
    this.bound = bound;
    this.shared = shared;
    this.self = receiver.self;
    this.static = receiver.static;
    this.this = node.isStatic === true ? null : receiver.this;
    this.madeIn = frame;
  }

  /** `bindTo()`: the same closure on another object. */
  on(object: PhpObject | null): PhpClosure {
    const { self, static: late } = this;
    const receiver =
      object instanceof PhpInstance
        ? { self: object.declaration, static: object.declaration, this: object }
        : { self, static: late, this: object };
    return new PhpClosure(this.node, this.madeIn, this.bound, this.shared, receiver);
  }

  /** The variables that a call starts with. */
  variables(): Map<string, Ref> {
    const variables = new Map<string, Ref>();
    for (const [name, ref] of this.bound)
      variables.set(name, this.shared.has(name) ? ref : { value: byValue(ref.value) });
    return variables;
  }

  static from(node: AstNode, frame: Frame): PhpClosure {
    const bound = new Map<string, Ref>();
    const shared = new Set<string>();
    if (node.kind === 'arrowfunc') {
      // an arrow function sees the variables around it by value
      for (const name of variablesIn(node)) {
        const ref = frame.variables.get(name);
        if (ref !== undefined) bound.set(name, { value: byValue(ref.value) });
      }
    } else {
      for (const use of nodes(node.uses)) {
        const name = nameText(use) ?? '';
        const ref = frame.variables.get(name);
        if (use.byref === true) {
          const place = ref ?? { value: null };
          frame.variables.set(name, place);
          bound.set(name, place);
          shared.add(name);
        } else bound.set(name, { value: byValue(ref?.value ?? null) });
      }
    }
    return new PhpClosure(node, frame, bound, shared);
  }
}

function byValue(value: PhpValue): PhpValue {
  return value instanceof PhpArray ? value.copy() : value;
}

const namesIn = new WeakMap<AstNode, ReadonlySet<string>>();

/** The variables that an arrow function mentions. */
function variablesIn(arrow: AstNode): ReadonlySet<string> {
  let names = namesIn.get(arrow);
  if (names === undefined) {
    const found = new Set<string>();
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(visit);
      else if (typeof value === 'object' && value !== null) {
        const node = value as AstNode;
        if (node.kind === 'variable' && typeof node.name === 'string') found.add(node.name);
        for (const [field, child] of Object.entries(node)) if (field !== 'loc') visit(child);
      }
    };
    visit(arrow.body);
    names = found;
    namesIn.set(arrow, names);
  }
  return names;
}

/** A callable that is not written as a closure: `strtolower(...)`, `$this->name(...)`, or one of the framework's. */
export class NativeCallable extends PhpObject {
  readonly className = 'Closure';
  readonly run: (args: CallArguments, call: CallSiteAt) => PhpValue;

  constructor(run: (args: CallArguments, call: CallSiteAt) => PhpValue) {
    super();
    this.run = run;
  }

  /** It needs no object to be bound to: what it works on, it knows. */
  on(): this {
    return this;
  }
}
