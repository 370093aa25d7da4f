/** Migrations that call the application's own Artisan commands. */
import { describe, expect, it } from 'vitest';
import { evaluate, up } from './project.ts';

const command = (handle: string): Record<string, string> => ({
  'app/Console/Commands/MakeTables.php': `<?php
namespace App\\Console\\Commands;

use Illuminate\\Console\\Command;
use Illuminate\\Support\\Facades\\Schema;

class MakeTables extends Command
{
    protected $signature = 'tables:make {prefix} {--T|table=things} {--plain}';

    public function handle(): void
    {
        ${handle}
    }
}
`,
});

const create = (name: string) => `Schema::create(${name}, function ($table) { $table->id(); });`;

describe('a command of the application', () => {
  it.each([
    ["'tables:make', ['prefix' => 'a_']", 'a_things'],
    ["'tables:make', ['prefix' => 'a_', '--table' => 'notes']", 'a_notes'],
    ["'tables:make b_ --table=notes'", 'b_notes'],
  ])('is run with its arguments and options (%s)', (call, table) => {
    const { tables, unknown } = evaluate(
      up(`\\Illuminate\\Support\\Facades\\Artisan::call(${call});`),
      command(create("$this->argument('prefix') . $this->option('table')")),
    );
    expect(unknown).toEqual([]);
    expect(tables('mysql')).toEqual([table]);
  });

  it.each(['(', '[a', 'tab', 'table=', '.+'])('has no option called %s', (name) => {
    const { tables, unknown } = evaluate(
      up("\\Illuminate\\Support\\Facades\\Artisan::call('tables:make', ['prefix' => 'a_']);"),
      command(create(`$this->option('${name}')`)),
    );
    expect(tables('mysql')).toEqual([]);
    expect(unknown).toHaveLength(1);
    expect(unknown[0]?.reason).toContain(`the option --${name}`);
  });
});
