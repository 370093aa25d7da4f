/** The packages that a project's package.json names. */
import path from 'node:path';
import { readFileSync } from '../../disk/disk.ts';

/** Names of dependencies of every kind; empty where there is no package.json that can be read. */
export function packagesOf(root: string): Set<string> {
  try {
    const json = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
      string,
      object | undefined
    >;
    return new Set(
      ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
        Object.keys(json[key] ?? {}),
      ),
    );
  } catch {
    return new Set();
  }
}
