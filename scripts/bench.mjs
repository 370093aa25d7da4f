/**
 * Measures dist/ against bare php-parser, side by side in one run, as ratios that hold from machine to machine.
 *
 *     npm run bench -- [--runs 5] [--dist DIR] [--output docs/bench.md]
 *
 * Every number is a whole process, from its start to its end: the median of the runs, which take turns.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    dist: { type: 'string', default: join(ROOT, 'dist') },
    output: { type: 'string' },
  },
});
const runs = Number(options.runs);
const main = join(resolve(options.dist), 'src/cli/main.js');
const ENGINES = 'sqlite@3.45,mysql@8.4,mariadb@10.11,postgres@16';

const COLUMNS = [
  "$table->string('name');",
  "$table->string('slug', 120)->unique();",
  "$table->text('body')->nullable();",
  "$table->decimal('price', 10, 2)->default(0);",
  "$table->enum('state', ['draft', 'sent', 'paid'])->default('draft');",
  "$table->json('settings')->nullable();",
  "$table->boolean('is_active')->default(true)->index();",
  "$table->timestamp('published_at')->nullable();",
  "$table->unsignedInteger('position')->default(0);",
  "$table->uuid('public_id')->unique();",
];

/** Each fourth migration alters the table of the one before; the others create one, with keys to earlier ones. */
function migration(index) {
  const table = `things_${index - (index % 4 === 3 ? 1 : 0)}`;
  const columns = COLUMNS.filter((_, column) => (index + column) % 10 < 6).join('\n            ');
  const key =
    index > 4
      ? `$table->foreignId('parent_id')->constrained('things_${Math.floor((index - 1) / 4) * 4 - 4}')->cascadeOnDelete();`
      : '';
  const up =
    index % 4 === 3
      ? `Schema::table('${table}', function (Blueprint $table) {
            if (! Schema::hasColumn('${table}', 'note')) {
                $table->string('note')->nullable()->after('id');
            }
            $table->index(['id', 'created_at']);
        });`
      : `Schema::create('${table}', function (Blueprint $table) {
            $table->id();
            ${columns}
            ${key}
            $table->timestamps();
            $table->softDeletes();
        });`;
  const down =
    index % 4 === 3
      ? `Schema::table('${table}', function (Blueprint $table) {
            $table->dropIndex(['id', 'created_at']);
            $table->dropColumn('note');
        });`
      : `Schema::dropIfExists('${table}');`;
  return `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        ${up}
    }

    public function down(): void
    {
        ${down}
    }
};
`;
}

function project(folder, count) {
  const migrations = join(folder, 'database', 'migrations');
  mkdirSync(migrations, { recursive: true });
  writeFileSync(join(folder, 'artisan'), '');
  writeFileSync(join(folder, 'composer.json'), '{"require":{"laravel/framework":"^12.0"}}');
  for (let index = 0; index < count; index++) {
    const name = `2024_01_01_${String(index).padStart(6, '0')}_migration_${index}.php`;
    writeFileSync(join(migrations, name), migration(index));
  }
  return migrations;
}

/** What anybody who parses with php-parser pays at least: load it as its users do, read the files, parse them. */
const BARE = `
const { readdirSync, readFileSync } = require('node:fs');
const { Engine } = require(process.argv[2]);
const engine = new Engine({ parser: { extractDoc: false, version: '8.3' }, ast: { withPositions: true } });
for (const name of readdirSync(process.argv[3]))
  engine.parseCode(readFileSync(process.argv[3] + '/' + name, 'utf8'), name);
`;

function timed(args, cwd) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${args.join(' ')}: exit code ${status}\n${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const work = mkdtempSync(join(tmpdir(), 'dialint-bench-'));
try {
  writeFileSync(join(work, 'bare.cjs'), BARE);
  writeFileSync(join(work, 'nothing.cjs'), '');
  const parser = join(ROOT, 'node_modules', 'php-parser');
  const check = (folder) => [main, 'check', folder, '--engine', ENGINES, '--fail-on', 'never'];
  const measured = { nothing: [join(work, 'nothing.cjs')], help: [main, '--help'] };
  for (const count of [100, 500]) {
    const folder = join(work, String(count));
    const migrations = project(folder, count);
    measured[`check ${count}`] = check(folder);
    measured[`bare ${count}`] = [join(work, 'bare.cjs'), parser, migrations];
  }
  const times = Object.fromEntries(Object.keys(measured).map((name) => [name, []]));
  for (const args of Object.values(measured)) timed(args, work); // the disk's cache is warm, as for everybody's second run
  for (let run = 0; run < runs; run++)
    for (const [name, args] of Object.entries(measured)) times[name].push(timed(args, work));
  const ms = (name) => median(times[name]);
  const spread = (name) => `${Math.min(...times[name]).toFixed(0)}–${Math.max(...times[name]).toFixed(0)}`;
  const row = (label, name, ratio) =>
    `| ${label} | ${ms(name).toFixed(0)} | ${spread(name)} | ${ratio === undefined ? '' : `${(ms(name) / ms(ratio)).toFixed(2)} × bare`} |`;
  const text = `${[
    `${new Date().toISOString().slice(0, 10)} · ${cpus()[0]?.model.trim()} × ${cpus().length} · Node ${process.version} · median of ${runs}`,
    '',
    '| whole process | ms | from–to | ratio |',
    '| :-- | --: | --: | --: |',
    row('Node alone', 'nothing'),
    row('`dialint --help`', 'help'),
    row('bare php-parser, 100 files', 'bare 100'),
    row('`dialint check`, 100 migrations, four engines', 'check 100', 'bare 100'),
    row('bare php-parser, 500 files', 'bare 500'),
    row('`dialint check`, 500 migrations, four engines', 'check 500', 'bare 500'),
  ].join('\n')}\n`;
  process.stdout.write(text);
  if (options.output !== undefined) {
    writeFileSync(
      options.output,
      `# How fast it is\n\n\`npm run bench -- --output docs/bench.md\` makes this page. Times depend on the machine; the ratios less so: each check is\nset against php-parser alone parsing the same generated files in a process of its own, the two taking turns.\n\n${text}`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
