import { SAME_TYPE } from '../src/lint/catalog-difference.ts';
import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { lastCatalog, leftBy } from '../src/lint/last-catalogs.ts';
import {
  DECIDED_BY,
  hasValue,
  isBoolean,
  isNumber,
  type Loss,
  type LostAttribute,
  lossesOf,
  plainFirst,
  sameDefault,
} from '../src/lint/lost-modifiers.ts';
import { changedAgain, orAsMigration } from '../src/lint/new-migration.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { engineTitles, joinWords, quote, sentences } from '../src/lint/wording.ts';
import {
  type Column,
  type Fix,
  findColumn,
  type MigrationRun,
  type Origin,
  type Step,
  type Table,
  type TableName,
  type Target,
} from '../src/schema/index.ts';

/** A call that gives a column its definition anew. */
interface Redefinition {
  readonly table: TableName;
  /** What the column was called before. */
  readonly from: string;
  readonly name: string;
  readonly origin: Origin;
}

/** What it has done on one target. */
interface Hit {
  readonly target: Target;
  readonly table: string;
  readonly name: string;
  readonly before: Column;
  readonly after: Column;
  /** As the whole history leaves it. */
  readonly last: Column;
  readonly losses: readonly Loss[];
  readonly origin: Origin;
}

function* redefinitions(steps: readonly Step[], at: number): IterableIterator<Redefinition> {
  const { statement } = steps[at]!;
  if (statement.kind === 'alterTable') {
    const { table } = statement;
    for (const action of statement.actions) {
      if (action.kind === 'modifyColumn' && action.column.origin?.redefinedWith !== undefined)
        yield { table, from: action.from, name: action.column.name, origin: action.column.origin };
      if (action.kind === 'alterColumnType' && action.origin?.redefinedWith !== undefined)
        yield { table, from: action.column, name: action.column, origin: action.origin };
    }
  }
  if (statement.kind !== 'createTable') return;
  // SQLite: a new table takes the old one's place.
  const becomes = steps
    .slice(at + 1)
    .find(
      (step) => step.statement.kind === 'renameTable' && step.statement.from.name === statement.table.name,
    );
  if (becomes?.statement.kind !== 'renameTable') return;
  for (const { name, origin } of statement.columns)
    if (origin?.redefinedWith !== undefined) yield { table: becomes.statement.to, from: name, name, origin };
}

function isKnown(table: Table | undefined): table is Table {
  return (
    table !== undefined && table.open === undefined && table.maybe === undefined && table.external !== true
  );
}

function* hitsIn({ migration, runs }: MigrationView, views: readonly MigrationView[]): IterableIterator<Hit> {
  for (const run of runs) if (run.direction === 'up') yield* hitsOf(run, migration.set, views);
}

function* hitsOf(
  { steps, target }: MigrationRun,
  set: string,
  views: readonly MigrationView[],
): IterableIterator<Hit> {
  for (const [at, step] of steps.entries()) {
    if (!step.reached || step.verdict.outcome === 'refuses') continue;
    for (const { table, from, name, origin } of redefinitions(steps, at)) {
      const found = step.before.table(table);
      // What comes later may have given it back, here or in another migration.
      const now = leftBy(steps, step.connection)?.table(table);
      const end = lastCatalog(views, set, target, step.connection)?.table(table);
      if (!isKnown(found) || !isKnown(now) || !isKnown(end)) continue;
      const [before, after, final] = [findColumn(found, from), findColumn(now, name), findColumn(end, name)];
      if (before === undefined || after === undefined || final === undefined) continue;
      // SQLite makes the whole table anew for the sake of another column.
      if (before.origin?.redefinedWith !== undefined && placeKey(before.origin) === placeKey(origin))
        continue;
      const stillLost = lossesOf(before, final).map(({ attribute }) => attribute);
      yield {
        target,
        table: withoutPrefix(table.name, target),
        name,
        before,
        after,
        last: final,
        losses: lossesOf(before, after).filter(
          ({ attribute }) => stillLost.includes(attribute) && !isWritten(origin, DECIDED_BY[attribute]),
        ),
        origin,
      };
    }
  }
}

function isWritten({ redefinedWith = [] }: Origin, names: readonly string[]): boolean {
  return redefinedWith.some((name) => names.includes(name));
}

/** What a change does to a table besides. */
const BESIDES = [
  'after',
  'first',
  'index',
  'unique',
  'primary',
  'fulltext',
  'fullText',
  'spatialIndex',
  'renameTo',
];

const plainType = (text: string): string => text.toLowerCase().replace(/ unsigned\b/, '');

