/** Which rule is in which preset: the one place that says so. A test holds every rule to be placed. */
import type { Rule } from '../src/lint/rule.ts';
import { DEFAULT_PRESET, PRESET_NAMES, type PresetLevel, type PresetName } from '../src/schema/index.ts';

/** What a preset is for, in half a sentence. */
export const PRESET_PURPOSES: Readonly<Record<PresetName, string>> = {
  recommended: 'what holds where nothing is configured',
  strict: 'every rule, each finding one step more severe: warnings fail a check, infos are warnings',
  all: 'every rule there is, also those that later versions add',
  portability: 'what behaves differently on the engine of the tests and on that of production',
  safety: 'what breaks a deploy, its way back, or data',
};

type Topic = Extract<PresetName, 'portability' | 'safety'>;

const both: readonly Topic[] = ['portability', 'safety'];

/** What each rule is about. What tells that something could not be judged, or that a comment is in vain, goes with all. */
export const TOPICS: Readonly<Record<string, readonly Topic[]>> = {
  'identifier-too-long': both,
  'truncation-collision': both,
  'duplicate-index-name': both,
  'index-key-too-long': both,
  'foreign-key-type-mismatch': both,
  'foreign-key-engine': both,
  'engine-rejects': both,
  'indexed-string-without-length': ['portability'],
  'text-instead-of-json': ['portability'],
  'dialect-pair-differs': both,
  'select-for-update': ['portability'],
  'nullable-unique': ['safety'],
  'unknown-column-modifier': ['safety'],
  'change-requires-dbal': ['safety'],
  'missing-down': ['safety'],
  'down-leaves-residue': ['safety'],
  'foreign-module-table': ['safety'],
  'change-drops-modifiers': ['safety'],
  'add-not-null-without-default': ['safety'],
  'drop-column': ['safety'],
  'drop-table': ['safety'],
  'narrowing-change': both,
  'rename-column': ['safety'],
  'rename-table': ['safety'],
  'unique-on-populated': ['safety'],
  'table-copy': ['safety'],
  'foreign-key-lock': ['safety'],
  'postgres-index-not-concurrent': ['safety'],
  'multi-ddl-not-atomic': ['safety'],
  'ddl-in-transaction': both,
  'update-delete-without-where': ['safety'],
  'sqlite-rebuild-cascades': both,
  'irreversible-down': ['safety'],
  'down-not-inverse': ['safety'],
  'app-model-in-migration': ['safety'],
  'unbatched-backfill': ['safety'],
  'data-steps-without-transaction': ['safety'],
  'environment-or-http-in-migration': ['safety'],
  'missing-primary-key': ['safety'],
  'foreign-key-without-index': both,
  'redundant-index': [],
  'relation-without-foreign-key': ['safety'],
  'prefer-enum': [],
  'missing-timestamps': [],
  'missing-default': [],
  'required-column-nullable': [],
  'one-change-per-migration': [],
  'migration-file-name': [],
  'duplicate-migration-timestamp-or-class': both,
  'stale-schema-dump': [],
  'edited-after-merge': ['safety'],
  'collation-unknown': both,
  'dialect-only-sql': both,
  'drop-column-with-index': both,
  'drop-index-needed-by-foreign-key': both,
  'foreign-key-name-collision': both,
  'foreign-key-parent-missing': both,
  'foreign-key-parent-not-unique': both,
  'literal-default-on-text-or-json': both,
  'reserved-word': both,
  'row-size-too-large': both,
  'set-null-on-not-null': both,
  'text-index-needs-length': both,
  'unsupported-type': both,
  'prefix-indexes-divergence': ['portability'],
  'case-insensitive-unique': ['portability'],
  'explicit-id-desyncs-sequence': ['portability'],
  'float-for-money': ['safety'],
  'ignored-modifier': ['portability'],
  'json-is-text': ['portability'],
  'soft-delete-unique': ['safety'],
  'timestamp-2038': ['portability'],
  'encrypted-or-cast-mismatch': both,
  'enum-portability': ['portability'],
  'lock-outside-transaction': ['safety'],
  // conventions of module layouts: no engine and no deploy minds
  'module-table-prefix': [],
  'short-name-convention': [],
  'setting-key-prefix': [],
  'syntax-error': both,
  'unresolved-migration': both,
  'unused-suppression': both,
};

/** The presets that a rule is in, in the order of PRESET_NAMES. */
export function presetsOf({ id, recommended }: Pick<Rule, 'id' | 'recommended'>): PresetName[] {
  return PRESET_NAMES.filter((name) => {
    switch (name) {
      case 'all':
        return true;
      case 'recommended':
        return recommended;
      case 'strict':
        // a project's own rule that is off stays off
        return recommended || id in TOPICS;
      default:
        // a project's own rule is there to be run
        return TOPICS[id]?.includes(name) ?? recommended;
    }
  });
}

/**
 * What these presets switch on together; the later one decides how severe a rule is that several hold. None: the
 * recommended.
 */
export function presetLevels(
  names: readonly PresetName[],
  rules: readonly Rule[],
): ReadonlyMap<string, { readonly level: PresetLevel; readonly preset: PresetName }> {
  const levels = new Map<string, { level: PresetLevel; preset: PresetName }>();
  for (const preset of names.length === 0 ? [DEFAULT_PRESET] : names) {
    for (const rule of rules) {
      if (presetsOf(rule).includes(preset))
        levels.set(rule.id, { level: preset === 'strict' ? 'raised' : 'own', preset });
    }
  }
  return levels;
}
