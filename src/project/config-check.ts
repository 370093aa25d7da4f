/** Turns the JSON of dialint.json into a configuration, and says what is wrong with it and where. */
import type { PresetName, Provenance, Writable } from '../schema/index.ts';
import {
  ENGINE_NAMES,
  nearest,
  optionProblem,
  PRESET_NAMES,
  SEVERITIES,
  SQL_FORMATS,
} from '../schema/index.ts';
import type { DeclaredMigrations, DialintConfig, EngineSetting, KnownRule, RuleSetting } from './config.ts';
import { readEngineSpec } from './engine-spec.ts';
import type { JsonMember, JsonNode } from './json-document.ts';
import { misspeltType } from './type-words.ts';

export interface CheckContext {
  readonly file: string;
  readonly rules?: readonly KnownRule[];
  place(at: number): Provenance;
  report(message: string, at: number, hint?: string): void;
}

/** The keys of a configuration, in the order in which they are listed. */
export const CONFIG_KEYS = [
  '$schema',
  'extends',
  'engines',
  'rules',
  'migrations',
  'modules',
  'externalTables',
  'tables',
  'overrides',
] as const;

const SEVERITY_WORDS = ['off', ...SEVERITIES];

type Members = ReadonlyMap<string, JsonMember>;

export function checkConfig(document: JsonNode, context: CheckContext): DialintConfig {
  const config: Writable<DialintConfig> = {
    file: context.file,
    engines: {},
    extends: [],
    rules: {},
    migrations: [],
    modules: [],
    externalTables: {},
    tables: { large: [] },
    overrides: [],
    places: places(document, context),
  };
  const root = object(document, 'the document', context);
  const read: Readonly<Record<(typeof CONFIG_KEYS)[number], (node: JsonNode) => void>> = {
    $schema: (node) => void string(node, '$schema', context),
    extends: (node) => {
      config.extends = presets(node, context);
    },
    engines: (node) => {
      config.engines = engines(node, context);
    },
    rules: (node) => {
      config.rules = rules(node, 'rules', context);
    },
    migrations: (node) => {
      config.migrations = list(node, 'migrations', context).flatMap((item, index) =>
        sqlFolder(item, `migrations[${index}]`, context),
      );
    },
    modules: (node) => {
      config.modules = strings(node, 'modules', context, false);
    },
    externalTables: (node) => {
      config.externalTables = externalTables(node, context);
    },
    tables: (node) => {
      keys(object(node, 'tables', context), 'tables', ['large'], context, {
        large: (value) => {
          config.tables = { large: strings(value, 'tables.large', context, false) };
        },
      });
    },
    overrides: (node) => {
      config.overrides = list(node, 'overrides', context).map((item, index) =>
        override(item, `overrides[${index}]`, context),
      );
    },
  };
  keys(root, '', CONFIG_KEYS, context, read);
  return config;
}

/** Every value by its path, but for what is inside of a rule's setting. */
function places(document: JsonNode, context: CheckContext): Record<string, Provenance> {
  const found: Record<string, Provenance> = {};
  const add = (node: JsonNode, path: string): void => {
    if (path !== '') found[path] = context.place(node.at);
    if (/(^|\.)rules\.[^.]+$/.test(path)) return;
    if (Array.isArray(node.value)) {
      for (const [index, item] of (node.value as readonly JsonNode[]).entries())
        add(item, `${path}[${index}]`);
    } else if (node.value instanceof Map) {
      for (const [key, member] of node.value as Members)
        add(member.node, path === '' ? key : `${path}.${key}`);
    }
  };
  add(document, '');
  return found;
}

function presets(node: JsonNode, context: CheckContext): PresetName[] {
  const many = Array.isArray(node.value);
  const items = many ? (node.value as readonly JsonNode[]) : [node];
  const allowed = `Allowed: ${PRESET_NAMES.map((name) => `"${name}"`).join(', ')}.`;
  if (items.length === 0) {
    context.report('extends is empty', node.at, `Leave the key out, or name presets. ${allowed}`);
  }
  return items.flatMap((item, index) => {
    const name = many ? `extends[${index}]` : 'extends';
    const text = string(item, name, context);
    if (text === undefined) return [];
    const preset = PRESET_NAMES.find((known) => known === text);
    if (preset !== undefined) return [preset];
    const meant = nearest(text, PRESET_NAMES);
    const hint = `${meant === undefined ? '' : `Did you mean "${meant}"? `}${allowed}`;
    context.report(`${name}: there is no preset "${text}"`, item.at, hint);
    return [];
  });
}

