/** Binds a call's arguments to a PHP method's parameters, as PHP 8 does. */
import { type CallArguments, PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import { FrameworkError } from './framework-error.ts';
import type { MethodSpan } from './vocabulary.ts';

interface Parameter {
  readonly name: string;
  readonly array: boolean;
  /** undefined: the parameter must be given. */
  readonly fallback: PhpValue | undefined;
}

const cache = new Map<string, readonly Parameter[]>();

function literal(text: string): PhpValue {
  if (text === 'null') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === '[]') return new PhpArray();
  if (text === "['*']") return PhpArray.list(['*']);
  if (/^'.*'$/.test(text)) return text.slice(1, -1);
  return Number(text);
}

/** `column, array allowed, length = null`. */
function parametersOf(signature: string): readonly Parameter[] {
  let parameters = cache.get(signature);
  if (parameters === undefined) {
    // what a variadic one takes is asked of the positional arguments
    const texts = signature.split(', ').filter((text) => text !== '' && !text.startsWith('...'));
    parameters = texts.map((text) => {
      const [left = '', fallback] = text.split(' = ');
      return {
        name: left.replace(/^array /, ''),
        array: left.startsWith('array '),
        fallback: fallback === undefined ? undefined : literal(fallback),
      };
    });
    cache.set(signature, parameters);
  }
  return parameters;
}

/** The arguments of one call by parameter. */
export class Bound {
  readonly #values = new Map<string, PhpValue>();
  readonly #given = new Set<string>();
  /** All positional arguments, as func_get_args() gives them. */
  readonly positional: readonly PhpValue[];

  /** @param method For messages: `Illuminate\Database\Schema\Blueprint::string`. */
  constructor(span: MethodSpan, args: CallArguments, method: string) {
    this.positional = args.positional;
    const parameters = parametersOf(span.params);
    for (const name of args.named.keys()) {
      if (!parameters.some((parameter) => parameter.name === name)) {
        throw new FrameworkError(`Unknown named parameter $${name}`);
      }
    }
    parameters.forEach((parameter, position) => {
      const value = args.named.has(parameter.name)
        ? args.named.get(parameter.name)
        : args.positional[position];
      if (value !== undefined) {
        this.#given.add(parameter.name);
        if (parameter.array && !(value instanceof PhpArray) && !(value instanceof Unknown)) {
          throw new FrameworkError(
            `${method}(): Argument #${position + 1} ($${parameter.name}) must be of type array`,
          );
        }
      }
      // null that was passed is an argument
      const bound = value === undefined ? parameter.fallback : value;
      if (bound === undefined) {
        const required = parameters.filter((other) => other.fallback === undefined).length;
        const passed = args.positional.length + args.named.size;
        const bounds = required === parameters.length ? 'exactly' : 'at least';
        throw new FrameworkError(
          `Too few arguments to function ${method}(), ${passed} passed and ${bounds} ${required} expected`,
        );
      }
      this.#values.set(parameter.name, bound);
    });
  }

  /** func_num_args(): up to the last one that was passed. */
  get count(): number {
    const last = [...this.#values.keys()].findLastIndex((name) => this.#given.has(name));
    return Math.max(last + 1, this.positional.length);
  }

  /** null where this version has no such parameter. */
  get(name: string): PhpValue {
    return this.#values.get(name) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Did the author pass it? */
  given(name: string): boolean {
    return this.#given.has(name);
  }
}

/** The reason of the first Unknown in the values, however deep. */
export function unknownReason(values: Iterable<PhpValue>): string | undefined {
  for (const value of values) {
    if (value instanceof Unknown) return value.reason;
    if (value instanceof PhpArray) {
      const inner = unknownReason(value.values());
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
