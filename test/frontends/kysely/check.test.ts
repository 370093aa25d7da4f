/** `check` on Kysely's migrations: order, engines, places of findings, what is not known. */
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { loadFrameworks } from '../../../src/frameworks.ts';
import { sqlOfProject } from '../../../src/sql.ts';
import { project } from '../../project/support.ts';

const PACKAGE = JSON.stringify({ dependencies: { kysely: '^0.28.2', pg: '^8.0.0' } }, null, 2);

const up = (body: string): string =>
  `import { type Kysely, sql } from 'kysely';\n\nexport async function up(db: Kysely<unknown>): Promise<void> {\n${body}\n}\n`;

async function sqlOf(files: Readonly<Record<string, string>>, engine = 'postgres') {
  const root = project({ 'package.json': PACKAGE, ...files });
  await loadFrameworks(root);
  return sqlOfProject(root, { engines: [engine] }).engines[0]!.migrations;
}

const texts = (found: Awaited<ReturnType<typeof sqlOf>>) =>
  found.flatMap((one) => one.up.filter(({ sql }) => !/^(?:begin|commit)$/.test(sql)).map(({ sql }) => sql));

describe('a project', () => {
  it('is Kysely’s, on the engines whose dialects its code makes, in the version of its package.json', async () => {
    const root = project({
      'package.json': PACKAGE,
      'src/database.ts': 'export const db = new Kysely({ dialect: new MysqlDialect({ pool }) });\n',
      'src/migrations/001.ts': up("  await db.schema.createTable('a').addColumn('id', 'integer').execute();"),
    });
    const result = await checkProject(root);
    expect(result.project.framework).toMatchObject({
      value: 'kysely',
      from: { file: 'package.json', line: 3 },
    });
    expect(result.project.frameworkVersion.value).toBe('0.28.2');
    expect(result.targets.map(({ engine }) => engine)).toEqual(['mysql']);
    expect(result.project.productionEngines[0]?.from).toEqual({ file: 'src/database.ts', line: 1 });
  });

  it('that only makes SQLite’s dialect runs on SQLite', async () => {
    const root = project({
      'package.json': PACKAGE,
      'src/database.ts': 'new Kysely({ dialect: new SqliteDialect({ database }) });\n',
      'src/migrations/001.ts': up("  await db.schema.createTable('a').addColumn('id', 'integer').execute();"),
    });
    expect((await checkProject(root)).targets.map(({ engine }) => engine)).toEqual(['sqlite']);
  });

  it('runs its migrations by the names that an index gives them, and those only', async () => {
    const found = await sqlOf({
      'migrations/index.ts':
        "export * as _2 from './b.js';\nimport * as first from './c.js';\nexport default { '1': first };\n",
      'migrations/a.ts': up('  await sql`select a`.execute(db);'),
      'migrations/b.ts': up("  await db.schema.dropTable('b').execute();"),
      'migrations/c.ts': up("  await db.schema.createTable('b').addColumn('id', 'integer').execute();"),
    });
    expect(found.map(({ file }) => file)).toEqual(['migrations/c.ts', 'migrations/b.ts']);
  });
});

describe('the tag sql', () => {
  it('is called with texts and values; names, literals and raw parts stand in the text', async () => {
    const found = await sqlOf({
      'migrations/1.ts': up(`
  const table = 'a';
  await sql\`update \${sql.table(table)} set \${sql.ref('a.b')} = \${1}, c = \${sql.lit('x')} where \${sql.raw('d > 2')}\`.execute(db);
  await sql\`create index \${sql.id('i')} on a (\${sql.join([sql.ref('b'), sql.ref('c')])})\`.execute(db);`),
    });
    expect(texts(found)).toEqual([
      `update "a" set "a"."b" = $1, c = 'x' where d > 2`,
      'create index "i" on a ("b", "c")',
    ]);
    expect(found[0]!.up.flatMap(({ bindings }) => bindings ?? [])).toEqual([1]);
  });

  it('with a value that only a run could tell leaves the statement known where it is a value, and not where it is text', async () => {
    const [found] = await sqlOf({
      'migrations/1.ts': up(`
  await sql\`update a set b = \${process.env.B}\`.execute(db);
  await sql\`drop table \${sql.raw(process.env.T)}\`.execute(db);`),
    });
    expect(found!.unknown).toEqual([
      { direction: 'up', line: 5, reason: 'a value is not known: the environment variable B' },
      { direction: 'up', line: 6, reason: expect.stringMatching(/the environment variable T/) },
    ]);
  });
});

describe('findings', () => {
  it('stand at the author’s call, in Kysely’s words, with the engine’s number', async () => {
    const name = 'a_name_for_an_index_that_is_longer_than_the_sixty_four_characters_which_mysql_takes';
    const root = project({
      'package.json': PACKAGE,
      'migrations/1.ts': up(`  await db.schema
    .createTable('a')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('amount', 'float4')
    .addColumn('amount', 'text')
    .execute();
  await db.schema.createIndex('${name}').on('a').column('amount').execute();`),
    });
    const { diagnostics, verdicts } = await checkProject(root, { engines: ['mysql', 'postgres'] });
    const long = diagnostics.find(({ rule }) => rule === 'identifier-too-long');
    expect(long).toMatchObject({ file: 'migrations/1.ts', span: { start: { line: 10 } } });
    const up_ = verdicts.filter(({ direction }) => direction === 'up');
    expect(up_.map(({ engine, outcome, code, line }) => [engine, outcome, code, line])).toEqual([
      ['mysql@8.4', 'refuses', '1060', 8],
      ['postgres@16', 'refuses', '42701', 8],
    ]);
    for (const { help } of diagnostics) expect(help ?? '').not.toMatch(/\$table|Schema::|DB::/);
  });

  it('a transaction within the migrator’s is what Kysely refuses', async () => {
    const root = project({
      'package.json': PACKAGE,
      'migrations/1.ts': up('  await db.transaction().execute(async (trx) => {});'),
    });
    const { verdicts } = await checkProject(root, { engines: ['postgres', 'mysql'] });
    expect(verdicts.map(({ engine, outcome, message }) => [engine, outcome, message])).toEqual([
      ['postgres@16', 'refuses', expect.stringMatching(/calling the transaction method for a Transaction/)],
      ['mysql@8.4', 'accepts', null],
    ]);
  });

  it('what is handed to code that is not there is reported', async () => {
    const root = project({
      'package.json': PACKAGE,
      'migrations/1.ts': `import { setUp } from 'elsewhere';\n${up('  await setUp(db);')}`,
    });
    const { coverage } = await checkProject(root, { engines: ['postgres'] });
    expect(coverage.unknown.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^it is handed db: /),
    ]);
  });
});
