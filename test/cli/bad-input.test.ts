/** Input that nobody meant to write: one clear message with its place, the right exit code, no stack trace, no hang. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { dialint } from './harness.ts';

type Files = Readonly<Record<string, string | Buffer>>;

const BAD = 'database/migrations/2024_01_01_000000_bad.php';
const GOOD = 'database/migrations/2024_01_02_000000_good.php';
const LONG = 'n'.repeat(70);

function migration(up: string, { top = '', members = '' } = {}): string {
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\Schema;
${top}
return new class extends Migration {
    ${members}
    public function up(): void { ${up} }
    public function down(): void {}
};
`;
}

const CREATE = "Schema::create('a', function ($t) { $t->id(); });";
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A Laravel project with one migration that is refused by MySQL (a name of 70 characters), and these files. */
function project(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'dialint-bad-'));
  folders.push(root);
  const all: Files = {
    artisan: '',
    'composer.json': '{"require":{"laravel/framework":"^12.0"}}',
    [GOOD]: migration(`Schema::create('good', function ($t) { $t->id(); $t->string('${LONG}'); });`),
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

async function check(cwd: string, ...argv: string[]) {
  const started = performance.now();
  const ran = await dialint(['check', '--engine', 'sqlite,mysql', ...argv], { cwd, deps: { ...DEPS } });
  const output = ran.stdout + ran.stderr;
  expect(output).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(output).not.toMatch(/internal.error|TypeError|RangeError|Maximum call stack/);
  expect(performance.now() - started).toBeLessThan(15_000);
  // as a reader sees it: lines are wrapped at the terminal's width
  return { ...ran, text: ran.stdout.replace(/\s+/g, ' ') };
}

/** The migration is told of at its place, and the one after it is still checked. */
async function expectReport(content: string | Buffer, message: string | RegExp, place = '1:1') {
  const { code, text } = await check(project({ [BAD]: content }));
  expect(text).toMatch(message);
  expect(text).toContain(`${BAD}:${place}`);
  expect(text).toContain(`"${LONG}" has 70 characters`);
  expect(code).toBe(1);
}

function deep(open: string, close = '', inner = '', count = 10_000): string {
  return migration(`$a = ${open.repeat(count)}${inner}${close.repeat(count)};`);
}

describe('a migration that cannot be read', () => {
  it('broken syntax', () =>
    expectReport(
      migration("Schema::create('a', fn ($t) => $t->id( });"),
      /syntax error, unexpected '}'/,
      '7:73',
    ));
  it('of broken syntax is not said that all of it was understood', async () => {
    const broken = migration(
      "Schema::create('a', fn ($t) => $t->id(); Schema::create('b', fn ($t) => $t->id());",
    );
    const { text } = await check(project({ [BAD]: broken }));
    expect(text).not.toMatch(/all \d+ statements understood/);
    expect(text).toMatch(/statements understood \(\S+ %\); 1 not, see syntax-error/);
  });
  it.each([
    ['heredoc', '<<<SQL'],
    ['nowdoc', "<<<'SQL'"],
  ])('an unclosed %s', (_what, open) =>
    expectReport(migration(`DB::statement(${open}\n select 1\n);`), /error\[syntax-error\]/, '12:1'),
  );
  it.each([
    ['without an opening tag', ''],
    ['with a short opening tag', '<?\n'],
  ])('%s', (_what, tag) =>
    expectReport(migration(CREATE).replace('<?php\n', tag), /no migration class in this file/),
  );
  it('a text that ends half-way', () =>
    expectReport(migration(CREATE).slice(0, 180), /error\[syntax-error\]/, '7:47'));
  it('a loop that ends before its condition', () =>
    expectReport(migration("do { 'a';"), /syntax error, unexpected 'public'/, '8:5'));
  it('50 MB', () =>
    expectReport(
      Buffer.alloc(50 * 2 ** 20, '$a = 1;\n'),
      /the file is too large \(50\.0 MB; at most 2 MB are read\)/,
    ));
  it('binary junk', () =>
    expectReport(
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + i * i * 31) % 256)),
      /no migration class/,
    ));
  it('binary junk after an opening tag', () =>
    expectReport(
      Buffer.from([...Buffer.from('<?php '), ...Array.from({ length: 500 }, (_, i) => (i * 7919) % 256)]),
      /error\[syntax-error\]/,
    ));
  it('a NUL byte in the code', () => expectReport(migration('\0'), /error\[syntax-error\]/, '7:1'));
  it('UTF-16', () =>
    expectReport(Buffer.from(`\uFEFF${migration(CREATE)}`, 'utf16le'), /no migration class/));
  it('nothing', () => expectReport('', /no migration class in this file/));
  it('no class', () => expectReport('<?php\n$x = 1;\n', /no migration class in this file/));

  it.each([
    ['arrays', '[', ']', ''],
    ['parentheses', '(', ')', '1'],
    ['concatenations', "'x' . ", '', "'x'"],
    ['negations', '!', '', '1'],
    ['calls', 'f(', ')', '1'],
    ['closures', 'function () { return ', '; }', '1'],
    ['conditions', '1 ? 2 : (', ')', '1'],
    ['blocks', '1; if (1) { ', '}', ''],
    ['arrow functions', 'fn () => ', '', '1'],
    ['arrays that are not closed', '[', '', ''],
  ])('10,000 %s', (_what, open, close, inner) =>
    expectReport(deep(open, close, inner), /the code is nested too deep/),
  );
  it('4,000 concatenations, which the parser still reads', () =>
    expectReport(deep("'x' . ", '', "'x'", 3500), /the code is nested too deep/));
  it('10,000 chained calls', () =>
    expectReport(
      migration(`Schema::create('a', function ($t) { $t->string('a')${'->nullable()'.repeat(10_000)}; });`),
      /the code is nested too deep/,
    ));
});

