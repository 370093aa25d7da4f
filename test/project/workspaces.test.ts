/** Which packages a monorepo's root declares, and which of them are projects. npm itself is asked for its own. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectRoots } from '../../src/project/index.ts';
import { workspaceFolders } from '../../src/project/workspaces.ts';
import { project } from './support.ts';

const NAMES = [
  'apps/web',
  'libs/a',
  'packages/core/utils',
  'packages/core/utils/examples/one',
  'packages/modules/order',
  'packages/modules/providers/stripe',
  'packages/modules/test/fake',
  'packages/old',
  'packages/server',
];

const packages = (names: readonly string[] = NAMES): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [
      `${name}/package.json`,
      JSON.stringify({ name: name.replaceAll('/', '-'), version: '1.0.0' }),
    ]),
  );

const OTHERS = {
  ...packages(),
  'packages/modules/notes/README.md': 'no package',
  'packages/server/node_modules/x/package.json': '{ "name": "x" }',
  'packages/.hidden/package.json': '{ "name": "hidden" }',
};

const root = (workspaces: unknown): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'root', private: true, workspaces }),
});

function found(files: Readonly<Record<string, string>>): string[] {
  const folder = project({ ...OTHERS, ...files });
  return workspaceFolders(folder).map((one) => path.relative(folder, one).replaceAll(path.sep, '/'));
}

describe('npm and Yarn', () => {
  it.each([
    [['packages/*']],
    [['./packages/*/', 'apps/web']],
    [['packages/modules/*', 'packages/modules/providers/*', 'packages/*']],
    [['packages/**']],
    [['packages/**/*']],
    [['packages/**', '!packages/old']],
    [['packages/**', '!packages/modules/**']],
    [['packages/**', '!packages/modules/**', 'packages/modules/order']],
    [['!packages/old', 'packages/*']],
    [['{apps,libs}/*']],
    [['packages/{server,core/utils}']],
    [['packages/?ld', 'packages/none', 'none/*']],
  ])(
    '%j are those that npm takes',
    (workspaces) => {
      const folder = project({ ...OTHERS, ...root(workspaces) });
      const npm = execFileSync('npm', ['pkg', 'get', 'name', '--workspaces', '--json'], {
        cwd: folder,
        encoding: 'utf8',
        shell: process.platform === 'win32',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const expected = Object.keys(JSON.parse(npm) as Record<string, string>).sort();
      expect(expected.length).toBeGreaterThan(0);
      expect(found(root(workspaces)).map((name) => name.replaceAll('/', '-'))).toEqual(expected);
    },
    30_000,
  );

  it('Yarn’s object', () => {
    expect(found(root({ packages: ['packages/*'], nohoist: ['**/x'] }))).toEqual([
      'packages/old',
      'packages/server',
    ]);
  });

  it('nothing where nothing is declared, or what is declared cannot be read', () => {
    expect(found({})).toEqual([]);
    expect(found(root(undefined))).toEqual([]);
    expect(found(root('packages/*'))).toEqual([]);
    expect(found(root([1, null]))).toEqual([]);
    expect(found({ 'package.json': '{ "workspaces": [' })).toEqual([]);
    expect(found({ 'package.json': 'null' })).toEqual([]);
  });

  it('nothing outside of the root', () => {
    expect(found(root(['../*', '..', '.']))).toEqual([]);
  });
});

