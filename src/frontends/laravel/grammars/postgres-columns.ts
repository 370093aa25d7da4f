/** The types and modifiers of Illuminate\Database\Schema\Grammars\PostgresGrammar, Laravel 8 to 13. */
import type { AlterAction } from '../../../schema/index.ts';
import { Expression } from '../expression.ts';
import type { ColumnDefinition, Fluent } from '../fluent.ts';
import { FrameworkError } from '../framework-error.ts';
import { columnType } from './column-type.ts';
import { type Draft, Grammar, type Modifier, plainType, type TypeOf, type TypeSql } from './grammar.ts';
import { constant } from './types.ts';

/** One `alter column`; no action where it says nothing that a catalog keeps. */
export interface Change {
  readonly sql: string;
  readonly action: AlterAction | undefined;
}

export abstract class PostgresColumns extends Grammar {
  protected readonly shortName = 'PostgresGrammar';

  protected override wrapJsonSelector(value: string): string {
    // PostgresGrammar has no selector of its own in the schema builder.
    return super.wrapJsonSelector(value);
  }

  // ---- Types

  /** serial and its kin, where nothing says otherwise. */
  #integer(word: string, serial: string): TypeOf {
    return (column) => {
      const identity = column.isset('generatedAs');
      if (this.can.identityModifier) {
        const plain =
          identity || !column.is('autoIncrement') || (this.can.nativeChange && column.is('change'));
        return plain ? plainType(word) : { ...plainType(serial), more: { autoIncrement: true } };
      }
      // Until Laravel 9: PostgresGrammar::generatableColumn.
      if (!column.is('autoIncrement') && !identity) return plainType(word);
      if (!identity) return { ...plainType(serial), more: { autoIncrement: true } };
      return {
        sql: `${word}${this.#identity(column)}`,
        type: columnType(word),
        more: { autoIncrement: true },
      };
    };
  }

  #identity(column: Fluent): string {
    const value = column.get('generatedAs');
    const options =
      typeof value !== 'boolean' && this.truthy(value) ? ` (${column.text('generatedAs')})` : '';
    return ` generated ${column.is('always') ? 'always' : 'by default'} as identity${options}`;
  }

  /** time and timestamp, with their precision. */
  #time(word: string, zone: 'with' | 'without', current: boolean): TypeOf {
    return (column) => {
      const precision = column.isset('precision') ? `(${column.text('precision')})` : '';
      const sql = `${word}${precision} ${zone} time zone`;
      if (!current || !column.is('useCurrent')) return plainType(sql);
      if (this.can.currentAsDefault) {
        column.set('default', new Expression('CURRENT_TIMESTAMP'));
        return plainType(sql);
      }
      return {
        sql: `${sql} default CURRENT_TIMESTAMP`,
        type: columnType(sql),
        more: { default: { kind: 'expression', sql: 'CURRENT_TIMESTAMP' } },
      };
    };
  }

  #spatial(word: string): TypeOf {
    return (column) => {
      if (!column.is('subtype')) return plainType(word);
      const srid = column.is('srid') ? `,${column.text('srid')}` : '';
      return plainType(`${word}(${column.text('subtype').toLowerCase()}${srid})`);
    };
  }

  /** Until Laravel 10: PostgresGrammar::formatPostGisType. */
  #postGis(word: string): TypeOf {
    return (column): TypeSql => {
      if (!column.isset('isGeometry')) {
        return plainType(
          `geography(${word}, ${column.isset('projection') ? column.text('projection') : '4326'})`,
        );
      }
      return plainType(
        column.isset('projection') ? `geometry(${word}, ${column.text('projection')})` : `geometry(${word})`,
      );
    };
  }

  readonly #character =
    (word: string): TypeOf =>
    (column) =>
      plainType(
        column.is('length') || !this.can.postgresOpenLength ? `${word}(${column.text('length')})` : word,
      );

  readonly #enum: TypeOf = (column) => {
    const check = `"${column.text('name')}" in (${this.quoted(column.get('allowed'))})`;
    return {
      sql: `varchar(255) check (${check})`,
      type: columnType('varchar(255)', this.members(column.get('allowed'))),
      more: { check },
    };
  };

  readonly #integerType = this.#integer('integer', 'serial');
  readonly #smallType = this.#integer('smallint', 'smallserial');

  #dated(type: TypeOf, expression: string): TypeOf {
    return (column) => {
      if (this.can.currentDate && column.is('useCurrent')) column.set('default', new Expression(expression));
      return type(column);
    };
  }

  protected readonly types: Readonly<Record<string, TypeOf>> = {
    ...constant('varchar(255)', ['tinyText']),
    ...constant('text', ['text', 'mediumText', 'longText']),
    ...constant('double precision', ['double']),
    ...constant('real', ['real']),
    ...constant('boolean', ['boolean']),
    ...constant('json', ['json']),
    ...constant('jsonb', ['jsonb']),
    ...constant('bytea', ['binary']),
    ...constant('uuid', ['uuid']),
    ...constant('inet', ['ipAddress']),
    ...constant('macaddr', ['macAddress']),
    char: this.#character('char'),
    string: this.#character('varchar'),
    integer: this.#integerType,
    mediuminteger: this.#integerType,
    biginteger: this.#integer('bigint', 'bigserial'),
    tinyinteger: this.#smallType,
    smallinteger: this.#smallType,
    float: (column) => {
      if (!this.can.floatPrecision) return plainType('double precision');
      return plainType(column.is('precision') ? `float(${column.text('precision')})` : 'float');
    },
    decimal: (column) => plainType(`decimal(${column.text('total')}, ${column.text('places')})`),
    enum: this.#enum,
    date: this.#dated(() => plainType('date'), 'CURRENT_DATE'),
    year: this.#dated(this.#integerType, 'EXTRACT(YEAR FROM CURRENT_DATE)'),
    datetime: this.#time('timestamp', 'without', true),
    timestamp: this.#time('timestamp', 'without', true),
    datetimetz: this.#time('timestamp', 'with', true),
    timestamptz: this.#time('timestamp', 'with', true),
    time: this.#time('time', 'without', false),
    timetz: this.#time('time', 'with', false),
    ...(this.can.geometrySubtypes
      ? { geometry: this.#spatial('geometry'), geography: this.#spatial('geography') }
      : Object.fromEntries(
          [
            'geometry',
            'point',
            'linestring',
            'polygon',
            'geometrycollection',
            'multipoint',
            'multilinestring',
            'multipolygon',
            'multipolygonz',
          ].map((word) => [word, this.#postGis(word)]),
        )),
    computed: this.refuseType('This database driver does not support the computed type.'),
    ...(this.can.vectorType
      ? {
          vector: (column) =>
            plainType(
              column.isset('dimensions') && column.get('dimensions') !== ''
                ? `vector(${column.text('dimensions')})`
                : 'vector',
            ),
        }
      : {}),
    ...(this.can.tsvectorType ? constant('tsvector', ['tsvector']) : {}),
  };

  // ---- Modifiers of new columns

  protected readonly modifyCollate: Modifier = (draft, column) => {
    if (!column.isset('collation')) return '';
    draft.collation = column.text('collation');
    return ` collate ${this.wrapValue(draft.collation)}`;
  };

  readonly #nullable: Modifier = (draft, column) => {
    draft.nullable = column.is('nullable');
    return draft.nullable ? ' null' : ' not null';
  };

  readonly #generated =
    (attribute: 'virtualAs' | 'storedAs'): Modifier =>
    (draft, column) => {
      // No JSON forms here.
      const value = column.get(attribute);
      if (value === null) return '';
      const expression = this.generatedAs(column, attribute)!;
      const stored = attribute === 'storedAs';
      draft.generated = { expression, stored };
      const word = stored ? ' stored' : this.can.postgresVirtualKeyword ? ' virtual' : '';
      return ` generated always as (${expression})${word}`;
    };

  readonly #generatedAs: Modifier = (draft, column) => {
    if (!column.isset('generatedAs')) return '';
    draft.autoIncrement = true;
    return this.#identity(column);
  };

  readonly #increment: Modifier = (draft, column, blueprint) => {
    if (!column.is('autoIncrement') || !(this.isSerial(column) || column.isset('generatedAs'))) return '';
    if (this.can.primaryCommandChecked && blueprint.commandsNamed('primary').length > 0) return '';
    draft.primaryKey = true;
    return ' primary key';
  };

  protected readonly unsent: readonly string[] = [
    'after',
    'charset',
    'first',
    'invisible',
    'unsigned',
    'useCurrentOnUpdate',
  ];

  protected readonly modifiers: readonly Modifier[] = this.can.identityModifier
    ? [
        this.modifyCollate,
        this.#nullable,
        this.modifyDefault,
        this.#generated('virtualAs'),
        this.#generated('storedAs'),
        this.#generatedAs,
        this.#increment,
      ]
    : [
        this.modifyCollate,
        this.#increment,
        this.#nullable,
        this.modifyDefault,
        this.#generated('virtualAs'),
        this.#generated('storedAs'),
      ];

  // ---- Changed columns

  /** PostgresGrammar::compileChange: each property that the column has, or no longer has. */
  protected changes(column: ColumnDefinition): Change[] {
    const name = column.isKnown() ? this.nameOf(column.get('name')) : undefined;
    const act = (action: AlterAction): AlterAction | undefined => (name === undefined ? undefined : action);
    const target = name ?? '?';
    const type = this.#typeChange(column, target);
    const changes: Change[] = [{ ...type, action: type.action && act(type.action) }];
    const nullable = column.is('nullable');
    changes.push({
      sql: nullable ? 'drop not null' : 'set not null',
      action: act({ kind: 'alterColumnNull', column: target, nullable }),
    });
    if (!this.can.nativeChange || !column.is('autoIncrement') || column.isset('generatedAs')) {
      const value = column.get('default');
      const found = value === null ? null : this.defaultValue(value);
      changes.push({
        sql: found === null ? 'drop default' : `set default ${found.sql}`,
        action: act({ kind: 'alterColumnDefault', column: target, default: found }),
      });
    }
    for (const attribute of ['virtualAs', 'storedAs']) {
      if (!column.attributes.has(attribute)) continue;
      if (column.isset(attribute)) {
        throw new FrameworkError('This database driver does not support modifying generated columns.');
      }
      changes.push({
        sql: 'drop expression if exists',
        action: act({ kind: 'dropColumnExpression', column: target, ifExists: true }),
      });
    }
    for (const change of this.#identityChanges(column)) {
      changes.push({ ...change, action: change.action && act(change.action) });
    }
    return changes;
  }

  #typeChange(column: ColumnDefinition, target: string): Change {
    const { sql, type } = this.type(column);
    const draft: Draft = { name: target, type };
    const collate = this.modifyCollate(draft, column, null as never);
    const using = this.can.postgresUsing && column.is('using') ? column.text('using') : undefined;
    return {
      sql: `type ${sql}${collate}${using === undefined ? '' : ` using ${using}`}`,
      action: {
        kind: 'alterColumnType',
        column: target,
        type,
        ...(draft.collation === undefined ? {} : { collation: draft.collation }),
        ...(using === undefined ? {} : { using }),
        origin: column.redefinition(),
      },
    };
  }

  #identityChanges(column: ColumnDefinition): Change[] {
    const identity = column.isset('generatedAs');
    const changes: Change[] = [];
    if (!(this.can.nativeChange && column.is('autoIncrement') && !identity)) {
      changes.push({
        sql: 'drop identity if exists',
        action: { kind: 'noSchemaChange', what: 'DROP IDENTITY' },
      });
    }
    if (identity) {
      changes.push({
        sql: `add ${this.#identity(column)}`,
        action: { kind: 'noSchemaChange', what: 'ADD IDENTITY' },
      });
    }
    return changes;
  }
}
