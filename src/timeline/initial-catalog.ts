/** What is there before the first migration: tables declared as external, and what cannot be seen. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog, Column, ColumnType, Project, Table } from '../schema/index.ts';

/** Column types by column name; null: the columns are not declared. */
export type ExternalTables = Readonly<Record<string, Readonly<Record<string, string>> | null>>;

export function initialCatalog(
  empty: Catalog,
  project: Project,
  external: ExternalTables,
  prefix: string,
): Catalog {
  let catalog = empty;
  for (const [name, columns] of Object.entries(external))
    catalog = catalog.withTable(externalTable(prefix + name, columns));
  const unseen = whatIsNotSeen(project);
  return unseen === null ? catalog : catalog.withOpen(unseen);
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

/** Why tables may exist that no migration read here makes; null: there is no reason to think so. */
function whatIsNotSeen(project: Project): string | null {
  const [dump] = project.schemaDumps ?? [];
  if (dump !== undefined) return `${dump.file} is loaded first, and is not read yet`;
  if (!project.migrations.some((migration) => migration.owner.kind === 'app')) {
    return "the application's own migrations are not here";
  }
  return missingPackages(project.root);
}

/** Packages that bring tables of their own cannot be seen where vendor/ is not installed. */
function missingPackages(root: string): string | null {
  if (existsSync(path.join(root, 'vendor', 'composer'))) return null;
  let required: readonly string[];
  try {
    const composer = JSON.parse(readFileSync(path.join(root, 'composer.json'), 'utf8')) as {
      require?: Record<string, unknown>;
    };
    required = Object.keys(composer.require ?? {});
  } catch {
    return null;
  }
  const further = required.filter(
    (name) =>
      !/^(php|ext-.*|lib-.*|laravel\/(framework|tinker|octane|ui|vite-plugin)|illuminate\/.*|guzzlehttp\/.*|symfony\/.*|nesbot\/carbon|doctrine\/dbal|fideloper\/proxy|fruitcake\/laravel-cors)$/.test(
        name,
      ),
  );
  if (further.length === 0) return null;
  const [first] = further;
  return `vendor/ is not installed, and a package (${first}${further.length > 1 ? ` and ${further.length - 1} more` : ''}) may bring tables of its own`;
}
