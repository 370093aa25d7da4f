import { fileIdentity } from '../src/lint/file-identity.ts';
import type { Rule, UselessSuppression } from '../src/lint/rule.ts';
import { quote } from '../src/lint/wording.ts';

interface Text {
  readonly message: string;
  readonly help: string;
}

function describe({ reason, directive, rule, nearest }: UselessSuppression): Text {
  const meant = nearest === undefined ? undefined : `Did you mean ${quote(nearest)}?`;
  switch (reason) {
    case 'unknown-rule':
      return {
        message: `${directive} names a rule that does not exist: ${quote(`${rule}`)}. It suppresses nothing.`,
        help: meant ?? '`dialint rules` lists the rules.',
      };
    case 'unknown-directive':
      return {
        message: `${quote(directive)} is no directive, so it suppresses nothing.`,
        help:
          meant ?? 'There are dialint-disable-next-line, -disable-line, -disable, -enable and -disable-file.',
      };
    case 'unused':
      return {
        message: `${directive} suppresses nothing: there is no finding${rule === null ? '' : ` of ${quote(rule)}`} there. Left standing, it would hide the next one.`,
        help: 'Remove it, or move it to the line of the finding.',
      };
  }
}

const LONG = `Schema::create('winter_service_contract_cancellation_requests', function (Blueprint $table) {
    $table->id();
    $table->date('effective_from');
    $table->date('effective_to');`;

export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A suppression comment suppresses nothing, or names a rule that does not exist.',
    why: 'Once the finding is gone, the comment only waits for the next one, and hides it. A misspelt one was never of use.',
    how: 'Remove it, or correct its rule or its line.',
    engines: [],
    bad: [
      {
        title: 'The finding has been corrected, the comment stayed',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id();
    // dialint-disable-next-line identifier-too-long -- to be renamed
    $table->date('due_on')->index('invoices_due_idx');
});`,
      },
      {
        title: 'A rule that does not exist',
        code: `Schema::create('invoices', function (Blueprint $table) {
    $table->id(); // dialint-disable-line identifier-to-long
});`,
      },
      {
        title: 'The comment stands on the wrong line',
        code: `// dialint-disable-next-line identifier-too-long
${LONG}
    $table->index(['effective_from', 'effective_to']);
});`,
      },
    ],
    good: [
      {
        title: 'A suppression that is needed, with its reason',
        code: `${LONG}
    // dialint-disable-next-line identifier-too-long -- shipped in 2021, production is PostgreSQL
    $table->index(['effective_from', 'effective_to']);
});`,
      },
      {
        title: 'A region',
        code: `// dialint-disable identifier-too-long -- legacy
${LONG}
    $table->index(['effective_from', 'effective_to']);
});
// dialint-enable identifier-too-long`,
      },
      {
        title: 'Text in a string is no comment',
        code: `Schema::create('notes', function (Blueprint $table) {
    $table->id();
    $table->string('hint')->default('// dialint-disable-line identifier-too-long');
});`,
      },
    ],
  },
  create(context) {
    return {
      uselessSuppression(problem) {
        const { message, help } = describe(problem);
        context.report({
          file: problem.file,
          span: problem.span,
          message,
          help,
          engines: [],
          data: { reason: problem.reason, directive: problem.directive, rule: problem.rule },
          identity: `${fileIdentity(problem.file)} ${problem.reason} ${problem.directive} ${problem.rule ?? '*'}`,
        });
      },
    };
  },
};
