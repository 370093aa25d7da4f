/**
 * Names that a project teaches to columns and keys: macros, and attributes that grammars and macros of its own read.
 * Looked for in the bytes: a name too many only leaves a call unreported.
 */

/** Bytes that a file must contain to be looked at. */
export const MACRO_WORDS = /::(?:macro|mixin)\s*\(|Schema\\Grammars\\|ColumnDefinition|ForeignKeyDefinition/;

const MACRO = /::macro\(\s*['"](\w+)['"]/g;
const READ = /\$(?:column|command|fluent|index|foreign|definition)->(?:get\(\s*['"])?(\w+)/g;

/** Packages whose grammars read modifiers of their own. */
const OF_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'tpetry/laravel-postgresql-enhanced': [
    'compression',
    'concurrently',
    'deferrable',
    'fillfactor',
    'fulltext',
    'ifNotExists',
    'include',
    'initial',
    'nullsNotDistinct',
    'using',
    'weight',
    'where',
    'with',
  ],
  'umbrellio/laravel-pg-extensions': [
    'where',
    'whereNull',
    'whereNotNull',
    'whereBetween',
    'using',
    'method',
  ],
};

export function taughtNames(raw: string): string[] {
  const names = [...raw.matchAll(MACRO)].map((match) => match[1] ?? '');
  if (/Grammar|ColumnDefinition|ForeignKeyDefinition/.test(raw)) {
    for (const match of raw.matchAll(READ)) names.push(match[1] ?? '');
  }
  return names;
}

/** @param composer The text of composer.json or composer.lock. */
export function namesTaughtByPackages(composer: string): string[] {
  return Object.entries(OF_PACKAGES).flatMap(([name, names]) =>
    composer.includes(`"${name}"`) || composer.includes(`"${name.replace('/', '\\/')}"`) ? names : [],
  );
}
