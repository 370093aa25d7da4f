/** What recorded SQL cannot show: origins, what is not known, and what doctrine/dbal did. */
import { describe, expect, it } from 'vitest';
import { judgeFor } from '../../../../src/engines/index.ts';
import { Blueprint } from '../../../../src/frontends/laravel/blueprint.ts';
import { METHODS } from '../../../../src/frontends/laravel/blueprint-methods.ts';
import type { ColumnDefinition } from '../../../../src/frontends/laravel/fluent.ts';
import { BLUEPRINT_METHODS, spanOf } from '../../../../src/frontends/laravel/vocabulary.ts';
import { PhpArray, type PhpObject, type PhpValue, Unknown } from '../../../../src/php/values.ts';
import {
  type Catalog,
  ENGINE_NAMES,
  type EngineName,
  type Statement,
  type StatementOf,
} from '../../../../src/schema/index.ts';
import type { Case, Step } from '../record/cases.ts';
import { blueprintOf, connectionFor, site } from './replay.ts';

function blank(
  engine: EngineName = 'mysql',
  frameworkVersion = '12.72',
  config: Case['config'] = {},
): Blueprint {
  return new Blueprint('things', connectionFor({ engine, frameworkVersion, config })).open(
    site('Schema::create()').origin,
  );
}

/** Calls a method with positional arguments; the call's text is its name. */
function send(object: PhpObject, method: string, ...args: PhpValue[]): PhpObject {
  return object.callMethod(
    method,
    { positional: args, named: new Map() },
    site(`->${method}()`),
  ) as PhpObject;
}

function created(blueprint: Blueprint): StatementOf<'createTable'> {
  const found = blueprint.compile().statements.find((statement) => statement.kind === 'createTable');
  if (found?.kind !== 'createTable') throw new Error('no table is created');
  return found;
}

const actions = (statements: readonly Statement[]) =>
  statements.flatMap((statement) => (statement.kind === 'alterTable' ? statement.actions : []));

describe('origins', () => {
  it('a column comes from the call that adds it, its index from the modifier', () => {
    const blueprint = blank();
    send(blueprint, 'create');
    send(send(blueprint, 'string', 'a'), 'unique');
    const { statements } = blueprint.compile();
    const [table, alter] = statements;
    expect(table?.origin.call).toBe('Schema::create()');
    expect(table?.kind === 'createTable' && table.columns[0]?.origin?.call).toBe('->string()');
    const [action] = actions([alter!]);
    expect(action?.kind === 'addIndex' && action.index.origin).toMatchObject({
      call: '->unique()',
      nameGiven: false,
      nameSlot: { before: '0:indexName' },
    });
  });

  it('says whether the name was given, and where it could be', () => {
    const blueprint = blank();
    send(blueprint, 'index', PhpArray.list(['a', 'b']));
    send(blueprint, 'index', 'a', 'mine');
    send(blueprint, 'morphs', 'owner');
    send(send(blueprint, 'foreignId', 'user_id'), 'constrained');
    const origins = actions(blueprint.compile().statements).flatMap((action) =>
      action.kind === 'addIndex'
        ? [action.index.origin]
        : action.kind === 'addForeignKey'
          ? [action.foreignKey.origin]
          : [],
    );
    expect(origins.map((origin) => [origin?.call, origin?.nameGiven, origin?.nameSlot?.before])).toEqual([
      ['->index()', false, '1:name'],
      ['->index()', true, '1:name'],
      ['->morphs()', false, '1:indexName'],
      ['->constrained()', false, '2:indexName'],
    ]);
  });

  it('constrained() has no place for a name before 10.8', () => {
    const blueprint = blank('mysql', '9.52');
    send(send(blueprint, 'foreignId', 'user_id'), 'constrained');
    const [, action] = actions(blueprint.compile().statements);
    expect(action?.kind === 'addForeignKey' && action.foreignKey.origin?.nameSlot).toBeUndefined();
  });

  it('says where a length comes from', () => {
    const lengths = (config: Case['config']): unknown[] => {
      const blueprint = blank('mysql', '12.72', config);
      send(blueprint, 'create');
      send(blueprint, 'string', 'a');
      send(blueprint, 'string', 'b', 40);
      send(blueprint, 'char', 'c');
      send(blueprint, 'uuid', 'd');
      send(blueprint, 'ulid', 'e');
      send(blueprint, 'rememberToken');
      send(blueprint, 'integer', 'f');
      return created(blueprint).columns.map((column) => column.origin?.lengthGiven);
    };
    expect(lengths({})).toEqual(['no', 'yes', 'no', 'yes', 'yes', 'yes', undefined]);
    expect(lengths({ stringLength: 191 })).toEqual([
      'default',
      'yes',
      'default',
      'yes',
      'yes',
      'yes',
      undefined,
    ]);
  });
});

