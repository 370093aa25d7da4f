import { ids } from '../src/lint/groups.ts';
import { reachOf } from '../src/lint/reach.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { onTheWayBack } from '../src/lint/way-back.ts';
import { listEngines, plural, quote, sentences, stop, verb } from '../src/lint/wording.ts';
import type { StatementOf, Step } from '../src/schema/index.ts';

type Refusal = StatementOf<'frameworkRefuses'>;

interface Missing {
  readonly step: Step;
  readonly statement: Refusal;
  readonly needs: NonNullable<Refusal['requires']>;
}

/** In what is reached; else in what a fresh database does not reach. */
function missing(view: MigrationView): Missing[] {
  const among = (steps: readonly Step[]): Missing[] =>
    steps.flatMap((step) => {
      const { statement } = step;
      if (statement.kind !== 'frameworkRefuses' || statement.requires === undefined) return [];
      const counts = step.reached || step.unreached !== undefined;
      return counts && !step.caught ? [{ step, statement, needs: statement.requires }] : [];
    });
  const reached = among(view.runs.flatMap((run) => run.steps));
  return reached.length > 0 ? reached : among(view.unreached ?? []);
}

const CUSTOMERS = {
  'database/migrations/2025_01_01_000001_create_customers.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('customers', function (Blueprint $table) {
            $table->id();
            $table->string('name', 40);
        });
    }
};
`,
};

const LARAVEL_9 = { 'composer.json': '{ "require": { "laravel/framework": "^9.52" } }\n', ...CUSTOMERS };
const LARAVEL_8 = { 'composer.json': '{ "require": { "laravel/framework": "8.40.0" } }\n', ...CUSTOMERS };
const CHANGE = `Schema::table('customers', function (Blueprint $table) {
    $table->string('name', 120)->change();
});`;
const RENAME = `Schema::table('customers', function (Blueprint $table) {
    $table->renameColumn('name', 'title');
});`;

export const changeRequiresDbal: Rule = {
  id: 'change-requires-dbal',
  severity: 'error',
  recommended: true,
  claims: ['framework-refuses'],
  claimsProblem: (step) =>
    step.statement.kind === 'frameworkRefuses' && step.statement.requires !== undefined,
  docs: {
    what: 'A migration changes or renames a column in a way that needs doctrine/dbal, and the project does not have it.',
    why: 'Below version 11, Laravel leaves ->change() to doctrine/dbal (on SQLite always, on the others below 10), and renameColumn() below 9.44 as well. Without the package it throws before anything is sent, on every engine. It is no dependency of the framework, so it is missing unless somebody asked for it.',
    how: 'composer require doctrine/dbal, or upgrade to Laravel 11, which needs no package for it.',
    engines: [],
    bad: [
      { title: 'change() in Laravel 9', code: CHANGE, files: LARAVEL_9 },
      { title: 'renameColumn() in an early Laravel 8', code: RENAME, files: LARAVEL_8 },
      {
        title: 'In Laravel 10 the tests on SQLite are what fails',
        code: CHANGE,
        files: { ...CUSTOMERS, 'composer.json': '{ "require": { "laravel/framework": "^10.48" } }\n' },
      },
    ],
    good: [
      {
        title: 'The package is there',
        code: CHANGE,
        files: {
          ...CUSTOMERS,
          'composer.json': '{ "require": { "laravel/framework": "^9.52", "doctrine/dbal": "^3.6" } }\n',
        },
      },
      { title: 'Laravel 11 and later need none', code: CHANGE, files: CUSTOMERS },
      { title: 'Laravel 9.52 renames without it', code: RENAME, files: LARAVEL_9 },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const all = missing(view);
        // The package is the one cause: a migration needs to be told once.
        const [first] = [...all].sort(
          (a, b) => a.statement.origin.span.startOffset - b.statement.origin.span.startOffset,
        );
        if (first === undefined) return;
        const { origin, message } = first.statement;
        const { package: name, until } = first.needs;
        const concerned = context.targets.filter((target) =>
          all.some(({ step }) => step.target.id === target.id),
        );
        const reach = reachOf(all.map(({ step }) => step));
        const places = new Set(all.map(({ statement }) => statement.origin.span.startOffset)).size;
        const more = places - 1;
        const down = all.every(({ step }) => step.direction === 'down');
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            down && 'On the way back:',
            `${origin.call} needs ${quote(name)}, which the project does not have: the framework throws before anything is sent, on ${listEngines(concerned, context.targets)}.`,
            stop(`It says: ${message}`),
            more > 0 && `So ${verb(more, 'do', 'does')} ${plural(more, 'more call')} of this migration.`,
            reach.sentence,
          ),
          ...reach.mark,
          ...onTheWayBack(down ? 'down' : 'up'),
          help: `composer require ${name}, or upgrade: from version ${until} on, the framework needs no package for it.`,
          engines: ids(concerned),
          ...(origin.related === undefined ? {} : { related: origin.related }),
          data: { package: name, until, calls: places, ...(reach.reached ? {} : { reached: false }) },
          identity: `${view.migration.name} ${name}`,
        });
      },
    };
  },
};
