/** What TypeORM's migrations send. The SQL is that of TypeORM 1.1.1 on real servers (test/corpus/typeorm.mjs). */
import { describe, expect, it } from 'vitest';
import { sent, unknown, up } from './project.ts';

const SHOPS = `await queryRunner.createTable(new Table({
  name: 'shops',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'name', type: 'varchar', length: '40', isUnique: true },
  ],
}));`;

/** But for what the migrator does around each migration. */
const statements = (files: Readonly<Record<string, string>>, engine: string): string[] =>
  sent(files, engine).filter((sql) => !/^(?:PRAGMA foreign_keys|begin|commit)/i.test(sql));

describe('a table', () => {
  it.each([
    [
      'sqlite',
      'CREATE TABLE "shops" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar(40) NOT NULL, CONSTRAINT "UQ_3c6aaa6607d287de99815e60b96" UNIQUE ("name"))',
    ],
    [
      'mysql',
      'CREATE TABLE `shops` (`id` integer NOT NULL AUTO_INCREMENT, `name` varchar(40) NOT NULL, UNIQUE INDEX `UQ_3c6aaa6607d287de99815e60b96` (`name`), PRIMARY KEY (`id`)) ENGINE=InnoDB',
    ],
    [
      'postgres',
      'CREATE TABLE "shops" ("id" SERIAL NOT NULL, "name" varchar(40) NOT NULL, CONSTRAINT "UQ_3c6aaa6607d287de99815e60b96" UNIQUE ("name"), CONSTRAINT "PK_3c6aaa6607d287de99815e60b96" PRIMARY KEY ("id"))',
    ],
  ])('has on %s the names that TypeORM gives', (engine, sql) => {
    const [first] = statements(up(SHOPS), engine);
    // hashes of the table and its columns: 27 digits behind UQ_ and PK_
    const plain = (text: string): string => text.replace(/(?<=(?:UQ|PK)_)[0-9a-f]{27}/g, 'HASH');
    expect(plain(first ?? '')).toBe(plain(sql));
  });

  it('is rebuilt on SQLite, from what the catalog holds', () => {
    const files = up(`${SHOPS}
      await queryRunner.createIndex('shops', new TableIndex({ name: 'shops_name', columnNames: ['name'] }));
      await queryRunner.addColumn('shops', new TableColumn({ name: 'note', type: 'text', isNullable: true }));`);
    expect(
      statements(files, 'sqlite')
        .slice(2)
        .map((sql) => sql.replace(/UQ_\w+/, 'UQ')),
    ).toEqual(
      [
        'DROP INDEX "shops_name"',
        'CREATE TABLE "temporary_shops" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar(40) NOT NULL, "note" text, CONSTRAINT "UQ" UNIQUE ("name"))',
        'INSERT INTO "temporary_shops"("id", "name") SELECT "id", "name" FROM "shops"',
        'DROP TABLE "shops"',
        'ALTER TABLE "temporary_shops" RENAME TO "shops"',
        'CREATE INDEX "shops_name" ON "shops" ("name") ',
      ].map((sql) => sql.trimEnd()),
    );
  });

  it('is described to code as it is in the catalog', () => {
    const files = up(`${SHOPS}
      const table = await queryRunner.getTable('shops');
      const names = table!.columns.map((column) => column.name + ':' + column.type + column.length).join();
      await queryRunner.query("UPDATE shops SET name = '" + names + "' WHERE id = 1");
      if (await queryRunner.hasColumn('shops', 'nothing')) await queryRunner.query('DELETE FROM shops');
      if (!(await queryRunner.hasTable('others'))) await queryRunner.dropTable('shops');`);
    expect(statements(files, 'postgres').slice(1)).toEqual([
      "UPDATE shops SET name = 'id:integer,name:character varying40' WHERE id = 1",
      'DROP TABLE "shops"',
    ]);
  });

  it('that is not there stops the migration as TypeORM does', () => {
    const files = up(`await queryRunner.addColumn('nowhere', new TableColumn({ name: 'a', type: 'int' }));`);
    expect(unknown(files, 'mysql')).toEqual(['5: TypeORM throws here: Table "nowhere" does not exist.']);
    expect(statements(files, 'mysql')).toEqual([]);
  });
});

describe('queries', () => {
  it('have their parameters beside them', () => {
    const files = up(`${SHOPS}
      await queryRunner.query('INSERT INTO shops (id, name) VALUES ($1, $2)', [7, 'x']);
      await queryRunner.manager.createQueryBuilder().update('shops').set({ name: 'y' }).where('id = :id', { id: 7 }).execute();`);
    expect(statements(files, 'postgres').slice(1)).toEqual([
      'INSERT INTO shops (id, name) VALUES ($1, $2) -- [7,"x"]',
      'UPDATE "shops" SET "name" = $1 WHERE id = $2 -- ["y",7]',
    ]);
  });

  it('may be tagged templates', () => {
    const files = up(`${SHOPS}\n await queryRunner.sql\`DELETE FROM shops WHERE id = \${3}\`;`);
    expect(statements(files, 'mysql').slice(1)).toEqual(['DELETE FROM shops WHERE id = ? -- [3]']);
  });

  it('whose values are not known are understood as far as they say what they touch', () => {
    const files = up(`${SHOPS}
      await queryRunner.query(\`INSERT INTO shops (name) VALUES ('\${process.env.NAME}')\`);
      for (const row of await queryRunner.query('SELECT * FROM shops')) await queryRunner.query(\`DROP TABLE "\${row.name}"\`);`);
    expect(unknown(files, 'sqlite')).toEqual([
      "12: INSERT INTO shops (name) VALUES ('?') …: the environment variable NAME",
      '13: may be sent (the rows of the table shops): more',
    ]);
  });

  it('give the rows apart where a structured result is asked for: QueryResult of TypeORM', () => {
    const files = up(`${SHOPS}
      const { records, raw } = await queryRunner.query('SELECT id FROM shops', undefined, true);
      for (const id of records.map((row) => row.id)) await queryRunner.query('DELETE FROM shops WHERE id = ' + id);
      await queryRunner.query(\`ALTER TABLE shops ADD r\${records.length}_\${raw.length} int\`, [], true);
      await queryRunner.query('DELETE FROM shops', [], true).then(({ records }) =>
        queryRunner.query(\`ALTER TABLE shops ADD s\${records.length} int\`));`);
    for (const engine of ['sqlite', 'mysql', 'postgres']) {
      expect(statements(files, engine).slice(1)).toEqual([
        'SELECT id FROM shops',
        'ALTER TABLE shops ADD r0_0 int',
        'DELETE FROM shops',
        'ALTER TABLE shops ADD s0 int',
      ]);
    }
  });

  it('on entities are declared unknown', () => {
    const files = up(`await queryRunner.manager.getRepository(Shop).save({ id: 1 });`, 'class Shop {}');
    expect(unknown(files, 'mysql')).toEqual(['5: a query on the entity Shop, whose table is not known']);
  });

  it('through what is not followed are not passed over', () => {
    expect(unknown(up(`await queryRunner.executeMemoryUpSql();`), 'mysql')).toEqual([
      '5: queryRunner.executeMemoryUpSql() is not followed',
    ]);
  });
});
