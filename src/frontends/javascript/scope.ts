/** Variables of evaluated JavaScript. */
import type { ClassInfo } from './classes.ts';
import type { Module } from './modules.ts';
import type { JsValue } from './values.ts';

export interface Binding {
  value: JsValue;
}

/** One call of a function, or a module's own code. */
export interface Frame {
  readonly module: Module;
  readonly self: JsValue;
  /** The class whose method this is. */
  readonly home: ClassInfo | null;
  readonly depth: number;
  /** Why the rest of the function may not be run: a branch that may be taken has left it. */
  rest?: string;
}

export class Scope {
  readonly frame: Frame;
  readonly parent: Scope | null;
  readonly names = new Map<string, Binding>();

  constructor(frame: Frame, parent: Scope | null) {
    this.frame = frame;
    this.parent = parent;
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  declare(name: string, value: JsValue): void {
    this.names.set(name, { value });
  }

  /** The value is worked out when it is first asked for. */
  declareLate(name: string, read: () => JsValue): void {
    let known: Binding | undefined;
    const binding = (): Binding => {
      known ??= { value: read() };
      return known;
    };
    this.names.set(name, {
      get value() {
        return binding().value;
      },
      set value(value) {
        binding().value = value;
      },
    });
  }

  /** A block's own scope. */
  inner(): Scope {
    return new Scope(this.frame, this);
  }
}
