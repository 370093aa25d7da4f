/**
 * What each target does about a finding: `MySQL 8.4, MariaDB 10.11 refuse (1059) · SQLite 3.45 accepts`.
 * Says only what the rule's data or the migration's verdicts hold.
 */
import type { CheckResult, Diagnostic, MigrationVerdict } from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import { verdictsByFile } from './verdicts-by-file.ts';

interface Outcome {
  readonly effect: 'refuses' | 'changes' | null;
  readonly code: string | null;
}

function own(record: unknown, key: string): unknown {
  return typeof record === 'object' && record !== null && Object.hasOwn(record, key)
    ? (record as Record<string, unknown>)[key]
    : undefined;
}

function verdictsOn(target: string, file: string, result: CheckResult): MigrationVerdict[] {
  return (verdictsByFile(result).get(file) ?? []).filter(({ engine }) => engine === target);
}

/**
 * The migration's refusal on this target, if it is the one that the finding is about: at its line, and with a code
 * that its message names. Another finding of the same line may have another cause.
 */
function refusalOn(target: string, { file, span, message }: Diagnostic, result: CheckResult): Outcome | null {
  const found = verdictsOn(target, file, result).find(
    ({ outcome, line }) => outcome === 'refuses' && line === span.start.line,
  );
  const code = found?.code ?? null;
  if (code === null || !message.split(/[^A-Z0-9_]+/i).includes(code)) return null;
  return { effect: 'refuses', code };
}

function outcomeOn(target: string, diagnostic: Diagnostic, result: CheckResult): Outcome {
  const { data } = diagnostic;
  const given = own(data.codes, target) ?? data.code;
  const code = typeof given === 'string' ? given : null;
  const effect = own(data.effects, target) ?? data.effect;
  if (effect === 'changes' || effect === 'refuses') return { effect, code };
  if (code !== null) return { effect: 'refuses', code };
  return refusalOn(target, diagnostic, result) ?? { effect: null, code: null };
}

/** Does this target take every direction of the migration? */
function acceptsAll(target: string, file: string, result: CheckResult): boolean {
  const verdicts = verdictsOn(target, file, result);
  return verdicts.length > 0 && verdicts.every((verdict) => verdict.outcome === 'accepts');
}

/** null: it does not depend on an engine. */
export function enginesLine(diagnostic: Diagnostic, result: CheckResult): string | null {
  if (diagnostic.engines.length === 0) return null;
  const groups = new Map<string, { outcome: Outcome; targets: string[] }>();
  for (const target of diagnostic.engines) {
    const outcome = outcomeOn(target, diagnostic, result);
    const key = `${outcome.effect} ${outcome.code}`;
    const group = groups.get(key) ?? { outcome, targets: [] };
    group.targets.push(target);
    groups.set(key, group);
  }
  const parts: string[] = [];
  let refused = false;
  for (const { outcome, targets } of groups.values()) {
    const names = targets.map(targetTitle).join(', ');
    const many = targets.length > 1;
    const code = outcome.code === null ? '' : ` (${outcome.code})`;
    if (outcome.effect === 'refuses') parts.push(`${names} ${many ? 'refuse' : 'refuses'}${code}`);
    else if (outcome.effect === 'changes')
      parts.push(`${names} ${many ? 'change' : 'changes'} it silently${code}`);
    // Beside targets of which more is known, a bare name would look unfinished.
    else parts.push(groups.size > 1 ? `concerns ${names} too` : names);
    if (outcome.effect === 'refuses') refused = true;
  }
  // Where a fresh database does not get, the verdicts of the migration say nothing of it.
  const told = refused && diagnostic.unreached === undefined;
  const others = result.targets.filter(
    ({ id }) => told && !diagnostic.engines.includes(id) && acceptsAll(id, diagnostic.file, result),
  );
  if (others.length > 0) {
    parts.push(
      `${others.map(({ id }) => targetTitle(id)).join(', ')} ${others.length > 1 ? 'accept' : 'accepts'}`,
    );
  }
  return parts.join(' · ');
}
