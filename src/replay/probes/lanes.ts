/** The probes of a schema, put to all engines side by side, and their answers beside each other. */

import type { Snapshot } from '../../comparison/snapshot.ts';
import { typeFacts } from '../../comparison/type-class.ts';
import {
  EngineFault,
  type ProbeKind,
  type ProbeResult,
  type RealDatabase,
  type Target,
  withoutCode,
} from '../../schema/index.ts';
import type { Lane } from '../lane.ts';
import { declaredTables } from './declared.ts';
import { PROBES } from './index.ts';
import { keyOf, type PlannedProbe, planOf } from './plan.ts';
import { isExpected, type Known } from './probe.ts';
import { leaveUnanswered, type Probed, probe, type Told } from './run.ts';

export interface ProbedLane {
  readonly lane: Lane;
  /** After all ups; undefined: the engine was gone before. */
  readonly snapshot: Snapshot | undefined;
}

/** `told`: how far an engine is. An engine that gives up meanwhile has no further answers, and the others finish. */
export async function probeLanes(
  lanes: readonly ProbedLane[],
  told: (target: Target, ...how: Parameters<Told>) => void = () => {},
): Promise<ProbeResult[]> {
  const tables = declaredTables(
    lanes.flatMap(({ lane, snapshot }) =>
      snapshot === undefined ? [] : [{ target: lane.target, snapshot }],
    ),
  );
  const plan = planOf(tables, PROBES);
  const probed = await Promise.all(
    lanes.map(async ({ lane, snapshot }) => ({
      lane,
      snapshot,
      ...(await probedOn(lane, snapshot, plan, (...how) => told(lane.target, ...how))),
    })),
  );
  return plan.map((one) => {
    const key = keyOf(one);
    const results: Record<string, string> = {};
    const notMade: Record<string, string> = {};
    const unanswered: string[] = [];
    const unexpected: string[] = [];
    for (const { lane, snapshot, ...by } of probed) {
      const { id } = lane.target;
      const answer = by.answers.get(key);
      const reason = by.notMade.get(key);
      if (reason !== undefined) notMade[id] = reason;
      if (by.unanswered.has(key)) unanswered.push(id);
      if (answer === undefined || snapshot === undefined) continue;
      results[id] = answer;
      const known = knownOf(one, lane, snapshot);
      if (!isExpected(answer, one.probe.expected[lane.target.engine], known)) unexpected.push(id);
    }
    return {
      table: one.table.name,
      object: one.place.object,
      columns: one.place.columns,
      probe: one.probe.id,
      results,
      notMade,
      unanswered,
      agree: new Set(Object.values(results).map(withoutCode)).size <= 1,
      unexpected,
    };
  });
}

/** Never throws for an engine that is gone: then every question that is left has that as its reason. */
async function probedOn(
  lane: Lane,
  snapshot: Snapshot | undefined,
  plan: readonly PlannedProbe[],
  told: Told,
): Promise<Probed> {
  try {
    if (lane.fault !== undefined || snapshot === undefined)
      throw new EngineFault(lane.fault ?? 'the engine was not migrated');
    const database = await lane.toProbe();
    const probed = await probe(database, lane.target, snapshot, plan, told);
    if (probed.fault !== undefined && !(await isThere(database))) lane.gaveUp(probed.fault);
    return probed;
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    lane.gaveUp(error.message);
    const probed: Probed = { answers: new Map(), notMade: new Map(), unanswered: new Set() };
    for (const one of plan) leaveUnanswered(one, error.message, probed);
    return probed;
  }
}

/** What ends the probes need not be the end of the engine. */
async function isThere(database: RealDatabase): Promise<boolean> {
  try {
    await database.query('select 1');
    return true;
  } catch {
    return false;
  }
}

function knownOf({ table: { name }, place }: PlannedProbe, { target }: Lane, { tables }: Snapshot): Known {
  const table = tables.get(name)!;
  const wanted = place.declared?.name ?? place.columns[0];
  const column = table.columns.find((one) => one.name === wanted);
  return {
    engine: target.engine,
    target,
    table,
    column,
    type: column && typeFacts(target.engine, table, column),
    declared: place.declared?.type,
    place,
  };
}

/** What the probes of these results ask, by id. */
export function probeKinds(results: readonly ProbeResult[]): Record<string, ProbeKind> {
  const ids = new Set(results.map((result) => result.probe));
  return Object.fromEntries(
    PROBES.filter(({ id }) => ids.has(id)).map(({ id, asks, bite, advice, rule, sources }) => [
      id,
      { asks, bite, advice, rule: rule ?? null, sources: { ...sources } },
    ]),
  );
}
