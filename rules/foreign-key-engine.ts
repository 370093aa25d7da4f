import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { acceptingTargets, type HitOf, isHitOf, type ProblemHit, problemHits } from '../src/lint/problems.ts';
import type { Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { onTheWayBack } from '../src/lint/way-back.ts';
import {
  acceptSentence,
  codeText,
  engineTitles,
  joinWords,
  listEngines,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import type { Problem } from '../src/schema/index.ts';

type EngineHit = HitOf<'foreign-key'>;

const isForeignKey = isHitOf('foreign-key');

function isEngineProblem(problem: Problem): boolean {
  return problem.fact.kind === 'foreign-key' && problem.fact.reason === 'storage-engine';
}

function isEngineHit(hit: ProblemHit): hit is EngineHit {
  return isForeignKey(hit) && isEngineProblem(hit.problem) && hit.step.reached && !hit.step.caught;
}

const MYISAM_PARENT = `Schema::create('customers', function (Blueprint $table) {
    $table->engine = 'MyISAM';
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`;

export const foreignKeyEngine: Rule = {
  id: 'foreign-key-engine',
  severity: 'warning',
  recommended: true,
  claims: ['foreign-key'],
  claimsProblem: (_step, problem) => isEngineProblem(problem),
  docs: {
    what: 'A foreign key on, or to, a table whose storage engine has no foreign keys.',
    why: 'Only InnoDB keeps foreign keys. MySQL and MariaDB take one on a MyISAM table without a word and do not make it: nothing cascades, and rows may point nowhere. A key from an InnoDB table to a MyISAM one is refused (errno 1824, on MariaDB 1005 with 150).',
    how: "Leave the storage engine out (InnoDB is the default), or set it to 'InnoDB' for both tables.",
    engines: ['mysql', 'mariadb'],
    bad: [
      {
        title: 'The key is silently not made',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->engine = 'MyISAM';
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
      { title: 'The referenced table is MyISAM', code: MYISAM_PARENT },
      {
        title: 'A key that comes later',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('hits', function (Blueprint $table) {
    $table->engine('MyISAM');
    $table->id();
    $table->unsignedBigInteger('customer_id');
});
Schema::table('hits', function (Blueprint $table) {
    $table->foreign('customer_id', 'hits_customer_fk')->references('id')->on('customers');
});`,
      },
    ],
    good: [
      { title: 'InnoDB on both sides', code: MYISAM_PARENT.replace('MyISAM', 'InnoDB') },
      {
        title: 'Nobody names a storage engine',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
      {
        title: 'A MyISAM table without foreign keys',
        code: `Schema::create('hits', function (Blueprint $table) {
    $table->engine = 'MyISAM';
    $table->id();
    $table->unsignedBigInteger('customer_id')->index();
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          [...problemHits(view)].filter(isEngineHit),
          context.targets,
          (hit) =>
            `${hit.step.direction} ${placeKey(hit.origin)} ${hit.problem.effect} ${withoutPrefix(hit.problem.fact.table, hit.target)}`,
        );
        for (const { hits, targets } of groups) {
          const [{ origin, problem, step, target }] = hits;
          const { fact } = problem;
          const table = withoutPrefix(fact.table, target);
          const parent = withoutPrefix(fact.parent, target);
          const named = fact.name === null ? 'the foreign key' : `foreign key ${quote(fact.name)}`;
          const refused = problem.effect === 'refuses';
          const titles = engineTitles(targets, context.targets);
          const codes = new Set(
            hits.map(
              (hit) =>
                `${listEngines([hit.target], context.targets)}: ${codeText(hit.target.engine, hit.problem.code ?? '')}`,
            ),
          );
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              step.direction === 'down' && 'On the way back:',
              refused
                ? `${joinWords(titles)} ${verb(titles.length, 'refuse')} ${named} of table ${quote(table)}, because ${quote(parent)} is not an InnoDB table (${fact.detail}; ${[...codes].join(', ')}).`
                : `${named} of table ${quote(table)} is silently not made on ${joinWords(titles)}: the table's storage engine (${fact.detail}) has no foreign keys. Nothing cascades there, and rows may point to a ${quote(parent)} that does not exist.`,
              acceptSentence(
                acceptingTargets(view, step.direction, origin, context.targets),
                context.targets,
              ),
            ),
            help: `Use InnoDB for ${refused ? quote(parent) : quote(table)}: leave the storage engine out, it is the default.`,
            severity: refused ? 'error' : 'warning',
            ...onTheWayBack(step.direction),
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: { table, parent, name: fact.name, made: false, refused },
            identity: `${table} ${fact.name ?? parent}`,
          });
        }
      },
    };
  },
};
