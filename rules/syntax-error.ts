import { fileIdentity } from '../src/lint/file-identity.ts';
import type { Finding, Rule, SyntaxProblem } from '../src/lint/rule.ts';
import { stop } from '../src/lint/wording.ts';

/** What the rule says of a problem: an editor shows it before the file has ever been read without one. */
export function syntaxFinding({ file, span, message }: SyntaxProblem): Finding {
  return {
    file,
    span,
    message: `${stop(message)} The file cannot be parsed, so nothing in it was checked.`,
    help: `Correct the syntax; ${secondOpinion(file)} makes of it.`,
    engines: [],
    identity: `${fileIdentity(file)} ${message}`,
  };
}

/** Who else can be asked of the file, up to `… makes of it`. */
function secondOpinion(file: string): string {
  if (/\.[cm]?js$/.test(file)) return `\`node --check ${file}\` tells what Node.js itself`;
  if (/\.[cm]?ts$/.test(file)) return `\`npx tsc --noEmit ${file}\` tells what TypeScript itself`;
  return `\`php -l ${file}\` tells what PHP itself`;
}

export const syntaxError: Rule = {
  id: 'syntax-error',
  severity: 'error',
  recommended: true,
  claims: [],
  docs: {
    what: 'A file cannot be parsed as PHP.',
    why: 'PHP will not load it either: the migration cannot run on any engine, and nothing in it could be checked.',
    how: 'Correct the syntax at the place that is shown; php -l tells what PHP itself makes of it.',
    engines: [],
    bad: [
      {
        title: 'A bracket that is never closed',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id(;
});`,
      },
      {
        title: 'A string that is never closed',
        code: `Schema::create('invoices, function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A file that ends half-way',
        code: `<?php

return new class extends Illuminate\\Database\\Migrations\\Migration {
    public function up(): void
    {
`,
      },
    ],
    good: [
      {
        title: 'A migration that parses',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
});`,
      },
      { title: 'Nothing to do is no error', code: '' },
      {
        title: 'A comment is enough of a body',
        code: '// The table is made by the package itself.',
      },
    ],
  },
  create(context) {
    return {
      syntaxProblem(problem) {
        context.report(syntaxFinding(problem));
      },
    };
  },
};
