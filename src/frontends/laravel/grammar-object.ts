/** `DB::getSchemaGrammar()`, `DB::getQueryGrammar()`: asked by hand how a name is quoted (Illuminate\Database\Grammar). */
import { type CallArguments, PhpArray, PhpObject, type PhpValue, Unknown } from '../../php/values.ts';
import type { Grammar } from './grammars/grammar.ts';
import { unknownReason } from './parameters.ts';

export class GrammarObject extends PhpObject {
  readonly className = 'Illuminate\\Database\\Grammar';
  readonly #grammar: Grammar;
  readonly #prefix: string;

  constructor(grammar: Grammar, prefix: string) {
    super();
    this.#grammar = grammar;
    this.#prefix = prefix;
  }

  override callMethod(name: string, args: CallArguments): PhpValue | undefined {
    const first = args.positional[0] ?? [...args.named.values()][0] ?? null;
    const values = first instanceof PhpArray ? first.values() : [first];
    const unknown = unknownReason(values);
    if (unknown !== undefined) return new Unknown(unknown);
    switch (name.toLowerCase()) {
      case 'wrap':
        return this.#grammar.wrap(first);
      case 'wraptable':
        return this.#grammar.wrapTable(first);
      case 'wraparray':
        return PhpArray.list(values.map((value) => this.#grammar.wrap(value)));
      case 'columnize':
        return values.map((value) => this.#grammar.wrap(value)).join(', ');
      case 'gettableprefix':
        return this.#prefix;
      default:
        return new Unknown(`what the grammar answers to ${name}()`);
    }
  }
}
