/** What reading the findings on real projects showed: each case as small as it gets. */
import { describe, expect, it } from 'vitest';
import { alter, check, create, migration } from './project.ts';

describe('down-leaves-residue', () => {
  const residue = async (column: string, back: string, engines: readonly string[], laravel = '^12.0') => {
    const found = await check(
      ['down-leaves-residue'],
      {
        1: migration(create('a', column), "Schema::dropIfExists('a');"),
        2: migration(alter('a', "$table->string('other', 10);"), back),
      },
      { engines, laravel },
    );
    return found.flatMap(({ data }) => (data.residue as { name: string; detail?: string }[]) ?? []);
  };
  const dropped = alter('a', "$table->dropColumn('other');");
  const sql = (text: string) => `${dropped} DB::statement('${text}');`;

  it('takes the width of an integer for no difference, but that of a boolean', async () => {
    const engines = ['mysql@5.7', 'mysql@8.4', 'mariadb@10.11'];
    const column = "$table->unsignedInteger('n');";
    expect(await residue(column, sql('alter table a modify n int(11) unsigned not null'), engines)).toEqual(
      [],
    );
    expect(
      await residue("$table->tinyInteger('n');", sql('alter table a modify n tinyint(1) not null'), engines),
    ).toMatchObject([{ name: 'n', detail: 'tinyint → tinyint(1)' }]);
    expect(
      await residue(column, sql('alter table a modify n int(5) unsigned zerofill not null'), engines),
    ).toMatchObject([{ name: 'n' }]);
  });

  it("knows PostgreSQL's names of one type", async () => {
    const engines = ['postgres@16'];
    for (const [column, type] of [
      ["$table->integer('n')", 'int'],
      ["$table->bigInteger('n')", 'int8'],
      ["$table->decimal('n', 8, 2)", 'numeric(8,2)'],
      ["$table->string('n', 40)", 'character varying(40)'],
      ["$table->timestamp('n')", 'timestamp(0)'],
    ]) {
      expect(await residue(`${column};`, sql(`alter table a alter column n type ${type}`), engines)).toEqual(
        [],
      );
    }
    expect(
      await residue("$table->integer('n');", sql('alter table a alter column n type int8'), engines),
    ).toMatchObject([{ name: 'n', detail: 'integer → int8' }]);
  });

  it('compares defaults of numbers as numbers, and of strings as they are', async () => {
    const engines = ['mysql@8.4', 'postgres@16'];
    const again = (call: string) => `${dropped} ${alter('a', `${call}->change();`)}`;
    const decimal = (value: string) => `$table->decimal('n', 8, 2)->default('${value}')`;
    expect(await residue(`${decimal('0')};`, again(decimal('0.00')), engines)).toEqual([]);
    expect(await residue(`${decimal('0')};`, again(decimal('1')), engines)).toMatchObject([
      { detail: "default '0' → '1'" },
    ]);
    const text = (value: string) => `$table->string('n', 8)->default('${value}')`;
    expect(await residue(`${text('0')};`, again(text('0.00')), engines)).toMatchObject([
      { detail: "default '0' → '0.00'" },
    ]);
  });

  it('sees what stays on SQLite, although up() has made the table anew', async () => {
    const [one] = await check(
      ['down-leaves-residue'],
      {
        1: migration(`${create('a')} ${create('b')}`, ''),
        // The foreign key means a new table on SQLite. Another migration leaves a column there as well.
        2: migration(
          alter(
            'b',
            "$table->unsignedBigInteger('a_id'); $table->foreign('a_id')->references('id')->on('a');",
          ),
          alter('b', '//'),
        ).replace('//', 'if (false) { }'),
        3: migration(
          alter('b', "$table->date('x')->nullable(); $table->date('y')->nullable();"),
          alter('b', "$table->dropColumn('y');"),
        ),
      },
      { engines: ['sqlite@3.45', 'mysql@8.4'] },
    );
    expect(one?.data.residue).toMatchObject([
      { object: 'column', name: 'a_id', engines: ['sqlite@3.45', 'mysql@8.4'] },
      { object: 'foreignKey', engines: ['sqlite@3.45'] },
      { object: 'foreignKey', engines: ['mysql@8.4'] },
    ]);
  });
});

