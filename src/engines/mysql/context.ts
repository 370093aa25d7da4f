/** What the checks of one statement share. */
import type { Catalog, Table, TableName, Target } from '../../schema/index.ts';
import { canonicalCharset, canonicalCollation, charsetOfCollation } from './charsets.ts';
import { type Dialect, dialectAt, type LimitName, type Traits } from './dialect.ts';
import { Findings } from './findings.ts';

export interface Context {
  readonly catalog: Catalog;
  readonly target: Target;
  readonly dialect: Dialect;
  readonly traits: Traits;
  readonly findings: Findings;
  readonly strict: boolean;
  limit(name: LimitName): number;
}

export function contextOf(catalog: Catalog, target: Target, dialect: Dialect): Context {
  const { traits, limit } = dialectAt(dialect, target.version);
  return {
    catalog,
    target,
    dialect,
    traits,
    findings: new Findings(dialect.engine === 'mysql'),
    strict: target.settings.strict,
    limit,
  };
}

export interface CharacterSet {
  readonly charset: string;
  /** Absent where the default collation is not known. */
  readonly collation?: string;
}

/** A character set and collation from what was written, else from what surrounds it. */
export function characterSet(
  traits: Traits,
  written: { readonly charset?: string | undefined; readonly collation?: string | undefined },
  around?: CharacterSet,
): CharacterSet {
  if (written.collation !== undefined) {
    const collation = canonicalCollation(written.collation);
    // MariaDB 10.10+ takes `uca1400_ai_ci` for whatever character set stands there.
    if (collation.startsWith('uca1400')) {
      const charset = canonicalCharset(written.charset ?? around?.charset ?? traits.serverCharset);
      return { charset, collation: `${charset}_${collation}` };
    }
    return { charset: charsetOfCollation(collation), collation };
  }
  if (written.charset === undefined && around !== undefined) return around;
  const charset = canonicalCharset(written.charset ?? traits.serverCharset);
  const collation = traits.defaultCollations[charset];
  return collation === undefined ? { charset } : { charset, collation };
}

/** The database's: made with the connection's settings, else the server's own. */
export function databaseCharacterSet(context: Context): CharacterSet {
  const { charset, collation } = context.target.settings;
  return characterSet(context.traits, {
    charset: charset ?? undefined,
    collation: collation ?? undefined,
  });
}

export type Found =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'missing' }
  /** It is not listed, and the catalog is not known to be whole. */
  | { readonly kind: 'unknown'; readonly reason: string };

export function lookUp(context: Context, name: TableName): Found {
  const table = context.catalog.table(name);
  if (table !== undefined) {
    if (table.maybe !== undefined) context.findings.uncertain(table.maybe);
    return { kind: 'table', table };
  }
  if (context.catalog.open !== null) return { kind: 'unknown', reason: context.catalog.open };
  if (name.schema !== undefined) {
    return { kind: 'unknown', reason: `database ${name.schema} is not the one that is migrated` };
  }
  return { kind: 'missing' };
}
