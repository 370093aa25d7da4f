import { chmodSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DialintConfig, discoverProject, NO_CONFIG } from '../../src/project/index.ts';
import type { Project } from '../../src/schema/index.ts';
import { APP, composer, MIGRATION, migrations, project, provider } from './support.ts';

function discover(files: Record<string, string>, config: Partial<DialintConfig> = {}): Project {
  return discoverProject(project(files), { ...NO_CONFIG, ...config });
}

const list = (found: Project) => found.migrations.map((migration) => migration.file);
const notices = (found: Project) => found.notices.map((notice) => `${notice.file}: ${notice.message}`);

describe('the application', () => {
  it('takes what the glob *_*.php finds, by name', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2024_02_01_000000_b.php',
        'database/migrations/2024_01_01_000000_a.php',
        'database/migrations/0001_01_01_000000_users.php',
        'database/migrations/helper.php',
      ),
      'database/migrations/notes_on.md': '',
      'database/migrations/2024_01_01_000000_a.php.bak': '',
    });
    expect(list(found)).toEqual([
      'database/migrations/0001_01_01_000000_users.php',
      'database/migrations/2024_01_01_000000_a.php',
      'database/migrations/2024_02_01_000000_b.php',
    ]);
    expect(found.migrations[0]).toEqual({
      file: 'database/migrations/0001_01_01_000000_users.php',
      path: path.join(found.root, 'database/migrations/0001_01_01_000000_users.php'),
      name: '0001_01_01_000000_users',
      owner: { kind: 'app' },
      set: 'default',
      reported: true,
    });
    expect(found.notices).toEqual([]);
  });

  it('makes subfolders sets of their own, tenant without a word', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2024_01_01_000000_a.php',
        'database/migrations/tenant/2023_01_01_000000_t.php',
        'database/migrations/old/2020_01_01_000000_o.php',
      ),
    });
    expect(found.migrations.map((migration) => [migration.name, migration.set])).toEqual([
      ['2024_01_01_000000_a', 'default'],
      ['2020_01_01_000000_o', 'old'],
      ['2023_01_01_000000_t', 'tenant'],
    ]);
    expect(notices(found)).toEqual([expect.stringMatching(/^database\/migrations\/old: .*set of their own/)]);
  });

  it.each([
    ["$this->loadMigrationsFrom(__DIR__.'/../../database/migrations/billing');"],
    ["$this->loadMigrationsFrom(database_path('migrations/billing'));"],
    ["$this->loadMigrationsFrom([base_path('database/migrations/billing')]);"],
    ["$this->loadMigrationsFrom(dirname(__DIR__, 2) . '/database/migrations/billing');"],
    ["$folder = database_path('migrations') . '/billing';\n$this->loadMigrationsFrom($folder);"],
    ["$this->loadMigrationsFrom(array_merge([], glob(database_path('migrations/*'), GLOB_ONLYDIR)));"],
  ])('runs a subfolder that a provider registers: %s', (call) => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2024_01_01_000000_a.php',
        'database/migrations/billing/2023_01_01_000000_b.php',
      ),
      'app/Providers/AppServiceProvider.php': provider(call),
    });
    expect(found.migrations.map((migration) => [migration.name, migration.set])).toEqual([
      ['2023_01_01_000000_b', 'default'],
      ['2024_01_01_000000_a', 'default'],
    ]);
    expect(found.notices).toEqual([]);
  });

  it('does not take a call in a comment for one', () => {
    const found = discover({
      ...APP,
      ...migrations('database/migrations/x/2023_01_01_000000_b.php'),
      'app/Providers/AppServiceProvider.php': provider(
        "// $this->loadMigrationsFrom(__DIR__.'/../../database/migrations/x');",
      ),
    });
    expect(found.migrations[0]?.set).toBe('x');
  });

  it('says which registration it cannot read, and takes subfolders along', () => {
    const found = discover({
      ...APP,
      ...migrations('database/migrations/2024/2024_01_01_000000_a.php'),
      'app/Providers/AppServiceProvider.php': provider('$this->loadMigrationsFrom($this->folders());'),
    });
    expect(found.migrations[0]?.set).toBe('default');
    expect(found.notices[0]).toMatchObject({ file: 'app/Providers/AppServiceProvider.php', line: 7 });
    expect(found.notices[0]?.message).toMatch(
      /loadMigrationsFrom\(\) registers here cannot be read \(a method call\)/,
    );
  });

  it('lets the application win over a registered folder with the same file name, and says so', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2024_01_01_000000_a.php',
        'packages/acme/blog/database/migrations/2024_01_01_000000_a.php',
      ),
      'packages/acme/blog/src/BlogServiceProvider.php': provider(
        "$this->loadMigrationsFrom(__DIR__.'/../database/migrations');",
      ),
    });
    expect(list(found)).toEqual(['database/migrations/2024_01_01_000000_a.php']);
    expect(notices(found)).toEqual([expect.stringContaining('is never run')]);
  });

  it('records squashed schemas', () => {
    const found = discover({
      ...APP,
      'database/schema/mysql-schema.sql': '',
      'database/schema/readme.md': '',
    });
    expect(found.schemaDumps).toEqual([
      {
        file: 'database/schema/mysql-schema.sql',
        path: path.join(found.root, 'database/schema/mysql-schema.sql'),
        connection: 'mysql',
      },
    ]);
  });
});

