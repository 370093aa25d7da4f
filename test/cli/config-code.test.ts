/** dialint.config.ts and rules of a project's own, through the whole of the command. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { run } from '../../src/cli/run.ts';
import { loadConfigCode, openSession } from '../../src/index.ts';
import { APP, project } from '../project/support.ts';
import { create, migration } from '../rules/project.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples/custom-rules');
const cache = mkdtempSync(join(tmpdir(), 'dialint-code-cache-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const FILE = 'database/migrations/2026_01_01_000000_create_orders.php';
const FILES = {
  ...APP,
  [FILE]: migration(
    create('orders', "$table->enum('state', ['a', 'b']);"),
    "Schema::dropIfExists('orders');",
  ),
};

/** A rule, as JavaScript, that reports each migration's class. */
function ruleText(
  more: string,
  body = 'context.report({ file: view.migration.file, span, message, identity: "x" })',
) {
  return `{
    id: 'acme/each', docs: { what: 'Each migration.' },
    create: (context) => ({ migration(view) {
      const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 }, startOffset: 0, endOffset: 1 };
      const message = 'here it is';
      ${body};
    } }),
    ${more}
  }`;
}

async function dialint(root: string, ...argv: string[]) {
  const out = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[name] += text;
    },
    isTTY: false,
    columns: 200,
  });
  const io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: async () => Buffer.from(''),
    env: { DIALINT_CACHE_DIR: cache },
    cwd: root,
  };
  const code = await run(argv, io, DEPS);
  return { code, ...out };
}

const RUNS = (name: string) =>
  `dialint: runs ${name}, the project's configuration (--no-config-code forbids it)\n`;

describe('the example project', () => {
  it('finds what its own rule is for, and names the configuration that was run', async () => {
    const { code, stdout, stderr } = await dialint(EXAMPLE, '--format', 'json');
    expect(stderr).toBe(RUNS('dialint.config.ts'));
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { rule: string }[] };
    // dialint's own rules have something to say of an enum, too
    expect(diagnostics.filter(({ rule }) => rule.startsWith('acme/'))).toMatchObject([
      {
        rule: 'acme/no-enum',
        severity: 'error',
        message: 'column "state" is an enum of 3 values.',
        range: { start: { line: 13 } },
        engines: ['mysql@8.4'],
      },
    ]);
  });

  it('is what docs/custom-rules.md shows', () => {
    const docs = readFileSync(join(ROOT, 'docs/custom-rules.md'), 'utf8');
    const shown = [...docs.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
    for (const file of ['dialint.config.ts', 'dialint/no-enum.ts'])
      expect(shown).toContain(readFileSync(join(EXAMPLE, file), 'utf8'));
  });

  it('has its configuration shown, and its rule is chosen and suppressed like any other', async () => {
    const config = await dialint(EXAMPLE, '--show-config', '--format', 'json');
    expect(JSON.parse(config.stdout).rules['acme/no-enum']).toEqual({
      severity: 'error',
      fixed: true,
      from: { file: 'dialint.config.ts' },
      options: { except: { value: ['weekday'], from: { file: 'dialint.config.ts' } } },
    });
    expect((await dialint(EXAMPLE, '--rule', 'acme/no-enum')).code).toBe(1);
    expect((await dialint(EXAMPLE, '--rule', 'missing-down')).code).toBe(0);
    const root = project({});
    cpSync(EXAMPLE, root, { recursive: true });
    const file = join(root, 'database/migrations/2026_03_01_080000_create_orders_table.php');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace("'sent']);", "'sent']); // dialint-disable-line acme/no-enum -- old"));
    expect(await dialint(root)).toMatchObject({ code: 0 });
  });
});

describe('the rules of the project', () => {
  it('are listed and explained beside the built-in ones', async () => {
    const list = await dialint(EXAMPLE, 'rules', '--format', 'json');
    expect(list).toMatchObject({ code: 0, stderr: RUNS('dialint.config.ts') });
    const { rules } = JSON.parse(list.stdout);
    expect(rules[0]).toMatchObject({
      id: 'acme/no-enum',
      definedIn: 'dialint.config.ts',
      severity: 'warning',
    });
    const told = await dialint(EXAMPLE, 'explain', 'acme/no-enum');
    expect(told).toMatchObject({ code: 0, stderr: RUNS('dialint.config.ts') });
    expect(told.stdout).toMatch(/^What +A column is an enum\.$/m);
    expect(told.stdout).toMatch(/^From +dialint\.config\.ts$/m);
  });

  it('are not looked for without need, nor where code is forbidden', async () => {
    expect(await dialint(EXAMPLE, 'explain', 'missing-down')).toMatchObject({ code: 0, stderr: '' });
    const own = await dialint(EXAMPLE, 'rules', '--no-config-code', '--format', 'json');
    expect(own.stderr).toBe('');
    expect(own.stdout).not.toContain('acme/no-enum');
    expect(await dialint(EXAMPLE, 'explain', 'acme/no-enum', '--no-config-code')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown rule "acme/no-enum"'),
    });
  });
});

