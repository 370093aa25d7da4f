/** SQL files as a framework: loaded only where a project may be of that kind. */
import { discoverSql } from '../../../project/frameworks/sql/discover.ts';
import type { Project } from '../../../schema/index.ts';
import { SqlFrontend } from './frontend.ts';

export const sqlFiles = {
  name: 'sql',
  discover: discoverSql,
  frontend: (project: Project) => new SqlFrontend(project),
} as const;