describe('a migration that does not end', () => {
  const given = /evaluation was given up after 200000 steps/;
  it('an empty loop', () => expectReport(migration('while (true) { $x = 1; }'), given));
  it('a loop of statements', () => expectReport(migration(`for (;;) { ${CREATE} }`), given), 20_000);
  it(
    'a loop that gives a table a thousand unnamed indexes at a time',
    () =>
      expectReport(
        migration(
          `${CREATE} for (;;) { DB::statement('alter table a ' . implode(', ', array_fill(0, 1000, 'add index (id)'))); }`,
        ),
        given,
      ),
    30_000,
  );
  it.each(['statement', 'unprepared', 'select'])(
    'a loop that sends thousands of statements in one text (%s)',
    (method) =>
      expectReport(
        migration(`for (;;) { DB::${method}(str_repeat('create table a (id int);', 3000)); }`),
        given,
      ),
    30_000,
  );
  it('an array that grows by its copies', () =>
    expectReport(migration('$s = []; while (true) { $s[] = $s; }'), given));
  it('a text that doubles', () => expectReport(migration("$s = 'x'; while (true) { $s .= $s; }"), given));
  it('deep recursion', () =>
    expectReport(
      migration('$this->f();', { members: 'function f() { $this->f(); }' }),
      /calls are nested more than \d+ deep/,
    ));
});

describe('classes that lead in a circle', () => {
  it.each([
    [
      'traits',
      migration(`$this->x(); ${CREATE}`, { top: 'trait A { use B; } trait B { use A; }', members: 'use A;' }),
    ],
    [
      'base classes',
      `<?php class A extends B {} class B extends A {} return new class extends A { public function up() { $this->x(); parent::up(); echo static::X, $this->y; } };`,
    ],
    [
      'interfaces',
      `<?php interface A extends B {} interface B extends A {} return new class implements A { public function up() { echo static::X; $x = $this instanceof C; } };`,
    ],
    [
      'a class that extends itself',
      '<?php class Bad extends Bad { public function up() { $this->x(); parent::up(); } }',
    ],
  ])('%s', async (_what, content) => {
    const { code, text } = await check(project({ [BAD]: content }));
    expect(code).toBe(1);
    expect(text).toContain(`"${LONG}" has 70 characters`);
  });
});

