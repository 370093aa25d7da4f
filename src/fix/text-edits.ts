/** Edits of source text: what a fix makes of the files, and where a place is afterwards. */
import type { Fix, TextEdit } from '../schema/index.ts';

/** A file's text by its path relative to the project's root; undefined: there is none. */
export type TextOf = (file: string) => string | undefined;

function order(a: TextEdit, b: TextEdit): number {
  return a.span.startOffset - b.span.startOffset || a.span.endOffset - b.span.endOffset;
}

/** The edits of each file in the order of the text, each once. */
export function editsByFile(edits: readonly TextEdit[]): Map<string, TextEdit[]> {
  const files = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const known = files.get(edit.file);
    if (known === undefined) files.set(edit.file, [edit]);
    else if (!known.some((one) => order(one, edit) === 0 && one.text === edit.text)) known.push(edit);
  }
  for (const list of files.values()) list.sort(order);
  return files;
}

/** Do the two change places that overlap or touch? Then the text that comes of both depends on their order. */
export function touches(a: TextEdit, b: TextEdit): boolean {
  return (
    a.file === b.file && a.span.startOffset <= b.span.endOffset && b.span.startOffset <= a.span.endOffset
  );
}

/** Do the edits of one fix contradict each other? Such a fix cannot be made. */
export function contradicts(edits: readonly TextEdit[]): boolean {
  for (const list of editsByFile(edits).values()) {
    for (let i = 1; i < list.length; i++) {
      const [before, here] = [list[i - 1]!, list[i]!];
      if (before.span.endOffset > here.span.startOffset) return true;
      if (order(before, here) === 0) return true;
    }
  }
  return false;
}

/** The first fixes that do not touch each other, in the order given; the others wait for the next pass. */
export function withoutOverlap<T extends { readonly fix: Fix }>(fixes: readonly T[]): T[] {
  const taken = new Map<string, TextEdit[]>();
  return fixes.filter(({ fix }) => {
    if (fix.edits.some((edit) => taken.get(edit.file)?.some((other) => touches(edit, other)) === true))
      return false;
    for (const edit of fix.edits) {
      const known = taken.get(edit.file);
      if (known === undefined) taken.set(edit.file, [edit]);
      else known.push(edit);
    }
    return true;
  });
}

/** The text with the edits made, which are in order and do not overlap. */
function edited(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const { span, text: inserted } of edits) {
    result += text.slice(from, span.startOffset) + inserted;
    from = span.endOffset;
  }
  return result + text.slice(from);
}

/** The texts of all files that the edits change. A file that is not there is made. */
export function applyEdits(textOf: TextOf, edits: readonly TextEdit[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [file, list] of editsByFile(edits)) texts.set(file, edited(textOf(file) ?? '', list));
  return texts;
}

/** Where a place of the old text is in the new one; of a place within an edit, the edit's start. */
export function movedOffset(offset: number, edits: readonly TextEdit[]): number {
  let shift = 0;
  for (const { span, text } of edits) {
    if (offset < span.startOffset || (offset === span.startOffset && span.endOffset > span.startOffset))
      break;
    if (offset < span.endOffset) return span.startOffset + shift;
    shift += text.length - (span.endOffset - span.startOffset);
  }
  return offset + shift;
}
