/** A column's default as getColumns() answers it: as the engine's own catalog prints it (Laravel 10.30 to 13). */
import { type PhpValue, Unknown } from '../../php/values.ts';
import type { Column, Table, Target } from '../../schema/index.ts';
import { capabilitiesOf } from './capabilities.ts';

const INTEGER = /^(?:tiny|small|medium|big)?int(?:eger)?$/;
const CHARACTERS = /^(?:char|varchar|enum|set)$/;
const CURRENT_TIME = /^current_timestamp(?:\(\))?(\(\d+\))?$/i;

export function columnDefault(
  column: Column,
  table: Table,
  target: Target,
  frameworkVersion: string,
): PhpValue {
  switch (target.engine) {
    case 'sqlite':
      return column.default?.sql ?? null;
    case 'mysql':
    case 'mariadb':
      return mysqlDefault(column, target.engine === 'mariadb');
    case 'postgres':
      return postgresDefault(column, table, capabilitiesOf(frameworkVersion).sequenceAsDefault);
  }
}

function inOwnWay(engine: string): Unknown {
  return new Unknown(`how ${engine} writes the default of a column`);
}

function mysqlDefault(column: Column, maria: boolean): PhpValue {
  const given = column.default;
  const engine = maria ? 'MariaDB' : 'MySQL';
  if (column.generated !== undefined) return null;
  if (given === undefined || (given.kind === 'literal' && given.value === null)) {
    // MariaDB writes the NULL out.
    return maria && column.nullable && !column.autoIncrement ? 'NULL' : null;
  }
  if (given.kind === 'expression') {
    const precision = CURRENT_TIME.exec(given.sql)?.[1];
    if (!CURRENT_TIME.test(given.sql)) return inOwnWay(engine);
    return maria ? `current_timestamp${precision ?? '()'}` : `CURRENT_TIMESTAMP${precision ?? ''}`;
  }
  if (given.kind !== 'literal' || given.value === null) return inOwnWay(engine);
  const { name, scale } = column.type;
  if (CHARACTERS.test(name) && !/['\\]/.test(given.value)) return maria ? `'${given.value}'` : given.value;
  if (INTEGER.test(name) && /^-?(?:0|[1-9]\d*)$/.test(given.value)) return given.value;
  const places = /^-?(?:0|[1-9]\d*)(?:\.(\d+))?$/.exec(given.value);
  if (name === 'decimal' && places !== null && (places[1]?.length ?? 0) <= (scale ?? 0)) {
    return Number(given.value).toFixed(scale);
  }
  return inOwnWay(engine);
}

/** Types whose text constants are written with the type behind them. */
const CASTS: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  'character varying': 'character varying',
  text: 'text',
  char: 'bpchar',
  character: 'bpchar',
};

function postgresDefault(column: Column, table: Table, sequenceAsDefault: boolean): PhpValue {
  const given = column.default;
  if (column.autoIncrement && column.sequence !== undefined) {
    if (!sequenceAsDefault) return null;
    return given?.sql ?? `nextval('${table.name}_${column.name}_seq'::regclass)`;
  }
  if (given === undefined || (given.kind === 'literal' && given.value === null)) return null;
  if (given.kind === 'expression')
    return CURRENT_TIME.test(given.sql) ? 'CURRENT_TIMESTAMP' : inOwnWay('PostgreSQL');
  if (given.kind !== 'literal' || given.value === null) return inOwnWay('PostgreSQL');
  const { name } = column.type;
  const cast = CASTS[name];
  if (cast !== undefined && !given.value.includes('\\'))
    return `'${given.value.replaceAll("'", "''")}'::${cast}`;
  if (/^bool(?:ean)?$/.test(name)) {
    if (/^(?:0|f|false)$/.test(given.value)) return 'false';
    if (/^(?:1|t|true)$/.test(given.value)) return 'true';
  }
  const whole = /^(?:0|[1-9]\d*)$/.test(given.value);
  if (whole && (INTEGER.test(name) || name === 'numeric' || name === 'decimal')) return given.value;
  if (/^(?:0|[1-9]\d*)\.\d+$/.test(given.value) && /^(?:numeric|decimal)$/.test(name)) return given.value;
  return inOwnWay('PostgreSQL');
}
