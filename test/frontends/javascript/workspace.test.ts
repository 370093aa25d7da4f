/** Packages of the monorepo that a project is one of. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadFrameworks } from '../../../src/frameworks.ts';
import { sqlOfProject } from '../../../src/sql.ts';

await loadFrameworks(tmpdir());

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

const MIGRATION = (head: string) =>
  `${head}\nexports.up = async (knex) => { await knex.schema.createTable(Tables.Ports, (t) => { t.integer('id'); }); };\n`;

/** What the project in `apps/api` sends to MySQL, or why that is not known. */
function sentBy(head: string, files: Files): string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'dialint-workspace-'));
  made.push(root);
  const all: Files = {
    'package.json': JSON.stringify({ workspaces: ['apps/*', 'packages/**'] }),
    'apps/api/package.json': JSON.stringify({ name: 'api', dependencies: { knex: '3', mysql2: '3' } }),
    'apps/api/migrations/1_a.js': MIGRATION(head),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return sqlOfProject(path.join(root, 'apps/api'), { engines: ['mysql'] }).engines[0]!.migrations.flatMap(
    ({ up, unknown }) => [...up.map(({ sql }) => sql), ...unknown.map(({ reason }) => reason)],
  );
}

const NAMED = "const { Tables } = require('@harbour/database');";
const TABLES = "export enum Tables { Ports = 'ports' }\n";
const MADE = ['create table `ports` (`id` int)'];
const NOT_READ = ['createTable(): the package @harbour/database, which is not evaluated'];
const named = (more: object = {}): string => JSON.stringify({ name: '@harbour/database', ...more });

describe('a package of the monorepo', () => {
  it('is read where its source is named', () => {
    expect(
      sentBy(NAMED, {
        'packages/database/package.json': named({ source: 'code/main.ts', main: 'dist/main.js' }),
        'packages/database/code/main.ts': TABLES,
      }),
    ).toEqual(MADE);
  });

  it('is read where only what is built of it is named, and is not there', () => {
    expect(
      sentBy(NAMED, {
        'packages/libraries/database/package.json': named({
          exports: { '.': { types: './dist/index.d.ts', require: './dist/cjs/index.js' } },
        }),
        'packages/libraries/database/src/index.ts': "export * from './tables.js';\n",
        'packages/libraries/database/src/tables.ts': TABLES,
      }),
    ).toEqual(MADE);
  });

  it('has files that are imported by their paths', () => {
    expect(
      sentBy("const { Tables } = require('@harbour/database/tables');", {
        'packages/database/package.json': named(),
        'packages/database/src/tables.ts': TABLES,
      }),
    ).toEqual(MADE);
  });

  it('is listed by pnpm', () => {
    expect(
      sentBy(NAMED, {
        'package.json': '{}',
        'pnpm-workspace.yaml': 'packages:\n  # applications\n  - \'apps/*\'\n  - "packages/*" # libraries\n',
        'packages/database/package.json': named({ main: 'index.js' }),
        'packages/database/index.js': "exports.Tables = { Ports: 'ports' };\n",
      }),
    ).toEqual(MADE);
  });

  it('may be reached by a path that leads out of the project', () => {
    expect(
      sentBy("const { Tables } = require('../../../packages/tables');", { 'packages/tables.ts': TABLES }),
    ).toEqual(MADE);
  });

  it('is not loaded for types alone', () => {
    expect(
      sentBy("const { Tables } = require('../tables');", {
        'apps/api/tables.ts':
          "import { Connection } from '@harbour/database';\nexport const open = (c: Connection) => c;\nexport enum Tables { Ports = 'ports' }\n",
        'packages/database/package.json': named({ source: 'index.ts' }),
        'packages/database/index.ts': "throw new Error('loaded');\n",
      }),
    ).toEqual(MADE);
  });

  it('is none that the list does not have', () => {
    const files = {
      'libraries/database/package.json': named({ main: 'index.js' }),
      'libraries/database/index.js': "exports.Tables = { Ports: 'ports' };\n",
    };
    expect(sentBy(NAMED, files)).toEqual(NOT_READ);
  });

  it('is none of a project that is no part of the monorepo', () => {
    const files = {
      'package.json': JSON.stringify({ workspaces: ['packages/*'] }),
      'packages/database/package.json': named({ main: 'index.js' }),
      'packages/database/index.js': "exports.Tables = { Ports: 'ports' };\n",
    };
    expect(sentBy(NAMED, files)).toEqual(NOT_READ);
    expect(sentBy("const { Tables } = require('../../../packages/database');", files)).toEqual([
      'createTable(): ../../../packages/database, which is imported and not found',
    ]);
  });
});
