/** `--show-config --format json`. Fields are added, never renamed. */
import type { EffectiveConfig } from '../schema/index.ts';

function configJson({
  project,
  targets,
  modules,
  modulesFound,
  largeTables,
  ...config
}: EffectiveConfig): object {
  return {
    version: config.version,
    root: project.root,
    configFile: config.configFile,
    forFile: config.forFile,
    framework:
      project.framework === null ? null : { value: project.framework.value, from: project.framework.from },
    frameworkVersion: config.frameworkVersion,
    targets: targets.map(({ target, from }) => ({
      id: target.id,
      driver: target.driver,
      connection: { value: target.settings, from: project.connections[target.driver].from },
      from,
    })),
    notes: config.notes,
    driver: config.driver,
    extends: config.extends,
    rules: Object.fromEntries(config.rules.map(({ id, ...rule }) => [id, rule])),
    migrations: config.migrations,
    modules: {
      declared: modules,
      found: modulesFound.map(({ slug, directory, layout }) => ({ slug, directory, layout })),
    },
    externalTables: config.externalTables,
    tables: { large: largeTables },
    overrides: config.overrides,
  };
}

/** One project: its object; several: they are in `projects`. */
export function renderConfigJson(configs: readonly EffectiveConfig[]): string {
  const [first, ...more] = configs.map(configJson);
  const document = more.length === 0 ? first : { projects: [first, ...more] };
  return `${JSON.stringify(document, null, 2)}\n`;
}
