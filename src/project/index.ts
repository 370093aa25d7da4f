/** What the project layer offers the others. */
export {
  type ConfigCode,
  type DialintConfig,
  type EngineSetting,
  type KnownRule,
  NO_CONFIG,
  parseConfig,
  parseConfigValue,
  type ReadConfigOptions,
  type RuleSetting,
  type RuleSettings,
  readConfig,
} from './config.ts';
export { CODE_FILES, CONFIG_FILE, type ConfigFile, findConfigFile } from './config-file.ts';
export { type ConfigAnswer, ProjectConfiguration } from './config-value.ts';
export { type DiscoverOptions, discoverProject } from './discover.ts';
export { DEFAULT_VERSIONS, type EngineSpec, readEngineSpec } from './engine-spec.ts';
export { ConfigError, type ConfigProblem, UsageError } from './errors.ts';
export type { FrameworkDiscovery } from './frameworks/index.ts';
export { globToRegExp } from './glob.ts';
export { NotKnown, type PlainValue } from './located.ts';
export { findProjectRoots, type ProjectRoot } from './roots.ts';
export { type ChosenTargets, chooseTargets, readEngineOption, type TargetOptions } from './targets.ts';
export { type Unseen, whatIsUnseen } from './unseen.ts';
export { workspaceFolders } from './workspaces.ts';
