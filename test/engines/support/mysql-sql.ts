/** Builders of statements for MySQL and MariaDB: the structure is written once, the SQL text is rendered from it. */
import type {
  AlterAction,
  ColumnSpec,
  ColumnType,
  DefaultValue,
  ForeignKeySpec,
  IndexSpec,
  KeyPart,
  Origin,
  PrimaryKeySpec,
  Statement,
  StatementOf,
  TableOptions,
} from '../../../src/schema/index.ts';

const START = { line: 1, column: 1 };

export function originOf(call: string): Origin {
  return { file: 'case.php', span: { start: START, end: START, startOffset: 0, endOffset: 0 }, call };
}

export const q = (name: string) => `\`${name.replaceAll('`', '``')}\``;
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** `varchar(20)`, `bigint unsigned`, `enum('a','b')`. */
export function type(text: string): ColumnType {
  const match = /^([a-z][a-z0-9 ]*?)(?:\((.*)\))?((?: unsigned| zerofill)*)$/i.exec(text);
  if (match === null) throw new Error(`type ${text}`);
  const name = (match[1] ?? '').trim();
  const args = match[2];
  const unsigned = (match[3] ?? '').includes('unsigned') || / unsigned$/.test(name);
  const word = name.replace(/ unsigned$/, '');
  if (/^(enum|set)$/.test(word)) {
    const members = [...(args ?? '').matchAll(/'((?:[^']|'')*)'/g)].map((m) =>
      (m[1] ?? '').replaceAll("''", "'"),
    );
    return { name: word, text, members };
  }
  const numbers = args === undefined ? [] : args.split(',').map(Number);
  const [first, second] = numbers;
  const digits = /^(decimal|float|double|time|datetime|timestamp)$/.test(word);
  return {
    name: word,
    text,
    ...(first === undefined ? {} : digits ? { precision: first } : { length: first }),
    ...(second === undefined ? {} : { scale: second }),
    ...(unsigned ? { unsigned } : {}),
  };
}

export type ColumnExtras = Partial<Omit<ColumnSpec, 'name' | 'type' | 'origin' | 'default'>> & {
  readonly default?: DefaultValue | string | number | null;
};

function defaultOf(value: ColumnExtras['default']): DefaultValue | undefined {
  if (value === undefined) return undefined;
  if (value === null) return { kind: 'literal', value: null, sql: 'NULL' };
  if (typeof value === 'number') return { kind: 'literal', value: String(value), sql: String(value) };
  if (typeof value === 'string') return { kind: 'literal', value, sql: quoted(value) };
  return value;
}

export const expression = (sql: string): DefaultValue => ({ kind: 'expression', sql });

export function col(name: string, text: string, extras: ColumnExtras = {}): ColumnSpec {
  const { default: given, ...rest } = extras;
  const value = defaultOf(given);
  return {
    name,
    type: type(text),
    ...rest,
    ...(value === undefined ? {} : { default: value }),
    origin: originOf(`column ${name}`),
  };
}

/** Laravel's $table->id(). */
export const id = (name = 'id') =>
  col(name, 'bigint unsigned', { nullable: false, autoIncrement: true, primaryKey: true });

/** `name` or `name(20)`. */
function part(text: string): KeyPart {
  const match = /^(.*?)\((\d+)\)$/.exec(text);
  return match === null ? { column: text } : { column: match[1] ?? '', length: Number(match[2]) };
}

export const index = (
  name: string | undefined,
  columns: readonly string[],
  kind: IndexSpec['kind'] = 'index',
): IndexSpec => ({
  kind,
  ...(name === undefined ? {} : { name }),
  parts: columns.map(part),
  origin: originOf(`index ${name ?? columns.join(',')}`),
});

export const unique = (name: string | undefined, columns: readonly string[]) =>
  index(name, columns, 'unique');

export const primary = (...columns: string[]): PrimaryKeySpec => ({
  parts: columns.map(part),
  origin: originOf('primary'),
});

