import { earlier } from '../src/lint/example-source.ts';
import { fileIdentity } from '../src/lint/file-identity.ts';
import { distinct } from '../src/lint/report-changes.ts';
import type { Rule } from '../src/lint/rule.ts';
import { joinWords, plural, quote, sentences } from '../src/lint/wording.ts';
import type { FactOf } from '../src/schema/index.ts';

const files = {
  ...earlier(`Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->string('name');
});`),
  'app/Models/User.php': `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Model;

class User extends Model
{
}
`,
};

export const appModelInMigration: Rule = {
  id: 'app-model-in-migration',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A migration reads or writes rows through a model of the application.',
    why: 'The model goes on changing, the migration does not. When it runs on a new machine years later, the class may be gone, or it asks for columns that do not exist yet at that point (a global scope such as SoftDeletes adds deleted_at to each query: errno 1054, SQLSTATE 42703), casts and events do what nobody meant. Fresh installations and tests break first.',
    how: 'Use DB::table(). Where a model is wanted all the same, declare a small one in the migration’s own file.',
    engines: [],
    bad: [
      {
        title: 'A query',
        files,
        code: "\\App\\Models\\User::where('name', '')->update(['name' => 'nobody']);",
      },
      { title: 'A new row', files, code: "\\App\\Models\\User::create(['name' => 'admin']);" },
      {
        title: 'An object',
        files,
        code: `$user = new \\App\\Models\\User();
$user->name = 'admin';
$user->save();`,
      },
    ],
    good: [
      {
        title: 'DB::table()',
        files,
        code: "DB::table('users')->where('name', '')->update(['name' => 'nobody']);",
      },
      {
        title: 'Only the key of a model is asked for',
        files,
        code: `Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignIdFor(\\App\\Models\\User::class);
});`,
      },
      {
        title: 'A model of the migration’s own',
        files,
        code: `<?php

use Illuminate\\Database\\Eloquent\\Model;
use Illuminate\\Database\\Migrations\\Migration;

class UserOfThisMigration extends Model
{
    protected $table = 'users';
}

return new class extends Migration
{
    public function up(): void
    {
        UserOfThisMigration::where('name', '')->update(['name' => 'nobody']);
    }
};
`,
      },
    ],
  },
  create(context) {
    const uses = new Map<string, FactOf<'model-use'>[]>();
    return {
      fact(fact) {
        if (fact.kind !== 'model-use') return;
        const { file } = fact.origin;
        const known = uses.get(file);
        if (known === undefined) uses.set(file, [fact]);
        else known.push(fact);
      },
      end() {
        for (const [file, facts] of uses) {
          const [first] = facts as [FactOf<'model-use'>];
          const names = distinct(facts.map(({ name }) => name));
          const rest = facts.length - 1;
          context.report({
            file,
            span: first.origin.span,
            message: sentences(
              `this migration uses ${names.length === 1 ? 'the model' : 'the models'} ${joinWords(names.map((name) => quote(name)))}${rest === 0 ? '' : ` (and in ${plural(rest, 'more place')})`}.`,
              'The model goes on changing, the migration does not: run later, it meets another class, or none.',
            ),
            help: 'Use DB::table(), or a model that is declared in the migration itself.',
            engines: [],
            data: { models: names, uses: facts.length },
            identity: `${fileIdentity(file)} ${names.join()}`,
          });
        }
      },
    };
  },
};
