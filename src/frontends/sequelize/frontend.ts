/** Sequelize's migrations: what they are handed, and which function of a file is run. */
import path from 'node:path';
import type { Project } from '../../schema/index.ts';
import { HostObject } from '../javascript/values.ts';
import { memberOf } from '../script-migrations/exports.ts';
import { type ScriptFramework, versionNotes } from '../script-migrations/framework.ts';
import { ScriptFrontend } from '../script-migrations/frontend.ts';
import { QueryInterfaceHost, SequelizeHost } from './hosts.ts';
import type { Dialect, SequelizeTools } from './library.ts';
import { realmOf } from './realm.ts';
import { SequelizeRun, type SequelizeState } from './run.ts';
import { SqliteTexts } from './sqlite-texts.ts';
import { connectionFor } from './wire.ts';

export function sequelizeFrontend(project: Project, tools: SequelizeTools): ScriptFrontend<SequelizeRun> {
  return new ScriptFrontend(project, sequelizeFramework(tools));
}

/** Packages that give the class, or its types, to migrations. */
const PACKAGES = new Set(['sequelize', 'sequelize-typescript', '@sequelize/core']);

function sequelizeFramework(tools: SequelizeTools): ScriptFramework<SequelizeRun> {
  return {
    tools,
    handle: 'the query interface',
    stateFor: (target) => stateFor(tools, target),
    begin: ({ texts }) => texts.clear(),
    runOf: (start) => new SequelizeRun(start),
    packageModule: (name, run) => (PACKAGES.has(name) ? new LibraryModule(run) : undefined),
    isDatabase: (value) => value instanceof QueryInterfaceHost || value instanceof SequelizeHost,
    migrationIn: (run, exports, direction, migration) => {
      const file = { name: path.posix.basename(migration.file), path: migration.path };
      return {
        method: memberOf(run.ev, exports, direction),
        args: [new QueryInterfaceHost(run, file), realmOf(run).library],
        inTransaction: false,
      };
    },
    notes: ({ frameworkVersion: { value } }) => versionNotes('Sequelize', tools.version, value),
  };
}

/** `require('sequelize')`, before there is a run. */
class LibraryModule extends HostObject {
  readonly #run: () => SequelizeRun;

  constructor(run: () => SequelizeRun) {
    super();
    this.#run = run;
  }

  override get(name: string): unknown {
    const { library } = realmOf(this.#run());
    return name === 'default' || name === 'Sequelize' ? library : library.get(name, NO_SITE);
  }
}

const NO_SITE = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };

function stateFor(tools: SequelizeTools, target: SequelizeState['target']): SequelizeState {
  const dialect: Dialect = target.driver === 'pgsql' ? 'postgres' : target.driver;
  const sequelize = new tools.sequelize('database', 'user', '', {
    dialect,
    dialectModule: NO_DRIVER,
    logging: false,
    databaseVersion: /^\d+\.\d+\.\d+$/.test(target.version)
      ? target.version
      : `${target.version}.0.0`.split('.').slice(0, 3).join('.'),
  });
  const line: SequelizeState['line'] = { run: undefined };
  const connection = connectionFor(dialect, (sql, values) => line.run!.reply(sql, values));
  const { connectionManager } = sequelize;
  connectionManager.getConnection = () => connection;
  connectionManager.releaseConnection = () => {};
  // PostgreSQL's numbers of types, which only a connection has
  connectionManager._refreshDynamicOIDs = () => {};
  return {
    target,
    written: new Set(),
    dialect,
    tools,
    sequelize,
    queryInterface: sequelize.getQueryInterface(),
    texts: new SqliteTexts(),
    line,
  };
}

/** What the library takes for a driver's package. */
const NO_DRIVER = { types: { setTypeParser: () => {}, getTypeParser: () => () => {} } };
