/**
 * Does `dialint sql` say what Kysely really sends? Runs a project's own migrations with the Kysely that dialint compiles
 * with, on real servers, and compares statement by statement, up and down.
 *
 *   node test/corpus/kysely.mjs [--engine sqlite,mysql,postgres] [--show N] PROJECT[:MIGRATIONS]…
 *
 * Needs `npm run build`, `npm ci --prefix test/engines`, DIALINT_TEST_MYSQL and DIALINT_TEST_POSTGRES. The migrations are
 * run: only for projects that one trusts.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isCompared, really, statementsOf } from './kysely-run.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'sqlite,mysql,postgres' },
    show: { type: 'string', default: '5' },
  },
});

let allEqual = true;
for (const given of positionals) {
  const [root, only] = given.split(':');
  for (const engine of values.engine.split(',')) {
    const args = [
      path.join(ROOT, 'dist/src/cli/main.js'),
      'sql',
      root,
      '--engine',
      engine,
      '--format',
      'json',
    ];
    const said = JSON.parse(
      execFileSync(process.execPath, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const own = said.migrations.filter(({ file }) => only === undefined || path.dirname(file) === only);
    const { log, fault } = await really(
      engine,
      own.map(({ file }) => path.resolve(root, file)),
    );
    const count = { compared: 0, equal: 0, declared: 0, more: 0 };
    const differences = [];
    for (const { file, unknown, ...directions } of own) {
      for (const direction of ['up', 'down']) {
        const sent = log.get(`${direction} ${path.basename(file)}`)?.filter(isCompared);
        if (sent === undefined) continue;
        const ours = directions[direction].filter(isCompared).flatMap(statementsOf);
        const real = sent.flatMap(statementsOf);
        const gaps = unknown.filter((one) => one.direction === direction).length;
        const same = real.filter((sql, index) => sql === ours[index]).length;
        count.compared += real.length;
        count.equal += same;
        if (same === real.length && ours.length === real.length) continue;
        if (gaps > 0) count.declared += real.length - same;
        else if (ours.length > real.length) count.more += 1;
        differences.push({ file, direction, real, ours, gaps });
      }
    }
    const silent = count.compared - count.equal - count.declared;
    if (silent > 0 || count.more > 0) allEqual = false;
    console.log(
      `${path.basename(root)} ${engine}: ${log.size} runs of ${own.length} migrations, ${count.equal} of ${count.compared} statements equal, ` +
        `${count.declared} in runs with something declared unknown, ${silent} DIFFER, ${count.more} runs say MORE` +
        `${fault === null ? '' : `; Kysely stopped at ${fault.slice(0, 200)}`}`,
    );
    for (const { file, direction, real, ours, gaps } of differences.slice(0, Number(values.show))) {
      const at = real.findIndex((sql, index) => sql !== ours[index]);
      const index = at < 0 ? real.length : at;
      console.log(`  ${direction} ${file} (${gaps} unknown) at ${index + 1}:`);
      console.log(`    kysely:  ${real[index]?.slice(0, 400) ?? 'nothing'}`);
      console.log(`    dialint: ${ours[index]?.slice(0, 400) ?? 'nothing'}`);
    }
  }
}
process.exitCode = allEqual ? 0 : 1;
