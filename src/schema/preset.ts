/** Sets of rules that a configuration names in `extends`; which rule is in which stands in rules/presets.ts. */

export const PRESET_NAMES = ['recommended', 'strict', 'all', 'portability', 'safety'] as const;

export type PresetName = (typeof PRESET_NAMES)[number];

/** What holds where a configuration extends nothing. */
export const DEFAULT_PRESET: PresetName = 'recommended';

/**
 * How a rule is on in a preset. `own`: as severe as the rule itself makes its findings. `raised`: one step more severe,
 * info as warning and warning as error.
 */
export type PresetLevel = 'own' | 'raised';
