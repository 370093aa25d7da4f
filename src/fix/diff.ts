/** What two texts differ in: as a unified diff, which `patch` and `git apply` read, and line by line. */

const CONTEXT = 3;

/** Beyond so many pairs of lines, all that lies between the first and the last difference is one change. */
const MOST_PAIRS = 4_000_000;

interface Change {
  /** Lines of the old text, from 0; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Lines with their ends, so that a changed line end is a changed line. */
function linesOf(text: string): string[] {
  return text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [end, newEnd] = [before.length, after.length];
  while (end > start && newEnd > start && before[end - 1] === after[newEnd - 1]) {
    end--;
    newEnd--;
  }
  const [rows, columns] = [end - start, newEnd - start];
  if (rows === 0 && columns === 0) return [];
  if (rows * columns > MOST_PAIRS) return [{ from: start, to: end, newFrom: start, newTo: newEnd }];

  // Longest common subsequence of what lies between: lengths[i][j] is that of what follows line i and line j.
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[start + i] === after[start + j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && before[start + i] === after[start + j]) {
      i++;
      j++;
      continue;
    }
    const [from, newFrom] = [i, j];
    while (i < rows || j < columns) {
      if (i < rows && j < columns && before[start + i] === after[start + j]) break;
      const down = i < rows ? lengths[(i + 1) * width + j]! : -1;
      const right = j < columns ? lengths[i * width + j + 1]! : -1;
      if (down >= right) i++;
      else j++;
    }
    changes.push({ from: start + from, to: start + i, newFrom: start + newFrom, newTo: start + j });
  }
  return changes;
}

/** A part of the old text (lines from 0, `to` exclusive) and what takes its place. */
export interface LineChange {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applied together they make the new text of the old one. */
export function lineChanges(before: string, after: string): LineChange[] {
  const now = linesOf(after);
  return changesOf(linesOf(before), now).map(({ from, to, newFrom, newTo }) => ({
    from,
    to,
    text: now.slice(newFrom, newTo).join(''),
  }));
}

function range(from: number, count: number): string {
  const first = count === 0 ? from : from + 1;
  return count === 1 ? `${first}` : `${first},${count}`;
}

function shown(mark: ' ' | '-' | '+', lines: readonly string[]): string {
  return lines
    .map((line) => `${mark}${line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`}`)
    .join('');
}

/** Empty where the texts are the same. `before` is null for a file that is new. `file`: as it is to be named. */
export function unifiedDiff(file: string, before: string | null, after: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const changes = changesOf(old, now);
  if (changes.length === 0) return '';
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (hunk !== undefined && last !== undefined && change.from - last.to <= 2 * CONTEXT) hunk.push(change);
    else hunks.push([change]);
  }
  let text = `--- ${before === null ? '/dev/null' : `a/${file}`}\n+++ b/${file}\n`;
  for (const hunk of hunks) {
    const [first, last] = [hunk[0]!, hunk.at(-1)!];
    const lead = Math.min(CONTEXT, first.from);
    const trail = Math.min(CONTEXT, old.length - last.to);
    const [from, newFrom] = [first.from - lead, first.newFrom - lead];
    text += `@@ -${range(from, last.to + trail - from)} +${range(newFrom, last.newTo + trail - newFrom)} @@\n`;
    let at = from;
    for (const change of hunk) {
      text += shown(' ', old.slice(at, change.from));
      text += shown('-', old.slice(change.from, change.to));
      text += shown('+', now.slice(change.newFrom, change.newTo));
      at = change.to;
    }
    text += shown(' ', old.slice(at, last.to + trail));
  }
  return text;
}
