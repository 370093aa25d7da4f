/** The grammar of a connection: the driver decides, not the server behind it. */
import type { Capabilities } from '../capabilities.ts';
import type { BlueprintConnection } from '../connection.ts';
import type { Grammar } from './grammar.ts';
import { MariaDbGrammar } from './mariadb.ts';
import { MySqlGrammar } from './mysql.ts';
import { PostgresGrammar } from './postgres.ts';
import { SQLiteGrammar } from './sqlite.ts';

/** A grammar has no state of its own; making one anew for each table would cost more than compiling it. */
const GRAMMARS = new WeakMap<BlueprintConnection, Grammar>();

export function grammarFor(connection: BlueprintConnection, can: Capabilities): Grammar {
  const known = GRAMMARS.get(connection);
  if (known !== undefined) return known;
  const grammar = makeGrammar(connection, can);
  GRAMMARS.set(connection, grammar);
  return grammar;
}

function makeGrammar(connection: BlueprintConnection, can: Capabilities): Grammar {
  switch (connection.target.driver) {
    case 'sqlite':
      return new SQLiteGrammar(connection, can);
    case 'mysql':
      return new MySqlGrammar(connection, can);
    case 'mariadb':
      return new MariaDbGrammar(connection, can);
    case 'pgsql':
      return new PostgresGrammar(connection, can);
  }
}
