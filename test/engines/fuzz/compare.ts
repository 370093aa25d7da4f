/** One history on the real engine and before its judge: where they part. */
import { isDeepStrictEqual } from 'node:util';
import { judgeFor } from '../../../src/engines/index.ts';
import { readSql } from '../../../src/frontends/sql/read.ts';
import type { Catalog, Statement } from '../../../src/schema/index.ts';
import type { RealEngine, Session } from './engines.ts';

/** A statement reaches the judge as the structure it was made from, or as its text was read. */
export type Way = 'structure' | 'text';
const WAYS: readonly Way[] = ['structure', 'text'];

export interface Disagreement {
  /** What makes two of them the same: the kind of statement, and what each said. */
  readonly signature: string;
  readonly lines: readonly string[];
}

/** What was asked, by kind of statement; and refusals, by code. */
export class Tally {
  readonly kinds = new Map<string, { accepted: number; refused: number }>();
  readonly codes = new Map<string, number>();
  statements = 0;
  unknown = 0;
  /** Why, and how often. */
  readonly reasons = new Map<string, number>();
  /** Refused for what rows hold, where the judge does not refuse. */
  aboutRows = 0;
  /** Both refuse a statement with several mistakes, and name another of those that the judge found. */
  readonly otherFirst = new Map<string, { times: number; example: readonly string[] }>();
  catalogs = 0;

  count(statement: Statement, outcome: string): void {
    const kind = kindOf(statement);
    const counts = this.kinds.get(kind) ?? { accepted: 0, refused: 0 };
    if (outcome === 'ok') counts.accepted += 1;
    else counts.refused += 1;
    this.kinds.set(kind, counts);
    this.statements += 1;
    if (outcome !== 'ok') this.codes.set(outcome, (this.codes.get(outcome) ?? 0) + 1);
  }

  countUnknown(reason: string): void {
    this.unknown += 1;
    const short = reason.replace(/^(the SQL is not read at .{0,30}).*/s, '$1').slice(0, 120);
    this.reasons.set(short, (this.reasons.get(short) ?? 0) + 1);
  }
}

export function kindOf(statement: Statement): string {
  if (statement.kind === 'data') return statement.verb;
  if (statement.kind !== 'alterTable') return statement.kind;
  const [first, second] = statement.actions;
  return second === undefined ? `alterTable ${first?.kind}` : 'alterTable, several';
}

interface Said {
  readonly outcome: string;
  /** All that the judge refuses it for. */
  readonly codes: readonly (string | null)[];
  readonly message: string;
  readonly left: Catalog;
  /** It was not sure of all, whatever it says. */
  readonly unsure: boolean;
}

function say({ target }: RealEngine, catalog: Catalog, statements: readonly Statement[]): Said {
  let left = catalog;
  let outcome = 'ok';
  let message = '';
  const codes: (string | null)[] = [];
  let unsure = false;
  for (const statement of statements) {
    const verdict = judgeFor(target.engine).judge(left, statement, target);
    left = verdict.left;
    unsure ||= verdict.reason !== undefined;
    if (verdict.outcome === 'accepts' || outcome !== 'ok') continue;
    const refusals = verdict.problems.filter((problem) => problem.effect === 'refuses');
    const [first] = refusals;
    codes.push(...refusals.map(({ code }) => code));
    outcome = verdict.outcome === 'unknown' ? 'unknown' : (first?.code ?? 'refused without a code');
    message = verdict.outcome === 'unknown' ? (verdict.reason ?? '') : (first?.message ?? '');
  }
  return { outcome, message, codes, left, unsure };
}

const shown = (text: string) =>
  text.length > 1500 ? `${text.slice(0, 1500)}… (${text.length} characters)` : text;

