/** The comments of JavaScript and TypeScript: what looks like one within a text, a template or a pattern is none. */
import { describe, expect, it } from 'vitest';
import { scriptComments } from '../../src/lint/script-comments.ts';

const found = (text: string): string[] =>
  scriptComments(text).map(({ start, end }) => text.slice(start, end));

describe('comments', () => {
  it.each([
    ['a; // one\nb', ['// one']],
    ['a; /* one\ntwo */ b // three\r\n', ['/* one\ntwo */', '// three']],
    ['#!/usr/bin/env node // no\n// yes', ['// yes']],
    [`const a = "// no"; const b = '/* no */'; // yes`, ['// yes']],
    ["const a = 'it\\'s // no'; // yes", ['// yes']],
    ['const t = `// no ${b /* yes */ + `// no ${c}`} // no`; // end', ['/* yes */', '// end']],
    ['const r = /[/]\\/\\/ no/; // yes', ['// yes']],
    ['return /\\/* no/.test(a); // yes', ['// yes']],
    ['const half = a / b; // yes / no', ['// yes / no']],
    ['if (a) { b(`${ {c: 1}.c }`); } // yes', ['// yes']],
    ["const open = 'no end\n// yes", ['// yes']],
    ['/* no end', ['/* no end']],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});
