/**
 * The methods that a migration calls on `$table` (Illuminate\Database\Schema\Blueprint, Laravel 8 to 13). Which of them
 * a version has, and with which parameters, stands in vocabulary.ts.
 */
import { toBool } from '../../php/operators.ts';
import { type CallSite, PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import type { Blueprint } from './blueprint.ts';
import { COLUMN_METHODS } from './blueprint-columns.ts';
import { Expression } from './expression.ts';
import { ColumnDefinition } from './fluent.ts';
import { type Method, morphColumns, named, naming } from './method.ts';
import { modelKey } from './model-keys.ts';
import type { Bound } from './parameters.ts';

const index =
  (type: string, columns = 'columns'): Method =>
  (blueprint, args, call) =>
    blueprint.addIndex(type, args.get(columns), args.get('name'), named(call, args.get('name'), 1, 'name'), {
      algorithm: args.get('algorithm'),
      operatorClass: args.get('operatorClass'),
    });

const drop =
  (command: string, type: string): Method =>
  (blueprint, args, call) =>
    blueprint.dropIndex(command, type, args.get('index'), naming(call, 0, 'index'));

function dropColumns(blueprint: Blueprint, columns: readonly PhpValue[], call: CallSite): PhpValue {
  return blueprint.addCommand('dropColumn', { columns: PhpArray.list(columns) }, call.origin);
}

function dropConstrained(blueprint: Blueprint, column: PhpValue, call: CallSite): PhpValue {
  blueprint.dropIndex('dropForeign', 'foreign', PhpArray.list([column]), call.origin);
  return dropColumns(blueprint, [column], call);
}

/** The column given, or the one that the model's name makes. */
function modelColumn(blueprint: Blueprint, args: Bound, call: CallSite): PhpValue {
  const column = args.get('column');
  if (toBool(column) === true) return column;
  return modelKey(blueprint, args.get('model'), call)?.foreignKey ?? new Unknown('a model that is not known');
}

/** Sets one of the table's options. */
const option =
  (name: 'engine' | 'charset' | 'collation'): Method =>
  (blueprint, args) => {
    blueprint[name] = args.get(name);
    return null;
  };

const unknownResult =
  (what: string): Method =>
  () =>
    new Unknown(what);

export const METHODS: Readonly<Record<string, Method>> = {
  ...COLUMN_METHODS,

  // ---- The table
  create: (blueprint, _args, call) => blueprint.addCommand('create', {}, call.origin),
  drop: (blueprint, _args, call) => blueprint.addCommand('drop', {}, call.origin),
  dropIfExists: (blueprint, _args, call) => blueprint.addCommand('dropIfExists', {}, call.origin),
  rename: (blueprint, args, call) => blueprint.addCommand('rename', { to: args.get('to') }, call.origin),
  comment: (blueprint, args, call) =>
    blueprint.addCommand('tableComment', { comment: args.get('comment') }, call.origin),
  engine: option('engine'),
  charset: option('charset'),
  collation: option('collation'),
  innoDb: (blueprint) => {
    blueprint.engine = 'InnoDB';
    return null;
  },
  temporary: (blueprint) => {
    blueprint.temporary = true;
    return null;
  },
  creating: (blueprint) => blueprint.creating(),

  // ---- Indexes and keys
  primary: index('primary'),
  unique: index('unique'),
  index: index('index'),
  fullText: index('fulltext'),
  fulltext: index('fulltext'),
  spatialIndex: index('spatialIndex'),
  vectorIndex: (blueprint, args, call) =>
    blueprint.addIndex(
      'vectorIndex',
      args.get('column'),
      args.get('name'),
      named(call, args.get('name'), 1, 'name'),
      blueprint.grammar.vectorIndexAttributes(),
    ),
  rawIndex: (blueprint, args, call) =>
    blueprint.addIndex(
      'index',
      PhpArray.list([new Expression(args.get('expression'))]),
      args.get('name'),
      named(call, args.get('name'), 1, 'name'),
      { algorithm: null },
    ),
  foreign: (blueprint, args, call) =>
    blueprint.addForeign(args.get('columns'), args.get('name'), named(call, args.get('name'), 1, 'name')),

  dropPrimary: drop('dropPrimary', 'primary'),
  dropUnique: drop('dropUnique', 'unique'),
  dropIndex: drop('dropIndex', 'index'),
  dropFullText: drop('dropFullText', 'fulltext'),
  dropFulltext: drop('dropFullText', 'fulltext'),
  dropSpatialIndex: drop('dropSpatialIndex', 'spatialIndex'),
  dropVectorIndex: drop('dropVectorIndex', 'vectorIndex'),
  dropForeign: drop('dropForeign', 'foreign'),
  renameIndex: (blueprint, args, call) =>
    blueprint.addCommand(
      'renameIndex',
      { from: args.get('from'), to: args.get('to') },
      { ...naming(call, 0, 'from'), ...named(call, args.get('to'), 1, 'to') },
    ),

  // ---- Columns that go, or change
  dropColumn: (blueprint, args, call) => {
    const columns = args.get('columns');
    if (columns instanceof PhpArray) return dropColumns(blueprint, columns.values(), call);
    return dropColumns(blueprint, args.positional.length > 0 ? args.positional : [columns], call);
  },
  renameColumn: (blueprint, args, call) =>
    blueprint.addCommand('renameColumn', { from: args.get('from'), to: args.get('to') }, call.origin),
  dropConstrainedForeignId: (blueprint, args, call) => dropConstrained(blueprint, args.get('column'), call),
  dropForeignIdFor: (blueprint, args, call) => {
    const column = modelColumn(blueprint, args, call);
    return blueprint.can.dropForeignIdForColumn
      ? dropColumns(blueprint, [column], call)
      : blueprint.dropIndex('dropForeign', 'foreign', PhpArray.list([column]), call.origin);
  },
  dropConstrainedForeignIdFor: (blueprint, args, call) =>
    dropConstrained(blueprint, modelColumn(blueprint, args, call), call),
  dropTimestamps: (blueprint, _args, call) => {
    dropColumns(blueprint, ['created_at', 'updated_at'], call);
    return null;
  },
  dropTimestampsTz: (blueprint, _args, call) => {
    dropColumns(blueprint, ['created_at', 'updated_at'], call);
    return null;
  },
  dropSoftDeletes: (blueprint, args, call) => {
    dropColumns(blueprint, arrayOr(args.get('column')), call);
    return null;
  },
  dropSoftDeletesTz: (blueprint, args, call) => {
    dropColumns(blueprint, arrayOr(args.get('column')), call);
    return null;
  },
  dropRememberToken: (blueprint, _args, call) => {
    dropColumns(blueprint, ['remember_token'], call);
    return null;
  },
  dropMorphs: (blueprint, args, call) => {
    const columns = morphColumns(args.get('name'));
    const name = args.get('indexName');
    const chosen = toBool(name) === false ? blueprint.indexName('index', columns) : name;
    blueprint.dropIndex('dropIndex', 'index', chosen, naming(call, 1, 'indexName'));
    dropColumns(blueprint, columns, call);
    return null;
  },
  removeColumn: (blueprint, args) => {
    const name = args.get('name');
    blueprint.columns = blueprint.columns.filter((column) => column.get('name') !== name);
    if (blueprint.can.columnPerCommand) {
      blueprint.commands = blueprint.commands.filter(
        (command) => !(command instanceof ColumnDefinition) || command.get('name') !== name,
      );
    }
    return blueprint;
  },
  after: (blueprint, args, call) => {
    blueprint.after = args.get('column');
    call.invoke(args.get('callback'), [blueprint]);
    blueprint.after = null;
    return null;
  },

  // ---- Questions
  getTable: (blueprint) => blueprint.table,
  getPrefix: (blueprint) => {
    const { prefix, prefixIndexes } = blueprint.connection.target.settings;
    return blueprint.can.sequenceBySchema || prefixIndexes ? prefix : '';
  },
  getColumns: (blueprint) => PhpArray.list(blueprint.columns),
  getCommands: (blueprint) => PhpArray.list(blueprint.commands),
  getAddedColumns: (blueprint) => PhpArray.list(blueprint.addedColumns()),
  getChangedColumns: (blueprint) => PhpArray.list(blueprint.changedColumns()),
  hasAutoIncrementColumn: (blueprint) =>
    blueprint.addedColumns().some((column) => column.get('autoIncrement') === true),
  autoIncrementingStartingValues: unknownResult('the starting values of a blueprint'),
  getState: unknownResult('the state of a blueprint'),
  toSql: unknownResult('the SQL of a blueprint'),
  build: unknownResult('what build() of a blueprint sends'),
  addAlterCommands: unknownResult('addAlterCommands() called by a migration'),
  addFluentCommands: unknownResult('addFluentCommands() called by a migration'),
};

function arrayOr(value: PhpValue): readonly PhpValue[] {
  return value instanceof PhpArray ? value.values() : [value];
}
