/** Small projects of several files, run through the whole of `check`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { checkProject } from '../../src/check.ts';
import type { CheckResult, Diagnostic } from '../../src/schema/index.ts';

const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];

/** A migration with these bodies; without the second it has no down(). */
export function migration(up: string, down?: string): string {
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${up}
    }
${down === undefined ? '' : `\n    public function down(): void\n    {\n        ${down}\n    }\n`}};
`;
}

export const create = (table: string, columns = ''): string =>
  `Schema::create('${table}', function (Blueprint $table) { $table->id(); ${columns} });`;
export const alter = (table: string, body: string): string =>
  `Schema::table('${table}', function (Blueprint $table) { ${body} });`;

/** Gives the connection of this driver, which is the default, the table prefix `app_`. */
export const prefixed = (driver: string) => ({
  'config/database.php': `<?php return ['default' => '${driver}', 'connections' => ['${driver}' => ['driver' => '${driver}', 'prefix' => 'app_']]];`,
});

/** Files of a project whose tables have a prefix on MySQL. */
export const PREFIXED: Readonly<Record<string, string>> = {
  'config/database.php': `<?php return ['default' => 'mysql', 'connections' => ['mysql' => [
    'driver' => 'mysql', 'prefix' => 'app_', 'prefix_indexes' => true ]]];`,
};

/** Files of a project with classes under `App`, which Composer loads from app/. */
export const WITH_CLASSES: Readonly<Record<string, string>> = {
  'composer.json': JSON.stringify({
    require: { 'laravel/framework': '^12.0' },
    autoload: { 'psr-4': { 'App\\': 'app/' } },
  }),
};

export interface Options {
  readonly engines?: readonly string[];
  readonly laravel?: string;
}

/** Checks files given by path with these rules, or with those that are on where none is given; migrations may be given by number. */
export async function run(
  rules: readonly string[],
  files: Readonly<Record<string, string>>,
  { engines = ENGINES, laravel = '^12.0' }: Options = {},
): Promise<CheckResult> {
  const all: Record<string, string> = {
    'composer.json': `{ "require": { "laravel/framework": "${laravel}" } }\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    all[/^\d+$/.test(name) ? `database/migrations/2026_01_${name.padStart(2, '0')}_000000_step.php` : name] =
      text;
  }
  // Not in a hook of the test file: where files share their modules, the hook would belong to the first of them.
  const root = mkdtempSync(join(tmpdir(), 'dialint-project-'));
  try {
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const result = await checkProject(root, {
      ...(engines.length === 0 ? {} : { engines }),
      ...(rules.length === 0 ? {} : { rules }),
    });
    expect(result.diagnostics.filter((one) => one.rule === 'internal-error')).toEqual([]);
    return result;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Findings of these rules. */
export async function check(
  rules: readonly string[],
  files: Readonly<Record<string, string>>,
  options: Options = {},
): Promise<readonly Diagnostic[]> {
  return (await run(rules, files, options)).diagnostics;
}
