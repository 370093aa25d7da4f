/** What is there before the first migration: tables declared as external, and what cannot be seen. */
import { whatIsUnseen } from '../project/index.ts';
import type { Catalog, Column, ColumnType, Project, Table, Target } from '../schema/index.ts';

/** Column types by column name; null: the columns are not declared. */
export type ExternalTables = Readonly<Record<string, Readonly<Record<string, string>> | null>>;

export function initialCatalog(
  empty: Catalog,
  project: Project,
  target: Target,
  external: ExternalTables,
): Catalog {
  let catalog = empty;
  for (const [name, columns] of Object.entries(external))
    catalog = catalog.withTable(externalTable(target.settings.prefix + name, columns));
  const unseen = whatIsUnseen(project, target);
  return unseen === null ? catalog : catalog.withOpen(unseen.reason);
}

function externalTable(name: string, columns: Readonly<Record<string, string>> | null): Table {
  return {
    name,
    columns: Object.entries(columns ?? {}).map(([column, type]) => externalColumn(column, type)),
    indexes: [],
    foreignKeys: [],
    checks: [],
    temporary: false,
    external: true,
    open: `the table ${name} is declared as external in the configuration`,
  };
}

function externalColumn(name: string, text: string): Column {
  const match = /^\s*([a-z ]+?)\s*(?:\(\s*(\d+)(?:\s*,\s*(\d+))?\s*\))?\s*(unsigned)?\s*$/i.exec(text);
  const type: ColumnType = {
    name: (match?.[1] ?? text).toLowerCase().replace(/\s+unsigned$/, ''),
    text: text.toLowerCase(),
    ...(match?.[2] === undefined ? {} : { length: Number(match[2]) }),
    ...(/\bunsigned\b/i.test(text) ? { unsigned: true } : {}),
  };
  return { name, type, nullable: true, autoIncrement: false };
}
