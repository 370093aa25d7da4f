/** Small projects in temporary folders, removed after each test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Files by path; a name that ends with `/` is an empty folder. Returns the project's root. */
export function project(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'dialint-project-')));
  made.push(root);
  for (const [file, text] of Object.entries(files)) {
    const full = path.join(root, file);
    if (file.endsWith('/')) mkdirSync(full, { recursive: true });
    else {
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
  }
  return root;
}

export const MIGRATION = '<?php return new class extends Migration { public function up(): void {} };\n';

/** Migrations without content. */
export function migrations(...files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, MIGRATION]));
}

export function composer(require: Readonly<Record<string, string>>, more: object = {}): string {
  return JSON.stringify({ name: 'acme/shop', require, ...more }, null, 4);
}

export const APP = {
  artisan: '#!/usr/bin/env php\n',
  'composer.json': composer({ 'laravel/framework': '^12.0' }),
};

export function provider(body: string): string {
  return `<?php\nnamespace App\\Providers;\nclass AppServiceProvider extends ServiceProvider\n{\n    public function boot(): void\n    {\n${body}\n    }\n}\n`;
}
