/** Who may import whom: docs/decisions/0002. Read from the import declarations, so no compiler has to agree. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each layer, and the others that it may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  disk: [],
  php: ['schema', 'disk'],
  project: ['schema', 'disk', 'php'],
  frontends: ['schema', 'disk', 'php', 'project'],
  engines: ['schema'],
  timeline: ['schema', 'php', 'project', 'frontends', 'engines'],
  comparison: ['schema'],
  lint: ['schema'],
  rules: ['schema', 'lint'],
  fix: ['schema', 'php', 'lint'],
  report: ['schema'],
  replay: ['schema', 'comparison', 'engines', 'timeline'],
  git: ['project'],
  cache: ['schema', 'disk', 'php', 'lint', 'api'],
  // Files directly in src/: check.ts, index.ts.
  api: [
    'schema',
    'disk',
    'php',
    'project',
    'frontends',
    'comparison',
    'engines',
    'timeline',
    'lint',
    'rules',
    'fix',
    'report',
    'replay',
  ],
  lsp: [
    'schema',
    'disk',
    'php',
    'project',
    'frontends',
    'engines',
    'timeline',
    'lint',
    'rules',
    'fix',
    'report',
    'git',
    'api',
  ],
  cli: [
    'schema',
    'disk',
    'php',
    'project',
    'frontends',
    'engines',
    'timeline',
    'lint',
    'rules',
    'fix',
    'report',
    'replay',
    'api',
    'cache',
    'git',
    'lsp',
  ],
};

function layerOf(file: string): string | undefined {
  const [top, second, third] = file.split('/');
  if (top === 'rules') return 'rules';
  if (top !== 'src' || second === undefined) return undefined;
  return third === undefined ? 'api' : second;
}

interface Import {
  readonly line: number;
  /** null: what is imported is not written as a plain string. */
  readonly from: string | null;
  /** Only types: nothing is left of it when the program runs. */
  readonly type?: boolean;
}

