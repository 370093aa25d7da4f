/** Statements that were not read, and that SQLite's parser certainly gives up on: https://www.sqlite.org/lang.html. */
import { supports } from './limits.ts';

const STATEMENTS =
  /^(?:alter|analyze|attach|begin|commit|create|delete|detach|drop|end|explain|insert|pragma|reindex|release|replace|rollback|savepoint|select|update|vacuum|values|with)$/;

const NAME = '(?:"[^"]+"|`[^`]+`|\\[[^\\]]+\\]|[\\w$]+)';
const ALTER = new RegExp(
  `^alter\\s+(?:table\\s+${NAME}(?:\\s*\\.\\s*${NAME})?\\s+)?([a-z_]+)(?:\\s+([a-z]+))?\\b`,
  'i',
);

/** The word at which the parser gives up; undefined: it may read the statement. */
export function foreignWord(text: string, version: string): string | undefined {
  const sql = text.replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  const [first] = /^[a-z]+/i.exec(sql) ?? [];
  if (first === undefined) return undefined;
  if (!STATEMENTS.test(first.toLowerCase())) return first;
  const concurrently = /^(?:create\s+(?:unique\s+)?|drop\s+)index\s+(concurrently)\s+(?!on\b)/i.exec(sql);
  if (concurrently !== null) return concurrently[1];
  const alter = ALTER.exec(sql);
  if (alter?.[1] === undefined) return undefined;
  if (
    /^(?:modify|change|convert|engine|disable|enable|owner|order|auto_increment|database|schema|sequence|index|view)$/i.test(
      alter[1],
    )
  )
    return alter[1];
  const object = alter[2] ?? '';
  if (/^(?:add|drop)$/i.test(alter[1])) {
    if (/^(?:index|unique|foreign|primary)$/i.test(object)) return object;
    if (/^constraint$/i.test(object) && !supports(version, 'alterConstraints')) return object;
  }
  return /^alter$/i.test(alter[1]) && !supports(version, 'alterConstraints') ? alter[1] : undefined;
}
