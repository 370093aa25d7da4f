/** What a fresh database does not reach is evaluated apart: what is found there, why, and that nothing leaks. */
import { describe, expect, it } from 'vitest';
import type { EngineName, Statement } from '../../../../src/schema/index.ts';
import { withoutReached } from '../../../../src/timeline/unreached.ts';
import { evaluate, HEAD, up } from './project.ts';

const create = (name: string) => `Schema::create(${name}, fn (Blueprint $table) => $table->id());`;

/** A table that is there before the migration in question. */
const USERS = up(create("'users'"));

function tableOf(statement: Statement): string {
  return 'table' in statement ? (statement.table?.name ?? '?') : statement.kind;
}

/** `why: table` of each statement that a fresh database does not reach. */
function unreached(engine: EngineName, migration: string, files: Record<string, string> = {}): string[] {
  const { timelines, unknown } = evaluate([USERS, migration], files);
  expect(unknown).toEqual([]);
  return withoutReached(Object.values(timelines))
    .filter((timeline) => timeline.target.engine === engine)
    .flatMap((timeline) => timeline.unreached)
    .map((step) => `${step.unreached}: ${tableOf(step.statement)}`);
}

describe('code that a fresh database passes over', () => {
  it.each<[string, string, string[]]>([
    [
      'the body of an if',
      `if (Schema::hasColumn('users', 'code')) { ${create("'z'")} }`,
      ["Schema::hasColumn('users', 'code') is false: z"],
    ],
    [
      'its else',
      `if (Schema::hasTable('users')) { } else { ${create("'z'")} }`,
      ["Schema::hasTable('users') is true: z"],
    ],
    [
      'an elseif and what follows it',
      `if (Schema::hasTable('users')) { } elseif (Schema::hasTable('members')) { ${create("'y'")} } else { ${create("'z'")} }`,
      ["Schema::hasTable('users') is true: y", "Schema::hasTable('users') is true: z"],
    ],
    [
      'what follows an early return',
      `if (! Schema::hasTable('legacy')) { return; } ${create("'z'")}`,
      ['it returns in line 13: z'],
    ],
    [
      'what follows an exception',
      `if (! Schema::hasTable('legacy')) { throw new \\RuntimeException('first the other'); } ${create("'z'")}`,
      ['it ends with an exception in line 13: z'],
    ],
    [
      'the rest of a turn of a loop',
      `foreach (['users', 'members'] as $name) { if (! Schema::hasTable($name)) { continue; } Schema::table($name, fn ($table) => $table->date('day')); }`,
      ['it skips the rest in line 13: members'],
    ],
    [
      'what asks for rows',
      `if (DB::table('users')->where('id', 1)->exists()) { ${create("'z'")} }`,
      ["DB::table('users')->where('id', 1)->exists() is false: z"],
    ],
    [
      'a loop over rows',
      `foreach (DB::table('users')->get() as $user) { ${create("'z'")} }`,
      ["DB::table('users')->get() is empty: z"],
    ],
    [
      'a function that is handed rows',
      `DB::table('users')->orderBy('id')->chunk(10, function ($users) { ${create("'z'")} });`,
      ['there are no rows: z'],
    ],
    [
      'a while that is not entered',
      `while (Schema::hasTable('old')) { ${create("'z'")} break; }`,
      ["Schema::hasTable('old') is false: z"],
    ],
    [
      'a ternary',
      `Schema::hasTable('users') ? null : ${create("'z'")}`,
      ["Schema::hasTable('users') is true: z"],
    ],
    [
      'the right side of &&',
      `Schema::hasTable('old') && ${create("'z'")}`,
      ["Schema::hasTable('old') is false: z"],
    ],
    [
      'an arm of match',
      `match (Schema::hasTable('users')) { true => null, false => ${create("'z'").slice(0, -1)} };`,
      ["Schema::hasTable('users') is something else: z"],
    ],
    [
      'a case of switch',
      `switch (DB::table('users')->count()) { case 0: break; case 1: ${create("'y'")} break; default: ${create("'z'")} }`,
      [
        "DB::table('users')->count() is something else: y",
        "DB::table('users')->count() is something else: z",
      ],
    ],
    [
      'a catch block',
      `try { ${create("'a'")} } catch (\\Exception $e) { ${create("'z'")} }`,
      ['no exception is thrown: z'],
    ],
    [
      'a callback of the schema builder',
      `Schema::whenTableHasColumn('users', 'code', function (Blueprint $table) { $table->date('day'); });`,
      ["Schema::whenTableHasColumn('users', 'code', …) does not call it: users"],
    ],
    [
      'a question that is kept in a variable',
      `$old = Schema::hasTable('old'); $both = $old && true; if ($both) { ${create("'z'")} }`,
      ['$both is false: z'],
    ],
    [
      'a condition too long to be shown',
      `if (Schema::hasTable('a_table_with_a_long_name') && Schema::hasTable('another_table_with_a_long_name')) { ${create("'z'")} }`,
      ['the condition in line 13 is false: z'],
    ],
    [
      'an inner condition: the outer one tells why',
      `if (Schema::hasTable('old')) { if (! Schema::hasColumn('old', 'x')) { ${create("'z'")} } }`,
      ["Schema::hasTable('old') is false: z"],
    ],
  ])('%s', (_title, body, expected) => {
    expect(unreached('mysql', up(body))).toEqual(expected);
  });

  it('a method that is called, and one that decides whether the migration runs', () => {
    const helper = up(
      '$this->upgrade();',
      `private function upgrade() { if (Schema::hasTable('old')) { $this->make('z'); } }
       private function make($name) { ${create('$name')} }`,
    );
    expect(unreached('mysql', helper)).toEqual(["Schema::hasTable('old') is false: z"]);
    const decided = up(
      create("'z'"),
      "public function shouldRun(): bool { return Schema::hasTable('old'); }",
    );
    expect(unreached('mysql', decided)).toEqual(['shouldRun() is false: z']);
  });

  it('a helper in another file, whose lines are named with the file', () => {
    const files = {
      'app/Upgrade.php': `<?php
namespace App;
use Illuminate\\Support\\Facades\\Schema;
class Upgrade
{
    public static function run()
    {
        if (! Schema::hasTable('old')) {
            return;
        }
        Schema::create('z', function ($table) { $table->id(); });
    }
}
`,
    };
    expect(unreached('mysql', up('\\App\\Upgrade::run();'), files)).toEqual([
      'it returns in app/Upgrade.php:8: z',
    ]);
  });

  it('a part of a table that is reached', () => {
    const { timelines } = evaluate([
      USERS,
      up(`Schema::table('users', function (Blueprint $table) {
        $table->date('always');
        if (Schema::hasColumn('users', 'code')) {
            $table->date('sometimes')->index();
            $table->foreignId('user_id')->constrained();
        }
      });`),
    ]);
    const made = timelines.mysql.unreached.flatMap(({ statement }) =>
      statement.kind === 'alterTable' ? statement.actions.map((action) => action.kind) : [statement.kind],
    );
    expect(made.sort()).toEqual(['addColumn', 'addColumn', 'addForeignKey', 'addIndex']);
    expect(JSON.stringify(timelines.mysql.unreached.map((step) => step.statement))).not.toContain('"always"');
  });

  it('on the way back', () => {
    const migration = `${HEAD}return new class extends Migration {
    public function up(): void { ${create("'a'")} }
    public function down(): void { if (Schema::hasTable('old')) { ${create("'z'")} } }
};
`;
    const { timelines } = evaluate([USERS, migration]);
    expect(timelines.mysql.unreached.map((step) => [step.direction, step.reached, step.unreached])).toEqual([
      ['down', false, "Schema::hasTable('old') is false"],
    ]);
  });
});

