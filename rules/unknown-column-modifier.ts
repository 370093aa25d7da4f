import { unreachedSentence } from '../src/lint/reach.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { joinWords, quote, sentences } from '../src/lint/wording.ts';
import type { FactOf, Fix } from '../src/schema/index.ts';

type Unread = FactOf<'unread-modifier'>;

const ON: Readonly<Record<Unread['on'], string>> = {
  column: 'column',
  index: 'index',
  foreignKey: 'foreign key',
};

/** Words of SQL that people write as calls, and what to do instead. */
const SQL_WORDS: Readonly<Record<string, string>> = {
  notnull: 'Columns are NOT NULL unless ->nullable() is called: leave it out.',
  notnullable: 'Columns are NOT NULL unless ->nullable() is called: leave it out.',
  required: 'Columns are NOT NULL unless ->nullable() is called: leave it out.',
  null: 'Use ->nullable().',
  defaultvalue: 'Use ->default().',
  primarykey: 'Use ->primary().',
  cascade: 'Use ->cascadeOnDelete(), behind constrained() or foreign().',
};

function subject(fact: Unread): string {
  const { on, columns, table } = fact;
  const names = joinWords(columns.map(quote));
  return on === 'column'
    ? `column ${names} of table ${quote(table)}`
    : `the ${ON[on]} over ${names} of table ${quote(table)}`;
}

function text(fact: Unread): { readonly message: string; readonly help: string } {
  const { name, reason, on } = fact;
  const call = `->${name}()`;
  switch (reason) {
    case 'overwrites':
      return name === 'name'
        ? {
            message: `${call} on ${subject(fact)} overwrites the name of the command itself, which then is none that the framework knows: the ${ON[on]} is silently never made.`,
            help: `Pass the name as the last argument of the call that makes the ${ON[on]}.`,
          }
        : {
            message: `${call} on ${subject(fact)} makes no index: it overwrites the ${ON[on]}'s own name, which becomes "1".`,
            help:
              on === 'foreignKey'
                ? `Call ${call} on the column, before the call that makes the key; MySQL and MariaDB make an index for it anyway.`
                : `Leave ${call} out.`,
          };
    case 'elsewhere':
      return on === 'column'
        ? {
            message: `${call} on ${subject(fact)} does nothing: it belongs to a foreign key, and the column makes none here. No key, or no such action, comes of it on any engine.`,
            help:
              name === 'constrained' || name === 'references' || name === 'on'
                ? `Use ->foreignId('${fact.columns[0]}')->constrained(), or a ->foreign('${fact.columns[0]}') of its own.`
                : `Call it behind constrained(), references() or foreign().`,
          }
        : {
            message: `${call} on ${subject(fact)} does nothing: it belongs to the column, which stays as it is without it.`,
            help:
              on === 'foreignKey'
                ? `Move ${call} in front of the call that makes the key.`
                : `Call it on the column.`,
          };
    case 'later':
      return {
        message: `${call} on ${subject(fact)} does nothing yet: the framework knows it from version ${fact.since} on, and the project has an older one, which takes any call in silence.`,
        help: 'Leave it out, or upgrade.',
      };
    case 'unknown': {
      const word = SQL_WORDS[name.toLowerCase()];
      const meant = fact.nearest === undefined ? undefined : `Did you mean ->${fact.nearest}()?`;
      return {
        message: `${call} on ${subject(fact)} does nothing: the framework takes any call here in silence, and no engine is told of this one.`,
        help: word ?? meant ?? 'Leave it out, or call what was meant.',
      };
    }
  }
}

/** The word as the framework has it. Where a word of SQL was meant, nobody knows what for. */
function misspelt({ editor }: RuleContext, { name, nearest, reason, origin }: Unread): Fix | undefined {
  if (reason !== 'unknown' || nearest === undefined || Object.hasOwn(SQL_WORDS, name.toLowerCase()))
    return undefined;
  const edits = editor?.renameCall(origin, nearest);
  return edits === undefined ? undefined : { title: `Spell it ->${nearest}()`, safety: 'safe', edits };
}

export const unknownColumnModifier: Rule = {
  id: 'unknown-column-modifier',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A call on a column, an index or a foreign key that the framework takes without a word and never looks at.',
    why: 'Columns and keys accept any method call. A misspelt ->defualt(false) raises no error, on no engine: the column just has no default, and an insert without it fails in production (MySQL errno 1364, SQLSTATE 23502). ->constrained()->nullable() leaves the column NOT NULL, ->references() on a plain column makes no key, and ->constrained()->name() makes the key disappear.',
    how: "Correct the word; put a column's modifiers before constrained(), and a key's behind it.",
    engines: [],
    bad: [
      {
        title: 'Misspelt',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->boolean('paid')->defualt(false);
});`,
      },
      {
        title: "A column's modifier behind the foreign key",
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained()->nullable();
});`,
      },
      {
        title: 'A name that makes the key disappear',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->constrained()->name('inv_customer_fk');
});`,
      },
      {
        title: 'A foreign key on a plain column',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->unsignedBigInteger('customer_id')->references('id')->on('customers');
});`,
      },
    ],
    good: [
      {
        title: 'Spelt as the framework has it',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->boolean('paid')->default(false)->comment('by transfer');
});`,
      },
      {
        title: 'Modifiers of the column first, then those of the key',
        code: `Schema::create('customers', function (Blueprint $table) {
    $table->id();
});
Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->foreignId('customer_id')->nullable()->index()->constrained(indexName: 'inv_customer_fk')->nullOnDelete();
});`,
      },
      {
        title: "The project's own macro",
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    $table->string('number', 32)->searchable();
});`,
        files: {
          'app/Providers/SchemaServiceProvider.php': `<?php
namespace App\\Providers;

use Illuminate\\Database\\Schema\\ColumnDefinition;
use Illuminate\\Support\\ServiceProvider;

class SchemaServiceProvider extends ServiceProvider
{
    public function boot(): void
    {
        ColumnDefinition::macro('searchable', fn () => $this->index());
    }
}
`,
        },
      },
    ],
  },
  create(context) {
    const told = new Set<string>();
    return {
      fact(fact) {
        if (fact.kind !== 'unread-modifier') return;
        // ->references()->on()->onDelete() on a plain column is one mistake: the first of them tells it
        if (fact.reason === 'elsewhere' && fact.on === 'column') {
          const { origin } = fact;
          const key = `${origin.file} ${origin.span.start.line} ${fact.on} ${fact.table} ${fact.columns.join()}`;
          if (told.has(key)) return;
          told.add(key);
        }
        const { origin, unreached } = fact;
        const { message, help } = text(fact);
        const fix = misspelt(context, fact);
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(message, unreached !== undefined && unreachedSentence(unreached)),
          ...(unreached === undefined ? {} : { unreached }),
          help,
          engines: [],
          ...(fix === undefined ? {} : { fix }),
          ...(origin.related === undefined ? {} : { related: origin.related }),
          data: {
            modifier: fact.name,
            on: fact.on,
            table: fact.table,
            columns: fact.columns,
            reason: fact.reason,
            ...(fact.nearest === undefined ? {} : { nearest: fact.nearest }),
            ...(fact.since === undefined ? {} : { since: fact.since }),
            ...(unreached === undefined ? {} : { reached: false }),
          },
          identity: `${fact.table} ${fact.columns.join()} ${fact.name}`,
        });
      },
    };
  },
};
