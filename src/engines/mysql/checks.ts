/**
 * CHECK constraints: their names, and what may stand in them. MySQL keeps them by schema, and makes one of a column's own
 * check, too; MariaDB keeps them by table. Manual page create-table-check-constraints, knowledge base page constraint;
 * tried on MySQL 9.7.4 and MariaDB 10.11.19.
 */
import {
  type CheckSpec,
  type Column,
  type ColumnSpec,
  type ForeignKey,
  type ForeignKeySpec,
  findColumn,
  type Origin,
  type ProblemFact,
  type Table,
} from '../../schema/index.ts';
import { judgeComparedDates } from './compared-dates.ts';
import type { Context } from './context.ts';
import { disallowedFunction, mentions, namedColumns, usesArrow } from './expressions.ts';
import type { Stage } from './findings.ts';
import { judgeName } from './names.ts';
import { illegalOperation, mixedCollations } from './special-types.ts';
import { illegalMix, illegalOperands, syntaxError } from './words.ts';

/** A check that a statement brings. */
export interface NewCheck {
  readonly check: CheckSpec;
  /** Whose own it is; absent: the table's. */
  readonly column?: string;
}

export function checksOf(specs: readonly ColumnSpec[], checks: readonly CheckSpec[]): NewCheck[] {
  const own = specs.flatMap((spec): NewCheck[] =>
    spec.check === undefined
      ? []
      : [
          {
            column: spec.name,
            check: {
              expression: spec.check,
              ...(spec.origin === undefined ? {} : { origin: spec.origin }),
            },
          },
        ],
  );
  return [...own, ...checks.map((check) => ({ check }))];
}

const AUTOMATIC = { schema: /_chk_(\d+)$/i, table: /^constraint_(\d+)$/i };

/** Names for those that have none. MySQL counts on from the highest number, MariaDB takes the first that is free. */
export function namedChecks(
  context: Context,
  table: string,
  added: readonly NewCheck[],
  there: readonly CheckSpec[],
): NewCheck[] {
  const { checks } = context.traits;
  if (checks === 'none' || added.length === 0) return [];
  const taken = new Set<string>();
  for (const { name } of [...there, ...added.map(({ check }) => check)]) {
    if (name !== undefined) taken.add(name.toLowerCase());
  }
  let highest = 0;
  for (const { name } of there) {
    const number = AUTOMATIC.schema.exec(name ?? '')?.[1];
    if (number !== undefined && name?.toLowerCase().startsWith(`${table.toLowerCase()}_chk_`) === true) {
      highest = Math.max(highest, Number(number));
    }
  }
  let free = 1;
  return added.map((one) => {
    if (one.check.name !== undefined) return one;
    if (checks === 'schema') return { ...one, check: { ...one.check, name: `${table}_chk_${++highest}` } };
    if (one.column !== undefined) return one;
    while (taken.has(`constraint_${free}`)) free++;
    return { ...one, check: { ...one.check, name: `CONSTRAINT_${free++}` } };
  });
}

/** The checks that the table keeps: MariaDB leaves a column's own with the column. */
export function keptAsTables(context: Context, added: readonly NewCheck[]): CheckSpec[] {
  return added
    .filter(({ column }) => column === undefined || context.traits.checks === 'schema')
    .map(({ check }) => check);
}

/** Automatic names follow the table's own when it is renamed (MySQL). */
export function renamedChecks(context: Context, table: Table, to: string): readonly CheckSpec[] {
  if (context.traits.checks !== 'schema' || table.checks.length === 0) return table.checks;
  const stem = `${table.name}_chk_`;
  return table.checks.map((check) =>
    check.name?.startsWith(stem) === true && AUTOMATIC.schema.test(check.name)
      ? { ...check, name: `${to}_chk_${check.name.slice(stem.length)}` }
      : check,
  );
}