describe('duplicate-index-name', () => {
  it('says it of an index that bears the name of a table, on all engines at once', async () => {
    const found = await check(['duplicate-index-name', 'engine-rejects'], {
      1: migration(
        `${create('department')} ${create('mails', "$table->string('department', 20)->index('department');")}`,
        '',
      ),
    });
    expect(found.map(({ rule, engines }) => [rule, engines])).toEqual([
      ['duplicate-index-name', ['sqlite@3.45', 'postgres@16']],
    ]);
    expect(found[0]?.message).toContain(
      'is taken already, by a table of that name: SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42P07) refuse it, because tables and indexes share their names there.',
    );
  });
});

describe('missing-down', () => {
  it('knows of views', async () => {
    const found = await check(['missing-down'], {
      1: migration("DB::statement('create view totals as select 1 as one');", ''),
      2: migration("DB::statement('drop view if exists totals');", ''),
    });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('up() makes view "totals"'),
      expect.stringContaining('up() drops view "totals"'),
    ]);
  });
});

describe('select-for-update', () => {
  it('is silent on a method that only hands the call on', async () => {
    const of = (method: string) =>
      check(
        ['select-for-update'],
        {
          1: migration(create('a'), ''),
          'app/Builder.php': `<?php
class Builder
{
    public function ${method}()
    {
        return $this->query->lockForUpdate();
    }
}
`,
        },
        { engines: ['sqlite@3.45', 'mysql@8.4'] },
      );
    expect(await of('lockForUpdate')).toEqual([]);
    expect(await of('take')).toHaveLength(1);
  });
});

