/**
 * What knex sends to MySQL only after a question: a renamed column is defined anew as the server shows it, and foreign
 * keys to its table are made again around it (lib/dialects/mysql/schema/mysql-tablecompiler.js, knex 3.3).
 */
import type { Origin, Table } from '../../schema/index.ts';
import { JsThrow, makeError } from '../javascript/values.ts';
import type { CompiledQuery, TableCompiler } from './library.ts';
import type { KnexRun } from './run.ts';

/** Queries that are worked out when they are sent. */
const senders = new WeakMap<CompiledQuery, (origin: Origin) => void>();

/** How a query is sent that asks first; undefined: it does not. */
export function senderOf(query: CompiledQuery): ((origin: Origin) => void) | undefined {
  return senders.get(query);
}

function query(send: (origin: Origin) => void): CompiledQuery {
  const made: CompiledQuery = { sql: '' };
  senders.set(made, send);
  return made;
}

export function renameColumn(
  run: KnexRun,
  compiler: TableCompiler,
  written: string,
  target: string,
): CompiledQuery {
  const wrap = (name: string): string => run.client.wrapIdentifier(name);
  return query((origin) => {
    const [from, to] = [run.identifier(written), run.identifier(target)];
    // the question's values are bound, and no names that wrapIdentifier is asked for
    const raw = compiler.tableNameRaw;
    const table = known(run, run.identifier(raw), origin);
    if (table === undefined) return;
    const column = table.columns.find(({ name }) => name.toLowerCase() === written.toLowerCase());
    if (column === undefined) {
      if (table.open !== undefined) {
        run.giveUp(`renameColumn(): ${table.open}`, origin, [{ name: table.name }]);
        return;
      }
      // column.Type of an answer without rows
      throw new JsThrow(makeError("Cannot read properties of undefined (reading 'Type')", 'TypeError'));
    }
    const name = wrap(raw);
    const refs = run.session
      .catalog()
      .filter(({ foreignKeys }) => foreignKeys.some(({ parent }) => parent.name === raw))
      .flatMap((other) =>
        other.foreignKeys
          .filter(({ parent }) => parent.name === raw)
          .map((key) => ({ table: other.name, key })),
      );
    for (const { table: other, key } of refs)
      run.sendSql(`alter table ${wrap(other)} drop foreign key ${wrap(key.name ?? '')}`, origin);
    const kept = column.default;
    const text =
      kept?.kind === 'literal'
        ? kept.value
        : kept === undefined
          ? null
          : kept.sql.replace(/^\((.*)\)$/s, '$1');
    let sql = `alter table ${name} change ${wrap(from)} ${wrap(to)} ${column.type.text}`;
    sql += column.nullable ? ' NULL' : ' NOT NULL';
    if (text !== null) sql += ` DEFAULT '${text}'`;
    if (column.collation !== undefined) sql += ` COLLATE '${column.collation}'`;
    if (column.autoIncrement) sql += ' AUTO_INCREMENT';
    run.sendSql(sql, origin);
    const renamed = (one: string): string => (one === from ? to : one);
    for (const { table: other, key } of refs) {
      for (const [index, own] of key.columns.entries()) {
        const parent = key.parentColumns[index] ?? '';
        run.sendSql(
          `alter table ${wrap(other)} add constraint ${wrap(key.name ?? '')} foreign key (${wrap(renamed(own))}) ` +
            `references ${wrap(table.name)} (${wrap(renamed(parent))}) ON UPDATE ${key.onUpdate.toUpperCase()} ` +
            `ON DELETE ${key.onDelete.toUpperCase()}`,
          origin,
        );
      }
    }
  });
}

/** `setNullable` and `dropNullable`: the column as information_schema describes it (TableCompiler._setNullableState). */
export function setNullable(
  run: KnexRun,
  compiler: TableCompiler,
  name: string,
  nullable: boolean,
): CompiledQuery {
  const wrap = (text: string): string => run.client.wrapIdentifier(text);
  return query((origin) => {
    const table = known(run, run.identifier(compiler.tableNameRaw), origin);
    if (table === undefined) return;
    const wanted = run.identifier(name).toLowerCase();
    const column = table.columns.find((one) => one.name.toLowerCase() === wanted);
    if (column === undefined) {
      if (table.open !== undefined) {
        run.giveUp(`setNullable(): ${table.open}`, origin, [{ name: table.name }]);
        return;
      }
      throw new JsThrow(
        makeError(
          `.setNullable: Column ${wrap(name)} does not exist in table ${wrap(compiler.tableNameRaw)}.`,
        ),
      );
    }
    const { length } = column.type;
    const long: Readonly<Record<string, number>> = {
      tinytext: 255,
      text: 65535,
      mediumtext: 16777215,
      longtext: 4294967295,
    };
    const maximum = length ?? long[column.type.name];
    const isText = /char|text/.test(column.type.name) || /^(?:enum|set)$/.test(column.type.name);
    const kept = column.default;
    const text = kept === undefined ? null : kept.kind === 'literal' ? kept.value : kept.sql;
    const type = `${column.type.name}${isText && maximum !== undefined ? `(${maximum})` : ''}`;
    run.sendSql(
      `alter table ${wrap(compiler.tableNameRaw)} ${compiler.alterColumnsPrefix} ${wrap(name)} ${type} ` +
        `${nullable ? 'null' : 'not null'} ${text === null ? '' : `default '${text}'`}`,
      origin,
    );
  });
}

function known(run: KnexRun, name: string, origin: Origin): Table | undefined {
  const catalog = run.session.catalog();
  const table = catalog.table({ name });
  if (table !== undefined) return table;
  if (catalog.open !== null) {
    run.giveUp(`what knex asks of the table ${name} is not known: ${catalog.open}`, origin, [{ name }]);
    return undefined;
  }
  throw new JsThrow(makeError(`Table '${name}' doesn't exist`));
}
