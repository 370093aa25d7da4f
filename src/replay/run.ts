/** A project's migrations on several engines, side by side: up, down, and up again. */

import { compareEngines } from '../comparison/compare.ts';
import { entryById } from '../comparison/ledger.ts';
import { type Snapshot, type SnapshotDifference, snapshotDifferences } from '../comparison/snapshot.ts';
import type {
  Difference,
  Direction,
  Disagreement,
  FrameworkName,
  GuardFinding,
  MigrationSource,
  ProbeResult,
  ReplayedMigration,
  ReplayOutcome,
  ReplayResult,
  Residue,
  Target,
} from '../schema/index.ts';
import { EngineFault, isFor, variantOf } from '../schema/index.ts';
import type { Moment } from './catalog-reader.ts';
import { guardNames } from './guard.ts';
import { type Lane, type Planned, unasked } from './lane.ts';
import { type ModuleCycle, moduleCycles } from './module-cycle.ts';
import { probeLanes } from './probes/lanes.ts';
import { residue } from './residue.ts';

/** What is going on, for whoever watches. */
export interface Progress {
  readonly engine: string;
  readonly phase: 'up' | 'down' | 'again';
  readonly file: string;
  readonly outcome: ReplayOutcome;
  readonly done: number;
  readonly of: number;
}

/** How far the probes of an engine are. */
export interface ProbeProgress {
  readonly engine: string;
  /** Questions that are through. */
  readonly done: number;
  readonly of: number;
  /** The table that is asked about next; empty: all are through. */
  readonly table: string;
}

export interface ReplayPlan {
  readonly migrations: readonly MigrationSource[];
  readonly lanes: readonly Lane[];
  /** The project's; its ways may explain a difference. */
  readonly framework?: FrameworkName;
  /** Targets whose limits the names are held against. */
  readonly guarded: readonly Target[];
  /** Give each new table a few rows before later migrations run. */
  readonly rows?: boolean;
  /** Ask each engine what it makes of boundary values, when all migrations are up. */
  readonly probe?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly onProbe?: (progress: ProbeProgress) => void;
}

export interface ReplayFindings {
  readonly migrations: readonly ReplayedMigration[];
  readonly differences: readonly Difference[];
  readonly ledger: ReplayResult['ledger'];
  readonly residues: readonly Residue[];
  readonly guard: readonly GuardFinding[];
  readonly probes?: readonly ProbeResult[];
  readonly predictions: { readonly agree: number; readonly disagree: readonly Disagreement[] };
  readonly notes: readonly string[];
}

/** One lane's results by file. */
type Outcomes = Map<string, ReplayOutcome>;

interface LaneRun {
  readonly lane: Lane;
  readonly up: Outcomes;
  readonly down: Outcomes;
  readonly again: Outcomes;
  /** Before and after each accepted up, in order. */
  readonly steps: {
    readonly migration: MigrationSource;
    readonly before: Moment;
    readonly after: Moment;
  }[];
  readonly residues: Residue[];
  readonly notes: string[];
  /** After all ups; undefined: the engine is gone. */
  full?: Snapshot;
  readonly cycles: ModuleCycle[];
}

