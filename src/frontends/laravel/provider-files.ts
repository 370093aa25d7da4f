/** Which files hold providers that are worth evaluating, told from their bytes. */

const WORDS = /mergeConfigFrom|(Blueprint|ColumnDefinition|ForeignKeyDefinition|Fluent)::macro/;
const PROVIDER = /\bextends\s+[\w\\]*Provider\b/;
/** What a provider can take such calls from. */
const CARRIER = /^[ \t]*(?:(?:abstract|final)[ \t]+)*(?:trait|class)[ \t]+(\w+)/gm;

export class ProviderFiles {
  readonly #direct: string[] = [];
  readonly #others: { readonly file: string; readonly raw: string }[] = [];
  readonly #carriers = new Set<string>();

  look(file: string, raw: string): void {
    if (WORDS.test(raw)) {
      this.#direct.push(file);
      for (const [, name = ''] of raw.matchAll(CARRIER)) this.#carriers.add(name);
    } else if (PROVIDER.test(raw)) this.#others.push({ file, raw });
  }

  /** Those with the words, and those that name a trait or a base class with the words. */
  found(): string[] {
    if (this.#carriers.size === 0) return this.#direct;
    const named = new RegExp(`\\b(?:${[...this.#carriers].join('|')})\\b`);
    return [...this.#direct, ...this.#others.filter(({ raw }) => named.test(raw)).map(({ file }) => file)];
  }
}
