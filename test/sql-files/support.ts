/** Projects of SQL files in temporary folders, checked as a whole. */
import path from 'node:path';
import { checkProject } from '../../src/check.ts';
import { discoverSql } from '../../src/project/frameworks/sql/discover.ts';
import { discoverProject, NO_CONFIG } from '../../src/project/index.ts';
import type { CheckOptions, CheckResult, Project } from '../../src/schema/index.ts';
import { project } from '../project/support.ts';

export { project };

export function discovered(files: Readonly<Record<string, string>>): Project {
  return discoverProject(project(files), NO_CONFIG, { frameworks: [{ name: 'sql', discover: discoverSql }] });
}

/** `paths` are relative to the project's root. */
export function check(
  files: Readonly<Record<string, string>>,
  { paths, ...options }: CheckOptions = {},
): Promise<CheckResult> {
  const root = project(files);
  return checkProject(root, {
    ...options,
    ...(paths === undefined ? {} : { paths: paths.map((file) => path.join(root, file)) }),
  });
}

/** One line for each finding: where, which rule, what. */
export function told({ diagnostics }: CheckResult): string[] {
  return diagnostics.map(
    ({ file, span, rule, message, suppressed }) =>
      `${file}:${span.start.line}:${span.start.column} ${rule}${suppressed === undefined ? '' : ` (suppressed: ${suppressed.reason})`}: ${message}`,
  );
}
