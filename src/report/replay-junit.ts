/** `replay` as JUnit XML: a suite for each engine and phase, a case for each migration; what else failed in a suite of its own. */
import type { ReplayOutcome, ReplayResult } from '../schema/index.ts';
import { differenceName, heldValue } from './replay-difference.ts';
import { xml } from './xml.ts';

const PHASES = ['up', 'down', 'again'] as const;

export function renderReplayJunit(result: ReplayResult): string {
  const suites = result.engines.flatMap(({ asked, target, fault }) =>
    target === null
      ? [suite(asked, [failedCase('connect', asked, fault ?? 'it could not be reached', 'error')])]
      : PHASES.flatMap((phase) => {
          const cases = result.migrations.flatMap((migration) => {
            const outcome = migration[phase][target.id];
            return outcome === undefined
              ? []
              : [migrationCase(`${target.id} ${phase}`, migration.file, outcome)];
          });
          return cases.length === 0 ? [] : [suite(`${target.id} ${phase}`, cases)];
        }),
  );
  suites.push(suite('comparison', comparison(result)));
  const all = suites.flatMap(({ cases }) => cases);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dialint replay" ${counts(all)} time="${(result.durationMs / 1000).toFixed(3)}">
${suites.map(({ name, cases }) => `  <testsuite name="${xml(name)}" ${counts(cases)}>\n${cases.map(({ text }) => text).join('\n')}\n  </testsuite>`).join('\n')}
</testsuites>
`;
}

interface Case {
  readonly text: string;
  readonly state: 'passed' | 'failure' | 'error' | 'skipped';
}

function suite(
  name: string,
  cases: readonly Case[],
): { readonly name: string; readonly cases: readonly Case[] } {
  return { name, cases };
}

function counts(cases: readonly Case[]): string {
  const of = (state: Case['state']) => cases.filter((one) => one.state === state).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

function migrationCase(suiteName: string, file: string, outcome: ReplayOutcome): Case {
  const open = `    <testcase classname="${xml(suiteName)}" name="${xml(file)}" file="${xml(file)}"${outcome.line === null ? '' : ` line="${outcome.line}"`} time="${(outcome.ms / 1000).toFixed(3)}"`;
  const message = xml(outcome.message ?? '');
  switch (outcome.outcome) {
    case 'accepts':
      return { text: `${open}/>`, state: 'passed' };
    case 'refuses':
      return {
        text: `${open}><failure type="${xml(outcome.code ?? 'framework')}" message="${message}">${xml([outcome.sql ?? '', ...(outcome.leftBehind ?? []).map((left) => `left behind: ${left}`)].join('\n'))}</failure></testcase>`,
        state: 'failure',
      };
    case 'unavailable':
      return { text: `${open}><error type="unavailable" message="${message}"/></testcase>`, state: 'error' };
    case 'not-run':
      return { text: `${open}><skipped message="${message}"/></testcase>`, state: 'skipped' };
  }
}

function comparison({ differences, residues, guard }: ReplayResult): Case[] {
  const unexplained = differences.filter((difference) => difference.class === 'unexplained');
  const failed = [
    ...unexplained.map((difference) =>
      failedCase(
        'difference',
        `${difference.kind} of ${differenceName(difference)}`,
        Object.entries(difference.values)
          .map(([id, value]) => `${id}: ${heldValue(value)}`)
          .join('; '),
      ),
    ),
    ...residues.map(({ file, engine, after, what }) => failedCase(`${engine} after ${after}`, file, what)),
    ...guard.map(({ name, table, length, unit, targets }) =>
      failedCase(
        'name',
        `${table}.${name}`,
        `${length} ${unit}; ${targets.map(({ id, limit }) => `${id} allows ${limit}`).join(', ')}`,
      ),
    ),
  ];
  return failed.length > 0
    ? failed
    : [{ text: '    <testcase classname="comparison" name="the engines made the same"/>', state: 'passed' }];
}

function failedCase(
  className: string,
  name: string,
  message: string,
  kind: 'failure' | 'error' = 'failure',
): Case {
  return {
    text: `    <testcase classname="${xml(className)}" name="${xml(name)}"><${kind} message="${xml(message)}"/></testcase>`,
    state: kind,
  };
}
