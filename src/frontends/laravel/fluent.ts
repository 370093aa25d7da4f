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
import { type Origin, originWith } from '../../schema/index.ts';
import { capabilitiesOf } from './capabilities.ts';
import { FLUENT_CALLS } from './fluent-methods.ts';
import { FrameworkError } from './framework-error.ts';
import { Bound, unknownReason } from './parameters.ts';
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
  /** A column or command has another name than before. */
  renamed(): void;
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
  /** The author's calls of real methods that answer something and set nothing. */
  readonly asked: { readonly name: string; readonly origin: Origin }[] = [];
  /** The attributes that the author has set, also those that the framework has taken back since. */
  protected readonly written = new Set<string>();
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
    if (name === 'name') this.host.renamed();
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

  /** May the attribute be unknown, and the rest stay certain? */
  protected isHarmless(name: string): boolean {
    return HARMLESS.has(name);
  }

  /** Can all that makes the column or key be known? */
  isKnown(): boolean {
    for (const [name, { value }] of this.attributes) {
      if (this.isHarmless(name) || OF_THE_KEY.has(name)) continue;
      if (unknownReason([value]) !== undefined) return false;
    }
    return true;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const real = REAL_METHODS.get(name.toLowerCase());
    const span = real === undefined ? undefined : spanOf(FLUENT_METHODS, real, this.host.frameworkVersion);
    try {
      if (real === undefined || span === undefined) {
        this.assign(name, this.#modifierValue(args), call);
        return this;
      }
      const bound = new Bound(span, args, `Illuminate\\Support\\Fluent::${real}`);
      const answer = FLUENT_CALLS[real]!(this, bound, call);
      if (answer !== this) this.asked.push({ name: real, origin: call.origin });
      return answer;
    } catch (error) {
      this.host.fail(error);
      return this;
    }
  }

  /** Fluent::__call: the first argument, however it was passed, or true. */
  #modifierValue({ positional, named }: CallArguments): PhpValue {
    if (positional.length === 0 && named.size === 0) return true;
    const given = positional.length > 0 ? positional[0] : undefined;
    if (given !== undefined) return given;
    if (!capabilitiesOf(this.host.frameworkVersion).modifierByName)
      throw new FrameworkError('Undefined array key 0');
    return [...named.values()][0] ?? null;
  }

  note(reason: string, origin: Origin): void {
    this.host.note(reason, origin);
  }

  /** `new static()`: what is called on it reaches nobody. */
  detached(attributes: Readonly<Record<string, PhpValue>>): Fluent {
    return new Fluent(this.host, this.origin, attributes);
  }

  /** Sets an attribute as the author's call does. */
  assign(name: string, value: PhpValue, call: CallSite): void {
    this.host.called(call.origin);
    this.written.add(name);
    if (!this.isHarmless(name)) {
      const reason = unknownReason([value]);
      if (reason !== undefined) this.host.note(reason, call.origin);
    }
    if (!INDEX_MODIFIERS.has(name)) {
      this.set(name, value, call.origin);
      return;
    }
    const nameSlot = call.nameSlot(0, 'indexName');
    this.set(name, value, originWith(call.origin, { nameGiven: typeof value !== 'boolean', nameSlot }));
  }

  override getProperty(name: string): PhpValue | undefined {
    return this.get(name);
  }

  override setProperty(name: string, value: PhpValue): boolean {
    const reason = this.isHarmless(name) ? undefined : unknownReason([value]);
    if (reason !== undefined) this.host.note(reason, this.origin);
    this.written.add(name);
    this.set(name, value, this.origin);
    return true;
  }

  override isInstanceOf(name: string): boolean {
    return super.isInstanceOf(name) || name.toLowerCase() === 'illuminate\\support\\fluent';
  }
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

  /** Has the author made this call on the column? */
  hasWritten(name: string): boolean {
    return this.written.has(name);
  }

  /** The author's call, as one whose `change()` the framework compiles itself: what is not written with it is dropped. */
  redefinition(): Origin {
    const redefinedWith = [...this.written].filter((name) => name !== 'change');
    return originWith(this.origin, { redefinedWith });
  }
}
