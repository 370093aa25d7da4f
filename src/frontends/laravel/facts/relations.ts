/** To which other models a model says that it belongs: belongsTo(). Read from the text, since most models have some. */
import { lineStarts, spanBetween } from '../../../php/positions.ts';
import type { FactOf } from '../../../schema/index.ts';
import { pluralStudly, snake } from '../str.ts';

/** Bytes that a file must contain. */
export const RELATION_WORDS = /->belongsTo\s*\(/;

const CLASS = /^(?:(?:abstract|final|readonly)\s+)*class\s+(\w+)\s+extends\s+/m;
const TABLE = /^\s*(?:protected|public)\s+(?:string\s+)?\$table\s*=\s*['"](\w+)['"]/m;
/** A method that does nothing but return it, with the other class and perhaps the column. */
const RELATION =
  /function\s+(\w+)\s*\(\s*\)[^{;]*\{\s*(?:\/\/[^\n]*\s*)?return\s+(\$this->belongsTo\s*\(\s*(?:\\?([\w\\]+)::class|['"]\\?([\w\\]+)['"])\s*(?:,\s*['"](\w+)['"])?)/g;

export function findRelations(text: string, file: string): FactOf<'relation'>[] {
  const name = CLASS.exec(text)?.[1];
  if (name === undefined || /function\s+getTable\s*\(/.test(text)) return [];
  const table = TABLE.exec(text)?.[1] ?? (/\$table\s*=/.test(text) ? undefined : snake(pluralStudly(name)));
  if (table === undefined) return [];
  const starts = lineStarts(text);
  const facts: FactOf<'relation'>[] = [];
  for (const match of text.matchAll(RELATION)) {
    const [whole, method, call, byClass, byName, given] = match;
    const other = (byClass ?? byName ?? '').replace(/^.*\\/, '');
    // Model::belongsTo(): the method's name in snake case with the key of the other model.
    const column = given ?? `${snake(method!)}_id`;
    const start = match.index + whole.length - call!.length;
    facts.push({
      kind: 'relation',
      model: name,
      table,
      column,
      other,
      otherTable: snake(pluralStudly(other)),
      origin: {
        file,
        span: spanBetween(starts, start, start + call!.length),
        call: `belongsTo(${other}::class)`,
      },
    });
  }
  return facts;
}
