/** Every recorded statement of the real Laravel, byte for byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../../../src/schema/index.ts';
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

for (const directory of readdirSync(root).filter((name) => name.startsWith('laravel-'))) {
  const frameworkVersion = directory.slice('laravel-'.length);
  for (const engine of ENGINE_NAMES) {
    describe(`Laravel ${frameworkVersion} on ${engine}`, () => {
      const recorded = recordedIn(`${directory}/${engine}`);
      it.each([...recorded.keys()])('%s', (name) => {
        const result = recorded.get(name)!;
        const { sql, error } = result.as === undefined ? result : recordedIn(result.as).get(name)!;
        const one = byName.get(name);
        expect(one, 'the case is gone: record anew').toBeDefined();
        try {
          const statements = replay(one!, { engine, frameworkVersion, hasDoctrine: false }).filter(
            (statement) => statement.kind !== 'notUnderstood',
          );
          const refusal = statements.find((statement) => statement.kind === 'frameworkRefuses');
          if (refusal !== undefined) expect(refusal.message).toBe(error);
          else expect(statements.map((statement) => statement.sql).join('\n')).toBe(sql?.join('\n') ?? error);
        } catch (problem) {
          if (!(problem instanceof NoSuchMethod)) throw problem;
          expect(problem.message).toBe(error);
        }
      });
    });
  }
}
