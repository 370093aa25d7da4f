import { describe, expect, it } from 'vitest';
import { applyEdits, contradicts, movedOffset, withoutOverlap } from '../../src/fix/text-edits.ts';
import { spanAt } from '../../src/php/positions.ts';
import type { Fix, TextEdit } from '../../src/schema/index.ts';

const TEXT = 'zero one two three';

function edit(from: number, to: number, text: string, file = 'a.php'): TextEdit {
  return { file, span: { ...spanAt(TEXT, from), endOffset: to }, text };
}
const fixOf = (...edits: TextEdit[]): { fix: Fix } => ({ fix: { title: '', safety: 'safe', edits } });

describe('edits', () => {
  it('are made in the order of the text, whatever the order they come in, each once', () => {
    const edits = [edit(9, 12, '2'), edit(0, 4, '0'), edit(5, 5, 'the '), edit(9, 12, '2')];
    expect(applyEdits(() => TEXT, edits).get('a.php')).toBe('0 the one 2 three');
  });

  it('go to several files, and make one that is not there', () => {
    const texts = applyEdits(
      (file) => (file === 'a.php' ? TEXT : undefined),
      [edit(0, 4, '0'), edit(0, 0, 'new', 'b.php')],
    );
    expect(Object.fromEntries(texts)).toEqual({ 'a.php': '0 one two three', 'b.php': 'new' });
  });

  it('that overlap contradict each other; those that touch do not, but for two at one place', () => {
    expect(contradicts([edit(0, 4, '0'), edit(3, 6, 'x')])).toBe(true);
    expect(contradicts([edit(4, 4, 'x'), edit(4, 4, 'y')])).toBe(true);
    expect(contradicts([edit(0, 4, '0'), edit(4, 4, 'x')])).toBe(false);
    expect(contradicts([edit(0, 4, '0'), edit(0, 4, '1', 'b.php')])).toBe(false);
  });

  it('of two fixes at one place wait for the next pass', () => {
    const [a, b, c] = [fixOf(edit(0, 4, '0')), fixOf(edit(4, 5, '-')), fixOf(edit(9, 12, '2'))];
    expect(withoutOverlap([a, b, c])).toEqual([a, c]);
  });

  it.each([
    [0, 0],
    [5, 9],
    [7, 11],
    [9, 13],
    [10, 13],
    [13, 15],
  ])('move a place at %i to %i', (before, after) => {
    expect(movedOffset(before, [edit(5, 5, 'the '), edit(9, 12, '2')])).toBe(after);
  });
});
