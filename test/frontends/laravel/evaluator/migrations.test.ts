/** Small migrations, from their text to what each engine is sent and what stays unknown. */
import { describe, expect, it } from 'vitest';
import { evaluate, HEAD, up } from './project.ts';

const ENGINES = ['sqlite', 'mysql', 'mariadb', 'postgres'] as const;
const create = (name: string) => `Schema::create(${name}, fn (Blueprint $table) => $table->id());`;

/** Tables on MySQL after the migration's up(), with nothing left unknown. */
function tablesOf(...migrations: Parameters<typeof evaluate>): string[] {
  const result = evaluate(...migrations);
  expect(result.unknown).toEqual([]);
  return result.tables('mysql');
}

describe('what the code of a migration computes', () => {
  it.each<[string, string, string, string[]]>([
    ['a property', create('$this->name'), "protected string $name = 'props';", ['props']],
    ['a constant', create('self::NAME'), "const NAME = 'consts';", ['consts']],
    [
      'a helper method with named arguments',
      "$this->make(name: 'a', prefix: 'x_'); $this->make('b');",
      `private function make(string $name, string $prefix = '') { ${create('$prefix . $name')} }`,
      ['b', 'x_a'],
    ],
    ['foreach', `foreach (['a', 'b'] as $t) { ${create('$t')} }`, '', ['a', 'b']],
    ['for', `for ($i = 1; $i <= 3; $i++) { ${create('"part_{$i}"')} }`, '', ['part_1', 'part_2', 'part_3']],
    [
      'foreach with continue',
      `foreach (['a', 'b'] as $t) { if ($t === 'a') { continue; } ${create('$t')} }`,
      '',
      ['b'],
    ],
    [
      'a closure with use',
      `$p = 'p_'; $f = function ($n) use ($p) { ${create('$p . $n')} }; $f('x');`,
      '',
      ['p_x'],
    ],
    [
      'array_map over names',
      `array_map(fn ($t) => ${create('$t').slice(0, -1)}, ['m', 'n']);`,
      '',
      ['m', 'n'],
    ],
    ['a collection', `collect(['c', 'd'])->each(function ($t) { ${create('$t')} });`, '', ['c', 'd']],
    ['an early return', `if (true) { ${create("'a'")} return; } ${create("'b'")}`, '', ['a']],
    ['switch', `switch ('x') { case 'x': ${create("'sx'")} break; default: ${create("'sd'")} }`, '', ['sx']],
    [
      'a nested array of names',
      `$c = ['t' => ['n' => 'deep']]; $d = $c; $d['t']['n'] = 'other'; ${create("$c['t']['n']")}`,
      '',
      ['deep'],
    ],
    [
      'a static counter',
      '$this->next(); $this->next();',
      `private function next() { static $n = 0; $n++; ${create('"t$n"')} }`,
      ['t1', 't2'],
    ],
    [
      'a generator',
      `foreach ($this->names() as $n) { ${create('$n')} }`,
      "private function names() { yield 'g1'; yield 'g2'; }",
      ['g1', 'g2'],
    ],
    ['env() with a default', create("env('NO_SUCH_SETTING', 'fallback')"), '', ['fallback']],
    [
      'hasTable',
      `if (! Schema::hasTable('a')) { ${create("'a'")} } if (! Schema::hasTable('a')) { ${create("'z'")} }`,
      '',
      ['a'],
    ],
    [
      'hasColumn',
      `${create("'a'")} if (Schema::hasColumn('a', 'id')) { ${create("'yes'")} } else { ${create("'no'")} }`,
      '',
      ['a', 'yes'],
    ],
    [
      'rows of a fresh database',
      `${create("'a'")} if (DB::table('a')->where('x', 1)->exists()) { ${create("'rows'")} }`,
      '',
      ['a'],
    ],
    [
      'a row loop',
      `${create("'a'")} foreach (DB::table('a')->get() as $row) { ${create("'never'")} }`,
      '',
      ['a'],
    ],
    ['the plain facade alias', "\\Schema::create('al', function ($table) { $table->id(); });", '', ['al']],
    [
      'str() and Str',
      create("\\Illuminate\\Support\\Str::plural('order') . '_' . str('Foo')->lower()"),
      '',
      ['orders_foo'],
    ],
    ['try/finally', `try { ${create("'a'")} } finally { ${create("'f'")} }`, '', ['a', 'f']],
    [
      'an exception of its own',
      `try { throw new \\RuntimeException('x'); } catch (\\Exception $e) { ${create('$e->getMessage()')} }`,
      '',
      ['x'],
    ],
    [
      'an error of PHP',
      `try { null->x(); ${create("'no'")} } catch (\\Error $e) { ${create('substr($e->getMessage(), -7)')} }`,
      '',
      ['on null'],
    ],
    ['?->', `${create("'a'")} if (DB::table('a')->first()?->owner->is(1)) { ${create("'no'")} }`, '', ['a']],
    [
      'optional()',
      `${create("'a'")} optional(DB::table('a')->first())->delete(); ${create("'b'")}`,
      '',
      ['a', 'b'],
    ],
    ['DB::transaction', `DB::transaction(function () { ${create("'tx'")} });`, '', ['tx']],
    ['$withinTransaction', create("'wt'"), 'public $withinTransaction = false;', ['wt']],
  ])('%s', (_title, body, members, tables) => {
    expect(tablesOf(up(body, members))).toEqual(tables);
  });

  it.each<[string, string, string, string]>([
    ['on null', '^12.0', '$x = null; $x->foo();', 'Call to a member function foo() on null'],
    ['on a boolean', '^12.0', "Schema::hasTable('a')->foo();", 'Call to a member function foo() on bool'],
    [
      'on the row of an empty table',
      '^12.0',
      `${create("'a'")} DB::table('a')->first()->delete();`,
      'Call to a member function delete() on null',
    ],
    [
      'behind a method that Laravel 12 gives columns',
      '^12.0',
      "Schema::create('b', function ($table) { $table->string('c')->boolean()->nullable(); });",
      'Call to a member function nullable() on bool',
    ],
  ])('stops at a call %s', (_title, laravel, body, message) => {
    const result = evaluate(up(`${body} ${create("'never'")}`), {
      'composer.json': JSON.stringify({ require: { 'laravel/framework': laravel } }),
    });
    for (const engine of ENGINES) {
      const last = result.timelines[engine].runs[0]?.steps.at(-1);
      expect(last?.statement).toMatchObject({ kind: 'frameworkRefuses', message });
      expect(last?.verdict).toMatchObject({ outcome: 'refuses', problems: [{ code: null, message }] });
      expect(result.tables(engine)).not.toContain('never');
    }
    expect(result.unknown).toEqual([]);
  });

  it('takes a method that only Laravel 12 has for a modifier in Laravel 10', () => {
    const result = evaluate(
      up("Schema::create('b', function ($table) { $table->string('c')->boolean()->nullable(); });"),
      { 'composer.json': JSON.stringify({ require: { 'laravel/framework': '^10.0' } }) },
    );
    expect(ENGINES.map((engine) => result.columns(engine, 'b'))).toEqual(ENGINES.map(() => ['c']));
  });

  it('does not know what is in a variable that is given no value', () => {
    const result = evaluate(up('\\Vendor\\fill($x); $x->foo();'));
    expect(result.outcomes('mysql')).not.toContain('refuses');
  });

  it('follows the driver on each target', () => {
    const result = evaluate(
      up(`$t = match (DB::getDriverName()) { 'sqlite' => 'lite', 'pgsql' => 'pg', default => 'my' };
          ${create('$t')}
          ${create("config('database.connections.' . config('database.default') . '.driver')")}`),
    );
    expect(result.unknown).toEqual([]);
    // MariaDB is reached through Laravel's mysql driver unless the project says otherwise
    expect(ENGINES.map((engine) => result.tables(engine))).toEqual([
      ['lite', 'sqlite'],
      ['my', 'mysql'],
      ['my', 'mysql'],
      ['pg', 'pgsql'],
    ]);
  });

  // DatabaseConnection.sibling() knows the project's default by its declared name only, config() answers the target's
  it('takes the default connection by its name on each target', () => {
    const result = evaluate(
      up("Schema::connection(config('database.default'))->create('cc', fn ($t) => $t->id());"),
    );
    for (const engine of ENGINES) expect([engine, result.tables(engine)]).toEqual([engine, ['cc']]);
  });

  it('keeps the tables of another connection apart', () => {
    const result = evaluate(
      up(`Schema::connection('other')->create('x', fn ($t) => $t->id()); ${create("'d'")}`),
    );
    expect(result.tables('mysql')).toEqual(['d']);
    expect(tablesOf(up(create("'e'"), "protected $connection = 'other';"))).toEqual([]);
  });

  it('runs array-style migrations', () => {
    const text = `${HEAD}return ['up' => function ($schema) { $schema->create('arr', fn ($t) => $t->id()); }];`;
    expect(tablesOf(text)).toEqual(['arr']);
  });

  it('follows `use DB;` and `use Schema;`', () => {
    const text = `<?php use Schema; use DB; return new class extends \\Illuminate\\Database\\Migrations\\Migration { function up() { Schema::create('u', fn ($t) => $t->id()); DB::table('u')->where('id', 1)->delete(); } };`;
    expect(tablesOf(text)).toEqual(['u']);
  });

  it('reads SQL in a heredoc', () => {
    const result = evaluate(
      up("$t = 'users';\nDB::statement(<<<SQL\n    UPDATE {$t}\n    SET a = 1\n    SQL);"),
    );
    expect(result.sql('mysql')).toEqual(['UPDATE users\nSET a = 1']);
  });

  it('takes the table of a model and its key', () => {
    const files = {
      'app/Models/Person.php':
        "<?php\nnamespace App\\Models;\nclass Person extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = 'folk'; use \\Illuminate\\Database\\Eloquent\\Concerns\\HasUuids; }\n",
    };
    const body = `Schema::create('folk', fn ($t) => $t->uuid('id')->primary());
      Schema::create('pets', function ($t) { $t->id(); $t->foreignIdFor(\\App\\Models\\Person::class); });`;
    const result = evaluate(up(body), files);
    expect(result.unknown).toEqual([]);
    expect(result.columns('mysql', 'pets')).toEqual(['id', 'person_id']);
  });

  it('follows traits and base classes through composer', () => {
    const files = {
      'app/Support/BaseMigration.php':
        '<?php\nnamespace App\\Support;\nabstract class BaseMigration extends \\Illuminate\\Database\\Migrations\\Migration { use MakesTables; abstract protected function name(): string; public function up(): void { $this->make($this->name()); } }\n',
      'app/Support/MakesTables.php':
        '<?php\nnamespace App\\Support;\nuse Illuminate\\Support\\Facades\\Schema;\ntrait MakesTables { protected function make(string $t) { Schema::create($t, fn ($table) => $table->id()); } }\n',
    };
    const text = `${HEAD}return new class extends \\App\\Support\\BaseMigration { protected function name(): string { return 'based'; } };`;
    expect(tablesOf(text, files)).toEqual(['based']);
  });

  it('reads configuration from the project', () => {
    const files = {
      'config/things.php': "<?php\nreturn ['table' => env('NOPE', 'things'), 'n' => ['a' => 'b']];\n",
    };
    expect(tablesOf(up(create("config('things.table') . config('things.n.a')")), files)).toEqual(['thingsb']);
  });

  it('runs named classes', () => {
    const text = `${HEAD}class Step1 extends Migration { public function up() { ${create("'named'")} } }`;
    expect(tablesOf(text)).toEqual(['named']);
  });
});

