/** Table, TableColumn and their like: the library's own objects, as evaluated code makes and reads them. */
import { HostObject, JsFunction, type JsValue, makeError, type Site, Unknown } from '../javascript/values.ts';
import { RealHost, type RealObject, toReal } from '../script-migrations/membrane.ts';
import { classOf, SCHEMA_CLASSES } from './library.ts';
import type { TypeormRun } from './run.ts';

const hosts = new WeakMap<object, SchemaObject>();

/** What evaluated code sees of something that the library gives. */
export function fromReal(run: TypeormRun, real: unknown): JsValue {
  if (typeof real === 'string') {
    const unknown = run.marked(real);
    return unknown === undefined ? real : new Unknown(unknown);
  }
  if (typeof real !== 'object' || real === null)
    return typeof real === 'function' ? new Unknown('a function') : real;
  if (Array.isArray(real)) return real.map((item) => fromReal(run, item));
  const known = hosts.get(real);
  if (known !== undefined && known.run === run) return known;
  const { typeorm } = run.state.tools;
  const isOwn = SCHEMA_CLASSES.some((name) => {
    const made = classOf(typeorm, name);
    return made !== undefined && real instanceof made;
  });
  if (!isOwn) return new Unknown('an object of the library');
  const made = new SchemaObject(run, real as RealObject);
  hosts.set(real, made);
  return made;
}

/** As the library is handed it. */
export function given(run: TypeormRun, value: JsValue, site: Site): unknown {
  return toReal(run, value, (real) => fromReal(run, real), site);
}

export class SchemaObject extends RealHost<TypeormRun> {
  override get(name: string, _site: Site): JsValue {
    if (name === 'constructor' || name.startsWith('_')) return undefined;
    const value = this.real[name];
    if (typeof value !== 'function') return fromReal(this.run, value);
    return new JsFunction(name, (_self, args, site) =>
      fromReal(
        this.run,
        this.callReal(
          name,
          args.map((arg) => given(this.run, arg, site)),
          site,
        ),
      ),
    );
  }

  override set(name: string, value: JsValue): void {
    if (name === 'constructor' || name.startsWith('_')) return;
    const own = this.real as Record<string, unknown>;
    own[name] = given(this.run, value, NOWHERE);
  }
}

const NOWHERE: Site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };

/** Names of errors that code asks for. */
const ERRORS: ReadonlySet<string> = new Set(['TypeORMError', 'QueryFailedError']);

/** What the package exports. */
export class TypeormModule extends HostObject {
  readonly #run: () => TypeormRun;
  readonly #name: string;
  readonly #known = new Map<string, JsValue>();

  constructor(name: string, run: () => TypeormRun) {
    super();
    this.#name = name;
    this.#run = run;
  }

  override get(member: string): JsValue {
    if (!this.#known.has(member)) this.#known.set(member, this.#make(member));
    return this.#known.get(member);
  }

  #make(member: string): JsValue {
    if (member === 'default') return this;
    if (member === '__esModule') return true;
    if (ERRORS.has(member)) {
      const error = new JsFunction(member, (_self, [message]) => makeError(message, member));
      error.construct = ([message]) => makeError(message, member);
      return error;
    }
    if ((SCHEMA_CLASSES as readonly string[]).includes(member)) {
      const made = new JsFunction(member, () => new Unknown(`what ${member} gives without new`));
      made.construct = (args, site) => {
        const run = this.#run();
        const Real = classOf(run.state.tools.typeorm, member);
        if (Real === undefined) return new Unknown(`${member} of ${this.#name}`);
        const real = args.map((arg) => given(run, arg, site));
        try {
          return fromReal(run, new Real(...real));
        } catch (error) {
          throw run.libraryError(error, site);
        }
      };
      return made;
    }
    return new Unknown(`${member} of the package ${this.#name}, which is not evaluated`);
  }
}