describe('code that no database of this engine reaches', () => {
  it.each<[string, string]>([
    ['another driver', `if (DB::getDriverName() === 'sqlsrv') { ${create("'z'")} }`],
    [
      'another driver, in a variable',
      `$other = DB::getDriverName() === 'sqlsrv'; if (Schema::hasTable('old') && $other) { ${create("'z'")} }`,
    ],
    [
      'another driver, and a question before it',
      `if (Schema::hasTable('old') && DB::getDriverName() === 'sqlsrv') { ${create("'z'")} }`,
    ],
    [
      'another driver, and a return',
      `if (Schema::hasTable('old')) { } if (config('database.default') !== 'sqlsrv') { return; } ${create("'z'")}`,
    ],
    [
      'another driver, by match',
      `Schema::hasTable('old'); match (DB::getDriverName()) { 'sqlsrv' => ${create("'z'").slice(0, -1)}, default => null };`,
    ],
    [
      'a setting of the connection',
      `Schema::hasTable('old'); if (env('DB_KIND', 'x') === 'y') { ${create("'z'")} }`,
    ],
    ['code that is switched off', `Schema::hasTable('old'); if (false) { ${create("'z'")} }`],
    ['code behind a return', `Schema::hasTable('old'); return; ${create("'z'")}`],
    [
      'what the migration has made itself',
      `${create("'a'")} if (! Schema::hasTable('a')) { ${create("'z'")} }`,
    ],
  ])('is not evaluated: %s', (_title, body) => {
    for (const engine of ['sqlite', 'mysql', 'mariadb', 'postgres'] as const)
      expect(unreached(engine, up(body))).toEqual([]);
  });

  it('leaves the tests to the engine of the tests, and asks for other environments on the others', () => {
    const staging = up(`if (app()->environment('staging')) { ${create("'z'")} }`);
    expect(unreached('mysql', staging)).toEqual(["app()->environment('staging') is false: z"]);
    expect(unreached('sqlite', staging)).toEqual([]);
    expect(unreached('mysql', up(`if (app()->runningUnitTests()) { ${create("'z'")} }`))).toEqual([]);
  });
});

