/** The methods of a blueprint that add columns (Laravel 8 to 13). */
import { toBool } from '../../php/operators.ts';
import { type CallSite, PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import { type Origin, originWith } from '../../schema/index.ts';
import type { Blueprint } from './blueprint.ts';
import { enumValue } from './enum-value.ts';
import { ColumnDefinition } from './fluent.ts';
import { ForeignIdColumnDefinition } from './foreign-key.ts';
import { type Method, morphColumns, named } from './method.ts';
import { modelKey } from './model-keys.ts';
import type { Bound } from './parameters.ts';

type LengthGiven = 'yes' | 'default' | 'no';

interface ColumnCall {
  readonly blueprint: Blueprint;
  readonly call: CallSite;
  /** Did the author write the column's name? */
  readonly nameGiven: boolean;
  /** For character columns. */
  readonly lengthGiven?: LengthGiven;
}

function originOf({ call, nameGiven, lengthGiven }: ColumnCall): Origin {
  return originWith(call.origin, { nameGiven, lengthGiven });
}

function column(
  of: ColumnCall,
  type: PhpValue,
  name: PhpValue,
  attributes: Readonly<Record<string, PhpValue>> = {},
): ColumnDefinition {
  const { blueprint } = of;
  return blueprint.addColumn(new ColumnDefinition(blueprint, originOf(of), { type, name, ...attributes }));
}

function foreignColumn(
  of: ColumnCall,
  type: string,
  name: PhpValue,
  attributes: Readonly<Record<string, PhpValue>> = {},
): ForeignIdColumnDefinition {
  const { blueprint } = of;
  return blueprint.addColumn(
    new ForeignIdColumnDefinition(blueprint, originOf(of), { type, name, ...attributes }),
  );
}

const by = (blueprint: Blueprint, args: Bound, call: CallSite): ColumnCall => ({
  blueprint,
  call,
  nameGiven: args.given('column'),
});

/** A column whose other parameters become attributes under their own names. */
const plain =
  (type: string, ...parameters: readonly string[]): Method =>
  (blueprint, args, call) => {
    const attributes: Record<string, PhpValue> = {};
    for (const parameter of parameters) if (args.has(parameter)) attributes[parameter] = args.get(parameter);
    return column(by(blueprint, args, call), type, args.get('column'), attributes);
  };

/** A character column whose length the method itself decides. */
const fixed =
  (type: string): Method =>
  (blueprint, args, call) =>
    column({ ...by(blueprint, args, call), lengthGiven: 'yes' }, type, args.get('column'));

/** The length of string() and char(), and where it comes from. */
function lengthOf(blueprint: Blueprint, length: PhpValue, zeroCounts: boolean): [PhpValue, LengthGiven] {
  const given = zeroCounts ? length !== null : length instanceof Unknown || toBool(length) === true;
  if (given) return [length, 'yes'];
  const { defaultStringLength, defaultStringLengthGiven } = blueprint.connection;
  return [defaultStringLength, defaultStringLengthGiven ? 'default' : 'no'];
}

function stringColumn(
  of: Omit<ColumnCall, 'lengthGiven'>,
  name: PhpValue,
  length: PhpValue = null,
): ColumnDefinition {
  const [value, lengthGiven] = lengthOf(of.blueprint, length, false);
  return column({ ...of, lengthGiven }, 'string', name, { length: value });
}

/** ulid() is char(length). */
function ulidColumn(
  of: Omit<ColumnCall, 'lengthGiven'>,
  name: PhpValue,
  length: PhpValue = 26,
): ColumnDefinition {
  const [value] = lengthOf(of.blueprint, length, of.blueprint.can.charLengthZero);
  return column({ ...of, lengthGiven: 'yes' }, 'char', name, { length: value });
}

const integer =
  (type: string, unsigned?: boolean, autoIncrement?: boolean): Method =>
  (blueprint, args, call) =>
    column(by(blueprint, args, call), type, args.get('column'), {
      autoIncrement: autoIncrement ?? args.get('autoIncrement'),
      unsigned: unsigned ?? args.get('unsigned'),
    });

/** float, double and decimal, with the unsigned forms that ended with Laravel 11. */
const decimal =
  (type: string, unsigned: boolean): Method =>
  (blueprint, args, call) => {
    const attributes: Record<string, PhpValue> = {};
    for (const parameter of ['total', 'places', 'precision', 'unsigned']) {
      if (args.has(parameter)) attributes[parameter] = args.get(parameter);
    }
    if (unsigned) attributes.unsigned = true;
    return column(by(blueprint, args, call), type, args.get('column'), attributes);
  };

/** Blueprint::defaultTimePrecision: what a time column without precision gets. */
function precisionOf(blueprint: Blueprint, precision: PhpValue): PhpValue {
  return precision ?? (blueprint.can.defaultTimePrecision ? blueprint.connection.defaultTimePrecision : null);
}

const time =
  (type: string): Method =>
  (blueprint, args, call) =>
    column(by(blueprint, args, call), type, args.get('column'), {
      precision: precisionOf(blueprint, args.get('precision')),
    });

/** A time column that may be NULL: soft deletes, timestamps. */
function nullableColumn(type: string): Method {
  return (blueprint, args, call) => {
    const made = time(type)(blueprint, args, call) as ColumnDefinition;
    made.set('nullable', true);
    return made;
  };
}

/** created_at and updated_at. */
const timestampPair =
  (type: string): Method =>
  (blueprint, args, call) => {
    const precision = precisionOf(blueprint, args.get('precision'));
    for (const name of ['created_at', 'updated_at']) {
      column({ blueprint, call, nameGiven: false }, type, name, { precision }).set('nullable', true);
    }
    return blueprint.can.timestampsReturnColumns
      ? new Unknown('the Collection that timestamps() returns')
      : null;
  };

type MorphKey = 'int' | 'uuid' | 'ulid';

/** The pair of columns of a polymorphic relation, and their index. */
const morphs =
  (key: MorphKey | 'default', nullable: boolean): Method =>
  (blueprint, args, call) => {
    const [type, id] = morphColumns(args.get('name'));
    const after = args.get('after');
    const of = { blueprint, call, nameGiven: false };
    const kind = key === 'default' ? blueprint.connection.defaultMorphKeyType : key;
    const place = (made: ColumnDefinition, behind: PhpValue): void => {
      if (nullable) made.set('nullable', true);
      if (blueprint.can.morphsAfter) made.set('after', behind);
    };
    place(stringColumn(of, type), after);
    const idColumn =
      kind === 'uuid'
        ? column({ ...of, lengthGiven: 'yes' }, 'uuid', id)
        : kind === 'ulid' && blueprint.can.ulidMorphs
          ? ulidColumn(of, id)
          : column(of, 'bigInteger', id, { autoIncrement: false, unsigned: true });
    place(idColumn, after === null ? null : type);
    const name = args.get('indexName');
    blueprint.addIndex('index', PhpArray.list([type, id]), name, named(call, name, 1, 'indexName'), {
      algorithm: null,
    });
    return null;
  };

const foreignIdFor =
  (kind: 'model' | 'uuid' | 'ulid'): Method =>
  (blueprint, args, call) => {
    const { can } = blueprint;
    const model = modelKey(blueprint, args.get('model'), call);
    const given = args.get('column');
    const name =
      toBool(given) === false ? (model?.foreignKey ?? new Unknown('the column of an unknown model')) : given;
    const of = by(blueprint, args, call);
    const keyKind =
      kind !== 'model' ? kind : model?.keyType === 'string' ? (model.ulid ? 'ulid' : 'uuid') : 'int';
    const made =
      keyKind === 'int'
        ? foreignColumn(of, 'bigInteger', name, { autoIncrement: false, unsigned: true })
        : keyKind === 'ulid' && can.foreignUlidForModel
          ? foreignColumn({ ...of, lengthGiven: 'yes' }, 'char', name, { length: 26 })
          : foreignColumn({ ...of, lengthGiven: 'yes' }, 'uuid', name);
    const unknown = new Unknown('the table of an unknown model');
    if (can.foreignTableOfModel) made.set('table', model?.table ?? unknown);
    if (can.foreignColumnOfModel) made.set('referencesModelColumn', model?.keyName ?? unknown);
    return made;
  };

/** The members of an enum or set column. */
function allowed(args: Bound, cases: boolean): PhpValue {
  const list = args.get('allowed');
  return cases && list instanceof PhpArray ? PhpArray.list(list.values().map(enumValue)) : list;
}

export const COLUMN_METHODS: Readonly<Record<string, Method>> = {
  addColumn: (blueprint, args, call) => {
    const parameters = args.get('parameters');
    const attributes: Record<string, PhpValue> = {};
    if (parameters instanceof PhpArray) {
      for (const [key, value] of parameters.entries) attributes[String(key)] = value;
    }
    const of: ColumnCall = {
      blueprint,
      call,
      nameGiven: true,
      ...('length' in attributes ? { lengthGiven: 'yes' } : {}),
    };
    return column(of, args.get('type'), args.get('name'), attributes);
  },

  // ---- Integers
  id: integer('bigInteger', true, true),
  increments: integer('integer', true, true),
  integerIncrements: integer('integer', true, true),
  tinyIncrements: integer('tinyInteger', true, true),
  smallIncrements: integer('smallInteger', true, true),
  mediumIncrements: integer('mediumInteger', true, true),
  bigIncrements: integer('bigInteger', true, true),
  integer: integer('integer'),
  tinyInteger: integer('tinyInteger'),
  smallInteger: integer('smallInteger'),
  mediumInteger: integer('mediumInteger'),
  bigInteger: integer('bigInteger'),
  unsignedInteger: integer('integer', true),
  unsignedTinyInteger: integer('tinyInteger', true),
  unsignedSmallInteger: integer('smallInteger', true),
  unsignedMediumInteger: integer('mediumInteger', true),
  unsignedBigInteger: integer('bigInteger', true),

  // ---- Keys of other tables
  foreignId: (blueprint, args, call) =>
    foreignColumn(by(blueprint, args, call), 'bigInteger', args.get('column'), {
      autoIncrement: false,
      unsigned: true,
    }),
  foreignUuid: (blueprint, args, call) =>
    foreignColumn({ ...by(blueprint, args, call), lengthGiven: 'yes' }, 'uuid', args.get('column')),
  foreignUlid: (blueprint, args, call) =>
    foreignColumn({ ...by(blueprint, args, call), lengthGiven: 'yes' }, 'char', args.get('column'), {
      length: args.get('length'),
    }),
  foreignIdFor: foreignIdFor('model'),
  foreignUuidFor: foreignIdFor('uuid'),
  foreignUlidFor: foreignIdFor('ulid'),

  // ---- Text
  char: (blueprint, args, call) => {
    const [length, lengthGiven] = lengthOf(blueprint, args.get('length'), blueprint.can.charLengthZero);
    return column({ ...by(blueprint, args, call), lengthGiven }, 'char', args.get('column'), { length });
  },
  string: (blueprint, args, call) =>
    stringColumn(by(blueprint, args, call), args.get('column'), args.get('length')),
  tinyText: plain('tinyText'),
  text: plain('text'),
  mediumText: plain('mediumText'),
  longText: plain('longText'),
  enum: (blueprint, args, call) =>
    column({ ...by(blueprint, args, call), lengthGiven: 'yes' }, 'enum', args.get('column'), {
      allowed: allowed(args, blueprint.can.enumCasesAllowed),
    }),
  set: plain('set', 'allowed'),
  rememberToken: (blueprint, _args, call) => {
    const made = column(
      { blueprint, call, nameGiven: false, lengthGiven: 'yes' },
      'string',
      'remember_token',
      {
        length: 100,
      },
    );
    made.set('nullable', true);
    return made;
  },
  uuid: fixed('uuid'),
  ulid: (blueprint, args, call) =>
    ulidColumn(by(blueprint, args, call), args.get('column'), args.get('length')),
  ipAddress: fixed('ipAddress'),
  macAddress: fixed('macAddress'),

  // ---- Numbers, truth, documents
  float: decimal('float', false),
  double: decimal('double', false),
  decimal: decimal('decimal', false),
  unsignedFloat: decimal('float', true),
  unsignedDouble: decimal('double', true),
  unsignedDecimal: decimal('decimal', true),
  boolean: plain('boolean'),
  json: plain('json'),
  jsonb: plain('jsonb'),
  binary: plain('binary', 'length', 'fixed'),

  // ---- Time
  date: plain('date'),
  dateTime: time('dateTime'),
  dateTimeTz: time('dateTimeTz'),
  time: time('time'),
  timeTz: time('timeTz'),
  timestamp: time('timestamp'),
  timestampTz: time('timestampTz'),
  year: plain('year'),
  timestamps: timestampPair('timestamp'),
  nullableTimestamps: timestampPair('timestamp'),
  timestampsTz: timestampPair('timestampTz'),
  nullableTimestampsTz: timestampPair('timestampTz'),
  datetimes: timestampPair('dateTime'),
  softDeletes: nullableColumn('timestamp'),
  softDeletesTz: nullableColumn('timestampTz'),
  softDeletesDatetime: nullableColumn('dateTime'),

  // ---- Places, search, and what is computed
  geometry: plain('geometry', 'subtype', 'srid'),
  geography: plain('geography', 'subtype', 'srid'),
  point: plain('point', 'srid'),
  lineString: plain('linestring'),
  polygon: plain('polygon'),
  geometryCollection: plain('geometrycollection'),
  multiPoint: plain('multipoint'),
  multiLineString: plain('multilinestring'),
  multiPolygon: plain('multipolygon'),
  multiPolygonZ: plain('multipolygonz'),
  computed: plain('computed', 'expression'),
  vector: (blueprint, args, call) => {
    const dimensions = args.get('dimensions');
    const given = dimensions instanceof Unknown || toBool(dimensions) === true;
    return column(by(blueprint, args, call), 'vector', args.get('column'), given ? { dimensions } : {});
  },
  tsvector: plain('tsvector'),
  rawColumn: (blueprint, args, call) =>
    column({ ...by(blueprint, args, call), lengthGiven: 'yes' }, 'raw', args.get('column'), {
      definition: args.get('definition'),
    }),

  // ---- Polymorphic relations
  morphs: morphs('default', false),
  nullableMorphs: morphs('default', true),
  numericMorphs: morphs('int', false),
  nullableNumericMorphs: morphs('int', true),
  uuidMorphs: morphs('uuid', false),
  nullableUuidMorphs: morphs('uuid', true),
  ulidMorphs: morphs('ulid', false),
  nullableUlidMorphs: morphs('ulid', true),
};
