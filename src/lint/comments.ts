/** The comments of a file, by the language that its name tells. */
import { type Comment, phpComments } from './php-comments.ts';
import { scriptComments } from './script-comments.ts';
import { sqlComments } from './sql-comments.ts';

export function commentsIn(text: string, file: string): Comment[] {
  if (/\.sql$/i.test(file)) return sqlComments(text);
  return /\.[mc]?[jt]sx?$/.test(file) ? scriptComments(text) : phpComments(text);
}
