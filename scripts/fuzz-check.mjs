/**
 * Feeds `checkProject` of dist/ with migrations that nobody wrote: mutated real ones, and made-up ones.
 *
 *     npm run fuzz:check -- [--seconds 60] [--seed N] [--corpus DIR] [--dist DIR] [--keep DIR]
 *
 * A failure is an exception, a rule that failed, a check that takes more than 10 s, or (every 50th case) two checks
 * of one project that differ. A failing case is made smaller by deleting lines, printed, and kept.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    corpus: { type: 'string', default: join(ROOT, 'fixtures') },
    dist: { type: 'string', default: join(ROOT, 'dist') },
    keep: { type: 'string', default: join(tmpdir(), 'dialint-fuzz') },
  },
});
const seconds = Number(options.seconds);
const seed = Number(options.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error('fuzz-check: --seconds takes a number above 0, --seed an integer');
  process.exit(2);
}
const SLOW_MS = 10_000;
const MAX_FILES = 4000;
const ENGINES = ['sqlite', 'mysql', 'mariadb', 'postgres'];
const { checkProject } = await import(pathToFileURL(join(resolve(options.dist), 'src/index.js')).href);

/** mulberry32: small, and the same everywhere. */
function random(state) {
  let a = state >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function migrationsIn(folder, found = [], depth = 0) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return found;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < 12 && !entry.name.startsWith('.git')) {
      migrationsIn(path, found, depth + 1);
    } else if (entry.isFile() && /^\d{4}_\d\d_\d\d_\d+_\w+\.php$/.test(entry.name)) {
      if (statSync(path).size < 60_000) found.push(path);
    }
  }
  return found;
}

const corpus = migrationsIn(resolve(options.corpus)).slice(0, MAX_FILES);
if (corpus.length === 0) {
  console.error(`fuzz-check: no migrations in ${options.corpus}`);
  process.exit(2);
}

const TOKEN = /\$\w+|\w+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\s+|->|=>|::|[^\w\s]/g;
const LITERALS =
  `0 -1 1 64 65 255 65535 9999999999999999999999 1.5 1e400 0x1F NAN null true false [] [[]] [null] ''
  'a' '*' 'mysql' 'id' 'users' "a{$x}b" __LINE__ self::class PHP_INT_MAX foo() $this static::X`.split(/\s+/);
LITERALS.push(`'${'x'.repeat(70)}'`, `'${'ü'.repeat(40)}'`, "'a.b.c'", "'a\\'b`\"c'", "''", 'fn () => 1');

