/** Is what was found gone, and nothing new there? */
import { type CheckResult, type Diagnostic, isOpen, type TextEdit } from '../schema/index.ts';
import { editsByFile, movedOffset } from './text-edits.ts';

/** Rule, severity and place: a finding whose object bears another name now is still the same one there. */
function placeOf({ rule, severity, file, span }: Diagnostic, edits: readonly TextEdit[]): string {
  return `${rule} ${severity} ${file} ${movedOffset(span.startOffset, edits)}`;
}

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

export interface Comparison {
  /** Findings that should be gone and are still there. */
  readonly stayed: readonly Diagnostic[];
  /** Findings that were not there before. */
  readonly added: readonly Diagnostic[];
}

/** `fixed`: findings of `before` that the edits should remove. */
export function compareFindings(
  before: CheckResult,
  after: CheckResult,
  fixed: readonly Diagnostic[],
  edits: readonly TextEdit[],
): Comparison {
  const files = editsByFile(edits);
  const editsOf = (file: string): readonly TextEdit[] => files.get(file) ?? [];
  const old = before.diagnostics.filter(isOpen);
  const now = after.diagnostics.filter(isOpen);
  const known = new Set(old.map(({ fingerprint }) => fingerprint));
  const still = new Set(now.map(({ fingerprint }) => fingerprint));
  const places = counted(old.map((one) => placeOf(one, editsOf(one.file))));
  const left = counted(now.map((one) => placeOf(one, [])));

  const stayed = fixed.filter((one) => {
    if (still.has(one.fingerprint)) return true;
    const place = placeOf(one, editsOf(one.file));
    return (left.get(place) ?? 0) >= (places.get(place) ?? 0);
  });
  // each old finding may stand for one that is called otherwise now
  const room = new Map(places);
  for (const one of now) {
    if (!known.has(one.fingerprint)) continue;
    const place = placeOf(one, []);
    room.set(place, (room.get(place) ?? 0) - 1);
  }
  const added = now.filter((one) => {
    if (known.has(one.fingerprint)) return false;
    const place = placeOf(one, []);
    const free = room.get(place) ?? 0;
    if (free <= 0) return true;
    room.set(place, free - 1);
    return false;
  });
  return { stayed, added };
}
