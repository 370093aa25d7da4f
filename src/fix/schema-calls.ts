/** Calls of the schema builder: `Schema::table('users', function (Blueprint $table) { … })`. */
import { type AstNode, descendants, nameText, nodes } from '../php/ast.ts';
import { calledName, isCallOf } from './tree.ts';

/** What of an author's call can be written again elsewhere in the class. */
export interface SchemaCall {
  readonly node: AstNode;
  /** `Schema::`, `Schema::connection('tenant')->`. */
  readonly receiver: string;
  /** The table's name as source text: `'users'`, `$this->table`. */
  readonly table: string;
  /** Of the closure: `Blueprint $table`, and the variable alone. */
  readonly parameter: string;
  readonly variable: string;
}

const DEFAULT_PARAMETER = 'Blueprint $table';

/** The call of the schema builder among the nodes that lead to some call, the innermost; undefined: there is none. */
export function schemaCallIn(path: readonly AstNode[], text: string): SchemaCall | undefined {
  const node = path.findLast((one) => isCallOf(one, ['create', 'table', 'rename']) && !isOnVariable(one));
  return node === undefined ? undefined : describe(node, text);
}

/** `$table->rename('b')` is no call of the builder's; `$schema->table(…)` may stand for anything. */
function isOnVariable(call: AstNode): boolean {
  return call.what?.what?.kind === 'variable';
}

function describe(node: AstNode, text: string): SchemaCall | undefined {
  const name = calledName(node);
  const [table, closure] = nodes(node.arguments);
  if (name?.loc == null || node.loc == null || table?.loc == null || table.kind === 'namedargument')
    return undefined;
  // What is only known where the call stands cannot be written elsewhere.
  if (hasLocals(table) || hasLocals(node.what)) return undefined;
  const at =
    closure?.kind === 'closure' || closure?.kind === 'arrowfunc' ? nodes(closure.arguments)[0] : undefined;
  const given = at?.loc == null ? DEFAULT_PARAMETER : text.slice(at.loc.start.offset, at.loc.end.offset);
  const variable = /\$\w+/.exec(given)?.[0] ?? '$table';
  return {
    node,
    receiver: text.slice(node.loc.start.offset, name.loc.start.offset),
    table: text.slice(table.loc.start.offset, table.loc.end.offset),
    parameter: given,
    variable,
  };
}

/** Do both speak of the same table, as far as the source tells? */
export function isSameTable(a: SchemaCall, b: SchemaCall): boolean {
  const bare = ({ receiver, table }: SchemaCall): string =>
    receiver + table.replace(/^"([^"$\\]*)"$/, "'$1'");
  return bare(a) === bare(b);
}

function hasLocals(node: AstNode): boolean {
  for (const one of descendants(node)) {
    if (one.kind === 'variable' && nameText(one) !== 'this') return true;
    if (one.kind === 'variable' && typeof one.name !== 'string') return true;
  }
  return false;
}
