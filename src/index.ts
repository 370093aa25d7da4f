/** The public API: check a project, and write rules for it. */
export { type AnalyseOptions, type Analysis, analyseProject } from './analyse.ts';
export { checkProject } from './check.ts';
export { type CheckSession, type OpenTexts, openSession, type SessionOptions } from './check-session.ts';
export { type LoadedCode, loadConfigCode } from './config-code.ts';
export { type ConfigInput, defineConfig, type RuleSettingInput } from './define-config.ts';
export { effectiveConfig } from './effective-config.ts';
export { applyFixes, type FixOutcome, type FixRequest } from './fix/apply.ts';
export { fixProject } from './fix-project.ts';
export { loadFrameworks } from './frameworks.ts';
export { type CustomRule, defineRule } from './lint/custom-rule.ts';
export { groupByTarget, placeKey } from './lint/groups.ts';
export { keysMadeBy, type NameUse, type NewKey, namesUsedBy } from './lint/keys.ts';
export type {
  Finding,
  MigrationView,
  Rule,
  RuleContext,
  RuleDocs,
  RuleExample,
  RuleVisitor,
} from './lint/rule.ts';
export type { SourceEditor } from './lint/source-editor.ts';
export { ConfigError, findProjectRoots, UsageError } from './project/index.ts';
export { probePage } from './replay/probes/page.ts';
export { type ReplayOptions, replayProject } from './replay.ts';
export type * from './schema/index.ts';
export { findColumn, findIndex, keyColumns } from './schema/index.ts';
export { sqlOfProject } from './sql.ts';
export { VERSION } from './version.ts';
