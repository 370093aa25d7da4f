/** `--show-config`, for people: what holds, and where it comes from. */
import {
  type EffectiveConfig,
  type EffectiveRule,
  ENGINE_TITLES,
  FRAMEWORK_TITLES,
} from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import { sourceText } from './place.ts';
import type { Style } from './style.ts';
import { padEnd, printable } from './text.ts';

type Row = readonly [what: string, value: string, from: string];

function block(title: string, rows: readonly Row[], style: Style): string[] {
  if (rows.length === 0) return [];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return [
    style.bold(title),
    ...rows.map(([what, value, from]) =>
      `  ${padEnd(what, widths[0] ?? 0)}  ${padEnd(value, widths[1] ?? 0)}  ${style.dim(from)}`.trimEnd(),
    ),
    '',
  ];
}

function ruleRows({ id, severity, from, options }: EffectiveRule): Row[] {
  return [
    [id, severity, sourceText(from)],
    ...Object.entries(options).map(
      ([name, option]): Row => [`  ${name}`, JSON.stringify(option.value), sourceText(option.from)],
    ),
  ];
}

function targetRows({ targets, project, driver }: EffectiveConfig): Row[] {
  const rows = targets.flatMap(({ target, from }): Row[] => {
    const { name, prefix, prefixIndexes } = target.settings;
    const indexes = prefix === '' ? '' : `, ${prefixIndexes ? 'also' : 'not'} in index names`;
    return [
      [targetTitle(target.id), `driver ${target.driver}`, from.map(sourceText).join(', ')],
      [
        '  connection',
        prefix === '' ? name : `${name}, prefix "${prefix}"${indexes}`,
        sourceText(project.connections[target.driver].from),
      ],
    ];
  });
  const mariadb = targets.some(({ target }) => target.engine === 'mariadb');
  return mariadb
    ? [...rows, [`Driver for ${ENGINE_TITLES.mariadb}`, driver.value, sourceText(driver.from)]]
    : rows;
}

export function renderConfigPretty(config: EffectiveConfig, style: Style): string {
  const { project } = config;
  const general: Row[] = [
    ['Project', project.root, ''],
    ['Configuration', config.configFile ?? 'none', config.configFile === null ? 'defaults hold' : ''],
    [
      project.framework === null ? 'Framework' : FRAMEWORK_TITLES[project.framework.value],
      config.frameworkVersion.value,
      sourceText(project.framework?.value === 'sql' ? project.framework.from : config.frameworkVersion.from),
    ],
    ['extends', config.extends.value.join(', '), sourceText(config.extends.from)],
  ];
  const lines = [
    ...block('General', general, style),
    ...block('Targets', targetRows(config), style),
    ...block(
      config.forFile === null ? 'Rules' : `Rules for ${config.forFile}`,
      config.rules.flatMap(ruleRows),
      style,
    ),
    ...block(
      'Migrations',
      config.migrations.map(
        ({ value: { path, format, dialect }, from }): Row => [
          path,
          [format, dialect].filter((word) => word !== undefined).join(', '),
          sourceText(from),
        ],
      ),
      style,
    ),
    ...block(
      'Modules',
      [
        ...config.modules.map(({ value, from }): Row => [value, 'declared', sourceText(from)]),
        ...config.modulesFound.map(
          ({ slug, directory, layout }): Row => [directory, slug, `layout ${layout}`],
        ),
      ],
      style,
    ),
    ...block(
      'External tables',
      Object.entries(config.externalTables).map(
        ([table, { value, from }]): Row => [
          table,
          value === null
            ? 'columns not declared'
            : Object.entries(value)
                .map(([name, type]) => `${name} ${type}`)
                .join(', '),
          sourceText(from),
        ],
      ),
      style,
    ),
    ...block(
      'Large tables',
      config.largeTables.map(({ value, from }): Row => [value, '', sourceText(from)]),
      style,
    ),
    ...block(
      'Overrides, the last one wins',
      config.overrides.flatMap(({ files, rules, from }): Row[] => [
        [files.join(', '), '', sourceText(from)],
        ...Object.entries(rules).map(
          ([id, setting]): Row => [
            `  ${id}`,
            typeof setting === 'string' ? setting : JSON.stringify(setting),
            '',
          ],
        ),
      ]),
      style,
    ),
    ...config.notes.map((note) => `note: ${note}`),
  ];
  while (lines.at(-1) === '') lines.pop();
  return printable(`${lines.join('\n')}\n`);
}
