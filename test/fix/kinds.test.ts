/** Each kind of fix, in source as people write it. */
import { describe, expect, it } from 'vitest';
import { fix, phpFault, step, withClass } from './project.ts';

const TABLE = 'winter_service_contract_cancellation_requests';
const DOWN = `
    public function down(): void
    {
        Schema::dropIfExists('${TABLE}');
    }
`;
/** up() that makes the long table with these lines, which stand eight spaces in. */
const making = (lines: string, down = DOWN): string =>
  withClass(`    public function up(): void
    {
        Schema::create('${TABLE}', function (Blueprint $table) {
            $table->id();
            $table->string('customer_object_kind', 30);
            $table->unsignedBigInteger('customer_object_id');
${lines}
        });
    }
${down}`);

async function named(lines: string): Promise<string> {
  const fixed = await fix(['identifier-too-long'], { 1: making(lines) });
  const text = fixed.text(1);
  expect(phpFault(text)).toBeNull();
  expect(fixed.result.diagnostics).toEqual([]);
  return text;
}

describe('a name for an index or a key', () => {
  it.each([
    [
      `            $table->index(['customer_object_kind', 'customer_object_id']);`,
      `            $table->index(['customer_object_kind', 'customer_object_id'], 'wsccr_kind_object_idx');`,
    ],
    [
      '            $table->index( [ "customer_object_kind", "customer_object_id" ] );',
      '            $table->index( [ "customer_object_kind", "customer_object_id" ], "wsccr_kind_object_idx" );',
    ],
    [
      `            $table->unique(columns: ['customer_object_kind', 'customer_object_id']);`,
      `            $table->unique(columns: ['customer_object_kind', 'customer_object_id'], name: 'wsccr_kind_object_unq');`,
    ],
    [
      `            $table->index(
                ['customer_object_kind', 'customer_object_id'], // both
            );`,
      `            $table->index(
                ['customer_object_kind', 'customer_object_id'],
                'wsccr_kind_object_idx', // both
            );`,
    ],
    [
      `            $table->index(['customer_object_kind', 'customer_object_id'], null, 'btree');`,
      `            $table->index(['customer_object_kind', 'customer_object_id'], 'wsccr_kind_object_idx', 'btree');`,
    ],
    [
      `            $table->string('reference_of_the_customer')
                ->unique() /* theirs */
                ->nullable();`,
      `            $table->string('reference_of_the_customer')
                ->unique('wsccr_customer_unq') /* theirs */
                ->nullable();`,
    ],
    [
      `            $table->morphs('seasonal_confirmable');`,
      `            $table->morphs('seasonal_confirmable', 'wsccr_confirmable_idx');`,
    ],
  ])('%s', async (before, after) => {
    expect(await named(before)).toBe(making(after));
  });

  it('of constrained(), by the name of its argument', async () => {
    const users = withClass(`    public function up(): void
    {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('users');
    }
`);
    const line = `            $table->foreignId('responsible_user_id')->constrained('users')->cascadeOnDelete();`;
    const { text } = await fix(['identifier-too-long'], { 1: users, 2: making(line) });
    expect(text(2)).toBe(
      making(line.replace("constrained('users')", "constrained('users', indexName: 'wsccr_user_fk')")),
    );
  });

  it('keeps carriage returns, tabs and a byte order mark', async () => {
    const before = `\uFEFF${making(`            $table->index([
                'customer_object_kind',
                'customer_object_id',
            ]);`)
      .replaceAll('    ', '\t')
      .replaceAll('\n', '\r\n')}`;
    const { text } = await fix(['identifier-too-long'], { 1: before });
    expect(text(1)).toBe(before.replace('\t\t\t]);', "\t\t\t], 'wsccr_kind_object_idx');"));
  });

  it('also where it is dropped in down() and in later migrations, and made again there', async () => {
    const columns = "['customer_object_kind', 'customer_object_id']";
    const later = (up: string, down: string): string =>
      withClass(`    public function up(): void
    {
        Schema::table('${TABLE}', function (Blueprint $table) {
            $table->${up};
        });
    }

    public function down(): void
    {
        Schema::table('${TABLE}', function (Blueprint $table) {
            $table->${down};
        });
    }
`);
    const { text, result, report } = await fix(['identifier-too-long'], {
      1: making('            //'),
      2: later(`index(${columns})`, `dropIndex(${columns})`),
      3: later(`dropIndex('${TABLE}_customer_object_kind_customer_object_id_index')`, `index(${columns})`),
    });
    const name = "'wsccr_kind_object_idx'";
    expect(text(2)).toBe(later(`index(${columns}, ${name})`, `dropIndex(${name})`));
    expect(text(3)).toBe(later(`dropIndex(${name})`, `index(${columns}, ${name})`));
    expect(result.diagnostics).toEqual([]);
    expect(report.applied.length).toBeGreaterThan(0);
  });

  it('is left alone where something else asks for it by its name', async () => {
    const lines = `            $table->index(['customer_object_kind', 'customer_object_id']);`;
    const asking = withClass(`    public function up(): void
    {
        if (Schema::hasIndex('${TABLE}', '${TABLE}_customer_object_kind_customer_object_id_index')) {
            Schema::table('${TABLE}', fn (Blueprint $table) => $table->integer('more')->nullable());
        }
    }

    public function down(): void
    {
    }
`);
    const { texts } = await fix(['identifier-too-long'], { 1: making(lines), 2: asking });
    expect([...texts.keys()]).toEqual([]);
  });

  it('is not given by a call that makes several', async () => {
    const loop = withClass(`    public function up(): void
    {
        foreach (['${TABLE}', '${TABLE.replace('winter', 'summer')}'] as $name) {
            Schema::create($name, function (Blueprint $table) {
                $table->string('customer_object_kind', 30);
                $table->unsignedBigInteger('customer_object_id');
                $table->index(['customer_object_kind', 'customer_object_id']);
            });
        }
    }
`);
    const { texts, result } = await fix(['identifier-too-long'], { 1: loop });
    expect(texts.size).toBe(0);
    expect(result.diagnostics.filter(({ rule }) => rule === 'identifier-too-long').length).toBeGreaterThan(0);
  });

  it('does not rename the key of the same name on another table', async () => {
    const make = (table: string): string =>
      withClass(`    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->date('due_on')->index('due_idx');
        });
    }

    public function down(): void
    {
        Schema::table('${table}', function (Blueprint $table) {
            $table->dropIndex('due_idx');
        });
        Schema::dropIfExists('${table}');
    }
`);
    const { text, texts, result } = await fix(['duplicate-index-name'], {
      1: make('offers'),
      2: make('invoices'),
    });
    expect([...texts.keys()]).toHaveLength(1);
    expect(text(2)).toBe(make('invoices').replaceAll('due_idx', 'inv_on_idx'));
    expect(result.diagnostics).toEqual([]);
  });
});

