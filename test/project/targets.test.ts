import { describe, expect, it } from 'vitest';
import {
  chooseTargets,
  discoverProject,
  NO_CONFIG,
  parseConfig,
  type TargetOptions,
  UsageError,
} from '../../src/project/index.ts';
import { APP, composer, migrations, project } from './support.ts';

const PHPUNIT = '<phpunit><php><env name="DB_CONNECTION" value="sqlite"/></php></phpunit>\n';

function choose(files: Record<string, string>, options: TargetOptions = {}, config?: object) {
  const declared =
    config === undefined ? NO_CONFIG : parseConfig(JSON.stringify(config), { file: '/x/dialint.json' });
  const { targets, notes } = chooseTargets(discoverProject(project(files), declared), options);
  return {
    ids: targets.map((target) => target.id),
    drivers: targets.map((target) => target.driver),
    targets,
    notes,
  };
}

const MYSQL = { ...APP, 'phpunit.xml': PHPUNIT, '.env.example': 'DB_CONNECTION=mysql\n' };

describe('chooseTargets', () => {
  it('takes the engine of the tests and those of production', () => {
    expect(choose(MYSQL)).toMatchObject({ ids: ['sqlite@3.45', 'mysql@8.4'], notes: [] });
  });

  it('adds MySQL where only SQLite is named, and says so in one line', () => {
    const { ids, notes } = choose({
      ...APP,
      'phpunit.xml': PHPUNIT,
      '.env.example': 'DB_CONNECTION=sqlite\n',
    });
    expect(ids).toEqual(['sqlite@3.45', 'mysql@8.4']);
    expect(notes).toEqual([
      expect.stringMatching(/^Production engine: MySQL, assumed: SQLite \(\.env\.example:1\).*dialint\.json/),
    ]);
  });

  it('lets dialint.json alone declare production SQLite', () => {
    expect(choose(MYSQL, {}, { engines: { production: ['sqlite'] } })).toMatchObject({
      ids: ['sqlite@3.45'],
      notes: [],
    });
    expect(
      choose(MYSQL, {}, { engines: { test: 'mysql@8.0', production: ['mysql@8.4', 'mariadb'] } }).ids,
    ).toEqual(['mysql@8.0', 'mysql@8.4', 'mariadb@10.11']);
  });

  it('takes exactly what --engine names', () => {
    expect(choose(MYSQL, { engines: ['postgres, mariadb@11.4', 'mysql', 'mysql@8.4'] })).toMatchObject({
      ids: ['postgres@16', 'mariadb@11.4', 'mysql@8.4'],
      notes: [],
    });
  });

  it('runs the tests of a MySQL project on its version', () => {
    const files = {
      ...MYSQL,
      'phpunit.xml': PHPUNIT.replace('sqlite', 'mysql'),
      'compose.yaml': 'services:\n  db:\n    image: mysql:8.0\n',
    };
    expect(choose(files).ids).toEqual(['mysql@8.0']);
  });

  it.each([
    ['mysqll', /there is no engine "mysqll"/, /mean mysql\?/],
    ['sqlsrv', /does not judge SQL Server/, /Engines: sqlite@3\.45/],
    ['mysql@', /"" is no version of mysql/, /mysql@8\.4/],
    ['mysql@latest', /"latest" is no version/, /mysql@8\.4/],
    ['mysql@8@4', /"8@4" is no version/, /mysql@8\.4/],
    ['', /an engine is missing/, /Engines/],
    ['mysql,,postgres', /an engine is missing/, /Engines/],
  ])('refuses --engine %j', (text, message, hint) => {
    try {
      choose(MYSQL, { engines: [text] });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).message).toMatch(message);
      expect((error as UsageError).hint).toMatch(hint);
      expect((error as UsageError).exitCode).toBe(2);
    }
  });
});

describe('the driver for MariaDB', () => {
  const maria = { engines: ['mariadb'] };

  it('is mysql unless the connection says so', () => {
    expect(choose(MYSQL, maria).drivers).toEqual(['mysql']);
    expect(choose({ ...MYSQL, '.env.example': 'DB_CONNECTION=mariadb\n' }, maria).drivers).toEqual([
      'mariadb',
    ]);
  });

  it('is what --driver says', () => {
    expect(choose(MYSQL, { ...maria, driver: 'mariadb' }).drivers).toEqual(['mariadb']);
    expect(() => choose(MYSQL, { ...maria, driver: 'pgsql' })).toThrow(/no driver for MariaDB/);
  });

  it('is mariadb for loose migrations from Laravel 11 on', () => {
    const loose = migrations('database/migrations/2024_01_01_000000_a.php');
    expect(choose(loose, maria).drivers).toEqual(['mariadb']);
    expect(
      choose({ ...loose, 'composer.json': composer({ 'laravel/framework': '^10' }) }, maria).drivers,
    ).toEqual(['mysql']);
  });

  it('is remarked on where the framework has none', () => {
    const files = { ...MYSQL, 'composer.json': composer({ 'laravel/framework': '^10' }) };
    expect(choose(files, { ...maria, driver: 'mariadb' }).notes).toEqual([
      expect.stringMatching(/came with 11/),
    ]);
  });
});

describe('engines that are not judged', () => {
  it('are named, and none is put in their place', () => {
    const { ids, notes } = choose({ ...APP, 'phpunit.xml': PHPUNIT, '.env': 'DB_CONNECTION=sqlsrv\n' });
    expect(ids).toEqual(['sqlite@3.45']);
    expect(notes).toEqual([
      expect.stringMatching(/SQL Server \(sqlsrv\), \.env:1; dialint does not judge it/),
    ]);
  });
});

it('carries the settings of the connection', () => {
  const { targets } = choose({ ...MYSQL, '.env.example': 'DB_CONNECTION=mysql\n' });
  expect(targets[1]?.settings).toMatchObject({ name: 'mysql', charset: 'utf8mb4' });
});
