/**
 * Cases written as SQL text, one statement a line behind the code that the engine gives it (or `ok`), an empty line
 * between histories, each of which begins with a line `# title`. They reach the judge as raw SQL does. Where the engine
 * is at hand it is asked for each code, and for what it holds in the end.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeFor } from '../../../src/engines/index.ts';
import { readSql } from '../../../src/frontends/sql/read.ts';
import type { Catalog, EngineName, Statement, Target } from '../../../src/schema/index.ts';
import { connect, type RealEngine } from '../fuzz/engines.ts';
import { outcome } from './cases.ts';
import { origin } from './quoted-ddl.ts';

export interface TextHistory {
  readonly title: string;
  readonly steps: readonly { readonly code: string; readonly sql: string }[];
}

export function histories(text: string): TextHistory[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      const [title = '', ...lines] = block.split('\n').map((line) => line.trim());
      if (!title.startsWith('# ') || lines.length === 0)
        throw new Error(`no title or no statement: ${block}`);
      const steps = lines.map((line) => {
        const [, code = '', sql = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
        return { code, sql };
      });
      return { title: title.slice(2), steps };
    });
}

function judged(
  target: Target,
  { steps }: TextHistory,
): { readonly lines: string[]; readonly catalog: Catalog } {
  const judge = judgeFor(target.engine);
  let catalog = judge.initial(target);
  const lines = steps.map(({ sql }) => {
    let first = 'ok';
    for (const statement of readSql(sql, target, origin)) {
      const verdict = judge.judge(catalog, statement, target);
      catalog = verdict.left;
      if (first === 'ok') first = outcome(verdict);
    }
    return `${first} ${sql}`;
  });
  return { lines, catalog };
}

/** Other series of an engine may say other things; PostgreSQL's are told by their first number. */
function sameSeries(version: string, target: Target): boolean {
  const series = (text: string) =>
    text
      .split('.')
      .slice(0, target.engine === 'postgres' ? 1 : 2)
      .join('.');
  return series(version) === series(target.version);
}

/** `without`: why the engine is not at hand. */
export function describeTexts(target: Target, without: string | undefined, text: string): void {
  const all = histories(text);
  const expected = ({ steps }: TextHistory) => steps.map(({ code, sql }) => `${code} ${sql}`);

  describe('the judge, of SQL texts', () => {
    for (const history of all) {
      test(history.title, () => expect(judged(target, history).lines).toEqual(expected(history)));
    }
  });

  describe.skipIf(without !== undefined)(`the real ${target.engine}, of the same texts`, () => {
    let real: RealEngine;
    beforeAll(async () => {
      real = await connect(target.engine as EngineName);
    });
    afterAll(async () => {
      await real?.close();
    });
    for (const history of all) {
      test(history.title, async (context) => {
        if (!sameSeries(real.version, target)) {
          context.skip(`the codes are those of ${target.id}, and this is ${real.version}`);
        }
        await real.fresh(async (session) => {
          const lines: string[] = [];
          for (const { sql } of history.steps) {
            const answer = await session.run({ kind: 'noSchemaChange', sql } as Statement);
            lines.push(`${answer.outcome} ${sql}`);
          }
          expect(lines).toEqual(expected(history));
          const { catalog } = judged(real.target, history);
          expect(real.predicted(catalog)).toEqual(await session.shape());
        });
      }, 60_000);
    }
  });
}
