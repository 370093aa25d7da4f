import type { PairDifference } from '../src/lint/dialect-pairs.ts';
import { ids } from '../src/lint/groups.ts';
import type { Rule, RuleExample } from '../src/lint/rule.ts';
import { joinWords, listEngines, quote, sentences } from '../src/lint/wording.ts';
import type { Difference, DifferenceKind, Target } from '../src/schema/index.ts';

/** What is there or not, rather than another. */
const PRESENCE: ReadonlySet<DifferenceKind> = new Set([
  'table',
  'column',
  'index',
  'foreign-key',
  'check',
  'primary-key',
  'auto-increment',
  'generated',
]);

const NOUNS: Readonly<Record<DifferenceKind, string>> = {
  table: 'table',
  column: 'column',
  'column-order': 'the order of columns',
  type: 'the type of column',
  length: 'the length of column',
  nullability: 'column',
  default: 'the default of column',
  'auto-increment': 'the automatic number of column',
  generated: 'the generated column',
  collation: 'the collation of column',
  'primary-key': 'the primary key',
  index: 'index',
  'index-parts': 'index',
  unique: 'index',
  'foreign-key': 'the foreign key from',
  'foreign-key-actions': 'the foreign key from',
  check: 'check',
};

/** `index "a_b" of table "t"` */
function subject({ kind, table, object }: Difference): string {
  if (kind === 'table') return `table ${quote(table)}`;
  if (kind === 'check' && object === null) return `a check of table ${quote(table)}`;
  const name = object === null ? '' : kind.startsWith('foreign-key') ? ` ${object}` : ` ${quote(object)}`;
  return `${NOUNS[kind]}${name} of table ${quote(table)}`;
}

/** The targets by what they have. */
function byValue({ values }: Difference, targets: readonly Target[]): Map<string, Target[]> {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const value = values[target.id];
    // an engine that keeps no such thing has no part in it
    if (value === undefined) continue;
    groups.set(value, [...(groups.get(value) ?? []), target]);
  }
  return groups;
}

function messageOf(difference: Difference, targets: readonly Target[]): string {
  const groups = byValue(difference, targets);
  const missing = groups.get('') ?? [];
  if (PRESENCE.has(difference.kind) && missing.length > 0) {
    const present = [...groups].flatMap(([value, some]) => (value === '' ? [] : some));
    return `${subject(difference)} is made for ${listEngines(present, targets)}, and not for ${listEngines(missing, targets)}.`;
  }
  const each = [...groups].map(
    ([value, some]) => `${value === '' ? 'none' : value} on ${listEngines(some, targets)}`,
  );
  return `${subject(difference)} is ${joinWords(each)}: no known difference between these engines explains it.`;
}

const pair = (mysql: string, sqlite: string): Omit<RuleExample, 'title'> => ({
  file: 'migrations/sqlite/0002_profile.up.sql',
  code: `${sqlite}\n`,
  files: {
    'migrations/mysql/0001_users.up.sql':
      'CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(190) NOT NULL);\n',
    'migrations/sqlite/0001_users.up.sql':
      'CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, email VARCHAR(190) NOT NULL);\n',
    'migrations/mysql/0002_profile.up.sql': `${mysql}\n`,
  },
});

export const dialectPairDiffers: Rule = {
  id: 'dialect-pair-differs',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A project keeps a file for each dialect, and one of them makes another schema than the others.',
    why: 'Nobody sees what was forgotten in one of the files until the code that needs it runs there: tests on SQLite are green, or a customer on MySQL lacks a column. Differences that the engines have of themselves (lengths that SQLite does not keep, booleans that MySQL does not have) are known, and not reported.',
    how: 'Write the missing part into the file of that dialect, or into its next one; where the difference is meant, suppress it with a reason.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A column that was forgotten in the SQLite file',
        ...pair(
          'ALTER TABLE users ADD COLUMN name VARCHAR(80), ADD COLUMN city VARCHAR(80);',
          'ALTER TABLE users ADD COLUMN name VARCHAR(80);',
        ),
      },
      {
        title: 'A unique key that only one dialect has',
        ...pair(
          'CREATE UNIQUE INDEX users_email ON users (email);',
          'CREATE INDEX users_email ON users (email);',
        ),
      },
      {
        title: 'A default that differs',
        ...pair(
          'ALTER TABLE users ADD COLUMN visits INT NOT NULL DEFAULT 0;',
          'ALTER TABLE users ADD COLUMN visits INTEGER NOT NULL DEFAULT 1;',
        ),
      },
    ],
    good: [
      {
        title: 'The same schema in the words of each dialect',
        ...pair(
          'ALTER TABLE users ADD COLUMN name VARCHAR(80), ADD COLUMN active TINYINT(1) NOT NULL DEFAULT 1;',
          'ALTER TABLE users ADD COLUMN name TEXT;\nALTER TABLE users ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;',
        ),
      },
      {
        title: 'Keys that nobody has named bear other names on each engine',
        ...pair(
          'CREATE TABLE teams (id INT NOT NULL PRIMARY KEY, code CHAR(8) NOT NULL, UNIQUE (code));',
          'CREATE TABLE teams (id INTEGER NOT NULL PRIMARY KEY, code CHAR(8) NOT NULL, UNIQUE (code));',
        ),
      },
      {
        title: 'SQLite makes the table anew where MySQL changes it',
        ...pair(
          'ALTER TABLE users MODIFY email VARCHAR(190) NULL;',
          `CREATE TABLE users_new (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, email VARCHAR(190));
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        ),
      },
    ],
  },
  create(context) {
    const report = ({ difference, targets, places: all }: PairDifference): void => {
      const groups = byValue(difference, targets);
      const missing = groups.get('') ?? [];
      // the fewest are those that were forgotten
      const [odd = targets] =
        missing.length > 0 ? [missing] : [...groups.values()].sort((a, b) => a.length - b.length);
      const [first, ...others] = [
        ...all.filter(({ target }) => odd.includes(target)),
        ...all.filter(({ target }) => !odd.includes(target)),
      ];
      if (first === undefined || !first.reported) return;
      const seen = new Set([first.at.file]);
      context.report({
        ...first.at,
        message: sentences(messageOf(difference, targets)),
        help: 'Write it the same for each dialect, or suppress this with a reason where the difference is meant.',
        engines: ids(targets),
        related: others.flatMap(({ at, target }) => {
          if (seen.has(at.file)) return [];
          seen.add(at.file);
          const value = difference.values[target.id];
          if (value === undefined) return [];
          return [{ ...at, message: `${listEngines([target], targets)}: ${value === '' ? 'none' : value}` }];
        }),
        data: {
          kind: difference.kind,
          table: difference.table,
          object: difference.object,
          values: difference.values,
        },
        identity: `${difference.kind} ${difference.table} ${difference.object ?? ''}`,
      });
    };
    return {
      end() {
        for (const found of context.pairDifferences?.() ?? []) report(found);
      },
    };
  },
};
