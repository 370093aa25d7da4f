import { fileIdentity } from '../src/lint/file-identity.ts';
import { placeKey } from '../src/lint/groups.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { engineTitles, joinWords, sentences } from '../src/lint/wording.ts';
import { ENGINE_TITLES, type Location, type Problem, type Step } from '../src/schema/index.ts';

/** SQLite's refusal of a lock in raw SQL: this rule tells why. A query builder leaves the lock out for SQLite. */
function isRefusedLock(step: Step, problem: Problem): boolean {
  const { statement } = step;
  return (
    step.target.engine === 'sqlite' &&
    problem.fact.kind === 'foreign-syntax' &&
    statement.kind === 'data' &&
    statement.lock !== undefined
  );
}

/** The engines on which the lock works, for messages: among the targets, else those of production. */
function lockingEngines(context: RuleContext): string {
  const targets = context.targets.filter((target) => target.engine !== 'sqlite');
  const titles =
    targets.length > 0
      ? engineTitles(targets, context.targets)
      : context.project.productionEngines.flatMap((use) =>
          use.engine === null || use.engine === 'sqlite' ? [] : [ENGINE_TITLES[use.engine]],
        );
  return titles.length === 0 ? 'the other engines' : joinWords(titles);
}

/** Does the one stand in the other, as SQL does in the call that sends it? */
function isWithin(inner: Location, outer: Location): boolean {
  return (
    inner.file === outer.file &&
    inner.span.startOffset >= outer.span.startOffset &&
    inner.span.endOffset <= outer.span.endOffset
  );
}

export const selectForUpdate: Rule = {
  id: 'select-for-update',
  severity: 'warning',
  recommended: true,
  claims: ['foreign-syntax'],
  claimsProblem: isRefusedLock,
  docs: {
    what: 'Rows are locked (lockForUpdate(), sharedLock(), SELECT … FOR UPDATE), and the tests run on SQLite.',
    why: 'SQLite has no row locks: the framework leaves them out of the SQL there, and in raw SQL they are a syntax error. So a test on SQLite passes with and without the lock; lost updates and deadlocks first show in production.',
    how: 'Test the locking path on the engine of production, with two connections at once; in a migration do without locks where you can.',
    engines: ['sqlite'],
    bad: [
      {
        title: 'A lock in a migration',
        code: `DB::transaction(function () {
    $row = DB::table('settings')->where('key', 'counter')->lockForUpdate()->first();
});`,
        files: {
          'database/migrations/2025_01_01_000001_create_settings.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('settings', function (Blueprint $table) {
            $table->id();
            $table->string('key', 64)->unique();
        });
    }
};
`,
        },
      },
      {
        title: 'A shared lock in a module',
        file: 'modules/billing/src/Invoices.php',
        files: {
          'modules/billing/database/migrations/2025_01_01_000001_create_mod_billing_invoices.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('mod_billing_invoices', function (Blueprint $table) {
            $table->id();
            $table->boolean('paid')->default(false);
        });
    }
};
`,
        },
        code: `<?php
namespace Modules\\Billing;

use Illuminate\\Support\\Facades\\DB;

class Invoices
{
    public function open()
    {
        return DB::table('mod_billing_invoices')->where('paid', false)->sharedLock()->get();
    }
}
`,
      },
      {
        title: 'A lock in the application (an info)',
        file: 'app/Services/Counter.php',
        code: `<?php
namespace App\\Services;

use App\\Models\\Setting;

class Counter
{
    public function next(): int
    {
        return Setting::query()->lockForUpdate()->first()->value + 1;
    }
}
`,
      },
    ],
    good: [
      {
        title: 'Reading without a lock',
        file: 'app/Services/Counter.php',
        code: `<?php
namespace App\\Services;

use App\\Models\\Setting;

class Counter
{
    public function current(): int
    {
        return Setting::query()->first()->value;
    }
}
`,
      },
      {
        title: 'One statement that the engine makes atomic',
        file: 'app/Services/Counter.php',
        code: `<?php
namespace App\\Services;

use App\\Models\\Setting;

class Counter
{
    public function next(): void
    {
        Setting::query()->increment('value');
    }
}
`,
      },
      {
        title: 'The tests run on MySQL, too',
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
        file: 'app/Services/Counter.php',
        code: `<?php
namespace App\\Services;

use App\\Models\\Setting;

class Counter
{
    public function next(): int
    {
        return Setting::query()->lockForUpdate()->first()->value + 1;
    }
}
`,
      },
    ],
  },
  create(context) {
    const lenient = context.targets.filter((target) => target.engine === 'sqlite');
    const engines = lenient.map((target) => target.id);
    const names = lockingEngines(context);
    const help = `Test this path on ${names}, with two connections at once; a green test on SQLite says nothing about the lock.`;
    const consequence = `The lock works on ${names} only, so a concurrency bug stays hidden in tests on SQLite.`;
    const seen = new Set<string>();
    const refused: Location[] = [];
    return {
      migration(view) {
        for (const run of view.runs) {
          for (const step of run.steps) {
            if (!step.reached || step.caught) continue;
            const problem = step.verdict.problems.find((candidate) => isRefusedLock(step, candidate));
            if (problem === undefined) continue;
            const origin = problem.origin ?? step.statement.origin;
            if (seen.has(placeKey(origin))) continue;
            seen.add(placeKey(origin));
            refused.push(origin);
            context.report({
              file: origin.file,
              span: origin.span,
              message: sentences(
                `SQLite has no row locks and refuses this statement: ${problem.message}${problem.code === null ? '' : ` (${problem.code})`}.`,
                `The lock works on ${names} only.`,
              ),
              help: 'Send the lock only to engines that have it (ask the connection for its driver), or do without it in a migration.',
              severity: 'error',
              engines,
              ...(origin.related === undefined ? {} : { related: origin.related }),
              data: { code: problem.code, raw: true },
              identity: `refused ${step.statement.sql}`,
            });
          }
        }
      },
      fact(fact) {
        if (fact.kind !== 'row-lock' || lenient.length === 0) return;
        const { origin } = fact;
        // The refusal of the call that sends it has been told of.
        if (refused.some((call) => isWithin(origin, call))) return;
        const raw = !fact.text.startsWith('->');
        const own = fact.inMigration || fact.owner.kind === 'module';
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            raw
              ? `${fact.text} is a syntax error on SQLite, which has no row locks.`
              : `${fact.text} locks no rows on SQLite: the lock is left out of the SQL there.`,
            consequence,
          ),
          help,
          severity: own ? 'warning' : 'info',
          engines,
          data: { lock: fact.lock, inMigration: fact.inMigration, raw },
          identity: `${fact.lock} ${fileIdentity(origin.file)} ${fact.text.replaceAll(' ', '')}`,
        });
      },
    };
  },
};