describe('bytes that are not UTF-8', () => {
  const names = (first: number, second: number) =>
    Buffer.from(
      migration(`foreach (['t1', 't2'] as $n) Schema::create($n, function ($t) { $t->id(); });`)
        .replace("'t1'", `'caf${String.fromCharCode(first)}'`)
        .replace("'t2'", `'caf${String.fromCharCode(second)}'`),
      'latin1',
    );
  it('are kept: names that differ stay different', async () => {
    const differ = await check(project({ [BAD]: names(0xe9, 0xe8) }), '--format', 'json');
    const refused = (stdout: string) =>
      JSON.parse(stdout).verdicts.filter(
        (item: { file: string; outcome: string }) => item.file === BAD && item.outcome === 'refuses',
      );
    expect(refused(differ.stdout)).toEqual([]);
    const same = await check(project({ [BAD]: names(0xe9, 0xe9) }), '--format', 'json');
    expect(refused(same.stdout)).toHaveLength(2);
  });
  it('leave valid UTF-8 beside them as it is', async () => {
    const text = Buffer.concat([
      Buffer.from(migration(`Schema::create('${'ü'.repeat(64)}', function ($t) { $t->id(); });`)),
      Buffer.from([0x2f, 0x2f, 0xff, 0xc3]),
    ]);
    const { stdout } = await check(project({ [BAD]: text }), '--format', 'json');
    const verdicts = JSON.parse(stdout).verdicts.filter((item: { file: string }) => item.file === BAD);
    expect(verdicts.map((item: { outcome: string }) => item.outcome)).toEqual([
      'accepts',
      'accepts',
      'accepts',
      'accepts',
    ]);
  });
  it('a byte order mark is no code', async () => {
    const { code, text } = await check(project({ [BAD]: `\uFEFF${migration(CREATE)}` }));
    expect(code).toBe(1);
    expect(text).not.toContain('could not be understood');
  });
});

