/** Findings while one types, as an editor receives them from the built command. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { migrationText } from '../support/migration-text.ts';
import { ABLE, application, folderWith, notBuilt, start, stopAll, uriOf } from './client.ts';

const LONG = 'a_name_that_is_longer_than_any_of_the_engines_that_have_a_limit_takes';
const TABLE = (more = ''): string =>
  migrationText(
    `Schema::create('deliveries', function (Blueprint $table) {
            $table->id();
            ${more}
        });`,
    "Schema::dropIfExists('deliveries');",
  );
const INDEXED = `$table->string('note', 20);
            $table->index('note', '${LONG}');`;
const FILE = '2026_01_01_000001_create_deliveries';

afterEach(stopAll);

function at(root: string, name = FILE): string {
  return join(root, `database/migrations/${name}.php`);
}

describe.skipIf(notBuilt)('the language server', () => {
  it('tells what is wrong in files that nobody has opened, with progress, and asks to be told of changes', async () => {
    const root = folderWith(application({ [FILE]: TABLE(INDEXED) }));
    const client = await start({ folders: [root] });
    const [found] = await client.untilRules(at(root), 'identifier-too-long');
    expect(found).toMatchObject({
      source: 'dialint',
      severity: 1,
      code: 'identifier-too-long',
      message: expect.stringContaining(LONG),
      codeDescription: { href: expect.stringMatching(/^file:.*\/docs\/rules\/identifier-too-long\.md$/) },
    });
    const line = TABLE(INDEXED)
      .split('\n')
      .findIndex((text) => text.includes('->index('));
    expect(found!.range.start).toEqual({ line, character: 20 });
    await client.until('the end of the progress', () => client.progress.at(-1)?.kind === 'end');
    expect(client.progress.map(({ kind }) => kind)).toEqual(['begin', 'report', 'end']);
    expect(client.registrations.map(({ method }) => method)).toContain('workspace/didChangeWatchedFiles');
    expect(client.stderr).toBe('');
  });

  it('judges what is not saved, and goes back to the disk when the document is closed', async () => {
    const root = folderWith(application({ [FILE]: TABLE() }));
    const client = await start({ folders: [root] });
    await client.open(at(root), TABLE());
    await client.untilRules(at(root));
    const version = await client.change(at(root), TABLE(INDEXED));
    await client.untilRules(at(root), 'identifier-too-long');
    expect(client.published.at(-1)?.version).toBe(version);
    await client.close(at(root));
    await client.untilRules(at(root));
  });

  it('keeps the last good findings beside a syntax error, and moves them with the text', async () => {
    const root = folderWith(application({ [FILE]: TABLE(INDEXED) }));
    const client = await start({ folders: [root] });
    await client.open(at(root), TABLE(INDEXED));
    const [before] = await client.untilRules(at(root), 'identifier-too-long');
    const broken = TABLE(INDEXED).replace('$table->id();', '$table->id(;\n\n');
    await client.change(at(root), broken);
    const found = await client.untilRules(at(root), 'identifier-too-long', 'syntax-error');
    const after = found.find(({ code }) => code === 'identifier-too-long');
    expect(after?.range.start.line).toBe(before!.range.start.line + 2);
    // the error is gone, and what it hid is there at once
    await client.change(at(root), TABLE());
    await client.untilRules(at(root));
  });

  it('tells a file that never parsed', async () => {
    const root = folderWith(application({ [FILE]: TABLE().replace('(Blueprint', '((Blueprint') }));
    const client = await start({ folders: [root] });
    await client.untilRules(at(root), 'syntax-error');
  });

  it('says where the table was made that a later migration changes', async () => {
    const later = '2026_02_01_000001_index_deliveries';
    const root = folderWith(
      application({
        [FILE]: TABLE("$table->string('note', 20);"),
        [later]: migrationText(
          `Schema::table('deliveries', function (Blueprint $table) { $table->index('note', '${LONG}'); });`,
          `Schema::table('deliveries', function (Blueprint $table) { $table->dropIndex('${LONG}'); });`,
        ),
      }),
    );
    const client = await start({ folders: [root] });
    const found = await client.untilRules(at(root, later), 'identifier-too-long');
    expect(found[0]?.relatedInformation).toContainEqual({
      message: 'table "deliveries" is created here',
      location: {
        uri: uriOf(at(root)),
        range: expect.objectContaining({ start: { line: 7, character: 8 } }),
      },
    });
  });

  it('tells of other files what an edit did to them', async () => {
    const later = '2026_02_01_000001_index_deliveries';
    const root = folderWith(
      application({
        [FILE]: TABLE("$table->string('note', 20);"),
        [later]: migrationText(
          "Schema::table('deliveries', function (Blueprint $table) { $table->index('note'); });",
          "Schema::table('deliveries', function (Blueprint $table) { $table->dropIndex(['note']); });",
        ),
      }),
    );
    const client = await start({ folders: [root], initializationOptions: { engines: ['mysql@8.4'] } });
    await client.open(at(root), TABLE("$table->string('note', 20);"));
    await client.untilRules(at(root));
    await client.change(at(root), TABLE("$table->text('note');"));
    await client.until('a finding in the later migration', () =>
      (client.last(at(root, later)) ?? []).some(({ code }) => code === 'text-index-needs-length'),
    );
    await client.change(at(root), TABLE("$table->string('note', 20);"));
    await client.untilRules(at(root, later));
  });

  it('follows files that come, change and go on the disk, also while they are open', async () => {
    const root = folderWith(application({ [FILE]: TABLE() }));
    const client = await start({ folders: [root] });
    await client.open(at(root), TABLE());
    await client.untilRules(at(root));
    const added = at(root, '2026_02_01_000001_more');
    writeFileSync(added, TABLE(INDEXED).replaceAll('deliveries', 'parcels'));
    await client.touch(1, added);
    await client.untilRules(added, 'identifier-too-long');
    writeFileSync(added, TABLE().replaceAll('deliveries', 'parcels'));
    await client.touch(2, added);
    await client.untilRules(added);
    await client.open(added, TABLE(INDEXED).replaceAll('deliveries', 'parcels'));
    await client.untilRules(added, 'identifier-too-long');
    rmSync(added);
    await client.touch(3, added);
    await client.untilRules(added);
    await client.change(added, TABLE(INDEXED));
    await client.change(at(root), TABLE(INDEXED));
    await client.untilRules(at(root), 'identifier-too-long');
    expect(client.stderr).toBe('');
  });

  it('reads a configuration again that changes, and shows what is wrong with it in its place', async () => {
    const root = folderWith(application({ [FILE]: TABLE(INDEXED) }));
    const config = join(root, 'dialint.json');
    const client = await start({ folders: [root] });
    await client.untilRules(at(root), 'identifier-too-long');
    writeFileSync(config, '{"rules":{"identifier-too-long":"off"}}');
    await client.touch(1, config);
    // what no other rule explains any more
    await client.untilRules(at(root), 'engine-rejects');
    await client.open(config, '{\n  "rules": { "identifier-too-longer": "off" }\n}');
    await client.until('a finding in dialint.json', () => (client.last(config) ?? []).length > 0);
    expect(client.last(config)?.[0]).toMatchObject({
      message: expect.stringContaining('identifier-too-longer'),
      range: { start: { line: 1, character: 13 } },
    });
    await client.change(config, '{}');
    await client.untilRules(at(root), 'identifier-too-long');
    await client.untilRules(config);
    // the application's own engine, which cuts the name
    writeFileSync(join(root, '.env'), 'DB_CONNECTION=pgsql\n');
    await client.touch(1, join(root, '.env'));
    await client.until('PostgreSQL', () => client.last(at(root))?.[0]?.severity === 2);
  });

  it('takes in what is no migration once nobody types', async () => {
    const model = (casts: string) => `<?php
namespace App\\Models;
use Illuminate\\Database\\Eloquent\\Model;
class Delivery extends Model {
    protected $casts = [${casts}];
}
`;
    const root = folderWith(
      application({ [FILE]: TABLE("$table->text('route');") }, { 'app/Models/Delivery.php': model('') }),
    );
    const client = await start({ folders: [root] });
    const file = join(root, 'app/Models/Delivery.php');
    await client.open(at(root), TABLE("$table->text('route');"));
    await client.untilRules(at(root));
    await client.open(file, model(''));
    await client.change(file, model("'route' => 'array'"));
    await client.untilRules(at(root), 'text-instead-of-json');
    await client.change(file, model(''));
    await client.untilRules(at(root));
  });

  it('knows several folders, and several projects in one', async () => {
    const files = application({ [FILE]: TABLE(INDEXED) });
    const under = (folder: string) =>
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
    const both = folderWith({ ...under('shop'), ...under('admin') });
    const other = folderWith(files);
    const client = await start({ folders: [both, other] });
    for (const root of [join(both, 'shop'), join(both, 'admin'), other])
      await client.untilRules(at(root), 'identifier-too-long');
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: uriOf(other), name: 'other' }] },
    });
    await client.untilRules(at(other));
    expect(client.rules(at(join(both, 'shop')))).toEqual(['identifier-too-long']);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: uriOf(other), name: 'other' }], removed: [] },
    });
    await client.untilRules(at(other), 'identifier-too-long');
  });

  it('runs a dialint.config.mjs in a trusted workspace only', async () => {
    const root = folderWith(
      application(
        { [FILE]: TABLE(INDEXED) },
        {
          'dialint.config.mjs': `import { writeFileSync } from 'node:fs';
writeFileSync(new URL('./was-run', import.meta.url), '');
export default { rules: { 'identifier-too-long': 'warning' } };`,
        },
      ),
    );
    const { existsSync } = await import('node:fs');
    const wary = await start({ folders: [root] });
    await wary.until('a warning', () => wary.messages.length > 0);
    expect(wary.messages[0]).toContain('dialint.config.mjs is code');
    expect(existsSync(join(root, 'was-run'))).toBe(false);
    expect(wary.last(at(root))).toBeUndefined();
    await wary.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dialint: { trustedWorkspace: true } },
    });
    const [found] = await wary.untilRules(at(root), 'identifier-too-long');
    expect(found?.severity).toBe(2);
    expect(existsSync(join(root, 'was-run'))).toBe(true);
  });

  it('believes an editor that can be asked only when asked', async () => {
    const root = folderWith(
      application(
        { [FILE]: TABLE(INDEXED) },
        { 'dialint.config.mjs': "export default { rules: { 'identifier-too-long': 'warning' } };" },
      ),
    );
    const client = await start({
      folders: [root],
      capabilities: { ...ABLE, workspace: { ...ABLE.workspace, configuration: true } },
    });
    await client.until('a warning', () => client.messages.length > 0);
    const said = { settings: { dialint: { trustedWorkspace: true } } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', said);
    const sql = client.request('dialint/sql', { uri: uriOf(at(root)) });
    await expect(sql).rejects.toThrow('dialint.config.mjs is code');
    expect(client.last(at(root))).toBeUndefined();
    client.configuration = { trustedWorkspace: true };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.untilRules(at(root), 'identifier-too-long');
  });

  it('fades what has no effect', async () => {
    const root = folderWith(
      application({ [FILE]: TABLE('// dialint-disable-next-line identifier-too-long -- not any more') }),
    );
    const client = await start({ folders: [root] });
    const [found] = await client.untilRules(at(root), 'unused-suppression');
    expect(found?.tags).toEqual([1]);
  });

  it('answers an editor that asks for diagnostics, of one document and of all', async () => {
    const root = folderWith(application({ [FILE]: TABLE(INDEXED) }));
    const client = await start({
      folders: [root],
      capabilities: {
        ...ABLE,
        workspace: { ...ABLE.workspace, diagnostics: { refreshSupport: true } },
        textDocument: { ...ABLE.textDocument, diagnostic: {} },
      },
    });
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({
      workspaceDiagnostics: true,
      interFileDependencies: true,
    });
    await client.until('the wish to be asked', () => client.refreshed > 0);
    const ask = (previousResultId?: string) =>
      client.request<{ kind: string; resultId: string; items: { code: string }[] }>(
        'textDocument/diagnostic',
        {
          textDocument: { uri: uriOf(at(root)) },
          ...(previousResultId === undefined ? {} : { previousResultId }),
        },
      );
    const first = await ask();
    expect(first.items.map(({ code }) => code)).toEqual(['identifier-too-long']);
    expect(await ask(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.open(at(root), TABLE());
    expect(await ask(first.resultId)).toMatchObject({ kind: 'full', items: [] });
    const all = await client.request<{ items: { uri: string; kind: string; items?: unknown[] }[] }>(
      'workspace/diagnostic',
      { previousResultIds: [{ uri: uriOf(at(root)), value: first.resultId }] },
    );
    expect(all.items).toEqual([expect.objectContaining({ uri: uriOf(at(root)), kind: 'full', items: [] })]);
    expect(client.published).toEqual([]);
  });
});
