/** What a blueprint gives doctrine/dbal to work on: the table as the catalog has it. */
import type { Origin, Statement, Table, TableName } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { FrameworkError } from '../framework-error.ts';
import { type Platform, platformOf, quotedName } from './platform.ts';

export interface Source {
  readonly platform: Platform;
  /** As dbal is told it: prefix and name. */
  readonly name: string;
  /** As it is written. */
  readonly sql: string;
  /** As the engine understands what is written. */
  readonly table: TableName;
  /** Absent: it may exist, but is not known. */
  readonly known?: Table;
  /** Are all its columns and keys known? */
  readonly whole: boolean;
}

/** `columns`: those that dbal is asked for first. */
export function sourceOf(blueprint: Blueprint, origin: Origin, columns: readonly string[]): Source {
  const { connection } = blueprint;
  const platform = platformOf(connection);
  const name = `${connection.target.settings.prefix}${blueprint.table}`;
  const catalog = connection.catalog();
  const known = catalog.table(nameParts(name));
  if (known === undefined && catalog.open === null) {
    const [column] = columns;
    throw new FrameworkError(
      blueprint.can.doctrineMissesTables || column === undefined
        ? `There is no table with name "${name}" in the schema.`
        : `There is no column with name "${column}" on table "${name}".`,
    );
  }
  const whole = known !== undefined && known.open === undefined;
  if (!whole) {
    blueprint.note('doctrine/dbal reads the table to change it, and the table is not known', origin, true);
  }
  return {
    platform,
    name,
    sql: quotedName(platform, name),
    table: nameParts(asUnderstood(platform, name)),
    whole,
    ...(known === undefined ? {} : { known }),
  };
}

function nameParts(name: string): TableName {
  const segments = name.split('.');
  const last = segments.pop() ?? '';
  return segments.length === 0 ? { name: last } : { schema: segments.join('.'), name: last };
}

/** PostgreSQL puts names without quotes into lower case. */
export function asUnderstood(platform: Platform, name: string, quoted = false): string {
  if (platform.kind !== 'postgres' || quoted) return name;
  return name
    .split('.')
    .map((part) => (platform.keywords.has(part.toLowerCase()) ? part : part.toLowerCase()))
    .join('.');
}

/** What an engine's lexer takes for a name without quotes. */
const NAMES = {
  sqlite: /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*$/i,
  postgres: /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*$/i,
  mysql: /^(?!\d+$)(?!\d+e\d)[\w$\u0080-\uffff]+$/i,
  mariadb: /^(?!\d+$)(?!\d+e\d)[\w$\u0080-\uffff]+$/i,
} as const;

export interface WrittenName {
  readonly name: string;
  readonly quoted?: boolean;
}

/** Among names that are written as they are, the first that is none. */
export function brokenName(platform: Platform, names: readonly WrittenName[]): string | undefined {
  return names.find(
    ({ name, quoted }) =>
      quoted !== true &&
      name
        .split('.')
        .some((part) => !platform.keywords.has(part.toLowerCase()) && !NAMES[platform.kind].test(part)),
  )?.name;
}

/** dbal puts the name into the statement without quotes, and the engine cannot read it. */
export function unreadable(platform: Platform, sql: string, name: string, origin: Origin): Statement {
  const state = platform.kind === 'postgres' ? 'SQLSTATE[42601]: Syntax error' : SYNTAX[platform.kind];
  return {
    kind: 'frameworkRefuses',
    sql,
    origin,
    message: `${state}: doctrine/dbal writes the name ${name} without quotes (SQL: ${sql})`,
  };
}

const SYNTAX = {
  sqlite: 'SQLSTATE[HY000]: General error: 1 unrecognized token',
  mysql: 'SQLSTATE[42000]: Syntax error or access violation: 1064',
  mariadb: 'SQLSTATE[42000]: Syntax error or access violation: 1064',
} as const;
