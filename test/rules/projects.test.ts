/** Rules over small projects of several files. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/schema/index.ts';
import { alter, check, create, migration } from './project.ts';

const messages = (found: readonly Diagnostic[]): string[] => found.map((one) => one.message);

describe('foreign-key-type-mismatch', () => {
  const customers = create('customers');
  it('shows the types as each engine has them', async () => {
    const [one, ...rest] = await check(['foreign-key-type-mismatch', 'engine-rejects'], {
      1: migration(customers, ''),
      2: migration(
        create(
          'invoices',
          "$table->uuid('customer_id'); $table->foreign('customer_id', 'inv_fk')->references('id')->on('customers');",
        ),
      ),
    });
    expect(rest).toEqual([]);
    expect(one?.engines).toEqual(['mysql@8.4', 'mariadb@10.11', 'postgres@16']);
    expect(one?.message).toContain('customers.id is bigint unsigned; MySQL (errno 3780)');
    expect(one?.message).toContain('uuid and bigint; PostgreSQL (SQLSTATE 42804) refuses that.');
    expect(one?.message).toContain('SQLite accepts it.');
  });
});

describe('foreign-key-engine', () => {
  it('warns where the key is silently not made, and errs where it is refused', async () => {
    const child = await check(['foreign-key-engine', 'engine-rejects'], {
      1: migration(
        `${create('a')} ${create('b', "$table->engine = 'MyISAM'; $table->foreignId('a_id')->constrained('a');")}`,
      ),
    });
    expect(child.map((one) => [one.rule, one.severity, one.engines])).toEqual([
      ['foreign-key-engine', 'warning', ['mysql@8.4', 'mariadb@10.11']],
    ]);
    const parent = await check(['foreign-key-engine', 'engine-rejects'], {
      1: migration(
        `${create('a', "$table->engine = 'MyISAM';")} ${create('b', "$table->foreignId('a_id')->constrained('a');")}`,
      ),
    });
    expect(parent.map((one) => [one.rule, one.severity])).toEqual([['foreign-key-engine', 'error']]);
    expect(parent[0]?.message).toContain('errno 1824');
  });
});

describe('duplicate-index-name', () => {
  it('points to the first one, and is not repeated by a rebuild of the table', async () => {
    const found = await check(['duplicate-index-name', 'engine-rejects'], {
      1: migration(create('a', "$table->string('x', 10)->index('same');")),
      2: migration(create('b', "$table->string('x', 10)->index('same');")),
      3: migration(alter('a', "$table->string('x', 20)->change();")),
    });
    expect(found.map((one) => [one.rule, one.engines, one.related.length])).toEqual([
      ['duplicate-index-name', ['sqlite@3.45', 'postgres@16'], 1],
    ]);
    expect(found[0]?.message).toContain('is taken already, by an index of table "a"');
  });
});

describe('truncation-collision and identifier-too-long', () => {
  const rules = ['truncation-collision', 'identifier-too-long', 'engine-rejects', 'duplicate-index-name'];
  const pair = (length: number) =>
    migration(
      create(
        'a',
        `$table->date('x'); $table->date('y'); $table->index('x', '${'i'.repeat(length - 1)}1'); $table->index('y', '${'i'.repeat(length - 1)}2');`,
      ),
    );
  it('say one thing of one name', async () => {
    const of64 = await check(rules, { 1: pair(64) });
    expect(of64.map((one) => [one.rule, one.severity])).toEqual([
      ['identifier-too-long', 'warning'],
      ['truncation-collision', 'error'],
    ]);
    const of65 = await check(rules, { 1: pair(65) });
    expect(of65.map((one) => [one.rule, one.severity])).toEqual([
      ['identifier-too-long', 'error'],
      ['identifier-too-long', 'error'],
    ]);
    expect(of65[1]?.message).toContain('SQLSTATE 42P07');
  });

  it('see names in renames and in raw SQL', async () => {
    const long = 'x'.repeat(70);
    const found = await check(['identifier-too-long'], {
      1: migration(create('a', "$table->date('x')->index('a_idx');")),
      2: migration(`Schema::rename('a', '${long}');`),
      3: migration(create('b', "$table->date('x')->index('b_idx');")),
      4: migration(
        alter('b', `$table->renameIndex('b_idx', '${long}i'); $table->renameColumn('x', '${long}c');`),
      ),
    });
    expect(found.map((one) => one.data.object)).toEqual(['table', 'index', 'column']);
  });
});

describe('change-requires-dbal', () => {
  const files = {
    1: migration(create('a', "$table->string('x', 10); $table->string('y', 10);"), ''),
    2: migration(alter('a', "$table->string('x', 20)->change(); $table->string('y', 20)->change();"), ''),
    3: migration(alter('a', "$table->string('z', 20);"), ''),
  };
  it('is told once for each migration, and nothing follows from it', async () => {
    const found = await check(['change-requires-dbal', 'engine-rejects'], files, { laravel: '^9.52' });
    expect(found.map((one) => [one.rule, one.severity, one.engines.length])).toEqual([
      ['change-requires-dbal', 'error', 4],
    ]);
    expect(found[0]?.message).toContain('requires Doctrine DBAL');
    expect(found[0]?.help).toContain('composer require doctrine/dbal');
  });
  it('concerns SQLite alone in Laravel 10, and nobody from 11 on', async () => {
    const ten = await check(['change-requires-dbal', 'engine-rejects'], files, { laravel: '^10.48' });
    expect(ten.map((one) => one.engines)).toEqual([['sqlite@3.45']]);
    expect(await check(['change-requires-dbal', 'engine-rejects'], files, { laravel: '^11.0' })).toEqual([]);
  });
});

describe('nullable-unique', () => {
  it('is content where a later migration has made it NOT NULL, or dropped the index', async () => {
    const first = migration(create('a', "$table->string('x', 10)->nullable()->unique();"));
    expect(await check(['nullable-unique'], { 1: first })).toHaveLength(1);
    expect(
      await check(['nullable-unique'], {
        1: first,
        2: migration(alter('a', "$table->string('x', 10)->nullable(false)->change();")),
      }),
    ).toEqual([]);
    expect(
      await check(['nullable-unique'], { 1: first, 2: migration(alter('a', "$table->dropUnique(['x']);")) }),
    ).toEqual([]);
  });
  it('points to where the column became nullable', async () => {
    const [one] = await check(['nullable-unique'], {
      1: migration(create('a', "$table->string('x', 10)->unique();")),
      2: migration(alter('a', "$table->string('x', 10)->nullable()->change();")),
    });
    expect(one?.file).toContain('2026_01_01');
    expect(one?.related).toEqual([
      expect.objectContaining({
        file: 'database/migrations/2026_01_02_000000_step.php',
        message: '"x" may be NULL from here on',
      }),
    ]);
  });
  it('leaves soft deletes alone', async () => {
    const found = await check(['nullable-unique'], {
      1: migration(
        create('a', "$table->string('x', 10); $table->softDeletes(); $table->unique(['x', 'deleted_at']);"),
      ),
    });
    expect(found).toEqual([]);
  });
});

describe('text-instead-of-json', () => {
  it('leaves the framework’s own tables alone, by name and shape', async () => {
    const model = (name: string, table: string, column: string) => `<?php
namespace App\\Models;
class ${name} extends \\Illuminate\\Database\\Eloquent\\Model
{
    protected $table = '${table}';
    protected $casts = ['${column}' => 'array'];
}
`;
    const found = await check(['text-instead-of-json'], {
      1: migration(create('sessions', "$table->longText('payload'); $table->integer('last_activity');")),
      2: migration(create('jobs', "$table->longText('payload');")),
      'app/Models/Session.php': model('Session', 'sessions', 'payload'),
      'app/Models/Job.php': model('Job', 'jobs', 'payload'),
    });
    expect(found.map((one) => one.data.table)).toEqual(['jobs']);
  });
  it('takes an empty list as a default for a sign', async () => {
    const found = await check(['text-instead-of-json'], {
      1: migration(create('a', "$table->text('tags')->default('[]');")),
    });
    expect(found.map((one) => [one.severity, one.data.column])).toEqual([['info', 'tags']]);
    expect(found[0]?.help).toContain('without a default');
  });
});

describe('modules', () => {
  const documents = 'modules/archive/database/migrations/2025_02_01_000001_files.php';
  const billing = 'modules/billing/database/migrations/2026_02_01_000001_billing.php';
  const core = { 1: migration(create('customers', "$table->string('name', 40);"), '') };
  const both = { ...core, [documents]: migration(create('mod_archive_files'), '') };
  const rules = ['foreign-module-table', 'module-table-prefix'];

  it('may reference the application, and alter what they have made', async () => {
    const body = `${create('mod_billing_a', "$table->foreignId('customer_id')->constrained();")} ${alter('mod_billing_a', "$table->date('x');")}`;
    expect(await check(rules, { ...both, [billing]: migration(body) })).toEqual([]);
  });
  it('may not alter, index, rename or drop tables of others', async () => {
    const found = await check(rules, {
      ...both,
      [billing]: migration(
        `${alter('customers', "$table->string('name', 80)->change();")} Schema::rename('mod_archive_files', 'mod_billing_files');`,
        "Schema::dropIfExists('users');",
      ),
    });
    expect(found.map((one) => [one.rule, one.data.action, one.data.table, one.data.owner])).toEqual([
      ['foreign-module-table', 'alters', 'customers', 'app'],
      ['foreign-module-table', 'renames', 'mod_archive_files', 'archive'],
      ['foreign-module-table', 'drops', 'users', 'app'],
    ]);
  });
  it('may not make a table that is there already: one finding', async () => {
    const found = await check(rules, { ...both, [billing]: migration(create('customers')) });
    expect(found.map((one) => [one.rule, one.data.action])).toEqual([['foreign-module-table', 'creates']]);
  });
  it('owns a table without its prefix, if it has made it', async () => {
    const found = await check(rules, {
      ...both,
      [billing]: migration(`${create('invoices')} ${alter('invoices', "$table->date('x');")}`),
    });
    expect(found.map((one) => one.rule)).toEqual(['module-table-prefix']);
  });
  it('name keys by the convention, each kind with its ending', async () => {
    const found = await check(['short-name-convention'], {
      [billing]: migration(
        create(
          'mod_billing_invoices',
          `$table->string('number', 20); $table->date('due_on');
           $table->unique('number', 'bil_number_idx'); $table->index('due_on', 'DueOn'); $table->index(['number', 'due_on'], 'bil_number_due_idx');`,
        ),
      ),
    });
    expect(found.map((one) => [one.severity, one.data.name])).toEqual([
      ['info', 'bil_number_idx'],
      ['info', 'DueOn'],
    ]);
    expect(found[0]?.message).toContain('The ending of a unique index is _unq.');
    expect(found[0]?.help).toMatch(/_unq'/);
  });
  it('keep settings under their slug', async () => {
    const file = (body: string) => `<?php
namespace Modules\\Billing;
use App\\Models\\Setting as Store;
class Provider {
    public function boot($manager, $name) { ${body} }
}
`;
    const found = await check(['setting-key-prefix'], {
      [billing]: migration(create('mod_billing_a')),
      'modules/billing/src/Provider.php': file(
        `Store::get('billing.a'); Store::get("billing.{$name}"); Store::get($name); Store::get('mail.' . $name);
         Store::set('billing_b', 1, 'integer'); $manager->registerSettings('Billing', []); $manager->registerSettings('billing', []);`,
      ),
      'app/Setup.php': '<?php\nuse App\\Models\\Setting;\nSetting::set("x", 1, "float");\n',
    });
    expect(found.map((one) => one.help)).toEqual([
      "Use 'billing.mail.…'.",
      "Use 'billing.billing_b'.",
      "Use 'int'.",
      "Pass 'billing'.",
    ]);
  });
});

describe('missing-down and down-leaves-residue', () => {
  const rules = ['missing-down', 'down-leaves-residue'];
  it('blame the migration that left something, not the ones before it', async () => {
    const found = await check(rules, {
      1: migration(create('a'), "Schema::dropIfExists('a');"),
      2: migration(create('b'), "Schema::dropIfExists('b');"),
      3: migration(alter('a', "$table->date('x')->nullable();"), alter('a', '')),
    });
    expect(found.map((one) => [one.rule, one.file.slice(-23)])).toEqual([
      ['down-leaves-residue', '2026_01_03_000000_step.php'.slice(-23)],
    ]);
    expect(messages(found)).toEqual([
      'up() and down() together do not leave the schema as it was: column "x" of table "a" stays.',
    ]);
  });
  it('tell a project that never writes down() so once; a module is told each time', async () => {
    const never = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `database/migrations/2026_01_${String(i + 1).padStart(2, '0')}_000000_step.php`,
        migration(create(`t${i}`)),
      ]),
    );
    const module = 'modules/shop/database/migrations/2026_02_01_000000_create_mod_shop_carts.php';
    const found = await check(['missing-down'], {
      artisan: '',
      ...never,
      [module]: migration(create('mod_shop_carts')),
    });
    expect(found.map((one) => one.file)).toEqual(['database/migrations/2026_01_12_000000_step.php', module]);
    expect(found[0]?.message).toContain('12 of 12 migrations that change the schema have no way back');
    const nine = Object.fromEntries(Object.entries(never).slice(0, 9));
    expect(await check(['missing-down'], nine)).toHaveLength(9);
  });
  it('forgive what an engine does by itself, and an order', async () => {
    const found = await check(
      rules,
      {
        1: migration(create('a'), "Schema::dropIfExists('a');"),
        2: migration(
          create(
            'b',
            "$table->string('x', 10)->default('q'); $table->unsignedBigInteger('a_id'); $table->date('y')->nullable();",
          ),
          "Schema::dropIfExists('b');",
        ),
        3: migration(
          alter(
            'b',
            "$table->foreign('a_id', 'b_a_fk')->references('id')->on('a'); $table->dropColumn('x');",
          ),
          alter('b', "$table->dropForeign('b_a_fk'); $table->string('x', 10)->default('q');").replace(
            "dropForeign('b_a_fk')",
            "dropForeign(['a_id'])",
          ),
        ),
      },
      { engines: ['sqlite@3.45'] },
    );
    expect(messages(found)).toEqual([]);
  });
  it('do not blame a rename for what a later migration left', async () => {
    const found = await check(
      rules,
      {
        1: migration(create('a'), "Schema::drop('a');"),
        2: migration(create('b', "$table->unsignedBigInteger('a_id');"), "Schema::drop('b');"),
        3: migration(
          `Schema::rename('a', 'c'); Schema::rename('b', 'd'); ${alter('d', "$table->renameColumn('a_id', 'c_id');")}`,
          `Schema::rename('c', 'a'); Schema::rename('d', 'b'); ${alter('b', "$table->renameColumn('c_id', 'a_id');")}`,
        ),
        4: migration(alter('d', "$table->foreign('c_id')->references('id')->on('c');"), alter('d', '')),
      },
      { engines: ['mysql@8.4'] },
    );
    expect(found.map((one) => one.file.slice(-26))).toEqual(['2026_01_04_000000_step.php']);
  });
  it('leave out what SQLite makes no difference between, and what only the tests are left with', async () => {
    const dbal = {
      'composer.lock':
        '{"packages":[{"name":"laravel/framework","version":"v10.48.0"},{"name":"doctrine/dbal","version":"3.8.0"}]}',
    };
    // Below Laravel 11 doctrine/dbal makes the table anew: varchar becomes varchar(255), tinyint(1) boolean.
    const files = {
      ...dbal,
      1: migration(
        create('a', "$table->string('x'); $table->boolean('y'); $table->integer('z');"),
        "Schema::drop('a');",
      ),
      2: migration(
        alter('a', "$table->bigInteger('z')->change();"),
        alter('a', "$table->integer('z')->change();"),
      ),
    };
    expect(await check(rules, files, { engines: ['sqlite@3.45'], laravel: '^10.0' })).toEqual([]);
    // SQLite keeps the index that doctrine/dbal makes for a foreign key; nothing of it is in production.
    const keys = {
      ...dbal,
      1: migration(create('a'), "Schema::drop('a');"),
      2: migration(
        create('b', "$table->foreignId('a_id')->constrained('a'); $table->integer('z');"),
        "Schema::drop('b');",
      ),
      3: migration(
        alter('b', "$table->bigInteger('z')->change();"),
        alter('b', "$table->integer('z')->change();"),
      ),
    };
    expect(await check(rules, keys, { engines: ['sqlite@3.45'], laravel: '^10.0' })).toHaveLength(1);
    expect(await check(rules, keys, { engines: ['sqlite@3.45', 'mysql@8.4'], laravel: '^10.0' })).toEqual([]);
  });
  it('say nothing of what no schema change is', async () => {
    const found = await check(rules, {
      1: migration("DB::table('x')->insert(['a' => 1]);"),
      2: migration("Schema::dropIfExists('never_there');"),
    });
    expect(found).toEqual([]);
  });
  it('find a down() in a trait', async () => {
    const found = await check(rules, {
      1: `<?php
trait Back { public function down(): void { \\Illuminate\\Support\\Facades\\Schema::dropIfExists('a'); } }
return new class extends \\Illuminate\\Database\\Migrations\\Migration {
    use Back;
    public function up(): void { \\Illuminate\\Support\\Facades\\Schema::create('a', fn ($table) => $table->id()); }
};
`,
    });
    expect(found).toEqual([]);
  });
});

describe('unknown-column-modifier', () => {
  const found = (body: string, more: Readonly<Record<string, string>> = {}, laravel = '^12.0') =>
    check(
      ['unknown-column-modifier'],
      { 1: migration(`${create('a')} ${create('b', body)}`), ...more },
      { laravel },
    );
  it('tells what was probably meant', async () => {
    const [one] = await found("$table->boolean('x')->defualt(false);");
    expect(one).toMatchObject({ severity: 'warning', help: 'Did you mean ->default()?' });
    expect((await found("$table->date('x')->notNull();"))[0]?.help).toContain('leave it out');
    expect((await found("$table->integer('x')->autoincrement();"))[0]?.help).toBe(
      'Did you mean ->autoIncrement()?',
    );
  });
  it('knows what belongs to a key and what to a column', async () => {
    const reasons = async (body: string) => (await found(body)).map((one) => one.data.reason);
    expect(await reasons("$table->foreignId('a_id')->constrained('a')->nullable();")).toEqual(['elsewhere']);
    expect(await reasons("$table->foreignId('a_id')->cascadeOnDelete()->constrained('a');")).toEqual([
      'elsewhere',
    ]);
    expect(await reasons("$table->foreignId('a_id')->constrained('a')->index();")).toEqual(['overwrites']);
    expect(await reasons("$table->date('x'); $table->unique('x')->name('u');")).toEqual(['overwrites']);
    expect(
      await reasons(
        "$table->foreignId('a_id')->nullable()->constrained('a')->cascadeOnUpdate()->nullOnDelete();",
      ),
    ).toEqual([]);
  });
  it('tells a key that a column cannot make once', async () => {
    const all = await found(
      "$table->unsignedBigInteger('a_id')->references('id')->on('a')->onDelete('cascade');",
    );
    expect(all.map((one) => one.data.modifier)).toEqual(['references']);
    expect(
      (await found("$table->foreignId('a_id')->constrained('a')->nullable()->comment('x');")).map(
        (one) => one.data.modifier,
      ),
    ).toEqual(['nullable', 'comment']);
  });
  it('knows the version that first reads it', async () => {
    const [one, ...rest] = await found("$table->date('x')->instant();", {}, '^11.0');
    expect(rest).toEqual([]);
    expect(one?.data).toMatchObject({ reason: 'later', since: '12.40.1' });
    expect(await found("$table->date('x')->instant();")).toEqual([]);
  });
  it('does not speak of the project’s own macros', async () => {
    const macro = '<?php\nIlluminate\\Support\\Fluent::macro("searchable", fn () => $this);\n';
    expect(await found("$table->date('x')->searchable();", { 'app/Macros.php': macro })).toEqual([]);
  });
});
