/** Divides a statement into what is certainly asked for and the parts that may not be. */
import {
  type AlterAction,
  keyColumns,
  type Origin,
  type Statement,
  type StatementOf,
} from '../schema/index.ts';

export interface Divided {
  /** null: nothing of it is certain. */
  readonly certain: Statement | null;
  /** What may be asked for, with the reason of the doubt. */
  readonly doubtful: readonly { readonly reason: string; readonly statement: Statement }[];
}

type Doubt = (origin: Origin) => string | undefined;

/** `doubt`: why a call may not be made at all; undefined: it is. */
export function divide(statement: Statement, doubt: Doubt): Divided {
  switch (statement.kind) {
    case 'createTable':
      return divideCreate(statement, doubt);
    case 'alterTable': {
      const { kept, dropped } = sift(statement.actions, (action) => reasonOf(action, statement, doubt));
      return {
        certain: kept.length === 0 ? null : dropped.size === 0 ? statement : { ...statement, actions: kept },
        doubtful: [...dropped].map(([reason, actions]) => ({ reason, statement: { ...statement, actions } })),
      };
    }
    default: {
      const origin = statement.kind === 'createIndex' ? statement.index.origin : undefined;
      const reason = doubt(origin ?? statement.origin);
      return reason === undefined
        ? { certain: statement, doubtful: [] }
        : { certain: null, doubtful: [{ reason, statement }] };
    }
  }
}

function divideCreate(statement: StatementOf<'createTable'>, doubt: Doubt): Divided {
  const { sql, origin, table, columns, indexes, foreignKeys, checks, primaryKey } = statement;
  const why = (part: { readonly origin?: Origin }) =>
    part.origin === undefined ? undefined : doubt(part.origin);
  const parts: AlterAction[] = [
    ...columns.map((column) => ({ kind: 'addColumn', column }) as const),
    ...(primaryKey === undefined ? [] : [{ kind: 'addPrimaryKey', primaryKey } as const]),
    ...indexes.map((index) => ({ kind: 'addIndex', index }) as const),
    ...foreignKeys.map((foreignKey) => ({ kind: 'addForeignKey', foreignKey }) as const),
    ...checks.map((check) => ({ kind: 'addCheck', check }) as const),
  ];
  const { dropped } = sift(parts, (action) => reasonOf(action, statement, doubt));
  if (dropped.size === 0) return { certain: statement, doubtful: [] };
  const certain = columns.filter((column) => why(column) === undefined);
  const [[first] = ['']] = dropped;
  // a key over a column that may not be there stays with the column
  const doubted = new Set(columns.filter((column) => why(column) !== undefined).map(({ name }) => name));
  const clear = (names: readonly string[]) => !names.some((name) => doubted.has(name));
  // a table needs a column: without one nothing is certain of it
  if (certain.length === 0) return { certain: null, doubtful: [{ reason: first, statement }] };
  const { primaryKey: _, ...rest } = statement;
  return {
    certain: {
      ...rest,
      columns: certain,
      indexes: indexes.filter((index) => why(index) === undefined && clear(keyColumns(index.parts))),
      foreignKeys: foreignKeys.filter((key) => why(key) === undefined && clear(key.columns)),
      checks: checks.filter((check) => why(check) === undefined),
      ...(primaryKey === undefined || why(primaryKey) !== undefined || !clear(keyColumns(primaryKey.parts))
        ? {}
        : { primaryKey }),
    },
    doubtful: [...dropped].map(([reason, actions]) => ({
      reason,
      statement: { kind: 'alterTable', sql, origin, table, actions },
    })),
  };
}

function reasonOf(action: AlterAction, statement: Statement, doubt: Doubt): string | undefined {
  const origin = originOf(action);
  if (origin !== undefined) return doubt(origin);
  // an action without a call of its own stands for the whole statement
  return statement.kind === 'createTable' ? undefined : doubt(statement.origin);
}

function originOf(action: AlterAction): Origin | undefined {
  switch (action.kind) {
    case 'addColumn':
    case 'modifyColumn':
      return action.column.origin;
    case 'addIndex':
      return action.index.origin;
    case 'addPrimaryKey':
      return action.primaryKey.origin;
    case 'addForeignKey':
      return action.foreignKey.origin;
    case 'addCheck':
      return action.check.origin;
    default:
      return 'origin' in action ? action.origin : undefined;
  }
}

function sift<T>(
  items: readonly T[],
  reasonOfItem: (item: T) => string | undefined,
): { readonly kept: readonly T[]; readonly dropped: ReadonlyMap<string, readonly T[]> } {
  const kept: T[] = [];
  const dropped = new Map<string, T[]>();
  for (const item of items) {
    const reason = reasonOfItem(item);
    if (reason === undefined) kept.push(item);
    else dropped.set(reason, [...(dropped.get(reason) ?? []), item]);
  }
  return { kept, dropped };
}
