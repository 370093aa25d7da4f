/** Which of knex's clients a target is reached through: what migrations are told when they ask. */
import type { EngineName } from '../../schema/index.ts';

/** Packages in the project's package.json, the likelier first. */
const CLIENTS: Readonly<Record<EngineName, readonly string[]>> = {
  sqlite: ['better-sqlite3', 'sqlite3'],
  mysql: ['mysql2', 'mysql'],
  mariadb: ['mysql2', 'mysql', 'mariadb'],
  postgres: ['pg'],
};

/** `packages`: names of the project's dependencies. */
export function clientFor(engine: EngineName, packages: ReadonlySet<string>): string {
  const [usual = ''] = CLIENTS[engine];
  return CLIENTS[engine].find((name) => packages.has(name)) ?? usual;
}
