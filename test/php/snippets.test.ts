/** The interpreter against PHP 8.2 and Laravel 12: fixtures/recorded/php, made by record.php. */
import { describe, expect, it } from 'vitest';
import { SUPPORT_HEAD, SupportHost, unwrap } from './framework.ts';
import { differences, PlainHost, recorded, run } from './harness.ts';
import { UNKNOWN, WRONG } from './known.ts';

const SETS = {
  expressions: (code: string) => run(code, 'namespace Snippet; ', (declared) => new PlainHost(declared)),
  support: (code: string) => run(code, SUPPORT_HEAD, (declared) => new SupportHost(declared)),
};

describe.each(['expressions', 'support'] as const)('%s', (set) => {
  const snippets = recorded(set);

  it('are many', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(set === 'expressions' ? 350 : 150);
  });

  it.each(snippets.map(({ code, result }) => [code, result] as const))('%s', (code, result) => {
    const found = differences(SETS[set](code), result, unwrap);
    const wrong = found.filter(({ kind }) => kind === 'wrong').map(({ path, got }) => `${path} ${got}`);
    if (WRONG.has(code)) expect(wrong, 'no longer wrong: take it off the list').not.toEqual([]);
    else expect(wrong).toEqual([]);
    // what is not known is listed with its reason, so that nothing becomes unknown unseen
    const unknown = found
      .filter(({ kind }) => kind === 'unknown')
      .map(({ path, got }) => `${path} ${got}`.trim());
    expect(unknown).toEqual(UNKNOWN[set][code] ?? []);
  });
});
