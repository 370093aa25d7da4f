/** What a model, given by class name or as an object, says of its key. */
import { type CallSite, PhpObject, type PhpValue } from '../../php/values.ts';
import type { Blueprint } from './blueprint.ts';
import type { ModelKey } from './connection.ts';

/** undefined: the model is not known, which is noted. */
export function modelKey(blueprint: Blueprint, model: PhpValue, call: CallSite): ModelKey | undefined {
  const className =
    typeof model === 'string' ? model : model instanceof PhpObject ? model.className : undefined;
  const found =
    className === undefined ? undefined : blueprint.connection.model?.(className.replace(/^\\/, ''));
  if (found === undefined) {
    blueprint.note(`the model ${className ?? 'given'} is not known`, call.origin);
  }
  return found;
}
