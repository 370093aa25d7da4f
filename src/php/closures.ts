/** Closures and other callables. */
import { type AstNode, nameText, nodes } from './ast.ts';
import type { CallSiteAt } from './call-site.ts';
import type { PhpInstance } from './classes.ts';
import type { FileContext, Frame, Ref } from './scope.ts';
import { type CallArguments, PhpObject, type PhpValue } from './values.ts';

/** `function () use (…) {}` or `fn () =>`. */
export class PhpClosure extends PhpObject {
  readonly className = 'Closure';
  readonly node: AstNode;
  readonly file: FileContext;
  readonly bound: Map<string, Ref>;
  readonly self: Frame['self'];
  readonly static: Frame['static'];
  readonly this: PhpInstance | null;
  /** The frame it was made in: its calls are reached through that one's. */
  readonly madeIn: Frame;

  private constructor(node: AstNode, frame: Frame, bound: Map<string, Ref>) {
    super();
    this.node = node;
    this.file = frame.file;
    this.bound = bound;
    this.self = frame.self;
    this.static = frame.static;
    this.this = node.isStatic === true ? null : frame.this;
    this.madeIn = frame;
  }

  static from(node: AstNode, frame: Frame): PhpClosure {
    const bound = new Map<string, Ref>();
    if (node.kind === 'arrowfunc') {
      // an arrow function sees the variables around it by value
      for (const [name, ref] of frame.variables) bound.set(name, { value: ref.value });
    } else {
      for (const use of nodes(node.uses)) {
        const name = nameText(use) ?? '';
        const ref = frame.variables.get(name);
        if (use.byref === true) {
          const shared = ref ?? { value: null };
          frame.variables.set(name, shared);
          bound.set(name, shared);
        } else bound.set(name, { value: ref?.value ?? null });
      }
    }
    return new PhpClosure(node, frame, bound);
  }
}

/** A callable that is not written as a closure: `strtolower(...)`, `$this->name(...)`, or one of the framework's. */
export class NativeCallable extends PhpObject {
  readonly className = 'Closure';
  readonly run: (args: CallArguments, call: CallSiteAt) => PhpValue;

  constructor(run: (args: CallArguments, call: CallSiteAt) => PhpValue) {
    super();
    this.run = run;
  }
}
