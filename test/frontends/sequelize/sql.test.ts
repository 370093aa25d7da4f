/** What `dialint sql` says of Sequelize migrations; test/engines/sequelize.test.ts holds it against the real library. */
import { describe, expect, it } from 'vitest';
import { sent, unknown, up } from './project.ts';

const SHIPS = `await queryInterface.createTable('ships', {
  id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
  name: { type: Sequelize.STRING(40), allowNull: false },
});`;

describe('names that Sequelize makes', () => {
  it.each([
    [
      "addIndex('ships', ['harbour_id', 'name'])",
      'CREATE INDEX "ships_harbour_id_name" ON "ships" ("harbour_id", "name")',
    ],
    [
      "addIndex('shipLogs', ['harbourId'])",
      'CREATE INDEX "ship_logs_harbour_id" ON "shipLogs" ("harbourId")',
    ],
    [
      "addIndex('ships', { fields: ['name'], unique: true })",
      'CREATE UNIQUE INDEX "ships_name" ON "ships" ("name")',
    ],
    [
      "addConstraint('ships', { fields: ['name'], type: 'unique' })",
      'ALTER TABLE "ships" ADD CONSTRAINT "ships_name_uk" UNIQUE ("name")',
    ],
    [
      "addConstraint('ships', { fields: ['a'], type: 'foreign key', references: { table: 'b', field: 'id' } })",
      'ALTER TABLE "ships" ADD CONSTRAINT "ships_a_b_fk" FOREIGN KEY ("a") REFERENCES "b" ("id")',
    ],
    ["removeIndex('ships', ['harbour_id'])", 'DROP INDEX IF EXISTS "ships_harbour_id"'],
  ])('%s', (call, sql) => {
    expect(
      sent(up(`await queryInterface.${call};`), 'postgres').map((text) => text.replace(/;$/, '')),
    ).toEqual([sql]);
  });
});

