/** What an enum case stands for (Illuminate\Support\enum_value): its value, else its name. */
import { PhpObject, type PhpValue } from '../../php/values.ts';
import { isExpression } from './expression.ts';

export function isEnumCase(value: PhpValue): value is PhpObject {
  return (
    value instanceof PhpObject &&
    !isExpression(value) &&
    (value.isInstanceOf('UnitEnum') || value.isInstanceOf('BackedEnum'))
  );
}

/** The value of a backed case; undefined: it is not backed. */
export function backedValue(enumCase: PhpObject): PhpValue | undefined {
  return enumCase.getProperty('value') ?? undefined;
}

export function enumValue(value: PhpValue): PhpValue {
  if (!isEnumCase(value)) return value;
  return backedValue(value) ?? value.getProperty('name') ?? value;
}
