import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotKnown, ProjectConfiguration } from '../../src/project/index.ts';
import { project } from './support.ts';

const PERMISSION = `<?php
use Spatie\\Permission\\Models\\Permission;
$prefix = 'acl';
return [
    'models' => ['permission' => Permission::class, 'role' => \\Acme\\Role::class],
    'table_names' => [
        'roles' => $prefix . '_roles',
        'permissions' => env('PERMISSION_TABLE', 'permissions'),
    ],
    'list' => ['a', 5 => 'b', 'c', '7' => 'd'],
    'teams' => (bool) env('TEAMS', false),
    'size' => -1_000,
    'chosen' => PHP_VERSION_ID >= 80000 ? 1 : 2,
    'slug' => Str::slug(env('APP_NAME', 'x')),
    'either' => null ?? ('' ?: 'yes'),
    'parts' => explode(',', env('PARTS', 'a,b')),
    'path' => database_path('seeds'),
    'text' => "x_{$prefix}",
    'closure' => fn () => 1,
];
`;

function open(files: Record<string, string>, folders: string[] = []) {
  const root = project(files);
  const configuration = new ProjectConfiguration(root, folders);
  return {
    root,
    get: (key: string) => configuration.configValue(key),
    value: (key: string) => {
      const answer = configuration.configValue(key);
      return answer.found ? answer.value : answer.reason;
    },
  };
}

describe('configValue', () => {
  it.each([
    ['permission.table_names.roles', 'acl_roles'],
    ['permission.models.permission', 'Spatie\\Permission\\Models\\Permission'],
    ['permission.models.role', 'Acme\\Role'],
    ['permission.teams', false],
    ['permission.size', -1000],
    ['permission.either', 'yes'],
    ['permission.text', 'x_acl'],
    ['permission.list.6', 'c'],
    [
      'permission.list',
      new Map<number, string>([
        [0, 'a'],
        [5, 'b'],
        [6, 'c'],
        [7, 'd'],
      ]),
    ],
    [
      'permission.parts',
      new Map<number, string>([
        [0, 'a'],
        [1, 'b'],
      ]),
    ],
  ])('reads %s', (key, value) => {
    expect(open({ 'config/permission.php': PERMISSION }).value(key)).toEqual(value);
  });

  it('of a file with a syntax error, what could be read', () => {
    const { value } = open({
      'config/shop.php': "<?php\nreturn ['a' => 1, 'b' => true ? , 'c' => env('C') ? => ['x'], 'd' => 2];\n",
    });
    expect(value('shop.a')).toBe(1);
    expect(value('shop.b')).toBeInstanceOf(NotKnown);
  });

  it('says where a value was read', () => {
    const { get } = open({ 'config/permission.php': PERMISSION, '.env': 'A=1\nPERMISSION_TABLE=rights\n' });
    expect(get('permission.table_names.roles')).toMatchObject({
      from: { file: 'config/permission.php', line: 7 },
    });
    expect(get('permission.table_names.permissions')).toEqual({
      found: true,
      value: 'rights',
      from: { file: '.env', line: 2, note: 'PERMISSION_TABLE' },
    });
  });

  it.each([
    ['permission.slug', "config('permission.slug'): Str::slug()"],
    ['permission.closure', "config('permission.closure'): arrowfunc is not evaluated"],
    ['permission.chosen', "config('permission.chosen'): constant PHP_VERSION_ID"],
    ['permission.slug.deeper', "config('permission.slug.deeper'): Str::slug()"],
  ])('does not guess %s', (key, reason) => {
    const value = open({ 'config/permission.php': PERMISSION }).value(key);
    expect(value).toBeInstanceOf(NotKnown);
    expect((value as NotKnown).reason).toBe(reason);
  });

  it('answers paths of the project', () => {
    const { root, value } = open({ 'config/permission.php': PERMISSION });
    expect(value('permission.path')).toBe(path.join(root, 'database/seeds'));
  });

  it('tells apart what is not defined', () => {
    const { get } = open({ 'config/permission.php': PERMISSION });
    expect(get('permission.missing')).toEqual({
      found: false,
      reason: "config('permission.missing') is not defined in config/permission.php",
    });
    expect(get('nothing.at.all')).toEqual({
      found: false,
      reason: "config('nothing.at.all') is not defined in the project",
    });
    expect(get('../../etc/passwd').found).toBe(false);
    expect(get('').found).toBe(false);
  });

  it('falls back on the defaults of packages and modules', () => {
    const { value } = open(
      {
        'config/permission.php': "<?php return ['a' => 1];",
        'vendor/spatie/permission/config/permission.php': "<?php return ['a' => 2, 'b' => 3];",
        'modules/x/config/x.php': "<?php return ['table' => 'mod_x_items'];",
      },
      ['modules/x'],
    );
    expect(value('permission.a')).toBe(1);
    expect(value('permission.b')).toBe(3);
    expect(value('x.table')).toBe('mod_x_items');
  });

  it('survives broken files', () => {
    const { get } = open({
      'config/a.php': '<?php return [ (((',
      'config/b.php': '',
      'config/c.php': '<?php foo();',
    });
    for (const key of ['a.x', 'b.x', 'c.x']) expect(() => get(key)).not.toThrow();
  });
});
