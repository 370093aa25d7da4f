import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectRoots } from '../../src/project/index.ts';
import type { Project } from '../../src/schema/index.ts';
import { APP } from '../project/support.ts';
import { check, discovered, project } from './support.ts';

const SQL = 'CREATE TABLE a (id integer);\n';

/** One line for each migration: file, format, engines, ways back. */
function told({ migrations }: Project): string[] {
  return migrations.map(({ file, sql, set }) =>
    [
      file,
      sql?.format,
      ...(set === 'default' ? [] : [`set ${set}`]),
      ...(sql?.engines === undefined ? [] : [sql.engines.join('+')]),
      ...(sql?.downs ?? []).map((down) => `< ${path.posix.basename(down.file)}`),
      ...(sql?.transaction === false ? ['no transaction'] : []),
    ].join(' '),
  );
}

const engines = ({ testEngine, productionEngines }: Project) => [
  testEngine.engine,
  ...productionEngines.map(({ engine, version }) =>
    version === undefined ? engine : `${engine}@${version}`,
  ),
];

describe('whose files they are', () => {
  it('golang-migrate: pairs of up and down, in order of number', () => {
    const found = discovered({
      'db/migrations/10_later.up.sql': SQL,
      'db/migrations/9_first.up.sql': SQL,
      'db/migrations/9_first.down.sql': SQL,
      'db/migrations/10_later.down.sql': SQL,
    });
    expect(found.framework).toEqual({ value: 'sql', from: { file: 'db/migrations/10_later.down.sql' } });
    expect(told(found)).toEqual([
      'db/migrations/9_first.up.sql golang-migrate < 9_first.down.sql',
      'db/migrations/10_later.up.sql golang-migrate < 10_later.down.sql',
    ]);
  });

  it('a dialect for each folder: one migration each, of one set', () => {
    const found = discovered({
      'migrations/mysql/V0001.Init.up.sql': SQL,
      'migrations/mysql/V0001.Init.down.sql': SQL,
      'migrations/sqlite/V0001.Init.up.sql': SQL,
      'migrations/postgres/V0001.Init.up.sql': SQL,
    });
    expect(told(found)).toEqual([
      'migrations/mysql/V0001.Init.up.sql golang-migrate mysql+mariadb < V0001.Init.down.sql',
      'migrations/postgres/V0001.Init.up.sql golang-migrate postgres',
      'migrations/sqlite/V0001.Init.up.sql golang-migrate sqlite',
    ]);
    expect(engines(found)).toEqual(['sqlite', 'mysql', 'postgres', 'sqlite']);
  });

  it('popx: a dialect in the name comes before none; CockroachDB is told, and left out', () => {
    const found = discovered({
      'sql/migrations/1_a.up.sql': SQL,
      'sql/migrations/1_a.mysql.up.sql': SQL,
      'sql/migrations/1_a.sqlite3.down.sql': SQL,
      'sql/migrations/1_a.down.sql': SQL,
      'sql/migrations/2_b.postgres.autocommit.up.sql': SQL,
      'sql/migrations/2_b.sqlite3.up.sql': SQL,
      'sql/migrations/2_b.cockroach.up.sql': SQL,
    });
    expect(told(found)).toEqual([
      'sql/migrations/1_a.mysql.up.sql popx mysql+mariadb < 1_a.down.sql',
      'sql/migrations/1_a.up.sql popx sqlite+postgres < 1_a.down.sql < 1_a.sqlite3.down.sql',
      'sql/migrations/2_b.postgres.autocommit.up.sql popx postgres no transaction',
      'sql/migrations/2_b.sqlite3.up.sql popx sqlite',
    ]);
    expect(found.notices).toEqual([
      { file: 'sql/migrations', message: '1 file is written for CockroachDB, which dialint does not judge' },
    ]);
  });

  it('a dialect in the name of a module above: the modules hold the same migrations', () => {
    const folder = 'src/main/resources/db';
    const found = discovered({
      [`mysql-persistence/${folder}/migration/V1__a.sql`]: SQL,
      [`postgres-persistence/${folder}/migration_postgres/V1__a.sql`]: SQL,
      [`h2-persistence/${folder}/migration/V1__a.sql`]: SQL,
      [`other/${folder}/migration_psql15/V1__a.sql`]: SQL,
    });
    expect(told(found)).toEqual([
      `mysql-persistence/${folder}/migration/V1__a.sql flyway set persistence/${folder}/migration mysql+mariadb`,
      `postgres-persistence/${folder}/migration_postgres/V1__a.sql flyway set persistence/${folder}/migration postgres`,
      `other/${folder}/migration_psql15/V1__a.sql flyway set other/${folder}/migration postgres`,
    ]);
    expect(found.notices).toEqual([
      {
        file: `h2-persistence/${folder}/migration`,
        message: '1 file is written for H2, which dialint does not judge',
      },
    ]);
  });

  it('MariaDB is sent the files of MySQL only where it has none of its own', () => {
    const found = discovered({
      'migrations/mysql/1.sql': SQL,
      'migrations/mariadb/1.sql': SQL,
    });
    expect(told(found)).toEqual([
      'migrations/mariadb/1.sql plain mariadb',
      'migrations/mysql/1.sql plain mysql',
    ]);
  });

  it.each([
    ['goose', '-- +goose Up\nCREATE TABLE a (id integer);\n'],
    ['dbmate', '-- migrate:up\nCREATE TABLE a (id integer);\n'],
    ['sql-migrate', '-- +migrate Up\nCREATE TABLE a (id integer);\n'],
  ])('%s by its marks, in a folder of any name', (format, text) => {
    expect(told(discovered({ 'store/20240101_a.sql': text }))).toEqual([`store/20240101_a.sql ${format}`]);
  });

  it('goose by a mark in any of its files', () => {
    expect(
      told(discovered({ 'store/1_empty.sql': '-- nothing\n', 'store/2_a.sql': `-- +goose Up\n${SQL}` })),
    ).toEqual(['store/1_empty.sql goose', 'store/2_a.sql goose']);
  });

  it('a folder for each release: one history, by release and number', () => {
    const found = discovered({
      'store/migration/sqlite/0.5/10_z.sql': SQL,
      'store/migration/sqlite/0.5.1/0_y.sql': SQL,
      'store/migration/sqlite/0.5/9_x.sql': SQL,
      'store/migration/sqlite/0.10/0_late.sql': SQL,
      'store/migration/sqlite/LATEST.sql': SQL,
      'store/migration/mysql/v0.10/00_late.sql': SQL,
    });
    const folder = 'store/migration';
    expect(told(found)).toEqual([
      `${folder}/sqlite/0.5/9_x.sql plain sqlite`,
      `${folder}/sqlite/0.5/10_z.sql plain sqlite`,
      `${folder}/sqlite/0.5.1/0_y.sql plain sqlite`,
      `${folder}/sqlite/0.10/0_late.sql plain sqlite`,
      `${folder}/mysql/v0.10/00_late.sql plain mysql+mariadb`,
    ]);
    expect(found.notices.map(({ file }) => file)).toEqual([`${folder}/sqlite/LATEST.sql`]);
  });

  it('golang-migrate, which looks into no folders: a history for each', () => {
    const found = discovered({
      'migrations/v1/1_a.up.sql': SQL,
      'migrations/v2/1_a.up.sql': SQL,
    });
    expect(told(found)).toEqual([
      'migrations/v1/1_a.up.sql golang-migrate set migrations/v1',
      'migrations/v2/1_a.up.sql golang-migrate set migrations/v2',
    ]);
  });

  it('Diesel: folders by what stands before the first _, with and without a way back', () => {
    const found = discovered({
      'migrations/postgresql/2018-01-14-171611_first/up.sql': SQL,
      'migrations/postgresql/2018-01-14-171611_first/down.sql': SQL,
      'migrations/postgresql/00000000000000_diesel_initial_setup/up.sql': SQL,
      'migrations/sqlite/2018-01-14-171611_first/up.sql': SQL,
      'migrations/sqlite/2018-01-21_without_a_time/up.sql': SQL,
      'migrations/sqlite/2018-01-14-171611_first/metadata.toml': 'run_in_transaction = false\n',
    });
    expect(told(found)).toEqual([
      'migrations/postgresql/00000000000000_diesel_initial_setup/up.sql diesel postgres',
      'migrations/postgresql/2018-01-14-171611_first/up.sql diesel postgres < down.sql',
      'migrations/sqlite/2018-01-14-171611_first/up.sql diesel sqlite no transaction',
      'migrations/sqlite/2018-01-21_without_a_time/up.sql diesel sqlite',
    ]);
  });

  it('what a folder of the name of one migration holds is no history of its own', () => {
    const found = discovered({
      'sql/migrations/20220210000001000000_nid.up.sql': SQL,
      'sql/src/20220210000001_nid/20220210000001000000_nid.mysql.up.sql': SQL,
    });
    expect(told(found)).toEqual(['sql/migrations/20220210000001000000_nid.up.sql golang-migrate']);
    expect(found.notices.map(({ file }) => file)).toEqual(['sql/src/20220210000001_nid']);
  });

  it('Flyway: versions number by number, undo, and repeatable ones last', () => {
    const found = discovered({
      'flyway.conf': 'flyway.url=jdbc:mariadb://localhost/shop\n',
      'src/main/resources/db/migration/V1_10__c.sql': SQL,
      'src/main/resources/db/migration/V1_9__b.sql': SQL,
      'src/main/resources/db/migration/U1_9__b.sql': SQL,
      'src/main/resources/db/migration/R__views.sql': SQL,
      'src/main/resources/db/migration/readme.sql': SQL,
    });
    const folder = 'src/main/resources/db/migration';
    expect(told(found)).toEqual([
      `${folder}/V1_9__b.sql flyway < U1_9__b.sql`,
      `${folder}/V1_10__c.sql flyway`,
      `${folder}/R__views.sql flyway`,
    ]);
    expect(found.notices.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      `${folder}/readme.sql: no flyway migration is named so: it is not read`,
    ]);
    expect(engines(found)).toEqual(['mariadb', 'mariadb']);
    expect(found.productionEngines[0]?.from).toEqual({ file: 'flyway.conf', line: 1 });
  });

  it('Prisma: folders in order of name, for the provider of the lock file', () => {
    const found = discovered({
      'prisma/migrations/20240102_b/migration.sql': SQL,
      'prisma/migrations/20240101_a/migration.sql': SQL,
      'prisma/migrations/migration_lock.toml': '# by Prisma\nprovider = "postgresql"\n',
      'docker-compose.yml': 'services:\n  db:\n    image: postgres:14\n',
    });
    expect(told(found)).toEqual([
      'prisma/migrations/20240101_a/migration.sql prisma postgres',
      'prisma/migrations/20240102_b/migration.sql prisma postgres',
    ]);
    expect(engines(found)).toEqual(['postgres', 'postgres@14']);
    expect(found.productionEngines[0]?.from).toEqual({
      file: 'prisma/migrations/migration_lock.toml',
      line: 2,
    });
  });

  it('Drizzle: what the journal lists, in its order', () => {
    const found = discovered({
      'drizzle/0000_b.sql': SQL,
      'drizzle/0001_a.sql': SQL,
      'drizzle/0002_gone.sql': SQL,
      'drizzle/meta/_journal.json': JSON.stringify({
        dialect: 'mysql',
        entries: [{ tag: '0001_a' }, { tag: '0000_b' }, { tag: '0003_lost' }],
      }),
    });
    expect(told(found)).toEqual([
      'drizzle/0001_a.sql drizzle mysql+mariadb',
      'drizzle/0000_b.sql drizzle mysql+mariadb',
    ]);
    expect(found.notices.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'drizzle/0002_gone.sql: is never run: the journal does not list it',
      'drizzle/meta/_journal.json: it lists 0003_lost, and there is no such file',
    ]);
  });

  it('numbered files only where a folder says that they are migrations', () => {
    expect(told(discovered({ 'reports/01_sums.sql': SQL }))).toEqual([]);
    expect(told(discovered({ 'db/migrations/01_a.sql': SQL, 'db/migrations/02_b.sql': SQL }))).toEqual([
      'db/migrations/01_a.sql plain',
      'db/migrations/02_b.sql plain',
    ]);
  });

  it('nothing of tests, samples and packages', () => {
    expect(
      told(
        discovered({
          'node_modules/x/migrations/1_a.up.sql': SQL,
          'internal/testdata/migrations/1_a.up.sql': SQL,
          'examples/migrations/1_a.up.sql': SQL,
        }),
      ),
    ).toEqual([]);
  });
});

