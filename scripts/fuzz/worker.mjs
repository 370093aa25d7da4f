/**
 * The process that checks cases, one for each message. It may hang, run out of memory or die: scripts/fuzz/checker.mjs
 * looks after it.
 *
 *     node worker.mjs DIST WORK
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placeOf } from './profile.mjs';

const [dist, work] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(dist, 'src', file)).href);
const { checkProject, ConfigError, UsageError } = await load('index.js');
const { renderPretty } = await load('report/pretty.js');
const { renderJson } = await load('report/json.js');

/** What checking must not do: throw, lose a rule, or make a result that no reporter can show. */
async function check(root, engines) {
  let result;
  try {
    result = await checkProject(root, engines === undefined ? {} : { engines });
  } catch (error) {
    // a message to the user about what is wrong with dialint.json is an answer
    if (error instanceof ConfigError || error instanceof UsageError) return error.message;
    throw error;
  }
  const broken = result.diagnostics.find((item) => item.rule === 'internal-error');
  if (broken !== undefined) {
    const error = new Error(broken.message);
    error.stack = `${broken.message}\n${broken.data.stack}`;
    throw error;
  }
  const displayPath = (_root, file) => file;
  renderPretty(result, { colour: true, width: 100, displayPath, verdicts: true, statistics: true });
  return renderJson([{ ...result, summary: { ...result.summary, durationMs: 0 } }], displayPath);
}

async function failureOf(root, { engines, twice }) {
  try {
    const first = await check(root, engines);
    if (!twice || (await check(root, engines)) === first) return undefined;
    return { what: 'not the same twice', detail: '' };
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const lines = stack.split('\n').filter((line) => !line.includes('node:'));
    // messages may name what a mutation made up: the place tells failures apart
    const place = /at .*/.exec(lines.slice(1).join('\n'))?.[0];
    return { what: `${error?.name ?? 'Error'} ${place ?? lines[0]}`, detail: lines.slice(0, 9).join('\n') };
  }
}

process.on('message', async (message) => {
  const root = join(work, 'project');
  rmSync(root, { recursive: true, force: true });
  for (const [path, content] of message.files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  if (message.locateMs !== undefined) {
    const place = placeOf(() => check(root, message.engines), message.locateMs);
    process.send({ id: message.id, place });
    return;
  }
  const before = process.cpuUsage();
  const failure = await failureOf(root, message);
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  process.send({ id: message.id, failure, ms, peakKilobytes: process.resourceUsage().maxRSS });
});
process.send({ ready: true });
