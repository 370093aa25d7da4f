/** Projects whose migrations are scripts, made for a test in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { checkProject } from '../../src/check.ts';
import { loadFrameworks } from '../../src/frameworks.ts';
import type { CheckResult, SqlResult } from '../../src/schema/index.ts';
import { sqlOfProject } from '../../src/sql.ts';

// What is not asynchronous does not load it.
await loadFrameworks(tmpdir());

type Files = Readonly<Record<string, string>>;

export interface ScriptProjects {
  /** The folder of a project with these files; without package.json among them, the one that was given. */
  project(files: Files): string;
  /** What all migrations send up, in order; values that are sent apart follow behind `--`. */
  sent(files: Files, engine: string): string[];
  /** What is told to be unknown of the way up: `line: reason`. */
  unknown(files: Files, engine: string): string[];
  checked(files: Files, engines?: string[]): Promise<CheckResult>;
}

/** `packageJson`: of projects that bring none. */
export function scriptProjects(packageJson: string): ScriptProjects {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const project = (files: Files): string => {
    const root = mkdtempSync(path.join(tmpdir(), 'dialint-scripts-'));
    folders.push(root);
    for (const [name, text] of Object.entries({ 'package.json': packageJson, ...files })) {
      mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    return root;
  };
  const only = (files: Files, engine: string): SqlResult['engines'][number]['migrations'] =>
    sqlOfProject(project(files), { engines: [engine] }).engines[0]!.migrations;
  return {
    project,
    sent: (files, engine) =>
      only(files, engine).flatMap(({ up: statements }) =>
        statements.map(({ sql, bindings }) =>
          bindings.length === 0 ? sql : `${sql} -- ${JSON.stringify(bindings)}`,
        ),
      ),
    unknown: (files, engine) =>
      only(files, engine).flatMap((migration) =>
        migration.unknown
          .filter(({ direction }) => direction === 'up')
          .map(({ line, reason }) => `${line}: ${reason}`),
      ),
    checked: async (files, engines = ['sqlite', 'mysql', 'postgres']) =>
      checkProject(project(files), { engines }),
  };
}
