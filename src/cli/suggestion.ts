import { nearest } from '../schema/index.ts';

/** `; did you mean check?`, or nothing. A beginning counts too: `identifier` for `identifier-too-long`. */
export function suggestion(word: string, candidates: readonly string[], prefix = ''): string {
  const begun = word.length >= 3 ? candidates.find((one) => one.startsWith(word.toLowerCase())) : undefined;
  const candidate = begun ?? nearest(word, candidates);
  return candidate === undefined ? '' : `; did you mean ${prefix}${candidate}?`;
}
