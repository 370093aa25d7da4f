/** The user's files as something else than the disk has them: as they are staged, or with one text in place of a file. */
export type EntryKind = 'file' | 'folder' | 'link';

/** What a view has at a path. `path` is absolute, with the links that the view knows resolved. */
export type Seen =
  /** As the disk has it, at this path. */
  | { readonly kind: 'disk'; readonly path: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly path: string; bytes(): Uint8Array }
  | { readonly kind: 'folder'; readonly path: string; entries(): ReadonlyMap<string, EntryKind> };

export interface FileView {
  /** `path` is absolute. */
  look(path: string): Seen;
}
