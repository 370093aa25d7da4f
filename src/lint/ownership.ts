/** Whose a table is: the one's whose migration made it first, else the module's whose prefix it bears, else the application's. */
import type { Owner, Statement, Target } from '../schema/index.ts';
import type { MigrationView } from './rule.ts';
import { wordsOf } from './short-name.ts';
import { withoutPrefix } from './table-prefix.ts';

/** `my-module` in a table's name: `my_module`. */
export function slugWord(slug: string): string {
  return slug.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}

/** The modules that have table prefixes and settings of their own, unless a rule is configured for others, too. */
export function moduleSlug(owner: Owner, configured: boolean): string | null {
  if (owner.kind !== 'module') return null;
  return configured || owner.layout === 'modules' || owner.layout === 'declared' ? owner.slug : null;
}

/**
 * The table whose place a scratch table of SQLite's rebuild takes, without the connection's prefix; undefined: it is no
 * scratch table. Which of prefix and `__temp__` comes first depends on the framework's version.
 */
export function rebuiltTable(name: string, target: Target): string | undefined {
  const original = /^__temp__(.+)$/.exec(withoutPrefix(name, target))?.[1];
  return original === undefined ? undefined : withoutPrefix(original, target);
}

/**
 * The table that SQLite begins to make anew with this statement, as the engine knows it; undefined: it begins nothing. The
 * framework makes the new table under another name first, doctrine/dbal a copy of the rows.
 */
export function rebuildBegun(statement: Statement, target: Target): string | undefined {
  if (statement.kind === 'createTable') {
    const original = rebuiltTable(statement.table.name, target);
    return original === undefined ? undefined : target.settings.prefix + original;
  }
  return statement.kind === 'noSchemaChange'
    ? /^create temporary table __temp__(\w+) as /i.exec(statement.sql)?.[1]
    : undefined;
}

/** The table that SQLite has made anew with this statement, as the engine knows it; undefined: it ends nothing. */
export function rebuildEnded(statement: Statement, target: Target): string | undefined {
  if (statement.kind === 'renameTable')
    return rebuiltTable(statement.from.name, target) === undefined ? undefined : statement.to.name;
  return statement.kind === 'noSchemaChange'
    ? /^drop table __temp__(\w+)$/i.exec(statement.sql.trim())?.[1]
    : undefined;
}

/** The table as the author knows it: without the connection's prefix, and for a scratch table the one whose place it takes. */
export function authorsTable(name: string, target: Target): string {
  return rebuiltTable(name, target) ?? withoutPrefix(name, target);
}

function madeBy(statement: Statement): string | undefined {
  if (statement.kind === 'createTable') return statement.temporary ? undefined : statement.table.name;
  if (statement.kind === 'renameTable') return statement.to.name;
  if (statement.kind !== 'alterTable') return undefined;
  return statement.actions.find((action) => action.kind === 'renameTo')?.to.name;
}

export class TableOwners {
  readonly #made = new Map<string, Owner>();
  readonly #slugs: readonly (readonly [slug: string, word: string])[];

  /** @param views The whole history, in order. */
  constructor(views: readonly MigrationView[], slugs: readonly string[]) {
    for (const { migration, runs } of views) {
      for (const run of runs) {
        if (run.direction !== 'up') continue;
        for (const { statement } of run.steps) {
          const name = madeBy(statement);
          if (name === undefined) continue;
          const key = withoutPrefix(name, run.target).toLowerCase();
          // A rebuild gives the table its own name back; that makes nobody its owner.
          if (rebuiltTable(name, run.target) !== undefined || this.#made.has(key)) continue;
          this.#made.set(key, migration.owner);
        }
      }
    }
    this.#slugs = slugs
      .map((slug) => [slug, wordsOf(slug).join('_')] as const)
      .sort((a, b) => b[1].length - a[1].length);
  }

  /** Does a migration of this history make it? Names are without the connection's prefix. */
  isMade(table: string): boolean {
    return this.#made.has(table.toLowerCase());
  }

  /** The module whose `mod_{slug}_` the name bears. */
  prefixOf(table: string): string | undefined {
    const name = table.toLowerCase();
    return this.#slugs.find(([, word]) => name.startsWith(`mod_${word}_`))?.[0];
  }

  owner(table: string): Owner {
    const maker = this.#made.get(table.toLowerCase());
    if (maker !== undefined) return maker;
    const slug = this.prefixOf(table);
    return slug === undefined ? { kind: 'app' } : { kind: 'module', slug, layout: 'modules' };
  }
}
