/** The grammar of a connection: the driver decides, not the server behind it. */
import type { Target } from '../../../schema/index.ts';
import type { Capabilities } from '../capabilities.ts';
import type { GrammarConnection } from '../connection.ts';
import type { Grammar } from './grammar.ts';
import { MariaDbGrammar } from './mariadb.ts';
import { MySqlGrammar } from './mysql.ts';
import { PostgresGrammar } from './postgres.ts';
import { SQLiteGrammar } from './sqlite.ts';

/** A grammar has no state of its own; making one anew for each migration would cost more than compiling it. */
const GRAMMARS = new WeakMap<Target, WeakMap<Capabilities, Grammar>>();

export function grammarFor(
  { target, serverVersion, isMaria }: GrammarConnection,
  can: Capabilities,
): Grammar {
  let ofTarget = GRAMMARS.get(target);
  if (ofTarget === undefined) {
    ofTarget = new WeakMap();
    GRAMMARS.set(target, ofTarget);
  }
  let grammar = ofTarget.get(can);
  if (grammar === undefined) {
    grammar = makeGrammar({ target, serverVersion, isMaria }, can);
    ofTarget.set(can, grammar);
  }
  return grammar;
}

function makeGrammar(connection: GrammarConnection, can: Capabilities): Grammar {
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
