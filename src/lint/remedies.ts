/** What a refusal means and what helps against it, in words; for problems that no rule of their own explains. */
import type { ObjectKind, ProblemFact } from '../schema/index.ts';
import { quote } from './wording.ts';

const NOUNS: Readonly<Record<ObjectKind, string>> = {
  table: 'table',
  column: 'column',
  index: 'index',
  unique: 'unique index',
  primaryKey: 'primary key',
  foreignKey: 'foreign key',
  constraint: 'constraint',
  alias: 'alias',
};

function foreignKeyRemedy(fact: Extract<ProblemFact, { kind: 'foreign-key' }>): string {
  const parent = quote(fact.parent);
  switch (fact.reason) {
    case 'parent-missing':
      return `Create table ${parent} in an earlier migration, or add the foreign key in a later one.`;
    case 'parent-column-missing':
      return `Check the name of the column: table ${parent} has none of that name when this runs.`;
    case 'type-mismatch':
      return `Give both columns the same type, signedness and collation${fact.detail === undefined ? '' : ` (${fact.detail})`}.`;
    case 'parent-not-indexed':
      return `Put an index on the referenced column of ${parent}, or reference its primary key.`;
    case 'parent-not-unique':
      return `Make the referenced column of ${parent} unique, or reference its primary key.`;
    case 'set-null-on-not-null':
      return 'Make the column nullable, or choose another action than SET NULL.';
    case 'column-not-allowed':
      return `Put the key on a plain column of the type that it references: ${fact.detail}, which can have no foreign key there.`;
    case 'cascades-null':
      return `Make both columns nullable, or neither, or leave out ON UPDATE CASCADE: ${fact.detail}.`;
    case 'storage-engine':
      return 'Use InnoDB for both tables.';
  }
}

/** PostgreSQL: ALTER TABLE … USING; `from` and `to` are its own names of types. */
function castRemedy(fact: Extract<ProblemFact, { kind: 'type-not-cast' }>): string {
  const column = `"${fact.column}"`;
  const isNumber = (type: string) => /^(?:smallint|integer|bigint|numeric|real|double precision)$/.test(type);
  let value = '…';
  if (/^(?:character varying|character|text|varchar|char)$/.test(fact.from)) value = `${column}::${fact.to}`;
  else if (fact.to === 'boolean' && isNumber(fact.from)) value = `${column} <> 0`;
  else if (fact.from === 'boolean' && isNumber(fact.to))
    value = `${column}::integer${fact.to === 'integer' ? '' : `::${fact.to}`}`;
  const first = fact.default ? `alter column ${column} drop default, ` : '';
  return `Say in SQL how the values change, for this engine alone: alter table "${fact.table}" ${first}alter column ${column} type ${fact.to} using ${value}${fact.default ? ', and set the default anew' : ''}. Or add a new column and copy them.`;
}