describe('pnpm and Lerna', () => {
  const PNPM = `# packages
packages:
  # all of them
  - 'packages/*'
  - "!packages/old"   # not this
  - packages/modules/**

  - '!**/test/**'
onlyBuiltDependencies:
  - 'apps/*'
`;
  const LEFT = ['packages/modules/order', 'packages/modules/providers/stripe', 'packages/server'];

  it('takes what pnpm-workspace.yaml names, without what it leaves out, whatever package.json says', () => {
    expect(found({ 'pnpm-workspace.yaml': PNPM, ...root(['apps/*']) })).toEqual(LEFT);
    expect(found({ 'pnpm-workspace.yaml': PNPM.replaceAll('\n', '\r\n') })).toEqual(LEFT);
  });

  it('also a list in brackets, and one without an indent', () => {
    expect(
      found({ 'pnpm-workspace.yaml': 'packages: [\'packages/*\', # all\n  "!packages/old", apps/web]\n' }),
    ).toEqual(['apps/web', 'packages/server']);
    expect(found({ 'pnpm-workspace.yaml': 'packages:\n- packages/*\n- apps/*\ncatalog:\n  a: 1\n' })).toEqual(
      ['apps/web', 'packages/old', 'packages/server'],
    );
  });

  it('what is left out is left out, wherever it stands in the list', () => {
    expect(found({ 'pnpm-workspace.yaml': "packages:\n  - '!packages/old'\n  - 'packages/*'\n" })).toEqual([
      'packages/server',
    ]);
  });

  it('a file of pnpm that has settings only declares nothing', () => {
    expect(found({ 'pnpm-workspace.yaml': 'packages:\nnodeLinker: hoisted\n' })).toEqual([]);
  });

  it('takes lerna.json where package.json declares none', () => {
    const lerna = { 'lerna.json': '{ "packages": ["apps/*"], "version": "independent" }' };
    expect(found(lerna)).toEqual(['apps/web']);
    expect(found({ ...lerna, ...root(['libs/*']) })).toEqual(['libs/a']);
  });
});

describe('projects three levels below', () => {
  const MIKRO = JSON.stringify({ dependencies: { '@mikro-orm/core': '^6.0.0' } });
  const files = {
    'package.json': '{ "workspaces": { "packages": ["packages/modules/*", "packages/*"] } }',
    'packages/server/package.json': '{ "dependencies": { "knex": "^3.0.0" } }',
    'packages/modules/order/package.json': MIKRO,
    'packages/modules/order/src/migrations/Migration1.ts': '',
    'packages/modules/cache/package.json': MIKRO,
    'packages/modules/cache/src/index.ts': '',
    'packages/modules/plain/package.json': '{}',
    'packages/modules/plain/migrations/1.md': '',
    'packages/others/deep/package.json': MIKRO,
    'packages/others/deep/migrations/Migration1.ts': '',
  };
  const roots = (given: Readonly<Record<string, string>>, asked = '.') => {
    const folder = project(given);
    return findProjectRoots([asked], folder).map(({ root: one, ...rest }) => ({
      ...rest,
      root: path.relative(folder, one).replaceAll(path.sep, '/') || '.',
    }));
  };

  it('are found as the root declares them, where they have folders of migrations; the others as before', () => {
    expect(roots(files)).toEqual([
      { root: 'packages/modules/order', paths: [] },
      { root: 'packages/server', paths: [] },
    ]);
  });

  it('are asked for alone as before', () => {
    expect(roots(files, 'packages/modules/cache')).toEqual([{ root: 'packages/modules/cache', paths: [] }]);
    expect(roots(files, 'packages/others')).toEqual([{ root: 'packages/others/deep', paths: [] }]);
  });

  it('a package inside of a project is a part of it', () => {
    const inner = {
      'packages/server/packages/db/package.json': MIKRO,
      'packages/server/packages/db/migrations/Migration1.ts': '',
      'package.json': '{ "workspaces": ["packages/*", "packages/*/packages/*"] }',
    };
    expect(roots({ ...files, ...inner })).toEqual([{ root: 'packages/server', paths: [] }]);
  });

  it('a root without any tells how many packages were looked at', () => {
    expect(
      roots({
        'package.json': '{ "workspaces": ["a/b/*"] }',
        'a/b/c/package.json': '{}',
        'a/b/d/package.json': '{}',
      }),
    ).toEqual([{ root: '.', paths: [], workspaces: 2 }]);
  });
});
