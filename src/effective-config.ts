/** What a check of a project would go by, and where each value comes from. Nothing is checked. */
import path from 'node:path';
import { rules as builtIn } from '../rules/index.ts';
import { presetLevels } from '../rules/presets.ts';
import { type ProjectInView, viewProject } from './analyse.ts';
import { loadConfigCode } from './config-code.ts';
import { existsSync, statSync } from './disk/disk.ts';
import { loadFrameworks } from './frameworks.ts';
import { globMatcher } from './lint/glob.ts';
import type { Rule } from './lint/rule.ts';
import { settingsLookup, severityOf } from './lint/settings.ts';
import type { DialintConfig } from './project/index.ts';
import {
  type CheckOptions,
  type ConfigSource,
  type Configured,
  DEFAULT_PRESET,
  type EffectiveConfig,
  type EffectiveRule,
  type Project,
  type Target,
} from './schema/index.ts';
import { knownRule, lintSettings } from './settings.ts';
import { VERSION } from './version.ts';

/** `root` is absolute. Throws ConfigError (dialint.json) and UsageError (options). */
export async function effectiveConfig(root: string, options: CheckOptions = {}): Promise<EffectiveConfig> {
  const code = await loadConfigCode(root, options);
  await loadFrameworks(root, options.configFile);
  const rules: readonly Rule[] = [...builtIn, ...(code?.rules ?? [])];
  const view = viewProject(root, {
    ...options,
    knownRules: rules.map(knownRule),
    ...(code === null ? {} : { code }),
  });
  const { config, project, targets, notes } = view;
  const [only, ...more] = options.paths ?? [];
  const forFile = only === undefined || more.length > 0 || isFolder(only) ? null : relative(root, only);
  return {
    version: VERSION,
    project,
    configFile: config.file === null ? null : relative(root, config.file),
    forFile,
    targets: targets.map((target) => ({ target, from: targetSources(target, project, options) })),
    notes,
    frameworkVersion: {
      value: project.frameworkVersion.value,
      from:
        options.frameworkVersion === undefined
          ? project.frameworkVersion.from
          : { option: '--framework-version' },
    },
    driver: driver(view, options),
    extends: {
      value: config.extends.length === 0 ? [DEFAULT_PRESET] : config.extends,
      from: config.places.extends ?? {},
    },
    rules: effectiveRules(config, rules, options, forFile),
    migrations: config.migrations.map(({ from, ...value }) => ({ value, from })),
    modules: config.modules.map((value, index) => ({ value, from: at(config, `modules[${index}]`) })),
    modulesFound: project.modules,
    externalTables: Object.fromEntries(
      Object.entries(config.externalTables).map(([table, value]) => [
        table,
        { value, from: at(config, `externalTables.${table}`) },
      ]),
    ),
    largeTables: config.tables.large.map((value, index) => ({
      value,
      from: at(config, `tables.large[${index}]`),
    })),
    overrides: config.overrides.map(({ files, rules: settings }, index) => ({
      files,
      rules: Object.fromEntries(
        Object.entries(settings).map(([id, { severity, options: given }]) => [
          id,
          Object.keys(given).length === 0 ? severity : [severity, given],
        ]),
      ),
      from: at(config, `overrides[${index}]`),
    })),
  };
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function relative(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

function at(config: DialintConfig, place: string): ConfigSource {
  return config.places[place] ?? {};
}

function targetSources(target: Target, project: Project, options: CheckOptions): ConfigSource[] {
  if (options.engines !== undefined) return [{ option: '--engine' }];
  const uses = [
    { use: project.testEngine, what: 'tests' },
    ...project.productionEngines.map((use) => ({ use, what: 'production' })),
  ].filter(({ use }) => use.engine === target.engine);
  return uses.map(({ use, what }) => ({
    ...use.from,
    note: use.from.note === undefined ? what : `${what}; ${use.from.note}`,
  }));
}

function driver({ project, targets }: ProjectInView, options: CheckOptions): EffectiveConfig['driver'] {
  if (options.driver !== undefined) return { value: options.driver, from: { option: '--driver' } };
  const judged = targets.find((target) => target.engine === 'mariadb')?.driver;
  const value =
    judged === 'mariadb' || judged === 'mysql' ? judged : project.mariadbDriver ? 'mariadb' : 'mysql';
  const use = project.productionEngines.find((one) => one.driver === 'mariadb');
  if (project.mariadbDriver) return { value, from: use?.from ?? project.connections.mariadb.from };
  return { value, from: {} };
}

/** A group of settings, and where in the configuration it stands. */
interface Group {
  readonly rules: DialintConfig['rules'];
  readonly place: string;
}

function effectiveRules(
  config: DialintConfig,
  rules: readonly Rule[],
  options: CheckOptions,
  forFile: string | null,
): EffectiveRule[] {
  const levels = presetLevels(config.extends, rules);
  const settings = lintSettings(config, rules);
  const lookup = settingsLookup(forFile === null ? { ...settings, overrides: [] } : settings);
  const groups: Group[] = [
    { rules: config.rules, place: 'rules' },
    ...config.overrides.flatMap(({ files, rules: own }, index) =>
      forFile !== null && files.some((glob) => globMatcher(glob)(forFile))
        ? [{ rules: own, place: `overrides[${index}].rules` }]
        : [],
    ),
  ];
  return [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((rule) => {
      const setting = lookup(rule, forFile ?? '');
      const named = groups.findLast((group) => Object.hasOwn(group.rules, rule.id));
      const preset = levels.get(rule.id)?.preset;
      const left = options.rules !== undefined && !options.rules.includes(rule.id);
      const from: ConfigSource = left
        ? { option: '--rule' }
        : named !== undefined
          ? at(config, `${named.place}.${rule.id}`)
          : preset !== undefined && config.extends.length > 0
            ? { ...at(config, 'extends'), preset }
            : config.extends.length > 0
              ? at(config, 'extends')
              : preset === undefined
                ? {}
                : { preset };
      return {
        id: rule.id,
        severity: setting.on && !left ? severityOf(setting, rule.severity) : 'off',
        fixed: setting.severity !== null,
        from,
        options: Object.fromEntries(
          Object.entries(setting.options).map(([name, value]) => [
            name,
            { value, from: optionSource(config, groups, rule.id, name) },
          ]),
        ) as Record<string, Configured<unknown>>,
      };
    });
}

function optionSource(
  config: DialintConfig,
  groups: readonly Group[],
  id: string,
  name: string,
): ConfigSource {
  const group = groups.findLast(
    ({ rules }) => Object.hasOwn(rules, id) && Object.hasOwn(rules[id]?.options ?? {}, name),
  );
  return group === undefined ? {} : at(config, `${group.place}.${id}`);
}
