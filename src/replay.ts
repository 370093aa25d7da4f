/** One project's migrations on real engines. What is made there is private to the replay, and removed by it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openProject, timelineOf } from './analyse.ts';
import { loadConfigCode } from './config-code.ts';
import { judgeFor } from './engines/index.ts';
import { PartMissing } from './engines/parts.ts';
import { frontendOf, loadFrameworks } from './frameworks.ts';
import { chooseTargets, DEFAULT_VERSIONS, type DialintConfig, UsageError } from './project/index.ts';
import type { ProjectFrontend } from './project-frontend.ts';
import { ApplicationLane } from './replay/application-lane.ts';
import { artisan } from './replay/applications/artisan.ts';
import { nodeLibrary } from './replay/applications/node.ts';
import { type EngineChoice, readEngineChoice, type Started, startEngine } from './replay/engine-choice.ts';
import { Janitor } from './replay/janitor.ts';
import { type Lane, SqlLane } from './replay/lane.ts';
import { probeKinds } from './replay/probes/lanes.ts';
import { type ProbeProgress, type Progress, replayMigrations } from './replay/run.ts';
import {
  type CheckOptions,
  EngineFault,
  FRAMEWORK_TITLES,
  type Kept,
  type Project,
  type RealEngine,
  type ReplayEngine,
  type ReplayResult,
  type Target,
  type Timeline,
} from './schema/index.ts';
import { initialCatalog } from './timeline/initial-catalog.ts';
import { DEFAULT_CONNECTION } from './timeline/uncertain.ts';
import { PACKAGE_ROOT, VERSION } from './version.ts';

/** `sql`: dialint, from the SQL that it works out. Others: the application, with its own framework. */
export type Runner = 'sql' | keyof typeof RUN_BY;

/** The frameworks whose own library may run the migrations, by runner. */
const RUN_BY = { artisan: 'laravel', knex: 'knex', typeorm: 'typeorm' } as const;

/** Does the application run the migrations itself? */
function isOwn(runner: Runner = 'sql'): runner is keyof typeof RUN_BY {
  return runner !== 'sql';
}

export interface ReplayOptions extends CheckOptions {
  /** For how long a statement may run, in milliseconds; default: a minute. */
  readonly timeout?: number;
  /** Give each new table a few rows before later migrations run. */
  readonly rows?: boolean;
  /** Ask each engine what it makes of boundary values, when all migrations are up. */
  readonly probe?: boolean;
  /** Who runs the migrations; default: `sql`. */
  readonly runner?: Runner;
  /** The PHP command of the `artisan` runner, with its first arguments; default: php. */
  readonly php?: readonly string[];
  /** Leave what was made on the engines, and tell the way to it. A replay that does not come to its end leaves nothing. */
  readonly keep?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly onProbe?: (progress: ProbeProgress) => void;
  /** One line on what is being started. */
  readonly onStart?: (line: string) => void;
}

/** `root` is absolute. Throws ConfigError (dialint.json) and UsageError (options); engines that cannot be had are told. */
export async function replayProject(root: string, options: ReplayOptions = {}): Promise<ReplayResult> {
  const started = performance.now();
  const code = await loadConfigCode(root, options);
  await loadFrameworks(root, options.configFile);
  const { config, project } = openProject(root, { ...options, ...(code === null ? {} : { code }) });
  checkRunner(project, options.runner);
  const { choices, guarded, notes } = chooseEngines(project, options);
  const janitor = Janitor.start(path.join(PACKAGE_ROOT, 'dist', 'src', 'replay', 'janitor-process.js'));
  const starting = choices.map((choice) => startChoice(choice, options, janitor));
  const lanes = new Map<RealEngine, Lane>();
  let left = false;
  try {
    // It is looked through while the engines start.
    const frontend = frontendOf(project);
    frontend.readFacts();
    const ids = new Set<string>();
    const engines = (await Promise.all(starting)).map(({ entry, engine }) => {
      if (engine === undefined) return { entry, lane: undefined };
      const target = withOwnId(targetOf(engine, project, options), ids);
      const lane = laneOf({ root, target, engine, config, project, frontend, options });
      lanes.set(engine, lane);
      return { entry: { ...entry, target }, lane };
    });
    const findings = await replayMigrations({
      migrations: project.migrations.filter((migration) => existsSync(migration.path)),
      lanes: [...lanes.values()],
      guarded,
      ...(project.framework === null ? {} : { framework: project.framework.value }),
      ...(options.rows === true ? { rows: true } : {}),
      ...(options.probe === true ? { probe: true } : {}),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      ...(options.onProbe === undefined ? {} : { onProbe: options.onProbe }),
    });
    const kept = new Map<Lane, Kept>();
    const notKept: string[] = [];
    if (options.keep === true) {
      for (const lane of lanes.values()) {
        const way = await lane.leave();
        if (typeof way === 'string') notKept.push(`${lane.target.id}: nothing is kept: ${way}.`);
        else kept.set(lane, way);
      }
      left = true;
    }
    return {
      version: VERSION,
      project,
      engines: engines.map(({ entry, lane }) => {
        const way = lane && kept.get(lane);
        return {
          ...entry,
          ...(lane?.fault === undefined ? {} : { fault: lane.fault }),
          ...(way === undefined ? {} : { kept: way }),
        };
      }),
      ...findings,
      ...(findings.probes === undefined ? {} : { probeKinds: probeKinds(findings.probes) }),
      notes: [
        ...notes,
        // of how dialint reads migrations, and of the SQL that it makes
        ...(isOwn(options.runner) ? [] : frontend.notes()),
        ...findings.notes,
        ...notKept,
      ],
      durationMs: Math.round(performance.now() - started),
    };
  } finally {
    if (!left) {
      const begun = await Promise.allSettled(starting);
      const engines = begun.flatMap((one) => (one.status === 'fulfilled' ? (one.value.engine ?? []) : []));
      await Promise.all(engines.map((engine) => (lanes.get(engine) ?? engine).close()));
    }
    janitor.done();
  }
}