function engines(node: JsonNode, context: CheckContext): DialintConfig['engines'] {
  const result: Writable<DialintConfig['engines']> = {};
  keys(object(node, 'engines', context), 'engines', ['test', 'production'], context, {
    test: (value) => {
      const engine = engineSetting(value, 'engines.test', context);
      if (engine !== undefined) result.test = engine;
    },
    production: (value) => {
      const items = Array.isArray(value.value) ? (value.value as readonly JsonNode[]) : [value];
      if (Array.isArray(value.value) && items.length === 0) {
        context.report('engines.production is empty', value.at, 'Name an engine, or leave the key out.');
      }
      result.production = items.flatMap((item, index) => {
        const name = Array.isArray(value.value) ? `engines.production[${index}]` : 'engines.production';
        return engineSetting(item, name, context) ?? [];
      });
    },
  });
  return result;
}

function engineSetting(node: JsonNode, name: string, context: CheckContext): EngineSetting | undefined {
  const text = string(node, name, context);
  if (text === undefined) return undefined;
  const spec = readEngineSpec(text);
  if ('problem' in spec) {
    context.report(`${name}: ${spec.problem}`, node.at, spec.hint);
    return undefined;
  }
  return { ...spec, from: context.place(node.at) };
}

function rules(node: JsonNode, name: string, context: CheckContext): Record<string, RuleSetting> {
  const result: Record<string, RuleSetting> = {};
  for (const [id, member] of object(node, name, context)) {
    const rule = context.rules?.find((known) => known.id === id);
    if (context.rules !== undefined && rule === undefined) {
      const meant = nearest(
        id,
        context.rules.map((known) => known.id),
      );
      const hint = `${meant === undefined ? '' : `Did you mean "${meant}"? `}dialint rules lists them all.`;
      context.report(`${name}: there is no rule "${id}"`, member.keyAt, hint);
    }
    const setting = ruleSetting(member.node, `${name}.${id}`, context, rule);
    if (setting !== undefined) result[id] = setting;
  }
  return result;
}

function ruleSetting(
  node: JsonNode,
  name: string,
  context: CheckContext,
  rule: KnownRule | undefined,
): RuleSetting | undefined {
  if (!Array.isArray(node.value)) {
    const severity = severityWord(node, name, context);
    return severity === undefined ? undefined : { severity, options: {} };
  }
  const [first, second, third] = node.value as readonly JsonNode[];
  if (first === undefined || third !== undefined) {
    context.report(
      `${name}: a list has a severity and the rule's options`,
      node.at,
      'Write ["error", { … }].',
    );
    return undefined;
  }
  const severity = severityWord(first, name, context);
  const options: Record<string, unknown> = {};
  if (second !== undefined) {
    for (const [key, member] of object(second, `${name}: the options`, context)) {
      options[key] = plainJson(member.node);
      const problem = rule?.options === undefined ? null : optionProblem(rule.options, key, options[key]);
      if (problem === null) continue;
      const at = problem.of === 'key' ? member.keyAt : member.node.at;
      context.report(`${name}: ${problem.message}`, at, problem.hint);
    }
  }
  return severity === undefined ? undefined : { severity, options };
}

function severityWord(
  node: JsonNode,
  name: string,
  context: CheckContext,
): RuleSetting['severity'] | undefined {
  const allowed = `Allowed: ${SEVERITY_WORDS.map((word) => `"${word}"`).join(', ')}.`;
  if (typeof node.value !== 'string') {
    context.report(`${name} is ${kindOf(node)}, not a severity`, node.at, allowed);
    return undefined;
  }
  const word = SEVERITY_WORDS.find((known) => known === node.value);
  if (word === undefined) {
    const meant = nearest(node.value, SEVERITY_WORDS);
    const hint = meant === undefined ? allowed : `Did you mean "${meant}"? ${allowed}`;
    context.report(`${name}: "${node.value}" is no severity`, node.at, hint);
  }
  return word as RuleSetting['severity'] | undefined;
}

function externalTables(node: JsonNode, context: CheckContext): DialintConfig['externalTables'] {
  const result: Record<string, Readonly<Record<string, string>> | null> = {};
  for (const [table, member] of object(node, 'externalTables', context)) {
    const name = `externalTables.${table}`;
    if (Array.isArray(member.node.value)) {
      if (member.node.value.length > 0) {
        const hint = 'Write { "column": "type" }, or [] where the columns are not to be declared.';
        context.report(`${name}: a list of columns has no types`, member.node.at, hint);
      }
      result[table] = null;
      continue;
    }
    const columns: Record<string, string> = {};
    for (const [column, type] of object(member.node, name, context)) {
      const text = string(type.node, `${name}.${column}`, context);
      if (text === undefined) continue;
      const slip = misspeltType(text);
      if (slip !== undefined) {
        const hint = `Did you mean "${slip.meant}"? Allowed: any type that the engine has, as in "bigint unsigned".`;
        context.report(`${name}.${column}: there is no type "${slip.word}"`, type.node.at, hint);
      }
      columns[column] = text;
    }
    result[table] = columns;
  }
  return result;
}

