/** What a project adds to doctrine/dbal's own types: config('database.dbal.types'), Type::addType() and their kin. */
import { PhpArray } from '../../../php/values.ts';
import type { Application } from '../application.ts';

export interface DoctrineAdditions {
  /** Types that a project's code names, in lower case. */
  readonly types: ReadonlySet<string>;
  /** The engine's types that it maps to dbal's. */
  readonly mappings: ReadonlyMap<string, string>;
}

const REGISTERED = /\b(?:addType|registerDoctrineType)\s*\(([^)]*)\)/g;
const MAPPED = /\bregisterDoctrineTypeMapping\s*\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]+)['"]\s*\)/g;

/** Reads the calls from the text of all the project's files, whether they are reached or not. */
export class FoundAdditions implements DoctrineAdditions {
  readonly types = new Set<string>();
  readonly mappings = new Map<string, string>();

  look(raw: string): void {
    if (!/doctrine/i.test(raw)) return;
    for (const [, args = ''] of raw.matchAll(REGISTERED)) {
      for (const [, name = ''] of args.matchAll(/['"](\w+)['"]/g)) this.types.add(name.toLowerCase());
    }
    for (const [, word = '', type = ''] of raw.matchAll(MAPPED)) {
      this.mappings.set(word.toLowerCase(), type.toLowerCase());
    }
  }
}

/** The types that are registered; `unknown` where the configuration is not to be seen. */
export function registeredTypes(application: Application): ReadonlySet<string> | 'unknown' {
  const key = 'database.dbal.types';
  const types = application.doctrine?.types ?? new Set<string>();
  const configured = application.config(key) ?? null;
  if (configured === null) return application.hasConfigFile(key) ? types : 'unknown';
  if (!(configured instanceof PhpArray)) return 'unknown';
  const names = [...configured.entries].map(([name]) => String(name).toLowerCase());
  return new Set([...names, ...types]);
}
