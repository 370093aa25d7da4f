/**
 * Proposes short names for indexes and keys: `{abbrev}_{purpose}_{idx|unq|fk}`, as in `tg_enroll_notifiable_idx`.
 * At most 63 bytes of ASCII, which every engine takes.
 */

/** The narrowest limit of all engines (PostgreSQL, in bytes). */
const LONGEST = 63;
/** Beyond this length a proposal is no longer short; its words are cut. */
const COMFORTABLE = 40;

export type Suffix = 'idx' | 'unq' | 'fk' | 'pk' | 'chk';

export interface NameRequest {
  /** Without the connection's prefix. */
  readonly table: string;
  /** Slug of the module whose table it is. */
  readonly module: string | null;
  readonly columns: readonly string[];
  readonly suffix: Suffix;
}

/** The words of an identifier: `customerObject_id` → customer, object, id. */
export function wordsOf(identifier: string): string[] {
  const spaced = identifier
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return spaced.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** First elements of compound words: the second part's first letter is as telling as the first's (tele·gram → tg). */
const COMBINING = /^(?:tele|photo|micro|multi|whats|work|road|time|data)([a-z])[a-z]{2,}$/;

/** `telegram` → `tg`, `documents` → `doc`, `weather` → `wth`. */
function abbreviateWord(word: string): string {
  const compound = COMBINING.exec(word);
  if (compound !== null) return `${word[0]}${compound[1]}`;
  const start = word.slice(0, 3);
  if (/[^aeiou]$/.test(start)) return start;
  const consonants = word.slice(1).replace(/[aeiou]/g, '');
  return consonants.length >= 2 ? `${word[0]}${consonants.slice(0, 2)}` : start;
}

/** A recognisable short form of a module's slug or a table's name. Several words give their initials. */
export function abbreviate(name: string): string {
  const [first, ...more] = wordsOf(name);
  if (first === undefined) return 'x';
  const short = more.length === 0 ? abbreviateWord(first) : [first, ...more].map((word) => word[0]).join('');
  // An identifier should not begin with a digit.
  return /^[a-z]/.test(short) ? short.slice(0, 6) : `x${short}`.slice(0, 6);
}

/** Short forms for all modules of a project, each its own. */
export function moduleAbbreviations(slugs: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  const result = new Map<string, string>();
  for (const slug of [...slugs].sort()) {
    const whole = wordsOf(slug).join('');
    let short = abbreviate(slug);
    for (let length = Math.max(3, short.length); taken.has(short) && length <= whole.length; length++) {
      short = whole.slice(0, length);
    }
    for (let number = 2; taken.has(short); number++) short = `${abbreviate(slug)}${number}`;
    taken.add(short);
    result.set(slug, short);
  }
  return result;
}

const ENDINGS = /(?:ications?|izations?|isations?|ations?|itions?|ments?|nesses|ness|ings?)$/;

/** `enrollment` → `enroll`, `notifications` → `notif`; a word within the length stays as it is. */
export function shorten(word: string, length: number): string {
  if (word.length <= length) return word;
  const stem = word.replace(ENDINGS, '');
  const cut = (stem.length >= 3 ? stem : word).slice(0, length);
  return cut.length > 3 ? cut.replace(/[aeiou]+$/, '') : cut;
}

/** Words that say little about a table when they stand last. */
const VAGUE = new Set(
  'data detail details entries entry info item items list lists record records row rows table token tokens value values'.split(
    ' ',
  ),
);

/** Words that say little about a column when they stand last. */
const ROLE = new Set(['id', 'type', 'at', 'uuid', 'ulid']);

function tableWords(request: NameRequest): string[] {
  const words = wordsOf(request.table);
  if (request.module === null) return words;
  const slug = wordsOf(request.module);
  const starts = (prefix: readonly string[]): boolean => prefix.every((word, i) => words[i] === word);
  for (const prefix of [['mod', ...slug], slug, ['mod']]) {
    if (starts(prefix)) return words.slice(prefix.length);
  }
  return words;
}

/** The telling word of each column; where two columns share it, a word that tells them apart. */
function columnWords(columns: readonly string[]): string[] {
  const bases = columns.map((column) => {
    const words = wordsOf(column);
    while (words.length > 1 && ROLE.has(words.at(-1)!)) words.pop();
    return words;
  });
  const chosen = new Set<string>();
  const owners = new Map<string, string>();
  for (const words of bases.filter((some) => some.length > 0)) {
    const whole = words.join('_');
    const last = words.at(-1)!;
    const owner = owners.get(last);
    const word = owner === undefined || owner === whole ? last : words[0]!;
    owners.set(word, whole);
    chosen.add(word);
  }
  return [...chosen];
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Joins the words, cut as far as it takes; of very many columns the first and the last remain. */
function assemble(
  abbreviation: string,
  hint: readonly string[],
  columns: readonly string[],
  tail: string,
): string {
  const attempts: [hintLength: number, columnLength: number, most: number][] = [
    [8, 12, 5],
    [7, 8, 5],
    [6, 6, 4],
    [5, 5, 3],
    [3, 4, 2],
  ];
  let stem = abbreviation;
  for (const [hintLength, columnLength, most] of attempts) {
    const kept = [...columns.slice(0, most - 1), ...columns.slice(-1)];
    const words = unique([
      ...hint.map((word) => shorten(word, hintLength)),
      ...kept.map((word) => shorten(word, columnLength)),
    ]);
    stem = [abbreviation, ...words].join('_');
    if (stem.length + 1 + tail.length <= COMFORTABLE) break;
  }
  return `${stem.slice(0, LONGEST - 1 - tail.length).replace(/_$/, '')}_${tail}`;
}

/**
 * A name that nobody bears yet. `taken` is asked with names in lower case. The first choice is the shortest; if it is
 * taken, more of the table's name is used, then a number.
 */
export function proposeName(
  request: NameRequest,
  abbreviation: string | null,
  taken: (name: string) => boolean,
): string {
  const words = tableWords(request);
  const columns = columnWords(request.columns);
  const abbrev = abbreviation ?? abbreviate(words.join('_'));
  // Without a module, the abbreviation stands for the table already.
  const telling = words.filter((word) => !VAGUE.has(word)).at(-1);
  const bare = columns.length === 0;
  const hint =
    abbreviation === null
      ? bare
        ? words.slice(-1)
        : []
      : telling === undefined
        ? bare
          ? words
          : []
        : [telling];
  for (const choice of [hint, words]) {
    const name = assemble(abbrev, choice, columns, request.suffix);
    if (!taken(name)) return name;
  }
  for (let number = 2; ; number++) {
    const name = assemble(abbrev, hint, columns, `${number}_${request.suffix}`);
    if (!taken(name)) return name;
  }
}
