/** `wrapIdentifier` and other settings of Knex: expected is what knex 3.3 sends with objection 3.1 and lodash 4.17. */
import { describe, expect, it } from 'vitest';
import { snakeCase } from '../../../src/frontends/knex/objection.ts';
import { sqlOfProject } from '../../../src/sql.ts';
import { checked, knexProject, sent, unknown, up } from './project.ts';

const TABLE = `
await knex.schema.createTable('userAccounts', (table) => {
  table.increments('id');
  table.string('firstName2').notNullable().index();
  table.integer('homeURLId').unsigned().references('id').inTable('homeURLs');
  table.unique(['firstName2', 'homeURLId']);
});
`;

const knexfile = (settings: string, head = ''): Readonly<Record<string, string>> => ({
  'knexfile.js': `${head}\nmodule.exports = { client: 'pg', ${settings} };\n`,
});
const OBJECTION = "const { knexSnakeCaseMappers, knexIdentifierMapping } = require('objection');";

const DEFAULT = [
  'create table "user_accounts" ("id" serial primary key, "first_name2" varchar(255) not null, "home_urlid" integer)',
  'create index "useraccounts_firstname2_index" on "user_accounts" ("first_name2")',
  'alter table "user_accounts" add constraint "useraccounts_homeurlid_foreign" foreign key ("home_urlid") references "home_urls" ("id")',
  'alter table "user_accounts" add constraint "useraccounts_firstname2_homeurlid_unique" unique ("first_name2", "home_urlid")',
];

describe('knexSnakeCaseMappers of Objection', () => {
  it.each([
    ['', DEFAULT],
    [
      '{ upperCase: true }',
      [
        'create table "USER_ACCOUNTS" ("ID" serial primary key, "FIRST_NAME2" varchar(255) not null, "HOME_URLID" integer)',
        'create index "USERACCOUNTS_FIRSTNAME2_INDEX" on "USER_ACCOUNTS" ("FIRST_NAME2")',
        'alter table "USER_ACCOUNTS" add constraint "USERACCOUNTS_HOMEURLID_FOREIGN" foreign key ("HOME_URLID") references "HOME_URLS" ("ID")',
        'alter table "USER_ACCOUNTS" add constraint "USERACCOUNTS_FIRSTNAME2_HOMEURLID_UNIQUE" unique ("FIRST_NAME2", "HOME_URLID")',
      ],
    ],
    [
      '{ underscoreBeforeDigits: true }',
      [
        'create table "user_accounts" ("id" serial primary key, "first_name_2" varchar(255) not null, "home_urlid" integer)',
        'create index "useraccounts_firstname_2_index" on "user_accounts" ("first_name_2")',
        'alter table "user_accounts" add constraint "useraccounts_homeurlid_foreign" foreign key ("home_urlid") references "home_urls" ("id")',
        'alter table "user_accounts" add constraint "useraccounts_firstname_2_homeurlid_unique" unique ("first_name_2", "home_urlid")',
      ],
    ],
    [
      '{ underscoreBetweenUppercaseLetters: true }',
      [
        'create table "user_accounts" ("id" serial primary key, "first_name2" varchar(255) not null, "home_u_r_l_id" integer)',
        'create index "useraccounts_firstname2_index" on "user_accounts" ("first_name2")',
        'alter table "user_accounts" add constraint "useraccounts_homeurlid_foreign" foreign key ("home_u_r_l_id") references "home_u_r_ls" ("id")',
        'alter table "user_accounts" add constraint "useraccounts_firstname2_homeurlid_unique" unique ("first_name2", "home_u_r_l_id")',
      ],
    ],
  ])('with %s', (options, expected) => {
    expect(
      sent({ ...knexfile(`...knexSnakeCaseMappers(${options})`, OBJECTION), ...up(TABLE) }, 'postgres'),
    ).toEqual(expected);
  });

  it('maps letters beyond ASCII, and names of one letter', () => {
    expect(['fooBar', 'äöÖüÜÅäb', 'A', 'foo12Bar', 'FOO_BAR', ''].map((name) => snakeCase(name))).toEqual([
      'foo_bar',
      'äö_öü_üåäb',
      'a',
      'foo12_bar',
      'foo__bar',
      '',
    ]);
  });

  it('is found in what the knexfile imports', () => {
    const files = {
      'knexfile.ts':
        "import { database } from './src/config/database';\nexport default { development: database };\n",
      'src/config/database.ts': `import { knexSnakeCaseMappers } from 'objection';\nexport const database = { client: 'pg', ...knexSnakeCaseMappers() };\n`,
    };
    expect(sent({ ...files, ...up(TABLE) }, 'postgres')).toEqual(DEFAULT);
  });

  it('is found in the application where there is no knexfile', () => {
    const files = {
      'src/database.module.ts':
        "import { knexSnakeCaseMappers } from 'objection';\n@Module({ providers: [{ useFactory: (config) => ({ client: config.get('client'), ...knexSnakeCaseMappers() }) }] })\nexport class DatabaseModule {}\n",
    };
    expect(sent({ ...files, ...up(TABLE) }, 'postgres')).toEqual(DEFAULT);
  });

  it('is not that of the application where a knexfile says nothing of it', () => {
    const files = {
      ...knexfile(''),
      'src/database.js': `${OBJECTION}\nmodule.exports = { ...knexSnakeCaseMappers() };\n`,
    };
    expect(sent({ ...files, ...up(TABLE) }, 'postgres')[0]).toContain('create table "userAccounts"');
  });
});

