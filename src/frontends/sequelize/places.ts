/** Where in a call the parts of an object that is written out stand. */
import type { NameSlot, Origin } from '../../schema/index.ts';
import type { Site } from '../javascript/values.ts';
import type { SequelizeRun } from './run.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The properties of an object literal by name; empty where the text is none. `start`, `end`: of the text. */
export function propertiesIn(text: string, start: number, end: number): Map<string, Place> {
  const found = new Map<string, Place>();
  if (text[start] !== '{') return found;
  let depth = 0;
  let isKey = true;
  for (let at = start; at < end; at++) {
    const letter = text[at]!;
    const skipped = skip(text, at, end);
    if (skipped > at && !(isKey && depth === 1 && /['"]/.test(letter))) {
      at = skipped - 1;
      continue;
    }
    if (depth === 1 && isKey) {
      KEY.lastIndex = at;
      const key = KEY.exec(text);
      if (key !== null) {
        const name = key[2] ?? key[3] ?? '';
        found.set(name, { start: at, end: at + key[1]!.length });
        isKey = false;
        at += key[0].length - 1;
        continue;
      }
      if (/[^\s,{}]/.test(letter)) isKey = false;
    }
    if ('{[('.includes(letter)) depth += 1;
    else if ('}])'.includes(letter)) depth -= 1;
    else if (letter === ',' && depth === 1) isKey = true;
  }
  return found;
}

const KEY = /((?:['"]([^'"\n]*)['"])|([\w$]+))\s*(?=:)/y;

/** Behind a string or a comment that begins here; else the same place. */
function skip(text: string, at: number, end: number): number {
  const two = text.slice(at, at + 2);
  if (two === '//') {
    const line = text.indexOf('\n', at);
    return line < 0 ? end : line;
  }
  if (two === '/*') {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? end : close + 2;
  }
  const quote = text[at]!;
  if (!'\'"`'.includes(quote)) return at;
  for (let i = at + 1; i < end; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote) return i + 1;
  }
  return end;
}

/** The origins of a table's attributes, by column in lower case; of those only that are written out in the call. */
export function attributeOrigins(run: SequelizeRun, site: Site, position: number): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  const given = site.argumentSpans[position];
  if (site.file !== run.entry || given === undefined) return origins;
  const lines = run.texts.linesOf(site.file);
  const origin = run.origin(site);
  for (const [name, { start, end }] of propertiesIn(run.texts.textOf(site.file), given.start, given.end))
    origins.set(name.toLowerCase(), { ...origin, span: lines.span(start, end) });
  return origins;
}

/** Where a key's name is given, or could be, in the options of a call; undefined: they are not written out there. */
export function nameSlotIn(run: SequelizeRun, site: Site, position: number): NameSlot | undefined {
  if (site.file !== run.entry) return undefined;
  const text = run.texts.textOf(site.file);
  const lines = run.texts.linesOf(site.file);
  const method = site.call.replace(/\(\)$/, '');
  const { argumentSpans, close } = site;
  const example = (before: string, after: string): Pick<NameSlot, 'exampleBefore' | 'exampleAfter'> => ({
    exampleBefore: `${method}(${squeeze(before)}`,
    exampleAfter: `${squeeze(after)})`,
  });
  const from = argumentSpans[0]?.start ?? close;
  const given = argumentSpans[position];
  if (given === undefined) {
    const last = argumentSpans.at(-1);
    if (last === undefined || argumentSpans.length !== position) return undefined;
    return {
      span: lines.span(last.end, last.end),
      before: ", { name: '",
      after: "' }",
      ...example(`${text.slice(from, last.end)}, { name: '`, "' }"),
    };
  }
  if (text[given.start] !== '{') return undefined;
  const name = propertiesIn(text, given.start, given.end).get('name');
  if (name === undefined) {
    const at = given.start + 1;
    return {
      span: lines.span(at, at),
      before: " name: '",
      after: "',",
      ...example(`${text.slice(from, at)} name: '`, `',${text.slice(at, close)}`),
    };
  }
  const value = /^\s*:\s*(?=['"`])/.exec(text.slice(name.end, given.end));
  if (value === null) return undefined;
  const start = name.end + value[0].length;
  const end = skip(text, start, given.end);
  const quote = text[start]!;
  return {
    span: lines.span(start, end),
    before: quote,
    after: quote,
    ...example(`${text.slice(from, start)}${quote}`, `${quote}${text.slice(end, close)}`),
  };
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ');
}
