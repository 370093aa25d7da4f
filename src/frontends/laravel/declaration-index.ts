/**
 * Which file of the project declares a function or a class that composer's autoloader does not lead to: files that
 * providers require, class maps, folders in other letters. Only what one file alone declares is said to be there.
 */

const NAMESPACE = /^[ \t]*namespace[ \t]+([\w\\]+)[ \t]*[;{]/m;
const DECLARED =
  /^[ \t]*(?:(?:abstract|final|readonly)[ \t]+)*(function|class|trait|interface|enum)[ \t]+&?[ \t]*(\w+)/gm;

/** What editors and analysers are told of other people's classes is not loaded by anybody. */
export const NEVER_LOADED = /(?:^|\/)(?:_ide_helper[\w.]*\.php$|\.|stubs\/)/;

export class DeclarationIndex {
  readonly #functions = new Map<string, string[]>();
  readonly #classes = new Map<string, string[]>();

  /** `raw`: the file's bytes as Latin-1. */
  add(file: string, raw: string): void {
    if (NEVER_LOADED.test(file)) return;
    let namespace: string | undefined;
    for (const [, kind, name = ''] of raw.matchAll(DECLARED)) {
      namespace ??= NAMESPACE.exec(raw)?.[1] ?? '';
      if (/^illuminate\b/i.test(namespace)) return;
      const full = (namespace === '' ? name : `${namespace}\\${name}`).toLowerCase();
      const index = kind === 'function' ? this.#functions : this.#classes;
      const files = index.get(full);
      if (files === undefined) index.set(full, [file]);
      else if (!files.includes(file)) files.push(file);
    }
  }

  names(): string[] {
    return [...[...this.#functions.keys()].map((name) => `${name}()`), ...this.#classes.keys()];
  }

  /** By lower-cased fully qualified name. Methods without a modifier are found here as well: the caller looks. */
  fileOfFunction(name: string): string | undefined {
    return only(this.#functions.get(name));
  }

  fileOfClass(name: string): string | undefined {
    return only(this.#classes.get(name.toLowerCase()));
  }
}

function only(files: readonly string[] | undefined): string | undefined {
  return files?.length === 1 ? files[0] : undefined;
}