describe('modules', () => {
  it('runs modules/<slug> after the application, module by module', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2026_05_01_000000_app.php',
        'modules/winter/database/migrations/2026_01_01_000000_w.php',
        'modules/my-module/database/migrations/2026_06_01_000002_b.php',
        'modules/my-module/database/migrations/2026_06_01_000001_a.php',
      ),
      'modules/empty/module.json': '{}',
    });
    expect(found.migrations.map((migration) => [migration.name, migration.owner])).toEqual([
      ['2026_05_01_000000_app', { kind: 'app' }],
      ['2026_06_01_000001_a', { kind: 'module', slug: 'my-module', layout: 'modules' }],
      ['2026_06_01_000002_b', { kind: 'module', slug: 'my-module', layout: 'modules' }],
      ['2026_01_01_000000_w', { kind: 'module', slug: 'winter', layout: 'modules' }],
    ]);
    expect(found.modules).toEqual([
      { slug: 'empty', layout: 'modules', directory: 'modules/empty' },
      { slug: 'my-module', layout: 'modules', directory: 'modules/my-module' },
      { slug: 'winter', layout: 'modules', directory: 'modules/winter' },
    ]);
  });

  it('says which of two modules with one migration name never runs', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'modules/a/database/migrations/2026_01_01_000000_x.php',
        'modules/b/database/migrations/2026_01_01_000000_x.php',
      ),
    });
    expect(notices(found)).toEqual([
      'modules/b/database/migrations/2026_01_01_000000_x.php: is never run: modules/a/database/migrations/2026_01_01_000000_x.php has the same name and runs before it',
    ]);
  });

  it.each([
    ['Modules/BlogPosts/Database/Migrations', 'nwidart', 'blog-posts', 'Modules/BlogPosts'],
    ['Modules/Blog/database/migrations', 'nwidart', 'blog', 'Modules/Blog'],
    ['app-modules/billing/database/migrations', 'app-modules', 'billing', 'app-modules/billing'],
    ['packages/blog/src/database/migrations', 'packages', 'blog', 'packages/blog'],
    ['packages/acme/blog/database/migrations', 'packages', 'blog', 'packages/acme/blog'],
    ['packages/Acme/CartRule/src/Database/Migrations', 'packages', 'cart-rule', 'packages/Acme/CartRule'],
    ['plugins/acme/jobs/database/migrations', 'packages', 'jobs', 'plugins/acme/jobs'],
    ['app/Containers/AppSection/User/Data/Migrations', 'packages', 'user', 'app/Containers/AppSection/User'],
    ['modules/events/database/migrations', 'modules', 'events', 'modules/events'],
  ])('knows %s', (folder, layout, slug, directory) => {
    const found = discover({ ...APP, ...migrations(`${folder}/2026_01_01_000000_x.php`) });
    expect(found.migrations[0]?.owner).toEqual({ kind: 'module', slug, layout });
    expect(found.modules).toEqual([{ slug, layout, directory }]);
    expect(found.notices).toEqual([]);
  });

  it('merges nwidart modules by name, as they are registered', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2026_05_01_000000_app.php',
        'Modules/Blog/Database/Migrations/2026_01_01_000000_x.php',
      ),
      'Modules/Blog/Providers/BlogServiceProvider.php': provider(
        "$this->loadMigrationsFrom(module_path($this->moduleName, 'Database/Migrations'));",
      ),
    });
    expect(list(found)[0]).toBe('Modules/Blog/Database/Migrations/2026_01_01_000000_x.php');
    expect(found.notices).toEqual([]);
  });

  it('runs a Winter plugin in the order of its version.yaml', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'plugins/acme/blog/updates/create_posts_table.php',
        'plugins/acme/blog/updates/add_slug_to_posts.php',
      ),
      'plugins/acme/blog/updates/version.yaml':
        '1.0.1:\n  - First\n  - create_posts_table.php\n1.0.2: add_slug_to_posts.php\n',
    });
    expect(found.migrations.map((migration) => migration.name)).toEqual([
      'create_posts_table',
      'add_slug_to_posts',
    ]);
    expect(found.migrations[0]?.owner).toEqual({ kind: 'module', slug: 'blog', layout: 'packages' });
    expect(found.notices).toEqual([]);
  });

  it("takes Winter's own modules for what they are, and its libraries' requirements for there", () => {
    const found = discover({
      artisan: '#!/usr/bin/env php\n',
      'composer.json': composer({ 'winter/storm': '^1.2', 'laravel/framework': '^9.1' }),
      ...migrations('modules/cms/database/migrations/2014_10_01_000001_theme_data.php'),
    });
    expect(found.migrations[0]?.owner).toEqual({ kind: 'module', slug: 'cms', layout: 'packages' });
    expect(found.modules).toEqual([{ slug: 'cms', layout: 'packages', directory: 'modules/cms' }]);
    expect(found.hasDoctrine).toBe(true);
  });

  it('takes folders that dialint.json declares', () => {
    const found = discover(
      { ...APP, ...migrations('src/Domain/Fleet/Schema/migrations/2026_01_01_000000_x.php') },
      { modules: ['src/Domain/*'] },
    );
    expect(found.migrations[0]?.owner).toEqual({ kind: 'module', slug: 'fleet', layout: 'declared' });
  });

  it('knows a module that stands alone', () => {
    const byFolder = project(migrations('modules/gps-log/database/migrations/2026_01_01_000000_x.php'));
    const alone = discoverProject(path.join(byFolder, 'modules/gps-log'), NO_CONFIG);
    expect(alone.migrations[0]?.owner).toEqual({ kind: 'module', slug: 'gps-log', layout: 'modules' });
    const byManifest = discover({
      'module.json': '{ "slug": "telegram" }',
      ...migrations('database/migrations/2026_01_01_000000_x.php'),
    });
    expect(byManifest.migrations[0]?.owner).toEqual({ kind: 'module', slug: 'telegram', layout: 'modules' });
  });
});

