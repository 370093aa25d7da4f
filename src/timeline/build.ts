/** All migrations of a project on one target: every up in order, then every down in reverse. */
import type {
  Catalog,
  Direction,
  Judge,
  MigrationRun,
  MigrationSource,
  Session,
  Target,
  Timeline,
} from '../schema/index.ts';
import { JudgeSession } from './session.ts';

/** A frontend as the timeline sees it. */
export interface Frontend {
  /** Evaluates a migration, sending its statements to the session; false: there is nothing in this direction. */
  evaluate(migration: MigrationSource, direction: Direction, session: Session): boolean;
}

export interface TimelineOptions {
  readonly target: Target;
  readonly judge: Judge;
  /** The catalog that each set of migrations starts from. */
  readonly initial: Catalog;
  readonly migrations: readonly MigrationSource[];
  readonly frontend: Frontend;
}

export function buildTimeline({ target, judge, initial, migrations, frontend }: TimelineOptions): Timeline {
  const runs: MigrationRun[] = [];
  for (const set of new Set(migrations.map((migration) => migration.set))) {
    const session = new JudgeSession(target, judge, initial);
    const done: MigrationSource[] = [];
    const run = (migration: MigrationSource, direction: Direction): MigrationRun | undefined => {
      session.begin(migration, direction);
      const ran = frontend.evaluate(migration, direction, session);
      const ended = session.end();
      if (!ran) return undefined;
      runs.push(ended);
      return ended;
    };
    for (const migration of migrations) {
      if (migration.set === set && run(migration, 'up')?.outcome !== 'refuses') done.push(migration);
    }
    session.settle();
    // `migrate:reset`: only what was migrated is rolled back
    for (const migration of done.reverse()) run(migration, 'down');
  }
  return { target, runs };
}
