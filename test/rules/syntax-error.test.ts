import { describe, expect, it } from 'vitest';
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
