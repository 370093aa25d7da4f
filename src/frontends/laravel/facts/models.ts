/** Eloquent models as their files show them: the table's name and the casts, as far as they are literal. */
import { type AstNode, descendants, nameText, nodes } from '../../../php/ast.ts';
import type { ClassDeclaration, FileDeclarations } from '../../../php/classes.ts';
import { spanOfNode } from '../../../php/span.ts';
import type { FactOf, Owner } from '../../../schema/index.ts';
import { classBasename, pluralStudly, snake } from '../str.ts';
import { plainString } from './walk.ts';

/** A file must contain both to be worth parsing: casts, and one that makes structured or secret data of a text. */
const CASTS = /\$casts\b|function\s+casts\s*\(/;
const STRUCTURED =
  /['"](?:array|json|object|collection|encrypted(?::\w+)?)['"]|As(?:Encrypted)?(?:Collection|ArrayObject)/i;
/** In a module's code, the table's name is enough, or that it follows from the class's. */
const TABLE = /\$table\s*=\s*['"]|\bextends\s+\\?[\w\\]*(?:Model|Authenticatable|User|Pivot)\b/;

export function hasModelWords(raw: string, owner: Owner): boolean {
  return (CASTS.test(raw) && STRUCTURED.test(raw)) || (owner.kind === 'module' && TABLE.test(raw));
}

export function findModels(declared: FileDeclarations, file: string, owner: Owner): FactOf<'model'>[] {
  return declared.classes.flatMap((declaration) => modelOf(declaration, file, owner) ?? []);
}

function modelOf(declaration: ClassDeclaration, file: string, owner: Owner): FactOf<'model'> | undefined {
  const { properties, parent } = declaration;
  // Every model extends something, and says which of its columns may be filled, or how they are cast.
  if (declaration.kind !== 'class' || parent === null) return undefined;
  const looksLikeOne =
    /(?:model|authenticatable|user|pivot)$/i.test(parent) ||
    ['fillable', 'guarded', 'casts'].some((name) => properties.has(name));
  if (!looksLikeOne) return undefined;
  const name = classBasename(declaration.name);
  const given = properties.get('table')?.value ?? null;
  const table = given === null ? tableName(name, parent) : plainString(given);
  const span = spanOfNode(given ?? declaration.node.name) ?? spanOfNode(declaration.node);
  if (table === undefined || span === undefined || declaration.methods.has('gettable')) return undefined;
  return {
    kind: 'model',
    name,
    table,
    tableGiven: given !== null,
    casts: castsOf(declaration),
    owner,
    origin: { file, span, call: given === null ? `class ${name}` : `$table = '${table}'` },
  };
}

function tableName(name: string, parent: string): string {
  return /pivot$/i.test(parent) ? snake(name) : snake(pluralStudly(name));
}

function castsOf(declaration: ClassDeclaration): Record<string, string> {
  const casts: Record<string, string> = {};
  const lists: AstNode[] = [];
  const property = declaration.properties.get('casts')?.value;
  if (property != null) lists.push(property);
  const method = declaration.methods.get('casts')?.node;
  if (method?.body != null) {
    for (const node of descendants(method.body)) {
      if (node.kind === 'return' && node.expr != null) {
        for (const inner of descendants(node.expr)) if (inner.kind === 'array') lists.push(inner);
      }
    }
  }
  for (const list of lists) {
    if (list.kind !== 'array') continue;
    for (const entry of nodes(list.items)) {
      const column = entry.kind === 'entry' ? plainString(entry.key) : undefined;
      const cast = column === undefined ? undefined : castName(entry.value);
      if (column !== undefined && cast !== undefined) casts[column] = cast;
    }
  }
  return casts;
}

/** `'array'`, `AsCollection::class`, `AsCollection::class.':'.X`, `AsCollection::of(X::class)`. */
function castName(node: AstNode | null | undefined): string | undefined {
  switch (node?.kind) {
    case 'string':
      return String(node.value).replace(/^.*\\/, '');
    case 'staticlookup':
      return nameText(node.offset)?.toLowerCase() === 'class'
        ? classBasename(nameText(node.what) ?? '')
        : undefined;
    case 'bin':
      return node.type === '.' ? castName(node.left) : undefined;
    case 'call':
      return node.what?.kind === 'staticlookup' ? classBasename(nameText(node.what.what) ?? '') : undefined;
    default:
      return undefined;
  }
}
