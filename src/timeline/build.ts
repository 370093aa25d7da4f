/** All migrations of a project on one target: every up in order, then every down in reverse. */
import {
  type Catalog,
  CatalogReads,
  type Direction,
  type Judge,
  type MigrationRun,
  type MigrationSource,
  noteReads,
  type OpeningRefusal,
  type Session,
  type Statement,
  type Step,
  type Target,
  type Timeline,
} from '../schema/index.ts';
import { handingOn, type KeptRun, NO_STAND_INS, type TimelineMemory, takenOver } from './memory.ts';
import { JudgeSession } from './session.ts';

/** A frontend as the timeline sees it. */
export interface Frontend {
  /** Evaluates a migration, sending its statements to the session. */
  evaluate(migration: MigrationSource, direction: Direction, session: Session): Evaluated;
  /** What is sent before the first migration of a set, and which migrations have been run by that. */
  open?(
    set: string,
    session: Session,
  ): {
    readonly statements: readonly Statement[];
    readonly done: ReadonlySet<string>;
    /** The framework's own table, in which it notes what has been run. */
    readonly table?: string;
  };
  /** What earlier evaluations have left that this one may ask for; needed along with a memory, as are the other two. */
  state?(migration: MigrationSource, direction: Direction): string;
  restore?(state: string): void;
  /** Is everything that an evaluation rests on what it was then? */
  isCurrent?(restsOn: readonly unknown[]): boolean;
}

export interface Evaluated {
  /** false: there is nothing in this direction. */
  readonly ran: boolean;
  /** Sends what the migration might do on any other database; absent: the same as here. */
  readonly explore?: (elsewhere: Session) => void;
  /** Counts the source calls of the evaluation and of its exploration. */
  readonly count?: () => void;
  /** The source files that both rest on. */
  readonly restsOn?: () => readonly unknown[];
}

export interface TimelineOptions {
  readonly target: Target;
  readonly judge: Judge;
  /** The catalog that each set of migrations starts from. */
  readonly initial: Catalog;
  readonly migrations: readonly MigrationSource[];
  readonly frontend: Frontend;
  /** `sent`: what is refused counts as done. Default: `judged`. */
  readonly intent?: 'judged' | 'sent';
  /** Files of migrations that nothing is asked of, and that touch nothing that is. */
  readonly skipped?: ReadonlySet<string>;
  /** Where to note what each run reads of the catalogs; not needed along with a memory, which keeps its own. */
  readonly readsOf?: (migration: MigrationSource, direction: Direction) => CatalogReads;
  /** Runs of an earlier timeline of the same options, which are taken over where they still hold; filled anew. */
  readonly memory?: TimelineMemory;
}

interface Evaluation extends Pick<Evaluated, 'ran' | 'count'> {
  readonly run: MigrationRun;
  /** What a fresh database does not reach. */
  readonly steps: readonly Step[];
}

export function buildTimeline({
  target,
  judge,
  initial,
  migrations,
  frontend,
  intent = 'judged',
  skipped,
  readsOf,
  memory,
}: TimelineOptions): Timeline {
  if (memory !== undefined) memory.initial = initial;
  const runs: MigrationRun[] = [];
  const unreached: Step[] = [];
  const refusals: OpeningRefusal[] = [];
  for (const set of new Set(migrations.map((migration) => migration.set))) {
    const session = new JudgeSession(target, judge, initial);
    const done: MigrationSource[] = [];
    const opening = frontend.open?.(set, session);
    refusals.push(...session.load(opening?.statements ?? []));
    memory?.openAs(set, session);
    const opened = opening?.done;
    const evaluate = (
      migration: MigrationSource,
      direction: Direction,
      reads?: CatalogReads,
    ): Evaluation & Evaluated => {
      const noting = <T>(action: () => T): T => (reads === undefined ? action() : noteReads(reads, action));
      session.begin(migration, direction);
      return noting(() => {
        const evaluated = frontend.evaluate(migration, direction, session);
        const { explore } = evaluated;
        const steps = explore === undefined || !migration.reported ? [] : session.explored(explore);
        return { ...evaluated, steps, run: session.end() };
      });
    };
    const remembered = (
      migration: MigrationSource,
      direction: Direction,
      known: TimelineMemory,
    ): Evaluation => {
      const key = `${set}\0${direction}\0${migration.file}`;
      const kept = known.runs.get(key);
      const before = session.catalogs;
      const stateBefore = frontend.state?.(migration, direction) ?? '';
      if (kept !== undefined && kept.stateBefore === stateBefore && frontend.isCurrent?.(kept.restsOn)) {
        const again = takenOver(kept, before, session.initial);
        if (again !== undefined) {
          known.runs.set(key, again);
          session.goOnFrom(again.after);
          frontend.restore?.(again.stateAfter);
          return again;
        }
      }
      const reads = new CatalogReads(kept?.reads.made);
      const evaluated = evaluate(migration, direction, reads);
      const { ran, run, steps, count = () => {}, restsOn = () => [] } = evaluated;
      const fresh: KeptRun = {
        ...{ before, after: session.catalogs, stateBefore, ran, run, steps, count },
        reads: reads.noted(),
        stateAfter: frontend.state?.(migration, direction) ?? '',
        restsOn: restsOn(),
        standIns: NO_STAND_INS,
      };
      const handed = kept === undefined ? fresh : handingOn(fresh, kept);
      known.runs.set(key, handed);
      session.goOnFrom(handed.after);
      return handed;
    };
    const run = (migration: MigrationSource, direction: Direction): MigrationRun | undefined => {
      const made =
        memory === undefined
          ? evaluate(migration, direction, readsOf?.(migration, direction))
          : remembered(migration, direction, memory);
      made.count?.();
      unreached.push(...made.steps);
      if (!made.ran) return undefined;
      runs.push(made.run);
      return made.run;
    };
    for (const migration of migrations) {
      if (migration.set !== set || skipped?.has(migration.file) === true) continue;
      if (opened?.has(migration.name) === true) {
        done.push(migration);
        continue;
      }
      const up = run(migration, 'up');
      // What an earlier refusal spoils is never migrated either: its down() would only repeat that one cause.
      const migrated = up === undefined || (up.outcome !== 'refuses' && up.spoiled !== true);
      if (intent === 'sent' || migrated) done.push(migration);
    }
    if (intent === 'judged') session.settle();
    // `migrate:reset`: only what was migrated is rolled back. What comes before everything that is reported on is
    // rolled back after it, and nobody asks.
    const asked = done.slice(
      Math.max(
        0,
        done.findIndex((migration) => migration.reported),
      ),
    );
    for (const migration of asked.reverse()) run(migration, 'down');
  }
  return { target, runs, unreached, ...(refusals[0] === undefined ? {} : { openingRefusal: refusals[0] }) };
}
