import { describe, expect, it } from 'vitest';
import { check, told } from './support.ts';

const LONG = 'an_index_whose_name_is_longer_than_the_sixty_four_characters_that_mysql_allows';

const PAIRS = {
  'migrations/mysql/1_users.up.sql': `-- users
CREATE TABLE users (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(255) NOT NULL,
    KEY ${LONG} (email)
) ENGINE=InnoDB;
`,
  'migrations/mysql/1_users.down.sql': 'DROP TABLE users;\n',
  'migrations/sqlite/1_users.up.sql': `CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(255) NOT NULL);
CREATE INDEX ${LONG} ON users (email);
`,
  'migrations/sqlite/1_users.down.sql': 'DROP TABLE users;\n',
};

const OF_LARAVEL =
  /->|\bup\(\)|\bdown\(\)|laravel|schema builder|\$table|DB::|Schema::|\bPHP\b|\bdropColumn|\bconstrained\(/i;

describe('findings', () => {
  it('stand where the part of the statement stands, on the engine that the file is written for', async () => {
    const result = await check(PAIRS);
    expect(result.targets.map(({ id }) => id)).toEqual(['sqlite@3.45', 'mysql@8.4']);
    const [finding, ...others] = result.diagnostics;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'identifier-too-long',
      file: 'migrations/mysql/1_users.up.sql',
      engines: ['mysql@8.4'],
      span: { start: { line: 5, column: 5 }, end: { line: 5, column: 5 + `KEY ${LONG} (email)`.length } },
    });
  });

  it('are suppressed by comments of SQL, with their reason', async () => {
    const up = PAIRS['migrations/mysql/1_users.up.sql'];
    const line = '-- dialint-disable-next-line identifier-too-long -- renamed in 2';
    const suppressed = await check({
      ...PAIRS,
      'migrations/mysql/1_users.up.sql': up.replace('    KEY', `    ${line}\n    KEY`),
    });
    expect(told(suppressed)).toEqual([
      expect.stringMatching(
        /^migrations\/mysql\/1_users\.up\.sql:6:5 identifier-too-long \(suppressed: renamed in 2\)/,
      ),
    ]);
    // in a string it is no comment, and elsewhere it suppresses nothing
    const useless = await check({
      'migrations/1_a.up.sql': `CREATE TABLE a (b varchar(60) PRIMARY KEY DEFAULT '-- dialint-disable-line missing-down');\n/* dialint-disable-line missing-down */\n`,
      'migrations/1_a.down.sql': 'DROP TABLE a;\n',
      '.env': 'DATABASE_URL=postgres://localhost/a\n',
    });
    expect(told(useless)).toEqual([
      expect.stringMatching(/^migrations\/1_a\.up\.sql:2:25 unused-suppression/),
    ]);
  });

  it('of the way back stand in its file', async () => {
    const result = await check({ ...PAIRS, 'migrations/mysql/1_users.down.sql': '\nDROP TABLE user;\n' });
    expect(told(result)).toEqual([
      expect.stringMatching(/^migrations\/mysql\/1_users\.up\.sql:5:5 identifier-too-long/),
    ]);
    const well = await check({
      'migrations/sqlite/1_users.up.sql': PAIRS['migrations/sqlite/1_users.up.sql'],
      'migrations/sqlite/1_users.down.sql': '\nDROP TABLE user;\n',
    });
    expect(told(well)[1]).toMatch(
      /^migrations\/sqlite\/1_users\.down\.sql:2:1 engine-rejects: On the way back: SQLite refuses DROP TABLE user: no such table: user \(SQLITE_ERROR\)/,
    );
  });

  it('are those of the selected files; selecting the way back selects the migration', async () => {
    const files = {
      'migrations/sqlite/1_a.up.sql': 'CREATE TABLE a (id integer);\n',
      'migrations/sqlite/1_a.down.sql': 'DROP TABLE b;\n',
      'migrations/sqlite/2_c.up.sql': 'DROP TABLE c;\n',
    };
    const result = await check(files, { paths: ['migrations/sqlite/1_a.down.sql'] });
    expect(told(result)).toEqual([
      expect.stringMatching(/^migrations\/sqlite\/1_a\.down\.sql:1:1 down-not-inverse: the way back drops/),
      expect.stringMatching(
        /^migrations\/sqlite\/1_a\.down\.sql:1:1 engine-rejects: On the way back: SQLite refuses/,
      ),
    ]);
    expect(result.coverage.statements).toBe(2);
  });

  it('never speak of PHP or Laravel', async () => {
    const result = await check({
      '.env': 'DATABASE_URL=mysql://localhost/a\n',
      'migrations/1_a.up.sql': `CREATE TABLE a (id serial, at timestamp NOT NULL DEFAULT '0000-00-00 00:00:00');\n`,
      'migrations/2_b.up.sql': 'CREATE TABLE b (a_id integer, FOREIGN KEY (a_id) REFERENCES a (id));\n',
      'migrations/3_c.up.sql': 'ALTER TABLE a ALTER COLUMN id TYPE bigint;\nPRAGMA foreign_keys = 1;\n',
      'migrations/4_d.up.sql': 'ALTER TABLE a ADD COLUMN x text UNIQUE;\n',
      'migrations/4_d.down.sql': '-- nothing\n',
      'migrations/5_e.up.sql': 'CREATE TABLE e (id int);\n',
      'migrations/5_e.down.sql': 'CREATE TABLE f (id int);\n',
    });
    const texts = result.diagnostics.flatMap(({ message, help }) => [message, help ?? '']);
    expect(new Set(result.diagnostics.map(({ rule }) => rule))).toEqual(
      new Set([
        'missing-down',
        'engine-rejects',
        'foreign-key-type-mismatch',
        'nullable-unique',
        'down-leaves-residue',
        'dialect-only-sql',
        'missing-primary-key',
        'text-index-needs-length',
      ]),
    );
    expect(texts.filter((text) => OF_LARAVEL.test(text))).toEqual([]);
  });

  it('nor do those of keys, dates and what is added to tables with rows', async () => {
    const result = await check(
      {
        'migrations/1_a.sql': `CREATE TABLE a (id serial PRIMARY KEY, p_id integer NOT NULL, name text DEFAULT 'x', FOREIGN KEY (p_id) REFERENCES p (id));
CREATE TABLE p (id integer, price float, at timestamp);
CREATE UNIQUE INDEX a_name ON a (name);
`,
        'migrations/2_b.sql': `INSERT INTO p (id, at) VALUES (1, now());
ALTER TABLE p ADD COLUMN code varchar(9) NOT NULL DEFAULT 'x';
CREATE UNIQUE INDEX p_code ON p (code);
ALTER TABLE a ADD COLUMN code varchar(9);
ALTER TABLE a ADD FOREIGN KEY (p_id) REFERENCES p (id);
ALTER TABLE a DROP COLUMN name;
CREATE INDEX IF NOT EXISTS a_code ON a (code);
`,
      },
      { engines: ['sqlite', 'mysql', 'postgres'] },
    );
    const texts = result.diagnostics.flatMap(({ message, help }) => [message, help ?? '']);
    const rules = result.diagnostics.map(({ rule }) => rule);
    for (const rule of [
      'foreign-key-parent-missing',
      'foreign-key-parent-not-unique',
      'dialect-only-sql',
      'unique-on-populated',
      'postgres-index-not-concurrent',
      'literal-default-on-text-or-json',
    ])
      expect(rules).toContain(rule);
    expect(texts.filter((text) => OF_LARAVEL.test(text))).toEqual([]);
  });
});

