/** The judges, by engine. */
import type { EngineName, Judge } from '../schema/index.ts';
import { mariadbJudge } from './mariadb/judge.ts';
import { mysqlJudge } from './mysql/judge.ts';
import { postgresJudge } from './postgres/judge.ts';
import { sqliteJudge } from './sqlite/judge.ts';

const JUDGES: Readonly<Record<EngineName, Judge>> = {
  sqlite: sqliteJudge,
  mysql: mysqlJudge,
  mariadb: mariadbJudge,
  postgres: postgresJudge,
};

export function judgeFor(engine: EngineName): Judge {
  return JUDGES[engine];
}