/** The first place in which two shapes differ, without the table's name: what the difference is about. */
function firstDifference(
  predicted: unknown,
  observed: unknown,
  path: readonly string[] = [],
): [string, string] | null {
  if (isDeepStrictEqual(predicted, observed)) return null;
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (isObject(predicted) && isObject(observed)) {
    for (const key of new Set([...Object.keys(predicted), ...Object.keys(observed)])) {
      const found = firstDifference(predicted[key], observed[key], [...path, key]);
      if (found !== null) return found;
    }
  }
  const about = path
    .slice(1)
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
  return [
    about === '' ? 'tables' : about,
    `${path.join('.')}: judge ${JSON.stringify(predicted)}, engine ${JSON.stringify(observed)}`,
  ];
}

async function replay(
  real: RealEngine,
  history: readonly Statement[],
  session: Session,
  tally: Tally,
  withShape: boolean,
): Promise<Disagreement | null> {
  const initial = judgeFor(real.engine).initial(real.target);
  const catalogs = new Map<Way, Catalog>(WAYS.map((way) => [way, initial]));
  const lines: string[] = [];
  let rows = false;
  session.sendAhead?.(history);
  const inTransaction = history.some((statement) => statement.kind === 'transaction');
  for (const statement of history) {
    const answer = await session.run(statement);
    tally.count(statement, answer.outcome);
    if (statement.kind === 'data' && statement.verb === 'insert' && answer.outcome === 'ok') rows = true;
    const line = `${answer.outcome} <- ${shown(statement.sql)}`;
    for (const way of WAYS) {
      const before = catalogs.get(way) ?? initial;
      const asked = way === 'structure' ? [statement] : readSql(statement.sql, real.target, statement.origin);
      const said = say(real, before, asked);
      if (said.outcome === 'unknown') {
        tally.countUnknown(said.message);
        // Neither what it holds nor what it does to names is known from here on.
        return null;
      } else if (said.outcome !== answer.outcome) {
        const isInsert = statement.kind === 'data';
        if (real.aboutRows.has(answer.outcome) && (rows || isInsert)) {
          tally.aboutRows += 1;
          // The judge believes that it was done; in a transaction, that it goes on.
          if (!isInsert || inTransaction) return null;
          continue;
        }
        // Another mistake of the same statement, or one that the judge is not sure of.
        if (
          said.codes.includes(answer.outcome) ||
          (said.codes.length > 0 && said.unsure && answer.outcome !== 'ok')
        ) {
          const pair = `${kindOf(statement)}: judge ${said.outcome}, engine ${answer.outcome}`;
          const before = tally.otherFirst.get(pair);
          const example = [
            ...lines,
            line,
            `  engine: ${shown(answer.message)}`,
            `  judge (${way}): ${said.codes}`,
          ];
          const shorter = before === undefined || example.length < before.example.length;
          tally.otherFirst.set(pair, {
            times: (before?.times ?? 0) + 1,
            example: shorter ? example : before.example,
          });
          catalogs.set(way, said.left);
          continue;
        }
        return {
          signature: `${way}: ${kindOf(statement)}: judge ${said.outcome}, engine ${answer.outcome}`,
          lines: [
            ...lines,
            line,
            `  engine: ${shown(answer.message)}`,
            `  judge (${way}): ${said.outcome} ${shown(said.message)}`,
          ],
        };
      }
      catalogs.set(way, said.left);
    }
    lines.push(line);
  }
  if (!withShape) return null;
  tally.catalogs += 1;
  const observed = await session.shape();
  for (const way of WAYS) {
    const difference = firstDifference(real.predicted(catalogs.get(way) ?? initial), observed);
    if (difference === null) continue;
    return { signature: `${way}: catalog: ${difference[0]}`, lines: [...lines, `  ${shown(difference[1])}`] };
  }
  return null;
}

/** `withShape`: compare what both hold at the end, too. */
export function compare(
  real: RealEngine,
  history: readonly Statement[],
  tally: Tally,
  withShape: boolean,
): Promise<Disagreement | null> {
  return real.fresh((session) => replay(real, history, session, tally, withShape));
}
