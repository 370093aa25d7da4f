/** Names that one engine has really made, held against the limits of all the project's targets. */

import type { Snapshot } from '../comparison/snapshot.ts';
import { identifierLength, identifierLimit } from '../engines/identifier-limit.ts';
import type { GuardFinding, Target } from '../schema/index.ts';

export function guardNames(snapshot: Snapshot, targets: readonly Target[]): GuardFinding[] {
  const findings: GuardFinding[] = [];
  const look = (object: GuardFinding['object'], name: string, table: string) => {
    const over = targets.flatMap((target) => {
      const limit = identifierLimit(target);
      if (limit === null || identifierLength(name, limit.unit) <= limit.limit) return [];
      return [{ id: target.id, ...limit }];
    });
    const [first] = over;
    if (first === undefined) return;
    findings.push({
      object,
      name,
      table,
      length: identifierLength(name, first.unit),
      unit: first.unit,
      targets: over.map(({ id, limit, effect }) => ({ id, limit, effect })),
    });
  };
  for (const table of snapshot.tables.values()) {
    look('table', table.name, table.name);
    for (const { name } of table.columns) look('column', name, table.name);
    for (const { name } of table.indexes) look('index', name, table.name);
    for (const { name } of table.foreignKeys) if (name !== undefined) look('foreignKey', name, table.name);
  }
  return findings;
}