describe('paths', () => {
  it('one that does not exist', async () => {
    expect(await check(project({}), 'nowhere')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'dialint: path "nowhere" does not exist\n',
    });
  });
  it('an empty folder', async () => {
    const root = mkdtempSync(join(tmpdir(), 'dialint-bad-'));
    folders.push(root);
    const { code, stderr } = await check(root);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^dialint: no project found in .*\n$/);
  });
  it('a project without migrations', async () => {
    const root = project({});
    rmSync(join(root, GOOD));
    const { code, text } = await check(root);
    expect(code).toBe(0);
    expect(text).toContain('No migrations found');
  });
  it('a folder where a migration is expected', async () => {
    const { code, text } = await check(project({ [`${BAD}/inner.txt`]: '' }));
    expect(code).toBe(1);
    expect(text).toMatch(
      /it is a folder; Laravel takes it for a migration, and fails to load it \(database\/migrations\/2024_01_01_000000_bad\.php\)/,
    );
  });
  it('a file that is gone when it is read', async () => {
    const root = project({});
    symlinkSync('/nowhere/at/all.php', join(root, BAD));
    const { code, text } = await check(root);
    expect(code).toBe(1);
    expect(text).toContain('the file cannot be read (ENOENT)');
    expect(text).toContain(`${BAD}:1:1`);
  });
  it('links that lead in a circle', async () => {
    const root = project({});
    for (const [to, link] of [
      ['..', 'database/migrations/up'],
      ['.', 'self'],
      ['b', 'a'],
      ['a', 'b'],
      ['2024_01_01_000000_bad.php', BAD],
      ['migrations', 'database/factories'],
    ] as const)
      symlinkSync(to, join(root, link));
    const { code, text } = await check(root);
    expect(code).toBe(1);
    expect(text).toContain('the file cannot be read (ELOOP)');
    expect(text).toContain('Found 1 error');
  });
  it.skipIf(process.platform === 'win32')('a pipe is not waited for', async () => {
    const root = project({});
    execFileSync('mkfifo', [join(root, BAD), join(root, 'phpunit.xml')]);
    const { code, text } = await check(root);
    expect(code).toBe(1);
    expect(text).toContain('it is no regular file');
  });
  it.skipIf(process.platform === 'win32')(
    'nor is one where a file of the project is looked for',
    async () => {
      const root = project({});
      for (const file of [
        'composer.json',
        'composer.lock',
        'config/database.php',
        '.env',
        'modules/x/composer.json',
      ]) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        rmSync(join(root, file), { force: true });
        execFileSync('mkfifo', [join(root, file)]);
      }
      const { code, text } = await check(root);
      expect(code).toBe(1);
      for (const file of ['composer.json', 'config/database.php', '.env'])
        expect(text).toContain(`it is no regular file (${file})`);
    },
  );
  it.skipIf(process.platform === 'win32')('nor in the place of a project that is looked for', async () => {
    const root = mkdtempSync(join(tmpdir(), 'dialint-bad-'));
    folders.push(root);
    execFileSync('mkfifo', [join(root, 'composer.json')]);
    expect(await check(root)).toMatchObject({ code: 2, stdout: '' });
  });
  it.skipIf(!existsSync('/dev/zero'))('a device without end is not read', async () => {
    const root = project({});
    for (const file of [BAD, 'phpunit.xml', 'composer.lock', '.env'])
      symlinkSync('/dev/zero', join(root, file));
    const { code, text } = await check(root);
    expect(code).toBe(1);
    expect(text).toContain(`${BAD}:1:1`);
    for (const file of ['phpunit.xml', '.env']) expect(text).toContain(`it is no regular file (${file})`);
  });
  it('nor is a file that is larger than any of its kind', async () => {
    const root = project({});
    for (const file of ['phpunit.xml', 'composer.json']) {
      writeFileSync(join(root, file), '');
      truncateSync(join(root, file), 600 * 2 ** 20);
    }
    const { code, text } = await check(root);
    expect(code).toBe(1);
    for (const file of ['phpunit.xml', 'composer.json'])
      expect(text).toContain(`it is too large to be read (${file})`);
  });

  const root = process.getuid?.() === 0;
  if (root) console.warn('skipped: an unreadable folder (root may read everything)');
  it.skipIf(root || process.platform === 'win32')('an unreadable folder', async () => {
    const at = project({ 'modules/x/database/migrations/2024_01_01_000000_x.php': migration(CREATE) });
    chmodSync(join(at, 'modules/x'), 0);
    const { code, text } = await check(at);
    chmodSync(join(at, 'modules/x'), 0o755);
    expect(code).toBe(1);
    expect(text).toContain('folder cannot be read (EACCES) (modules/x)');
  });
});

