import { describe, expect, it } from 'vitest';
import { highestMajor, NEWEST_FRAMEWORK } from '../../src/project/composer.ts';
import { discoverProject, NO_CONFIG } from '../../src/project/index.ts';
import type { Project } from '../../src/schema/index.ts';
import { APP, composer, migrations, project } from './support.ts';

const discover = (files: Record<string, string>): Project => discoverProject(project(files), NO_CONFIG);

const DATABASE = `<?php

use Illuminate\\Support\\Str;

return [
    'default' => env('DB_CONNECTION', 'sqlite'),
    'connections' => [
        'sqlite' => ['driver' => 'sqlite', 'prefix' => '', 'foreign_key_constraints' => env('DB_FOREIGN_KEYS', true)],
        'mysql' => [
            'driver' => 'mysql',
            'url' => env('DB_URL'),
            'charset' => env('DB_CHARSET', 'utf8mb4'),
            'collation' => env('DB_COLLATION', 'utf8mb4_unicode_ci'),
            'prefix' => env('DB_PREFIX', ''),
            'prefix_indexes' => true,
            'strict' => true,
            'engine' => null,
            'options' => extension_loaded('pdo_mysql') ? array_filter([
                PDO::MYSQL_ATTR_SSL_CA => env('MYSQL_ATTR_SSL_CA'),
            ]) : [],
        ],
        'reports' => ['driver' => 'mysql', 'charset' => 'utf8', 'engine' => 'InnoDB ROW_FORMAT=DYNAMIC', 'modes' => ['NO_ENGINE_SUBSTITUTION']],
        'maria' => ['driver' => 'mariadb', 'charset' => 'utf8mb4', 'prefix' => 'm_'],
        'pgsql' => ['driver' => 'pgsql', 'charset' => 'utf8', 'prefix' => 'p_' . 'x', 'prefix_indexes' => true],
        'legacy' => ['driver' => 'sqlsrv'],
    ],
    'redis' => ['options' => ['prefix' => Str::slug(env('APP_NAME', 'laravel'), '_').'_database_']],
];
`;

describe('the framework', () => {
  it('is as new as composer.lock says', () => {
    const lock = JSON.stringify(
      { packages: [{ name: 'laravel/framework', version: 'v12.40.2', source: {} }] },
      null,
      4,
    );
    const found = discover({ ...APP, 'composer.lock': lock });
    expect(found.framework).toEqual({
      value: 'laravel',
      from: { file: 'composer.json', line: 4, note: 'laravel/framework' },
    });
    expect(found.frameworkVersion).toEqual({
      value: '12.40.2',
      from: { file: 'composer.lock', line: 5, note: 'laravel/framework' },
    });
  });

  it.each([
    ['^12.0', 12],
    ['^10.0|^11.0 || ^12.1', 12],
    ['~11.2', 11],
    ['11.*', 11],
    ['v10.48.4', 10],
    ['>=9.0', 13],
    ['>=9.0 <12.0', 11],
    ['>=9,<12.5', 12],
    ['>= 9 < 12', 11],
    ['9 - 11', 11],
    ['12.x-dev', 12],
    ['dev-master as 12.0', 12],
    ['*', 13],
    ['^14.0', 13],
    ['dev-master', null],
  ])('allows by %s at most %s', (constraint, major) => {
    expect(highestMajor(constraint, NEWEST_FRAMEWORK)).toBe(major);
  });

  it('is the newest where nothing says', () => {
    const found = discover(migrations('database/migrations/2024_01_01_000000_a.php'));
    expect(found.frameworkVersion).toEqual({
      value: '13',
      from: { note: 'assumed: the newest that dialint knows' },
    });
    expect(found.framework?.from.file).toBeUndefined();
  });

  it('is what the option says', () => {
    const root = project(APP);
    expect(discoverProject(root, NO_CONFIG, { frameworkVersion: 'v11.2' }).frameworkVersion).toEqual({
      value: '11.2',
      from: { note: '--framework-version' },
    });
    expect(() => discoverProject(root, NO_CONFIG, { frameworkVersion: 'new' })).toThrow(
      /"new" is no version/,
    );
  });

  it('is told by Orchestra Testbench in a package', () => {
    const found = discover({
      'composer.json': JSON.stringify({
        name: 'acme/tags',
        'require-dev': { 'orchestra/testbench': '^9.0|^10.2' },
      }),
      ...migrations('database/migrations/2024_01_01_000000_a.php'),
    });
    expect(found.frameworkVersion.value).toBe('12');
    expect(found.migrations[0]?.owner).toEqual({ kind: 'package', name: 'acme/tags' });
  });

  it('goes on when composer.json is broken, with one notice', () => {
    const found = discover({
      ...APP,
      'composer.json': '{\n  "require": {\n    "laravel/framework": "^12.0",\n  }\n}',
    });
    expect(found.framework).toEqual({ value: 'laravel', from: { file: 'artisan' } });
    expect(found.notices).toHaveLength(1);
    expect(found.notices[0]).toMatchObject({ file: 'composer.json', line: 4 });
  });
});