const users = (columns: string, rest = ''): string =>
  withClass(`    public function up(): void
    {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
${columns}
        });
    }
${rest}`);

describe('a misspelt modifier', () => {
  it.each([
    ["->defualt('x')->nullable()", "->default('x')->nullable()"],
    ["\n                -> defualt ( 'x' )", "\n                -> default ( 'x' )"],
    ['?->nulable()', '?->nullable()'],
  ])('%s', async (before, after) => {
    const line = (modifiers: string): string => `            $table->string('kind', 20)${modifiers};`;
    const { text } = await fix(['unknown-column-modifier'], { 1: users(line(before)) });
    expect(text(1)).toBe(users(line(after)));
  });

  it('stays where a word of SQL was meant, or nothing is near', async () => {
    const { texts } = await fix(['unknown-column-modifier'], {
      1: users("            $table->string('kind', 20)->notNull()->zebra();"),
    });
    expect(texts.size).toBe(0);
  });
});

describe('down()', () => {
  const RULES = ['missing-down', 'down-leaves-residue'];

  it('is written like up(), with its comment, its return type and its indentation', async () => {
    const up = (rest: string): string =>
      withClass(`\t/**
\t * Run the migrations.
\t *
\t * @return void
\t */
\tpublic function up()
\t{
\t\tSchema::connection("mysql")->create("users", function (Blueprint $t) {
\t\t\t$t->id();
\t\t});
\t}
${rest}`);
    const { text } = await fix(RULES, { 1: up('') }, { engines: ['mysql'] });
    expect(text(1)).toBe(
      up(`
\t/**
\t * Reverse the migrations.
\t */
\tpublic function down()
\t{
\t\tSchema::connection("mysql")->dropIfExists("users");
\t}
`),
    );
  });

  it('takes back columns, indexes and keys in reverse, in one call for each table', async () => {
    const text2 = withClass(`    public function up(): void
    {
        Schema::create('teams', fn (Blueprint $table) => $table->id());
        Schema::table('users', function (Blueprint $table) {
            $table->string('code', 10)->unique();
            $table->foreignId('team_id')->nullable()->constrained();
            $table->date('since')->nullable();
            $table->index(['code', 'since'], 'users_code_since_idx');
        });
    }
`);
    const { text, result } = await fix(
      RULES,
      {
        1: users('', "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n"),
        2: text2,
      },
      { engines: ['mysql', 'postgres'] },
    );
    expect(result.diagnostics).toEqual([]);
    expect(phpFault(text(2))).toBeNull();
    expect(text(2).slice(text(2).indexOf('    public function down'))).toBe(`    public function down(): void
    {
        Schema::table('users', function (Blueprint $table) {
            $table->dropUnique(['code']);
            $table->dropIndex('users_code_since_idx');
            $table->dropForeign(['team_id']);
            $table->dropColumn(['since', 'team_id', 'code']);
        });
        Schema::dropIfExists('teams');
    }
};
`);
  });

  it('renames back', async () => {
    const { text } = await fix(
      RULES,
      {
        1: users('', "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n"),
        2: withClass(`    public function up(): void
    {
        Schema::table('users', fn (Blueprint $table) => $table->renameColumn('id', 'number'));
        Schema::rename('users', 'people');
    }
`),
      },
      { engines: ['mysql'] },
    );
    expect(text(2)).toContain(`        Schema::rename('people', 'users');
        Schema::table('users', function (Blueprint $table) {
            $table->renameColumn('number', 'id');
        });
    }
`);
  });

  it('is filled where it is empty, but not where a comment says that there is none', async () => {
    const empty = (body: string): string => users('', `\n    public function down(): void\n    {${body}}\n`);
    const filled = "\n        Schema::dropIfExists('users');\n    ";
    for (const body of ['\n        //\n    ', '\n    ', '', '\n        return;\n    ']) {
      expect((await fix(RULES, { 1: empty(body) })).text(1)).toBe(empty(filled));
    }
    expect((await fix(RULES, { 1: empty('\n        // Restore the backup.\n    ') })).texts.size).toBe(0);
  });

  it.each([
    ['a column that goes', "Schema::table('users', fn (Blueprint $table) => $table->dropColumn('kind'));"],
    [
      'a column that is changed',
      "Schema::table('users', fn (Blueprint $table) => $table->string('kind', 9)->change());",
    ],
    [
      'rows elsewhere',
      "Schema::create('a', fn (Blueprint $table) => $table->id()); \\DB::table('users')->insert(['kind' => 'x']);",
    ],
    [
      'a name that only up() knows',
      "$name = config('app.name', 'x'); Schema::create($name, fn (Blueprint $table) => $table->id());",
    ],
  ])('does not follow from %s', async (_what, body) => {
    const { texts } = await fix(RULES, {
      1: users(
        "            $table->string('kind', 20);",
        "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n",
      ),
      2: withClass(`    public function up(): void\n    {\n        ${body}\n    }\n`),
    });
    expect(texts.size).toBe(0);
  });

  it('gets what it has forgotten, where it must stand', async () => {
    const two = (down: string): string =>
      users(
        '',
        `
    public function down(): void
    {
        // all of it
        Schema::dropIfExists('users'); // the first
${down}    }
`,
      ).replace(
        `        });
    }
`,
        `        });
        Schema::create('notes', function (Blueprint $table) {
            $table->foreignId('user_id')->constrained();
        });
    }
`,
      );
    const { text } = await fix(RULES, { 1: two('') }, { engines: ['sqlite'] });
    // What refers to users goes first.
    expect(text(1)).toBe(
      two('').replace(
        '        // all of it\n',
        "        Schema::dropIfExists('notes');\n        // all of it\n",
      ),
    );
  });

  describe('in the call that changes the table already', () => {
    const up = `            $table->string('code', 10)->nullable();
            $table->date('since')->nullable();
            $table->foreignId('boss_id')->nullable()->constrained('users');`;
    const change = (body: string, rest = ''): string =>
      withClass(`    public function up(): void
    {
        Schema::table('users', function (Blueprint $table) {
${up}
        });
${rest}    }

    public function down(): void
    {
${body}    }
`);
    const table = (lines: string): string =>
      `        Schema::table("users", function (Blueprint $t) {\n${lines}        });\n`;
    const all = `            $t->dropForeign(['boss_id']);\n            $t->dropColumn(['boss_id', 'since', 'code']);\n`;

    it.each([
      ['an empty one', table('            //\n'), table(all)],
      [
        'one that drops a column',
        table("            // the code\n            $t->dropColumn('code');\n"),
        table(
          "            $t->dropForeign(['boss_id']);\n            // the code\n            $t->dropColumn(['code', 'boss_id', 'since']);\n",
        ),
      ],
      [
        'a list of columns',
        table(`            $t->dropForeign(['boss_id']);
            $t->dropColumn([
                "code",
                "boss_id", // theirs
            ]);
`),
        table(`            $t->dropForeign(['boss_id']);
            $t->dropColumn([
                "code",
                "boss_id",
                'since', // theirs
            ]);
`),
      ],
      [
        'names one after the other',
        table("            $t->dropForeign(['boss_id']);\n            $t->dropColumn('boss_id', 'code');\n"),
        table(
          "            $t->dropForeign(['boss_id']);\n            $t->dropColumn('boss_id', 'code', 'since');\n",
        ),
      ],
      [
        'one that drops only the key',
        table("            $t->dropForeign(['boss_id']);\n"),
        table(
          "            $t->dropForeign(['boss_id']);\n            $t->dropColumn(['boss_id', 'since', 'code']);\n",
        ),
      ],
      [
        'but not in one of another table',
        "        Schema::table('others', function (Blueprint $t) {\n            //\n        });\n",
        `        Schema::table('others', function (Blueprint $t) {\n            //\n        });
        Schema::table('users', function (Blueprint $table) {
            $table->dropForeign(['boss_id']);
            $table->dropColumn(['boss_id', 'since', 'code']);
        });
`,
      ],
    ])('%s', async (_what, before, after) => {
      const others = "        Schema::create('others', fn (Blueprint $table) => $table->id());\n";
      const { text, result } = await fix(
        RULES,
        {
          1: users('', "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n")
            .replace('        });\n    }\n', `        });\n${others}    }\n`)
            .replace("drop('users');", "drop('users');\n        Schema::drop('others');"),
          2: change(before),
        },
        { engines: ['mysql', 'postgres'] },
      );
      expect(text(2)).toBe(change(after));
      expect(phpFault(text(2))).toBeNull();
      expect(result.diagnostics).toEqual([]);
    });

    it.each([
      ['notes', "'note'", 'users', "'code'"],
      ['users', "'code'", 'notes', "'note'"],
    ])('and what else there is stays in its order: %s first', async (first, one, second, other) => {
      const tables = ['users', 'notes'];
      const both = (name: string, columns: string): string =>
        `        Schema::table('${name}', function (Blueprint $table) {\n            ${columns}\n        });\n`;
      const migration = (down: string): string =>
        withClass(
          `    public function up(): void\n    {\n${both(second, `$table->date(${other})->nullable();`)}${both(first, `$table->date(${one})->nullable();`)}    }\n\n    public function down(): void\n    {\n${down}    }\n`,
        );
      const { text } = await fix(
        RULES,
        {
          1: withClass(
            `    public function up(): void\n    {\n${tables.map((name) => `        Schema::create('${name}', fn (Blueprint $table) => $table->id());\n`).join('')}    }\n\n    public function down(): void\n    {\n${tables.map((name) => `        Schema::drop('${name}');\n`).join('')}    }\n`,
          ),
          2: migration(both('users', '//')),
        },
        { engines: ['mysql'] },
      );
      expect(text(2)).toBe(
        migration(both(first, `$table->dropColumn(${one});`) + both(second, `$table->dropColumn(${other});`)),
      );
    });

    it('and what goes on another table in front of it', async () => {
      const notes = "        Schema::create('notes', fn (Blueprint $table) => $table->id());\n";
      const { text } = await fix(
        RULES,
        {
          1: users('', "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n"),
          2: change(table(all.replace("'since', ", '')), notes),
        },
        { engines: ['mysql'] },
      );
      expect(text(2)).toBe(
        change(
          `        Schema::dropIfExists('notes');\n${table(all.replace("'since', 'code'", "'code', 'since'"))}`,
          notes,
        ),
      );
    });
  });

  it('drops what refers to a table before the table', async () => {
    const order = (...drops: string[]): string =>
      users(
        '',
        `\n    public function down(): void\n    {\n${drops.map((one) => `        ${one}\n`).join('')}    }\n`,
      ).replace(
        '        });\n    }\n',
        "        });\n        Schema::create('notes', fn (Blueprint $table) => $table->foreignId('user_id')->constrained());\n    }\n",
      );
    const [first, second] = ["Schema::drop('users');", "Schema::drop('notes'); // theirs"];
    const { text, result } = await fix([], { 1: order(first, second) }, { engines: ['mysql', 'postgres'] });
    expect(text(1)).toBe(order(second, first));
    expect(result.diagnostics).toEqual([]);
  });

  it('drops a foreign key before its column', async () => {
    const columns = (...calls: string[]): string =>
      withClass(`    public function up(): void
    {
        Schema::table('users', function (Blueprint $table) {
            $table->foreignId('boss_id')->nullable()->constrained('users');
        });
    }

    public function down(): void
    {
        Schema::table('users', function (Blueprint $table) {
${calls.map((call) => `            $table->${call};\n`).join('')}        });
    }
`);
    const [key, column] = ["dropForeign(['boss_id'])", "dropColumn('boss_id')"];
    const { text } = await fix(
      [],
      {
        1: users('', "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n"),
        2: columns(column, key),
      },
      { engines: ['mysql'] },
    );
    expect(text(2)).toBe(columns(key, column));
  });
});

