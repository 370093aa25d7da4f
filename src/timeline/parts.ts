/** The parts of a statement that calls of the author's own stand behind: columns, keys, the statement itself. */
import type { AlterAction, Origin, Problem, Statement, Step, Target } from '../schema/index.ts';

export interface Part {
  readonly origin: Origin;
  /** Of the column or key; empty for the statement itself. */
  readonly name: string;
}

/** What an action is about; without an origin of its own it is the statement's. */
function subject(action: AlterAction): { readonly name: string; readonly origin?: Origin | undefined } {
  switch (action.kind) {
    case 'addColumn':
    case 'modifyColumn':
      return action.column;
    case 'addIndex':
      return { name: action.index.name ?? '', origin: action.index.origin };
    case 'addPrimaryKey':
      return { name: action.primaryKey.name ?? '', origin: action.primaryKey.origin };
    case 'addForeignKey':
      return { name: action.foreignKey.name ?? '', origin: action.foreignKey.origin };
    case 'addCheck':
      return { name: action.check.name ?? '', origin: action.check.origin };
    case 'alterColumnType':
      return { name: action.column, origin: action.origin };
    case 'alterColumnDefault':
    case 'alterColumnNull':
    case 'dropColumnExpression':
    case 'addIdentity':
    case 'dropColumn':
      return { name: action.column };
    case 'addKeyFromIndex':
      return { name: action.name ?? action.from, origin: action.origin };
    case 'renameColumn':
    case 'renameIndex':
    case 'renameConstraint':
      return { name: action.to, origin: action.origin };
    case 'renameTo':
      return { name: action.to.name, origin: action.origin };
    case 'dropIndex':
    case 'dropForeignKey':
    case 'dropConstraint':
      return action;
    case 'dropPrimaryKey':
    case 'setOptions':
    case 'noSchemaChange':
      return { name: '' };
  }
}

/** The same as changes of a table that is there. */
function actionsOf(statement: Statement): readonly AlterAction[] {
  if (statement.kind === 'alterTable') return statement.actions;
  if (statement.kind !== 'createTable') return [];
  const { columns, primaryKey, indexes, foreignKeys, checks } = statement;
  return [
    ...columns.map((column) => ({ kind: 'addColumn', column }) as const),
    ...(primaryKey === undefined ? [] : [{ kind: 'addPrimaryKey', primaryKey } as const]),
    ...indexes.map((index) => ({ kind: 'addIndex', index }) as const),
    ...foreignKeys.map((foreignKey) => ({ kind: 'addForeignKey', foreignKey }) as const),
    ...checks.map((check) => ({ kind: 'addCheck', check }) as const),
  ];
}

/** The statement's own part first. */
export function partsOf(statement: Statement): Part[] {
  const { origin } = statement;
  if (statement.kind === 'createIndex')
    return [{ origin: statement.index.origin ?? origin, name: statement.index.name ?? '' }];
  const own = { origin, name: statement.kind === 'dropIndex' ? statement.name : '' };
  const parts = actionsOf(statement).map((action) => {
    const { name, origin: at } = subject(action);
    return { name, origin: at ?? origin };
  });
  // an ALTER TABLE is nothing besides its actions
  return statement.kind === 'alterTable' ? parts : [own, ...parts];
}

/** What is left of a statement when only some of its parts count; undefined: nothing. */
export function onlyParts(statement: Statement, counts: (part: Part) => boolean): Statement | undefined {
  if (statement.kind !== 'alterTable') {
    const [own] = partsOf(statement);
    if (own === undefined || counts(own)) return statement;
    if (statement.kind !== 'createTable') return undefined;
  }
  const { sql, origin, table } = statement;
  const actions = actionsOf(statement).filter((action) => {
    const { name, origin: at } = subject(action);
    return counts({ name, origin: at ?? origin });
  });
  return actions.length === 0 ? undefined : { kind: 'alterTable', sql, origin, table, actions };
}

function place({ file, span }: Origin): string {
  return `${file}:${span.startOffset}-${span.endOffset}`;
}

/** The step with what counts of its statement, and what is wrong with that; undefined: nothing counts. */
export function onlyStep(step: Step, counts: (part: Part) => boolean): Step | undefined {
  const statement = onlyParts(step.statement, counts);
  if (statement === undefined) return undefined;
  if (statement === step.statement) return step;
  const left = new Set(partsOf(statement).map((part) => place(part.origin)));
  const gone = new Set(
    partsOf(step.statement)
      .filter((part) => !counts(part))
      .map((part) => `${place(part.origin)} ${part.name}`),
  );
  const problems = step.verdict.problems.filter((problem) => {
    const at = place(problem.origin ?? statement.origin);
    return left.has(at) && !gone.has(`${at} ${nameIn(problem)}`);
  });
  return { ...step, statement, verdict: { ...step.verdict, problems } };
}

/** The name of the column or key that a problem is about, as far as it has one. */
function nameIn({ fact }: Problem): string {
  if ('name' in fact) return fact.name ?? '';
  return 'column' in fact ? (fact.column ?? '') : '';
}

/** What a part means whichever target it is for: the author's call, the table, and the name that it makes. */
export function partKey({ origin, name }: Part, statement: Statement, target: Target): string {
  const table = 'table' in statement ? (statement.table?.name ?? '') : '';
  const { prefix } = target.settings;
  return `${place(origin)} ${table.startsWith(prefix) ? table.slice(prefix.length) : table} ${name}`;
}
