/** Plurals and cases as the real Illuminate\Support\Str makes them. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  after,
  afterLast,
  before,
  beforeLast,
  camel,
  classBasename,
  kebab,
  lowerFirst,
  plural,
  pluralStudly,
  singular,
  snake,
  studly,
  upperFirst,
} from '../../../../src/frontends/laravel/str.ts';

interface Words {
  readonly words: Readonly<Record<string, readonly [plural: string, singular: string]>>;
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const file = new URL('../../../../fixtures/recorded/words.json', import.meta.url);
const { words, texts } = JSON.parse(readFileSync(file, 'utf8')) as Words;

it.each(Object.entries(words))('%s', (word, forms) => {
  expect([plural(word), singular(word)]).toEqual(forms);
});

it.each(Object.entries(texts))('"%s"', (text, recorded) => {
  expect({
    snake: snake(text),
    studly: studly(text),
    camel: camel(text),
    kebab: kebab(text),
    pluralStudly: pluralStudly(text),
    ucfirst: upperFirst(text),
    lcfirst: lowerFirst(text),
    beforeLast: beforeLast(text, 'e'),
    afterLast: afterLast(text, 'e'),
    before: before(text, 'e'),
    after: after(text, 'e'),
    classBasename: classBasename(text),
  }).toEqual(recorded);
});
