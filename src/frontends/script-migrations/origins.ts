/** Which call of the author each part of a statement comes from. */
import type { AlterAction, LineStarts, NameSlot, Origin, Span, Statement } from '../../schema/index.ts';
import { keyColumns } from '../../schema/index.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import type { Site } from '../javascript/values.ts';

/** The texts of files, for places in them. */
export interface Texts {
  textOf(file: string): string;
  linesOf(file: string): LineStarts;
}

/** The call in the migration's own file; one made elsewhere is reached through a call that stands there. */
export function originOf(ev: Evaluator, site: Site, texts: Texts, entry: string): Origin {
  const spanOf = ({ file, start, end }: Site): Span => texts.linesOf(file).span(start, end);
  if (site.file === entry) return { file: entry, span: spanOf(site), call: site.call };
  const through = ev.through;
  if (site.file === '')
    return {
      file: entry,
      span: through === undefined ? startSpan() : spanOf(through),
      call: through?.call ?? '',
    };
  const related = [{ file: site.file, span: spanOf(site), message: `made here: ${site.call}` }];
  return {
    file: entry,
    span: through === undefined ? startSpan() : spanOf(through),
    call: site.call,
    related,
  };
}

export function startSpan(): Span {
  const start = { line: 1, column: 1 };
  return { start, end: start, startOffset: 0, endOffset: 0 };
}

/** Where in the call a name could be written; undefined: nowhere, or the call is not in the migration's file. */
export function nameSlotOf(site: Site, position: number, texts: Texts, entry: string): NameSlot | undefined {
  if (site.file !== entry) return undefined;
  const text = texts.textOf(entry);
  const lines = texts.linesOf(entry);
  const { argumentSpans, close } = site;
  const given = argumentSpans[position];
  const name = site.call.replace(/\(\)$/, '');
  const open = argumentSpans[0]?.start ?? close;
  const quote = text.slice(open, close).includes('"') && !text.slice(open, close).includes("'") ? '"' : "'";
  if (given !== undefined) {
    if (!/^['"`]/.test(text.slice(given.start, given.end))) return undefined;
    return {
      span: lines.span(given.start, given.end),
      before: quote,
      after: quote,
      exampleBefore: `${name}(${squeeze(text.slice(open, given.start))}${quote}`,
      exampleAfter: `${quote}${squeeze(text.slice(given.end, close))})`,
    };
  }
  if (argumentSpans.length !== position) return undefined;
  const last = argumentSpans.at(-1);
  const at = last?.end ?? close;
  const separator = last === undefined ? '' : ', ';
  return {
    span: lines.span(at, at),
    before: `${separator}${quote}`,
    after: quote,
    exampleBefore: `${name}(${squeeze(text.slice(open, at))}${separator}${quote}`,
    exampleAfter: `${quote})`,
  };
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** A call on a table that asks for a column or a key. */
export interface Asked {
  readonly method: string;
  readonly columns: readonly string[];
  readonly origin: Origin;
}

type Keyed = { readonly origin?: Origin };

/** Gives the parts of a statement the calls that asked for them. */
export function withOrigins(
  statement: Statement,
  columns: ReadonlyMap<string, Origin>,
  asked: readonly Asked[],
): Statement {
  const left = [...asked];
  const keyOrigin = (names: readonly string[], methods: readonly string[]): Origin | undefined => {
    const at = left.findIndex(
      (one) =>
        methods.includes(one.method) &&
        one.columns.join('\0').toLowerCase() === names.join('\0').toLowerCase(),
    );
    return at < 0 ? undefined : left.splice(at, 1)[0]!.origin;
  };
  const placed = <T extends Keyed>(part: T, origin: Origin | undefined): T =>
    origin === undefined ? part : { ...part, origin };
  const columnOrigin = (name: string): Origin | undefined => columns.get(name.toLowerCase());
  const action = (one: AlterAction): AlterAction => {
    switch (one.kind) {
      case 'addColumn':
      case 'modifyColumn':
        return { ...one, column: placed(one.column, columnOrigin(one.column.name)) };
      case 'alterColumnType':
        return placed(one, columnOrigin(one.column));
      case 'addIndex':
        return { ...one, index: placed(one.index, one.index.origin ?? statement.origin) };
      case 'addForeignKey':
        return { ...one, foreignKey: placed(one.foreignKey, statement.origin) };
      case 'addPrimaryKey':
        return { ...one, primaryKey: placed(one.primaryKey, statement.origin) };
      default:
        return one;
    }
  };
  switch (statement.kind) {
    case 'createTable':
      return {
        ...statement,
        columns: statement.columns.map((column) => placed(column, columnOrigin(column.name))),
        indexes: statement.indexes.map((index) =>
          placed(index, keyOrigin(keyColumns(index.parts), ['unique', 'index', 'primary'])),
        ),
        foreignKeys: statement.foreignKeys.map((key) => placed(key, keyOrigin(key.columns, ['foreign']))),
        ...(statement.primaryKey === undefined
          ? {}
          : {
              primaryKey: placed(
                statement.primaryKey,
                keyOrigin(keyColumns(statement.primaryKey.parts), ['primary']) ??
                  columnOrigin(keyColumns(statement.primaryKey.parts)[0] ?? ''),
              ),
            }),
      };
    case 'alterTable':
      return { ...statement, actions: statement.actions.map(action) };
    case 'createIndex':
      return { ...statement, index: placed(statement.index, statement.origin) };
    default:
      return statement;
  }
}
