/** All migrations of a project on one target: every up in order, then every down in reverse. */
import type {
  Catalog,
  Direction,
  Judge,
  MigrationRun,
  MigrationSource,
  OpeningRefusal,
  Session,
  Statement,
  Step,
  Target,
  Timeline,
} from '../schema/index.ts';
import { JudgeSession } from './session.ts';

/** A frontend as the timeline sees it. */
export interface Frontend {
  /** Evaluates a migration, sending its statements to the session. */
  evaluate(migration: MigrationSource, direction: Direction, session: Session): Evaluated;
  /** What is sent before the first migration of a set, and which migrations have been run by that. */
  open?(
    set: string,
    session: Session,
  ): { readonly statements: readonly Statement[]; readonly done: ReadonlySet<string> };
}

export interface Evaluated {
  /** false: there is nothing in this direction. */
  readonly ran: boolean;
  /** Sends what the migration might do on any other database; absent: the same as here. */
  readonly explore?: (elsewhere: Session) => void;
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
}

export function buildTimeline({
  target,
  judge,
  initial,
  migrations,
  frontend,
  intent = 'judged',
}: TimelineOptions): Timeline {
  const runs: MigrationRun[] = [];
  const unreached: Step[] = [];
  const refusals: OpeningRefusal[] = [];
  for (const set of new Set(migrations.map((migration) => migration.set))) {
    const session = new JudgeSession(target, judge, initial);
    const done: MigrationSource[] = [];
    const opening = frontend.open?.(set, session);
    refusals.push(...session.load(opening?.statements ?? []));
    const run = (migration: MigrationSource, direction: Direction): MigrationRun | undefined => {
      session.begin(migration, direction);
      const { ran, explore } = frontend.evaluate(migration, direction, session);
      if (explore !== undefined && migration.reported) unreached.push(...session.explored(explore));
      const ended = session.end();
      if (!ran) return undefined;
      runs.push(ended);
      return ended;
    };
    for (const migration of migrations) {
      if (migration.set !== set) continue;
      if (opening?.done.has(migration.name) === true) {
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
