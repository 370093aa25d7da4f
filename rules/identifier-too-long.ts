import { type Group, groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { NameAdvisor } from '../src/lint/name-advice.ts';
import { acceptingTargets, type HitOf, isHitOf, type ProblemHit, problemHits } from '../src/lint/problems.ts';
import { reachOf } from '../src/lint/reach.ts';
import type { MigrationView, Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import {
  acceptSentence,
  codeText,
  engineTitles,
  joinWords,
  listEngines,
  plural,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import type { ObjectKind, Target } from '../src/schema/index.ts';

type TooLong = HitOf<'identifier-too-long'>;
type Collision = HitOf<'object-exists'>;

const isTooLong = isHitOf('identifier-too-long');
const isObjectExists = isHitOf('object-exists');

/** A name is taken because PostgreSQL has cut it: the length is the cause. */
function isCollision(hit: ProblemHit): hit is Collision {
  return isObjectExists(hit) && hit.problem.fact.cutFrom !== undefined;
}

/** What the targets say of one name at one place. */
interface Told {
  readonly first: TooLong;
  readonly refusing: readonly TooLong[];
  readonly cutting: readonly TooLong[];
  readonly collisions: readonly Collision[];
}

/**
 * A cut name that collides is reported by the rule for that (undefined here), unless another engine refuses its length:
 * then the length is what must change, and this rule tells of the collision as well.
 */
function toldOf(context: RuleContext, hits: readonly ProblemHit[]): Told | undefined {
  const tooLong = hits.filter(isTooLong);
  const refusing = tooLong.filter((hit) => hit.problem.effect === 'refuses');
  const cutting = tooLong.filter((hit) => hit.problem.effect === 'changes');
  const collisions = hits.filter(isCollision);
  const first = refusing[0] ?? cutting[0];
  const claimed = collisions.some(({ step, problem }) => context.isClaimed?.(step, problem) === true);
  return first === undefined || (refusing.length === 0 && claimed)
    ? undefined
    : { first, refusing, cutting, collisions };
}

const NOUNS: Readonly<Record<ObjectKind, string>> = {
  table: 'table',
  column: 'column',
  index: 'index',
  unique: 'unique index',
  primaryKey: 'primary key',
  foreignKey: 'foreign key',
  constraint: 'constraint',
  alias: 'alias',
};

function nameOf(hit: TooLong | Collision): string {
  const { fact } = hit.problem;
  return fact.kind === 'object-exists' ? (fact.cutFrom ?? fact.name) : fact.name;
}

/** `MySQL and MariaDB allow 64 (errno 1059)`, with the codes apart where they differ. */
function limitClauses(hits: readonly TooLong[], all: readonly Target[]): string[] {
  return [...new Set(hits.map((hit) => hit.problem.fact.limit))].map((limit) => {
    const alike = hits.filter((hit) => hit.problem.fact.limit === limit);
    const codeOf = (hit: TooLong): string =>
      hit.problem.code === null ? '' : ` (${codeText(hit.target.engine, hit.problem.code)})`;
    const codes = new Set(alike.map(codeOf));
    const titlesOf = (some: readonly TooLong[]): string[] =>
      engineTitles(
        some.map((hit) => hit.target),
        all,
      );
    const titles = titlesOf(alike);
    const allow = verb(titles.length, 'allow');
    if (codes.size === 1) return `${joinWords(titles)} ${allow} ${limit}${[...codes].join('')}`;
    const apart = [...codes].flatMap((code) =>
      titlesOf(alike.filter((hit) => codeOf(hit) === code)).map((title) => `${title}${code}`),
    );
    return `${joinWords(apart)} ${allow} ${limit}`;
  });
}

function engines(hits: readonly ProblemHit[], all: readonly Target[]): string {
  return listEngines(
    hits.map((hit) => hit.target),
    all,
  );
}

/** What becomes of the name where it is cut. One engine alone does that, so the verbs are in the singular. */
function cutSentence({ refusing, cutting, collisions }: Told, all: readonly Target[]): string {
  const clash = collisions[0]?.problem;
  if (clash !== undefined) {
    const { owner, name } = clash.fact;
    const where = owner === undefined ? '' : ` (on table ${quote(owner)})`;
    const code = clash.code === null ? '' : ` (${codeText('postgres', clash.code)})`;
    return `${engines(collisions, all)} cuts it to ${quote(name)}, a name that is taken already${where}${code}.`;
  }
  const cut = cutting[0]?.problem.fact;
  if (cut === undefined) return '';
  const who = engines(cutting, all);
  if (refusing.length > 0) return `${who} silently cuts it to ${cut.limit} bytes.`;
  return `${who} does not refuse it, but silently cuts it to ${cut.limit} bytes: ${quote(cut.kept ?? '')}.`;
}

function report(
  context: RuleContext,
  view: MigrationView,
  group: Group<TooLong | Collision>,
  told: Told,
  advisor: NameAdvisor,
): void {
  const all = context.targets;
  const { first, refusing, cutting, collisions } = told;
  const { origin } = first;
  const { table, object, name, length, limit, unit } = first.problem.fact;
  const ownTable = object === 'table' ? name : withoutPrefix(table, first.target);
  const automatic = origin.nameGiven === false;
  const fatal = [...refusing, ...collisions];
  const caught = fatal.length > 0 && fatal.every((hit) => hit.step.caught);
  const reach = reachOf(group.hits.map((hit) => hit.step));
  const kept = cutting[0]?.problem.fact.kept;

  const has = `${automatic ? 'the automatic ' : ''}${NOUNS[object]} name ${quote(name)} has ${plural(length, unit.slice(0, -1))}`;
  const message = sentences(
    refusing.length > 0 ? `${has}; ${joinWords(limitClauses(refusing, all))}.` : `${has}.`,
    cutSentence(told, all),
    acceptSentence(acceptingTargets(view, first.step.direction, origin, all), all),
    `It is ${plural(length - limit, unit.slice(0, -1))} too long.`,
    caught && 'The migration catches the refusal, so the object is silently missing there.',
    reach.sentence,
  );
  const least = [...refusing, ...cutting]
    .map((hit) => hit.problem.fact)
    .reduce((one, other) => (other.limit < one.limit ? other : one));
  const ownName = object === 'table' || object === 'column';
  const advice = ownName
    ? null
    : advisor.advise(view, first, { object, name, table, refused: fatal.length > 0 });
  context.report({
    file: origin.file,
    span: origin.span,
    message,
    help:
      advice?.help ??
      `Rename the ${NOUNS[object]} to at most ${least.limit} ${least.unit}, better to half of that: automatic names of indexes and foreign keys contain it.`,
    severity: fatal.length > 0 && !caught ? 'error' : 'warning',
    engines: ids(group.targets),
    ...(advice?.fix === undefined ? {} : { fix: advice.fix }),
    related: [...(origin.related ?? []), ...(advice?.related ?? [])],
    ...reach.mark,
    data: {
      object,
      table,
      name,
      length,
      limit,
      unit,
      ...(kept === undefined ? {} : { kept }),
      automatic,
      ...(advice === null ? {} : { proposal: advice.proposal }),
      ...(caught ? { caught: true } : {}),
      ...(reach.reached ? {} : { reached: false }),
    },
    identity: `${object} ${ownTable} ${name}`,
  });
}

const TELEGRAM = 'modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php';

export const identifierTooLong: Rule = {
  id: 'identifier-too-long',
  severity: 'error',
  recommended: true,
  claims: ['identifier-too-long'],
  docs: {
    what: 'The name of a table, column, index, unique index or foreign key is longer than an engine allows.',
    why: 'MySQL and MariaDB refuse names of more than 64 characters (errno 1059; MariaDB says 1103 of a table). PostgreSQL silently cuts them to 63 bytes, and two names that begin alike then collide (SQLSTATE 42P07). SQLite takes any length, so tests stay green. Mostly nobody wrote the name: a key without one is called {table}_{columns}_{kind}, and a prefixed table with two columns is soon over the limit.',
    how: 'Pass a short name of your own as the last argument: {abbreviation}_{purpose}_{idx|unq|fk}.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'The automatic name of a compound index on a prefixed table has 66 characters',
        file: TELEGRAM,
        code: `Schema::create('mod_telegram_enrollment_tokens', function (Blueprint $table) {
    $table->id();
    $table->string('notifiable_type', 64);
    $table->unsignedBigInteger('notifiable_id');
    $table->index(['notifiable_type', 'notifiable_id']);
});`,
      },
      {
        title: 'morphs() makes an index, too',
        file: TELEGRAM,
        code: `Schema::create('mod_telegram_delivery_confirmations', function (Blueprint $table) {
    $table->id();
    $table->morphs('confirmable');
});`,
      },
      {
        title: 'A foreign key on a table with a long name',
        code: `Schema::create('customer_objects', function (Blueprint $table) {
    $table->id();
});
Schema::create('winter_service_contract_cancellation_requests', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_object_id')->constrained('customer_objects');
});`,
      },
      {
        title: 'A column that somebody named in earnest',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->boolean('has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder');
});`,
      },
    ],
    good: [
      {
        title: 'A short name of your own',
        file: TELEGRAM,
        code: `Schema::create('mod_telegram_enrollment_tokens', function (Blueprint $table) {
    $table->id();
    $table->string('notifiable_type', 64);
    $table->unsignedBigInteger('notifiable_id');
    $table->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx');
});`,
      },
      {
        title: 'morphs() takes the name of its index',
        file: TELEGRAM,
        code: `Schema::create('mod_telegram_delivery_confirmations', function (Blueprint $table) {
    $table->id();
    $table->morphs('confirmable', 'tg_confirm_confirmable_idx');
});`,
      },
      {
        title: 'An index over one column of a short table has room enough',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->date('due_on')->index();
});`,
      },
    ],
  },
  create(context) {
    const advisor = new NameAdvisor(context);
    return {
      migration(view) {
        const hits: (TooLong | Collision)[] = [];
        for (const hit of problemHits(view)) if (isTooLong(hit) || isCollision(hit)) hits.push(hit);
        // The table's name is left out: PostgreSQL may have cut that, too.
        const groups = groupByTarget(
          hits,
          context.targets,
          (hit) => `${hit.step.direction} ${placeKey(hit.origin)} ${nameOf(hit)}`,
        );
        for (const group of groups) {
          const told = toldOf(context, group.hits);
          if (told !== undefined) report(context, view, group, told, advisor);
        }
      },
    };
  },
};