describe('what is not known', () => {
  const unknown = new Unknown('config() is not defined');

  it('a column without a known name is left out, and the table is opened', () => {
    const blueprint = blank();
    send(blueprint, 'create');
    send(blueprint, 'id');
    send(blueprint, 'string', unknown);
    const { statements, notUnderstood } = blueprint.compile();
    expect(statements.map((statement) => statement.kind)).toEqual(['createTable', 'notUnderstood']);
    expect(statements[0]?.kind === 'createTable' && statements[0].columns).toHaveLength(1);
    expect(statements[1]).toMatchObject({ tables: [{ name: 'things' }], reason: unknown.reason });
    expect(notUnderstood).toMatchObject([{ reason: unknown.reason, origin: { call: '->string()' } }]);
  });

  it('a default that is not known keeps the rest certain', () => {
    const blueprint = blank();
    send(blueprint, 'create');
    send(send(blueprint, 'string', 'a'), 'default', unknown);
    const { statements, notUnderstood } = blueprint.compile();
    expect(notUnderstood).toEqual([]);
    expect(statements).toHaveLength(1);
    expect(statements[0]?.sql).toContain('default ?');
    expect(statements[0]?.kind === 'createTable' && statements[0].columns[0]?.default).toEqual({
      kind: 'unknown',
      sql: '?',
    });
  });

  it('a type that is not known leaves the column out, and what follows sees an open table', () => {
    const blueprint = blank();
    send(blueprint, 'create');
    send(blueprint, 'id');
    send(send(blueprint, 'string', 'a', unknown), 'index');
    const { statements } = blueprint.compile();
    expect(statements.map((statement) => statement.kind)).toEqual([
      'createTable',
      'notUnderstood',
      'alterTable',
    ]);
    expect(
      statements[0]?.kind === 'createTable' && statements[0].columns.map((column) => column.name),
    ).toEqual(['id']);
  });

  it.each(ENGINE_NAMES)('unknown arguments end in no exception on %s', (engine) => {
    const blueprint = blank(engine);
    send(send(blueprint, 'string', 'a', unknown), 'nullable', unknown);
    send(blueprint, 'index', PhpArray.list(['a', unknown]));
    send(blueprint, 'index', 'a', unknown);
    send(blueprint, 'enum', 'b', unknown);
    send(blueprint, 'enum', 'c', PhpArray.list(['x', unknown]));
    send(send(blueprint, 'foreignId', unknown), 'constrained');
    send(send(send(blueprint, 'foreign', 'a'), 'references', 'id'), 'on', unknown);
    send(blueprint, 'dropColumn', unknown);
    send(blueprint, 'renameColumn', 'a', unknown);
    send(blueprint, 'morphs', unknown);
    send(blueprint, 'foreignIdFor', 'App\\Nobody');
    send(blueprint, 'addColumn', unknown, 'd');
    send(blueprint, 'rename', unknown);
    const { statements, notUnderstood } = blueprint.compile();
    expect(notUnderstood.length).toBeGreaterThan(8);
    expect(statements.map((statement) => statement.kind)).not.toContain('frameworkRefuses');
    const text = JSON.stringify(statements.map(({ sql: _sql, ...rest }) => rest));
    expect(text).not.toMatch(/"(?:name|column|from|to)":"[^"]*\?/);
  });
});

