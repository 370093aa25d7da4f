/** The types and modifiers of Illuminate\Database\Schema\Grammars\SQLiteGrammar, Laravel 8 to 13. */
import { Expression } from '../expression.ts';
import type { Fluent } from '../fluent.ts';
import { columnType } from './column-type.ts';
import { type Draft, Grammar, type Modifier, plainType, type TypeOf } from './grammar.ts';
import { constant, oldSpatial } from './types.ts';

export abstract class SqliteColumns extends Grammar {
  protected readonly shortName = 'SQLiteGrammar';

  // ---- Types

  readonly #enum: TypeOf = (column) => {
    const members = this.members(column.get('allowed'));
    const check = `"${column.text('name')}" in (${this.quoted(column.get('allowed'))})`;
    return {
      sql: `varchar check (${check})`,
      type: columnType('varchar', members),
      more: { check },
    };
  };

  /** A default that useCurrent() stands for. */
  #current(column: Fluent, sql: string): void {
    if (column.is('useCurrent')) column.set('default', new Expression(sql));
  }

  readonly #dateTime: TypeOf = (column) => {
    if (this.can.currentAsDefault) {
      this.#current(column, 'CURRENT_TIMESTAMP');
      return plainType('datetime');
    }
    if (!column.is('useCurrent')) return plainType('datetime');
    return {
      sql: 'datetime default CURRENT_TIMESTAMP',
      type: columnType('datetime'),
      more: { default: { kind: 'expression', sql: 'CURRENT_TIMESTAMP' } },
    };
  };

  protected readonly types: Readonly<Record<string, TypeOf>> = {
    ...constant('varchar', ['char', 'string', 'uuid', 'ipAddress', 'macAddress']),
    ...constant('text', ['tinyText', 'text', 'mediumText', 'longText', 'json', 'jsonb']),
    ...constant('integer', ['integer', 'bigInteger', 'mediumInteger', 'smallInteger', 'tinyInteger']),
    ...constant('time', ['time', 'timeTz']),
    ...constant('float', ['float']),
    ...constant(this.can.floatPrecision ? 'double' : 'float', ['double']),
    ...constant('numeric', ['decimal']),
    ...constant('tinyint(1)', ['boolean']),
    ...constant('blob', ['binary']),
    enum: this.#enum,
    date: (column) => {
      if (this.can.currentDate) this.#current(column, 'CURRENT_DATE');
      return plainType('date');
    },
    year: (column) => {
      if (this.can.currentDate) this.#current(column, "(CAST(strftime('%Y', 'now') AS INTEGER))");
      return plainType('integer');
    },
    datetime: this.#dateTime,
    datetimetz: this.#dateTime,
    timestamp: this.#dateTime,
    timestamptz: this.#dateTime,
    ...constant('geometry', this.can.geometrySubtypes ? ['geometry', 'geography'] : ['geometry']),
    ...(this.can.geometrySubtypes ? {} : oldSpatial()),
    computed: this.refuseType(
      'This database driver requires a type, see the virtualAs / storedAs modifiers.',
    ),
    ...(this.can.vectorType
      ? { vector: this.refuseType('This database driver does not support the vector type.') }
      : {}),
    ...(this.can.tsvectorType
      ? { tsvector: this.refuseType('This database driver does not support the tsvector type.') }
      : {}),
  };

  // ---- Modifiers

  readonly #increment: Modifier = (draft, column) => {
    if (!this.isSerial(column) || !column.is('autoIncrement')) return '';
    draft.autoIncrement = true;
    draft.primaryKey = true;
    return ' primary key autoincrement';
  };

  readonly #nullable: Modifier = (draft, column) => {
    if (this.notGenerated(column)) {
      if (!column.is('nullable')) {
        draft.nullable = false;
        return ' not null';
      }
      return this.can.sqliteNullOmitted ? '' : ' null';
    }
    if (column.get('nullable') !== false) return '';
    draft.nullable = false;
    return ' not null';
  };

  readonly #default: Modifier = (draft, column, blueprint) =>
    column.isset('virtualAs') ||
    column.isset('storedAs') ||
    (this.can.jsonSelectors && column.isset('virtualAsJson'))
      ? ''
      : this.modifyDefault(draft, column, blueprint);

  readonly #collate: Modifier = (draft, column) => {
    if (!column.isset('collation')) return '';
    draft.collation = column.text('collation');
    return ` collate '${draft.collation}'`;
  };

  #generated(draft: Draft, column: Fluent, attribute: 'virtualAs' | 'storedAs'): string {
    const expression = this.generatedAs(column, attribute);
    if (expression === undefined) return '';
    const stored = attribute === 'storedAs';
    draft.generated = { expression, stored };
    return ` as (${expression})${stored ? ' stored' : ''}`;
  }

  readonly #virtualAs: Modifier = (draft, column) => this.#generated(draft, column, 'virtualAs');
  readonly #storedAs: Modifier = (draft, column) => this.#generated(draft, column, 'storedAs');

  protected readonly unsent: readonly string[] = [
    'after',
    'charset',
    'comment',
    'first',
    'from',
    'invisible',
    'startingValue',
    'unsigned',
    'useCurrentOnUpdate',
    ...(this.can.sqliteCollate ? [] : ['collation']),
  ];

  protected readonly modifiers: readonly Modifier[] = this.can.currentAsDefault
    ? [
        this.#increment,
        this.#nullable,
        this.#default,
        ...(this.can.sqliteCollate ? [this.#collate] : []),
        this.#virtualAs,
        this.#storedAs,
      ]
    : [this.#virtualAs, this.#storedAs, this.#nullable, this.#default, this.#increment];

  protected override wrapJsonSelector(value: string): string {
    const [field, path] = this.jsonFieldAndPath(value);
    return `json_extract(${field}${path})`;
  }
}
