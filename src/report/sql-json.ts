/** `sql` for programs; schemas/sql-output.schema.json describes it. Fields are added, never renamed. */
import type { EngineSql, SqlResult } from '../schema/index.ts';

type DisplayPath = (root: string, file: string) => string;

function one(result: SqlResult, { target, migrations }: EngineSql, display: DisplayPath | null): object {
  const { framework, frameworkVersion, root } = result.project;
  return {
    engine: target.id,
    framework: framework?.value ?? null,
    frameworkVersion: frameworkVersion.value,
    root,
    migrations: migrations.map((migration) => ({
      ...migration,
      file: display === null ? migration.file : display(root, migration.file),
    })),
  };
}

/**
 * One engine of one project by itself; several as a list, in the order of the projects. Files are relative to the root,
 * and where several roots were given as `display` gives them.
 */
export function renderSqlJson(results: readonly SqlResult[], display: DisplayPath): string {
  const engines = results.flatMap((result) =>
    result.engines.map((engine) => one(result, engine, results.length > 1 ? display : null)),
  );
  return `${JSON.stringify(engines.length === 1 ? engines[0] : { engines }, null, 2)}\n`;
}
