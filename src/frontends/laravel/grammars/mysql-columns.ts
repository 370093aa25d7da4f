/** The types and modifiers of Illuminate\Database\Schema\Grammars\MySqlGrammar, Laravel 8 to 13. */

import type { ColumnSpec } from '../../../schema/index.ts';
import { compareVersions } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { Expression, isExpression } from '../expression.ts';
import { type ColumnDefinition, textOf } from '../fluent.ts';
import { columnType } from './column-type.ts';
import { type Draft, Grammar, type Modifier, plainType, type TypeOf } from './grammar.ts';
import { constant, oldSpatial } from './types.ts';

const SUBTYPES = new Set([
  'point',
  'linestring',
  'polygon',
  'geometrycollection',
  'multipoint',
  'multilinestring',
  'multipolygon',
]);

/** PHP's addslashes. */
function addSlashes(text: string): string {
  return text.replace(/['"\\]/g, '\\$&').replaceAll('\0', '\\0');
}

export abstract class MySqlColumns extends Grammar {
  protected readonly shortName: string = 'MySqlGrammar';
  override readonly mysqlFamily = true;

  protected override wrapValue(value: string): string {
    return value === '*' ? value : `\`${value.replaceAll('`', '``')}\``;
  }

  protected override wrapJsonSelector(value: string): string {
    const [field, path] = this.jsonFieldAndPath(value);
    return `json_unquote(json_extract(${field}${path}))`;
  }

  /** The column's definition without its name, with a type that is given. */
  definition(
    blueprint: Blueprint,
    column: ColumnDefinition,
    type: string,
  ): { sql: string; spec: ColumnSpec } {
    const draft: Draft = { name: column.text('name'), type: columnType(type), origin: column.origin };
    const sql = type + this.modifiers.map((modifier) => modifier(draft, column, blueprint)).join('');
    return { sql, spec: draft };
  }

  // ---- Types

  /** datetime and timestamp, with CURRENT_TIMESTAMP of the same precision. */
  #timeType(word: string): TypeOf {
    return (column) => {
      const precision = column.is('precision') ? `(${column.text('precision')})` : '';
      const current = `CURRENT_TIMESTAMP${precision}`;
      if (this.can.currentAsDefault) {
        if (column.is('useCurrent')) column.set('default', new Expression(current));
        if (column.is('useCurrentOnUpdate')) column.set('onUpdate', new Expression(current));
        return plainType(`${word}${precision}`);
      }
      // Until Laravel 9 both are part of the type's text.
      const useCurrent = column.is('useCurrent');
      const onUpdate = column.is('useCurrentOnUpdate');
      return {
        sql:
          `${word}${precision}${useCurrent ? ` default ${current}` : ''}` +
          `${onUpdate ? ` on update ${current}` : ''}`,
        type: columnType(`${word}${precision}`),
        more: {
          ...(useCurrent ? { default: { kind: 'expression', sql: current } } : {}),
          ...(onUpdate ? { onUpdate: current } : {}),
        },
      };
    };
  }

  /** useCurrent() on date and year columns: MySQL takes an expression as default from 8.0.13. */
  #currentDate(word: string, expression: string): TypeOf {
    return (column) => {
      const { isMaria, serverVersion } = this.connection;
      if (
        this.can.currentDate &&
        (isMaria || compareVersions(serverVersion, '8.0.13') >= 0) &&
        column.is('useCurrent')
      ) {
        column.set('default', new Expression(expression));
      }
      return plainType(word);
    };
  }

  protected uuidType(): string {
    return 'char(36)';
  }

  protected get sridWord(): string {
    return this.connection.isMaria ? 'ref_system_id=' : 'srid ';
  }

  readonly #geometry: TypeOf = (column) => {
    const subtype = column.is('subtype') ? column.text('subtype').toLowerCase() : '';
    const word = SUBTYPES.has(subtype) ? subtype : 'geometry';
    return plainType(`${word}${column.is('srid') ? ` ${this.sridWord}${column.text('srid')}` : ''}`);
  };

  readonly #precise =
    (word: string): TypeOf =>
    (column) =>
      plainType(column.is('precision') ? `${word}(${column.text('precision')})` : word);

  /** double(total, places), and float as double, until Laravel 10. */
  readonly #double: TypeOf = (column) =>
    plainType(
      !this.can.floatPrecision && column.is('total') && column.is('places')
        ? `double(${column.text('total')}, ${column.text('places')})`
        : 'double',
    );

  readonly #members =
    (word: string): TypeOf =>
    (column) =>
      plainType(`${word}(${this.quoted(column.get('allowed'))})`, this.members(column.get('allowed')));

  protected readonly types: Readonly<Record<string, TypeOf>> = {
    ...constant('tinytext', ['tinyText']),
    ...constant('text', ['text']),
    ...constant('mediumtext', ['mediumText']),
    ...constant('longtext', ['longText']),
    ...constant('bigint', ['bigInteger']),
    ...constant('int', ['integer']),
    ...constant('mediumint', ['mediumInteger']),
    ...constant('tinyint', ['tinyInteger']),
    ...constant('smallint', ['smallInteger']),
    ...constant('tinyint(1)', ['boolean']),
    ...constant('json', ['json', 'jsonb']),
    ...constant('varchar(45)', ['ipAddress']),
    ...constant('varchar(17)', ['macAddress']),
    uuid: () => plainType(this.uuidType()),
    char: (column) => plainType(`char(${column.text('length')})`),
    string: (column) => plainType(`varchar(${column.text('length')})`),
    float: this.can.floatPrecision ? this.#precise('float') : this.#double,
    double: this.#double,
    decimal: (column) => plainType(`decimal(${column.text('total')}, ${column.text('places')})`),
    enum: this.#members('enum'),
    set: this.#members('set'),
    date: this.#currentDate('date', '(CURDATE())'),
    year: this.#currentDate('year', '(YEAR(CURDATE()))'),
    datetime: this.#timeType('datetime'),
    datetimetz: this.#timeType('datetime'),
    timestamp: this.#timeType('timestamp'),
    timestamptz: this.#timeType('timestamp'),
    time: this.#precise('time'),
    timetz: this.#precise('time'),
    binary: (column) => {
      if (!this.can.geometrySubtypes || !column.is('length')) return plainType('blob');
      return plainType(`${column.is('fixed') ? 'binary' : 'varbinary'}(${column.text('length')})`);
    },
    geometry: this.can.geometrySubtypes ? this.#geometry : () => plainType('geometry'),
    ...(this.can.geometrySubtypes ? { geography: this.#geometry } : oldSpatial()),
    computed: this.refuseType(
      'This database driver requires a type, see the virtualAs / storedAs modifiers.',
    ),
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
    ...(this.can.tsvectorType
      ? { tsvector: this.refuseType('This database driver does not support the tsvector type.') }
      : {}),
  };

  // ---- Modifiers

  readonly #unsigned: Modifier = (draft, column) => {
    if (!column.is('unsigned')) return '';
    draft.type = { ...draft.type, text: `${draft.type.text} unsigned`, unsigned: true };
    return ' unsigned';
  };

  readonly #charset: Modifier = (draft, column) => {
    if (!column.isset('charset')) return '';
    draft.charset = column.text('charset').toLowerCase();
    return ` character set ${column.text('charset')}`;
  };

  readonly #collate: Modifier = (draft, column) => {
    if (!column.isset('collation')) return '';
    draft.collation = column.text('collation').toLowerCase();
    return ` collate '${column.text('collation')}'`;
  };

  readonly #generated =
    (attribute: 'virtualAs' | 'storedAs'): Modifier =>
    (draft, column) => {
      const expression = this.generatedAs(column, attribute);
      if (expression === undefined) return '';
      const stored = attribute === 'storedAs';
      draft.generated = { expression, stored };
      return ` as (${expression})${stored ? ' stored' : ''}`;
    };

  readonly #nullable: Modifier = (draft, column) => {
    if (!this.notGenerated(column)) {
      if (column.get('nullable') !== false) return '';
      draft.nullable = false;
      return ' not null';
    }
    draft.nullable = column.is('nullable');
    return draft.nullable ? ' null' : ' not null';
  };

  /** Until Laravel 10; later the type brings it along. */
  readonly #srid: Modifier = (draft, column) => {
    const srid = column.get('srid');
    if (typeof srid !== 'number' || srid <= 0) return '';
    draft.type = { ...draft.type, text: `${draft.type.text} srid ${srid}` };
    return ` srid ${srid}`;
  };

  readonly #onUpdate: Modifier = (draft, column) => {
    const value = column.get('onUpdate');
    if (value === null) return '';
    draft.onUpdate = isExpression(value) ? textOf(value.value) : textOf(value);
    return ` on update ${draft.onUpdate}`;
  };

  readonly #invisible: Modifier = (draft, column) => {
    if (!column.isset('invisible')) return '';
    draft.invisible = true;
    return ' invisible';
  };

  readonly #increment: Modifier = (draft, column, blueprint) => {
    if (!this.isSerial(column) || !column.is('autoIncrement')) return '';
    draft.autoIncrement = true;
    const keyElsewhere =
      this.can.primaryCommandChecked &&
      (blueprint.commandsNamed('primary').length > 0 || (column.is('change') && !column.is('primary')));
    if (keyElsewhere) return ' auto_increment';
    draft.primaryKey = true;
    return ' auto_increment primary key';
  };

  readonly #comment: Modifier = (draft, column) => {
    if (!column.isset('comment')) return '';
    draft.comment = column.text('comment');
    return ` comment '${addSlashes(draft.comment)}'`;
  };

  readonly #after: Modifier = (draft, column) => {
    const after = column.get('after');
    if (after === null) return '';
    const name = this.nameOf(after);
    if (name !== undefined) draft.position = { after: name };
    return ` after ${this.wrap(after)}`;
  };

  readonly #first: Modifier = (draft, column) => {
    if (!column.isset('first')) return '';
    draft.position = 'first';
    return ' first';
  };

  protected readonly unsent: readonly string[] = ['always', 'generatedAs'];

  protected readonly modifiers: readonly Modifier[] = [
    this.#unsigned,
    this.#charset,
    this.#collate,
    this.#generated('virtualAs'),
    this.#generated('storedAs'),
    this.#nullable,
    ...(this.can.mysqlInvisible && !this.can.currentAsDefault ? [this.#invisible] : []),
    ...(this.can.geometrySubtypes ? [] : [this.#srid]),
    this.modifyDefault,
    ...(this.can.currentAsDefault ? [this.#onUpdate, this.#invisible] : []),
    this.#increment,
    this.#comment,
    this.#after,
    this.#first,
  ];
}
