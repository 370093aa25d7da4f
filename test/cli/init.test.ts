/** dialint init: what it writes, what it says, and that check reads it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../src/check.ts';
import { DEPS } from '../../src/cli/deps.ts';
import { APP, composer, MIGRATION, migrations, project } from '../project/support.ts';
import { dialint } from './harness.ts';

const deps = { initialConfig: DEPS.initialConfig, findProjectRoots: DEPS.findProjectRoots };

const LOOSE = migrations('database/migrations/2026_01_01_000000_a.php');
const SQLITE_TESTS = {
  'phpunit.xml': '<phpunit><php>\n<env name="DB_CONNECTION" value="sqlite"/>\n</php></phpunit>\n',
};

async function init(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const root = project(files);
  const ran = await dialint(['init', ...argv], { cwd: root, deps, columns: 200 });
  const file = join(root, 'dialint.json');
  return { ...ran, root, text: existsSync(file) ? readFileSync(file, 'utf8') : null };
}

/** The check that follows has the same targets, and nothing to ask. */
async function readsWithoutQuestion(root: string, text: string | null): Promise<void> {
  const after = await checkProject(root);
  expect(after.targetNotes.filter((note) => /Declare|assumed/.test(note))).toEqual([]);
  writeFileSync(join(root, 'dialint.json'), '{}');
  const before = await checkProject(root);
  expect(after.targets.map(({ id, driver }) => [id, driver])).toEqual(
    before.targets.map(({ id, driver }) => [id, driver]),
  );
  expect(text).not.toBeNull();
}

describe('dialint init', () => {
  it('writes what the files of an application tell, with its places', async () => {
    const { root, code, stdout, stderr, text } = await init({
      ...APP,
      ...LOOSE,
      ...SQLITE_TESTS,
      '.env': 'DB_CONNECTION=pgsql\n',
      'docker-compose.yml': 'services:\n  db:\n    image: postgres:15\n',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(text!)).toEqual({
      extends: 'recommended',
      engines: { test: 'sqlite', production: ['postgres@15'] },
    });
    expect(stdout).toMatchInlineSnapshot(`
      "Wrote dialint.json
        extends             recommended  what holds without it; strict, portability and safety are others
        engines.test        sqlite       phpunit.xml:2
        engines.production  postgres@15  .env:1; version from docker-compose.yml:3
      Next: dialint checks the project; dialint baseline accepts what it finds today.
      "
    `);
    await readsWithoutQuestion(root, text);
  });

  it('says what it guessed, and why', async () => {
    const { root, stdout, text } = await init({
      ...APP,
      ...LOOSE,
      '.env': 'APP_NAME=x\nDB_CONNECTION=sqlite\n',
    });
    expect(JSON.parse(text!).engines).toEqual({ test: 'sqlite', production: ['mysql'] });
    expect(stdout).toMatchInlineSnapshot(`
      "Wrote dialint.json
        extends             recommended  what holds without it; strict, portability and safety are others
        engines.test        sqlite       guessed: no test configuration names one, so it is the application's own (sqlite: .env:2)
        engines.production  mysql        guessed: SQLite (.env:2) is a new project's default and says nothing about production
      note: The version of MySQL in production was not found; if you know it, write it: "mysql@…".
      Please look at what was guessed: engines.test, engines.production
      Next: dialint checks the project; dialint baseline accepts what it finds today.
      "
    `);
    await readsWithoutQuestion(root, text);
  });

  it('writes the layout of modules with a naming rule, and leaves the others to be recognised', async () => {
    const { root, stdout, text } = await init({
      ...APP,
      ...migrations(
        'modules/shop/database/migrations/2026_01_01_000000_a.php',
        'modules/gps/database/migrations/2026_01_01_000001_b.php',
        'packages/acme/blog/database/migrations/2026_01_01_000002_c.php',
        'src/Domain/Orders/Database/Migrations/2026_01_01_000003_d.php',
        'src/Domain/Stock/Database/Migrations/2026_01_01_000004_e.php',
      ),
      'packages/acme/blog/composer.json': '{}',
    });
    expect(JSON.parse(text!).modules).toEqual(['modules/*']);
    expect(stdout).toContain('2 modules there');
    expect(stdout).toContain('packages/acme/* are recognised as modules without being declared');
    expect(stdout).toContain('"src/Domain/*" may be modules');
    await readsWithoutQuestion(root, text);
  });

  it('works in the repository of a package', async () => {
    const { root, code, text } = await init({
      'composer.json': composer({ 'illuminate/support': '^12.0' }),
      ...LOOSE,
      'tests/TestCase.php': "<?php $app['config']->set('database.default', 'testing');\n",
    });
    expect(code).toBe(0);
    expect(JSON.parse(text!).engines).toEqual({ test: 'sqlite', production: ['mysql'] });
    await readsWithoutQuestion(root, text);
  });

  it('leaves out an engine that is not judged, and says so', async () => {
    const { stdout, text } = await init({
      ...APP,
      ...LOOSE,
      ...SQLITE_TESTS,
      '.env': 'DB_CONNECTION=sqlsrv\n',
    });
    expect(JSON.parse(text!).engines).toEqual({ test: 'sqlite' });
    expect(stdout).toContain('sqlsrv (.env:1) is no engine that dialint judges');
  });

  it('names the schema of the dialint that is installed in the project', async () => {
    const { text } = await init({
      ...APP,
      ...LOOSE,
      'node_modules/dialint/schemas/dialint.schema.json': '{}',
    });
    expect(Object.entries(JSON.parse(text!))[0]).toEqual([
      '$schema',
      './node_modules/dialint/schemas/dialint.schema.json',
    ]);
  });

  it('never writes over a configuration, unless it is told to', async () => {
    const files = { ...APP, ...LOOSE, 'dialint.json': '{ "rules": {} }' };
    expect(await init(files)).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'dialint: dialint.json is there already, and is left as it is\n  dialint check --show-config tells what holds; dialint init --force writes it anew.\n',
      text: '{ "rules": {} }',
    });
    const forced = await init(files, '--force');
    expect(forced.code).toBe(0);
    expect(JSON.parse(forced.text!)).toHaveProperty('engines');
  });

  it('writes nothing beside a configuration that is code, nor for a part of a project, nor where there is none', async () => {
    const code = { ...APP, ...LOOSE, 'dialint.config.mjs': 'export default {};' };
    for (const argv of [[], ['--force']])
      expect(await init(code, ...argv)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('the project has dialint.config.mjs'),
        text: null,
      });
    expect(await init({ ...APP, ...LOOSE }, 'database/migrations')).toMatchObject({ code: 2, text: null });
    expect(await init({ 'notes.txt': MIGRATION })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no project found in'),
      text: null,
    });
  });
});
