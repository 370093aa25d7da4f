/**
 * How long the connection's table prefix may be. Migrations are evaluated with a prefix that no name has by itself: the
 * names that contain it are those that grow with it. On PostgreSQL, which cuts what is too long, they are evaluated again
 * with longer and longer prefixes, until its judge finds that two names have become one.
 */
import { type AnalyseOptions, analyseView, type ProjectInView, viewProject } from './analyse.ts';
import { type IdentifierLimit, identifierLength, identifierLimit } from './engines/identifier-limit.ts';
import { frontendOf } from './frameworks.ts';
import { keysMadeBy, namesUsedBy } from './lint/keys.ts';
import { UsageError } from './project/index.ts';
import type { ProjectFrontend } from './project-frontend.ts';
import {
  type Budget,
  type BudgetName,
  FRAMEWORK_TITLES,
  keyColumns,
  type Origin,
  type PrefixBudget,
  type Problem,
  type Step,
  type Target,
  type TargetBudget,
} from './schema/index.ts';
import { VERSION } from './version.ts';

/** How many names are told. */
const TOLD = 5;

/** In lower case, as automatic names are; long enough not to be met by chance. */
const MARKER = 'qzxjvk';

/** `root` is absolute. Throws ConfigError (the configuration) and UsageError (options). */
export function prefixBudget(root: string, options: AnalyseOptions = {}): PrefixBudget {
  const view = viewProject(root, { ...options, intent: 'sent' });
  const framework = view.project.framework?.value;
  if (framework === 'knex' || framework === 'typeorm')
    throw new UsageError(
      `${FRAMEWORK_TITLES[framework]} has no table prefix, so there is no budget for one: the names are held against the limits by check`,
    );
  const study = new Study(view);
  const targets = view.targets.map((target) => study.of(target));
  return {
    version: VERSION,
    root: view.project.root,
    migrations: view.project.migrations.length,
    targets,
    notUnderstood: study.notUnderstood,
  };
}

class Study {
  readonly #view: ProjectInView;
  readonly #frontend: ProjectFrontend;
  /** By what the names depend on, which targets of one engine may share. */
  readonly #budgets = new Map<string, Budget>();
  notUnderstood = 0;

  constructor(view: ProjectInView) {
    this.#view = view;
    this.#frontend = frontendOf(view.project);
  }

  of(target: Target): TargetBudget {
    const limit = identifierLimit(target);
    const { name, prefix, prefixIndexes } = target.settings;
    return {
      id: target.id,
      engine: target.engine,
      limit: limit === null ? null : { value: limit.limit, unit: limit.unit, effect: limit.effect },
      current: {
        connection: name,
        prefix,
        prefixIndexes,
        length: identifierLength(prefix, limit?.unit ?? 'characters'),
        from: this.#view.project.connections[target.driver].from,
      },
      withIndexes: this.#budget(target, limit, true),
      withoutIndexes: this.#budget(target, limit, false),
    };
  }

