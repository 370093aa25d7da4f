/**
 * Character sets: the most bytes that a character may take, and the collation that is the set's default.
 * Source: SHOW CHARACTER SET on MySQL 9.7.4 and MariaDB 10.11.19.
 */
const CHARSETS: Readonly<Record<string, readonly [maxBytes: number, collation: string]>> = {
  armscii8: [1, 'armscii8_general_ci'],
  ascii: [1, 'ascii_general_ci'],
  big5: [2, 'big5_chinese_ci'],
  binary: [1, 'binary'],
  cp1250: [1, 'cp1250_general_ci'],
  cp1251: [1, 'cp1251_general_ci'],
  cp1256: [1, 'cp1256_general_ci'],
  cp1257: [1, 'cp1257_general_ci'],
  cp850: [1, 'cp850_general_ci'],
  cp852: [1, 'cp852_general_ci'],
  cp866: [1, 'cp866_general_ci'],
  cp932: [2, 'cp932_japanese_ci'],
  dec8: [1, 'dec8_swedish_ci'],
  eucjpms: [3, 'eucjpms_japanese_ci'],
  euckr: [2, 'euckr_korean_ci'],
  gb18030: [4, 'gb18030_chinese_ci'],
  gb2312: [2, 'gb2312_chinese_ci'],
  gbk: [2, 'gbk_chinese_ci'],
  geostd8: [1, 'geostd8_general_ci'],
  greek: [1, 'greek_general_ci'],
  hebrew: [1, 'hebrew_general_ci'],
  hp8: [1, 'hp8_english_ci'],
  keybcs2: [1, 'keybcs2_general_ci'],
  koi8r: [1, 'koi8r_general_ci'],
  koi8u: [1, 'koi8u_general_ci'],
  latin1: [1, 'latin1_swedish_ci'],
  latin2: [1, 'latin2_general_ci'],
  latin5: [1, 'latin5_turkish_ci'],
  latin7: [1, 'latin7_general_ci'],
  macce: [1, 'macce_general_ci'],
  macroman: [1, 'macroman_general_ci'],
  sjis: [2, 'sjis_japanese_ci'],
  swe7: [1, 'swe7_swedish_ci'],
  tis620: [1, 'tis620_thai_ci'],
  ucs2: [2, 'ucs2_general_ci'],
  ujis: [3, 'ujis_japanese_ci'],
  utf16: [4, 'utf16_general_ci'],
  utf16le: [4, 'utf16le_general_ci'],
  utf32: [4, 'utf32_general_ci'],
  utf8mb3: [3, 'utf8mb3_general_ci'],
  utf8mb4: [4, 'utf8mb4_general_ci'],
};

export const DEFAULT_COLLATIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CHARSETS).map(([name, [, collation]]) => [name, collation]),
);

/** `utf8` is another word for utf8mb3, in collations too. */
export function canonicalCharset(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'utf8' ? 'utf8mb3' : lower;
}

export function canonicalCollation(name: string): string {
  return name.toLowerCase().replace(/^utf8_/, 'utf8mb3_');
}

/** The character set that a collation belongs to: the part before the first underscore. */
export function charsetOfCollation(collation: string): string {
  const lower = canonicalCollation(collation);
  const underscore = lower.indexOf('_');
  return underscore < 0 ? lower : lower.slice(0, underscore);
}

export function isKnownCharset(name: string): boolean {
  return canonicalCharset(name) in CHARSETS;
}

/** The most bytes that one character may take; an unknown character set counts as utf8mb4. */
export function bytesPerCharacter(charset: string | undefined): number {
  return CHARSETS[canonicalCharset(charset ?? 'utf8mb4')]?.[0] ?? 4;
}
