/** What no editor should send, and what happens to editors: the server goes on, or ends; it writes to stderr only. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { migrationText } from '../support/migration-text.ts';
import { application, folderWith, MAIN, notBuilt, start, stopAll, uriOf } from './client.ts';

const LONG = 'a_name_that_is_longer_than_any_of_the_engines_that_have_a_limit_takes';
const TEXT = migrationText(
  `Schema::create('deliveries', function (Blueprint $table) {
            $table->id();
            $table->index('id', '${LONG}');
        });`,
  "Schema::dropIfExists('deliveries');",
);
const FILE = 'database/migrations/2026_01_01_000001_create_deliveries.php';
const ROOT_FILES = application({ '2026_01_01_000001_create_deliveries': TEXT });

afterEach(stopAll);

interface Exchanged {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Sends each of these once what comes before it in the pair has been answered; null ends the input. */
function exchange(steps: readonly (readonly [after: string, input: string | null])[]): Promise<Exchanged> {
  return new Promise((resolve) => {
    const server = spawn(process.execPath, [MAIN, 'lsp', '--stdio']);
    let [stdout, stderr] = ['', ''];
    const left = [...steps];
    const next = (): void => {
      for (let step = left[0]; step !== undefined && stdout.includes(step[0]); step = left[0]) {
        left.shift();
        if (step[1] === null) server.stdin.end();
        else server.stdin.write(step[1]);
      }
    };
    server.stdout.on('data', (data) => {
      stdout += data;
      next();
    });
    server.stderr.on('data', (data) => {
      stderr += data;
    });
    server.stdin.on('error', () => {});
    server.on('exit', (code) => resolve({ code, stdout, stderr }));
    next();
  });
}

function framed(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {} },
});
const SHUTDOWN = '{"jsonrpc":"2.0","id":2,"method":"shutdown"}';
const EXIT = '{"jsonrpc":"2.0","method":"exit"}';

describe.skipIf(notBuilt)('bad input', () => {
  it.each([
    ['no JSON', framed('{"jsonrpc":')],
    ['JSON that is no message', framed('[1, 2]')],
    ['an unknown method', framed('{"jsonrpc":"2.0","id":7,"method":"textDocument/unheardOf","params":{}}')],
    [
      'parameters of another form',
      framed('{"jsonrpc":"2.0","id":8,"method":"textDocument/hover","params":{"x":1}}'),
    ],
    [
      'a document that was never opened',
      framed(
        '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///nowhere.php","version":3},"contentChanges":[{"text":"x"}]}}',
      ),
    ],
    [
      'a URI that is none',
      framed(
        '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file://%zz/%","languageId":"php","version":1,"text":"<?php"}}}',
      ),
    ],
  ])('goes on after %s', async (_what, message) => {
    const { code, stdout } = await exchange([
      ['', framed(INITIALIZE)],
      ['"id":1,"result"', framed('{"jsonrpc":"2.0","method":"initialized","params":{}}')],
      ['', message],
      ['', framed(SHUTDOWN)],
      ['"id":2,"result"', framed(EXIT)],
    ]);
    expect(code).toBe(0);
    // frames, and nothing between them
    expect(stdout.replace(/Content-Length: (\d+)\r\n\r\n/g, '\n')).toMatch(/^(\n\{.*\})+$/);
  });

  it('ends at once where headers are none, and says why on stderr', async () => {
    const { code, stderr } = await exchange([
      ['', 'GET / HTTP/1.1\r\n\r\n'],
      ['', null],
    ]);
    expect(code).not.toBe(null);
    expect(stderr).not.toContain('internal error');
  });

  it('ends when its input ends', async () => {
    const { code } = await exchange([
      ['', framed(INITIALIZE)],
      ['"id":1,"result"', null],
    ]);
    expect(code).toBe(1);
  });

  it('ends with an editor that dies and leaves its pipes open', async () => {
    const editor = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    const client = await start({ processId: editor.pid! });
    editor.kill('SIGKILL');
    expect(await client.ended()).not.toBe(0);
  });

  it('takes a file of 10 MB, and one of a single long line', async () => {
    const root = folderWith(ROOT_FILES);
    const client = await start({ folders: [root] });
    await client.untilRules(join(root, FILE), 'identifier-too-long');
    const large = `${TEXT}\n${'// nothing to see here\n'.repeat(450_000)}`;
    expect(large.length).toBeGreaterThan(10_000_000);
    await client.open(join(root, FILE), large);
    await client.until('an answer', () => client.published.at(-1)?.version === 1);
    await client.change(join(root, FILE), `<?php ${'['.repeat(200_000)}`);
    await client.until('an answer', () => client.published.at(-1)?.version === 2);
    await client.change(join(root, FILE), TEXT);
    await client.untilRules(join(root, FILE), 'identifier-too-long');
    expect(client.process.exitCode).toBe(null);
  });

  it('takes 1,000 edits as fast as they come, and answers the last', async () => {
    const root = folderWith(ROOT_FILES);
    const file = join(root, FILE);
    const client = await start({ folders: [root] });
    await client.open(file, TEXT);
    await client.untilRules(file, 'identifier-too-long');
    let version = 1;
    for (let edit = 0; edit < 1000; edit++)
      version = await client.change(
        file,
        TEXT.replace("'id',", edit % 3 === 0 ? "'id'," : `'id', // ${edit}\n`),
      );
    version = await client.change(file, TEXT.replace(LONG, 'short'));
    await client.until('the answer to the last', () => client.published.at(-1)?.version === version);
    expect(client.rules(file)).not.toContain('identifier-too-long');
    // it was not judged a thousand times
    expect(client.published.length).toBeLessThan(900);
    expect(client.stderr).toBe('');
    expect(await client.stop()).toBe(0);
  });

  it('answers a cancelled request with that', async () => {
    const root = folderWith(ROOT_FILES);
    const client = await start({ folders: [root] });
    await client.untilRules(join(root, FILE), 'identifier-too-long');
    const params = {
      textDocument: { uri: uriOf(join(root, FILE)) },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [] },
    };
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest('textDocument/codeAction', params, source.token);
    source.cancel();
    const outcome = await answer.then(
      () => 'answered',
      (error: { code: number }) => error.code,
    );
    // it may have been answered before
    expect(['answered', -32800]).toContain(outcome);
  });
});