describe('what may change a schema', () => {
  it('a length for an indexed string', async () => {
    const lines = (length: string): string =>
      users(`            $table->string( 'email'${length} )->unique();
            $table->char(column: 'code'${length === '' ? '' : ', length: 191'})->index();`);
    const { text, report } = await fix(['indexed-string-without-length'], { 1: lines('') });
    expect(text(1)).toBe(lines(', 191'));
    expect(report.applied.every(({ safety }) => safety === 'unsafe')).toBe(true);
    const safe = await fix(['indexed-string-without-length'], { 1: lines('') }, { unsafe: false });
    expect(safe.texts.size).toBe(0);
    expect(safe.result.diagnostics).toHaveLength(2);
  });

  it('json for a text, but not where a default or a character set speaks against it', async () => {
    const lines = (type: string): string =>
      users(`            $table->${type}('options_json')->nullable()->comment('see the docs');
            $table->text('more_json')->charset('ascii');`);
    const { text } = await fix(['text-instead-of-json'], { 1: lines('longText') });
    expect(text(1)).toBe(lines('json'));
  });

  it("a module's prefix, with foreign keys, later migrations and models", async () => {
    const files = (table: string, property: string): Record<string, string> => ({
      'modules/billing/database/migrations/2026_01_01_000000_invoices.php':
        withClass(`    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id();
            $table->string('invoices', 10);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists("${table}");
    }
`),
      'modules/billing/database/migrations/2026_01_02_000000_items.php':
        withClass(`    public function up(): void
    {
        Schema::create('mod_billing_items', function (Blueprint $table) {
            $table->foreignId('invoice_id')->constrained('${table}');
        });
        if (Schema::hasTable('${table}')) {
            Schema::table('${table}', fn (Blueprint $table) => $table->date('due_on')->nullable());
        }
    }

    public function down(): void
    {
        Schema::dropIfExists('mod_billing_items');
    }
`),
      'modules/billing/src/Models/Invoice.php': `<?php

namespace Modules\\Billing\\Models;

use Illuminate\\Database\\Eloquent\\Model;

final class Invoice extends Model
{
${property}    protected $guarded = [];
}
`,
    });
    const { texts, result } = await fix(['module-table-prefix'], files('invoices', ''));
    expect(Object.fromEntries(texts)).toEqual(
      files('mod_billing_invoices', "    protected $table = 'mod_billing_invoices';\n\n"),
    );
    expect(result.diagnostics).toEqual([]);
  });
});

