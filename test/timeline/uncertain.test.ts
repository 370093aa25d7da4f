/** What a run's verdict is where nobody can tell whether a statement is sent. */
import { describe, expect, test } from 'vitest';
import { judgeFor } from '../../src/engines/index.ts';
import type { Statement } from '../../src/schema/index.ts';
import { JudgeSession } from '../../src/timeline/session.ts';
import { addColumn, alterTable, col, createTable, insert } from '../engines/support/quoted-ddl.ts';
import { target as sqlite } from '../engines/support/sqlite.ts';
import { migration } from '../support/timeline.ts';

const outcome = (statement: Statement): string => {
  const target = sqlite('3.45', true);
  const judge = judgeFor('sqlite');
  const session = new JudgeSession(target, judge, judge.initial(target));
  session.begin(migration('database/migrations/a.php'), 'up');
  session.execute(createTable('t', [col('a')]));
  session.execute(statement, { uncertain: 'the rows of another table' });
  return session.end().outcome;
};

describe('a run with a statement that may not be sent', () => {
  test('is accepted where that writes rows which would be accepted', () => {
    expect(outcome(insert('t', { a: 1 }))).toBe('accepts');
  });
  test('is not known where that would be refused, or changes the schema', () => {
    expect(outcome(insert('t', { gone: 1 }))).toBe('unknown');
    expect(outcome(alterTable('t', addColumn(col('b'))))).toBe('unknown');
  });
});
