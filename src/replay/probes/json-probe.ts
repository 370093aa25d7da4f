/** Probes of what an engine makes of the way in which JSON is written: what it says stays the same. */
import { ofJson } from './expectations.ts';
import type { Probe } from './probe.ts';
import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from './sources.ts';
import { text } from './value.ts';
import { valueProbe } from './value-probe.ts';

export interface JsonProbe extends Pick<Probe, 'id' | 'asks' | 'bite'> {
  readonly json: string;
}

/** MySQL's JSON and PostgreSQL's jsonb keep what the text says, the others the text. */
export function jsonProbe({ json, ...probe }: JsonProbe): Probe {
  return valueProbe({
    ...probe,
    advice:
      'Do not rely on how JSON is written: compare what it says. Write it with json_encode or a cast only.',
    on: ({ type }) => type.class === 'json',
    value: () => text(json),
    expected: {
      sqlite: 'kept',
      mysql: ofJson('reads *'),
      mariadb: ofJson('kept'),
      postgres: ofJson(({ column }) => (column?.type.name === 'jsonb' ? 'reads *' : 'kept')),
    },
    sources: {
      sqlite: SQLITE_TYPES,
      mysql: MYSQL_JSON,
      mariadb: MARIADB_JSON,
      postgres: POSTGRES_JSON,
    },
  });
}
