/**
 * Writes docs/rules/*.md from what the rules say of themselves, as `dialint rules --format json` prints it, and removes
 * pages of rules that are gone; and the rules in schemas/dialint.schema.json. With --check nothing is written, and the
 * exit code is 1 where something is not up to date. With --folder the pages alone are looked at, there.
 *
 *     npm run docs:rules [-- --check] [--folder FOLDER]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {{ title: string, code: string, file?: string, files?: Record<string, string>, merged?: string,
 *   config?: unknown }} Example
 */
/** @typedef {{ type: string, default: unknown, description: string }} Option */
/**
 * @typedef {{ id: string, severity: string, recommended: boolean, what: string, why: string, how: string,
 *   engines: string[], presets: string[], options?: Record<string, Option>, bad: Example[], good: Example[] }} Rule
 */
/** @typedef {{ name: string, purpose: string }} Preset */

const TITLES = { sqlite: 'SQLite', mysql: 'MySQL', mariadb: 'MariaDB', postgres: 'PostgreSQL' };
const NOTICE = '<!-- Made from the rule itself by npm run docs:rules; change the rule. -->';

/** A fence is longer than any that the text holds. @param {string} language @param {string} text */
function fenced(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** What Markdown would take for markup stands as it is written. @param {string} text */
function prose(text) {
  return text.replace(/[\\`*<>[\]|]|(?<!\w)_|_(?!\w)/g, '\\$&');
}

/** @param {Example} example */
function exampleParts({ title, code, file, files = {}, merged, config }) {
  const parts = [`### ${prose(title)}`];
  if (config !== undefined) parts.push('`dialint.json`', fenced('json', JSON.stringify(config, null, 2)));
  for (const [name, text] of Object.entries(files)) {
    parts.push(`\`${name}\``, fenced(/\.(php|sql)$/.exec(name)?.[1] ?? '', text));
  }
  if (merged !== undefined) parts.push('In the main branch', fenced('php', merged));
  if (file !== undefined) parts.push(`\`${file}\``);
  else if (parts.length > 1) parts.push('The migration');
  parts.push(fenced(file?.endsWith('.sql') ? 'sql' : 'php', code));
  return parts;
}

/** @param {Rule} rule */
function page(rule) {
  const engines = rule.engines.map((engine) => TITLES[/** @type {keyof TITLES} */ (engine)]);
  const options = Object.entries(rule.options ?? {});
  const parts = [
    NOTICE,
    `# ${rule.id}`,
    prose(rule.what),
    [
      `- Severity: ${rule.severity}${rule.recommended ? '' : '; off unless it is configured'}`,
      `- Presets: ${rule.presets.join(', ')}`,
      `- Engines: ${engines.length === 0 ? 'it does not depend on an engine' : engines.join(', ')}`,
    ].join('\n'),
    '## Why',
    prose(rule.why),
    '## What to do',
    prose(rule.how),
  ];
  if (options.length > 0) {
    parts.push(
      '## Options',
      options
        .map(
          ([name, option]) =>
            `- \`${name}\` (${option.type}, default \`${JSON.stringify(option.default)}\`): ${prose(option.description)}`,
        )
        .join('\n'),
    );
  }
  if (rule.bad.length > 0) parts.push('## Reported', ...rule.bad.flatMap(exampleParts));
  if (rule.good.length > 0) parts.push('## Not reported', ...rule.good.flatMap(exampleParts));
  parts.push(
    '## Accepting a finding',
    fenced('php', `// dialint-disable-next-line ${rule.id} -- the reason`),
  );
  return `${parts.join('\n\n')}\n`;
}

/** @param {Rule[]} rules @param {Preset[]} presets */
function overview(rules, presets) {
  const rows = rules.map(
    ({ id, severity, presets, what }) =>
      `| [${id}](${id}.md) | ${severity} | ${presets.join(', ')} | ${prose(what)} |`,
  );
  const named = presets.map(({ name, purpose }) => `- \`${name}\`: ${prose(purpose)}`);
  return [
    NOTICE,
    '',
    '# Rules',
    '',
    '| Rule | Severity | Presets | Reports |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Presets',
    '',
    '`dialint.json` names them: `"extends": "strict"`, or several of which the later overrule the earlier:',
    '`"extends": ["portability", "safety"]`. Only rules that one of them holds are on, and those that `rules` sets.',
    '',
    ...named,
    '',
  ].join('\n');
}

/** What a value of this type is to a JSON Schema. @param {Option} option */
function optionSchema({ type, default: value, description }) {
  const list = type === 'string[]';
  return {
    type: list ? 'array' : type,
    ...(list && { items: { type: 'string' } }),
    default: value,
    description,
  };
}

/** A rule's setting: a severity, or that and the rule's options. @param {Record<string, Option>} options */
function settingSchema(options) {
  const severity = { $ref: '#/definitions/severity' };
  const properties = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, optionSchema(option)]),
  );
  const own = { type: 'object', additionalProperties: false, properties };
  return {
    oneOf: [severity, { type: 'array', minItems: 1, maxItems: 2, items: [severity, own] }],
  };
}

/** @param {any} schema @param {Rule[]} rules */
function withRules(schema, rules) {
  const properties = Object.fromEntries(
    rules.map(({ id, what, options }) => [
      id,
      {
        description: what,
        ...(options === undefined ? { $ref: '#/definitions/setting' } : settingSchema(options)),
      },
    ]),
  );
  schema.definitions.setting = settingSchema({});
  schema.definitions.rules = { type: 'object', additionalProperties: false, properties };
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { check: { type: 'boolean' }, folder: { type: 'string' } } });
const folder = values.folder === undefined ? join(root, 'docs', 'rules') : resolve(values.folder);
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [join(root, 'dist/src/cli/main.js'), 'rules', '--format', 'json'],
  { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
if (status !== 0) throw new Error(`dialint rules failed: ${stderr}`);
/** @type {{ rules: Rule[], presets: Preset[] }} */
const { rules, presets } = JSON.parse(stdout);
const pages = new Map([
  ['README.md', overview(rules, presets)],
  ...rules.map((rule) => /** @type {const} */ ([`${rule.id}.md`, page(rule)])),
]);

const there = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
const gone = there.filter((name) => !pages.has(name));
const stale = [...pages].filter(
  ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
);
const schemaFile = join(root, 'schemas', 'dialint.schema.json');
const schemaText = readFileSync(schemaFile, 'utf8');
const schema = JSON.parse(schemaText);
withRules(schema, rules);
const staleSchema =
  values.folder === undefined && JSON.stringify(schema) !== JSON.stringify(JSON.parse(schemaText));
if (values.check) {
  for (const name of [...stale.map(([name]) => name), ...gone].sort())
    console.log(`${name} is not up to date`);
  if (staleSchema) console.log('dialint.schema.json is not up to date');
  if (stale.length + gone.length > 0 || staleSchema) process.exitCode = 1;
} else {
  if (staleSchema) {
    writeFileSync(schemaFile, `${JSON.stringify(schema, null, 2)}\n`);
    spawnSync(process.execPath, [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      'format',
      '--write',
      schemaFile,
    ]);
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  for (const name of gone) rmSync(join(folder, name));
  console.log(`${pages.size} pages, ${stale.length} written, ${gone.length} removed`);
}
