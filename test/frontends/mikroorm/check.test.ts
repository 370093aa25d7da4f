/** MikroORM's migrations: what they ask for is sent when their method has ended, as it stands. */
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { loadFrameworks } from '../../../src/frameworks.ts';
import { sqlOfProject } from '../../../src/sql.ts';
import { project } from '../../project/support.ts';

const PACKAGE = JSON.stringify(
  {
    dependencies: {
      '@mikro-orm/core': '6.4.1',
      '@mikro-orm/migrations': '6.4.1',
      '@mikro-orm/postgresql': '6.4.1',
    },
  },
  null,
  2,
);

const migration = (name: string, body: string): string =>
  `import { Migration } from '@mikro-orm/migrations';\n\nexport class ${name} extends Migration {\n${body}\n}\n`;

const FILES = {
  'package.json': PACKAGE,
  'src/migrations/Migration20240101.ts': migration(
    'Migration20240101',
    `  async up(): Promise<void> {
    this.addSql('create table "a" ("id" serial primary key, "name" varchar(80) not null);');
    for (const column of ['x', 'y']) this.addSql(\`alter table "a" add column "\${column}" int;\`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table if exists "a" cascade;');
  }`,
  ),
  'src/migrations/Migration20240102.ts': migration(
    'Migration20240102',
    `  async up(): Promise<void> {
    this.addSql('create index concurrently "a_x" on "a" ("x")');
    await this.execute('create table b (id int)');
    const rows = await this.execute('select id from a');
    for (const row of rows) this.addSql(\`delete from a where id = \${row.id}\`);
  }

  isTransactional(): boolean {
    return false;
  }`,
  ),
};

describe('migrations of MikroORM', () => {
  it('are sent in order of their names, queries at once and what they add at the end', async () => {
    const root = project(FILES);
    await loadFrameworks(root);
    const [{ migrations }] = sqlOfProject(root, { engines: ['postgres'] }).engines as never as [
      { migrations: { file: string; up: { sql: string }[]; down: { sql: string }[]; unknown: unknown[] }[] },
    ];
    expect(migrations.map(({ up, down }) => [...up, ...down].map(({ sql }) => sql))).toEqual([
      [
        'create table "a" ("id" serial primary key, "name" varchar(80) not null)',
        'alter table "a" add column "x" int',
        'alter table "a" add column "y" int',
        'drop table if exists "a" cascade',
      ],
      ['create table b (id int)', 'select id from a', 'create index concurrently "a_x" on "a" ("x")'],
    ]);
    expect(migrations.flatMap(({ unknown }) => unknown)).toEqual([]);
  });

  it('are judged on the engine of the driver, each outside of a transaction that says so', async () => {
    const result = await checkProject(project(FILES));
    expect(result.project.framework?.value).toBe('mikroorm');
    expect(result.targets.map(({ engine }) => engine)).toEqual(['postgres']);
    expect(result.verdicts.map(({ direction, outcome }) => [direction, outcome])).toEqual([
      ['up', 'accepts'],
      ['up', 'accepts'],
      ['down', 'accepts'],
    ]);
    const inside = project({
      ...FILES,
      'src/migrations/Migration20240102.ts': FILES['src/migrations/Migration20240102.ts'].replace(
        'return false',
        'return true',
      ),
    });
    const refused = (await checkProject(inside)).verdicts.find(({ outcome }) => outcome === 'refuses');
    expect(refused).toMatchObject({ code: '25001', line: 5 });
  });

  it('that go past their own methods are reported', async () => {
    const root = project({
      ...FILES,
      'src/migrations/Migration20240103.ts': migration(
        'Migration20240103',
        `  async up(): Promise<void> {
    const knex = this.getKnex();
    await knex.schema.dropTable('a');
    this.addSql(process.env.SQL);
  }`,
      ),
    });
    const { coverage } = await checkProject(root);
    expect(coverage.unknown.map(({ span, reason }) => [span.start.line, reason])).toEqual([
      [6, expect.stringMatching(/getKnex\(\)/)],
      [7, 'the SQL cannot be known: the environment variable SQL'],
    ]);
  });
});
