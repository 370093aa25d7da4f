/**
 * n8n hands its migrations a context of its own instead of the query runner (packages/@n8n/db/src/migrations:
 * `wrapMigration` in migration-helpers). That code is followed; what it asks of n8n's other packages stands here.
 */
import type { ModuleSource } from '../javascript/modules.ts';
import { HostObject, JsFunction, type JsValue, Unknown } from '../javascript/values.ts';
import type { TypeormRun } from './run.ts';

/** The file beside the migrations that wraps them. */
const HELPERS = '../migration-helpers';

/** Does to the class what n8n does to all of them. */
export function wrap(made: JsFunction, readHelpers: () => JsValue): void {
  const helpers = readHelpers();
  if (typeof helpers !== 'object' || helpers === null || !('wrapMigration' in helpers)) return;
  const { wrapMigration } = helpers;
  const site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };
  if (wrapMigration instanceof JsFunction) wrapMigration.invoke(undefined, [made], site);
}

/** What the file exports; undefined: there is none. */
export function helpersOf(run: TypeormRun): JsValue {
  const source: ModuleSource | null = run.ev.surroundings.resolve(HELPERS, run.entry);
  return source === null ? undefined : run.ev.modules.load(source).holder.exports;
}

/** undefined: it is none of the packages that are known. */
export function n8nPackage(name: string, run: () => TypeormRun): JsValue | undefined {
  switch (name) {
    case '@n8n/di':
      return {
        Container: {
          get: new JsFunction('get', (_self, [wanted]) =>
            wanted === GLOBAL_CONFIG ? globalConfig(run()) : new Unknown('a service of n8n'),
          ),
        },
      };
    case '@n8n/config':
      return { GlobalConfig: GLOBAL_CONFIG };
    case 'p-lazy': {
      const { ev, state } = run();
      const tree = state.tools.ts.createSourceFile('p-lazy.js', P_LAZY, state.tools.ts.ScriptTarget.ESNext);
      return ev.modules.load({ file: 'p-lazy.js', text: P_LAZY, tree }).holder.exports;
    }
    default:
      return undefined;
  }
}

class Service extends HostObject {
  readonly #known: Readonly<Record<string, JsValue>>;

  constructor(known: Readonly<Record<string, JsValue>> = {}) {
    super();
    this.#known = known;
  }

  override get(name: string): JsValue {
    return Object.hasOwn(this.#known, name) ? this.#known[name] : new Unknown(`n8n's ${name}`);
  }
}

const GLOBAL_CONFIG = new Service();

/** Without a prefix, as n8n is installed. */
function globalConfig(run: TypeormRun): JsValue {
  const type = run.target.engine === 'postgres' ? 'postgresdb' : run.target.engine;
  return new Service({ database: { type, tablePrefix: '', [type]: { database: 'n8n' } } });
}

/** p-lazy 3: a promise that begins when it is asked for. */
const P_LAZY = `
class PLazy {
  constructor(executor) { this.executor = executor; }
  begun() { this.promise ??= new Promise(this.executor); return this.promise; }
  then(fulfilled, rejected) { return this.begun().then(fulfilled, rejected); }
  catch(rejected) { return this.begun().catch(rejected); }
  finally(action) { return this.begun().finally(action); }
}
exports.__esModule = true;
exports.default = PLazy;
`;
