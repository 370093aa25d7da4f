/** How messages say that something is not reached. */
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../src/lint/reach.ts';

const REACHED = { reached: true };
const UNKNOWN = { reached: false };
const UNREACHED = { reached: false, unreached: "Schema::hasTable('old') is false" };

describe('what a finding is about', () => {
  it('is reached where one target reaches it', () => {
    expect(reachOf([UNREACHED, REACHED, UNKNOWN])).toEqual({ reached: true, sentence: '', mark: {} });
  });

  it('may be reached where that is not known on one target', () => {
    expect(reachOf([UNREACHED, UNKNOWN])).toEqual({
      reached: false,
      sentence: 'Whether this runs cannot be known.',
      mark: {},
    });
  });

  it('is marked where no target reaches it', () => {
    expect(reachOf([UNREACHED, UNREACHED])).toEqual({
      reached: false,
      sentence: "A fresh database does not get here: Schema::hasTable('old') is false.",
      mark: { unreached: "Schema::hasTable('old') is false" },
    });
  });
});
