/** The query builder's writes, against what the real Laravels send: SQL and bindings. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sqlOfProject } from '../../../../src/sql.ts';
import { FRAMEWORKS, folderOf } from '../record/frameworks.ts';
import { QUERY_CASES, type QueryCase, queryCaseName } from '../record/query-cases.ts';
import { RECORDED } from '../record/recordings.ts';

const TARGETS = {
  sqlite: 'sqlite@3.45',
  mysql: 'mysql@8.4',
  mariadb: 'mariadb@10.11',
  postgres: 'postgres@16',
} as const;
type Sent = readonly (readonly [sql: string, bindings: readonly unknown[]])[];
type Recorded = Readonly<Record<string, Readonly<Record<string, Sent>>>>;

/** A project with a migration for each case, whose settings are those of all of them. */
function ours(
  cases: readonly QueryCase[],
  version: string,
): Readonly<Record<string, Readonly<Record<string, Sent>>>> {
  const root = mkdtempSync(path.join(tmpdir(), 'dialint-queries-'));
  try {
    mkdirSync(path.join(root, 'database/migrations'), { recursive: true });
    mkdirSync(path.join(root, 'config'));
    writeFileSync(path.join(root, 'composer.json'), '{"require":{"laravel/framework":"*"}}');
    const [{ prefix = '', upsertAlias } = {}] = cases;
    const connection = (driver: string) =>
      `'${driver}' => ['driver' => '${driver}', 'prefix' => '${prefix}', 'database' => 'x'${upsertAlias === true ? ", 'use_upsert_alias' => true" : ''}]`;
    writeFileSync(
      path.join(root, 'config/database.php'),
      `<?php return ['default' => 'mysql', 'connections' => [${['sqlite', 'mysql', 'mariadb', 'pgsql'].map(connection).join(', ')}]];`,
    );
    for (const [at, { code }] of cases.entries()) {
      writeFileSync(
        path.join(root, 'database/migrations', `2026_01_01_${String(at).padStart(6, '0')}_case.php`),
        `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\DB;
return new class extends Migration { public function up(): void { ${code} } };
`,
      );
    }
    const driver =
      Number.parseInt(version, 10) >= 11 ? ({ driver: 'mariadb' } as const) : ({ driver: 'mysql' } as const);
    const { engines } = sqlOfProject(root, {
      engines: Object.values(TARGETS),
      frameworkVersion: version,
      ...driver,
    });
    return Object.fromEntries(
      Object.entries(TARGETS).map(([name, id]) => {
        const { migrations } = engines.find(({ target }) => target.id === id)!;
        const sent = migrations.map(({ up }) => up.map(({ sql, bindings }) => [sql, bindings] as const));
        return [
          name,
          Object.fromEntries(
            cases.flatMap((one, at) => (on(name, one) ? [[queryCaseName(one), sent[at]!] as const] : [])),
          ),
        ];
      }),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

const on = (engine: string, { engines }: QueryCase): boolean =>
  engines?.some((name) => name === engine) ?? true;

const settings = ({ prefix, upsertAlias }: QueryCase): string => JSON.stringify([prefix, upsertAlias]);

describe.each(FRAMEWORKS.filter((one) => existsSync(path.join(RECORDED, folderOf(one), 'queries.json'))))(
  'Laravel $version',
  (framework) => {
    const recorded = JSON.parse(
      readFileSync(path.join(RECORDED, folderOf(framework), 'queries.json'), 'utf8'),
    ) as Recorded;
    // A table's rows decide what updateOrInsert() sends: each case has its own where it asks.
    const groups = new Map<string, QueryCase[]>();
    for (const one of QUERY_CASES) {
      const key = one.code.includes('updateOrInsert') ? one.code : settings(one);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    const sent = [...groups.values()].map((cases) => ours(cases, framework.version));

    it.each(Object.keys(TARGETS))('%s', (engine) => {
      const all = Object.assign({}, ...sent.map((group) => group[engine]));
      expect(Object.keys(recorded[engine]!).length).toBeGreaterThan(100);
      expect(all).toEqual(recorded[engine]);
    });
  },
);

it('every case is recorded', () => {
  for (const framework of FRAMEWORKS) {
    const file = path.join(RECORDED, folderOf(framework), 'queries.json');
    if (!existsSync(file)) continue;
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
    for (const engine of Object.keys(TARGETS))
      expect(Object.keys(recorded[engine]!).sort()).toEqual(
        QUERY_CASES.filter((one) => on(engine, one))
          .map(queryCaseName)
          .sort(),
      );
  }
});