describe('the test engine', () => {
  it.each([
    ['<env name="DB_CONNECTION" value="sqlite"/>', 'sqlite'],
    ['<server value="mysql" name="DB_CONNECTION"/>', 'mysql'],
    ["<env name='DB_CONNECTION' value='reports' force='true' />", 'mysql'],
    ['<env name="DB_CONNECTION" value="legacy"/>', null],
  ])('is read from phpunit.xml: %s', (entry, engine) => {
    const found = discover({
      ...APP,
      'config/database.php': DATABASE,
      'phpunit.xml': `<phpunit>\n<php>\n${entry}\n</php>\n</phpunit>\n`,
    });
    expect(found.testEngine).toMatchObject({ engine, from: { file: 'phpunit.xml', line: 3 } });
  });

  it('does not read what is commented out', () => {
    const found = discover({
      ...APP,
      'phpunit.xml':
        '<phpunit>\n<!-- <env name="DB_CONNECTION" value="mysql"/> -->\n<env name="X" value="1"/></phpunit>',
      '.env.testing': 'APP_ENV=testing\n#DB_CONNECTION=mysql\nDB_CONNECTION="pgsql" # local\n',
    });
    expect(found.testEngine).toEqual({
      engine: 'postgres',
      driver: 'pgsql',
      from: { file: '.env.testing', line: 3 },
    });
  });

  it("is the application's own where the tests name none: that is what Laravel would use", () => {
    const found = discover({ ...APP, '.env.example': 'APP_NAME=x\nDB_CONNECTION=mysql\n' });
    expect(found.testEngine).toEqual({
      engine: 'mysql',
      driver: 'mysql',
      from: {
        note: "no test configuration names one, so it is the application's own (mysql: .env.example:2)",
      },
    });
  });

  it("is SQLite, the framework's default, where nothing says anything", () => {
    const { engine, from } = discover(APP).testEngine;
    expect(engine).toBe('sqlite');
    expect(from.note).toContain("the application's own (sqlite");
  });

  it('reads a broken phpunit.xml as far as it goes', () => {
    const found = discover({ ...APP, 'phpunit.xml': '<phpunit><env name="DB_CONNECTION" value="mysql"/><' });
    expect(found.testEngine.engine).toBe('mysql');
    expect(found.notices).toEqual([expect.objectContaining({ file: 'phpunit.xml' })]);
  });

  it('connects to SQLite as the tests do', () => {
    const found = discover({
      ...APP,
      'config/database.php': DATABASE,
      '.env.testing': 'DB_FOREIGN_KEYS=false\nDB_PREFIX=t_\n',
    });
    expect(found.connections.sqlite.value.foreignKeyChecks).toBe(false);
    expect(found.connections.mysql.value.prefix).toBe('');
  });
});

