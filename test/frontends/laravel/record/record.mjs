/**
 * Records the SQL of real Laravels for the cases: needs PHP and Laravels, which the tests do not.
 *
 * What a version or engine has in common with one recorded before is recorded once: `"as"` names the file that has it.
 *
 *   node test/frontends/laravel/record/record.mjs <version>=<path of a project with laravel/framework>[,<Illuminate sources>] …
 *
 * e.g. 12.72=/path/to/a/folder/with/vendor
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

const load = async (file) => (await runnerImport(new URL(file, import.meta.url).pathname)).module;
const { CASES } = await load('./cases.ts');
const { phpOf } = await load('./php.ts');

const ENGINES = ['sqlite', 'mysql', 'mariadb', 'postgres'];
const root = new URL('../../../../fixtures/recorded/', import.meta.url);

/** The different results of each case so far, and where they stand. */
const seen = new Map();

for (const argument of process.argv.slice(2)) {
  const [version = '', place = ''] = argument.split('=');
  const [project = '', sources] = place.split(',');
  const major = Number.parseInt(version, 10);
  for (const engine of ENGINES) {
    const cases = CASES.filter(
      (one) =>
        (one.from === undefined || major >= one.from) &&
        // Below Laravel 11 doctrine/dbal changes SQLite's columns; its text is not compared.
        !(major < 11 && engine === 'sqlite' && JSON.stringify(one.calls).includes('"change"')),
    );
    const php = new Map(cases.map((one) => [one.name, phpOf(one)]));
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
    // What doctrine/dbal would ask a server for is not compared.
    const doctrine = /no server is to be asked|There is no column|CREATE TEMPORARY TABLE/;
    const compared = recorded.filter((one) => !doctrine.test(one.error ?? one.sql.join(' ')));
    const lines = compared.map((one) => {
      const { case: name, ...result } = one;
      const text = JSON.stringify(result);
      const known = seen.get(name)?.find((other) => other.text === text);
      if (known !== undefined) return JSON.stringify({ case: name, as: known.file });
      seen.set(name, [...(seen.get(name) ?? []), { text, file: `laravel-${version}/${engine}` }]);
      return JSON.stringify({ case: name, php: php.get(name), ...result });
    });
    const directory = new URL(`laravel-${version}/`, root);
    mkdirSync(directory, { recursive: true });
    writeFileSync(new URL(`${engine}.json`, directory), `[\n${lines.join(',\n')}\n]\n`);
    console.log(`laravel-${version} ${engine}: ${compared.length} cases`);
  }
}
