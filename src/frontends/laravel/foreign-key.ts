/** Foreign keys and the columns that make them (Laravel 8 to 13). */
import type { CallArguments, CallSite, PhpValue } from '../../php/values.ts';
import { Unknown } from '../../php/values.ts';
import { type Origin, originWith } from '../../schema/index.ts';
import { ColumnDefinition, Fluent, type FluentHost, textOf } from './fluent.ts';
import { Bound } from './parameters.ts';
import { beforeLast, plural } from './str.ts';
import { FOREIGN_ID_METHODS, FOREIGN_KEY_METHODS, spanOf } from './vocabulary.ts';

/** What each of ForeignKeyDefinition's methods sets. */
const ACTIONS: Readonly<Record<string, readonly [attribute: string, action: string]>> = {
  cascadeOnDelete: ['onDelete', 'cascade'],
  restrictOnDelete: ['onDelete', 'restrict'],
  nullOnDelete: ['onDelete', 'set null'],
  noActionOnDelete: ['onDelete', 'no action'],
  cascadeOnUpdate: ['onUpdate', 'cascade'],
  restrictOnUpdate: ['onUpdate', 'restrict'],
  nullOnUpdate: ['onUpdate', 'set null'],
  noActionOnUpdate: ['onUpdate', 'no action'],
};

const methodName = (name: string, of: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(of).find((method) => method.toLowerCase() === name.toLowerCase());

/** Illuminate\Database\Schema\ForeignKeyDefinition. */
export class ForeignKeyDefinition extends Fluent {
  override readonly className: string = 'Illuminate\\Database\\Schema\\ForeignKeyDefinition';

  /** Here `onUpdate` is the key's own. */
  protected override isHarmless(name: string): boolean {
    return name !== 'onUpdate' && super.isHarmless(name);
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = methodName(name, ACTIONS);
    // A version without the method takes the call as an attribute that nobody reads.
    if (
      method !== undefined &&
      spanOf(FOREIGN_KEY_METHODS, method, this.host.frameworkVersion) !== undefined
    ) {
      const [attribute, action] = ACTIONS[method]!;
      this.set(attribute, action, call.origin);
      return this;
    }
    return super.callMethod(name, args, call);
  }
}

/** The blueprint's side of a foreign key that a column makes. */
export interface KeyMaker extends FluentHost {
  addForeign(columns: PhpValue, name: PhpValue, origin: Origin): ForeignKeyDefinition;
}

/** Illuminate\Database\Schema\ForeignIdColumnDefinition. */
export class ForeignIdColumnDefinition extends ColumnDefinition {
  override readonly className: string = 'Illuminate\\Database\\Schema\\ForeignIdColumnDefinition';
  readonly #maker: KeyMaker;

  constructor(maker: KeyMaker, origin: Origin, attributes: Readonly<Record<string, PhpValue>>) {
    super(maker, origin, attributes);
    this.#maker = maker;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = methodName(name, FOREIGN_ID_METHODS);
    if (method === undefined) return super.callMethod(name, args, call);
    try {
      return this.#makeKey(method, args, call);
    } catch (error) {
      this.host.fail(error);
      return this;
    }
  }

  #makeKey(method: string, args: CallArguments, call: CallSite): ForeignKeyDefinition {
    const span = spanOf(FOREIGN_ID_METHODS, method, this.host.frameworkVersion)!;
    const bound = new Bound(span, args, `${this.className}::${method}`);
    const slot = bound.has('indexName')
      ? call.nameSlot(method === 'constrained' ? 2 : 1, 'indexName')
      : undefined;
    const origin = originWith(call.origin, { nameGiven: bound.get('indexName') !== null, nameSlot: slot });
    const key = this.#maker.addForeign(this.get('name'), bound.get('indexName'), origin);
    if (method === 'references') {
      key.set('references', bound.get('column'));
      return key;
    }
    // constrained(): the table of foreignIdFor()'s model from 11.28, its key from 11.31 (both attributes are absent below).
    const table = bound.get('table') ?? this.get('table');
    const column = bound.get('column') ?? this.get('referencesModelColumn') ?? 'id';
    key.set('references', column);
    key.set('on', table ?? this.#tableFromName(column));
    for (const value of [table, column])
      if (value instanceof Unknown) this.host.note(value.reason, call.origin);
    return key;
  }

  /** `user_id` → `users`. Where name or column is not known, neither is the key, whatever its table. */
  #tableFromName(column: PhpValue): string {
    return plural(beforeLast(this.text('name'), `_${textOf(column)}`));
  }
}