export function judgeChecks(
  context: Context,
  table: Table,
  added: readonly NewCheck[],
  before: Table | undefined,
): void {
  const { traits, catalog } = context;
  if (traits.checks === 'none' || (added.length === 0 && table.checks.length === 0)) return;
  const taken = new Set<string>();
  /** Of keys that were there before. */
  const ofKeys = new Set<string>();
  // A name that the statement drops is free for another.
  if (before !== undefined)
    for (const { name } of table.checks) if (name !== undefined) taken.add(name.toLowerCase());
  if (traits.checks === 'table') {
    const keys = keyNames(table);
    const old = before === undefined ? new Set<string>() : keyNames(before);
    for (const { name, origin } of table.checks) {
      const folded = name?.toLowerCase() ?? '';
      if (name === undefined || !keys.has(folded) || old.has(folded) || before === undefined) continue;
      refuseName(context, table, name, origin, 'checks');
    }
    for (const name of keys) taken.add(name);
    for (const name of old) if (keys.has(name)) ofKeys.add(name);
  }
  if (traits.checks === 'schema' && added.length > 0) {
    for (const other of catalog.filter(({ checks }) => checks.length > 0, 'irregular')) {
      if (catalog.key(other) === catalog.key(table)) continue;
      for (const check of other.checks) if (check.name !== undefined) taken.add(check.name.toLowerCase());
    }
  }
  const mysql = traits.checks === 'schema';
  const judgeLength = ({ name, origin }: CheckSpec) => {
    const stage = !mysql ? 'checks' : before === undefined ? 'parse' : 'alterChecks';
    if (name !== undefined) judgeName(context, 'constraint', name, table.name, origin, stage);
  };
  /** Names that this statement gives, which MySQL compares with each other at the end. */
  const fresh = new Set<string>();
  const judgeDuplicate = (check: CheckSpec) => {
    if (check.name === undefined) return;
    const folded = check.name.toLowerCase();
    if (ofKeys.has(folded) && before !== undefined) {
      refuseName(context, table, check.name, check.origin, 'heldColumns');
    } else if (taken.has(folded)) {
      const late =
        before === undefined ? 'duplicateChecks' : fresh.has(folded) ? 'sameChecks' : 'alterChecks';
      refuseName(context, table, check.name, check.origin, mysql ? late : 'checks');
    }
    taken.add(folded);
    fresh.add(folded);
  };
  for (const { check, column } of added) {
    // MariaDB is done with one before it looks at the next.
    if (!mysql) judgeDuplicate(check);
    if (!mysql && usesArrow(check.expression)) {
      const wording = syntaxError(context.dialect.title, `->${check.expression.split('->')[1]}`);
      context.findings.refuse('parse', { kind: 'foreign-syntax' }, wording, check.origin);
    }
    judgeLength(check);
    judgeExpression(context, table, check, column, before === undefined);
    judgeComparedDates(context, table, check.expression, 'checkExpressions', check.origin);
    judgeOperands(context, table, check);
  }
  if (mysql) for (const { check } of added) judgeDuplicate(check);
}

function judgeOperands({ findings, dialect }: Context, table: Table, check: CheckSpec): void {
  const mixed = mixedCollations(check.expression, table);
  const stage = dialect.engine === 'mysql' ? 'checkExpressions' : 'record';
  if (mixed !== undefined) findings.refuse(stage, { kind: 'other' }, illegalMix(mixed), check.origin);
  if (dialect.engine !== 'mariadb') return;
  const illegal = illegalOperation(check.expression, table);
  if (illegal !== undefined)
    findings.refuse('record', { kind: 'other' }, illegalOperands(illegal), check.origin);
}

/** Checks that were there, over columns with a new definition (folded names). */
export function judgeOldChecks(
  context: Context,
  before: Table,
  after: Table,
  touched: ReadonlyMap<string, Origin | undefined>,
): void {
  if (touched.size === 0) return;
  const own = after.columns.flatMap(({ name, check, origin }): CheckSpec[] =>
    check === undefined || before.columns.every((column) => column.check !== check)
      ? []
      : [{ name, expression: check, ...(origin === undefined ? {} : { origin }) }],
  );
  for (const check of [...after.checks, ...own]) {
    for (const [column, origin] of touched) {
      if (!mentions(check.expression, column)) continue;
      judgeComparedDates(context, after, check.expression, 'checkExpressions', origin);
      judgeOperands(context, after, { ...check, ...(origin === undefined ? {} : { origin }) });
      break;
    }
  }
}

