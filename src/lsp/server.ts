/** The language server: what the protocol asks, answered from the projects that are open. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type CodeAction,
  type Connection,
  createConnection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  type Diagnostic as LspDiagnostic,
  MessageType,
  ProposedFeatures,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../analyse.ts';
import { type Editable, editableFiles } from '../git/merged.ts';
import { ConfigError } from '../project/index.ts';
import type { Diagnostic } from '../schema/index.ts';
import { VERSION } from '../version.ts';
import {
  ACTION_KINDS,
  type ActionContext,
  type ActionData,
  codeActions,
  editOf,
  NoFix,
  OPEN_RULE_PAGE,
} from './actions.ts';
import { configDiagnostics, lspDiagnostic } from './diagnostics.ts';
import { hoverText } from './hover.ts';
import { objectsAt, objectsIn, type SchemaObject } from './objects.ts';
import type { OpenProject } from './open-project.ts';
import { codeLenses, documentSymbols, inlayHints } from './outline.ts';
import { pathOf, rangeOf, uriOf } from './places.ts';
import { type ClientTraits, readSettings, type Settings, traitsOf } from './settings.ts';
import { type SqlAnswer, type SqlRequest, sqlOfFile } from './sql.ts';
import { type Editor, Workspace } from './workspace.ts';

/** What a check may rest on; vendor/ is among it, since packages bring migrations. */
const WATCHED = [
  '**/*.{php,json,lock,xml,dist,sql,dump,js,cjs,mjs,ts,cts,mts,yml,yaml,toml}',
  '**/.env*',
  '**/artisan',
  '**/dialint.config.*',
];

/** `Git` starts processes: what it says of merged files is believed for so long (milliseconds). */
const GIT_HOLDS = 10_000;

const SQL_COMMAND = 'dialint.sql';

export interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** For what is meant for people; nothing else is written there. */
  log(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Serves until the client says that it ends, or is gone; then the process ends. */
export function serve(streams: Streams): void {
  new Server(createConnection(ProposedFeatures.all, streams.input, streams.output), streams).listen();
}

class Server {
  readonly #connection: Connection;
  readonly #streams: Streams;
  readonly #documents = new TextDocuments(TextDocument);
  #traits: ClientTraits = traitsOf({});
  #settings: Settings = readSettings(undefined);
  #folders: string[] = [];
  #clientCommands: ReadonlySet<string> = new Set();
  #workspace: Workspace;
  /** By URI: what was sent last, so that nothing is sent twice. */
  readonly #sent = new Map<string, string>();
  /** By project: the files (absolute) that had something to tell. */
  readonly #told = new WeakMap<OpenProject, Set<string>>();
  /** By file (absolute). */
  readonly #objects = new WeakMap<Analysis, Map<string, readonly SchemaObject[]>>();
  readonly #editable = new Map<string, { readonly at: number; readonly editable: Editable }>();
  readonly #said = new Set<string>();
  #initialized = false;

  constructor(connection: Connection, streams: Streams) {
    this.#connection = connection;
    this.#streams = streams;
    this.#workspace = this.#newWorkspace();
  }

  #newWorkspace(): Workspace {
    const editor: Editor = {
      texts: () => this.#texts(),
      watches: this.#traits.watchesFiles,
      changed: (project, files) => this.#changed(project, files),
      failed: (error) => this.#log(error),
    };
    return new Workspace(editor, this.#settings);
  }

  #log(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#streams.log(`dialint lsp: ${text}`);
  }

  /** Said once: a project that stays as it is would say it at every key. */
  #tell(message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.#streams.log(`dialint lsp: ${message}`);
    void this.#connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message: `dialint: ${message}`,
    });
  }

  #texts(): Map<string, string> {
    const texts = new Map<string, string>();
    for (const document of this.#documents.all()) {
      const path = pathOf(document.uri);
      if (path !== null) texts.set(path, document.getText());
    }
    return texts;
  }

  #document(path: string): TextDocument | undefined {
    return this.#documents.get(uriOf(path)) ?? this.#documents.all().find(({ uri }) => pathOf(uri) === path);
  }

  /** As the editor has it, or the disk; '' where neither does. */
  #textOf(path: string): string {
    const open = this.#document(path)?.getText();
    if (open !== undefined) return open;
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#guarded(() => this.#begin()));
    connection.onDidChangeConfiguration(({ settings }) =>
      this.#guarded(async () => {
        // Who can be asked is believed when asked only: what is sent along may be as a workspace has it, trusted or not.
        if (this.#traits.hasConfiguration) await this.#readConfiguration();
        else {
          const own = (settings as { dialint?: unknown } | null)?.dialint;
          this.#settings = readSettings(own, this.#settings);
        }
        await this.#workspace.configure(this.#settings);
      }),
    );
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#guarded(() => this.#workspace.touched(changes.flatMap(({ uri }) => pathOf(uri) ?? []))),
    );
    const edited = ({ document }: { readonly document: TextDocument }): void => {
      const path = pathOf(document.uri);
      if (path === null || !this.#initialized) return;
      this.#guarded(() => this.#workspace.edited(path));
    };
    this.#documents.onDidChangeContent(edited);
    this.#documents.onDidClose(edited);
    this.#documents.listen(connection);
    this.#answerDiagnostics();
    this.#answerActions();
    this.#answerAboutObjects();
    connection.onShutdown(() => this.#workspace.close());
    connection.listen();
  }

  #guarded(action: () => void | Promise<void>): void {
    // what fails here has nobody to answer to
    Promise.resolve()
      .then(action)
      .catch((error: unknown) => this.#log(error));
  }

  #initialize({
    capabilities,
    workspaceFolders,
    rootUri,
    initializationOptions,
  }: InitializeParams): InitializeResult {
    this.#traits = traitsOf(capabilities);
    this.#settings = readSettings(initializationOptions);
    const given: unknown = (initializationOptions as { clientCommands?: unknown } | null)?.clientCommands;
    this.#clientCommands = new Set(Array.isArray(given) ? given.map(String) : []);
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri == null ? [] : [rootUri]);
    this.#folders = uris.flatMap((uri) => pathOf(uri) ?? []);
    this.#workspace = this.#newWorkspace();
    return {
      serverInfo: { name: 'dialint', version: VERSION },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeActionProvider: {
          codeActionKinds: [...ACTION_KINDS],
          resolveProvider: this.#traits.resolvesEdits,
        },
        hoverProvider: true,
        codeLensProvider: {},
        inlayHintProvider: true,
        documentSymbolProvider: true,
        executeCommandProvider: { commands: [OPEN_RULE_PAGE, SQL_COMMAND] },
        ...(this.#traits.pullsDiagnostics
          ? {
              diagnosticProvider: {
                identifier: 'dialint',
                interFileDependencies: true,
                workspaceDiagnostics: true,
              },
            }
          : {}),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async #begin(): Promise<void> {
    const connection = this.#connection;
    if (this.#traits.watchesFiles) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: WATCHED.map((globPattern) => ({ globPattern })),
      });
    }
    if (this.#traits.hasConfiguration) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'dialint' });
    }
    if (this.#traits.hasFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.#guarded(async () => {
          const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
          this.#folders = [
            ...this.#folders.filter((folder) => !gone.has(folder)),
            ...added.flatMap(({ uri }) => pathOf(uri) ?? []),
          ];
          await this.#open();
        }),
      );
    }
    await this.#readConfiguration();
    await this.#workspace.configure(this.#settings);
    await this.#open();
    this.#initialized = true;
    // What was edited meanwhile.
    for (const path of this.#texts().keys()) await this.#workspace.edited(path);
  }

  async #readConfiguration(): Promise<void> {
    if (!this.#traits.hasConfiguration) return;
    this.#settings = readSettings(
      await this.#connection.workspace.getConfiguration('dialint'),
      this.#settings,
    );
  }

  async #open(): Promise<void> {
    const progress = this.#traits.showsProgress
      ? await this.#connection.window.createWorkDoneProgress()
      : undefined;
    progress?.begin('dialint', 0, 'reading migrations');
    try {
      await this.#workspace.open(this.#folders, async (root, index, count) => {
        progress?.report(Math.floor((100 * index) / count), root);
        // What reads the project lets nothing else run: the message goes out before.
        await new Promise((resolve) => setImmediate(resolve));
      });
    } finally {
      progress?.done();
    }
  }

  #changed(project: OpenProject, files: ReadonlySet<string> | undefined): void {
    const { trouble } = project;
    if (trouble !== undefined && !(trouble.error instanceof ConfigError)) {
      this.#tell(trouble.error.message);
      if (!['UsageError', 'PartMissing'].includes(trouble.error.name)) this.#log(trouble.error);
    }
    if (this.#traits.pullsDiagnostics) {
      // The edited document is asked for anyway.
      if (files === undefined) this.#connection.languages.diagnostics.refresh();
    } else this.#push(project, files);
    if (files === undefined) {
      if (this.#traits.refreshesHints) void this.#connection.languages.inlayHint.refresh();
      if (this.#traits.refreshesLenses) void this.#connection.sendRequest('workspace/codeLens/refresh');
    }
  }

  #push(project: OpenProject, files: ReadonlySet<string> | undefined): void {
    const before = this.#told.get(project) ?? new Set<string>();
    const now = new Set([
      ...project.files(),
      ...(project.trouble?.file === undefined ? [] : [project.trouble.file]),
    ]);
    const all = new Set([...before, ...now]);
    this.#told.set(project, now);
    for (const file of files ?? all) {
      const document = this.#document(file);
      const uri = document?.uri ?? uriOf(file);
      const diagnostics = this.#diagnosticsOf(project, file);
      const version = document === undefined ? {} : { version: document.version };
      const text = JSON.stringify(diagnostics);
      // Of an edited document the client wants to know that there is still nothing.
      if (files === undefined && (this.#sent.get(uri) ?? '[]') === text) continue;
      if (text === '[]') this.#sent.delete(uri);
      else this.#sent.set(uri, text);
      void this.#connection.sendDiagnostics({ uri, ...version, diagnostics });
    }
  }

  #diagnosticsOf(project: OpenProject, file: string): LspDiagnostic[] {
    const { trouble } = project;
    const own =
      trouble?.file === file && trouble.error instanceof ConfigError ? configDiagnostics(trouble.error) : [];
    return [...own, ...project.findings(file).map((finding) => this.#shown(project, finding))];
  }

  #shown(project: OpenProject, finding: Diagnostic): LspDiagnostic {
    return lspDiagnostic(finding, {
      absolute: (file) => project.absolute(file),
      objects: this.#objectsIn(project, project.absolute(finding.file)),
    });
  }

  /** What a file (absolute) makes, at the places of the text that was judged. */
  #objectsIn(project: OpenProject, file: string): readonly SchemaObject[] {
    const analysis = project.analysisOf(file);
    if (analysis === undefined) return [];
    const ofAnalysis = this.#objects.get(analysis) ?? new Map<string, readonly SchemaObject[]>();
    this.#objects.set(analysis, ofAnalysis);
    const known = ofAnalysis.get(file);
    if (known !== undefined) return known;
    const objects = objectsIn(analysis.timelines, project.relative(file));
    ofAnalysis.set(file, objects);
    return objects;
  }

  /** The project and path of a document, once all edits are taken in; undefined: it is none of ours. */
  #of(uri: string): { readonly project: OpenProject; readonly file: string } | undefined {
    const file = pathOf(uri);
    if (file === null) return undefined;
    this.#workspace.flush();
    const project = this.#workspace.projectOf(file);
    return project === undefined ? undefined : { project, file };
  }

  #answerDiagnostics(): void {
    const { languages } = this.#connection;
    const report = (project: OpenProject | undefined, file: string, previous: string | undefined) => {
      const items = project === undefined ? [] : this.#diagnosticsOf(project, file);
      const resultId = createHash('sha1').update(JSON.stringify(items)).digest('hex');
      return resultId === previous
        ? ({ kind: DocumentDiagnosticReportKind.Unchanged, resultId } as const)
        : ({ kind: DocumentDiagnosticReportKind.Full, resultId, items } as const);
    };
    languages.diagnostics.on(({ textDocument, previousResultId }, token) => {
      if (token.isCancellationRequested) throw cancelled();
      const found = this.#of(textDocument.uri);
      return report(found?.project, found?.file ?? '', previousResultId);
    });
    languages.diagnostics.onWorkspace(({ previousResultIds }, token) => {
      if (token.isCancellationRequested) throw cancelled();
      this.#workspace.complete();
      const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      const items = this.#workspace.projects.flatMap((project) => {
        const files = new Set([
          ...project.files(),
          ...(project.trouble?.file === undefined ? [] : [project.trouble.file]),
          ...[...before.keys()].flatMap((uri) => {
            const path = pathOf(uri);
            return path !== null && this.#workspace.projectOf(path) === project ? [path] : [];
          }),
        ]);
        return [...files].map((file) => {
          const document = this.#document(file);
          const uri = document?.uri ?? uriOf(file);
          return { uri, version: document?.version ?? null, ...report(project, file, before.get(uri)) };
        });
      });
      return { items };
    });
  }

  #contextOf(project: OpenProject, file: string): ActionContext {
    return {
      project,
      file,
      traits: this.#traits,
      editable: this.#editableIn(project.root),
      held: (path) => {
        const document = this.#document(path);
        return document === undefined
          ? undefined
          : { uri: document.uri, version: document.version, text: document.getText() };
      },
    };
  }

  #editableIn(root: string): Editable {
    const known = this.#editable.get(root);
    if (known !== undefined && Date.now() - known.at < GIT_HOLDS) return known.editable;
    const editable = editableFiles(root, new Set(), { env: this.#streams.env, cwd: root });
    this.#editable.set(root, { at: Date.now(), editable });
    return editable;
  }

  #answerActions(): void {
    const connection = this.#connection;
    connection.onCodeAction((params, token) => {
      if (token.isCancellationRequested) throw cancelled();
      const found = this.#of(params.textDocument.uri);
      if (found === undefined) return [];
      const { project, file } = found;
      return codeActions(params, this.#contextOf(project, file), (finding) => this.#shown(project, finding));
    });
    connection.onCodeActionResolve((action): CodeAction => {
      const data = action.data as ActionData | undefined;
      const found = data === undefined ? undefined : this.#of(data.uri);
      if (data === undefined || found === undefined) return action;
      try {
        return { ...action, edit: editOf(data, this.#contextOf(found.project, found.file)) };
      } catch (error) {
        if (!(error instanceof NoFix)) throw error;
        throw new ResponseError(ErrorCodes.InvalidRequest, error.message);
      }
    });
    connection.onExecuteCommand(async ({ command, arguments: given = [] }) => {
      const [first, second] = given as readonly unknown[];
      if (command === OPEN_RULE_PAGE && typeof first === 'string') {
        if (!this.#traits.showsDocuments) {
          await connection.sendNotification(ShowMessageNotification.type, {
            type: MessageType.Info,
            message: first,
          });
          return null;
        }
        await connection.window.showDocument({ uri: first, takeFocus: true });
        return null;
      }
      if (command === SQL_COMMAND && typeof first === 'string')
        return this.#sql({ uri: first, ...(typeof second === 'string' ? { engine: second } : {}) });
      throw new ResponseError(ErrorCodes.InvalidParams, `dialint: ${command} is called otherwise`);
    });
    connection.onRequest('dialint/sql', (request: SqlRequest) => this.#sql(request));
  }

  #sql({ uri, engine }: SqlRequest): SqlAnswer {
    const found = typeof uri === 'string' ? this.#of(uri) : undefined;
    if (found === undefined) return { sql: null };
    try {
      return { sql: sqlOfFile(found.project, found.file, engine) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ResponseError(ErrorCodes.InvalidParams, message);
    }
  }

  #answerAboutObjects(): void {
    const connection = this.#connection;
    connection.onHover(({ textDocument, position }) => {
      const found = this.#of(textDocument.uri);
      const document = this.#documents.get(textDocument.uri);
      if (found === undefined || document === undefined) return null;
      const { project, file } = found;
      const moved = project.moved(file);
      const at = objectsAt(this.#objectsIn(project, file), moved.offsetBack(document.offsetAt(position)));
      const [first] = at;
      // A table's call holds all of its columns: only its head is about the table.
      if (
        first === undefined ||
        (first.kind === 'table' && rangeOf(moved.span(first.origin.span)).start.line !== position.line)
      )
        return null;
      return {
        contents: { kind: 'markdown', value: hoverText(at) },
        range: rangeOf(moved.span(first.origin.span)),
      };
    });
    connection.onDocumentSymbol(({ textDocument }) => {
      const found = this.#of(textDocument.uri);
      if (found === undefined) return [];
      return documentSymbols(this.#objectsIn(found.project, found.file), found.project.moved(found.file));
    });
    connection.languages.inlayHint.on(({ textDocument, range }) => {
      const found = this.#of(textDocument.uri);
      if (found === undefined) return [];
      const { project, file } = found;
      return inlayHints(this.#objectsIn(project, file), project.moved(file), this.#textOf(file), range);
    });
    connection.onCodeLens(({ textDocument: { uri } }) => {
      const found = this.#of(uri);
      const { analysis } = found?.project ?? {};
      if (found === undefined || analysis === undefined) return [];
      const own = found.project.relative(found.file);
      if (!analysis.project.migrations.some(({ file }) => file === own)) return [];
      return codeLenses(this.#textOf(found.file), uri, analysis.targets, this.#clientCommands);
    });
  }
}

function cancelled(): ResponseError<void> {
  return new ResponseError(-32800, 'the request was cancelled');
}
