/** Remedies are written in Laravel's words; other frameworks have others for the same calls. */
import type { FrameworkName } from '../schema/index.ts';

type Words = readonly (readonly [RegExp, string])[];

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
  [/\bPHP does not load\b/g, 'Node.js does not load'],
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
  [/->change\(\)/g, 'changeColumn()'],
  [/\bchange\(\)/g, 'changeColumn()'],
  [/->nullable\(false\)/g, 'allowNull: false'],
  [/->nullable\(\)/g, 'allowNull: true'],
  [/->(?:unsignedBigInteger|foreignId)\('(\w+)'\)/g, '$1: Sequelize.BIGINT.UNSIGNED'],
  [/->unsignedInteger\('(\w+)'\)/g, '$1: Sequelize.INTEGER.UNSIGNED'],
  [/->bigInteger\('(\w+)'\)/g, '$1: Sequelize.BIGINT'],
  [/->integer\('(\w+)'\)/g, '$1: Sequelize.INTEGER'],
  [/->string\('(\w+)', (\d+)\)/g, '$1: Sequelize.STRING($2)'],
  [/->string\('(\w+)'\)/g, '$1: Sequelize.STRING'],
  [/->text\('(\w+)'\)/g, '$1: Sequelize.TEXT'],
  [/->json\('(\w+)'\)/g, '$1: Sequelize.JSON'],
  [/->default\(([^()]*)\)/g, 'defaultValue: $1'],
  [/->default\(/g, 'defaultValue: ('],
  [/->useCurrent\(\)/g, "defaultValue: Sequelize.literal('CURRENT_TIMESTAMP')"],
  [/->constrained\(([^()]*)\)/g, "references: { model: $1, key: 'id' }"],
  [/\bSchema::create\(/g, 'queryInterface.createTable('],
  [/\bSchema::dropIfExists\(/g, 'queryInterface.dropTable('],
  [/\bSchema::drop\(/g, 'queryInterface.dropTable('],
  [/\bSchema::hasTable\(/g, 'queryInterface.tableExists('],
  [/\bDB::statement\(/g, 'queryInterface.sequelize.query('],
  [/\bDB::transaction\(/g, 'queryInterface.sequelize.transaction('],
  [/\$table->/g, ''],
  [/\bPHP does not load\b/g, 'Node.js does not load'],
];

/** SQL files have no functions: what goes up and what goes back are files, or parts of one. */
const SQL_FILES: Words = [
  [/\bUse Schema::.*$/s, 'Keep a file for each engine, and write it there in its words.'],
  [
    /\bWhat one engine alone needs belongs behind a question: .*$/s,
    'What one engine alone needs belongs into a file of its own.',
  ],
  [/->string\('(\w+)', (\d+)\)/g, '$1 varchar($2)'],
  [/there is ->fullText\('\w+'\)/g, 'there are full-text indexes'],
  [/\bon engines that have that\b/g, 'on engines that have them'],
  [/->id\(\), or ->primary\(\[…\]\)/g, 'an id, or a PRIMARY KEY'],
  [/\bup\(\)/g, 'the way up'],
  [/\bdown\(\)/g, 'the way back'],
];

const WORDS: Readonly<Record<FrameworkName, Words | null>> = {
  laravel: null,
  sql: SQL_FILES,
  knex: KNEX,
  typeorm: TYPEORM,
  sequelize: SEQUELIZE,
};

/** The text in the framework's own words. */
export function inWordsOf(framework: FrameworkName | undefined, text: string): string {
  const words = framework === undefined ? null : WORDS[framework];
  return words === null
    ? text
    : words.reduce((result, [pattern, word]) => result.replace(pattern, word), text);
}
