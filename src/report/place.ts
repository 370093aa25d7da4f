/** Where something was read, for people. */
import type { ConfigSource, Provenance } from '../schema/index.ts';

/** `composer.lock:12; version from …`; empty where nothing is known. */
export function place({ file, line, note }: Provenance): string {
  if (file === undefined) return note ?? '';
  const where = line === undefined ? file : `${file}:${line}`;
  return note === undefined ? where : `${where}; ${note}`;
}

/** Never empty: `--engine`, `preset strict (dialint.json:2)`, `.env:4`, `default`. */
export function sourceText({ option, preset, ...from }: ConfigSource): string {
  if (option !== undefined) return option;
  const where = place(from);
  if (preset === undefined) return where === '' ? 'default' : where;
  return `preset ${preset}${where === '' ? '' : ` (${where})`}`;
}
