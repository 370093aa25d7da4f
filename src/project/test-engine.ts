/** Which database the tests run on. */
import type { EngineName, EngineUse, Provenance } from '../schema/index.ts';
import { castEnv, type EnvEntry } from './env-file.ts';
import type { EnvLayers } from './env-layers.ts';
import { lineOf, type ProjectFiles } from './files.ts';

/** The variables that PHPUnit's configuration sets; they win over `.env.testing`. */
export function phpunitEnv(files: ProjectFiles): Map<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>();
  for (const file of ['phpunit.xml', 'phpunit.xml.dist', 'phpunit.dist.xml']) {
    const text = files.read(file);
    if (text === null) continue;
    if (!/<phpunit[\s>]/.test(text) || !/<\/phpunit>\s*$/.test(text.replace(/<!--[\s\S]*?-->\s*$/, ''))) {
      files.notice('it is not a complete PHPUnit configuration; read as far as it goes', file);
    }
    // Comments are blanked, not cut, so that the lines stay right.
    const live = text.replace(/<!--[\s\S]*?(-->|$)/g, (comment) => comment.replace(/[^\n]/g, ' '));
    for (const match of live.matchAll(/<(?:env|server)\s([^>]*)\/?>/g)) {
      const attribute = (name: string) =>
        new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(match[1] ?? '');
      const name = attribute('name');
      const value = attribute('value');
      if (name === null || value === null) continue;
      entries.set(name[1] ?? name[2] ?? '', {
        value: castEnv(value[1] ?? value[2] ?? ''),
        file,
        line: lineOf(text, match.index),
      });
    }
    return entries;
  }
  return entries;
}

/** What the tests' connection is called, and where that is said; null: nowhere. */
export function testConnection(
  files: ProjectFiles,
  phpunit: ReadonlyMap<string, EnvEntry>,
  layers: EnvLayers,
): { name: string; from: Provenance } | null {
  for (const entries of [phpunit, ...layers.testing.map((file) => file.entries)]) {
    const entry = entries.get('DB_CONNECTION');
    if (typeof entry?.value === 'string' && entry.value !== '') {
      return { name: entry.value, from: { file: entry.file, line: entry.line } };
    }
  }
  // Packages set it in their base test case (Orchestra Testbench).
  for (const file of ['tests/TestCase.php', 'tests/CreatesApplication.php', 'tests/Pest.php']) {
    const text = files.read(file);
    const match = text === null ? null : /['"]database\.default['"]\s*(?:,|=>)\s*['"]([\w-]+)['"]/.exec(text);
    if (text !== null && match?.[1] !== undefined) {
      return { name: match[1], from: { file, line: lineOf(text, match.index) } };
    }
  }
  return null;
}

const ENGINES: Readonly<Record<string, EngineName>> = {
  sqlite: 'sqlite',
  mysql: 'mysql',
  mariadb: 'mariadb',
  pgsql: 'postgres',
};

/** The engine behind a driver; null: one that dialint does not judge. */
export function engineOfDriver(driver: string): EngineName | null {
  return ENGINES[driver] ?? null;
}

export function driverOfEngine(engine: EngineName): string {
  return engine === 'postgres' ? 'pgsql' : engine;
}

/** The engine that the tests use. `driverOf` looks a connection's name up in config/database.php. */
export function testEngine(
  connection: { name: string; from: Provenance } | null,
  driverOf: (name: string) => string | null,
  /** The connection that the application uses where nothing else is said: tests without a setting of their own use it. */
  usual: { name: string; from: Provenance } | null,
): EngineUse {
  if (connection === null) {
    const driver =
      usual === null
        ? null
        : (driverOf(usual.name) ?? (engineOfDriver(usual.name) === null ? null : usual.name));
    if (usual !== null && driver !== null) {
      const place =
        usual.from.file === undefined
          ? ''
          : `: ${usual.from.file}${usual.from.line === undefined ? '' : `:${usual.from.line}`}`;
      return {
        engine: engineOfDriver(driver),
        driver,
        from: {
          note: `no test configuration names one, so it is the application's own (${usual.name}${place})`,
        },
      };
    }
    return { engine: 'sqlite', driver: 'sqlite', from: { note: 'assumed: no test configuration names one' } };
  }
  const { name, from } = connection;
  const driver = driverOf(name);
  if (driver !== null) return { engine: engineOfDriver(driver), driver, from };
  // Orchestra Testbench brings `testing` and `testbench`, both SQLite in memory.
  if (/sqlite|^test(ing|bench)?$/i.test(name)) {
    return { engine: 'sqlite', driver: 'sqlite', from: { ...from, note: `connection ${name}` } };
  }
  const guess = /postgres|pgsql/i.test(name)
    ? 'pgsql'
    : (/(mariadb|mysql)/i.exec(name)?.[1]?.toLowerCase() ?? null);
  if (guess !== null) {
    return {
      engine: engineOfDriver(guess),
      driver: guess,
      from: { ...from, note: `by the name of connection ${name}, which config/database.php does not have` },
    };
  }
  return {
    engine: 'sqlite',
    driver: 'sqlite',
    from: { note: `assumed: connection ${name} (${from.file}:${from.line}) is not in config/database.php` },
  };
}