describe('modifiers', () => {
  it('keeps a misspelt modifier with its origin', () => {
    const column = send(send(blank(), 'string', 'a'), 'nulable') as ColumnDefinition;
    expect(column.attributes.get('nulable')).toMatchObject({ value: true, origin: { call: '->nulable()' } });
  });

  it('real methods of Fluent set nothing', () => {
    const column = send(blank(), 'string', 'a') as ColumnDefinition;
    send(column, 'get', 'name');
    expect(column.attributes.has('get')).toBe(false);
    // until 11.34 `boolean` was a modifier like any other
    const old = send(blank('mysql', '11.20'), 'string', 'a') as ColumnDefinition;
    send(old, 'boolean');
    expect(old.attributes.has('boolean')).toBe(true);
  });

  it('an index that is named through a foreign key says so', () => {
    const blueprint = blank();
    send(send(send(blueprint, 'foreignId', 'user_id'), 'constrained'), 'index', 'mine');
    const [, action] = actions(blueprint.compile().statements);
    expect(action?.kind === 'addForeignKey' && action.foreignKey).toMatchObject({
      name: 'mine',
      origin: { call: '->constrained()', nameGiven: true },
    });
  });
});

describe('vocabulary', () => {
  it('every method of every version is implemented, and no other', () => {
    expect(Object.keys(METHODS).sort()).toEqual(Object.keys(BLUEPRINT_METHODS).sort());
  });

  it('knows what a version has', () => {
    expect(spanOf(BLUEPRINT_METHODS, 'ulid', '9.30')).toBeUndefined();
    expect(spanOf(BLUEPRINT_METHODS, 'ulid', '9.31')).toBeDefined();
    expect(spanOf(BLUEPRINT_METHODS, 'point', '10')).toBeDefined();
    expect(spanOf(BLUEPRINT_METHODS, 'point', '11')).toBeUndefined();
    expect(spanOf(BLUEPRINT_METHODS, 'tsvector', '12')).toBeDefined();
  });

  it('a method that a version does not have is none', () => {
    const args = { positional: ['a'], named: new Map() };
    expect(blank('mysql', '10').callMethod('rawColumn', args, site(''))).toBeUndefined();
    expect(blank('mysql', '12').callMethod('nothing', args, site(''))).toBeUndefined();
  });
});

