/** A session's answers are those of a check from scratch, whatever is edited. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkProject } from '../src/check.ts';
import { CheckSession } from '../src/check-session.ts';
import { withTexts } from '../src/disk/disk.ts';
import type { CheckOptions, CheckResult, Diagnostic } from '../src/schema/index.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOUR: CheckOptions = { engines: ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'] };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function copyOf(fixture: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialint-session-'));
  folders.push(folder);
  cpSync(join(ROOT, 'fixtures', fixture), folder, { recursive: true });
  return folder;
}

function still(result: CheckResult): unknown {
  return {
    ...result,
    sources: [...result.sources].sort(([a], [b]) => (a < b ? -1 : 1)),
    summary: { ...result.summary, durationMs: 0 },
  };
}

/** A small generator of numbers, so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Edit = (text: string, pick: (below: number) => number) => string;

/** Replaces one of the pattern's matches, any of them. */
const oneOf =
  (pattern: RegExp, by: (found: string, pick: (below: number) => number) => string): Edit =>
  (text, pick) => {
    const found = [...text.matchAll(pattern)];
    const match = found[pick(found.length)];
    if (match === undefined) return text;
    return text.slice(0, match.index) + by(match[0], pick) + text.slice(match.index + match[0].length);
  };

const EDITS: readonly Edit[] = [
  (text) => `${text}\n// nothing\n`,
  oneOf(/^.*\$table->.*;$/gm, (line) => `${line}\n${line.replace(/'(\w+)'/, "'$1_again'")}`),
  oneOf(/^.*\$table->.*;$/gm, () => ''),
  oneOf(
    /'[a-z_]+'/g,
    (name) => `'${name.slice(1, -1)}_of_a_name_that_is_longer_than_any_engine_takes_it_${name.length}'`,
  ),
  oneOf(/'[a-z_]+'/g, (name, pick) => (pick(2) === 0 ? "'users'" : name)),
  oneOf(
    /->(?:string|text|integer|bigInteger|unsignedBigInteger)\(/g,
    (_, pick) => ['->string(', '->text(', '->json(', '->uuid('][pick(4)]!,
  ),
  oneOf(/->nullable\(\)/g, () => ''),
  oneOf(/;\n/g, () => '\n'),
  oneOf(/Schema::(?:create|table)\(/g, (call) => `Schema::defaultStringLength(191); ${call}`),
  oneOf(
    /Schema::(?:create|table)\(/g,
    (call) => `if (Schema::hasTable('users')) { Schema::dropIfExists('users'); }\n${call}`,
  ),
  oneOf(/Schema::(?:create|table)\(/g, (call) => `DB::table('users')->insert(['id' => 1]);\n${call}`),
  oneOf(/Schema::(?:create|table)\(/g, (call) => `DB::statement('something else');\n${call}`),
  oneOf(/Schema::(?:create|table)\(/g, (call) => `Schema::rename('users', 'people');\n${call}`),
  oneOf(
    /Schema::(?:create|table)\(/g,
    (call) => `foreach (Schema::getTables() as $each) { Schema::drop($each['name']); }\n${call}`,
  ),
  oneOf(
    /Schema::(?:create|table)\(/g,
    (call) => `Schema::connection('other')->create('apart', fn ($table) => $table->id());\n${call}`,
  ),
  oneOf(
    /class(?= extends Migration)/g,
    () => 'class extends Nothing { } function helped() { } class Another',
  ),
  oneOf(
    /extends Migration\s*\{/g,
    (head) => `${head} public static $seen = 0; function __construct() { self::$seen++; }`,
  ),
];

describe('a session', () => {
  const fixtures: readonly (readonly [string, CheckOptions])[] = [
    ['wintertrace', {}],
    ['wintertrace', FOUR],
  ];
  it.each(fixtures)(
    'of %s with %j answers as a check from scratch does, edit by edit',
    async (fixture, options) => {
      const root = copyOf(fixture);
      const session = new CheckSession(root, options);
      const { project } = session.check();
      const watched = new CheckSession(root, options);
      watched.findings(new Map());
      const touched = new Set<string>();
      const texts = new Map<string, string>();
      let resumed = 0;
      for (let seed = 1; seed <= 12; seed++) {
        const pick = random(seed * 7919);
        const { path, file } = project.migrations[pick(project.migrations.length)]!;
        const edit = EDITS[pick(EDITS.length)]!;
        if (pick(4) === 0) texts.delete(path);
        else texts.set(path, edit(texts.get(path) ?? readFileSync(path, 'utf8'), pick));
        const now = still(session.check(texts));
        const fresh = await withTexts(texts, () => checkProject(root, options));
        expect(now, `seed ${seed}, ${edit}, ${path}`).toEqual(still(fresh));
        if (session.resumed) resumed += 1;
        // Whoever knows what was touched is answered the same; of one file, with fingerprints that count within it.
        touched.add(path);
        const own = watched.findings(texts, { touched, only: new Set([file]) });
        const placed = (findings: readonly Diagnostic[]) =>
          findings.map(({ fingerprint: _fingerprint, ...rest }) => rest);
        expect(placed(own), `seed ${seed}`).toEqual(
          placed(fresh.diagnostics.filter((one) => one.file === file)),
        );
        if (seed % 3 > 0) continue;
        expect(watched.findings(texts, { touched }), `seed ${seed}`).toEqual(fresh.diagnostics);
        expect(watched.allFindings(), `seed ${seed}`).toEqual(fresh.diagnostics);
        touched.clear();
      }
      expect(resumed).toBeGreaterThan(6);
    },
    120_000,
  );

  it('sees what changes on the disk, be it a migration or not', async () => {
    const root = copyOf('wintertrace');
    const session = new CheckSession(root);
    const { project } = session.check();
    const { path } = project.migrations[0]!;
    writeFileSync(path, readFileSync(path, 'utf8').replace('Schema::create', 'Schema::creatf'));
    expect(still(session.check())).toEqual(still(await checkProject(root)));
    writeFileSync(join(root, 'dialint.json'), '{"rules":{"identifier-too-long":"off"}}');
    expect(still(session.check())).toEqual(still(await checkProject(root)));
    rmSync(path);
    expect(still(session.check())).toEqual(still(await checkProject(root)));
  });

  it('is told what was touched, and sees files that come and go', async () => {
    const root = copyOf('wintertrace');
    const session = new CheckSession(root);
    const { path } = session.check().project.migrations[0]!;
    const added = join(dirname(path), '2099_01_01_000000_added.php');
    writeFileSync(
      added,
      readFileSync(path, 'utf8').replaceAll(/Schema::create\('(\w+)'/g, "Schema::create('$1_again'"),
    );
    const now = async () => (await checkProject(root)).diagnostics;
    expect(session.findings(new Map(), { touched: new Set([added]) })).toEqual(await now());
    rmSync(added);
    expect(session.findings(new Map(), { touched: new Set([added]) })).toEqual(await now());
    const config = join(root, 'dialint.json');
    writeFileSync(config, '{"rules":{"identifier-too-long":"off"}}');
    expect(session.findings(new Map(), { touched: new Set([config]) })).toEqual(await now());
  });
});
