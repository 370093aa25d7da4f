/** The page of each rule, which is installed along with dialint. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

let folder: string | null | undefined;

/** docs/rules of the package that this code belongs to; null: it is not there. */
function pagesFolder(): string | null {
  if (folder !== undefined) return folder;
  folder = null;
  for (let here = dirname(fileURLToPath(import.meta.url)); dirname(here) !== here; here = dirname(here)) {
    const pages = join(here, 'docs', 'rules');
    if (!existsSync(join(pages, 'README.md'))) continue;
    folder = pages;
    break;
  }
  return folder;
}

/** A file URI; undefined: the rule is none of dialint's own, or the pages are not installed. */
export function rulePage(rule: string): string | undefined {
  const pages = pagesFolder();
  if (pages === null || !/^[a-z-]+$/.test(rule)) return undefined;
  const page = join(pages, `${rule}.md`);
  return existsSync(page) ? pathToFileURL(page).href : undefined;
}
