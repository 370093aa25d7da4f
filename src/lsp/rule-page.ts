/** The page of each rule, which is installed along with dialint. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE_ROOT } from '../version.ts';

/** A file URI; undefined: the rule is none of dialint's own, or the pages are not installed. */
export function rulePage(rule: string): string | undefined {
  if (!/^[a-z-]+$/.test(rule)) return undefined;
  const page = join(PACKAGE_ROOT, 'docs', 'rules', `${rule}.md`);
  return existsSync(page) ? pathToFileURL(page).href : undefined;
}
