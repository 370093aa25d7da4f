/** Raw SQL as a value: what `DB::raw()` and `new Expression()` give (Illuminate\Database\Query\Expression). */
import {
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';

export class Expression extends PhpObject {
  readonly className = 'Illuminate\\Database\\Query\\Expression';
  readonly value: PhpValue;

  constructor(value: PhpValue) {
    super();
    this.value = value;
  }

  override callMethod(name: string, _args: CallArguments, _call: CallSite): PhpValue | undefined {
    switch (name.toLowerCase()) {
      case 'getvalue':
        return this.value;
      // Until Laravel 9; later an Expression is no string any more.
      case '__tostring':
        return typeof this.value === 'string' ? this.value : new Unknown('an expression used as text');
      default:
        return undefined;
    }
  }

  override toText(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  override isInstanceOf(name: string): boolean {
    return /^\\?illuminate\\(contracts\\database\\query|database\\query)\\expression$/i.test(name);
  }
}

export function isExpression(value: unknown): value is Expression {
  return value instanceof Expression;
}

/** `(array) $value`. An object gives its properties: of an Expression, the text, which loses its being raw. */
export function arrayCast(value: PhpValue): PhpValue[] {
  if (value === null) return [];
  if (value instanceof Expression) return [value.value];
  return value instanceof PhpArray ? value.values() : [value];
}