/** Does the call do anything but lose something? */
function hasOtherEffect({ target, before, after, origin }: Hit): boolean {
  const sameType =
    target.engine === 'sqlite'
      ? before.type.name === after.type.name
      : SAME_TYPE[target.engine](plainType(before.type.text), plainType(after.type.text));
  return (
    !sameType ||
    isWritten(origin, BESIDES) ||
    (!before.nullable && after.nullable) ||
    (hasValue(after.default) && !sameDefault(before.default, after.default)) ||
    (after.comment !== undefined && after.comment !== before.comment) ||
    (!before.autoIncrement && after.autoIncrement) ||
    (before.onUpdate === undefined && after.onUpdate !== undefined) ||
    (isWritten(origin, DECIDED_BY.collation) &&
      (before.collation !== after.collation || before.charset !== after.charset))
  );
}

/** Can the column still have its default, now that its type is another? */
function canHold({ target, before, after }: Hit): boolean {
  const value = before.default;
  const type = after.type.text.toLowerCase();
  const isText = /char|text|clob|string/.test(type);
  // Neither has MySQL one for TEXT and its kin (https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html), nor does
  // a project whose tests run on SQLite and whose production is not known.
  if (target.engine !== 'postgres' && /text|blob|json|geom|point|polygon|linestring|vector/.test(type))
    return false;
  if (value?.kind === 'expression')
    return (
      before.type.name === after.type.name ||
      (/current_timestamp/i.test(value.sql) && /timestamp|datetime/.test(type))
    );
  if (value?.kind !== 'literal' || value.value === null) return false;
  const text = value.value;
  if (after.type.members !== undefined) return after.type.members.includes(text);
  if (isBoolean(after)) return /^(?:0|1|true|false)$/i.test(text);
  if (isNumber(after)) return /^-?\d+(?:\.\d+)?$/.test(text);
  if (isText) return !isBoolean(before);
  return before.type.name === after.type.name;
}

/** What a call may be made for: one of these alone is taken for its purpose. */
function purpose(attribute: LostAttribute): string | undefined {
  if (attribute === 'comment' || attribute === 'charset' || attribute === 'collation') return undefined;
  // Both are what old servers give a timestamp by themselves.
  return attribute === 'onUpdate' ? 'default' : attribute;
}

/** What is lost by accident, with the targets that lose it. */
function accidents(hits: readonly Hit[]): { readonly loss: Loss; readonly targets: readonly Target[] }[] {
  const first = new Map<LostAttribute, { readonly loss: Loss; readonly targets: Target[] }>();
  for (const { losses, target } of plainFirst(hits)) {
    for (const loss of losses) {
      const known = first.get(loss.attribute);
      if (known === undefined) first.set(loss.attribute, { loss, targets: [target] });
      else known.targets.push(target);
    }
  }
  if (hits.some((hit) => hasValue(hit.before.default) && !canHold(hit))) first.delete('default');
  const all = [...first.values()];
  const purposes = new Set(all.flatMap(({ loss }) => purpose(loss.attribute) ?? []));
  if (purposes.size > 1 || hits.some(hasOtherEffect)) return all;
  return all.filter(({ loss }) => purpose(loss.attribute) === undefined);
}

/** How an author says that it is meant to go. */
const MEANT: Readonly<Partial<Record<LostAttribute, string>>> = {
  nullable: '->nullable(false)',
  default: '->default(null)',
  onUpdate: '->useCurrentOnUpdate(false)',
  unsigned: '->unsigned(false)',
  autoIncrement: '->autoIncrement(false)',
  comment: '->comment(null)',
};

function fixOf(
  { editor }: RuleContext,
  hits: readonly Hit[],
  calls: readonly (string | undefined)[],
  isOnlyColumn: boolean,
): Fix | undefined {
  const { origin, table, name } = hits[0]!;
  if (editor === undefined || origin.related !== undefined || !isOnlyColumn) return undefined;
  if (!calls.every((call) => call !== undefined)) return undefined;
  const edits = editor.addModifiers(origin, calls);
  if (edits === undefined) return undefined;
  // It would undo what a later migration has made of the column, and make an index a second time.
  const isCurrent = hits.every(
    ({ after, last }) =>
      after.type.text === last.type.text &&
      lossesOf(after, last).length === 0 &&
      lossesOf(last, after).length === 0,
  );
  const chain = isCurrent && !isWritten(origin, BESIDES) ? editor.changingChain(origin) : undefined;
  return orAsMigration(
    { title: 'Repeat what the column had', safety: 'unsafe', edits },
    chain === undefined ? undefined : changedAgain(table, name, chain, calls),
  );
}

