/**
 * What each engine makes of keys, checks and generated columns, as its manual says it: the answers that are expected here
 * were looked up and tried by hand on each engine.
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import type { ReplayResult } from '../../src/schema/index.ts';
import { engineUrl } from '../support/engine-url.ts';
import { withProject } from '../support/laravel-project.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

process.env.DIALINT_PARTS ??= path.resolve(import.meta.dirname);

const servers = [engineUrl('MYSQL'), engineUrl('MARIADB'), engineUrl('POSTGRES')];
const missing = noSqlite ?? (servers.includes(undefined) ? 'not all DIALINT_TEST_… are set' : undefined);
const ALL = ['sqlite', ...servers.map((url) => url ?? '')];

/** By the engine's name; what could not be asked is not there. */
function answers({ probes = [] }: ReplayResult, probe: string, table: string, object: string) {
  const found = probes.filter((one) => one.probe === probe && one.table === table && one.object === object);
  expect(found, `${probe} ${table}.${object}`).toHaveLength(1);
  return Object.fromEntries(
    Object.entries(found[0]!.results).map(([id, answer]) => [id.split('@')[0], answer]),
  );
}

const FOUR = (sqlite: string, mysql: string, mariadb: string, postgres: string) => ({
  sqlite,
  mysql,
  mariadb,
  postgres,
});
const ALIKE = (answer: string) => FOUR(answer, answer, answer, answer);
const REFUSED_BY_KEY = FOUR(
  'refused SQLITE_CONSTRAINT_FOREIGNKEY',
  'refused 1451',
  'refused 1451',
  'refused 23503',
);

const UP = `
        Schema::create('countries', function (Blueprint $table) { $table->string('code', 8)->primary(); });
        foreach (['cascade', 'set null', 'restrict', 'no action'] as $action)
            Schema::create('of_' . str_replace(' ', '_', $action), function (Blueprint $table) use ($action) {
                $table->id();
                $table->string('country', 8)->nullable();
                $table->foreign('country')->references('code')->on('countries')->onUpdate($action)->onDelete($action);
            });
        if (in_array(DB::getDriverName(), ['sqlite', 'pgsql']))
            Schema::create('of_default', function (Blueprint $table) {
                $table->id();
                $table->string('country', 8)->nullable();
                $table->foreign('country')->references('code')->on('countries')->onUpdate('set default')->onDelete('set default');
            });
        foreach (['plain' => null, 'cascading' => 'cascade', 'loosening' => 'set null'] as $name => $action)
            Schema::create($name, function (Blueprint $table) use ($name, $action) {
                $table->id();
                $table->foreignId('parent_id')->nullable();
                $key = $table->foreign('parent_id', $name . '_parent')->references('id')->on($name);
                if ($action) $key->onDelete($action)->onUpdate($action);
            });
        Schema::create('memberships', function (Blueprint $table) {
            $table->id();
            $table->foreignId('parent_id')->nullable()->constrained('plain');
            $table->integer('level');
            $table->unique(['parent_id', 'level'], 'one_level');
        });
        Schema::create('seats', function (Blueprint $table) {
            $table->id();
            $table->unsignedBigInteger('plain_id');
            $table->unsignedBigInteger('beside_id')->nullable();
            $table->unique(['plain_id', 'beside_id']);
            $table->foreign('plain_id')->references('id')->on('plain');
            $table->foreign('beside_id')->references('id')->on('seats');
        });
        if (DB::getDriverName() === 'sqlite')
            DB::statement('create table prices (id integer primary key autoincrement not null, amount integer, discount integer not null default 0)');
        else {
            Schema::create('prices', function (Blueprint $table) {
                $table->id();
                $table->integer('amount')->nullable();
                $table->integer('discount')->default(0);
            });
            DB::statement('alter table prices add constraint amount_positive check (amount > 0)');
        }
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->integer('amount');
            $table->integer('price')->nullable();
            $table->enum('state', ['open', 'closed']);
            $table->integer('total')->storedAs('amount * price')->nullable();
        });
        $wide = DB::getDriverName() === 'pgsql';
        Schema::create('readings', function (Blueprint $table) use ($wide) {
            $table->id();
            $table->decimal('strength', $wide ? 9 : 6, $wide ? 4 : 3);
            $table->decimal('rate', $wide ? 4 : 6, $wide ? 2 : 3);
            $table->double('level');
            $table->timestamp('taken_at', 3)->nullable();
        });
        if (in_array(DB::getDriverName(), ['mysql', 'mariadb']))
            DB::statement('alter table readings modify level double(7, 2) not null');
        if (DB::getDriverName() !== 'pgsql')
            Schema::table('orders', fn (Blueprint $table) => $table->integer('half')->virtualAs('amount * 3 / 2')->nullable());`;

