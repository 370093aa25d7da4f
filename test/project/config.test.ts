import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import {
  ConfigError,
  type KnownRule,
  NO_CONFIG,
  parseConfig,
  readConfig,
  UsageError,
} from '../../src/project/index.ts';
import { PRESET_NAMES } from '../../src/schema/index.ts';
import { knownRule } from '../../src/settings.ts';
import { project } from './support.ts';

const schema = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../schemas/dialint.schema.json'), 'utf8'),
);
const validate = new Ajv({
  allErrors: true,
  strict: true,
  strictTuples: false,
  allowUnionTypes: true,
}).compile(schema);

const known = rules.map(knownRule);

const parse = (document: unknown) =>
  parseConfig(JSON.stringify(document), { file: '/p/dialint.json', rules: known });

function problems(text: string, rules?: readonly KnownRule[]) {
  try {
    parseConfig(text, { file: '/p/dialint.json', ...(rules === undefined ? {} : { rules }) });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(
        (item) =>
          `${item.line}:${item.column} ${item.message}${item.hint === undefined ? '' : ` | ${item.hint}`}`,
      );
    }
    throw error;
  }
  return [];
}

const GOOD: unknown[] = [
  {},
  { $schema: './node_modules/dialint/schemas/dialint.schema.json' },
  { extends: 'strict' },
  { extends: ['portability', 'safety'] },
  ...PRESET_NAMES.map((name) => ({ extends: [name] })),
  { migrations: [] },
  { migrations: [{ path: 'db/migrations' }, { path: './sql/', format: 'dbmate', dialect: 'postgres' }] },
  { tables: {} },
  { tables: { large: [] } },
  { tables: { large: ['orders', 'log_*'] } },
  { engines: {} },
  { engines: { test: 'sqlite', production: ['mysql@8.4', 'mariadb@10.11'] } },
  { engines: { production: 'postgres' } },
  { engines: { test: 'PostgreSQL@16.2' } },
  {
    rules: {
      'nullable-unique': 'off',
      'module-table-prefix': ['error', { pattern: 'mod_{slug}_' }],
      'missing-down': ['info'],
      'select-for-update': ['error', {}],
    },
  },
  { modules: ['modules/*', 'src/{a,b}/*'] },
  { modules: [] },
  { externalTables: { customers: { id: 'bigint unsigned' }, orders: [], empty: {} } },
  {
    externalTables: {
      a: {
        b: 'timestamp(0) without time zone',
        c: 'double precision',
        d: "enum('bigit')",
        // types of the project's own
        e: 'state',
        f: 'order_status',
        g: 'public.mood',
      },
    },
  },
  { overrides: [{ files: 'database/migrations/2019_*', rules: { 'missing-down': 'off' } }] },
  { overrides: [{ files: ['a', 'b'], rules: {} }] },
  { overrides: [] },
];

const BAD: unknown[] = [
  [],
  null,
  'text',
  { engine: 'mysql' },
  { $schema: 1 },
  { engines: [] },
  { engines: { tests: 'sqlite' } },
  { engines: { test: 'mysqll' } },
  { engines: { test: 'sqlsrv' } },
  { engines: { test: 'mysql@' } },
  { engines: { test: 'mysql@8.x' } },
  { engines: { test: '' } },
  { engines: { test: null } },
  { engines: { production: [] } },
  { engines: { production: [1] } },
  { extends: [] },
  { extends: 'strickt' },
  { extends: ['recommended', 'everything'] },
  { extends: ['recommended', 1] },
  { extends: null },
  { extends: { recommended: true } },
  { presets: ['strict'] },
  { migrations: { path: 'a' } },
  { migrations: [{}] },
  { migrations: [{ path: '' }] },
  { migrations: [{ path: 'a', format: 'golang' }] },
  { migrations: [{ path: 'a', dialect: 'oracle' }] },
  { migrations: [{ path: 'a', folder: 'b' }] },
  { tables: [] },
  { tables: { big: ['a'] } },
  { tables: { large: 'orders' } },
  { tables: { large: [''] } },
  { tables: { large: [{}] } },
  { rules: { 'no-such-rule': 'off' } },
  { rules: { 'module-table-prefix': ['error', { patern: 'x' }] } },
  { rules: { 'module-table-prefix': ['error', { pattern: 1 }] } },
  { rules: { 'missing-down': ['error', { pattern: 'x' }] } },
  { rules: { 'missing-down': [] } },
  { overrides: [{ files: 'a', rules: { 'no-such-rule': 'off' } }] },
  { rules: { a: 'warn' } },
  { rules: { a: 2 } },
  { rules: { a: [] } },
  { rules: { a: ['error', {}, 1] } },
  { rules: { a: ['error', 'x'] } },
  { rules: [] },
  { modules: 'modules/*' },
  { modules: [''] },
  { modules: [1] },
  { externalTables: [] },
  { externalTables: { a: ['id'] } },
  { externalTables: { a: { id: 1 } } },
  { externalTables: { a: { id: '' } } },
  { externalTables: { a: 'x' } },
  { overrides: {} },
  { overrides: [{}] },
  { overrides: [{ files: 'a' }] },
  { overrides: [{ rules: {} }] },
  { overrides: [{ files: 1, rules: {} }] },
  { overrides: [{ files: 'a', rules: {}, more: 1 }] },
  { overrides: ['a'] },
];