describe('a procedure that stands in for DROP … IF EXISTS', () => {
  const PROCEDURE = `CREATE PROCEDURE drop_key(IN tableName VARCHAR(64), IN keyName VARCHAR(64))
BEGIN
  IF EXISTS (SELECT * FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = tableName AND INDEX_NAME = keyName)
  THEN
    SET @query = CONCAT('ALTER TABLE ', tableName, ' DROP INDEX ', keyName, ';');
    PREPARE stmt FROM @query;
    EXECUTE stmt;
    DEALLOCATE PREPARE stmt;
  END IF;
END;
`;
  const outcomes = async (calls: string) => {
    const result = await check(
      {
        'migrations/1_a.sql': `CREATE TABLE a (id integer, b integer, UNIQUE KEY a_b (b));\n${PROCEDURE}`,
        'migrations/2_b.sql': calls,
      },
      { engines: ['mysql'] },
    );
    const { statements, unknown } = result.coverage;
    const [, { outcome, code }] = result.verdicts as never as [unknown, { outcome: string; code: string }];
    return [statements - unknown.length, statements, outcome, code];
  };

  it('is followed with the arguments of each CALL, and what it does is judged', async () => {
    expect(await outcomes("CALL drop_key('a', 'a_b');\nCREATE INDEX a_b ON a (b);\n")).toEqual([
      ...[4, 4],
      'accepts',
      null,
    ]);
    expect(await outcomes("CALL drop_key('a', 'other');\nCREATE INDEX a_b ON a (b);\n")).toEqual([
      ...[4, 4],
      'refuses',
      '1061',
    ]);
  });

  it('is followed through variables of its own, branches and what it shows', async () => {
    const body = `CREATE OR REPLACE PROCEDURE drop_it(IN tableName VARCHAR(64), IN keyName VARCHAR(64))
BEGIN
  DECLARE n INT DEFAULT 0;
  SELECT COUNT(1) INTO n FROM INFORMATION_SCHEMA.STATISTICS
    WHERE TABLE_NAME = tableName AND INDEX_NAME = keyName AND TABLE_SCHEMA = database();
  IF n > 0 THEN
    SELECT CONCAT('dropping ', keyName);
    SET @stmt = CONCAT('ALTER TABLE ', tableName, ' DROP INDEX ', keyName);
    PREPARE st FROM @stmt;
    EXECUTE st;
    DEALLOCATE PREPARE st;
  ELSEIF keyName = 'none' THEN
    IF n = 0 THEN SELECT 1; ELSE SELECT 2; END IF;
  ELSE
    DROP TABLE a;
  END IF;
END;
`;
    const told = async (call: string) => {
      const { verdicts, coverage } = await check(
        { 'migrations/1_a.sql': `CREATE TABLE a (b integer, UNIQUE KEY a_b (b));\n${body}${call}` },
        { engines: ['mariadb'] },
      );
      return [coverage.unknown.length, verdicts[0]?.outcome, verdicts[0]?.code];
    };
    expect(await told("CALL drop_it('a', 'a_b');\nCREATE INDEX a_b ON a (b);")).toEqual([0, 'unknown', null]);
    expect(await told("CALL drop_it('a', 'none');\nCREATE INDEX a_b ON a (b);")).toEqual([
      0,
      'refuses',
      '1061',
    ]);
    expect(await told("CALL drop_it('a', 'other');\nCREATE INDEX a_b ON a (b);")).toEqual([
      0,
      'refuses',
      '1146',
    ]);
  });

  it('is not followed where it is dropped, or called with what is not known', async () => {
    expect(await outcomes("DROP PROCEDURE IF EXISTS drop_key;\nCALL drop_key('a', 'a_b');\n")).toEqual([
      ...[3, 4],
      'unknown',
      null,
    ]);
    expect(await outcomes("CALL drop_key('a', @name);\nCREATE INDEX a_b ON a (b);\n")).toEqual([
      ...[3, 4],
      'unknown',
      null,
    ]);
  });
});