/** `import … from`, `import '…'`, `export … from`, `import(…)`, also in types. Comments are passed over. */
function importsOf(text: string): Import[] {
  const code = text
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^[ \t]*\/\/.*$/gm, '');
  const lineAt = (offset: number): number => code.slice(0, offset).split('\n').length;
  const found: Import[] = [];
  for (const match of code.matchAll(/^(?:import|export)\b(?:[^'";]*?\bfrom)?\s*(['"])([^'"\n]+)\1/gm)) {
    found.push({ line: lineAt(match.index), from: match[2]!, type: /^\w+\s+type\b/.test(match[0]) });
  }
  for (const match of code.matchAll(/\bimport\s*\(\s*(?:(['"])([^'"\n]+)\1\s*\))?/g)) {
    found.push({ line: lineAt(match.index), from: match[2] ?? null });
  }
  return found;
}

/** It loads the project's configuration, where that is code. */
const RUNS_CODE = 'src/config-code.ts';

/** One line for each import that goes against the layers. `typesOf`: packages of which only types may be imported. */
function violations(
  files: ReadonlyMap<string, string>,
  packages: readonly string[],
  typesOf: readonly string[] = [],
): string[] {
  const result: string[] = [];
  for (const [file, text] of files) {
    const layer = layerOf(file);
    if (layer === undefined || !Object.hasOwn(MAY_IMPORT, layer)) {
      result.push(`${file}: no layer of that name`);
      continue;
    }
    for (const { line, from, type } of importsOf(text)) {
      const place = `${file}:${line}`;
      if (from === null) {
        if (file !== RUNS_CODE) result.push(`${place}: an import() that names no file`);
      } else if (from.startsWith('.')) {
        const target = posix.join(posix.dirname(file), from);
        const other = layerOf(target);
        if (!files.has(target)) result.push(`${place}: ${target} does not exist`);
        else if (other === undefined) result.push(`${place}: ${target} is in no layer`);
        else if (other !== layer && !MAY_IMPORT[layer]!.includes(other)) {
          result.push(`${place}: ${layer} must not import ${other} (${from})`);
        }
      } else if (!from.startsWith('node:')) {
        const name = from
          .split('/')
          .slice(0, from.startsWith('@') ? 2 : 1)
          .join('/');
        if (!packages.includes(name) && !(type === true && typesOf.includes(name)))
          result.push(`${place}: ${name} is no dependency of the package`);
      }
    }
  }
  return result;
}

function textFilesIn(folder: string, ending: RegExp): Map<string, string> {
  const files = new Map<string, string>();
  const path = join(ROOT, folder);
  if (!existsSync(path)) return files;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !ending.test(entry.name)) continue;
    const full = join(entry.parentPath, entry.name);
    files.set(relative(ROOT, full).replaceAll('\\', '/'), readFileSync(full, 'utf8'));
  }
  return files;
}

const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

describe('import directions', () => {
  const sources = new Map([...textFilesIn('src', /\.ts$/), ...textFilesIn('rules', /\.ts$/)]);

  it('hold in every source file', () => {
    expect(sources.size).toBeGreaterThan(20);
    expect(
      violations(sources, Object.keys(packageJson.dependencies), Object.keys(packageJson.peerDependencies)),
    ).toEqual([]);
  });

  it('are read from enough declarations to mean something', () => {
    const all = [...sources.values()].flatMap(importsOf);
    expect(all.length).toBeGreaterThan(sources.size);
    // Every line that starts as an import does is counted.
    for (const [file, text] of sources) {
      const starts = text.match(/^import\b/gm)?.length ?? 0;
      const read = importsOf(text).length;
      expect(read, file).toBeGreaterThanOrEqual(starts);
    }
  });

  const planted = (file: string, text: string): string[] =>
    violations(
      new Map([
        ['src/schema/index.ts', ''],
        ['src/lint/rule.ts', ''],
        ['src/engines/mysql/judge.ts', ''],
        ['src/cli/run.ts', ''],
        ['src/check.ts', ''],
        [file, text],
      ]),
      ['php-parser'],
    );

  it.each([
    ['src/schema/a.ts', `import { judge } from '../engines/mysql/judge.ts';`],
    ['src/schema/a.ts', `import type { Rule } from '../lint/rule.ts';`],
    ['src/engines/sqlite/a.ts', `import {\n  rule,\n} from '../../lint/rule.ts';`],
    ['src/frontends/laravel/a.ts', `export * from '../../engines/mysql/judge.ts';`],
    ['src/lint/a.ts', `import '../check.ts';`],
    ['src/report/a.ts', `const x = await import('../check.ts');`],
    ['src/report/a.ts', `type X = import("../lint/rule.ts").Rule;`],
    ['rules/a.ts', `import { judge } from '../src/engines/mysql/judge.ts';`],
    ['src/index.ts', `export { run } from './cli/run.ts';`],
    ['src/timeline/a.ts', `export type { Deps } from '../cli/run.ts';`],
    ['src/lint/a.ts', `await import(name);`],
    ['src/report/a.ts', `import { expect } from 'vitest';`],
    ['src/report/a.ts', `import { x } from './missing.ts';`],
    ['src/unheard-of/a.ts', ''],
  ])('a violation planted in %s is found: %s', (file, text) => {
    expect(planted(file, text)).toHaveLength(1);
  });

  it.each([
    ['src/engines/sqlite/a.ts', `import { type Table } from '../../schema/index.ts';`],
    ['rules/a.ts', `import type { Rule } from '../src/lint/rule.ts';`],
    ['src/cli/a.ts', `import { judge } from '../engines/mysql/judge.ts';\nawait import('../check.ts');`],
    ['src/php/a.ts', `import { Engine } from 'php-parser';\nimport { join } from 'node:path';`],
    ['src/schema/a.ts', `// import { x } from '../cli/run.ts';\n/**\n * import('../cli/run.ts')\n */`],
  ])('what is allowed in %s is left alone: %s', (file, text) => {
    expect(planted(file, text)).toEqual([]);
  });
});

describe('what is published', () => {
  const INTERNAL: readonly RegExp[] = [
    /(^|[\s'"`(])\/(work|workspace|home|root|Users)\/[\w.-]/m,
    /\.\.\/shared\b/,
    /\/var\/tmp\//,
    /\b(10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+\.\d+\b/,
    /\/\/[\w.-]+\.(internal|intranet|corp|lan|local)\b/i,
    /\/\/[\w.-]*(artifactory|jfrog|verdaccio|nexus)/i,
  ];
  const internal = (text: string): string[] =>
    INTERNAL.flatMap((pattern) => text.match(pattern)?.[0].trim() ?? []);

  it('names no internal host or path', () => {
    const files = new Map<string, string>();
    for (const entry of packageJson.files as string[]) {
      // dist is made from these sources, comments and all.
      const source = entry.replace(/^dist\//, '');
      if (/\.[a-z]+$|^LICENSE$/i.test(source)) files.set(source, readFileSync(join(ROOT, source), 'utf8'));
      else for (const [file, text] of textFilesIn(source, /\.(ts|json|md)$/)) files.set(file, text);
    }
    files.set('package.json', JSON.stringify(packageJson));
    expect(files.size).toBeGreaterThan(20);
    const found = [...files].flatMap(([file, text]) => internal(text).map((words) => `${file}: ${words}`));
    expect(found).toEqual([]);
  });

  it.each(['see /work/main/src', '../shared/engines', 'https://npm.corp/x', 'mysql://root@10.1.2.3:3306'])(
    'such as %s',
    (text) => {
      expect(internal(text)).toHaveLength(1);
    },
  );
});