describe('engine-rejects', () => {
  const messages = async (
    files: Readonly<Record<string, string>>,
    engines: readonly string[],
    rules: readonly string[] = ['engine-rejects'],
  ) => (await check(rules, files, { engines })).map(({ message, help }) => ({ message, help }));

  it('does not tell on the way back what only an earlier refusal has spoilt', async () => {
    const found = await messages(
      {
        1: migration(`${create('a')} DB::statement('alter table a drop column b');`, "Schema::drop('a');"),
        2: migration(alter('a', "$table->date('x')->nullable();"), alter('a', "$table->dropColumn('x');")),
      },
      ['postgres@16'],
    );
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/^PostgreSQL refuses/)]);
  });

  it('nor what a half-made migration leaves behind on MySQL', async () => {
    const files = (refused: string) => ({
      1: migration(create('a'), "Schema::drop('a');"),
      2: migration(
        `${create('b', "$table->foreignId('a_id')->constrained('a');")} ${refused}`,
        "Schema::drop('b');",
      ),
    });
    const found = await messages(files("DB::statement('alter table b drop column c');"), ['mysql@8.4']);
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/^MySQL refuses/)]);
    expect(await messages(files(''), ['mysql@8.4'])).toEqual([]);
  });

  it('says once that the primary key of a renamed table has kept its old name', async () => {
    const found = await messages(
      {
        1: migration(
          "Schema::create('a', function (Blueprint $table) { $table->integer('x')->primary(); });",
          '',
        ),
        2: migration(
          `Schema::rename('a', 'b'); ${alter('b', "$table->dropPrimary(); $table->integer('y'); $table->primary('y');")}`,
          '',
        ),
      },
      ['postgres@16'],
    );
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('constraint "b_pkey" of relation "b" does not exist (SQLSTATE 42704)'),
    ]);
  });

  it('claims nothing of columns that were added before the table is made', async () => {
    const files = (name: string) => ({
      // A package without its application: other tables may be there.
      'composer.json':
        '{ "name": "acme/forum", "type": "library", "require": { "illuminate/database": "^12.0" } }',
      [`database/migrations/2026_01_01_000000_${name}_column.php`]: migration(
        alter('posts', "$table->boolean('sticky')->default(false);"),
        '',
      ),
      'database/migrations/2026_01_01_000000_create_posts.php': migration(create('posts'), ''),
      'database/migrations/2026_01_02_000000_index.php': migration(
        alter('posts', "$table->index('sticky');"),
        '',
      ),
    });
    expect(await messages(files('add'), ['mysql@8.4'])).toEqual([]);
    expect(await messages(files('make'), ['mysql@8.4'])).toEqual([]);
  });

  it('says what to do where rows have no value for a new column', async () => {
    const [one, ...more] = await messages(
      {
        1: migration(`${create('a')} DB::table('a')->insert(['id' => 1]);`, ''),
        2: migration(alter('a', "$table->string('x', 10);"), ''),
        // which has more to say of it
        'dialint.json': '{ "rules": { "add-not-null-without-default": "off" } }',
      },
      ['sqlite@3.45', 'mysql@8.4', 'postgres@16'],
      ['engine-rejects', 'add-not-null-without-default'],
    );
    expect(more).toEqual([]);
    expect(one?.message).toContain('Cannot add a NOT NULL column with default value NULL (SQLITE_ERROR)');
    expect(one?.message).toContain('contains null values (SQLSTATE 23502)');
    expect(one?.help).toContain('An earlier migration has put rows into "a"');
  });

  it('shows the cast that PostgreSQL wants', async () => {
    const [one] = await messages(
      {
        1: migration(create('a', "$table->string('x', 10);"), ''),
        2: migration(alter('a', "$table->integer('x')->change();"), ''),
      },
      ['postgres@16'],
    );
    expect(one?.help).toContain('alter table "a" alter column "x" type integer using "x"::integer');
    const boolean = await messages(
      {
        1: migration(create('a', "$table->boolean('x')->default(false);"), ''),
        2: migration(alter('a', "$table->smallInteger('x')->default(0)->change();"), ''),
      },
      ['postgres@16'],
    );
    expect(boolean).toHaveLength(1);
    expect(boolean[0]?.help).toContain(
      'alter table "a" alter column "x" drop default, alter column "x" type smallint using "x"::integer::smallint, and set the default anew',
    );
  });

  it('tells what an array means to dropForeign()', async () => {
    const files = {
      1: migration(create('a'), ''),
      2: migration(
        create(
          'b',
          "$table->foreignId('x_id')->constrained('a'); $table->foreignId('y_id')->constrained('a');",
        ),
        alter('b', "$table->dropForeign(['x_id', 'y_id']);"),
      ),
    };
    const engines = ['sqlite@3.45', 'mysql@8.4'];
    const found = await check(['engine-rejects', 'down-leaves-residue'], files, { engines });
    expect(found.map(({ rule, help }) => [rule, help])).toEqual([
      ['engine-rejects', expect.stringContaining('call ->dropForeign() once for each')],
    ]);
  });

  it('tells on the way back why a column is there already', async () => {
    const found = await messages(
      { 1: migration(create('a', "$table->date('x');"), alter('a', "$table->date('x');")) },
      ['mysql@8.4'],
    );
    expect(found.map(({ help }) => help)).toEqual([expect.stringContaining('up() has not dropped it')]);
  });

  it('explains an aborted transaction', async () => {
    const found = await messages(
      {
        1: migration(
          `${create('a')} try { DB::statement('ALTER TABLE a ENGINE = InnoDB'); } catch (\\Exception $e) {} ${create('b')}`,
          '',
        ),
      },
      ['postgres@16'],
    );
    expect(found.map(({ help }) => help)).toEqual([expect.stringContaining('failed and been caught')]);
  });

  it('explains the zero date of a second timestamp', async () => {
    const found = await messages(
      { 1: migration(create('a', "$table->timestamp('from'); $table->timestamp('to');"), '') },
      ['mysql@5.7'],
    );
    expect(found.map(({ help }) => help)).toEqual([
      expect.stringContaining('Strict mode refuses the zero date'),
    ]);
  });
});

describe('dialect-only-sql', () => {
  it("takes MySQL's qualified column in SET for another engine's SQL, once", async () => {
    const found = await check(
      ['dialect-only-sql', 'engine-rejects'],
      {
        1: migration(
          `${create('a', "$table->integer('n')->default(0);")} DB::statement('UPDATE a SET a.n = 1');`,
          '',
        ),
      },
      { engines: ['sqlite@3.45', 'mysql@8.4', 'postgres@16'] },
    );
    expect(found.map((one) => one.rule)).toEqual(['dialect-only-sql']);
    expect(found[0]?.message).toContain('PostgreSQL: column "a" of relation "a" does not exist');
    expect(found[0]?.message).toContain('(SQLSTATE 42703)');
  });
});
