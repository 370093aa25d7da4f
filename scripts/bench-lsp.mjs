/**
 * Drives the built language server over its standard input and output with recorded edits, in a generated project of 500
 * migrations on four targets, and prints how long an edit takes from the key to its diagnostics, and the server's memory.
 *
 *     npm run bench:lsp -- [--migrations 500] [--edits 10000] [--output FILE]
 *
 * The recording: somebody types a column with an index, corrects it, writes a comment, and takes it all back; in the last
 * migration (where one is written), in one in the middle and in the first. Each key is a change of its own, many of them
 * leave a text that does not parse, and the next key comes some time after the answer. `--edits`: so many more without a
 * pause, for the memory. Beside the time on the clock stands the processor time of the server's main thread, which is about
 * the same where the machine has nothing else to do, and stays so where it has.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { project } from './bench/project.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];
const { values: options } = parseArgs({
  options: {
    migrations: { type: 'string', default: '500' },
    edits: { type: 'string', default: '10000' },
    output: { type: 'string' },
  },
});

/** Milliseconds between an answer and the next key, and where somebody stops to think. */
const BETWEEN_KEYS = 30;
const THINKING = 600;

/** What is typed, key by key; ⌫ takes the last one back, … is a pause. */
const TYPED = [
  "\n            $table->string('tracking_code', 40)",
  "->index('tracking_idx');",
  '…',
  '\n            // what the carrier calls it',
  '…',
  '⌫'.repeat(12),
  "\n            $table->unsignedBigInteger('carrier_id')->nullable();",
  '…',
  "\n            $table->index(['carrier_id', 'tracking_code']);",
  '…',
].join('');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Megabytes (10⁶ bytes) that the process holds in memory; null where nobody tells. */
function resident(pid) {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return null;
  }
}

/** Milliseconds that the process's main thread has had a processor; null where nobody tells. */
function processorTime(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return null;
  }
}

/** The value below which this share of the list lies. */
function quantile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

class Editor {
  constructor(root) {
    this.server = spawn(process.execPath, [join(ROOT, 'dist/src/cli/main.js'), 'lsp', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.server.stdout),
      new StreamMessageWriter(this.server.stdin),
    );
    this.root = root;
    this.waiting = new Map();
    this.versions = new Map();
    this.texts = new Map();
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, version }) => {
      const waiting = this.waiting.get(uri);
      if (waiting !== undefined && version >= waiting.version) {
        this.waiting.delete(uri);
        waiting.resolve();
      }
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.ready = new Promise((resolve) => {
      this.connection.onNotification('$/progress', ({ value }) => {
        if (value.kind === 'end') resolve();
      });
    });
    this.connection.listen();
  }

  async start() {
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
        window: { workDoneProgress: true },
      },
      initializationOptions: { engines: ENGINES },
      workspaceFolders: [{ uri: pathToFileURL(this.root).href, name: 'bench' }],
    });
    await this.connection.sendNotification('initialized', {});
    await this.ready;
  }

  answered(uri) {
    return new Promise((resolve) => {
      this.waiting.set(uri, { version: this.versions.get(uri), resolve });
    });
  }

  async open(file) {
    const uri = pathToFileURL(file).href;
    const text = readFileSync(file, 'utf8');
    this.versions.set(uri, 1);
    this.texts.set(uri, text);
    const answer = this.answered(uri);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'php', version: 1, text },
    });
    await answer;
    return uri;
  }

  /** Replaces `length` units at the offset; resolves when the server has answered. */
  change(uri, offset, length, inserted) {
    const text = this.texts.get(uri);
    const at = (place) => {
      const before = text.slice(0, place).split('\n');
      return { line: before.length - 1, character: before.at(-1).length };
    };
    this.versions.set(uri, this.versions.get(uri) + 1);
    const range = { start: at(offset), end: at(offset + length) };
    this.texts.set(uri, text.slice(0, offset) + inserted + text.slice(offset + length));
    const answer = this.answered(uri);
    void this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: this.versions.get(uri) },
      contentChanges: [{ range, text: inserted }],
    });
    return answer;
  }

  async stop() {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
  }
}

