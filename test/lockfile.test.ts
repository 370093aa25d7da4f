/** The lock files, as a clean machine of any platform meets them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe.each(['package-lock.json', 'test/engines/package-lock.json', 'editors/vscode/package-lock.json'])(
  '%s',
  (file) => {
    const { packages }: { packages: Record<string, Locked> } = JSON.parse(
      readFileSync(path.join(ROOT, file), 'utf8'),
    );

    it('has the optional packages of every platform: npm ci refuses to install otherwise', () => {
      const missing = Object.entries(packages).flatMap(([at, entry]) =>
        Object.keys(entry.optionalDependencies ?? {}).filter(
          (name) => !(`node_modules/${name}` in packages) && !(`${at}/node_modules/${name}` in packages),
        ),
      );
      expect(missing).toEqual([]);
    });

    it('names no registry', () => {
      expect(Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    });
  },
);
