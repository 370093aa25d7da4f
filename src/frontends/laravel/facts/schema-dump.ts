/** Which migrations a squashed schema says have been run. */
import { lineStarts, spanBetween } from '../../../php/positions.ts';
import type { FactOf } from '../../../schema/index.ts';

/** Names of migrations in the rows of the framework's table: in quotation marks, or where pg_dump copies them. */
const NAME = /(?<=['\t])\d{4}_\d{1,2}_\d{1,2}_\d+_\w+(?=['\t])/g;

/** Undefined: it names none, or is written in a format of pg_dump's own. */
export function findSchemaDump(text: string, file: string): FactOf<'schema-dump'> | undefined {
  if (text.startsWith('PGDMP')) return undefined;
  const done: string[] = [];
  let first: number | undefined;
  for (const match of text.matchAll(NAME)) {
    first ??= match.index;
    done.push(match[0]);
  }
  if (first === undefined) return undefined;
  const span = spanBetween(lineStarts(text), first, first + done[0]!.length);
  return { kind: 'schema-dump', done, origin: { file, span, call: 'schema:dump' } };
}
