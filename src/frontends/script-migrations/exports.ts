/** What a migration's file exports. */
import { type Evaluator, NOWHERE } from '../javascript/evaluator.ts';
import { getMember } from '../javascript/members.ts';
import type { JsValue } from '../javascript/values.ts';

/** What the file exports under a name, also within its default export. */
export function memberOf(ev: Evaluator, exports: JsValue, name: string): JsValue {
  if (exports === undefined || exports === null) return undefined;
  const own = getMember(ev, exports, name, NOWHERE);
  if (own !== undefined) return own;
  const fallback = getMember(ev, exports, 'default', NOWHERE);
  if (fallback === undefined || fallback === null) return undefined;
  return getMember(ev, fallback, name, NOWHERE);
}
