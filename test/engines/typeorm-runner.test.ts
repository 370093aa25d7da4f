/**
 * `replay --runner typeorm`: a project's own TypeORM runs its migrations, on the real engines and on nothing else. The built
 * command is run where what it prints and ends with matters.
 */
import { cpSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import type { ReplayResult } from '../../src/schema/index.ts';
import { typeormProject, up } from '../frontends/typeorm/project.ts';
import {
  canaryDatabase,
  dialint,
  isMissing,
  ROOT,
  mysqlServer as server,
  servers,
  withPackages,
} from './support/library-runner.ts';

const withTypeorm = (root: string) => withPackages(root, 'typeorm', 'reflect-metadata');

async function replayed(
  files: Readonly<Record<string, string>>,
  engines: readonly string[],
): Promise<ReplayResult> {
  return await replayProject(withTypeorm(typeormProject(files)), { engines, runner: 'typeorm' });
}

const everywhere = ['sqlite', ...servers.map((url) => url ?? '')];

const ONE = 'src/migrations/1700000000001-One.ts';

/** The migration `One` with these bodies of up() and down(). */
function one(body: string, down = '', head = ''): Readonly<Record<string, string>> {
  const end = `\n  async down(queryRunner: QueryRunner): Promise<void> {\n${down}\n  }\n}\n`;
  return { [ONE]: up(body, head)[ONE]!.replace(/\n}\n$/, end) };
}

