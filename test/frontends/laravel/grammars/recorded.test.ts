/** Every recorded statement of the real Laravel, byte for byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENGINE_NAMES, type EngineName } from '../../../../src/schema/index.ts';
import { CASES } from '../record/cases.ts';
import { NoSuchMethod, replay } from './replay.ts';

const root = new URL('../../../../fixtures/recorded/', import.meta.url);
const byName = new Map(CASES.map((one) => [one.name, one]));

interface Recorded {
  readonly case: string;
  /** The file that holds the same result. */
  readonly as?: string;
  readonly sql?: readonly string[];
  readonly error?: string;
}

const files = new Map<string, Map<string, Recorded>>();

/** `laravel-12.72/mysql`. */
function recordedIn(file: string): Map<string, Recorded> {
  let cases = files.get(file);
  if (cases === undefined) {
    const list = JSON.parse(readFileSync(new URL(`${file}.json`, root), 'utf8')) as Recorded[];
    cases = new Map(list.map((one) => [one.case, one]));
    files.set(file, cases);
  }
  return cases;
}

/** What dialint's own blueprint gives: the statements' text, or the exception's. */
function ours(name: string, engine: EngineName, frameworkVersion: string): string {
  const one = byName.get(name);
  if (one === undefined) return 'the case is gone: record anew';
  try {
    // Without doctrine/dbal: what it changes is recorded elsewhere (dbal.test.ts). What needs it all the same was
    // recorded with it, and follows the refusal that its absence is; where that throws, too, the refusal stands alone.
    const without = replay(one, { engine, frameworkVersion, hasDoctrine: false });
    const sent = without.filter(
      (statement) => statement.kind !== 'frameworkRefuses' || statement.requires === undefined,
    );
    const alone = sent.length === 0 && without.length > 0;
    const statements = alone ? replay(one, { engine, frameworkVersion, hasDoctrine: true }) : sent;
    const refusal = statements.find((statement) => statement.kind === 'frameworkRefuses');
    if (refusal !== undefined) return refusal.message;
    return statements.map((statement) => statement.sql).join('\n');
  } catch (problem) {
    if (!(problem instanceof NoSuchMethod)) throw problem;
    return problem.message;
  }
}

for (const directory of readdirSync(root).filter((name) => /^laravel-[\d.]+$/.test(name))) {
  const frameworkVersion = directory.slice('laravel-'.length);
  it.each(ENGINE_NAMES)(`Laravel ${frameworkVersion} on %s`, (engine) => {
    const recorded = recordedIn(`${directory}/${engine}`);
    expect(recorded.size).toBeGreaterThan(300);
    for (const [name, result] of recorded) {
      const { sql, error } = result.as === undefined ? result : recordedIn(result.as).get(name)!;
      expect(ours(name, engine, frameworkVersion), name).toBe(error ?? sql?.join('\n'));
    }
  });
}
