/**
 * Calls of the schema builder, as PHP: they run through the real Laravel on real servers (record-schema.php) and through
 * dialint's own (schema-builder.test.ts), each on a database of its own, behind SETUP.
 */

export const SETUP = `
Schema::create('users', function ($table) {
    $table->id();
    $table->string('email')->unique();
});
Schema::create('things', function ($table) {
    $table->id();
    $table->string('Name', 40)->nullable()->index('Named_Things');
    $table->string('code')->default('plain')->unique();
    $table->integer('amount')->default(3)->comment('how many');
    $table->decimal('price', 9, 3)->default(1.5);
    $table->boolean('done')->default(false);
    $table->text('notes')->nullable();
    $table->timestamp('made_at')->useCurrent();
    $table->foreignId('user_id')->constrained()->cascadeOnDelete();
    $table->index(['amount', 'done'], 'pair');
    $table->timestamps();
});
Schema::create('pairs', function ($table) {
    $table->unsignedSmallInteger('a');
    $table->char('b', 9);
    $table->date('c')->nullable();
    $table->json('d')->nullable();
    $table->float('e')->nullable();
    $table->double('f')->nullable();
    $table->enum('g', ['x', 'y'])->nullable();
    $table->bigInteger('h')->nullable();
    $table->primary(['a', 'b']);
});
`;

/** What one row of an answer is asked for. */
const COLUMN_FIELDS = ['name', 'type_name', 'type', 'nullable', 'default', 'auto_increment', 'comment'];
const INDEX_FIELDS = ['name', 'columns', 'type', 'unique', 'primary'];
const KEY_FIELDS = ['name', 'columns', 'foreign_table', 'foreign_columns', 'on_update', 'on_delete'];

const TABLES = ['users', 'things', 'pairs'];

