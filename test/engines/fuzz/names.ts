/** What the histories of all engines are made with: weighted choices, and names around the engines' limits. */
import * as fc from 'fast-check';

/** Values with how often each group is chosen, relative to the others. */
export function weighted<T>(
  ...groups: readonly (readonly [weight: number, values: readonly T[]])[]
): fc.Arbitrary<T> {
  return fc.oneof(
    ...groups.map(([weight, values]) => ({ weight, arbitrary: fc.constantFrom(...values) })),
  ) as fc.Arbitrary<T>;
}

/** One of several arbitraries, by weight. */
export function mixed<T>(
  ...arbitraries: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
): fc.Arbitrary<T> {
  return fc.oneof(...arbitraries.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** `undefined` but for `percent` of a hundred. */
export function sometimes<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return mixed<T | undefined>([100 - percent, fc.constant(undefined)], [percent, arbitrary]);
}

export const rarely = (percent: number): fc.Arbitrary<boolean> =>
  weighted([100 - percent, [false]], [percent, [true]]);

/** The fields that are not undefined: optional properties are absent, not empty. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

export const repeat = (length: number, letter = 'x'): string => letter.repeat(length);
