/** Puts together what several targets say alike: the same finding on several targets is one diagnostic. */
import type { Location, Target } from '../schema/index.ts';

/** Something that was seen on one target. */
export interface Hit {
  readonly target: Target;
}

export interface Group<T extends Hit> {
  readonly key: string;
  /** In the order in which they were met; at least one. */
  readonly hits: readonly [T, ...T[]];
  /** Each target once, in the order of `all`. */
  readonly targets: readonly Target[];
}

export function placeKey(location: Location): string {
  return `${location.file}:${location.span.startOffset}-${location.span.endOffset}`;
}

/** Groups hits by what they mean; groups come in the order of their first hits. */
export function groupByTarget<T extends Hit>(
  hits: Iterable<T>,
  all: readonly Target[],
  keyOf: (hit: T) => string,
): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const hit of hits) {
    const key = keyOf(hit);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [hit]);
    else group.push(hit);
  }
  return [...groups].map(([key, members]) => ({
    key,
    hits: members,
    targets: all.filter((target) => members.some((member) => member.target.id === target.id)),
  }));
}

export function ids(targets: readonly Target[]): string[] {
  return targets.map((target) => target.id);
}
