import { describe, expect, it } from 'vitest';
import { check } from './project.ts';
import { example } from './shown.ts';

const RULE = 'syntax-error';

describe('the examples', () => {
  it('A bracket that is never closed', async () => {
    expect(await example(RULE, 'A bracket that is never closed')).toMatchInlineSnapshot(`
      "error example:13:24 «;»
        syntax error, unexpected ';'. The file cannot be parsed, so nothing in it was checked.
        help: Correct the syntax; \`php -l database/migrations/2026_01_01_000001_example.php\` tells what PHP itself makes of it.
        engines: any"
    `);
  });
  it('A string that is never closed', async () => {
    expect(await example(RULE, 'A string that is never closed')).toMatchInlineSnapshot(`
      "error example:17:1 «»
        syntax error, expecting ')'. The file cannot be parsed, so nothing in it was checked.
        help: Correct the syntax; \`php -l database/migrations/2026_01_01_000001_example.php\` tells what PHP itself makes of it.
        engines: any"
    `);
  });
  it('A file that ends half-way', async () => {
    expect(await example(RULE, 'A file that ends half-way')).toMatchInlineSnapshot(`
      "error example:6:1 «»
        syntax error, expecting '}'. The file cannot be parsed, so nothing in it was checked.
        help: Correct the syntax; \`php -l database/migrations/2026_01_01_000001_example.php\` tells what PHP itself makes of it.
        engines: any"
    `);
  });
});

it('a file is known again by its name, wherever it is moved to', async () => {
  const broken = '<?php\n$table->id(;\n';
  const prints = async (files: Readonly<Record<string, string>>) =>
    (await check([RULE], files)).map((one) => one.fingerprint);
  const [alone] = await prints({ 2: broken });
  const both = await prints({
    1: broken,
    'modules/shop/database/migrations/2026_01_02_000000_step.php': broken,
  });
  expect(both).toHaveLength(2);
  expect(both[1]).toBe(alone);
});