describe('a statement that is prepared from a text', () => {
  const TABLE = 'CREATE TABLE a (id integer, b integer, UNIQUE KEY a_b (b));\n';
  const outcome = async (sql: string) => {
    const result = await check({ 'migrations/1_a.sql': `${TABLE}${sql}` }, { engines: ['mysql', 'mariadb'] });
    expect(new Set(result.verdicts.map(({ outcome }) => outcome)).size).toBe(1);
    const [{ outcome, code }] = result.verdicts as never as [{ outcome: string; code: string | null }];
    return [result.coverage.unknown.length, outcome, code];
  };
  const run = 'PREPARE stmt FROM @stmt;\nEXECUTE stmt;\nDEALLOCATE PREPARE stmt;\n';
  const exists = (column: string) =>
    `SET @db = DATABASE(), @name = "${column}";
SET @n := (SELECT COUNT(*) FROM information_schema.columns WHERE (table_schema = @db) AND (table_name = 'a') AND (column_name = @name));
`;

  it('is followed where questions about the schema decide', async () => {
    const add = "SET @stmt = IF(@n > 0, 'SELECT 1', CONCAT('ALTER TABLE a ADD ', @name, ' integer'));\n";
    expect(await outcome(`${exists('c')}${add}${run}ALTER TABLE a ADD c integer;`)).toEqual([
      0,
      'refuses',
      '1060',
    ]);
    expect(await outcome(`${exists('c')}${add}${run}ALTER TABLE a DROP c;`)).toEqual([0, 'accepts', null]);
    expect(await outcome(`${exists('b')}${add}${run}ALTER TABLE a DROP c;`)).toEqual([0, 'refuses', '1091']);
  });

  it('also within one expression, as a comparison, and without a row', async () => {
    const drop = (
      name: string,
    ) => `SET @stmt = (SELECT IF((SELECT true FROM information_schema.TABLE_CONSTRAINTS WHERE
  CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = 'a' AND CONSTRAINT_NAME = '${name}') = true, 'ALTER TABLE a DROP INDEX a_b', 'DO 0'));
`;
    expect(await outcome(`${drop('a_b')}${run}CREATE INDEX a_b ON a (id);`)).toEqual([0, 'accepts', null]);
    const nothing = drop('other').replace('DO 0', 'SELECT 0');
    expect(await outcome(`${nothing}${run}CREATE INDEX a_b ON a (id);`)).toEqual([0, 'refuses', '1061']);
  });

  it('is refused where the server refuses the text', async () => {
    expect(await outcome(`SET @stmt = 'ALTER TABLE a DROP nope';\n${run}`)).toEqual([0, 'refuses', '1091']);
  });

  it.each([
    ['a variable that the file does not set', ''],
    ['a function that is not known', "SET @stmt = REPLACE('ALTER TABLE a DROP b', 'b', 'c');\n"],
    ['rows of the project', 'SET @stmt = (SELECT text FROM a);\n'],
    ['a value that was known before', "SET @stmt = 'SELECT 1';\nSET @stmt = UUID();\n"],
  ])('is not followed from %s', async (_name, set) => {
    expect(await outcome(`${set}${run}`)).toEqual([3, 'unknown', null]);
  });
});