describe('packages', () => {
  it('reads stubs in a package, not in an application', () => {
    const stubs = {
      'database/migrations/create_tags_table.php.stub': MIGRATION,
      'database/migrations/create_notes_table.stub': MIGRATION,
    };
    const found = discover({ 'composer.json': composer({ 'illuminate/database': '^12.0' }), ...stubs });
    expect(found.migrations.map((migration) => migration.name)).toEqual([
      'create_notes_table',
      'create_tags_table',
    ]);
    expect(found.migrations[0]?.owner).toEqual({ kind: 'package', name: 'acme/shop' });
    expect(discover({ ...APP, ...stubs }).migrations).toEqual([]);
  });

  it('reads migrations that installed packages register, without reporting on them', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'database/migrations/2024_01_01_000000_a.php',
        'vendor/acme/tokens/database/migrations/2019_01_01_000000_tokens.php',
        'vendor/acme/published/database/migrations/2019_01_01_000000_other.php',
      ),
      'vendor/acme/tokens/src/TokensServiceProvider.php': provider(
        "if (Tokens::$runs) { $this->loadMigrationsFrom(__DIR__ . '/../database/migrations'); }",
      ),
    });
    expect(found.migrations.map(({ name, owner, reported }) => [name, owner, reported])).toEqual([
      ['2019_01_01_000000_tokens', { kind: 'package', name: 'acme/tokens' }, false],
      ['2024_01_01_000000_a', { kind: 'app' }, true],
    ]);
  });
});

