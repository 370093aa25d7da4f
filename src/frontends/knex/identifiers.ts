/** `wrapIdentifier` of Knex's configuration: what the project makes of the names that its migrations write. */
import type { ts } from 'ts-morph';
import type { KnexSettings } from '../../schema/index.ts';
import { type Evaluator, NOWHERE } from '../javascript/evaluator.ts';
import { evaluate } from '../javascript/expressions.ts';
import { getMember } from '../javascript/members.ts';
import { JsFunction, JsThrow, type JsValue, Unknown } from '../javascript/values.ts';

type Place = NonNullable<KnexSettings['wrapIdentifier']>;

/** Names that each usual mapping (to snake_case, camelCase of what has no parts) leaves alone. */
const PLAIN = /^[a-z]+(?:_[a-z]+)*$|^\*$/;

const IDENTITY = new JsFunction('origImpl', (_self, [name]) => name);

/** What becomes of names, by the code at the place. One evaluation's. */
export class IdentifierMapping {
  readonly #ev: Evaluator;
  readonly #place: Place;
  #mapping: JsValue | null = null;

  constructor(ev: Evaluator, place: Place) {
    this.#ev = ev;
    this.#place = place;
  }

  /** The name as it is sent, without the quotation marks. */
  of(name: string): string | Unknown {
    this.#mapping ??= this.#read();
    const mapped = this.#call(this.#mapping, name);
    if (typeof mapped === 'string') return mapped;
    const { file, line } = this.#place;
    return PLAIN.test(name) ? name : new Unknown(`what wrapIdentifier (${file}:${line}) makes of "${name}"`);
  }

  #call(mapping: JsValue, name: string): JsValue {
    if (!(mapping instanceof JsFunction)) return undefined;
    try {
      return this.#ev.settle(mapping.invoke(undefined, [name, IDENTITY], NOWHERE), NOWHERE);
    } catch (error) {
      if (!(error instanceof JsThrow)) throw error;
      return undefined;
    }
  }

  #read(): JsValue {
    const ev = this.#ev;
    const { file, at } = this.#place;
    const source = ev.surroundings.resolve(`/${file}`, file);
    if (source?.tree == null) return undefined;
    try {
      const { scope } = ev.modules.load(source);
      const found = expressionAt(ev, source.tree, at);
      if (scope === null || found === undefined) return undefined;
      const value = evaluate(ev, found.expression, scope);
      return found.isMember ? getMember(ev, value, 'wrapIdentifier', NOWHERE) : value;
    } catch (error) {
      if (!(error instanceof JsThrow)) throw error;
      return undefined;
    }
  }
}

/** What is to be evaluated for the word that stands there. `isMember`: the function is a member of its value. */
function expressionAt(
  { ts }: Evaluator,
  tree: ts.SourceFile,
  at: number,
): { readonly expression: ts.Expression; readonly isMember: boolean } | undefined {
  const K = ts.SyntaxKind;
  let object: ts.Expression | undefined;
  const within = (node: ts.Node): ReturnType<typeof expressionAt> => {
    if (at < node.pos || at >= node.end) return undefined;
    const outer = object;
    if (node.kind === K.ObjectLiteralExpression) object = node as ts.Expression;
    const inner = ts.forEachChild(node, within);
    const around = object;
    object = outer;
    if (inner !== undefined) return inner;
    const isHere = (name: ts.Node): boolean => at >= name.pos && at < name.end;
    if (node.kind === K.PropertyAssignment) {
      const { name, initializer } = node as ts.PropertyAssignment;
      if (isHere(name)) return { expression: initializer, isMember: false };
    }
    if (node.kind === K.ShorthandPropertyAssignment)
      return { expression: (node as ts.ShorthandPropertyAssignment).name, isMember: false };
    if (
      node.kind === K.MethodDeclaration &&
      isHere((node as ts.MethodDeclaration).name) &&
      around !== undefined
    )
      return { expression: around, isMember: true };
    if (node.kind === K.CallExpression && isHere((node as ts.CallExpression).expression))
      return { expression: node as ts.CallExpression, isMember: true };
    return undefined;
  };
  return within(tree);
}
