import { expect, it } from 'vitest';
import { dialint } from './harness.ts';

it('rules lists them by name', async () => {
  const { stdout, code } = await dialint(['rules']);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Rule                 Severity Reports
    identifier-too-long  error    A name is longer than an engine allows.
                                  presets: recommended, strict, all, portability, safety
    module-table-prefix  error    A name is longer than an engine allows. (Off unless it is configured.)
                                  presets: strict, all

    Presets, for "extends" in dialint.json
      recommended  what holds where nothing is configured
      strict       every rule, each finding one step more severe: warnings fail a check, infos are warnings
      all          every rule there is, also those that later versions add
      portability  what behaves differently on the engine of the tests and on that of production
      safety       what breaks a deploy, its way back, or data
    "
  `);
});

it('rules --format json holds their documentation', async () => {
  const { rules } = JSON.parse((await dialint(['rules', '--format', 'json'])).stdout);
  expect(rules.map(({ id }: { id: string }) => id)).toEqual(['identifier-too-long', 'module-table-prefix']);
  expect(rules[0]).toMatchObject({
    severity: 'error',
    recommended: true,
    engines: ['mysql', 'mariadb', 'postgres'],
  });
  expect(rules[0].bad[0].code).toContain('$table->index');
});

it('explain prints everything about a rule', async () => {
  const { stdout, code } = await dialint(['explain', 'identifier-too-long']);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "identifier-too-long (error)

    What     A name is longer than an engine allows.
    Why      MySQL and MariaDB refuse names of more than 64 characters with errno 1059, while SQLite
             takes them.
    How      Name the index yourself.
    Engines  MySQL, MariaDB, PostgreSQL
    Presets  recommended, strict, all, portability, safety
    Suppress // dialint-disable-next-line identifier-too-long -- the reason

    Reported: a name that Laravel made
        Schema::table('a', function ($table) {
            $table->index(['b']);
        });

    Not reported: a short name
      dialint.json
        {
          "rules": {}
        }
      the migration
        $table->index(['b'], 'a_b_idx');
    "
  `);
});

it('explain prints options, and that a rule is off', async () => {
  expect((await dialint(['explain', 'module-table-prefix'])).stdout).toMatchInlineSnapshot(`
    "module-table-prefix (error, off unless it is configured)

    What     A name is longer than an engine allows.
    Why      MySQL and MariaDB refuse names of more than 64 characters with errno 1059, while SQLite
             takes them.
    How      Name the index yourself.
    Engines  it does not depend on an engine
    Presets  strict, all
    Option   pattern: string, default "mod_{slug}_". How table names start.
    Suppress // dialint-disable-next-line module-table-prefix -- the reason
    "
  `);
});
