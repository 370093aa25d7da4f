/** `.env` files, as Laravel's phpdotenv reads them, and what `env()` makes of a value. */

export interface EnvEntry {
  /** As `env()` gives it: `true`, `null` and the like are no strings. */
  readonly value: string | boolean | null;
  /** Relative to the project's root. */
  readonly file: string;
  readonly line: number;
}

const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\r\n]*))/gm;

/**
 * How much the values of a file may grow by what they mention, in UTF-16 units; what comes after that is not expanded.
 * A variable that mentions itself twice in each of some lines would fill the memory.
 */
const LARGEST_GROWTH = 1_048_576;

/** Variables that are set; commented lines say nothing. */
export function readEnv(text: string, file: string): Map<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>();
  const raw = new Map<string, string>();
  let line = 1;
  let counted = 0;
  let grown = 0;
  for (const match of text.replace(/^\uFEFF/, '').matchAll(ASSIGNMENT)) {
    const [, name = '', double, single, bare] = match;
    for (; counted < match.index; counted++) if (text.charCodeAt(counted) === 10) line += 1;
    let value: string;
    if (single !== undefined) value = single;
    else {
      value =
        double === undefined
          ? (bare ?? '').replace(/(^|\s)#.*$/, '').trim()
          : double.replace(/\\(["\\$])/g, '$1').replaceAll('\\n', '\n');
      value = value.replace(/\$\{([A-Za-z0-9_.]+)\}/g, (whole, other: string) => {
        const text = raw.get(other);
        if (text === undefined || grown + text.length > LARGEST_GROWTH) return whole;
        grown += text.length;
        return text;
      });
    }
    raw.set(name, value);
    entries.set(name, { value: castEnv(value), file, line });
  }
  return entries;
}

/** Illuminate\Support\Env::get: a few words become values, and a pair of quotes that is left over goes. */
export function castEnv(value: string): string | boolean | null {
  switch (value.toLowerCase()) {
    case 'true':
    case '(true)':
      return true;
    case 'false':
    case '(false)':
      return false;
    case 'empty':
    case '(empty)':
      return '';
    case 'null':
    case '(null)':
      return null;
    default:
      return /^(['"])(.*)\1$/s.exec(value)?.[2] ?? value;
  }
}

/** Several files, looked through in order: the first that sets a variable decides. */
export class Environment {
  readonly #layers: readonly ReadonlyMap<string, EnvEntry>[];

  constructor(layers: readonly ReadonlyMap<string, EnvEntry>[]) {
    this.#layers = layers;
  }

  get(name: string): EnvEntry | undefined {
    for (const layer of this.#layers) {
      const entry = layer.get(name);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** With further files that are looked at first. */
  over(layers: readonly ReadonlyMap<string, EnvEntry>[]): Environment {
    return new Environment([...layers, ...this.#layers]);
  }
}