describe('what a refusal does', () => {
  it('is caught where the code catches it', () => {
    const result = evaluate(
      up(
        `${create("'a'")} try { ${create("'a'")} ${create("'skipped'")} } catch (\\Throwable $e) { ${create("'caught'")} }`,
      ),
    );
    expect(result.tables('mysql')).toEqual(['a', 'caught']);
    expect(result.outcomes('mysql')).toEqual(['accepts']);
  });
});

describe('what cannot be known', () => {
  it('reports a condition once, and claims nothing about what depends on it', () => {
    const result = evaluate(up(`if (config('nowhere.flag')) { ${create("'maybe'")} } ${create("'sure'")}`));
    expect(result.unknown).toHaveLength(1);
    expect(result.unknown[0]?.reason).toMatch(/nowhere\.flag/);
    expect(result.tables('mysql')).toEqual(['sure']);
    for (const engine of ENGINES) expect(result.outcomes(engine)).toEqual(['unknown']);
  });

  it('makes the rest uncertain after an early return', () => {
    const result = evaluate(up(`if (config('nowhere.flag')) { return; } ${create("'later'")}`));
    expect(result.unknown).toHaveLength(1);
    expect(result.tables('mysql')).toEqual([]);
  });

  it('makes the rest of a turn uncertain after continue, and the turns after break', () => {
    const turn = (jump: string) =>
      evaluate(
        up(
          `foreach (['a', 'b'] as $t) { ${create('$t')} if (config('x.y')) { ${jump}; } ${create("$t . '2'")} } ${create("'end'")}`,
        ),
      );
    expect(turn('continue').tables('mysql')).toEqual(['a', 'b', 'end']);
    expect(turn('break').tables('mysql')).toEqual(['a', 'end']);
    expect(turn('break').unknown).toHaveLength(1);
  });

  it('forgets properties that a branch may have changed', () => {
    const result = evaluate(
      up(`if (config('x.y')) { $this->name = 'b'; } ${create('$this->name')}`, "public $name = 'a';"),
    );
    expect(result.tables('mysql')).toEqual([]);
    expect(result.unknown).toHaveLength(1);
  });

  it('opens a table that code outside of the project is given', () => {
    const result = evaluate(
      up(
        "Schema::create('o', function (Blueprint $table) { $table->id(); \\Vendor\\Columns::add($table); });",
      ),
    );
    expect(result.unknown).toHaveLength(1);
    expect(result.unknown[0]?.reason).toMatch(/Vendor\\Columns::add/);
  });

  it('does not know rows that a migration wrote', () => {
    const result = evaluate(
      up(
        `${create("'a'")} DB::table('a')->insert(['id' => 1]); if (DB::table('a')->exists()) { ${create("'b'")} }`,
      ),
    );
    expect(result.tables('mysql')).toEqual(['a']);
    expect(result.unknown).toHaveLength(1);
  });

  it('evaluates a closure that is called on nothing known', () => {
    const result = evaluate(up(`$x = config('x.y'); $x->each(function () { ${create("'n'")} });`));
    expect(result.unknown).toHaveLength(1);
    expect(result.tables('mysql')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['an endless loop', 'while (true) { $x = 1; }', ''],
    ['endless recursion', '$this->again();', 'private function again() { $this->again(); }'],
    ['goto', `a: ${create("'g'")} goto a;`, ''],
  ])('gives up %s with a report', (_title, body, members) => {
    const result = evaluate(up(body, members));
    expect(result.unknown.length).toBeGreaterThan(0);
    expect(result.outcomes('mysql')).toEqual(['unknown']);
  });

  it('counts the SQL of a loop by its length', () => {
    const loop = (rows: number) =>
      evaluate(
        up(
          `$rows = str_repeat('(1),', ${rows}); for ($n = 0; $n < 40000; $n++) {} for (;;) DB::statement("insert into a values {$rows}(2)");`,
        ),
      ).sql('mysql').length;
    // 20,000 characters count as more than 300 steps, next to the statement's own 40
    const [long, short] = [loop(5000), loop(0)];
    expect(long).toBeGreaterThan(0);
    expect(long).toBeLessThan(short / 3);
  }, 120_000);

  it.each(['return;', 'return [];', 'return null;', 'return 5;'])('a file that is only %s', (code) => {
    const result = evaluate(`<?php ${code}`);
    expect(result.unknown).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['arrays', `$x = ${'['.repeat(10_000)}1${']'.repeat(10_000)};`],
    ['parentheses', `$x = ${'('.repeat(10_000)}1${')'.repeat(10_000)};`],
    ['a long sum', `$x = ${'1 + '.repeat(10_000)}1;`],
    ['an array built deep', '$a = []; for ($i = 0; $i < 10000; $i++) { $a = [$a]; } $b = $a == $a;'],
  ])('survives 10,000 levels of %s', (_title, body) => {
    expect(() => evaluate(up(`${body} ${create("'deep'")}`))).not.toThrow();
  });
});

describe('row locks', () => {
  const locks = (code: string) =>
    evaluate(up('return;'), {
      'app/Work.php': `<?php\nclass Work { function go() {\n${code}\n} }\n`,
    }).facts.map((fact) => fact.text);

  it.each<[string, string[]]>([
    ["DB::table('a')->lockForUpdate()->get();", ['->lockForUpdate()']],
    ["DB::table('a')->sharedLock()->get();", ['->sharedLock()']],
    ["DB::select('select * from a where b = ? for update');", ['FOR UPDATE']],
    ["DB::select('SELECT * FROM a FOR SHARE');", ['FOR SHARE']],
    ["DB::select('select * from a lock in share mode');", ['LOCK IN SHARE MODE']],
    ["DB::table('a')->lock('for update skip locked')->get();", ['FOR UPDATE']],
    ['DB::select(<<<SQL\n select * from a\n for update\n SQL);', ['FOR UPDATE']],
    ['// lockForUpdate() is not used here', []],
    ["/* select * from a for update */ $x = 'check for update';", []],
    ["throw new \\Exception('Please select a plan from the list for update notices');", []],
  ])('%s', (code, expected) => {
    expect(locks(code)).toEqual(expected);
  });
});

describe('a blueprint that creates by an attribute', () => {
  // Blueprint::creating() looks for a command whose name is 'create', whatever call has made it.
  it('sends the columns added before and after as those of a new table', () => {
    const { tables, timelines } = evaluate(
      up(`Schema::table('odd', function (Blueprint $table) {
        $command = $table->index('a', 'i');
        $table->string('a');
        $command->name('create');
        $table->string('b');
      });`),
    );
    expect(tables('sqlite')).toEqual(['odd']);
    const sent = timelines.sqlite.runs.flatMap((run) => run.steps.map((step) => step.statement.sql));
    expect(sent).toContain('create table "odd" ("a" varchar not null, "b" varchar not null)');
  });
});

describe('a call of what a variable holds', () => {
  it('begins a chain of calls: what is looked for in it comes to an end', () => {
    const body = `$names = fn () => ['a', 'b']; $all = $names(); foreach ($names() as $name) { ${create('$name')} }`;
    expect(tablesOf(up(body))).toEqual(['a', 'b']);
    expect(
      tablesOf(up(`$made = [fn () => ['c']]; foreach ($made[0]() as $name) { ${create('$name')} }`)),
    ).toEqual(['c']);
  });
});
