/** What engines answered to a probe, in sentences. */
import { listed, targetTitle } from './engine-names.ts';

/** Of one engine, and of several. */
const VERBS: Readonly<Record<string, readonly [string, string]>> = {
  kept: ['keeps it', 'keep it'],
  'keeps both': ['keeps both', 'keep both'],
  found: ['finds it', 'find it'],
  'not found': ['does not find it', 'do not find it'],
  waits: ['waits', 'wait'],
  first: ['puts it first', 'put it first'],
  last: ['puts it last', 'put it last'],
  'is gone': ['takes it back', 'take it back'],
  stays: ['keeps it', 'keep it'],
};

export interface SameAnswer {
  readonly answer: string;
  /** Targets' ids. */
  readonly engines: readonly string[];
}

/** `SQLite keeps it; MySQL and MariaDB refuse it (1406)`. */
export function answersInWords(answers: readonly SameAnswer[]): string {
  const title = shortTitles(answers.flatMap(({ engines }) => engines));
  return answers.map(({ answer, engines }) => answerInWords(answer, engines.map(title))).join('; ');
}

function answerInWords(answer: string, engines: readonly string[]): string {
  const several = engines.length > 1;
  const who = listed(engines);
  const code = /^refused (.+)$/.exec(answer)?.[1];
  if (code !== undefined) return `${who} ${several ? 'refuse' : 'refuses'} it (${code})`;
  const made = /^reads (.+)$/s.exec(answer)?.[1];
  if (made !== undefined) return `${who} ${several ? 'make' : 'makes'} ${made} of it`;
  const verb = Object.hasOwn(VERBS, answer) ? VERBS[answer] : undefined;
  return verb === undefined ? `${who}: ${answer}` : `${who} ${verb[several ? 1 : 0]}`;
}

/** Without the version, where no other target is of the same engine. */
function shortTitles(ids: readonly string[]): (id: string) => string {
  const names = ids.map((id) => id.split('@')[0] ?? id);
  return (id) => {
    const [name = id] = id.split('@');
    return targetTitle(names.filter((other) => other === name).length > 1 ? id : name);
  };
}