describe('what is evaluated', () => {
  it('transactions, given and taken, with what they hold', () => {
    expect(
      sent(
        up(`${SHIPS}
        await queryInterface.sequelize.transaction(async (transaction) => {
          await queryInterface.bulkInsert('ships', [{ name: 'a' }], { transaction });
        });
        const t = await queryInterface.sequelize.transaction();
        try {
          await queryInterface.bulkDelete('ships', { name: 'a' }, { transaction: t });
          await t.commit();
        } catch (error) { await t.rollback(); throw error; }`),
        'mysql',
      ).slice(1),
    ).toEqual([
      'START TRANSACTION;',
      "INSERT INTO `ships` (`name`) VALUES ('a')",
      'COMMIT;',
      'START TRANSACTION;',
      "DELETE FROM `ships` WHERE `name` = 'a'",
      'COMMIT;',
    ]);
  });

  it('a transaction is rolled back where its callback throws', () => {
    expect(
      sent(
        up(`
        await queryInterface.sequelize.transaction(async () => { throw new Error('no'); }).catch(() => {});
        await queryInterface.dropTable('ships');`),
        'postgres',
      ),
    ).toEqual(['START TRANSACTION;', 'ROLLBACK;', 'DROP TABLE IF EXISTS "ships"']);
  });

  it('helpers, loops and the dialect', () => {
    const files = {
      ...up(
        `for (const name of NAMES) await add(queryInterface, Sequelize, name);
         if (queryInterface.sequelize.getDialect() === 'mysql') await queryInterface.addIndex('ships', ['flag']);`,
        "const { NAMES, add } = require('../lib/columns');",
      ),
      'lib/columns.js': `exports.NAMES = ['flag', 'home'];
        exports.add = (qi, { DataTypes }, name) => qi.addColumn('ships', name, DataTypes.STRING);`,
    };
    expect(sent(files, 'mysql')).toEqual([
      'ALTER TABLE `ships` ADD `flag` VARCHAR(255)',
      'ALTER TABLE `ships` ADD `home` VARCHAR(255)',
      'ALTER TABLE `ships` ADD INDEX `ships_flag` (`flag`)',
    ]);
    expect(sent(files, 'sqlite')).toHaveLength(2);
  });

  it("umzug's forms: named exports with a context, in TypeScript", () => {
    const text = (handle: string, call: string) => ({
      'migrations/1-a.ts': `import { DataTypes, type QueryInterface } from 'sequelize';
        export const up = async ({ context${handle} }: { context: QueryInterface }): Promise<void> => {
          await ${call}.addColumn('ships', 'flag', { type: DataTypes.CHAR(2), allowNull: false });
        };`,
    });
    const expected = ['ALTER TABLE `ships` ADD `flag` CHAR(2) NOT NULL'];
    expect(sent(text(': queryInterface', 'queryInterface'), 'sqlite')).toEqual(expected);
    expect(sent(text('', 'context'), 'sqlite')).toEqual(expected);
    expect(sent(text(': sequelize', 'sequelize.getQueryInterface()'), 'sqlite')).toEqual(expected);
  });

  it('what a project puts into the context besides is unknown, and no mistake', () => {
    const files = {
      'migrations/1-a.js': `exports.up = async ({ context: { queryInterface, logger, isSmall } }) => {
        logger.info('begins');
        await queryInterface.addColumn('ships', 'flag', queryInterface.sequelize.Sequelize.DataTypes.STRING);
      };`,
    };
    expect(sent(files, 'sqlite')).toEqual(['ALTER TABLE `ships` ADD `flag` VARCHAR(255)']);
    expect(unknown(files, 'sqlite')).toEqual([]);
  });

  it('a method that the query interface does not have is a mistake', () => {
    expect(unknown(up("await queryInterface.createTabel('a', {});"), 'sqlite')).toEqual([
      '3: Sequelize throws here: queryInterface.createTabel is not a function',
    ]);
  });

  it('types with arguments, options and new; operators; expressions', () => {
    expect(
      sent(
        up(`await queryInterface.createTable('a', {
          a: Sequelize.STRING.BINARY, b: new Sequelize.DECIMAL(8, 3), c: Sequelize.ENUM({ values: ['x', 'y'] }),
          d: { type: Sequelize.DATE, defaultValue: Sequelize.literal('CURRENT_TIMESTAMP') },
          e: Sequelize.INTEGER(11).UNSIGNED.ZEROFILL, f: { type: Sequelize.DATE, defaultValue: Sequelize.fn('now') },
        });
        await queryInterface.bulkDelete('a', { a: { [Sequelize.Op.or]: [{ [Sequelize.Op.lt]: 5 }, null] } });`),
        'mysql',
      ),
    ).toEqual([
      "CREATE TABLE IF NOT EXISTS `a` (`a` VARCHAR(255) BINARY, `b` DECIMAL(8,3), `c` ENUM('x', 'y'), " +
        '`d` DATETIME DEFAULT CURRENT_TIMESTAMP, `e` INTEGER(11) UNSIGNED ZEROFILL, `f` DATETIME DEFAULT now()) ENGINE=InnoDB',
      'DELETE FROM `a` WHERE (`a` < 5 OR `a` IS NULL)',
    ]);
  });

  it('values of SQLite are told by position, so that they can be sent', () => {
    expect(
      sent(up("await queryInterface.bulkUpdate('ships', { flag: 'DE', crew: 3 }, { id: 7 });"), 'sqlite'),
    ).toEqual(['UPDATE `ships` SET `flag`=?,`crew`=? WHERE `id` = ? -- ["DE",3,7]']);
  });
});

