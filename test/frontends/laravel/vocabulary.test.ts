/**
 * The vocabulary against reflection on the real classes of each recorded version: a method, a parameter or a `@method`
 * tag that we do not know fails here, as does one that we think a version has.
 */
import { describe, expect, it } from 'vitest';
import { METHODS } from '../../../src/frontends/laravel/blueprint-methods.ts';
import { FLUENT_CALLS } from '../../../src/frontends/laravel/fluent-methods.ts';
import { SCHEMA_METHODS } from '../../../src/frontends/laravel/schema-vocabulary.ts';
import {
  BLUEPRINT_METHODS,
  COLUMN_MODIFIERS,
  FLUENT_METHODS,
  FOREIGN_ID_METHODS,
  FOREIGN_KEY_METHODS,
  FOREIGN_KEY_MODIFIERS,
  INDEX_MODIFIERS,
  spanOf,
  type Vocabulary,
} from '../../../src/frontends/laravel/vocabulary.ts';
import { compareVersions } from '../../../src/schema/index.ts';
import {
  callable,
  FACADE,
  FLUENT,
  type ReflectedClass,
  type Reflection,
  readReflections,
  SCHEMA,
} from './record/reflection.ts';

const reflections = readReflections();

/** `name(parameters)` where we and the version differ. */
function differences(
  vocabulary: Vocabulary,
  real: ReadonlyMap<string, string>,
  version: string,
): { readonly unknown: string[]; readonly notThere: string[] } {
  const written = (name: string, params: string) => `${name}(${params})`;
  const ours = new Set(
    Object.keys(vocabulary).flatMap((name) => {
      const span = spanOf(vocabulary, name, version);
      return span === undefined ? [] : [written(name, span.params)];
    }),
  );
  const theirs = new Set([...real].map(([name, params]) => written(name, params)));
  return {
    unknown: [...theirs].filter((method) => !ours.has(method)),
    notThere: [...ours].filter((method) => !theirs.has(method)),
  };
}

const NONE = { unknown: [], notThere: [] };
const NO_CLASS: ReflectedClass = { extends: null, methods: {}, definitions: {}, tags: {} };

/** Tags whose names no grammar reads in this version, as far as we know. */
function unknownTags(
  { tags }: ReflectedClass,
  known: Readonly<Record<string, string>>,
  version: string,
): string[] {
  return Object.keys(tags).filter(
    (name) => !Object.hasOwn(known, name) || compareVersions(version, known[name]!) < 0,
  );
}

it('finds what is planted', () => {
  const ours = { kept: [{ since: '8.0', params: '' }], gone: [{ since: '8.0', params: 'name' }] };
  const real = new Map([
    ['kept', 'column'],
    ['added', 'column, length = null'],
  ]);
  expect(differences(ours, real, '12.72')).toEqual({
    unknown: ['kept(column)', 'added(column, length = null)'],
    notThere: ['kept()', 'gone(name)'],
  });
  const tags = { ...NO_CLASS, tags: { old: '()', later: '()', strange: '()' } };
  expect(unknownTags(tags, { old: '8.0', later: '13.0' }, '12.72')).toEqual(['later', 'strange']);
});

it('is recorded for every version from 8 to 13', () => {
  const majors = reflections.map(({ version }) => Number.parseInt(version, 10));
  expect(majors.sort((a, b) => a - b)).toEqual([8, 9, 10, 11, 12, 13]);
});

describe.each(reflections.map((reflection) => [reflection.version, reflection] as const))(
  'Laravel %s',
  (version: string, reflection: Reflection) => {
    // Its static methods make macros, which providers.ts and facts/macros.ts read.
    const blueprint = callable(reflection.of(`${SCHEMA}Blueprint`), false);

    it('has the methods of Blueprint that we know', () => {
      expect(blueprint.size).toBeGreaterThan(100);
      expect(differences(BLUEPRINT_METHODS, blueprint, version)).toEqual(NONE);
    });

    it('has no method of Blueprint that nothing is done for', () => {
      expect([...blueprint.keys()].filter((name) => METHODS[name] === undefined)).toEqual([]);
    });

    it('has the methods of columns and keys that we know', () => {
      const fluent = callable(reflection.of(FLUENT));
      expect(differences(FLUENT_METHODS, fluent, version)).toEqual(NONE);
      expect([...fluent.keys()].filter((name) => FLUENT_CALLS[name] === undefined)).toEqual([]);
      const methods = (name: string) => callable(reflection.of(SCHEMA + name));
      expect(methods('ColumnDefinition')).toEqual(new Map());
      expect(methods('IndexDefinition')).toEqual(new Map());
      const foreignId = methods('ForeignIdColumnDefinition');
      expect(differences(FOREIGN_ID_METHODS, foreignId, version)).toEqual(NONE);
      expect(differences(FOREIGN_KEY_METHODS, methods('ForeignKeyDefinition'), version)).toEqual(NONE);
    });

    it('names no modifier that we do not know', () => {
      const tags = (name: string) => reflection.of(SCHEMA + name);
      expect(Object.keys(tags('ColumnDefinition').tags).length).toBeGreaterThan(20);
      expect(unknownTags(tags('ColumnDefinition'), COLUMN_MODIFIERS, version)).toEqual([]);
      expect(unknownTags(tags('IndexDefinition'), INDEX_MODIFIERS, version)).toEqual([]);
      expect(unknownTags(tags('ForeignKeyDefinition'), FOREIGN_KEY_MODIFIERS, version)).toEqual([]);
    });

    it.each([
      ['sqlite', ['SQLiteBuilder']],
      ['mysql', ['MySqlBuilder']],
      ['mariadb', ['MySqlBuilder', 'MariaDbBuilder']],
      ['pgsql', ['PostgresBuilder']],
    ] as const)('has the methods of the schema builder that we know, for %s', (driver, builders) => {
      const real = new Map(
        ['Builder', ...builders].flatMap((name) => [...callable(reflection.of(SCHEMA + name))]),
      );
      expect(differences(SCHEMA_METHODS[driver], real, version)).toEqual(NONE);
    });

    it('has a facade that names no method of the schema builder that we do not know', () => {
      const { tags, methods } = reflection.of(FACADE);
      expect(Object.keys(tags).length).toBeGreaterThan(10);
      const known = (name: string) =>
        Object.values(SCHEMA_METHODS).some((of) => spanOf(of, name, version) !== undefined);
      expect(Object.keys(tags).filter((name) => !known(name))).toEqual([]);
      expect(Object.keys(methods).filter((name) => name !== 'connection')).toEqual([]);
    });
  },
);
