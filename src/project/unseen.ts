/** What may be in the database although no migration that is read here makes it. */

import path from 'node:path';
import { existsSync, readFileSync, statSync } from '../disk/disk.ts';
import { MAX_BYTES } from '../php/source-text.ts';
import type { Project, Target } from '../schema/index.ts';

export interface Unseen {
  /** `packages`: tables of packages, which rarely bear the names that the application's own bear. */
  readonly kind: 'dump' | 'application' | 'packages';
  /** In a sentence, for messages. */
  readonly reason: string;
}

/** null: there is no reason to think that anything is missing. */
export function whatIsUnseen(project: Project, target: Target): Unseen | null {
  const dump = project.schemaDumps?.find(({ connection }) => connection === target.settings.name);
  // pg_dump's own format, which only pg_restore reads
  if (dump !== undefined && target.driver === 'pgsql' && dump.file.endsWith('.dump'))
    return { kind: 'dump', reason: `${dump.file} is loaded first, and is no SQL` };
  if (dump !== undefined && isLarge(dump.path))
    return { kind: 'dump', reason: `${dump.file} is loaded first, and is too large to be read` };
  const { tablesElsewhere: other } = project;
  if (other !== undefined)
    return {
      kind: 'application',
      reason:
        other.isFirst === true
          ? `${other.file}:${other.line}, the first migration, changes a table that no migration makes`
          : `${other.file}:${other.line} makes tables outside of the migrations`,
    };
  if (!project.migrations.some((migration) => migration.owner.kind === 'app')) {
    return { kind: 'application', reason: "the application's own migrations are not here" };
  }
  const packages = project.framework?.value === 'sql' ? [] : missingPackages(project.root);
  if (packages.length === 0) return null;
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : '';
  return {
    kind: 'packages',
    reason: `vendor/ is not installed, and a package (${packages[0]}${more}) may bring tables of its own`,
  };
}

function isLarge(file: string): boolean {
  try {
    return statSync(file).size > MAX_BYTES;
  } catch {
    return false;
  }
}

/** Packages that bring no tables: the framework, its parts, and libraries that every application has. */
const WITHOUT_TABLES =
  /^(php|ext-.*|lib-.*|laravel\/(framework|tinker|octane|ui|vite-plugin|sail|pint|breeze)|illuminate\/.*|guzzlehttp\/.*|symfony\/.*|nesbot\/carbon|doctrine\/.*|fideloper\/proxy|fruitcake\/.*|league\/.*|predis\/predis|ramsey\/.*|monolog\/.*)$/;

function missingPackages(root: string): string[] {
  if (existsSync(path.join(root, 'vendor', 'composer'))) return [];
  try {
    const composer: unknown = JSON.parse(readFileSync(path.join(root, 'composer.json'), 'utf8'));
    const required = (composer as { require?: unknown } | null)?.require;
    return typeof required === 'object' && required !== null
      ? Object.keys(required).filter((name) => !WITHOUT_TABLES.test(name))
      : [];
  } catch {
    // a composer.json that is broken is noticed where it is read for the framework
    return [];
  }
}
