/** The foreign keys that statements make, and the tables that they wait for. */
import type { ForeignKeySpec, Origin, Statement } from '../schema/index.ts';
import type { HitOf } from './problems.ts';
import type { RuleContext } from './rule.ts';
import { withoutPrefix } from './table-prefix.ts';
import { quote } from './wording.ts';

export function foreignKeysMadeBy(statement: Statement): readonly ForeignKeySpec[] {
  if (statement.kind === 'createTable') return statement.foreignKeys;
  if (statement.kind !== 'alterTable') return [];
  return statement.actions.flatMap((action) => (action.kind === 'addForeignKey' ? [action.foreignKey] : []));
}

/** The key that an engine refuses, as it was asked for. */
export function refusedKey({ problem, step, origin }: HitOf<'foreign-key'>): ForeignKeySpec | undefined {
  const keys = foreignKeysMadeBy(step.statement);
  const { name } = problem.fact;
  return keys.find((key) => key.name === name) ?? keys.find((key) => key.origin === origin) ?? keys[0];
}

/** `foreign key "b_a_id_foreign" of table "b"`. */
export function keyInWords({ problem: { fact }, target }: HitOf<'foreign-key'>): string {
  const named = fact.name === null || fact.name === '' ? 'a foreign key' : `foreign key ${quote(fact.name)}`;
  return `${named} of table ${quote(withoutPrefix(fact.table, target))}`;
}

const MADE = new WeakMap<RuleContext, ReadonlyMap<string, Origin>>();

/** Where the history makes a table first, by its name without prefix. */
export function tableMade(context: RuleContext, set: string, table: string): Origin | undefined {
  let made = MADE.get(context);
  if (made === undefined) {
    const places = new Map<string, Origin>();
    for (const { migration, runs } of context.relevant) {
      for (const { direction, steps, target } of runs) {
        if (direction !== 'up') continue;
        for (const { statement } of steps) {
          if (statement.kind !== 'createTable') continue;
          const name = `${migration.set}\0${withoutPrefix(statement.table.name, target)}`;
          if (!places.has(name)) places.set(name, statement.origin);
        }
      }
    }
    made = places;
    MADE.set(context, made);
  }
  return made.get(`${set}\0${table}`);
}