export async function replayMigrations(plan: ReplayPlan): Promise<ReplayFindings> {
  const { lanes, guarded, migrations } = plan;
  const sets = [...new Set(migrations.map(({ set }) => set))];
  const runs: LaneRun[] = [];
  const differences: Difference[] = [];
  const guard: GuardFinding[] = [];
  const probes: ProbeResult[] = [];
  for (const [at, set] of (sets.length === 0 ? [''] : sets).entries()) {
    // Another set, such as the tenants', has databases of its own.
    const own = at === 0 ? lanes : await Promise.all(lanes.map((lane) => lane.fresh()));
    for (const [i, lane] of own.entries()) if (lanes[i]?.fault !== undefined) lane.gaveUp(lanes[i].fault);
    const part = { ...plan, lanes: own, migrations: migrations.filter((one) => one.set === set) };
    const through = await runsOf(part, (asked) => probes.push(...asked));
    const held = through.flatMap(({ lane, full }) =>
      full === undefined ? [] : [{ target: lane.target, snapshot: full }],
    );
    const sqlite = held.find(({ target }) => target.engine === 'sqlite') ?? held[0];
    const byHand = part.migrations.some(({ sql }) => sql !== undefined);
    const ways = byHand || plan.framework === undefined ? {} : { framework: plan.framework };
    differences.push(...compareEngines(held, tablesInDoubt(through, part.migrations), ways));
    if (sqlite !== undefined) guard.push(...guardNames(sqlite.snapshot, guarded));
    runs.push(...through);
    if (own === lanes) continue;
    for (const [i, lane] of own.entries()) {
      if (lane.fault !== undefined) lanes[i]?.gaveUp(lane.fault);
      await lane.drop();
    }
  }
  return {
    migrations: migrations.map(({ file }) => ({
      file,
      up: byEngine(runs, file, 'up'),
      down: byEngine(runs, file, 'down'),
      again: byEngine(runs, file, 'again'),
    })),
    differences,
    ledger: Object.fromEntries(
      [...new Set(differences.map(({ entry }) => entry))].flatMap((id) => {
        const entry = id === null ? undefined : entryById(id);
        return entry === undefined
          ? []
          : [[entry.id, { what: entry.what, class: entry.class, source: entry.source }]];
      }),
    ),
    residues: runs.flatMap(({ residues, cycles }) => [
      ...residues,
      ...cycles.flatMap((cycle) => cycle.residues),
    ]),
    guard,
    ...(plan.probe === true ? { probes } : {}),
    predictions: {
      agree: runs.reduce((sum, { lane }) => sum + lane.predictions.agree, 0),
      disagree: runs.flatMap(({ lane }) => lane.predictions.disagree),
    },
    notes: runs.flatMap(({ notes }) => notes),
  };
}

/** All lanes side by side. */
async function runsOf(plan: ReplayPlan, told: (probes: readonly ProbeResult[]) => void): Promise<LaneRun[]> {
  const runs = plan.lanes.map(
    (lane): LaneRun => ({
      lane,
      up: new Map(),
      down: new Map(),
      again: new Map(),
      steps: [],
      residues: [],
      notes: [],
      cycles: [],
    }),
  );
  if (plan.probe !== true) {
    await Promise.all(runs.map((run) => faulting(run, plan, () => throughAll(run, plan))));
    return runs;
  }
  // What is asked follows from what all engines hold, so they wait for each other here.
  await Promise.all(runs.map((run) => faulting(run, plan, () => upwards(run, plan))));
  told(
    await probeLanes(
      runs.map(({ lane, full }) => ({ lane, snapshot: full })),
      ({ id }, done, of, table) => plan.onProbe?.({ engine: id, done, of, table }),
    ),
  );
  await Promise.all(runs.map((run) => faulting(run, plan, () => backAndAgain(run, plan))));
  return runs;
}

function byEngine(
  runs: readonly LaneRun[],
  file: string,
  phase: 'up' | 'down' | 'again',
): Record<string, ReplayOutcome> {
  const outcomes: Record<string, ReplayOutcome> = {};
  for (const run of runs) {
    const outcome = run[phase].get(file);
    if (outcome !== undefined) outcomes[run.lane.target.id] = outcome;
  }
  return outcomes;
}

/** One engine's whole way. It waits for nobody: the slowest engine decides how long a replay takes. */
async function throughAll(run: LaneRun, plan: ReplayPlan): Promise<void> {
  await upwards(run, plan);
  await backAndAgain(run, plan);
}

async function upwards(run: LaneRun, plan: ReplayPlan): Promise<void> {
  await ups(run, { ...plan, migrations: ownOf(run, plan) });
  if (run.lane.fault === undefined) run.full = await run.lane.snapshot(true);
}

async function backAndAgain(run: LaneRun, plan: ReplayPlan): Promise<void> {
  const { lane } = run;
  const back = await downs(run, plan);
  await again(run, plan, back);
  if (lane.fault === undefined) run.cycles.push(...(await moduleCycles(lane, ownOf(run, plan), run.up)));
}

