/** --staged, --since and --fix for migrations that are no PHP, with a real git. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { git, write } from '../support/git-repository.ts';
import { dialint } from './harness.ts';

interface Kind {
  readonly name: string;
  readonly project: Readonly<Record<string, string>>;
  readonly file: string;
  /** A migration whose index has an automatic name of more than 64 characters, or the name that is given. */
  text(table: string, long: boolean): string;
  /** What `--fix` makes of the long one; absent: nothing. */
  readonly fixed?: RegExp;
}

const A = 'a_column_whose_name_is_not_a_short_one_at_all_but';
const B = 'would_still_be_taken_by_itself_by_any_engine';

const KINDS: readonly Kind[] = [
  {
    name: 'Knex',
    project: {
      'package.json': JSON.stringify({ dependencies: { knex: '^3.1.0', mysql2: '^3.0.0' } }),
      'knexfile.js': `module.exports = { client: 'mysql2' };\n`,
    },
    file: 'migrations/20260102000000_two.js',
    text: (table, long) => `exports.up = (knex) =>
  knex.schema.createTable('${table}', (t) => {
    t.increments();
    t.integer('${A}');
    t.integer('${B}');
    t.index(${long ? `['${A}', '${B}']` : `['${B}']`});
  });
exports.down = (knex) => knex.schema.dropTable('${table}');
`,
    fixed: /\n {4}t\.index\(\['\w+', '\w+'\], '\w{1,64}'\);\n/,
  },
  {
    name: 'Sequelize',
    project: {
      'package.json': JSON.stringify({ dependencies: { sequelize: '^6.37.0', mysql2: '^3.0.0' } }),
      'config/config.json': '{ "production": { "dialect": "mysql" } }',
    },
    file: 'migrations/20260102000000-two.js',
    text: (table, long) => `module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable('${table}', {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      ${A}: { type: Sequelize.INTEGER },
      ${B}: { type: Sequelize.INTEGER },
    });
    await queryInterface.addIndex('${table}', ${long ? `['${A}', '${B}']` : `['${B}']`});
  },
  async down(queryInterface) {
    await queryInterface.dropTable('${table}');
  },
};
`,
    fixed: /addIndex\('\w+', \['\w+', '\w+'\], \{ name: '\w{1,64}' \}\)/,
  },
  {
    name: 'TypeORM',
    project: {
      'package.json': JSON.stringify({ dependencies: { typeorm: '^1.1.0', mysql2: '^3.0.0' } }),
      'src/data-source.ts': `export default new DataSource({ type: 'mysql' });\n`,
    },
    file: 'src/migrations/1767312000000-Two.ts',
    text: (table, long) => `import { MigrationInterface, QueryRunner } from 'typeorm';
export class Two1767312000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE ${table} (id INT NOT NULL PRIMARY KEY, ${B} INT)');
    await queryRunner.query('CREATE INDEX ${long ? `${A}_${B}` : 'short'} ON ${table} (${B})');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE ${table}');
  }
}
`,
  },
  {
    name: 'SQL files',
    project: { 'dialint.json': '{ "migrations": [{ "path": "migrations", "dialect": "mysql" }] }' },
    file: 'migrations/002_two.sql',
    text: (table, long) => `CREATE TABLE ${table} (id INT NOT NULL PRIMARY KEY, ${B} INT);
CREATE INDEX ${long ? `${A}_${B}` : 'short'} ON ${table} (${B});
`,
  },
];

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-modes-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const { code, stdout, stderr } = await dialint(
    ['--no-cache', '--engine', 'mysql@8.4', '--format', 'json', ...argv],
    { cwd: root, env: { GIT_CEILING_DIRECTORIES: root }, deps: DEPS },
  );
  const result = stdout === '' ? undefined : JSON.parse(stdout);
  const found = (result?.diagnostics ?? []) as { file: string; rule: string; suppressed: unknown }[];
  return {
    code,
    stderr,
    names: found.filter(({ rule }) => rule === 'identifier-too-long').map(({ file }) => basename(file)),
  };
}

describe.each(KINDS)('$name', ({ project, file, text, fixed }) => {
  const inner = (): string => join(root, file);
  const first = file.replace(/(\d*)2(0*)([-_])(\w+)/, (_, head, zeros, dash) => `${head}1${zeros}${dash}One`);

  beforeEach(() => {
    const one = text('one', true).replaceAll('Two1767312000000', 'One1767311000000');
    write(root, { ...project, [first]: one });
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'first');
    git(root, 'checkout', '-q', '-b', 'work');
  });

  it('--staged judges what is staged, and nothing that was there', async () => {
    write(root, { [file]: text('two', true) });
    git(root, 'add', '-A');
    write(root, { [file]: text('two', false) });
    expect(await run('check', '--staged')).toMatchObject({ code: 1, names: [basename(file)] });
    git(root, 'add', '-A');
    write(root, { [file]: text('two', true) });
    expect(await run('check', '--staged')).toMatchObject({ code: 0, names: [] });
  });

  it('--since judges what has changed', async () => {
    write(root, { [file]: text('two', true) });
    expect(await run('check', '--since', 'main')).toMatchObject({ code: 1, names: [basename(file)] });
  });

  it('--fix gives the key a name, and leaves what is merged alone', async () => {
    write(root, { [file]: text('two', true) });
    const { code, stderr } = await run('check', '--fix', file);
    const now = readFileSync(inner(), 'utf8');
    if (fixed === undefined) {
      // The name is the author's own.
      expect(now).toBe(text('two', true));
      expect(code).toBe(1);
      return;
    }
    expect(now, stderr).toMatch(fixed);
    expect(await run('check', file)).toMatchObject({ names: [] });
    await run('check', '--fix', first);
    expect(git(root, 'status', '--porcelain', first)).toBe('');
  });
});
