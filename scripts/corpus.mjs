/**
 * Checks whole projects and prints, as the tables of docs/corpus.md, what was understood of them and what was found.
 *
 *     npm run corpus -- [--list] [--seconds 120] [--dist DIR] [--output DIR] FOLDER…
 *
 * Each folder is one project. `--list` adds every place that was not understood, `--output` keeps what each check
 * printed. The exit code is 1 where a check failed or took longer than its time.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '120' },
    dist: { type: 'string', default: join(ROOT, 'dist') },
    output: { type: 'string' },
  },
});
if (folders.length === 0 || !(Number(options.seconds) > 0)) {
  console.error('corpus: name at least one folder; --seconds takes a number above 0');
  process.exit(2);
}
const main = join(resolve(options.dist), 'src/cli/main.js');
const ENGINES = 'sqlite@3.45,mysql@8.4,mariadb@10.11,postgres@16';

/** Reasons by what a user could do about them; the first that fits counts. */
const REASONS = [
  [
    /not (?:installed|here)|loaded first/,
    'tables that a package, or an application that is not here, may bring',
  ],
  [/(?:doctrine|getPDO|Grammar)/i, "the connection's inner parts, asked by hand"],
  [/Artisan/, 'an Artisan command'],
  [/\b(?:config|env)\(/, 'a setting that the project does not have'],
  [/model .* is not known|in the project's code/, 'a class, method or function that is not in the checkout'],
  [/\brows?\b/, 'rows of a table'],
  [/path of the machine|content of a file|Storage|what .* gives/, 'what only the run can tell'],
  [/the SQL is not read|body of|does not take|DROP FUNCTION|PRAGMA/, 'SQL that is not read'],
];

function check(folder) {
  const started = performance.now();
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'check', folder, '--format', 'json', '--engine', ENGINES, '--fail-on', 'never', '--no-cache'],
    { encoding: 'utf8', maxBuffer: 1 << 30, timeout: Number(options.seconds) * 1000 },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) {
    const why = signal === null ? `exit code ${status}` : `ended by ${signal} after ${seconds.toFixed(0)} s`;
    return { failure: `${why}: ${stderr.trim().slice(0, 500)}` };
  }
  return { result: JSON.parse(stdout), text: stdout, seconds };
}

const share = (understood, statements) =>
  statements === 0 ? '–' : `${((100 * understood) / statements).toFixed(2)} %`;
const tables = (rows) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const byNumber = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);

/** Folders of checkouts are often called owner+name. */
const nameOf = (folder) => basename(resolve(folder)).replace('+', '/');

const projects = [];
const reasons = new Map();
const rules = new Map();
const failures = [];
const places = [];
for (const folder of folders) {
  const name = nameOf(folder);
  const { failure, result, text, seconds } = check(folder);
  if (failure !== undefined) {
    failures.push(`${name}: ${failure}`);
    continue;
  }
  if (options.output !== undefined) {
    mkdirSync(options.output, { recursive: true });
    writeFileSync(join(options.output, `${basename(resolve(folder))}.json`), text);
  }
  const { coverage, summary, diagnostics } = result;
  projects.push({ name, coverage, summary, seconds });
  for (const { file, line, reason } of coverage.unknown) {
    const kind = REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
    places.push(`${name} ${file}:${line} ${reason}`);
  }
  for (const { rule, severity, suppressed } of diagnostics) {
    if (suppressed !== undefined) continue;
    const counted = rules.get(rule) ?? { error: 0, warning: 0, info: 0, projects: new Set() };
    counted[severity] += 1;
    counted.projects.add(name);
    rules.set(rule, counted);
  }
}

const sum = (of) => projects.reduce((total, project) => total + of(project), 0);
const statements = sum(({ coverage }) => coverage.statements);
const understood = sum(({ coverage }) => coverage.understood);
const right = '---:';
const slowest = projects.reduce((most, { seconds }) => Math.max(most, seconds), 0);
console.log(
  [
    `${projects.length} projects, Node ${process.version.slice(1)}, ${availableParallelism()} cores, the slowest check ${slowest.toFixed(0)} s.`,
    '',
    tables([
      ['project', 'migrations', 'source calls', 'not understood', 'share'],
      ['---', right, right, right, right],
      ...projects.map(({ name, coverage, summary }) => [
        name,
        summary.migrations,
        coverage.statements,
        coverage.unknown.length,
        share(coverage.understood, coverage.statements),
      ]),
      [
        '**all**',
        `**${sum(({ summary }) => summary.migrations)}**`,
        `**${statements}**`,
        `**${statements - understood}**`,
        `**${share(understood, statements)}**`,
      ],
    ]),
    '',
    tables([
      ['times', 'reason'],
      [right, '---'],
      ...[...reasons].sort(byNumber).map(([reason, times]) => [times, reason]),
    ]),
    '',
    tables([
      ['rule', 'errors', 'warnings', 'infos', 'projects'],
      ['---', right, right, right, right],
      ...[...rules]
        .sort()
        .map(([rule, { error, warning, info, projects: where }]) => [rule, error, warning, info, where.size]),
    ]),
    ...(options.list ? ['', ...places.map((place) => `- ${place}`)] : []),
  ].join('\n'),
);
for (const failure of failures) console.error(`corpus: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
