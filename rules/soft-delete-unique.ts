import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { Rule } from '../src/lint/rule.ts';
import { type StandingKey, standing } from '../src/lint/standing.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import type { Column } from '../src/schema/index.ts';

const SOFT_DELETE = /^deleted_?at$/i;
/** Nobody gives one of these a second time. */
const NEVER_AGAIN = /uuid|ulid|guid|hash|token|secret|fingerprint|signature/i;

/** The column that says that a row is deleted, where the key leaves it out. */
function deletedColumn({ in: table, columns }: StandingKey): Column | undefined {
  if (columns.length === 0 || columns.some((name) => SOFT_DELETE.test(name) || NEVER_AGAIN.test(name)))
    return undefined;
  return table.columns.find(({ name, nullable }) => nullable && SOFT_DELETE.test(name));
}

const users = (columns: string): string => `Schema::create('users', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const softDeleteUnique: Rule = {
  id: 'soft-delete-unique',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A unique index of a table with soft deletes leaves deleted_at out.',
    why: 'A soft-deleted row is still there and still holds its value: the same address cannot be used again, and the insert is refused (errno 1062, SQLSTATE 23505, SQLITE_CONSTRAINT_UNIQUE). A validation rule that skips deleted rows says that it is free. Putting deleted_at into the key does not help: it is NULL in all rows that live, NULL equals nothing, so any number of them may be alike.',
    how: 'On SQLite and PostgreSQL a partial index (… where deleted_at is null) says it; on MySQL and MariaDB a generated column that is NULL in deleted rows, in the key instead of the column. Or change the value when a row is deleted, or restore the old row instead of making a new one.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'An address',
        code: users("$table->string('email', 190)->unique();\n    $table->softDeletes();"),
      },
      {
        title: 'A compound key',
        code: users(
          "$table->unsignedBigInteger('team_id');\n    $table->string('name', 80);\n    $table->softDeletes();\n    $table->unique(['team_id', 'name'], 'usr_team_name_unq');",
        ),
      },
      {
        title: 'The soft delete comes later',
        code: `${users("$table->string('email', 190)->unique();")}
Schema::table('users', function (Blueprint $table) {
    $table->softDeletes();
});`,
      },
    ],
    good: [
      { title: 'No soft delete', code: users("$table->string('email', 190)->unique();") },
      {
        title: 'Nobody gives a uuid twice',
        code: users("$table->uuid('uuid')->unique();\n    $table->softDeletes();"),
      },
      {
        title: 'A partial index, where there are such',
        config: { engines: { test: 'sqlite@3.45', production: ['postgres@16'] } },
        code: `${users("$table->string('email', 190);\n    $table->softDeletes();")}
DB::statement('create unique index usr_email_unq on users (email) where deleted_at is null');`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          standing(context, view).uniques.filter((key) => deletedColumn(key) !== undefined),
          context.targets,
          ({ origin, table, columns }) => `${placeKey(origin)} ${table} ${columns.join()}`,
        );
        for (const { hits, targets } of groups) {
          const [hit] = hits;
          const { table, name, columns, origin } = hit;
          const deleted = deletedColumn(hit);
          const since = deleted?.origin;
          const words = joinWords(columns.map(quote));
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `unique index${name === undefined ? '' : ` ${quote(name)}`} of table ${quote(table)} covers ${words} and not ${quote(deleted?.name ?? '')}: a soft-deleted row keeps its value, and no new row may have it.`,
            ),
            help: `If a value is to be free again, restore the deleted row instead, or change ${words} when it is deleted; the database can do it with a partial index (where ${deleted?.name} is null), or on MySQL and MariaDB with a generated column that is NULL in deleted rows. ${deleted?.name} itself in the key does not: it is NULL in all rows that live.`,
            engines: ids(targets),
            related: [
              ...(origin.related ?? []),
              ...(since === undefined || since.file === origin.file
                ? []
                : [{ file: since.file, span: since.span, message: 'rows are soft-deleted from here on' }]),
            ],
            data: { table, name: name ?? null, columns },
            identity: `${table} ${columns.join()}`,
          });
        }
      },
    };
  },
};
