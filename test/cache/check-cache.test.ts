/** A cached result is what a fresh check would give, whatever became of the project or the cache since. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedCheck } from '../../src/cache/check-cache.ts';
import { cacheFolder } from '../../src/cache/folder.ts';
import { checkProject } from '../../src/check.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderPrettyAll } from '../../src/report/pretty.ts';
import type { CheckOptions, CheckResult } from '../../src/schema/index.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

let work: string;
let root: string;
let folder: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'dialint-cache-'));
  root = join(work, 'project');
  folder = join(work, 'cache');
  cpSync(join(ROOT, 'fixtures/wintertrace'), root, { recursive: true });
  age(root);
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** As if nobody had touched it for an hour: the times of fresh files prove nothing. */
function age(path: string): void {
  const past = Date.now() / 1000 - 3600;
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) age(join(path, name));
  utimesSync(path, past, past);
}

function shown(result: CheckResult): string {
  const still = { ...result, summary: { ...result.summary, durationMs: 0 } };
  const options = {
    colour: false,
    width: 100,
    displayPath: (_: string, file: string) => file,
    verdicts: true,
  };
  return `${renderJson([still], (_, file) => file)}\n${renderPrettyAll([still], options)}`;
}

/** Through the cache; `fresh`: was a check made? */
async function ask(options: CheckOptions = {}): Promise<{ text: string; fresh: boolean }> {
  let fresh = false;
  const result = await cachedCheck(folder, root, options, (...given) => {
    fresh = true;
    return checkProject(...given);
  });
  return { text: shown(result), fresh };
}

async function uncached(options: CheckOptions = {}): Promise<string> {
  return shown(await checkProject(root, options));
}

