import { parentProbe } from '../parent-probe.ts';

/** What ON UPDATE says must come out. */
export const foreignKeyParentKeyChanged = parentProbe({
  id: 'foreign-key-parent-key-changed',
  asks: 'a row whose parent gets another key',
  bite: 2,
  advice:
    'Leave keys as they are; where they change (a code, a slug), say with the key what becomes of the rows (cascadeOnUpdate()), and switch foreign keys on for SQLite.',
  event: 'onUpdate',
});
