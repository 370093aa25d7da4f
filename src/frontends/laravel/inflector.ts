/** Plural and singular of English words, as Illuminate\Support\Pluralizer makes them (Laravel 8 to 13). */
import { IRREGULAR, PLURAL, SINGULAR, UNINFLECTED_PLURAL, UNINFLECTED_SINGULAR } from './inflector-rules.ts';

const TO_PLURAL = new Map(IRREGULAR);
const TO_SINGULAR = new Map(IRREGULAR.map(([singular, plural]) => [plural, singular]));

const NO_PLURAL = new RegExp(`^(?:${UNINFLECTED_PLURAL.join('|')})$`, 'i');
const NO_SINGULAR = new RegExp(`^(?:${UNINFLECTED_SINGULAR.join('|')})$`, 'i');

/** Pluralizer::$uncountable: words that Laravel adds to doctrine's own list. */
const UNCOUNTABLE = new Set(['recommended', 'related']);

/** Doctrine\Inflector\RulesetInflector: a word without other forms, an irregular one, or the first rule that changes it. */
function inflect(
  word: string,
  uninflected: RegExp,
  irregular: ReadonlyMap<string, string>,
  rules: readonly (readonly [RegExp, string])[],
): string {
  if (word === '' || uninflected.test(word)) return word;
  const lower = word.toLowerCase();
  const substitute = irregular.get(lower);
  if (substitute !== undefined && substitute !== word) {
    return lower[0] === word[0] ? substitute : substitute[0]!.toUpperCase() + substitute.slice(1);
  }
  // Only the first rule that matches is applied, even if it changes nothing (Doctrine's Transformations).
  const rule = rules.find(([pattern]) => pattern.test(word));
  return rule === undefined ? word : word.replace(rule[0], rule[1]);
}

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const upperWords = (text: string): string =>
  text.replace(
    /(^|[ \t\r\n\f\v])([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );

/** Pluralizer::matchCase: gives the word the case of its model. */
function matchCase(value: string, model: string): string {
  const forms = [
    (text: string) => text.toLowerCase(),
    (text: string) => text.toUpperCase(),
    upperFirst,
    upperWords,
  ];
  const form = forms.find((candidate) => candidate(model) === model);
  return form === undefined ? value : form(value);
}

/** Str::plural. */
export function plural(value: string, count = 2): string {
  if (Math.trunc(Math.abs(count)) === 1 || UNCOUNTABLE.has(value.toLowerCase())) return value;
  // A word that ends in neither a letter nor a digit has no plural.
  if (!/^.*[A-Za-z0-9\u0080-\uFFFF]$/u.test(value)) return value;
  return matchCase(inflect(value, NO_PLURAL, TO_PLURAL, PLURAL), value);
}

/** Str::singular. */
export function singular(value: string): string {
  return matchCase(inflect(value, NO_SINGULAR, TO_SINGULAR, SINGULAR), value);
}
