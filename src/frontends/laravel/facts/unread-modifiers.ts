/**
 * Calls on a column or key that nobody reads. Fluent takes any method call as an attribute; what no grammar asks for is
 * lost without a word (Illuminate\Support\Fluent::__call, Laravel 8 to 13).
 */
import { PhpArray, type PhpValue } from '../../../php/values.ts';
import { compareVersions, type FactOf, nearest, type Origin } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { ColumnDefinition, type Fluent } from '../fluent.ts';
import { ForeignKeyDefinition } from '../foreign-key.ts';
import {
  BLUEPRINT_METHODS,
  COLUMN_MODIFIERS,
  FLUENT_METHODS,
  FOREIGN_ID_METHODS,
  FOREIGN_KEY_METHODS,
  FOREIGN_KEY_MODIFIERS,
  fullVersion,
  INDEX_MODIFIERS,
  type Vocabulary,
} from '../vocabulary.ts';

type Unread = FactOf<'unread-modifier'>;
type Verdict = Pick<Unread, 'reason' | 'nearest' | 'since'>;

const INDEX_COMMANDS = new Set(['primary', 'unique', 'index', 'fulltext', 'spatialIndex', 'vectorIndex']);

/** Fluent's own methods that a migration calls; others of its later versions only read. */
const CONDITIONS = new Set(['when', 'unless']);

/** Read by every version, though newer ones only say so. */
const ALWAYS_READ = new Set(['algorithm', 'language']);

/** Read, but set by the schema builder itself rather than by anybody who writes a migration. */
const INTERNAL = new Set([
  'allowed',
  'dimensions',
  'fixed',
  'isGeometry',
  'name',
  'places',
  'precision',
  'projection',
  'referencesModelColumn',
  'renameTo',
  'subtype',
  'table',
  'total',
  'type',
]);

const COLUMN_WORDS = Object.keys(COLUMN_MODIFIERS).filter((name) => !INTERNAL.has(name));
const KEY_WORDS = [
  ...Object.keys(FOREIGN_KEY_METHODS),
  ...Object.keys(FOREIGN_KEY_MODIFIERS).filter((name) => name !== 'columns' && name !== 'index'),
];

/** To be asked before the blueprint's implied commands are added: they use modifiers up. */
export function unreadModifiers(blueprint: Blueprint): Unread[] {
  const { frameworkVersion } = blueprint;
  const found: Unread[] = [];
  const look = (
    owner: Fluent,
    on: Unread['on'],
    columns: readonly string[],
    judge: (name: string, value: PhpValue) => Verdict | undefined,
  ): void => {
    for (const [name, { value, origin }] of owner.attributes) {
      if (origin === undefined || !isCall(origin, name)) continue;
      const verdict = CONDITIONS.has(name)
        ? tooNew(FLUENT_METHODS, name, frameworkVersion)
        : judge(name, value);
      if (verdict === undefined) continue;
      found.push({ kind: 'unread-modifier', name, on, columns, table: blueprint.table, ...verdict, origin });
    }
    for (const { name, origin } of owner.asked) {
      // A type behind another one; whoever calls get() or toArray() wants the answer.
      if (!Object.hasOwn(BLUEPRINT_METHODS, name)) continue;
      const of = { kind: 'unread-modifier', name, on, columns, table: blueprint.table } as const;
      found.push({ ...of, reason: 'unknown', origin });
    }
  };
  for (const column of blueprint.columns) {
    look(column, 'column', [column.text('name')], (name) => onColumn(name, frameworkVersion));
  }
  for (const command of blueprint.commands) {
    if (command instanceof ColumnDefinition) continue;
    const name = command.attributes.get('name');
    const isKey = command instanceof ForeignKeyDefinition;
    const isIndex = name?.origin !== undefined || INDEX_COMMANDS.has(String(name?.value));
    if (!isKey && !(isIndex && command.attributes.has('columns'))) continue;
    const columns = listOf(command.get('columns'));
    look(command, isKey ? 'foreignKey' : 'index', columns, (attribute, value) =>
      onKey(attribute, value, isKey, frameworkVersion),
    );
  }
  return found;
}

/** A property that is set (`$column->x = …`) is somebody's own; only calls are looked at. */
function isCall(origin: Origin, name: string): boolean {
  return origin.call.toLowerCase().includes(`${name.toLowerCase()}(`);
}

function onColumn(name: string, version: string): Verdict | undefined {
  const since = Object.hasOwn(COLUMN_MODIFIERS, name) ? COLUMN_MODIFIERS[name] : undefined;
  if (since !== undefined) return isOlder(version, since) ? { reason: 'later', since } : undefined;
  if (KEY_WORDS.includes(name) || Object.hasOwn(FOREIGN_ID_METHODS, name)) return { reason: 'elsewhere' };
  return unknown(name, [...COLUMN_WORDS, ...KEY_WORDS]);
}

function onKey(name: string, value: PhpValue, isForeign: boolean, version: string): Verdict | undefined {
  if (name === 'name') return { reason: 'overwrites' };
  // ->index() sets the key's name to true, which the SQL then spells "1".
  if ((name === 'index' || name === 'columns') && typeof value === 'boolean') return { reason: 'overwrites' };
  const own = isForeign ? FOREIGN_KEY_MODIFIERS : INDEX_MODIFIERS;
  const since = Object.hasOwn(own, name) ? own[name] : undefined;
  if (since !== undefined) {
    return isOlder(version, since) && !ALWAYS_READ.has(name) ? { reason: 'later', since } : undefined;
  }
  const later = isForeign ? tooNew(FOREIGN_KEY_METHODS, name, version) : undefined;
  if (later !== undefined) return later;
  if (Object.hasOwn(COLUMN_MODIFIERS, name)) return { reason: 'elsewhere' };
  return unknown(name, isForeign ? [...KEY_WORDS, ...COLUMN_WORDS] : Object.keys(INDEX_MODIFIERS));
}

function unknown(name: string, known: readonly string[]): Verdict {
  const close = nearest(name, known);
  return { reason: 'unknown', ...(close === undefined ? {} : { nearest: close }) };
}

/** A real method of a later version. */
function tooNew(vocabulary: Vocabulary, name: string, version: string): Verdict | undefined {
  const first = Object.hasOwn(vocabulary, name) ? vocabulary[name]?.[0]?.since : undefined;
  return first !== undefined && isOlder(version, first) ? { reason: 'later', since: first } : undefined;
}

function isOlder(version: string, since: string): boolean {
  return compareVersions(fullVersion(version), since) < 0;
}

function listOf(value: PhpValue): string[] {
  return value instanceof PhpArray
    ? value.values().map((item) => (typeof item === 'string' ? item : '?'))
    : [];
}