  #budget(target: Target, limit: IdentifierLimit | null, prefixIndexes: boolean): Budget {
    const key = `${target.id} ${target.driver} ${prefixIndexes}`;
    const known = this.#budgets.get(key);
    if (known !== undefined) return known;
    const steps = this.#steps(target, MARKER, prefixIndexes);
    const budget =
      limit === null
        ? { longest: null, uncut: null, names: [], counted: namesIn(steps, limit).length }
        : this.#bounded(target, limit, prefixIndexes, steps);
    this.#budgets.set(key, budget);
    return budget;
  }

  #bounded(target: Target, limit: IdentifierLimit, prefixIndexes: boolean, steps: readonly Step[]): Budget {
    const names = namesIn(steps, limit).sort((a, b) => a.longest - b.longest || (a.name < b.name ? -1 : 1));
    const uncut = names[0]?.longest ?? null;
    if (uncut === null || limit.effect === 'refuses') {
      return { longest: uncut, uncut, names: names.slice(0, TOLD), counted: names.length };
    }
    // The longer the prefix, the less of a name is left: what collides once collides with every longer prefix.
    const collides = (length: number): readonly Problem[] =>
      this.#steps(target, 'p'.repeat(length), prefixIndexes).flatMap(({ verdict }) =>
        verdict.problems.filter(({ fact }) => fact.kind === 'object-exists' && fact.cutFrom !== undefined),
      );
    let free = Math.max(0, uncut) - 1;
    let taken = limit.limit + 1;
    let problems: readonly Problem[] = [];
    while (taken - free > 1) {
      const middle = Math.floor((free + taken) / 2);
      const found = collides(middle);
      if (found.length === 0) free = middle;
      else {
        taken = middle;
        problems = found;
      }
    }
    const colliding = new Set(
      problems.map(({ fact }) => ('cutFrom' in fact ? fact.cutFrom?.slice(taken) : undefined)),
    );
    const first = names
      .filter(({ name }) => colliding.has(name))
      .map((name): BudgetName => ({ ...name, longest: free, beyond: 'refused' }));
    const rest = names.filter(({ name }) => !colliding.has(name));
    return { longest: free, uncut, names: [...first, ...rest].slice(0, TOLD), counted: names.length };
  }

  /** All that migrations mean to send, up and down, with this prefix; also what a fresh database does not reach. */
  #steps(target: Target, prefix: string, prefixIndexes: boolean): readonly Step[] {
    const other: Target = { ...target, settings: { ...target.settings, prefix, prefixIndexes } };
    const { timelines, coverage } = analyseView({ ...this.#view, targets: [other] }, this.#frontend);
    this.notUnderstood = coverage.unknown.length;
    return timelines.flatMap(({ runs, unreached }) => [...runs.flatMap(({ steps }) => steps), ...unreached]);
  }
}

interface Named {
  readonly name: string;
  readonly object: BudgetName['object'];
  readonly table: string;
  readonly columns: readonly string[];
  readonly origin: Origin;
}

/** Each name that contains the prefix, once: where it is met first. */
function namesIn(steps: readonly Step[], limit: IdentifierLimit | null): BudgetName[] {
  const unit = limit?.unit ?? 'characters';
  const found = new Map<string, BudgetName>();
  for (const step of steps) {
    for (const { name, object, table, columns, origin } of namedBy(step)) {
      const times = name.split(MARKER).length - 1;
      const bare = name.replaceAll(MARKER, '');
      if (times === 0 || found.has(bare)) continue;
      const length = identifierLength(bare, unit);
      found.set(bare, {
        name: bare,
        object,
        table: table.replaceAll(MARKER, ''),
        columns,
        origin: { file: origin.file, span: origin.span },
        length,
        longest: limit === null ? Number.MAX_SAFE_INTEGER : Math.floor((limit.limit - length) / times),
        beyond: limit?.effect === 'cuts' ? 'cut' : 'refused',
      });
    }
  }
  return [...found.values()];
}

function* namedBy({ statement, before }: Step): IterableIterator<Named> {
  const { origin } = statement;
  if (statement.kind === 'createTable') {
    yield { name: statement.table.name, object: 'table', table: statement.table.name, columns: [], origin };
  } else if (statement.kind === 'renameTable') {
    yield { name: statement.to.name, object: 'table', table: statement.to.name, columns: [], origin };
  }
  for (const key of keysMadeBy(statement)) {
    if (key.name === undefined) continue;
    const { name, kind, table, parts, origin: at } = key;
    yield { name, object: kind, table: table.name, columns: keyColumns(parts), origin: at };
  }
  // A name that only a later drop speaks of is asked for in full as well.
  for (const use of namesUsedBy(statement)) {
    const table =
      'table' in statement && typeof statement.table === 'object' ? statement.table?.name : undefined;
    const index =
      table === undefined ? undefined : before.table(table)?.indexes.find(({ name }) => name === use.name);
    yield {
      name: use.name,
      object: 'index',
      table: table ?? '',
      columns: index === undefined ? [] : keyColumns(index.parts),
      origin: use.origin,
    };
  }
}
