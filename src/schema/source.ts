/** Places in source text. */

/** A place in a file. Lines and columns count from 1; columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range of source text. Offsets count UTF-16 code units from 0; `endOffset` is exclusive. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Where a whole file is meant. */
export const TOP_OF_FILE: Span = {
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
  startOffset: 0,
  endOffset: 0,
};

/** A range in a file; `file` is relative to the project's root, with forward slashes. */
export interface Location {
  readonly file: string;
  readonly span: Span;
}

/**
 * Where an explicit name could be written in the author's call, and how. A frontend fills this in, so that a
 * rule can spell out the fix without knowing the framework.
 */
export interface NameSlot {
  /** Where the text goes; an empty span inserts. */
  readonly span: Span;
  /** The text that stands there afterwards is `before + name + after`. */
  readonly before: string;
  readonly after: string;
  /** The call as a person would write it, for messages: `exampleBefore + name + exampleAfter`. */
  readonly exampleBefore: string;
  readonly exampleAfter: string;
}

/** Which call of the author something comes from. */
export interface Origin extends Location {
  /** The call, shortened for messages: `->index([...])`, `->unique()`, `Schema::create()`. */
  readonly call: string;
  /** The call in the migration file through which this one was reached (a trait, a base class, a helper). */
  readonly related?: readonly (Location & { readonly message: string })[];
  /** For names: was it written by the author, or made by the framework? */
  readonly nameGiven?: boolean;
  readonly nameSlot?: NameSlot;
  /** Where the call speaks of a key by the name that it has, to drop or rename it. */
  readonly oldNameSlot?: NameSlot;
  /** For character columns: was the length written (`yes`), set for the whole application (`default`), or neither (`no`)? */
  readonly lengthGiven?: 'yes' | 'default' | 'no';
  /**
   * Of a call that gives a column its definition anew, and so drops all that it does not say: the modifiers that the author
   * has written with it. Absent: it is no such call.
   */
  readonly redefinedWith?: readonly string[];
}

/** What an origin may say besides; undefined: nothing. */
type Said = { readonly [K in Exclude<keyof Origin, keyof Location | 'call'>]?: Origin[K] | undefined };

const SAID = [
  'related',
  'nameGiven',
  'nameSlot',
  'oldNameSlot',
  'lengthGiven',
  'redefinedWith',
] as const satisfies readonly (keyof Said)[];

/**
 * The origin, which says this as well. Put together property by property: V8 gives each object that is spread into another
 * a shape of its own, and an editor's session keeps tens of thousands of origins.
 */
export function originWith(origin: Origin, more: Said): Origin {
  const made: Record<string, unknown> = { file: origin.file, span: origin.span, call: origin.call };
  for (const key of SAID) {
    const value = more[key] ?? origin[key];
    if (value !== undefined) made[key] = value;
  }
  return made as unknown as Origin;
}
