/** Which of the known words was probably meant: rule ids, options, keys, engines, modifiers. */

/** Single-character edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function sharedWords(a: string, b: string): number {
  const words = new Set(b.split('-'));
  return a.split('-').filter((word) => words.has(word)).length;
}

/**
 * The nearest of the known words; undefined where none is near. Case, dashes for underscores, words in another order or
 * with one missing (`too-long-identifier`) and beginnings (`warn` for `warning`) are forgiven.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().replaceAll('_', '-');
  let best: { readonly candidate: string; readonly score: number } | undefined;
  for (const candidate of known) {
    const other = candidate.toLowerCase().replaceAll('_', '-');
    const away = distance(wanted, other);
    const close = away <= Math.max(2, Math.floor(Math.max(wanted.length, other.length) / 3));
    const shared = sharedWords(wanted, other);
    if (!close && shared < 2) continue;
    const score = away - 4 * shared;
    if (best === undefined || score < best.score) best = { candidate, score };
  }
  if (best !== undefined || wanted.length < 3) return best?.candidate;
  return known.find((candidate) => candidate.toLowerCase().startsWith(wanted));
}
