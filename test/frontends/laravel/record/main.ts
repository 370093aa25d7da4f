/** `npm run record`: installs each framework, has it do the recorded things, and writes or compares what comes of it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EngineName } from '../../../../src/schema/index.ts';
import { CASES } from './cases.ts';
import { DBAL_CASES } from './dbal-cases.ts';
import {
  DBAL_FRAMEWORKS,
  FRAMEWORKS,
  type Framework,
  folderOf,
  InstallError,
  install,
  runs,
} from './frameworks.ts';
import { HELP, type Options, type Part, readOptions, UsageError } from './options.ts';
import { phpOf } from './php.ts';
import { findPhp, type Php, PhpError, runPhp } from './php-command.ts';
import { QUERY_CASES, queryCaseName } from './query-cases.ts';
import {
  RECORDED,
  type Recording,
  type Recordings,
  type Result,
  readRecordings,
  writeRecordings,
} from './recordings.ts';
import { SCHEMA_CASES, SETUP } from './schema-cases.ts';

const script = (name: string): string => new URL(name, import.meta.url).pathname;

/** What was recorded in this run. */
interface Recorded {
  readonly recordings: Recordings;
  /** Files as they are to be, by path under fixtures/recorded. */
  readonly files: Map<string, string>;
}

/** @returns The exit code. */
export function main(args: readonly string[]): number {
  try {
    const options = readOptions(args);
    if (options === undefined) {
      console.log(HELP);
      return 0;
    }
    const recorded = record(options);
    return options.check ? compare(recorded) : write(recorded);
  } catch (error) {
    if (error instanceof UsageError || error instanceof InstallError || error instanceof PhpError) {
      console.error(error.message);
      return error instanceof UsageError ? 2 : 1;
    }
    throw error;
  }
}

function record(options: Options): Recorded {
  const recorded: Recorded = { recordings: new Map(), files: new Map() };
  const { parts } = options;
  for (const framework of options.frameworks) {
    const own = ['sql', 'reflection', 'schema', 'queries'].some((part) => parts.has(part as Part));
    const helpers = framework === FRAMEWORKS[0] && (parts.has('words') || parts.has('php'));
    if (own || helpers) recordFramework(framework, options, recorded);
  }
  for (const framework of parts.has('dbal') ? DBAL_FRAMEWORKS : []) {
    if (options.frameworks.some(({ version }) => version === framework.version))
      recordDbal(framework, options, recorded);
  }
  return recorded;
}

function ready(
  framework: Framework,
  options: Options,
): { readonly php: Php; readonly autoload: string } | undefined {
  const php = findPhp((found) => runs(framework, found));
  if (php === undefined) {
    const missing = `Laravel ${framework.version} needs PHP ${framework.php}, as \`php\` or as DIALINT_PHP84`;
    if (options.named) throw new PhpError(missing);
    console.warn(`not recorded: ${missing}`);
    return undefined;
  }
  const autoload = install(framework, php, options.source);
  return { php, autoload };
}

function recordFramework(framework: Framework, options: Options, { recordings, files }: Recorded): void {
  const found = ready(framework, options);
  if (found === undefined) return;
  const { php, autoload } = found;
  const folder = folderOf(framework);
  const { parts } = options;
  if (parts.has('reflection')) {
    files.set(`${folder}/reflection.json`, runPhp(php, [script('reflect.php'), autoload]));
    console.log(`${folder}: reflection`);
  }
  for (const engine of parts.has('sql') ? options.engines : []) {
    const recording = sqlOf(engine, php, autoload);
    recordings.set(`${folder}/${engine}`, recording);
    console.log(`${folder} ${engine}: ${recording.size} cases`);
  }
  if (parts.has('queries')) {
    files.set(`${folder}/queries.json`, queriesOf(php, autoload));
    console.log(`${folder}: queries`);
  }
  if (parts.has('schema')) {
    const input = JSON.stringify({ setup: SETUP, cases: SCHEMA_CASES });
    onServers(options, `${folder} schema builder`, (engine, url) => {
      const output = runPhp(php, [script('record-schema.php'), autoload, engine, url], input);
      return { file: `${folder}/schema-${engine}.json`, output };
    }).forEach(([file, text]) => void files.set(file, text));
  }
  if (framework !== FRAMEWORKS[0]) return;
  if (parts.has('words')) {
    files.set('words.json', runPhp(php, [script('record-words.php'), autoload]));
    console.log('words');
  }
  if (parts.has('php')) {
    const out = mkdtempSync(join(tmpdir(), 'dialint-php-'));
    runPhp(php, [script('../../../php/record.php'), dirname(autoload), out]);
    for (const set of ['expressions', 'support']) {
      files.set(`php/${set}.json`, readFileSync(join(out, `${set}.json`), 'utf8'));
    }
    rmSync(out, { recursive: true });
    console.log('php');
  }
}

