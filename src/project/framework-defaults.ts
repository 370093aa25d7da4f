/**
 * The connections of the framework's own config/database.php, which hold where the project has none: Laravel 11 and
 * newer merge them into a slim skeleton (LoadConfiguration::mergeableOptions), older skeletons shipped the same text.
 * Read from laravel/laravel 8–10 and laravel/framework 11–13; the collation has been utf8mb4_unicode_ci throughout.
 */
import type { ConnectionSettings } from '../schema/index.ts';

export type Driver = 'mysql' | 'mariadb' | 'pgsql' | 'sqlite';

export const DRIVERS: readonly Driver[] = ['mysql', 'mariadb', 'pgsql', 'sqlite'];

export function defaultSettings(driver: Driver): ConnectionSettings {
  const common = { name: driver, prefix: '', strict: true, storageEngine: null };
  switch (driver) {
    case 'mysql':
    case 'mariadb':
      return {
        ...common,
        charset: 'utf8mb4',
        collation: 'utf8mb4_unicode_ci',
        prefixIndexes: true,
        foreignKeyChecks: true,
      };
    case 'pgsql':
      return { ...common, charset: 'utf8', collation: null, prefixIndexes: true, foreignKeyChecks: true };
    case 'sqlite':
      return { ...common, charset: null, collation: null, prefixIndexes: false, foreignKeyChecks: true };
  }
}

/** The default connection of a Laravel without configuration: SQLite since 11. */
export function defaultConnectionName(frameworkMajor: number): string {
  return frameworkMajor >= 11 ? 'sqlite' : 'mysql';
}
