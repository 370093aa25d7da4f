/** What the schema builder sends and answers, against the real one of each version on each engine (record-schema.php). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES, type EngineName, type Step } from '../../../src/schema/index.ts';
import { evaluate, up } from './evaluator/project.ts';
import { readReflections } from './record/reflection.ts';
import { SCHEMA_CASES, SETUP } from './record/schema-cases.ts';

interface Recorded {
  readonly php: string;
  readonly sql: readonly string[];
  readonly answer?: unknown;
  readonly error?: string;
}

const root = new URL('../../../fixtures/recorded/', import.meta.url);

const ended = (sql: string): string => sql.replace(/;$/, '');

function recordedOf(version: string, engine: EngineName): Recorded[] {
  const text = readFileSync(new URL(`laravel-${version}/schema-${engine}.json`, root), 'utf8');
  return (JSON.parse(text) as Recorded[]).map((one) => ({ ...one, sql: one.sql.map(ended) }));
}

/** A method that a version does not have may be a macro: what stands behind it is evaluated all the same. */
const NO_SUCH_METHOD = /^(Method .* does not exist\.|Call to (undefined|protected) method .*)$/;

/** Statements that carry an answer out of the evaluated code. */
const MARK = 'insert into answers values';

/**
 * The case as PHP that sends its answer as SQL: on a connection of its own, since an answer that is not known makes SQL
 * that is not, after which nothing of the database is.
 */
const asked = (php: string, i: number): string =>
  `DB::connection('answer_${i}')->statement("${MARK} ('" . str_replace("'", "''", json_encode(['answer' => (function () { ${php} })()])) . "')");`;

type Outcome = Omit<Recorded, 'php'> | { readonly unknown: string };

/** What the steps of one case say. */
function outcomeOf(steps: readonly Step[]): Outcome {
  const sql: string[] = [];
  let error: string | undefined;
  for (const { statement } of steps) {
    if (statement.kind === 'frameworkRefuses') error ??= statement.message;
    else if (error !== undefined && !statement.sql.startsWith(MARK)) continue;
    else if (statement.sql.startsWith(MARK)) {
      const text = statement.sql.slice(statement.sql.indexOf("'") + 1, statement.sql.lastIndexOf("'"));
      if (error !== undefined) return { sql, error };
      return { sql, ...JSON.parse(text.replaceAll("''", "'")) };
    } else if (statement.kind === 'notUnderstood' && statement.sql === '')
      return { unknown: statement.reason };
    // Raw SQL is read up to the semicolon.
    else if (statement.sql !== '' && !/^(begin|commit)$/.test(statement.sql)) sql.push(ended(statement.sql));
  }
  return { unknown: 'nothing is answered' };
}

/** From Laravel 11 on MariaDB has a driver of its own. */
const DATABASE = `<?php
$utf8 = ['charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci'];
return ['default' => 'mariadb', 'connections' => [
    'sqlite' => ['driver' => 'sqlite'],
    'mysql' => ['driver' => 'mysql'] + $utf8,
    'mariadb' => ['driver' => 'mariadb'] + $utf8,
    'pgsql' => ['driver' => 'pgsql'],
]];`;

/** The steps of the second migration, on each engine; of several cases in it each ends with its answer. */
function stepsOf(version: string, php: string): Readonly<Record<EngineName, readonly Step[]>> {
  const { timelines } = evaluate([up(SETUP), up(php)], {
    'composer.json': JSON.stringify({ require: { 'laravel/framework': version } }),
    ...(Number.parseInt(version, 10) < 11 ? {} : { 'config/database.php': DATABASE }),
  });
  return Object.fromEntries(
    ENGINE_NAMES.map((engine) => {
      const runs = timelines[engine].runs.filter((run) => run.direction === 'up');
      return [engine, runs[1]!.steps];
    }),
  ) as Record<EngineName, readonly Step[]>;
}

const isAnswer = ({ statement }: Step): boolean =>
  statement.sql.startsWith(MARK) ||
  (statement.kind === 'notUnderstood' && statement.reason.startsWith('the SQL cannot be known'));

/** Questions leave the database as it is: one migration asks them all. */
function answersTo(version: string, questions: readonly string[]) {
  const steps = stepsOf(version, questions.map((php, i) => asked(php, i)).join('\n'));
  return (engine: EngineName) => {
    const cases: Step[][] = [[]];
    for (const step of steps[engine]) {
      cases.at(-1)!.push(step);
      if (isAnswer(step)) cases.push([]);
    }
    return cases.slice(0, -1).map(outcomeOf);
  };
}

interface LeftOpen {
  readonly php: RegExp;
  readonly where: (engine: EngineName, major: number) => boolean;
  readonly why: string;
}

const LEFT_OPEN: readonly LeftOpen[] = [
  {
    php: /getForeignKeys\('things'\), 'on_update'/,
    where: (engine) => engine === 'mysql',
    why: 'the catalog keeps what NO ACTION means',
  },
  {
    php: /getTableListing\(\)|getCurrentSchema(Name|Listing)/,
    where: (engine) => engine !== 'sqlite',
    why: 'the name of the database and the search path are settings',
  },
  {
    php: /parseSchemaAndTable\('b'/,
    where: (engine, major) => engine === 'postgres' && major === 11,
    why: 'the search path is a setting',
  },
];

/** Is our outcome the real one, or left open on purpose? */
function agrees(version: string, engine: EngineName, real: Recorded, ours: Outcome): boolean {
  if (NO_SUCH_METHOD.test(real.error ?? '')) return true;
  if (!('unknown' in ours)) return JSON.stringify({ php: real.php, ...ours }) === JSON.stringify(real);
  const major = Number.parseInt(version, 10);
  return LEFT_OPEN.some(({ php, where }) => php.test(real.php) && where(engine, major));
}

describe.each(readReflections().map(({ version }) => version))('Laravel %s', (version) => {
  const recorded = new Map(ENGINE_NAMES.map((engine) => [engine, recordedOf(version, engine)]));
  const sends = new Set(
    [...recorded.values()].flat().flatMap(({ php, sql }) => (sql.length > 0 ? [php] : [])),
  );
  const questions = SCHEMA_CASES.filter((php) => !sends.has(php));
  const answers = answersTo(version, questions);
  const done = new Map([...sends].map((php) => [php, stepsOf(version, asked(php, 0))]));

  it.each(ENGINE_NAMES)('answers and sends as on %s', (engine) => {
    const results = new Map<string | undefined, Outcome>(
      answers(engine).map((outcome, i) => [questions[i], outcome]),
    );
    for (const [php, steps] of done) results.set(php, outcomeOf(steps[engine]));
    expect(results.size).toBe(SCHEMA_CASES.length);
    const differences = [];
    for (const real of recorded.get(engine)!) {
      const ours = results.get(real.php) ?? { unknown: 'the case is gone: record anew' };
      if (!agrees(version, engine, real, ours)) differences.push({ real, ours });
    }
    expect(differences).toEqual([]);
  });
});
