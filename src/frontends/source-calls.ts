/** What the evaluated code asks for, counted by its places in the source. */
import type { CoverageEntry, FactOf, NotUnderstood, Origin } from '../schema/index.ts';

/** Source calls by place: counted once however many targets, directions and loop turns meet them. */
export class SourceCalls {
  // A session keeps thousands of these: what holds nothing is not made.
  /** By file: the places, as numbers. */
  #counted: Map<string, Set<number>> | undefined;
  #unknown: Map<string, NotUnderstood> | undefined;
  #unread: Map<string, FactOf<'unread-modifier'>> | undefined;
  #givenUp: Set<string> | undefined;

  /** Counts apart, to be added later; knows what was given up here. */
  beside(): SourceCalls {
    const other = new SourceCalls();
    if (this.#givenUp !== undefined) other.#givenUp = new Set(this.#givenUp);
    return other;
  }

  /** The evaluation of a migration in one direction was given up on a target: on the next, less time is spent on it. */
  giveUp(evaluation: string): void {
    this.#givenUp ??= new Set();
    this.#givenUp.add(evaluation);
  }

  hasGivenUp(evaluation: string): boolean {
    return this.#givenUp?.has(evaluation) === true;
  }

  /** Counts whatever was counted there, which is as if it were counted here from the beginning. */
  add(other: SourceCalls): void {
    for (const [file, places] of other.#counted ?? []) {
      const known = this.#places(file);
      for (const place of places) known.add(place);
    }
    for (const [at, entry] of other.#unknown ?? []) this.#note(at, entry);
    this.unread(other.unreadModifiers());
    for (const evaluation of other.#givenUp ?? []) this.giveUp(evaluation);
  }

  count(origin: { readonly file: string; readonly span: Origin['span'] }): void {
    this.#places(origin.file).add(origin.span.startOffset * 2 ** 26 + origin.span.endOffset);
  }

  #places(file: string): Set<number> {
    this.#counted ??= new Map();
    let places = this.#counted.get(file);
    if (places === undefined) {
      places = new Set();
      this.#counted.set(file, places);
    }
    return places;
  }

  /** Counts as a statement, too. Of several reasons for one place the first stays. */
  notUnderstood(entry: NotUnderstood): void {
    this.count(entry);
    this.#note(placeKey(entry), entry);
  }

  #note(at: string, entry: NotUnderstood): void {
    this.#unknown ??= new Map();
    if (!this.#unknown.has(at)) this.#unknown.set(at, entry);
  }

  /** What is reached by one target, or in one turn of a loop, is reached. */
  unread(modifiers: readonly FactOf<'unread-modifier'>[]): void {
    for (const modifier of modifiers) {
      const at = `${placeKey(modifier.origin)} ${modifier.name}`;
      this.#unread ??= new Map();
      if (modifier.unreached === undefined || !this.#unread.has(at)) this.#unread.set(at, modifier);
    }
  }

  /** Calls on columns and keys that nobody reads, in the order in which they were met. */
  unreadModifiers(): FactOf<'unread-modifier'>[] {
    return [...(this.#unread?.values() ?? [])];
  }

  /** What was counted in these files. */
  coverage(files: ReadonlySet<string>): CoverageEntry {
    let statements = 0;
    for (const [file, places] of this.#counted ?? []) if (files.has(file)) statements += places.size;
    return {
      statements,
      unknown: [...(this.#unknown?.values() ?? [])].filter((entry) => files.has(entry.file)),
    };
  }
}

/** A place as a key. */
export function placeKey(place: {
  readonly file: string;
  readonly span: { readonly startOffset: number; readonly endOffset: number };
}): string {
  return `${place.file}:${place.span.startOffset}:${place.span.endOffset}`;
}
