/** String functions of Illuminate\Support\Str that migrations and the schema builder use (Laravel 8 to 13). */
import { plural } from './inflector.ts';

export { plural, singular } from './inflector.ts';

/** PHP's strtolower: ASCII letters only, whatever the locale (PHP 8.2). */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** PHP's ucfirst: ASCII only (PHP 8.2). */
export function upperFirstAscii(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** PHP's ucwords with its standard delimiters. */
export function upperWords(text: string): string {
  return text.replace(
    /(^|[ \t\r\n\f\v])([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

export function lower(text: string): string {
  return text.toLowerCase();
}

export function upper(text: string): string {
  return text.toUpperCase();
}

/** Str::ucfirst: the first character, of any script. */
export function upperFirst(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** Str::lcfirst. */
export function lowerFirst(text: string): string {
  const [first = ''] = text;
  return first.toLowerCase() + text.slice(first.length);
}

/** Str::snake: text that is all lower case ASCII letters stays as it is. */
export function snake(text: string, delimiter = '_'): string {
  if (/^[a-z]+$/.test(text)) return text;
  return upperWords(text)
    .replace(/\s+/gu, '')
    .replace(/(.)(?=[A-Z])/gu, (_, character: string) => character + delimiter)
    .toLowerCase();
}

/** Str::studly. */
export function studly(text: string): string {
  return text.replace(/[-_]/g, ' ').split(/\s+/u).map(upperFirst).join('');
}

/** Str::camel: PHP's own lcfirst, so only an ASCII letter is lowered. */
export function camel(text: string): string {
  return studly(text).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

/** Str::kebab. */
export function kebab(text: string): string {
  return snake(text, '-');
}

/** Str::pluralStudly: only the last word of a StudlyCase text changes. */
export function pluralStudly(text: string, count = 2): string {
  const words = text.split(/(?<=.)(?=[A-Z])/u);
  const last = words.pop() ?? '';
  return words.join('') + plural(last, count);
}

/** Str::beforeLast: the whole text where the search is empty or absent. */
export function beforeLast(text: string, search: string): string {
  if (search === '') return text;
  const position = text.lastIndexOf(search);
  return position < 0 ? text : text.slice(0, position);
}

export function before(text: string, search: string): string {
  if (search === '') return text;
  const position = text.indexOf(search);
  return position < 0 ? text : text.slice(0, position);
}

export function after(text: string, search: string): string {
  if (search === '') return text;
  const position = text.indexOf(search);
  return position < 0 ? text : text.slice(position + search.length);
}

export function afterLast(text: string, search: string): string {
  if (search === '') return text;
  const position = text.lastIndexOf(search);
  return position < 0 ? text : text.slice(position + search.length);
}

/** class_basename. */
export function classBasename(className: string): string {
  return afterLast(className.replace(/\\/g, '/').replace(/\/+$/, ''), '/');
}
