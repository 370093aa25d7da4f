/** dialint in VS Code: starts the server that comes with the extension, and shows what it cannot show itself. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

const SQL_SCHEME = 'dialint-sql';

/** What migrations are written in. */
const LANGUAGES = ['php', 'typescript', 'javascript', 'sql'];

/** By URI: the SQL that is shown. */
const shown = new Map<string, string>();

function isTrusted(): boolean {
  const allowed = vscode.workspace.getConfiguration('dialint').get('trustedWorkspace', true);
  return vscode.workspace.isTrusted && allowed;
}

/** The section `dialint` as the server may have it: whether a workspace is trusted is not for its own settings to say. */
function settings(): Record<string, unknown> {
  return {
    engines: vscode.workspace.getConfiguration('dialint').get('engines', []),
    trustedWorkspace: isTrusted(),
  };
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath(path.join('dist', 'server.mjs'));
  client = new LanguageClient(
    'dialint',
    'dialint',
    {
      run: { module, transport: TransportKind.stdio },
      debug: { module, transport: TransportKind.stdio },
    },
    {
      documentSelector: [
        ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', pattern: '**/package.json' },
        { scheme: 'file', pattern: '**/*compose*.y*ml' },
        { scheme: 'file', pattern: '**/dialint.json' },
        { scheme: 'file', pattern: '**/dialint-baseline.json' },
        { scheme: 'file', pattern: '**/composer.json' },
        { scheme: 'file', pattern: '**/.env*' },
      ],
      initializationOptions: {
        ...settings(),
        clientCommands: ['dialint.showSql', 'dialint.replayMigration'],
      },
      middleware: { workspace: { configuration: ({ items }) => items.map(() => settings()) } },
    },
  );
  const tell = () =>
    client?.sendNotification('workspace/didChangeConfiguration', { settings: { dialint: settings() } });
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SQL_SCHEME, {
      provideTextDocumentContent: (uri) => shown.get(uri.toString()) ?? '',
    }),
    vscode.commands.registerCommand('dialint.showSql', showSql),
    vscode.commands.registerCommand('dialint.replayMigration', replay),
    vscode.commands.registerCommand('dialint.replay', () => replay(activeFile())),
    vscode.commands.registerCommand('dialint.sqlOfFile', () => showSql(activeFile())),
    vscode.workspace.onDidGrantWorkspaceTrust(tell),
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function activeFile(): string | undefined {
  return vscode.window.activeTextEditor?.document.uri.toString();
}

async function showSql(uri?: string, engine?: string): Promise<void> {
  if (uri === undefined || client === undefined) return;
  const answer = await client.sendRequest<{ sql: string | null }>('dialint/sql', { uri, engine });
  if (answer.sql === null) {
    void vscode.window.showInformationMessage('dialint: this file belongs to no project with migrations.');
    return;
  }
  const name = path.parse(vscode.Uri.parse(uri).path).name;
  const target = vscode.Uri.from({
    scheme: SQL_SCHEME,
    path: `${name}${engine === undefined ? '' : ` on ${engine}`}.sql`,
  });
  shown.set(target.toString(), answer.sql);
  const document = await vscode.workspace.openTextDocument(target);
  await vscode.languages.setTextDocumentLanguage(document, 'sql');
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

function replay(uri?: string): void {
  if (uri === undefined) return;
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage('dialint: migrations are replayed in a trusted workspace only.');
    return;
  }
  const file = vscode.Uri.parse(uri);
  const cwd = vscode.workspace.getWorkspaceFolder(file)?.uri;
  const command = vscode.workspace.getConfiguration('dialint').get('command', 'npx dialint');
  const terminal = vscode.window.createTerminal({
    name: 'dialint replay',
    ...(cwd === undefined ? {} : { cwd }),
  });
  terminal.show();
  // a name of a file is one word, whatever is in it
  terminal.sendText(`${command} replay '${file.fsPath.replaceAll("'", "'\\''")}'`);
}