describe('what change() in down() has lost', () => {
  const before = `            $table->string('kind', 20)->nullable()->default("it's");
            $table->integer('count')->default(0);
            $table->timestamp('seen_at')->useCurrent();
            $table->string('name', 20);`;
  const changing = (down: string): string =>
    withClass(`    public function up(): void
    {
        Schema::table('users', function (Blueprint $table) {
            $table->string('kind', 40)->nullable()->default("it's")->change();
            $table->bigInteger('count')->default(0)->change();
            $table->dateTime('seen_at')->useCurrent()->change();
            $table->string('name', 40)->change();
        });
    }

    public function down(): void
    {
        Schema::table('users', function (Blueprint $table) {
${down}
        });
    }
`);
  const drop = "\n    public function down(): void\n    {\n        Schema::drop('users');\n    }\n";
  const lost = `            $table->string('kind', 20)->change();
            $table->integer('count')
                ->change();
            $table->timestamp('seen_at') -> change();
            $table->string('name', 20)->change();`;

  it('is said again', async () => {
    const files = { 1: users(before, drop), 2: changing(lost) };
    const { text, result, report } = await fix(['down-leaves-residue'], files, {
      engines: ['mysql', 'postgres'],
    });
    expect(text(2)).toBe(
      changing(`            $table->string('kind', 20)->nullable()->default('it\\'s')->change();
            $table->integer('count')
                ->default(0)
                ->change();
            $table->timestamp('seen_at') -> useCurrent() -> change();
            $table->string('name', 20)->change();`),
    );
    expect(phpFault(text(2))).toBeNull();
    expect(result.diagnostics).toEqual([]);
    expect(report.applied.map(({ safety }) => safety)).toEqual(['unsafe']);
  });

  it.each([
    ['another type than it was', lost.replace("'kind', 20", "'kind', 30")],
    ['another default', lost.replace("'kind', 20)", "'kind', 20)->nullable()->default('x')")],
    ['NOT NULL on purpose', lost.replace("'kind', 20)", "'kind', 20)->nullable(false)")],
  ])('but not beside %s', async (_what, down) => {
    const files = { 1: users(before, drop), 2: changing(down) };
    const { texts, result } = await fix(['down-leaves-residue'], files, { engines: ['mysql', 'postgres'] });
    expect(texts.size).toBe(0);
    expect(result.diagnostics.map(({ rule }) => rule)).toEqual(['down-leaves-residue']);
  });
});

