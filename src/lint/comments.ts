/** The comments of a file, by the language that its name tells. */
import { type Comment, phpComments } from './php-comments.ts';
import { scriptComments } from './script-comments.ts';
import { sqlComments } from './sql-comments.ts';

/** What a comment to the end of the line begins with; undefined: migrations are not written in such a file. */
export function commentOpening(file: string): '//' | '--' | undefined {
  if (/\.sql$/.test(file)) return '--';
  return /\.(?:php|[mc]?[jt]s)$/.test(file) ? '//' : undefined;
}

export function commentsIn(text: string, file: string): Comment[] {
  if (/\.sql$/i.test(file)) return sqlComments(text);
  return /\.[mc]?[jt]sx?$/.test(file) ? scriptComments(text) : phpComments(text);
}
