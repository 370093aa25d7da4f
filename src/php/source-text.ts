/** A PHP file's bytes as text. */
import { readRegular } from '../disk/disk.ts';

/** Larger files are data that somebody wrapped in PHP; the parser would need a second for each two megabytes. */
export const MAX_BYTES = 2 * 1024 * 1024;

/** Why a file's text is not to be had. */
export class UnreadableFile extends Error {}

/** Throws UnreadableFile, and nothing else. */
export function readPhpFile(file: string): string {
  return decodePhp(readLimited(file));
}

/** A regular file's bytes. A pipe is not waited for, and what is too large is not read. */
export function readLimited(file: string): Buffer {
  let bytes: ReturnType<typeof readRegular>;
  try {
    bytes = readRegular(file, MAX_BYTES);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new UnreadableFile(`the file cannot be read (${code})`);
  }
  if (!('refused' in bytes)) return bytes;
  const { refused } = bytes;
  throw new UnreadableFile(refused.isFile() ? tooLarge(refused.size) : 'it is no regular file');
}

export function tooLarge(size: number): string {
  return `the file is too large (${(size / 1024 / 1024).toFixed(1)} MB; at most ${MAX_BYTES / 1024 / 1024} MB are read)`;
}

/**
 * UTF-8; a byte that is none stands for itself, as Latin-1 has it. PHP takes any bytes: with U+FFFD for each of them,
 * two names that differ would be one.
 */
export function decodePhp(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\uFFFD')) return text;
  let decoded = '';
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    decoded += bytes.toString('utf8', from, at) + String.fromCharCode(bytes[at]!);
    at += 1;
    from = at;
  }
  return decoded + bytes.toString('utf8', from);
}

/** The bytes of the well-formed UTF-8 sequence that begins here (Unicode, table 3-7); 0: there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const follows = (index: number) => ((bytes[at + index] ?? 0) & 0xc0) === 0x80;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if (first === 0xe0 && second < 0xa0) return 0;
    if (first === 0xed && second > 0x9f) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (first === 0xf0 && second < 0x90) return 0;
    if (first === 0xf4 && second > 0x8f) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}