/** All but what is written for other engines. */
function ownOf({ lane }: LaneRun, { migrations }: ReplayPlan): readonly MigrationSource[] {
  return migrations.filter((migration) => isFor(variantOf(migration), lane.target.engine));
}

/** An engine that is gone is told once; its migrations are not run. */
async function faulting(run: LaneRun, plan: ReplayPlan, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    run.lane.gaveUp(error.message);
    for (const { file } of ownOf(run, plan))
      if (!run.up.has(file)) run.up.set(file, unasked('unavailable', error.message));
  }
}

/** Modules are migrated one by one, everything else together: a refusal in the application stops all that follows. */
class Stops {
  #all: string | undefined;
  readonly #modules = new Map<string, string>();

  reasonFor({ owner }: MigrationSource): string | undefined {
    return this.#all ?? (owner.kind === 'module' ? this.#modules.get(owner.slug) : undefined);
  }

  note({ owner, file }: MigrationSource): void {
    const reason = `${file} was refused before`;
    if (owner.kind === 'module') this.#modules.set(owner.slug, reason);
    else this.#all ??= reason;
  }
}

async function ups(run: LaneRun, { migrations, rows, onProgress }: ReplayPlan): Promise<void> {
  const { lane } = run;
  const stops = new Stops();
  const opened = new Map<string, ReadonlySet<string>>();
  let before: Moment | undefined;
  for (const [at, migration] of migrations.entries()) {
    const tell = (outcome: ReplayOutcome) =>
      onProgress?.({
        engine: lane.target.id,
        phase: 'up',
        file: migration.file,
        outcome,
        done: at + 1,
        of: migrations.length,
      });
    const reason = stops.reasonFor(migration);
    if (reason !== undefined) {
      const outcome = unasked('not-run', reason);
      run.up.set(migration.file, outcome);
      tell(outcome);
      continue;
    }
    let done = opened.get(migration.set);
    if (done === undefined) {
      const opening = await lane.open(migration.set);
      done = opening.done;
      opened.set(migration.set, done);
      if (opening.refusal !== undefined)
        run.notes.push(
          `${lane.target.id} refuses the squashed schema: ${opening.refusal.message} (${opening.refusal.code}).`,
        );
      before = undefined;
    }
    if (done.has(migration.name)) continue;
    before ??= lane.fault === undefined ? await lane.mark() : undefined;
    const following = rows === true ? undefined : migrations[at + 1];
    const next =
      following !== undefined && opened.get(following.set)?.has(following.name) === false
        ? ({ migration: following, direction: 'up' } as const)
        : undefined;
    const outcome = await lane.run(migration, 'up', { before, next });
    if (outcome === undefined) continue;
    run.up.set(migration.file, outcome);
    tell(outcome);
    if (outcome.outcome === 'refuses') stops.note(migration);
    if (lane.fault !== undefined) continue;
    const after = outcome.statements === 0 && before !== undefined ? before : await lane.mark();
    if (outcome.outcome === 'accepts' || outcome.outcome === 'unavailable')
      run.steps.push({ migration, before: before ?? after, after });
    if (rows === true && outcome.outcome === 'accepts' && before !== undefined)
      run.notes.push(...(await lane.fill(await before.snapshot(), await after.snapshot())));
    before = after;
  }
}

