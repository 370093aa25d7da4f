import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { Rule } from '../src/lint/rule.ts';
import { standing } from '../src/lint/standing.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';

/** Dates that may lie far ahead, or before 1970. */
const FAR =
  /(?:^|_)(?:(?:valid|active|available|effective)_(?:until|till|to|thru|through)|matur\w*|retire\w*|warranty\w*|birth\w*|born|dob|anniversary|founded|established)(?:_|$)/i;
/** What ends soon in most tables, and late in these. */
const END = /(?:^|_)(?:expir\w*|ends?|ending|until|renew\w*|due)(?:_|$)/i;
const LONG_LIVED =
  /licen[sc]e|contract|certificate|polic(?:y|ies)|membership|lease|loan|mortgage|insurance|passport|patent|warrant|pension|guarantee|credit_card|payment_card/i;
/** What ends soon after it was made. */
const SOON =
  /token|session|otp|code|verification|invit|cache|lock|login|password|reset|trial|job|attempt|export|upload|link/i;

function isFar(table: string, column: string): boolean {
  if (SOON.test(`${table} ${column}`)) return false;
  return FAR.test(column) || (END.test(column) && LONG_LIVED.test(`${table} ${column}`));
}

const table = (columns: string): string => `Schema::create('contracts', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const timestamp2038: Rule = {
  id: 'timestamp-2038',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A column that by its name holds dates far ahead, or long past, is a TIMESTAMP.',
    why: 'A TIMESTAMP of MySQL, and of MariaDB before 11.5, ends at 2038-01-19 03:14:07 UTC and begins in 1970: a contract until 2040, a birthday in 1965 and 9999-12-31 for "never" are refused (errno 1292), and in lax mode stored as 0000-00-00. SQLite and PostgreSQL take them, so tests are green. It also is converted to the time zone of the session, which a DATETIME is not.',
    how: 'Use date() for days, dateTime() for moments.',
    engines: ['mysql', 'mariadb'],
    bad: [
      { title: 'A contract that may run long', code: table("$table->timestamp('valid_until')->nullable();") },
      { title: 'A birthday', code: table("$table->timestamp('birth_date');") },
      { title: 'With a time zone', code: table("$table->timestampTz('expires_at')->nullable();") },
    ],
    good: [
      {
        title: 'dateTime() reaches to the year 9999',
        code: table("$table->dateTime('valid_until')->nullable();"),
      },
      { title: 'A day', code: table("$table->date('birth_date');") },
      {
        title: 'Moments that are near',
        code: table("$table->timestamp('confirmed_at')->nullable();\n    $table->timestamps();"),
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          standing(context, view).columns.filter(
            ({ spec, now, table, target }) =>
              spec.type.name === 'timestamp' &&
              now.type.name === 'timestamp' &&
              isFar(table, spec.name) &&
              (context.lastTimestamp?.(target) ?? null) !== null,
          ),
          context.targets,
          ({ origin, table, spec }) => `${placeKey(origin)} ${table} ${spec.name}`,
        );
        for (const { hits, targets } of groups) {
          const [{ table, spec, origin, target }] = hits;
          const last = new Date((context.lastTimestamp?.(target) ?? 0) * 1000);
          const shown = last.toISOString().slice(0, 10);
          const titles = engineTitles(targets, context.targets);
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `column ${quote(spec.name)} of table ${quote(table)} is a timestamp, which on ${joinWords(titles)} begins in 1970 and ends on ${shown}: ${joinWords(titles)} ${verb(titles.length, 'refuse')} dates outside of that.`,
            ),
            help: `Use ->dateTime('${spec.name}'), or ->date() for a day: they reach to the year 9999, and are not converted to the session's time zone.`,
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { table, column: spec.name, last: shown },
            identity: `${table} ${spec.name}`,
          });
        }
      },
    };
  },
};
