import { describe, expect, it } from 'vitest';
import { expectSameFingerprints } from './fingerprints.ts';
import { alter, check, create, migration, type Options, prefixed } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'down-leaves-residue';

describe('the examples', () => {
  it('A second table is forgotten', async () => {
    expect(await example(RULE, 'A second table is forgotten')).toMatchInlineSnapshot(`
      "warning example:18:21 «down»
        up() and down() together do not leave the schema as it was: table "offer_items" stays.
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Undo the rest in down()
          example:20:1 «» → «        Schema::dropIfExists('offer_items');
      »
        data: {"residue":[{"kind":"extra","object":"table","table":"offer_items","name":"offer_items","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('A column stays', async () => {
    expect(await example(RULE, 'A column stays')).toMatchInlineSnapshot(`
      "warning example:16:21 «down»
        up() and down() together do not leave the schema as it was: column "paid_by" of table "invoices" stays.
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Undo the rest in down()
          example:19:32 «'paid_on'» → «['paid_on', 'paid_by']»
        data: {"residue":[{"kind":"extra","object":"column","table":"invoices","name":"paid_by","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('change() back loses the default', async () => {
    expect(await example(RULE, 'change() back loses the default')).toMatchInlineSnapshot(`
      "warning example:15:21 «down»
        up() and down() together do not leave the schema as it was: column "number" of table "invoices" is another than before (default 'draft' → none).
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Repeat in down() what the column had
          example:18:41 «» → «->default('draft')»
        data: {"residue":[{"kind":"changed","object":"column","table":"invoices","name":"number","detail":"default 'draft' → none","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
});

const raw = (text: string) => `DB::statement('${text}');`;
/** A way back that does nothing to the schema, and is not empty. */
const NOTHING = "DB::select('select 1');";
const SQLITE = { engines: ['sqlite@3.45'] };
const MYSQL = { engines: ['mysql@8.4'] };
const BOTH = { engines: ['sqlite@3.45', 'mysql@8.4'] };

const A = migration(create('a', "$table->string('x', 10)->index('a_x');"), "Schema::drop('a');");
const date = (name: string, table = 'a') => alter(table, `$table->date('${name}')->nullable();`);
/** The migration that is looked at comes second. */
const left = async (up: string, down: string, options: Options = MYSQL, first = A) =>
  (await check([RULE], { 1: first, 2: migration(up, down) }, options)).map(({ message }) =>
    message.replace('up() and down() together do not leave the schema as it was: ', ''),
  );

describe('what up() and down() leave behind', () => {
  it.each([
    ['a table', "Schema::drop('a');", NOTHING, ['table "a" does not come back.']],
    [
      'a column with its index',
      alter('a', "$table->dropIndex('a_x'); $table->dropColumn('x');"),
      NOTHING,
      ['column "x" of table "a" does not come back and index "a_x" of table "a" does not come back.'],
    ],
    [
      'another index of the same name',
      alter('a', "$table->dropIndex('a_x'); $table->unique('x', 'a_x');"),
      NOTHING,
      ['index "a_x" of table "a" is another than before (index (x) → unique (x)).'],
    ],
    [
      'a foreign key',
      `${create('b', "$table->foreignId('a_id')->constrained('a');")}`,
      "DB::table('b')->delete();",
      ['table "b" stays.'],
    ],
    [
      'many things, of which the first four are named',
      ['p', 'q', 'r', 's', 't', 'u'].map((name) => date(name)).join(' '),
      NOTHING,
      [
        `${['p', 'q', 'r'].map((name) => `column "${name}" of table "a" stays`).join(', ')}, column "s" of table "a" stays and 2 more differences.`,
      ],
    ],
    [
      'four things, which are all named',
      ['p', 'q', 'r', 's'].map((name) => date(name)).join(' '),
      NOTHING,
      [
        `${['p', 'q', 'r'].map((name) => `column "${name}" of table "a" stays`).join(', ')} and column "s" of table "a" stays.`,
      ],
    ],
  ])('%s', async (_title, up, down, expected) => {
    expect(await left(up, down)).toEqual(expected);
  });

  const P = migration(
    "Schema::create('p', function (Blueprint $table) { $table->integer('x'); $table->integer('y'); });",
    "Schema::drop('p');",
  );
  it('a primary key', async () => {
    const x = alter('p', "$table->primary('x');");
    const y = alter('p', "$table->dropPrimary(); $table->primary('y');");
    expect(await left(x, NOTHING, MYSQL, P)).toEqual(['primary key (x) of table "p" stays.']);
    const keyed = migration(
      "Schema::create('p', function (Blueprint $table) { $table->integer('x')->primary(); $table->integer('y'); });",
      "Schema::drop('p');",
    );
    expect(await left(y, NOTHING, MYSQL, keyed)).toEqual([
      'primary key (x) of table "p" is another than before ((x) → (y)).',
    ]);
    expect(await left(alter('p', '$table->dropPrimary();'), NOTHING, MYSQL, keyed)).toEqual([
      'primary key (x) of table "p" does not come back.',
    ]);
  });

  it('on some engines only', async () => {
    const driver = (name: string, body: string) => `if (DB::getDriverName() === '${name}') { ${body} }`;
    const files = {
      1: A,
      2: migration(`${driver('mysql', date('p'))} ${driver('pgsql', date('q'))}`, NOTHING),
    };
    const engines = ['sqlite@3.45', 'mysql@8.4', 'postgres@16'];
    expect(await found(RULE, files, { engines })).toMatchInlineSnapshot(`
      "warning 02:14:21 «down»
        up() and down() together do not leave the schema as it was: column "p" of table "a" stays on MySQL and column "q" of table "a" stays on PostgreSQL.
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: mysql@8.4 postgres@16
        data: {"residue":[{"kind":"extra","object":"column","table":"a","name":"p","engines":["mysql@8.4"]},{"kind":"extra","object":"column","table":"a","name":"q","engines":["postgres@16"]}]}"
    `);
  });

  it('without the prefix of the connection', async () => {
    const files = {
      ...prefixed('mysql'),
      1: A,
      2: migration(date('p'), NOTHING),
    };
    expect(await found(RULE, files, MYSQL)).toMatchInlineSnapshot(`
      "warning 02:14:21 «down»
        up() and down() together do not leave the schema as it was: column "p" of table "a" stays.
        help: Undo in down() each thing that up() does; with change(), repeat all that the column had before.
        engines: mysql@8.4
        fix (safe): Undo the rest in down()
          02:17:1 «» → «        Schema::table('a', function (Blueprint $table) {
                  $table->dropColumn('p');
              });
      »
        data: {"residue":[{"kind":"extra","object":"column","table":"a","name":"p","engines":["mysql@8.4"]}]}"
    `);
  });

  it('known again when another migration is mended', async () => {
    const rest = { 1: A, 3: migration(date('q'), NOTHING) };
    await expectSameFingerprints(RULE, { ...rest, 2: migration(date('p'), NOTHING) }, rest);
  });
});

describe('what only the engine of the tests is left with', () => {
  const only = (name: string, body: string) => `if (DB::getDriverName() === '${name}') { ${body} }`;
  const there = only('sqlite', date('p'));
  it('is told where there is no other engine', async () => {
    expect(await left(there, NOTHING, SQLITE)).toEqual(['column "p" of table "a" stays.']);
  });
  it('is not told where another is left with nothing', async () => {
    expect(await left(there, NOTHING, BOTH)).toEqual([]);
  });
  it('nor where another refuses the way back', async () => {
    const down = only('mysql', alter('a', "$table->dropColumn('nowhere');"));
    expect(await left(date('p'), down, BOTH)).toEqual([]);
  });
  it('but where nothing is known of the others', async () => {
    const down = only(
      'mysql',
      `if (count(DB::select('select 1')) > 1) { ${alter('a', "$table->dropColumn('p');")} }`,
    );
    expect(await left(date('p'), down, BOTH)).toEqual(['column "p" of table "a" stays.']);
  });
  it('is told with what another is left with', async () => {
    expect(await left(`${there} ${date('q')}`, NOTHING, BOTH)).toEqual([
      'column "p" of table "a" stays on SQLite and column "q" of table "a" stays.',
    ]);
  });
});

describe('nothing is said', () => {
  it.each([
    [
      'where up() may do more',
      `${date('p')} if (count(DB::select('select 1')) > 1) { ${date('q')} }`,
      NOTHING,
    ],
    ['where up() is refused', `${date('p')} ${alter('a', "$table->dropColumn('nowhere');")}`, NOTHING],
    [
      'where up() catches a refusal',
      `${date('p')} try { ${alter('a', "$table->dropColumn('nowhere');")} } catch (\\Exception $e) { }`,
      NOTHING,
    ],
    ['where up() is not understood', `${date('p')} Schema::drop(file_get_contents('names'));`, NOTHING],
    [
      'where down() may do more',
      date('p'),
      `if (count(DB::select('select 1')) > 1) { ${alter('a', "$table->dropColumn('p');")} }`,
    ],
    ['where down() is refused', date('p'), alter('a', "$table->dropColumn('nowhere');")],
    ['where down() is not understood', date('p'), "Schema::drop(file_get_contents('names'));"],
    [
      'where up() finds everything there',
      `if (! Schema::hasColumn('a', 'x')) { ${date('x')} }`,
      alter('a', "$table->dropIndex('a_x'); $table->dropColumn('x');"),
    ],
    ['of an empty down()', date('p'), '//'],
    ['where all comes back', date('p'), alter('a', "$table->dropColumn('p');")],
  ])('%s', async (_title, up, down) => {
    expect(await left(up, down)).toEqual([]);
  });
});

describe('what a later migration has left is its own, also under another name', () => {
  /** The findings by the number of their migration. */
  const blamed = async (files: Readonly<Record<string, string>>, options: Options) =>
    (await check([RULE], files, options)).map(({ file, data }) => [
      /\d{4}_\d\d_\d\d/.exec(file)?.[0],
      (data.residue as { object: string; table: string }[]).map(
        ({ object, table }) => `${object} of ${table}`,
      ),
    ]);
  const parents = {
    1: migration(
      `${create('a')} ${create('b', "$table->unsignedBigInteger('a_id');")}`,
      "Schema::drop('b'); Schema::drop('a');",
    ),
  };

  // SQLite keeps no names of foreign keys: they are told apart by the columns.
  it('of a column', async () => {
    const files = {
      ...parents,
      2: migration(
        alter('b', "$table->renameColumn('a_id', 'c_id');"),
        alter('b', "$table->renameColumn('c_id', 'a_id');"),
      ),
      3: migration(alter('b', "$table->foreign('c_id')->references('id')->on('a');"), NOTHING),
    };
    expect(await blamed(files, SQLITE)).toEqual([['2026_01_03', ['foreignKey of b']]]);
  });
  it('of a table', async () => {
    const files = {
      ...parents,
      2: migration("Schema::rename('b', 'c');", "Schema::rename('c', 'b');"),
      3: migration(
        `${date('z', 'c')} ${alter('c', "$table->foreign('a_id')->references('id')->on('a');")}`,
        NOTHING,
      ),
    };
    expect(await blamed(files, SQLITE)).toEqual([['2026_01_03', ['column of c', 'foreignKey of c']]]);
  });
  it('of the table that a key points to', async () => {
    const files = {
      ...parents,
      2: migration("Schema::rename('a', 'c');", "Schema::rename('c', 'a');"),
      3: migration(alter('b', "$table->foreign('a_id')->references('id')->on('c');"), NOTHING),
    };
    expect(await blamed(files, SQLITE)).toEqual([['2026_01_03', ['foreignKey of b']]]);
  });
  it('of a table and a column, in SQL', async () => {
    const files = {
      1: migration(
        "Schema::create('a', function (Blueprint $table) { $table->integer('x'); });",
        "Schema::drop('a');",
      ),
      2: migration(
        raw('alter table a rename to c, change x y int not null'),
        raw('alter table c rename to a, change y x int not null'),
      ),
      3: migration(alter('c', "$table->primary('y');"), NOTHING),
    };
    expect(await blamed(files, MYSQL)).toEqual([['2026_01_03', ['primaryKey of c']]]);
  });
  it('of a column that changes its type as well, in SQL', async () => {
    const files = {
      1: migration(
        "Schema::create('a', function (Blueprint $table) { $table->integer('x'); });",
        "Schema::drop('a');",
      ),
      2: migration(
        raw('alter table a add z int, change x y bigint not null'),
        raw('alter table a drop z, change y x int not null'),
      ),
      3: migration(alter('a', "$table->primary('y');"), NOTHING),
    };
    expect(await blamed(files, MYSQL)).toEqual([['2026_01_03', ['primaryKey of a']]]);
  });
  it('while what the renaming migration leaves is its own', async () => {
    const files = {
      ...parents,
      2: migration(`Schema::rename('a', 'c'); ${date('own', 'c')}`, "Schema::rename('c', 'a');"),
      3: migration(date('later', 'b'), NOTHING),
    };
    expect(await blamed(files, MYSQL)).toEqual([
      ['2026_01_02', ['column of a']],
      ['2026_01_03', ['column of b']],
    ]);
    const other = {
      ...parents,
      2: migration(
        `Schema::rename('a', 'c'); ${alter('b', "$table->index('a_id', 'own');")}`,
        "Schema::rename('c', 'a');",
      ),
      3: migration(date('later', 'b'), NOTHING),
    };
    expect(await blamed(other, MYSQL)).toEqual([
      ['2026_01_02', ['index of b']],
      ['2026_01_03', ['column of b']],
    ]);
  });
  it('and one that renames nothing that was there is judged by each name', async () => {
    for (const up of [
      `${create('t', "$table->date('x');")} ${alter('t', "$table->renameColumn('x', 'y');")} ${date('own')}`,
      `${alter('a', "$table->string('x', 20)->change();")} ${date('own')}`,
    ]) {
      const down = up.startsWith('Schema::create')
        ? "Schema::drop('t');"
        : alter('a', "$table->string('x', 10)->change();");
      const files = { 1: A, 2: migration(up, down), 3: migration(date('later'), NOTHING) };
      for (const options of [MYSQL, SQLITE]) {
        expect(await blamed(files, options)).toEqual([
          ['2026_01_02', ['column of a']],
          ['2026_01_03', ['column of a']],
        ]);
      }
    }
  });
});
