import { fileIdentity } from '../src/lint/file-identity.ts';
import { placeKey } from '../src/lint/groups.ts';
import type { Rule } from '../src/lint/rule.ts';

export const unresolvedMigration: Rule = {
  id: 'unresolved-migration',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A call of a migration could not be understood without running it.',
    why: 'What it does to the schema is not known, so what engines refuse in it, and in what rests on it, cannot be foretold. A silent pass would look like an all-clear.',
    how: 'Write the names and conditions out where you can; where you cannot, run the migration on the real engines, and suppress this with a reason.',
    engines: [],
    bad: [
      {
        title: 'A table whose name comes from a request over the network',
        code: `$name = file_get_contents('https://example.com/table');
Schema::create($name, function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'SQL that is read from a place unknown until it runs',
        code: `DB::unprepared(file_get_contents(getenv('DUMP_FILE')));`,
      },
      {
        title: 'A call of a class that is not part of the project',
        code: `\\Acme\\Unknown\\SchemaHelper::buildEverything();`,
      },
    ],
    good: [
      {
        title: 'A name that is written out',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A loop over a list that is written out',
        code: `foreach (['invoices', 'offers'] as $name) {
    Schema::create($name, function (Blueprint $table) {
        $table->id();
    });
}`,
      },
      {
        title: 'A question about the schema is answered from the history',
        code: `if (! Schema::hasTable('invoices')) {
    Schema::create('invoices', function (Blueprint $table) {
        $table->id();
    });
}`,
      },
    ],
  },
  create(context) {
    const seen = new Set<string>();
    return {
      notUnderstood(entry) {
        const place = placeKey(entry);
        if (seen.has(place)) return;
        seen.add(place);
        context.report({
          file: entry.file,
          span: entry.span,
          message: `this could not be understood: ${entry.reason.replace(/[.\s]+$/, '')}. What the engines make of it, and of what rests on it, is not known.`,
          help: 'Write it out where you can; where you cannot, run it on the real engines before you deploy.',
          engines: [],
          data: { reason: entry.reason },
          identity: `${fileIdentity(entry.file)} ${entry.reason}`,
        });
      },
    };
  },
};
