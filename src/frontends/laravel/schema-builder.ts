/** The `Schema` facade: Illuminate\Database\Schema\Builder of one connection (Laravel 8 to 13). */
import { toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { type Column, findColumn, type Origin, type Table } from '../../schema/index.ts';
import { Blueprint } from './blueprint.ts';
import type { BlueprintConnection } from './connection.ts';
import type { DatabaseConnection } from './database.ts';
import { registeredTypes } from './doctrine/additions.ts';
import { columnRow, columnTypeName, foreignKeyRow, indexRows } from './introspection.ts';

export class SchemaBuilder extends PhpObject {
  readonly className = 'Illuminate\\Database\\Schema\\Builder';
  readonly database: DatabaseConnection;
  #connection: BlueprintConnection | undefined;

  constructor(database: DatabaseConnection) {
    super();
    this.database = database;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const get = (position: number, parameter: string) => argument(args, position, parameter);
    switch (name.toLowerCase()) {
      case 'create':
        return this.#build(get(0, 'table'), call, (blueprint) => {
          blueprint.callMethod('create', { positional: [], named: new Map() }, call);
          call.invoke(get(1, 'callback') ?? null, [blueprint]);
        });
      case 'table':
        return this.#build(get(0, 'table'), call, (blueprint) => {
          call.invoke(get(1, 'callback') ?? null, [blueprint]);
        });
      case 'drop':
      case 'dropifexists':
        return this.#build(get(0, 'table'), call, (blueprint) => {
          blueprint.callMethod(name, { positional: [], named: new Map() }, call);
        });
      case 'rename':
        return this.#build(get(0, 'from'), call, (blueprint) => {
          blueprint.callMethod('rename', { positional: [get(1, 'to') ?? null], named: new Map() }, call);
        });
      case 'dropcolumns':
        return this.#build(get(0, 'table'), call, (blueprint) => {
          blueprint.callMethod(
            'dropColumn',
            { positional: [get(1, 'columns') ?? null], named: new Map() },
            call,
          );
        });
      case 'whentablehascolumn':
      case 'whentabledoesnthavecolumn':
      case 'whentablehasindex':
      case 'whentabledoesnthaveindex':
        return this.#conditional(name.toLowerCase(), args, call);
      case 'hastable':
        return this.#hasTable(get(0, 'table'));
      case 'hascolumn':
        return this.#hasColumns(get(0, 'table'), [get(1, 'column') ?? null]);
      case 'hascolumns': {
        const columns = get(1, 'columns');
        return columns instanceof PhpArray
          ? this.#hasColumns(get(0, 'table'), columns.values())
          : new Unknown('the columns asked for');
      }
      case 'hasindex':
        return this.#hasIndex(get(0, 'table'), get(1, 'index') ?? null, get(2, 'type') ?? null);
      case 'hasview':
        return this.#hasTable(get(0, 'view'));
      case 'getcolumnlisting':
        return this.#known(get(0, 'table'), (table) =>
          PhpArray.list(table.columns.map((column) => column.name)),
        );
      case 'getcolumns':
        return this.#known(get(0, 'table'), (table) =>
          PhpArray.list(table.columns.map((column) => columnRow(column, this.database.state.target))),
        );
      case 'getcolumntype':
        return this.#columnType(get(0, 'table'), get(1, 'column'), get(2, 'fullDefinition') === true);
      case 'getindexes':
        return this.#known(get(0, 'table'), (table) =>
          PhpArray.list(indexRows(table, this.database.state.target)),
        );
      case 'getindexlisting':
        return this.#known(get(0, 'table'), (table) =>
          PhpArray.list(indexRows(table, this.database.state.target).map((row) => row.get('name') ?? null)),
        );
      case 'getforeignkeys':
        return this.#known(get(0, 'table'), (table) =>
          PhpArray.list(table.foreignKeys.map((key) => foreignKeyRow(key))),
        );
      case 'gettables':
      case 'gettablelisting':
      case 'getalltables':
        return this.#tables(name.toLowerCase());
      case 'getviews':
        return new Unknown('the views of the database');
      case 'enableforeignkeyconstraints':
      case 'disableforeignkeyconstraints':
        this.database.setForeignKeyChecks(name.toLowerCase().startsWith('enable'), call.origin);
        return true;
      case 'withoutforeignkeyconstraints': {
        this.database.setForeignKeyChecks(false, call.origin);
        try {
          return call.invoke(get(0, 'callback') ?? null, []);
        } finally {
          this.database.setForeignKeyChecks(true, call.origin);
        }
      }
      case 'defaultstringlength':
        return this.#setDefaultLength(get(0, 'length') ?? null, call);
      case 'defaulttimeprecision': {
        const precision = get(0, 'precision') ?? null;
        if (typeof precision === 'number' || precision === null)
          this.database.state.defaultTimePrecision = precision;
        return null;
      }
      case 'defaultmorphkeytype': {
        const type = get(0, 'type');
        if (type === 'int' || type === 'uuid' || type === 'ulid')
          this.database.state.defaultMorphKeyType = type;
        return null;
      }
      case 'morphusinguuids':
        this.database.state.defaultMorphKeyType = 'uuid';
        return null;
      case 'morphusingulids':
        this.database.state.defaultMorphKeyType = 'ulid';
        return null;
      case 'getconnection':
        return this.database;
      case 'connection':
        return this.database.sibling(get(0, 'name') ?? null).schema;
      case 'setconnection':
        return this;
      case 'getgrammar':
        return new Unknown('the schema grammar');
      case 'droptable':
      case 'dropalltables':
      case 'dropallviews':
      case 'dropalltypes':
      case 'createdatabase':
      case 'dropdatabaseifexists':
        this.database.recorder.notUnderstood(`Schema::${name}() is not evaluated`, call.origin);
        return null;
      case 'ensurevectorextensionexists':
      case 'ensureextensionexists':
        return this.database.raw('create extension if not exists', call);
      default:
        return undefined;
    }
  }

  /** Describes a table through a closure, compiles it, and sends what comes of it. */
  #build(table: PhpValue | undefined, call: CallSite, describe: (blueprint: Blueprint) => void): PhpValue {
    const { recorder, state } = this.database;
    const name = toText(table ?? null);
    if (name instanceof Unknown || name === '') {
      const reason = name instanceof Unknown ? name.reason : 'the name of the table is empty';
      const blueprint = new Blueprint('?', this.blueprintConnection(), call.origin);
      describe(blueprint);
      recorder.notUnderstood(`the table's name cannot be known: ${reason}`, call.origin);
      recorder.send(
        {
          kind: 'notUnderstood',
          sql: '',
          origin: call.origin,
          reason: `the table's name cannot be known: ${reason}`,
        },
        this.database.name,
      );
      return null;
    }
    recorder.count(call.origin);
    const blueprint = new Blueprint(name, this.blueprintConnection(), call.origin);
    describe(blueprint);
    const { statements, notUnderstood, unread } = blueprint.compile();
    recorder.calls.unread(unread);
    for (const { origin, reason, consequence } of notUnderstood) {
      if (!consequence) recorder.notUnderstood(reason, origin);
    }
    for (const statement of statements) {
      const verdict = recorder.send(statement, this.database.name);
      // Laravel stops at the framework's own exception; nothing of this blueprint follows
      if (statement.kind !== 'frameworkRefuses' || verdict.outcome !== 'refuses') continue;
      // where only a package is missing, the rest is looked at as if it were there: one cause, one finding
      if (statement.requires === undefined) break;
    }
    if (statements.some((statement) => statement.kind === 'createTable'))
      state.tablesWithRows.delete(name.toLowerCase());
    return null;
  }

  /** Read when asked: what the schema builder's static settings say may change between two tables. */
  blueprintConnection(): BlueprintConnection {
    if (this.#connection !== undefined) return this.#connection;
    const { state, recorder, name, models, serverVersion } = this.database;
    this.#connection = {
      target: state.target,
      frameworkVersion: state.frameworkVersion,
      catalog: () => recorder.session.catalog(name),
      serverVersion,
      isMaria: state.target.engine === 'mariadb',
      get defaultStringLength() {
        return state.defaultStringLength;
      },
      get defaultStringLengthGiven() {
        return state.defaultStringLengthGiven;
      },
      get defaultTimePrecision() {
        return state.defaultTimePrecision;
      },
      get defaultMorphKeyType() {
        return state.defaultMorphKeyType;
      },
      called: (origin) => recorder.called(origin),
      foreignKeyChecks: () => recorder.session.catalog(name).foreignKeyChecks,
      model: (className) => models.key(className),
      hasDoctrine: state.application.project.hasDoctrine ?? true,
      get doctrineTypes() {
        return registeredTypes(state.application);
      },
      get doctrineMappings() {
        return state.application.doctrine?.mappings ?? new Map<string, string>();
      },
    };
    return this.#connection;
  }

  #find(table: PhpValue | undefined): Table | Unknown | null {
    const name = toText(table ?? null);
    if (name instanceof Unknown) return name;
    const catalog = this.database.recorder.session.catalog(this.database.name);
    const found = catalog.table(this.database.tableName(name));
    if (found?.maybe !== undefined)
      return new Unknown(`whether the table ${name} exists: ${rootCause(found.maybe)}`);
    if (found === undefined && catalog.open !== null && catalog.open !== this.database.state.unseenPackages)
      return new Unknown(`whether the table ${name} exists: ${rootCause(catalog.open)}`);
    return found ?? null;
  }

  #known(table: PhpValue | undefined, answer: (table: Table) => PhpValue): PhpValue {
    const found = this.#find(table);
    if (found instanceof Unknown) return found;
    if (found === null) return new PhpArray();
    if (found.open !== undefined)
      return new Unknown(`what the table ${found.name} holds: ${rootCause(found.open)}`);
    return answer(found);
  }

  #hasTable(table: PhpValue | undefined): PhpValue {
    const found = this.#find(table);
    return found instanceof Unknown ? found : found !== null;
  }

  #hasColumns(table: PhpValue | undefined, columns: readonly PhpValue[]): PhpValue {
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

  #hasIndex(table: PhpValue | undefined, index: PhpValue, type: PhpValue): PhpValue {
    return this.#known(table, (found) => {
      if (index instanceof Unknown) return index;
      const wanted = index instanceof PhpArray ? index.values().join('\0') : null;
      return indexRows(found, this.database.state.target).some((row) => {
        const columns = row.get('columns');
        const matches =
          wanted === null
            ? row.get('name') === index
            : columns instanceof PhpArray && columns.values().join('\0') === wanted;
        if (!matches) return false;
        if (type === null) return true;
        return type === 'primary'
          ? row.get('primary') === true
          : type === 'unique'
            ? row.get('unique') === true
            : row.get('type') === type;
      });
    });
  }

  #columnType(table: PhpValue | undefined, column: PhpValue | undefined, full: boolean): PhpValue {
    return this.#known(table, (found) => {
      const name = toText(column ?? null);
      if (name instanceof Unknown) return name;
      const known: Column | undefined = findColumn(found, name);
      if (known === undefined) return new Unknown(`there is no column ${name} on the table ${found.name}`);
      return full ? known.type.text : columnTypeName(known, this.database.state.target);
    });
  }

  #tables(method: string): PhpValue {
    const catalog = this.database.recorder.session.catalog(this.database.name);
    if (catalog.open !== null && catalog.open !== this.database.state.unseenPackages)
      return new Unknown(`which tables there are: ${rootCause(catalog.open)}`);
    const names = [...catalog.tables()]
      .filter((table) => !table.temporary)
      .map((table) => table.name)
      .sort();
    if (method === 'gettablelisting') return PhpArray.list(names);
    if (method === 'getalltables') return new Unknown('the rows of Schema::getAllTables()');
    return PhpArray.list(
      names.map((name) =>
        PhpArray.of([
          ['name', name],
          ['schema', null],
          ['schema_qualified_name', name],
        ]),
      ),
    );
  }

  #conditional(method: string, args: CallArguments, call: CallSite): PhpValue {
    const [table = null, subject = null, callback = null, type = null] = args.positional;
    const has = method.endsWith('column')
      ? this.#hasColumns(table, [subject])
      : this.#hasIndex(table, subject, type);
    if (has instanceof Unknown) {
      this.database.recorder.notUnderstood(`a condition that cannot be known: ${has.reason}`, call.origin);
      return null;
    }
    if (has === method.startsWith('whentablehas'))
      this.#build(table, call, (blueprint) => void call.invoke(callback, [blueprint]));
    return null;
  }

  #setDefaultLength(length: PhpValue, call: CallSite): PhpValue {
    if (typeof length === 'number') {
      this.database.state.defaultStringLength = length;
      this.database.state.defaultStringLengthGiven = true;
    } else if (length instanceof Unknown) {
      this.database.recorder.notUnderstood(
        `the default length cannot be known: ${length.reason}`,
        call.origin,
      );
    }
    return null;
  }
}

/** The origin of something that the framework does of itself. */
export function frameworkOrigin(file: string, call: string): Origin {
  const start = { line: 1, column: 1 };
  return { file, span: { start, end: start, startOffset: 0, endOffset: 0 }, call };
}

/** The first cause of a chain of questions that could not be answered: the way there says nothing to a reader. */
function rootCause(reason: string): string {
  return reason.replace(/^(?:(?:whether|what|which) (?:the )?tables? [^:]*: )+/, '');
}
