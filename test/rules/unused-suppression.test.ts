import { describe, expect, it } from 'vitest';
import { check, create, migration } from './project.ts';
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

describe('a comment that suppresses nothing', () => {
  const commented = (comment: string) => migration(`// ${comment}\n        ${create('invoices')}`);
  const told = async (comment: string) =>
    (await check([RULE, 'identifier-too-long'], { 1: commented(comment) })).map(
      ({ message, help, data }) => ({
        message,
        help,
        data,
      }),
    );

  it('of any rule', async () => {
    expect(await told('dialint-disable-next-line')).toEqual([
      {
        message:
          'dialint-disable-next-line suppresses nothing: there is no finding there. Left standing, it would hide the next one.',
        help: 'Remove it, or move it to the line of the finding.',
        data: { reason: 'unused', directive: 'dialint-disable-next-line', rule: null },
      },
    ]);
  });

  it('of a rule that is like none', async () => {
    expect(await told('dialint-disable-file no-such-thing-anywhere')).toEqual([
      {
        message:
          'dialint-disable-file names a rule that does not exist: "no-such-thing-anywhere". It suppresses nothing.',
        help: '`dialint rules` lists the rules.',
        data: { reason: 'unknown-rule', directive: 'dialint-disable-file', rule: 'no-such-thing-anywhere' },
      },
    ]);
  });

  it('since it is no directive', async () => {
    const found = (directive: string, help: string) => [
      {
        message: `"${directive}" is no directive, so it suppresses nothing.`,
        help,
        data: { reason: 'unknown-directive', directive, rule: null },
      },
    ];
    expect(await told('dialint-disable-nextline')).toEqual(
      found('dialint-disable-nextline', 'Did you mean "dialint-disable-next-line"?'),
    );
    expect(await told('dialint-hush-all-of-it')).toEqual(
      found(
        'dialint-hush-all-of-it',
        'There are dialint-disable-next-line, -disable-line, -disable, -enable and -disable-file.',
      ),
    );
  });
});

describe('a finding', () => {
  const FILE = '2026_01_01_000001_create_invoices_table.php';
  const fingerprints = async (folder: string, ...comments: string[]) => {
    const text = migration(`${comments.map((comment) => `// ${comment}\n`).join('')} ${create('invoices')}`);
    const found = await check([RULE, 'identifier-too-long'], { [`${folder}/${FILE}`]: text });
    return found.map((one) => one.fingerprint);
  };
  const app = 'database/migrations';

  it('is known again in another folder', async () => {
    const [one] = await fingerprints(app, 'dialint-disable-file nope');
    expect(await fingerprints('modules/billing/database/migrations', 'dialint-disable-file nope')).toEqual([
      one,
    ]);
  });

  it('is known by the directive, the rule and what is wrong', async () => {
    const comments = [
      'dialint-disable-file nope',
      'dialint-disable-file never',
      'dialint-disable nope',
      'dialint-disable-file identifier-too-long',
      'dialint-disable-line',
      'dialint-hush-all-of-it',
    ];
    const alone = (await Promise.all(comments.map((comment) => fingerprints(app, comment)))).flat();
    expect(alone).toHaveLength(comments.length);
    expect(new Set(alone).size).toBe(comments.length);
    expect((await fingerprints(app, ...comments)).sort()).toEqual(alone.sort());
  });
});