describe('what is evaluated apart', () => {
  const guarded = (body: string) => up(`if (Schema::hasTable('old')) { ${body} ${create("'z'")} }`);

  it('changes no verdict, no catalog, no count of statements', () => {
    const without = evaluate([USERS, up(create("'a'"))]);
    const unread = "\\Acme\\Outside::change('users');";
    const withIt = evaluate([
      USERS,
      up(
        `${create("'a'")} if (Schema::hasTable('old')) { ${unread} Schema::drop('users'); ${create("'z'")} }`,
      ),
    ]);
    for (const engine of ['sqlite', 'mysql', 'mariadb', 'postgres'] as const) {
      expect(withIt.sql(engine)).toEqual(without.sql(engine));
      expect(withIt.tables(engine)).toEqual(without.tables(engine));
      expect(withIt.tables(engine)).toContain('users');
      expect(withIt.outcomes(engine)).toEqual(without.outcomes(engine));
    }
    expect(withIt.unknown).toEqual([]);
  });

  it('leaves variables, static properties and settings as they are', () => {
    const files = {
      'app/Counter.php': '<?php\nnamespace App;\nclass Counter { public static int $count = 1; }\n',
    };
    const { tables, columns, timelines } = evaluate(
      [
        USERS,
        up(`$name = 'a'; if (Schema::hasTable('old')) {
          $name = 'b'; \\App\\Counter::$count = 2; Schema::defaultStringLength(20); ${create("'z'")}
        } ${create('$name')}`),
        up(`Schema::create('t' . \\App\\Counter::$count, fn ($table) => $table->string('x'));`),
      ],
      files,
    );
    expect(timelines.mysql.unreached).toHaveLength(1);
    expect(tables('mysql')).toEqual(expect.arrayContaining(['a', 't1', 'users']));
    expect(tables('mysql').filter((name) => ['b', 't2', 'z'].includes(name))).toEqual([]);
    expect(columns('mysql', 't1')).toEqual(['x']);
    const [made] = timelines.mysql.runs.filter((run) => run.direction === 'up').at(-1)!.steps;
    expect(made?.statement.sql).toContain('varchar(255)');
  });

  it('comes to an end, and says nothing of it', () => {
    const { unknown, outcomes } = evaluate([USERS, guarded(`while (true) { ${create("'y'")} }`)]);
    expect(unknown).toEqual([]);
    expect(outcomes('mysql')).toEqual(['accepts', 'accepts']);
  });

  it('is not what only writes rows', () => {
    const rows = up("if (Schema::hasTable('old')) { DB::table('users')->update(['id' => 1]); }");
    expect(unreached('mysql', rows)).toEqual([]);
  });
});
