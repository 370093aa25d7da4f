/** TypeORM's own data source for a target, as it is once it has connected, but for the connection. */
import { lastRelease, type Target } from '../../schema/index.ts';
import { Eager, EagerFiles } from './eager.ts';
import type { RealDataSource, RealDriver, RealRunner, RunnerClass, TypeormTools } from './library.ts';

/** What the database and the schema are called that migrations find themselves in. */
export const DATABASE = 'dialint';
export const SCHEMA = 'public';

const RUNNERS = {
  sqlite: ['driver/better-sqlite3/BetterSqlite3QueryRunner.js', 'BetterSqlite3QueryRunner'],
  mysql: ['driver/mysql/MysqlQueryRunner.js', 'MysqlQueryRunner'],
  mariadb: ['driver/mysql/MysqlQueryRunner.js', 'MysqlQueryRunner'],
  postgres: ['driver/postgres/PostgresQueryRunner.js', 'PostgresQueryRunner'],
} as const;

/** Loaded files by the tools that they are loaded with: the compiler goes over each once. */
const filesOf = new WeakMap<TypeormTools, EagerFiles>();

export function dataSourceFor(target: Target, { typeorm }: TypeormTools): RealDataSource {
  const { engine } = target;
  const source = new typeorm.DataSource({
    type: engine === 'sqlite' ? 'better-sqlite3' : engine,
    database: engine === 'sqlite' ? ':memory:' : DATABASE,
    logging: false,
    // stands for the driver's package, which nothing is asked of
    driver: {},
  });
  // what the drivers find out when they connect: PostgresDriver.connect, MysqlDriver.connect
  const driver = source.driver as unknown as Record<string, unknown>;
  driver.version = lastRelease(target.version);
  if (engine === 'postgres') {
    driver.searchSchema = SCHEMA;
    driver.schema = SCHEMA;
    driver.isGeneratedColumnsSupported = Number.parseInt(target.version, 10) >= 12;
  }
  if (engine === 'mariadb') {
    const [major = 0, minor = 0] = target.version.split('.').map(Number);
    driver._isReturningSqlSupported = { delete: true, insert: true, update: false };
    driver.uuidColumnTypeSuported = major > 10 || minor >= 7;
  }
  return source;
}

/** A query runner that hands over each statement instead of sending it. Its methods give an `Eager`. */
export function runnerFor(
  target: Target,
  tools: TypeormTools,
  driver: RealDriver,
  query: (sql: string, parameters: readonly unknown[]) => unknown,
): RealRunner {
  let files = filesOf.get(tools);
  if (files === undefined) {
    files = new EagerFiles(tools);
    filesOf.set(tools, files);
  }
  const [file, name] = RUNNERS[target.engine];
  const Base = files.load(file)[name] as RunnerClass;
  const Runner = class extends Base {
    override query(sql: string, parameters: readonly unknown[] = []): Eager {
      return Eager.of(() => query(sql, parameters));
    }

    /** better-sqlite3 is told of foreign keys through its own method. */
    connect(): Eager {
      return Eager.resolve({ pragma: (text: string) => query(`PRAGMA ${text}`, []) });
    }
  };
  const runner = new Runner(driver, 'master');
  // nobody has subscribed
  Object.assign(runner, { broadcaster: new Proxy({}, { get: () => () => undefined }) });
  return runner;
}
