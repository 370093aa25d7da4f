/** What rules say of a foreign key of which an engine knows no name. */
import { rules } from '../../rules/index.ts';
import { lint } from '../../src/lint/run.ts';
import { DEFAULT_SETTINGS } from '../../src/lint/settings.ts';
import type { Diagnostic, ProblemFact } from '../../src/schema/index.ts';
import * as timeline from '../support/timeline.ts';

type Fact = Extract<ProblemFact, { kind: 'foreign-key' }>;

/** MariaDB meets the key, which is of table `a`, twice. */
export function unnamedKey(
  rule: string,
  key: Pick<Fact, 'reason' | 'parent' | 'detail'>,
  outcome: 'refuses' | 'unknown' = 'refuses',
): Diagnostic[] {
  const source = timeline.migration('2026_01_01_000001_x');
  const at = timeline.origin(source.file, 8, '->foreign()');
  const fact: Fact = { kind: 'foreign-key', name: null, table: 'a', ...key };
  const problems = [timeline.refusal('1005', fact, 'errno: 150', at)];
  const step = timeline.step(timeline.createTable('a', at), { problems, outcome });
  const view = timeline.view(source, timeline.run(source, timeline.MARIADB, [step, step]));
  return lint(timeline.input([view]), rules, DEFAULT_SETTINGS).filter((one) => one.rule === rule);
}