describe.skipIf(missing !== undefined)('probes of constraints', () => {
  let result: ReplayResult;
  beforeAll(async () => {
    result = await withProject({ up: UP }, (root) => replayProject(root, { engines: ALL, probe: true }));
  }, 120_000);

  it('meet a schema that all engines have taken, and no answer that nothing explains', () => {
    expect(
      result.migrations.flatMap(({ up }) =>
        Object.values(up).map(({ outcome, message }) => message ?? outcome),
      ),
    ).toEqual(Array(4).fill('accepts'));
    expect(
      result.probes?.flatMap(({ unexpected, probe, table, object, results }) =>
        unexpected.map((id) => `${probe} ${table}.${object} ${id}: ${results[id]}`),
      ),
    ).toEqual([]);
  });

  it.each([
    ['foreign-key-parent-key-changed', 'of_cascade', ALIKE('the row follows')],
    ['foreign-key-parent-key-changed', 'of_set_null', ALIKE('the row points to nothing')],
    [
      'foreign-key-parent-key-changed',
      'of_restrict',
      { ...REFUSED_BY_KEY, sqlite: 'refused SQLITE_CONSTRAINT_TRIGGER' },
    ],
    ['foreign-key-parent-key-changed', 'of_no_action', REFUSED_BY_KEY],
    ['foreign-key-parent-deleted', 'of_cascade', ALIKE('the row goes too')],
    ['foreign-key-parent-deleted', 'of_set_null', ALIKE('the row points to nothing')],
    [
      'foreign-key-parent-deleted',
      'of_restrict',
      { ...REFUSED_BY_KEY, sqlite: 'refused SQLITE_CONSTRAINT_TRIGGER' },
    ],
    ['foreign-key-parent-deleted', 'of_no_action', REFUSED_BY_KEY],
  ])('%s, %s', (probe, table, expected) => {
    expect(answers(result, probe, table, `${table}_country_foreign`)).toEqual(expected);
  });

  it.each(['foreign-key-parent-key-changed', 'foreign-key-parent-deleted'])(
    '%s: SET DEFAULT leads to the default, which InnoDB does not have',
    (probe) => {
      expect(answers(result, probe, 'of_default', 'of_default_country_foreign')).toEqual({
        sqlite: 'the row points to nothing',
        postgres: 'the row points to nothing',
      });
    },
  );

  it.each([
    ['foreign-key-to-itself', 'plain', ALIKE('kept')],
    ['foreign-key-to-itself-deleted', 'plain', FOUR('goes', 'refused 1451', 'refused 1451', 'goes')],
    ['foreign-key-to-itself-deleted', 'cascading', ALIKE('goes')],
    ['tree-parent-deleted', 'plain', REFUSED_BY_KEY],
    ['tree-parent-deleted', 'cascading', ALIKE('the row goes too')],
    ['tree-parent-deleted', 'loosening', ALIKE('the row points to nothing')],
    ['tree-parent-key-changed', 'plain', REFUSED_BY_KEY],
    [
      'tree-parent-key-changed',
      'cascading',
      FOUR('the row follows', 'refused 1451', 'refused 1451', 'the row follows'),
    ],
    [
      'tree-parent-key-changed',
      'loosening',
      FOUR('the row points to nothing', 'refused 1451', 'refused 1451', 'the row points to nothing'),
    ],
    ['tree-deleted-at-once', 'plain', FOUR('all go', 'refused 1451', 'refused 1451', 'all go')],
    ['tree-deleted-at-once', 'cascading', ALIKE('all go')],
    ['tree-of-sixteen-levels', 'cascading', FOUR('all go', 'refused 3008', 'refused 1296', 'all go')],
  ])('%s, %s', (probe, table, expected) => {
    expect(answers(result, probe, table, `${table}_parent`)).toEqual(expected);
  });

  it('MySQL’s own look for parents (9.6 on) passes over a row whose index has a NULL', () => {
    const { mysql, ...others } = answers(result, 'foreign-key-orphan', 'seats', 'seats_plain_id_foreign');
    expect(others).toEqual({
      sqlite: 'refused SQLITE_CONSTRAINT_FOREIGNKEY',
      mariadb: 'refused 1452',
      postgres: 'refused 23503',
    });
    const version = result.engines.find(({ target }) => target?.engine === 'mysql')?.target?.version ?? '';
    if (version.startsWith('9.7.')) expect(mysql).toBe('kept');
    else expect(['kept', 'refused 1452']).toContain(mysql);
  });

  it('a key over several columns takes NULL twice, where a foreign key binds the column too', () => {
    expect(answers(result, 'unique-together-null-twice', 'memberships', 'one_level')).toEqual(
      ALIKE('keeps both'),
    );
  });

  it('a check that one engine does not have lets pass what the others refuse', () => {
    expect(answers(result, 'check-broken', 'prices', 'amount_positive')).toEqual(
      FOUR('kept', 'refused 3819', 'refused 4025', 'refused 23514'),
    );
    expect(answers(result, 'check-of-null', 'prices', 'amount_positive')).toEqual(ALIKE('kept'));
  });

  it('an enum is a check on SQLite and PostgreSQL, which is asked about as the enum', () => {
    expect(answers(result, 'enum-no-member', 'orders', 'state')).toEqual(
      FOUR('refused SQLITE_CONSTRAINT_CHECK', 'refused 1265', 'refused 1265', 'refused 23514'),
    );
    expect(
      result.probes?.filter(({ probe, table }) => probe === 'check-broken' && table === 'orders'),
    ).toEqual([]);
  });

  it('numbers that one engine’s migration gives other digits are held against its own', () => {
    expect(answers(result, 'decimal-rounds', 'readings', 'strength')).toEqual(
      FOUR('kept', 'reads "1.112"', 'reads "1.112"', 'kept'),
    );
    expect(answers(result, 'decimal-too-large', 'readings', 'strength')).toEqual(
      FOUR('kept', 'refused 1264', 'refused 1264', 'kept'),
    );
    // 999.999 has one digit too many on both sides there.
    expect(answers(result, 'decimal-all-digits', 'readings', 'rate')).toEqual(
      FOUR('kept', 'kept', 'kept', 'refused 22003'),
    );
    expect(answers(result, 'float-large-integer', 'readings', 'level')).toEqual(
      FOUR('kept', 'refused 1264', 'refused 1264', 'kept'),
    );
  });

  it('a moment of three digits behind the second has a fraction of zeros, which says nothing', () => {
    expect(answers(result, 'date-into-moment', 'readings', 'taken_at')).toEqual(
      FOUR(
        'kept',
        'reads "2024-03-04 00:00:00"',
        'reads "2024-03-04 00:00:00"',
        'reads "2024-03-04 00:00:00"',
      ),
    );
  });

  it('generated columns, stored and virtual', () => {
    expect(answers(result, 'generated-written', 'orders', 'total')).toEqual(
      FOUR('refused SQLITE_ERROR', 'refused 3105', 'kept', 'refused 428C9'),
    );
    expect(answers(result, 'generated-read-back', 'orders', 'total')).toEqual(ALIKE('reads "49"'));
    expect(answers(result, 'generated-of-null', 'orders', 'total')).toEqual(ALIKE('reads NULL'));
    for (const column of ['total', 'half'])
      expect(new Set(Object.values(answers(result, 'generated-follows', 'orders', column)))).toEqual(
        new Set(['follows']),
      );
    // 21 / 2 is 10 for SQLite, and 10.5 for the others, which the column rounds.
    expect(answers(result, 'generated-read-back', 'orders', 'half')).toEqual({
      sqlite: 'reads "10"',
      mysql: 'reads "11"',
      mariadb: 'reads "11"',
    });
  });
});

