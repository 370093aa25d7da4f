/** --show-config: what holds, and where it comes from. */
import { describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { APP, MIGRATION, project } from '../project/support.ts';
import { dialint } from './harness.ts';

const deps = {
  effectiveConfig: DEPS.effectiveConfig,
  findProjectRoots: DEPS.findProjectRoots,
  rules: DEPS.rules,
};

const OLD = 'database/migrations/2019_01_01_000000_old.php';
const NEW = 'database/migrations/2026_01_01_000000_new.php';

const FILES = {
  ...APP,
  [OLD]: MIGRATION,
  [NEW]: MIGRATION,
  'modules/shop/database/migrations/2026_01_02_000000_shop.php': MIGRATION,
  '.env': 'APP_NAME=Shop\nDB_CONNECTION=pgsql\n',
  'phpunit.xml': '<phpunit>\n  <php>\n    <env name="DB_CONNECTION" value="sqlite"/>\n  </php>\n</phpunit>\n',
};

const CONFIG = `{
  "extends": ["portability", "strict"],
  "rules": {
    "missing-down": "off",
    "module-table-prefix": ["warning", { "pattern": "m_{slug}_" }]
  },
  "modules": ["modules/*"],
  "externalTables": { "customers": { "id": "bigint" }, "legacy": [] },
  "tables": {
    "large": ["orders", "log_*"]
  },
  "overrides": [
    { "files": "2019_*", "rules": { "missing-down": "info" } }
  ]
}
`;

async function shown(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const root = project(files);
  const ran = await dialint(['check', ...argv, '--show-config'], { cwd: root, deps });
  expect(ran).toMatchObject({ code: 0, stderr: '', checks: [] });
  return ran.stdout.replaceAll(root, '/shop');
}

async function json(files: Readonly<Record<string, string>>, ...argv: string[]) {
  return JSON.parse(await shown(files, ...argv, '--format', 'json'));
}

describe('--show-config', () => {
  it('tells each value with its place', async () => {
    const config = await json({ ...FILES, 'dialint.json': CONFIG });
    expect(config).toMatchObject({
      configFile: 'dialint.json',
      forFile: null,
      frameworkVersion: { value: '12', from: { file: 'composer.json' } },
      targets: [
        { id: 'sqlite@3.45', from: [{ file: 'phpunit.xml', line: 3, note: 'tests' }] },
        { id: 'postgres@16', driver: 'pgsql', from: [{ file: '.env', line: 2, note: 'production' }] },
      ],
      driver: { value: 'mysql', from: {} },
      extends: { value: ['portability', 'strict'], from: { file: 'dialint.json', line: 2 } },
      modules: {
        declared: [{ value: 'modules/*', from: { file: 'dialint.json', line: 7 } }],
        found: [{ slug: 'shop', directory: 'modules/shop', layout: 'declared' }],
      },
      externalTables: {
        customers: { value: { id: 'bigint' }, from: { file: 'dialint.json', line: 8 } },
        legacy: { value: null, from: { file: 'dialint.json', line: 8 } },
      },
      tables: {
        large: [
          { value: 'orders', from: { file: 'dialint.json', line: 10 } },
          { value: 'log_*', from: { file: 'dialint.json', line: 10 } },
        ],
      },
      overrides: [
        { files: ['2019_*'], rules: { 'missing-down': 'info' }, from: { file: 'dialint.json', line: 13 } },
      ],
    });
    expect(config.rules).toMatchObject({
      'missing-down': { severity: 'off', fixed: false, from: { file: 'dialint.json', line: 4 } },
      'module-table-prefix': {
        severity: 'warning',
        fixed: true,
        from: { file: 'dialint.json', line: 5 },
        options: { pattern: { value: 'm_{slug}_', from: { file: 'dialint.json', line: 5 } } },
      },
      'short-name-convention': {
        severity: 'warning',
        fixed: false,
        from: { preset: 'strict', file: 'dialint.json', line: 2 },
        options: { pattern: { from: {} } },
      },
    });
  });

  it('tells the rules as they are for one file', async () => {
    const files = { ...FILES, 'dialint.json': CONFIG };
    expect(await json(files, OLD)).toMatchObject({
      forFile: OLD,
      rules: { 'missing-down': { severity: 'info', from: { file: 'dialint.json', line: 13 } } },
    });
    expect(await json(files, NEW)).toMatchObject({
      forFile: NEW,
      rules: { 'missing-down': { severity: 'off' } },
    });
    expect(await json(files, 'database/migrations')).toMatchObject({ forFile: null });
  });

  it('tells options of the command, and what a preset leaves out', async () => {
    const config = await json(
      { ...FILES, 'dialint.json': '{\n  "extends": "safety"\n}' },
      '--engine',
      'mariadb@11',
      '--driver',
      'mariadb',
      '--framework-version',
      '11.4',
      '--rule',
      'missing-down,text-instead-of-json',
    );
    expect(config).toMatchObject({
      targets: [{ id: 'mariadb@11', from: [{ option: '--engine' }] }],
      driver: { value: 'mariadb', from: { option: '--driver' } },
      frameworkVersion: { value: '11.4', from: { option: '--framework-version' } },
      rules: {
        'missing-down': { severity: 'warning', from: { preset: 'safety', file: 'dialint.json', line: 2 } },
        'text-instead-of-json': { severity: 'off', from: { file: 'dialint.json', line: 2 } },
        'nullable-unique': { severity: 'off', from: { option: '--rule' } },
      },
    });
  });

  it('is told for people', async () => {
    const text = await shown({ ...FILES, 'dialint.json': CONFIG });
    expect(text.replace(/^Rules\n[\s\S]*?\n\n/m, '')).toMatchInlineSnapshot(`
      "General
        Project        /shop
        Configuration  dialint.json
        Laravel        12                           composer.json:4; laravel/framework ^12.0
        extends        portability, strict          dialint.json:2

      Targets
        SQLite 3.45    driver sqlite  phpunit.xml:3; tests
          connection   sqlite         Laravel's own defaults
        PostgreSQL 16  driver pgsql   .env:2; production
          connection   pgsql          Laravel's own defaults

      Modules
        modules/*     declared  dialint.json:7
        modules/shop  shop      layout declared

      External tables
        customers  id bigint             dialint.json:8
        legacy     columns not declared  dialint.json:8

      Large tables
        orders    dialint.json:10
        log_*     dialint.json:10

      Overrides, the last one wins
        2019_*                dialint.json:13
          missing-down  info
      "
    `);
    expect(text).toMatch(/^ {2}missing-down +off +dialint\.json:4$/m);
    expect(text).toMatch(/^ {4}pattern +"m_\{slug\}_" +dialint\.json:5$/m);
    expect(text).toMatch(/^ {2}identifier-too-long +error +preset strict \(dialint\.json:2\)$/m);
  });

  it('says where nothing is configured', async () => {
    expect(await json(FILES)).toMatchObject({
      configFile: null,
      extends: { value: ['recommended'], from: {} },
      rules: { 'missing-down': { severity: 'warning', from: { preset: 'recommended' } } },
      tables: { large: [] },
    });
  });

  it('tells every mistake in the configuration, one line each, and what is allowed', async () => {
    const root = project({
      ...FILES,
      'dialint.json':
        '{\n  "extends": "strickt",\n  "tables": { "lage": [] },\n  "rules": { "mising-down": "off",\n    "module-table-prefix": ["warn", { "patern": "x" }] }\n}',
    });
    const ran = await dialint(['check', '--show-config'], { cwd: root, deps });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toMatchInlineSnapshot(`
      "dialint: dialint.json:2:14 extends: there is no preset "strickt". Did you mean "strict"? Allowed: "recommended", "strict", "all", "portability", "safety".
      dialint: dialint.json:3:15 tables has no key "lage". Did you mean "large"? Allowed: "large".
      dialint: dialint.json:4:14 rules: there is no rule "mising-down". Did you mean "missing-down"? dialint rules lists them all.
      dialint: dialint.json:5:29 rules.module-table-prefix: "warn" is no severity. Did you mean "warning"? Allowed: "off", "error", "warning", "info".
      dialint: dialint.json:5:39 rules.module-table-prefix: there is no option "patern". Did you mean "pattern"? Allowed: "pattern".
      "
    `);
  });

  it('needs a project', async () => {
    const root = project({ 'notes.txt': 'nothing\n' });
    const ran = await dialint(['check', '--show-config'], { cwd: root, deps });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('no project found in') });
  });
});
