/** Functions of lodash that make names of names: the package is one of Knex's own. */
import { HostObject, JsFunction, type JsValue, Unknown } from '../javascript/values.ts';

/** The functions of the package that are called. */
export type Lodash = Readonly<Record<string, (text: string) => string>>;

const OF_TEXTS =
  /^(?:camelCase|capitalize|deburr|kebabCase|lowerCase|lowerFirst|snakeCase|startCase|toLower|toUpper|trim|upperCase|upperFirst)$/;

class LodashModule extends HostObject {
  readonly #lodash: Lodash;

  constructor(lodash: Lodash) {
    super();
    this.#lodash = lodash;
  }

  override get(name: string): JsValue {
    if (name === 'default') return this;
    const call = OF_TEXTS.test(name) ? this.#lodash[name] : undefined;
    if (call === undefined) return new Unknown(`${name} of the package lodash, which is not evaluated`);
    return new JsFunction(name, (_self, [text]) => {
      if (text instanceof Unknown) return text;
      return typeof text === 'string' ? call(text) : new Unknown(`${name}() of what is no text`);
    });
  }
}

/** `lodash`, `lodash/snakeCase`; undefined: another package. */
export function lodashModule(name: string, lodash: () => Lodash): JsValue | undefined {
  if (name === 'lodash' || name === 'lodash-es') return new LodashModule(lodash());
  const [, part] = /^lodash(?:-es)?\/(\w+)(?:\.js)?$/.exec(name) ?? [];
  return part === undefined ? undefined : new LodashModule(lodash()).get(part);
}
