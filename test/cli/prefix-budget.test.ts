/** dialint prefix-budget: a project with a prefix of that length passes a check, and with one more it does not. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../src/check.ts';
import { DEPS } from '../../src/cli/deps.ts';
import { prefixBudget } from '../../src/prefix-budget.ts';
import { APP, project } from '../project/support.ts';
import { migration } from '../rules/project.ts';
import { databaseConfig, PROJECTS } from '../support/prefixed.ts';
import { dialint } from './harness.ts';

function made(files: Readonly<Record<string, string>>, prefix: string, prefixIndexes: boolean): string {
  return project({ ...APP, ...files, 'config/database.php': databaseConfig(prefix, prefixIndexes) });
}

/** Does a check with this prefix find every step accepted? */
async function passes(
  files: Readonly<Record<string, string>>,
  engine: string,
  length: number,
  prefixIndexes: boolean,
): Promise<boolean> {
  const { verdicts, diagnostics } = await checkProject(made(files, 'p'.repeat(length), prefixIndexes), {
    engines: [engine],
  });
  expect(verdicts.map(({ outcome }) => outcome)).not.toContain('unknown');
  const refused = verdicts.some(({ outcome }) => outcome === 'refuses');
  expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(refused);
  return !refused;
}

describe.each(['mysql@8.4', 'mariadb@10.11', 'postgres@16'])('on %s', (engine) => {
  describe.each(PROJECTS)('$title', ({ files }) => {
    it.each([true, false])('prefix_indexes %s', async (prefixIndexes) => {
      const [target] = prefixBudget(made(files, '', prefixIndexes), { engines: [engine] }).targets;
      const budget = prefixIndexes ? target?.withIndexes : target?.withoutIndexes;
      const longest = budget?.longest ?? -1;
      expect(longest).toBeGreaterThan(0);
      expect(await passes(files, engine, longest, prefixIndexes)).toBe(true);
      expect(await passes(files, engine, longest + 1, prefixIndexes)).toBe(false);
    });
  });
});

const ORDERS = {
  'database/migrations/2026_01_01_000000_orders.php': migration(
    `Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->string('carrier', 20);
            $table->string('tracking_number', 40);
            $table->index(['carrier', 'tracking_number']);
            $table->unique('tracking_number', 'a_name_that_somebody_gave_and_that_has_forty_eight_x');
        });`,
    "Schema::drop('orders');",
  ),
};

describe('the budget', () => {
  it('names what sets it, with place and columns, the tightest first, and leaves given names out', () => {
    const root = made(ORDERS, '', true);
    const [mysql] = prefixBudget(root, { engines: ['mysql'] }).targets;
    expect(mysql).toMatchObject({
      id: 'mysql@8.4',
      limit: { value: 64, unit: 'characters', effect: 'refuses' },
      current: {
        connection: 'mysql',
        prefix: '',
        prefixIndexes: true,
        length: 0,
        from: { file: 'config/database.php' },
      },
      withIndexes: { longest: 28, uncut: 28, counted: 2 },
      withoutIndexes: { longest: 58, counted: 1 },
    });
    expect(mysql?.withIndexes.names).toMatchObject([
      {
        name: 'orders_carrier_tracking_number_index',
        object: 'index',
        table: 'orders',
        columns: ['carrier', 'tracking_number'],
        length: 36,
        longest: 28,
        beyond: 'refused',
        origin: { file: 'database/migrations/2026_01_01_000000_orders.php', span: { start: { line: 15 } } },
      },
      { name: 'orders', object: 'table', columns: [], length: 6, longest: 58 },
    ]);
  });

  it('counts characters on MySQL and bytes on PostgreSQL', () => {
    const files = {
      'database/migrations/2026_01_01_000000_a.php': migration(
        "Schema::create('aufträge', function (Blueprint $table) { $table->id(); });",
        "Schema::drop('aufträge');",
      ),
    };
    const { targets } = prefixBudget(made(files, '', true), { engines: ['mysql', 'postgres'] });
    expect(targets.map(({ withIndexes }) => withIndexes.uncut)).toEqual([64 - 8, 63 - 9]);
  });

  it('is none where a name is too long without a prefix, and SQLite has none', () => {
    const long = `orders_${'x'.repeat(60)}`;
    const files = {
      'database/migrations/2026_01_01_000000_a.php': migration(
        `Schema::create('${long}', function (Blueprint $table) { $table->id(); });`,
      ),
    };
    const { targets } = prefixBudget(made(files, '', true), { engines: ['mysql', 'sqlite'] });
    expect(targets.map(({ limit, withIndexes }) => [limit?.value ?? null, withIndexes.longest])).toEqual([
      [64, 64 - 67],
      [null, null],
    ]);
  });

  it('tells what a longer prefix leads to on PostgreSQL: a name is cut, then two are one', () => {
    const files = {
      'database/migrations/2026_01_01_000000_a.php': migration(
        `Schema::create('shipments', function (Blueprint $table) {
            $table->id();
            $table->string('tracking_number_of_carrier_a', 40)->index();
            $table->string('tracking_number_of_carrier_b', 40)->index();
        });`,
      ),
    };
    const [target] = prefixBudget(made(files, '', true), { engines: ['postgres'] }).targets;
    // shipments_tracking_number_of_carrier_a_index: 44 bytes; a and b differ in the 38th
    expect(target?.withIndexes).toMatchObject({ uncut: 63 - 44, longest: 63 - 38, counted: 3 });
    expect(target?.withIndexes.names.map(({ name, beyond, longest }) => [name, beyond, longest])).toEqual([
      ['shipments_tracking_number_of_carrier_b_index', 'refused', 25],
      ['shipments_tracking_number_of_carrier_a_index', 'cut', 19],
      ['shipments', 'cut', 54],
    ]);
  });

  it('counts names in code that a fresh database does not reach, and those that only a drop speaks of', () => {
    const files = {
      'database/migrations/2026_01_01_000000_a.php': migration(
        "Schema::create('a', function (Blueprint $table) { $table->id(); $table->string('b', 9)->index('a_b'); });",
      ),
      'database/migrations/2026_01_01_000001_b.php': migration(
        `if (Schema::hasColumn('a', 'no_such_column')) {
            Schema::table('a', function (Blueprint $table) { $table->index('no_such_column'); });
        }`,
        "Schema::table('a', function (Blueprint $table) { $table->dropUnique(['b', 'and_another_column']); });",
      ),
    };
    const [target] = prefixBudget(made(files, '', true), { engines: ['mysql'] }).targets;
    expect(target?.withIndexes.names.map(({ name }) => name).sort()).toEqual([
      'a',
      'a_b_and_another_column_unique',
      'a_no_such_column_index',
    ]);
  });
});

