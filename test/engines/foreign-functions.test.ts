/** Functions that an engine is said not to have: it has none of these names. */
import { describe, expect, it } from 'vitest';
import { foreignFunction, MISSING_FUNCTIONS } from '../../src/engines/foreign-functions.ts';
import type { EngineName, StatementOf } from '../../src/schema/index.ts';
import { ENGINES } from './support/senders.ts';

/** A question that is refused with this code if, and only if, there is no function of that name. */
const ASKED: Readonly<Record<EngineName, readonly [(name: string) => string, string, string]>> = {
  sqlite: [
    (name) =>
      `select json_extract('[1]', case when exists(select 1 from pragma_function_list where name = '${name}') then '$' else 'no path' end)`,
    'SQLITE_ERROR',
    'upper',
  ],
  mysql: [(name) => `select ${name}()`, '1305', 'upper'],
  mariadb: [(name) => `select ${name}()`, '1305', 'upper'],
  postgres: [(name) => `select '${name}'::regproc`, '42883', 'upper'],
};

describe.each(Object.keys(ASKED) as EngineName[])('%s', (name) => {
  it('has none of these functions', { timeout: 60_000 }, async (context) => {
    const engine = await ENGINES[name]!();
    if (engine === undefined)
      return context.skip(
        `no ${name} to ask: its DIALINT_TEST_ variable is not set, or its client is not installed`,
      );
    const [question, code, known] = ASKED[name];
    try {
      expect(await engine.send(question(known), [])).not.toBe(code);
      const there: string[] = [];
      for (const one of MISSING_FUNCTIONS[name]) {
        if ((await engine.send(question(one), [])) !== code) there.push(one);
      }
      expect(there).toEqual([]);
    } finally {
      await engine.close();
    }
  });
});

describe('a call', () => {
  const called = (sql: string) =>
    foreignFunction({ kind: 'data', sql } as unknown as StatementOf<'data'>, 'sqlite');
  it('is one outside of strings, names and comments', () => {
    expect(called("update a set x = Date_Format(y, '%Y')")).toBe('Date_Format');
    expect(called('update a set x = \'now()\' -- now()\n where "rand()" = 1 /* md5(x) */')).toBeUndefined();
    expect(called('update a set x = a.now(1)')).toBeUndefined();
  });
  it('is none where a table is named', () => {
    expect(called('insert into uuid (x) values (1)')).toBeUndefined();
    expect(called('insert into uuid (x) values (uuid())')).toBe('uuid');
  });
});