function entries(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function aMigration(): string {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return join(root, all.filter((name) => /migrations\/\d.*\.php$/.test(name)).sort()[0]!);
}

describe('a cached result', () => {
  it('equals a fresh one, without, with and after a cache', async () => {
    const wanted = await uncached();
    expect(await ask()).toEqual({ text: wanted, fresh: true });
    expect(await ask()).toEqual({ text: wanted, fresh: false });
    expect(wanted).toContain('identifier-too-long');
  });

  it('is not used for other options', async () => {
    await ask();
    for (const options of [
      { engines: ['mysql@5.7'] },
      { rules: ['identifier-too-long'] },
      { paths: [aMigration()] },
      { frameworkVersion: '8' },
    ]) {
      expect(await ask(options)).toEqual({ text: await uncached(options), fresh: true });
      expect((await ask(options)).fresh).toBe(false);
    }
  });

  const changes: readonly [string, () => void][] = [
    [
      'a migration gets another name for an index',
      () => replace(aMigration(), /Schema::create\(/, 'Schema::create ('),
    ],
    ['a migration is removed', () => rmSync(aMigration())],
    ['a migration is renamed', () => renameSync(aMigration(), aMigration().replace(/\.php$/, '_again.php'))],
    [
      'a migration comes',
      () => writeFileSync(join(dirname(aMigration()), '2030_01_01_000001_new.php'), '<?php broken'),
    ],
    [
      'a configuration comes',
      () => writeFileSync(join(root, 'dialint.json'), '{"rules":{"identifier-too-long":"off"}}'),
    ],
    [
      'a Laravel of another version is locked',
      () =>
        writeFileSync(
          join(root, 'composer.lock'),
          '{"packages":[{"name":"laravel/framework","version":"v9.52.0"}]}',
        ),
    ],
    [
      'an environment file names another engine',
      () => writeFileSync(join(root, '.env'), 'DB_CONNECTION=pgsql\n'),
    ],
    [
      'the tests name another engine',
      () =>
        writeFileSync(
          join(root, 'phpunit.xml'),
          '<phpunit><php><env name="DB_CONNECTION" value="pgsql"/></php></phpunit>',
        ),
    ],
    [
      'a model comes',
      () => {
        mkdirSync(join(root, 'app/Models'), { recursive: true });
        writeFileSync(
          join(root, 'app/Models/Lock.php'),
          '<?php\nnamespace App\\Models;\nclass Lock extends \\Illuminate\\Database\\Eloquent\\Model { function f() { return $this->newQuery()->lockForUpdate()->first(); } }\n',
        );
      },
    ],
  ];
  it.each(changes)('is not used after %s', async (_, change) => {
    await ask();
    change();
    expect(await ask()).toEqual({ text: await uncached(), fresh: true });
    expect((await ask()).fresh).toBe(false);
  });

  it('is not used after a change that keeps size and time', async () => {
    const file = aMigration();
    const { mtimeMs } = statSync(file);
    await ask();
    replace(file, /Schema::create/, 'Schema::creatf');
    utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
    expect(await ask()).toEqual({ text: await uncached(), fresh: true });
  });

  it('is used again when the project is as it was', async () => {
    const file = aMigration();
    const text = readFileSync(file, 'utf8');
    const before = await ask();
    writeFileSync(file, text.replace('Schema::create', 'Schema::table'));
    expect((await ask()).fresh).toBe(true);
    writeFileSync(file, text);
    expect(await ask()).toEqual({ text: before.text, fresh: false });
  });

  it('is used where files were only touched', async () => {
    await ask();
    const now = new Date();
    utimesSync(aMigration(), now, now);
    expect((await ask()).fresh).toBe(false);
  });
});

describe('a damaged cache', () => {
  const damages: readonly [string, (file: string) => void][] = [
    ['cut off', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['empty', (file) => truncateSync(file)],
    ['lengthened', (file) => appendFileSync(file, ' ')],
    ['changed in one letter', (file) => replace(file, /"severity":"error"/, '"severity":"infos"')],
    ['binary junk', (file) => writeFileSync(file, Buffer.from([0, 255, 10, 254, 1]))],
    [
      'a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ];
  it.each(damages)('(%s) is no cache', async (_, damage) => {
    const { text } = await ask();
    for (const file of entries()) damage(file);
    expect(await ask()).toEqual({ text, fresh: true });
  });

  it('(a file where the folder should be) is no cache', async () => {
    writeFileSync(folder, 'in the way');
    expect(await ask()).toEqual({ text: await uncached(), fresh: true });
    expect(readFileSync(folder, 'utf8')).toBe('in the way');
  });

  const isRoot = process.getuid?.() === 0;
  if (isRoot) console.warn('skipped: a cache folder that may not be written to (root may write everywhere)');
  it.skipIf(isRoot)('(a folder that may not be written to) is no cache', async () => {
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    expect(await ask()).toEqual({ text: await uncached(), fresh: true });
    chmodSync(folder, 0o700);
  });
});

describe('the cache', () => {
  it('leaves no unfinished file, and keeps a handful of entries', async () => {
    const file = aMigration();
    for (let turn = 0; turn < 7; turn++) {
      appendFileSync(file, `// ${turn}\n`);
      await ask();
    }
    expect(entries()).toHaveLength(4);
    expect(entries().filter((name) => !name.endsWith('.json'))).toEqual([]);
  });

  it('serves several processes at once', async () => {
    const main = join(ROOT, 'dist/src/cli/main.js');
    const script = `for i in 1 2 3 4; do "$NODE" "$MAIN" check "$PROJECT" --format json --fail-on never > "$OUT/$i.json" & done; wait`;
    const env = {
      ...process.env,
      NODE: process.execPath,
      MAIN: main,
      PROJECT: root,
      OUT: work,
      DIALINT_CACHE_DIR: folder,
    };
    expect(spawnSync('sh', ['-c', script], { env }).status).toBe(0);
    const texts = [1, 2, 3, 4].map((i) => JSON.parse(readFileSync(join(work, `${i}.json`), 'utf8')));
    for (const text of texts) expect({ ...text, summary: null }).toEqual({ ...texts[0], summary: null });
    expect(entries()).toHaveLength(1);
  });

  it('is not touched with --no-cache', () => {
    const main = join(ROOT, 'dist/src/cli/main.js');
    const env = { ...process.env, DIALINT_CACHE_DIR: folder };
    const args = [main, 'check', root, '--fail-on', 'never'];
    expect(spawnSync(process.execPath, [...args, '--no-cache'], { env }).status).toBe(0);
    expect(existsSync(folder)).toBe(false);
    expect(spawnSync(process.execPath, args, { env }).status).toBe(0);
    expect(entries()).toHaveLength(1);
  });

  it.each([
    [{ DIALINT_CACHE_DIR: '/c', HOME: '/h' }, 'linux', '/c'],
    [{ XDG_CACHE_HOME: '/x', HOME: '/h' }, 'linux', '/x/dialint'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/h' }, 'linux', '/h/.cache/dialint'],
    [{ HOME: '/h' }, 'linux', '/h/.cache/dialint'],
    [{ HOME: '/h' }, 'darwin', '/h/Library/Caches/dialint'],
    [{}, 'linux', null],
    [{}, 'win32', null],
  ] as const)('lies with %j on %s in %s', (env, platform, expected) => {
    expect(cacheFolder(env, platform)).toBe(expected);
  });
});

function replace(file: string, pattern: RegExp, text: string): void {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(pattern, text);
  if (after === before) throw new Error(`nothing to replace in ${file}`);
  writeFileSync(file, after);
}