describe.skipIf(noSqlite !== undefined)('SQLite without foreign keys', () => {
  it('holds no row to its parent, whatever the key says', async () => {
    const result = await withProject(
      {
        up: UP,
        files: {
          '.env.example': 'DB_FOREIGN_KEYS=false\n',
          'config/database.php': `<?php return ['default' => 'sqlite', 'connections' => ['sqlite' => [
            'driver' => 'sqlite', 'database' => ':memory:', 'prefix' => '', 'foreign_key_constraints' => false]]];`,
        },
      },
      (root) => replayProject(root, { engines: ['sqlite'], probe: true }),
    );
    const one = (probe: string, table: string, object: string) =>
      Object.values(answers(result, probe, table, object))[0];
    expect(one('foreign-key-orphan', 'of_cascade', 'country')).toBe('kept');
    for (const table of ['of_cascade', 'of_set_null', 'of_restrict', 'of_no_action', 'of_default'])
      for (const event of ['parent-deleted', 'parent-key-changed'])
        expect(one(`foreign-key-${event}`, table, 'country'), `${table} ${event}`).toBe(
          'the row stays as it is',
        );
    expect(one('tree-parent-deleted', 'cascading', 'parent_id')).toBe('the row stays as it is');
    expect(one('tree-of-sixteen-levels', 'cascading', 'parent_id')).toBe('the others stay');
    expect(result.probes?.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  }, 60_000);
});
