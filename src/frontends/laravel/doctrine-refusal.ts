/**
 * What Laravel below 11 refuses to change, rename or drop without doctrine/dbal (ChangeColumn and RenameColumn under
 * Illuminate\Database\Schema\Grammars; SQLiteGrammar::compileDropColumn and compileRenameIndex).
 */
import type { Statement, Target } from '../../schema/index.ts';
import type { Blueprint } from './blueprint.ts';
import { ColumnDefinition, type Fluent } from './fluent.ts';

const PACKAGE = 'doctrine/dbal';

/** The first refusal of the blueprint; Laravel stops there. */
export function doctrineRefusal(blueprint: Blueprint): Statement | undefined {
  if (blueprint.can.nativeChange || blueprint.connection.hasDoctrine !== false) return undefined;
  for (const command of blueprint.commands) {
    const message = messageFor(blueprint, command);
    if (message === undefined) continue;
    return {
      kind: 'frameworkRefuses',
      sql: '',
      message,
      requires: { package: PACKAGE, until: '11.0' },
      origin: originOf(blueprint, command),
    };
  }
  return undefined;
}

function messageFor(blueprint: Blueprint, command: Fluent): string | undefined {
  const { can } = blueprint;
  const sqlite = blueprint.connection.target.driver === 'sqlite';
  const classMissing = doctrineClassMissing(blueprint.connection.target);
  switch (command.get('name')) {
    case 'change':
      return sqlite || !can.changeCompiled
        ? `Changing columns for table "${blueprint.table}" requires Doctrine DBAL. Please install the doctrine/dbal package.`
        : undefined;
    case 'renameColumn':
      return can.nativeWithoutDoctrine ? undefined : classMissing;
    case 'dropColumn':
      return sqlite && !can.nativeWithoutDoctrine ? classMissing : undefined;
    case 'renameIndex':
      return sqlite ? classMissing : undefined;
    default:
      return undefined;
  }
}

/** PHP's message where the connection asks for doctrine/dbal and it is not installed. */
export function doctrineClassMissing({ driver }: Target): string {
  return `Class "Doctrine\\DBAL\\Driver\\Abstract${DRIVERS[driver]}Driver" not found`;
}

const DRIVERS = { sqlite: 'SQLite', mysql: 'MySQL', mariadb: 'MySQL', pgsql: 'PostgreSQL' } as const;

/** One command changes several columns there: the first one's ->change() is shown. */
function originOf(blueprint: Blueprint, command: Fluent): Statement['origin'] {
  if (command.get('name') !== 'change') return command.origin;
  const own = command.get('column');
  const column = own instanceof ColumnDefinition ? own : blueprint.changedColumns()[0];
  return column?.attributes.get('change')?.origin ?? column?.origin ?? command.origin;
}
