import { describe, expect, it } from 'vitest';
import type { CheckOptions } from '../../src/schema/index.ts';
import { changed, IN_OWN_WORDS, NOT_THE_SAME } from '../sql-files/own-words.ts';
import { check } from '../sql-files/support.ts';

const RULE = 'dialect-pair-differs';

/** Up files by dialect and number. */
async function found(
  files: Readonly<Record<string, string>>,
  options: CheckOptions = {},
): Promise<readonly string[]> {
  const named = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`migrations/${name}.up.sql`, text]),
  );
  const { diagnostics } = await check(named, { ...options, rules: [RULE] });
  return diagnostics.map(
    ({ file, span, message, related }) =>
      `${file.replace('migrations/', '').replace('.up.sql', '')}:${span.start.line}:${span.start.column} ${message}${related
        .map((one) => ` [${one.file.replace('migrations/', '')}:${one.span.start.line} ${one.message}]`)
        .join('')}`,
  );
}

const BOTH = {
  'mysql/1_a': 'CREATE TABLE a (id INT NOT NULL PRIMARY KEY);\n',
  'sqlite/1_a': 'CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY);\n',
};

describe('what one dialect lacks', () => {
  it('a column: told at the file that lacks it, and where the other has it', async () => {
    const more = {
      'mysql/2_b': 'ALTER TABLE a\n  ADD COLUMN b INT,\n  ADD COLUMN c INT;\n',
      'sqlite/2_b': '\nALTER TABLE a ADD COLUMN b INTEGER;\n',
    };
    expect(await found({ ...BOTH, ...more })).toEqual([
      'sqlite/2_b:2:1 column "c" of table "a" is made for MySQL, and not for SQLite. [mysql/2_b.up.sql:3 MySQL: INT]',
    ]);
  });

  it('nothing where a later file of the dialect brings it', async () => {
    const more = {
      'mysql/2_b': 'ALTER TABLE a ADD COLUMN b INT;\n',
      'sqlite/3_c': 'ALTER TABLE a ADD COLUMN b INTEGER;\n',
    };
    expect(await found({ ...BOTH, ...more })).toEqual([]);
  });

  it('a table, where the dialect has no file of that number', async () => {
    expect(await found({ ...BOTH, 'mysql/2_b': 'CREATE TABLE b (id INT);\n' })).toEqual([
      'mysql/2_b:1:1 table "b" is made for MySQL, and not for SQLite.',
    ]);
  });

  it('a foreign key in SQLite: nobody but the author leaves it out', async () => {
    const more = {
      'mysql/2_b': 'CREATE TABLE b (a_id INT, FOREIGN KEY (a_id) REFERENCES a (id));\n',
      'sqlite/2_b': 'CREATE TABLE b (a_id INTEGER);\n',
    };
    expect(await found({ ...BOTH, ...more })).toEqual([
      'sqlite/2_b:1:1 the foreign key from a_id to a of table "b" is made for MySQL, and not for SQLite. [mysql/2_b.up.sql:1 MySQL: b_ibfk_1]',
    ]);
  });
});

describe('what differs', () => {
  it('a length between two servers', async () => {
    const files = {
      'mysql/1_a': 'CREATE TABLE a (name VARCHAR(30) NOT NULL);\n',
      'postgres/1_a': 'CREATE TABLE a (name VARCHAR(64) NOT NULL);\n',
      'sqlite/1_a': 'CREATE TABLE a (name VARCHAR(64) NOT NULL);\n',
    };
    expect(await found(files)).toEqual([
      'mysql/1_a:1:17 the length of column "name" of table "a" is VARCHAR(64) on SQLite and PostgreSQL and VARCHAR(30) on MySQL: no known difference between these engines explains it. [sqlite/1_a.up.sql:1 SQLite: VARCHAR(64)] [postgres/1_a.up.sql:1 PostgreSQL: VARCHAR(64)]',
    ]);
  });

  it('not what each engine has in words of its own', async () => {
    const files = {
      'mysql/1_a': `CREATE TABLE a (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, uid CHAR(36) NOT NULL, ok BOOL NOT NULL DEFAULT FALSE,
  body LONGTEXT, data JSON, raw BLOB, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, sum DECIMAL(10,2), rate DOUBLE PRECISION,
  code VARCHAR(8) NOT NULL, UNIQUE KEY (code));
`,
      'postgres/1_a': `CREATE TABLE a (
  id BIGSERIAL PRIMARY KEY, uid UUID NOT NULL, ok BOOLEAN NOT NULL DEFAULT false,
  body TEXT, data JSONB, raw BYTEA, at TIMESTAMPTZ NOT NULL DEFAULT now(), sum NUMERIC(10,2), rate FLOAT8,
  code CHARACTER VARYING(8) NOT NULL UNIQUE);
`,
      'sqlite/1_a': `CREATE TABLE a (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid UUID NOT NULL, ok INTEGER NOT NULL DEFAULT 0,
  body TEXT, data TEXT, raw BLOB, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, sum DECIMAL, rate REAL,
  code TEXT NOT NULL UNIQUE);
`,
    };
    expect(await found(files)).toEqual([]);
  });
});

