/** An editor as the server sees it: starts the built command, and speaks the protocol with it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MAIN = join(ROOT, 'dist/src/cli/main.js');

/** Is there no built command to start? `npm test` builds it. */
export const notBuilt = !existsSync(MAIN) && process.env.CI !== 'true';

/** What editors of today can do; a test that wants less takes something away. */
export const ABLE: ClientCapabilities = {
  workspace: {
    configuration: false,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, versionSupport: true },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] }, isPreferredSupport: true },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

export interface ClientOptions {
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly processId?: number | null;
  readonly argv?: readonly string[];
}

/** Milliseconds that a test waits for something that should come at once. */
const PATIENCE = 15_000;

export class Client {
  readonly process: ChildProcessWithoutNullStreams;
  readonly connection: MessageConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly registrations: { readonly method: string; readonly registerOptions?: unknown }[] = [];
  readonly messages: string[] = [];
  readonly progress: { readonly kind: string; readonly title?: string }[] = [];
  readonly shown: string[] = [];
  stderr = '';
  /** The answers to workspace/configuration. */
  configuration: unknown = null;
  refreshed = 0;
  #initialized!: InitializeResult;
  #waiting: (() => void)[] = [];
  #versions = new Map<string, number>();

  private constructor(argv: readonly string[]) {
    const { FORCE_COLOR: _colour, ...env } = process.env;
    this.process = spawn(process.execPath, [MAIN, 'lsp', ...argv], { env });
    this.process.stderr.on('data', (data: Buffer) => {
      this.stderr += data.toString();
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    // a test that ends the server breaks what is on its way
    this.process.stdin.on('error', () => {});
    this.connection.onError(() => {});
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    connection.onRequest('client/registerCapability', ({ registrations }) => {
      this.registrations.push(...registrations);
      return null;
    });
    connection.onRequest('workspace/configuration', () => [this.configuration]);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onNotification('$/progress', ({ value }) => {
      this.progress.push(value);
    });
    connection.onRequest('window/showMessageRequest', () => null);
    connection.onRequest('window/showDocument', ({ uri }: { uri: string }) => {
      this.shown.push(uri);
      return { success: true };
    });
    for (const what of ['diagnostic', 'inlayHint', 'codeLens'])
      connection.onRequest(`workspace/${what}/refresh`, () => {
        this.refreshed++;
        for (const wake of this.#waiting.splice(0)) wake();
        return null;
      });
    connection.listen();
  }

  static async start({
    folders = [],
    capabilities = ABLE,
    initializationOptions,
    processId = process.pid,
    argv = [],
  }: ClientOptions = {}): Promise<Client> {
    const client = new Client(argv);
    client.#initialized = await client.connection.sendRequest('initialize', {
      processId,
      rootUri: null,
      capabilities,
      initializationOptions,
      workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })),
    });
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  get initialized(): InitializeResult {
    return this.#initialized;
  }

  async open(path: string, text: string): Promise<void> {
    this.#versions.set(path, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uriOf(path), languageId: 'php', version: 1, text },
    });
  }

  /** Gives the version. */
  async change(path: string, text: string): Promise<number> {
    const version = (this.#versions.get(path) ?? 0) + 1;
    this.#versions.set(path, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uriOf(path), version },
      contentChanges: [{ text }],
    });
    return version;
  }

  async close(path: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
  }

  /** `type`: 1 created, 2 changed, 3 deleted. */
  async touch(type: 1 | 2 | 3, ...paths: readonly string[]): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: paths.map((path) => ({ uri: uriOf(path), type })),
    });
  }

  /** The last that was published of the file; undefined: nothing. */
  last(path: string): readonly Diagnostic[] | undefined {
    return this.published.findLast(({ uri }) => uri === uriOf(path))?.diagnostics;
  }

  rules(path: string): string[] {
    return (this.last(path) ?? []).map(({ code }) => String(code)).sort();
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!holds()) {
      if (Date.now() > end) {
        const sent = this.published.slice(-3).map((one) => JSON.stringify(one).slice(0, 600));
        throw new Error(`waited in vain for ${what}\n${sent.join('\n')}\n${this.stderr}`);
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, 50);
      });
    }
  }

  /** Waits until the file's findings are of these rules. */
  async untilRules(path: string, ...rules: readonly string[]): Promise<readonly Diagnostic[]> {
    const wanted = [...rules].sort().join();
    await this.until(`${wanted || 'nothing'} in ${path}; it has ${this.rules(path)}`, () => {
      return this.last(path) !== undefined && this.rules(path).join() === wanted;
    });
    return this.last(path) ?? [];
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  /** Exit code; null: it was killed. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    const ended = this.ended();
    await this.connection.sendRequest('shutdown').catch(() => {});
    await this.connection.sendNotification('exit').catch(() => {});
    return ended;
  }

  ended(): Promise<number | null> {
    if (this.process.exitCode !== null) return Promise.resolve(this.process.exitCode);
    return new Promise((resolve) => this.process.once('exit', resolve));
  }
}

const started: Client[] = [];

/** A client that `stopAll` stops. */
export async function start(options: ClientOptions = {}): Promise<Client> {
  const client = await Client.start(options);
  started.push(client);
  return client;
}

/** Ends all servers, and removes all folders of the test. */
export async function stopAll(): Promise<void> {
  for (const client of started.splice(0)) {
    await client.stop();
    client.connection.dispose();
  }
  removeFolders();
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

const folders: string[] = [];

/** A folder with these files, which `stopAll` removes. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-lsp-')));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

export function copyOf(fixture: string): string {
  const folder = folderWith({});
  cpSync(join(ROOT, 'fixtures', fixture), folder, { recursive: true });
  return folder;
}

function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A Laravel application of these migrations. */
export function application(
  migrations: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    artisan: '',
    'composer.json': '{"require":{"laravel/framework":"^12.0"}}',
    ...Object.fromEntries(
      Object.entries(migrations).map(([name, text]) => [`database/migrations/${name}.php`, text]),
    ),
    ...others,
  };
}
