/** A generated project of as many migrations as are asked for, which `npm run bench` and `npm run bench:lsp` measure. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COLUMNS = [
  "$table->string('name');",
  "$table->string('slug', 120)->unique();",
  "$table->text('body')->nullable();",
  "$table->decimal('price', 10, 2)->default(0);",
  "$table->enum('state', ['draft', 'sent', 'paid'])->default('draft');",
  "$table->json('settings')->nullable();",
  "$table->boolean('is_active')->default(true)->index();",
  "$table->timestamp('published_at')->nullable();",
  "$table->unsignedInteger('position')->default(0);",
  "$table->uuid('public_id')->unique();",
];

/** Each fourth migration alters the table of the one before; the others create one, with keys to earlier ones. */
function migration(index) {
  const table = `things_${index - (index % 4 === 3 ? 1 : 0)}`;
  const columns = COLUMNS.filter((_, column) => (index + column) % 10 < 6).join('\n            ');
  const key =
    index > 4
      ? `$table->foreignId('parent_id')->constrained('things_${Math.floor((index - 1) / 4) * 4 - 4}')->cascadeOnDelete();`
      : '';
  const up =
    index % 4 === 3
      ? `Schema::table('${table}', function (Blueprint $table) {
            if (! Schema::hasColumn('${table}', 'note')) {
                $table->string('note')->nullable()->after('id');
            }
            $table->index(['id', 'created_at']);
        });`
      : `Schema::create('${table}', function (Blueprint $table) {
            $table->id();
            ${columns}
            ${key}
            $table->timestamps();
            $table->softDeletes();
        });`;
  const down =
    index % 4 === 3
      ? `Schema::table('${table}', function (Blueprint $table) {
            $table->dropIndex(['id', 'created_at']);
            $table->dropColumn('note');
        });`
      : `Schema::dropIfExists('${table}');`;
  return `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${up}
    }

    public function down(): void
    {
        ${down}
    }
};
`;
}

/** Writes a project of so many migrations into the folder, which is made; gives the folder of its migrations. */
export function project(folder, count) {
  const migrations = join(folder, 'database', 'migrations');
  mkdirSync(migrations, { recursive: true });
  writeFileSync(join(folder, 'artisan'), '');
  writeFileSync(join(folder, 'composer.json'), '{"require":{"laravel/framework":"^12.0"}}');
  for (let index = 0; index < count; index++) {
    const name = `2024_01_01_${String(index).padStart(6, '0')}_migration_${index}.php`;
    writeFileSync(join(migrations, name), migration(index));
  }
  return migrations;
}
