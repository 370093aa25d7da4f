/** What the commands print as JSON is what the schemas of the package describe. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { dialint } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function validator(name: string) {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', name), 'utf8'));
  return new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
}

describe.each([
  ['config-output.schema.json', ['check', '--show-config']],
  ['doctor-output.schema.json', ['doctor']],
  ['prefix-budget-output.schema.json', ['prefix-budget', '--engine', 'sqlite,mysql,postgres']],
])('%s', (schema, argv) => {
  it.each(['fixtures/wintertrace', 'examples/custom-rules'])('describes %s', async (folder) => {
    const { stdout } = await dialint([...argv, '--format', 'json'], { cwd: join(ROOT, folder), deps: DEPS });
    const validate = validator(schema);
    const document = JSON.parse(stdout);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    // without any one of its keys it is another document
    for (const key of Object.keys(document)) {
      const { [key]: _left, ...rest } = document;
      expect(validate(rest), key).toBe(false);
    }
  });
});
