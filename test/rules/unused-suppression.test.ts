import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'unused-suppression';

describe('the examples', () => {
  it('The finding has been corrected, the comment stayed', async () => {
    expect(await example(RULE, 'The finding has been corrected, the comment stayed')).toMatchInlineSnapshot(`
      "warning example:14:42 «identifier-too-long»
        dialint-disable-next-line suppresses nothing: there is no finding of "identifier-too-long" there. Left standing, it would hide the next one.
        help: Remove it, or move it to the line of the finding.
        engines: any
        data: {"reason":"unused","directive":"dialint-disable-next-line","rule":"identifier-too-long"}"
    `);
  });
  it('A rule that does not exist', async () => {
    expect(await example(RULE, 'A rule that does not exist')).toMatchInlineSnapshot(`
      "warning example:13:51 «identifier-to-long»
        dialint-disable-line names a rule that does not exist: "identifier-to-long". It suppresses nothing.
        help: Did you mean "identifier-too-long"?
        engines: any
        data: {"reason":"unknown-rule","directive":"dialint-disable-line","rule":"identifier-to-long"}"
    `);
  });
  it('The comment stands on the wrong line', async () => {
    expect(await example(RULE, 'The comment stands on the wrong line')).toMatchInlineSnapshot(`
      "warning example:12:38 «identifier-too-long»
        dialint-disable-next-line suppresses nothing: there is no finding of "identifier-too-long" there. Left standing, it would hide the next one.
        help: Remove it, or move it to the line of the finding.
        engines: any
        data: {"reason":"unused","directive":"dialint-disable-next-line","rule":"identifier-too-long"}"
    `);
  });
});
