/** What may be done about a finding: its fix, a comment that suppresses it, its rule's page. */
import { existsSync } from 'node:fs';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic as LspDiagnostic,
  type Range,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { FixOutcome, FixRequest } from '../fix/apply.ts';
import { lineChanges } from '../fix/diff.ts';
import { withoutMerged } from '../fix/offered.ts';
import { fixInSession } from '../fix-project.ts';
import type { Editable } from '../git/merged.ts';
import { commentOpening } from '../lint/comments.ts';
import type { Diagnostic } from '../schema/index.ts';
import type { OpenProject } from './open-project.ts';
import { rangeOf, uriOf } from './places.ts';
import { rulePage } from './rule-page.ts';
import type { ClientTraits } from './settings.ts';

export const OPEN_RULE_PAGE = 'dialint.openRulePage';
const FIX_ALL = `${CodeActionKind.SourceFixAll}.dialint`;

export const ACTION_KINDS = [CodeActionKind.QuickFix, FIX_ALL];

/** A document that the editor holds. */
export interface Held {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface ActionContext {
  readonly project: OpenProject;
  /** Absolute. */
  readonly file: string;
  readonly traits: ClientTraits;
  readonly editable: Editable;
  /** By absolute path; undefined: the editor does not hold it. */
  held(file: string): Held | undefined;
}

/** Which fix an action stands for, until its edit is asked for. */
export interface ActionData {
  readonly uri: string;
  /** Null: all safe ones of the file. */
  readonly finding: { readonly rule: string; readonly offset: number; readonly title: string } | null;
}

/** The fix cannot be made; the message tells why. */
export class NoFix extends Error {}

function overlaps(a: Range, b: Range): boolean {
  const before = (one: Range['start'], other: Range['start']): boolean =>
    one.line < other.line || (one.line === other.line && one.character < other.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}

export function codeActions(
  { range, context: asked }: Pick<CodeActionParams, 'range' | 'context'>,
  context: ActionContext,
  shown: (finding: Diagnostic) => LspDiagnostic,
): CodeAction[] {
  const { project, file } = context;
  const wants = (kind: string): boolean =>
    asked.only === undefined || asked.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const offered = offeredFixes(context);
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const finding of project.findings(file)) {
      if (!overlaps(rangeOf(finding.span), range)) continue;
      const diagnostic = shown(finding);
      const fix = offered(finding);
      if (fix !== undefined) actions.push(fixAction(finding, fix, diagnostic, context));
      actions.push(...suppression(finding, diagnostic, context));
      const page = rulePage(finding.rule);
      if (page !== undefined)
        actions.push({
          title: `Open the page of ${finding.rule}`,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          command: { title: 'Open the rule’s page', command: OPEN_RULE_PAGE, arguments: [page] },
        });
    }
  }
  // a client that saves with it asks for it by name
  if (asked.only !== undefined && wants(FIX_ALL) && isOfFixAll(asked.only)) {
    const data: ActionData = { uri: uriOf(file), finding: null };
    const some = project.findings(file).some((one) => offered(one)?.safety === 'safe');
    if (some) actions.push(withEdit({ title: 'Fix all that is safe to fix', kind: FIX_ALL, data }, context));
  }
  return actions;
}

function isOfFixAll(only: readonly string[]): boolean {
  return only.some((kind) => FIX_ALL === kind || FIX_ALL.startsWith(`${kind}.`));
}

type Offered = Diagnostic['fix'];

/** The fix of a finding as it may be made: a migration that is merged stays as it is. */
function offeredFixes({ project, editable, file }: ActionContext): (finding: Diagnostic) => Offered {
  const { analysis } = project;
  // Its places are those of another text.
  if (analysis === undefined || project.isBroken(file)) return () => undefined;
  return (finding) => {
    if (finding.fix === undefined) return undefined;
    return withoutMerged({ project: analysis.project, diagnostics: [finding] }, editable).diagnostics[0]?.fix;
  };
}

function fixAction(
  finding: Diagnostic,
  fix: NonNullable<Offered>,
  diagnostic: LspDiagnostic,
  context: ActionContext,
): CodeAction {
  const safe = fix.safety === 'safe';
  const data: ActionData = {
    uri: uriOf(context.file),
    finding: { rule: finding.rule, offset: finding.span.startOffset, title: fix.title },
  };
  return withEdit(
    {
      title: safe ? fix.title : `${fix.title} (unsafe: may change a deployed schema)`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      ...(safe ? { isPreferred: true } : {}),
      data,
    },
    context,
  );
}

/** A client that cannot ask for the edit later is given it at once; a fix that cannot be made says so. */
function withEdit(action: CodeAction, context: ActionContext): CodeAction {
  if (context.traits.resolvesEdits) return action;
  try {
    return { ...action, edit: editOf(action.data as ActionData, context) };
  } catch (error) {
    if (!(error instanceof NoFix)) throw error;
    return { ...action, disabled: { reason: error.message } };
  }
}

