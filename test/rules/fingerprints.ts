/** By what a baseline knows a finding again. */
import { expect } from 'vitest';
import { check, type Options } from './project.ts';

type Files = Readonly<Record<string, string>>;

async function fingerprints(rule: string, files: Files, options: Options): Promise<string[]> {
  return (await check([rule], files, options)).map((one) => `${one.fingerprint} of: ${one.message}`);
}

/**
 * What is left of a rule's findings, once some have been mended, is known by what it is about, and not by its place
 * among the others.
 */
export async function expectSameFingerprints(
  rule: string,
  before: Files,
  after: Files,
  options: Options = {},
): Promise<void> {
  const left = await fingerprints(rule, after, options);
  const all = await fingerprints(rule, before, options);
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(all.length);
  expect(all).toEqual(expect.arrayContaining(left));
}
