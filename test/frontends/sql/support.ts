/** Reads SQL text for a target, and judges what was read. */
import { judgeFor } from '../../../src/engines/index.ts';
import { readSql } from '../../../src/frontends/sql/read.ts';
import type { Catalog, EngineName, Origin, Statement, Target } from '../../../src/schema/index.ts';

const start = { line: 1, column: 1 };

export const origin: Origin = {
  file: 'database/migrations/case.php',
  span: { start, end: start, startOffset: 0, endOffset: 0 },
  call: 'DB::statement()',
};

const VERSIONS: Readonly<Record<EngineName, string>> = {
  sqlite: '3.45',
  mysql: '9.7.4',
  mariadb: '10.11.19',
  postgres: '15.18',
};

export function targetFor(engine: EngineName, version: string = VERSIONS[engine]): Target {
  const mysql = engine === 'mysql' || engine === 'mariadb';
  return {
    id: `${engine}@${version}`,
    engine,
    version,
    driver: engine === 'postgres' ? 'pgsql' : engine,
    settings: {
      name: engine,
      charset: mysql ? 'utf8mb4' : null,
      collation: mysql ? 'utf8mb4_unicode_ci' : null,
      prefix: '',
      prefixIndexes: true,
      strict: true,
      storageEngine: null,
      foreignKeyChecks: true,
      // better-sqlite3 is built without.
      doubleQuotedStrings: false,
    },
  };
}

export const read = (text: string, engine: EngineName, version?: string): Statement[] =>
  readSql(text, targetFor(engine, version), origin);

/** `ok`, the refusal's code, or `unknown`; with the catalog that the engine is left with. */
export function judge(
  statements: readonly Statement[],
  catalog: Catalog,
  target: Target,
): { readonly outcome: string; readonly message: string; readonly catalog: Catalog } {
  let current = catalog;
  let outcome = 'ok';
  let message = '';
  for (const statement of statements) {
    const verdict = judgeFor(target.engine).judge(current, statement, target);
    current = verdict.left;
    const first = verdict.problems.find((problem) => problem.effect === 'refuses');
    if (verdict.outcome === 'refuses' && outcome !== 'refused') {
      outcome = first?.code ?? 'refused';
      message = first?.message ?? '';
    } else if (verdict.outcome === 'unknown' && outcome === 'ok') {
      outcome = 'unknown';
      message = verdict.reason ?? '';
    }
  }
  return { outcome, message, catalog: current };
}
