import { parentProbe } from '../parent-probe.ts';

/** What the constraint says must come out: the child goes, loses its parent, or holds the parent. */
export const foreignKeyParentDeleted = parentProbe({
  id: 'foreign-key-parent-deleted',
  asks: 'a row whose parent is deleted',
  bite: 4,
  advice:
    'Say with each key what becomes of the rows (cascadeOnDelete(), nullOnDelete(), restrictOnDelete()), and switch foreign keys on for SQLite.',
  event: 'onDelete',
});
