/** What the blueprint's methods share. */
import { toBool } from '../../php/operators.ts';
import { type CallSite, type PhpValue, Unknown } from '../../php/values.ts';
import { type Origin, originWith } from '../../schema/index.ts';
import type { Blueprint } from './blueprint.ts';
import { textOf } from './fluent.ts';
import type { Bound } from './parameters.ts';

export type Method = (blueprint: Blueprint, args: Bound, call: CallSite) => PhpValue;

/** The call as the origin of a name that it may give at `position`. */
export function named(call: CallSite, given: PhpValue, position: number, parameter: string): Origin {
  const nameSlot = call.nameSlot(position, parameter);
  const nameGiven = given instanceof Unknown || toBool(given) === true;
  return originWith(call.origin, { nameGiven, nameSlot });
}

/** The call as the origin of what speaks of a key by the name at `position`, to drop or rename it. */
export function naming(call: CallSite, position: number, parameter: string): Origin {
  const oldNameSlot = call.nameSlot(position, parameter);
  return oldNameSlot === undefined ? call.origin : originWith(call.origin, { oldNameSlot });
}

/** `name_type` and `name_id`; an unknown name stays unknown. */
export function morphColumns(name: PhpValue): [type: PhpValue, id: PhpValue] {
  if (name instanceof Unknown) return [name, name];
  return [`${textOf(name)}_type`, `${textOf(name)}_id`];
}
