/** Node's own modules, as far as what they give is known without doing it. */
import path from 'node:path';
import { HostObject, JsFunction, JsThrow, type JsValue, makeError, Unknown } from './values.ts';

type ReadFile = (file: string) => string | null;

function functions(entries: Readonly<Record<string, (...args: readonly JsValue[]) => JsValue>>): JsValue {
  const module: Record<string, JsValue> = {};
  for (const [name, call] of Object.entries(entries))
    module[name] = new JsFunction(name, (_self, args) => {
      const unknown = args.find((arg) => arg instanceof Unknown);
      return unknown ?? call(...args);
    });
  module.default = module;
  return module;
}

/** A module of which only the names are known. */
class UnknownModule extends HostObject {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override get(member: string): JsValue {
    return new Unknown(`${member} of the package ${this.#name}, which is not evaluated`);
  }
}

const texts = (args: readonly JsValue[]): string[] => args.filter((arg) => typeof arg === 'string');

/** undefined: it is no module of Node's. Paths of evaluated code begin at the project's root. */
export function nodeModule(name: string, readFile: ReadFile): JsValue | undefined {
  switch (name.replace(/^node:/, '')) {
    case 'path':
    case 'path/posix':
      return functions({
        join: (...args) => path.posix.join(...texts(args)),
        resolve: (...args) => path.posix.resolve('/', ...texts(args)),
        dirname: (file) => path.posix.dirname(String(file)),
        basename: (file, ending) =>
          path.posix.basename(String(file), typeof ending === 'string' ? ending : undefined),
        extname: (file) => path.posix.extname(String(file)),
        normalize: (file) => path.posix.normalize(String(file)),
        relative: (from, to) => path.posix.relative(String(from), String(to)),
        parse: (file) => ({ ...path.posix.parse(String(file)) }),
      });
    case 'fs':
    case 'fs/promises':
    case 'fs-extra': {
      const read = (file: JsValue): JsValue => {
        const text = readFile(String(file));
        if (text !== null) return text;
        throw new JsThrow(makeError(`ENOENT: no such file or directory, open '${String(file)}'`));
      };
      const module = functions({
        readFileSync: read,
        readFile: read,
        existsSync: (file) =>
          readFile(String(file)) === null ? new Unknown(`whether ${String(file)} exists`) : true,
      }) as Record<string, JsValue>;
      module.promises = module;
      return module;
    }
    case 'url':
      return functions({
        fileURLToPath: (url) => String(url).replace(/^file:\/\//, ''),
        pathToFileURL: (file) => ({ href: `file://${String(file)}` }),
      });
    case 'assert':
    case 'child_process':
    case 'crypto':
    case 'events':
    case 'http':
    case 'os':
    case 'stream':
    case 'util':
      return new UnknownModule(name);
    default:
      return undefined;
  }
}

export function unknownModule(name: string): HostObject {
  return new UnknownModule(name);
}
