/** The SQL of one file on one target, or on all of them. */
import { withTexts } from '../disk/disk.ts';
import { renderSqlScript } from '../report/sql-script.ts';
import { sqlOfProject } from '../sql.ts';
import type { OpenProject } from './open-project.ts';

/** What `dialint/sql` and the command `dialint.sql` are asked with. */
export interface SqlRequest {
  readonly uri: string;
  /** The target's id (`mysql@8.4`); absent: all of the project's. */
  readonly engine?: string;
}

export interface SqlAnswer {
  /** Null: the document belongs to no project, or the project cannot be read. */
  readonly sql: string | null;
}

/** A script as `dialint sql --format sql` prints it. `file` is absolute. Throws what `sqlOfProject` throws. */
export function sqlOfFile(project: OpenProject, file: string, engine?: string): string {
  const options = {
    ...project.options,
    paths: [file],
    ...(engine === undefined ? {} : { engines: [engine] }),
  };
  return withTexts(project.judgedTexts, () => renderSqlScript(sqlOfProject(project.root, options)));
}
