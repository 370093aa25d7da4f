/** Which of the known words was probably meant. */

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

/** Dashes and words in another order or with one missing are forgiven: `too-long-identifier`, `identifier-long`. */
function sharedWords(a: string, b: string): number {
  const words = new Set(b.split('-'));
  return a.split('-').filter((word) => words.has(word)).length;
}

export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().replaceAll('_', '-');
  let best: { readonly candidate: string; readonly score: number } | undefined;
  for (const candidate of known) {
    const away = distance(wanted, candidate);
    const close = away <= Math.max(2, Math.floor(candidate.length / 3));
    const shared = sharedWords(wanted, candidate);
    if (!close && shared < 2) continue;
    const score = away - 4 * shared;
    if (best === undefined || score < best.score) best = { candidate, score };
  }
  return best?.candidate;
}
