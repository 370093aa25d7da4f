/** Random numbers that are the same everywhere, and what is chosen with them. */

/** Numbers from 0 to below 1, the same for the same seed. */
export function mulberry32(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Everything of a case follows from the run's seed and the case's number. */
export function toolsFor(seed, number) {
  const next = mulberry32(Math.imul(seed, 1_000_003) + number);
  const below = (n) => Math.floor(next() * n);
  const pick = (list) => list[below(list.length)];
  return {
    below,
    pick,
    chance: (p) => next() < p,
    index: (list) => below(Math.max(1, list.length)),
    /** Small numbers often, large ones at times. */
    size: () =>
      pick([0, 1, 2, 3, 5, 10, 64, 65, 100, 1000, 65_535, 100_000, 1_000_000, 1e9, 2 ** 31, -1, -5]),
    times: (most, action) => {
      for (let i = 1 + below(most); i > 0; i--) action();
    },
    list: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}
