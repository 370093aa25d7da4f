import { treeProbe } from '../tree-probe.ts';

/** InnoDB follows no ON UPDATE within the table itself: CASCADE and SET NULL act as RESTRICT there. */
export const treeParentKeyChanged = treeProbe({
  id: 'tree-parent-key-changed',
  asks: 'a row whose parent in the same table gets another key',
  bite: 1,
  advice:
    'Leave keys as they are: MySQL and MariaDB refuse the change whatever ON UPDATE says of a key to the same table.',
  event: 'onUpdate',
});
