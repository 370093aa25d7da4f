/** The packages through which migrations in JavaScript and TypeScript are read: other projects do without these parts. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { findPart, loadPart, type Part, PartMissing } from './engines/parts.ts';
import type { KnexFactory, KnexTools } from './frontends/knex/library.ts';
import type { KyselyModule, KyselyTools } from './frontends/kysely/library.ts';
import type { ScriptTools } from './frontends/script-migrations/tools.ts';
import type { TypeormLibrary, TypeormTools } from './frontends/typeorm/library.ts';

const PURPOSE = 'Reading migrations in JavaScript and TypeScript';

/** The compiler, and a framework's own package. */
interface Loaded<T> extends ScriptTools {
  readonly library: T;
  /** Of the framework's package. */
  readonly version: string;
  /** Where that lies: absolute. */
  readonly folder: string;
  /** A file of the framework's package: `lib/dialects/…`. */
  internal<File>(file: string): File;
  /** A package that the framework's package depends on. */
  dependency<Module>(name: string): Module;
}

/** The compiler, where the framework's package is there as well. Throws PartMissing, which names all that is missing. */
export function compilerBeside(framework: Part): ScriptTools {
  const [first, ...others] = (['ts-morph', framework] as const).filter((part) => findPart(part) === null);
  if (first !== undefined) throw new PartMissing(first, PURPOSE, undefined, others);
  const { ts } = loadPart<ScriptTools>('ts-morph', PURPOSE);
  return { ts };
}

/** Throws PartMissing. */
function scriptTools<T extends object>(framework: Part): Loaded<T> {
  const { ts } = compilerBeside(framework);
  const library = loadPart<T & { default?: T }>(framework, PURPOSE);
  const folder = findPart(framework)?.folder ?? '';
  const load = createRequire(path.join(folder, 'package.json'));
  return {
    ts,
    library: library.default ?? library,
    version: findPart(framework)?.version ?? '',
    folder,
    internal: <File>(file: string): File => load(path.join(folder, file)) as File,
    dependency: <Module>(name: string): Module => load(name) as Module,
  };
}

/** For a framework whose migrations are SQL in calls: nothing of it is needed. Throws PartMissing. */
export function plainTools(): ScriptTools {
  const { ts } = loadPart<ScriptTools>('ts-morph', PURPOSE);
  return { ts };
}

/** Throws PartMissing. */
export function kyselyTools(): KyselyTools {
  const { library, ts, version } = scriptTools<KyselyModule>('kysely');
  return { ts, version, kysely: library };
}

/** Throws PartMissing. */
export function knexTools(): KnexTools {
  const { library, ...tools } = scriptTools<KnexFactory>('knex');
  return { ...tools, knex: library };
}

/** Throws PartMissing. */
export function typeormTools(): TypeormTools {
  const { library, ...tools } = scriptTools<TypeormLibrary>('typeorm');
  return { ...tools, typeorm: library };
}