describe.skipIf(isMissing)("a project's own TypeORM", () => {
  it('makes of the whole Table API what dialint works out, up and down, on four engines', {
    timeout: 180_000,
  }, async () => {
    const project = typeormProject({});
    cpSync(path.join(ROOT, 'fixtures/lighthouse'), project, { recursive: true });
    withTypeorm(project);
    const own = await replayProject(project, { engines: everywhere, runner: 'typeorm' });
    const worked = await replayProject(project, { engines: everywhere, runner: 'sql' });
    expect(own.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    const outcomes = ({ migrations }: ReplayResult) =>
      migrations.map(({ file, up: first, down, again }) => [
        file,
        ...[first, down, again].map((phase) =>
          Object.entries(phase).map(([engine, { outcome }]) => [engine, outcome]),
        ),
      ]);
    expect(outcomes(own)).toHaveLength(3);
    expect(outcomes(own)).toEqual(outcomes(worked));
    // 'The SQL is what TypeORM … makes' is said of dialint's own
    expect(own.notes).toEqual([]);
    expect(own.residues).toEqual(worked.residues);
    expect(own.differences).toEqual(worked.differences);
  });

  it('runs what only the rows decide', { timeout: 120_000 }, async () => {
    const result = await replayed(
      one(
        `    await queryRunner.query('CREATE TABLE rates (id INT NOT NULL PRIMARY KEY, code VARCHAR(3))');
    await queryRunner.query("INSERT INTO rates VALUES (1, 'EUR'), (2, 'USD')");
    const rows = await queryRunner.query('SELECT code FROM rates');
    if (rows.length === 2) await queryRunner.createIndex('rates', new TableIndex({ columnNames: ['code'], isUnique: true }));`,
        "    await queryRunner.dropTable('rates');",
      ),
      everywhere,
    );
    expect(result.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    const [only] = result.migrations;
    for (const phase of ['up', 'down', 'again'] as const)
      expect(Object.values(only![phase]).map(({ outcome, message }) => message ?? outcome)).toEqual(
        Array(4).fill('accepts'),
      );
    expect(result.residues).toEqual([]);
    expect(result.differences.filter((difference) => difference.class === 'unexplained')).toEqual([]);
  });

  it("tells an engine's refusal as the engine says it, with the migration's line", {
    timeout: 60_000,
  }, async () => {
    const { migrations, engines } = await replayed(
      one(`    await queryRunner.query('CREATE TABLE a (id INT)');
    await queryRunner.query('CREATE TABLE a (id INT)');`),
      everywhere,
    );
    const outcomes = engines.map(({ target }) => migrations[0]!.up[target!.id]);
    const line = 6;
    const sql = 'CREATE TABLE a (id INT)';
    expect(outcomes).toMatchObject([
      { outcome: 'refuses', code: 'SQLITE_ERROR', message: 'table a already exists', line, sql },
      {
        outcome: 'refuses',
        code: '1050',
        message: "Table 'a' already exists",
        line,
        sql,
        leftBehind: ['the table a is there'],
      },
      {
        outcome: 'refuses',
        code: '1050',
        message: "Table 'a' already exists",
        line,
        sql,
        leftBehind: ['the table a is there'],
      },
      { outcome: 'refuses', code: '42P07', message: 'relation "a" already exists', line, sql },
    ]);
  });

  it('runs of folders for each dialect those of the engine', { timeout: 60_000 }, async () => {
    const text = (sql: string) =>
      one(`    await queryRunner.query('${sql}');`, `    await queryRunner.query('DROP TABLE a');`)[ONE]!;
    const { engines, migrations } = await replayed(
      {
        'src/migrations/sqlite/1700000000001-One.ts': text(
          'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)',
        ),
        'src/migrations/postgres/1700000000001-One.ts': text('CREATE TABLE a (id bigserial PRIMARY KEY)'),
      },
      ['sqlite', servers[2]!],
    );
    expect(engines.map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(
      migrations.map(({ file, up: first }) => [
        file.split('/')[2],
        ...Object.entries(first).map(([engine, { outcome }]) => `${engine.split('@')[0]} ${outcome}`),
      ]),
    ).toEqual([
      ['postgres', 'postgres accepts'],
      ['sqlite', 'sqlite accepts'],
    ]);
  });

  it('takes a driver of its own where the project’s does not load', { timeout: 60_000 }, async () => {
    const project = withTypeorm(
      typeormProject({
        ...one(
          `    await queryRunner.query('CREATE TABLE a (id INT)');`,
          `    await queryRunner.query('DROP TABLE a');`,
        ),
        'src/data-source.ts': `import { DataSource } from 'typeorm';
export default new DataSource({ type: 'mysql', host: 'x', database: 'y', migrationsTableName: 'done' });
`,
        'node_modules/better-sqlite3/package.json':
          '{ "name": "better-sqlite3", "version": "1.0.0", "main": "index.js" }',
        'node_modules/better-sqlite3/index.js': `throw new Error('never built');`,
      }),
    );
    const { engines, migrations } = await replayProject(project, { engines: ['sqlite'], runner: 'typeorm' });
    expect(engines.map(({ fault }) => fault)).toEqual([undefined]);
    expect(Object.values(migrations[0]!.up)[0]).toMatchObject({ outcome: 'accepts' });
  });

  it('says what TypeORM itself refuses', async () => {
    const { migrations } = await replayed({ [ONE]: one('')[ONE]!.replace('One1700000000001', 'One') }, [
      'sqlite',
    ]);
    expect(Object.values(migrations[0]!.up)[0]).toMatchObject({
      outcome: 'refuses',
      code: null,
      message: expect.stringContaining('One migration name is wrong'),
    });
  });

  it('goes by the data source: its naming strategy, its own table, its entities', {
    timeout: 60_000,
  }, async () => {
    const project = typeormProject({
      ...one(
        `    await queryRunner.createTable(new Table({ name: 'buoy', columns: [
      { name: 'id', type: 'integer', isPrimary: true }, { name: 'colour', type: 'varchar' }] }));
    await queryRunner.createIndex('buoy', new TableIndex({ columnNames: ['colour'] }));
    await queryRunner.manager.getRepository(Buoy).insert({ id: 1, colour: 'red' });
    const named = await queryRunner.query("SHOW INDEX FROM buoy WHERE Key_name = 'ix_plain'");
    if (named.length !== 1) throw new Error('another name');
    await queryRunner.query('SELECT * FROM done');`,
        "    await queryRunner.dropTable('buoy');",
        `import { Buoy } from '../buoy';`,
      ),
      'src/buoy.ts': `import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
@Entity()
export class Buoy { @PrimaryColumn() id!: number; @Column() colour!: string; }
`,
      'src/data-source.ts': `import { DataSource, DefaultNamingStrategy } from 'typeorm';
import { Buoy } from './buoy';
class Plain extends DefaultNamingStrategy { indexName() { return 'ix_plain'; } }
export default new DataSource({ type: 'mysql', host: 'production.example', database: 'real', synchronize: true,
  entities: [Buoy], namingStrategy: new Plain(), migrationsTableName: 'done' });
`,
    });
    withTypeorm(project);
    // its own driver, without which TypeORM makes no data source
    const driver = path.join(ROOT, 'test/engines/node_modules/mysql2');
    symlinkSync(driver, path.join(project, 'node_modules/mysql2'), 'dir');
    const { engines, migrations } = await replayProject(project, {
      engines: [server!, 'sqlite'],
      runner: 'typeorm',
    });
    const [onMysql, onSqlite] = ['mysql', 'sqlite'].map((name) => {
      const { target } = engines.find((engine) => engine.target?.engine === name)!;
      return migrations[0]!.up[target!.id]!;
    });
    expect(engines[0]?.fault).toBeUndefined();
    expect(onMysql).toMatchObject({ outcome: 'accepts' });
    // The entities are for MySQL: on another engine there are none.
    expect(onSqlite).toMatchObject({ outcome: 'refuses', message: 'No metadata for "Buoy" was found.' });
    expect(onSqlite!.leftBehind ?? []).toEqual([]);
  });

  describe('does not reach what is not the replay’s', () => {
    const { name: canary, hostname, port, username, tables } = canaryDatabase();
    const ofTests = `require('node:module').createRequire(${JSON.stringify(path.join(ROOT, 'test/engines/package.json'))})`;

    it.each(['sqlite', server ?? ''])(
      'through a data source, on %s',
      async (engine) => {
        const other = `new (require('typeorm').DataSource)({ type: 'mysql', host: '${hostname}', port: ${port}, username: '${username}', database: '${canary}', driver: ${ofTests}('mysql2') })`;
        const { engines } = await replayed(
          one(`    await (await ${other}.initialize()).query('create table bird (id int)');`),
          [engine],
        );
        expect(engines[0]?.fault).toContain(`${hostname}:${port}/${canary} (mysql)`);
        expect(await tables()).toEqual([]);
      },
      60_000,
    );

    it('through another SQLite file', async () => {
      const file = path.join(path.dirname(typeormProject({})), `dialint-${canary}.sqlite`);
      const { engines } = await replayed(
        one(`    try {
      await new (require('typeorm').DataSource)({ type: 'better-sqlite3', database: ${JSON.stringify(file)}, driver: ${ofTests}('better-sqlite3') }).initialize();
    } catch {}`),
        ['sqlite'],
      );
      expect(engines[0]?.fault).toContain(`the file ${file}`);
      expect(existsSync(file)).toBe(false);
    }, 60_000);

    it('over HTTP', async () => {
      const { engines } = await replayed(one(`    await fetch('http://127.0.0.1:59999/rates');`), ['sqlite']);
      expect(engines[0]?.fault).toContain('127.0.0.1:59999');
    }, 60_000);
  });

  describe('is told where it cannot be run', () => {
    const faultOf = async (files: Readonly<Record<string, string>>) =>
      (await replayed(files, ['sqlite'])).engines[0]?.fault;

    it('without node_modules: exit code 3', () => {
      const { status, result } = dialint(
        ...['replay', typeormProject(one('')), '--runner', 'typeorm', '--engine', 'sqlite'],
      );
      expect(status).toBe(3);
      expect((result as { engines: { fault?: string }[] }).engines[0]?.fault).toBe(
        'the application cannot be started: it has no node_modules/typeorm: run npm install',
      );
    }, 60_000);

    it('with a migration that does not load', async () => {
      expect(await faultOf(one('x();', '', `import { x } from 'nowhere';`))).toMatch(
        /^src\/migrations\/1700000000001-One\.ts cannot be loaded: Cannot find module 'nowhere'/,
      );
    });

    it('with a data source that does not load', async () => {
      expect(
        await faultOf({ ...one(''), 'src/data-source.ts': `throw new Error('DATABASE_URL is not set');` }),
      ).toBe(
        'the application cannot be started: src/data-source.ts cannot be loaded: DATABASE_URL is not set',
      );
    });

    it('for a project of another framework: exit code 2', () => {
      const { status, stderr } = dialint(
        'replay',
        path.join(ROOT, 'fixtures/tidewatch'),
        '--runner',
        'typeorm',
      );
      expect(status).toBe(2);
      expect(stderr).toContain("--runner typeorm runs migrations of TypeORM, and these are Knex's");
      expect(stderr).toContain('Take --runner knex, or sql.');
    });
  });

  it('leaves nothing in the project', async () => {
    const root = withTypeorm(typeormProject(one(`    await queryRunner.query('CREATE TABLE a (id INT)');`)));
    writeFileSync(
      path.join(root, 'ormconfig.json'),
      '{ "type": "better-sqlite3", "database": "real.sqlite" }',
    );
    const before = readdirSync(root);
    await replayProject(root, { engines: ['sqlite'], runner: 'typeorm' });
    expect(readdirSync(root)).toEqual(before);
    expect(readdirSync(path.join(root, 'node_modules')).sort()).toEqual(['reflect-metadata', 'typeorm']);
  });
});
