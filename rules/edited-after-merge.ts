import type { Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import { TOP_OF_FILE } from '../src/schema/index.ts';

const whole = (columns: string): string => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            ${columns}
        });
    }
};
`;

export const editedAfterMerge: Rule = {
  id: 'edited-after-merge',
  severity: 'warning',
  recommended: false,
  claims: [],
  docs: {
    what: 'A migration that is in the main branch was changed.',
    why: 'It has run somewhere, on a colleague’s machine, in staging or in production, and does not run there again: the change reaches fresh databases only. From then on there are two schemas under one name, and the tests look at the one that production does not have.',
    how: 'Take the change back, and write it as a new migration. What no database notices (a comment, formatting) can be accepted with its reason. The rule asks git for the main branch (origin/HEAD, main or master), and says nothing where there is none, or where the history is too short (fetch-depth: 0).',
    engines: [],
    bad: [
      {
        title: 'A column more',
        merged: whole("$table->string('number', 32);"),
        code: whole("$table->string('number', 32);\n            $table->string('note')->nullable();"),
      },
      {
        title: 'Another length',
        merged: whole("$table->string('number', 32);"),
        code: whole("$table->string('number', 64);"),
      },
      {
        title: 'A default that was forgotten',
        merged: whole("$table->boolean('is_paid');"),
        code: whole("$table->boolean('is_paid')->default(false);"),
      },
    ],
    good: [
      {
        title: 'As it was merged',
        merged: whole("$table->string('number', 32);"),
        code: whole("$table->string('number', 32);"),
      },
      {
        title: 'A new migration',
        code: `Schema::table('orders', function (Blueprint $table) {
    $table->string('note')->nullable();
});`,
      },
      { title: 'It is not in the main branch yet', code: whole("$table->string('number', 64);") },
    ],
  },
  create(context) {
    return {
      migration({ migration }) {
        const branch = context.editedAfterMerge?.(migration);
        if (branch === undefined) return;
        context.report({
          file: migration.file,
          span: TOP_OF_FILE,
          message: sentences(
            `${quote(migration.name)} is in ${branch} and was changed since.`,
            'Where it has run already, it does not run again: only fresh databases get the change.',
          ),
          help: 'Take the change back, and make it in a new migration.',
          engines: [],
          data: { branch },
          identity: migration.name,
        });
      },
    };
  },
};
