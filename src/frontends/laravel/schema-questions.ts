/** What the schema builder is asked about tables, columns and keys: answered from the catalog (Laravel 8 to 13). */
import { toBool, toText } from '../../php/operators.ts';
import { type CallSite, PhpArray, PhpObject, type PhpValue, Unknown } from '../../php/values.ts';
import { type Column, findColumn, type Table } from '../../schema/index.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { DatabaseConnection } from './database.ts';
import { doctrineClassMissing } from './doctrine-refusal.ts';
import { textOf } from './fluent.ts';
import { FrameworkError } from './framework-error.ts';
import {
  columnRow,
  columnTypeName,
  columnTypeText,
  foreignKeyRow,
  indexRows,
  tableRow,
} from './introspection.ts';
import type { Bound } from './parameters.ts';
import { rootCause } from './root-cause.ts';

export class SchemaQuestions {
  readonly database: DatabaseConnection;

  constructor(database: DatabaseConnection) {
    this.database = database;
  }

  /** undefined: the method is no question. */
  answer(name: string, args: Bound, call: CallSite): PhpValue | undefined {
    const { state } = this.database;
    switch (name) {
      case 'hasTable':
        return this.#hasTable(args.get('table'));
      case 'hasView':
        return this.#hasView(args.get('view'));
      case 'hasColumn':
        return this.hasColumns(args.get('table'), [args.get('column')]);
      case 'hasColumns': {
        const columns = args.get('columns');
        return columns instanceof PhpArray
          ? this.hasColumns(args.get('table'), columns.values())
          : new Unknown('the columns asked for');
      }
      case 'hasIndex':
        return this.hasIndex(args.get('table'), args.get('index'), args.get('type'));
      case 'hasForeignKey':
        return this.#hasForeignKey(args.get('table'), args.get('foreignKey'));
      case 'getColumnListing':
        return this.#known(args.get('table'), (table) =>
          PhpArray.list(table.columns.map((column) => column.name)),
        );
      case 'getColumn':
        return this.#column(args.get('table'), args.get('column'), (found) =>
          found === undefined
            ? new PhpArray()
            : columnRow(found.column, found.table, state.target, state.frameworkVersion),
        );
      case 'getColumns':
        return this.#known(args.get('table'), (table) =>
          PhpArray.list(
            table.columns.map((column) => columnRow(column, table, state.target, state.frameworkVersion)),
          ),
        );
      case 'getColumnType':
        return args.has('fullDefinition')
          ? this.#columnType(args.get('table'), args.get('column'), toBool(args.get('fullDefinition')))
          : this.#doctrineType(args.get('table'), args.get('column'), call);
      case 'getIndexes':
        return this.#known(args.get('table'), (table) => PhpArray.list(indexRows(table, state.target)));
      case 'getIndexListing':
        return this.#known(args.get('table'), (table) =>
          PhpArray.list(indexRows(table, state.target).map((row) => row.get('name') ?? null)),
        );
      case 'getForeignKeys':
        return this.#known(args.get('table'), (table) =>
          PhpArray.list(table.foreignKeys.map((key) => foreignKeyRow(key, state.target))),
        );
      case 'getTables':
        return this.#tables('tables', (table) => tableRow(table, state.target, state.frameworkVersion));
      case 'getTableListing': {
        const { tablesOfSchemas } = capabilitiesOf(state.frameworkVersion);
        const key =
          tablesOfSchemas && toBool(args.get('schemaQualified')) === true ? 'schema_qualified_name' : 'name';
        return this.#tables(
          'tables',
          (table) => tableRow(table, state.target, state.frameworkVersion).get(key) ?? null,
        );
      }
      case 'getViews':
        return this.#tables('views', () => new Unknown('the definition of a view'));
      case 'getAllTables':
      case 'getAllViews':
        return new Unknown(`the rows of Schema::${name}()`);
      case 'getTypes':
      case 'getAllTypes':
        return new Unknown('the types of the database');
      case 'getSchemas':
        return new Unknown('the schemas of the database');
      case 'getCurrentSchemaListing':
        return state.target.driver === 'sqlite' ? PhpArray.list(['main']) : this.#currentSchema();
      case 'getCurrentSchemaName':
        return this.#currentSchema();
      case 'parseSchemaAndTable':
        return this.#parts(args);
      default:
        return undefined;
    }
  }

  #find(table: PhpValue | undefined): Table | Unknown | null {
    this.database.recorder.asked = true;
    const name = toText(table ?? null);
    if (name instanceof Unknown) return name;
    const catalog = this.database.recorder.session.catalog(this.database.name);
    const found = catalog.table(this.database.tableName(name));
    if (found?.maybe !== undefined)
      return new Unknown(`whether the table ${name} exists: ${rootCause(found.maybe)}`);
    const open = found === undefined ? this.database.state.mayBeThere(catalog.open, name) : null;
    if (open !== null) return new Unknown(`whether the table ${name} exists: ${rootCause(open)}`);
    return found ?? null;
  }

  /** @param missing What is answered where there is no such table. */
  #known(
    table: PhpValue | undefined,
    answer: (table: Table) => PhpValue,
    missing: PhpValue = new PhpArray(),
  ): PhpValue {
    const found = this.#find(table);
    if (found instanceof Unknown) return found;
    if (found === null) return missing;
    if (found.open !== undefined)
      return new Unknown(`what the table ${found.name} holds: ${rootCause(found.open)}`);
    return answer(found);
  }

  #hasTable(table: PhpValue | undefined): PhpValue {
    const found = this.#find(table);
    return found instanceof Unknown ? found : found !== null && found.view !== true;
  }

  #hasView(view: PhpValue): PhpValue {
    const found = this.#find(view);
    if (found instanceof Unknown || found?.view === true) return found instanceof Unknown ? found : true;
    // Builder::hasView() compares names without regard to case, on any engine.
    const name = toText(view);
    if (name instanceof Unknown) return name;
    const wanted = this.database.tableName(name).name.toLowerCase();
    const catalog = this.database.recorder.session.catalog(this.database.name);
    return catalog
      .tables('irregular')
      .some((table) => table.view === true && table.name.toLowerCase() === wanted);
  }

  hasColumns(table: PhpValue | undefined, columns: readonly PhpValue[]): PhpValue {
    const found = this.#find(table);
    if (found instanceof Unknown) return found;
    if (found === null) return false;
    for (const column of columns) {
      const name = toText(column);
      if (name instanceof Unknown) return name;
      if (findColumn(found, name) !== undefined) continue;
      return found.open === undefined
        ? false
        : new Unknown(`whether the table ${found.name} has the column ${name}: ${rootCause(found.open)}`);
    }
    return true;
  }

  hasIndex(table: PhpValue, index: PhpValue, type: PhpValue): PhpValue {
    if (index instanceof Unknown) return index;
    const { target, frameworkVersion } = this.database.state;
    const lower = capabilitiesOf(frameworkVersion).hasIndexIgnoresCase && typeof index === 'string';
    const wanted = lower ? index.toLowerCase() : index;
    const kind = type === null ? null : textOf(type).toLowerCase();
    return this.#known(
      table,
      (found) =>
        indexRows(found, target).some(
          (row) =>
            isNamed(row, wanted) &&
            (kind === null ||
              (kind === 'primary' && row.get('primary') === true) ||
              (kind === 'unique' && row.get('unique') === true) ||
              kind === row.get('type')),
        ),
      false,
    );
  }

  /** Asks about a column; `undefined`: the table has none of that name, or there is no such table. */
  #column(
    table: PhpValue,
    column: PhpValue,
    answer: (found: { readonly column: Column; readonly table: Table } | undefined) => PhpValue,
  ): PhpValue {
    const found = this.#find(table);
    if (found instanceof Unknown) return found;
    const name = toText(column);
    if (name instanceof Unknown) return name;
    const known = found === null ? undefined : findColumn(found, name);
    if (found !== null && known !== undefined) return answer({ column: known, table: found });
    if (found?.open !== undefined)
      return new Unknown(`what the table ${found.name} holds: ${rootCause(found.open)}`);
    return answer(undefined);
  }

  #columnType(table: PhpValue, column: PhpValue, full: boolean | Unknown): PhpValue {
    const { target, frameworkVersion } = this.database.state;
    const can = capabilitiesOf(frameworkVersion);
    return this.#column(table, column, (found) => {
      if (full instanceof Unknown) return full;
      const [columnName, tableName] = [textOf(column), textOf(table)];
      if (found !== undefined && (can.columnTypeIgnoresCase || found.column.name === columnName))
        return full ? columnTypeText(found.column, target) : columnTypeName(found.column, target);
      throw new FrameworkError(`There is no column with name '${columnName}' on table '${tableName}'.`);
    });
  }

  /** Below 10.30 doctrine/dbal is asked, which has names of its own for types. */
  #doctrineType(table: PhpValue, column: PhpValue, call: CallSite): PhpValue {
    const { application, target } = this.database.state;
    if (application.project.hasDoctrine === false) throw new FrameworkError(doctrineClassMissing(target));
    const name = toText(table);
    if (name instanceof Unknown) return name;
    const positional = [target.settings.prefix + name, column];
    let found = this.database.callMethod('getDoctrineColumn', { positional, named: new Map() }, call);
    for (const method of ['getType', 'getName']) {
      if (!(found instanceof PhpObject)) break;
      found = found.callMethod(method, { positional: [], named: new Map() }, call);
    }
    return found ?? new Unknown('the type that doctrine/dbal gives');
  }

  #hasForeignKey(table: PhpValue, key: PhpValue): PhpValue {
    if (key instanceof Unknown) return key;
    const { target } = this.database.state;
    return this.#known(
      table,
      (found) => found.foreignKeys.some((known) => isNamed(foreignKeyRow(known, target), key)),
      false,
    );
  }

  #currentSchema(): PhpValue {
    return this.database.state.target.driver === 'sqlite'
      ? 'main'
      : new Unknown('the current schema of the connection');
  }

  /** Builder::parseSchemaAndTable (12.0; PostgreSQL's own from 11.16). */
  #parts(args: Bound): PhpValue {
    const reference = toText(args.get('reference'));
    if (reference instanceof Unknown) return reference;
    const [first = '', second, ...more] = reference.split('.');
    if (more.length > 0) {
      throw new FrameworkError(
        `Using three-part ${args.has('withDefaultSchema') ? 'references' : 'reference'} is not supported, you may use \`Schema::connection('${first}')\` instead.`,
      );
    }
    if (second !== undefined) return PhpArray.list([first, second]);
    const schema = args.get('withDefaultSchema');
    const current = !args.has('withDefaultSchema') || schema === true;
    return PhpArray.list([
      current ? this.#currentSchema() : typeof schema === 'string' ? schema : null,
      first,
    ]);
  }

  #tables(kind: 'tables' | 'views', row: (table: Table) => PhpValue): PhpValue {
    this.database.recorder.asked = true;
    const catalog = this.database.recorder.session.catalog(this.database.name);
    const open = this.database.state.mayBeThere(catalog.open);
    if (open !== null) return new Unknown(`which ${kind} there are: ${rootCause(open)}`);
    return PhpArray.list(
      catalog
        .tables()
        .filter((table) => !table.temporary && (table.view === true) === (kind === 'views'))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(row),
    );
  }
}

/** Is it the row of this name, or over these columns? */
function isNamed(row: PhpArray, wanted: PhpValue): boolean {
  if (!(wanted instanceof PhpArray)) return row.get('name') === wanted;
  const columns = row.get('columns');
  return columns instanceof PhpArray && columns.values().join('\0') === wanted.values().join('\0');
}