/** Types the recording into the file, and takes all of it back. Gives the milliseconds of each key. */
async function type(editor, uri, pause) {
  const start = editor.texts.get(uri).indexOf('$table->');
  const end = editor.texts.get(uri).indexOf('\n', start);
  let offset = end;
  const times = [];
  const work = [];
  const key = async (...change) => {
    const used = processorTime(editor.server.pid);
    const started = performance.now();
    await editor.change(uri, ...change);
    times.push(performance.now() - started);
    work.push(processorTime(editor.server.pid) - used);
    if (pause) await sleep(BETWEEN_KEYS);
  };
  for (const typed of TYPED) {
    if (typed === '…') {
      if (pause) await sleep(THINKING);
    } else if (typed === '⌫') await key(--offset, 1, '');
    else await key(offset++, 0, typed);
  }
  await key(end, offset - end, '');
  return { times, work };
}

const work = mkdtempSync(join(tmpdir(), 'dialint-bench-lsp-'));
try {
  const migrations = project(work, Number(options.migrations));
  const names = readdirSync(migrations).sort();
  const editor = new Editor(work);
  let started = performance.now();
  await editor.start();
  const ready = performance.now() - started;
  const afterStart = resident(editor.server.pid);
  const rows = [];
  const all = { times: [], work: [] };
  const load = loadavg()[0];
  for (const [title, name] of [
    ['the last migration', names.at(-1)],
    ['one in the middle', names[names.length >> 1]],
    ['the first', names[0]],
  ]) {
    const uri = await editor.open(join(migrations, name));
    const measured = await type(editor, uri, true);
    all.times.push(...measured.times);
    all.work.push(...measured.work);
    rows.push([title, measured]);
  }
  const afterTyping = resident(editor.server.pid);
  const kept = [];
  const uri = pathToFileURL(join(migrations, names.at(-1))).href;
  started = performance.now();
  let edits = 0;
  const step = Number(options.edits) / 10;
  while (edits < Number(options.edits)) {
    edits += (await type(editor, uri, false)).times.length;
    if (edits >= step * (kept.length + 1)) kept.push(resident(editor.server.pid));
  }
  const many = performance.now() - started;
  await editor.stop();

  const ms = (value) => value.toFixed(0);
  const mb = (value) => (value === null ? 'not known' : value.toFixed(0));
  const figures = (list) =>
    `${ms(quantile(list, 0.5))} | ${ms(quantile(list, 0.95))} | ${ms(Math.max(...list))}`;
  const row = ([title, { times, work: used }]) =>
    `| ${title} | ${times.length} | ${figures(times)} | ${figures(used)} |`;
  const text = `${[
    `${new Date().toISOString().slice(0, 10)} · ${cpus()[0]?.model.trim()} × ${cpus().length} · load ${load?.toFixed(1)} · Node ${process.version} · ${names.length} migrations, ${ENGINES.length} targets`,
    '',
    '| from the key to its diagnostics, ms | keys | median | p95 | longest | processor: median | p95 | longest |',
    '| :-- | --: | --: | --: | --: | --: | --: | --: |',
    ...[...rows, ['all', all]].map(row),
    '',
    `Ready after ${(ready / 1000).toFixed(1)} s. Memory (resident): ${mb(afterStart)} MB then, ${mb(afterTyping)} MB after these edits; in the course of ${edits} more, ${(many / edits).toFixed(1)} ms each: ${kept.map(mb).join(', ')} MB.`,
  ].join('\n')}\n`;
  process.stdout.write(text);
  if (options.output !== undefined) writeFileSync(options.output, text);
} finally {
  rmSync(work, { recursive: true, force: true });
}