describe('wrapIdentifier', () => {
  it.each([
    ['wrapIdentifier: (value, origImpl) => origImpl(_.snakeCase(value))', "const _ = require('lodash');"],
    [
      'wrapIdentifier(value, origImpl) { return origImpl(snakeCase(value)); }',
      "const { snakeCase } = require('lodash');",
    ],
    [
      'wrapIdentifier',
      "const snakeCase = require('lodash/snakeCase');\nconst wrapIdentifier = (value, origImpl) => origImpl(snakeCase(value));",
    ],
  ])('with lodash: %s', (settings, head) => {
    expect(sent({ ...knexfile(settings, head), ...up(TABLE) }, 'postgres')[0]).toBe(
      'create table "user_accounts" ("id" serial primary key, "first_name_2" varchar(255) not null, "home_url_id" integer)',
    );
  });

  it('of the project’s own is evaluated', () => {
    const settings =
      'wrapIdentifier: (value, wrap) => wrap(value === "*" ? value : `app_${value.toLowerCase()}`)';
    expect(
      sent(
        { ...knexfile(settings), ...up("await knex('userAccounts').insert({ firstName: 'x' });") },
        'mysql',
      ),
    ).toEqual(['insert into `app_useraccounts` (`app_firstname`) values (?) -- ["x"]']);
  });

  it('that is not known leaves small letters as they are, and tells of others', () => {
    const settings = "wrapIdentifier: require('some-package').wrap";
    const files = {
      ...knexfile(settings),
      ...up(
        "await knex.schema.createTable('ports', (t) => { t.string('name'); });\nawait knex.schema.createTable('shipYards', (t) => { t.string('name'); });",
      ),
    };
    expect(sent(files, 'postgres')).toEqual(['create table "ports" ("name" varchar(255))']);
    expect(unknown(files, 'postgres')).toEqual([
      '4: the SQL cannot be known: what wrapIdentifier (knexfile.js:2) makes of "shipYards"',
    ]);
  });

  it('is asked for the tables that SQLite rebuilds, and not for values that are bound', () => {
    const files = {
      ...knexfile('...knexSnakeCaseMappers()', OBJECTION),
      ...up(`
        await knex.schema.createTable('userAccounts', (t) => { t.increments('id'); t.string('firstName'); t.string('lastName').notNullable(); });
        await knex.schema.alterTable('userAccounts', (t) => { t.dropColumn('firstName'); });
        await knex.schema.alterTable('userAccounts', (t) => { t.string('lastName', 100).alter(); });
        if (await knex.schema.hasTable('userAccounts')) await knex('userAccounts').insert({ lastName: 'x' });
        if (await knex.schema.hasColumn('userAccounts', 'lastName')) await knex('userAccounts').del();
      `),
    };
    expect(sent(files, 'sqlite').filter((sql) => /^(?:create|insert|drop|alter|delete)/i.test(sql))).toEqual([
      'create table `user_accounts` (`id` integer not null primary key autoincrement, `first_name` varchar(255), `last_name` varchar(255) not null)',
      'CREATE TABLE `_knex_temp_alter000` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `last_name` varchar(255) NOT NULL)',
      'INSERT INTO "_knex_temp_alter000" SELECT "id", "last_name" FROM "user_accounts"',
      'DROP TABLE "user_accounts"',
      'ALTER TABLE "_knex_temp_alter000" RENAME TO "user_accounts"',
      'CREATE TABLE `_knex_temp_alter000` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `last_name` varchar(100))',
      'INSERT INTO "_knex_temp_alter000" SELECT * FROM "user_accounts"',
      'DROP TABLE "user_accounts"',
      'ALTER TABLE "_knex_temp_alter000" RENAME TO "user_accounts"',
      // hasColumn() compares "last_name" with "lastname"
      'insert into `user_accounts` (`last_name`) values (?) -- ["x"]',
    ]);
  });

  it('does not reach the name that MySQL is asked for when a column is renamed, and Knex throws', async () => {
    const { diagnostics } = await checked(
      {
        ...knexfile('...knexSnakeCaseMappers()', OBJECTION),
        ...up(`
          await knex.schema.createTable('userAccounts', (t) => { t.increments('id'); t.string('firstName'); });
          await knex.schema.alterTable('userAccounts', (t) => { t.renameColumn('firstName', 'lastName'); });
        `),
      },
      ['mysql', 'postgres'],
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        engines: ['mysql@8.4'],
        message: expect.stringContaining("Cannot read properties of undefined (reading 'Type')"),
      },
    ]);
  });
});

describe('useNullAsDefault', () => {
  const files = up("await knex('a').insert([{ b: 1 }, { c: 2 }]);");

  it('is off where the configuration does not turn it on', () => {
    expect(sent(files, 'mysql')).toEqual([
      'insert into `a` (`b`, `c`) values (?, DEFAULT), (DEFAULT, ?) -- [1,2]',
    ]);
  });

  it('is on where it does', () => {
    const root = knexProject({ ...knexfile('useNullAsDefault: true'), ...files });
    const [{ migrations }] = sqlOfProject(root, { engines: ['postgres'] }).engines as never as [
      { migrations: readonly { up: readonly { sql: string }[] }[] },
    ];
    expect(migrations[0]?.up.map(({ sql }) => sql)).toEqual([
      'insert into "a" ("b", "c") values ($1, $2), ($3, $4)',
    ]);
  });
});
