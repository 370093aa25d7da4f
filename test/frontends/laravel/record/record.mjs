/**
 * Records the SQL of real Laravels for the cases: needs PHP and Laravels, which the tests do not.
 *
 *   node test/frontends/laravel/record/record.mjs <version>=<path of a project with laravel/framework>[,<Illuminate sources>] …
 *
 * e.g. 12.72=/var/tmp/lab/l12
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

const load = async (file) => (await runnerImport(new URL(file, import.meta.url).pathname)).module;
const { CASES } = await load('./cases.ts');
const { phpOf } = await load('./php.ts');

const ENGINES = ['sqlite', 'mysql', 'mariadb', 'postgres'];
const root = new URL('../../../../fixtures/recorded/', import.meta.url);

for (const argument of process.argv.slice(2)) {
  const [version = '', place = ''] = argument.split('=');
  const [project = '', sources] = place.split(',');
  const cases = CASES.filter((one) => one.from === undefined || Number.parseInt(version, 10) >= one.from);
  const php = new Map(cases.map((one) => [one.name, phpOf(one)]));
  for (const engine of ENGINES) {
    const output = execFileSync(
      'php',
      [
        new URL('record.php', import.meta.url).pathname,
        `${project}/vendor/autoload.php`,
        engine,
        ...(sources === undefined ? [] : [sources]),
      ],
      { input: JSON.stringify(cases), maxBuffer: 1 << 28 },
    );
    const recorded = JSON.parse(output.toString());
    const lines = recorded.map((one) => JSON.stringify({ case: one.case, php: php.get(one.case), ...one }));
    const directory = new URL(`laravel-${version}/`, root);
    mkdirSync(directory, { recursive: true });
    writeFileSync(new URL(`${engine}.json`, directory), `[\n${lines.join(',\n')}\n]\n`);
    console.log(`laravel-${version} ${engine}: ${recorded.length} cases`);
  }
}
