/** The names that Laravel gives, and what the calls behind a foreign key make (Blueprint and its definitions, Laravel 8 to 13). */
import { describe, expect, it } from 'vitest';
import { Blueprint } from '../../../src/frontends/laravel/blueprint.ts';
import { capabilitiesOf } from '../../../src/frontends/laravel/capabilities.ts';
import { Expression } from '../../../src/frontends/laravel/expression.ts';
import { automaticIndexName } from '../../../src/frontends/laravel/index-name.ts';
import { PhpArray, type PhpObject, type PhpValue, Unknown } from '../../../src/php/values.ts';
import type { ForeignKeySpec } from '../../../src/schema/index.ts';
import { connectionFor, site } from './grammars/replay.ts';

describe('the automatic name of an index', () => {
  const { settings } = connectionFor({ engine: 'mysql', frameworkVersion: '12.0' }).target;
  const prefixed = { ...settings, prefix: 'app_' };
  const of = (table: string, columns: PhpValue[], more = settings, version = '12.0', type = 'index') =>
    automaticIndexName(type, table, columns, more, capabilitiesOf(version));

  it('is made of table, columns and type', () => {
    expect(of('invoices', ['due_on'])).toBe('invoices_due_on_index');
    expect(of('invoices', ['a', 'b'], settings, '8.0', 'unique')).toBe('invoices_a_b_unique');
  });

  it('is in lower case as PHP has it, with dashes and dots as underscores', () => {
    expect(of('Customer-Invoices.2024', ['Due.On', 'ÄRGER'])).toBe(
      'customer_invoices_2024_due_on_Ärger_index',
    );
  });

  it('has the prefix of the connection, if its indexes are to have one', () => {
    expect(of('invoices', ['a'], prefixed)).toBe('app_invoices_a_index');
    expect(of('invoices', ['a'], { ...prefixed, prefixIndexes: false })).toBe('invoices_a_index');
  });

  it('has the prefix behind the schema from Laravel 11 on', () => {
    expect(of('crm.billing.invoices', ['a'], prefixed)).toBe('crm_billing_app_invoices_a_index');
    expect(of('.invoices', ['a'], prefixed)).toBe('_app_invoices_a_index');
    expect(of('crm.invoices', ['a'], prefixed, '10.0')).toBe('app_crm_invoices_a_index');
    expect(of('invoices', ['a'], prefixed, '10.0')).toBe('app_invoices_a_index');
  });

  it('is not known where a column is not', () => {
    const unknown = new Unknown('an environment variable');
    expect(of('invoices', ['a', unknown])).toBe(unknown);
  });

  it('takes an expression as text until Laravel 9 only', () => {
    const columns = ['a', new Expression('lower(b)')];
    expect(of('invoices', columns, settings, '9.0')).toBe('invoices_a_lower(b)_index');
    expect(() => of('invoices', columns, settings, '10.0')).toThrow(
      'Object of class Illuminate\\Database\\Query\\Expression could not be converted to string',
    );
    expect(of('invoices', ['a'], settings, '10.0')).toBe('invoices_a_index');
  });
});

const open = (frameworkVersion: string): Blueprint =>
  new Blueprint('posts', connectionFor({ engine: 'mysql', frameworkVersion })).open(
    site('Schema::table()').origin,
  );

type Call = readonly [method: string, args?: readonly PhpValue[], named?: Readonly<Record<string, PhpValue>>];

/** Calls one after another, each on what the one before gave; the call's text is its name. */
function chain(object: PhpObject, calls: readonly Call[]): PhpObject {
  return calls.reduce(
    (on, [method, args = [], named = {}]) =>
      on.callMethod(
        method,
        { positional: args, named: new Map(Object.entries(named)) },
        site(`->${method}()`),
      ) as PhpObject,
    object,
  );
}