/** MariaDB keeps primary, unique and foreign keys and checks of one table apart by their names (10.11.19, measured). */
function keyNames({ primaryKey, indexes, foreignKeys }: Table): ReadonlySet<string> {
  const names = [
    ...(primaryKey === undefined ? [] : ['primary']),
    ...indexes.filter(({ kind }) => kind === 'unique').map(({ name }) => name),
    ...foreignKeys.flatMap(({ name }) => (name === undefined ? [] : [name])),
  ];
  return new Set(names.map((name) => name.toLowerCase()));
}

function refuseName(
  context: Context,
  table: Table,
  name: string,
  origin: Origin | undefined,
  stage: Stage,
): void {
  context.findings.refuse(
    stage,
    { kind: 'object-exists', object: 'constraint', name, table: table.name },
    context.dialect.words.duplicateCheck(name),
    origin,
  );
}

/** What a referential action writes to: ON DELETE CASCADE takes the row as a whole. */
function writes({ onDelete, onUpdate }: ForeignKey): boolean {
  return onDelete === 'set null' || onUpdate === 'cascade' || onUpdate === 'set null';
}

const setsDefault = ({ onDelete, onUpdate }: Pick<ForeignKeySpec, 'onDelete' | 'onUpdate'>) =>
  onDelete === 'set default' || onUpdate === 'set default';

/** No referential action may write to a column that a CHECK, or a generated column, rests on. */
export function judgeActions(
  context: Context,
  table: Table,
  added: readonly NewCheck[],
  /** The new foreign keys as they are written; they stand last in the table. */
  specs: readonly ForeignKeySpec[],
): void {
  const { findings, dialect, traits } = context;
  if (traits.checks === 'none' || (added.length === 0 && specs.length === 0)) return;
  const mysql = traits.checks === 'schema';
  const checks: CheckSpec[] = [...table.checks];
  if (!mysql)
    for (const { name, check } of table.columns)
      if (check !== undefined) checks.push({ name, expression: check });
  for (const [i, foreignKey] of table.foreignKeys.entries()) {
    const spec = specs[i - (table.foreignKeys.length - specs.length)];
    const isNew = spec !== undefined;
    const toDefault = setsDefault(spec ?? foreignKey);
    for (const column of foreignKey.columns) {
      if (writes(foreignKey) || toDefault) {
        const check = checks.find(({ expression }) => mentions(expression, column));
        if (check !== undefined && (isNew || added.length > 0)) {
          findings.refuse(
            mysql ? 'neededIndexes' : 'checks',
            { kind: 'other' },
            mysql
              ? {
                  code: '3823',
                  message: `Column '${column}' cannot be used in a check constraint '${check.name ?? ''}': needed in a foreign key constraint '${foreignKey.name ?? ''}' referential action.`,
                }
              : {
                  code: '1901',
                  message: `Function or expression '${column}' cannot be used in the CHECK clause of \`${check.name ?? ''}\``,
                },
            foreignKey.origin,
          );
        }
      }
      if (isNew)
        judgeGeneratedBeside(context, table, foreignKey, column, toDefault, dialect.engine === 'mysql');
    }
  }
}