describe('schema and validator', () => {
  it.each(GOOD.map((document) => [JSON.stringify(document), document]))('accept %s', (_text, document) => {
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(() => parse(document)).not.toThrow();
  });

  it.each(BAD.map((document) => [JSON.stringify(document), document]))('refuse %s', (_text, document) => {
    expect(validate(document)).toBe(false);
    expect(() => parse(document)).toThrow(ConfigError);
  });
});

describe('parseConfig', () => {
  it('gives what was declared, with places', () => {
    const text = `{
  "engines": { "test": "sqlite",
    "production": ["mysql@8.4"] },
  "rules": { "a": "off", "b": ["error", { "pattern": "mod_{slug}_", "list": [1, null] }] },
  "modules": ["modules/*"],
  "externalTables": { "customers": { "id": "bigint unsigned" }, "orders": [] },
  "overrides": [{ "files": "old/*", "rules": { "a": "info" } }]
}`;
    expect(parseConfig(text, { file: '/p/dialint.json' })).toEqual({
      file: '/p/dialint.json',
      engines: {
        test: { engine: 'sqlite', from: { file: 'dialint.json', line: 2 } },
        production: [{ engine: 'mysql', version: '8.4', from: { file: 'dialint.json', line: 3 } }],
      },
      extends: [],
      tables: { large: [] },
      places: expect.objectContaining({
        'rules.b': { file: 'dialint.json', line: 4 },
        'modules[0]': { file: 'dialint.json', line: 5 },
        'externalTables.orders': { file: 'dialint.json', line: 6 },
        'overrides[0]': { file: 'dialint.json', line: 7 },
        'overrides[0].rules.a': { file: 'dialint.json', line: 7 },
      }),
      rules: {
        a: { severity: 'off', options: {} },
        b: { severity: 'error', options: { pattern: 'mod_{slug}_', list: [1, null] } },
      },
      migrations: [],
      modules: ['modules/*'],
      externalTables: { customers: { id: 'bigint unsigned' }, orders: null },
      overrides: [{ files: ['old/*'], rules: { a: { severity: 'info', options: {} } } }],
    });
  });

  it.each([
    [
      '{\n  "rule": {}\n}',
      '2:3 there is no key "rule" | Did you mean "rules"? Allowed: "extends", "engines", "rules", "migrations", "modules", "externalTables", "tables", "overrides".',
    ],
    [
      '{ "engines": { "prod": [] } }',
      '1:16 engines has no key "prod" | Did you mean "production"? Allowed: "test", "production".',
    ],
    [
      '{ "rules": { "a": "warn" } }',
      '1:19 rules.a: "warn" is no severity | Did you mean "warning"? Allowed: "off", "error", "warning", "info".',
    ],
    [
      '{ "rules": { "a": 1 } }',
      '1:19 rules.a is a number, not a severity | Allowed: "off", "error", "warning", "info".',
    ],
    [
      '{ "extend": "strict" }',
      expect.stringMatching(/^1:3 there is no key "extend" \| Did you mean "extends"\?/),
    ],
    [
      '{ "extends": ["recomended", "portable"] }',
      '1:15 extends[0]: there is no preset "recomended" | Did you mean "recommended"? Allowed: "recommended", "strict", "all", "portability", "safety".',
      '1:29 extends[1]: there is no preset "portable" | Allowed: "recommended", "strict", "all", "portability", "safety".',
    ],
    ['{ "extends": 1 }', '1:14 extends is a number, not a string'],
    [
      '{ "tables": { "larg": [] } }',
      '1:15 tables has no key "larg" | Did you mean "large"? Allowed: "large".',
    ],
    ['{ "tables": { "large": "orders" } }', '1:24 tables.large is a string, not a list'],
    ['{ "tables": { "large": [""] } }', '1:25 tables.large[0] is empty'],
    ['{ "$schema": 1 }', '1:14 $schema is a number, not a string'],
    [
      '{ "overrides": [{ "file": "a", "rules": {} }] }',
      '1:17 overrides[0] has no "files"',
      '1:19 overrides[0] has no key "file" | Did you mean "files"? Allowed: "files", "rules".',
    ],
    ['{ "externalTables": { "a": { "id": 1 } } }', '1:36 externalTables.a.id is a number, not a string'],
    [
      '{ "externalTables": { "a": { "id": "bigit unsigned", "b": "varcahr(10)", "c": "int unsigne" } } }',
      '1:36 externalTables.a.id: there is no type "bigit" | Did you mean "bigint"? Allowed: any type that the engine has, as in "bigint unsigned".',
      '1:59 externalTables.a.b: there is no type "varcahr" | Did you mean "varchar"? Allowed: any type that the engine has, as in "bigint unsigned".',
      '1:79 externalTables.a.c: there is no type "unsigne" | Did you mean "unsigned"? Allowed: any type that the engine has, as in "bigint unsigned".',
    ],
    ['{ "modules": null }', '1:14 modules is null, not a list'],
    ['{\n  "modules": [],\n}', '3:1 a comma may not end the list | Remove the comma before it.'],
    ['{ "modules": ["a",] }', '1:19 a comma may not end the list | Remove the comma before it.'],
    ['{\n  // why\n}', '2:3 JSON has no comments | Remove the comment.'],
    ['\uFEFF{}', '1:1 the file starts with a byte order mark | Save it as UTF-8 without BOM.'],
    ["{ 'a': 1 }", '1:3 a key in double quotes is expected here'],
    ['{ "modules": [undefined] }', '1:15 undefined is no JSON value'],
    ['{ "a": 1 "b": 2 }', "1:10 ',' or '}' is expected here"],
    ['{ "modules": [] } x', '1:19 nothing may follow the end of the document'],
    ['{ "modules": [], "modules": [] }', '1:18 the key "modules" stands twice'],
    ['{ "a', '1:3 this string does not end'],
    ['', '1:1 the document ends too early'],
    ['[]', '1:1 the document is a list, not an object'],
  ])('points at %j', (text, ...expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('reports every mistake, in the order of the file', () => {
    expect(problems('{ "modules": [1],\n "rule": 2,\n "engines": { "test": "mysqll" } }')).toEqual([
      '1:15 modules[0] is a number, not a string',
      expect.stringMatching(/^2:2 there is no key "rule"/),
      expect.stringMatching(/^3:23 engines\.test: there is no engine "mysqll" \| Did you mean mysql\?/),
    ]);
  });

  it('knows the rules and their options, where it is told them', () => {
    const told: readonly KnownRule[] = [
      { id: 'nullable-unique', options: {} },
      {
        id: 'module-table-prefix',
        options: { pattern: { type: 'string', default: 'mod_{slug}_', description: '' } },
      },
    ];
    expect(problems('{ "rules": { "nulable-unique": "off" } }', told)).toEqual([
      '1:14 rules: there is no rule "nulable-unique" | Did you mean "nullable-unique"? dialint rules lists them all.',
    ]);
    expect(
      problems('{ "rules": { "module-table-prefix": ["error", { "patern": "x", "pattern": 1 }] } }', told),
    ).toEqual([
      '1:49 rules.module-table-prefix: there is no option "patern" | Did you mean "pattern"? Allowed: "pattern".',
      '1:75 rules.module-table-prefix: option "pattern" is 1, not a string | It is "mod_{slug}_" by default.',
    ]);
    expect(
      problems(
        '{ "overrides": [{ "files": "a", "rules": { "nullable-unique": ["off", { "a": 1 }] } }] }',
        told,
      ),
    ).toEqual(['1:73 overrides[0].rules.nullable-unique: there is no option "a" | The rule has no options.']);
    expect(problems('{ "rules": { "nulable-unique": ["off", { "a": 1 }] } }')).toEqual([]);
  });
});

describe('readConfig', () => {
  it('is content without a file', () => {
    expect(readConfig(project({}))).toBe(NO_CONFIG);
  });

  it('reads dialint.json in the root, or another file', () => {
    const root = project({
      'dialint.json': '{ "modules": ["a/*"] }',
      'other/x.json': '{ "modules": ["b/*"] }',
    });
    expect(readConfig(root).modules).toEqual(['a/*']);
    expect(readConfig(root, { file: 'other/x.json' })).toMatchObject({
      modules: ['b/*'],
      file: path.join(root, 'other/x.json'),
    });
  });

  it('misses a file that was asked for', () => {
    expect(() => readConfig(project({}), { file: 'x.json' })).toThrow(UsageError);
  });

  it('names the file and the first mistake', () => {
    const root = project({ 'dialint.json': '{ "rule": 1 }' });
    expect(() => readConfig(root)).toThrow(`${path.join(root, 'dialint.json')}:1:3 there is no key "rule"`);
  });
});
