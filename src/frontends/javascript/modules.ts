/** The project's own files as modules: ECMAScript and CommonJS, each evaluated once. */
import type { ts } from 'ts-morph';
import type { Evaluator } from './evaluator.ts';
import { NOWHERE } from './evaluator.ts';
import { getMember } from './members.ts';
import { Scope } from './scope.ts';
import { execute, hoist } from './statements.ts';
import { JsFunction, JsThrow, type JsValue, Unknown } from './values.ts';

/** A parsed file. */
export interface ModuleSource {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  /** null: a JSON file, whose value is `json`. */
  readonly tree: ts.SourceFile | null;
  readonly json?: JsValue;
}

export interface Module {
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile | null;
  /** CommonJS: `module`, whose `exports` may be replaced. */
  readonly holder: { exports: JsValue };
  /** Has it `import` or `export`? */
  isEcma: boolean;
  readonly globals: ReadonlyMap<string, JsValue>;
  /** Its own variables; null: it has none. */
  scope: Scope | null;
}

/** So many modules of the project's monorepo are evaluated for one migration: its shared names, and no application. */
const MAX_OUTSIDE = 150;

export class Modules {
  readonly #evaluator: Evaluator;
  readonly #loaded = new Map<string, Module>();
  #outside = 0;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** Evaluates a file, once. Throws JsThrow where it throws. */
  load(source: ModuleSource): Module {
    const known = this.#loaded.get(source.file);
    if (known !== undefined) return known;
    const holder: { exports: JsValue } = { exports: source.tree === null ? source.json : {} };
    const folder = source.file.includes('/') ? source.file.slice(0, source.file.lastIndexOf('/')) : '.';
    const require = new JsFunction('require', (_self, [name]) =>
      typeof name === 'string'
        ? this.namespaceOf(name, module, true)
        : new Unknown('a module whose name is not known'),
    );
    const globals = new Map<string, JsValue>([
      ['module', holder],
      ['require', require],
      ['__dirname', `/${folder === '.' ? '' : folder}`],
      ['__filename', `/${source.file}`],
    ]);
    const module: Module = {
      file: source.file,
      text: source.text,
      tree: source.tree,
      holder,
      isEcma: false,
      globals,
      scope: null,
    };
    this.#loaded.set(source.file, module);
    if (source.file.startsWith('../')) this.#outside++;
    if (source.tree === null) return module;
    const scope = new Scope({ module, self: undefined, home: null, depth: 0 }, null);
    module.scope = scope;
    const { statements } = source.tree;
    this.#evaluator.apart(() => {
      hoist(this.#evaluator, statements, scope);
      for (const statement of statements) execute(this.#evaluator, statement, scope);
    });
    return module;
  }

  /** What importing the module gives: everything that it exports. `common`: through require(). */
  namespaceOf(name: string, from: Module, common = false): JsValue {
    const { surroundings } = this.#evaluator;
    const isFile = !isOfPackage(name);
    const known = isFile ? undefined : surroundings.packageModule(name, from.file);
    if (known !== undefined) return known;
    const source = this.#outside >= MAX_OUTSIDE ? null : surroundings.resolve(name, from.file);
    if (source === null)
      return new Unknown(
        isFile ? `${name}, which is imported and not found` : `the package ${name}, which is not evaluated`,
      );
    try {
      const module = this.load(source);
      const { exports } = module.holder;
      return common || module.isEcma ? exports : { ...asObject(exports), default: exports };
    } catch (error) {
      if (!(error instanceof JsThrow)) throw error;
      return new Unknown(`${name}, which throws when it is imported: ${error.message}`);
    }
  }
}

/** Does an import name a package, and no file? */
function isOfPackage(name: string): boolean {
  return !/^(?:\.{0,2}\/|#)/.test(name) && name !== '.' && name !== '..';
}

function asObject(value: JsValue): object {
  return typeof value === 'object' && value !== null && !(value instanceof Unknown) ? value : {};
}

/** One export of what `import` gave. */
export function exported(evaluator: Evaluator, namespace: JsValue, name: string): JsValue {
  return getMember(evaluator, namespace, name, NOWHERE);
}
