/** Table options: storage engine, character set, row format. */
import type { Origin, Table, TableOptions } from '../../schema/index.ts';
import { judgeCollation } from './columns.ts';
import { type CharacterSet, type Context, characterSet, databaseCharacterSet } from './context.ts';

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

export function judgeOptions(context: Context, options: TableOptions, origin: Origin | undefined): void {
  judgeCollation(context, options.charset, options.collation, origin);
  const { engine } = splitEngine(options);
  if (engine === undefined || ENGINES.has(engine)) return;
  context.findings.uncertain(`whether storage engine ${engine} is installed is not known`);
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