function judgeGeneratedBeside(
  context: Context,
  table: Table,
  foreignKey: ForeignKey,
  name: string,
  toDefault: boolean,
  mysql: boolean,
): void {
  const { findings } = context;
  const { onDelete, onUpdate, origin } = foreignKey;
  const generated = findColumn(table, name)?.generated;
  if (generated?.stored === true && writes(foreignKey)) {
    const clause = onDelete === 'set null' ? 'ON DELETE SET NULL' : `ON UPDATE ${onUpdate.toUpperCase()}`;
    findings.refuse(
      mysql ? 'foreignKeys' : 'checks',
      { kind: 'other' },
      {
        code: mysql ? '3104' : '1905',
        message: `Cannot define foreign key with ${clause} clause on a generated column${mysql ? '.' : ''}`,
      },
      origin,
    );
  }
  const base = table.columns.find(
    (column) => column.generated?.stored === true && mentions(column.generated.expression, name),
  );
  const touches = writes(foreignKey) || (mysql ? onDelete === 'cascade' : toDefault);
  if (base === undefined || !touches) return;
  findings.refuse(
    mysql ? 'engineForeignKeys' : 'checks',
    { kind: 'other' },
    mysql
      ? { code: '1215', message: 'Cannot add foreign key constraint' }
      : {
          code: '1901',
          message: `Function or expression '${name}' cannot be used in the GENERATED ALWAYS AS clause of \`${base.name}\``,
        },
    origin,
  );
}

/** MySQL looks at the columns in the checks of a new table before anything else, in an ALTER TABLE after its columns and keys. */
function judgeExpression(
  context: Context,
  table: Table,
  check: CheckSpec,
  own: string | undefined,
  creating: boolean,
): void {
  const { findings, traits, dialect } = context;
  const { expression } = check;
  const mysql = traits.checks === 'schema';
  const name = check.name ?? '';
  // MariaDB works them out after the defaults.
  const late: Stage = mysql ? (creating ? 'checks' : 'checkExpressions') : 'record';
  const early: Stage = mysql && creating ? 'newChecks' : late;
  const refuse = (
    stage: Stage,
    code: string,
    message: string,
    fact: ProblemFact = { kind: 'other' },
    origin: Origin | undefined = check.origin,
  ) => findings.refuse(stage, fact, { code, message }, origin);

  const unwanted = disallowedFunction(expression, dialect.engine, 'check', context.traits.classicHashes);
  // MariaDB finds one in a column's own check while it reads the column.
  if (unwanted !== undefined && (mysql || own === undefined)) {
    refuse(
      !mysql ? 'checks' : creating ? 'parse' : 'alterChecks',
      mysql ? '3814' : '1901',
      mysql
        ? `An expression of a check constraint '${name}' contains disallowed function: ${unwanted}.`
        : `Function or expression '${unwanted}()' cannot be used in the CHECK clause of \`${own ?? name}\``,
    );
  }
  const is = (other: string) => (column: Column) => column.name.toLowerCase() === other.toLowerCase();
  const named = table.columns.filter((column) => mentions(expression, column.name));
  const absent = namedColumns(expression).filter((column) => findColumn(table, column) === undefined);
  if (mysql && own !== undefined) {
    const others = named.some((column) => !is(own)(column)) || absent.length > 0;
    if (others)
      refuse(
        creating ? 'parse' : 'alterChecks',
        '3813',
        `Column check constraint '${name}' references other column.`,
      );
  } else if (absent[0] !== undefined) {
    if (table.open !== undefined) findings.uncertain(table.open);
    else {
      const fact = { kind: 'object-missing', object: 'column', name: absent[0], table: table.name } as const;
      if (!mysql) refuse(late, '1054', `Unknown column '${absent[0]}' in 'CHECK'`, fact);
      else if (creating)
        refuse(
          early,
          '3820',
          `Check constraint '${name}' refers to non-existing column '${absent[0]}'.`,
          fact,
        );
      else
        refuse(early, '1054', `Unknown column '${absent[0]}' in 'check constraint ${name} expression'`, fact);
    }
  }
  const automatic = named.find((column) => column.autoIncrement);
  if (automatic === undefined) return;
  if (mysql)
    refuse(
      'checkExpressions',
      '3818',
      `Check constraint '${name}' cannot refer to an auto-increment column.`,
    );
  else {
    refuse(
      late,
      '1901',
      `Function or expression 'AUTO_INCREMENT' cannot be used in the CHECK clause of \`${automatic.name}\``,
    );
  }
}
