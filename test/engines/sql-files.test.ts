/** `replay` of migrations that are SQL files, each engine with the files that are written for it. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import type { ReplayResult } from '../../src/schema/index.ts';
import { project } from '../project/support.ts';
import { changed, IN_OWN_WORDS, NOT_THE_SAME } from '../sql-files/own-words.ts';
import { engineUrl } from '../support/engine-url.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

process.env.DIALINT_PARTS ??= path.join(import.meta.dirname, '.');

const servers = { mysql: engineUrl('MYSQL'), postgres: engineUrl('POSTGRES') };
const mariadb = engineUrl('MARIADB');
const missing =
  noSqlite ??
  (Object.values(servers).includes(undefined)
    ? 'DIALINT_TEST_MYSQL or DIALINT_TEST_POSTGRES is not set'
    : undefined);
if (missing !== undefined) console.log(`not run: ${missing}`);
const all = ['sqlite', servers.mysql ?? '', servers.postgres ?? ''];

const FILES = {
  'migrations/mysql/1_users.up.sql': `CREATE TABLE users (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(120) NOT NULL, active BOOLEAN NOT NULL DEFAULT TRUE,
  UNIQUE KEY (email)) ENGINE=InnoDB;
INSERT INTO users (email) VALUES ('a@example.com');
`,
  'migrations/mysql/1_users.down.sql': 'DROP TABLE users;\n',
  'migrations/postgres/1_users.up.sql': `CREATE TABLE users (
  id BIGSERIAL PRIMARY KEY, email VARCHAR(120) NOT NULL UNIQUE, active BOOLEAN NOT NULL DEFAULT TRUE);
INSERT INTO users (email) VALUES ('a@example.com');
`,
  'migrations/postgres/1_users.down.sql': 'DROP TABLE users;\n',
  'migrations/sqlite/1_users.up.sql': `CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR(120) NOT NULL UNIQUE, active BOOLEAN NOT NULL DEFAULT TRUE);
INSERT INTO users (email) VALUES ('a@example.com');
`,
  'migrations/sqlite/1_users.down.sql': 'DROP TABLE users;\n',
};

const outcomes = ({ migrations }: ReplayResult, phase: 'up' | 'down' | 'again') =>
  migrations.flatMap(({ file, [phase]: by }) =>
    Object.entries(by).map(
      ([engine, { outcome, code, line }]) =>
        `${path.posix.basename(path.posix.dirname(file))}/${path.posix.basename(file, '.sql')} ${engine.split('@')[0]} ${outcome}${code === null ? '' : ` ${code} line ${line}`}`,
    ),
  );

describe.skipIf(missing !== undefined)('SQL files', () => {
  it('run on the engine that they are written for, there and back, and are compared', async () => {
    const result = await replayProject(project(FILES), { engines: all });
    const each = [
      'mysql/1_users.up mysql accepts',
      'postgres/1_users.up postgres accepts',
      'sqlite/1_users.up sqlite accepts',
    ];
    for (const phase of ['up', 'down', 'again'] as const) expect(outcomes(result, phase)).toEqual(each);
    expect(result.predictions.disagree).toEqual([]);
    expect(result.residues).toEqual([]);
    expect(result.differences.filter((one) => one.class === 'unexplained')).toEqual([]);
    expect(result.differences.map(({ kind, object, entry }) => [kind, object, entry])).toContainEqual([
      'index',
      'sqlite_autoindex_users_1',
      'name-made-by-engine',
    ]);
  }, 60_000);

  it('a column that one dialect lacks is an unexplained difference, as it is to check', async () => {
    const result = await replayProject(
      project({
        ...FILES,
        'migrations/mysql/2_name.up.sql': 'ALTER TABLE users ADD COLUMN name VARCHAR(80);\n',
        'migrations/postgres/2_name.up.sql': 'ALTER TABLE users ADD COLUMN name VARCHAR(80);\n',
      }),
      { engines: all },
    );
    const [found, ...others] = result.differences.filter((one) => one.class === 'unexplained');
    expect(found).toMatchObject({ kind: 'column', table: 'users', object: 'name' });
    expect(others).toEqual([]);
  }, 60_000);

  it.skipIf(mariadb === undefined)(
    'what each engine has to be told in its own words is known, and what is meant otherwise is not',
    async () => {
      const unexplained = async (files: Readonly<Record<string, string>>) => {
        const result = await replayProject(project(files), { engines: [...all, mariadb ?? ''] });
        expect(result.predictions.disagree).toEqual([]);
        expect(result.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
        return result.differences
          .filter((one) => one.class === 'unexplained')
          .map(({ kind, object }) => [kind, object]);
      };
      expect(await unexplained(IN_OWN_WORDS)).toEqual([]);
      for (const one of NOT_THE_SAME) expect(await unexplained(changed(one))).toEqual([one.found]);
    },
    60_000,
  );

  it('a refusal is told with the engine’s number and the line in the file, and stops that engine only', async () => {
    const result = await replayProject(
      project({
        ...FILES,
        'migrations/mysql/2_key.up.sql':
          '-- too long\nCREATE INDEX an_index_whose_name_is_longer_than_the_sixty_four_characters_of_mysql ON users (email);\n',
        'migrations/mysql/3_more.up.sql': 'CREATE TABLE more (id INT);\n',
        'migrations/sqlite/3_more.up.sql': 'CREATE TABLE more (id INT);\n',
      }),
      { engines: ['sqlite', servers.mysql ?? ''] },
    );
    expect(outcomes(result, 'up')).toEqual([
      'mysql/1_users.up mysql accepts',
      'sqlite/1_users.up sqlite accepts',
      'mysql/2_key.up mysql refuses 1059 line 2',
      'mysql/3_more.up mysql not-run',
      'sqlite/3_more.up sqlite accepts',
    ]);
    expect(result.predictions.disagree).toEqual([]);
  }, 60_000);

  it('nothing is sent that reaches beyond the database of the replay', async () => {
    const result = await replayProject(
      project({ 'migrations/mysql/1_a.sql': 'CREATE TABLE a (id INT);\nDROP DATABASE shop;\n' }),
      { engines: [servers.mysql ?? ''] },
    );
    expect(result.engines.map(({ fault }) => fault)).toEqual([
      expect.stringMatching(
        /^a statement is not sent, since it makes or drops a database: DROP DATABASE shop/,
      ),
    ]);
  }, 60_000);
});

const DROP_KEY = `CREATE PROCEDURE drop_key(IN keyName VARCHAR(64))
BEGIN
  IF EXISTS (SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'a' AND INDEX_NAME = keyName)
  THEN
    ALTER TABLE a DROP INDEX a_b;
  END IF;
END;
`;

describe.skipIf(servers.mysql === undefined)('procedures of MySQL that stand in for IF EXISTS', () => {
  it('are followed, also from a later file, and what they do is what the server does', async () => {
    const result = await replayProject(
      project({
        'migrations/mysql/1_a.up.sql': `CREATE TABLE a (id INT PRIMARY KEY, b INT, UNIQUE KEY a_b (b));\n${DROP_KEY}`,
        'migrations/mysql/1_a.down.sql': 'DROP TABLE a;\nDROP PROCEDURE drop_key;\n',
        'migrations/mysql/2_b.up.sql':
          "CALL drop_key('a_b');\nCALL drop_key('nothing');\nCREATE UNIQUE INDEX a_b ON a (b, id);\n",
        'migrations/mysql/2_b.down.sql': "CALL drop_key('a_b');\nCREATE UNIQUE INDEX a_b ON a (b);\n",
        'migrations/mysql/3_c.up.sql': 'DROP PROCEDURE drop_key;\n',
        'migrations/mysql/3_c.down.sql': DROP_KEY,
        'migrations/mysql/4_d.up.sql': "CALL drop_key('a_b');\n",
      }),
      { engines: [servers.mysql ?? ''] },
    );
    expect(outcomes(result, 'up')).toEqual([
      'mysql/1_a.up mysql accepts',
      'mysql/2_b.up mysql accepts',
      'mysql/3_c.up mysql accepts',
      'mysql/4_d.up mysql refuses 1305 line 1',
    ]);
    expect(result.predictions.disagree).toEqual([]);
    expect(result.residues).toEqual([]);
  }, 60_000);

  it('a body that does more is not followed, and what it may have touched is unknown, not wrong', async () => {
    const result = await replayProject(
      project({
        'migrations/mysql/1_a.sql': `CREATE TABLE a (id INT PRIMARY KEY, b INT, UNIQUE KEY a_b (b));
CREATE PROCEDURE p() BEGIN ALTER TABLE a DROP INDEX a_b; ALTER TABLE a DROP COLUMN b; END;
CALL p();
ALTER TABLE a ADD COLUMN b INT, ADD UNIQUE KEY a_b (b);
`,
      }),
      { engines: [servers.mysql ?? ''] },
    );
    expect(outcomes(result, 'up')).toEqual(['mysql/1_a mysql accepts']);
    expect(result.predictions.disagree).toEqual([]);
  }, 60_000);
});

describe.skipIf(servers.postgres === undefined)('types of PostgreSQL', () => {
  it('are known also after SQL that was not read', async () => {
    const result = await replayProject(
      project({
        'migrations/postgres/1_a.sql': `CREATE TYPE mood AS ENUM ('sad', 'ok');
DO $$ BEGIN CREATE TYPE other AS ENUM ('x'); END $$;
`,
        'migrations/postgres/2_b.sql': `ALTER TYPE mood ADD VALUE 'happy';
CREATE TABLE a (m mood, o other);
`,
      }),
      { engines: [servers.postgres ?? ''] },
    );
    expect(outcomes(result, 'up')).toEqual([
      'postgres/1_a postgres accepts',
      'postgres/2_b postgres accepts',
    ]);
    expect(result.predictions.disagree).toEqual([]);
  }, 60_000);
});
