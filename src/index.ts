/** The public API: check a project, and write rules for it. */
export { type AnalyseOptions, type Analysis, analyseProject } from './analyse.ts';
export { checkProject } from './check.ts';
export { type CheckSession, type OpenTexts, openSession } from './check-session.ts';
export { applyFixes, type FixOutcome, type FixRequest } from './fix/apply.ts';
export { fixProject } from './fix-project.ts';
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
export { type ReplayOptions, replayProject } from './replay.ts';
export type * from './schema/index.ts';
export { sqlOfProject } from './sql.ts';
export { VERSION } from './version.ts';
