/** What a library really sends for each migration, beside what `dialint sql` says. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * What `dialint sql` says of a project on one engine; of the migrations in the folder `only`, where that is given.
 * Needs `npm run build`.
 * @param {string} root @param {string} engine @param {string} [only]
 */
export function saidOf(root, engine, only) {
  const main = path.join(ROOT, 'dist/src/cli/main.js');
  const said = execFileSync(process.execPath, [main, 'sql', root, '--engine', engine, '--format', 'json'], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(said).migrations.filter(({ file }) => only === undefined || path.dirname(file) === only);
}

/**
 * Prints the figures of one project on one engine, and where they differ. true: nothing differs but what dialint declares
 * unknown.
 * @param {{
 *   title: string, library: string, shown: number,
 *   said: { file: string, up: { sql: string }[], down: { sql: string }[], unknown: { direction: string }[] }[],
 *   log: Map<string, string[]>, fault: string | null, plain: (texts: string[]) => string[],
 * }} compared `log`: what was sent, by direction and name of the file; `plain`: what of it is compared
 */
export function compared({ title, library, shown, said, log, fault, plain }) {
  let equal = 0;
  let all = 0;
  let declared = 0;
  const differences = [];
  for (const { file, unknown, ...directions } of said) {
    for (const direction of ['up', 'down']) {
      const sent = log.get(`${direction} ${path.basename(file)}`);
      if (sent === undefined) continue;
      const real = plain(sent);
      const ours = plain(directions[direction].map(({ sql }) => sql));
      const gaps = unknown.filter((one) => one.direction === direction).length;
      all += real.length;
      const same = real.filter((sql, index) => sql === ours[index]).length;
      equal += same;
      if (same === real.length && ours.length === real.length) continue;
      if (gaps > 0) declared += real.length - same;
      differences.push({ file, direction, real, ours, gaps });
    }
  }
  const silent = all - equal - declared;
  const more = differences.filter(({ ours, real, gaps }) => gaps === 0 && ours.length > real.length).length;
  console.log(
    `${title}: ${log.size} runs of ${said.length} migrations, ${equal} of ${all} statements equal` +
      `${declared > 0 ? `, ${declared} in runs with something declared unknown` : ''}` +
      `${silent > 0 ? `, ${silent} DIFFER` : ''}${more > 0 ? `, ${more} runs say MORE` : ''}` +
      `${fault === null ? '' : `; ${library} stopped at ${fault.slice(0, 200)}`}`,
  );
  for (const { file, direction, real, ours, gaps } of differences.slice(0, shown)) {
    const at = real.findIndex((sql, index) => sql !== ours[index]);
    const index = at < 0 ? real.length : at;
    const width = Math.max(library.length, 'dialint'.length) + 1;
    console.log(`  ${direction} ${file} (${gaps} unknown) at ${index + 1}:`);
    console.log(`    ${`${library}:`.padEnd(width)} ${real[index]?.slice(0, 400) ?? 'nothing'}`);
    console.log(`    ${'dialint:'.padEnd(width)} ${ours[index]?.slice(0, 400) ?? 'nothing'}`);
  }
  return silent === 0 && more === 0;
}