describe('folders of one database', () => {
  const parent = 'networks/migrations/1_networks.up.sql';
  const child = 'app/migrations/2_app.up.sql';
  const CHILD = 'CREATE TABLE b (a_id integer REFERENCES "a" (id));\n';

  it('are those that need the tables of one other folder: they run by number', async () => {
    const files = {
      [child]: CHILD,
      [parent]: SQL,
      'other/migrations/1_z.up.sql': 'CREATE TABLE z (n int);\n',
    };
    const found = discovered(files);
    expect(told(found)).toEqual([
      `${parent} golang-migrate set networks/migrations`,
      `${child} golang-migrate set networks/migrations`,
      'other/migrations/1_z.up.sql golang-migrate set other/migrations',
    ]);
    expect(found.notices).toEqual([
      {
        file: 'app/migrations',
        message: 'is read as of one database with networks/migrations, which makes the table a',
      },
    ]);
  });

  it.each([
    ['whose numbers are the same', { [child.replace('2_', '1_')]: CHILD, [parent]: SQL }],
    ['that make the table themselves', { [child]: `${SQL}${CHILD}`, [parent]: SQL }],
    ['that two could be meant by', { [child]: CHILD, [parent]: SQL, 'third/migrations/3_c.up.sql': SQL }],
    [
      'of another engine',
      { [child.replace('app', 'app-mysql')]: CHILD, [parent.replace('networks', 'networks-sqlite')]: SQL },
    ],
  ])('are not those %s', (_name, files: Readonly<Record<string, string>>) => {
    const { migrations, notices } = discovered(files);
    expect(new Set(migrations.map(({ set }) => set)).size).toBe(migrations.length);
    expect(notices).toEqual([]);
  });

  it('an engine without files in one of several databases is not missed there', async () => {
    const result = await check({
      'a/sqlite/migrations/1_a.sql': SQL,
      'b/sqlite/migrations/1_b.sql': SQL,
      'b/postgres/migrations/1_b.sql': SQL,
      'b/postgres/migrations/2_c.sql': 'CREATE TABLE c (id integer PRIMARY KEY);\n',
    });
    expect(result.targetNotes).toEqual(['1 of 3 migrations has no file for SQLite.']);
  });
});