describe('configuration', () => {
  it.each<[string, Files, RegExp | null]>([
    [
      'composer.json',
      { 'composer.json': '{"require": {\n"laravel/framework": ' },
      /composer\.json is not valid JSON; what it says is not known/,
    ],
    ['composer.json of null', { 'composer.json': 'null' }, null],
    ['composer.json of a list', { 'composer.json': '[1, 2]' }, null],
    [
      'an odd autoload section',
      {
        'composer.json':
          '{"require":{"laravel/framework":"^12.0"},"autoload":{"psr-4":{"A\\\\":5,"":"x"},"files":{"a":5}},"autoload-dev":5}',
      },
      null,
    ],
    [
      'phpunit.xml',
      { 'phpunit.xml': '<phpunit><php><env name="DB_CONNECTION" value="sqlite"' },
      /it is not a complete PHPUnit configuration; read as far as it goes \(phpunit\.xml\)/,
    ],
    [
      'config/database.php',
      { 'config/database.php': "<?php\nreturn ['default' => 'mysql', [\n" },
      /syntax error.* \(config\/database\.php:\d\)/,
    ],
    [
      'config/database.php without PHP',
      { 'config/database.php': 'hello' },
      /returns nothing that can be read \(config\/database\.php:1\)/,
    ],
    [
      'config/database.php that returns a text',
      { 'config/database.php': "<?php return 'x';" },
      /it returns no array; what it says is not known \(config\/database\.php:1\)/,
    ],
    [
      'config/database.php nested too deep',
      { 'config/database.php': `<?php return ['default' => ${"'x' . ".repeat(10_000)}'x'];` },
      /nested too deep \(config\/database\.php/,
    ],
    [
      'config/database.php of other types',
      {
        'config/database.php':
          "<?php return ['default' => ['x'], 'connections' => ['mysql' => 5, 'x' => ['driver' => [], 'prefix' => 5, 'url' => 'mysql://%%:::']]];",
      },
      null,
    ],
    [
      'a provider nested too deep',
      {
        'app/Providers/XServiceProvider.php': `<?php class X { function boot() { $this->loadMigrationsFrom(${"'x' . ".repeat(10_000)}'x'); } }`,
      },
      /nested too deep\) \(app\/Providers\/XServiceProvider\.php:1\)/,
    ],
    ['.env', { '.env': `DB_CONNECTION="mysql\nX=$\{Y}\nY=$\{X}\n` }, null],
    [
      'a .env whose value doubles with each line',
      { '.env': `DB_HOST=db\n${`DB_HOST=$\{DB_HOST}x$\{DB_HOST}\n`.repeat(40)}` },
      null,
    ],
    [
      'a .env whose values each hold the two before them',
      {
        '.env': `A0=a\nA1=a\n${Array.from({ length: 60 }, (_, i) => `A${i + 2}=$\{A${i}}$\{A${i + 1}}\n`).join('')}`,
      },
      null,
    ],
  ])('%s', async (_what, files, message) => {
    const { code, text } = await check(project(files));
    if (message !== null) expect(text).toMatch(message);
    expect(text).toContain(`"${LONG}" has 70 characters`);
    expect(code).toBe(1);
  });

  it.each([
    ['syntax', '{\n  "rules": { "x": }\n}', "dialint.json:2:19 '}' is no JSON value"],
    ['a wrong key', '{ "rulez": {} }', 'dialint.json:1:3 there is no key "rulez"'],
    ['a wrong value', '{ "modules": 5 }', 'dialint.json:1:14 modules is a number, not a list'],
    [
      'an unknown severity',
      '{ "rules": { "missing-down": "offf" } }',
      'dialint.json:1:30 rules.missing-down: "offf" is no severity',
    ],
    ['10,000 brackets', '['.repeat(10_000), 'dialint.json:1:201 this is nested too deep'],
    [
      '3 MB',
      JSON.stringify({ modules: Array(3 * 2 ** 18).fill('m') }),
      'dialint.json cannot be read: it is too large (3.0 MB; at most 1 MB is read)',
    ],
    [
      'a wrong value a hundred thousand times',
      JSON.stringify({ modules: Array(100_000).fill(5) }),
      'dialint.json:1:13 modules[0] is a number',
    ],
    ['nothing', '', 'dialint.json:1:1 the document ends too early'],
  ])('dialint.json: %s', async (_what, text, message) => {
    const { code, stdout, stderr } = await check(project({ 'dialint.json': text }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^dialint: /);
    expect(stderr).toContain(message);
  });

  it.skipIf(process.platform === 'win32').each([
    ['a pipe', (at: string) => execFileSync('mkfifo', [at]), 'it is no regular file'],
    ['a device without end', (at: string) => symlinkSync('/dev/zero', at), 'it is no regular file'],
    ['a folder', (at: string) => mkdirSync(at), 'it is no regular file'],
    ['a link to itself', (at: string) => symlinkSync('dialint.json', at), 'ELOOP'],
  ])('dialint.json: %s', async (_what, make, message) => {
    const root = project({});
    make(join(root, 'dialint.json'));
    const { code, stdout, stderr } = await check(root);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^dialint: .*dialint\.json cannot be read: /);
    expect(stderr).toContain(message);
  });
});
