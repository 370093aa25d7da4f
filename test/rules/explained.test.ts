/** Rules that explain refusals, beside the rule for what has none of its own. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { EXAMPLE_FILE, exampleSource } from '../../src/lint/example-source.ts';
import { alter, check, create, migration } from './project.ts';

const EXPLAINING = [
  'collation-unknown',
  'dialect-only-sql',
  'drop-column-with-index',
  'drop-index-needed-by-foreign-key',
  'foreign-key-name-collision',
  'foreign-key-parent-missing',
  'foreign-key-parent-not-unique',
  'literal-default-on-text-or-json',
  'reserved-word',
  'row-size-too-large',
  'set-null-on-not-null',
  'text-index-needs-length',
  'unsupported-type',
];

describe.each(EXPLAINING)('%s', (id) => {
  const { bad } = rules.find((rule) => rule.id === id)!.docs;
  const said = async (index: number, config: object) => {
    const files = { [EXAMPLE_FILE]: exampleSource(bad[index]!), 'dialint.json': JSON.stringify(config) };
    const found = await check([id, 'engine-rejects'], files);
    return [...new Set(found.map(({ rule }) => rule))];
  };

  it.each(bad.map(({ title }, index) => [title, index] as const))(
    'tells what engine-rejects tells where it is off: %s',
    async (_title, index) => {
      expect(await said(index, {})).toEqual([id]);
      expect(await said(index, { rules: { [id]: 'off' } })).toEqual(['engine-rejects']);
    },
  );
});

describe('what is refused', () => {
  const json = "$table->json('settings')->default('{}');";
  const told = async (up: string, down?: string) =>
    (await check(['literal-default-on-text-or-json', 'engine-rejects'], { 1: migration(up, down) })).map(
      ({ rule, severity, message }) => `${severity} ${rule} ${message.slice(0, 15)}`,
    );

  it('on the way back is a warning', async () => {
    expect(await told(create('a'), `${alter('a', json)} Schema::drop('a');`)).toEqual([
      'warning literal-default-on-text-or-json On the way back',
    ]);
  });
  it('and caught is nothing', async () => {
    expect(await told(`try { ${create('a', json)} } catch (\\Throwable $e) { }`)).toEqual([]);
  });
  it('where a fresh database does not get is told as that', async () => {
    const up = `if (Schema::hasTable('old')) { ${create('b', json)} }`;
    const [one, ...more] = await check(['literal-default-on-text-or-json'], { 1: migration(up) });
    expect(more).toEqual([]);
    expect(one?.unreached).toBe("Schema::hasTable('old') is false");
  });
});
