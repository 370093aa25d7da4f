/** Git repositories for tests, apart from whoever's settings. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migrationText } from './migration-text.ts';

/** Neither the user's settings nor the hooks and folders of a git that runs the tests. */
export function gitEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const made: NodeJS.ProcessEnv = { ...env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'FORCE_COLOR']) delete made[name];
  return {
    ...made,
    GIT_AUTHOR_NAME: 't',
    GIT_AUTHOR_EMAIL: 't@example.org',
    GIT_COMMITTER_NAME: 't',
    GIT_COMMITTER_EMAIL: 't@example.org',
  };
}

export function git(cwd: string, ...argv: string[]): string {
  return execFileSync('git', argv, { cwd, env: gitEnvironment(), encoding: 'utf8', stdio: 'pipe' }).trim();
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** What makes a folder a Laravel project. */
export const LARAVEL: Readonly<Record<string, string>> = {
  artisan: '',
  'composer.json': '{ "require": { "laravel/framework": "^12.0" } }\n',
};

export const LONG = 'a_name_that_is_so_long_that_no_mysql_server_will_ever_take_it_as_one';

/** A migration that creates a table with an index of that name. */
export function tableWithIndex(table: string, index: string, comment = ''): string {
  return migrationText(
    `Schema::create('${table}', function (Blueprint $table) {
            $table->id();
            $table->integer('number');
            $table->index(['number'], '${index}');${comment}
        });`,
    `Schema::dropIfExists('${table}');`,
  );
}
