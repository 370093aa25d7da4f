/** How engines, numbers, names and codes are written in messages. */
import { ENGINE_NAMES, ENGINE_TITLES, type EngineName, type Target } from '../schema/index.ts';

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

export function quote(name: string): string {
  return `"${name}"`;
}

/** `1 character`, `2 characters`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** `MySQL allows`, `MySQL and MariaDB allow`: the verb for that many subjects. */
export function verb(subjects: number, plain: string, third = `${plain}s`): string {
  return subjects === 1 ? third : plain;
}

function byEngine(a: Target, b: Target): number {
  return ENGINE_NAMES.indexOf(a.engine) - ENGINE_NAMES.indexOf(b.engine);
}

/**
 * Each engine once, in the order of ENGINE_NAMES. The version is left out where nothing is lost by it: the engine is
 * a target in one version only, or all its versions are meant.
 */
export function engineTitles(some: readonly Target[], all: readonly Target[]): string[] {
  const titles: string[] = [];
  for (const target of [...some].sort(byEngine)) {
    const meant = new Set(some.filter((other) => other.engine === target.engine).map((other) => other.id));
    const complete = all.every((other) => other.engine !== target.engine || meant.has(other.id));
    const title = ENGINE_TITLES[target.engine];
    const text = complete ? title : `${title} ${target.version}`;
    if (!titles.includes(text)) titles.push(text);
  }
  return titles;
}

/** The engines in prose: `MySQL and MariaDB`, `MySQL 5.7 and 8.4` as `MySQL 5.7 and MySQL 8.4`. */
export function listEngines(some: readonly Target[], all: readonly Target[]): string {
  return joinWords(engineTitles(some, all));
}

/** The engines and what they do: `MySQL and MariaDB allow`, `SQLite allows`. */
export function enginesDo(
  some: readonly Target[],
  all: readonly Target[],
  plain: string,
  third = `${plain}s`,
): string {
  const titles = engineTitles(some, all);
  return `${joinWords(titles)} ${verb(titles.length, plain, third)}`;
}

/** `SQLite accepts it.`, `SQLite and PostgreSQL accept it.`; nothing where there is nobody. */
export function acceptSentence(accepting: readonly Target[], all: readonly Target[]): string {
  const titles = engineTitles(accepting, all);
  return titles.length === 0 ? '' : `${joinWords(titles)} ${verb(titles.length, 'accept')} it.`;
}

/** A code as its engine's users know it: `errno 1059`, `SQLSTATE 42P07`, `SQLITE_ERROR`. */
export function codeText(engine: EngineName, code: string): string {
  switch (engine) {
    case 'mysql':
    case 'mariadb':
      return `errno ${code}`;
    case 'postgres':
      return `SQLSTATE ${code}`;
    case 'sqlite':
      return code;
  }
}

/** Sentences with one space between; empty ones are left out. */
export function sentences(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' ');
}

/** The text with a full stop at its end. */
export function stop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
