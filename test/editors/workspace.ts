/** A small application whose one index has a name that MySQL refuses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const MIGRATION = 'database/migrations/2026_03_01_000001_create_deliveries_table.php';

export const TEXT = `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('deliveries', function (Blueprint $table) {
            $table->id();
            $table->string('recipient_country_code', 2);
            $table->string('recipient_postal_code', 12);
            $table->string('recipient_street', 80);
            $table->json('route')->nullable();
            $table->index(['recipient_country_code', 'recipient_postal_code', 'recipient_street']);
            $table->timestamps();
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('deliveries');
    }
};
`;

/** The name that Laravel makes: 78 characters. */
export const LONG = 'deliveries_recipient_country_code_recipient_postal_code_recipient_street_index';

export function writeWorkspace(folder: string): void {
  const files = {
    artisan: '',
    'composer.json': '{"require":{"laravel/framework":"^12.0"}}\n',
    'dialint.json': '{ "engines": { "test": "sqlite", "production": ["mysql@8.4", "postgres@16"] } }\n',
    [MIGRATION]: TEXT,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
