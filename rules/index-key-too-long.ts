import { type Group, groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { acceptingTargets, type HitOf, isHitOf, problemHits } from '../src/lint/problems.ts';
import { reachOf } from '../src/lint/reach.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import {
  acceptSentence,
  codeText,
  engineTitles,
  joinWords,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';

type KeyTooLong = HitOf<'key-too-long'>;

const NOUNS: Readonly<Record<string, string>> = {
  unique: 'unique index',
  primaryKey: 'primary key',
  foreignKey: 'foreign key',
};

/** The part that is too long by itself, else `a 1020 + b 1020 + c 1020 + d 1020 = 4080 bytes`. */
function sum({ parts, bytes }: KeyTooLong['problem']['fact']): string {
  const alone = parts.find((part) => part.bytes === bytes);
  if (alone !== undefined) return `${alone.column} ${bytes} bytes`;
  const total = parts.reduce((all, part) => all + part.bytes, 0);
  return `${parts.map((part) => `${part.column} ${part.bytes}`).join(' + ')} = ${total} bytes`;
}

/** Sentences of engines that say the same. */
function clauses({ targets: all }: RuleContext, hits: readonly KeyTooLong[]): string[] {
  const groups = groupByTarget(
    hits,
    all,
    ({ problem: { effect, code, fact } }) => `${effect} ${fact.limit} ${code} ${fact.instead}`,
  );
  return groups.map(({ hits: [{ target, problem }], targets }) => {
    const { limit, instead } = problem.fact;
    const code = problem.code === null ? '' : ` (${codeText(target.engine, problem.code)})`;
    const titles = engineTitles(targets, all);
    const who = joinWords(titles);
    const count = titles.length;
    return problem.effect === 'refuses'
      ? `${who} ${verb(count, 'allow')} ${limit}${code}`
      : `${who}, which ${verb(count, 'allow')} ${limit}, ${verb(count, 'do', 'does')} not refuse it but silently ${verb(count, 'make')} ${instead ?? 'something else'} instead`;
  });
}

function report(context: RuleContext, view: MigrationView, group: Group<KeyTooLong>): void {
  const [first] = group.hits;
  const refusing = group.hits.filter((hit) => hit.problem.effect === 'refuses');
  const shown = (refusing[0] ?? first).problem.fact;
  const { origin } = first;
  const caught = refusing.length > 0 && refusing.every((hit) => hit.step.caught);
  const limit = Math.min(...group.hits.map((hit) => hit.problem.fact.limit));
  const reach = reachOf(group.hits.map((hit) => hit.step));
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `the key of ${NOUNS[shown.object] ?? 'index'} ${quote(shown.name)} on table ${quote(shown.table)} is too long: ${sum(shown)};`,
      `${clauses(context, [...refusing, ...group.hits.filter((hit) => hit.problem.effect === 'changes')]).join('; ')}.`,
      acceptSentence(acceptingTargets(view, first.step.direction, origin, context.targets), context.targets),
      caught && 'The migration catches the refusal, so the index is silently missing there.',
      reach.sentence,
    ),
    ...reach.mark,
    help: `Give ${shown.parts.length === 1 ? `column ${shown.parts.map(({ column }) => quote(column)).join()} a shorter length` : 'the string columns shorter lengths, or leave columns out of the key'}: in utf8mb4 each character counts 4 bytes, so the key has room for ${Math.floor(limit / 4)} characters in all.`,
    severity: refusing.length > 0 && !caught ? 'error' : 'warning',
    engines: ids(group.targets),
    ...(origin.related === undefined ? {} : { related: origin.related }),
    data: {
      table: shown.table,
      name: shown.name,
      bytes: shown.bytes,
      limit: shown.limit,
      parts: shown.parts,
      ...(caught ? { caught: true } : {}),
      ...(reach.reached ? {} : { reached: false }),
    },
    identity: `${withoutPrefix(shown.table, first.target)} ${shown.name}`,
  });
}

export const indexKeyTooLong: Rule = {
  id: 'index-key-too-long',
  severity: 'error',
  recommended: true,
  claims: ['key-too-long'],
  docs: {
    what: 'The columns of an index take more bytes together than an engine allows for a key.',
    why: 'InnoDB allows 3072 bytes per key (767 in old row formats), and a character of utf8mb4 counts 4. MySQL and MariaDB refuse a longer one (errno 1071); in some cases MariaDB silently makes a prefix index or a hash instead. SQLite and PostgreSQL accept it, so tests stay green.',
    how: 'Give the string columns of the key the lengths that their values need.',
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'Four strings of 255 characters: 4 × 1020 = 4080 bytes',
        code: `Schema::create('audit_logs', function (Blueprint $table) {
    $table->id();
    $table->string('actor');
    $table->string('action');
    $table->string('subject');
    $table->string('origin');
    $table->index(['actor', 'action', 'subject', 'origin'], 'audit_all_idx');
});`,
      },
      {
        title: 'One string of 800 characters: 3200 bytes',
        code: `Schema::create('pages', function (Blueprint $table) {
    $table->id();
    $table->string('url', 800)->index();
});`,
      },
      {
        title: 'An index that a later change makes too long',
        code: `Schema::create('links', function (Blueprint $table) {
    $table->id();
    $table->string('source', 500);
    $table->string('target', 500);
});
Schema::table('links', function (Blueprint $table) {
    $table->index(['source', 'target'], 'links_both_idx');
});`,
      },
    ],
    good: [
      {
        title: 'Lengths as the values need them',
        code: `Schema::create('audit_logs', function (Blueprint $table) {
    $table->id();
    $table->string('actor', 64);
    $table->string('action', 32);
    $table->string('subject', 64);
    $table->string('origin', 45);
    $table->index(['actor', 'action', 'subject', 'origin'], 'audit_all_idx');
});`,
      },
      {
        title: 'Three strings of 255 characters still fit: 3060 bytes',
        code: `Schema::create('audit_logs', function (Blueprint $table) {
    $table->id();
    $table->string('actor');
    $table->string('action');
    $table->string('subject');
    $table->index(['actor', 'action', 'subject'], 'audit_three_idx');
});`,
      },
      {
        title: 'A hash of the long value is indexed instead',
        code: `Schema::create('pages', function (Blueprint $table) {
    $table->id();
    $table->string('url', 800);
    $table->char('url_hash', 64)->unique();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const hits = [...problemHits(view)].filter(isHitOf('key-too-long'));
        const groups = groupByTarget(
          hits,
          context.targets,
          (hit) =>
            `${hit.step.direction} ${placeKey(hit.origin)} ${withoutPrefix(hit.problem.fact.table, hit.target)} ${hit.problem.fact.name}`,
        );
        for (const group of groups) report(context, view, group);
      },
    };
  },
};
