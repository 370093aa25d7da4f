/** What the evaluated code asks for, counted by its places in the source. */
import type { CoverageEntry, FactOf, NotUnderstood, Origin } from '../schema/index.ts';

/** Source calls by place: counted once however many targets, directions and loop turns meet them. */
export class SourceCalls {
  /** By file: the places, as numbers. */
  readonly #counted = new Map<string, Set<number>>();
  readonly #unknown = new Map<string, NotUnderstood>();
  readonly #unread = new Map<string, FactOf<'unread-modifier'>>();
  readonly #givenUp: Set<string>;

  constructor(givenUp = new Set<string>()) {
    this.#givenUp = givenUp;
  }

  /** Counts apart, to be added later; knows what was given up here. */
  beside(): SourceCalls {
    return new SourceCalls(new Set(this.#givenUp));
  }

  /** The evaluation of a migration in one direction was given up on a target: on the next, less time is spent on it. */
  giveUp(evaluation: string): void {
    this.#givenUp.add(evaluation);
  }

  hasGivenUp(evaluation: string): boolean {
    return this.#givenUp.has(evaluation);
  }

  /** Counts whatever was counted there, which is as if it were counted here from the beginning. */
  add(other: SourceCalls): void {
    for (const [file, places] of other.#counted) {
      const known = this.#counted.get(file);
      if (known === undefined) this.#counted.set(file, new Set(places));
      else for (const place of places) known.add(place);
    }
    for (const [at, entry] of other.#unknown) if (!this.#unknown.has(at)) this.#unknown.set(at, entry);
    this.unread(other.unreadModifiers());
    for (const evaluation of other.#givenUp) this.#givenUp.add(evaluation);
  }

  count(origin: { readonly file: string; readonly span: Origin['span'] }): void {
    let places = this.#counted.get(origin.file);
    if (places === undefined) {
      places = new Set();
      this.#counted.set(origin.file, places);
    }
    places.add(origin.span.startOffset * 2 ** 26 + origin.span.endOffset);
  }

  /** Counts as a statement, too. Of several reasons for one place the first stays. */
  notUnderstood(entry: NotUnderstood): void {
    const at = placeKey(entry);
    this.count(entry);
    if (!this.#unknown.has(at)) this.#unknown.set(at, entry);
  }

  /** What is reached by one target, or in one turn of a loop, is reached. */
  unread(modifiers: readonly FactOf<'unread-modifier'>[]): void {
    for (const modifier of modifiers) {
      const at = `${placeKey(modifier.origin)} ${modifier.name}`;
      if (modifier.unreached === undefined || !this.#unread.has(at)) this.#unread.set(at, modifier);
    }
  }

  /** Calls on columns and keys that nobody reads, in the order in which they were met. */
  unreadModifiers(): FactOf<'unread-modifier'>[] {
    return [...this.#unread.values()];
  }

  /** What was counted in these files. */
  coverage(files: ReadonlySet<string>): CoverageEntry {
    let statements = 0;
    for (const [file, places] of this.#counted) if (files.has(file)) statements += places.size;
    return { statements, unknown: [...this.#unknown.values()].filter((entry) => files.has(entry.file)) };
  }
}

/** A place as a key. */
export function placeKey(place: {
  readonly file: string;
  readonly span: { readonly startOffset: number; readonly endOffset: number };
}): string {
  return `${place.file}:${place.span.startOffset}:${place.span.endOffset}`;
}
