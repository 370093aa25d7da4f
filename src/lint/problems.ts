/** Walks the verdicts of a migration, as rules need them. */
import type {
  AlterAction,
  Direction,
  Location,
  Origin,
  Problem,
  ProblemFact,
  Statement,
  Step,
  Target,
} from '../schema/index.ts';
import { placeKey } from './groups.ts';
import { allSteps } from './reach.ts';
import type { MigrationView } from './rule.ts';

/** A problem on one target, with the author's call that is at fault. */
export interface ProblemHit {
  readonly target: Target;
  readonly step: Step;
  readonly problem: Problem;
  readonly origin: Origin;
}

/** A problem whose fact is of one kind. */
export type HitOf<K extends ProblemFact['kind']> = ProblemHit & {
  readonly problem: { readonly fact: Extract<ProblemFact, { kind: K }> };
};

export function isHitOf<K extends ProblemFact['kind']>(kind: K): (hit: ProblemHit) => hit is HitOf<K> {
  return (hit): hit is HitOf<K> => hit.problem.fact.kind === kind;
}

/**
 * Every problem of a migration, up before down, what is reached before what is not. The down of a target that refused
 * the up is left out: it is not run there, and what it would meet has been reported already. So is what the down of
 * another migration meets on a table that a refusal has left in another state than it was meant to have.
 */
export function problemHits(view: MigrationView): readonly ProblemHit[] {
  let hits = hitsOf.get(view);
  if (hits === undefined) {
    hits = findHits(view);
    hitsOf.set(view, hits);
  }
  return hits;
}

/** Does the problem stop the migration, as far as that is known, and is it this migration's own? */
export function stops(view: MigrationView, { step, problem, origin }: ProblemHit): boolean {
  if (problem.effect !== 'refuses' || step.caught) return false;
  // What a fresh database does not reach has only problems that hold in any database.
  if (step.unreached === undefined && (step.verdict.outcome !== 'refuses' || !step.reached)) return false;
  // Where SQLite makes a table anew, it meets again what the key's own migration has been told.
  return problem.fact.kind !== 'object-exists' || origin.file === view.migration.file;
}

/** Many rules ask, and most migrations have no problem. */
const hitsOf = new WeakMap<MigrationView, readonly ProblemHit[]>();

function findHits(view: MigrationView): ProblemHit[] {
  const hits: ProblemHit[] = [];
  const refused = new Set(
    view.runs
      .filter((run) => run.direction === 'up' && run.outcome === 'refuses')
      .map((run) => run.target.id),
  );
  for (const direction of ['up', 'down'] as const) {
    for (const { direction: its, target, steps } of allSteps(view)) {
      if (its !== direction || (direction === 'down' && refused.has(target.id))) continue;
      const spoilt = view.runs.find((run) => run.direction === its && run.target.id === target.id)?.spoilt;
      for (const step of steps) {
        for (const problem of step.verdict.problems) {
          if (spoilt !== undefined && concerns(problem.fact, spoilt)) continue;
          hits.push({ target, step, problem, origin: problem.origin ?? step.statement.origin });
        }
      }
    }
  }
  return hits;
}

/** Is it about one of these tables, or about what one of them holds on to? */
function concerns(fact: ProblemFact, tables: ReadonlySet<string>): boolean {
  if (!('table' in fact)) return false;
  const named = [fact.table, ...(fact.kind === 'foreign-key' ? [fact.parent] : [])];
  if (named.some((name) => tables.has(name) || tables.has(name.toLowerCase()))) return true;
  return fact.kind === 'object-in-use' && fact.by.split(/[\s."]+/).some((word) => tables.has(word));
}

function* actionOrigins(action: AlterAction): IterableIterator<Origin | undefined> {
  switch (action.kind) {
    case 'addColumn':
    case 'modifyColumn':
      yield action.column.origin;
      break;
    case 'addIndex':
      yield action.index.origin;
      break;
    case 'addPrimaryKey':
      yield action.primaryKey.origin;
      break;
    case 'addForeignKey':
      yield action.foreignKey.origin;
      break;
    case 'addCheck':
      yield action.check.origin;
      break;
    case 'alterColumnType':
    case 'renameColumn':
    case 'renameIndex':
    case 'renameConstraint':
    case 'renameTo':
      yield action.origin;
      break;
    default:
      break;
  }
}

function* parts(statement: Statement): IterableIterator<Origin | undefined> {
  yield statement.origin;
  if (statement.kind === 'createTable') {
    for (const part of [
      ...statement.columns,
      ...statement.indexes,
      ...statement.foreignKeys,
      ...statement.checks,
    ]) {
      yield part.origin;
    }
    yield statement.primaryKey?.origin;
  } else if (statement.kind === 'createIndex') yield statement.index.origin;
  else if (statement.kind === 'alterTable') {
    for (const action of statement.actions) yield* actionOrigins(action);
  }
}

/** The author's calls that a statement holds, the statement's own first. */
export function originsOf(statement: Statement): Origin[] {
  return [...parts(statement)].filter((origin) => origin !== undefined);
}

/** The targets on which every statement of this call was accepted, without any problem at the call itself. */
export function acceptingTargets(
  view: MigrationView,
  direction: Direction,
  call: Location,
  all: readonly Target[],
): Target[] {
  let acceptance = acceptances.get(view);
  if (acceptance === undefined) {
    acceptance = acceptanceOf(view);
    acceptances.set(view, acceptance);
  }
  const accepted = acceptance.get(`${direction} ${placeKey(call)}`);
  return all.filter((target) => accepted?.get(target.id) === true);
}

/** By direction and call, then by target. */
type Acceptance = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/** Each finding asks, and one migration may have thousands. */
const acceptances = new WeakMap<MigrationView, Acceptance>();

function acceptanceOf(view: MigrationView): Acceptance {
  const acceptance = new Map<string, Map<string, boolean>>();
  for (const { direction, target, steps } of view.runs) {
    for (const { statement, verdict } of steps) {
      const faulty = new Set(verdict.problems.map(({ origin }) => placeKey(origin ?? statement.origin)));
      for (const place of new Set(originsOf(statement).map(placeKey))) {
        const key = `${direction} ${place}`;
        const targets = acceptance.get(key) ?? new Map<string, boolean>();
        acceptance.set(key, targets);
        const clean = verdict.outcome === 'accepts' && !faulty.has(place);
        targets.set(target.id, clean && (targets.get(target.id) ?? true));
      }
    }
  }
  return acceptance;
}
