/** What an enum case stands for (Illuminate\Support\enum_value): its value, else its name. */
import { PhpEnumCase } from '../../php/classes.ts';
import type { PhpValue } from '../../php/values.ts';

export function isEnumCase(value: PhpValue): value is PhpEnumCase {
  return value instanceof PhpEnumCase;
}

export function enumValue(value: PhpValue): PhpValue {
  return isEnumCase(value) ? (value.value ?? value.name) : value;
}
