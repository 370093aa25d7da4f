/** Where the attributes of a table stand in a call. */
import { describe, expect, it } from 'vitest';
import { propertiesIn } from '../../../src/frontends/sequelize/places.ts';

const named = (text: string): string[] =>
  [...propertiesIn(text, 0, text.length)].map(
    ([name, { start, end }]) => `${name}=${text.slice(start, end)}`,
  );

describe('the properties of an object that is written out', () => {
  it.each([
    ['{ a: 1, b: { c: 2 }, d: [3, { e: 4 }] }', ['a=a', 'b=b', 'd=d']],
    [`{ 'a b': 1, "c": { type: f('x, y: {'), g: 1 } }`, ["a b='a b'", 'c="c"']],
    ['{ // no: 1,\n a: 1, /* no: 2, */ b: 2 }', ['a=a', 'b=b']],
    ['{ ...more, a: x ? y : z, b, c() {}, d: 1 }', ['a=a', 'd=d']],
    ["{ a: 'it\\'s, no: 1', b: `${{ no: 1 }}`, }", ['a=a', 'b=b']],
    ['{}', []],
    ['attributes', []],
    ['{ a: 1, b: ', ['a=a', 'b=b']],
  ])('%s', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });
});
