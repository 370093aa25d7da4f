/** CHECK constraints: whose names must differ. MySQL keeps them by schema, MariaDB by table. */
import type { CheckSpec, Table } from '../../schema/index.ts';
import type { Context } from './context.ts';
import { judgeName } from './names.ts';

export function judgeChecks(
  context: Context,
  table: Table,
  added: readonly CheckSpec[],
  before: Table | undefined,
): void {
  const { traits, findings, catalog, dialect } = context;
  if (traits.checks === 'none') return;
  const taken = new Set<string>();
  for (const check of before?.checks ?? []) if (check.name !== undefined) taken.add(check.name.toLowerCase());
  if (traits.checks === 'schema' && added.some((check) => check.name !== undefined)) {
    for (const other of catalog.filter(({ checks }) => checks.length > 0)) {
      if (catalog.key(other) === catalog.key(table)) continue;
      for (const check of other.checks) if (check.name !== undefined) taken.add(check.name.toLowerCase());
    }
  }
  for (const check of added) {
    if (check.name === undefined) continue;
    judgeName(context, 'constraint', check.name, table.name, check.origin);
    const folded = check.name.toLowerCase();
    if (taken.has(folded)) {
      findings.refuse(
        'checks',
        { kind: 'object-exists', object: 'constraint', name: check.name, table: table.name },
        dialect.words.duplicateCheck(check.name),
        check.origin,
      );
    }
    taken.add(folded);
  }
}

/** Does an expression name the column? Backquoted, or as a bare word. */
export function mentions(expression: string, column: string): boolean {
  const escaped = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\`${escaped}\`|(?<![\\w\`'"])${escaped}(?![\\w\`'"(])`, 'i').test(expression);
}
