/**
 * The recorded SQL on disk: fixtures/recorded/laravel-12.72/mysql.json and its like, a line for each case. What a case
 * gives on several versions and engines is stored once: `"as"` names the file that has it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ENGINE_NAMES } from '../../../../src/schema/index.ts';
import { FRAMEWORKS, folderOf } from './frameworks.ts';

export const RECORDED = new URL('../../../../fixtures/recorded/', import.meta.url).pathname;

/** What the framework made of a case. */
export interface Result {
  readonly sql?: readonly string[];
  /** The exception's message. */
  readonly error?: string;
}

interface Line extends Result {
  readonly case: string;
  /** For people: the case as a migration has it. */
  readonly php?: string;
  readonly as?: string;
}

/** Results by case. */
export type Recording = ReadonlyMap<string, Result>;

/** Recordings by file: `laravel-12.72/mysql`. */
export type Recordings = Map<string, Recording>;

/** Those that are there, in the order in which they refer to each other. */
export function readRecordings(root = RECORDED): Recordings {
  const lines = new Map<string, readonly Line[]>();
  const order = filesInOrder(root);
  for (const file of order) lines.set(file, JSON.parse(readFileSync(join(root, `${file}.json`), 'utf8')));
  const recordings: Recordings = new Map();
  for (const file of order) {
    const results = lines.get(file)!.map(({ case: name, as, sql, error }): [string, Result] => {
      if (as !== undefined) return [name, recordings.get(as)!.get(name)!];
      return [name, error === undefined ? { sql: sql! } : { error }];
    });
    recordings.set(file, new Map(results));
  }
  return recordings;
}

/** @param php Each case as PHP. */
export function writeRecordings(
  recordings: Recordings,
  php: ReadonlyMap<string, string>,
  root = RECORDED,
): void {
  const seen = new Map<string, { readonly text: string; readonly file: string }[]>();
  for (const file of knownOrder()) {
    const recording = recordings.get(file);
    if (recording === undefined) continue;
    const lines = [...recording].map(([name, result]): Line => {
      const text = JSON.stringify(result);
      const others = seen.get(name) ?? [];
      const same = others.find((other) => other.text === text);
      if (same !== undefined) return { case: name, as: same.file };
      seen.set(name, [...others, { text, file }]);
      return { case: name, php: php.get(name) ?? '', ...result };
    });
    const path = join(root, `${file}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `[\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`);
  }
}

function knownOrder(): string[] {
  return FRAMEWORKS.flatMap((framework) => ENGINE_NAMES.map((engine) => `${folderOf(framework)}/${engine}`));
}

/** A folder of a release that is recorded no more stands in nobody's way, but is not read. */
function filesInOrder(root: string): string[] {
  const folders = new Set(readdirSync(root));
  return knownOrder().filter((file) => folders.has(dirname(file)) && existsSync(join(root, `${file}.json`)));
}
