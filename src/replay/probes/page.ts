/** docs/probes.md: every probe, what it asks, and what to do where engines answer differently. */
import { PROBES } from './index.ts';
import type { Probe } from './probe.ts';

const HEAD = `# What probes ask

\`dialint replay --probe\` puts these to every engine when all migrations are up, for each column, key or table that they fit,
and compares the answers: \`kept\`, \`reads "…"\` (kept as something else), \`refused CODE\`, or a word of the probe's own. Values
are sent as PDO sends them. Rows respect the other constraints: parents are made first, and what cannot be isolated is told
as not asked, with the reason. Everything runs in a transaction that is rolled back; what needs two sessions works on a table
of its own, which it removes. The project's own connection settings hold (strict mode, collation, foreign keys on SQLite).

An answer is held against what the engine's manual says of it; a difference with an answer that nothing explains fails the
replay. *Bite* says how likely a difference is to hurt a running application, from 1 (hardly) to 5 (sooner or later).
`;

const FOOT = `
## The file of \`--probe-baseline\`

It is written where it is not there, with all that differs at that time and is explained, one entry per line. From then on
those are counted only, and any other difference fails (exit code 1). An entry holds probe, table, column or key, and each
engine's answer without its version: where an answer changes, the difference is new.

## What is not asked

Rows are not put into tables whose storage engine has no transactions, into columns of types of which no value is known
(bits, vectors, spatial types on PostgreSQL), or where a CHECK refuses the values that a probe knows. PGlite and SQLite in
memory have one session, so nothing can be locked against another one there.

A lock that another session does not give back within 5 s ends that probe, and a second one the probes of the table; an
engine that is gone ends its own. Both are told as *not answered*, the other engines finish, and the exit code is 3.
`;

export function probePage(): string {
  const sorted = [...PROBES].sort((a, b) => b.bite - a.bite || (a.id < b.id ? -1 : 1));
  const rows = sorted.map(
    ({ id, asks, bite, advice, rule, sources }) =>
      `| \`${id}\` | ${asks} | ${bite} | ${advice}${rule === undefined ? '' : ` Rule \`${rule}\`.`} | ${linksOf(sources)} |`,
  );
  return `${HEAD}
| probe | what becomes of | bite | what to do | manuals |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
${FOOT}`;
}

function linksOf(sources: Probe['sources']): string {
  return Object.entries(sources)
    .map(([engine, source]) => `[${engine}](${source})`)
    .join(' ');
}