function sqlFolder(node: JsonNode, name: string, context: CheckContext): DeclaredMigrations[] {
  const result: Writable<Omit<DeclaredMigrations, 'path'>> & { path?: string } = {
    from: context.place(node.at),
  };
  const members = object(node, name, context);
  keys(members, name, ['path', 'format', 'dialect'], context, {
    path: (value) => {
      const text = string(value, `${name}.path`, context);
      if (text === undefined) return;
      const folder = text.replace(/^\.\//, '').replace(/\/+$/, '');
      if (/^(?:\/|[a-z]:)|(?:^|\/)\.\.(?:\/|$)|\\/i.test(folder))
        context.report(
          `${name}.path: "${text}" does not lie in the project`,
          value.at,
          "Write a folder relative to the project's root, with forward slashes.",
        );
      else result.path = folder === '' ? '.' : folder;
    },
    format: (value) => {
      const format = oneOf(value, `${name}.format`, SQL_FORMATS, 'format', context);
      if (format !== undefined) result.format = format;
    },
    dialect: (value) => {
      const dialect = oneOf(value, `${name}.dialect`, ENGINE_NAMES, 'dialect', context);
      if (dialect !== undefined) result.dialect = dialect;
    },
  });
  const { path } = result;
  if (path !== undefined) return [{ ...result, path }];
  if (node.value instanceof Map && !members.has('path')) context.report(`${name} has no "path"`, node.at);
  return [];
}

function oneOf<T extends string>(
  node: JsonNode,
  name: string,
  allowed: readonly T[],
  noun: string,
  context: CheckContext,
): T | undefined {
  const text = string(node, name, context);
  const found = allowed.find((word) => word === text);
  if (text !== undefined && found === undefined) {
    const meant = nearest(text, allowed);
    const words = allowed.map((word) => `"${word}"`).join(', ');
    const hint = `${meant === undefined ? '' : `Did you mean "${meant}"? `}Allowed: ${words}.`;
    context.report(`${name}: there is no ${noun} "${text}"`, node.at, hint);
  }
  return found;
}

function override(node: JsonNode, name: string, context: CheckContext): DialintConfig['overrides'][number] {
  const result: Writable<DialintConfig['overrides'][number]> = { files: [], rules: {} };
  const members = object(node, name, context);
  keys(members, name, ['files', 'rules'], context, {
    files: (value) => {
      result.files = strings(value, `${name}.files`, context, true);
    },
    rules: (value) => {
      result.rules = rules(value, `${name}.rules`, context);
    },
  });
  for (const key of ['files', 'rules']) {
    if (node.value instanceof Map && !members.has(key)) context.report(`${name} has no "${key}"`, node.at);
  }
  return result;
}

function keys(
  members: Members,
  name: string,
  allowed: readonly string[],
  context: CheckContext,
  read: Readonly<Record<string, (node: JsonNode) => void>>,
): void {
  for (const [key, member] of members) {
    if (allowed.includes(key)) read[key]?.(member.node);
    else {
      const meant = nearest(key, allowed);
      const list = allowed.filter((word) => word !== '$schema').map((word) => `"${word}"`);
      const hint = `${meant === undefined ? '' : `Did you mean "${meant}"? `}Allowed: ${list.join(', ')}.`;
      context.report(`${name === '' ? 'there is' : `${name} has`} no key "${key}"`, member.keyAt, hint);
    }
  }
}

function object(node: JsonNode, name: string, context: CheckContext): Members {
  if (node.value instanceof Map) return node.value as Members;
  context.report(`${name} is ${kindOf(node)}, not an object`, node.at);
  return new Map();
}

function list(node: JsonNode, name: string, context: CheckContext): readonly JsonNode[] {
  if (Array.isArray(node.value)) return node.value as readonly JsonNode[];
  context.report(`${name} is ${kindOf(node)}, not a list`, node.at);
  return [];
}

function string(node: JsonNode, name: string, context: CheckContext): string | undefined {
  if (typeof node.value === 'string' && node.value !== '') return node.value;
  context.report(
    node.value === '' ? `${name} is empty` : `${name} is ${kindOf(node)}, not a string`,
    node.at,
  );
  return undefined;
}

function strings(node: JsonNode, name: string, context: CheckContext, orOne: boolean): string[] {
  if (orOne && typeof node.value === 'string') return [string(node, name, context) ?? []].flat();
  return list(node, name, context).flatMap((item, index) => string(item, `${name}[${index}]`, context) ?? []);
}

function kindOf({ value }: JsonNode): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

function plainJson({ value }: JsonNode): unknown {
  if (Array.isArray(value)) return (value as readonly JsonNode[]).map(plainJson);
  if (value instanceof Map) {
    return Object.fromEntries([...(value as Members)].map(([key, member]) => [key, plainJson(member.node)]));
  }
  return value;
}
