/** Which of the known packages a project has, without having installed them here. */
import path from 'node:path';
import { existsSync, readFileSync } from '../../../disk/disk.ts';
import { KNOWN_PACKAGES, type KnownPackage } from './known-packages.ts';

/** `folders`: those whose composer.json counts, relative to the root; the root's own is ''. */
export function requiredPackages(root: string, folders: readonly string[]): KnownPackage[] {
  const texts = [...folders.map((folder) => path.posix.join(folder, 'composer.json')), 'composer.lock']
    .map((file) => textOf(path.join(root, file)))
    .join('\n');
  return KNOWN_PACKAGES.filter(
    ({ name }) =>
      // of the framework nothing is read from vendor/: it is known by heart
      name === 'laravel/framework' || (mentions(texts, name) && !existsSync(path.join(root, 'vendor', name))),
  );
}

/** Names are looked for in the text: parsing a lock file would cost more than all the rest. */
function mentions(text: string, name: string): boolean {
  return text.includes(`"${name}"`) || text.includes(`"${name.replace('/', '\\/')}"`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // not there, or not readable, which is said where it is read for the framework
    return '';
  }
}