export const SCHEMA_CASES: readonly string[] = [
  "return Schema::hasTable('things');",
  "return Schema::hasTable('nothing');",
  "return Schema::hasTable(table: 'users');",
  "return Schema::hasView('things');",
  "return Schema::hasView('nothing');",
  "return Schema::hasColumn('things', 'code');",
  "return Schema::hasColumn('things', 'CODE');",
  "return Schema::hasColumn('things', 'nope');",
  "return Schema::hasColumn('nothing', 'code');",
  "return Schema::hasColumn(column: 'code', table: 'things');",
  "return Schema::hasColumn(name: 'code', table: 'things');",
  "return Schema::hasColumn('things');",
  "return Schema::hasColumns('things', ['id', 'Code']);",
  "return Schema::hasColumns('things', ['id', 'nope']);",
  // Until 10.30 in whatever order the server finds them.
  ...TABLES.map((table) => `$names = Schema::getColumnListing('${table}'); sort($names); return $names;`),
  "return Schema::getColumnListing('nothing');",
  ...TABLES.flatMap((table) =>
    COLUMN_FIELDS.map((field) => `return array_column(Schema::getColumns('${table}'), '${field}');`),
  ),
  "return Schema::getColumns('nothing');",
  "return Schema::getColumn('things', 'AMOUNT')['name'];",
  "return Schema::getColumn('things', 'nope');",
  "return Schema::getColumnType('things', 'nope');",
  "return Schema::getColumnType('things', 'Amount');",
  "return Schema::getColumnType('things', 'code', true);",
  ...TABLES.flatMap((table) =>
    INDEX_FIELDS.map((field) => `return array_column(Schema::getIndexes('${table}'), '${field}');`),
  ),
  ...TABLES.map((table) => `return Schema::getIndexListing('${table}');`),
  "return Schema::getIndexes('nothing');",
  "return Schema::hasIndex('things', 'pair');",
  "return Schema::hasIndex('things', 'PAIR');",
  "return Schema::hasIndex('things', 'Named_Things');",
  "return Schema::hasIndex('things', 'named_things');",
  "return Schema::hasIndex('things', ['amount', 'done']);",
  "return Schema::hasIndex('things', ['done', 'amount']);",
  "return Schema::hasIndex('things', ['code'], 'unique');",
  "return Schema::hasIndex('things', ['code'], 'UNIQUE');",
  "return Schema::hasIndex('things', 'pair', 'unique');",
  "return Schema::hasIndex('things', ['id'], 'primary');",
  "return Schema::hasIndex('things', 'pair', 'btree');",
  "return Schema::hasIndex('nothing', 'pair');",
  ...KEY_FIELDS.map((field) => `return array_column(Schema::getForeignKeys('things'), '${field}');`),
  "return Schema::getForeignKeys('users');",
  "return Schema::hasForeignKey('things', ['user_id']);",
  "return Schema::hasForeignKey('things', 'things_user_id_foreign');",
  "return Schema::hasForeignKey('things', ['amount']);",
  // From Laravel 12 on MySQL and MariaDB list the tables of every database on the server.
  "return in_array('things', array_column(Schema::getTables(), 'name'));",
  "return in_array('things', Schema::getTableListing());",
  "return in_array('things', Schema::getTableListing(null, false));",
  'return Schema::getViews();',
  "Schema::getConnection()->statement('create view v as select id from users'); return [Schema::hasView('v'), Schema::hasView('V'), Schema::hasTable('v')];",
  'return Schema::getCurrentSchemaName();',
  'return Schema::getCurrentSchemaListing();',
  "return Schema::parseSchemaAndTable('a.b');",
  "return Schema::parseSchemaAndTable('b');",
  "return Schema::parseSchemaAndTable('b', 'x');",
  "return Schema::parseSchemaAndTable('a.b.c');",

  "Schema::table('pairs', function ($table) { $table->string('z')->nullable(); });",
  "Schema::table(callback: function ($table) { $table->dropColumn('c'); }, table: 'pairs');",
  "Schema::drop('pairs');",
  "Schema::dropIfExists('nothing');",
  "Schema::rename('pairs', 'couples');",
  "Schema::rename(to: 'couples', from: 'pairs');",
  "Schema::dropColumns('pairs', 'c');",
  "Schema::dropColumns('pairs', ['c', 'd']);",
  "Schema::whenTableHasColumn('pairs', 'c', function ($table) { $table->dropColumn('c'); });",
  "Schema::whenTableHasColumn('pairs', 'z', function ($table) { $table->dropColumn('z'); });",
  "Schema::whenTableDoesntHaveColumn('pairs', 'z', function ($table) { $table->string('z')->nullable(); });",
  "Schema::whenTableDoesntHaveColumn(callback: function ($table) { $table->string('z')->nullable(); }, column: 'z', table: 'pairs');",
  "Schema::whenTableHasIndex('things', 'pair', function ($table) { $table->dropIndex('pair'); });",
  "Schema::whenTableDoesntHaveIndex('things', ['price'], function ($table) { $table->index('price'); });",
  "Schema::whenTableDoesntHaveIndex('things', 'pair', function ($table) { $table->index('price'); }, 'unique');",
  'Schema::disableForeignKeyConstraints(); Schema::enableForeignKeyConstraints();',
  "return Schema::withoutForeignKeyConstraints(function () { Schema::drop('things'); return 'done'; });",
  "Schema::defaultStringLength(99); Schema::create('a', function ($table) { $table->string('b'); });",
  "Schema::defaultStringLength(length: 99); Schema::create('a', function ($table) { $table->string('b'); });",
  "Schema::defaultTimePrecision(3); Schema::create('a', function ($table) { $table->dateTime('b')->nullable(); });",
  "Schema::morphUsingUuids(); Schema::create('a', function ($table) { $table->morphs('b'); });",
  "Schema::morphUsingUlids(); Schema::create('a', function ($table) { $table->morphs('b'); });",
  "Schema::defaultMorphKeyType('uuid'); Schema::create('a', function ($table) { $table->morphs('b'); });",
  "Schema::defaultMorphKeyType('bigint');",
  "Schema::create(name: 'a', callback: function ($table) { $table->id(); });",
  "Schema::create('a');",
  "Schema::ensureExtensionExists('plpgsql');",
  "Schema::ensureExtensionExists(schema: 'pg_catalog', name: 'plpgsql');",
  "Schema::pragma('user_version', 7);",
  'Schema::setBusyTimeout(5000);',
  "Schema::setJournalMode('MEMORY');",
  "Schema::setSynchronous('OFF');",
  'Schema::dropAllTypes();',
];
