import { foreignKeys, unenforced } from '../foreign-keys.ts';
import type { Probe } from '../probe.ts';
import { number, text } from '../value.ts';

export const foreignKeyOrphan: Probe = {
  id: 'foreign-key-orphan',
  asks: 'a row whose parent is not there',
  bite: 5,
  advice:
    'Switch foreign keys on for SQLite (foreign_key_constraints in config/database.php), and make parents first.',
  expected: {
    sqlite: unenforced('kept', 'refused SQLITE_CONSTRAINT_FOREIGNKEY'),
    mysql: unenforced('kept', 'refused 1452'),
    mariadb: unenforced('kept', 'refused 1452'),
    postgres: ['refused 23503', 'refused 23514'],
  },
  sources: {
    sqlite: 'https://www.sqlite.org/foreignkeys.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    mariadb: 'https://mariadb.com/kb/en/foreign-keys/',
    postgres: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  },
  places: (table) => foreignKeys(table),
  ask: async (bench, { columns: [column = ''], declared }) => {
    const kind = declared!.type.class;
    const missing =
      kind === 'integer'
        ? number((declared!.type.bits ?? 64) < 32 ? 120 : 2_000_000_000)
        : text(missingText(declared!.type.length, kind));
    const refusal = await bench.insert({ [column]: missing });
    if (refusal !== null) return `refused ${refusal.code}`;
    return (await bench.endsWell()) ?? 'kept';
  },
};

function missingText(length: number | undefined, kind: string): string {
  return kind === 'uuid' || length === 36
    ? 'ffffffff-0000-4000-8000-ffffffffffff'
    : 'zz'.slice(0, length ?? 2);
}
