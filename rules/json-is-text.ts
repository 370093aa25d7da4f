import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import type { Rule } from '../src/lint/rule.ts';
import { standing } from '../src/lint/standing.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';

const JSON_TYPE = /^jsonb?$/;

const table = (columns: string): string => `Schema::create('profiles', function (Blueprint $table) {
    $table->id();
    ${columns}
});`;

export const jsonIsText: Rule = {
  id: 'json-is-text',
  severity: 'info',
  recommended: false,
  claims: [],
  docs: {
    what: 'A json column is text on one engine and a type of its own on another.',
    why: "SQLite keeps json() as text and takes anything, also what is no JSON; MariaDB keeps a longtext with CHECK (json_valid()); MySQL parses it, sorts the keys and drops doubled ones, so what is read is not the text that was written; PostgreSQL's json has no = operator: DISTINCT, GROUP BY and UNION over it are refused (SQLSTATE 42883), which only jsonb takes.",
    how: 'Compare paths, not whole documents; cast in the model; test invalid documents on the engine of production; use jsonb() for PostgreSQL. Off in the recommended set: it speaks of nearly every json column.',
    engines: ['sqlite', 'mysql', 'mariadb', 'postgres'],
    bad: [
      { title: 'json()', code: table("$table->json('settings')->nullable();") },
      { title: 'jsonb()', code: table("$table->jsonb('settings')->nullable();") },
      {
        title: 'It comes later',
        code: `${table("$table->string('name', 80);")}
Schema::table('profiles', function (Blueprint $table) {
    $table->json('tags')->nullable();
});`,
      },
    ],
    good: [
      { title: 'Columns of their own', code: table("$table->string('theme', 20)->default('light');") },
      { title: 'text() is text everywhere', code: table("$table->text('notes')->nullable();") },
      {
        title: 'All engines keep it alike',
        config: { engines: { test: 'mysql@8.4', production: ['mysql@8.4'] } },
        code: table("$table->json('settings')->nullable();"),
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          standing(context, view).columns,
          context.targets,
          ({ origin, table, spec }) => `${placeKey(origin)} ${table} ${spec.name}`,
        );
        for (const { hits } of groups) {
          const typed = hits.filter(
            ({ now }) => JSON_TYPE.test(now.type.name) && !/^json_valid\(/i.test(now.check ?? ''),
          );
          const textual = hits.filter((hit) => !typed.includes(hit));
          if (typed.length === 0 || textual.length === 0) continue;
          const [{ table, spec, origin }] = hits;
          const texts = engineTitles(
            textual.map(({ target }) => target),
            context.targets,
          );
          const types = engineTitles(
            typed.map(({ target }) => target),
            context.targets,
          );
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `column ${quote(spec.name)} of table ${quote(table)} is text on ${joinWords(texts)}, and a type of its own on ${joinWords(types)}.`,
              `What is written comes back as it was on ${joinWords(texts)}, and parsed on ${joinWords(types)}; comparing whole documents gives other rows.`,
              typed.some(({ now, target }) => now.type.name === 'json' && target.engine === 'postgres') &&
                'On PostgreSQL json has no =: DISTINCT and GROUP BY over it are refused (SQLSTATE 42883).',
            ),
            help: `Compare paths (where('${spec.name}->key', …)), not whole documents${typed.some(({ now, target }) => now.type.name === 'json' && target.engine === 'postgres') ? '; on PostgreSQL jsonb() can be compared and indexed' : ''}. Test on ${joinWords(types)} what happens to invalid JSON: ${joinWords(types)} ${verb(types.length, 'refuse')} it.`,
            engines: ids(context.targets.filter(({ id }) => textual.some(({ target }) => target.id === id))),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: {
              table,
              column: spec.name,
              types: Object.fromEntries(hits.map(({ target, now }) => [target.id, now.type.text])),
            },
            identity: `${table} ${spec.name}`,
          });
        }
      },
    };
  },
};
