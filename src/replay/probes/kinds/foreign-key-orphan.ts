import { absentKey, FOREIGN_KEY_SOURCES, foreignKeys, passesOrphans, unenforced } from '../foreign-keys.ts';
import type { Probe } from '../probe.ts';

export const foreignKeyOrphan: Probe = {
  id: 'foreign-key-orphan',
  asks: 'a row whose parent is not there',
  bite: 5,
  advice:
    'Switch foreign keys on for SQLite (foreign_key_constraints in config/database.php), and make parents first.',
  expected: {
    sqlite: unenforced('kept', 'refused SQLITE_CONSTRAINT_FOREIGNKEY'),
    mysql: unenforced('kept', (known) => (passesOrphans(known) ? ['kept', 'refused 1452'] : 'refused 1452')),
    mariadb: unenforced('kept', 'refused 1452'),
    postgres: ['refused 23503', 'refused 23514'],
  },
  sources: FOREIGN_KEY_SOURCES,
  places: (table) => foreignKeys(table),
  ask: async (bench, { columns: [column = ''], declared }) => {
    const refusal = await bench.insert({ [column]: absentKey(declared!) });
    if (refusal !== null) return `refused ${refusal.code}`;
    return (await bench.endsWell()) ?? 'kept';
  },
};
