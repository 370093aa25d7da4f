import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { keysMadeBy, type NewKey } from '../src/lint/keys.ts';
import { changedColumn, orAsMigration } from '../src/lint/new-migration.ts';
import { moduleSlug } from '../src/lint/ownership.ts';
import { allSteps, reachOf } from '../src/lint/reach.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import {
  type ColumnType,
  definedColumns,
  type Fix,
  findColumn,
  type Origin,
  type Step,
  type Target,
} from '../src/schema/index.ts';

/** What is needed of a column, from the catalog or from the statement that makes it. */
interface StringColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly charset?: string;
  readonly origin?: Origin;
}

interface Indexed {
  readonly target: Target;
  readonly table: string;
  readonly column: string;
  /** The column's own call. */
  readonly made: Origin;
  /** The call that indexes it. */
  readonly key: Origin;
  readonly characters: number;
  readonly bytesOfOne: number;
  readonly bytes: number;
  readonly charset: string;
  readonly limit: number | null;
  /** Is the whole key too long on this target? `index-key-too-long` says so. */
  readonly tooLong: boolean;
  readonly step: Step;
}

/** Bytes of a character at most, by character set, where that is not 1: MySQL's manual, "Character Sets and Collations". */
const CHARACTER_BYTES: Readonly<Record<string, number>> = {
  big5: 2,
  cp932: 2,
  eucjpms: 3,
  euckr: 2,
  gb18030: 4,
  gb2312: 2,
  gbk: 2,
  sjis: 2,
  ucs2: 2,
  ujis: 3,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  utf8: 3,
  utf8mb3: 3,
  utf8mb4: 4,
};

/** A key of today's InnoDB. */
const TODAY = 3072;

/** One column of a key in the row formats COMPACT and REDUNDANT. */
const NARROW = 767;

function columnOf(step: Step, key: NewKey, name: string, beside: readonly Step[]): StringColumn | undefined {
  if (step.unreached !== undefined) return definedBeside(step, key, name, beside);
  const table = step.verdict.after.table(key.table) ?? step.before.table(key.table);
  const known = table === undefined ? undefined : findColumn(table, name);
  if (known !== undefined) return known;
  // A table that was refused is not in the catalog.
  const { statement } = step;
  return statement.kind === 'createTable'
    ? statement.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
    : undefined;
}

/** Elsewhere a column may be another: what the code that indexes it defines itself holds anywhere. */
function definedBeside(
  step: Step,
  key: NewKey,
  name: string,
  beside: readonly Step[],
): StringColumn | undefined {
  for (const { unreached, statement } of beside) {
    if (unreached !== step.unreached || !('table' in statement) || statement.table?.name !== key.table.name)
      continue;
    const column = definedColumns(statement).find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (column !== undefined) return column;
  }
  return undefined;
}

/** The limit of each target's keys, as far as refusals in this project tell; used where nobody else tells. */
function limitsFromRefusals(views: readonly MigrationView[]): Map<string, number> {
  const limits = new Map<string, number>();
  for (const view of views) {
    for (const run of view.runs) {
      for (const step of run.steps) {
        for (const { fact } of step.verdict.problems) {
          if (fact.kind === 'key-too-long') limits.set(run.target.id, fact.limit);
        }
      }
    }
  }
  return limits;
}

