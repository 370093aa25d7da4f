/** Arguments of calls: unpacked from the source, bound to parameters, written back through references. */
import { type AstNode, nameText } from './ast.ts';
import type { PreparedArguments } from './call-site.ts';
import { copied, evaluate, iterable, place } from './expressions.ts';
import type { Interpreter } from './interpreter.ts';
import type { Frame, Ref } from './scope.ts';
import { argument, type CallArguments, PhpArray, type PhpValue, Unknown } from './values.ts';

const NO_ARGUMENTS: PreparedArguments = { positional: [], named: new Map(), refs: [] };

export function prepareArguments(
  php: Interpreter,
  list: readonly AstNode[],
  frame: Frame,
): PreparedArguments {
  if (list.length === 0) return NO_ARGUMENTS;
  const positional: PhpValue[] = [];
  const refs: (Ref | undefined)[] = [];
  const named = new Map<string, PhpValue>();
  for (const item of list) {
    if (item.kind === 'variadicplaceholder') continue;
    if (item.kind === 'namedargument') {
      named.set(nameText(item.name) ?? '', copied(evaluate(php, item.value, frame)));
    } else if (item.kind === 'variadic') {
      const spread = iterable(php, evaluate(php, item.what ?? item.value, frame));
      if (spread instanceof Unknown) {
        positional.push(spread);
        continue;
      }
      for (const [key, value] of spread.entries) {
        if (typeof key === 'string') named.set(key, value);
        else positional.push(value);
      }
    } else {
      if (item.kind === 'variable' && typeof item.name === 'string' && item.name !== 'this') {
        refs[positional.length] = frame.variables.get(item.name) ?? undefined;
        if (refs[positional.length] === undefined) {
          // passed by reference, a variable that is not there yet comes into being
          const made: Ref = { value: null };
          refs[positional.length] = made;
          positional.push(null);
          lateBound.set(made, { frame, name: item.name });
          continue;
        }
        const value = refs[positional.length]!.value;
        positional.push(value);
        continue;
      }
      if (item.kind === 'offsetlookup' || item.kind === 'propertylookup' || item.kind === 'staticlookup') {
        if (item.kind === 'offsetlookup' && (item.offset == null || item.offset === false)) {
          refs[positional.length] = place(php, item, frame);
          positional.push(null);
          continue;
        }
        refs[positional.length] = new LatePlace(php, item, frame);
      }
      positional.push(copied(evaluate(php, item, frame)));
    }
  }
  return { positional, named, refs };
}

/** An element or property that was passed: its place matters only to a function that takes it by reference. */
class LatePlace implements Ref {
  readonly #php: Interpreter;
  readonly #node: AstNode;
  readonly #frame: Frame;
  #place: Ref | undefined;

  constructor(php: Interpreter, node: AstNode, frame: Frame) {
    this.#php = php;
    this.#node = node;
    this.#frame = frame;
  }

  get #ref(): Ref {
    this.#place ??= place(this.#php, this.#node, this.#frame);
    return this.#place;
  }

  get value(): PhpValue {
    return this.#ref.value;
  }

  set value(value: PhpValue) {
    this.#ref.value = value;
  }
}

/** Variables that only come into being if the called function takes them by reference. */
const lateBound = new WeakMap<Ref, { readonly frame: Frame; readonly name: string }>();

/** Binds a variable that a function writes through a reference. */
export function writeReference(ref: Ref | undefined, value: PhpValue): void {
  if (ref === undefined) return;
  const late = lateBound.get(ref);
  if (late !== undefined && !late.frame.variables.has(late.name)) late.frame.variables.set(late.name, ref);
  ref.value = value;
}

export function bindParameters(
  php: Interpreter,
  parameters: readonly AstNode[],
  args: CallArguments,
  frame: Frame,
): void {
  const refs = (args as Partial<PreparedArguments>).refs;
  for (const [position, parameter] of parameters.entries()) {
    const name = nameText(parameter.name) ?? '';
    if (parameter.variadic === true) {
      const rest = PhpArray.list(args.positional.slice(position));
      const taken = new Set(parameters.map((other) => nameText(other.name) ?? ''));
      for (const [key, value] of args.named) if (!taken.has(key)) rest.set(key, value);
      frame.variables.set(name, { value: rest });
      return;
    }
    const ref = refs?.[position];
    if (parameter.byref === true && ref !== undefined) {
      writeReference(ref, ref.value);
      frame.variables.set(name, ref);
      continue;
    }
    const passed = argument(args, position, name);
    if (passed !== undefined) frame.variables.set(name, { value: copied(passed) });
    else
      frame.variables.set(name, {
        value:
          parameter.value == null
            ? new Unknown(`the argument $${name}, which is not passed`)
            : evaluate(php, parameter.value, frame),
      });
  }
}
