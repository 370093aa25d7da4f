import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { acceptingTargets, type HitOf, isHitOf, type ProblemHit, problemHits } from '../src/lint/problems.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { onTheWayBack } from '../src/lint/way-back.ts';
import {
  acceptSentence,
  codeText,
  joinWords,
  listEngines,
  quote,
  sentences,
  verb,
} from '../src/lint/wording.ts';
import type { Problem } from '../src/schema/index.ts';

type Mismatch = HitOf<'foreign-key'>;

const isForeignKey = isHitOf('foreign-key');

function isMismatch(problem: Problem): boolean {
  return problem.fact.kind === 'foreign-key' && problem.fact.reason === 'type-mismatch';
}

function isRefused(hit: ProblemHit): hit is Mismatch {
  const { step } = hit;
  return (
    isForeignKey(hit) &&
    isMismatch(hit.problem) &&
    step.verdict.outcome === 'refuses' &&
    step.reached &&
    !step.caught
  );
}

/** What the engine holds against each other: the facts of this reason say it. */
function typesOf({ problem }: Mismatch): string {
  return problem.fact.detail ?? problem.message;
}

/** What the two columns are, engine by engine: `a.b is int, c.d is bigint unsigned; MySQL refuses that (errno 3780)`. */
function clauses(context: RuleContext, hits: readonly Mismatch[]): string[] {
  const byDetail = new Map<string, Mismatch[]>();
  for (const hit of hits) {
    const detail = typesOf(hit).replace(/\.$/, '');
    const alike = byDetail.get(detail) ?? [];
    byDetail.set(detail, alike);
    if (!alike.some((other) => other.target.id === hit.target.id)) alike.push(hit);
  }
  return [...byDetail].map(([detail, alike]) => {
    const titles = alike.map((hit) => {
      const { code, message } = hit.problem;
      const more = /errno: 150/.test(message) ? ', 150' : '';
      const shown = code === null ? '' : ` (${codeText(hit.target.engine, code)}${more})`;
      return `${listEngines([hit.target], context.targets)}${shown}`;
    });
    return `${detail}; ${joinWords(titles)} ${verb(titles.length, 'refuse')} that.`;
  });
}

/** What the types are made alike by. */
function helpFor(hit: Mismatch): string {
  const types = typesOf(hit);
  const parent = quote(withoutPrefix(hit.problem.fact.parent, hit.target));
  if (/ becomes /.test(types))
    return `Drop the foreign key first, give both columns the same type, and make the key to ${parent} anew.`;
  // `bigint unsigned` from `a.b is int, c.d is bigint unsigned`
  const wanted = /, \S+ is (.+)/.exec(types)?.[1];
  if (wanted === undefined)
    return `Give both columns the same type, signedness and collation; the key references ${parent}.`;
  const calls =
    wanted === 'bigint unsigned' && hit.step.migration.sql === undefined
      ? ' (foreignId() or unsignedBigInteger())'
      : '';
  return `Make the column that points to ${parent} ${wanted}, too${calls}.`;
}

export const foreignKeyTypeMismatch: Rule = {
  id: 'foreign-key-type-mismatch',
  severity: 'error',
  recommended: true,
  claims: ['foreign-key'],
  claimsProblem: (_step, problem) => isMismatch(problem),
  docs: {
    what: 'A foreign key joins two columns whose types do not fit together.',
    why: 'MySQL and MariaDB want the same type, size and signedness at both ends, and the same collation of strings: otherwise errno 3780, or 1005 with 150 on MariaDB. PostgreSQL refuses types that it cannot compare (SQLSTATE 42804). SQLite looks at no types, so tests stay green. The usual case: id() makes an unsigned bigint, and the column that points to it is an integer.',
    how: 'Give the column the type of the one that it references: foreignId() or unsignedBigInteger() for an id(), foreignUuid() for a uuid(), foreignUlid() for a ulid().',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'A signed integer that points to an id()',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->integer('customer_id');
    $table->foreign('customer_id')->references('id')->on('customers');
});`,
      },
      {
        title: 'The right size, but signed',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->bigInteger('customer_id');
    $table->foreign('customer_id', 'inv_customer_fk')->references('id')->on('customers');
});`,
      },
      {
        title: 'foreignId() to a key of uuids',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->uuid('id')->primary();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
    ],
    good: [
      {
        title: 'foreignId() to an id()',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained();
});`,
      },
      {
        title: 'foreignUuid() to a uuid()',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->uuid('id')->primary();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignUuid('customer_id')->constrained();
});`,
      },
      {
        title: 'unsignedInteger() to an increments()',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->increments('id');
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->unsignedInteger('customer_id');
    $table->foreign('customer_id')->references('id')->on('customers');
});`,
      },
    ],
  },
  create(context) {
    return {
      migration(view) {
        const groups = groupByTarget(
          [...problemHits(view)].filter(isRefused),
          context.targets,
          (hit) =>
            `${hit.step.direction} ${placeKey(hit.origin)} ${withoutPrefix(hit.problem.fact.table, hit.target)} ${hit.problem.fact.name ?? ''}`,
        );
        for (const { hits, targets } of groups) {
          const [{ origin, problem, step, target }] = hits;
          const { fact } = problem;
          const table = withoutPrefix(fact.table, target);
          const parent = withoutPrefix(fact.parent, target);
          const named = fact.name === null ? 'a foreign key' : `foreign key ${quote(fact.name)}`;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              step.direction === 'down' && 'On the way back:',
              `${named} of table ${quote(table)} joins columns of different types: ${clauses(context, hits).join(' ')}`,
              acceptSentence(
                acceptingTargets(view, step.direction, origin, context.targets),
                context.targets,
              ),
            ),
            help: helpFor(hits[0]),
            ...onTheWayBack(step.direction),
            engines: ids(targets),
            ...(origin.related === undefined ? {} : { related: origin.related }),
            data: {
              table,
              name: fact.name,
              parent,
              types: Object.fromEntries(hits.map((hit) => [hit.target.id, typesOf(hit)])),
              codes: Object.fromEntries(hits.map((hit) => [hit.target.id, hit.problem.code])),
            },
            identity: `${table} ${fact.name ?? parent}`,
          });
        }
      },
    };
  },
};
