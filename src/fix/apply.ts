/**
 * Applies fixes in passes. Each pass takes those that do not touch each other, and the project is checked with the new
 * texts before any of them counts: of fixes that leave their finding, or bring a new one, the others are tried without.
 */
import {
  type CheckResult,
  type Diagnostic,
  type Fix,
  type FixNote,
  type FixReport,
  isOpen,
} from '../schema/index.ts';
import { compareFindings } from './compare.ts';
import { asNewMigration } from './new-migration.ts';
import { applyEdits, contradicts, type TextOf, withoutOverlap } from './text-edits.ts';

/** A finding that has a fix. */
export type Fixable = Diagnostic & { readonly fix: Fix };

export interface FixRequest {
  /** Also what may change a deployed schema. */
  readonly unsafe: boolean;
  /** Null: the file (relative to the project's root) may be edited; else why not, as half a sentence. */
  whyNot(file: string, isMigration: boolean): string | null;
  /** Seconds since the epoch, for the names of new migrations; null: none is to be written. */
  readonly now: number | null;
  /** Absent: all findings. */
  only?(finding: Diagnostic): boolean;
}

export interface FixOutcome {
  /** What a check gives with the new texts. */
  readonly result: CheckResult;
  /** The files that change: their new texts, by path relative to the project's root. */
  readonly texts: ReadonlyMap<string, string>;
  /** What these files held before. */
  readonly before: ReadonlyMap<string, string>;
  readonly report: FixReport;
}

/** Passes; each of them makes at least one fix, and one fix makes room for another only where they touch. */
const MAX_PASSES = 50;

export function isFixable(diagnostic: Diagnostic): diagnostic is Fixable {
  return isOpen(diagnostic) && diagnostic.fix !== undefined;
}

function noteOf({ rule, file, span, fix }: Fixable): FixNote {
  return { rule, file, line: span.start.line, title: fix.title, safety: fix.safety };
}

/**
 * `check` gives the project's result with these texts in place of the files'. Nothing is written.
 */
export function applyFixes(
  check: (texts: ReadonlyMap<string, string>) => CheckResult,
  request: FixRequest,
): FixOutcome {
  let texts: ReadonlyMap<string, string> = new Map();
  let result = check(texts);
  const applied: FixNote[] = [];
  const dropped = new Map<string, FixNote & { readonly reason: string }>();
  const keyOf = ({ fingerprint, fix }: Fixable): string => `${fingerprint} ${fix.title}`;

  const first = result.sources;
  const migrations = new Set(result.project.migrations.map(({ file }) => file));
  const whyNot = (file: string): string | null => request.whyNot(file, migrations.has(file));
  const mayEdit = ({ edits }: Fix): boolean => edits.every(({ file }) => whyNot(file) === null);
  /** A new migration does not change what stands in an old one: the finding may stay. */
  const isNew = ({ fix }: Fixable): boolean => fix.edits.some(({ file }) => textOf(file) === undefined);
  const textOf: TextOf = (file) => texts.get(file) ?? result.sources.get(file);
  const wanted = (): Fixable[] =>
    result.diagnostics
      .filter(isFixable)
      .filter((one) => request.only?.(one) ?? true)
      .flatMap((one) => {
        if (mayEdit(one.fix)) return request.unsafe || one.fix.safety === 'safe' ? [one] : [];
        const fix =
          request.unsafe && request.now !== null
            ? asNewMigration(one, result.project, request.now)
            : undefined;
        const others = fix?.edits.slice(1).every(({ file }) => whyNot(file) === null);
        return fix === undefined || others !== true ? [] : [{ ...one, fix }];
      })
      .filter((one) => !contradicts(one.fix.edits) && !dropped.has(keyOf(one)));

  /** Tries these fixes on top of the texts so far. Gives what is wrong with the result; null: nothing. */
  let last: { readonly next: ReadonlyMap<string, string>; readonly after: CheckResult } | undefined;
  const attempt = (fixes: readonly Fixable[]): string | null => {
    const edits = fixes.flatMap(({ fix }) => fix.edits);
    const next = new Map([...texts, ...applyEdits(textOf, edits)]);
    const after = check(next);
    const { stayed, added } = compareFindings(
      result,
      after,
      fixes.filter((one) => !isNew(one)),
      edits,
    );
    // That a new migration changes what is deployed is what it is for: it is told of, and no reason against it.
    const written = new Set(edits.filter(({ file }) => textOf(file) === undefined).map(({ file }) => file));
    const worst = added.find(({ file, severity }) => severity === 'error' || !written.has(file));
    if (worst !== undefined)
      return `it would bring a new finding: ${worst.rule} at ${worst.file}:${worst.span.start.line}`;
    if (stayed.length > 0) return 'the finding would stay';
    last = { next, after };
    return null;
  };

  /** As many of the fixes as can be made together with those that are `kept`. */
  const most = (kept: readonly Fixable[], fixes: readonly Fixable[]): readonly Fixable[] => {
    const [only] = fixes;
    if (only === undefined) return kept;
    const all = [...kept, ...fixes];
    const fault = attempt(all);
    if (fault === null) return all;
    if (fixes.length === 1) {
      dropped.set(keyOf(only), { ...noteOf(only), reason: fault });
      return kept;
    }
    const half = fixes.length >> 1;
    return most(most(kept, fixes.slice(0, half)), fixes.slice(half));
  };

  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const fixes = withoutOverlap(wanted());
    if (fixes.length === 0) break;
    const chosen = most([], fixes);
    // The last attempt that went well is the one with those that were chosen.
    if (chosen.length === 0 || last === undefined) continue;
    texts = last.next;
    result = last.after;
    applied.push(...chosen.map(noteOf));
  }

  const reasons = result.diagnostics.filter(isFixable).flatMap(({ fix }) => {
    if (!request.unsafe && fix.safety !== 'safe') return [];
    return fix.edits.flatMap(({ file }) => whyNot(file) ?? []).slice(0, 1);
  });
  const [reason] = reasons;
  return {
    result,
    texts,
    before: new Map(
      [...texts.keys()].flatMap((file) => {
        const text = first.get(file);
        return text === undefined ? [] : [[file, text] as const];
      }),
    ),
    report: {
      applied,
      dropped: [...dropped.values()],
      files: [...texts.keys()],
      withheld: reason === undefined ? null : { count: reasons.length, reason },
    },
  };
}