describe('configuration that is code', () => {
  it.each(['dialint.config.js', 'dialint.config.mjs', 'dialint.config.ts', 'dialint.config.mts'])(
    'is read from %s',
    async (name) => {
      const root = project({
        ...FILES,
        'package.json': '{ "type": "module" }',
        [name]: `export default { engines: { production: 'postgres' }, customRules: [${ruleText('')}] };`,
      });
      const { code, stdout, stderr } = await dialint(root);
      expect(stderr).toBe(RUNS(name));
      expect(stdout).toContain('warning[acme/each] here it is');
      expect(stdout).toMatch(/PostgreSQL 16 +production \(dialint\.config\.m?[jt]s\)/);
      expect(code).toBe(0);
    },
  );

  it('is refused by --no-config-code, whatever the command, and nothing of it is run', async () => {
    const root = project({
      ...FILES,
      'dialint.config.mjs': `import { writeFileSync } from 'node:fs';
writeFileSync(new URL('was-run', import.meta.url), '');
export default {};`,
    });
    for (const argv of [[], ['sql'], ['baseline'], ['replay', '--engine', 'sqlite'], ['--show-config']]) {
      expect(await dialint(root, ...argv, '--no-config-code')).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^dialint: dialint\.config\.mjs is code, and it is not to be run/),
      });
    }
    expect(existsSync(join(root, 'was-run'))).toBe(false);
    await dialint(root);
    expect(existsSync(join(root, 'was-run'))).toBe(true);
  });

  it('beside dialint.json is an error, unless one is named', async () => {
    const root = project({ ...FILES, 'dialint.json': '{}', 'dialint.config.mjs': 'export default {};' });
    expect(await dialint(root)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'has dialint.json and dialint.config.mjs; which of them holds is not clear',
      ),
    });
    expect(await dialint(root, '--config', 'dialint.json')).toMatchObject({ code: 0, stderr: '' });
    expect(await dialint(root, '--config', 'dialint.config.mjs')).toMatchObject({
      code: 0,
      stderr: RUNS('dialint.config.mjs'),
    });
  });

  it.each([
    ['export default 1;', 'dialint.config.mjs has no default export that is an object'],
    ['export const a = 1;', 'dialint.config.mjs has no default export that is an object'],
    ['throw new Error("not today");', 'dialint.config.mjs cannot be loaded: not today'],
    ['export default {', 'dialint.config.mjs cannot be loaded: '],
    ["import 'no-such-package-here';", 'dialint.config.mjs cannot be loaded: Cannot find package'],
    [
      "import { defineConfig } from 'dialint'; export default defineConfig({});",
      'Install it in the project: npm install --save-dev dialint.',
    ],
    [
      'export default { extends: "strickt" };',
      'dialint.config.mjs extends: there is no preset "strickt". Did you mean "strict"?',
    ],
    ['export default { modules: () => [] };', 'dialint.config.mjs modules is a function, not a list'],
    ['export default { rules: { "acme/x": "off" } };', 'dialint.config.mjs rules: there is no rule "acme/x"'],
    ['export default { customRules: {} };', 'dialint.config.mjs customRules is not a list'],
    [
      `export default { customRules: [${ruleText("id: 'missing-down'")}] };`,
      'customRules[0]: dialint has a rule "missing-down" of its own; choose another id, such as "acme/missing-down"',
    ],
    [
      `export default { customRules: [${ruleText('')}, ${ruleText('')}] };`,
      'customRules[1]: there are two rules "acme/each"',
    ],
    [
      `export default { customRules: [${ruleText("id: 'Acme', severity: 'warn', create: 1")}, null] };`,
      [
        'customRules[0]: "id" is "Acme"; write words in lower case with dashes',
        'customRules[0]: "severity" is "warn"; allowed: "error", "warning", "info"',
        'customRules[0]: "create" is no function',
        'customRules[1]: it is no object; write defineRule({ … })',
      ],
    ],
  ])('that cannot be is told, exit code 2 (%#)', async (text, expected) => {
    const { code, stdout, stderr } = await dialint(project({ ...FILES, 'dialint.config.mjs': text }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const part of [expected].flat()) expect(stderr).toContain(part);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('is not answered from the cache: what it imports may have changed', async () => {
    const root = project({
      ...FILES,
      'dialint.config.ts': `import { level } from './level.ts';\nexport default { customRules: [${ruleText('severity: level')}] };`,
      'level.ts': "export const level: string = 'warning';\n",
    });
    expect((await dialint(root)).stdout).toContain('warning[acme/each]');
    writeFileSync(join(root, 'level.ts'), "export const level: string = 'error';\n");
    expect(await dialint(root)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('error[acme/each]'),
    });
  });

  it('holds for sql and baseline as well', async () => {
    const root = project({
      ...FILES,
      'dialint.config.mjs': `export default { engines: { test: 'mariadb@11', production: 'mariadb@11' }, customRules: [${ruleText('')}] };`,
    });
    const sql = await dialint(root, 'sql', '--format', 'json');
    expect(JSON.parse(sql.stdout).engine).toBe('mariadb@11');
    expect(sql.stderr).toBe(RUNS('dialint.config.mjs'));
    expect(await dialint(root, 'baseline')).toMatchObject({ code: 0, stderr: RUNS('dialint.config.mjs') });
    expect(readFileSync(join(root, 'dialint-baseline.json'), 'utf8')).toContain('acme/each');
  });

  it('is handed to a session by who opens it', async () => {
    const root = project({
      ...FILES,
      'dialint.config.mjs': `export default { customRules: [${ruleText('')}] };`,
    });
    expect(() => openSession(root).check()).toThrow('dialint.config.mjs is code, and it was not run');
    const code = await loadConfigCode(root);
    const session = openSession(root, { code: code! });
    expect(session.check().diagnostics.map(({ rule }) => rule)).toContain('acme/each');
    await expect(loadConfigCode(root, { configCode: false })).rejects.toThrow('it is not to be run');
  });
});

