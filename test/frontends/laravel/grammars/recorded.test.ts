/** Every recorded statement of the real Laravel, byte for byte. */
import { expect, it } from 'vitest';
import type { EngineName } from '../../../../src/schema/index.ts';
import { CASES } from '../record/cases.ts';
import { readRecordings } from '../record/recordings.ts';
import { NotKnown, PhpError, replay } from './replay.ts';

const byName = new Map(CASES.map((one) => [one.name, one]));

const NOT_KNOWN_MARK = 'not known: ';

/** What a column's attributes give to a call of theirs is left open here, each with its reason. */
const NOT_KNOWN: Readonly<Record<string, string>> = {
  '->getIterator before a modifier': 'an iterator over attributes',
  '->enum["length","User"] before a modifier': 'an attribute as a case of an enum',
  '->enum["length","User","x"] before a modifier': 'an attribute as a case of an enum',
  '->enums["length","User"] before a modifier': 'an attribute as a case of an enum',
};

/** dialint's integers and floats are one kind of number, and from PHP 8.3 on the message tells true from false. */
const ONE_TYPE: Readonly<Record<string, string>> = {
  int: 'number',
  float: 'number',
  true: 'bool',
  false: 'bool',
};
const asOneType = (text: string): string =>
  text.replace(/(?<=^Call to a member function .* on )\w+$/, (type) => ONE_TYPE[type] ?? type);

/** What dialint's own blueprint gives: the statements' text, or the exception's. */
function ours(name: string, engine: EngineName, frameworkVersion: string): string {
  const one = byName.get(name);
  if (one === undefined) return 'the case is gone: record anew';
  try {
    // Without doctrine/dbal, as it was recorded: with it, dbal.test.ts.
    const statements = replay(one, { engine, frameworkVersion, hasDoctrine: false });
    const refusal = statements.find((statement) => statement.kind === 'frameworkRefuses');
    return refusal?.message ?? statements.map((statement) => statement.sql).join('\n');
  } catch (problem) {
    if (problem instanceof NotKnown) return NOT_KNOWN_MARK + problem.message;
    if (!(problem instanceof PhpError)) throw problem;
    return problem.message;
  }
}

for (const [file, recording] of readRecordings()) {
  const [directory = '', engine] = file.split('/');
  it(file, () => {
    expect(recording.size).toBeGreaterThan(600);
    const differences = [];
    for (const [name, { sql, error }] of recording) {
      const got = ours(name, engine as EngineName, directory.slice('laravel-'.length));
      const real = error ?? sql!.join('\n');
      const open = got.startsWith(NOT_KNOWN_MARK) ? got.slice(NOT_KNOWN_MARK.length) : undefined;
      if (open !== undefined && open === NOT_KNOWN[name]) continue;
      if (asOneType(got) !== asOneType(real)) differences.push({ name, real, got });
    }
    expect(differences).toEqual([]);
  });
}