/** @type {Record<string, (text: string, tools: ReturnType<typeof toolsOf>) => string | Buffer>} */
const KINDS = {
  untouched: (text) => text,
  swap: (text, { tokens, times, index }) => {
    const list = tokens(text);
    times(4, () => {
      const [a, b] = [index(list), index(list)];
      [list[a], list[b]] = [list[b], list[a]];
    });
    return list.join('');
  },
  delete: (text, { tokens, times, index }) => {
    const list = tokens(text);
    times(5, () => list.splice(index(list), 1));
    return list.join('');
  },
  duplicate: (text, { times, index, below }) => {
    const lines = text.split('\n');
    times(3, () => {
      const from = index(lines);
      lines.splice(index(lines), 0, ...lines.slice(from, from + 1 + below(8)));
    });
    return lines.join('\n');
  },
  literal: (text, { tokens, times, pick }) => {
    const list = tokens(text);
    const literals = [...list.keys()].filter((i) => /^(['"]|\d|true$|false$|null$)/.test(list[i]));
    if (literals.length > 0) times(5, () => (list[pick(literals)] = pick(LITERALS)));
    return list.join('');
  },
  word: (text, { tokens, times, pick }) => {
    const list = tokens(text);
    const words = [...list.keys()].filter((i) => /^\$?[a-z]\w+$/i.test(list[i]));
    if (words.length > 0) times(4, () => (list[pick(words)] = list[pick(words)]));
    return list.join('');
  },
  splice: (text, { pick, index }) => {
    const other = readFileSync(pick(corpus), 'utf8').split('\n');
    const lines = text.split('\n');
    const from = index(other);
    lines.splice(index(lines), 0, ...other.slice(from, from + 12));
    return lines.join('\n');
  },
  truncate: (text, { below }) => text.slice(0, below(text.length + 1)),
  bytes: (text, { times, below }) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) times(8, () => (bytes[below(bytes.length)] = below(256)));
    return bytes;
  },
  generated: (_text, tools) => generated(tools),
};

const TYPES =
  `id increments bigIncrements string char text mediumText longText integer bigInteger tinyInteger decimal
  float double boolean enum set json jsonb date dateTime timestamp time year binary uuid ulid ipAddress macAddress
  geometry foreignId foreignUuid morphs nullableMorphs uuidMorphs timestamps softDeletes rememberToken unsignedBigInteger
  index unique primary foreign dropColumn dropIndex dropUnique dropPrimary dropForeign renameColumn renameIndex fullText
  spatialIndex rawIndex vector computed dropTimestamps dropSoftDeletes dropMorphs dropConstrainedForeignId comment engine
  charset collation temporary create drop rename nosuch macro when unless tap`.split(/\s+/);
const MODIFIERS =
  `nullable unsigned default unique index primary after first change comment constrained references on
  onDelete cascadeOnDelete nullOnDelete useCurrent useCurrentOnUpdate storedAs virtualAs generatedAs always charset
  collation autoIncrement from invisible language algorithm deferrable initiallyImmediate nosuch`.split(
    /\s+/,
  );

function generated({ pick, below, chance }) {
  const name = () =>
    pick([
      "'a'",
      "'b'",
      "'users'",
      "'user_id'",
      "'x.y'",
      "''",
      "'A'",
      `'${'n'.repeat(65)}'`,
      '$name',
      '$unknown',
    ]);
  const value = (depth = 0) => {
    const kind = below(depth > 3 ? 5 : 14);
    if (kind < 3) return name();
    if (kind < 5) return pick(LITERALS);
    if (kind < 8) return `[${list(depth)}]`;
    if (kind === 8) return `${value(depth + 1)} . ${value(depth + 1)}`;
    if (kind === 9)
      return `(${value(depth + 1)} ${pick(['+', '-', '*', '/', '%', '??', '<=>', '**', '<<'])} ${value(depth + 1)})`;
    if (kind === 10)
      return `${pick(['config', 'env', 'DB::raw', 'Str::snake', 'count', 'array_map', 'implode', 'explode', 'range', 'str_repeat', 'sprintf', 'json_encode', 'collect', 'Schema::hasTable', 'Schema::getColumnListing', 'array_slice', 'substr', 'preg_replace', 'in_array', 'max', 'array_combine', 'nosuch'])}(${list(depth)})`;
    if (kind === 11)
      return `function (${pick(['$t', '$a, $b', '...$r', '&$x', 'Blueprint $t = null'])}) { ${statement(depth + 1)} }`;
    if (kind === 12) return `(${value(depth + 1)} ? ${value(depth + 1)} : ${value(depth + 1)})`;
    return `fn ($x) => ${value(depth + 1)}`;
  };
  const list = (depth) =>
    Array.from({ length: below(4) }, () => (chance(0.2) ? `${name()} => ` : '') + value(depth + 1))
      .join(', ')
      .replace(/^(.*=>.*)$/, (all) => all);
  const args = (depth) => Array.from({ length: below(4) }, () => value(depth + 1)).join(', ');
  const column = (depth) => {
    let text = `$t->${pick(TYPES)}(${chance(0.8) ? name() : ''}${chance(0.3) ? `, ${value(depth + 1)}` : ''})`;
    while (chance(0.45)) text += `->${pick(MODIFIERS)}(${chance(0.4) ? value(depth + 1) : ''})`;
    return `${text};`;
  };
  const columns = (depth) =>
    Array.from({ length: 1 + below(5) }, () => (chance(0.15) ? statement(depth + 1) : column(depth))).join(
      '\n',
    );
  const statement = (depth) => {
    const kind = below(depth > 3 ? 4 : 16);
    if (kind < 4)
      return `Schema::${pick(['create', 'table', 'table', 'create'])}(${name()}, function (Blueprint $t) use ($name) {\n${columns(depth + 1)}\n});`;
    if (kind === 4)
      return `Schema::${pick(['drop', 'dropIfExists', 'rename', 'dropColumns', 'whenTableHasColumn', 'disableForeignKeyConstraints', 'connection', 'hasColumn', 'getTables', 'withoutForeignKeyConstraints', 'nosuch'])}(${args(depth)});`;
    if (kind === 5)
      return `DB::${pick(['statement', 'unprepared', 'table', 'insert', 'select', 'transaction', 'nosuch'])}(${pick([value(depth), "'alter table a add b int'", "'create table a (b int default ('", "'drop table if exists `a`, b'", "\"alter table a modify b enum('x','y') not null\""])});`;
    if (kind === 6)
      return `if (${pick([value(depth), 'foo()', "Schema::hasTable('a')", "Schema::hasColumn('a', 'b')"])}) { ${statement(depth + 1)} } else { ${statement(depth + 1)} }`;
    if (kind === 7)
      return `foreach (${value(depth)} as ${pick(['$x', '$k => $x', '[$x, $y]', '&$x'])}) { ${statement(depth + 1)} }`;
    if (kind === 8)
      return `try { ${statement(depth + 1)} } catch (\\Throwable $e) { ${statement(depth + 1)} } finally { $name = 1; }`;
    if (kind === 9)
      return `$name ${pick(['=', '.=', '??=', '+=', '[] =', '->x =', "['k'] ="])} ${value(depth)};`;
    if (kind === 10)
      return `DB::table(${name()})->${pick(['insert', 'update', 'where', 'get', 'delete', 'each', 'chunk', 'upsert'])}(${args(depth)});`;
    if (kind === 11)
      return `while (${value(depth)}) { ${statement(depth + 1)} ${pick(['break;', 'continue;', 'break 2;', ''])} }`;
    if (kind === 12)
      return `switch (${value(depth)}) { case ${value(depth)}: ${statement(depth + 1)} break; default: ${statement(depth + 1)} }`;
    if (kind === 13) return `$this->${pick(['up', 'down', 'helper', 'nosuch'])}(${args(depth)});`;
    if (kind === 14)
      return `$x = match (${value(depth)}) { ${value(depth)} => ${value(depth)}, default => ${value(depth)} };`;
    return `return ${value(depth)};`;
  };
  const body = () => Array.from({ length: 1 + below(5) }, () => statement(0)).join('\n');
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;
use Illuminate\\Support\\Str;

return new class extends Migration
{
${pick(['', "protected $connection = 'pgsql';", 'public $withinTransaction = false;', 'use Nowhere;', 'const X = 1;'])}
public function up(): void
{
$name = ${value()};
${body()}
}
public function helper(${pick(['', '$a = 1', '...$a'])}) { ${statement(1)} }
public function down(): void
{
${body()}
}
};
`;
}

function toolsOf(next) {
  const below = (n) => Math.floor(next() * n);
  const tools = {
    below,
    chance: (p) => next() < p,
    index: (list) => below(Math.max(1, list.length)),
    pick: (list) => list[below(list.length)],
    times: (n, action) => {
      for (let i = 1 + below(n); i > 0; i--) action();
    },
    tokens: (text) => text.match(TOKEN) ?? [''],
  };
  return tools;
}

const work = mkdtempSync(join(tmpdir(), 'dialint-fuzz-'));
const folder = join(work, 'database', 'migrations');

/** A project of these files; the checked result as text. */
async function checked(files, engines) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(work, 'artisan'), '');
  writeFileSync(join(work, 'composer.json'), '{"require":{"laravel/framework":"^12.0"}}');
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const result = await checkProject(work, { engines });
  const broken = result.diagnostics.find((item) => item.rule === 'internal-error');
  if (broken !== undefined) throw new Error(`${broken.message}\n${broken.data.stack}`);
  const { summary, sources: _sources, ...rest } = result;
  return () => JSON.stringify([rest, { ...summary, durationMs: 0 }]);
}

/** What is wrong with this case; undefined: nothing. `like`: only the same trouble counts. */
async function failureOf(files, engines, twice, like) {
  const started = performance.now();
  try {
    const first = await checked(files, engines);
    const ms = performance.now() - started;
    if (ms > SLOW_MS) return { what: 'slow', detail: `${Math.round(ms)} ms` };
    if (!twice) return undefined;
    const again = await checked(files, engines);
    return first() === again() ? undefined : { what: 'not the same twice', detail: '' };
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const lines = stack.split('\n').filter((line) => !line.includes('node:'));
    // messages may name what a mutation made up: the place tells failures apart
    const place = /at .*/.exec(lines.slice(1).join('\n'))?.[0];
    const what = `${error?.name ?? 'Error'} ${place ?? lines[0]}`;
    return like === undefined || what === like ? { what, detail: lines.slice(0, 9).join('\n') } : undefined;
  }
}

/** Leaves out files, then lines, for as long as it fails in the same way; half a minute at most. */
async function shrunk(files, engines, failure) {
  const until = performance.now() + 30_000;
  const twice = failure.what === 'not the same twice';
  const fails = async (candidate) =>
    performance.now() < until &&
    (await failureOf(candidate, engines, twice, failure.what))?.what === failure.what;
  let left = files;
  for (const file of files) {
    const without = left.filter((other) => other !== file);
    if (without.length > 0 && (await fails(without))) left = without;
  }
  for (let at = 0; at < left.length; at++) {
    const [name] = left[at];
    if (Buffer.isBuffer(left[at][1])) continue;
    for (let size = 32; size >= 1; size = size >> 1) {
      for (let line = 0; line < left[at][1].split('\n').length; ) {
        const lines = left[at][1].split('\n');
        lines.splice(line, size);
        const candidate = left.map((item, index) => (index === at ? [name, lines.join('\n')] : item));
        if (await fails(candidate)) left = candidate;
        else line += size;
      }
    }
  }
  return left;
}

const kinds = Object.keys(KINDS);
const counts = new Map(kinds.map((kind) => [kind, 0]));
const failures = new Map();
const started = performance.now();
let cases = 0;
let slowest = { ms: 0, seed: 0, kind: '' };
let shrinking = 0;
process.stdout.write(
  `fuzz-check: seed ${seed}, ${seconds} s, ${corpus.length} migrations of ${options.corpus}\n`,
);
while (performance.now() - started - shrinking < seconds * 1000) {
  const own = seed * 1_000_003 + cases;
  const tools = toolsOf(random(own));
  const files = [];
  const kind = tools.pick(kinds.slice(1));
  // neighbours give the mutated migration a schema to work on
  const at = tools.index(corpus);
  for (const path of corpus.slice(Math.max(0, at - 2), at))
    files.push([basename(path), readFileSync(path, 'utf8')]);
  const text = readFileSync(corpus[at], 'utf8');
  files.push([basename(corpus[at]), KINDS[kind](text, tools)]);
  const engines = tools.chance(0.2) ? ENGINES : [tools.pick(ENGINES)];
  const before = performance.now();
  const failure = await failureOf(files, engines, cases % 50 === 0);
  const ms = performance.now() - before;
  if (ms > slowest.ms) slowest = { ms, case: cases, kind };
  counts.set(kind, counts.get(kind) + 1);
  cases += 1;
  if (failure === undefined) continue;
  const known = failures.get(failure.what);
  failures.set(failure.what, (known ?? 0) + 1);
  if (known !== undefined) continue;
  const began = performance.now();
  const small = await shrunk(files, engines, failure);
  const place = join(options.keep, `${seed}-${cases - 1}`);
  mkdirSync(place, { recursive: true });
  for (const [name, content] of small) writeFileSync(join(place, name), content);
  shrinking += performance.now() - began;
  process.stdout.write(
    `\nFAILED case ${cases - 1} (${kind}; ${engines.join(',')}): ${failure.what}\n${failure.detail}\nkept in ${place}\n${small
      .map(([name, content]) => `--- ${name}\n${String(content).slice(0, 1500)}`)
      .join('\n')}\n`,
  );
}
rmSync(work, { recursive: true, force: true });
const spent = (performance.now() - started - shrinking) / 1000;
process.stdout.write(
  `\nfuzz-check: ${cases} cases in ${spent.toFixed(0)} s (${(cases / spent).toFixed(1)} a second), seed ${seed}\n` +
    `  ${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}\n` +
    `  slowest: ${Math.round(slowest.ms)} ms (case ${slowest.case}, ${slowest.kind})\n` +
    `  ${failures.size === 0 ? 'nothing failed' : `${failures.size} kinds of failure:`}\n` +
    [...failures].map(([what, count]) => `    ${count} × ${what}\n`).join(''),
);
process.exitCode = failures.size === 0 ? 0 : 1;