describe('a rule of the project that fails', () => {
  it.each([
    ['throw new Error("I do not know enums")', 'I do not know enums'],
    ['null.x()', "Cannot read properties of null (reading 'x')"],
    ['return Promise.reject(new Error("later"))', 'migration() is async; a rule is not waited for'],
    ['context.report({ message })', 'report() was given a finding without "file"'],
    ['context.report({ file: "a", message, identity: "x" })', 'report() was given a finding without "span"'],
    ['context.report({ file: "a", message, span })', 'report() was given a finding without "identity"'],
    [
      'context.report({ file: "a", message, span, identity: "x", severity: "bad" })',
      'report() was given the severity "bad"',
    ],
  ])('is one finding without a stack, and exit code 3: %s', async (body, message) => {
    const root = project({
      ...FILES,
      'dialint.config.mjs': `export default { customRules: [${ruleText('', body)}] };`,
    });
    const { code, stdout, stderr } = await dialint(root);
    expect(code).toBe(3);
    expect(stderr).toBe(RUNS('dialint.config.mjs'));
    expect(stdout.match(/internal-error/g)).toHaveLength(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`rule "acme/each" failed here: ${message}`);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'This is a bug in the rule, which dialint.config.mjs brings, not in your migration. Mend it, or switch the rule off',
    );
    expect(stdout).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['create: async () => ({})', 'create() is async; a rule is not waited for'],
    ['create: () => undefined', 'create() gives no object of functions such as migration(view)'],
    ['create: () => ({ migration: 1 })', 'what create() gives has a "migration" that is no function'],
  ])('in create() as well: %s', async (more, message) => {
    const root = project({
      ...FILES,
      'dialint.config.mjs': `export default { customRules: [${ruleText(more)}] };`,
    });
    expect(await dialint(root)).toMatchObject({ code: 3, stdout: expect.stringContaining(message) });
  });
});

const MAIN = join(ROOT, 'dist/src/cli/main.js');

describe.skipIf(!existsSync(MAIN) && process.env.CI !== 'true')('the built command', () => {
  it('says which line adds what reads TypeScript, where that is not installed', () => {
    const root = project({ ...FILES, 'dialint.config.ts': 'export default {} satisfies object;\n' });
    // the package as it is installed alone: with what it depends on, and no more
    cpSync(join(ROOT, 'dist'), join(root, 'alone/dist'), { recursive: true });
    for (const name of ['package.json', 'node_modules/php-parser'])
      cpSync(join(ROOT, name), join(root, 'alone', name), { recursive: true });
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'alone/dist/src/cli/main.js'), 'check', '--no-cache'],
      { cwd: root, encoding: 'utf8', env: { ...process.env, DIALINT_PARTS: '' } },
    );
    // Node 22.18 and later read TypeScript themselves.
    if ((process.features as { typescript?: unknown }).typescript) expect(status).toBe(0);
    else {
      expect(stderr).toContain(
        'Reading dialint.config.ts needs the package jiti, which is not installed. Add it: npm install --save-dev jiti@2\n',
      );
      expect(status).toBe(3);
    }
  });
});
