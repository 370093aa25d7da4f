/** Who reads a project's migrations. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { findPart, loadPart, PartMissing } from './engines/parts.ts';
import { KnexFrontend } from './frontends/knex/frontend.ts';
import type { KnexFactory, KnexTools } from './frontends/knex/library.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import type { AstNode } from './php/ast.ts';
import type { CoverageEntry, Fact, Location, Project, Target } from './schema/index.ts';
import type { Frontend } from './timeline/build.ts';

/** A project's migrations and other code, as one framework would run them. */
export interface ProjectFrontend {
  /** Looks through the project's other code for what rules want to know; called before the first target. */
  readFacts(): Fact[];
  /** What `readFacts` found; undefined: it was not called yet. */
  facts(): Fact[] | undefined;
  /** What only evaluation shows; called after the last target. */
  evaluatedFacts(): Fact[];
  forTarget(target: Target): Frontend;
  notes(): string[];
  syntaxErrors(): readonly (Location & { readonly message: string })[];
  /** Of the migrations that are reported on. */
  coverage(): CoverageEntry;
  sources(): ReadonlyMap<string, string>;
  /** A PHP file's syntax tree; null: it is none, could not be read, or does not parse. */
  treeOf(file: string): AstNode | null;
}

/** Throws PartMissing where a package is missing that the project's migrations need. */
export function frontendFor(project: Project): ProjectFrontend {
  return project.framework?.value === 'knex'
    ? new KnexFrontend(project, knexTools())
    : new LaravelFrontend(project);
}

function knexTools(): KnexTools {
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
