/**
 * The SQL of Knex migrations. What is expected is what knex 3.3 sends for the same calls; test/corpus/knex.mjs compares
 * whole projects with the real library on real servers.
 */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { sent, unknown, up } from './project.ts';

const makeKnex = createRequire(import.meta.url)('knex') as (config: object) => {
  schema: { createTable(name: string, callback: (table: never) => void): { toSQL(): { sql: string }[] } };
};

/** The library's own words for a table. */
function knexSays(client: string, callback: (table: never) => void): string[] {
  return makeKnex({ client })
    .schema.createTable('items', callback)
    .toSQL()
    .map(({ sql }) => sql);
}

describe('a table', () => {
  const columns = `
    table.increments('id');
    table.string('name', 40).notNullable().index();
    table.decimal('price', 8, 2).defaultTo(0).comment('net');
    table.enu('kind', ['a', 'b']);
    table.uuid('owner').references('id').inTable('owners').onDelete('CASCADE');
    table.unique(['name', 'price']);`;
  // biome-ignore lint/security/noGlobalEval: the same text for both
  const callback = eval(`(table) => {${columns}}`) as (table: never) => void;

  it.each([
    ['sqlite', 'better-sqlite3'],
    ['mysql', 'mysql2'],
    ['mariadb', 'mysql2'],
    ['postgres', 'pg'],
  ])('is on %s what the library makes of it', (engine, client) => {
    const own = sent(up(`await knex.schema.createTable('items', (table) => {${columns}});`), engine);
    expect(own).toEqual(knexSays(client, callback));
    expect(own.length).toBeGreaterThan(2);
  });

  it('has its automatic names in lower case, and _pkey', () => {
    const body = `await knex.schema.createTable('Orders', (t) => {
      t.integer('Shop'); t.integer('No'); t.primary(['Shop', 'No']); t.index(['No', 'Shop']);
    });`;
    expect(sent(up(body), 'postgres')).toEqual([
      'create table "Orders" ("Shop" integer, "No" integer, constraint "Orders_pkey" primary key ("Shop", "No"))',
      'create index "orders_no_shop_index" on "Orders" ("No", "Shop")',
    ]);
  });
});

describe('the code', () => {
  it('is evaluated: constants, loops, templates, spread, destructuring, Promise.all, then', () => {
    const body = `
      const { names, ...rest } = { names: ['a', 'b'], size: 10 };
      await Promise.all(names.map((name) => knex.schema.createTable(\`t_\${name}\`, (t) => t.string('s', rest.size))));
      for (let i = 0; i < 2; i++) await knex.schema.alterTable('t_a', (t) => { t.integer('n' + i); });
      return knex.schema.dropTable('t_b').then(() => knex.schema.renameTable('t_a', [...names, 'z'].join('')));`;
    expect(sent(up(body), 'mysql')).toEqual([
      'create table `t_a` (`s` varchar(10))',
      'create table `t_b` (`s` varchar(10))',
      'alter table `t_a` add `n0` int',
      'alter table `t_a` add `n1` int',
      'drop table `t_b`',
      'rename table `t_a` to `abz`',
    ]);
  });

  it('reaches the project’s own files, in both kinds of modules, with classes and types', () => {
    const files = {
      'lib/base.ts': `export abstract class Base { constructor(protected readonly table: string) {}
        get name(): string { return this.table + this.suffix(); } protected suffix(): string { return ''; } }`,
      'lib/thing.ts': `import { Base } from './base.js';
        export default class Thing extends Base { static KIND = 'x' as const; protected override suffix() { return '_' + Thing.KIND; } }
        export enum Size { Small = 3, Large }`,
      'lib/old.cjs': `module.exports = { add: (table) => table.boolean('old') };`,
      'migrations/1_a.ts': `import type { Knex } from 'knex';
        import Thing, { Size } from '../lib/thing';
        import * as old from '../lib/old.cjs';
        export const up = async (knex: Knex): Promise<void> => {
          await knex.schema.createTable(new Thing('t').name, (table) => { table.string('s', Size.Large); old.add(table); });
        };`,
    };
    expect(sent(files, 'sqlite')).toEqual(['create table `t_x` (`s` varchar(4), `old` boolean)']);
  });

  it('asks for the dialect, also in the callback of a table', () => {
    const body = `await knex.schema.createTable('t', function (table) {
      if (knex.client.config.client === 'pg') table.jsonb('data'); else this.text('data');
    });`;
    expect(sent(up(body), 'postgres')).toEqual(['create table "t" ("data" jsonb)']);
    expect(sent(up(body), 'mysql')).toEqual(['create table `t` (`data` text)']);
  });

  it('asks for the schema so far', () => {
    const body = `
      if (await knex.schema.hasTable('t')) throw new Error('it is there');
      await knex.schema.createTable('t', (t) => { t.integer('a'); });
      if (!(await knex.schema.hasColumn('t', 'b'))) await knex.schema.table('t', (t) => { t.integer('b'); });
      if (await knex.schema.hasColumn('t', 'a')) await knex.schema.table('t', (t) => { t.dropColumn('a'); });`;
    expect(sent(up(body), 'postgres')).toEqual([
      'create table "t" ("a" integer)',
      'alter table "t" add column "b" integer',
      'alter table "t" drop column "a"',
    ]);
  });

  it('asks for rows that nobody wrote', () => {
    const body = `
      await knex.schema.createTable('t', (t) => { t.increments('id'); });
      const rows = await knex('t').select('id');
      for (const row of rows) await knex('t').where('id', row.id).del();
      if (!(await knex('t').first())) await knex('t').insert({ id: 7 });`;
    const statements = sent(up(body), 'mysql').filter((sql) => !sql.startsWith('select'));
    expect(statements).toEqual([
      'create table `t` (`id` int unsigned not null auto_increment primary key)',
      'insert into `t` (`id`) values (?) -- [7]',
    ]);
  });

  it('reads SQL from the project’s files', () => {
    const files = {
      'sql/one.sql': 'create table s (a int)',
      ...up(
        "await knex.raw(fs.readFileSync(path.join(__dirname, '../sql/one.sql'), 'utf8'));",
        "const fs = require('node:fs'); const path = require('path');",
      ),
    };
    expect(sent(files, 'mysql')).toEqual(['create table s (a int)']);
  });
});

