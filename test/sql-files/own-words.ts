/** One schema in four dialects, each as its engine has to be told; test/engines/sql-files.test.ts asks the engines. */

const MYSQL = `CREATE TABLE users (id VARCHAR(36) NOT NULL DEFAULT (UUID()) PRIMARY KEY);
CREATE TABLE notes (
  id VARCHAR(36) NOT NULL DEFAULT (UUID()) PRIMARY KEY, name TEXT NULL,
  sent TINYINT NULL, state VARCHAR(25) NULL, sheet TEXT NULL, body LONGTEXT NOT NULL,
  tags JSON NOT NULL DEFAULT (JSON_ARRAY()), options JSON NOT NULL DEFAULT (JSON_OBJECT()),
  faults LONGTEXT NULL DEFAULT ('it''s'), author VARCHAR(36) NULL,
  CONSTRAINT fk_notes_author FOREIGN KEY (author) REFERENCES users (id)) ENGINE=InnoDB;
CREATE INDEX notes_name ON notes (name(191));
`;

const POSTGRES = `CREATE TABLE users (id UUID NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY);
CREATE TABLE notes (
  id UUID NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY, name TEXT NULL,
  sent BOOL NULL, state TEXT NULL, sheet UUID NULL, body VARCHAR NOT NULL,
  tags JSONB NOT NULL DEFAULT '[]', options JSONB NOT NULL DEFAULT '{}',
  faults TEXT NULL DEFAULT 'it''s', author UUID NULL,
  CONSTRAINT fk_author FOREIGN KEY (author) REFERENCES users (id));
CREATE INDEX notes_name ON notes (substring(name from 1 for 255));
`;

const SQLITE = `CREATE TABLE users (id UUID NOT NULL DEFAULT (lower(hex(randomblob(16)))) PRIMARY KEY);
CREATE TABLE notes (
  id UUID NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(12)))) PRIMARY KEY, name TEXT NULL,
  sent BOOLEAN NULL, state VARCHAR NULL, sheet VARCHAR NULL, body VARCHAR NOT NULL,
  tags TEXT NOT NULL DEFAULT '[]', options TEXT NOT NULL DEFAULT '{}',
  faults TEXT NULL DEFAULT 'it''s', author UUID NULL,
  CONSTRAINT fk_author FOREIGN KEY (author) REFERENCES users (id));
CREATE INDEX notes_name ON notes (substr(name, 1, 255));
`;

export const IN_OWN_WORDS = {
  'migrations/mysql/1_notes.up.sql': MYSQL,
  'migrations/mariadb/1_notes.up.sql': MYSQL.replace(
    'JSON NOT NULL DEFAULT (JSON_ARRAY())',
    "JSON NOT NULL DEFAULT '[]'",
  ),
  'migrations/postgres/1_notes.up.sql': POSTGRES,
  'migrations/sqlite/1_notes.up.sql': SQLITE,
};

/** What is another schema, although it looks much like the above. */
export const NOT_THE_SAME: readonly {
  readonly what: string;
  readonly dialect: keyof typeof IN_OWN_WORDS;
  readonly from: string;
  readonly to: string;
  readonly found: readonly [kind: string, object: string];
}[] = [
  {
    what: 'an identifier that nobody makes on one engine',
    dialect: 'migrations/mysql/1_notes.up.sql',
    from: 'users (id VARCHAR(36) NOT NULL DEFAULT (UUID())',
    to: 'users (id VARCHAR(36) NOT NULL',
    found: ['default', 'id'],
  },
  {
    what: 'a boolean that is a number of 32 bits',
    dialect: 'migrations/mysql/1_notes.up.sql',
    from: 'sent TINYINT',
    to: 'sent INT',
    found: ['type', 'sent'],
  },
  {
    what: 'another empty document',
    dialect: 'migrations/mysql/1_notes.up.sql',
    from: 'JSON_ARRAY()',
    to: 'JSON_OBJECT()',
    found: ['default', 'tags'],
  },
  {
    what: 'a foreign key of another name',
    dialect: 'migrations/postgres/1_notes.up.sql',
    from: 'fk_author',
    to: 'fk_writer',
    found: ['foreign-key', 'author to users'],
  },
  {
    what: 'the beginning of another column',
    dialect: 'migrations/postgres/1_notes.up.sql',
    from: 'substring(name',
    to: 'substring(state',
    found: ['index-parts', 'notes_name'],
  },
];

export function changed({ dialect, from, to }: (typeof NOT_THE_SAME)[number]): Record<string, string> {
  const text = IN_OWN_WORDS[dialect];
  if (!text.includes(from)) throw new Error(`${dialect} does not hold ${from}`);
  return { ...IN_OWN_WORDS, [dialect]: text.replace(from, to) };
}
