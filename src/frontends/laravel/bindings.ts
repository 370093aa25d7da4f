/** What providers bind in the container: `$this->app->singleton(Dialect::class, fn () => …)`. Looked for when asked. */
import { type AstNode, descendants, nameText, nodes } from '../../php/ast.ts';
import { PhpClosure } from '../../php/closures.ts';
import { classFrame } from '../../php/members.ts';
import { type FileContext, resolveClassName } from '../../php/scope.ts';
import type { DeclaredCode } from './project-code.ts';
import { classBasename } from './str.ts';

const METHODS = /^(?:bind|singleton|scoped)(?:if)?$/;
const WORDS = /->(?:bind|singleton|scoped)(?:If)?\s*\(/i;

/** Files that bind something, with their bytes: which of them names a class is told without parsing any. */
export class BindingFiles {
  readonly #files: { readonly file: string; readonly raw: string }[] = [];

  look(file: string, raw: string): void {
    if (WORDS.test(raw)) this.#files.push({ file, raw });
  }

  naming(className: string): string[] {
    const word = new RegExp(`\\b${classBasename(className).replace(/\W/g, '')}\\b`);
    return this.#files.filter(({ raw }) => word.test(raw)).map(({ file }) => file);
  }
}

/** The closure or the class's name that stands behind an abstract; undefined: nothing is bound. */
export function bindingOf(
  abstract: string,
  files: BindingFiles,
  code: DeclaredCode,
): PhpClosure | string | undefined {
  const wanted = abstract.toLowerCase();
  for (const file of files.naming(abstract)) {
    for (const provider of code.file(file)?.classes ?? []) {
      for (const node of descendants(provider.node)) {
        const [key, concrete] = boundIn(node);
        if (key === undefined || nameIn(key, provider.file)?.toLowerCase() !== wanted) continue;
        if (concrete === undefined) return abstract;
        if (concrete.kind === 'closure' || concrete.kind === 'arrowfunc')
          return PhpClosure.from(concrete, classFrame(provider));
        return nameIn(concrete, provider.file);
      }
    }
  }
  return undefined;
}

function boundIn(node: AstNode): readonly AstNode[] {
  if (node.kind !== 'call' || node.what?.kind !== 'propertylookup') return [];
  return METHODS.test(nameText(node.what.offset)?.toLowerCase() ?? '') ? nodes(node.arguments) : [];
}

/** `X::class`, or a name in quotes. */
function nameIn(node: AstNode, file: FileContext): string | undefined {
  if (node.kind === 'string') return String(node.value).replace(/^\\/, '');
  if (node.kind !== 'staticlookup' || nameText(node.offset)?.toLowerCase() !== 'class') return undefined;
  return resolveClassName(nameText(node.what) ?? '', node.what.resolution, file);
}