/** The edit of a fix, tried as `--fix` tries it: the finding goes and no other comes. Throws NoFix. */
export function editOf({ finding }: ActionData, context: ActionContext): WorkspaceEdit {
  const { project, editable, file } = context;
  const { session } = project;
  if (session === undefined) throw new NoFix('the project cannot be read');
  const own = project.relative(file);
  const request: FixRequest = {
    unsafe: finding !== null,
    now: Math.floor(Date.now() / 1000),
    // The editor shows what is changed, and can undo it: only what has run elsewhere must stay.
    whyNot: (changed, isMigration) =>
      isMigration && editable.isMerged(project.absolute(changed)) ? `it is in ${editable.mainBranch}` : null,
    only: (one) =>
      one.file === own &&
      (finding === null
        ? one.fix?.safety === 'safe'
        : one.rule === finding.rule && one.span.startOffset === finding.offset),
  };
  let outcome: FixOutcome;
  try {
    outcome = fixInSession(session, project.root, project.options, request, project.judgedTexts);
  } finally {
    project.restore();
  }
  const [dropped] = outcome.report.dropped;
  if (outcome.texts.size === 0)
    throw new NoFix(dropped === undefined ? 'there is nothing left to fix' : `not fixed: ${dropped.reason}`);
  return workspaceEdit(outcome, context);
}

function workspaceEdit({ texts, before }: FixOutcome, context: ActionContext): WorkspaceEdit {
  const { project, traits, held } = context;
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [];
  const changes: NonNullable<WorkspaceEdit['changes']> = {};
  for (const [file, text] of texts) {
    const path = project.absolute(file);
    const open = held(path);
    const uri = open?.uri ?? uriOf(path);
    const old = before.get(file);
    if (old === undefined && !existsSync(path)) {
      if (!traits.createsFiles) throw new NoFix('the editor cannot make a new file from here');
      documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: false, overwrite: false } });
    }
    const edits = lineChanges(old ?? '', text).map((change) => ({
      range: {
        start: { line: change.from, character: 0 },
        end: lineEnd(old ?? '', change.to),
      },
      newText: change.text,
    }));
    const edit: TextDocumentEdit = { textDocument: { uri, version: open?.version ?? null }, edits };
    documentChanges.push(edit);
    changes[uri] = edits;
  }
  return traits.changesDocuments ? { documentChanges } : { changes };
}

/** Where a line begins; behind the last one, where the text ends. */
function lineEnd(text: string, line: number): Range['end'] {
  const lines = text.split('\n');
  return line < lines.length
    ? { line, character: 0 }
    : { line: lines.length - 1, character: lines.at(-1)!.length };
}

/** A comment above the finding's line. The reason is the author's to write. */
function suppression(
  finding: Diagnostic,
  diagnostic: LspDiagnostic,
  { project, file, traits, held }: ActionContext,
): CodeAction[] {
  const { rule, span } = finding;
  // A comment for every rule cannot silence these; and of a file that does not parse no comment is read.
  const opening = commentOpening(file);
  if (opening === undefined || rule === 'unused-suppression' || project.isBroken(file)) return [];
  const open = held(file);
  const text = open?.text ?? project.analysis?.sources.get(project.relative(file));
  if (text === undefined) return [];
  const lines = text.split('\n');
  const line = span.start.line - 1;
  const end = lines[line]?.endsWith('\r') === true ? '\r\n' : '\n';
  // Nothing stands in front of PHP's opening tag.
  const whole = line === 0 && file.endsWith('.php');
  const indentation = /^[ \t]*/.exec(lines[line] ?? '')?.[0] ?? '';
  const at = { line: whole ? 1 : line, character: 0 };
  const directive = whole ? 'dialint-disable-file' : 'dialint-disable-next-line';
  const opened = `${whole ? '' : indentation}${opening} ${directive} ${rule} -- `;
  const range = { start: at, end: at };
  const uri = open?.uri ?? uriOf(file);
  const plain = { range, newText: `${opened}TODO: why this is right here${end}` };
  const edit: WorkspaceEdit = traits.changesDocuments
    ? {
        documentChanges: [
          {
            textDocument: { uri, version: open?.version ?? null },
            edits: traits.takesSnippets
              ? [
                  {
                    range,
                    snippet: {
                      kind: 'snippet',
                      value: `${opened.replaceAll(/[$}\\]/g, '\\$&')}\${1:why this is right here}${end}`,
                    },
                  },
                ]
              : [plain],
          },
        ],
      }
    : { changes: { [uri]: [plain] } };
  return [
    {
      title: `Suppress ${rule} ${whole ? 'in this file' : 'here'}, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit,
    },
  ];
}
