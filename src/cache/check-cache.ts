/**
 * Results of checks, kept between runs. An entry holds a result and every look at the disk that it rests on (which
 * files and folders are there, what they hold); it counts while each of them would see the same. Entries lie in a
 * folder of the user, never in the project.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { holds, type Look, Trace } from '../disk/disk.ts';
import { INTERNAL_ERROR } from '../lint/internal-error.ts';
import { readPhpFile } from '../php/source-text.ts';
import type { CheckOptions, CheckResult } from '../schema/index.ts';
import { VERSION } from '../version.ts';

/** Raised when entries of older builds could be misread. */
const FORMAT = 1;

/** Entries of one project and set of options: as many branches can be gone back to. */
const ENTRIES_OF_A_SLOT = 4;

/** Slots in all; those not used for the longest time go. */
const SLOTS = 64;

type Check = (root: string, options: CheckOptions) => Promise<CheckResult>;

interface Entry {
  /** When the trace began, in milliseconds since the epoch. */
  readonly at: number;
  readonly looks: readonly Look[];
  /** Without `sources`, which are read again where a report shows them. */
  readonly result: Omit<CheckResult, 'sources'>;
}

/**
 * `check`, or what it gave before where nothing that it looked at has changed since. `folder` is absolute. A folder
 * that cannot be written to, and an entry that is damaged, count as nothing kept.
 */
export async function cachedCheck(
  folder: string,
  root: string,
  options: CheckOptions,
  check: Check,
): Promise<CheckResult> {
  const started = performance.now();
  const slot = path.join(folder, slotName(root, options));
  for (const file of entriesOf(slot)) {
    const entry = readEntry(file);
    if (entry === undefined) discard(file);
    else if (entry.looks.every((look) => holds(look, entry.at))) return revived(root, entry.result, started);
  }
  const trace = new Trace();
  let result: CheckResult;
  let looks: Look[];
  try {
    result = await check(root, options);
  } finally {
    looks = trace.end();
  }
  const { sources: _sources, ...kept } = result;
  // What a defect made of it is not worth keeping.
  if (result.diagnostics.some(({ rule }) => rule === INTERNAL_ERROR)) return result;
  keep(folder, slot, { at: trace.beganAt, looks, result: kept });
  return result;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The same question, asked by the same build. */
function slotName(root: string, options: CheckOptions): string {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify([FORMAT, VERSION, build(), root, sorted])).slice(0, 32);
}

/** Tells builds of one version apart: the built files bear a digest of their content in their names. */
function build(): string {
  return readdirSync(path.dirname(fileURLToPath(import.meta.url))).join(' ');
}

/** Newest first. */
function entriesOf(slot: string): string[] {
  try {
    return readdirSync(slot)
      .filter((name) => name.endsWith('.json'))
      .map((name) => path.join(slot, name))
      .map((file) => ({ file, time: statSync(file).mtimeMs }))
      .sort((a, b) => b.time - a.time)
      .map(({ file }) => file);
  } catch {
    return [];
  }
}

/** A first line with the digest of all that follows. */
function readEntry(file: string): Entry | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return end > 0 && text.slice(0, end) === digest(body) ? (JSON.parse(body) as Entry) : undefined;
  } catch {
    return undefined;
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // it may not be ours to remove
  }
}

/** Best effort: without it the next run takes longer, and that is all. */
function keep(folder: string, slot: string, entry: Entry): void {
  try {
    const isNew = statSync(slot, { throwIfNoEntry: false }) === undefined;
    mkdirSync(slot, { recursive: true, mode: 0o700 });
    const body = JSON.stringify(entry);
    const unfinished = path.join(slot, `${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
    writeFileSync(unfinished, `${digest(body)}\n${body}`, { mode: 0o600 });
    renameSync(unfinished, path.join(slot, `${digest(JSON.stringify(entry.looks)).slice(0, 32)}.json`));
    for (const old of entriesOf(slot).slice(ENTRIES_OF_A_SLOT)) discard(old);
    if (isNew) dropOldSlots(folder);
  } catch {
    // a full disk, a folder that may not be written to
  }
}

function dropOldSlots(folder: string): void {
  const slots = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{32}$/.test(name))
    .map((name) => ({ slot: path.join(folder, name), time: statSync(path.join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { slot } of slots.slice(SLOTS)) discard(slot);
}

/** The result as it was, with the texts that a report needs. */
function revived(root: string, result: Entry['result'], started: number): CheckResult {
  const sources = new Map<string, string>();
  for (const { file } of result.diagnostics) {
    if (sources.has(file)) continue;
    try {
      sources.set(file, readPhpFile(path.join(root, file)));
    } catch {
      // reported although it could not be read: there is nothing to show of it
    }
  }
  return {
    ...result,
    sources,
    summary: { ...result.summary, durationMs: Math.round(performance.now() - started) },
  };
}
