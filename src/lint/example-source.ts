/** Makes a whole file of a rule's example, for tests and for `explain`. */
import type { RuleExample } from './rule.ts';

/** Where an example lies that does not say where. */
export const EXAMPLE_FILE = 'database/migrations/2026_01_01_000001_example.php';

const HEAD = `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
`;

const TAIL = `    }
};
`;

/** The example's file: as it is, or the migration whose up() it is. */
export function exampleSource(example: RuleExample): string {
  if (example.code.startsWith('<?php') || example.file?.endsWith('.sql') === true) return example.code;
  const body = example.code
    .split('\n')
    .map((line) => (line === '' ? '' : `        ${line}`))
    .join('\n');
  return `${HEAD}${body}\n${TAIL}`;
}

/** An example's further file: a migration that ran long ago. `code` is the body of its up(). */
export function earlier(code: string): Readonly<Record<string, string>> {
  return {
    'database/migrations/2025_01_01_000001_create_tables.php': exampleSource({ title: '', code }),
  };
}
