/** Statements and steps cut down to some of the author's calls. */
import { describe, expect, it } from 'vitest';
import type { StatementOf } from '../../src/schema/index.ts';
import { onlyParts, onlyStep, partKey, partsOf } from '../../src/timeline/parts.ts';
import {
  createIndex,
  createTable,
  MYSQL,
  migration,
  origin,
  refusal,
  run,
  step,
  target,
} from '../support/timeline.ts';

const FILE = 'database/migrations/a.php';
const at = (line: number) => origin(FILE, line, '->date()');
const date = (name: string, line: number) => ({
  name,
  type: { name: 'date', text: 'date' },
  origin: at(line),
});
const create = createTable('days', at(1), {
  columns: [date('first', 2), date('second', 3)],
  indexes: [{ kind: 'index', name: 'days_second', parts: [{ column: 'second' }], origin: at(4) }],
});

describe('parts of a statement', () => {
  it('are the statement itself, its columns and its keys', () => {
    expect(partsOf(create).map(({ name, origin: { span } }) => [name, span.start.line])).toEqual([
      ['', 1],
      ['first', 2],
      ['second', 3],
      ['days_second', 4],
    ]);
    expect(partsOf(createIndex('days', 'days_first', ['first'], at(5))).map((part) => part.name)).toEqual([
      'days_first',
    ]);
  });

  it('mean the same on targets that differ by a prefix', () => {
    const prefixed = target('mysql@8.4', { prefix: 'app_' });
    const [own] = partsOf(create);
    expect(partKey(own!, { ...create, table: { name: 'app_days' } }, prefixed)).toBe(
      partKey(own!, create, MYSQL),
    );
  });
});

describe('what is left when only some parts count', () => {
  const after = (line: number) => (part: { origin: { span: { start: { line: number } } } }) =>
    part.origin.span.start.line > line;

  it('is a change of the table, where its creation does not count', () => {
    expect(onlyParts(create, () => true)).toBe(create);
    expect(onlyParts(create, () => false)).toBeUndefined();
    const left = onlyParts(create, after(2)) as StatementOf<'alterTable'>;
    expect([left.kind, left.table.name, left.actions.map((action) => action.kind)]).toEqual([
      'alterTable',
      'days',
      ['addColumn', 'addIndex'],
    ]);
  });

  it('is an index, or nothing', () => {
    const index = createIndex('days', 'days_first', ['first'], at(5));
    expect(onlyParts(index, after(4))).toBe(index);
    expect(onlyParts(index, after(5))).toBeUndefined();
  });

  it('keeps the problems of what is left', () => {
    const tooLong = (name: string, line: number) =>
      refusal(
        '1059',
        {
          kind: 'identifier-too-long',
          object: 'column',
          name,
          table: 'days',
          length: 70,
          limit: 64,
          unit: 'characters',
        },
        'too long',
        at(line),
      );
    const { steps } = run(migration('a'), MYSQL, [
      step(create, { problems: [tooLong('first', 2), tooLong('second', 3)] }),
    ]);
    const left = onlyStep(steps[0]!, after(2));
    expect(left?.verdict.problems.map(({ fact }) => 'name' in fact && fact.name)).toEqual(['second']);
    // one call in a loop: the name tells which turn it was
    const loop = createTable('days', at(1), { columns: [date('first', 2), date('second', 2)] });
    const both = run(migration('a'), MYSQL, [
      step(loop, { problems: [tooLong('first', 2), tooLong('second', 2)] }),
    ]);
    const second = onlyStep(both.steps[0]!, (part) => part.name === 'second');
    expect(second?.verdict.problems.map(({ fact }) => 'name' in fact && fact.name)).toEqual(['second']);
  });
});
