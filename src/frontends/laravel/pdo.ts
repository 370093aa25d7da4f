/** `DB::getPdo()`: the connection beneath the connection, as far as migrations ask it something or send SQL through it. */
import { type CallArguments, type CallSite, PhpObject, type PhpValue, Unknown } from '../../php/values.ts';
import type { Target } from '../../schema/index.ts';
import type { DatabaseConnection } from './database.ts';

/** PDO's constants that such code names (PHP 8.2). */
export const PDO_CONSTANTS: Readonly<Record<string, number>> = {
  ATTR_SERVER_VERSION: 4,
  ATTR_CLIENT_VERSION: 5,
  ATTR_SERVER_INFO: 6,
  ATTR_CONNECTION_STATUS: 7,
  ATTR_DRIVER_NAME: 16,
  FETCH_ASSOC: 2,
  FETCH_NUM: 3,
  FETCH_BOTH: 4,
  FETCH_OBJ: 5,
  FETCH_COLUMN: 7,
};

export class Pdo extends PhpObject {
  readonly className = 'PDO';
  readonly #database: DatabaseConnection;

  constructor(database: DatabaseConnection) {
    super();
    this.#database = database;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const [first = null] = args.positional;
    switch (name.toLowerCase()) {
      case 'getattribute':
        switch (first) {
          case PDO_CONSTANTS.ATTR_DRIVER_NAME:
            return driverOf(this.#database.state.target);
          case PDO_CONSTANTS.ATTR_SERVER_VERSION:
            return versionOf(this.#database.state.target);
          default:
            return new Unknown('an attribute of the connection');
        }
      case 'setattribute':
      case 'begintransaction':
      case 'commit':
      case 'rollback':
        return true;
      case 'intransaction':
        return this.#database.state.target.driver === 'pgsql';
      // several statements in one text are sent as they are
      case 'exec':
        return this.#database.raw(first, call, false) instanceof Unknown ? new Unknown('a count') : 0;
      default:
        return new Unknown(`what PDO answers to ${name}()`);
    }
  }
}

/** pdo_mysql serves MariaDB as well. */
function driverOf({ driver }: Target): string {
  return driver === 'mariadb' ? 'mysql' : driver;
}

/** As the servers call themselves: `10.11.19-MariaDB`. */
function versionOf({ engine, version }: Target): string {
  return engine === 'mariadb' ? `${version}-MariaDB` : version;
}
