/** Migrations of AdonisJS Lucid, whose schema builder is Knex's. */
import { describe, expect, it } from 'vitest';
import { checked, sent } from './project.ts';

const PACKAGE = JSON.stringify({
  dependencies: { '@adonisjs/lucid': '^21.0.0', pg: '^8.16.0' },
  imports: { '#enums/*': './app/enums/*.js' },
});

const migration = (body: string): Readonly<Record<string, string>> => ({
  'package.json': PACKAGE,
  'app/enums/states.ts': 'enum States { DRAFT = 1, PUBLIC = 2 }\nexport default States\n',
  'database/migrations/1_posts.ts': `import { BaseSchema } from '@adonisjs/lucid/schema'
import States from '#enums/states'
import { BaseModel } from '@adonisjs/lucid/orm'

class Model extends BaseModel {}

export default class extends BaseSchema {
  protected tableName = 'posts'

  async up() {
${body}
  }

  async down() {
    this.schema.dropTable(this.tableName)
  }
}
`,
});

describe('a class that extends BaseSchema', () => {
  it('sends what it has asked for when its method has ended, in order', () => {
    const body = `
    this.defer(async (db) => { await db.table(this.tableName).multiInsert([{ state: States.PUBLIC }]) })
    this.schema.createTable(this.tableName, (table) => {
      table.uuid('id').primary().defaultTo(this.raw('gen_random_uuid()').knexQuery)
      table.integer('state').notNullable().defaultTo(States.DRAFT)
      table.timestamp('created_at', { useTz: true }).defaultTo(this.now())
    })
    await Model.truncate()
    this.schema.alterTable(this.tableName, (table) => { table.index(['state'], this.db.rawQuery('x').knexQuery.toString()) })`;
    expect(sent(migration(body), 'postgres')).toEqual([
      'insert into "posts" ("state") values ($1) -- [2]',
      'create table "posts" ("id" uuid default gen_random_uuid(), "state" integer not null default \'1\', "created_at" timestamptz default CURRENT_TIMESTAMP, constraint "posts_pkey" primary key ("id"))',
      'create index "x" on "posts" ("state")',
    ]);
  });

  it('is judged, up and down', async () => {
    const { verdicts, project, diagnostics } = await checked(
      migration("this.schema.createTable(this.tableName, (table) => { table.json('a').index() })"),
      ['mysql'],
    );
    expect(project.framework).toMatchObject({ value: 'knex', from: { file: 'package.json', line: 1 } });
    expect(verdicts.map(({ direction, outcome, code, line }) => [direction, outcome, code, line])).toEqual([
      ['up', 'refuses', '3152', 11],
    ]);
    expect(diagnostics.filter(({ rule }) => rule === 'missing-down')).toEqual([]);
  });
});
