/** The names that Objection maps for Knex (objection 3, lib/utils/identifierMapping.js). */

import { NOWHERE } from '../javascript/evaluator.ts';
import { HostObject, isPlain, JsFunction, type JsValue, Unknown } from '../javascript/values.ts';

interface SnakeCaseOptions {
  readonly upperCase?: boolean;
  readonly underscoreBeforeDigits?: boolean;
  readonly underscoreBetweenUppercaseLetters?: boolean;
}

/** `fooBarID` → `foo_bar_id`. */
export function snakeCase(text: string, options: SnakeCaseOptions = {}): string {
  const isUpper = (char: string): boolean => char === char.toUpperCase() && char !== char.toLowerCase();
  const isDigit = (char: string): boolean => char >= '0' && char <= '9';
  let result = '';
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    const before = text.charAt(index - 1);
    const begins =
      index > 0 &&
      ((options.underscoreBeforeDigits === true && isDigit(char) && !isDigit(before)) ||
        (isUpper(char) && (options.underscoreBetweenUppercaseLetters === true || !isUpper(before))));
    result += (begins ? '_' : '') + (index === 0 || isUpper(char) ? char.toLowerCase() : char);
  }
  return options.upperCase === true ? result.toUpperCase() : result;
}

/** `knexIdentifierMappers()`: what stands behind the last separator of a name is mapped. */
function mappers(format: (name: string) => JsValue, separator = ':'): JsValue {
  return {
    wrapIdentifier: new JsFunction('wrapIdentifier', (_self, [name, original], site) => {
      if (typeof name !== 'string' || !(original instanceof JsFunction)) return new Unknown('a name');
      const at = name === '' ? -1 : name.lastIndexOf(separator) + separator.length;
      const mapped = name === '' ? '' : format(name.slice(at));
      return typeof mapped === 'string'
        ? original.invoke(undefined, [name.slice(0, Math.max(at, 0)) + mapped], site)
        : new Unknown('a name that a function maps');
    }),
    postProcessResponse: new JsFunction('postProcessResponse', (_self, [result]) => result),
  };
}

class ObjectionModule extends HostObject {
  override get(member: string): JsValue {
    switch (member) {
      case 'knexSnakeCaseMappers':
        return new JsFunction(member, (_self, [options]) =>
          options instanceof Unknown
            ? options
            : mappers((name) => snakeCase(name, isPlain(options) ? (options as SnakeCaseOptions) : {})),
        );
      case 'knexIdentifierMapping':
        return new JsFunction(member, (_self, [given]) => {
          if (!isPlain(given)) return new Unknown('the names that are mapped');
          const columns = new Map(Object.entries(given).map(([column, property]) => [property, column]));
          return mappers((name) => columns.get(name) || name);
        });
      case 'knexIdentifierMappers':
        return new JsFunction(member, (_self, [options]) => {
          const { format, idSeparator } = isPlain(options)
            ? options
            : { format: undefined, idSeparator: undefined };
          if (!(format instanceof JsFunction)) return new Unknown('the function that maps names');
          return mappers(
            (name) => format.invoke(undefined, [name], NOWHERE),
            typeof idSeparator === 'string' ? idSeparator : ':',
          );
        });
      default:
        return new Unknown(`${member} of the package objection, which is not evaluated`);
    }
  }
}

export const OBJECTION: HostObject = new ObjectionModule();
