/**
 * Records what Laravel 10 with doctrine/dbal sends for the cases of dbal-cases.ts, against real servers: needs PHP, a
 * project with laravel/framework 10 and doctrine/dbal 3, and the servers that record-dbal.php names.
 *
 *   node test/frontends/laravel/record/record-dbal.mjs <path of the project> [<engine> …]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

const { DBAL_CASES } = (await runnerImport(new URL('./dbal-cases.ts', import.meta.url).pathname)).module;
const [project = '', ...wanted] = process.argv.slice(2);
const directory = new URL('../../../../fixtures/recorded/laravel-10.50-dbal/', import.meta.url);
mkdirSync(directory, { recursive: true });

for (const engine of wanted.length > 0 ? wanted : ['sqlite', 'mysql', 'mariadb', 'postgres']) {
  const output = execFileSync(
    'php',
    [new URL('record-dbal.php', import.meta.url).pathname, `${project}/vendor/autoload.php`, engine],
    { input: JSON.stringify(DBAL_CASES), maxBuffer: 1 << 28 },
  );
  const recorded = JSON.parse(output.toString());
  const lines = recorded.map((one) => JSON.stringify(one));
  writeFileSync(new URL(`${engine}.json`, directory), `[\n${lines.join(',\n')}\n]\n`);
  console.log(`${engine}: ${recorded.length} cases`);
}
