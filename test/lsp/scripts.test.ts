/** Migrations that are no PHP, in the editor: the same findings, fixes and comments as for Laravel's. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  DocumentSymbol,
  Hover,
  TextDocumentEdit,
} from 'vscode-languageserver/node';
import { type Client, folderWith, notBuilt, start, stopAll, uriOf } from './client.ts';

afterEach(stopAll);

const MYSQL = { engines: ['sqlite', 'mysql@8.4'] };

const KNEX = {
  'package.json': JSON.stringify({ dependencies: { knex: '^3.1.0', 'better-sqlite3': '^12', mysql2: '^3' } }),
  'knexfile.ts': `export default { client: 'mysql2' };\n`,
};
const ONE = 'migrations/20260101000000_one.ts';
const LONG = 'a_column_whose_name_alone_is_long_enough_for_anybody';
const long = `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('tide_gauges', (table) => {
    table.increments('id');
    table.string('${LONG}', 20);
    table.index(['${LONG}']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('tide_gauges');
}
`;
const short = long.replaceAll(LONG, 'code');

async function actionsAt(client: Client, file: string, rule: string): Promise<CodeAction[]> {
  const diagnostic = client.last(file)!.find(({ code }) => code === rule)!;
  return await client.request('textDocument/codeAction', {
    textDocument: { uri: uriOf(file) },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
}

function insertedBy(action: CodeAction): { readonly line: number; readonly text: string } {
  const [change] = action.edit!.documentChanges as TextDocumentEdit[];
  const [edit] = change!.edits as { range: { start: { line: number } }; newText: string }[];
  return { line: edit!.range.start.line, text: edit!.newText };
}

describe.skipIf(notBuilt)('migrations of Knex', () => {
  it('are judged while they are edited; a text that does not parse keeps its findings', async () => {
    const root = folderWith({ ...KNEX, [ONE]: short });
    const file = join(root, ONE);
    const client = await start({ folders: [root], initializationOptions: MYSQL });
    await client.open(file, short);
    await client.untilRules(file);
    await client.change(file, long);
    const [found] = await client.untilRules(file, 'identifier-too-long');
    expect(found).toMatchObject({ severity: 1, message: expect.stringContaining(LONG) });
    expect(found!.range.start).toEqual({ line: 6, character: 4 });
    await client.change(file, long.replace('table.increments(', 'table.increments((('));
    await client.untilRules(file, 'identifier-too-long', 'syntax-error');
    await client.change(file, short);
    await client.untilRules(file);
    expect(client.stderr).toBe('');
  });

  it('have the fix that gives the index a name, a comment with a reason, hover, outline and code lenses', async () => {
    const root = folderWith({ ...KNEX, [ONE]: long });
    const file = join(root, ONE);
    const client = await start({
      folders: [root],
      initializationOptions: { ...MYSQL, clientCommands: ['dialint.showSql'] },
    });
    await client.open(file, long);
    await client.untilRules(file, 'identifier-too-long');
    const actions = await actionsAt(client, file, 'identifier-too-long');
    const fix = actions.find(({ isPreferred }) => isPreferred === true)!;
    const resolved = await client.request<CodeAction>('codeAction/resolve', fix);
    expect(insertedBy(resolved).text).toMatch(/^ {4}table\.index\(\['\w+'\], '\w{1,64}'\);\n$/);
    const suppress = actions.find(({ title }) => title.startsWith('Suppress'))!;
    expect(insertedBy(suppress)).toEqual({
      line: 6,
      text: '    // dialint-disable-next-line identifier-too-long -- TODO: why this is right here\n',
    });
    const at = { textDocument: { uri: uriOf(file) }, position: { line: 6, character: 8 } };
    const hover = await client.request<Hover>('textDocument/hover', at);
    expect(JSON.stringify(hover.contents)).toContain(`tide_gauges_${LONG}_index`);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', at);
    expect(lenses.map(({ range, command }) => [range.start.line, command!.title])).toEqual([
      [2, 'SQL: SQLite 3.45'],
      [2, 'SQL: MySQL 8.4'],
    ]);
    const [table] = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', at);
    expect(table).toMatchObject({ name: 'tide_gauges', detail: 'table' });
    expect(table!.children!.map(({ name }) => name)).toContain(LONG);
  });

  it('rest on a helper, and on nothing else of the project', async () => {
    const helper = 'src/names.ts';
    const root = folderWith({
      ...KNEX,
      [helper]: `export const column = 'code';\n`,
      'src/other.ts': 'export const other = 1;\n',
      [ONE]: short
        .replace('\n\n', `\nimport { column } from '../${helper}';\n\n`)
        .replaceAll(`'code'`, 'column'),
    });
    const file = join(root, ONE);
    const client = await start({ folders: [root], initializationOptions: MYSQL });
    await client.open(join(root, 'src/other.ts'), 'export const other = 2;\n');
    await client.open(join(root, helper), `export const column = '${LONG}';\n`);
    await client.untilRules(file, 'identifier-too-long');
    await client.close(join(root, helper));
    await client.untilRules(file);
  });
});

describe.skipIf(notBuilt)('migrations that are SQL files', () => {
  const FILE = 'migrations/0001_gauges.up.sql';
  const name = 'a_name_that_is_longer_than_any_of_the_engines_that_have_a_limit_takes';
  const SQL = `CREATE TABLE gauges (id INT NOT NULL PRIMARY KEY, code VARCHAR(20));\nCREATE INDEX ${name} ON gauges (code);\n`;

  it('are judged while they are edited, and have a comment of their own kind', async () => {
    const root = folderWith({
      'dialint.json': '{ "migrations": [{ "path": "migrations" }] }',
      [FILE]: '',
      'migrations/0001_gauges.down.sql': 'DROP TABLE gauges;\n',
    });
    const file = join(root, FILE);
    const client = await start({ folders: [root], initializationOptions: MYSQL });
    await client.open(file, SQL);
    await client.untilRules(file, 'identifier-too-long');
    const actions = await actionsAt(client, file, 'identifier-too-long');
    expect(insertedBy(actions.find(({ title }) => title.startsWith('Suppress'))!)).toEqual({
      line: 1,
      text: '-- dialint-disable-next-line identifier-too-long -- TODO: why this is right here\n',
    });
    await client.change(file, SQL.replace(name, 'by_code'));
    await client.untilRules(file);
  });
});