describe('what is not compared', () => {
  it('a table that one engine is not certain of', async () => {
    const more = {
      'mysql/2_b': 'CALL add_columns();\n',
      'sqlite/2_b': 'ALTER TABLE a ADD COLUMN b INTEGER;\n',
    };
    expect(await found({ ...BOTH, ...more })).toEqual([]);
  });

  it('MariaDB with what MySQL is sent, and an engine with itself', async () => {
    const more = { 'mysql/2_b': 'ALTER TABLE a ADD COLUMN b INT;\n' };
    expect(await found({ ...BOTH, ...more }, { engines: ['mysql', 'mariadb', 'mysql@5.7'] })).toEqual([]);
  });

  it('files of no dialect with themselves', async () => {
    expect(
      await found(
        { '1_a': 'CREATE TABLE a (b VARCHAR(20), c BOOLEAN);\n' },
        { engines: ['mysql', 'postgres', 'sqlite'] },
      ),
    ).toEqual([]);
  });

  it('what is not selected', async () => {
    const more = {
      'mysql/2_b': 'ALTER TABLE a ADD COLUMN b INT;\n',
      'sqlite/2_b': 'CREATE INDEX i ON a (id);\n',
    };
    const all = await found({ ...BOTH, ...more });
    expect(all).toHaveLength(2);
    const some = await found({ ...BOTH, ...more }, { paths: ['migrations/sqlite/2_b.up.sql'] });
    expect(some).toEqual(all.filter((line) => line.startsWith('sqlite/2_b')));
  });
});

it('a foreign key whose name differs between two servers says nothing of SQLite, which keeps none', async () => {
  const key = (name: string) =>
    `ALTER TABLE b ADD CONSTRAINT ${name} FOREIGN KEY (a_id) REFERENCES a (id);\n`;
  const files = {
    'mysql/1_a': `CREATE TABLE a (id INT NOT NULL PRIMARY KEY);\nCREATE TABLE b (a_id INT);\n${key('b_a')}`,
    'postgres/1_a': `CREATE TABLE a (id INT NOT NULL PRIMARY KEY);\nCREATE TABLE b (a_id INT);\n${key('b_to_a')}`,
    'sqlite/1_a':
      'CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY);\nCREATE TABLE b (a_id INTEGER REFERENCES a (id));\n',
  };
  expect(await found(files)).toEqual([
    'mysql/1_a:3:1 the foreign key from a_id to a of table "b" is b_a on MySQL and b_to_a on PostgreSQL: no known difference between these engines explains it. [postgres/1_a.up.sql:3 PostgreSQL: b_to_a]',
  ]);
});

it('a check is a check wherever it is written', async () => {
  const files = {
    'mysql/1_a': 'CREATE TABLE a (id INT);\nALTER TABLE a ADD COLUMN b INT CHECK (b > 0);\n',
    'sqlite/1_a': 'CREATE TABLE a (id INTEGER);\nALTER TABLE a ADD COLUMN b INTEGER CHECK (b > 0);\n',
  };
  expect(await found(files)).toEqual([]);
  expect(await found({ ...files, 'sqlite/1_a': files['sqlite/1_a'].replace(' CHECK (b > 0)', '') })).toEqual([
    'sqlite/1_a:2:1 a check of table "a" is made for MySQL, and not for SQLite. [mysql/1_a.up.sql:2 MySQL: b > 0]',
  ]);
});

it('a key that one of three has named otherwise is one difference', async () => {
  const table = 'CREATE TABLE a (id INT NOT NULL);\n';
  const files = {
    'mysql/1_a': `${table}CREATE INDEX a_other ON a (id);\n`,
    'postgres/1_a': `${table}CREATE INDEX a_id ON a (id);\n`,
    'sqlite/1_a': `${table}CREATE INDEX a_id ON a (id);\n`,
  };
  expect(await found(files)).toEqual([
    expect.stringMatching(
      /^mysql\/1_a:2:1 index "a_id" of table "a" is a_id on SQLite and PostgreSQL and a_other on MySQL:/,
    ),
  ]);
});

describe('numbers that are given by themselves', () => {
  const mysql =
    'CREATE TABLE a (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, b INT);\nCREATE INDEX a_b ON a (b);\n';
  it('are there in SQLite without AUTOINCREMENT, where the key is an INTEGER', async () => {
    const sqlite =
      'CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, b INTEGER);\nCREATE INDEX a_b ON a (b);\n';
    expect(await found({ 'mysql/1_a': mysql, 'sqlite/1_a': sqlite })).toEqual([]);
  });

  it('and are not where it is an INT: told at the column', async () => {
    const sqlite =
      'CREATE TABLE a (\n  id INT NOT NULL PRIMARY KEY, b INTEGER);\nCREATE INDEX a_b ON a (b);\n';
    expect(await found({ 'mysql/1_a': mysql, 'sqlite/1_a': sqlite })).toEqual([
      'sqlite/1_a:2:3 the automatic number of column "id" of table "a" is made for MySQL, and not for SQLite. [mysql/1_a.up.sql:1 MySQL: automatic]',
    ]);
  });
});

describe('one schema as each engine has to be told, where the engines themselves show no unexplained difference', () => {
  const found = async (files: Readonly<Record<string, string>>) => {
    const { diagnostics } = await check(files, { rules: [RULE] });
    return diagnostics.map(({ data }) => [data?.kind, data?.object]);
  };

  it('is found to be one', async () => {
    expect(await found(IN_OWN_WORDS)).toEqual([]);
  });

  it.each(NOT_THE_SAME)('is not, with $what', async (one) => {
    expect(await found(changed(one))).toEqual([one.found]);
  });

  it('is not, with unique keys over beginnings of different lengths', async () => {
    const unique = Object.fromEntries(
      Object.entries(IN_OWN_WORDS).map(([file, text]) => [
        file,
        text.replace('CREATE INDEX', 'CREATE UNIQUE INDEX'),
      ]),
    );
    expect(await found(unique)).toEqual([['index-parts', 'notes_name']]);
    const equal = Object.fromEntries(
      Object.entries(unique).map(([file, text]) => [file, text.replace('255', '191')]),
    );
    expect(await found(equal)).toEqual([]);
  });
});