describe('a table that SQLite cannot alter', () => {
  const made = `await knex.schema.createTable('t', (t) => { t.increments('id'); t.string('a'); t.string('b').index(); });`;

  it('is rebuilt as knex does it', () => {
    const body = `${made}
      await knex.schema.alterTable('t', (t) => { t.dropColumn('a'); });
      await knex.schema.alterTable('t', (t) => { t.integer('b').notNullable().alter(); });`;
    expect(sent(up(body), 'sqlite')).toEqual([
      'create table `t` (`id` integer not null primary key autoincrement, `a` varchar(255), `b` varchar(255))',
      'create index `t_b_index` on `t` (`b`)',
      'CREATE TABLE `_knex_temp_alter000` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `b` varchar(255))',
      'INSERT INTO "_knex_temp_alter000" SELECT "id", "b" FROM "t"',
      'DROP TABLE "t"',
      'ALTER TABLE "_knex_temp_alter000" RENAME TO "t"',
      'CREATE INDEX `t_b_index` on `t` (`b`)',
      'PRAGMA foreign_keys = OFF',
      'CREATE TABLE `_knex_temp_alter000` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `b` integer NOT NULL)',
      'INSERT INTO "_knex_temp_alter000" SELECT * FROM "t"',
      'DROP TABLE "t"',
      'ALTER TABLE "_knex_temp_alter000" RENAME TO "t"',
      'CREATE INDEX `t_b_index` on `t` (`b`)',
      'PRAGMA foreign_keys = ON',
    ]);
  });

  it('and one that MySQL renames a column of is asked for its definition', () => {
    const body = `await knex.schema.createTable('t', (t) => { t.string('a', 20).notNullable().defaultTo('x'); });
      await knex.schema.alterTable('t', (t) => { t.renameColumn('a', 'b'); });`;
    expect(sent(up(body), 'mysql')[1]).toMatch(
      /^alter table `t` change `a` `b` varchar\(20\) NOT NULL DEFAULT 'x' COLLATE 'utf8mb4_\w+'$/,
    );
  });
});

describe('what cannot be known', () => {
  it('is told with its place and reason, and both branches are looked at', () => {
    const body = `const kind = process.env.KIND;
      if (kind === 'a') await knex.schema.createTable('t', (t) => { t.integer('x'); });
      await knex.schema.createTable(kind, (t) => { t.integer('x'); });`;
    expect(unknown(up(body), 'mysql')).toEqual([
      '4: may be sent (the environment variable KIND): create table `t` (`x` int)',
      '5: createTable(): the environment variable KIND',
    ]);
  });

  it('is told where a package is handed knex', () => {
    const body = "await helper(knex); await knex.schema.createTable('t', (t) => { t.integer('x'); });";
    expect(unknown(up(body, "const { helper } = require('some-package');"), 'mysql')).toEqual([
      '3: it is handed knex: the package some-package, which is not evaluated',
    ]);
  });

  it('ends a loop without end', () => {
    expect(unknown(up('for (;;) knex.fn.now();'), 'mysql')).toEqual([
      expect.stringMatching(/evaluation was given up after \d+ steps/),
    ]);
  });

  it('leads to none of dialint’s own objects', () => {
    const reached =
      "[[].constructor, ''.__proto__, ({}).__proto__, (() => {}).constructor, knex.constructor]";
    const body = `await knex.schema.createTable('t', (t) => { t.integer(${reached}.map(String).join('_')); });`;
    expect(sent(up(body), 'mysql')).toEqual([
      `create table \`t\` (\`${Array(5).fill('undefined').join('_')}\` int)`,
    ]);
    expect(unknown(up("await knex.schema.raw(knex.client.pool.acquire('x'));"), 'mysql')).toEqual([
      "3: the SQL cannot be known: the client's pool",
    ]);
  });
});
