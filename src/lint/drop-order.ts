/** In down(), what is still needed by something that goes later: that is to go first. */
import type { Fix, Origin, Statement, Step } from '../schema/index.ts';
import type { ProblemHit } from './problems.ts';
import type { MigrationView, RuleContext } from './rule.ts';

/** The keys and tables that a statement drops, in lower case. */
function dropped({ statement, before }: Step): Set<string> {
  const names = new Set<string>();
  const addTable = (table: Extract<Statement, { kind: 'dropTable' }>['tables'][number]): void => {
    names.add(table.name.toLowerCase());
    // A table's keys go with it.
    for (const { name } of before.table(table)?.foreignKeys ?? []) {
      if (name !== undefined) names.add(name.toLowerCase());
    }
  };
  switch (statement.kind) {
    case 'dropTable':
      for (const table of statement.tables) addTable(table);
      break;
    case 'dropIndex':
      names.add(statement.name.toLowerCase());
      break;
    case 'alterTable':
      for (const action of statement.actions) {
        if (
          action.kind === 'dropForeignKey' ||
          action.kind === 'dropIndex' ||
          action.kind === 'dropConstraint'
        )
          names.add(action.name.toLowerCase());
        else if (action.kind === 'dropColumn') names.add(action.column.toLowerCase());
      }
      break;
    default:
      break;
  }
  return names;
}

/** Moves the later drop of what is in the way in front of the call that an engine refuses. */
export function earlierDrop(
  { editor }: RuleContext,
  view: MigrationView,
  { problem, step, target, origin }: ProblemHit,
): Fix | undefined {
  const { fact } = problem;
  if (fact.kind !== 'object-in-use' || editor === undefined) return undefined;
  const run = view.runs.find(({ direction, target: one }) => direction === 'down' && one.id === target.id);
  const at = run?.steps.indexOf(step) ?? -1;
  const words = new Set(fact.by.toLowerCase().match(/[\w$]+/g) ?? []);
  const later: Origin[] = [];
  for (const one of run?.steps.slice(at + 1) ?? []) {
    if ([...dropped(one)].some((name) => words.has(name))) later.push(one.statement.origin);
  }
  for (const place of later) {
    const edits = editor.moveBefore(place, origin);
    if (edits !== undefined)
      return { title: `Drop what needs it first: ${place.call}`, safety: 'safe', edits };
  }
  return undefined;
}
