/** Which rules a preset switches on, and how severe they are then. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { presetLevels, presetsOf, TOPICS } from '../../rules/presets.ts';
import { PRESET_NAMES, type PresetName } from '../../src/schema/index.ts';
import { alter, create, migration, run } from './project.ts';

const ids = rules.map(({ id }) => id);
const on = (...names: PresetName[]) => [...presetLevels(names, rules).keys()].sort();

describe('the presets', () => {
  it('place every rule, and name no rule that does not exist', () => {
    expect(Object.keys(TOPICS).sort()).toEqual([...ids].sort());
    for (const name of PRESET_NAMES) {
      expect(on(name).length, name).toBeGreaterThan(0);
      for (const id of on(name)) expect(ids).toContain(id);
    }
    expect(on('all')).toEqual([...ids].sort());
  });

  it('are the recommended rules where none is named', () => {
    const recommended = rules.filter((rule) => rule.recommended).map(({ id }) => id);
    expect(on()).toEqual(recommended.sort());
    expect(on('recommended')).toEqual(on());
  });

  it('strict is every rule, and none of the project’s own that is off', () => {
    expect(on('strict')).toEqual([...ids].sort());
    expect(presetsOf({ id: 'acme/own', recommended: false })).not.toContain('strict');
  });

  it('of a topic leave the others out, and always tell what could not be judged', () => {
    for (const topic of ['portability', 'safety'] as const) {
      expect(on(topic)).not.toContain('short-name-convention');
      expect(on(topic)).toEqual(
        expect.arrayContaining(['engine-rejects', 'syntax-error', 'unresolved-migration']),
      );
    }
    expect(on('portability')).toContain('select-for-update');
    expect(on('portability')).not.toContain('missing-down');
    expect(on('safety')).toContain('missing-down');
    expect(on('safety')).not.toContain('text-instead-of-json');
  });

  it('add up, and the later decides how severe a rule is', () => {
    expect(on('portability', 'safety')).toEqual([...new Set([...on('portability'), ...on('safety')])].sort());
    expect(presetLevels(['strict', 'safety'], rules).get('missing-down')).toEqual({
      level: 'own',
      preset: 'safety',
    });
    expect(presetLevels(['safety', 'strict'], rules).get('missing-down')).toEqual({
      level: 'raised',
      preset: 'strict',
    });
  });

  it('hold a rule of the project wherever it is recommended', () => {
    expect(presetsOf({ id: 'acme/own', recommended: true })).toEqual([...PRESET_NAMES]);
    expect(presetsOf({ id: 'acme/own', recommended: false })).toEqual(['all']);
  });
});

/** A nullable unique column (an info), a nullable part of a unique index (a warning), and no down() (a warning). */
const UP = `${create(
  'prices',
  `
            $table->string('code', 20)->nullable()->unique();
            $table->unsignedBigInteger('article_id');
            $table->unsignedBigInteger('customer_id')->nullable();
            $table->unique(['article_id', 'customer_id'], 'prices_unq');`,
)}
        ${alter('prices', "$table->string('note', 20);")}`;

async function found(config: unknown, only: readonly string[] = []): Promise<string[]> {
  const { diagnostics } = await run(only, {
    1: migration(UP),
    'dialint.json': JSON.stringify(config),
  });
  return diagnostics.map(({ rule, severity }) => `${severity} ${rule}`).sort();
}

describe('extends', () => {
  it('strict makes each finding one step more severe', async () => {
    expect(await found({})).toEqual([
      'info nullable-unique',
      'warning missing-down',
      'warning nullable-unique',
    ]);
    expect(await found({ extends: 'strict' }, ['missing-down', 'nullable-unique'])).toEqual([
      'error missing-down',
      'error nullable-unique',
      'warning nullable-unique',
    ]);
  });

  it('a topic leaves its rules on alone, and rules adds to it', async () => {
    expect(await found({ extends: 'portability' })).toEqual(['info case-insensitive-unique']);
    expect(await found({ extends: ['portability'], rules: { 'missing-down': 'info' } })).toEqual([
      'info case-insensitive-unique',
      'info missing-down',
    ]);
    expect(await found({ extends: 'safety', rules: { 'nullable-unique': 'off' } })).toEqual([
      'warning missing-down',
    ]);
  });

  it('the severity that rules names holds, whatever the preset', async () => {
    expect(
      await found({ extends: 'strict', rules: { 'missing-down': 'warning' } }, ['missing-down']),
    ).toEqual(['warning missing-down']);
  });
});