/** As `migrate:reset`: newest first; stops at what is refused. Gives the steps that were taken back. */
async function downs(run: LaneRun, { onProgress }: ReplayPlan): Promise<LaneRun['steps']> {
  const { lane } = run;
  const back: LaneRun['steps'] = [];
  const reached: { step: LaneRun['steps'][number]; outcome: ReplayOutcome | undefined; after: Moment }[] = [];
  const stops = new Stops();
  const order = [...run.steps].reverse();
  for (const [at, step] of order.entries()) {
    const { migration } = step;
    const reason = stops.reasonFor(migration);
    const next = planned(order[at + 1], 'down');
    const outcome =
      reason === undefined ? await lane.run(migration, 'down', { next }) : unasked('not-run', reason);
    if (lane.fault === undefined) reached.push({ step, outcome, after: await lane.mark() });
    // Without a way back there is nothing that could have led back.
    if (outcome === undefined) continue;
    run.down.set(migration.file, outcome);
    onProgress?.({
      engine: lane.target.id,
      phase: 'down',
      file: migration.file,
      outcome,
      done: at + 1,
      of: run.steps.length,
    });
    if (outcome.outcome === 'refuses') stops.note(migration);
    if (outcome.outcome === 'accepts') back.push(step);
  }
  const told = new Set<string>();
  // What a refused migration has left behind was told there.
  const refused = new Set([...run.up.values()].flatMap(({ touched }) => touched ?? []));
  for (const { step, outcome, after } of reached) {
    const [before, now] = [step.before.known, await readIfThere(after, lane)];
    if (before === undefined || now === undefined) continue;
    const left = snapshotDifferences(before, now).filter(({ table }) => !refused.has(table));
    const fresh = left.filter((difference) => !told.has(key(difference)));
    for (const difference of left) told.add(key(difference));
    if (outcome?.outcome === 'accepts')
      run.residues.push(...fresh.map((difference) => residue(difference, step.migration, lane, 'down')));
  }
  return back.reverse();
}

/** An engine that has gone since is not asked. */
async function readIfThere(moment: Moment, lane: Lane): Promise<Snapshot | undefined> {
  return lane.fault === undefined ? await moment.snapshot() : moment.known;
}

async function again(run: LaneRun, { onProgress }: ReplayPlan, steps: LaneRun['steps']): Promise<void> {
  const { lane } = run;
  if (steps.length === 0 || run.full === undefined) return;
  const stops = new Stops();
  for (const [at, { migration }] of steps.entries()) {
    const reason = stops.reasonFor(migration);
    const next = planned(steps[at + 1], 'up');
    const outcome =
      reason === undefined ? await lane.run(migration, 'up', { next }) : unasked('not-run', reason);
    if (outcome === undefined) continue;
    run.again.set(migration.file, outcome);
    onProgress?.({
      engine: lane.target.id,
      phase: 'again',
      file: migration.file,
      outcome,
      done: at + 1,
      of: steps.length,
    });
    if (outcome.outcome === 'refuses') stops.note(migration);
  }
  if (lane.fault !== undefined || [...run.again.values()].some(({ outcome }) => outcome !== 'accepts'))
    return;
  const last = steps.at(-1)!.migration;
  for (const difference of snapshotDifferences(run.full, await lane.snapshot()))
    run.residues.push(residue(difference, last, lane, 'again'));
}

function planned(step: LaneRun['steps'][number] | undefined, direction: Direction): Planned | undefined {
  return step && { migration: step.migration, direction };
}

function key({ table, object, what }: SnapshotDifference): string {
  return JSON.stringify([table, object, what]);
}

/** Tables that a migration touches which not every engine has taken: that they differ is no news. */
function tablesInDoubt(
  runs: readonly LaneRun[],
  migrations: readonly MigrationSource[],
): ReadonlySet<string> {
  const doubted = new Set<string>();
  const present = runs.filter(({ full }) => full !== undefined);
  // The files of one version, one for each dialect, are one migration.
  const versions = new Map<string, string[]>();
  for (const { file, set, sql } of migrations) {
    const key = sql === undefined ? file : `${set}\0${sql.version}`;
    versions.set(key, [...(versions.get(key) ?? []), file]);
  }
  for (const files of versions.values()) {
    const taken = present.every(({ up }) =>
      files.every((file) => (up.get(file)?.outcome ?? 'accepts') === 'accepts'),
    );
    if (taken) continue;
    for (const { steps, up } of present) {
      for (const { before, after, migration } of steps) {
        if (!files.includes(migration.file) || before.known === undefined || after.known === undefined)
          continue;
        for (const { table } of snapshotDifferences(before.known, after.known)) doubted.add(table);
      }
      for (const file of files) for (const table of up.get(file)?.touched ?? []) doubted.add(table);
    }
  }
  return doubted;
}