describe('production', () => {
  const engines = (found: Project) => found.productionEngines.map((use) => use.engine);

  it('is what .env.example names', () => {
    const found = discover({ ...APP, '.env.example': 'APP_NAME=x\nDB_CONNECTION=pgsql\n' });
    expect(found.productionEngines).toEqual([
      { engine: 'postgres', driver: 'pgsql', from: { file: '.env.example', line: 2 } },
    ]);
    expect(found.defaultConnection).toEqual({ value: 'pgsql', from: { file: '.env.example', line: 2 } });
  });

  it('is assumed to be MySQL where only SQLite is named', () => {
    const found = discover({ ...APP, '.env.example': 'DB_CONNECTION = sqlite\n# DB_CONNECTION=pgsql\n' });
    expect(found.productionEngines).toEqual([
      {
        engine: 'mysql',
        driver: 'mysql',
        from: {
          note: "assumed: SQLite (.env.example:1) is a new project's default and says nothing about production",
        },
      },
    ]);
  });

  it('adds what the project names elsewhere to the assumption', () => {
    expect(
      engines(
        discover({
          ...APP,
          '.env.example': 'DB_CONNECTION=sqlite\n',
          '.env.staging': 'DB_CONNECTION=pgsql\n',
        }),
      ),
    ).toEqual(['postgres', 'mysql']);
  });

  it('reads the default of config/database.php, and only then', () => {
    const pgsql = DATABASE.replace("'DB_CONNECTION', 'sqlite'", "'DB_CONNECTION', 'pgsql'");
    expect(engines(discover({ ...APP, 'config/database.php': pgsql }))).toEqual(['postgres']);
    expect(
      engines(discover({ ...APP, 'config/database.php': pgsql, '.env': 'DB_CONNECTION=mysql' })),
    ).toEqual(['mysql']);
  });

  it('prefers .env.production, and leaves the test files alone', () => {
    const found = discover({
      ...APP,
      'config/database.php': DATABASE,
      '.env.production': 'DB_CONNECTION=maria\n',
      '.env.example': 'DB_CONNECTION=mysql\n',
      '.env.testing': 'DB_CONNECTION=pgsql\n',
    });
    expect(found.productionEngines).toEqual([
      { engine: 'mariadb', driver: 'mariadb', from: { file: '.env.production', line: 1 } },
    ]);
    expect(found.mariadbDriver).toBe(true);
    expect(found.connections.mariadb.value).toMatchObject({
      name: 'maria',
      prefix: 'm_',
      prefixIndexes: false,
    });
  });

  it('names an engine that is not judged', () => {
    const found = discover({ ...APP, '.env': 'DB_CONNECTION=sqlsrv\n' });
    expect(found.productionEngines).toEqual([
      { engine: null, driver: 'sqlsrv', from: { file: '.env', line: 1 } },
    ]);
  });

  it('believes the URL of a connection', () => {
    const found = discover({
      ...APP,
      'config/database.php': DATABASE,
      '.env': 'DB_CONNECTION=mysql\nDB_URL=postgres://u:p@h/db\n',
    });
    expect(engines(found)).toEqual(['postgres']);
  });

  it.each([
    ['image: mysql:8.0', 'mysql', '8.0'],
    ["image: 'mysql/mysql-server:8.0.32'", 'mysql', '8.0.32'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose writes variables so
    ['image: "${REGISTRY:-docker.io}/library/mysql:${TAG:-9.1}-debian"', 'mysql', '9.1'],
    ['image: mysql:8', 'mysql', '8.4'],
    ['image: mysql:latest', 'mysql', undefined],
    ['# image: mysql:5.7', 'mysql', undefined],
  ])('takes the version from Compose: %s', (line, engine, version) => {
    const found = discover({
      ...APP,
      '.env.example': 'DB_CONNECTION=mysql\n',
      'docker-compose.yml': `services:\n  db:\n    ${line}\n`,
    });
    expect(found.productionEngines).toHaveLength(1);
    expect(found.productionEngines[0]?.engine).toBe(engine);
    expect(found.productionEngines[0]?.version).toBe(version);
    if (version !== undefined) {
      expect(found.productionEngines[0]?.from.note).toBe('version from docker-compose.yml:3');
    }
  });

  it('sees a MariaDB server behind the mysql driver', () => {
    const found = discover({
      ...APP,
      '.env.example': 'DB_CONNECTION=mysql\n',
      'compose.yaml': 'services:\n  db:\n    image: mariadb:10.6\n  other:\n    image: postgres:16\n',
    });
    expect(found.productionEngines.map(({ engine, driver, version }) => [engine, driver, version])).toEqual([
      ['mysql', 'mysql', undefined],
      ['mariadb', 'mysql', '10.6'],
    ]);
    expect(found.mariadbDriver).toBe(false);
  });
});

describe('connections', () => {
  it('are read with the values of the environment', () => {
    const found = discover({
      ...APP,
      'config/database.php': DATABASE,
      '.env': 'DB_CONNECTION=mysql\nDB_PREFIX="acme_"\nDB_COLLATION=null\n',
    });
    expect(found.connections.mysql).toEqual({
      value: {
        name: 'mysql',
        charset: 'utf8mb4',
        collation: null,
        prefix: 'acme_',
        prefixIndexes: true,
        strict: true,
        storageEngine: null,
        foreignKeyChecks: true,
      },
      from: { file: 'config/database.php', line: 9 },
    });
    expect(found.connections.pgsql.value.prefix).toBe('p_x');
    expect(found.connectionDrivers).toEqual({
      sqlite: 'sqlite',
      mysql: 'mysql',
      reports: 'mysql',
      maria: 'mariadb',
      pgsql: 'pgsql',
      legacy: 'sqlsrv',
    });
    expect(found.notices).toEqual([]);
  });

  it('prefer the connection that production uses', () => {
    const found = discover({ ...APP, 'config/database.php': DATABASE, '.env': 'DB_CONNECTION=reports\n' });
    expect(found.connections.mysql.value).toMatchObject({
      name: 'reports',
      charset: 'utf8',
      collation: null,
      strict: false,
      prefixIndexes: false,
      storageEngine: 'InnoDB ROW_FORMAT=DYNAMIC',
    });
  });

  it('are the framework’s own without a configuration', () => {
    const found = discover(APP);
    expect(found.connections.mysql.value).toMatchObject({
      charset: 'utf8mb4',
      collation: 'utf8mb4_unicode_ci',
    });
    expect(found.connections.pgsql.value).toMatchObject({ prefixIndexes: true });
    expect(found.connections.sqlite.value).toMatchObject({ prefixIndexes: false, foreignKeyChecks: true });
    expect(found.connections.mysql.from).toEqual({ note: "Laravel's own defaults" });
  });

  it('say which values were not readable', () => {
    const text = DATABASE.replace("env('DB_COLLATION', 'utf8mb4_unicode_ci')", 'Settings::collation()');
    const found = discover({ ...APP, 'config/database.php': text });
    expect(found.connections.mysql).toMatchObject({
      value: { collation: 'utf8mb4_unicode_ci' },
      from: { note: 'not readable, default assumed: collation' },
    });
  });

  it('survive a broken config/database.php with one notice', () => {
    const found = discover({ ...APP, 'config/database.php': "<?php\nreturn [\n  'default' => ,\n];\n" });
    expect(found.notices).toEqual([
      { message: "syntax error, unexpected ','", file: 'config/database.php', line: 3 },
    ]);
    expect(found.connections.mysql.value.charset).toBe('utf8mb4');
  });
});

describe('several facts at once', () => {
  it('reads a name in composer.json however it is escaped', () => {
    const found = discover({
      ...APP,
      'composer.json': composer({ 'laravel/framework': '^11.0' }).replaceAll('/', '\\/'),
    });
    expect(found.frameworkVersion.value).toBe('11');
  });
});
