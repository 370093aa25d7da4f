import { treeProbe } from '../tree-probe.ts';

export const treeParentDeleted = treeProbe({
  id: 'tree-parent-deleted',
  asks: 'a row whose parent in the same table is deleted',
  bite: 3,
  advice:
    'Say with the key what becomes of the rows below (cascadeOnDelete(), nullOnDelete()), and switch foreign keys on for SQLite.',
  event: 'onDelete',
});