interface LaneParts {
  readonly root: string;
  readonly target: Target;
  readonly engine: RealEngine;
  readonly config: DialintConfig;
  readonly project: Project;
  readonly frontend: ProjectFrontend;
  readonly options: ReplayOptions;
}

function laneOf({ root, target, engine, config, project, frontend, options }: LaneParts): Lane {
  const { runner } = options;
  if (isOwn(runner)) {
    const script = (name: string) => path.join(PACKAGE_ROOT, 'runners', name);
    const application =
      runner === 'artisan'
        ? artisan({
            root,
            target,
            engine,
            script: script('artisan.php'),
            php: options.php ?? ['php'],
            connections: connectionsOf(timelineOf(target, project, config, frontend, 'judged')),
          })
        : nodeLibrary({ root, engine, script: script(`${runner}.mjs`) });
    return new ApplicationLane({ target, engine, application, timeout: options.timeout ?? 60_000 });
  }
  const judge = judgeFor(target.engine);
  return new SqlLane({
    target,
    engine,
    judge,
    initial: initialCatalog(judge.initial(target), project, target, config.externalTables),
    frontend: () => frontend.forTarget(target),
  });
}

/** Throws UsageError where the application does not have the framework that is to run it. */
function checkRunner({ framework }: Project, runner: Runner | undefined): void {
  if (!isOwn(runner)) return;
  const wanted = RUN_BY[runner];
  const found = framework?.value;
  if (found === undefined || found === wanted) return;
  const own = Object.entries(RUN_BY).find(([, by]) => by === found)?.[0];
  throw new UsageError(
    `--runner ${runner} runs migrations of ${FRAMEWORK_TITLES[wanted]}, and these are ${FRAMEWORK_TITLES[found]}'s`,
    own === undefined ? 'Take --runner sql.' : `Take --runner ${own}, or sql.`,
  );
}

/** What is asked for, and the targets whose limits names are held against. */
function chooseEngines(
  project: Project,
  options: ReplayOptions,
): { choices: readonly EngineChoice[]; guarded: readonly Target[]; notes: readonly string[] } {
  const asked = (options.engines ?? []).flatMap((text) => text.split(',')).map((text) => text.trim());
  const names: string[] = [];
  const choices: EngineChoice[] = [];
  const ownTargets = chooseTargets(project, {
    ...(options.driver === undefined ? {} : { driver: options.driver }),
  });
  const versionOf = (engine: string) =>
    ownTargets.targets.find((target) => target.engine === engine)?.version ??
    DEFAULT_VERSIONS[engine as keyof typeof DEFAULT_VERSIONS];
  for (const text of asked) {
    const choice = readEngineChoice(text, versionOf);
    if (choice !== undefined && 'problem' in choice) throw new UsageError(`--engine: ${choice.problem}`);
    if (choice !== undefined) choices.push(choice);
    else names.push(text);
  }
  const named =
    options.engines === undefined
      ? ownTargets
      : names.length === 0
        ? { targets: [], notes: [] }
        : chooseTargets(project, {
            engines: names,
            ...(options.driver === undefined ? {} : { driver: options.driver }),
          });
  const any = named.targets.map(
    ({ engine, version, id }): EngineChoice => ({ kind: 'any', asked: id, engine, version }),
  );
  return { choices: [...any, ...choices], guarded: ownTargets.targets, notes: named.notes };
}

/** What the migrations connect to besides the default connection, as far as it is written in them. */
function connectionsOf({ runs }: Timeline): string[] {
  const names = new Set(runs.flatMap(({ steps }) => steps.map(({ connection }) => connection)));
  names.delete(DEFAULT_CONNECTION);
  return [...names];
}

/** Two engines of one version are told apart by a number. */
function withOwnId(target: Target, taken: Set<string>): Target {
  let { id } = target;
  for (let n = 2; taken.has(id); n++) id = `${target.id}#${n}`;
  taken.add(id);
  return { ...target, id };
}

async function startChoice(
  choice: EngineChoice,
  options: ReplayOptions,
  janitor: Janitor,
): Promise<{ entry: ReplayEngine; engine: RealEngine | undefined }> {
  const { asked } = choice;
  try {
    const engine = await startEngine(choice, {
      timeout: options.timeout ?? 60_000,
      onStart: (what: Started) => janitor.watch(what),
      shared: isOwn(options.runner),
      ...(options.keep === true ? { keep: true } : {}),
      tell: (line) => options.onStart?.(line),
    });
    const { origin, place } = engine;
    return { entry: { asked, target: null, origin, place }, engine: janitor.guarding(engine, choice) };
  } catch (error) {
    if (!(error instanceof EngineFault) && !(error instanceof PartMissing)) throw error;
    return {
      entry: { asked, target: null, origin: null, place: null, fault: error.message },
      engine: undefined,
    };
  }
}

function targetOf({ engine, version, origin }: RealEngine, project: Project, options: ReplayOptions): Target {
  const [target] = chooseTargets(project, {
    engines: [`${engine}@${version}`],
    ...(options.driver === undefined ? {} : { driver: options.driver }),
  }).targets;
  // better-sqlite3 is built without double-quoted strings.
  return engine === 'sqlite' && origin === 'embedded'
    ? { ...target!, settings: { ...target!.settings, doubleQuotedStrings: false } }
    : target!;
}
