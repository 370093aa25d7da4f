import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectRoots, UsageError } from '../../src/project/index.ts';
import { APP, composer, migrations, project } from './support.ts';

/** What is found for paths in a project, relative to it. */
function find(root: string, paths: string[], from = '.') {
  return findProjectRoots(paths, path.join(root, from)).map((found) => ({
    root: path.relative(root, found.root) || '.',
    paths: found.paths.map((item) => path.relative(root, item)),
  }));
}

const MODULES = {
  ...APP,
  ...migrations(
    'database/migrations/2024_01_01_000000_a.php',
    'modules/blog/database/migrations/2024_01_01_000000_b.php',
  ),
  'modules/blog/composer.json': composer({ 'illuminate/database': '^12' }),
  'app/Models/': '',
};

describe('findProjectRoots', () => {
  it('climbs from the current folder, and then takes all', () => {
    const root = project(MODULES);
    expect(find(root, [], 'app/Models')).toEqual([{ root: '.', paths: [] }]);
    expect(find(root, [])).toEqual([{ root: '.', paths: [] }]);
    expect(find(root, ['.'])).toEqual([{ root: '.', paths: [] }]);
  });

  it('keeps paths inside of the project as a selection', () => {
    const root = project(MODULES);
    expect(find(root, ['modules/blog', 'database/migrations/2024_01_01_000000_a.php'])).toEqual([
      { root: '.', paths: ['modules/blog', 'database/migrations/2024_01_01_000000_a.php'] },
    ]);
    expect(find(root, ['modules/blog', '.'])).toEqual([{ root: '.', paths: [] }]);
    expect(find(root, ['migrations'], 'database')).toEqual([{ root: '.', paths: ['database/migrations'] }]);
  });

  it('does so without artisan and composer.json', () => {
    const root = project(migrations('modules/blog/database/migrations/2024_01_01_000000_b.php'));
    expect(find(root, ['modules/blog/database/migrations'])).toEqual([
      { root: '.', paths: ['modules/blog/database/migrations'] },
    ]);
  });

  it('takes a package of JavaScript for itself, not for a module', () => {
    const root = project({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/server/package.json': '{ "dependencies": { "@adonisjs/lucid": "^16.3.2" } }',
      'packages/server/database/migrations/1_users.ts': 'export default class extends BaseSchema {}',
    });
    const found = [{ root: 'packages/server', paths: [] }];
    expect(find(root, ['.'])).toEqual(found);
    expect(find(root, [], 'packages/server')).toEqual(found);
  });

  it('looks below, one or two levels, and finds several', () => {
    const root = project({
      'api/artisan': '',
      'sites/shop/artisan': '',
      'sites/shop/modules/x/database/migrations/': '',
      'docs/': '',
      'node_modules/x/artisan': '',
    });
    expect(find(root, ['.'])).toEqual([
      { root: 'api', paths: [] },
      { root: 'sites/shop', paths: [] },
    ]);
    expect(find(root, ['api', 'sites'])).toEqual([
      { root: 'api', paths: [] },
      { root: 'sites/shop', paths: [] },
    ]);
  });

  it('does not take a project that lies in another for a part of it', () => {
    const root = project({
      ...APP,
      ...migrations('examples/demo/database/migrations/2024_01_01_000000_a.php'),
      'examples/demo/composer.json': composer({ 'laravel/framework': '^12' }),
    });
    expect(find(root, ['examples/demo'])).toEqual([{ root: 'examples/demo', paths: [] }]);
  });

  it('stops at the repository', () => {
    const root = project({ ...APP, 'tool/.git/': '', 'tool/src/': '' });
    expect(find(root, ['tool/src'])).toEqual([{ root: 'tool/src', paths: [] }]);
  });

  it('knows a package', () => {
    const root = project({ 'composer.json': composer({ 'illuminate/support': '^12' }), 'src/Models/': '' });
    expect(find(root, ['src/Models'])).toEqual([{ root: '.', paths: ['src/Models'] }]);
  });

  it('takes the folder itself where there is no project', () => {
    const root = project(migrations('x/2024_01_01_000000_a.php'));
    expect(find(root, ['x'])).toEqual([{ root: 'x', paths: [] }]);
    expect(find(root, ['x/2024_01_01_000000_a.php'])).toEqual([
      { root: 'x', paths: ['x/2024_01_01_000000_a.php'] },
    ]);
  });

  it('refuses a path that does not exist', () => {
    expect(() => find(project({}), ['nowhere'])).toThrow(UsageError);
    expect(() => find(project({}), ['nowhere'])).toThrow('there is no file or folder nowhere');
  });
});
