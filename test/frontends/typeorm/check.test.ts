/** `check` on TypeORM projects: findings, what is compared between dialects, and what a project is found to be. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { knownFrameworks } from '../../../src/frameworks.ts';
import { discoverProject, NO_CONFIG } from '../../../src/project/index.ts';
import { checked, typeormProject, up } from './project.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

const migration = (name: string, body: string): string =>
  `export class ${name} { async up(queryRunner) { ${body} } async down(queryRunner) {} }\n`;
const discover = (files: Readonly<Record<string, string>>) =>
  discoverProject(typeormProject(files), NO_CONFIG, { frameworks: knownFrameworks() });

describe('the fixture lighthouse', () => {
  it('is understood as a whole, and accepted by all engines', async () => {
    const { coverage, diagnostics } = await checkProject(path.join(ROOT, 'fixtures/lighthouse'), {
      engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    });
    expect(coverage.statements).toBeGreaterThan(30);
    expect(coverage.unknown).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('findings', () => {
  it('tell of a name that is too long, in the words of TypeORM', async () => {
    const name = 'harbour_station_measurement_corrections_by_station_and_valid_day_idx';
    const { diagnostics } = await checked(
      up(`await queryRunner.createTable(new Table({ name: 't', columns: [{ name: 'a', type: 'int', isPrimary: true }] }));
        await queryRunner.createIndex('t', new TableIndex({ name: '${name}', columnNames: ['a'] }));`),
    );
    const found = diagnostics.filter(({ rule }) => rule === 'identifier-too-long');
    expect(name).toHaveLength(68);
    expect(found).toMatchObject([{ severity: 'error', engines: ['mysql@8.4', 'postgres@16'] }]);
    expect(found[0]?.message).toContain('has 68 characters');
    expect(`${found[0]?.message} ${found[0]?.help}`).not.toMatch(/->|Schema::|\$table/);
  });

  it('are not made of hashed names, however long the columns are', async () => {
    const column = 'x'.repeat(60);
    const { diagnostics } = await checked(
      up(
        `await queryRunner.createTable(new Table({ name: '${'t'.repeat(40)}', columns: [{ name: '${column}', type: 'int', isPrimary: true }], indices: [{ columnNames: ['${column}'] }] }));`,
      ),
    );
    expect(diagnostics.filter(({ rule }) => rule === 'identifier-too-long')).toEqual([]);
  });
});

describe('migrations', () => {
  it('run in the order of the time in the names of their classes', () => {
    const { migrations } = discover({
      'src/migrations/b.ts': migration('B1700000000001', ''),
      'src/migrations/a.ts': migration('A1700000000002', ''),
      'src/migrations/helper.ts': 'export const x = 1;',
    });
    expect(migrations.map(({ file }) => file)).toEqual(['src/migrations/b.ts', 'src/migrations/a.ts']);
  });

  it('are found in the folder that the documentation of TypeORM calls migration, too', () => {
    const { migrations } = discover({ 'src/migration/1-A.ts': migration('A1700000000001', '') });
    expect(migrations.map(({ file, set }) => [file, set])).toEqual([['src/migration/1-A.ts', 'default']]);
  });

  it('without a time in their names are what the application runs first: TypeORM itself refuses them', () => {
    const { migrations, notices } = discover({
      'src/migration/postgres/1-A.ts': migration('A1700000000001', ''),
      'src/migration/postgres-initial.ts':
        'export class Initial0 implements MigrationInterface {\n  async up() {}\n  async down() {}\n}',
      'src/migration/base.ts':
        'export abstract class Base implements MigrationInterface {\n  async up() {}\n  async down() {}\n}',
    });
    expect(migrations.map(({ file, set }) => [file, set])).toEqual([
      ['src/migration/postgres-initial.ts', 'default'],
      ['src/migration/postgres/1-A.ts', 'default'],
    ]);
    expect(notices).toMatchObject([
      {
        file: 'src/migration/postgres-initial.ts',
        message: expect.stringContaining('"Initial0" ends in no time'),
      },
    ]);
  });

  it('that are kept for each dialect run on its engines; its index tells which', () => {
    const { migrations, testEngine, productionEngines } = discover({
      'src/migrations/sqlite/1-A.ts': migration('A1700000000001', ''),
      'src/migrations/postgres/1-A.ts': migration('A1700000000001', ''),
      'src/migrations/postgres/2-B.ts': migration('B1700000000002', ''),
      'src/migrations/postgres/index.ts':
        "import { A1700000000001 } from './1-A';\nexport const all = [A1700000000001];",
    });
    expect(migrations.map(({ file, variant }) => [file, variant?.engines, variant?.version])).toEqual([
      ['src/migrations/postgres/1-A.ts', ['postgres'], 'A'],
      ['src/migrations/sqlite/1-A.ts', ['sqlite'], 'A'],
    ]);
    expect(testEngine.engine).toBe('sqlite');
    expect(productionEngines.map(({ engine }) => engine)).toEqual(['postgres']);
  });

  it('of a dialect that have their methods from those of all are run on it', async () => {
    const { diagnostics, coverage } = await checked(
      {
        'src/migrations/common/1-A.js': migration(
          'A1700000000001',
          "await queryRunner.query('CREATE TABLE t (id int PRIMARY KEY NOT NULL)');",
        ),
        'src/migrations/sqlite/1-A.js': `const common = require('../common/1-A');
exports.A1700000000001 = class A1700000000001 extends common.A1700000000001 {};`,
        'src/migrations/sqlite/2-B.js': migration(
          'B1700000000002',
          "await queryRunner.query('ALTER TABLE t ADD COLUMN b int');",
        ),
        'src/migrations/sqlite/index.js':
          "const a = require('./1-A');\nconst b = require('./2-B');\nexports.all = [a.A1700000000001, b.B1700000000002];",
        'src/migrations/postgres/index.js':
          "const a = require('../common/1-A');\nexports.all = [a.A1700000000001];",
        'src/migrations/postgres/3-C.js': migration('C1700000000003', ''),
      },
      ['sqlite', 'postgres'],
    );
    expect(diagnostics.filter(({ rule }) => rule === 'engine-rejects')).toEqual([]);
    expect(coverage.unknown).toEqual([]);
  });

  it('of two dialects are compared', async () => {
    const table = (more: string): string =>
      `await queryRunner.query('CREATE TABLE t (id int PRIMARY KEY NOT NULL${more})');`;
    const { diagnostics } = await checked(
      {
        'src/migrations/sqlite/1-A.js': migration('A1700000000001', table('')),
        'src/migrations/postgres/1-A.js': migration('A1700000000001', table(', forgotten int')),
      },
      ['sqlite', 'postgres'],
    );
    expect(diagnostics.filter(({ rule }) => rule === 'dialect-pair-differs')).toMatchObject([
      {
        message: expect.stringContaining(
          'column "forgotten" of table "t" is made for PostgreSQL, and not for SQLite',
        ),
      },
    ]);
  });

  it('of two dialects are compared where one has a migration later than the other', async () => {
    const made = (table: string, more = ''): string =>
      `await queryRunner.query('CREATE TABLE ${table} (id int PRIMARY KEY NOT NULL${more})');`;
    const { diagnostics } = await checked(
      {
        'src/migrations/sqlite/1-A.js': migration('A1700000000001', made('a', ', more int')),
        'src/migrations/sqlite/2-B.js': migration('B1700000000002', made('b')),
        'src/migrations/sqlite/4-C.js': migration('C1700000000004', made('c')),
        'src/migrations/postgres/2-B.js': migration('B1700000000002', made('b')),
        'src/migrations/postgres/3-A.js': migration('A1700000000003', made('a')),
        'src/migrations/postgres/4-C.js': migration('C1700000000004', made('c')),
      },
      ['sqlite', 'postgres'],
    );
    expect(diagnostics.filter(({ rule }) => rule === 'dialect-pair-differs')).toMatchObject([
      { file: 'src/migrations/postgres/3-A.js', data: { kind: 'column', table: 'a', object: 'more' } },
    ]);
  });

  it('of which TypeORM has PostgreSQL alone make the UUIDs: a column of the Table API, or of SQL as it generates it', async () => {
    const column =
      "{ name: 'id', type: 'uuid', isPrimary: true, isGenerated: true, generationStrategy: 'uuid' }";
    const made = `const { Table } = require('typeorm');
await queryRunner.createTable(new Table({ name: 't', columns: [${column}] }));`;
    const written = (id: string): string => `${made}
await queryRunner.query('CREATE TABLE u (id ${id} NOT NULL, PRIMARY KEY (id))');`;
    const found = async (sqlite: string): Promise<unknown[]> => {
      const { diagnostics } = await checked(
        {
          'src/migrations/sqlite/1-A.js': migration('A1700000000001', written(sqlite)),
          'src/migrations/mysql/1-A.js': migration('A1700000000001', written('varchar(36)')),
          'src/migrations/postgres/1-A.js': migration(
            'A1700000000001',
            written('uuid DEFAULT uuid_generate_v4()'),
          ),
        },
        ['sqlite', 'mysql', 'postgres'],
      );
      return diagnostics
        .filter(({ rule }) => rule === 'dialect-pair-differs')
        .map(({ data }) => [data?.table, data?.kind, data?.object]);
    };
    expect(await found('varchar')).toEqual([]);
    // where another engine makes them too, the third has been forgotten
    expect(await found('varchar DEFAULT (hex(randomblob(16)))')).toEqual([['u', 'default', 'id']]);
  });

  it('find the extension that TypeORM makes for the keys of entities', async () => {
    const files = {
      'src/user.ts':
        "import { PrimaryGeneratedColumn } from 'typeorm';\nexport class User { @PrimaryGeneratedColumn('uuid') id: string; }",
      ...up("await queryRunner.query('CREATE TABLE u (id uuid PRIMARY KEY DEFAULT uuid_generate_v4())');"),
    };
    const errors = async (given: Readonly<Record<string, string>>): Promise<string[]> =>
      (await checked(given, ['postgres'])).diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule);
    expect(await errors(files)).toEqual([]);
    expect(await errors({ ...files, 'src/user.ts': '' })).toEqual(['engine-rejects']);
  });
});
