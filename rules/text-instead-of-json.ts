import { changedColumn, orAsMigration } from '../src/lint/new-migration.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { lastCatalogs } from '../src/lint/standing.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences } from '../src/lint/wording.ts';
import {
  type Catalog,
  type Column,
  type ColumnSpec,
  definedColumns,
  type FactOf,
  type Fix,
  findColumn,
  type Origin,
  type Target,
} from '../src/schema/index.ts';

type Model = FactOf<'model'>;

interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly origin: Origin;
  readonly set: string;
  readonly target: Target;
  readonly emptyJson: string | null;
  /** All columns that the statement makes, in lower case. */
  readonly beside: ReadonlySet<string>;
}

const TEXT = new Set(['text', 'tinytext', 'mediumtext', 'longtext']);

/** Is it text that nothing checks? MariaDB's json is a longtext with such a check. */
function takesAnything(column: Column | undefined): boolean {
  return column !== undefined && TEXT.has(column.type.name) && !/^json_valid\(/i.test(column.check ?? '');
}

/** Casts that keep JSON in the column. What is encrypted is no JSON, and must stay text. */
const STRUCTURED =
  /^(?:array|json|object|collection|AsCollection|AsArrayObject|AsEnumCollection|AsEnumArrayObject)(?::|$)/;
const ENCRYPTED = /encrypted/i;

/** Tables that frameworks make, by name and by what stands in them: their columns are not the project's to choose. */
const FRAMEWORK_TABLES: readonly {
  readonly table: RegExp;
  readonly beside: readonly string[];
  readonly columns: readonly string[];
}[] = [
  { table: /^(?:cache)$/, beside: ['key', 'expiration'], columns: ['value'] },
  { table: /^sessions$/, beside: ['last_activity'], columns: ['payload'] },
  { table: /^jobs$/, beside: ['queue', 'attempts', 'available_at'], columns: ['payload'] },
  {
    table: /^failed_jobs$/,
    beside: ['connection', 'failed_at'],
    columns: ['payload', 'connection', 'queue', 'exception'],
  },
  { table: /^job_batches$/, beside: ['total_jobs', 'pending_jobs'], columns: ['failed_job_ids', 'options'] },
  { table: /^notifications$/, beside: ['type', 'notifiable_type'], columns: ['data'] },
  { table: /^personal_access_tokens$/, beside: ['tokenable_type', 'token'], columns: ['abilities'] },
  { table: /^oauth_\w+$/, beside: ['id'], columns: ['scopes', 'redirect', 'redirect_uris', 'grant_types'] },
  { table: /^telescope_entries$/, beside: ['uuid', 'batch_id'], columns: ['content'] },
  { table: /^pulse_(?:values|entries|aggregates)$/, beside: ['key_hash'], columns: ['key', 'value'] },
  { table: /^webhook_calls$/, beside: ['name', 'url'], columns: ['payload', 'headers', 'exception'] },
];

function isFrameworkColumn({ table, column, beside }: TextColumn): boolean {
  return FRAMEWORK_TABLES.some(
    (known) =>
      known.table.test(table) &&
      known.columns.includes(column) &&
      known.beside.every((name) => beside.has(name)),
  );
}

/** `[]` or `{}` as a default; MySQL takes it in parentheses only. */
function emptyJson(column: ColumnSpec): string | null {
  if (column.default === undefined) return null;
  return /^\(*'(\[\s*\]|\{\s*\})'\)*$/.exec(column.default.sql)?.[1] ?? null;
}

/** Text columns as the author made them; on SQLite json is text as well, so it cannot tell. */
function* textColumns(view: MigrationView, last: ReadonlyMap<string, Catalog>): IterableIterator<TextColumn> {
  for (const run of view.runs) {
    if (run.direction !== 'up' || run.target.engine === 'sqlite') continue;
    const end = last.get(`${view.migration.set} ${run.target.id}`)!;
    for (const { statement, before } of run.steps) {
      if (statement.kind !== 'createTable' && statement.kind !== 'alterTable') continue;
      const made = definedColumns(statement);
      const known = before.table(statement.table)?.columns ?? [];
      const beside = new Set([...known, ...made].map((column) => column.name.toLowerCase()));
      for (const column of made) {
        if (!TEXT.has(column.type.name) || column.generated !== undefined) continue;
        const origin = column.origin ?? statement.origin;
        if (origin.file !== view.migration.file) continue;
        // A later migration may have changed or dropped it.
        const now = end.table(statement.table);
        if (now !== undefined && !takesAnything(findColumn(now, column.name))) continue;
        yield {
          table: withoutPrefix(statement.table.name, run.target),
          column: column.name,
          type: column.type.name,
          origin,
          set: view.migration.set,
          target: run.target,
          emptyJson: emptyJson(column),
          beside,
        };
      }
    }
  }
}

const EVENTS = 'database/migrations/2026_01_01_000001_create_events_table.php';

/** A json column takes no character set, and no literal as its default (MySQL errno 1101). */
const ONLY_TEXT = ['default', 'charset', 'collation', 'fulltext'];

function jsonFix(
  { editor, relevant }: RuleContext,
  { origin, set, table, column }: TextColumn,
): Fix | undefined {
  const method = /^->((?:tiny|medium|long)?text)\(/i.exec(origin.call)?.[1];
  if (editor === undefined || method === undefined || editor.chainHas(origin, ONLY_TEXT)) return undefined;
  const edits = editor.renameCall(origin, 'json');
  if (edits === undefined) return undefined;
  const title = 'Make it a json column';
  return orAsMigration(
    { title, safety: 'unsafe', edits },
    changedColumn(relevant, set, table, column, title, () => ({
      up: `json('${column}')`,
      down: `${method}('${column}')`,
    })),
  );
}

export const textInsteadOfJson: Rule = {
  id: 'text-instead-of-json',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A text column holds JSON: by its name, by the cast of its model, or by its default.',
    why: 'A text takes anything, also half a document: MySQL and PostgreSQL refuse invalid JSON in a json column (errno 3140, SQLSTATE 22P02), MariaDB makes it a longtext with a CHECK, and json_extract and -> work on it without a cast. A TEXT of MySQL ends at 65,535 bytes, and in lax mode cuts a longer document in two.',
    how: 'Use json(), and leave the default out (MySQL allows none on text and json, errno 1101).',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The name says so',
        code: `Schema::create('events', function (Blueprint $table) {
    $table->id();
    $table->text('payload_json');
});`,
      },
      {
        title: 'The model casts it to an array',
        file: EVENTS,
        files: {
          'app/Models/Event.php': `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Model;

class Event extends Model
{
    protected $casts = ['details' => 'array'];
}
`,
        },
        code: `Schema::create('events', function (Blueprint $table) {
    $table->id();
    $table->longText('details')->nullable();
});`,
      },
      {
        title: 'The model casts it to a collection, in a method',
        file: EVENTS,
        files: {
          'app/Models/Meeting.php': `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Casts\\AsCollection;
use Illuminate\\Database\\Eloquent\\Model;

class Meeting extends Model
{
    protected $table = 'events';

    protected function casts(): array
    {
        return ['guests' => AsCollection::class];
    }
}
`,
        },
        code: `Schema::create('events', function (Blueprint $table) {
    $table->id();
    $table->text('guests');
});`,
      },
    ],
    good: [
      {
        title: 'json()',
        code: `Schema::create('events', function (Blueprint $table) {
    $table->id();
    $table->json('payload_json');
});`,
      },
      {
        title: 'Plain prose',
        code: `Schema::create('events', function (Blueprint $table) {
    $table->id();
    $table->text('description');
});`,
      },
      {
        title: 'What is encrypted is no JSON',
        file: EVENTS,
        files: {
          'app/Models/Event.php': `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Model;

class Event extends Model
{
    protected $casts = ['secrets' => 'encrypted:array'];
}
`,
        },
        code: `Schema::create('events', function (Blueprint $table) {
    $table->id();
    $table->text('secrets');
});`,
      },
    ],
  },
  create(context: RuleContext) {
    const columns: TextColumn[] = [];
    const models = new Map<string, Model[]>();
    let last: Map<string, Catalog> | undefined;
    return {
      migration(view) {
        last ??= lastCatalogs(context.relevant);
        columns.push(...textColumns(view, last));
      },
      fact(fact) {
        if (fact.kind !== 'model') return;
        const key = fact.table.toLowerCase();
        models.set(key, [...(models.get(key) ?? []), fact]);
      },
      end() {
        // Who gave it its type last answers for it.
        const byColumn = new Map<string, TextColumn>();
        for (const entry of columns) byColumn.set(`${entry.table} ${entry.column}`.toLowerCase(), entry);
        for (const entry of byColumn.values()) {
          const { origin, table, column, type } = entry;
          if (isFrameworkColumn(entry)) continue;
          const casts = (models.get(table.toLowerCase()) ?? []).flatMap((model) => {
            const cast = model.casts[column];
            return cast === undefined ? [] : [{ model, cast }];
          });
          if (casts.some(({ cast }) => ENCRYPTED.test(cast))) continue;
          const casting = casts.find(({ cast }) => STRUCTURED.test(cast));
          const named = /(?:^|_)json$/i.test(column);
          if (casting === undefined && !named && entry.emptyJson === null) continue;
          const reason =
            casting !== undefined
              ? `model ${casting.model.name} casts it to ${casting.cast}`
              : named
                ? 'its name says so'
                : `its default is ${entry.emptyJson}`;
          const engines = context.targets.filter((target) => target.engine !== 'sqlite');
          const fix = jsonFix(context, entry);
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `column ${quote(column)} of table ${quote(table)} is ${type}, but holds JSON: ${reason}.`,
              `${joinWords(engineTitles(engines, context.targets))} would check what is written to a json column; text takes anything.`,
            ),
            help: `Use ->json('${column}')${entry.emptyJson === null ? '' : ' without a default'}.`,
            engines: engines.map((target) => target.id),
            ...(fix === undefined ? {} : { fix }),
            related: [
              ...(origin.related ?? []),
              ...(casting === undefined
                ? []
                : [
                    {
                      file: casting.model.origin.file,
                      span: casting.model.origin.span,
                      message: `model ${casting.model.name}`,
                    },
                  ]),
            ],
            data: { table, column, type, cast: casting?.cast ?? null },
            identity: `${table} ${column}`,
          });
        }
      },
    };
  },
};
