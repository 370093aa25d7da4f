/** Remedies are written in Laravel's words; other frameworks have others for the same calls. */
import type { FrameworkName } from '../schema/index.ts';

type Words = readonly (readonly [RegExp, string | ((...found: string[]) => string)])[];

/** A call of Laravel's alone. */
const WITHOUT_KEY_CHECKS: Words = [
  [/\bUse Schema::disableForeignKeyConstraints\(\) and enableForeignKeyConstraints\(\)\. /g, ''],
];

/** Knex 3: https://knexjs.org/guide/schema-builder.html. What is longer comes first. */
const KNEX: Words = [
  [/->change\(\)/g, '.alter()'],
  [/\bwith change\(\)/g, 'with alter()'],
  [/\bchange\(\)/g, 'alter()'],
  [/->nullable\(false\)/g, '.notNullable()'],
  [/->unsignedBigInteger\(([^()]*)\)/g, '.bigInteger($1).unsigned()'],
  [/->unsignedInteger\(([^()]*)\)/g, '.integer($1).unsigned()'],
  [/->default\(/g, '.defaultTo('],
  [/->constrained\(([^()]*)\)/g, ".references('id').inTable($1)"],
  [/->useCurrent\(\)/g, '.defaultTo(knex.fn.now())'],
  [/\$table->/g, 'table.'],
  [/->(?=\w+\()/g, '.'],
  [/\bSchema::create\(/g, 'knex.schema.createTable('],
  [/\bSchema::table\(/g, 'knex.schema.alterTable('],
  [/\bSchema::dropIfExists\(/g, 'knex.schema.dropTableIfExists('],
  [/\bSchema::drop\(/g, 'knex.schema.dropTable('],
  [/\bSchema::(?=has)/g, 'knex.schema.'],
  [/\bDB::statement\(/g, 'knex.raw('],
  [/\bDB::transaction\(function \(\) \{ … \}\)/g, 'knex.transaction(async (trx) => { … })'],
  [/\bDB::transaction\(/g, 'knex.transaction('],
  [/\bDB::getDriverName\(\)/g, 'knex.client.config.client'],
  // what only Laravel's migrator, and PHP, do
  [/\bwith \$withinTransaction = false\b/g, 'that exports config = { transaction: false }'],
  [
    /, or set \$withinTransaction to false in this migration\b/g,
    ', or export config = { transaction: false } from this migration',
  ],
  [/ \(\$table = '[^']*'\)/g, ''],
  [/\bwith a PHP enum (?:as its|and a) cast\b/g, 'that the model checks'],
  [/\ba PHP enum (?:as its|and a) cast\b/g, 'a check in the model'],
  [/, and PHP fails at the end: "There is no active transaction"/g, ''],
  [/\bWork the date out in PHP \(Carbon\)/g, 'Work the date out in JavaScript'],
  [/\bPHP does not load\b/g, 'Node.js does not load'],
  ...WITHOUT_KEY_CHECKS,
];

/** TypeORM 1: https://typeorm.io/docs/migrations/api. What is longer comes first. */
const TYPEORM: Words = [
  [/->change\(\)/g, '(changeColumn)'],
  [/\bwith change\(\)/g, 'with changeColumn()'],
  [/\bchange\(\)/g, 'changeColumn()'],
  [/->nullable\(false\)/g, ' with isNullable: false'],
  [/->nullable\(\)/g, ' with isNullable: true'],
  [/->unsigned\(\)/g, ' with unsigned: true'],
  [/->string\('(\w+)', (\d+)\)/g, "{ name: '$1', type: 'varchar', length: '$2' }"],
  [/there is ->fullText\('\w+'\)/g, 'there is isFulltext: true'],
  [/->id\(\), or ->primary\(\[…\]\)/g, 'a column with isPrimary: true'],
  [/\bSchema::create\(/g, 'queryRunner.createTable('],
  [/\bSchema::table\(/g, 'queryRunner.addColumn('],
  [/\bSchema::dropIfExists\(/g, 'queryRunner.dropTable('],
  [/\bSchema::drop\(/g, 'queryRunner.dropTable('],
  [/\bSchema::(?=has)/g, 'queryRunner.'],
  [/\bDB::statement\(/g, 'queryRunner.query('],
  [/\bPHP does not load\b/g, 'Node.js does not load'],
];

/** Sequelize 6: https://sequelize.org/docs/v6/other-topics/query-interface/. What is longer comes first. */
const SEQUELIZE: Words = [
  // keys and columns
  [/->constrained\(…\)->nullOnDelete\(\)/g, "references: { … }, onDelete: 'SET NULL'"],
  [/->constrained\(([^()]+)\)/g, "references: { model: $1, key: 'id' }"],
  [/->constrained\(\)/g, 'references: { … }'],
  [/->?cascadeOnDelete\(\)/g, "onDelete: 'CASCADE'"],
  [/->?restrictOnDelete\(\)/g, "onDelete: 'RESTRICT'"],
  [/(?:->|\b)nullOnDelete\(\)/g, "onDelete: 'SET NULL'"],
  [/\bcascadeOnDelete\(\)/g, "onDelete: 'CASCADE'"],
  [/\brestrictOnDelete\(\)/g, "onDelete: 'RESTRICT'"],
  [/dropForeign\(('[^']*')\)/g, 'removeConstraint(…, $1)'],
  [/\$table->dropIndex\(([^()]*)\)/g, 'queryInterface.removeIndex(…, $1)'],
  [/\bdropIndex\(\[…\]\)/g, 'removeIndex(…, […])'],
  [/\bdropIndex\(\)/g, 'removeIndex()'],
  [/\bdropColumn\(\)/g, 'removeColumn()'],
  [/->change\(\)/g, ', with changeColumn()'],
  [/\b(?:with )?change\(\)/g, 'with changeColumn()'],
  [/->nullable\(false\)/g, 'allowNull: false'],
  [/->nullable\(\)/g, 'allowNull: true'],
  [/->(?:unsignedBigInteger|foreignId)\('(\w+)'\)/g, '$1: Sequelize.BIGINT.UNSIGNED'],
  [/->unsignedInteger\('(\w+)'\)/g, '$1: Sequelize.INTEGER.UNSIGNED'],
  [/\ba string\('(\w+)', (\d+)\)/g, 'a $1: Sequelize.STRING($2)'],
  [/->(?:string|varchar)\('(\w+)', (\d+)\)/g, '$1: Sequelize.STRING($2)'],
  [/->string\('(\w+)'\)/g, '$1: Sequelize.STRING'],
  [/->decimal\('(\w+)', (\d+), (\d+)\)/g, '$1: Sequelize.DECIMAL($2, $3)'],
  [/->enum\('(\w+)', \[…\]\)/g, '$1: Sequelize.ENUM(…)'],
  [/->enum\(\)/g, 'Sequelize.ENUM()'],
  [
    /->(bigInteger|integer|text|json|jsonb|boolean|date|dateTime|timestamp)\('(\w+)'\)/g,
    (_all, type: string, name: string) => `${name}: Sequelize.${TYPES[type]}`,
  ],
  [/->date\(\)/g, 'Sequelize.DATEONLY'],
  [/->dateTime\(\)/g, 'Sequelize.DATE'],
  [/->timestamps\(\)/g, 'createdAt and updatedAt'],
  [/->id\(\)/g, 'an id with primaryKey and autoIncrement'],
  [/->primary\((?:\[…\])?\)/g, 'primaryKey: true'],
  [/->index\(\)/g, 'addIndex()'],
  [/\bthere is ->fullText\('\w+'\)/g, "there is addIndex() with type: 'FULLTEXT'"],
  [/\ba ->default\(\)/g, 'a defaultValue'],
  [/->default\(\)/g, 'defaultValue'],
  [/->default\(([^()]+)\)/g, 'defaultValue: $1'],
  [/->useCurrent\(\)/g, "defaultValue: Sequelize.literal('CURRENT_TIMESTAMP')"],
  // statements
  [/\bSchema::create\(/g, 'queryInterface.createTable('],
  [/\bSchema::drop(?:IfExists)?\(/g, 'queryInterface.dropTable('],
  [/\bSchema::hasTable\(/g, 'queryInterface.tableExists('],
  [
    /\bSchema::hasColumn\(\), hasIndex\(\) or getIndexes\(\)/g,
    'queryInterface.describeTable() or showIndex()',
  ],
  [/\bSchema::hasColumn\(/g, 'queryInterface.describeTable('],
  [/\bUse Schema::table\(\) with ->change\(\) or renameColumn\(\)/g, 'Use changeColumn() or renameColumn()'],
  [/\bSchema::table\(\)/g, 'a call of the query interface'],
  [/\bDB::statement\(/g, 'queryInterface.sequelize.query('],
  [
    /\bDB::transaction\(function \(\) \{ … \}\)/g,
    'queryInterface.sequelize.transaction(async (transaction) => { … })',
  ],
  [/\bDB::transaction\(/g, 'queryInterface.sequelize.transaction('],
  [/\bDB::getDriverName\(\)/g, 'queryInterface.sequelize.getDialect()'],
  [/->upsert\(\), which the query builder writes for each engine/g, 'bulkInsert() with updateOnDuplicate'],
  [/->insertOrIgnore\(\) or ->upsert\(\)/g, 'bulkInsert() with ignoreDuplicates or updateOnDuplicate'],
  [/->chunkById\(1000, …\)/g, 'LIMIT, a piece at a time'],
  // what only Laravel's migrator, and PHP, do
  [
    /, in a migration of its own with \$withinTransaction = false\b/g,
    ', outside of any transaction: addIndex() has the option concurrently',
  ],
  [/ in a migration with \$withinTransaction = false\b/g, ' outside of any transaction'],
  [/\bwith \$withinTransaction = false\b/g, 'outside of any transaction'],
  [/, or set \$withinTransaction to false in this migration\b/g, ', or go without a transaction'],
  [/\bin the model \(\$table = ('[^']*')\)/g, 'in the model (tableName: $1)'],
  [/\ba PHP enum as its cast\b/g, 'validate: { isIn: […] } in its model'],
  [/\ba PHP enum and a cast\b/g, 'validate: { isIn: […] } in its model'],
  [/, and PHP fails at the end: "There is no active transaction"/g, ''],
  [/\bWork the date out in PHP \(Carbon\)/g, 'Work the date out in JavaScript'],
  [/\bPHP does not load\b/g, 'Node.js does not load'],
  [/\$table->/g, ''],
];

/** Types of Sequelize, by the method of Laravel's. */
const TYPES: Readonly<Record<string, string>> = {
  bigInteger: 'BIGINT',
  integer: 'INTEGER',
  text: 'TEXT',
  json: 'JSON',
  jsonb: 'JSONB',
  boolean: 'BOOLEAN',
  date: 'DATEONLY',
  dateTime: 'DATE',
  timestamp: 'DATE',
};

/** Kysely 0.28: https://kysely.dev/docs/migrations. A column's modifiers stand in a callback. What is longer comes first. */
const KYSELY: Words = [
  [/->change\(\)/g, ' with alterColumn()'],
  [/\bwith change\(\)/g, 'with alterColumn()'],
  [/\bchange\(\)/g, 'alterColumn()'],
  [/->nullable\(false\)/g, '.notNull()'],
  [/->nullable\(\)/g, ' without .notNull()'],
  [/->unsignedBigInteger\(([^()]*)\)/g, ".addColumn($1, 'bigint', (col) => col.unsigned())"],
  [/->unsignedInteger\(([^()]*)\)/g, ".addColumn($1, 'integer', (col) => col.unsigned())"],
  [/->string\('(\w+)', (\d+)\)/g, ".addColumn('$1', 'varchar($2)')"],
  [/->string\('(\w+)'\)/g, ".addColumn('$1', 'varchar(255)')"],
  [/->default\(/g, '.defaultTo('],
  [/->constrained\('(\w+)'\)/g, ".references('$1.id')"],
  [/->useCurrent\(\)/g, '.defaultTo(sql`current_timestamp`)'],
  [/\$table->/g, 'table.'],
  [/->(?=\w+\()/g, '.'],
  [/\bSchema::create\(/g, 'db.schema.createTable('],
  [/\bSchema::table\(/g, 'db.schema.alterTable('],
  [/\bSchema::dropIfExists\(([^()]*)\)/g, 'db.schema.dropTable($1).ifExists()'],
  [/\bSchema::drop\(/g, 'db.schema.dropTable('],
  [/\bSchema::has\w+\(/g, 'db.introspection.getTables('],
  [/\bDB::statement\(([^()]*)\)/g, 'sql`…`.execute(db)'],
  [/\bPHP does not load\b/g, 'Node.js does not load'],
];

/** MikroORM's migrations are SQL in calls. */
const MIKRO_ORM: Words = [
  [/\bUse Schema::.*$/s, 'Ask this.driver for the engine, and write it for each in its own words.'],
  [/->string\('(\w+)', (\d+)\)/g, '$1 varchar($2)'],
  [/there is ->fullText\('\w+'\)/g, 'there are full-text indexes'],
  [/->id\(\), or ->primary\(\[…\]\)/g, 'an id, or a PRIMARY KEY'],
  [/\bDB::statement\(/g, 'this.addSql('],
  [/\bPHP does not load\b/g, 'Node.js does not load'],
];

/** SQL files have no functions: what goes up and what goes back are files, or parts of one. */
const SQL_FILES: Words = [
  [/\bUse Schema::.*$/s, 'Keep a file for each engine, and write it there in its words.'],
  [
    /\bWhat one engine alone needs belongs behind a question(?:: .*|\.)$/s,
    'What one engine alone needs belongs into a file of its own.',
  ],
  [/\b(?:Ask|Use) (?:Schema::has|->\w+\(\))[^.]*\.\s*/g, ''],
  [/; where another is needed, choose it by the connection's driver: [^.]*\./g, '.'],
  [
    /, in a migration of its own with \$withinTransaction = false\b/g,
    ', in a file of its own without a transaction',
  ],
  [/\bin a migration with \$withinTransaction = false\b/g, 'in a file without a transaction'],
  [/\bset \$withinTransaction to false in this migration\b/g, 'go without a transaction'],
  [/: DB::statement\("(.*)"\)/g, ': $1'],
  [/->string\('(\w+)', (\d+)\)/g, '$1 varchar($2)'],
  [/there is ->fullText\('\w+'\)/g, 'there are full-text indexes'],
  [/\bon engines that have that\b/g, 'on engines that have them'],
  [/->id\(\), or ->primary\(\[…\]\)/g, 'an id, or a PRIMARY KEY'],
  [/\bup\(\)/g, 'the way up'],
  [/\bdown\(\)/g, 'the way back'],
];

/** So are db-migrate's. */
const DB_MIGRATE: Words = [
  [/\bDB::statement\(/g, 'db.runSql('],
  [/\bUse Schema::.*$/s, 'Keep migrations for each engine, and write them in its own words.'],
  ...MIKRO_ORM,
];

/** What is said in SQL where a framework has no call for it, or another that is not known here. */
const PLAIN: Words = [
  ...WITHOUT_KEY_CHECKS,
  [/\bAdd ->timestamps\(\)/g, 'Add the columns created_at and updated_at'],
  [/\bAdd ->index\(\) to the column\b/g, 'Make an index over the column'],
  [/->id\(\), or ->primary\(\[…\]\)/g, 'an id, or a primary key'],
  [/\bGive it ->nullable\(\) or a ->default\(\)/g, 'Let it be NULL, or give it a default'],
  [/\bGive it a ->default\(\) in place of ->nullable\(\)/g, 'Give it a default, and make it NOT NULL'],
  [/\bLeave ->nullable\(\) out\b/g, 'Make it NOT NULL'],
  [/\bAdd ->default\(([^()]*)\)/g, 'Give it the default $1'],
  [/: ->chunkById\(1000, …\)/g, ''],
  [/->lazyById\(\) or ->chunkById\(1000, …\), which load/g, 'a query that loads'],
  [/->enum\('\w+', \[…\]\)/g, 'an enumerated type'],
  [/ and cast it to an enum in the model\b/g, ''],
  [/->json\('(\w+)'\) without a default\b/g, 'a json column without a default'],
  [/->json\('(\w+)'\)/g, 'a json column'],
  [/ and say it in the model \(\$table = [^()]*\)/g, ''],
  [/ \(Schema::disableForeignKeyConstraints\(\)\)/g, ''],
  [/ one DB::transaction\(function \(\) \{ … \}\)/g, ' one transaction'],
  [/\bDB::transaction\(function \(\) \{ … \}\)/g, 'one transaction'],
  [/: if \(DB::getDriverName\(\) === …\)/g, ''],
  [/, or add the key behind it: Schema::table\('[^']*', …\)/g, ', or add the key behind it'],
  [/ constrained\(\) and references\(\) assume "id"\./g, ''],
  [/: \$table->(?:unique|dropIndex)\([^()]*\)/g, ''],
  [/, in front of dropColumn\(\)/g, ', before the column'],
  [/\$table->index\(\) is written for each engine\. ?/g, ''],
  [/\bAdd the column with ->nullable\(\)/g, 'Add the column so that it may be NULL'],
  [
    /\bBring it back with ->nullable\(\) or a ->default\(\)/g,
    'Bring it back so that it may be NULL, or with a default',
  ],
  [
    /\bLeave ->default\(\) out and set the value where rows are made \(in the model: [^()]*\)/g,
    'Leave the default out and set the value where rows are made',
  ],
  [/: ->default\(new Expression\('\((.*?)\)'\)\)/g, ': DEFAULT ($1)'],
  [/\bA string\(\) with a length\b/g, 'A varchar'],
  [/; now\(\) in PHP is, too\b/g, ''],
  [/\bWork the date out in PHP \(Carbon\)/g, 'Work the date out in the application'],
  [/ \(Eloquent does so for updated_at\)/g, ''],
  [/; in Laravel, Schema::disableForeignKeyConstraints\(\)/g, ''],
  [/, before the key: ->nullable\(\)->constrained\(…\)->nullOnDelete\(\)/g, ''],
  [/\buse ->cascadeOnDelete\(\) or ->restrictOnDelete\(\)/g, 'use ON DELETE CASCADE or RESTRICT'],
  [/->decimal\('\w+', (\d+), (\d+)\)/g, 'decimal($1, $2)'],
  [/\bare changed with ->change\(\), which rounds them/g, 'are rounded when they are changed'],
  [/->dateTime\('\w+'\), or ->date\(\) for a day/g, 'datetime, or date for a day'],
  [
    /\bGive the enum anew in the same call: .*; or test values with a PHP enum and a cast/g,
    'Give the enum anew in the same statement, or test values in the application',
  ],
  [/\bA string\('\w+', (\d+)\) with a PHP enum as its cast\b/g, 'A varchar($1)'],
  [/, and PHP fails at the end: "There is no active transaction"/g, ''],
  [/\bAdd ->constrained\('(\w+)'\)/g, 'Add a foreign key to $1'],
  [/\bUse DB::table\(\), or a model that is declared in the migration itself\b/g, 'Write the SQL out'],
];

const WORDS: Readonly<Record<FrameworkName, Words | null>> = {
  laravel: null,
  sql: [...PLAIN, ...SQL_FILES],
  knex: KNEX,
  typeorm: [...PLAIN, ...TYPEORM],
  sequelize: [...SEQUELIZE, ...PLAIN],
  kysely: [...PLAIN, ...KYSELY],
  mikroorm: [...PLAIN, ...MIKRO_ORM],
  dbmigrate: [...PLAIN, ...DB_MIGRATE],
};

/** The text in the framework's own words. */
export function inWordsOf(framework: FrameworkName | undefined, text: string): string {
  const words = framework === undefined ? null : WORDS[framework];
  return words === null
    ? text
    : words.reduce(
        (result, [pattern, word]) =>
          typeof word === 'string' ? result.replace(pattern, word) : result.replace(pattern, word),
        text,
      );
}
