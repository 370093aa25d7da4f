/**
 * Columns and commands of a blueprint: objects that take any method call as an attribute (Illuminate\Support\Fluent,
 * Laravel 8 to 13). A misspelt modifier is swallowed in silence, as in Laravel, but stays here with its origin.
 */
import { toBool, toText } from '../../php/operators.ts';
import {
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import type { Origin } from '../../schema/index.ts';
import { FrameworkError } from './framework-error.ts';
import { unknownReason } from './parameters.ts';
import { FLUENT_METHODS, spanOf } from './vocabulary.ts';

/** What a Fluent object asks of the blueprint that it belongs to. */
export interface FluentHost {
  readonly frameworkVersion: string;
  /** Something about the table could not be understood. */
  note(reason: string, origin: Origin): void;
  /** A call that describes the table is made, or may be made. */
  called(origin: Origin): void;
  /** PHP or the framework throws: nothing of the blueprint will be sent. */
  fail(error: unknown): void;
}

export interface Attribute {
  readonly value: PhpValue;
  /** The author's call that set it; absent: the framework did. */
  readonly origin?: Origin;
}

/** Modifiers that make an index; their one argument is its name. */
const INDEX_MODIFIERS = new Set([
  'primary',
  'unique',
  'index',
  'fulltext',
  'fullText',
  'spatialIndex',
  'vectorIndex',
]);

/** Attributes whose unknown value leaves the table's columns, types and names known. */
const HARMLESS = new Set([
  'default',
  'comment',
  'from',
  'startingValue',
  'storedAs',
  'virtualAs',
  'onUpdate',
  'lock',
  'after',
]);

/** Of a column, these tell only its foreign key something. */
const OF_THE_KEY = new Set(['table', 'referencesModelColumn']);

const REAL_METHODS = new Map(Object.keys(FLUENT_METHODS).map((name) => [name.toLowerCase(), name]));

export class Fluent extends PhpObject {
  readonly className: string = 'Illuminate\\Support\\Fluent';
  readonly attributes = new Map<string, Attribute>();
  readonly origin: Origin;
  protected readonly host: FluentHost;

  constructor(host: FluentHost, origin: Origin, attributes: Readonly<Record<string, PhpValue>>) {
    super();
    this.host = host;
    this.origin = origin;
    for (const [name, value] of Object.entries(attributes)) this.attributes.set(name, { value });
  }

  get(name: string): PhpValue {
    return this.attributes.get(name)?.value ?? null;
  }

  set(name: string, value: PhpValue, origin?: Origin): void {
    this.attributes.set(name, origin === undefined ? { value } : { value, origin });
  }

  /** Is it neither absent nor null? */
  isset(name: string): boolean {
    return this.get(name) !== null;
  }

  /** PHP's truth of an attribute; what is not known counts as false. */
  is(name: string): boolean {
    return toBool(this.get(name)) === true;
  }

  /** The attribute as text, a question mark where it is not known. */
  text(name: string): string {
    return textOf(this.get(name));
  }

  /** Can all that makes the column or key be known? */
  isKnown(): boolean {
    for (const [name, { value }] of this.attributes) {
      if (HARMLESS.has(name) || OF_THE_KEY.has(name)) continue;
      if (unknownReason([value]) !== undefined) return false;
    }
    return true;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const real = REAL_METHODS.get(name.toLowerCase());
    if (real !== undefined && spanOf(FLUENT_METHODS, real, this.host.frameworkVersion) !== undefined) {
      return this.#realMethod(real, args, call);
    }
    // Fluent::__call: the first argument, however it was passed.
    const first = args.positional.length > 0 ? args.positional[0] : [...args.named.values()][0];
    this.#setFromCall(name, first === undefined ? true : first, call);
    return this;
  }

  #setFromCall(name: string, value: PhpValue, call: CallSite): void {
    this.host.called(call.origin);
    if (!HARMLESS.has(name)) {
      const reason = unknownReason([value]);
      if (reason !== undefined) this.host.note(reason, call.origin);
    }
    if (!INDEX_MODIFIERS.has(name)) {
      this.set(name, value, call.origin);
      return;
    }
    const nameSlot = call.nameSlot(0, 'indexName');
    this.set(name, value, {
      ...call.origin,
      nameGiven: typeof value !== 'boolean',
      ...(nameSlot === undefined ? {} : { nameSlot }),
    });
  }

  #realMethod(name: string, args: CallArguments, call: CallSite): PhpValue {
    const [first = null, second = null, third = null] = args.positional;
    switch (name) {
      case 'get':
      case 'value':
      case 'offsetGet': {
        const key = typeof first === 'string' ? first : '';
        if (this.attributes.has(key)) return this.get(key);
        return isClosure(second) ? call.invoke(second, []) : second;
      }
      case 'set':
      case 'offsetSet':
        if (typeof first === 'string') this.#setFromCall(first, second, call);
        return name === 'set' ? this : null;
      case 'fill':
        if (first instanceof PhpArray) {
          for (const [key, value] of first.entries) this.#setFromCall(String(key), value, call);
        }
        return this;
      case 'offsetUnset':
        if (typeof first === 'string') this.attributes.delete(first);
        return null;
      case 'offsetExists':
        return typeof first === 'string' && this.isset(first);
      case 'getAttributes':
      case 'toArray':
        return PhpArray.of([...this.attributes].map(([key, attribute]) => [key, attribute.value] as const));
      case 'when':
      case 'unless':
        return this.#conditional(name === 'when', args.positional.length, first, second, third, call);
      default:
        return new Unknown(`the result of ${name}() on a column or command`);
    }
  }

  /** Illuminate\Support\Traits\Conditionable, with a callback. */
  #conditional(
    wanted: boolean,
    count: number,
    condition: PhpValue,
    callback: PhpValue,
    otherwise: PhpValue,
    call: CallSite,
  ): PhpValue {
    const value = isClosure(condition) ? call.invoke(condition, [this]) : condition;
    const holds = toBool(value);
    if (holds instanceof Unknown || count < 2) {
      const reason = holds instanceof Unknown ? holds.reason : 'when() without a callback';
      this.host.note(reason, call.origin);
      return this;
    }
    const chosen = holds === wanted ? callback : otherwise;
    return (chosen === null ? null : call.invoke(chosen, [this, value])) ?? this;
  }

  override getProperty(name: string): PhpValue | undefined {
    return this.get(name);
  }

  override setProperty(name: string, value: PhpValue): boolean {
    const reason = HARMLESS.has(name) ? undefined : unknownReason([value]);
    if (reason !== undefined) this.host.note(reason, this.origin);
    this.set(name, value, this.origin);
    return true;
  }

  override isInstanceOf(name: string): boolean {
    return super.isInstanceOf(name) || name.toLowerCase() === 'illuminate\\support\\fluent';
  }
}

export function isClosure(value: PhpValue): boolean {
  return value instanceof PhpObject && value.isInstanceOf('Closure');
}

/** The value as PHP puts it into a string; a question mark stands for what is not known. */
export function textOf(value: PhpValue): string {
  // Laravel's error handler makes an ErrorException of PHP's warning.
  if (value instanceof PhpArray) throw new FrameworkError('Array to string conversion');
  if (value instanceof PhpObject && value.toText() === undefined) {
    throw new FrameworkError(`Object of class ${value.className} could not be converted to string`);
  }
  const text = toText(value);
  return text instanceof Unknown ? '?' : text;
}

export class ColumnDefinition extends Fluent {
  override readonly className: string = 'Illuminate\\Database\\Schema\\ColumnDefinition';
}
