/** A project whose migrations are SQL files, whichever tool runs them. Nothing of it is run. */
import type { EngineUse, Project } from '../../../schema/index.ts';
import type { DialintConfig } from '../../config.ts';
import type { ProjectFiles } from '../../files.ts';
import { defaultSettings } from '../../framework-defaults.ts';
import { declaredUse } from '../declared-use.ts';
import { dialectOf } from './dialects.ts';
import { enginesInUse, withDialects } from './engines.ts';
import { findSqlFolders, formatOf, type SqlFolder, sqlFolder } from './folders.ts';
import { joined } from './joined.ts';
import { orderSqlFiles } from './order.ts';

/** undefined: there is no folder of SQL migrations. */
export function discoverSql(files: ProjectFiles, config: DialintConfig): Project | undefined {
  const folders = withDialects(
    files,
    config.migrations.length === 0 ? joined(files, findSqlFolders(files)) : declaredFolders(files, config),
  );
  const first = folders.find(({ dialect }) => dialect?.engine !== null);
  if (first === undefined && config.migrations.length === 0) return undefined;
  const { migrations, dialects } = orderSqlFiles(files, folders);
  const used = enginesInUse(
    files,
    dialects,
    migrations.map(({ file }) => file),
  );
  const production: readonly EngineUse[] =
    config.engines.production?.map(declaredUse) ??
    (used.length > 0
      ? used
      : [
          {
            engine: 'mysql',
            driver: 'mysql',
            from: { note: 'assumed: neither files, folders nor configuration name the database' },
          },
        ]);
  const sqlite: EngineUse = {
    engine: 'sqlite',
    driver: 'sqlite',
    from: { note: 'assumed: neither files, folders nor configuration name the database' },
  };
  const test =
    config.engines.test === undefined
      ? (used.find(({ engine }) => engine === 'sqlite') ?? used[0] ?? sqlite)
      : declaredUse(config.engines.test);
  // Nobody sends a character set or mode of its own: the server's defaults hold; SQLite's is not to look at foreign keys.
  const settings = (driver: 'mysql' | 'mariadb' | 'pgsql' | 'sqlite') => ({
    value: {
      ...defaultSettings(driver),
      charset: null,
      collation: null,
      foreignKeyChecks: driver !== 'sqlite',
    },
    from: { note: "the engine's own defaults" },
  });
  return {
    root: files.root,
    framework: { value: 'sql', from: first?.from ?? config.migrations[0]?.from ?? {} },
    frameworkVersion: { value: '', from: {} },
    testEngine: test,
    productionEngines: production,
    connections: {
      mysql: settings('mysql'),
      mariadb: settings('mariadb'),
      pgsql: settings('pgsql'),
      sqlite: settings('sqlite'),
    },
    mariadbDriver: true,
    defaultConnection: { value: 'default', from: {} },
    modules: [],
    migrations,
    notices: files.notices,
  };
}

function declaredFolders(files: ProjectFiles, config: DialintConfig): SqlFolder[] {
  return config.migrations.flatMap((declared) => {
    const { path, from } = declared;
    const notice = (message: string) => files.notice(`migrations: ${path} ${message}`, from.file, from.line);
    if (!files.isFolder(path)) {
      notice('is no folder');
      return [];
    }
    const dialect = declared.dialect === undefined ? undefined : dialectOf(declared.dialect);
    const folder = sqlFolder(files, path, declared.format ?? formatOf(files, path) ?? 'plain', {
      ...(dialect === undefined ? {} : { dialect }),
      from,
    });
    if (folder === undefined) {
      notice('holds no file of SQL that a migration tool would run');
      return [];
    }
    return [folder];
  });
}