describe('dialint prefix-budget', () => {
  const deps = { prefixBudget: DEPS.prefixBudget, findProjectRoots: DEPS.findProjectRoots };

  it('is told for people', async () => {
    const cwd = made(ORDERS, 'shop_', false);
    const ran = await dialint(['prefix-budget', '--engine', 'sqlite,mysql,postgres'], { cwd, deps });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatchInlineSnapshot(`
      "The longest table prefix that every name of the project tolerates

      SQLite 3.45  any length: it has no limit for names

      MySQL 8.4  names of more than 64 characters are refused
        "shop_" today, 5 characters (config/database.php:5)
        prefix_indexes on   28 characters
        prefix_indexes off  58 characters  ← the project
        what sets the limit (1 name with the prefix in it)
            {prefix}orders: 6 characters, refused from 59 on, table
              database/migrations/2026_01_01_000000_orders.php:11

      PostgreSQL 16  names of more than 63 bytes are cut without a word, and refused where two become one
        "shop_" today, 5 bytes (config/database.php:7)
        prefix_indexes on   56 bytes; from 28 on a name is cut
        prefix_indexes off  62 bytes; from 58 on a name is cut  ← the project
        what sets the limit (1 name with the prefix in it)
            {prefix}orders: 6 bytes, refused from 63 on, table
              database/migrations/2026_01_01_000000_orders.php:11

      Read 1 migration
      "
    `);
  });

  it('is told to programs, for the setting of the project', async () => {
    const cwd = made(ORDERS, 'shop_', false);
    const { stdout } = await dialint(['prefix-budget', '--engine', 'mysql', '--format', 'json'], {
      cwd,
      deps,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      root: cwd,
      migrations: 1,
      notUnderstood: 0,
      targets: [
        {
          id: 'mysql@8.4',
          longest: 58,
          current: { prefix: 'shop_', prefixIndexes: false, length: 5 },
          withIndexes: {
            longest: 28,
            names: [
              {
                name: 'orders_carrier_tracking_number_index',
                file: 'database/migrations/2026_01_01_000000_orders.php',
                line: 15,
              },
              { name: 'orders' },
            ],
          },
        },
      ],
    });
  });

  it('needs a project, as a whole', async () => {
    const empty = project({ 'notes.txt': 'x' });
    expect(await dialint(['prefix-budget'], { cwd: empty, deps })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no project found in'),
    });
    const cwd = made(ORDERS, '', true);
    expect(
      await dialint(['prefix-budget', path.join('database', 'migrations')], { cwd, deps }),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a prefix is that of a whole project'),
    });
  });
});
