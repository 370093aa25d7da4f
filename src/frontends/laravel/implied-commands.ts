/** The commands that a blueprint's columns and commands imply (Illuminate\Database\Schema\Blueprint, Laravel 8 to 13). */
import { PhpArray } from '../../php/values.ts';
import type { Blueprint } from './blueprint.ts';
import { BlueprintState } from './blueprint-state.ts';
import { ColumnDefinition, Fluent } from './fluent.ts';
import { FrameworkError } from './framework-error.ts';

/** The fluent modifiers that make an index, in the order in which Laravel looks for them. */
const INDEX_MODIFIERS = [
  'primary',
  'unique',
  'index',
  'fulltext',
  'fullText',
  'spatialIndex',
  'vectorIndex',
] as const;

/** The command that each modifier makes. */
const INDEX_COMMAND: Readonly<Record<(typeof INDEX_MODIFIERS)[number], string>> = {
  primary: 'primary',
  unique: 'unique',
  index: 'index',
  fulltext: 'fulltext',
  fullText: 'fulltext',
  spatialIndex: 'spatialIndex',
  vectorIndex: 'vectorIndex',
};

/** `dropX` of each modifier, with the type that its automatic name ends in. */
const DROP_COMMAND: Readonly<
  Record<(typeof INDEX_MODIFIERS)[number], readonly [command: string, type: string]>
> = {
  primary: ['dropPrimary', 'primary'],
  unique: ['dropUnique', 'unique'],
  index: ['dropIndex', 'index'],
  fulltext: ['dropFullText', 'fulltext'],
  fullText: ['dropFullText', 'fulltext'],
  spatialIndex: ['dropSpatialIndex', 'spatialIndex'],
  vectorIndex: ['dropVectorIndex', 'vectorIndex'],
};

/** What a blueprint's columns bring along (Blueprint::addImpliedCommands). */
export function addImpliedCommands(blueprint: Blueprint): void {
  if (!blueprint.can.columnPerCommand && !blueprint.creating()) {
    if (blueprint.addedColumns().length > 0)
      blueprint.commands.unshift(columnsCommand(blueprint, 'add', blueprint.addedColumns()));
    if (blueprint.changedColumns().length > 0)
      blueprint.commands.unshift(columnsCommand(blueprint, 'change', blueprint.changedColumns()));
  }
  addFluentIndexes(blueprint);
  addFluentCommands(blueprint);
  if (blueprint.can.columnPerCommand && !blueprint.creating()) {
    blueprint.commands = blueprint.commands.map((command) =>
      command instanceof ColumnDefinition
        ? new Fluent(blueprint, command.origin, {
            name: command.is('change') ? 'change' : 'add',
            column: command,
          })
        : command,
    );
  }
  if (!blueprint.creating()) addAlterCommands(blueprint);
}

/** A command over several columns; with one column, that column's call is its origin. */
function columnsCommand(blueprint: Blueprint, name: string, columns: readonly ColumnDefinition[]): Fluent {
  const origin = columns.length === 1 ? columns[0]!.origin : blueprint.origin;
  return new Fluent(blueprint, origin, { name });
}

function addFluentIndexes(blueprint: Blueprint): void {
  for (const column of [...blueprint.columns]) {
    for (const modifier of INDEX_MODIFIERS) {
      if (/^full/.test(modifier) && !blueprint.can.fulltextModifier) continue;
      if (modifier === 'vectorIndex' && !blueprint.can.vectorIndexModifier) continue;
      const value = column.get(modifier);
      const changed = column.is('change');
      if (
        modifier === 'primary' &&
        blueprint.can.autoIncrementKeyInColumn &&
        blueprint.grammar.mysqlFamily &&
        column.is('autoIncrement') &&
        changed
      ) {
        break;
      }
      if (value === null) continue;
      const origin = column.attributes.get(modifier)?.origin ?? column.origin;
      if (value === false && changed && blueprint.can.dropIndexByFalse) {
        const [command, type] = DROP_COMMAND[modifier];
        if (modifier === 'vectorIndex' && !blueprint.can.dropVectorIndex) {
          throw new FrameworkError(`Method ${blueprint.className}::dropVectorIndex does not exist.`);
        }
        blueprint.dropIndex(command, type, PhpArray.list([column.get('name')]), origin);
      } else {
        const command =
          modifier === 'index' && blueprint.can.vectorIndexModifier && column.get('type') === 'vector'
            ? 'vectorIndex'
            : INDEX_COMMAND[modifier];
        const more = command === 'vectorIndex' ? blueprint.grammar.vectorIndexAttributes() : {};
        blueprint.addIndex(command, column.get('name'), value === true ? null : value, origin, more);
      }
      column.set(modifier, null);
      break;
    }
  }
}

function addFluentCommands(blueprint: Blueprint): void {
  for (const column of blueprint.columns) {
    // With doctrine/dbal a changed column is its business alone (Laravel 10).
    if (column.is('change') && blueprint.can.commandPerColumn && !blueprint.nativeChanges) continue;
    for (const name of blueprint.grammar.fluentCommands) {
      if (!blueprint.can.commandPerColumn && !column.isset(name[0]!.toLowerCase() + name.slice(1))) continue;
      blueprint.addCommand(name, { column }, column.origin);
    }
  }
}

/** SQLite: each run of commands that needs a rebuild is followed by one (Blueprint::addAlterCommands). */
function addAlterCommands(blueprint: Blueprint): void {
  const altering = blueprint.grammar.alterCommands();
  if (altering.length === 0) return;
  const commands: Fluent[] = [];
  let pending: Fluent[] = [];
  let any = false;
  const rebuild = (): void => {
    const origins = new Set(pending.map((command) => command.origin));
    const origin = origins.size === 1 ? pending[0]!.origin : blueprint.origin;
    commands.push(new Fluent(blueprint, origin, { name: 'alter' }));
    pending = [];
  };
  for (const command of blueprint.commands) {
    const name = command.get('name');
    if (typeof name === 'string' && altering.includes(name)) {
      any = true;
      pending.push(command);
    } else if (pending.length > 0) rebuild();
    commands.push(command);
  }
  if (pending.length > 0) rebuild();
  if (any) blueprint.state = BlueprintState.read(blueprint);
  blueprint.commands = commands;
}