function made(calls: readonly Call[], version = '12.0') {
  const blueprint = open(version);
  chain(blueprint, calls);
  const { statements, notUnderstood } = blueprint.compile();
  const keys = statements
    .flatMap((statement) => (statement.kind === 'alterTable' ? statement.actions : []))
    .flatMap((action): ForeignKeySpec[] => (action.kind === 'addForeignKey' ? [action.foreignKey] : []));
  return { keys, statements, notUnderstood };
}

/** The one key that the calls make. */
function key(calls: readonly Call[], version?: string): ForeignKeySpec {
  const { keys } = made(calls, version);
  expect(keys).toHaveLength(1);
  return keys[0]!;
}

const ID: Call = ['foreignId', ['user_id']];

describe('constrained()', () => {
  it('finds the table in the column, and gives the automatic name', () => {
    expect(key([ID, ['constrained']])).toMatchObject({
      name: 'posts_user_id_foreign',
      columns: ['user_id'],
      parent: { name: 'users' },
      parentColumns: ['id'],
      origin: { call: '->constrained()', nameGiven: false, nameSlot: { before: '2:indexName' } },
    });
    expect(key([['foreignId', ['category_id']], ['constrained']]).parent.name).toBe('categories');
    expect(
      key([
        ['foreignUuid', ['user_uuid']],
        ['constrained', [], { column: 'uuid' }],
      ]),
    ).toMatchObject({
      parent: { name: 'users' },
      parentColumns: ['uuid'],
    });
  });

  it('takes the table, the column and the name that are given', () => {
    expect(key([ID, ['constrained', ['people', 'key', 'mine']]])).toMatchObject({
      name: 'mine',
      parent: { name: 'people' },
      parentColumns: ['key'],
      origin: { nameGiven: true },
    });
  });

  it('has no place for a name before 10.8', () => {
    const before = key([ID, ['constrained']], '10.7');
    expect(before.name).toBe('posts_user_id_foreign');
    expect(before.origin).not.toHaveProperty('nameSlot');
    expect(key([ID, ['constrained']], '10.8').origin?.nameSlot?.before).toBe('2:indexName');
  });

  it("finds the model's table from 11.28 on, and its key from 11.31 on", () => {
    const of = (version: string, ...calls: readonly Call[]) => {
      const { parent, parentColumns } = key([...calls, ['constrained']], version);
      return [parent.name, ...parentColumns];
    };
    const owner: Call = ['foreignIdFor', ['WithUuid', 'owner_id']];
    expect(of('11.27', owner)).toEqual(['owners', 'id']);
    expect(of('11.28', owner)).toEqual(['with_uuids', 'id']);
    expect(of('11.31', ID, ['table', ['people']], ['referencesModelColumn', ['uuid']])).toEqual([
      'people',
      'uuid',
    ]);
  });

  it('is a method however it is written', () => {
    expect(key([ID, ['CONSTRAINED']]).parent.name).toBe('users');
  });

  it('says what it cannot know', () => {
    const unknown = (reason: string) => new Unknown(reason);
    const reasons = (calls: readonly Call[]) =>
      made(calls).notUnderstood.map(({ reason, origin }) => [reason, origin.call]);
    expect(reasons([ID, ['constrained', [unknown('the table')]]])).toContainEqual([
      'the table',
      '->constrained()',
    ]);
    expect(reasons([ID, ['constrained', ['users', unknown('the column')]]])).toContainEqual([
      'the column',
      '->constrained()',
    ]);
    // without a table, that rests on the column's name
    expect(reasons([ID, ['constrained', [null, unknown('the column')]]])).toContainEqual([
      'the column',
      '->constrained()',
    ]);
    expect(made([ID, ['constrained', [null, unknown('the column')]]]).keys).toEqual([]);
    expect(made([['foreignId', [unknown('the name')]], ['constrained']]).keys).toEqual([]);
    expect(reasons([ID, ['constrained']])).toEqual([]);
  });

  it('fails as PHP does where an argument has no parameter', () => {
    const { statements } = made([ID, ['constrained', [], { table: 'users', nothing: 1 }]]);
    expect(statements.map(({ kind }) => kind)).toEqual(['frameworkRefuses']);
  });
});

