/** The tables that engines have in common, with each column as it is declared rather than as an engine keeps it. */

import type { Snapshot } from '../../comparison/snapshot.ts';
import { isJsonCheck, type TypeClass, type TypeFacts, typeFacts } from '../../comparison/type-class.ts';
import type { EngineName, KeyPart, Table, Target } from '../../schema/index.ts';
import { readColumns, reads } from './checks.ts';
import type { DeclaredCheck, DeclaredColumn, DeclaredTable } from './probe.ts';

export interface Held {
  readonly target: Target;
  readonly snapshot: Snapshot;
}

/** Which engine keeps most of a declaration: SQLite knows neither lengths nor ranges, PostgreSQL no unsigned numbers. */
const PREFERENCE: readonly EngineName[] = ['mysql', 'mariadb', 'postgres', 'sqlite'];

/** In the order of their names. */
export function declaredTables(held: readonly Held[]): DeclaredTable[] {
  const ordered = [...held].sort(
    (a, b) => PREFERENCE.indexOf(a.target.engine) - PREFERENCE.indexOf(b.target.engine),
  );
  const names = new Set(ordered.flatMap(({ snapshot }) => [...snapshot.tables.keys()]));
  return [...names].sort().flatMap((name) => {
    const having = ordered.flatMap(({ target, snapshot }) => {
      const table = snapshot.tables.get(name);
      return table === undefined || table.view === true ? [] : [{ engine: target.engine, table }];
    });
    return having.length === 0 ? [] : [declaredTable(name, having)];
  });
}

function declaredTable(
  name: string,
  having: readonly { readonly engine: EngineName; readonly table: Table }[],
): DeclaredTable {
  const { engine, table } = having[0]!;
  const uniques = table.indexes.filter(({ kind }) => kind === 'unique');
  // A key that one engine has refused decides on the others all the same.
  const keyed = new Set(
    having.flatMap((one) => [...columnsInKeys(one.table), ...columnsInExpressions(one.table)]),
  );
  const columns = table.columns.map((column): DeclaredColumn => {
    const same = having.flatMap((one) => one.table.columns.filter((other) => other.name === column.name));
    return {
      name: column.name,
      type: narrowest(having, column.name) ?? typeFacts(engine, table, column),
      nullable: same.every(({ nullable }) => nullable),
      autoIncrement: same.some(({ autoIncrement }) => autoIncrement),
      generated: same.some(({ generated }) => generated !== undefined),
      hasDefault: same.some(({ default: value }) => value !== undefined),
      inKey: keyed.has(column.name),
    };
  });
  return { name, columns, table, uniques, foreignKeys: table.foreignKeys, checks: declaredChecks(having) };
}

/** One for each set of columns. What stands for an enum, or for JSON, is that column's own type. */
function declaredChecks(
  having: readonly { readonly engine: EngineName; readonly table: Table }[],
): readonly DeclaredCheck[] {
  const found = new Map<string, DeclaredCheck>();
  for (const { engine, table } of having)
    for (const check of table.checks) {
      const columns = readColumns(check, table);
      const [only] = columns.length === 1 ? table.columns.filter(({ name }) => name === columns[0]) : [];
      const key = JSON.stringify(columns);
      if (columns.length === 0 || found.has(key)) continue;
      if (only !== undefined && typeFacts(engine, table, only).class === 'enum') continue;
      if (only !== undefined && isJsonCheck([check], only.name)) continue;
      found.set(key, { name: check.name ?? `check (${columns.join(', ')})`, columns });
    }
  return [...found.values()];
}

function columnsInKeys({ primaryKey, indexes, foreignKeys }: Table): readonly string[] {
  const named = (parts: readonly KeyPart[]) =>
    parts.flatMap((part) => ('column' in part ? [part.column] : []));
  return [
    ...named(primaryKey?.parts ?? []),
    ...indexes.filter(({ kind }) => kind === 'unique').flatMap(({ parts }) => named(parts)),
    ...foreignKeys.flatMap(({ columns }) => columns),
  ];
}

/** Types of their own, which other engines keep as strings: what one engine checks is what was declared. */
const CHECKED = new Set<TypeClass>(['network', 'uuid', 'json', 'spatial', 'vector', 'other']);

function narrowest(
  having: readonly { readonly engine: EngineName; readonly table: Table }[],
  name: string,
): TypeFacts | undefined {
  const types = having.flatMap(({ engine, table }) =>
    table.columns.filter((column) => column.name === name).map((column) => typeFacts(engine, table, column)),
  );
  const checked = types.find((type) => CHECKED.has(type.class));
  if (checked !== undefined) return checked;
  // Where the migrations ask for the engine, one may have a shorter string than the others, or one instead of a text.
  const [shortest] = types
    .filter(({ class: kind, length }) => (kind === 'string' || kind === 'char') && length !== undefined)
    .sort((a, b) => a.length! - b.length!);
  return shortest;
}

/** What a generated column or a check reads: its own length, type or condition may refuse the value. */
function columnsInExpressions({ columns, checks }: Table): readonly string[] {
  const expressions = columns.flatMap(({ generated }) => generated?.expression ?? []);
  const conditions = checks.map(({ expression }) => expression);
  return columns
    .filter(
      ({ name }) =>
        expressions.some((one) => reads(one, name)) ||
        // A check of one column is that column's own: an enum, or JSON.
        conditions.some(
          (one) => reads(one, name) && columns.some((other) => other.name !== name && reads(one, other.name)),
        ),
    )
    .map(({ name }) => name);
}
