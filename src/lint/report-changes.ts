/** One finding for each call that changes something, whatever the number of targets and of things that it changes. */
import type { Fix, Location, Origin, Severity, Step, Target } from '../schema/index.ts';
import { groupByTarget, ids, placeKey } from './groups.ts';
import { reachOf } from './reach.ts';
import type { RuleContext } from './rule.ts';
import { sentences } from './wording.ts';

/** What a finding can be about: a change, or what an engine does for it. */
export interface Placed {
  readonly target: Target;
  readonly step: Step;
  readonly origin: Origin;
  /** Without the connection's prefix. */
  readonly table: string;
}

export interface ChangeGroup<T extends Placed> {
  readonly hits: readonly [T, ...T[]];
  readonly targets: readonly Target[];
}

export interface Said {
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
  readonly related?: readonly (Location & { readonly message: string })[];
  readonly fix?: Fix;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly identity: string;
}

/**
 * `say`: null where there is nothing to be said. What only the tests' SQLite is sent, while another engine is a target as
 * well, deploys nothing and is left out.
 */
export function reportChanges<T extends Placed>(
  context: RuleContext,
  hits: Iterable<T>,
  say: (group: ChangeGroup<T>) => Said | null,
  keyOf: (hit: T) => string = ({ origin, table }) => `${placeKey(origin)} ${table}`,
): void {
  for (const group of groupByTarget(hits, context.targets, keyOf)) {
    const { targets } = group;
    if (targets.every(isSqlite) && !context.targets.every(isSqlite)) continue;
    const said = say(group);
    if (said === null) continue;
    const { origin } = group.hits[0];
    const reach = reachOf(group.hits.map(({ step }) => step));
    const { message, related = [], ...rest } = said;
    context.report({
      file: origin.file,
      span: origin.span,
      engines: ids(targets),
      ...rest,
      message: sentences(message, reach.sentence),
      related: [...(origin.related ?? []), ...related],
      ...reach.mark,
    });
  }
}

const isSqlite = ({ engine }: Target): boolean => engine === 'sqlite';

/** Each once, in the order in which they were met; names compare without case. */
export function distinct(names: Iterable<string>): string[] {
  const seen = new Map<string, string>();
  for (const name of names) if (!seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
  return [...seen.values()];
}