export function fk(
  name: string | undefined,
  columns: string | readonly string[],
  parent: string,
  parentColumns: string | readonly string[] = 'id',
  actions: Pick<ForeignKeySpec, 'onDelete' | 'onUpdate'> = {},
): ForeignKeySpec {
  return {
    ...(name === undefined ? {} : { name }),
    columns: typeof columns === 'string' ? [columns] : columns,
    parent: { name: parent },
    parentColumns: typeof parentColumns === 'string' ? [parentColumns] : parentColumns,
    ...actions,
    origin: originOf(`foreign ${name ?? ''}`),
  };
}

function partSql(part: KeyPart): string {
  if (!('column' in part)) return `(${part.expression})`;
  return `${q(part.column)}${part.length === undefined ? '' : `(${part.length})`}`;
}

export function columnSql(spec: ColumnSpec): string {
  const words = [q(spec.name), spec.type.text];
  if (spec.charset !== undefined) words.push(`character set ${spec.charset}`);
  if (spec.collation !== undefined) words.push(`collate '${spec.collation}'`);
  if (spec.generated !== undefined) {
    words.push(`as (${spec.generated.expression}) ${spec.generated.stored ? 'stored' : 'virtual'}`);
  }
  if (spec.nullable !== undefined) words.push(spec.nullable ? 'null' : 'not null');
  if (spec.default !== undefined) words.push(`default ${spec.default.sql}`);
  if (spec.onUpdate !== undefined) words.push(`on update ${spec.onUpdate}`);
  if (spec.invisible === true) words.push('invisible');
  if (spec.autoIncrement === true) words.push('auto_increment');
  if (spec.primaryKey === true) words.push('primary key');
  if (spec.unique === true) words.push('unique');
  if (spec.check !== undefined) words.push(`check (${spec.check})`);
  if (spec.comment !== undefined) words.push(`comment ${quoted(spec.comment)}`);
  if (spec.position === 'first') words.push('first');
  else if (spec.position !== undefined) words.push(`after ${q(spec.position.after)}`);
  return words.join(' ');
}

const KIND = { index: 'index', unique: 'unique', fulltext: 'fulltext', spatial: 'spatial index' };

function indexSql(spec: IndexSpec): string {
  return `${KIND[spec.kind]}${spec.name === undefined ? '' : ` ${q(spec.name)}`}(${spec.parts.map(partSql).join(', ')})`;
}

function foreignKeySql(spec: ForeignKeySpec): string {
  const names = (list: readonly string[]) => list.map(q).join(', ');
  return [
    ...(spec.name === undefined ? [] : [`constraint ${q(spec.name)}`]),
    `foreign key (${names(spec.columns)}) references ${q(spec.parent.name)} (${names(spec.parentColumns)})`,
    ...(spec.onDelete === undefined ? [] : [`on delete ${spec.onDelete}`]),
    ...(spec.onUpdate === undefined ? [] : [`on update ${spec.onUpdate}`]),
  ].join(' ');
}

function optionsSql(options: TableOptions): string {
  return [
    ...(options.charset === undefined ? [] : [`default character set ${options.charset}`]),
    ...(options.collation === undefined ? [] : [`collate '${options.collation}'`]),
    ...(options.engine === undefined ? [] : [`engine = ${options.engine}`]),
    ...(options.rowFormat === undefined ? [] : [`row_format = ${options.rowFormat}`]),
    ...(options.comment === undefined ? [] : [`comment = ${quoted(options.comment)}`]),
  ].join(' ');
}

export interface CreateParts {
  readonly primary?: PrimaryKeySpec;
  readonly indexes?: readonly IndexSpec[];
  readonly foreign?: readonly ForeignKeySpec[];
  readonly checks?: readonly { readonly name?: string; readonly expression: string }[];
  readonly options?: TableOptions;
  readonly ifNotExists?: boolean;
  readonly temporary?: boolean;
}