describe('what change() in up() has lost', () => {
  const before = `            $table->string('kind', 20)->nullable()->default("it's");
            $table->unsignedInteger('count')->default(0)->comment('of all');
            $table->timestamp('seen_at')->useCurrent();
            $table->smallInteger('active')->default(1);`;
  const changing = (lines: string): string =>
    withClass(`    public function up(): void
    {
        Schema::table('users', function (Blueprint $table) {
${lines}
        });
    }
`);
  const rule = ['change-drops-modifiers'];

  it('is repeated', async () => {
    const files = {
      1: users(before),
      2: changing(`            $table->text('kind')->change();
            $table->bigInteger('count')
                ->change();
            $table->dateTime('seen_at', 3) -> change();
            $table->integer('active')->index()->change();`),
    };
    const { text, result, report } = await fix(rule, files, { engines: ['mysql', 'postgres'] });
    expect(text(2)).toBe(
      changing(`            $table->text('kind')->nullable()->change();
            $table->bigInteger('count')
                ->unsigned()
                ->default(0)
                ->comment('of all')
                ->change();
            $table->dateTime('seen_at', 3) -> useCurrent() -> change();
            $table->integer('active')->index()->default(1)->change();`),
    );
    expect(phpFault(text(2))).toBeNull();
    expect(result.diagnostics).toEqual([]);
    expect(report.applied.map(({ safety }) => safety)).toEqual(['unsafe', 'unsafe', 'unsafe', 'unsafe']);
  });

  it('but not in a loop over several columns', async () => {
    const loop =
      "            foreach (['kind', 'count'] as $name) { $table->string($name, 40)->nullable()->change(); }";
    const { texts, result } = await fix(
      rule,
      { 1: users(before), 2: changing(loop) },
      { engines: ['mysql'] },
    );
    expect(texts.size).toBe(0);
    expect(result.diagnostics.map(({ data }) => data.column)).toEqual(['kind', 'count']);
  });

  /** The new migration that is written where the one with this line is merged. */
  const written = async (line: string): Promise<string | undefined> => {
    const files = { 1: users(before), 2: changing(line) };
    const { texts, result } = await fix(rule, files, {
      engines: ['mysql'],
      whyNot: () => 'it is in main',
      now: Date.UTC(2026, 5, 1) / 1000,
    });
    expect(texts.has(step(2))).toBe(false);
    // A later migration that gives it back ends the finding.
    expect(result.diagnostics.length).toBe(texts.size === 0 ? 1 : 0);
    return [...texts.values()][0];
  };

  it('is given back in a new migration, where its own is merged', async () => {
    const text = (await written("            $table->string('kind', 40)->change();")) ?? '';
    expect(phpFault(text)).toBeNull();
    expect(text.match(/\$table->.*;/g)).toEqual([
      "$table->string('kind', 40)->nullable()->default('it\\'s')->change();",
      "$table->string('kind', 40)->change();",
    ]);
  });

  it.each([
    ['what a variable tells', "            $length = 40; $table->string('kind', $length)->change();"],
    ['an index', "            $table->integer('active')->index()->change();"],
  ])('but not where the call has %s', async (_what, line) => {
    expect(await written(line)).toBeUndefined();
  });
});

describe('a fix that does harm', () => {
  it('is left out, and told with the reason', async () => {
    // PostgreSQL casts no text to json by itself, so the change() that follows would be refused.
    const { texts, report, result } = await fix(['text-instead-of-json'], {
      1: users("            $table->text('options_json');"),
      2: withClass(`    public function up(): void
    {
        Schema::table('users', fn (Blueprint $table) => $table->dropColumn('options_json'));
        Schema::table('users', fn (Blueprint $table) => $table->json('options_json'));
        Schema::table('users', fn (Blueprint $table) => $table->text('options_json')->fulltext()->change());
    }
`),
    });
    expect(texts.size).toBe(0);
    expect(
      result.diagnostics.filter(({ rule }) => rule === 'text-instead-of-json').length,
    ).toBeLessThanOrEqual(1);
    expect(report.applied).toEqual([]);
  });
});
