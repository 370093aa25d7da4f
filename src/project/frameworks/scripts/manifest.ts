/** package.json of a project whose migrations are scripts. */
import type { Provenance, Sourced } from '../../../schema/index.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';

/** What package.json names. */
export interface Manifest {
  /** The range of versions by name, dependencies of every kind. */
  readonly packages: ReadonlyMap<string, string>;
  readonly text: string;
}

/** null: there is no package.json. */
export function readManifest(files: ProjectFiles): Manifest | null {
  const text = files.exists('package.json') ? files.read('package.json') : null;
  if (text === null) return null;
  const packages = new Map<string, string>();
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    for (const key of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
      const list = json[key];
      if (typeof list !== 'object' || list === null) continue;
      for (const [name, version] of Object.entries(list)) packages.set(name, String(version));
    }
  } catch {
    files.notice('package.json is not valid JSON; what it says is not known', 'package.json');
  }
  return { packages, text };
}

/** Where package.json names a package. */
export function namedAt({ text }: Manifest, name: string): Provenance {
  return { file: 'package.json', line: lineOf(text, text.indexOf(`"${name}"`)) };
}

/** The version that package.json asks for, as far as its range has numbers; else `newest`. */
export function versionOf(manifest: Manifest | null, name: string, newest: string): Sourced<string> {
  const range = manifest?.packages.get(name);
  const found = range === undefined ? null : /(\d+(?:\.\d+){0,2})/.exec(range);
  if (found?.[1] === undefined || manifest === null)
    return { value: newest, from: { note: 'assumed: the newest' } };
  return { value: found[1], from: namedAt(manifest, name) };
}