function report(context: RuleContext, hits: readonly Hit[], isOnlyColumn: boolean): void {
  const lost = accidents(hits);
  if (lost.length === 0) return;
  const [{ table, name, before, after, origin }] = plainFirst(hits) as [Hit, ...Hit[]];
  const targets = context.targets.filter(({ id }) =>
    lost.some((one) => one.targets.some((some) => some.id === id)),
  );
  const words = lost.map(({ loss, targets: some }) =>
    some.length === hits.length
      ? loss.was
      : `${loss.was} (${joinWords(engineTitles(some, context.targets))})`,
  );
  const attributes = lost.map(({ loss }) => loss.attribute);
  const calls = lost.map(({ loss }) => loss.call);
  const again = calls.every((call) => call !== undefined) ? `: ->${calls.join('->')}->change()` : '';
  const meant = attributes.flatMap((attribute) => MEANT[attribute] ?? []);
  const fix = fixOf(context, hits, calls, isOnlyColumn);
  const isNeeded = attributes.some((attribute) => attribute === 'default' || attribute === 'autoIncrement');
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `change() drops what it does not repeat: ${quote(name)} of table ${quote(table)} loses ${joinWords(words)}.`,
      attributes.includes('nullable') && 'Rows that hold NULL there stop the migration.',
      isNeeded &&
        (after.nullable
          ? 'A row that is inserted without it gets NULL from then on.'
          : 'An insert without it fails from then on.'),
    ),
    ...(attributes.every((attribute) => attribute === 'comment') ? { severity: 'info' as const } : {}),
    help: sentences(
      `Repeat it${again}.`,
      meant.length > 0 && `If it is meant to go, say so: ${meant.join('')}.`,
    ),
    engines: ids(targets),
    ...(fix === undefined ? {} : { fix }),
    related: [
      ...(origin.related ?? []),
      ...(before.origin === undefined
        ? []
        : [
            {
              file: before.origin.file,
              span: before.origin.span,
              message: `${quote(before.name)} was given ${joinWords(lost.map(({ loss }) => loss.was))} here`,
            },
          ]),
    ],
    data: {
      table,
      column: name,
      lost: lost.map(({ loss, targets: some }) => ({
        ...loss,
        engines: ids(context.targets.filter(({ id }) => some.some((one) => one.id === id))),
      })),
    },
    identity: `${table} ${name}`,
  });
}

const files = {
  'database/migrations/2025_01_01_000001_create_invoices.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('invoices', function (Blueprint $table) {
            $table->id();
            $table->string('number', 32)->default('draft');
            $table->string('note', 80)->nullable();
            $table->unsignedInteger('items')->default(0);
            $table->date('due_on')->nullable();
        });
    }
};
`,
};

const changing = (column: string): string => `Schema::table('invoices', function (Blueprint $table) {
    ${column}
});`;

export const changeDropsModifiers: Rule = {
  id: 'change-drops-modifiers',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A change() silently drops NULL, a default, UNSIGNED or another modifier that it does not repeat.',
    why: "From Laravel 11 on, change() gives a column its whole definition anew (doctrine/dbal, which did so before, kept what was not mentioned): MySQL and MariaDB are sent MODIFY with what is written, PostgreSQL SET NOT NULL, DROP DEFAULT and COMMENT … IS NULL, and SQLite's table is made anew. Who only wanted a longer string makes the column NOT NULL: where a row holds NULL the migration stops (errno 1138 on MySQL, 1265 on MariaDB, SQLSTATE 23502), and tests on empty tables never see it. Who loses a default sees inserts fail (errno 1364, SQLSTATE 23502). It is a warning and no error, since no engine refuses it and it may be meant.",
    how: 'Repeat all that the column had in front of ->change(); where it is meant to go, write ->nullable(false) or ->default(null). Nothing is said where one loss is all that the call does, where the new type cannot hold the default, where a later migration gives it back, and below Laravel 11. A comment alone is an info.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A longer string loses its default',
        files,
        code: changing("$table->string('number', 64)->change();"),
      },
      {
        title: 'A text may no longer be NULL',
        files,
        code: changing("$table->text('note')->change();"),
      },
      {
        title: 'A bigger integer may be negative, and has no default',
        files,
        code: changing("$table->bigInteger('items')->change();"),
      },
    ],
    good: [
      {
        title: 'The default is repeated',
        files,
        code: changing("$table->string('number', 64)->default('draft')->change();"),
      },
      {
        title: 'NOT NULL is meant',
        files,
        code: changing("$table->text('note')->nullable(false)->change();"),
      },
      {
        title: 'The change is made for NOT NULL alone',
        files,
        code: changing("$table->date('due_on')->change();"),
      },
      {
        title: 'Below Laravel 11, doctrine/dbal keeps the rest',
        files: {
          ...files,
          'composer.json': '{ "require": { "laravel/framework": "^10.48", "doctrine/dbal": "^3.6" } }\n',
        },
        code: changing("$table->string('number', 64)->change();"),
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          hitsIn(view, context.relevant),
          context.targets,
          ({ origin, table, name }) => `${placeKey(origin)} ${table} ${name}`,
        );
        const places = groups.map(({ hits }) => placeKey(hits[0].origin));
        for (const { hits } of groups) {
          const place = placeKey(hits[0].origin);
          report(context, hits, places.filter((other) => other === place).length === 1);
        }
      },
    };
  },
};
