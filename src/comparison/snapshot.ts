/** What one engine holds at one moment, and how it differs from what the same engine held at another. */
import type { Column, EngineName, ForeignKey, Index, KeyPart, Table } from '../schema/index.ts';
import { defaultKey, typeFacts, typeKey } from './type-class.ts';

export interface Snapshot {
  readonly tables: ReadonlyMap<string, Table>;
  /** By table and object: what the engine says of it, as one text. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, ObjectText>>;
}

interface ObjectText {
  readonly text: string;
  /** Equal where the two mean the same: a rebuild of SQLite writes types and defaults in other words. */
  readonly key: string;
}

export interface SnapshotDifference {
  readonly table: string;
  /** The column or key; null: the table itself. */
  readonly object: string | null;
  readonly what: string;
}

/** `last`: a snapshot that may hold some of the same tables. */
export function snapshotOf(engine: EngineName, tables: readonly Table[], last?: Snapshot): Snapshot {
  const sorted = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const textsFor = (table: Table) => {
    const known = last?.texts.get(table.name);
    if (known !== undefined && last?.tables.get(table.name) === table) return known;
    const texts = textsOf(engine, table);
    // Read anew and found the same, it is compared by what it is.
    return known !== undefined && sameTexts(known, texts) ? known : texts;
  };
  return {
    tables: new Map(sorted.map((table) => [table.name, table])),
    texts: new Map(sorted.map((table) => [table.name, textsFor(table)])),
  };
}

function sameTexts(a: ReadonlyMap<string, ObjectText>, b: ReadonlyMap<string, ObjectText>): boolean {
  if (a.size !== b.size) return false;
  for (const [object, { text, key }] of a) {
    const other = b.get(object);
    if (other?.text !== text || other.key !== key) return false;
  }
  return true;
}

function textsOf(engine: EngineName, table: Table): Map<string, ObjectText> {
  const texts = new Map<string, ObjectText>();
  const set = (object: string, text: string, key = text) => texts.set(object, { text, key });
  for (const column of table.columns) {
    const type = typeFacts(engine, table, column);
    set(
      `column ${column.name}`,
      columnText(column, column.type.text.toLowerCase(), column.default?.sql),
      columnText(column, typeKey(type), defaultKey(column, type) || undefined),
    );
  }
  if (table.primaryKey !== undefined) set('primary key', table.primaryKey.parts.map(partText).join(', '));
  for (const index of table.indexes) set(`index ${index.name}`, indexText(index));
  for (const key of table.foreignKeys) set(`foreign key ${key.name ?? key.columns.join(', ')}`, keyText(key));
  for (const check of table.checks) set(`check ${check.name ?? check.expression}`, check.expression);
  return texts;
}

function columnText(column: Column, type: string, value: string | undefined): string {
  const { nullable, autoIncrement, collation, comment, generated, onUpdate } = column;
  return [
    type,
    nullable ? 'null' : 'not null',
    value === undefined ? '' : `default ${value}`,
    autoIncrement ? 'auto_increment' : '',
    collation === undefined ? '' : `collate ${collation}`,
    generated === undefined
      ? ''
      : `generated ${generated.stored ? 'stored' : 'virtual'} ${generated.expression}`,
    onUpdate === undefined ? '' : `on update ${onUpdate}`,
    comment === undefined ? '' : `comment ${comment}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

export function partText(part: KeyPart): string {
  if (!('column' in part)) return `(${part.expression})`;
  return `${part.column}${part.length === undefined ? '' : `(${part.length})`}${part.descending === true ? ' desc' : ''}`;
}

function indexText({ kind, parts, where, method }: Index): string {
  return `${kind} (${parts.map(partText).join(', ')})${where === undefined ? '' : ` where ${where}`}${method === undefined ? '' : ` using ${method}`}`;
}

function keyText({ columns, parent, parentColumns, onDelete, onUpdate }: ForeignKey): string {
  return `(${columns.join(', ')}) to ${parent.name} (${parentColumns.join(', ')}) on delete ${onDelete} on update ${onUpdate}`;
}

/** What `after` has, lacks or has otherwise, compared with `before`; both of one engine. */
export function snapshotDifferences(before: Snapshot, after: Snapshot): SnapshotDifference[] {
  const differences: SnapshotDifference[] = [];
  for (const [table, texts] of before.texts) {
    const now = after.texts.get(table);
    if (now === texts) continue;
    if (now === undefined) differences.push({ table, object: null, what: `the table ${table} is gone` });
    else differences.push(...objectDifferences(table, texts, now));
  }
  for (const table of after.texts.keys()) {
    if (!before.texts.has(table))
      differences.push({ table, object: null, what: `the table ${table} is there` });
  }
  return differences;
}

function objectDifferences(
  table: string,
  before: ReadonlyMap<string, ObjectText>,
  after: ReadonlyMap<string, ObjectText>,
): SnapshotDifference[] {
  const differences: SnapshotDifference[] = [];
  for (const [object, was] of before) {
    const now = after.get(object);
    if (now === undefined) differences.push({ table, object, what: `${object} of ${table} is gone` });
    else if (now.key !== was.key)
      differences.push({
        table,
        object,
        what: `${object} of ${table} is "${now.text}" and was "${was.text}"`,
      });
  }
  for (const object of after.keys()) {
    if (!before.has(object)) differences.push({ table, object, what: `${object} of ${table} is there` });
  }
  return differences;
}
