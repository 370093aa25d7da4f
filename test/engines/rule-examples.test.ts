/**
 * The examples of the rules that are errors, sent to the real engines: each engine does with them what the rules'
 * verdicts say.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { analyseProject } from '../../src/analyse.ts';
import { verdictOf } from '../../src/check.ts';
import { EXAMPLE_FILE, exampleSource } from '../../src/lint/example-source.ts';
import type { RuleExample } from '../../src/lint/rule.ts';
import { ENGINES, type Engine, replay } from './support/senders.ts';

/** Those that depend on an engine. */
/** What PDO refuses and no server: the commit of a transaction that DDL has ended. */
const NOT_OF_SERVERS = new Set(['ddl-in-transaction']);
const ERRORS = rules.filter(
  ({ id, severity, docs }) => severity === 'error' && docs.engines.length > 0 && !NOT_OF_SERVERS.has(id),
);

function written(example: RuleExample): string {
  const root = mkdtempSync(join(tmpdir(), 'dialint-example-'));
  const files: Record<string, string> = {
    'composer.json': '{ "require": { "laravel/framework": "^12.0" } }\n',
    ...example.files,
    [example.file ?? EXAMPLE_FILE]: exampleSource(example),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** What the verdicts say of the example's migrations, and what the engine does with them. */
async function asked(engine: Engine, target: string, example: RuleExample) {
  const root = written(example);
  try {
    const { timelines } = analyseProject(root, { engines: [target] });
    const predicted: unknown[] = [];
    const real: unknown[] = [];
    for (const run of timelines[0]!.runs) {
      if (run.direction === 'down') continue;
      const { file, outcome, code: expected } = verdictOf(run);
      // what is not known is no claim
      if (outcome === 'unknown') continue;
      // the text of queries is for people
      const code = await replay(
        run,
        engine.send,
        (statement) => statement.kind !== 'data' || statement.verb !== 'select',
      );
      predicted.push({ file, outcome, code: expected });
      real.push({ file, outcome: code === null ? 'accepts' : 'refuses', code });
    }
    return { predicted, real };
  } finally {
    rmSync(root, { recursive: true });
    await engine.reset();
  }
}

describe.each(Object.keys(ENGINES))('%s', (name) => {
  it.for(ERRORS.map(({ id, docs }) => [id, docs] as const))(
    'does with the examples of %s what the verdicts say',
    // A server on a slow disk takes tenths of a second for each table.
    { timeout: 120_000 },
    async ([, docs], context) => {
      const engine = await ENGINES[name]!();
      if (engine === undefined)
        return context.skip(
          `no ${name} to ask: its DIALINT_TEST_ variable is not set, or its client is not installed`,
        );
      try {
        for (const example of [...docs.bad, ...docs.good]) {
          const { predicted, real } = await asked(engine, `${name}@${engine.version}`, example);
          expect(predicted, example.title).toEqual(real);
        }
      } finally {
        await engine.close();
      }
    },
  );
});

it('every such rule has an example that some engine refuses', () => {
  for (const { id, docs } of ERRORS) {
    const targets = Object.keys(ENGINES);
    const refused = docs.bad.some((example) => {
      const root = written(example);
      try {
        const { timelines } = analyseProject(root, { engines: targets });
        return timelines.some(({ runs }) => runs.some((run) => verdictOf(run).outcome === 'refuses'));
      } finally {
        rmSync(root, { recursive: true });
      }
    });
    expect([id, refused]).toEqual([id, true]);
  }
});
