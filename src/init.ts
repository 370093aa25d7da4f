/** A first dialint.json, from what a project's files tell. Nothing is written here. */
import path from 'node:path';
import { existsSync } from './disk/disk.ts';
import { knownFrameworks } from './frameworks.ts';
import { discoverProject, NO_CONFIG } from './project/index.ts';
import {
  DEFAULT_PRESET,
  ENGINE_TITLES,
  type EngineUse,
  type Project,
  type Provenance,
} from './schema/index.ts';

export interface InitEntry {
  /** The key of dialint.json: `engines.production`. */
  readonly key: string;
  /** As it is written; null: the key is left out. */
  readonly value: unknown;
  readonly from: Provenance;
  /** Nothing in the project says it. */
  readonly guessed: boolean;
}

export interface InitialConfig {
  readonly project: Project;
  readonly entries: readonly InitEntry[];
  /** What may be worth a line in the configuration, and was not written: one sentence each. */
  readonly hints: readonly string[];
  /** The content of dialint.json. */
  readonly text: string;
}

const SCHEMA = 'node_modules/dialint/schemas/dialint.schema.json';

/** `root` is absolute. */
export function initialConfig(root: string): InitialConfig {
  const project = discoverProject(root, NO_CONFIG, { frameworks: knownFrameworks() });
  const hints: string[] = [];
  const entries = [
    ...schemaEntry(root),
    {
      key: 'extends',
      value: DEFAULT_PRESET,
      from: { note: 'what holds without it; strict, portability and safety are others' },
      guessed: false,
    },
    ...engineEntries(project, hints),
    ...moduleEntries(project, hints),
  ];
  const document: Record<string, unknown> = {};
  for (const { key, value } of entries) {
    if (value === null) continue;
    const [outer = key, inner] = key.split('.');
    document[outer] =
      inner === undefined ? value : { ...(document[outer] as object | undefined), [inner]: value };
  }
  return { project, entries, hints, text: `${JSON.stringify(document, null, 2)}\n` };
}

function schemaEntry(root: string): InitEntry[] {
  if (!existsSync(path.join(root, SCHEMA))) return [];
  return [
    { key: '$schema', value: `./${SCHEMA}`, from: { note: 'for completion in editors' }, guessed: false },
  ];
}

function engineEntries({ testEngine, productionEngines }: Project, hints: string[]): InitEntry[] {
  const entries: InitEntry[] = [];
  const judged = productionEngines.filter(({ engine }) => engine !== null);
  for (const use of [testEngine, ...productionEngines]) {
    if (use.engine === null)
      hints.push(`${use.driver} (${place(use.from)}) is no engine that dialint judges; it stands nowhere.`);
  }
  if (testEngine.engine !== null) {
    entries.push({
      key: 'engines.test',
      value: written(testEngine),
      from: testEngine.from,
      guessed: isGuess(testEngine.from),
    });
  }
  const [first, ...others] = judged;
  if (first !== undefined) {
    entries.push({
      key: 'engines.production',
      value: judged.map(written),
      from:
        others.length === 0
          ? first.from
          : {
              note: judged.map(({ engine, from }) => `${ENGINE_TITLES[engine!]}: ${place(from)}`).join(' · '),
            },
      guessed: judged.some(({ from }) => isGuess(from)),
    });
    const bare = judged.filter(({ version }) => version === undefined);
    if (bare.length > 0) {
      hints.push(
        `The version of ${bare.map(({ engine }) => ENGINE_TITLES[engine!]).join(' and ')} in production was not found; if you know it, write it: "${bare[0]?.engine}@…".`,
      );
    }
  }
  return entries;
}

function written({ engine, version }: EngineUse): string {
  return version === undefined ? `${engine}` : `${engine}@${version}`;
}

/** Without a file, or from a file that only stands for what is missing. */
function isGuess({ file, note }: Provenance): boolean {
  return file === undefined || note?.startsWith('assumed') === true;
}

function place({ file, line, note }: Provenance): string {
  if (file === undefined) return note ?? 'assumed';
  return line === undefined ? file : `${file}:${line}`;
}

function moduleEntries(project: Project, hints: string[]): InitEntry[] {
  const containers = (layouts: readonly string[]): Map<string, number> => {
    const found = new Map<string, number>();
    for (const { layout, directory } of project.modules) {
      const container = path.posix.dirname(directory);
      if (layouts.includes(layout)) found.set(container, (found.get(container) ?? 0) + 1);
    }
    return found;
  };
  const globs = (found: ReadonlyMap<string, number>): string[] =>
    [...found.keys()].map((name) => `${name}/*`);
  const others = containers(['nwidart', 'app-modules', 'packages']);
  if (others.size > 0) {
    hints.push(
      `${globs(others).join(', ')} are recognised as modules without being declared; "modules" would hold them to the naming rules of modules (module-table-prefix), too.`,
    );
  }
  const unknown = unrecognised(project);
  if (unknown.length > 0) {
    hints.push(
      `${unknown.map((glob) => `"${glob}"`).join(', ')} may be modules: several folders there have migrations of their own. If they are, declare them in "modules".`,
    );
  }
  const own = containers(['modules']);
  if (own.size === 0) return [];
  const count = [...own.values()].reduce((sum, one) => sum + one, 0);
  return [
    {
      key: 'modules',
      value: globs(own),
      from: { note: count === 1 ? 'one module there' : `${count} modules there` },
      guessed: false,
    },
  ];
}

/** Folders in which at least two folders beside each other have migrations of the application's own. */
function unrecognised({ migrations }: Project): string[] {
  const siblings = new Map<string, Set<string>>();
  for (const { file, owner } of migrations) {
    if (owner.kind !== 'app') continue;
    const match =
      /^(.+?)\/([^/]+)\/(?:src\/|Infrastructure\/)?(?:[dD]atabase\/|Data\/)?[mM]igrations\/[^/]+$/.exec(file);
    const [, parent, child] = match ?? [];
    if (parent === undefined || child === undefined || /^(database|src|vendor)$/i.test(child)) continue;
    siblings.set(parent, (siblings.get(parent) ?? new Set()).add(child));
  }
  return [...siblings].filter(([, children]) => children.size > 1).map(([parent]) => `${parent}/*`);
}
