/** A check's result in the format that was asked for. Each format is loaded when it is wanted. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { INTERNAL_ERROR } from '../lint/internal-error.ts';
import type { Rule } from '../lint/rule.ts';
import type { SarifRule } from '../report/sarif.ts';
import type { CheckResult, Severity } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import type { ChosenProject } from './projects.ts';

export async function checkReport(
  results: readonly CheckResult[],
  projects: readonly ChosenProject[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<string> {
  const from =
    (folder: string) =>
    (root: string, file: string): string =>
      (relative(folder, join(root, file)) || '.').replaceAll('\\', '/');
  const inFolder = from(io.cwd);
  const top = (): string => repositoryTop(results.map(({ project }) => project.root)) ?? io.cwd;
  switch (options.format) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(results, inFolder);
    case 'sarif': {
      const { renderSarif } = await import('../report/sarif.ts');
      const { repositoryPage } = await import('../rule-page.ts');
      const page = repositoryPage();
      return renderSarif(results, from(top()), {
        rules: await ruleTexts(projects, options, deps),
        root: top(),
        errorRule: INTERNAL_ERROR,
        ...(page !== null && { informationUri: page }),
      });
    }
    case 'github':
      return (await import('../report/github.ts')).renderGithub(results, from(top()));
    case 'gitlab':
      return (await import('../report/gitlab.ts')).renderGitlab(results, from(top()));
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(results, from(top()));
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(results, inFolder, {
        failOn: failedTest(options['fail-on']),
        errorRule: INTERNAL_ERROR,
      });
    case 'checkstyle':
      return (await import('../report/checkstyle.ts')).renderCheckstyle(results, inFolder);
    case 'rdjson': {
      const { renderRdjson } = await import('../report/rdjson.ts');
      const { rulePage } = await import('../rule-page.ts');
      const own = new Set((await deps.rules()).map(({ id }) => id));
      return renderRdjson(results, inFolder, (id) => (own.has(id) ? rulePage(id) : undefined));
    }
    case 'agent':
      return (await import('../report/agent.ts')).renderAgent(results, inFolder);
    default:
      return (await import('../report/pretty.ts')).renderPrettyAll(results, {
        colour: options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true),
        width: terminalWidth(io.stdout),
        displayPath: inFolder,
        quiet: options.quiet === true,
        verdicts: options.verdicts === true,
        statistics: options.statistics === true,
        allInfos: options.rule !== undefined,
      });
  }
}

/** With `never` a check does not fail, but its report is there to show what would. */
function failedTest(threshold: string | undefined): Severity {
  return threshold === 'warning' || threshold === 'info' ? threshold : 'error';
}

/**
 * The top of the repository that all of these folders (absolute) lie in; null: there is no such one. Asks the disk and not
 * git, which may be missing in a container, or refuse a folder that another user owns.
 */
export function repositoryTop(folders: readonly string[]): string | null {
  const tops = new Set(folders.map(topOf));
  const [top, ...others] = tops;
  return others.length > 0 ? null : (top ?? null);
}

function topOf(folder: string): string | null {
  for (let here = folder; ; here = dirname(here)) {
    if (existsSync(join(here, '.git'))) return here;
    if (here === dirname(here)) return null;
  }
}

/** dialint's rules, and those that the projects bring along. */
async function ruleTexts(
  projects: readonly ChosenProject[],
  options: OptionValues,
  deps: Deps,
): Promise<SarifRule[]> {
  const { presetsOf } = await import('../../rules/presets.ts');
  const { rulePage } = await import('../rule-page.ts');
  const own = await deps.rules();
  const brought: Rule[] = [];
  for (const { root, options: chosen } of options['no-config-code'] ? [] : projects) {
    for (const rule of await deps.rulesOfProject(root, chosen))
      if (![...own, ...brought].some(({ id }) => id === rule.id)) brought.push(rule);
  }
  return [...own, ...brought].map((rule) => {
    const page = own.includes(rule) ? rulePage(rule.id) : undefined;
    return {
      id: rule.id,
      severity: rule.severity,
      recommended: rule.recommended,
      what: rule.docs.what,
      why: rule.docs.why,
      how: rule.docs.how,
      tags: [...rule.docs.engines, ...presetsOf(rule).filter((name) => name !== 'all')],
      ...(page !== undefined && { page }),
    };
  });
}
