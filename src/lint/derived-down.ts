/** What down() has to do, where that follows from what up() does. */
import {
  type AlterAction,
  type EngineName,
  type IndexKind,
  type IndexSpec,
  keyColumns,
  type MigrationRun,
  type Origin,
  type Step,
  type Target,
} from '../schema/index.ts';
import type { MigrationView } from './rule.ts';
import type { TakeBack, WayBackStep } from './source-editor.ts';
import { withoutPrefix } from './table-prefix.ts';

/** A step, with what it takes back: for those who want only some of them. */
export interface Derived {
  readonly step: WayBackStep;
  readonly object: 'table' | 'column' | 'index' | 'foreignKey' | 'other';
  /** Without the connection's prefix. */
  readonly table: string;
  /** The column, the index or the key; of a table its own name. */
  readonly name: string;
}

/** The engines in the order in which they show the author's calls most plainly; SQLite makes tables anew. */
const PLAIN: readonly EngineName[] = ['mysql', 'mariadb', 'postgres', 'sqlite'];

/** The calls that take back what up() does, the last first; undefined: that does not follow from it. */
export function wayBack(view: MigrationView): readonly WayBackStep[] | undefined {
  const derived = derivedDown(view);
  return derived === undefined || derived.length === 0 ? undefined : derived.map(({ step }) => step);
}

export function derivedDown(view: MigrationView): readonly Derived[] | undefined {
  if ((view.unreached ?? []).some(({ direction }) => direction === 'up')) return undefined;
  const ups = view.runs.filter(({ direction }) => direction === 'up');
  if (ups.some((run) => !isKnown(run))) return undefined;
  for (const engine of PLAIN) {
    const run = ups.find(({ target, outcome }) => target.engine === engine && outcome !== 'refuses');
    if (run !== undefined) return inverse(run);
  }
  return undefined;
}

function isKnown({ steps }: MigrationRun): boolean {
  return steps.every(
    ({ reached, statement }) =>
      reached && statement.kind !== 'notUnderstood' && statement.kind !== 'foreignSyntax',
  );
}

function inverse({ steps, target }: MigrationRun): readonly Derived[] | undefined {
  const made = new Set<string>();
  const derived: Derived[] = [];
  for (const step of steps) {
    const { statement } = step;
    // Made elsewhere (a trait, a helper): it is not the migration's own call that is to be taken back.
    if (statement.origin.related !== undefined) return undefined;
    if (statement.kind === 'createTable') {
      const name = bare(statement.table.name, target);
      if (statement.temporary || /^__temp__/.test(statement.table.name)) return undefined;
      if (step.verdict.after === step.before) continue;
      made.add(name);
      derived.unshift({
        step: { kind: 'dropTable', at: statement.origin },
        object: 'table',
        table: name,
        name,
      });
      continue;
    }
    // What a table is given that goes as a whole goes with it.
    if ('table' in statement && statement.table != null && made.has(bare(statement.table.name, target)))
      continue;
    const back = ofStatement(step, target);
    if (back === undefined) return undefined;
    derived.unshift(...back.reverse());
  }
  return derived;
}

const bare = withoutPrefix;

function ofStatement(step: Step, target: Target): Derived[] | undefined {
  const { statement, verdict, before } = step;
  switch (statement.kind) {
    case 'transaction':
    case 'foreignKeyChecks':
    case 'comment':
    case 'noSchemaChange':
      return [];
    case 'data':
      return statement.verb === 'select' ? [] : undefined;
    case 'dropTable':
    case 'dropView':
    case 'dropIndex':
      return verdict.after === before ? [] : undefined;
    case 'renameTable': {
      const name = bare(statement.to.name, target);
      return [{ step: { kind: 'renameTable', at: statement.origin }, object: 'other', table: name, name }];
    }
    case 'createIndex':
      return verdict.after === before
        ? []
        : [ofIndex(statement.index, bare(statement.table.name, target), statement.origin, target)];
    case 'alterTable': {
      if (verdict.after === before) return [];
      const table = bare(statement.table.name, target);
      const all: Derived[] = [];
      for (const action of statement.actions) {
        const back = ofAction(action, table, statement.origin, target);
        if (back === undefined) return undefined;
        all.push(...back);
      }
      return all;
    }
    default:
      return undefined;
  }
}