describe('references()', () => {
  it('looks for no table itself', () => {
    expect(key([ID, ['references', ['id']]]).parent.name).toBe('');
  });

  it('makes a key whose table on() gives', () => {
    expect(key([ID, ['references', ['key']], ['on', ['people']]])).toMatchObject({
      name: 'posts_user_id_foreign',
      parent: { name: 'people' },
      parentColumns: ['key'],
      origin: { call: '->references()', nameGiven: false, nameSlot: { before: '1:indexName' } },
    });
    expect(key([ID, ['references', ['key', 'mine']], ['on', ['people']]])).toMatchObject({
      name: 'mine',
      origin: { nameGiven: true },
    });
  });

  it('fails as PHP does without its argument', () => {
    expect(made([ID, ['references']]).statements).toMatchObject([
      {
        kind: 'frameworkRefuses',
        message:
          'Too few arguments to function Illuminate\\Database\\Schema\\ForeignIdColumnDefinition::references(), 0 passed and at least 1 expected',
      },
    ]);
  });

  it('has no place for a name before 10.8', () => {
    const { origin } = key([ID, ['references', ['key']], ['on', ['people']]], '10.7');
    expect(origin).not.toHaveProperty('nameSlot');
  });
});

describe('the actions of a key', () => {
  const actions = (calls: readonly Call[], version?: string) => {
    const { onDelete, onUpdate } = key([ID, ['constrained'], ...calls], version);
    return [onDelete, onUpdate];
  };

  it.each([
    ['cascadeOnDelete', 'cascade', undefined],
    ['restrictOnDelete', 'restrict', undefined],
    ['nullOnDelete', 'set null', undefined],
    ['noActionOnDelete', 'no action', undefined],
    ['cascadeOnUpdate', undefined, 'cascade'],
    ['restrictOnUpdate', undefined, 'restrict'],
    ['nullOnUpdate', undefined, 'set null'],
    ['noActionOnUpdate', undefined, 'no action'],
    ['CascadeOnDelete', 'cascade', undefined],
  ])('%s()', (method, onDelete, onUpdate) => {
    expect(actions([[method]])).toEqual([onDelete, onUpdate]);
  });

  it('may be given as text, and stand together', () => {
    expect(actions([['onDelete', ['cascade']], ['restrictOnUpdate']])).toEqual(['cascade', 'restrict']);
  });

  it('are none in a version without the method', () => {
    expect(actions([['nullOnUpdate']], '11.23')).toEqual([undefined, undefined]);
    expect(actions([['nullOnUpdate']], '11.24')).toEqual([undefined, 'set null']);
  });

  it('are all that must be known of a key', () => {
    const { keys, notUnderstood } = made([ID, ['constrained'], ['lock', [new Unknown('the lock')]]], '12.50');
    expect(keys).toHaveLength(1);
    expect(notUnderstood).toEqual([]);
  });

  it.each(['onDelete', 'onUpdate'])('make a key unknown where %s() is', (method) => {
    const { keys, notUnderstood } = made([ID, ['constrained'], [method, [new Unknown('the action')]]]);
    expect(keys).toEqual([]);
    expect(notUnderstood.map(({ reason }) => reason)).toEqual(['the action']);
  });
});

describe('a modifier behind foreignId()', () => {
  it('is one of the column', () => {
    const { statements } = made([ID, ['nullable']]);
    expect(statements.map(({ sql }) => sql)).toEqual([
      'alter table `posts` add `user_id` bigint unsigned null',
    ]);
  });
});

describe('columns of several keys', () => {
  it('stand in their order', () => {
    const columns = PhpArray.list(['b', 'a']);
    expect(
      key([
        ['foreign', [columns]],
        ['references', [columns]],
        ['on', ['t']],
      ]),
    ).toMatchObject({
      name: 'posts_b_a_foreign',
      columns: ['b', 'a'],
      parentColumns: ['b', 'a'],
    });
  });
});