describe('the database of files that are written for none', () => {
  it.each([
    [{ '.env': 'DATABASE_URL="postgres://u@localhost/shop"\n' }, 'postgres', { file: '.env', line: 1 }],
    [{ 'sqlc.yaml': 'version: 2\nsql:\n  - engine: "mysql"\n' }, 'mysql', { file: 'sqlc.yaml', line: 3 }],
    [{ 'compose.yml': 'x:\n  image: mariadb:11.4\n' }, 'mariadb', { file: 'compose.yml', line: 2 }],
  ])('is the one that %j names', (files, engine, from) => {
    const { productionEngines } = discovered({ ...files, 'migrations/1_a.sql': SQL });
    expect(productionEngines).toMatchObject([{ engine, from }]);
  });

  it.each([
    [
      'go.mod',
      'require (\n\tgithub.com/mattn/go-sqlite3 v1.14.5\n\tgithub.com/lib/pq v1.1.0 // indirect\n)\n',
      'sqlite',
      2,
    ],
    [
      'Cargo.toml',
      '[dependencies]\nsqlx = { version = "0.8", features = ["runtime-tokio", "postgres"] }\n',
      'postgres',
      2,
    ],
    ['pom.xml', '<project>\n<artifactId>mysql-connector-j</artifactId>\n</project>\n', 'mysql', 2],
    ['package.json', '{ "dependencies": {\n"better-sqlite3": "12" } }\n', 'sqlite', 2],
  ])('or the only one whose driver %s has', (file, text, engine, line) => {
    const found = discovered({ [file]: text, 'db/migrations/1_a.sql': 'CREATE TABLE a (b jsonb);\n' });
    expect(found.productionEngines).toMatchObject([{ engine, from: { file, line } }]);
  });

  it('by the manifest that is nearest to the folder, and where it has several drivers by the SQL', () => {
    const found = discovered({
      'go.mod': 'require github.com/lib/pq v1.1.0\nrequire modernc.org/sqlite v1.1.0\n',
      'client/Cargo.toml': 'sqlx = { workspace = true, features = ["sqlite"] }\n',
      'client/migrations/1_a.sql': SQL,
      'mysql/migrations/1_a.sql': SQL,
      'server/migrations/1_a.sql': 'CREATE TABLE a (x text COLLATE NOCASE);\n',
      'server/migrations/2_b.sql': 'CREATE TABLE b (id integer PRIMARY KEY AUTOINCREMENT, x jsonb);\n',
      'shared/migrations/1_a.sql': SQL,
    });
    expect(told(found)).toEqual([
      'client/migrations/1_a.sql plain set client/migrations sqlite',
      'mysql/migrations/1_a.sql plain set migrations mysql+mariadb',
      'server/migrations/1_a.sql plain set server/migrations sqlite',
      'server/migrations/2_b.sql plain set server/migrations sqlite',
      'shared/migrations/1_a.sql plain set shared/migrations',
    ]);
    expect(found.notices).toEqual([
      {
        file: 'server/migrations',
        message: 'taken for SQL of SQLite, as server/migrations/1_a.sql has "COLLATE NOCASE"',
      },
    ]);
  });

  it('MariaDB is reached through the drivers of MySQL', () => {
    const found = discovered({
      'go.mod': 'require github.com/go-sql-driver/mysql v1.9.0\n',
      'compose.yml': 'x:\n  image: mariadb:11.4\n',
      'db/migrations/1_a.sql': SQL,
    });
    expect(engines(found)).toEqual(['mariadb', 'mariadb@11.4']);
  });

  it('goose runs code in Go between the files of SQL: nothing is certain behind it', async () => {
    const files = {
      'go.mod': 'require modernc.org/sqlite v1.1.0\n',
      'db/1_a.sql': '-- +goose Up\nCREATE TABLE a (id integer);\n-- +goose Down\nDROP TABLE a;\n',
      'db/00002_b.go': 'func init() { goose.AddMigrationContext(up, down) }\n',
      'db/2_b_test.go': 'goose.AddMigration(nil, nil)\n',
      'db/3_c.go': 'func init() { goose.AddNamedMigration("3_c.go", up, down) }\n',
      'db/migrate.go': 'goose.Up(db)\n',
      'db/4_d.sql': '-- +goose Up\nALTER TABLE b ADD COLUMN n integer;\n-- +goose Down\nSELECT 1;\n',
    };
    expect(discovered(files).migrations.map(({ file }) => file)).toEqual([
      'db/1_a.sql',
      'db/00002_b.go',
      'db/3_c.go',
      'db/4_d.sql',
    ]);
    const result = await check(files);
    expect(result.diagnostics.map(({ file, rule, severity }) => [file, rule, severity])).toEqual([
      ['db/00002_b.go', 'unresolved-migration', 'warning'],
    ]);
    expect(result.coverage.unknown.map(({ reason }) => reason)).toEqual([
      'the migration is written in Go, which is not read, as is 1 more in this history',
    ]);
    expect(
      result.verdicts
        .filter(({ direction }) => direction === 'up')
        .map(({ file, outcome }) => [file, outcome]),
    ).toEqual([
      ['db/1_a.sql', 'accepts'],
      ['db/00002_b.go', 'unknown'],
      ['db/3_c.go', 'unknown'],
      ['db/4_d.sql', 'unknown'],
    ]);
  });

  it('or that of the words that only one takes, which is said to be a guess', () => {
    const { productionEngines, testEngine } = discovered({
      'migrations/1_a.sql': "INSERT INTO a VALUES ('jsonb'); -- bigserial\n",
      'migrations/2_b.sql': 'CREATE TABLE b (id BIGSERIAL PRIMARY KEY);\n',
    });
    expect(productionEngines).toMatchObject([
      {
        engine: 'postgres',
        from: { note: 'assumed: migrations/2_b.sql has "BIGSERIAL", and nothing names the database' },
      },
    ]);
    expect(testEngine).toMatchObject({ engine: 'postgres' });
  });
});

describe('Laravel', () => {
  it('stays Laravel, whatever SQL lies in it', () => {
    const found = discovered({ ...APP, 'db/migrations/1_a.up.sql': SQL });
    expect(found.framework?.value).toBe('laravel');
    expect(found.migrations).toEqual([]);
  });

  it('also where only a folder of PHP migrations says so', () => {
    const found = discovered({
      'database/migrations/2024_01_01_000000_a.php': '<?php',
      'db/migrations/1_a.up.sql': SQL,
    });
    expect(found.framework?.value).toBe('laravel');
  });
});

it('a folder of SQL belongs to the project around it', () => {
  const root = project({ 'go.mod': 'module x\n', 'db/migrations/1_a.up.sql': SQL });
  expect(findProjectRoots(['db/migrations'], root)).toEqual([
    { root, paths: [path.join(root, 'db/migrations')] },
  ]);
});