describe('coverage', () => {
  it('counts a statement once, whatever targets meet it, and reports what is not read with its reason', async () => {
    const result = await check(
      {
        'migrations/1_a.sql': `CREATE TABLE a (id integer);
CREATE PROCEDURE p() BEGIN INSERT INTO a VALUES (1); END;
CALL p();
`,
      },
      { engines: ['mysql', 'mariadb'] },
    );
    expect(result.coverage.statements).toBe(3);
    expect(result.coverage.unknown.map(({ span, reason }) => [span.start.line, reason])).toEqual([
      [3, expect.stringMatching(/^CALL is not followed/)],
    ]);
    expect(told(result).map((line) => line.replace(/:.*? /, ' '))).toEqual([
      expect.stringMatching(/^migrations\/1_a\.sql unresolved-migration/),
    ]);
    expect(result.verdicts.map(({ engine, direction, outcome }) => [engine, direction, outcome])).toEqual([
      ['mysql@8.4', 'up', 'unknown'],
      ['mariadb@10.11', 'up', 'unknown'],
    ]);
  });

  it('a template is not understood, and not taken for SQL', async () => {
    const result = await check({
      'migrations/1_a.up.sql': 'CREATE TABLE {{.prefix}}a (id integer);\n',
      'migrations/1_a.down.sql': 'DROP TABLE {{.prefix}}a;\n',
      '.env': 'DATABASE_URL=postgres://localhost/a\n',
    });
    expect(told(result)).toEqual([
      expect.stringMatching(
        /^migrations\/1_a\.up\.sql:1:1 unresolved-migration: .*template.*\{\{\.prefix\}\}/,
      ),
      expect.stringMatching(/^migrations\/1_a\.down\.sql:1:1 unresolved-migration/),
    ]);
  });

  it('an engine without files is told, and judged on nothing', async () => {
    const result = await check(PAIRS, { engines: ['sqlite', 'postgres', 'mariadb'] });
    expect(result.targetNotes).toEqual([
      'No migration is written for PostgreSQL: nothing is judged on it.',
      'MariaDB has no files of its own: it is judged by those for MySQL.',
    ]);
    expect(new Set(result.verdicts.map(({ engine }) => engine))).toEqual(
      new Set(['sqlite@3.45', 'mariadb@10.11']),
    );
  });

  it('files of no dialect are judged on every target', async () => {
    const result = await check(
      { 'migrations/1_a.sql': 'CREATE TABLE a (id serial PRIMARY KEY);\n' },
      { engines: ['postgres', 'sqlite'] },
    );
    expect(result.verdicts.map(({ engine, outcome }) => [engine, outcome])).toEqual([
      ['postgres@16', 'accepts'],
      ['sqlite@3.45', 'accepts'],
    ]);
  });
});

