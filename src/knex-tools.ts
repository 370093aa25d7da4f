/** The packages through which migrations of Knex are read: parts that a project of Laravel's does without. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { findPart, loadPart, PartMissing } from './engines/parts.ts';
import type { KnexFactory, KnexTools } from './frontends/knex/library.ts';

/** Throws PartMissing. */
export function knexTools(): KnexTools {
  const purpose = 'Reading migrations in JavaScript and TypeScript';
  const [first, ...others] = (['ts-morph', 'knex'] as const).filter((part) => findPart(part) === null);
  if (first !== undefined) throw new PartMissing(first, purpose, undefined, others);
  const { ts } = loadPart<Pick<KnexTools, 'ts'>>('ts-morph', purpose);
  const knex = loadPart<KnexFactory & { default?: KnexFactory }>('knex', purpose);
  return {
    ts,
    knex: knex.default ?? knex,
    version: findPart('knex')?.version ?? '',
    internal: <T>(file: string): T => {
      const folder = findPart('knex')?.folder ?? '';
      return createRequire(path.join(folder, 'package.json'))(path.join(folder, file)) as T;
    },
  };
}
