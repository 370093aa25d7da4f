/** What a migration's code does besides changing the schema: transactions, models, loops over rows, looks outside. */
import { type AstNode, childNodes, nameText, nodes } from '../../../php/ast.ts';
import { callSpan, describeCall } from '../../../php/call-site.ts';
import type { FileDeclarations } from '../../../php/classes.ts';
import { lineStarts, spanBetween } from '../../../php/positions.ts';
import { resolveClassName } from '../../../php/scope.ts';
import { spanOfNode } from '../../../php/span.ts';
import type { Fact, FactOf, Origin } from '../../../schema/index.ts';
import { literalStart } from './walk.ts';

/** Bytes that a migration must contain to be worth the walk. */
export const MIGRATION_CALL_WORDS =
  /transaction|\\Models?\\|\\Entities\\|\bApp\\[A-Z]\w*\s*[;:,]|\benv\s*\(|getenv|\$_ENV|environment\s*\(|runningInConsole|runningUnitTests|isProduction|isLocal|\bHttp::|curl_|file_get_contents|fsockopen|GuzzleHttp|->(?:get|all|pluck)\s*\(|::all\s*\(/i;

type Loop = FactOf<'row-loop'>;

/** Classes that stand for a table, by where they lie. */
const MODEL = /(?:^|\\)(?:Models?|Entities)\\\w+(?:\\\w+)*$|^App\\[A-Z]\w*$/;
const NO_MODEL = /^Illuminate\\|\\(?:Enums?|Scopes?|Traits?|Concerns|Observers?|Casts?)\\|Enum$/;

const WRITES =
  /^(?:update|save|saveQuietly|insert|insertOrIgnore|insertGetId|updateQuietly|updateOrInsert|upsert|delete|forceDelete|create|updateOrCreate|firstOrCreate|increment|decrement|push|statement|sync|attach|forceFill)$/i;
const LOADS = /^(?:get|all|pluck)$/i;

/** The calls of a chain, outermost first, and what the chain begins with. */
function chainOf(node: AstNode): { readonly names: readonly string[]; readonly root: AstNode } {
  const names: string[] = [];
  let at = node;
  while (at.kind === 'call' || /lookup$/.test(at.kind)) {
    if (at.kind === 'call') {
      // A function, a method of a class, or what a variable holds (`$made()`): nothing stands before it.
      if (!/^(?:nullsafe)?(?:property|offset)?lookup$/.test(at.what?.kind ?? '')) {
        if (at.what?.kind === 'staticlookup') names.push(nameText(at.what.offset) ?? '');
        return { names, root: at };
      }
      names.push(nameText(at.what.offset) ?? '');
      at = at.what.what;
    } else at = at.what;
  }
  return { names, root: at };
}

export function findMigrationCalls(
  program: AstNode,
  declared: FileDeclarations,
  file: string,
  text: string,
): Fact[] {
  const facts: Fact[] = [];
  const own = new Set(declared.classes.map(({ name }) => name.toLowerCase()));
  const starts = lineStarts(text);
  const classOf = (node: AstNode | null | undefined): string | undefined =>
    node?.kind === 'name'
      ? resolveClassName(nameText(node) ?? '', node.resolution, declared.context)
      : undefined;
  const isModel = (name: string | undefined): name is string =>
    name !== undefined && MODEL.test(name) && !NO_MODEL.test(name) && !own.has(name.toLowerCase());
  const at = (node: AstNode): Origin | undefined => {
    const span = node.kind === 'call' ? callSpan(node) : spanOfNode(node);
    return span === undefined ? undefined : { file, span, call: describeCall(node, text) };
  };
  /** Does the expression load rows, all at once? */
  const loads = (node: AstNode): boolean => {
    if (node.kind !== 'call') return false;
    const { names, root } = chainOf(node);
    if (
      !names.some((name) => LOADS.test(name)) ||
      names.some((name) => /^(?:config|keys|chunk\w*|lazy\w*|cursor)$/i.test(name))
    )
      return false;
    const name = root.kind === 'call' ? classOf(root.what?.what) : undefined;
    return name !== undefined && (/(?:^|\\)DB$/.test(name) || isModel(name));
  };
  const visit = (node: AstNode, method: string, loaded: Map<string, AstNode>, begun: AstNode[]): void => {
    if (node.kind === 'method') {
      method = (nameText(node.name) ?? '').toLowerCase();
      loaded = new Map();
      begun = [];
    }
    if (node.kind === 'assign' && node.left?.kind === 'variable' && node.right?.kind === 'call') {
      const name = nameText(node.left);
      if (name !== undefined && loads(node.right)) loaded.set(name, node.right);
    }
    if (node.kind === 'foreach') {
      const source: AstNode | undefined =
        node.source?.kind === 'variable' ? loaded.get(nameText(node.source) ?? '') : node.source;
      const fact = source != null && loads(source) ? loopOver(node, source, method) : undefined;
      if (fact !== undefined) facts.push(fact);
    }
    if (node.kind === 'call') call(node, method, loaded, begun);
    if (node.kind === 'new' && isModel(classOf(node.what))) {
      const origin = at(node);
      if (origin !== undefined) facts.push({ kind: 'model-use', name: classOf(node.what)!, method, origin });
    }
    if (node.kind === 'variable' && node.name === '_ENV') outside(node, 'environment', '$_ENV');
    for (const child of childNodes(node)) visit(child, method, loaded, begun);
  };
  const outside = (node: AstNode, what: 'environment' | 'network', shown: string): void => {
    const origin = at(node);
    if (origin !== undefined) facts.push({ kind: 'outside-look', what, text: shown, origin });
  };
  const loopOver = (node: AstNode, source: AstNode, method: string): Loop | undefined => {
    const written = writesIn(node.kind === 'foreach' ? node.body : node);
    const origin = at(source);
    return written === undefined || origin === undefined
      ? undefined
      : { kind: 'row-loop', method, write: written, origin };
  };
  const call = (node: AstNode, method: string, loaded: Map<string, AstNode>, begun: AstNode[]): void => {
    const { what } = node;
    if (what?.kind === 'name') {
      const name = (nameText(what) ?? '').toLowerCase();
      if (name === 'env' || name === 'getenv') outside(node, 'environment', `${name}()`);
      else if (/^(?:curl_exec|curl_init|fsockopen|stream_socket_client)$/.test(name))
        outside(node, 'network', `${name}()`);
      else if (/^(?:file_get_contents|fopen|file|simplexml_load_file)$/.test(name)) {
        const first = literalStart(nodes(node.arguments)[0]);
        if (first !== undefined && /^(?:https?|ftp):\/\//i.test(first.text))
          outside(node, 'network', `${name}()`);
      }
      return;
    }
    const name = (nameText(what?.offset) ?? '').toLowerCase();
    if (what?.kind === 'staticlookup') {
      const of = classOf(what.what);
      if (of !== undefined) {
        if (isModel(of) && !own.has(of.toLowerCase())) {
          const origin = at(node);
          if (origin !== undefined) facts.push({ kind: 'model-use', name: of, method, origin });
        }
        if (/(?:^|\\)Http$/.test(of)) outside(node, 'network', `Http::${nameText(what.offset)}()`);
        if (
          /(?:^|\\)App$/.test(of) &&
          /^(?:environment|islocal|isproduction|runningunittests|runninginconsole)$/.test(name)
        )
          outside(node, 'environment', `App::${nameText(what.offset)}()`);
        if (/(?:^|\\)Env$/.test(of) && name === 'get') outside(node, 'environment', 'Env::get()');
      }
    } else if (
      /^(?:environment|islocal|isproduction|runningunittests)$/.test(name) &&
      what?.what?.kind === 'call' &&
      what.what.what?.kind === 'name' &&
      nameText(what.what.what)?.toLowerCase() === 'app'
    )
      outside(node, 'environment', `app()->${nameText(what.offset)}()`);
    if (name === 'transaction' && nodes(node.arguments).length > 0) {
      const span = spanOfNode(node);
      if (span !== undefined)
        facts.push({ kind: 'transaction', origin: { file, span, call: describeCall(node, text) } });
    }
    if (name === 'begintransaction') begun.push(node);
    if (name === 'commit') {
      const from = begun.pop();
      if (from?.loc != null && node.loc != null)
        facts.push({
          kind: 'transaction',
          origin: {
            file,
            span: spanBetween(starts, from.loc.start.offset, node.loc.end.offset),
            call: describeCall(from, text),
          },
        });
    }
    if (name === 'each' || name === 'map' || name === 'eachspread') {
      const receiver: AstNode | undefined =
        what?.what?.kind === 'variable' ? loaded.get(nameText(what.what) ?? '') : what?.what;
      const closure = nodes(node.arguments)[0];
      if (receiver != null && closure != null && loads(receiver)) {
        const written = writesIn(closure);
        const origin = at(receiver);
        if (written !== undefined && origin !== undefined)
          facts.push({ kind: 'row-loop', method, write: written, origin });
      }
    }
  };
  visit(program, '', new Map(), []);
  return facts;
}

/** The first call in it that writes rows, as a reader knows it. */
function writesIn(node: AstNode | null | undefined): string | undefined {
  if (node == null) return undefined;
  if (node.kind === 'call' && node.what?.kind !== 'name') {
    const name = nameText(node.what?.offset) ?? '';
    if (WRITES.test(name)) return `->${name}()`;
  }
  for (const child of childNodes(node)) {
    const found = writesIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
