/**
 * What the project's service providers say of configuration and of the schema builder's vocabulary:
 * `mergeConfigFrom()` and `Blueprint::macro()`. register() and boot() are evaluated, so that loops and computed paths
 * are followed; nothing is run.
 */
import path from 'node:path';
import { descendants, nameText, nodes } from '../../php/ast.ts';
import type { CallSiteAt } from '../../php/call-site.ts';
import { type ClassDeclaration, PhpInstance } from '../../php/classes.ts';
import { PhpClosure } from '../../php/closures.ts';
import type { Host } from '../../php/host.ts';
import { Interpreter } from '../../php/interpreter.ts';
import { callDeclared, nowhere, speculateCallables } from '../../php/invoke.ts';
import { classFrame, findMethod } from '../../php/members.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  type PhpObject,
  PhpThrow,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { EvaluationLimit } from '../../php/work.ts';
import type { DeclaredCode } from './project-code.ts';
import { helper } from './support.ts';

/** `mergeConfigFrom($file, $key)`: what the file returns stands under the key, beneath the project's own values. */
export interface ConfigRegistration {
  readonly key: string;
  /** Relative to the project's root. */
  readonly file: string;
}

export interface ProviderFacts {
  readonly config: readonly ConfigRegistration[];
  /** Closures by lower-cased `class::method`, the class without its namespace: `blueprint::userforeignkey`. */
  readonly macros: ReadonlyMap<string, PhpClosure>;
}

export const NO_PROVIDERS: ProviderFacts = { config: [], macros: new Map() };

/** What the providers in one more file say, over what the files before it said. */
export function readProviders(file: string, code: DeclaredCode, before: ProviderFacts): ProviderFacts {
  const config = [...before.config];
  const macros = new Map(before.macros);
  const declared = code.file(file);
  for (const provider of declared?.classes ?? []) {
    if (provider.kind !== 'class' || declared === null) continue;
    collectMacros(provider, macros);
    const php = new Interpreter(new ProviderHost(code, config, macros), declared.context);
    for (const method of ['register', 'boot', 'packageRegistered', 'packageBooted'])
      evaluateMethod(php, provider, method);
  }
  return { config, macros };
}

/**
 * Macros wherever they are written in the class: boot() may stop being evaluated before it reaches them. What the
 * evaluation finds takes their place, since only it knows the variables that a closure is made with.
 */
function collectMacros(provider: ClassDeclaration, macros: Map<string, PhpClosure>): void {
  for (const node of descendants(provider.node)) {
    if (node.kind !== 'call' || node.what?.kind !== 'staticlookup') continue;
    if (nameText(node.what.offset)?.toLowerCase() !== 'macro') continue;
    const [name, closure] = nodes(node.arguments);
    const className = nameText(node.what.what);
    if (className === undefined || name?.kind !== 'string') continue;
    if (closure?.kind === 'closure' || closure?.kind === 'arrowfunc') {
      macros.set(macroKey(className, name.value), PhpClosure.from(closure, classFrame(provider)));
    }
  }
}

function macroKey(className: string, name: string): string {
  return `${className.replace(/^.*\\/, '')}::${name}`.toLowerCase();
}

function evaluateMethod(php: Interpreter, provider: ClassDeclaration, name: string): void {
  const method = findMethod(php, provider, name);
  if (method === undefined) return;
  const site = nowhere(php);
  try {
    const object = new PhpInstance(provider);
    const receiver = { self: method.declaredIn, static: provider, this: object, name };
    const args = { positional: [], named: new Map() };
    php.bounded(() => callDeclared(php, method.node, method.file, args, site, receiver));
  } catch (error) {
    // whatever it would have said after this is not known; what it said before stands
    if (!(error instanceof PhpThrow || error instanceof EvaluationLimit || error instanceof RangeError))
      throw error;
  }
}

class ProviderHost implements Host {
  readonly #code: DeclaredCode;
  readonly #config: ConfigRegistration[];
  readonly #macros: Map<string, PhpClosure>;

  constructor(code: DeclaredCode, config: ConfigRegistration[], macros: Map<string, PhpClosure>) {
    this.#code = code;
    this.#config = config;
    this.#macros = macros;
  }

  loadClass = (name: string) => this.#code.class(name);
  loadFunction = (name: string) => this.#code.function(name);
  effects = (): number => 0;
  notUnderstood(): void {}
  addedMethod = (): undefined => undefined;
  constant = (): undefined => undefined;
  classConstant = (): undefined => undefined;
  staticProperty = (): undefined => undefined;
  setStaticProperty = (): boolean => false;
  isFrameworkSubclass = (): boolean => false;
  construct = (className: string): PhpValue | undefined =>
    this.#code.class(className) === undefined ? new Unknown(`an object of ${className}`) : undefined;

  callFunction(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    switch (name) {
      case 'base_path':
      case 'config_path': {
        const below = argument(args, 0, 'path') ?? '';
        return typeof below === 'string'
          ? path.posix.join('/', name === 'config_path' ? 'config' : '', below)
          : new Unknown('a path');
      }
      default:
        return helper(name, args, call);
    }
  }

  callStatic(className: string, method: string, args: CallArguments, _call: CallSite): PhpValue | undefined {
    if (method.toLowerCase() !== 'macro') return undefined;
    const name = argument(args, 0, 'name');
    const macro = argument(args, 1, 'macro');
    if (typeof name === 'string' && macro instanceof PhpClosure) {
      this.#macros.set(macroKey(className, name), macro);
    }
    return null;
  }

  inheritedMethod(
    _object: PhpObject,
    _ancestor: string,
    method: string,
    args: CallArguments,
  ): PhpValue | undefined {
    if (method.toLowerCase() !== 'mergeconfigfrom') return undefined;
    const file = argument(args, 0, 'path');
    const key = argument(args, 1, 'key');
    // paths of evaluated code begin at the project's root
    if (typeof file === 'string' && typeof key === 'string')
      this.#config.push({ key, file: path.posix.normalize(file).replace(/^\/+/, '') });
    return null;
  }

  outside(what: string, args: CallArguments, call: CallSite): Unknown {
    const site = call as CallSiteAt;
    // `$this->app->booted(fn () => …)`, `callAfterResolving()`: what it is handed does run
    speculateCallables(site.interpreter, what, args, site);
    return new Unknown(what);
  }
}
