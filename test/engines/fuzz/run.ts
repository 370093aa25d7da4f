/** Asks judges and real engines about the same histories; see docs/engine-fuzzing.md and scripts/fuzz-engines.mjs. */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { ENGINE_NAMES, ENGINE_TITLES, type EngineName, type Statement } from '../../../src/schema/index.ts';
import { compare, type Disagreement, Tally } from './compare.ts';
import { connect, type RealEngine } from './engines.ts';

/** Histories that are made from one seed of fast-check. */
const BATCH = 250;
/** How long one disagreement may be made smaller. */
const SHRINK_MS = 4_000;

interface Result {
  readonly histories: number;
  readonly tally: Tally;
  readonly found: ReadonlyMap<string, { times: number; readonly example: Disagreement }>;
}

/** Leaves out statements for as long as the disagreement stays the same. */
async function withoutNeedless(
  real: RealEngine,
  history: readonly Statement[],
  signature: string,
  until: number,
): Promise<Disagreement | null> {
  let left = history;
  let best: Disagreement | null = null;
  for (let at = left.length - 1; at >= 0 && performance.now() < until; at--) {
    const candidate = left.filter((_, i) => i !== at);
    const again = await compare(real, candidate, new Tally(), true);
    if (again?.signature !== signature) continue;
    left = candidate;
    best = again;
  }
  return best;
}

async function fuzz(real: RealEngine, seed: number, seconds: number, most: number): Promise<Result> {
  const tally = new Tally();
  const found = new Map<string, { times: number; example: Disagreement }>();
  const end = performance.now() + seconds * 1000;
  let histories = 0;
  for (let batch = 0; performance.now() < end && histories < most; batch++) {
    let current: string | undefined;
    let example: Disagreement | undefined;
    let until = Number.POSITIVE_INFINITY;
    const property = fc.asyncProperty(real.histories, async (history) => {
      if (current === undefined) {
        if (performance.now() >= end || histories >= most) return;
        histories += 1;
      } else if (performance.now() > until) return;
      const disagreement = await compare(real, history, current === undefined ? tally : new Tally(), true);
      if (disagreement === null) return;
      const known = found.get(disagreement.signature);
      if (known !== undefined && current === undefined) {
        known.times += 1;
        return;
      }
      if (current === undefined) {
        current = disagreement.signature;
        until = performance.now() + SHRINK_MS;
      } else if (disagreement.signature !== current) return;
      example = disagreement;
      throw new Error(disagreement.signature);
    });
    // A failure ends the batch; the rest of it is made up for by the next ones.
    const details = await fc.check(property, {
      seed: seed * 1_000_003 + batch,
      numRuns: BATCH,
      unbiased: true,
    });
    if (current === undefined || example === undefined) continue;
    const smallest = details.counterexample?.[0] ?? [];
    const smaller = await withoutNeedless(real, smallest, current, performance.now() + SHRINK_MS);
    found.set(current, { times: 1, example: smaller ?? example });
    console.log(`\n# ${real.engine} ${real.version}, seed ${seed}: ${current}`);
    for (const line of (smaller ?? example).lines) console.log(line);
  }
  return { histories, tally, found };
}

function tell({ engine, version }: RealEngine, seed: number, { histories, tally, found }: Result): void {
  let accepted = 0;
  let refused = 0;
  for (const counts of tally.kinds.values()) {
    accepted += counts.accepted;
    refused += counts.refused;
  }
  const share = (count: number) => `${((100 * count) / Math.max(1, tally.statements)).toFixed(1)} %`;
  console.log(
    `\n${ENGINE_TITLES[engine]} ${version}, seed ${seed}: ${histories} histories, ${tally.statements} statements`,
  );
  console.log(
    `  accepted ${accepted}, refused ${refused} (${share(refused)}); ${tally.catalogs} catalogs compared`,
  );
  // Each statement is judged twice, as structure and as text.
  console.log(
    `  unknown ${tally.unknown} of ${2 * tally.statements} verdicts (${share(tally.unknown / 2)}), refused for rows ${tally.aboutRows}`,
  );
  for (const [reason, times] of [...tally.reasons].sort((a, b) => b[1] - a[1]).slice(0, 8)) {
    console.log(`    unknown ${times}: ${reason}`);
  }
  for (const [kind, counts] of [...tally.kinds].sort()) {
    console.log(
      `    ${kind.padEnd(32)} ${String(counts.accepted).padStart(7)} accepted ${String(counts.refused).padStart(7)} refused`,
    );
  }
  console.log(
    `  codes: ${[...tally.codes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, times]) => `${code} (${times})`)
      .join(', ')}`,
  );
  const others = [...tally.otherFirst].sort((a, b) => b[1].times - a[1].times);
  console.log(
    `  another of several mistakes named first: ${others.reduce((sum, [, { times }]) => sum + times, 0)} verdicts`,
  );
  for (const [pair, { times, example }] of others.slice(0, 40)) {
    console.log(`    ${times} × ${pair}`);
    if (values.others) for (const line of example) console.log(`      ${line}`);
  }
  let times = 0;
  for (const one of found.values()) times += one.times;
  console.log(`  disagreements: ${found.size} kinds, in ${times} histories`);
  for (const [signature, one] of [...found].sort((a, b) => b[1].times - a[1].times)) {
    console.log(`    ${one.times} × ${signature}`);
  }
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    histories: { type: 'string', default: 'Infinity' },
    engine: { type: 'string', default: ENGINE_NAMES.join(',') },
    others: { type: 'boolean', default: false },
  },
});

function number(name: 'seconds' | 'seed' | 'histories'): number {
  const value = Number(values[name]);
  if (value > 0 || (name === 'seed' && Number.isInteger(value))) return value;
  console.error(`fuzz-engines: --${name} ${values[name]} is not what it takes`);
  process.exit(2);
}

const seed = number('seed');
for (const engine of values.engine.split(',') as EngineName[]) {
  if (!ENGINE_NAMES.includes(engine)) {
    console.error(`fuzz-engines: ${engine} is no engine; there are ${ENGINE_NAMES.join(', ')}`);
    process.exit(2);
  }
  const real = await connect(engine);
  try {
    const result = await fuzz(real, seed, number('seconds'), number('histories'));
    tell(real, seed, result);
    if (result.found.size > 0) process.exitCode = 1;
  } finally {
    await real.close();
  }
}
