/** The primary key of a table that is being put together. */
import { type Column, keyColumns, type Origin, type Table } from '../../schema/index.ts';
import { type Additions, touching } from './additions.ts';
import type { Context } from './context.ts';
import { PRIMARY } from './dialect.ts';
import { judgeKey } from './keys.ts';
import { judgeName } from './names.ts';

export function addPrimaryKey(context: Context, base: Table, additions: Additions): Table {
  const { findings, traits } = context;
  let table = base;
  for (const spec of additions.primaryKeys) {
    if (spec.name !== undefined) judgeName(context, 'primaryKey', spec.name, table.name, spec.origin);
  }
  // MySQL stumbles over a second primary key before it looks at its columns.
  const second = additions.hadPrimaryKey && traits.stages.secondPrimary === 'keys';
  const spec = second ? undefined : additions.primaryKeys[0];
  const kept = spec ?? base.primaryKey;
  if (kept === undefined) return table;
  const isNew = spec !== undefined;
  const before = base.primaryKey;
  // MariaDB looks at the columns of the one that is there, too.
  if (isNew && before !== undefined && keyColumns(before.parts).some((name) => isTouched(additions, name))) {
    judgeKey(context, table, {
      kind: 'primary',
      name: PRIMARY,
      parts: before.parts,
      origin: touching(additions, before.parts),
    });
  }
  const touched = keyColumns(kept.parts).some((name) => isTouched(additions, name));
  if (!isNew && !touched) return table;
  const key = {
    kind: 'primary' as const,
    name: PRIMARY,
    parts: kept.parts,
    origin: (isNew ? kept.origin : touching(additions, kept.parts)) ?? additions.origin,
  };
  const { parts } = judgeKey(context, table, key, (column) =>
    judgeNull(context, table, additions, column, key.origin),
  );
  // MariaDB looks at the columns of a second one before it complains of it.
  if (isNew && traits.stages.secondPrimary !== 'keys') {
    for (const other of additions.primaryKeys.slice(1)) {
      judgeKey(context, table, { ...key, parts: other.parts, origin: other.origin ?? additions.origin });
    }
  }
  const named = new Set(keyColumns(kept.parts).map((name) => name.toLowerCase()));
  const columns = table.columns.map((column) => {
    if (!named.has(column.name.toLowerCase())) return column;
    const mariadb = context.dialect.engine === 'mariadb';
    if (column.generated !== undefined && (mariadb || !column.generated.stored)) {
      findings.refuse(
        traits.stages.primaryKey,
        { kind: 'other' },
        mariadb
          ? { code: '1903', message: 'Primary key cannot be defined upon a generated column' }
          : {
              code: '3106',
              message:
                "'Defining a virtual generated column as primary key' is not supported for generated columns.",
            },
        key.origin,
      );
    }
    return notNull(column);
  });
  table = {
    ...table,
    columns,
    primaryKey: { parts, ...(kept.origin === undefined ? {} : { origin: kept.origin }) },
  };
  return table;
}

const isTouched = ({ touched }: Additions, name: string) => touched.has(name.toLowerCase());

/** The column says NULL: the key is refused, or makes it NOT NULL. */
function judgeNull(
  context: Context,
  table: Table,
  additions: Additions,
  column: Column,
  origin: Origin | undefined,
): void {
  if (!additions.saysNull.has(column.name.toLowerCase())) return;
  const { findings, traits } = context;
  const fact = { kind: 'nullable-primary-key', table: table.name, column: column.name } as const;
  if (traits.nullablePrimaryKey === 'refuse') {
    findings.refuse(
      traits.stages.primaryKey,
      fact,
      {
        code: '1171',
        message: 'All parts of a PRIMARY KEY must be NOT NULL; if you need NULL in a key, use UNIQUE instead',
      },
      origin ?? column.origin,
    );
  } else {
    findings.change(
      'primaryKey',
      fact,
      { code: '1171', message: `column '${column.name}' is made NOT NULL for the primary key` },
      origin ?? column.origin,
    );
  }
}

function notNull(column: Column): Column {
  const { default: value, ...rest } = column;
  const wasNull = value?.kind === 'literal' && value.value === null;
  return {
    ...rest,
    nullable: false,
    ...(value === undefined || wasNull ? {} : { default: value }),
  };
}