const checkSql = (check: { readonly name?: string; readonly expression: string }) =>
  `${check.name === undefined ? '' : `constraint ${q(check.name)} `}check (${check.expression})`;

export function create(
  table: string,
  columns: readonly ColumnSpec[],
  parts: CreateParts = {},
): StatementOf<'createTable'> {
  const body = [
    ...columns.map(columnSql),
    ...(parts.primary === undefined ? [] : [`primary key (${parts.primary.parts.map(partSql).join(', ')})`]),
    ...(parts.indexes ?? []).map(indexSql),
    ...(parts.foreign ?? []).map(foreignKeySql),
    ...(parts.checks ?? []).map(checkSql),
  ];
  const head = `create ${parts.temporary === true ? 'temporary ' : ''}table ${parts.ifNotExists === true ? 'if not exists ' : ''}${q(table)}`;
  return {
    kind: 'createTable',
    table: { name: table },
    columns,
    ...(parts.primary === undefined ? {} : { primaryKey: parts.primary }),
    indexes: parts.indexes ?? [],
    foreignKeys: parts.foreign ?? [],
    checks: parts.checks ?? [],
    options: parts.options ?? {},
    temporary: parts.temporary ?? false,
    ifNotExists: parts.ifNotExists ?? false,
    sql: `${head} (${body.join(', ')}) ${optionsSql(parts.options ?? {})}`.trim(),
    origin: originOf('create'),
  };
}

function actionSql(action: AlterAction): string {
  switch (action.kind) {
    case 'addColumn':
      return `add ${action.ifNotExists === true ? 'column if not exists ' : ''}${columnSql(action.column)}`;
    case 'modifyColumn':
      return action.from === action.column.name
        ? `modify ${columnSql(action.column)}`
        : `change ${q(action.from)} ${columnSql(action.column)}`;
    case 'alterColumnDefault':
      return `alter column ${q(action.column)} ${action.default === null ? 'drop default' : `set default ${action.default.sql}`}`;
    case 'dropColumn':
      return `drop ${action.ifExists === true ? 'column if exists ' : ''}${q(action.column)}`;
    case 'renameColumn':
      return `rename column ${q(action.from)} to ${q(action.to)}`;
    case 'addIndex':
      return `add ${indexSql(action.index)}`;
    case 'dropIndex':
      return `drop index ${action.ifExists === true ? 'if exists ' : ''}${q(action.name)}`;
    case 'renameIndex':
      return `rename index ${q(action.from)} to ${q(action.to)}`;
    case 'addPrimaryKey':
      return `add primary key (${action.primaryKey.parts.map(partSql).join(', ')})`;
    case 'dropPrimaryKey':
      return 'drop primary key';
    case 'addForeignKey':
      return `add ${foreignKeySql(action.foreignKey)}`;
    case 'dropForeignKey':
      return `drop foreign key ${action.ifExists === true ? 'if exists ' : ''}${q(action.name)}`;
    case 'addCheck':
      return `add ${checkSql(action.check)}`;
    case 'dropConstraint':
      return `drop constraint ${q(action.name)}`;
    case 'renameTo':
      return `rename to ${q(action.to.name)}`;
    case 'setOptions':
      return optionsSql(action.options);
    default:
      throw new Error(`no SQL for ${action.kind}`);
  }
}

export function alter(table: string, ...actions: AlterAction[]): StatementOf<'alterTable'> {
  return {
    kind: 'alterTable',
    table: { name: table },
    actions,
    sql: `alter table ${q(table)} ${actions.map(actionSql).join(', ')}`,
    origin: originOf('alter'),
  };
}