describe('what is asked of the database is answered from what the migrations have made', () => {
  it.each(['sqlite', 'mysql', 'mariadb', 'postgres'])('tables and columns, on %s', (engine) => {
    const answers = `${SHIPS}
      const found = [
        await queryInterface.tableExists('ships'),
        await queryInterface.tableExists('boats'),
        (await queryInterface.showAllTables()).length,
        'name' in (await queryInterface.describeTable('ships')),
        (await queryInterface.describeTable('ships')).name.allowNull,
        (await queryInterface.describeTable('ships')).flag === undefined,
      ];
      await queryInterface.bulkInsert('ships', [{ name: found.join() }]);`;
    expect(sent(up(answers), engine).at(-1)).toMatch(/'true,false,1,true,false,true'/);
  });

  it('a table that is not there is an error of Sequelize, which can be caught', () => {
    expect(
      sent(
        up(`try { await queryInterface.describeTable('ships'); }
        catch (error) { await queryInterface.bulkInsert('log', [{ text: error.message }]); }`),
        'postgres',
      ),
    ).toEqual([
      `INSERT INTO "log" ("text") VALUES ('No description found for "ships" table. Check the table name and schema; remember, they _are_ case sensitive.')`,
    ]);
  });

  it('MySQL is asked for the foreign keys of a column before it goes', () => {
    expect(
      sent(
        up(`${SHIPS}
        await queryInterface.createTable('logs', {
          ship_id: { type: Sequelize.INTEGER, references: { model: 'ships', key: 'id' } },
        });
        await queryInterface.removeColumn('logs', 'ship_id');`),
        'mysql',
      ).slice(2),
    ).toEqual(['ALTER TABLE `logs` DROP FOREIGN KEY `logs_ibfk_1`', 'ALTER TABLE `logs` DROP `ship_id`']);
  });

  it('an error of the engine has the driver’s inside', () => {
    expect(
      sent(
        up(`${SHIPS}
        try { await queryInterface.addColumn('ships', 'name', Sequelize.STRING); }
        catch (error) { await queryInterface.bulkInsert('log', [{ a: error.name, b: error.original.code }]); }`),
        'postgres',
      ).at(-1),
    ).toBe(`INSERT INTO "log" ("a","b") VALUES ('SequelizeDatabaseError','42701')`);
  });

  it('enumerated types of PostgreSQL are made once', () => {
    const statements = sent(
      up(`await queryInterface.createTable('a', { kind: Sequelize.ENUM('x', 'y') });
      await queryInterface.addColumn('a', 'state', { type: Sequelize.ENUM('on'), defaultValue: 'on' });`),
      'postgres',
    );
    expect(statements.map((sql) => sql.slice(0, 60))).toEqual([
      `DO 'BEGIN CREATE TYPE "public"."enum_a_kind" AS ENUM(''x'', `,
      'CREATE TABLE IF NOT EXISTS "a" ("kind" "public"."enum_a_kind',
      `DO 'BEGIN CREATE TYPE "public"."enum_a_state" AS ENUM(''on''`,
      'ALTER TABLE "public"."a" ADD COLUMN "state" "public"."enum_a',
    ]);
  });

  it('also in the middle of a text, and a column that becomes one has its type', () => {
    const files =
      up(`await queryInterface.createTable('a', { kind: { type: Sequelize.STRING, allowNull: false } });
      await queryInterface.changeColumn('a', 'kind', { type: Sequelize.ENUM('x', "it's"), allowNull: true, defaultValue: 'x' });`);
    expect(unknown(files, 'postgres')).toEqual([]);
    expect(sent(files, 'postgres').filter((sql) => /^DO /.test(sql))).toHaveLength(1);
  });
});

describe('what cannot be known', () => {
  it('is told where it begins to matter, and goes no further', () => {
    const files = up(`${SHIPS}
      await queryInterface.addColumn('ships', process.env.COLUMN, Sequelize.STRING);
      await queryInterface.addColumn('ships', 'flag', { type: Sequelize.STRING, defaultValue: process.env.FLAG });
      await queryInterface.sequelize.query(process.env.QUERY);`);
    expect(unknown(files, 'sqlite')).toEqual([
      '7: addColumn(): the environment variable COLUMN',
      '9: query(): the environment variable QUERY',
    ]);
    expect(sent(files, 'sqlite').at(-1)).toBe("ALTER TABLE `ships` ADD `flag` VARCHAR(255) DEFAULT '?'");
  });

  it('models are not evaluated, and that is told', () => {
    const files = up(`const Ship = queryInterface.sequelize.define('Ship', {}); await Ship.create({});
      await queryInterface.sequelize.sync();`);
    expect(unknown(files, 'sqlite')).toContain('4: sequelize.sync(): models are not evaluated');
  });

  it('code that is handed the query interface and is not evaluated may change anything', () => {
    const files = up("await require('some-package')(queryInterface);");
    expect(unknown(files, 'sqlite')).toEqual([
      '3: it is handed the query interface: the package some-package, which is not evaluated',
    ]);
  });

  it('a table that is made in a branch may be there or not', () => {
    const files = up(`if (process.env.A) { ${SHIPS} }
      await queryInterface.removeColumn('ships', 'name');`);
    expect(unknown(files, 'sqlite').at(-1)).toBe('7: the environment variable A');
  });
});
