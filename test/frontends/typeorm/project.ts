/** TypeORM projects made for a test, in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { loadFrameworks } from '../../../src/frameworks.ts';
import type { CheckResult, SqlResult } from '../../../src/schema/index.ts';
import { sqlOfProject } from '../../../src/sql.ts';

// What is not asynchronous does not load it.
await loadFrameworks(tmpdir());

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const PACKAGE = JSON.stringify({
  dependencies: { typeorm: '^1.1.0', 'better-sqlite3': '^12.0.0', mysql2: '^3.0.0', pg: '^8.0.0' },
});

/** The folder of a project with these files; without package.json among them, one that has TypeORM. */
export function typeormProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'dialint-typeorm-'));
  folders.push(root);
  for (const [name, text] of Object.entries({ 'package.json': PACKAGE, ...files })) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** A migration whose up() is this. */
export function up(body: string, head = ''): Readonly<Record<string, string>> {
  return {
    'src/migrations/1700000000001-One.ts': `${head}
import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from 'typeorm';
export class One1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
${body}
  }
}
`,
  };
}

function only(result: SqlResult): SqlResult['engines'][number]['migrations'] {
  return result.engines[0]!.migrations;
}

/** What all migrations send up, in order; values that are sent apart follow behind `--`. */
export function sent(files: Readonly<Record<string, string>>, engine: string): string[] {
  return only(sqlOfProject(typeormProject(files), { engines: [engine] })).flatMap(({ up: statements }) =>
    statements.map(({ sql, bindings }) =>
      bindings.length === 0 ? sql : `${sql} -- ${JSON.stringify(bindings)}`,
    ),
  );
}

/** What is told to be unknown of the way up: `line: reason`. */
export function unknown(files: Readonly<Record<string, string>>, engine: string): string[] {
  return only(sqlOfProject(typeormProject(files), { engines: [engine] })).flatMap((migration) =>
    migration.unknown
      .filter(({ direction }) => direction === 'up')
      .map(({ line, reason }) => `${line}: ${reason}`),
  );
}

export async function checked(
  files: Readonly<Record<string, string>>,
  engines = ['sqlite', 'mysql', 'postgres'],
): Promise<CheckResult> {
  return checkProject(typeormProject(files), { engines });
}
