/**
 * Runs of one target, kept from one look at the project to the next. A run that would ask the same and be answered the
 * same gives the same: it is taken over, on the catalogs of now. See docs/decisions/0008.
 */
import { Catalog, type MigrationRun, type NotedReads, type Step, sameData } from '../schema/index.ts';

/** The catalogs of a session, by connection. */
export interface Catalogs {
  /** As the migrations mean it. */
  readonly meant: ReadonlyMap<string, Catalog>;
  /** As a server would hold it, where that is something else. */
  readonly real: ReadonlyMap<string, Catalog>;
  /** Keys of tables that are not as the migrations mean them, since something was refused. */
  readonly spoilt: ReadonlySet<string>;
  /** Keys of tables that were changed before anything was known of them. */
  readonly early: ReadonlySet<string>;
}

/** One evaluation of a migration, with what it rests on and what came of it. */
export interface KeptRun {
  readonly before: Catalogs;
  readonly after: Catalogs;
  /** What the frontend's evaluations leave to one another, before and after. */
  readonly stateBefore: string;
  readonly stateAfter: string;
  readonly reads: NotedReads;
  /** The source files that it rests on: see `Frontend.isCurrent`. */
  readonly restsOn: readonly unknown[];
  /** Catalogs that stand for others of the run, which hold the same: see `handingOn`. */
  readonly standIns: ReadonlyMap<Catalog, Catalog>;
  readonly ran: boolean;
  readonly run: MigrationRun;
  /** What a fresh database does not reach. */
  readonly steps: readonly Step[];
  /** Counts its source calls. */
  readonly count: () => void;
}

export const NO_STAND_INS: ReadonlyMap<Catalog, Catalog> = new Map();

export class TimelineMemory {
  /** By set, direction and file. */
  readonly runs = new Map<string, KeptRun>();
  /** What the timeline starts from; absent before the first. */
  initial: Catalog | undefined;
  readonly #openings = new Map<string, Catalogs>();

  /** Lets a session that is about to run its first migration begin with the very catalogs of the last time. */
  openAs(set: string, session: Going): void {
    const now = session.catalogs;
    const old = this.#openings.get(set);
    const same =
      old !== undefined && sameMaps(old.meant, now.meant, alike) && sameMaps(old.real, now.real, alike);
    if (same) session.goOnFrom(old);
    else this.#openings.set(set, now);
  }
}

interface Going {
  readonly catalogs: Catalogs;
  goOnFrom(catalogs: Catalogs): void;
}

/** The run as it is from these catalogs on; undefined: it may be another. `initial`: what connections start from. */
export function takenOver(kept: KeptRun, now: Catalogs, initial: Catalog): KeptRun | undefined {
  if (!sameSets(kept.before.spoilt, now.spoilt) || !sameSets(kept.before.early, now.early)) return undefined;
  if (sameMaps(kept.before.meant, now.meant) && sameMaps(kept.before.real, now.real)) return kept;
  const images = new Map<Catalog, Catalog>([[initial, initial]]);
  for (const kind of ['meant', 'real'] as const) {
    const [old, other] = [kept.before[kind], now[kind]];
    for (const connection of new Set([...old.keys(), ...other.keys()])) {
      const [was, is] =
        kind === 'meant'
          ? [old.get(connection) ?? initial, other.get(connection) ?? initial]
          : [old.get(connection), other.get(connection)];
      if (was === undefined || is === undefined) return undefined;
      if (!Catalog.sameFor(kept.reads, was, is)) return undefined;
      const known = images.get(was);
      if (known !== undefined && known !== is) return undefined;
      images.set(was, is);
    }
  }
  try {
    return moved(kept, now, (catalog) => {
      const image = Catalog.replayed(kept.standIns.get(catalog) ?? catalog, images);
      if (image === undefined) throw new NotMoved();
      return image;
    });
  } catch (error) {
    if (error instanceof NotMoved) return undefined;
    throw error;
  }
}

/** A catalog of the run was not made of those that it started from. */
class NotMoved extends Error {}

function moved(kept: KeptRun, before: Catalogs, image: (catalog: Catalog) => Catalog): KeptRun {
  const steps = new Map<Step, Step>();
  const step = (old: Step): Step => {
    const { verdict } = old;
    const now: Step = {
      ...old,
      before: image(old.before),
      verdict: { ...verdict, after: image(verdict.after), left: image(verdict.left) },
    };
    steps.set(old, now);
    return now;
  };
  const { run } = kept;
  const own = run.steps.map(step);
  return {
    ...kept,
    standIns: NO_STAND_INS,
    before,
    after: {
      ...kept.after,
      meant: mapped(kept.after.meant, image),
      real: mapped(kept.after.real, image),
    },
    run: {
      ...run,
      steps: own,
      ...(run.refusal === undefined ? {} : { refusal: steps.get(run.refusal)! }),
      before: image(run.before),
      after: image(run.after),
    },
    steps: kept.steps.map(step),
  };
}

/**
 * The run, with the catalogs of the one that was kept in its place where they hold the same: what comes after it then
 * finds what it found before.
 */
export function handingOn(now: KeptRun, kept: KeptRun): KeptRun {
  const known = new Map<Catalog, Catalog>();
  const standIns = new Map<Catalog, Catalog>();
  const older = (catalog: Catalog, old: Catalog | undefined): Catalog => {
    if (old === undefined || !Catalog.alike(catalog, old, (a, b) => a === b)) return catalog;
    known.set(catalog, old);
    standIns.set(old, catalog);
    return old;
  };
  const hand = (kind: 'meant' | 'real'): Map<string, Catalog> =>
    new Map(
      [...now.after[kind]].map(([connection, catalog]) => [
        connection,
        older(catalog, kept.after[kind].get(connection)),
      ]),
    );
  const after = { ...now.after, meant: hand('meant'), real: hand('real') };
  return known.size === 0
    ? now
    : { ...now, after, standIns, run: { ...now.run, after: known.get(now.run.after) ?? now.run.after } };
}

export function sameSets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

export function sameMaps(
  a: ReadonlyMap<string, Catalog>,
  b: ReadonlyMap<string, Catalog>,
  same: (one: Catalog, other: Catalog) => boolean = (one, other) => one === other,
): boolean {
  if (a.size !== b.size) return false;
  for (const [connection, catalog] of a) {
    const other = b.get(connection);
    if (other === undefined || !same(catalog, other)) return false;
  }
  return true;
}

function alike(one: Catalog, other: Catalog): boolean {
  return Catalog.alike(one, other, sameData);
}

function mapped(
  catalogs: ReadonlyMap<string, Catalog>,
  image: (catalog: Catalog) => Catalog,
): Map<string, Catalog> {
  return new Map([...catalogs].map(([connection, catalog]) => [connection, image(catalog)]));
}
