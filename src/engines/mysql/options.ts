/** Table options: storage engine, character set, row format. */
import type { Origin, Table, TableOptions } from '../../schema/index.ts';
import { judgeCollation } from './columns.ts';
import { type CharacterSet, type Context, characterSet, databaseCharacterSet } from './context.ts';
import { characters } from './names.ts';
import { isInnodb } from './row-size.ts';

/** `InnoDB ROW_FORMAT=DYNAMIC` may stand in Laravel's `engine` setting: both halves count. */
export function splitEngine(options: TableOptions): { engine?: string; rowFormat?: string } {
  const text = options.engine?.trim();
  const match = text === undefined ? null : /^(\w+)(?:\s+row_format\s*=?\s*(\w+))?/i.exec(text);
  const engine = match?.[1]?.toLowerCase();
  const rowFormat = (options.rowFormat ?? match?.[2])?.toLowerCase();
  return {
    ...(engine === undefined ? {} : { engine }),
    ...(rowFormat === undefined || rowFormat === 'default' ? {} : { rowFormat }),
  };
}

const ENGINES = new Set([
  'innodb',
  'myisam',
  'memory',
  'heap',
  'csv',
  'archive',
  'blackhole',
  'aria',
  'merge',
  'mrg_myisam',
  'federated',
  'sequence',
  'ndb',
  'ndbcluster',
]);

export function judgeOptions(
  context: Context,
  table: string,
  options: TableOptions,
  origin: Origin | undefined,
): void {
  judgeCollation(context, { table, column: null }, options.charset, options.collation, origin);
  const longest = context.limit('tableComment');
  if (characters(options.comment ?? '') > longest) {
    context.findings.refuse(
      context.dialect.engine === 'mysql' ? 'tableComment' : 'comments',
      { kind: 'other' },
      { code: '1628', message: `Comment for table is too long (max = ${longest})` },
      origin,
    );
  }
  const { engine } = splitEngine(options);
  if (engine === undefined || ENGINES.has(engine)) return;
  context.findings.uncertain(`whether storage engine ${engine} is installed is not known`);
}

/** ROW_FORMAT=FIXED is MyISAM's; InnoDB's strict mode refuses it. `creating`: as a new table of InnoDB's, be it the copy of another. */
export function judgeRowFormat(
  context: Context,
  table: Table,
  creating: boolean,
  origin: Origin | undefined,
): void {
  if (table.rowFormat !== 'fixed' || !isInnodb(table) || !context.traits.innodbStrict) return;
  const created =
    context.dialect.engine === 'mysql'
      ? { code: '1031', message: `Table storage engine for '${table.name}' doesn't have this option` }
      : { code: '1005', message: `Can't create table \`${table.name}\` (errno: 140 "Wrong create options")` };
  context.findings.refuse(
    'engine',
    { kind: 'other' },
    creating
      ? created
      : {
          code: '1478',
          message: "Table storage engine 'InnoDB' does not support the create option 'ROW_TYPE'",
        },
    origin,
  );
}

export function tableCharacterSet(context: Context, options: TableOptions): CharacterSet {
  if (options.charset === undefined && options.collation === undefined) return databaseCharacterSet(context);
  return characterSet(context.traits, options, databaseCharacterSet(context));
}

/** The character set that new columns of this table get. */
export function characterSetOf(context: Context, table: Table): CharacterSet {
  if (table.charset === undefined) return databaseCharacterSet(context);
  return {
    charset: table.charset,
    ...(table.collation === undefined ? {} : { collation: table.collation }),
  };
}