export const add = (column: ColumnSpec): AlterAction => ({ kind: 'addColumn', column });
export const modify = (column: ColumnSpec, from = column.name): AlterAction => ({
  kind: 'modifyColumn',
  from,
  column,
});
export const drop = (column: string): AlterAction => ({ kind: 'dropColumn', column });
export const renameColumn = (from: string, to: string): AlterAction => ({ kind: 'renameColumn', from, to });
export const addIndex = (spec: IndexSpec): AlterAction => ({ kind: 'addIndex', index: spec });
export const dropIndex = (name: string): AlterAction => ({ kind: 'dropIndex', name });
export const renameIndex = (from: string, to: string): AlterAction => ({ kind: 'renameIndex', from, to });
export const addPrimary = (...columns: string[]): AlterAction => ({
  kind: 'addPrimaryKey',
  primaryKey: primary(...columns),
});
export const dropPrimary: AlterAction = { kind: 'dropPrimaryKey' };
export const addFk = (...args: Parameters<typeof fk>): AlterAction => ({
  kind: 'addForeignKey',
  foreignKey: fk(...args),
});
export const dropFk = (name: string): AlterAction => ({ kind: 'dropForeignKey', name });
export const dropConstraint = (name: string): AlterAction => ({ kind: 'dropConstraint', name });
export const setDefault = (column: string, value: string | number | null): AlterAction => ({
  kind: 'alterColumnDefault',
  column,
  default: value === null ? null : (defaultOf(value) ?? null),
});
export const renameTo = (name: string): AlterAction => ({ kind: 'renameTo', to: { name } });

export const dropTable = (...tables: string[]): Statement => ({
  kind: 'dropTable',
  tables: tables.map((name) => ({ name })),
  ifExists: false,
  cascade: false,
  sql: `drop table ${tables.map(q).join(', ')}`,
  origin: originOf('drop'),
});

export const dropIfExists = (...tables: string[]): Statement => ({
  kind: 'dropTable',
  tables: tables.map((name) => ({ name })),
  ifExists: true,
  cascade: false,
  sql: `drop table if exists ${tables.map(q).join(', ')}`,
  origin: originOf('dropIfExists'),
});

export const rename = (from: string, to: string): Statement => ({
  kind: 'renameTable',
  from: { name: from },
  to: { name: to },
  sql: `rename table ${q(from)} to ${q(to)}`,
  origin: originOf('rename'),
});

export const createIndex = (table: string, spec: IndexSpec): Statement => ({
  kind: 'createIndex',
  table: { name: table },
  index: spec,
  ifNotExists: false,
  sql: `create ${spec.kind === 'index' ? '' : `${spec.kind} `}index ${q(spec.name ?? '')} on ${q(table)} (${spec.parts.map(partSql).join(', ')})`,
  origin: originOf('create index'),
});

export const dropIndexOn = (name: string, table: string): Statement => ({
  kind: 'dropIndex',
  name,
  table: { name: table },
  ifExists: false,
  sql: `drop index ${q(name)} on ${q(table)}`,
  origin: originOf('drop index'),
});

export const checks = (enabled: boolean): Statement => ({
  kind: 'foreignKeyChecks',
  enabled,
  sql: `SET FOREIGN_KEY_CHECKS=${enabled ? 1 : 0}`,
  origin: originOf('checks'),
});

export function rows(
  verb: 'select' | 'insert' | 'update' | 'delete' | 'truncate',
  table: string,
  ...columns: string[]
): Statement {
  const sql = {
    select: `select ${columns.length === 0 ? '*' : columns.map(q).join(', ')} from ${q(table)}`,
    insert: `insert into ${q(table)} (${columns.map(q).join(', ')}) values (${columns.map(() => '1').join(', ')})`,
    update: `update ${q(table)} set ${columns.map((column) => `${q(column)} = 1`).join(', ')}`,
    delete: `delete from ${q(table)}`,
    truncate: `truncate table ${q(table)}`,
  }[verb];
  return {
    kind: 'data',
    verb,
    table: { name: table },
    ...(columns.length === 0 ? {} : { columns }),
    sql,
    origin: originOf(verb),
  };
}
