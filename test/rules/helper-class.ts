/** A project whose migration leaves a call to a class of the application. */
import { create, migration } from './project.ts';

/** The call stands in line 7 of app/Support/Columns.php, and in line 11 of the migration. */
export function throughHelper(
  body: string,
  before = '',
  table = 'invoices',
  up = create(table, '\\App\\Support\\Columns::add($table);'),
): Record<string, string> {
  return {
    'composer.json':
      '{ "require": { "laravel/framework": "^12.0" }, "autoload": { "psr-4": { "App\\\\": "app/" } } }',
    'app/Support/Columns.php': `<?php
namespace App\\Support;
class Columns
{
    public static function add($table): void
    {
        ${body}
    }
}
`,
    1: migration(`${before} ${up}`),
  };
}
