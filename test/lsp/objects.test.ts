/** What an editor shows beside the text: names, sizes, types, the outline, the SQL. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeLens, DocumentSymbol, Hover, InlayHint } from 'vscode-languageserver/node';
import { migrationText } from '../support/migration-text.ts';
import { ABLE, application, type Client, folderWith, notBuilt, start, stopAll, uriOf } from './client.ts';

const FILE = '2026_01_01_000001_create_deliveries';
const TEXT = migrationText(
  `Schema::create('deliveries', function (Blueprint $table) {
            $table->id();
            $table->string('note', 20)->unique();
            $table->json('payload')->nullable();
            $table->foreignId('user_id')->index('by_user');
            $table->index(['note', 'user_id']);
        });`,
  "Schema::dropIfExists('deliveries');",
);
const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];

describe.skipIf(notBuilt)('beside the text', () => {
  let client: Client;
  let file: string;
  beforeEach(async () => {
    const root = folderWith(application({ [FILE]: TEXT }));
    file = join(root, `database/migrations/${FILE}.php`);
    client = await start({
      folders: [root],
      capabilities: ABLE,
      initializationOptions: {
        engines: ENGINES,
        clientCommands: ['dialint.showSql', 'dialint.replayMigration'],
      },
    });
    await client.open(file, TEXT);
    await client.until('the end of the progress', () => client.progress.at(-1)?.kind === 'end');
  });
  afterEach(stopAll);

  const position = (words: string, text = TEXT) => {
    const before = text.slice(0, text.indexOf(words) + 3).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  };
  const hover = async (words: string, text = TEXT): Promise<string> => {
    const found = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri: uriOf(file) },
      position: position(words, text),
    });
    return found === null ? '' : (found.contents as { value: string }).value;
  };

  it('hovering over a key tells its name and its size on each engine', async () => {
    const text = await hover("->index(['note'");
    expect(text).toContain('**Index** `deliveries_note_user_id_index` (automatic name) of `deliveries`');
    // 20 characters of 4 bytes, and a BIGINT of 8: the manual's pages charset-unicode-utf8mb4 and storage-requirements
    expect(text).toContain('| MySQL 8.4 | 29/64 characters | 88 of 3,072 |');
    expect(text).toContain('| MariaDB 10.11 | 29/64 characters | 88 of 3,072 |');
    expect(text).toContain('| PostgreSQL 16 | 29/63 bytes | depends on the values |');
    expect(text).toContain('| SQLite 3.45 | 29 characters, no limit | no limit |');
    expect(await hover('->unique()')).toContain('**Unique index** `deliveries_note_unique`');
    expect(await hover("->index('by_user")).toMatch(/^\*\*Index\*\* `by_user` of/);
  });

  it('hovering over a column tells its type on each engine', async () => {
    const text = await hover('->json(');
    expect(text).toContain('**Column** `payload` of `deliveries`');
    expect(text).toContain('| SQLite 3.45 | `TEXT` | NULL |');
    expect(text).toContain('| MySQL 8.4 | `json` | NULL |');
    expect(text).toMatch(/\| MariaDB 10\.11 \| `longtext` \| NULL \|/);
    expect(text).toContain('| PostgreSQL 16 | `json` | NULL |');
    expect(await hover('return new class')).toBe('');
  });

  it('hovering goes on while the text does not parse, where it was not edited', async () => {
    const broken = TEXT.replace('$table->id();', '$table->id(;\n');
    await client.change(file, broken);
    expect(await hover("->index(['note'", broken)).toContain('deliveries_note_user_id_index');
    expect(await hover('->json(', broken)).toContain('payload');
  });

  it('shows names that nobody wrote', async () => {
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: uriOf(file) },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
    expect(hints.map(({ label }) => label)).toEqual([
      'deliveries_note_unique',
      'deliveries_note_user_id_index',
    ]);
    expect(hints[1]?.position).toEqual({
      line: position("->index(['note'").line,
      character: "            $table->index(['note', 'user_id'])".length,
    });
  });

  it('outlines the tables with their columns and keys', async () => {
    const [table, ...more] = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: uriOf(file) },
    });
    expect(more).toEqual([]);
    expect(table).toMatchObject({ name: 'deliveries', detail: 'table' });
    expect(table?.children?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'id',
        'note',
        'payload',
        'user_id',
        'by_user',
        'deliveries_note_unique',
        'deliveries_note_user_id_index',
      ]),
    );
  });

  it('gives the SQL of each engine', async () => {
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: uriOf(file) },
    });
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      'SQL: SQLite 3.45',
      'SQL: MySQL 8.4',
      'SQL: MariaDB 10.11',
      'SQL: PostgreSQL 16',
      'Replay',
    ]);
    expect(lenses[0]?.range.start.line).toBe(
      TEXT.split('\n').findIndex((one) => one.includes('function up')),
    );
    const [uri, engine] = lenses[3]!.command!.arguments as [string, string];
    const { sql } = await client.request<{ sql: string }>('dialint/sql', { uri, engine });
    expect(sql).toContain('create table "deliveries"');
    expect(sql).not.toContain('`');
    // as it is in the editor
    await client.change(file, TEXT.replace("'note', 20", "'note', 33"));
    const answer = await client.request<{ sql: string }>('workspace/executeCommand', {
      command: 'dialint.sql',
      arguments: [uri],
    });
    expect(answer.sql.match(/varchar\(33\)/g)).toHaveLength(3);
    const nothing = await client.request('dialint/sql', { uri: 'file:///nowhere/x.php' });
    expect(nothing).toEqual({ sql: null });
  });
});
