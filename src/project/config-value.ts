/** `config('permission.table_names')` in a migration: read from the project's configuration when it is asked for. */
import path from 'node:path';
import type { Provenance } from '../schema/index.ts';
import type { Environment } from './env-file.ts';
import { productionEnvironment, readEnvLayers } from './env-layers.ts';
import { ProjectFiles } from './files.ts';
import { at, type Located, NotKnown, type PlainValue, plain } from './located.ts';
import { readPhpConfig } from './php-config.ts';

export type ConfigAnswer =
  /** `found: false`: nothing defines the key, and `config()` answers its default. */
  | { readonly found: true; readonly value: PlainValue; readonly from: Provenance }
  | { readonly found: false; readonly reason: string };

/** One per project: it keeps what it has read. */
export class ProjectConfiguration {
  readonly #files: ProjectFiles;
  readonly #read = new Map<string, Located | null>();
  #env: Environment | undefined;
  #packageFiles: ReadonlyMap<string, readonly string[]> | undefined;
  #registered: readonly { readonly key: string; readonly file: string }[] = [];

  /** `folders`: further roots (modules, packages) whose `config/` may hold defaults, relative to the project's. */
  readonly #folders: readonly string[];

  constructor(root: string, folders: readonly string[] = []) {
    this.#files = new ProjectFiles(root);
    this.#folders = folders;
  }

  /** Files that providers put under a key of their own (`mergeConfigFrom`), relative to the root. */
  register(registered: readonly { readonly key: string; readonly file: string }[]): void {
    // the longest key first: `shop.database` before `shop`
    this.#registered = [...registered].sort((a, b) => b.key.length - a.key.length);
  }

  #registeredValue(key: string): ConfigAnswer | undefined {
    for (const { key: under, file } of this.#registered) {
      if (key !== under && !key.startsWith(`${under}.`)) continue;
      const config = this.#open(file);
      if (config === null) continue;
      const keys = key === under ? [] : key.slice(under.length + 1).split('.');
      const found = at(config, keys);
      if (found === undefined) continue;
      const value = plain(found);
      return {
        found: true,
        value: value instanceof NotKnown ? new NotKnown(`config('${key}'): ${value.reason}`) : value,
        from: found.from,
      };
    }
    return undefined;
  }

  /** The value at `file.key.key`. A NotKnown value, or one inside of it, says why. */
  configValue(key: string): ConfigAnswer {
    const [name = '', ...keys] = key.split('.');
    let reason = `config('${key}') is not defined in the project`;
    for (const file of this.#candidates(name)) {
      const config = this.#open(file);
      if (config === null) continue;
      const found = at(config, keys);
      if (found === undefined) {
        reason = `config('${key}') is not defined in ${file}`;
        continue;
      }
      const value = plain(found);
      if (value instanceof NotKnown) {
        return { found: true, value: new NotKnown(`config('${key}'): ${value.reason}`), from: found.from };
      }
      return { found: true, value, from: found.from };
    }
    return this.#registeredValue(key) ?? { found: false, reason };
  }

  /** Is there a file of the project's own for this key, whose value is an array that was read? */
  hasFile(key: string): boolean {
    const [name = ''] = key.split('.');
    return /^[\w-]+$/.test(name) && this.#open(`config/${name}.php`)?.value instanceof Map;
  }

  /** The project's own file first, then the defaults that modules and packages merge under it. */
  #candidates(name: string): string[] {
    if (!/^[\w-]+$/.test(name)) return [];
    const own = [`config/${name}.php`, ...this.#folders.map((folder) => `${folder}/config/${name}.php`)];
    return [...own, ...(this.#packages().get(`${name}.php`) ?? [])];
  }

  #packages(): ReadonlyMap<string, readonly string[]> {
    if (this.#packageFiles !== undefined) return this.#packageFiles;
    const found = new Map<string, string[]>();
    for (const vendor of this.#files.folders('vendor')) {
      if (vendor === 'bin' || vendor === 'composer') continue;
      for (const name of this.#files.folders(path.posix.join('vendor', vendor))) {
        for (const folder of ['config', 'src/config', 'src/Config']) {
          const config = path.posix.join('vendor', vendor, name, folder);
          for (const entry of this.#files.list(config)) {
            if (entry.kind !== 'file' || !entry.name.endsWith('.php')) continue;
            const list = found.get(entry.name) ?? [];
            list.push(`${config}/${entry.name}`);
            found.set(entry.name, list);
          }
        }
      }
    }
    this.#packageFiles = found;
    return found;
  }

  #open(file: string): Located | null {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const text = this.#files.read(file);
    let config: Located | null = null;
    if (text !== null) {
      this.#env ??= productionEnvironment(readEnvLayers(this.#files));
      config = readPhpConfig(text, { root: this.#files.root, file, env: this.#env }).value;
    }
    this.#read.set(file, config);
    return config;
  }
}
