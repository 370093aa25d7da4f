/** Histories that do not begin with an empty database: older tools, or a dump, have made what they change. */
import type { MigrationSource, Project } from '../../../schema/index.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';
import { withoutComments } from './code-words.ts';

const MAKES_TABLES = /\bcreateTable|\bcreate\s+(?:\w+\s+){0,2}table\b/i;
/** Then it may not be reached. */
const ASKS =
  /\b(?:hasTable|hasColumn|describeTable|tableExists|showAllTables|information_schema|sqlite_master|pg_catalog)\b/i;
/** Calls of Sequelize's query interface and of Knex's schema builder that need a table, and its name. */
const NEEDS_TABLE =
  /\.\s*(?:renameTable|addColumn|removeColumn|changeColumn|renameColumn|addConstraint|removeConstraint|addIndex|removeIndex|alterTable|table)\(\s*(['"`])(\w+)\1/;

/**
 * Where the first migration of a set changes a table that none of the set makes: on an empty database, none of them could
 * run. null: each begins with an empty database, as far as its text tells.
 */
export function beginsLater(
  files: ProjectFiles,
  migrations: readonly MigrationSource[],
): NonNullable<Project['tablesElsewhere']> | null {
  for (const set of new Set(migrations.map((migration) => migration.set))) {
    const own = migrations.filter((migration) => migration.set === set);
    const file = own[0]?.file ?? '';
    const text = wayUp(files, file);
    const found = NEEDS_TABLE.exec(text);
    if (found?.[2] === undefined) continue;
    const before = text.slice(0, found.index);
    if (MAKES_TABLES.test(before) || ASKS.test(before)) continue;
    const makes = makesTable(found[2]);
    if (own.some((migration) => makes.test(wayUp(files, migration.file)))) continue;
    return { file, line: lineOf(text, found.index), isFirst: true };
  }
  return null;
}

/** The text before the way back. */
function wayUp(files: ProjectFiles, file: string): string {
  return withoutComments(files.read(file) ?? '').split(/\bdown\b/)[0] ?? '';
}

/** A call that makes the table, SQL that does, or another table that gets its name. */
function makesTable(name: string): RegExp {
  const sql = `\\bcreate\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(?:[\\w"\`]+\\.)?["\`]?${name}\\b`;
  const call = `\\bcreateTable\\w*\\(\\s*['"\`]${name}['"\`]`;
  const renamed = `\\brenameTable\\(\\s*[^,()]+,\\s*['"\`]${name}['"\`]`;
  return new RegExp(`${sql}|${call}|${renamed}`, 'i');
}