function* indexedStrings(
  view: MigrationView,
  limitOf: (step: Step, key: NewKey) => number | null,
): IterableIterator<Indexed> {
  for (const run of allSteps(view)) {
    const { target } = run;
    if (run.direction !== 'up' || (target.engine !== 'mysql' && target.engine !== 'mariadb')) continue;
    for (const step of run.steps) {
      for (const key of keysMadeBy(step.statement)) {
        if (key.kind === 'foreign' || key.kind === 'fulltext' || key.kind === 'spatial') continue;
        for (const part of key.parts) {
          if (!('column' in part) || part.length !== undefined) continue;
          const column = columnOf(step, key, part.column, run.steps);
          if (column?.origin?.lengthGiven !== 'no') continue;
          const {
            origin: made,
            type: { length: characters },
          } = column;
          if (!characters) continue;
          const charset = column.charset ?? target.settings.charset ?? 'utf8mb4';
          const bytesOfOne = CHARACTER_BYTES[charset.toLowerCase()] ?? 1;
          yield {
            target,
            table: withoutPrefix(key.table.name, target),
            column: column.name,
            made,
            key: key.origin,
            characters,
            bytesOfOne,
            bytes: characters * bytesOfOne,
            charset,
            limit: limitOf(step, key),
            tooLong: step.verdict.problems.some(({ fact }) => fact.kind === 'key-too-long'),
            step,
          };
        }
      }
    }
  }
}

/** The length that fits in every key: 191 × 4 = 764 bytes. What the column's values need, nobody can see here. */
const FITS = 191;

