/** What an editor offers about a finding, and what comes of it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CodeAction, Diagnostic, TextDocumentEdit, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { migrationText } from '../support/migration-text.ts';
import { ABLE, application, type Client, folderWith, notBuilt, start, stopAll, uriOf } from './client.ts';

const FILE = '2026_01_01_000001_create_deliveries';
const LONG = 'a_name_that_is_longer_than_any_of_the_engines_that_have_a_limit_takes';
const TEXT = migrationText(
  `Schema::create('deliveries', function (Blueprint $table) {
            $table->id();
            $table->string('note', 20);
            $table->index('note', '${LONG}');
        });`,
  "Schema::dropIfExists('deliveries');",
);
const DROPS = '2026_02_01_000001_drop_index';
const DROPPING = migrationText(
  `Schema::table('deliveries', function (Blueprint $table) { $table->dropIndex('${LONG}'); });`,
  `Schema::table('deliveries', function (Blueprint $table) { $table->index('note', '${LONG}'); });`,
);

afterEach(stopAll);

function at(root: string, name = FILE): string {
  return join(root, `database/migrations/${name}.php`);
}

async function actionsOn(
  client: Client,
  file: string,
  diagnostic: Diagnostic,
  only?: readonly string[],
): Promise<CodeAction[]> {
  return client.request('textDocument/codeAction', {
    textDocument: { uri: uriOf(file) },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic], ...(only === undefined ? {} : { only }) },
  });
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///x', 'php', 1, text), [...edits]);
}

function documentEdits(action: CodeAction): TextDocumentEdit[] {
  return (action.edit?.documentChanges ?? []).filter((one): one is TextDocumentEdit => 'edits' in one);
}

function git(root: string, ...argv: readonly string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  const { status, stderr } = spawnSync('git', [...who, ...argv], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

describe.skipIf(notBuilt)('code actions', () => {
  it('fix what is safe, in all files that it concerns, with the versions of those that are open', async () => {
    const root = folderWith(application({ [FILE]: TEXT, [DROPS]: DROPPING }));
    const client = await start({ folders: [root] });
    await client.open(at(root), TEXT);
    const [found] = await client.untilRules(at(root), 'identifier-too-long');
    const actions = await actionsOn(client, at(root), found!);
    const fix = actions.find(({ isPreferred }) => isPreferred === true);
    expect(fix).toMatchObject({ kind: 'quickfix', diagnostics: [{ code: 'identifier-too-long' }] });
    expect(fix?.edit).toBeUndefined();
    const resolved = await client.request<CodeAction>('codeAction/resolve', fix);
    const edits = documentEdits(resolved);
    expect(edits.map(({ textDocument }) => textDocument)).toEqual([
      { uri: uriOf(at(root)), version: 1 },
      { uri: uriOf(at(root, DROPS)), version: null },
    ]);
    const [own, other] = edits.map(({ edits: list }) => list as TextEdit[]);
    const text = applied(TEXT, own!);
    const name = /->index\('note', '(\w+)'\)/.exec(text)?.[1];
    expect(name?.length).toBeLessThan(65);
    expect(applied(DROPPING, other!)).toContain(`->dropIndex('${name}')`);
    // nothing was written, and what was tried is forgotten
    expect(readFileSync(at(root), 'utf8')).toBe(TEXT);
    await client.change(at(root), `${TEXT}\n// more\n`);
    await client.untilRules(at(root), 'identifier-too-long');
    await client.change(at(root), text);
    await client.untilRules(at(root));
  });

  it('leave a migration alone that is merged, and write a new one', async () => {
    const text = TEXT.replace(/->string[^;]*;\s*[^;]*;/, "->string('kind')->nullable()->index();");
    const root = folderWith(application({ [FILE]: text }));
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'first');
    git(root, 'checkout', '-qb', 'work');
    const client = await start({ folders: [root] });
    const [found] = await client.untilRules(at(root), 'indexed-string-without-length');
    const fixes = (await actionsOn(client, at(root), found!)).filter(({ data }) => data !== undefined);
    expect(fixes).toHaveLength(1);
    expect(fixes[0]).toMatchObject({ title: expect.stringContaining('unsafe') });
    expect(fixes[0]?.isPreferred).toBeUndefined();
    const { edit } = await client.request<CodeAction>('codeAction/resolve', fixes[0]);
    const [create, written] = edit!.documentChanges!;
    expect(create).toMatchObject({
      kind: 'create',
      uri: expect.stringMatching(/\d{4}_\d\d_\d\d_\d{6}_\w+\.php$/),
    });
    expect(written).toMatchObject({
      textDocument: { uri: (create as { uri: string }).uri, version: null },
      edits: [{ newText: expect.stringContaining("->string('kind', 191)->nullable()->change()") }],
    });
  });

  it('give an editor that cannot ask later the edit at once, in the form that it knows', async () => {
    const root = folderWith(application({ [FILE]: TEXT }));
    const client = await start({ folders: [root], capabilities: { workspace: {}, textDocument: {} } });
    const [found] = await client.untilRules(at(root), 'identifier-too-long');
    const [fix] = await actionsOn(client, at(root), found!);
    const [edits] = Object.values(fix?.edit?.changes ?? {});
    expect(applied(TEXT, edits!)).not.toContain(LONG);
  });

  it('suppress with a reason, where it stands or in the whole file', async () => {
    const text = TEXT.replace("Schema::dropIfExists('deliveries');", '');
    const root = folderWith(application({ [FILE]: text }));
    const client = await start({ folders: [root] });
    await client.open(at(root), text);
    const found = await client.untilRules(at(root), 'identifier-too-long', 'missing-down');
    for (const diagnostic of found) {
      const actions = await actionsOn(client, at(root), diagnostic);
      const suppress = actions.find(({ title }) => title.startsWith(`Suppress ${diagnostic.code}`));
      const [edit] = documentEdits(suppress!);
      const next = applied(text, edit!.edits as TextEdit[]);
      expect(next).toMatch(new RegExp(`^ +// dialint-disable-next-line ${diagnostic.code} -- \\S`, 'm'));
      await client.change(at(root), next);
      const others = found.filter((one) => one !== diagnostic).map(({ code }) => String(code));
      await client.untilRules(at(root), ...others);
      await client.change(at(root), text);
      await client.untilRules(at(root), 'identifier-too-long', 'missing-down');
    }
  });

  it('let an editor that knows snippets put the cursor on the reason', async () => {
    const root = folderWith(application({ [FILE]: TEXT }));
    const client = await start({
      folders: [root],
      capabilities: {
        ...ABLE,
        workspace: { ...ABLE.workspace, workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
      },
    });
    const [found] = await client.untilRules(at(root), 'identifier-too-long');
    const actions = await actionsOn(client, at(root), found!);
    const suppress = actions.find(({ title }) => title.startsWith('Suppress'));
    expect(JSON.stringify(documentEdits(suppress!))).toContain('-- ${1:');
  });

  it('open the page of the rule', async () => {
    const root = folderWith(application({ [FILE]: TEXT }));
    const client = await start({ folders: [root] });
    const [found] = await client.untilRules(at(root), 'identifier-too-long');
    const actions = await actionsOn(client, at(root), found!);
    const { command } = actions.find(({ title }) => title.startsWith('Open'))!;
    await client.request('workspace/executeCommand', command);
    expect(client.shown).toEqual([expect.stringMatching(/docs\/rules\/identifier-too-long\.md$/)]);
  });

  it('fix all that is safe where an editor asks for that on saving', async () => {
    const text = TEXT.replace("string('note', 20)", "string('note', 20)->defualt('x')");
    const root = folderWith(application({ [FILE]: text }));
    const client = await start({ folders: [root] });
    await client.open(at(root), text);
    const [found] = await client.untilRules(at(root), 'identifier-too-long', 'unknown-column-modifier');
    const actions = await actionsOn(client, at(root), found!, ['source.fixAll']);
    expect(actions).toHaveLength(1);
    const resolved = await client.request<CodeAction>('codeAction/resolve', actions[0]);
    const [edit] = documentEdits(resolved);
    const fixed = applied(text, edit!.edits as TextEdit[]);
    expect(fixed).toContain("->default('x')");
    expect(fixed).not.toContain(LONG);
  });

  it('offer no fix while the file does not parse', async () => {
    const root = folderWith(application({ [FILE]: TEXT }));
    const client = await start({ folders: [root] });
    await client.open(at(root), TEXT);
    await client.untilRules(at(root), 'identifier-too-long');
    await client.change(at(root), TEXT.replace('->id()', '->id('));
    const found = await client.untilRules(at(root), 'identifier-too-long', 'syntax-error');
    const stale = found.find(({ code }) => code === 'identifier-too-long')!;
    const titles = (await actionsOn(client, at(root), stale)).map(({ title }) => title);
    expect(titles).toEqual(['Open the page of identifier-too-long']);
  });
});