describe('doctrine/dbal, below Laravel 11', () => {
  const setup: readonly Step[] = [
    { on: 'create', table: 'users', calls: [['id']] },
    {
      on: 'create',
      table: 'things',
      calls: [
        ['id'],
        ['string', ['a', 20], ['nullable'], ['default', ['x']]],
        ['string', ['b'], ['index']],
        ['foreignId', ['user_id'], ['constrained']],
      ],
    },
  ];

  /** What the last step sends, and the catalog after it. */
  function changed(
    engine: EngineName,
    calls: Case['calls'],
    before: (catalog: Catalog) => Catalog = (catalog) => catalog,
  ): { statements: Statement[]; catalog: Catalog } {
    const judge = judgeFor(engine);
    const { target } = connectionFor({ engine, frameworkVersion: '10.50' });
    let catalog = judge.initial(target);
    let statements: Statement[] = [];
    for (const step of [...setup, { on: 'table', table: 'things', calls } as const]) {
      if (step.on === 'table') catalog = before(catalog);
      const connection = connectionFor({ engine, frameworkVersion: '10.50', catalog });
      ({ statements } = blueprintOf(step, connection).compile());
      for (const statement of statements) {
        const verdict = judge.judge(catalog, statement, target);
        expect(verdict.problems, statement.sql).toEqual([]);
        catalog = verdict.after;
      }
    }
    return { statements, catalog };
  }

  const opened = (catalog: Catalog): Catalog =>
    catalog.withTable({ ...catalog.table('things')!, open: 'something' });

  it('a changed column keeps what is not said anew', () => {
    const table = changed('sqlite', [['string', ['a', 50], ['change']]]).catalog.table('things');
    expect(table?.columns.find((column) => column.name === 'a')).toMatchObject({
      nullable: true,
      default: { value: 'x' },
    });
    // dbal gives each foreign key an index, which Laravel does not on SQLite.
    expect(table?.indexes.map((index) => index.name)).toEqual([
      'things_b_index',
      expect.stringMatching(/^IDX_[0-9A-F]+$/),
    ]);
    expect(table?.foreignKeys).toHaveLength(1);
  });

  it('a renamed column takes its index along', () => {
    const table = changed('sqlite', [['renameColumn', ['b', 'c']]]).catalog.table('things');
    // The key's columns come first, then the foreign keys'.
    expect(table?.columns.map((column) => column.name)).toEqual(['id', 'user_id', 'a', 'c']);
    expect(table?.indexes[0]?.parts).toEqual([{ column: 'c' }]);
  });

  it('a dropped column takes its keys along', () => {
    const table = changed('sqlite', [['dropColumn', [['b', 'user_id']]]]).catalog.table('things');
    expect(table?.columns.map((column) => column.name)).toEqual(['id', 'a']);
    expect(table?.indexes).toEqual([]);
    expect(table?.foreignKeys).toEqual([]);
  });

  it.each(['mysql', 'mariadb', 'postgres'] as const)('changes on %s are alterations', (engine) => {
    const calls: Case['calls'] = [['text', ['a'], ['nullable', [false]], ['change']]];
    const kinds = actions(changed(engine, calls).statements).map((action) => action.kind);
    expect(kinds).toEqual(
      engine === 'postgres' ? ['alterColumnType', 'alterColumnNull', 'alterColumnType'] : ['modifyColumn'],
    );
  });

  it.each(['mysql', 'postgres'] as const)('what is not known of a table on %s is said anew', (engine) => {
    const calls: Case['calls'] = [['text', ['elsewhere'], ['nullable'], ['change']]];
    const connection = connectionFor({
      engine,
      frameworkVersion: '10.50',
      catalog: opened(changed(engine, []).catalog),
    });
    const step: Step = { on: 'table', table: 'things', calls };
    const { statements, notUnderstood } = blueprintOf(step, connection).compile();
    expect(notUnderstood).toMatchObject([{ consequence: true }]);
    expect(actions(statements).map((action) => action.kind)).toEqual(
      engine === 'mysql' ? ['modifyColumn'] : ['alterColumnType', 'alterColumnNull'],
    );
  });

  it('SQLite rebuilds no table that is not known', () => {
    const catalog = opened(changed('sqlite', []).catalog);
    const connection = connectionFor({ engine: 'sqlite', frameworkVersion: '10.50', catalog });
    for (const calls of [
      [['text', ['a'], ['change']]],
      [['renameColumn', ['a', 'c']]],
      [['dropColumn', ['a']]],
    ] as Case['calls'][]) {
      const { statements } = blueprintOf({ on: 'table', table: 'things', calls }, connection).compile();
      expect(statements.map((statement) => statement.kind)).toEqual(['notUnderstood']);
    }
  });

  it.each(ENGINE_NAMES)(
    'a type that dbal does not have is refused on %s, unless it is registered',
    (engine) => {
      const { catalog } = changed(engine, []);
      const step: Step = {
        on: 'table',
        table: 'things',
        calls: [['timestamp', ['a'], ['nullable'], ['change']]],
      };
      const compiled = (doctrineTypes?: ReadonlySet<string> | 'unknown') =>
        blueprintOf(step, {
          ...connectionFor({ engine, frameworkVersion: '10.50', catalog }),
          ...(doctrineTypes === undefined ? {} : { doctrineTypes }),
        }).compile();
      expect(compiled().statements).toMatchObject([
        { kind: 'frameworkRefuses', message: expect.stringMatching(/^Unknown column type "timestamp"/) },
      ]);
      const registered = compiled(new Set(['timestamp'])).statements;
      expect(registered.map((statement) => statement.kind)).not.toContain('frameworkRefuses');
      expect(registered.map((statement) => statement.sql).join()).toMatch(
        engine === 'sqlite' ? / a DATETIME / : / TIMESTAMP/,
      );
      const perhaps = compiled('unknown');
      expect(perhaps.statements.map((statement) => statement.kind)).toEqual(['notUnderstood']);
      expect(perhaps.notUnderstood).toHaveLength(1);
    },
  );
});

describe('real methods of a column', () => {
  it('set nothing: a type behind a type is a call that nobody reads', () => {
    const blueprint = blank();
    send(send(blueprint, 'string', 'a'), 'boolean');
    send(send(blueprint, 'string', 'b'), 'get', 'length');
    const { unread, statements } = blueprint.compile();
    expect(unread).toMatchObject([{ name: 'boolean', columns: ['a'], reason: 'unknown' }]);
    expect(statements.map(({ kind }) => kind)).not.toContain('frameworkRefuses');
  });

  it('were attributes like any other until 11.34', () => {
    const blueprint = blank('mysql', '11.33');
    const column = send(blueprint, 'string', 'a');
    expect(send(column, 'boolean')).toBe(column);
    expect(blueprint.compile().unread).toMatchObject([{ name: 'boolean', reason: 'unknown' }]);
  });
});
