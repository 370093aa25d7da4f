/** What a rule reports. */
import type { Location, Span } from './source.ts';

export type Severity = 'error' | 'warning' | 'info';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export interface TextEdit {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

/** What a migration of its own does, for a schema that is deployed: statements as lines of source. */
export interface NewMigration {
  /** Of the file, behind its date: `rename_index_of_users_table`. */
  readonly name: string;
  readonly title: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

export interface Fix {
  readonly title: string;
  /** `safe`: cannot change a deployed schema when applied to a migration that is not merged yet. */
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly TextEdit[];
  /** Where the finding's migration has run already, and must not be edited. Absent: nobody can tell what would do. */
  readonly migration?: NewMigration;
}

export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  /** One or more sentences: the object, the engines, the number. */
  readonly message: string;
  /** The way out. */
  readonly help?: string;
  readonly file: string;
  readonly span: Span;
  /** Targets concerned (`mysql@8.4`). Empty: it does not depend on an engine. */
  readonly engines: readonly string[];
  readonly fix?: Fix;
  /** The same for the same finding wherever its line moves to. Hexadecimal. */
  readonly fingerprint: string;
  readonly related: readonly (Location & { readonly message: string })[];
  readonly data: Readonly<Record<string, unknown>>;
  /** Why a fresh database does not get here; absent: it does, or that is not known. The message says it, too. */
  readonly unreached?: string;
  readonly suppressed?: { readonly reason: string | null };
  /** The baseline holds it: it was accepted when the baseline was written. */
  readonly baselined?: true;
}

/** Neither suppressed by a comment nor accepted by the baseline: it is shown, counted, and may fail a check. */
export function isOpen({ suppressed, baselined }: Diagnostic): boolean {
  return suppressed === undefined && baselined === undefined;
}