/** The way out; null where nothing is known beyond the engine's own message. `isSql`: the migration is SQL as it stands. */
export function remedy(fact: ProblemFact, isSql = false): string | null {
  switch (fact.kind) {
    case 'identifier-too-long':
      return `Give the ${NOUNS[fact.object]} a name of at most ${fact.limit} ${fact.unit}.`;
    case 'object-exists':
      if (fact.object === 'table' && fact.owner !== undefined && fact.owner !== fact.name) {
        return `Give another name to the table, or to the index of table ${quote(fact.owner)} that bears it: there tables and indexes share their names.`;
      }
      if (fact.object === 'table') {
        return `Choose another name, or drop the table ${quote(fact.name)} first; a migration that made it already may be to blame.`;
      }
      if (fact.object === 'column')
        return `Table ${quote(fact.table)} has this column already: change it instead.`;
      return fact.owner === undefined || fact.owner === fact.table
        ? `Choose another name, or drop the ${NOUNS[fact.object]} of that name first.`
        : `Choose another name: ${quote(fact.name)} belongs to table ${quote(fact.owner)}, and these names are shared by all tables there.`;
    case 'object-missing':
      return `Check the name, and the order of the migrations: when this runs, there is no ${NOUNS[fact.object]} ${quote(fact.name)}${fact.object === 'table' || fact.table === '' ? '' : ` on table ${quote(fact.table)}`}.`;
    case 'key-too-long':
      return 'Give the string columns of the key shorter lengths.';
    case 'too-many-key-parts':
      return `A key may have ${fact.limit} columns there, this one has ${fact.count}: leave some out.`;
    case 'key-on-unindexable-type':
      return `Column ${quote(fact.column)} is ${fact.type}, which cannot be a key there: use a string with a length, or index a generated column or a hash of it.`;
    case 'row-too-large':
      return `The columns of ${quote(fact.table)} take ${fact.bytes} bytes and a row may have ${fact.limit}: make the long strings text, which is stored apart.`;
    case 'column-too-long':
      return `Use a text type, or at most ${fact.limit}, for column ${quote(fact.column)}.`;
    case 'default-not-allowed':
      return `Leave the default of ${quote(fact.column)} out and set the value in the application: ${fact.type} takes none there.`;
    case 'invalid-default':
      // Where none is written, the server may add it: explicit_defaults_for_timestamp is off until MySQL 8.0 and MariaDB 10.10.
      if (/^0000-00-00/.test(fact.value)) {
        return `Strict mode refuses the zero date. Older servers give it to the second NOT NULL timestamp of a table of themselves: ${isSql ? `let ${quote(fact.column)} be NULL or default to CURRENT_TIMESTAMP, or make it a datetime` : `call ->nullable() or ->useCurrent() on ${quote(fact.column)}, or make it a ->dateTime()`}.`;
      }
      return `${quote(fact.value)} is no value of column ${quote(fact.column)}: correct the default or the type.`;
    case 'nullable-primary-key':
      return `Make column ${quote(fact.column)} NOT NULL, or take a unique index instead of the primary key.`;
    case 'foreign-key':
      return foreignKeyRemedy(fact);
    case 'object-in-use':
      // SQLite names no keys: what it says is a phrase, the others' is a name.
      return `Drop ${fact.by.includes(' ') ? fact.by : quote(fact.by)} first: it needs the ${NOUNS[fact.object]} ${quote(fact.name)}.`;
    case 'rows-without-value':
      return `An earlier migration has put rows into ${quote(fact.table)}, and they have no value for ${quote(fact.column)}: give it a default, or make it nullable, fill it, and then make it NOT NULL.`;
    case 'type-not-cast':
      return castRemedy(fact);
    case 'unknown-type':
      return `Take a type for column ${quote(fact.column)} that all engines have, or choose it by the connection's driver.`;
    case 'unknown-collation':
      return `Leave the ${fact.what} out, so that the connection's own is taken, or choose it by the connection's driver.`;
    case 'transaction-aborted':
      if (isSql)
        return 'Something before it has failed, and PostgreSQL takes nothing more until the rollback.';
      return 'Something before it has failed and been caught, and PostgreSQL takes nothing more until the rollback: ask for the driver before what fails, or set $withinTransaction to false in this migration.';
    case 'foreign-syntax':
      if (fact.several) {
        return 'A text that is prepared holds one statement: send each by itself, or all of them with DB::unprepared(). SQLite runs the first one and drops the others without a word.';
      }
      if (isSql)
        return 'That is the SQL of another engine: keep a file for each dialect, or write what all of them understand.';
      return 'That is the SQL of another engine: let the schema builder write it, or ask the connection for its driver and send it only where it is understood.';
    case 'framework-refuses':
    case 'other':
      return null;
  }
}

/** What the problem is about, apart from numbers, which differ between engines that mean the same. */
export function meaning(fact: ProblemFact): string {
  switch (fact.kind) {
    case 'identifier-too-long':
    case 'object-exists':
    case 'object-missing':
    case 'key-too-long':
    case 'too-many-key-parts':
    case 'object-in-use':
      return `${fact.kind} ${fact.table} ${fact.name}`;
    case 'key-on-unindexable-type':
      return `${fact.kind} ${fact.table} ${fact.name} ${fact.column}`;
    case 'row-too-large':
      return `${fact.kind} ${fact.table}`;
    case 'column-too-long':
    case 'default-not-allowed':
    case 'invalid-default':
    case 'nullable-primary-key':
      return `${fact.kind} ${fact.table} ${fact.column}`;
    case 'foreign-key':
      return `${fact.kind} ${fact.table} ${fact.name ?? ''} ${fact.reason}`;
    case 'rows-without-value':
    case 'type-not-cast':
    case 'unknown-type':
      return `${fact.kind} ${fact.table} ${fact.column}`;
    case 'unknown-collation':
      return `${fact.kind} ${fact.table} ${fact.column ?? ''} ${fact.collation}`;
    case 'transaction-aborted':
    case 'framework-refuses':
    case 'foreign-syntax':
    case 'other':
      return fact.kind;
  }
}