function ofAction(action: AlterAction, table: string, at: Origin, target: Target): Derived[] | undefined {
  const change = (object: Derived['object'], name: string, call: TakeBack, origin = at): Derived[] =>
    origin.related === undefined
      ? [{ step: { kind: 'changeTable', at: origin, calls: [call] }, object, table, name }]
      : [];
  switch (action.kind) {
    case 'addColumn': {
      const { name, origin, primaryKey } = action.column;
      if (primaryKey === true) return undefined;
      return change('column', name, { method: 'dropColumn', arguments: [name] }, origin);
    }
    case 'addIndex':
      return [ofIndex(action.index, table, action.index.origin ?? at, target)];
    case 'addForeignKey': {
      const { name, columns, origin = at } = action.foreignKey;
      if (name === undefined) return undefined;
      const given = origin.nameGiven === true ? name : [...columns];
      return change('foreignKey', name, { method: 'dropForeign', arguments: [given] }, origin);
    }
    case 'renameColumn':
      return change('other', action.to, { method: 'renameColumn', arguments: [action.to, action.from] });
    case 'renameIndex':
      return change('other', action.to, { method: 'renameIndex', arguments: [action.to, action.from] });
    case 'noSchemaChange':
      return [];
    default:
      return undefined;
  }
}

const DROPS: Readonly<Record<IndexKind, string>> = {
  index: 'dropIndex',
  unique: 'dropUnique',
  fulltext: 'dropFullText',
  spatial: 'dropSpatialIndex',
};

function ofIndex(index: IndexSpec, table: string, at: Origin, target: Target): Derived {
  const { name = '', kind, parts, origin = at } = index;
  const columns = keyColumns(parts);
  // An automatic name is made of the columns again; it bears the connection's prefix, where there is one.
  const automatic = origin.nameGiven !== true && columns.length === parts.length && columns.length > 0;
  return {
    step: {
      kind: 'changeTable',
      at: origin,
      calls: [{ method: DROPS[kind], arguments: [automatic ? columns : bare(name, target)] }],
    },
    object: 'index',
    table,
    name,
  };
}

/** What stays after down(): of which kind, of which table, called what. */
export interface LeftOver {
  readonly kind: 'extra' | 'missing' | 'changed';
  readonly object: Derived['object'] | 'primaryKey';
  readonly table: string;
  readonly name: string;
}

/**
 * What down() would have to do besides, and the call before which; null: at its end. Undefined: what stays does not
 * follow from what up() makes.
 */
export function missingFromDown(
  view: MigrationView,
  left: readonly LeftOver[],
): { readonly steps: readonly WayBackStep[]; readonly before: Origin | null } | undefined {
  if (left.length === 0 || left.some(({ kind }) => kind !== 'extra')) return undefined;
  const derived = derivedDown(view);
  if (derived === undefined) return undefined;
  const key = ({ object, table, name }: Pick<LeftOver, 'object' | 'table' | 'name'>): string =>
    `${object} ${table} ${name}`.toLowerCase();
  const wanted = new Set(left.map(key));
  const first = derived.findIndex((one) => wanted.has(key(one)));
  const steps = derived.filter((one) => wanted.has(key(one)));
  const found = new Set(steps.map(key));
  const tables = new Set(steps.map(({ table }) => table.toLowerCase()));
  // SQLite keeps no names of foreign keys: there a key is called by what it says.
  const told = (one: LeftOver): boolean =>
    found.has(key(one)) || (one.object === 'foreignKey' && tables.has(one.table.toLowerCase()));
  if (steps.length === 0 || !left.every(told)) return undefined;
  // What up() made before these is taken back after them.
  const later = new Set(
    derived
      .slice(first)
      .filter((one) => !steps.includes(one))
      .map(({ table }) => table.toLowerCase()),
  );
  return { steps: steps.map(({ step }) => step), before: firstCallOn(view, later) };
}

/** The first call of down() that changes or drops one of these tables (in lower case). */
function firstCallOn(view: MigrationView, tables: ReadonlySet<string>): Origin | null {
  for (const run of view.runs) {
    if (run.direction !== 'down') continue;
    for (const { statement } of run.steps) {
      const names =
        statement.kind === 'dropTable'
          ? statement.tables
          : 'table' in statement && statement.table != null
            ? [statement.table]
            : [];
      if (names.some(({ name }) => tables.has(withoutPrefix(name, run.target).toLowerCase())))
        return statement.origin;
    }
    return null;
  }
  return null;
}