/** A line for each engine and case. */
function queriesOf(php: Php, autoload: string): string {
  const cases = QUERY_CASES.map((one) => ({ ...one, name: queryCaseName(one) }));
  const recorded = JSON.parse(
    runPhp(php, [script('record-queries.php'), autoload], JSON.stringify(cases)),
  ) as Record<string, Record<string, unknown>>;
  const engines = Object.entries(recorded).map(([engine, results]) => {
    const lines = Object.entries(results).map(
      ([name, sent]) => `${JSON.stringify(name)}: ${JSON.stringify(sent)}`,
    );
    return `${JSON.stringify(engine)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${engines.join(',\n')}\n}\n`;
}

function sqlOf(engine: EngineName, php: Php, autoload: string): Recording {
  const cases = CASES.filter(({ engines }) => engines === undefined || engines.includes(engine));
  const output = runPhp(php, [script('record.php'), autoload, engine], JSON.stringify(cases));
  const results = JSON.parse(output) as (Result & { readonly case: string })[];
  return new Map(results.map(({ case: name, ...result }) => [name, result]));
}

function recordDbal(framework: Framework, options: Options, recorded: Recorded): void {
  const found = ready(framework, options);
  if (found === undefined) return;
  const input = JSON.stringify(DBAL_CASES);
  const folder = folderOf(framework);
  onServers(options, folder, (engine, url) => {
    const output = runPhp(found.php, [script('record-dbal.php'), found.autoload, engine, url], input);
    return { file: `${folder}/${engine}.json`, output };
  }).forEach(([file, text]) => void recorded.files.set(file, text));
}

/** Has each engine do something, where it has a server; the files with what came of it, a line for each case. */
function onServers(
  { engines }: Options,
  name: string,
  run: (engine: EngineName, url: string) => { readonly file: string; readonly output: string },
): [file: string, text: string][] {
  return engines.flatMap((engine): [string, string][] => {
    const variable = `DIALINT_TEST_${engine.toUpperCase()}`;
    const url = engine === 'sqlite' ? '' : process.env[variable];
    if (url === undefined) {
      console.warn(`not recorded: ${name} on ${engine}, since ${variable} is not set`);
      return [];
    }
    const { file, output } = run(engine, url);
    const lines = (JSON.parse(output) as object[]).map((one) => JSON.stringify(one));
    console.log(`${name} ${engine}: ${lines.length} cases`);
    return [[file, `[\n${lines.join(',\n')}\n]\n`]];
  });
}

const casesAsPhp = (): Map<string, string> => new Map(CASES.map((one) => [one.name, phpOf(one)]));

function writeTo(root: string, { recordings, files }: Recorded): void {
  // What the others have in common with these may stand elsewhere now.
  if (recordings.size > 0) writeRecordings(new Map([...readRecordings(), ...recordings]), casesAsPhp(), root);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function write(recorded: Recorded): number {
  writeTo(RECORDED, recorded);
  return 0;
}

/** Says where what is committed is not what was recorded now. */
function compare(recorded: Recorded): number {
  const committed = readRecordings();
  const differences: string[] = [];
  for (const [file, recording] of recorded.recordings) {
    const before = committed.get(file) ?? new Map<string, Result>();
    for (const name of new Set([...before.keys(), ...recording.keys()])) {
      const [old, now] = [before.get(name), recording.get(name)].map(
        (result) => result && (result.error ?? result.sql!.join('\n')),
      );
      if (old === now) continue;
      differences.push(
        `${file}: ${name}\n  committed: ${old ?? 'nothing'}\n  recorded:  ${now ?? 'nothing'}`,
      );
    }
  }
  for (const [path, text] of recorded.files) {
    const line = firstDifference(committedText(path), text);
    if (line !== undefined) differences.push(`${path}${line}`);
  }
  if (differences.length === 0) {
    console.log('what is committed is what was recorded now');
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'dialint-recorded-'));
  writeTo(folder, recorded);
  const shown = differences.slice(0, 20);
  console.error(shown.join('\n'));
  if (differences.length > shown.length) console.error(`… and ${differences.length - shown.length} more`);
  console.error(
    `${differences.length} differences between fixtures/recorded and what was recorded now (in ${folder})`,
  );
  return 1;
}

function committedText(path: string): string {
  const file = join(RECORDED, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The first line that differs. */
function firstDifference(committed: string, recorded: string): string | undefined {
  const [old, now] = [committed.split('\n'), recorded.split('\n')];
  const at = now.findIndex((line, i) => line !== old[i]);
  if (at < 0 && old.length === now.length) return undefined;
  const place = at < 0 ? now.length : at;
  return `:${place + 1}\n  committed: ${old[place] ?? 'nothing'}\n  recorded:  ${now[place] ?? 'nothing'}`;
}
