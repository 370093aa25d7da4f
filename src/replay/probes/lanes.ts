/** The probes of a schema, put to all engines side by side, and their answers beside each other. */

import type { Snapshot } from '../../comparison/snapshot.ts';
import { typeFacts } from '../../comparison/type-class.ts';
import { EngineFault, type ProbeKind, type ProbeResult } from '../../schema/index.ts';
import type { Lane } from '../lane.ts';
import { declaredTables } from './declared.ts';
import { PROBES } from './index.ts';
import { keyOf, type PlannedProbe, planOf } from './plan.ts';
import { isExpected, type Known, withoutCode } from './probe.ts';
import { type Probed, probe } from './run.ts';

export interface ProbedLane {
  readonly lane: Lane;
  readonly snapshot: Snapshot;
}

/** An engine that gives up meanwhile has no further answers, and the others finish. */
export async function probeLanes(lanes: readonly ProbedLane[]): Promise<ProbeResult[]> {
  const tables = declaredTables(lanes.map(({ lane, snapshot }) => ({ target: lane.target, snapshot })));
  const plan = planOf(tables, PROBES);
  const probed = await Promise.all(
    lanes.map(async ({ lane, snapshot }) => ({ lane, snapshot, ...(await probedOn(lane, snapshot, plan)) })),
  );
  return plan.map((one) => {
    const key = keyOf(one);
    const results: Record<string, string> = {};
    const notMade: Record<string, string> = {};
    const unexpected: string[] = [];
    for (const { lane, snapshot, answers, notMade: reasons } of probed) {
      const { id } = lane.target;
      const answer = answers.get(key);
      const reason = reasons.get(key);
      if (reason !== undefined) notMade[id] = reason;
      if (answer === undefined) continue;
      results[id] = answer;
      const known = knownOf(one, lane, snapshot);
      if (!isExpected(answer, one.probe.expected[lane.target.engine], known)) unexpected.push(id);
    }
    return {
      table: one.table.name,
      object: one.place.object,
      probe: one.probe.id,
      results,
      notMade,
      agree: new Set(Object.values(results).map(withoutCode)).size <= 1,
      unexpected,
    };
  });
}

/** Never throws for an engine that is gone: then every question has that as its reason. */
async function probedOn(lane: Lane, snapshot: Snapshot, plan: readonly PlannedProbe[]): Promise<Probed> {
  try {
    if (lane.fault !== undefined) throw new EngineFault(lane.fault);
    return await probe(await lane.toProbe(), lane.target, snapshot, plan);
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    return { answers: new Map(), notMade: new Map(plan.map((one) => [keyOf(one), error.message])) };
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
