/** Columns that the engine works out from others. */
import type { Bench } from './bench.ts';
import { reads } from './checks.ts';
import { type DeclaredTable, NotMade, type Place, placeOf } from './probe.ts';

export const GENERATED_SOURCES = {
  sqlite: 'https://www.sqlite.org/gencol.html',
  mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-generated-columns.html',
  mariadb: 'https://mariadb.com/kb/en/generated-columns/',
  postgres: 'https://www.postgresql.org/docs/current/ddl-generated-columns.html',
};

export function generatedPlaces({ columns }: DeclaredTable): readonly Place[] {
  return columns.filter(({ generated }) => generated).map(placeOf);
}

/** Columns that it reads and that a row can be given. Throws NotMade where the engine makes it otherwise. */
export function sourcesOf({ table }: Bench, column: string): readonly string[] {
  const own = table.columns.find(({ name }) => name === column)?.generated;
  if (own === undefined) throw new NotMade('the engine’s column is not generated');
  return table.columns
    .filter(
      ({ name, generated, autoIncrement }) =>
        generated === undefined && !autoIncrement && reads(own.expression, name),
    )
    .map(({ name }) => name);
}