it('a transaction that the tool begins: PostgreSQL refuses what cannot be in one', async () => {
  const text = (head: string) =>
    `${head}\nCREATE INDEX CONCURRENTLY i ON a (n);\n-- +goose Down\nDROP INDEX i;\n`;
  const files = (second: string) => ({
    '.env': 'GOOSE_DRIVER=postgres\n',
    'migrations/1_a.sql':
      '-- +goose Up\nCREATE TABLE a (id integer PRIMARY KEY, n integer);\n-- +goose Down\nDROP TABLE a;\n',
    'migrations/2_b.sql': second,
  });
  const refused = await check(files(text('-- +goose Up')));
  expect(told(refused)).toEqual([
    expect.stringMatching(
      /^migrations\/2_b\.sql:2:1 engine-rejects: PostgreSQL refuses .* \(SQLSTATE 25001\)/,
    ),
  ]);
  const taken = await check(files(text('-- +goose NO TRANSACTION\n-- +goose Up')));
  expect(told(taken)).toEqual([]);
});

it('several statements between goose’s StatementBegin and StatementEnd are each read where the engine takes them so', async () => {
  const wrapped = (sql: string) =>
    `-- +goose Up\n-- +goose StatementBegin\n${sql}\n-- +goose StatementEnd\n-- +goose Down\nSELECT 1;\n`;
  const files = {
    'migrations/1_a.sql': wrapped('CREATE TABLE a (id integer);\n-- and\nCREATE INDEX a_id ON a (id);'),
    'migrations/2_b.sql': wrapped('DROP INDEX a_id;\nDROP INDEX a_id;'),
  };
  const result = await check(files, { engines: ['sqlite', 'postgres'] });
  expect(result.coverage).toEqual({ statements: 5, unknown: [] });
  expect(
    result.verdicts
      .filter(({ direction }) => direction === 'up')
      .map(({ file, outcome, line }) => [file, outcome, line]),
  ).toEqual([
    ['migrations/1_a.sql', 'accepts', null],
    ['migrations/2_b.sql', 'refuses', 4],
    ['migrations/1_a.sql', 'accepts', null],
    ['migrations/2_b.sql', 'refuses', 4],
  ]);
  const trigger = await check(
    {
      'migrations/1_a.sql': wrapped(
        'CREATE TABLE a (id integer);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET id = 1; DELETE FROM a; END;',
      ),
    },
    { engines: ['sqlite'] },
  );
  expect(trigger.coverage.statements).toBe(2);
});

it('folders that are declared are read as declared, also in a Laravel project', async () => {
  const result = await check({
    artisan: '',
    'composer.json': '{ "require": { "laravel/framework": "^12.0" } }',
    'dialint.json': JSON.stringify({
      engines: { test: 'sqlite', production: ['mysql'] },
      migrations: [
        { path: 'sql/my', format: 'plain', dialect: 'mysql' },
        { path: 'sql/lite', format: 'plain', dialect: 'sqlite' },
        { path: 'sql/gone' },
      ],
    }),
    'sql/my/1_a.sql': 'CREATE TABLE a (id int);\n',
    'sql/lite/1_a.sql': 'CREATE TABLE a (id int);\n',
  });
  expect(result.project.framework?.value).toBe('sql');
  expect(result.project.notices).toEqual([
    { message: 'migrations: sql/gone is no folder', file: 'dialint.json', line: 1 },
  ]);
  expect(result.verdicts.map(({ file, engine }) => [file, engine])).toEqual([
    ['sql/lite/1_a.sql', 'sqlite@3.45'],
    ['sql/my/1_a.sql', 'mysql@8.4'],
  ]);
});
