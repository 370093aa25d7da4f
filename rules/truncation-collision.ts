import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
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
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import { findIndex, type ObjectKind, type Problem } from '../src/schema/index.ts';

type Collision = HitOf<'object-exists'>;

const isObjectExists = isHitOf('object-exists');

function isCollision({ fact }: Problem): boolean {
  return fact.kind === 'object-exists' && fact.cutFrom !== undefined;
}

function isCollisionHit(hit: ProblemHit): hit is Collision {
  return isObjectExists(hit) && isCollision(hit.problem);
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

/** Names that `identifier-too-long` reports at their place, because another engine refuses their length: it tells of the collision, too. */
function toldElsewhere(context: RuleContext, view: MigrationView): Set<string> {
  const told = new Set<string>();
  for (const { problem, step, origin } of problemHits(view)) {
    if (problem.fact.kind !== 'identifier-too-long' || problem.effect !== 'refuses') continue;
    if (context.isClaimed(step, problem)) told.add(`${placeKey(origin)} ${problem.fact.name}`);
  }
  return told;
}

const LONG = 'seasonal_winter_service_contract_cancellation_requests_effective';

export const truncationCollision: Rule = {
  id: 'truncation-collision',
  severity: 'error',
  recommended: true,
  claims: ['object-exists'],
  claimsProblem: (_step, problem) => isCollision(problem),
  docs: {
    what: 'Two names are the same once PostgreSQL has cut them to 63 bytes.',
    why: 'PostgreSQL silently keeps the first 63 bytes of a name, so two long names that begin alike become one, and the second is refused (SQLSTATE 42P07, columns 42701). SQLite takes any length, and MySQL and MariaDB take 64 characters, so a name of 64 passes there.',
    how: 'Give both objects short names that differ at their beginning.',
    engines: ['postgres'],
    bad: [
      {
        title: 'Two indexes whose names differ in the 64th character only',
        code: `Schema::create('requests', function (Blueprint $table) {
    $table->id();
    $table->date('a');
    $table->date('b');
    $table->index('a', '${LONG.slice(0, 63)}1');
    $table->index('b', '${LONG.slice(0, 63)}2');
});`,
      },
      {
        title: 'Two tables',
        code: `foreach (['1', '2'] as $number) {
    Schema::create('${LONG.slice(0, 63)}' . $number, function (Blueprint $table) {
        $table->date('day');
    });
}`,
      },
      {
        title: 'Two columns',
        code: `Schema::create('requests', function (Blueprint $table) {
    $table->id();
    $table->date('${LONG.slice(0, 63)}a');
    $table->date('${LONG.slice(0, 63)}b');
});`,
      },
    ],
    good: [
      {
        title: 'Short names',
        code: `Schema::create('requests', function (Blueprint $table) {
    $table->id();
    $table->date('a');
    $table->date('b');
    $table->index('a', 'req_a_idx');
    $table->index('b', 'req_b_idx');
});`,
      },
      {
        title: 'Names of 63 bytes are kept whole',
        code: `Schema::create('requests', function (Blueprint $table) {
    $table->id();
    $table->date('a');
    $table->date('b');
    $table->index('a', '${LONG.slice(0, 62)}1');
    $table->index('b', '${LONG.slice(0, 62)}2');
});`,
      },
      {
        title: 'Long names that differ early (they are cut, and that is all)',
        code: `Schema::create('requests', function (Blueprint $table) {
    $table->id();
    $table->date('a');
    $table->date('b');
    $table->index('a', 'a_${LONG.slice(0, 62)}');
    $table->index('b', 'b_${LONG.slice(0, 62)}');
});`,
      },
    ],
  },
  create(context) {
    const advisor = new NameAdvisor(context);
    return {
      migration(view) {
        const told = toldElsewhere(context, view);
        const hits = [...problemHits(view)]
          .filter(isCollisionHit)
          .filter(({ origin, problem }) => !told.has(`${placeKey(origin)} ${problem.fact.cutFrom}`));
        const groups = groupByTarget(
          hits,
          context.targets,
          (hit) => `${hit.step.direction} ${placeKey(hit.origin)} ${hit.problem.fact.cutFrom}`,
        );
        for (const { hits: same, targets } of groups) {
          const [hit] = same;
          const { origin, problem, step, target } = hit;
          const { fact } = problem;
          const name = fact.cutFrom ?? fact.name;
          const table = withoutPrefix(fact.table, target);
          const titles = engineTitles(targets, context.targets);
          const caught = same.every((one) => one.step.caught);
          const reach = reachOf(same.map((one) => one.step));
          const owner = step.before.table(fact.owner ?? fact.table);
          const first = owner === undefined ? undefined : findIndex(owner, fact.name, 'exact')?.origin;
          const ownName = fact.object === 'table' || fact.object === 'column';
          const advice = ownName
            ? null
            : advisor.advise(view, hit, { object: fact.object, name, table: fact.table, refused: true });
          const automatic = origin.nameGiven === false;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              step.direction === 'down' && 'On the way back:',
              `${automatic ? 'the automatic ' : ''}${NOUNS[fact.object]} name ${quote(name)} has ${Buffer.byteLength(name)} bytes; ${joinWords(titles)} ${verb(titles.length, 'cut')} it to ${Buffer.byteLength(fact.name)}, ${quote(fact.name)}, and that name is taken already${fact.owner === undefined || fact.owner === fact.table ? '' : ` (on table ${quote(fact.owner)})`}${problem.code === null ? '' : ` (${codeText(target.engine, problem.code)})`}.`,
              acceptSentence(
                acceptingTargets(view, step.direction, origin, context.targets),
                context.targets,
              ),
              caught && 'The migration catches the refusal, so the object is silently missing there.',
              reach.sentence,
            ),
            help:
              advice?.help ??
              `Rename the ${NOUNS[fact.object]}, so that the two differ within ${Buffer.byteLength(fact.name)} bytes; better give both shorter names.`,
            severity: caught ? 'warning' : 'error',
            engines: ids(targets),
            ...(advice?.fix === undefined ? {} : { fix: advice.fix }),
            related: [
              ...(origin.related ?? []),
              ...(advice?.related ?? []),
              ...(first === undefined || placeKey(first) === placeKey(origin)
                ? []
                : [{ file: first.file, span: first.span, message: 'the other name stands here' }]),
            ],
            data: { object: fact.object, table, name, kept: fact.name, code: problem.code },
            identity: `${fact.object} ${table} ${name}`,
          });
        }
      },
    };
  },
};
