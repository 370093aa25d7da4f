/** What tries of other people's tools have in common: a project with a migration, and programs to run on it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A name that MySQL refuses. */
export const LONG = 'a_name_that_is_so_long_that_no_mysql_server_will_ever_take_it_as_one';

/** A migration that creates a table with an index of that name. */
export const migration = (table, index) => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id();
            $table->integer('number');
            $table->index(['number'], '${index}');
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('${table}');
    }
};
`;

export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** dialint in a folder's node_modules, as npm would have installed it. */
export function linkDialint(folder) {
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules', 'dialint'));
  symlinkSync('../dialint/dist/src/cli/main.js', join(folder, 'node_modules', '.bin', 'dialint'));
}

const environment = {
  ...process.env,
  GIT_AUTHOR_NAME: 't',
  GIT_AUTHOR_EMAIL: 't@example.org',
  GIT_COMMITTER_NAME: 't',
  GIT_COMMITTER_EMAIL: 't@example.org',
  NO_COLOR: '1',
};
// Git hooks that run this would point git at their own repository; with CI lefthook and husky do nothing.
for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE', 'CI', 'FORCE_COLOR'])
  delete environment[name];

/** Runs programs with these variables; `must` throws where one fails. */
export function programs(variables) {
  const run = (cwd, command, ...argv) => {
    const started = performance.now();
    const { status, stdout, stderr, error } = spawnSync(command, argv, {
      cwd,
      env: { ...environment, ...variables },
      encoding: 'utf8',
    });
    if (error) throw error;
    return { status, stdout, text: `${stdout}${stderr}`, ms: performance.now() - started };
  };
  const must = (cwd, ...words) => {
    const ran = run(cwd, ...words);
    if (ran.status !== 0) throw new Error(`${words.join(' ')}: exit code ${ran.status}\n${ran.text}`);
    return ran.stdout;
  };
  return { run, must };
}