function lengthFix(
  { editor, relevant }: RuleContext,
  { migration }: MigrationView,
  { made, table, column }: Indexed,
): Fix | undefined {
  const method = /^->(string|char)\(/.exec(made.call)?.[1];
  const edits = method === undefined ? undefined : editor?.setArgument(made, 1, 'length', String(FITS));
  if (edits === undefined) return undefined;
  const title = `Give it a length of ${FITS}`;
  return orAsMigration(
    { title, safety: 'unsafe', edits },
    changedColumn(relevant, migration.set, table, column, title, ({ origin, type: { length } }) =>
      // One that a later migration has given a length is not as it was made.
      origin?.lengthGiven !== 'no' || length === undefined
        ? undefined
        : { up: `${method}('${column}', ${FITS})`, down: `${method}('${column}', ${length})` },
    ),
  );
}

function reportColumn(
  context: RuleContext,
  view: MigrationView,
  hits: readonly [Indexed, ...Indexed[]],
  targets: readonly Target[],
): void {
  const [first] = hits;
  const { owner } = view.migration;
  const narrow = hits.filter((hit) => hit.limit !== null && hit.limit <= NARROW);
  const reach = reachOf(hits.map((hit) => hit.step));
  const { table, column, characters, charset, bytesOfOne, bytes, made, key } = first;
  const titles = engineTitles(
    narrow.map((hit) => hit.target),
    context.targets,
  );
  const limit = narrow[0]?.limit ?? 0;
  const sum = `${characters} × ${bytesOfOne} = ${bytes} bytes`;
  // One call that makes column and key (a polymorphic relation) leaves the author no place for a length.
  const together = placeKey(made) === placeKey(key);
  const related = [
    ...(together
      ? []
      : [
          {
            file: made.file,
            span: made.span,
            message: `column ${quote(column)} is made here, without a length`,
          },
        ]),
    ...(key.related ?? []),
  ];
  // A module that is installed on its own meets databases that its author does not know.
  const alone = moduleSlug(owner, false) !== null;
  const severity = narrow.length > 0 || (alone && !together) ? 'warning' : 'info';
  // One cause, one finding: the error at this call says already that the lengths are too great.
  if (severity === 'info' && hits.some((hit) => hit.tooLong)) return;
  const fix = together ? undefined : lengthFix(context, view, first);
  context.report({
    file: key.file,
    span: key.span,
    message: sentences(
      `column ${quote(column)} of table ${quote(table)} is indexed, but nobody gave it a length: it takes ${sum} of the key (${charset}).`,
      narrow.length > 0
        ? `${joinWords(titles)} ${verb(titles.length, 'allow')} ${limit} bytes for a column of a key there, so it ${bytes > limit ? 'does not fit' : 'only just fits'}.`
        : `One such column fits in the ${TODAY} bytes that a key may have today${bytes > NARROW ? ` (not in the ${NARROW} of old row formats)` : ''}, ${Math.floor(TODAY / bytes) + 1} of them do not.`,
      reach.sentence,
    ),
    ...reach.mark,
    help: together
      ? `${made.call} leaves no place for a length: make the columns and the index one by one, or set a default length for the whole application.`
      : `Give ${quote(column)} the length that its values need where it is made (${made.call}): 64 is plenty for a token or a kind, 191 always fits.`,
    severity,
    engines: ids(targets),
    ...(fix === undefined ? {} : { fix }),
    related,
    data: { table, column, characters, bytes, charset, ...(reach.reached ? {} : { reached: false }) },
    identity: `${table} ${column}`,
  });
}

const MODULE = 'modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php';

export const indexedStringWithoutLength: Rule = {
  id: 'indexed-string-without-length',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A string column is part of an index, a unique index or a primary key, and has no length of its own.',
    why: 'Without a length it has 255 characters, in utf8mb4 255 × 4 = 1020 bytes of key. One fits in the 3072 bytes that InnoDB allows today, but not in the 767 of old row formats (COMPACT; MySQL 5.6, MariaDB before 10.2), and four in one key fit nowhere (errno 1071). A shorter key is also a faster one.',
    how: "Give each indexed string the length that its values need: string('token', 64). A default length for the whole application counts, too.",
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'A unique string in a module',
        file: MODULE,
        code: `Schema::create('mod_telegram_tokens', function (Blueprint $table) {
    $table->id();
    $table->string('token')->unique();
});`,
      },
      {
        title: 'An index that a later call adds',
        file: MODULE,
        code: `Schema::create('mod_telegram_chats', function (Blueprint $table) {
    $table->id();
    $table->string('kind');
});
Schema::table('mod_telegram_chats', function (Blueprint $table) {
    $table->index('kind');
});`,
      },
      {
        title: 'A string as primary key, in the application (an info)',
        code: `Schema::create('feature_flags', function (Blueprint $table) {
    $table->string('key')->primary();
    $table->boolean('enabled');
});`,
      },
    ],
    good: [
      {
        title: 'A length of its own',
        file: MODULE,
        code: `Schema::create('mod_telegram_tokens', function (Blueprint $table) {
    $table->id();
    $table->string('token', 64)->unique();
});`,
      },
      {
        title: 'A string that no key contains needs none',
        file: MODULE,
        code: `Schema::create('mod_telegram_chats', function (Blueprint $table) {
    $table->id();
    $table->string('title');
});`,
      },
      {
        title: 'Other types have a length of their own',
        file: MODULE,
        code: `Schema::create('mod_telegram_chats', function (Blueprint $table) {
    $table->id();
    $table->uuid('public_id')->unique();
    $table->unsignedBigInteger('chat_id')->index();
});`,
      },
    ],
  },
  create(context) {
    const seen = new Set<string>();
    /** Columns that have been told of, wherever they are made. */
    const told = new Set<string>();
    let refusals: Map<string, number> | undefined;
    const limitOf = (step: Step, key: NewKey): number | null => {
      const table = step.verdict.after.table(key.table);
      if (table !== undefined && context.keyLimit !== undefined) return context.keyLimit(step.target, table);
      refusals ??= limitsFromRefusals(context.views);
      return refusals.get(step.target.id) ?? null;
    };
    return {
      migration(view) {
        const groups = groupByTarget(
          indexedStrings(view, limitOf),
          context.targets,
          (hit) => `${placeKey(hit.made)} ${hit.table} ${hit.column}`,
        );
        for (const { key, hits, targets } of groups) {
          // Of several keys over the column, the first.
          if (seen.has(key)) continue;
          seen.add(key);
          // A second way to the same column, for databases that are older than its first.
          const column = `${hits[0].table} ${hits[0].column}`;
          if (told.has(column) && hits.every((hit) => hit.step.unreached !== undefined)) continue;
          told.add(column);
          reportColumn(context, view, hits, targets);
        }
      },
    };
  },
};
