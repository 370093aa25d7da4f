import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/report/code-frame.ts';
import { PLAIN } from '../../src/report/style.ts';
import {
  count,
  cutMiddle,
  displayWidth,
  graphemes,
  padEnd,
  padStart,
  printable,
  wrap,
} from '../../src/report/text.ts';

const anyText = fc.string({ unit: 'grapheme' });

describe('width', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['表', 2],
    ['ｱ', 1],
    ['Ａ', 2],
    ['한글', 4],
    ['🎉', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['…', 1],
    ['\u200B', 0],
  ])('of %j is %i', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it('is what padding makes up to', () => {
    expect(padEnd('表', 4)).toBe('表  ');
    expect(padStart('表', 4)).toBe('  表');
    expect(padEnd('abc', 2)).toBe('abc');
  });

  it('is never passed by what is cut', () => {
    expect(cutMiddle('2026_01_01_create_users', 11)).toBe('2026_…users');
    fc.assert(
      fc.property(anyText, fc.integer({ min: 3, max: 40 }), (text, width) => {
        expect(displayWidth(cutMiddle(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('wrapping', () => {
  it('leaves out no word and no space', () => {
    expect(wrap('a  b', 80)).toEqual(['a  b']);
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 20, max: 60 }),
        fc.integer({ min: 0, max: 15 }),
        (list, width, first) => {
          const lines = wrap(list.join(' '), width, first, '  ');
          expect(lines.join(' ').split(/ +/).filter(Boolean)).toEqual(list);
          lines.forEach((line, i) => {
            expect(displayWidth(line) + (i === 0 ? first : 0)).toBeLessThanOrEqual(
              Math.max(width, first + 12),
            );
          });
        },
      ),
    );
  });

  it('keeps a word whole that is wider than the line', () => {
    expect(wrap('short averyverylongname end', 10)).toEqual(['short', 'averyverylongname', 'end']);
  });

  it('keeps line feeds', () => {
    expect(wrap('one\ntwo', 80, 0, '> ')).toEqual(['one', '> two']);
  });
});

it('printable text moves no cursor', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(
        /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
      );
    }),
  );
});

it('counts', () => {
  expect([count(0, 'error'), count(1, 'error'), count(2, 'error')]).toEqual([
    '0 errors',
    '1 error',
    '2 errors',
  ]);
});

describe('a code frame', () => {
  const source = fc
    .array(fc.oneof(anyText, fc.constantFrom('\t', ' ', '    $table->id();', '表の名前')))
    .map((parts) => parts.join(''));

  it('is no wider than the terminal, whatever the source and the span', () => {
    fc.assert(
      fc.property(
        source,
        fc.nat(300),
        fc.nat(300),
        fc.integer({ min: 40, max: 100 }),
        (text, from, length, width) => {
          const position = (offset: number) => {
            const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
            return { line: lines.length, column: lines.at(-1)!.length + 1 };
          };
          const start = Math.min(from, text.length);
          const end = Math.min(start + length, text.length);
          const span = { start: position(start), end: position(end), startOffset: start, endOffset: end };
          const lines = codeFrame(text, span, { width, style: PLAIN, mark: (marks) => marks, gutter: 3 });
          expect(lines.length).toBeGreaterThan(0);
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 500 },
    );
  });

  const frame = (text: string, line: number, column: number, endLine = line, endColumn = column) =>
    codeFrame(
      text,
      {
        start: { line, column },
        end: { line: endLine, column: endColumn },
        startOffset: 0,
        endOffset: 0,
      },
      { width: 80, style: PLAIN, mark: (marks) => marks, gutter: 2 },
    );

  it('points at a place without length', () => {
    expect(frame('abc', 1, 2)).toEqual(['   |', ' 1 | abc', '   |  ^']);
    expect(frame('abc', 1, 4)).toEqual(['   |', ' 1 | abc', '   |    ^']);
    expect(frame('', 1, 1)).toEqual(['   |', ' 1 |', '   | ^']);
  });

  it('leaves out the last line where the span ends before its first column', () => {
    expect(frame('ab\ncd\n', 1, 1, 2, 1)).toEqual(['   |', ' 1 | ab', '   | ^^']);
  });

  it('has nothing to show of a line that is not there', () => {
    expect(frame('abc', 7, 1)).toEqual([]);
  });
});

it('finds in Latin text and punctuation the graphemes that the segmenter of the platform finds', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (let unit = 0x20; unit <= 0x2030; unit++) {
    const char = String.fromCharCode(unit);
    for (const text of [`${char}a`, `a${char}`, `${char}${char}`, `\u00E9${char}`, `${char}\uFE0F`])
      expect(graphemes(text), unit.toString(16)).toEqual(
        Array.from(segmenter.segment(text), ({ segment }) => segment),
      );
  }
});
