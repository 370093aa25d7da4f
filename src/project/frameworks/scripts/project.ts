/** What all projects have in common whose migrations are scripts. */
import type {
  EngineUse,
  FrameworkName,
  KnexSettings,
  MigrationSource,
  Project,
  Sourced,
} from '../../../schema/index.ts';
import type { DialintConfig } from '../../config.ts';
import type { ProjectFiles } from '../../files.ts';
import { declaredUse } from '../declared-use.ts';
import { serverConnections } from './engines.ts';

export interface ScriptProject {
  readonly framework: Sourced<FrameworkName>;
  readonly version: Sourced<string>;
  /** Those that the configuration declares win over them. */
  readonly engines: { readonly production: readonly EngineUse[]; readonly test: EngineUse };
  /** The name of the connection that migrations are run on. */
  readonly connection: Sourced<string>;
  /** In the order in which they are run. */
  readonly migrations: readonly MigrationSource[];
  readonly tablesElsewhere?: NonNullable<Project['tablesElsewhere']>;
  readonly withoutTransaction?: string;
  readonly extensions?: readonly string[];
  readonly knexSettings?: KnexSettings;
}

export function scriptProject(
  files: ProjectFiles,
  { engines: declared }: DialintConfig,
  { version, engines, connection, ...facts }: ScriptProject,
): Project {
  return {
    root: files.root,
    frameworkVersion: version,
    testEngine: declared.test === undefined ? engines.test : declaredUse(declared.test),
    productionEngines: declared.production?.map(declaredUse) ?? engines.production,
    connections: serverConnections(),
    mariadbDriver: false,
    defaultConnection: connection,
    modules: [],
    notices: files.notices,
    ...facts,
  };
}
