/** The transactions that migrations open themselves, by the places that they hold. */
import type { Fact, Location, Span } from '../schema/index.ts';
import type { MigrationView, RuleVisitor } from './rule.ts';

export class OwnTransactions {
  readonly #spans = new Map<string, Span[]>();

  take(fact: Fact): void {
    if (fact.kind !== 'transaction') return;
    const { file, span } = fact.origin;
    const known = this.#spans.get(file);
    if (known === undefined) this.#spans.set(file, [span]);
    else known.push(span);
  }

  /** Does the migration open any? */
  has(file: string): boolean {
    return this.#spans.has(file);
  }

  /** The place of the one that holds a call; undefined: none does. */
  around({ file, span }: Location): Span | undefined {
    return this.#spans
      .get(file)
      ?.find(({ startOffset, endOffset }) => startOffset <= span.startOffset && span.endOffset <= endOffset);
  }
}

/** Looks at each migration once all transactions are known: facts come after the migrations. */
export function amongTransactions(look: (view: MigrationView, own: OwnTransactions) => void): RuleVisitor {
  const own = new OwnTransactions();
  const views: MigrationView[] = [];
  return {
    migration(view) {
      views.push(view);
    },
    fact: (fact) => own.take(fact),
    end() {
      for (const view of views) look(view, own);
    },
  };
}
