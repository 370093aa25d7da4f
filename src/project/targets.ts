/** The engines that a project is judged for, and why these. */
import {
  compareVersions,
  ENGINE_TITLES,
  type EngineName,
  type EngineUse,
  type Project,
  type Provenance,
  type Target,
} from '../schema/index.ts';
import { DEFAULT_VERSIONS, type EngineSpec, otherEngine, readEngineSpec } from './engine-spec.ts';
import { UsageError } from './errors.ts';

export interface TargetOptions {
  /** `mysql`, `mysql@8.4`; each may hold several, separated by commas. */
  readonly engines?: readonly string[];
  /** The framework's driver for MariaDB targets. */
  readonly driver?: string;
}

export interface ChosenTargets {
  readonly targets: readonly Target[];
  /** Why these, where it is not plain: one sentence each. */
  readonly notes: readonly string[];
}

/** Throws UsageError for an engine or driver that does not exist. */
export function chooseTargets(project: Project, options: TargetOptions = {}): ChosenTargets {
  const driver = mariadbDriver(project, options);
  const notes: string[] = [];
  const targets = new Map<string, Target>();
  const add = (spec: EngineSpec) => {
    const target = makeTarget(project, spec, driver);
    if (!targets.has(target.id)) targets.set(target.id, target);
  };
  if (options.engines !== undefined) {
    for (const spec of readEngineOption(options.engines)) add(spec);
  } else {
    const { testEngine, productionEngines } = project;
    // Tests on production's engine run on production's version, unless they say another.
    const same = productionEngines.find((use) => use.engine === testEngine.engine);
    const test = testEngine.version === undefined && same !== undefined ? same : testEngine;
    for (const use of [test, ...productionEngines]) {
      if (use.engine !== null)
        add({ engine: use.engine, ...(use.version === undefined ? {} : { version: use.version }) });
    }
    notes.push(...explain(project));
  }
  if (driver === 'mariadb' && [...targets.values()].some((target) => target.driver === 'mariadb')) {
    if (compareVersions(project.frameworkVersion.value, '11') < 0) {
      notes.push(
        `Laravel ${project.frameworkVersion.value} has no mariadb driver (it came with 11); its grammar is judged all the same.`,
      );
    }
  }
  return { targets: [...targets.values()], notes };
}

/** The `--engine` option: several in one text, several times, doubles once. */
export function readEngineOption(values: readonly string[]): EngineSpec[] {
  const specs: EngineSpec[] = [];
  for (const text of values.flatMap((value) => value.split(','))) {
    const spec = readEngineSpec(text);
    if ('problem' in spec) throw new UsageError(`--engine: ${spec.problem}`, spec.hint);
    specs.push(spec);
  }
  if (specs.length === 0) throw new UsageError('--engine: an engine is missing');
  return specs;
}

/**
 * Laravel's `mariadb` driver only where the project's connection says so: DB_CONNECTION=mysql reaches a MariaDB server
 * with the mysql grammar. Loose migrations without a project have no connection; Laravel 11 brought the driver.
 */
function mariadbDriver(project: Project, options: TargetOptions): 'mysql' | 'mariadb' {
  if (options.driver !== undefined) {
    if (options.driver === 'mysql' || options.driver === 'mariadb') return options.driver;
    throw new UsageError(
      `--driver: "${options.driver}" is no driver for MariaDB`,
      'Write --driver mysql or --driver mariadb.',
    );
  }
  if (project.mariadbDriver) return 'mariadb';
  const loose =
    project.framework?.from.file === undefined && project.defaultConnection.from.file === undefined;
  return loose && compareVersions(project.frameworkVersion.value, '11') >= 0 ? 'mariadb' : 'mysql';
}

function makeTarget(project: Project, spec: EngineSpec, mariadb: 'mysql' | 'mariadb'): Target {
  const version = spec.version ?? DEFAULT_VERSIONS[spec.engine];
  const driver = driverFor(spec.engine, mariadb);
  return {
    id: `${spec.engine}@${version}`,
    engine: spec.engine,
    version,
    driver,
    settings: project.connections[driver].value,
  };
}

function driverFor(engine: EngineName, mariadb: 'mysql' | 'mariadb'): Target['driver'] {
  if (engine === 'postgres') return 'pgsql';
  return engine === 'mariadb' ? mariadb : engine;
}

function explain(project: Project): string[] {
  const notes: string[] = [];
  const test = project.testEngine;
  if (test.engine === null) notes.push(`The tests use ${unjudged(test)}; dialint does not judge it.`);
  else if (test.from.file === undefined) {
    notes.push(`Test engine: ${ENGINE_TITLES[test.engine]}, ${test.from.note ?? 'assumed'}.`);
  }
  for (const use of project.productionEngines) {
    if (use.engine === null)
      notes.push(
        `Production uses ${unjudged(use)}; dialint does not judge it, and takes no other in its place.`,
      );
    else if (use.from.file === undefined) {
      const others = project.productionEngines.filter((other) => other !== use && other.engine !== null);
      const added =
        others.length === 0
          ? ''
          : ` ${others.map((other) => `${ENGINE_TITLES[other.engine!]} (${place(other.from)})`).join(', ')} is named by the project.`;
      notes.push(
        `Production engine: ${ENGINE_TITLES[use.engine]}, ${use.from.note ?? 'assumed'}.${added} Declare it in dialint.json: { "engines": { "production": ["${use.engine}@${DEFAULT_VERSIONS[use.engine]}"] } }`,
      );
    }
  }
  return notes;
}

function unjudged(use: EngineUse): string {
  const title = otherEngine(use.driver);
  return `${title === undefined ? `the driver ${use.driver}` : `${title} (${use.driver})`}${use.from.file === undefined ? '' : `, ${place(use.from)}`}`;
}

function place(from: Provenance): string {
  if (from.file === undefined) return from.note ?? 'assumed';
  return from.line === undefined ? from.file : `${from.file}:${from.line}`;
}
