/** The Laravel host around a snippet: no project, a target that nothing is sent to. */

import { Collection } from '../../src/frontends/laravel/collection.ts';
import { facadeOf } from '../../src/frontends/laravel/framework-classes.ts';
import { arrMethod, helper, Stringable, strMethod } from '../../src/frontends/laravel/support.ts';
import type { FileDeclarations } from '../../src/php/classes.ts';
import type { Host } from '../../src/php/host.ts';
import type { PhpValue } from '../../src/php/values.ts';
import { argument, type CallArguments, type CallSite, Unknown } from '../../src/php/values.ts';
import { PlainHost } from './harness.ts';

export class SupportHost extends PlainHost implements Host {
  constructor(declared: FileDeclarations) {
    super(declared);
  }

  override callFunction(name?: string, args?: CallArguments, call?: CallSite): PhpValue | undefined {
    return helper(name!, args!, call!);
  }

  override callStatic(
    className?: string,
    method?: string,
    args?: CallArguments,
    call?: CallSite,
  ): PhpValue | undefined {
    switch (facadeOf(className!)) {
      case 'str':
        return strMethod(method!, args!, call!);
      case 'arr':
        return arrMethod(method!, args!, call!);
      case 'collection':
        return method!.toLowerCase() === 'make'
          ? Collection.from(argument(args!, 0, 'items') ?? null)
          : undefined;
      default:
        return undefined;
    }
  }

  override construct(className?: string, args?: CallArguments): PhpValue | undefined {
    if (className!.toLowerCase() !== 'illuminate\\support\\stringable') return undefined;
    const value = argument(args!, 0, 'value') ?? '';
    return typeof value === 'string' ? new Stringable(value) : new Unknown('a text');
  }
}

export function unwrap(value: PhpValue): { readonly mark: string; readonly value: PhpValue } | undefined {
  if (value instanceof Collection) return { mark: 'collection', value: value.items };
  if (value instanceof Stringable) return { mark: 'stringable', value: value.value };
  return undefined;
}

export const SUPPORT_HEAD =
  'namespace Snippet; use Illuminate\\Support\\{Str, Arr, Collection, Stringable}; ';