describe('packages that live in the project', () => {
  const PACKAGE = 'packages/tags';
  const listing = (body: string) =>
    `<?php\nclass TagsServiceProvider extends PackageServiceProvider\n{\n    public function configurePackage(Package $package): void\n    {\n        ${body}\n    }\n}\n`;
  const files = (body: string) => ({
    ...APP,
    [`${PACKAGE}/composer.json`]: composer({ 'spatie/laravel-package-tools': '^1.0' }),
    [`${PACKAGE}/src/TagsServiceProvider.php`]: listing(body),
    ...migrations(
      `${PACKAGE}/database/migrations/2024_01_01_000000_create_tags.php`,
      `${PACKAGE}/database/migrations/2024_01_02_000000_left_over.php`,
    ),
  });

  it('leaves out what the provider does not name', () => {
    const found = discover(
      files("$package->name('tags')->hasMigrations(['2024_01_01_000000_create_tags'])->runsMigrations();"),
    );
    expect(found.migrations.map((migration) => migration.name)).toEqual(['2024_01_01_000000_create_tags']);
    expect(notices(found)).toEqual([expect.stringContaining('2024_01_02_000000_left_over.php')]);
  });

  it('takes all where the list is put together elsewhere, or discovered', () => {
    const all = ['2024_01_01_000000_create_tags', '2024_01_02_000000_left_over'];
    for (const body of [
      '$package->hasMigrations($this->migrations());',
      "$package->discoversMigrations()->hasMigration('2024_01_01_000000_create_tags');",
      "// $package->hasMigrations(['2024_01_01_000000_create_tags']);",
    ]) {
      expect(discover(files(body)).migrations.map((migration) => migration.name)).toEqual(all);
    }
  });
});

describe('odd folders', () => {
  it('looks into resources only for a database folder, and leaves examples alone', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'src/Cart/resources/database/migrations/2024_01_01_000000_a.php',
        'resources/js/migrations/2024_01_01_000000_b.php',
        'examples/blog/database/migrations/2024_01_01_000000_c.php',
      ),
    });
    expect(list(found)).toEqual(['src/Cart/resources/database/migrations/2024_01_01_000000_a.php']);
  });

  it('never descends into node_modules, storage and the like', () => {
    const found = discover({
      ...APP,
      ...migrations(
        'node_modules/x/database/migrations/2024_01_01_000000_a.php',
        'storage/database/migrations/2024_01_01_000000_b.php',
        '.git/database/migrations/2024_01_01_000000_c.php',
        'tests/database/migrations/2024_01_01_000000_d.php',
      ),
    });
    expect(found.migrations).toEqual([]);
  });

  it('is not caught by links in a circle, and follows links that lead out', () => {
    const outside = project(migrations('database/migrations/2024_01_01_000000_m.php'));
    const root = project({
      ...APP,
      'modules/': '',
      'app/': '',
      ...migrations('database/migrations/2024_01_01_000000_a.php'),
    });
    symlinkSync(root, path.join(root, 'app/loop'));
    symlinkSync(path.join(root, 'database'), path.join(root, 'app/again'));
    symlinkSync(outside, path.join(root, 'modules/linked'));
    symlinkSync(outside, path.join(outside, 'loop'));
    const found = discoverProject(root, NO_CONFIG);
    expect(list(found)).toEqual([
      'database/migrations/2024_01_01_000000_a.php',
      'modules/linked/database/migrations/2024_01_01_000000_m.php',
    ]);
  });

  const root = process.getuid?.() === 0;
  if (root) console.warn('skipped: a folder that may not be read (root may read everything)');
  it.skipIf(root)('gives a notice for a folder that it may not read', () => {
    const root = project({ ...APP, 'app/Locked/': '' });
    chmodSync(path.join(root, 'app/Locked'), 0);
    expect(notices(discoverProject(root, NO_CONFIG))).toEqual(['app/Locked: folder cannot be read (EACCES)']);
    chmodSync(path.join(root, 'app/Locked'), 0o755);
  });

  it('takes a folder of loose migrations', () => {
    const found = discover(migrations('2024_01_01_000000_a.php', '2023_01_01_000000_b.php'));
    expect(list(found)).toEqual(['2023_01_01_000000_b.php', '2024_01_01_000000_a.php']);
    expect(found.framework).toMatchObject({ value: 'laravel' });
  });

  it('asks little of an empty folder', () => {
    expect(discover({})).toMatchObject({ framework: null, migrations: [], modules: [], notices: [] });
  });
});

it('discovers 500 migrations in a few tens of milliseconds', () => {
  const files: Record<string, string> = { ...APP };
  for (let i = 0; i < 500; i++)
    files[`database/migrations/2024_01_01_${String(i).padStart(6, '0')}_m.php`] = MIGRATION;
  for (let i = 0; i < 300; i++) files[`app/Services/S${i % 60}/C${i}ServiceProvider.php`] = provider('');
  const root = project(files);
  const from = performance.now();
  expect(discoverProject(root, NO_CONFIG).migrations).toHaveLength(500);
  // Generous: the machine may be busy. Undisturbed it is about 20 ms.
  expect(performance.now() - from).toBeLessThan(500);
});
